"""Quantities to be bought, sums in parts of a hundred, floors, minimums in lists, and amounts that nothing speaks "
"for."""

import pytest

from duly.engine.documents.amounts.amounts import terms_of_money
from duly.engine.documents.amounts.confidence_money import THRESHOLD


def said(text: str, field: str) -> list[object]:
    """The proposed values of a field."""
    return [term.value for term in terms_of_money(text) if term.field == field and term.confidence >= THRESHOLD]


def usd(amount: str, **more: object) -> dict[str, object]:
    return {"amount": amount, "currency": "USD"} | more


def test_a_list_of_goods_under_quantities_to_be_bought():
    text = (
        "Schedule B. Agreed Quantity of Units to be purchased per Annum: Oak Cream 50gm 12,000 Elm Oil 29.5mL 800 "
        "Ash Soap bar 2500"
    )
    each = {"unit": "unit", "period": "P1Y"}
    assert said(text, "minimum_commitment") == [{"quantity": n} | each for n in ("12000", "800", "2500")]
    assert said(text.replace("Agreed Quantity of Units to be purchased per Annum", "Stock"), "minimum_commitment") == []


@pytest.mark.parametrize(
    ("text", "quantities"),
    [
        ("Buyer shall purchase eighty (80) units of the Elm Pump at a price of $900 per unit.", ["80"]),
        (
            (
                "Buyer hereby agrees to purchase the Goods as follows:\n\n  5.1. As of the first day, forty (40) units "
                "of the Elm Pump;\n\n  5.2. Upon the delivery of two (2) units of the Oak Pump, sixty (60) units of "
                "the Oak Pump."
            ),
            ["40", "60"],
        ),
        ("Buyer may purchase eighty (80) units of the Elm Pump.", []),
    ],
)
def test_units_that_must_be_bought(text, quantities):
    assert [value["quantity"] for value in said(text, "minimum_commitment")] == quantities


@pytest.mark.parametrize(
    ("text", "percents"),
    [
        ("Fees shall be paid 40% at time of order and the remaining balance of 60% due in 15 days.", ["40", "60"]),
        (
            (
                "Payment of thirty percent (30%) of the Price is made at the time of order and the remaining balance "
                "is paid before shipment."
            ),
            ["30", "70"],
        ),
        ("The parties share revenues 40% to Alder and 60% to Birch.", None),
        ("Birch pays 40% upon signing and 20% upon delivery.", None),
    ],
)
def test_parts_that_come_to_a_hundred_percent_are_a_plan(text, percents):
    plans = said(text, "payment_plan")
    assert [[part["percent"] for part in plan] for plan in plans] == ([percents] if percents else [])


def test_the_higher_of_a_percent_and_an_amount_is_a_royalty_with_a_floor():
    text = (
        "Birch shall pay a Royalty equal to the higher of (i) forty percent (40%) of the Cost; and (ii) $15 per unit."
    )
    [royalty] = said(text, "royalty")
    assert (royalty["percent"], royalty["min_amount"], royalty["unit"]) == ("40", "15", "unit")
    assert said(text, "rate") == []


def test_a_list_of_minimum_purchases_is_no_list_of_payments():
    text = (
        "GUARANTEED MINIMUM PURCHASES     DATE OF ORDER     \n\nJuly 1, 1997      $50,000.00\n\nSept. 30, 1997     "
        "$60,000.00\n\n"
        "Dec. 31, 1997     $70,000.00\n"
    )
    assert said(text, "minimum_commitment")[1:] == [usd("60000", due="1997-09-30"), usd("70000", due="1997-12-31")]
    assert said(text, "payment") == []


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        ("A commission is never to be less than $0.05 per ton regardless of price.", "minimum_charge",
         usd("0.05", unit="ton")),
        ("The stage fee of NTD 1.2 million is paid upon signing.", "fee", {"amount": "1200000", "currency": "TWD"}),
        ("Birch pays a price of AUS $1.50 per book prior to printing.", "rate",
         {"amount": "1.50", "currency": "AUD", "unit": "book"}),
        ("Storage (Annual Fee, payable monthly) $18,000.00", "recurring_fee", usd("18000", period="P1Y")),
        ("Birch pays a service fee of 9,000 United States Dollars (USD 9,000) for each month.", "recurring_fee",
         usd("9000", period="P1M")),
    ],
)  # fmt: skip
def test_how_an_amount_and_its_unit_are_read(text, field, value):
    [found] = said(text, field)
    assert {key: found[key] for key in value} == value


