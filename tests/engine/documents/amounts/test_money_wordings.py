"""One meaning in many wordings: how lawyers write shares, tiers, minimums and levels, in our own words."""

from __future__ import annotations

import pytest

from duly.engine.documents.amounts.amounts import terms_of_money

LEAST = 0.4


def said(words: str, *fields: str) -> list[object]:
    """The values of some fields that are proposed for a text."""
    return [term.value for term in terms_of_money(words) if term.field in fields and term.confidence >= LEAST]


def usd(amount: str, **more: object) -> dict[str, object]:
    return {"amount": amount, "currency": "USD"} | more


def test_what_is_paid_at_a_level_of_sales_is_paid_and_the_level_is_not():
    text = "Milestone payments are due as set forth below:\n\nAnnual Net Sales Exceed    Milestone Payment\n"
    text += "$4,000,000   $30,000\n$9,000,000   $55,000\n"
    assert said(text, "not_a_contract_fee") == [usd("4000000"), usd("9000000")]
    assert [value["amount"] for value in said(text, "milestone", "payment", "fee")] == ["30000", "55000"]


def test_one_pair_under_such_heads_is_no_table():
    assert said("Sales over the quarter and amount payable\n$4,000,000   $30,000\n", "not_a_contract_fee") != [
        usd("4000000"), usd("30000"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("words", "amounts"),
    [
        ("Minimum Purchase Commitment: Year 1: $200,000; Year 2: $300,000; Year 3: $400,000.", ("year 1", "year 3")),
        ("Birch guarantees minimum purchases: 2015: $200,000; 2016: $300,000; 2017: $400,000.", ("2015", "2017")),
    ],
)
def test_a_minimum_told_year_by_year_is_one_in_each_year(words, amounts):
    found = said(words, "minimum_commitment")
    assert [value["amount"] for value in found] == ["200000", "300000", "400000"]
    assert (found[0].get("bounds"), found[-1]["bounds"]) == amounts


@pytest.mark.parametrize(
    ("words", "field", "percents"),
    [
        ("The parties will share Net Revenue 60% to Alder and 40% to Birch.", "revenue_share", ["60", "40"]),
        ("Net revenues shall be split 70/30 between Alder and Birch.", "revenue_share", ["70", "30"]),
        ("All advertising revenues shall be divided equally between the parties.", "revenue_share", ["50"]),
    ],
)
def test_a_share_may_be_active_a_pair_of_numbers_or_even(words, field, percents):
    assert [value["percent"] for value in said(words, field)] == percents


def test_a_date_and_a_pair_that_is_no_whole_are_no_shares():
    assert said("Revenues shall be shared as told on 10/12 and 50/60 of each report.", "revenue_share") == []


def test_what_shares_are_counted_from_is_no_share():
    words = "Net Revenue shall be defined as one hundred percent (100%) of gross revenues less returns."
    assert said(words, "revenue_share", "royalty") == []


def test_a_share_is_of_what_stands_before_the_next_verb():
    words = "Birch shall retain 30% of gross revenues and remit the rest to Alder."
    assert said(words, "revenue_share") == [{"percent": "30", "base": "gross revenues"}]


@pytest.mark.parametrize(
    ("words", "bounds"),
    [
        ("Royalty:\nUp to $1,000,000 in Net Sales: 4%\n$1,000,001 to $5,000,000: 5%\n", [(None, "1000000"),
                                                                                       ("1000001", "5000000")]),
        ("Discount by annual revenue:\n<$1m 30%\n>$1m and <$2m 40%\n>$2m 50%\n", [(None, "1000000"),
                                                                                ("1000000", "2000000"),
                                                                                ("2000000", None)]),
        ("For sales of more than $1,000 but not more than $5,000 it is 3%; over $5,000 but less than $9,000 it is 4%.",
         [("1000", "5000"), ("5000", "9000")]),
    ],
)  # fmt: skip
def test_a_tier_may_say_of_what_and_have_both_its_bounds_in_words(words, bounds):
    assert [(value["min"], value["max"]) for value in said(words, "usage_tier")] == bounds


def test_half_of_a_fee_and_the_balance_are_a_plan_without_another_verb():
    words = "Fifty percent (50%) of the fee is due at signing and the balance upon completion."
    assert said(words, "payment_plan") == [
        [{"percent": "50", "trigger": "at signing"}, {"percent": "50", "trigger": "upon completion"}]
    ]


def test_instalments_of_a_fee_that_has_its_name_before_are_amounts():
    text = "The Club Fee shall be $4,000 each season. The Club Fee shall be payable in two equal installments on or "
    text += "before March 1 and September 1 of each season."
    assert said(text, "payment_plan") == [[usd("2000", due="--03-01"), usd("2000", due="--09-01")]]


@pytest.mark.parametrize(
    ("words", "quantity"),
    [
        ("Alder guarantees Birch delivery of 3,000,000 impressions in each month.", "3000000"),
        ("Impressions guaranteed per month: 3,000,000", "3000000"),
        ("Birch will be guaranteed 12 million views per year.", "12000000"),
        ("Alder shall provide a minimum of 1,000 up to 5,000 vouchers for this promotion.", "1000"),
    ],
)
def test_a_quantity_may_be_guaranteed(words, quantity):
    assert [value["quantity"] for value in said(words, "minimum_commitment")] == [quantity]


@pytest.mark.parametrize(
    "words",
    [
        "Birch has a net worth of at least $10,000,000.",
        "Subscribers pay $9.95 per month for the service.",
        "Birch shall post a bond in the amount of $250,000.",
    ],
)
def test_worth_bonds_and_what_others_pay_are_no_fees(words):
    assert said(words, "fee", "recurring_fee", "rate", "payment", "minimum_charge", "minimum_commitment") == []


def test_no_less_than_an_amount_is_a_minimum_when_the_fee_stands_between():
    words = "In no event shall the monthly fee be less than $2,000."
    assert said(words, "minimum_charge") == [usd("2000", period="P1M")]


def test_advertising_is_priced_by_a_thousand_times_that_it_is_seen():
    assert said("The advertising is sold at a CPM of $37.00.", "rate") == [usd("37", unit="1000 impressions")]


def test_an_amount_goes_on_to_figures_whose_bracket_holds_more():
    words = "The monthly fee shall be three thousand two hundred dollars ($3,200 (with any increase, the Fee))."
    assert said(words, "recurring_fee", "fee") == [usd("3200", period="P1M")]


def test_so_much_on_each_day_of_some_months_is_paid_by_the_month():
    text = "YEAR 1\nLast day of each of the first twelve months after the launch   $4,000\nMedia   $1,000\n"
    assert usd("4000", period="P1M") in said(text, "recurring_fee")


@pytest.mark.parametrize(
    ("words", "field", "percents"),
    [
        ("Agent's compensation is 5% of the invoice value of all Products sold.", "commission", ["5"]),
        ("Licensor shall receive 40%, and Licensee 60%, of all ancillary revenues.", "revenue_share", ["40", "60"]),
        (
            "Birch keeps forty percent (40%) of the receipts and pays over the remaining sixty percent (60%) to Alder.",
            "revenue_share",
            ["40", "60"],
        ),
    ],
)
def test_what_remains_and_what_each_receives_are_shares(words, field, percents):
    assert [value["percent"] for value in said(words, field)] == percents


def test_costs_that_are_shared_equally_are_no_share_of_revenue():
    words = "The parties shall share equally the commissions and expenses of the arbitration."
    assert said(words, "revenue_share") == []


def test_a_floor_is_a_minimum_and_what_others_are_charged_is_no_rate():
    assert said("The monthly charge is subject to a floor of $1,000.", "minimum_charge") == [usd("1000", period="P1M")]
    assert said("Alder charges its other customers $100 per hour.", "rate", "fee") == []


def test_the_range_of_an_example_is_no_row_of_a_table():
    assert said("Brackets are made of a $5 range (e.g., $30-$35, $40-$45, $50-$55).", "usage_tier", "price_tier") == []


def test_figures_in_brackets_may_name_their_coin_with_points():
    assert said("One hundred pumps at a price of Four Thousand Dollars ($4,000.00 U.S.) per pump.", "rate") == [
        usd("4000", unit="pump")
    ]
