"""Money in contracts: figures, words and both, what a scan does to them, and which currency "$" is."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duly.engine.documents.values.money import amount_text, home_currency, moneys
from duly.engine.documents.values.percents import percents

ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
).split()
TENS = "zero ten twenty thirty forty fifty sixty seventy eighty ninety".split()


def said(number: int) -> str:
    """A number in words, as a contract spells it."""
    for size, name in ((10**9, "billion"), (10**6, "million"), (1000, "thousand"), (100, "hundred")):
        if number >= size:
            rest = f" {said(number % size)}" if number % size else ""
            return f"{said(number // size)} {name}{rest}"
    if number < 20:
        return ONES[number]
    return TENS[number // 10] + (f"-{ONES[number % 10]}" if number % 10 else "")


@pytest.mark.parametrize(
    ("text", "span", "amount", "currency"),
    [
        ("a sum of $1,250.00 now", "$1,250.00", "1250", "USD"),
        ("US$ 40 each", "US$ 40", "40", "USD"),
        ("pays USD 7,500 a year", "USD 7,500", "7500", "USD"),
        ("€650 per day", "€650", "650", "EUR"),
        ("£20,000 in all", "£20,000", "20000", "GBP"),
        ("the sum of 10,000 Euros", "10,000 Euros", "10000", "EUR"),
        ("4,000 CND", "4,000 CND", "4000", "CAD"),
        ("CAD$40 a box", "CAD$40", "40", "CAD"),
        ("$1.5 million in media", "$1.5 million", "1500000", "USD"),
        ("about $20MM", "$20MM", "20000000", "USD"),
        ("$250k", "$250k", "250000", "USD"),
        ("$.05 a minute", "$.05", "0.05", "USD"),
        ("five cents a page", "five cents", "0.05", "USD"),
        ("$1.125 per gallon", "$1.125", "1.125", "USD"),
        ("CHF 1'250'000 on signing", "CHF 1'250'000", "1250000", "CHF"),
        ("€1.500,00", "€1.500,00", "1500", "EUR"),
        (
            "ninety thousand dollars and no/100 ($90,000.00) in",
            "ninety thousand dollars and no/100 ($90,000.00)",
            "90000",
            "USD",
        ),
        (
            "Three Million and 00/100 Dollars ($3,000,000)",
            "Three Million and 00/100 Dollars ($3,000,000)",
            "3000000",
            "USD",
        ),
        ("Two Dollars and Five Cents ($2.05) a box", "Two Dollars and Five Cents ($2.05)", "2.05", "USD"),
        ("two hundred U.S. dollars", "two hundred U.S. dollars", "200", "USD"),
        ("$75.00 (seventy five Dollars)", "$75.00 (seventy five Dollars)", "75", "USD"),
        ("six (6) million dollars", "six (6) million dollars", "6000000", "USD"),
        ("fifty cents ($.50)", "fifty cents ($.50)", "0.50", "USD"),
    ],
)
def test_an_amount_is_read_with_its_exact_place(text, span, amount, currency):
    (money,) = moneys(text)
    assert (text[money.start : money.end], money.value, money.currency) == (span, amount, currency)
    assert money.agrees and not money.hurt


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("fee of ($45, 000) then", "45000"),
        ("up to 500 $2.500 more", "2500"),
        ("$l,500 now", "1500"),
        ("$7OO,000 now", "700000"),
        ("S350.00 now", "350"),
        ("logo set up $20 hosting SO", "0"),
        ("US$9 to US$O", "0"),
    ],
)
def test_what_a_scan_has_hurt_is_read_as_it_was_meant_and_marked(text, amount):
    money = moneys(text)[-1]
    assert (money.value, money.hurt) == (amount, True)


def test_words_and_figures_that_disagree_are_both_kept_and_the_words_count():
    (money,) = moneys("Sixty Thousand Dollars and No/100's (560,000.00)")
    assert (money.value, money.agrees, money.figures) == ("60000", False, Fraction(560000))


def test_a_sign_and_the_word_cents_contradict():
    (money,) = moneys("priced at $.40 cents per share")
    assert (money.value, money.cents) == ("0.40", True)


def test_figures_in_a_column_below_a_signed_one_are_amounts():
    text = "RATE 1. ADVICE   $110.00  2. DESIGN   95.00  3. TRAINING  40.00"
    assert [money.value for money in moneys(text)] == ["110", "95", "40"]
    assert moneys("It is $5.00. See section 3.10 of the annex") == moneys("It is $5.00.")


@pytest.mark.parametrize(
    "text", ["page SO of", "section 5.00", "30 days", "the so called", "100% of it", "one hundred"]
)
def test_what_is_no_money_is_not_read_as_money(text):
    assert moneys(text) == []


@pytest.mark.parametrize(
    ("text", "currency"),
    [
        ("All sums are in Canadian dollars.", "CAD"),
        ("References to currency are to Canadian currency.", "CAD"),
        ("Governed by and construed under the laws of the Province of Ontario.", "CAD"),
        ("Governed by the laws of the Province of Ontario; sums are lawful money of the United States.", "USD"),
        ("An office in Toronto, subject to the laws of England.", "USD"),
        ("Governed by the laws of New South Wales.", "AUD"),
    ],
)
def test_what_a_dollar_is_is_said_by_the_contract_or_its_law(text, currency):
    assert home_currency(text) == currency
    assert moneys(f"{text} The fee is $10.")[-1].currency == currency


@given(st.integers(1, 999_999_999))
def test_words_and_figures_of_the_same_number_are_one_amount(number):
    text = f"pays {said(number)} dollars (${number:,}.00) now"
    (money,) = moneys(text)
    assert money.agrees and money.words == money.figures == number
    assert text[money.start : money.end] == f"{said(number)} dollars (${number:,}.00)"


@given(st.integers(0, 10**11), st.booleans())
def test_no_digit_of_an_amount_is_lost(cents, grouped):
    whole, part = divmod(cents, 100)
    figure = f"{whole:,}" if grouped else str(whole)
    (money,) = moneys(f"a fee of ${figure}.{part:02} is due")
    assert money.amount == Fraction(cents, 100)
    assert Fraction(amount_text(money.amount)) == money.amount


@pytest.mark.parametrize(
    ("text", "span", "value"),
    [
        ("pays 25% of it", "25%", "25"),
        ("six percent (6%) of", "six percent (6%)", "6"),
        ("twelve (12%) percent of", "twelve (12%) percent", "12"),
        ("twenty-two and one-half percent (22.5%) of", "twenty-two and one-half percent (22.5%)", "22.5"),
        ("one half of one percent (0.5%)", "one half of one percent (0.5%)", "0.5"),
        ("two percent (2%)", "two percent (2%)", "2"),
        ("7-1/2% a year", "7-1/2%", "7.5"),
    ],
)
def test_a_percent_is_read_with_its_exact_place(text, span, value):
    (percent,) = percents(text)
    assert (text[percent.start : percent.end], percent.value, percent.agrees) == (span, value, True)


def test_a_third_is_not_thirty_three_percent():
    (percent,) = percents("one third (33%) of the receipts")
    assert (percent.value, percent.agrees) == ("33", False)


def test_thousands_may_be_grouped_by_blanks_but_columns_are_not():
    (money,) = moneys("a fee of RUB 50 000 000 (fifty million roubles)")
    assert (money.value, money.currency, money.hurt) == ("50000000", "RUB", False)
    assert [money.value for money in moneys("$100 200 300 400")] == ["100"]


def test_the_sections_of_a_table_of_contents_are_no_column_of_amounts():
    assert [money.value for money in moneys("1.78 US$ 16 1.79 Work Stream 16 1.80 Other Definitions 17")] == ["16"]
    assert [money.value for money in moneys("First hose $20.00 second hose 35.50")] == ["20", "35.50"]


def test_dollars_us_and_a_percent_told_twice_are_one():
    (money,) = moneys("funding of nineteen thousand six hundred Dollars US ($19,600)")
    assert (money.value, money.agrees) == ("19600", True)
    (percent,) = percents("at 0.5 percent (0.5%) of the fee")
    assert (percent.value, percent.end) == ("0.5", 21)