@pytest.mark.parametrize(
    "text",
    [
        "Birch must show written commitments for at least $7,000,000 of equity funding.",
        "Birch has shown that it has available cash of $7,000,000 in its account.",
        "Birch has secured the right to purchase the site from the City for a purchase price of $900,000.",
        "The expected total project cost is $12,000,000.",
        "In consideration of the sum of $10.00 paid by each party to the other, the parties agree.",
        "Annual target to be a premier partner is $500,000",
    ],
)
def test_what_is_raised_expected_or_nominal_is_no_fee(text):
    assert {term.field for term in terms_of_money(text)} <= {"not_a_contract_fee", "not_a_commitment"}


def test_pounds_are_a_weight_unless_a_contract_knows_sterling():
    assert terms_of_money("Gas with seven (7) pounds per 1,000 cubic feet is dry.") == []
    assert said("The fee is 700 pounds sterling.", "fee") == [{"amount": "700", "currency": "GBP"}]


def test_an_amount_that_nothing_speaks_for_is_doubted():
    assert said("Borough of Elm 4 June Street $60,000", "fee") == []
    assert said("Charges\nRepair of the hull $60,000", "fee") != []


@pytest.mark.parametrize(
    "text",
    [
        "The commission will decrease by 5% in May.",
        "The Royalty shall not be reduced below fifty percent (50%) of what is due.",
        "Birch may credit 50% of other royalties against the Royalty.",
        "Alder shall reimburse Birch for 50% of any such royalties.",
    ],
)
def test_a_change_a_credit_and_a_reimbursement_are_no_shares(text):
    assert said(text, "royalty") + said(text, "commission") == []


@pytest.mark.parametrize(
    ("text", "field", "part"),
    [
        (
            "Within ten days Alder will pay to Birch US$5,000 (five thousand dollars) to reimburse its costs.",
            "payment",
            "amount",
        ),
        (
            "Net profit is distributed on the basis of audited books, 70% of net profit to Alder.",
            "revenue_share",
            "percent",
        ),
        ("Alder would pay a 17% revenue share on sales of the program.", "revenue_share", "percent"),
        ("Birch shall pay a royalty equal to $0.02 for each lamp sold.", "royalty", "unit"),
        ("Birch will deliver a minimum of 3,000 impressions per month.", "minimum_commitment", "period"),
        ("Payment for the mast is 50% with the order and 50% when it is ready.", "payment_plan", 0),
    ],
)
def test_money_of_the_rarer_forms(text, field, part):
    [value] = said(text, field)
    assert value[part]


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("The proceeds from the subscription of the shares are used as follows: $900,000 for working capital.", "fee"),
        ("Birch agrees to pay 25% attorney's fees plus court cost.", "revenue_share"),
        ("Where water exceeds 1%, Birch shall pay a handling charge.", "fee"),
        ("Interest is the rate of USD 1M LIBOR of the month.", "rate"),
    ],
)
def test_money_that_only_looks_like_a_price(text, wrong):
    assert said(text, wrong) == []


def test_minimums_whose_first_row_is_an_event():
    head = "EXCHANGE FEE:  $10.00\n\nGUARANTEED    MINIMUM    PURCHASES\n\n"
    text = head + "Upon signing     $50,000.00\n\n2nd quarter     $60,000.00\n"
    assert said(text, "minimum_commitment") == [usd("50000"), usd("60000")]


@pytest.mark.parametrize(
    ("text", "field", "amount"),
    [
        ("The Sponsorship Fee shall be four\u00admillion U.S. Dollars (USD $4,000,000.00).", "fee", "4000000"),
        ("The fee is Rs. 5,00,000 in all.", "fee", "500000"),
        (
            "Birch shall pay Alder $120,000 worth of unregistered shares of common stock.",
            "noncash_consideration",
            "120000",
        ),
        ("A loss is one of $1,000,000 or more with a single customer.", "not_a_contract_fee", "1000000"),
        ("Cover of $5,000,000 per individual claim.", "not_a_contract_fee", "5000000"),
        ("The authorized capital of the company shall be $70,000.", "not_a_contract_fee", "70000"),
    ],
)
def test_amounts_as_others_write_them(text, field, amount):
    assert [value["amount"] for value in said(text, field)] == [amount]


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("one-half of the net proceeds", {"percent": "50", "base": "the net proceeds"}),
        ("two-thirds (2/3) of any cost savings", {"fraction": "2/3", "base": "any cost savings"}),
        ("half of all advertising revenue", {"percent": "50", "base": "all advertising revenue"}),
    ],
)
def test_a_share_may_be_told_as_a_part(words, value):
    assert said(f"Alder shall receive {words}.", "revenue_share") == [value]


