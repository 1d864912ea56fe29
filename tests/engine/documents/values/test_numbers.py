"""Numbers in words and figures, and the ways in which scans hurt them."""

import re
from fractions import Fraction

import pytest

from duly.engine.documents.values.numbers import (
    COUNT,
    FIGURES,
    WORDS,
    count,
    decimal_text,
    in_figures,
    in_words,
    ordinal,
)

ONES = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
ONES = [*ONES.split(), "eighteen", "nineteen"]
TENS = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]


def said(number: int) -> str:
    """A number as a lawyer says it, so that reading can be compared with writing."""
    if number < 20:
        return ONES[number]
    if number < 100:
        return TENS[number // 10] + (f"-{ONES[number % 10]}" if number % 10 else "")
    if number < 1_000:
        return f"{ONES[number // 100]} hundred" + (f" and {said(number % 100)}" if number % 100 else "")
    for scale, name in ((1_000_000, "million"), (1_000, "thousand")):
        if number >= scale:
            return f"{said(number // scale)} {name}" + (f" {said(number % scale)}" if number % scale else "")
    raise AssertionError(number)


@pytest.mark.parametrize("number", [*range(400), 1_000, 1_999, 12_345, 150_000, 999_999, 1_000_000, 7_654_321])
def test_what_is_said_is_read_back(number):
    assert in_words(said(number)) == number
    assert in_words(said(number).title()) == number
    assert re.fullmatch(WORDS, said(number))
    assert in_figures(f"{number:,}") == number
    both = f"{said(number)} ({number})"
    assert re.fullmatch(COUNT, both)
    assert count(both).value == number and count(both).agrees


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("one and one-half", Fraction(3, 2)),
        ("two and three quarters", Fraction(11, 4)),
        ("one half", Fraction(1, 2)),
        ("two-thirds", Fraction(2, 3)),
        ("One Hundred Fifty Thousand and No/100's", 150_000),
        ("Six Hundred and 50/100", Fraction(1201, 2)),
        ("Two Thousand and xx/100", 2_000),
        ("one  hundred\n   eighty", 180),
        ("one hundred-eighty", 180),
        ("fourty five", 45),
        ("two dozen", 24),
    ],
)
def test_words_of_money_and_parts(text, value):
    assert in_words(text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,500", 1_500),
        (".75", Fraction(3, 4)),
        ("1 1/2", Fraction(3, 2)),
        ("1-1/2", Fraction(3, 2)),
        ("33 1/3", Fraction(100, 3)),
        ("5 00", 500),
        ("(I)", 1),
        ("(l0)", 10),
        ("( 3O )", 30),
        ("1/0", None),
        ("1.2.3", None),
        ("", None),
    ],
)
def test_figures_hurt_or_whole(text, value):
    assert in_figures(text) == value


def test_a_count_that_disagrees_says_so_and_follows_its_words():
    said_twice = count("sixty (90)")
    assert (said_twice.value, said_twice.words, said_twice.figures, said_twice.agrees) == (60, 60, 90, False)
    assert count("30 (thirty)").agrees
    assert count("(10)").value == 10
    assert count("one (I)").agrees
    assert count("no number") is None


@pytest.mark.parametrize(
    ("text", "place"),
    [("1st", 1), ("1 s t", 1), ("17t h", 17), ("22nd", 22), ("31", 31), ("twenty-first", 21), ("fifteenth", 15)],
)
def test_places(text, place):
    assert ordinal(text) == place


@pytest.mark.parametrize("text", ["", "day", "hundred of", "fir st"])
def test_what_is_no_place(text):
    assert ordinal(text) is None


def test_decimal_text_is_exact_or_cut():
    assert decimal_text(Fraction(-5, 4)) == "-1.25"
    assert decimal_text(Fraction(12)) == "12"
    assert decimal_text(Fraction(1, 100)) == "0.01"


@pytest.mark.parametrize("line", ["one " * 20_000, "1," * 20_000, "9" * 50_000, "(" * 50_000, "one-" * 20_000])
def test_a_hostile_line_takes_no_time(line):
    for piece in (WORDS, FIGURES, COUNT):
        sum(1 for _ in re.finditer(piece, line))
