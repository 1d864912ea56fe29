"""Dates, durations, recurrence and percents: what is written in any form is read back, and hurt forms are mended."""

from datetime import date, timedelta

import pytest

from duly.engine.documents.values.dates import dates
from duly.engine.documents.values.durations import days_of, durations, single
from duly.engine.documents.values.percents import percents
from duly.engine.documents.values.recurrence import recurrences

MONTHS = "January February March April May June July August September October November December".split()
SOME_DAYS = [date(1993, 1, 1) + timedelta(days=97 * step) for step in range(110)]


def place(day: int) -> str:
    return f"{day}{'th' if 10 < day < 20 else {1: 'st', 2: 'nd', 3: 'rd'}.get(day % 10, 'th')}"


def forms(day: date) -> list[str]:
    """One day in the forms of contracts of both sides of the ocean, with the marks extraction leaves."""
    month = MONTHS[day.month - 1]
    ordinal = place(day.day)
    return [
        f"{month} {day.day}, {day.year}",
        f"{month.upper()} {day.day} , {day.year}",
        f"{month[:3]}. {day.day:02}, {day.year}",
        f"{day.day} {month} {day.year}",
        f"{day.day} {month}, {day.year}",
        f"{ordinal} day of {month}, {day.year}",
        f"{ordinal[:-1]} {ordinal[-1]}  day of\n      {month} {day.year}",
        f"{ordinal} of {month}, {day.year}",
        f"{month} {ordinal}, {day.year}",
        f"{day.month}/{day.day}/{day.year}",
        f"{day.month:02}-{day.day:02}-{day.year}",
        f"{day.month}/{day.day}/{day.year % 100:02}",
        day.isoformat(),
    ]


@pytest.mark.parametrize("form", range(len(forms(SOME_DAYS[0]))))
def test_a_day_is_read_back_in_every_form(form):
    for day in SOME_DAYS:
        text = f"made as of {forms(day)[form]} by the parties"
        found = dates(text)
        assert [(one.value, one.kind, one.sound) for one in found] == [(day.isoformat(), "day", True)], text
        assert text[found[0].start : found[0].end] == forms(day)[form]


@pytest.mark.parametrize(
    ("text", "value", "kind"),
    [
        ("May __, 2006", "2006-05", "month"),
        ("____ day of March, 1999", "1999-03", "month"),
        ("[ ] day of [ ], 2020", "2020", "year"),
        ("_____________, 2004", "2004", "year"),
        ("on each October 1 of the term", "--10-01", "yearless"),
        ("the 2nd day of   ---- November, 2003", "2003-11-02", "day"),
        ("the twenty-first day of May, 2001", "2001-05-21", "day"),
        ("31/12/2004", "2004-12-31", "day"),
        ("January 5, 20 04", "2004-01-05", "day"),
    ],
)
def test_what_is_known_of_a_date_is_kept(text, value, kind):
    assert [(one.value, one.kind) for one in dates(text)] == [(value, kind)]


@pytest.mark.parametrize(
    "text", ["Customer may 10 times ask", "Section 4.2.1 of", "may 5, 2004 pay", "1-800-555-1212", "mayor 5"]
)
def test_what_only_looks_like_a_date(text):
    assert dates(text) == []


def test_a_day_that_no_calendar_has_is_said_to_be_unsound():
    assert [(one.value, one.sound) for one in dates("February 30, 2004")] == [("2004-02-30", False)]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("two (2) years", "P2Y"),
        ("twelve (12) month period", "P12M"),
        ("one hundred eighty (180) days", "P180D"),
        ("one\n          (I) year", "P1Y"),
        ("two (2) year(s)", "P2Y"),
        ("an 18-month term", "P18M"),
        ("five (5)-year terms", "P5Y"),
        ("within (10) days", "P10D"),
        ("ten (10) Business Days", "P10D"),
        ("the fifth (5th) anniversary of", "P5Y"),
        ("one and one-half years", "P18M"),
        ("half a year", "P6M"),
        ("48 hours", "PT48H"),
        ("two quarters", "P6M"),
    ],
)
def test_durations(text, value):
    assert [one.value for one in durations(text)] == [value]


def test_a_duration_whose_figure_denies_its_words_is_unsound():
    assert [(one.value, one.sound) for one in durations("sixty (90) days")] == [("P60D", False)]


def test_a_single_unit_is_asked_for_apart():
    assert durations("renewed for another year") == []
    assert single("renewed for another year").value == "P1Y"
    assert single("renewed for ever") is None
    assert days_of("P2Y") > days_of("P23M") > days_of("P90D") > days_of("soon") == 0


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("billed monthly", ["P1M"]),
        ("semi-annually", ["P6M"]),
        ("twice a month", ["P1M/2"]),
        ("each calendar quarter", ["P3M"]),
        ("each Contract Year Quarter", ["P3M"]),
        ("every one hundred eighty (180) days", ["P180D"]),
        ("per annum", ["P1Y"]),
        ("fortnightly", ["P2W"]),
        ("payable in full", []),
    ],
)
def test_recurrence(text, values):
    assert [one.value for one in recurrences(text)] == values


@pytest.mark.parametrize(
    ("text", "value", "sound"),
    [
        ("1 1/2%", "1.5", True),
        ("1-1/2% per month", "1.5", True),
        ("one and one-half percent (1.5%)", "1.5", True),
        ("1 _%", "1.5", True),
        ("1½%", "1.5", True),
        ("one percent (I%)", "1", True),
        ("eighteen (18%) percent", "18", True),
        ("six (6) percent", "6", True),
        ("fifty per cent", "50", True),
        ("one third (33%)", "33", True),
        ("one half of one percent (0.5%)", "0.5", True),
        ("twenty percent (25%)", "20", False),
    ],
)
def test_percents(text, value, sound):
    assert [(one.value, one.sound) for one in percents(text)] == [(value, sound)]


HOSTILE = [
    "one ",
    "1 ",
    "9",
    "(",
    "_",
    " ",
    "May ",
    "[ ",
    "every ",
    "1/",
    "thirty (30 ",
    "first ",
    "twenty-",
    "1st of --",
]


@pytest.mark.parametrize("piece", HOSTILE)
def test_a_hostile_line_ends(piece):
    line = piece * (20_000 // len(piece))
    for read in (dates, durations, recurrences, percents):
        read(line)