def test_a_part_of_a_percent_or_of_a_year_is_no_share():
    assert said("Alder shall receive one half of one percent (0.5%) of the net proceeds.", "revenue_share") == [
        {"percent": "0.5", "base": "the net proceeds"}
    ]
    assert said("Alder shall receive the net proceeds within one and one-half of the years.", "revenue_share") == []


def test_a_number_in_what_a_share_is_of_does_not_end_it():
    text = "Alder shall receive 17% of the net revenues per 1,000 gallons of water sold."
    assert said(text, "revenue_share") == [
        {"percent": "17", "base": "the net revenues per 1,000 gallons of water sold"}
    ]


def test_instalments_of_a_named_sum_and_of_one_that_is_withheld():
    days = "payable on February 1st and August 1st of each year"
    part = {"percent": "50", "of": "minimum royalty"}
    assert said(f"The minimum royalty shall be made in two equal installments {days}.", "payment_plan") == [
        [part | {"due": "--02-01"}, part | {"due": "--08-01"}]
    ]
    withheld = {"amount": None, "currency": "USD"}
    assert said(
        "The fee is due in two equal installments of $ [ * ] to be paid on 3/15/98 and 6/15/98.", "payment_plan"
    ) == [[withheld | {"due": "1998-03-15"}, withheld | {"due": "1998-06-15"}]]


def test_what_is_paid_by_somebody_is_due_on_no_day_far_behind():
    text = (
        "A total of $400,000 shall be paid by Alder to Birch as of the Effective Date, and others on May 1, 2011, "
        "June 1, 2011 and July 1, 2011."
    )
    assert said(text, "payment_plan") == []
    listed = "$500,000 payment due on the following dates: July 23, 2013; October 1, 2013"
    assert said(listed, "payment_plan") == [[usd("500000", due="2013-07-23"), usd("500000", due="2013-10-01")]]


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        (
            "Upon early termination the termination fee shall equal nine (9) times the average monthly invoice.",
            "liquidated_damages", {"multiple": "9", "base": "the average monthly invoice"},
        ),
        (
            "Who hires shall pay as liquidated damages ten times (10 X) of any such employee's annual salary.",
            "liquidated_damages", {"multiple": "10", "base": "any such employee's annual salary"},
        ),
        (
            'The "Termination Fee" shall mean an amount equal to the average fees per day of the last year.',
            "liquidated_damages", {"formula": "an amount equal to the average fees per day of the last year"},
        ),
        (
            "To terminate early Buyer pays fifty percent (50%) of the unpaid balance of its minimum purchases.",
            "liquidated_damages", {"percent": "50", "base": "the unpaid balance of its minimum purchases"},
        ),
        (
            "Shipper shall pay a deficiency payment equal to the product of the missing volume and the tariff.",
            "minimum_charge", {"formula": "the product of the missing volume and the tariff"},
        ),
        (
            "Carrier shall pay liquidated damages at the standard rate of $500 per trip.",
            "liquidated_damages", usd("500", unit="trip"),
        ),
    ],
)  # fmt: skip
def test_damages_and_minimums_that_are_worked_out(text, field, value):
    assert said(text, field) == [value]


def test_capital_and_the_use_of_what_was_raised_are_no_fees():
    text = (
        "The Company's registered capital shall be $29,900,000, including: Alder's contribution to the registered "
        "capital of the Company shall be $14,651,000.\n\nThe proceeds of the shares shall be used as follows:\n\n(i) "
        "$10,000,000 to fund the plant; and\n\n(ii) $3,000,000 for working capital."
    )
    assert {term.field for term in terms_of_money(text)} == {"not_a_contract_fee"}


def test_an_amount_with_a_dash_for_its_cents_keeps_its_unit():
    assert said("Buyer shall pay a fee of $1000/- per day for training.", "recurring_fee") == [
        usd("1000", period="P1D")
    ]


