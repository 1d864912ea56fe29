"""What stands at the head of a column or over a list holds for each amount below it: lists of our own."""

from __future__ import annotations

import pytest

from duly.engine.documents.amounts.amounts import terms_of_money
from duly.engine.documents.amounts.price_lists import price_lists
from duly.engine.documents.values.money import moneys


def read(text: str) -> list[tuple[str, object]]:
    """The field and value of each term that has an amount."""
    return [(term.field, term.value) for term in terms_of_money(text) if isinstance(term.value, dict)]


def usd(amount: str, **more: object) -> dict[str, object]:
    return {"amount": amount, "currency": "USD"} | more


def test_the_things_of_a_price_list_are_sold_at_a_rate_by_the_piece():
    text = "Schedule 2\n\nPrices\n\nSteel Bracket $12\n\nOak Shelf $40\n\nWall Plug Set $3\n"
    things = [("12", "Steel Bracket"), ("40", "Oak Shelf"), ("3", "Wall Plug Set")]
    assert read(text) == [("rate", usd(amount, item=thing)) for amount, thing in things]


def test_an_hourly_rate_over_a_column_holds_until_other_words_speak_of_a_price():
    text = (
        "SERVICES          HOURLY RATE\n1. DESIGN        $90.00\n2. TESTING       $70.00\n"
        "COPIES            UNIT RATE\n3. BINDING (PER VOLUME)   $4.50\n"
    )
    assert read(text) == [
        ("rate", usd("90", unit="hour")), ("rate", usd("70", unit="hour")), ("rate", usd("4.50", unit="volume")),
    ]  # fmt: skip


def test_a_column_by_the_month_is_a_recurring_fee_and_a_column_paid_once_is_none():
    text = (
        "Service                One-Time Fee      Monthly Service Fee\n"
        "Line with voicemail        $30.00            $6.00\n"
        "Line with fax              $45.00            $8.00\n"
        "Directory                  included          $2.00\n"
    )
    fields = [field for field, _ in read(text)]
    assert fields == ["fee", "recurring_fee", "fee", "recurring_fee", "recurring_fee"]
    assert read(text)[-1][1] == usd("2", period="P1M")


def test_columns_by_year_bound_the_fees_and_a_last_column_or_row_is_a_total():
    text = (
        "                          YEAR 1        YEAR 2        TOTAL\n"
        "Annual Support Fees       $ 5,000       $ 6,000       $11,000\n"
        "Total                     $ 5,000       $ 6,000       $11,000\n"
    )
    years = [("5000", "year 1"), ("6000", "year 2")]
    wanted = [("recurring_fee", usd(amount, period="P1Y", bounds=year)) for amount, year in years]
    wanted += [("total_fee", usd("11000")), *(("total_fee", usd(amount, bounds=year)) for amount, year in years)]
    assert read(text) == [*wanted, ("total_fee", usd("11000"))]


def test_a_line_that_is_only_a_day_and_an_amount_is_a_payment_of_that_day():
    text = "Due Date          Amount\nMarch 1, 2012     $800\nJune 1, 2012      $900\n"
    assert [term for term in read(text) if term[0] == "payment"] == [
        ("payment", usd("800", due="2012-03-01")), ("payment", usd("900", due="2012-06-01")),
    ]  # fmt: skip


def test_the_lead_in_of_a_list_says_how_often_its_amounts_are_due():
    text = "The monthly fees for further devices are as follows: 1. each display unit $25, 2. each label printer $40."
    assert [field for field, _ in read(text)] == ["recurring_fee", "recurring_fee"]


@pytest.mark.parametrize(
    "text",
    [
        "Prices\n\nOak Shelf $40\n",
        "Client shall pay $40 for the first shelf and must pay $50 for the second one.",
        "Annual Net Sales of the Goods\n\n$0 - $50,000\n",
    ],
)
def test_a_single_row_and_a_sentence_are_no_list(text):
    assert not price_lists(text, moneys(text))


@pytest.mark.parametrize("piece", ["a $1 ", "$1   ", "$1\n\n", "monthly $1 ", "per $1", "Total   $1", ", a b c $2"])
def test_a_long_hostile_list_ends(piece):
    text = piece * (60_000 // len(piece))
    assert len(price_lists(text, moneys(text)[:1500])) <= 1500


def test_a_column_of_estimates_is_no_promise_and_a_list_of_days_ends_no_table():
    estimates = "Units   Estimated Value\nFirst Quarter  $14,575\nSecond Quarter  $21,863\nThird Quarter  $14,575\n"
    assert {field for field, _ in read(estimates)} == {"not_a_commitment"}
    minimums = (
        "Contract Year   Minimum Royalty   Timing of Payment\nOne $150,000 $50,000 payment due on the following dates: "
        "July 23, 2013; October 1, 2013; February 1, 2014 Two $210,000 $70,000 payment due on the following dates: "
        "July 23, 2014; October 1, 2014; February 1, 2015"
    )
    assert [value["amount"] for field, value in read(minimums) if field == "minimum_commitment"] == ["150000", "210000"]
