"""Amounts are read exactly, written back the same, and a wrong one is named for what is wrong with it."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duly.ground.errors import Place
from duly.ground.money import (
    ISO_4217,
    LARGEST,
    NotAnAmount,
    TooManyDecimals,
    UnknownCurrency,
    currency,
    exact_minor_units,
    grouped,
    minor_units,
    plain,
)
from duly.ground.rounding import AmountTooLarge


@given(st.integers(-LARGEST, LARGEST), st.integers(0, 4))
def test_an_amount_that_is_written_and_read_is_the_same(minor, digits):
    assert minor_units(plain(minor, digits), digits) == minor
    assert grouped(minor, digits).replace(",", "") == plain(minor, digits)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "is empty"),
        ("1e400", "exponent"),
        ("1E5", "exponent"),
        ("(5.00)", "parentheses"),
        ("5%", "percentage"),
        ("USD 5", "names a currency"),
        ("5.00 EUR", "names a currency"),
        ("$5.00", "currency sign"),
        ("€5", "currency sign"),
        ("+5.00", "plus sign"),
        ("−5.00", "not a minus sign"),
        ("1200,50", "comma"),
        ("1,200.00", "thousands separators"),
        ("1'200", "thousands separators"),
        ("1_200", "thousands separators"),
        ("1 200.00", "thousands separators"),
        ("1.200.000,00", "thousands separators"),
        ("12,00,000.00", "thousands separators"),
        (".5", "one side"),
        ("5.", "one side"),
        ("nan", "not a number"),
        ("inf", "not a number"),
        ("0x10", "not a number"),
        ("1\n", "not a number"),
        ("１２", "not a number"),
        ("5" * 5000, "5000 characters"),
    ],
)
def test_what_is_no_amount_is_named_for_its_fault(text, words):
    place = Place("a.yaml", 7)
    for read in (minor_units, exact_minor_units):
        with pytest.raises(NotAnAmount, match=words) as caught:
            read(text, 2, place=place)
        assert caught.value.place == place
        assert len(caught.value.what) < 120


def test_an_error_prints_no_control_characters():
    with pytest.raises(NotAnAmount) as caught:
        minor_units("\x1b[31m5\u202e", 2)
    assert caught.value.what.isprintable()


@pytest.mark.parametrize(("text", "digits"), [("1.005", 2), ("1.0", 0), ("0.00000", 4), ("1.2345", 3)])
def test_decimals_beyond_the_currency_are_refused(text, digits):
    with pytest.raises(TooManyDecimals):
        minor_units(text, digits)


def test_a_rate_may_have_more_decimals_than_its_currency():
    assert exact_minor_units("0.0825", 2) == Fraction(825, 100)
    assert exact_minor_units("-0.001", 0) == Fraction(-1, 1000)


@pytest.mark.parametrize("text", ["100000000000000.01", "-100000000000000.01", "9" * 30])
def test_an_amount_whose_sums_would_not_fit_is_refused(text):
    for read in (minor_units, exact_minor_units):
        with pytest.raises(AmountTooLarge):
            read(text, 2)


def test_the_largest_amount_is_taken():
    assert minor_units("100000000000000.00", 2) == LARGEST


def test_minus_nothing_is_nothing():
    assert minor_units("-0.00", 2) == 0
    assert plain(0, 2) == "0.00"


@pytest.mark.parametrize(
    ("code", "digits"),
    [("JPY", 0), ("KRW", 0), ("VND", 0), ("CLP", 0), ("USD", 2), ("EUR", 2), ("INR", 2), ("HUF", 2)]
    + [("BHD", 3), ("KWD", 3), ("OMR", 3), ("TND", 3), ("JOD", 3), ("IQD", 3), ("LYD", 3), ("CLF", 4), ("UYW", 4)],
)
def test_currencies_have_the_decimals_of_iso_4217(code, digits):
    assert currency(code).digits == digits


def test_each_code_stands_once_and_has_three_capitals():
    assert len(ISO_4217) > 150
    assert all(len(code) == 3 and code.isalpha() and code.isupper() for code in ISO_4217)


def test_a_unit_of_the_company_comes_first():
    assert currency("LC", {"LC": 2}).digits == 2
    assert currency("JPY", {"JPY": 2}).digits == 2


@pytest.mark.parametrize("code", ["usd", "XXX", "", "DOLLAR"])
def test_an_unknown_currency_is_refused(code):
    with pytest.raises(UnknownCurrency):
        currency(code)
