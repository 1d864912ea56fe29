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
        ("Birch shall pay Alder $120,000 worth of unregistered shares of common stock.", "fee", "120000"),
        ("A loss is one of $1,000,000 or more with a single customer.", "not_a_contract_fee", "1000000"),
        ("Cover of $5,000,000 per individual claim.", "not_a_contract_fee", "5000000"),
        ("The authorized capital of the company shall be $70,000.", "not_a_contract_fee", "70000"),
    ],
)
def test_amounts_as_others_write_them(text, field, amount):
    assert [value["amount"] for value in said(text, field)] == [amount]