def test_a_fee_behind_the_day_that_ends_the_row_before_is_no_payment_of_that_day():
    rows = ("Payroll   December 31, 2020   $11,000 per month", "Help desk   June 30, 2021   $300 per month")
    text = "\n".join(("Service   Term   Fee", *rows))
    assert said(text, "recurring_fee") == [usd("11000", period="P1M"), usd("300", period="P1M")]
    assert said(text, "payment") == []


def test_the_event_that_opens_a_line_is_what_its_amount_waits_for():
    opens = "Upon price approval of the licensed product in Norway by the agency"
    text = f"Milestones\n\n{opens} USD 1'000'000\n\nUpon receipt of a permit in any other country USD 2'000'000"
    assert [one["trigger"] for one in said(text, "milestone")][:1] == [opens]


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        (
            'An "Availability Credit" is five percent (5%) of the monthly recurring charges.',
            "sla_credit", {"percent": "5", "base": "the monthly recurring charges"},
        ),
        (
            "Damages for a breach are up to the greater of $100,000 or the charges paid.",
            "liability_cap", usd("100000"),
        ),
        (
            "FEET  CHARGE\n0 - 15  $ 7.50\n15 - 30  20.00\n31 and over  45.00", "usage_tier",
            {"min": "31", "max": None, "price": "45", "currency": "USD"},
        ),
    ],
)  # fmt: skip
def test_credits_damages_and_the_last_row_of_tiers(text, field, value):
    assert said(text, field)[-1] == value


def test_bounds_of_a_range_are_no_shares():
    text = "The revenue share percentage is 10%; where the buyer's share is between 60% and 79% it is 9%."
    assert [one["percent"] for one in said(text, "revenue_share")] == ["10", "9"]


def test_an_amount_told_three_times_is_one():
    text = (
        "Buyer shall pay a fee of four and one-half million dollars ($4,500,000) and one (1) U.S. Dollar ($1.00 USD)."
    )
    assert [one["amount"] for one in said(text, "fee")] == ["4500000", "1"]


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        (
            "It shall pay Alder a fee equal to the costs incurred by Alder.", "fee",
            {"formula": "a fee equal to the costs incurred by Alder"},
        ),
        ("No part of the minimum royalty shall in any event be repayable.", "refund", {"refundable": False}),
        ("Price changes are capped at the CPI annually.", "price_escalator", {"index": "CPI", "period": "P1Y"}),
    ],
)  # fmt: skip
def test_fees_by_cost_money_that_is_kept_and_caps_by_an_index(text, field, value):
    assert said(text, field) == [value]


def test_a_vote_of_some_is_no_minimum():
    text = "Orders above that need the consent of at least four (4) of the Committee Members."
    assert said(text, "minimum_commitment") == []
    assert said("A fee equal to ten percent of the price is paid.", "fee") == []


def test_two_shares_of_one_sentence_do_not_run_together():
    text = "It is shared: seventy percent (70%) of net profit to Alder and thirty percent (30%) of net profit to Birch."
    assert [one["base"] for one in said(text, "revenue_share")] == ["net profit to Alder", "net profit to Birch"]


def test_a_swiss_amount_keeps_its_unit_and_a_warrant_its_price():
    assert said("Support is charged at CHF 235.-- / hour in the day.", "rate") == [
        {"amount": "235", "currency": "CHF", "unit": "hour"}
    ]
    text = "Shares issued in the exercise of the Warrants shall be purchasable at the purchase price of $1.00."
    assert said(text, "fee") == []


@pytest.mark.parametrize(
    "text",
    [
        "Buyer will issue an irrevocable letter of credit in the amount of $500,000 to Alder.",
        "Operator pays for the audit if it discovers overpayments by Owner of at least $250,000 in the aggregate.",
        "Each unit has a liquidation preference of $50 per preferred security.",
    ],
)
def test_what_secures_a_debt_or_sets_off_an_audit_is_no_fee(text):
    assert {term.field for term in terms_of_money(text) if term.confidence >= THRESHOLD} == {"not_a_contract_fee"}


def test_a_revenue_sharing_fee_is_a_share():
    assert said("Support is included in the 10% Revenue Sharing Fee.", "revenue_share") == [{"percent": "10"}]
