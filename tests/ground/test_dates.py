"""Days and months, compared with the calendar of the standard library."""

from __future__ import annotations

import calendar
import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duly.ground.dates import (
    FIRST_DAY,
    LAST_DAY,
    Duration,
    add,
    add_months,
    civil,
    day,
    days_in_month,
    from_civil,
    iso,
    month_start,
    months_started,
)

days = st.integers(FIRST_DAY, LAST_DAY)


@given(days)
def test_a_day_that_is_written_and_read_is_the_same(number):
    assert day(iso(number)) == number
    assert from_civil(*civil(number)) == number
    assert iso(number) == (dt.date(1970, 1, 1) + dt.timedelta(days=number)).isoformat()


@pytest.mark.parametrize("text", ["2026-02-31", "2023-02-29", "2026-6-30", "20260630", "30.06.2026", "2026-06-30 ", ""])
def test_what_is_no_date_is_refused(text):
    with pytest.raises(ValueError):
        day(text)


@given(st.integers(1900, 2199), st.integers(1, 12))
def test_months_have_their_days(year, month):
    assert days_in_month(year, month) == calendar.monthrange(year, month)[1]


@given(st.integers(day("1950-01-01"), day("2150-01-01")), st.integers(-240, 240))
def test_months_on_keep_the_day_or_take_the_last(number, months):
    then = add_months(number, months)
    (y0, m0, d0), (y1, m1, d1) = civil(number), civil(then)
    assert (y1 - y0) * 12 + m1 - m0 == months
    assert d1 == min(d0, days_in_month(y1, m1))


@pytest.mark.parametrize(
    ("start", "months", "then"),
    [
        ("2024-01-31", 1, "2024-02-29"),
        ("2023-01-31", 1, "2023-02-28"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2024-02-29", 48, "2028-02-29"),
        ("2024-03-31", -1, "2024-02-29"),
        ("2024-08-31", 1, "2024-09-30"),
    ],
)
def test_the_ends_of_months(start, months, then):
    assert iso(add_months(day(start), months)) == then


@pytest.mark.parametrize(
    ("start", "until", "months"),
    [
        ("2024-04-01", "2025-04-01", 12),
        ("2026-06-15", "2026-10-13", 4),
        ("2024-01-31", "2024-02-29", 1),
        ("2024-01-31", "2024-03-01", 2),
        ("2024-02-29", "2025-02-28", 12),
        ("2024-05-01", "2024-05-02", 1),
        ("2024-05-01", "2024-05-01", 0),
        ("2024-05-02", "2024-05-01", 0),
    ],
)
def test_months_that_have_started(start, until, months):
    assert months_started(day(start), day(until)) == months


@given(st.integers(day("1950-01-01"), day("2100-01-01")), st.integers(1, 5000))
def test_a_month_counts_from_its_first_day(start, length):
    count = months_started(start, start + length)
    assert add_months(start, count - 1) < start + length <= add_months(start, count)


@given(days)
def test_a_month_starts_on_its_first(number):
    assert civil(month_start(number)) == (*civil(number)[:2], 1)


def test_durations_are_added_as_agreed():
    assert iso(add(day("2024-01-31"), Duration(months=1))) == "2024-02-29"
    assert iso(add(day("2024-01-31"), Duration(days=30))) == "2024-03-01"
    assert (str(Duration(days=14)), str(Duration(months=12))) == ("14 days", "12 months")
