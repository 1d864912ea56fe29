"""Fiscal periods tile the days, and the years of weeks end where known retail calendars end."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duly.ground import dates
from duly.ground.calendar import Calendar, UnknownCalendar
from duly.ground.dates import day, iso

WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
MONTHS = "january february march april may june july august september october november december".split()
PATTERNS = ["4-4-5", "4-5-4", "5-4-4"]
days = st.integers(day("1990-01-01"), day("2090-12-31"))
rules = st.one_of(
    st.builds("last {} of {}".format, st.sampled_from(WEEKDAYS), st.sampled_from(MONTHS)),
    st.builds("{} nearest {} {}".format, st.sampled_from(WEEKDAYS), st.integers(1, 28), st.sampled_from(MONTHS)),
)
calendars = st.one_of(
    st.builds(Calendar.months, st.integers(1, 12)),
    st.builds(Calendar.weeks, st.sampled_from(PATTERNS), rules),
)
NRF = Calendar.weeks("4-5-4", "saturday nearest 31 january")


@pytest.mark.parametrize(
    ("year", "starts", "ends", "weeks"),
    [
        (2017, "2017-01-29", "2018-02-03", 53),
        (2018, "2018-02-04", "2019-02-02", 52),
        (2022, "2022-01-30", "2023-01-28", 52),
        (2023, "2023-01-29", "2024-02-03", 53),
        (2024, "2024-02-04", "2025-02-01", 52),
        (2025, "2025-02-02", "2026-01-31", 52),
    ],
)
def test_the_calendar_of_retailers(year, starts, ends, weeks):
    periods = NRF.year_of(day(starts))
    assert {period.year for period in periods} == {year}
    assert (iso(periods[0].start), iso(periods[-1].until - 1)) == (starts, ends)
    assert [(p.until - p.start) // 7 for p in periods[:-1]] == [4, 5, 4] * 3 + [4, 5]
    assert (periods[-1].until - periods[0].start) // 7 == weeks


def test_the_week_that_is_too_many_belongs_to_the_last_period():
    last = NRF.period_of(day("2024-02-03"))
    assert (last.name, (last.until - last.start) // 7) == ("FY2023-P12", 5)


@pytest.mark.parametrize(
    ("rule", "inside", "year", "starts", "ends"),
    [
        ("last saturday of september", "2023-01-01", 2023, "2022-09-25", "2023-09-30"),
        ("last saturday of september", "2024-01-01", 2024, "2023-10-01", "2024-09-28"),
        ("sunday nearest 31 december", "2023-01-01", 2022, "2022-01-03", "2023-01-01"),
        ("sunday nearest 31 december", "2023-01-02", 2023, "2023-01-02", "2023-12-31"),
        ("last saturday of july", "2024-01-01", 2024, "2023-07-30", "2024-07-27"),
        ("last saturday of january", "2026-01-31", 2025, "2025-01-26", "2026-01-31"),
    ],
)
def test_the_year_ends_of_known_companies(rule, inside, year, starts, ends):
    periods = Calendar.weeks("4-4-5", rule).year_of(day(inside))
    assert periods[0].year == year
    assert (iso(periods[0].start), iso(periods[-1].until - 1)) == (starts, ends)


def test_a_year_may_be_named_for_its_end_or_its_start():
    by_end = Calendar.weeks("4-4-5", "last sunday of january", named_for="end")
    assert by_end.period_of(day("2024-01-28")).name == "FY2024-P12"
    assert Calendar.months(4, named_for="start").period_of(day("2026-03-31")).year == 2025
    assert Calendar.months(4).period_of(day("2026-03-31")).year == 2026
    from_december = Calendar.weeks("4-4-5", "last friday of december", named_for="start")
    assert from_december.period_of(day("2026-06-30")).year == 2026


def test_calendar_months_keep_the_name_of_the_month():
    period = Calendar.months(7).period_of(day("2024-02-29"))
    assert (period.name, period.year, period.number, iso(period.start), iso(period.until)) == (
        "2024-02",
        2024,
        8,
        "2024-02-01",
        "2024-03-01",
    )


@given(calendars, days, st.integers(1, 1500))
def test_periods_tile_the_days_without_gap_or_overlap(calendar, first, length):
    periods = calendar.periods(first, first + length)
    assert periods[0].start <= first < periods[0].until
    assert periods[-1].start < first + length <= periods[-1].until
    assert all(before.until == after.start for before, after in zip(periods, periods[1:], strict=False))
    assert len({period.name for period in periods}) == len(periods)


@given(calendars, days)
def test_a_day_lies_in_its_period_and_its_year(calendar, on):
    period = calendar.period_of(on)
    year = calendar.year_of(on)
    assert period.start <= on < period.until
    assert period in year
    assert [p.number for p in year] == list(range(1, 13))
    assert len({p.year for p in year}) == 1
    assert calendar.periods(on, on + 1) == (period,)


@given(st.sampled_from(PATTERNS), rules, days)
def test_a_year_of_weeks_has_52_or_53_and_ends_on_its_weekday(pattern, rule, on):
    year = Calendar.weeks(pattern, rule).year_of(on)
    assert (year[-1].until - year[0].start) in (364, 371)
    weekday = (year[-1].until - 1 + 3) % 7
    assert WEEKDAYS[weekday] in rule


@given(calendars, days)
def test_years_follow_each_other(calendar, on):
    year = calendar.year_of(on)
    after = calendar.year_of(year[-1].until)
    assert (after[0].start, after[0].year) == (year[-1].until, year[0].year + 1)


def test_no_days_have_no_periods():
    assert NRF.periods(day("2026-01-01"), day("2026-01-01")) == ()


def test_the_first_and_last_days_have_periods():
    for calendar in (NRF, Calendar.months(2)):
        for on in (dates.FIRST_DAY, dates.LAST_DAY):
            period = calendar.period_of(on)
            assert period.start <= on < period.until


@pytest.mark.parametrize(
    "make",
    [
        lambda: Calendar.months(0),
        lambda: Calendar.months(13),
        lambda: Calendar.months(1, named_for="middle"),
        lambda: Calendar.weeks("4-4-4", "last saturday of january"),
        lambda: Calendar.weeks("4-4-5", "last caturday of january"),
        lambda: Calendar.weeks("4-4-5", "31 january"),
        lambda: Calendar.weeks("4-4-5", ""),
        lambda: Calendar.weeks("4-4-5", "saturday nearest 29 february"),
        lambda: Calendar.weeks("4-4-5", "saturday nearest 0 may"),
        lambda: Calendar.weeks("4-4-5", "saturday nearest 31 april"),
    ],
)
def test_a_calendar_that_cannot_be_made_out_is_refused(make):
    with pytest.raises(UnknownCalendar) as caught:
        make()
    assert caught.value.fix
