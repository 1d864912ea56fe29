"""Tables that part revenue, prices whose figure was blacked out, tables of milestones: texts of our own."""

from __future__ import annotations

import pytest

from duly.engine.documents.amounts import confidence_money
from duly.engine.documents.amounts.amounts import terms_of_money

ROWS = "Monthly Revenue* Below Above Source Threshold Client Maker Client Maker "
TABLE = ROWS + "Banners $ 20,000.00 80% 20%** 60% 40% Films $ 5,000.00 100% 0 % 50% 50% Letters $ - 0% 0% 50% 50%"
LEAD = "The parties shall share the revenue as follows. "


def proposed(text: str) -> list[tuple[str, object]]:
    """Each proposed term as its field and value."""
    terms = [term for term in terms_of_money(text) if term.confidence >= confidence_money.THRESHOLD]
    return [(term.field, term.value) for term in terms]


def test_rows_that_make_the_whole_two_by_two_are_shares_and_their_amount_a_limit():
    said = proposed(LEAD + TABLE)
    shares = [value for field, value in said if field == "revenue_share"]
    assert [share["percent"] for share in shares] == [*"80 20 60 40 100 0 50 50 0 0 50 50".split()]
    assert [share.get("base") for share in shares[4:]] == ["Films"] * 4 + ["Letters"] * 4
    assert [field for field, _ in said if field != "revenue_share"] == ["not_a_contract_fee"] * 2


@pytest.mark.parametrize(
    "text",
    [
        LEAD.replace("revenue", "votes") + TABLE.replace("Revenue", "Votes"),
        LEAD + "Sales of the year before 70% 40% 60% 50%",
        "Net revenue of 2003 grew by 40% 60% of it abroad.",
    ],
    ids=["no money", "more than the whole", "one row, nothing shared"],
)
def test_percents_side_by_side_are_not_always_shares(text):
    assert not [value for field, value in proposed(text) if field == "revenue_share"]


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        (
            "Maker shall invoice Client [***] U.S. Dollars (US$[***]) per man-day.",
            "rate",
            {"amount": None, "currency": "USD", "unit": "man-day"},
        ),
        (
            "Client will pay royalties in the amount of [**] ($[**]) for each and every unit of the game.",
            "royalty",
            {"amount": None, "currency": "USD", "unit": "unit"},
        ),
        (
            "Client pays a monthly fee of $______ for each counter.",
            "recurring_fee",
            {"amount": None, "currency": "USD", "unit": "counter", "period": "P1M"},
        ),
        (
            "The charge payable in advance is $[***] per month.",
            "recurring_fee",
            {"amount": None, "currency": "USD", "period": "P1M"},
        ),
    ],
)
def test_a_price_without_its_figure_keeps_its_unit(text, field, value):
    assert (field, value) in proposed(text)


def test_what_is_blacked_out_is_no_price_where_it_is_a_limit():
    assert proposed("Maker shall pay for insurance with limits of not less than $[***] per occurrence.") == []


def test_a_table_of_milestones_is_a_plan_too():
    text = (
        "Client shall pay on each Milestone.\n\nMilestone   Target Date   Payment   "
        "First proof   6 months after Effective Date   US $40,000.00   "
        "Trial run   18 months after Effective Date   US $60,000.00"
    )
    plans = [value for field, value in proposed(text) if field == "payment_plan"]
    assert [[part["amount"] for part in plan] for plan in plans] == [["40000", "60000"]]


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("In the event a permit has not been obtained by May 1, 2004, Maker agrees to pay Client $9,000.", "penalty"),
        ("Client shall issue to Maker $90,000 in the form of common shares.", "noncash_consideration"),
        ("The loans totaling $3,000,000 on the date hereof are repaid from the policy.", "not_a_contract_fee"),
        ("The marketing budget for the lamps shall be $5.0 million during each Contract Year.", "not_a_contract_fee"),
        ("Half is repaid with the cash surrender value of the policy ($2,000,000).", "not_a_contract_fee"),
        ("Sales Targets\nContract Year 1: $750,000 (quarterly targets at 25% each).", "not_a_commitment"),
    ],
)
def test_what_an_amount_is_for(text, field):
    roles = [term.field for term in terms_of_money(text) if isinstance(term.value, dict) and "amount" in term.value]
    assert roles[0] == field


def test_places_on_a_page_are_no_share():
    text = "On each page, 70% of such locations are kept for Client and the rest of the revenue is split 50%/50%."
    assert [value["percent"] for field, value in proposed(text) if field == "revenue_share"] != ["70", "50", "50"]


def test_what_each_gets_by_name_is_a_share():
    text = (
        "All income and losses shall be owned and shared as follows: 60% to Alder Group, Inc. 40% to Birch Tech, Inc."
    )
    assert [value["percent"] for field, value in proposed(text) if field == "revenue_share"] == ["60", "40"]


def test_a_monthly_payment_is_a_fee_by_the_month():
    text = "Maker will provide monthly payment of Ten Thousand and NO/100 Dollars ($10,000) made payable to Client."
    assert ("recurring_fee", {"amount": "10000", "currency": "USD", "period": "P1M"}) in proposed(text)


def test_the_first_of_several_minimums():
    text = "Client shall place orders for a minimum of (i) one thousand (1,000) lamps during the first two years."
    assert ("minimum_commitment", {"quantity": "1000", "unit": "lamp"}) in proposed(text)
