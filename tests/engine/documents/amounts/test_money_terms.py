"""The role of an amount in a contract, and the value of the field: sentences of our own, traps first."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from duly.engine.documents.amounts import confidence_money
from duly.engine.documents.amounts.amounts import terms_of_money
from duly.engine.documents.proposals import Segment


def fields(text: str) -> list[str]:
    return [term.field for term in terms_of_money(text)]


def found(text: str, field: str) -> list[tuple[object, str]]:
    """The values of a field, each with its words."""
    return [(term.value, text[term.start : term.end]) for term in terms_of_money(text) if term.field == field]


def usd(amount: str, **more: object) -> dict[str, object]:
    return {"amount": amount, "currency": "USD"} | more


@pytest.mark.parametrize(
    "text",
    [
        "Vendor shall maintain general liability insurance with limits of not less than $2,000,000 per occurrence.",
        "The common stock has a par value of $.001 per share.",
        "The options may be exercised at an exercise price of $0.40 per share.",
        "For example, if ten seats are added in May, the fee for that month would be $1,350.",
        "The goods have a suggested retail price of $49.95.",
        "If an audit shows an underpayment of more than $5,000, Licensee shall bear its cost.",
        "The reserve is earned at a rate of $40,000 each anniversary.",
        "Other sites pay out around $2,500 to their winners.",
        "These services are normally charged to the public according to the following list: $80.00 for a visit.",
    ],
)
def test_an_amount_that_is_no_fee_is_proposed_as_none(text):
    assert set(fields(text)) == {"not_a_contract_fee"}


def test_shares_that_are_accepted_for_work_are_noncash():
    text = "Maker has accepted 40,000 shares of common stock in exchange for its services."
    assert found(text, "noncash_consideration")[0][0] == {"kind": "shares of common stock", "quantity": "40000"}


def test_rows_with_a_sign_for_more_are_tiers():
    text = "Net Sales and royalty\n$0 - $5,000,000   1.75%\n>$5,000,000 - $9,000,000   2.25%\n>$9,000,000   2.50%"
    assert len(found(text, "usage_tier")) == 3


def test_what_is_hoped_for_is_no_commitment():
    assert fields("The parties anticipate potential, but not promised, orders of $20MM.") == ["not_a_commitment"]


@pytest.mark.parametrize(
    ("text", "field", "value", "words"),
    [
        ("Client shall pay a set-up fee of $4,000.", "fee", usd("4000"), "$4,000"),
        (
            "Client shall pay Agency a fee of $6,000 per month.",
            "recurring_fee",
            usd("6000", period="P1M"),
            "$6,000 per month",
        ),
        (
            "Additional work is billed at $80\n              per hour.",
            "rate",
            usd("80", unit="hour"),
            "$80\n              per hour",
        ),
        (
            "Principal pays a fee of $2.00 (two dollars), inclusive of tax, per one net bushel of grain.",
            "rate",
            usd("2", unit="bushel"),
            "$2.00 (two dollars), inclusive of tax, per one net bushel",
        ),
        (
            "Within ten days of the achievement of the Second Milestone, Sponsor will make a payment of $700.",
            "milestone",
            usd("700", trigger="Within ten days of the achievement of the Second Milestone"),
            "$700",
        ),
        ("The fee rises each year, up to a maximum second year payment of $9,000.", "fee_cap", usd("9000"), "$9,000"),
        ("The total cost for the making of the film is $48,000.", "total_fee", usd("48000"), "$48,000"),
        ("The Royalty will not exceed $5,000 in any month.", "fee_cap", usd("5000"), "$5,000"),
        ("The annual maintenance charge is $12,400.", "recurring_fee", usd("12400", period="P1Y"), "$12,400"),
        (
            "Work is billed at €95 per hour.",
            "rate",
            {"amount": "95", "currency": "EUR", "unit": "hour"},
            "€95 per hour",
        ),
        (
            "Carrier is paid $2.30 per barrel above the base tariff.",
            "rate",
            usd("2.30", unit="barrel"),
            "$2.30 per barrel",
        ),
        ("Owner shall pay a bonus of $25,000 for each race win.", "bonus", usd("25000", trigger="race win"), "$25,000"),
        ("$30,000 is payable on or before June 30, 2011.", "payment", usd("30000", due="2011-06-30"), "$30,000"),
        (
            "The minimum monthly fee shall not be less than $900 per month.",
            "minimum_charge",
            usd("900", period="P1M"),
            "$900 per month",
        ),
        (
            "Distributor shall pay a guaranteed minimum royalty of $50,000 per year.",
            "minimum_commitment",
            usd("50000", period="P1Y"),
            "$50,000 per year",
        ),
        (
            "In no event shall the liability of either party exceed $250,000.",
            "liability_cap",
            usd("250000"),
            "$250,000",
        ),
        (
            "Travel expenses shall be reimbursed up to a maximum of $3,000 per month.",
            "expense_cap",
            usd("3000", period="P1M"),
            "$3,000 per month",
        ),
        ("Customer owes a cancellation fee of $8,000.", "liquidated_damages", usd("8000"), "$8,000"),
        ("Contractor shall refund $700 of the deposit.", "refund", usd("700"), "$700"),
    ],
)
def test_the_role_of_an_amount_is_decided_from_its_words(text, field, value, words):
    assert (value, words) in found(text, field)


def test_the_heading_says_that_an_amount_is_the_least_and_its_days_that_it_is_paid():
    text = (
        "4. Annual Minimum Guarantee. Maker will pay Owner $3,000 per year according to the following schedule: "
        "a. July 1, 2018: $1,500 b. January 1, 2019: $1,500 c. July 1, 2019: $1,500"
    )
    assert fields(text) == ["minimum_commitment", "payment", "payment_plan", "payment", "payment"]


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        (
            "If Buyer cancels in default, it is liable for all unpaid instalments for the then current term, at once.",
            "liquidated_damages",
            {"formula": "all unpaid instalments for the then current term"},
        ),
        (
            "If Owner terminates for breach, all License Fees that would have been payable to the end are due at once.",
            "liquidated_damages",
            {"formula": "all License Fees that would have been payable to the end are due at once"},
        ),
        (
            (
                "If Buyer terminates otherwise, Buyer shall pay for the services in accordance with Exhibit A "
                "throughout the balance of the Period."
            ),
            "liquidated_damages",
            {"formula": "pay for the services in accordance with Exhibit A throughout the balance of the Period"},
        ),
        (
            "On termination without cause the Company shall pay him two (2) years base salary (less tax).",
            "liquidated_damages",
            {"multiple": "2", "base": "years base salary"},
        ),
        (
            "Dealer may recover the fees paid for the unsuitable goods.",
            "refund",
            {"refundable": True, "formula": "recover the fees paid for the unsuitable goods"},
        ),
        ("Maker may retain all payments made before the end.", "refund", {"refundable": False}),
        (
            "On each anniversary the fee shall be increased by a percentage that reflects Vendor's costs.",
            "price_escalator",
            {"formula": "increased by a percentage that reflects Vendor's costs", "period": "P1Y"},
        ),
        (
            "Monthly recurring charges for hosting of both sites of $370 begin now.",
            "recurring_fee",
            usd("370", period="P1M"),
        ),
        ("Vendor is paid $50 for each 30 day period of work.", "recurring_fee", usd("50", period="P30D")),
        ("A fee of Two Thousand Dollars\n              ($2,000) is due.", "fee", usd("2000")),
        ("The fee is $14.575     Million.", "fee", usd("14575000")),
        (
            "Seller delivers thirty (45) days after the order.",
            "conflict",
            {"words": "P30D", "figures": "P45D", "resolved": None},
        ),
        (
            "Sponsor receives: 1. Two (2) season tickets for each game.",
            "noncash_consideration",
            {"kind": "season tickets", "quantity": "2"},
        ),
        (
            "80% of the value shipped will be paid against the documents.",
            "payment",
            {"percent": "80", "of": "the value shipped"},
        ),
        (
            "Seller shall refund the money received for the goods.",
            "refund",
            {"refundable": True, "formula": "shall refund the money received for the goods"},
        ),
        ("Notes with a principal amount of $1,000 are exchanged.", "not_a_contract_fee", usd("1000")),
        ("The sale is at a purchase price per share of $8.76.", "not_a_contract_fee", usd("8.76")),
    ],
)
def test_terms_that_readers_of_contracts_know(text, field, value):
    assert [(term.field, term.value) for term in terms_of_money(text)] == [(field, value)]


def test_a_part_of_one_percent_contradicts_nothing():
    assert "conflict" not in fields("The rate is rounded to the nearest one-thousandth of one percent (0.001%).")


def test_amounts_whose_days_nobody_tells_are_no_plan():
    text = "Licensee shall pay the following:\n\nPress, used $21,000 $22,000\n\nStand, new $14,000 $15,000\n"
    assert "payment_plan" not in fields(text)


def test_a_penalty_by_percent_is_a_penalty_and_damages_that_are_agreed_are_damages():
    assert fields("Seller shall pay a penalty of 5% of the value of the late goods.") == ["penalty"]
    assert fields("Seller shall pay liquidated damages of 5% of the value of the late goods.") == ["liquidated_damages"]


def test_an_amount_by_contract_year_is_a_fee_of_that_year():
    text = "Sponsor shall pay $50,000 for Contract Year 1 and $60,000 for Contract Year 2."
    assert [value for value, _ in found(text, "recurring_fee")] == [
        usd("50000", period="P1Y", bounds="year 1"), usd("60000", period="P1Y", bounds="year 2"),
    ]  # fmt: skip


def test_the_words_of_an_amount_and_its_figures_are_one_term():
    text = "Licensee shall pay a fee of Forty Thousand Dollars ($40,000.00) on signing."
    assert [words for _, words in found(text, "payment")] == ["Forty Thousand Dollars ($40,000.00)"]


def test_words_and_figures_that_disagree_are_a_conflict_and_a_scan_error():
    text = "Team is entitled to a fee of Sixty Thousand Dollars and No/100's (560,000.00)."
    assert found(text, "conflict")[0][0] == {
        "words": "60000", "figures": "560000", "resolved": "60000", "currency": "USD",
    }  # fmt: skip
    assert found(text, "ocr") == [(usd("60000"), "560,000.00")]


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        ("Licensee shall pay a royalty of 6% of Net Sales.", "royalty", {"percent": "6", "base": "Net Sales"}),
        (
            "Agent earns a commission of ten percent (10%) of the invoiced price.",
            "commission",
            {"percent": "10", "base": "the invoiced price"},
        ),
        (
            "Host shall pay 40% of all advertising revenue.",
            "revenue_share",
            {"percent": "40", "base": "all advertising revenue"},
        ),
        (
            "Fees may be increased by no more than 5% in any year.",
            "price_escalator",
            {"max_percent": "5", "period": "P1Y"},
        ),
        (
            "Royalty: 12% or $2 per copy, whichever is greater.",
            "royalty",
            {"percent": "12", "min_amount": "2", "currency": "USD", "unit": "copy"},
        ),
        (
            "If an audit shows an error of more than five percent (5%), Publisher pays.",
            "not_a_contract_fee",
            {"percent": "5"},
        ),
    ],
)
def test_the_role_of_a_percent_is_decided_from_its_words(text, field, value):
    assert [value for value, _ in found(text, field)] == [value]


@pytest.mark.parametrize(
    "text",
    [
        "Late sums bear interest at 1.5% per month.",
        "Uptime shall be 99.5% each month.",
        "She holds 51% of the voting stock.",
    ],
)
def test_a_percent_that_is_no_money_term_is_left_to_others(text):
    assert fields(text) == []


def test_tiers_are_read_row_by_row():
    text = "# of Monthly Page Views   Fee   Up to 4,999 SO   Between 5.000 - 9,999 $1.200   Over 10,000 $2,400"
    assert [value for value, _ in found(text, "usage_tier")] == [
        {"min": None, "max": "4999", "unit": "page view", "period": "P1M", "price": "0", "currency": "USD"},
        {"min": "5000", "max": "9999", "unit": "page view", "period": "P1M", "price": "1200", "currency": "USD"},
        {"min": "10000", "max": None, "unit": "page view", "period": "P1M", "price": "2400", "currency": "USD"},
    ]
    assert [words for _, words in found(text, "usage_tier")][1] == "Between 5.000 - 9,999 $1.200"


def test_bounds_in_billions_are_written_out():
    text = "Monthly volume (US$bn)  Rate per US$1million   0-5 US$8.00   5-10 US$7.50   10+ US$7.00"
    values = [value for value, _ in found(text, "usage_tier")]
    assert [(v["min"], v["max"], v["price"]) for v in values] == [
        ("0", "5000000000", "8"), ("5000000000", "10000000000", "7.50"), ("10000000000", None, "7"),
    ]  # fmt: skip


def test_quantities_with_prices_are_price_tiers_and_the_price_of_a_piece_a_rate():
    text = "Licenses  Price  Additional   100 Licenses $900 $9.00 ea   300 Licenses $2,400 $8.00 ea"
    assert [value for value, _ in found(text, "price_tier")] == [
        usd("900", bounds={"licenses": "100"}), usd("2400", bounds={"licenses": "300"}),
    ]  # fmt: skip
    assert [value for value, _ in found(text, "rate")] == [usd("9"), usd("8")]


def test_one_row_is_no_table_of_tiers():
    assert found("A surcharge applies to orders over 500 $20.", "usage_tier") == []


def test_equal_instalments_are_one_plan_and_no_payments():
    text = (
        "The balance of $24,000 is payable in four equal quarterly installments of $6,000 each, beginning May 1, 2003."
    )
    assert found(text, "payment") == []
    ((value, words),) = found(text, "payment_plan")
    assert [entry["due"] for entry in value] == ["2003-05-01", "2003-08-01", "2003-11-01", "2004-02-01"]
    assert {entry["amount"] for entry in value} == {"6000"}
    assert words.endswith("May 1, 2003")


def test_a_sum_that_was_named_before_is_paid_in_instalments():
    text = (
        'Sponsor pays a fee of $40 (the "Season Fee"). '
        "Owner will bill the Season Fee in two (2) monthly installments beginning May 1, 2003."
    )
    plan = [usd("20", due="2003-05-01"), usd("20", due="2003-06-01")]
    assert found(text, "payment_plan") == [(plan, "two (2) monthly installments beginning May 1, 2003")]


def test_a_list_after_a_full_stop_is_led_in_by_the_sentence_before():
    text = "Buyer will pay on the dates as follows.\n\nMay 1, 2003   $80\n\nJune 1, 2003   $90\n"
    assert fields(text) == ["payment", "payment_plan", "payment"]


def test_an_amount_on_several_days_is_a_plan():
    text = "Sponsor shall pay $9,000 on March 1, June 1 and September 1, 2004."
    ((value, _),) = found(text, "payment_plan")
    assert value == [usd("9000", due=f"2004-{month}-01") for month in ("03", "06", "09")]


def test_a_part_of_a_fee_on_several_days_is_a_plan():
    ((value, _),) = found(
        "One-half of the Annual Fee will be due on January 1 and July 1 of each year.", "payment_plan"
    )
    assert value == [{"percent": "50", "of": "Annual Fee", "due": due} for due in ("--01-01", "--07-01")]


def test_payments_that_add_up_to_the_sum_before_are_a_plan_and_the_sum_the_total():
    text = "Fee: $75,000. $50,000 is due upon signing of this agreement and $25,000 is due on or before July 15, 2015."
    assert [value for value, _ in found(text, "total_fee")] == [usd("75000")]
    ((value, _),) = found(text, "payment_plan")
    assert [entry["amount"] for entry in value] == ["50000", "25000"]


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("Liability shall be limited to the fees paid by Client in the last year.", "liability_cap"),
        ("All fees are non-refundable.", "refund"),
        ("Prices are adjusted each year by the change of the Consumer Price Index.", "price_escalator"),
        ("Supplier grants Buyer most favored customer prices.", "mfn"),
        ("Buyer shall purchase a minimum of 3,000 units each year.", "minimum_commitment"),
        (
            "Company shall issue to Artist 20,000 restricted common shares of Company as consideration.",
            "noncash_consideration",
        ),
        ("Host credits one-thirtieth (1/30) of the monthly fees for each hour of downtime.", "sla_credit"),
        ("It shall pay damages of three times the annual salary of the person hired.", "liquidated_damages"),
    ],
)
def test_terms_without_an_amount_are_found(text, field):
    assert field in fields(text)


def test_a_volume_by_year_is_a_minimum_of_that_year():
    text = "Year  Volume  Rate  1 20,000 BPD North $ 2.10 2 30 MBPD North $ 2.10"
    values = [value for value, _ in found(text, "minimum_commitment")]
    assert [(v["quantity"], v["unit"], v["year"]) for v in values] == [
        ("20000", "barrel", "1"),
        ("30000", "barrel", "2"),
    ]


def test_every_term_points_at_words_and_has_a_confidence_of_a_table():
    text = Path(__file__).read_text(encoding="utf-8")
    terms = terms_of_money(text)
    assert len(terms) > 50
    assert all(0 <= t.start < t.end <= len(text) and text[t.start : t.end].strip() for t in terms)
    assert all(0 < t.confidence < 1 for t in terms)
    json.dumps([t.value for t in terms])


def test_more_points_are_never_less_sure():
    for steps in confidence_money.CALIBRATED.values():
        assert list(steps) == sorted(steps)


HOSTILE = (
    "$1,000 |1,000,|one hundred and |(|five percent (5%) |$|minimum of |1 to 5 units |$1.000.000,00|"
    "equal monthly installments of |shall refund |not to exceed the amount of the fees "
).split("|")


@pytest.mark.parametrize("piece", HOSTILE)
def test_a_long_hostile_line_ends(piece):
    line = piece * (6000 // len(piece))
    terms = terms_of_money(line, [Segment(0, len(line), "sentence")])
    assert all(term.end <= len(line) for term in terms)
