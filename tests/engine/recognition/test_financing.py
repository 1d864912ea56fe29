"""Significant financing in contracts: advances, payments that come later, level payments, even services, none."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.engine.recognition.kept import Kept, refusal

HEAD = "contract: C-1\ncurrency: USD\nsigned: 2024-01-01\n"


def shown(k: Kept, on: str) -> list:
    names = ("receivable", "contract asset", "contract liability", "interest income", "interest expense")
    return [k("revenue", through=on), *(k.balance(name, on) for name in names)]


ADVANCE = """
obligations:
  A: {price: 5000.00, parts: %s, earn: on delivery, from: 2026-01-01}
price:
  - {element: financing, of: A, rate: 10%%, compounded: yearly}
happened:
%s
"""


def test_an_advance_grows_until_what_it_pays_for_passes():
    facts = "  - {date: 2024-01-01, paid: 5000.00}\n  - {date: 2026-01-01, delivered: A}\n"
    k = Kept(ADVANCE % ("1", facts))
    assert shown(k, "2024-01-01") == [0, 0, 0, 5000, 0, 0]
    assert shown(k, "2024-12-31") == [0, 0, 0, 5500, 0, 500]
    assert shown(k, "2025-12-31") == [0, 0, 0, 6050, 0, 1050]
    assert shown(k, "2026-01-01") == [6050, 0, 0, 0, 0, 1050]
    assert shown(k, "2027-01-01") == [6050, 0, 0, 0, 0, 1050]
    assert [k("transaction price", through=on) for on in ("2024-01-01", "2024-12-31", "2026-01-01")] == [
        5000,
        5500,
        6050,
    ]
    assert [k("elements", "financing", through=on) for on in ("2024-12-31", "2026-06-01")] == [500, 1050]
    assert k("revenue by cause", "progress", since="2026-01-01", through="2026-01-01") == 6050
    assert k("figure", "months(financing)") == 24
    assert [k("amortization", "financing", n, "interest") for n in "12"] == [500, 550]
    assert [k("amortization", "financing", n, "balance") for n in "12"] == [5500, 6050]


def test_interest_goes_on_while_the_transfer_waits():
    k = Kept(ADVANCE % ("1", "  - {date: 2024-01-01, paid: 5000.00}\n"))
    assert shown(k, "2026-12-31") == [0, 0, 0, 6655, 0, 1655]


def test_what_passes_first_takes_the_first_money():
    facts = """
  - {date: 2024-01-01, paid: 2000.00}
  - {date: 2025-01-01, paid: 3000.00}
  - {date: 2026-01-01, delivered: A, parts: 1}
  - {date: 2027-01-01, delivered: A, parts: 1}
"""
    k = Kept(ADVANCE % ("2", facts.strip("\n")))
    # 2,000 for two years and 500 for one: 420 + 50; the other 2,500 for two years: 525
    assert k("revenue", through="2026-01-01") == 2970
    assert shown(k, "2026-12-31") == [2970, 0, 0, 3025, 0, 995]
    assert shown(k, "2027-01-01") == [5995, 0, 0, 0, 0, 995]


def test_money_that_comes_with_the_transfer_bears_no_interest():
    facts = "  - {date: 2026-01-01, paid: 5000.00}\n  - {date: 2026-01-01, delivered: A}\n"
    k = Kept(ADVANCE % ("1", facts))
    assert shown(k, "2026-12-31") == [5000, 0, 0, 0, 0, 0]
    late = Kept(ADVANCE % ("1", "  - {date: 2026-01-01, delivered: A}\n  - {date: 2026-06-01, paid: 5000.00}\n"))
    assert shown(late, "2026-12-31") == [5000, 0, 0, 0, 0, 0]


def test_a_part_payment_grows_alone():
    facts = "  - {date: 2025-01-01, paid: 1000.00}\n  - {date: 2026-01-01, delivered: A}\n"
    k = Kept(ADVANCE % ("1", facts))
    assert shown(k, "2026-01-01") == [5100, 4000, 0, 0, 0, 100]


def test_a_payment_belongs_to_what_its_invoice_says():
    text = """
obligations:
  A: {price: 1000.00, from: 2025-01-01}
  B: {price: 3000.00}
price:
  - {element: financing, of: A, rate: 10%, compounded: yearly}
happened:
  - {date: 2024-01-01, invoice: I-1, lines: {A: 1000.00}, tax: 200.00}
  - {date: 2024-01-01, paid: %s}
  - {date: 2025-01-01, delivered: [A, B]}
"""
    assert Kept(text.replace("%s", "600.00, invoice: I-1"))("revenue", "A") == 1050
    assert Kept(text.replace("%s", "600.00"))("revenue", "A") == 1015


LATER = """
obligations:
  A: {price: 2420.00, ssp: 2000.00, cost: 900.00, earn: on delivery}
price:
  - {element: financing, of: A, rate: 10%%, compounded: yearly}
billing:
  - {bill: A, %s}
happened:
  - {date: 2024-01-01, delivered: A}
%s
"""


def test_a_later_payment_is_a_smaller_price_and_interest():
    k = Kept(LATER % ("on: 2026-01-01, amount: 2420.00, right: on delivery", "  - {date: 2026-01-01, paid: 2420.00}"))
    assert k("transaction price", through="2024-01-01") == 2000
    assert k("elements", "financing", through="2024-01-01") == -420
    assert shown(k, "2024-01-01") == [2000, 2000, 0, 0, 0, 0]
    assert shown(k, "2024-12-31") == [2000, 2200, 0, 0, 200, 0]
    assert shown(k, "2025-12-31") == [2000, 2420, 0, 0, 420, 0]
    assert shown(k, "2026-01-01") == [2000, 0, 0, 0, 420, 0]
    assert k.moved("receivable", "2024-01-02", "2024-01-31") == Decimal("16.67")
    assert k("figure", "effective_rate(financing)") == Decimal("0.1")


@pytest.mark.parametrize(
    "line",
    [
        "in: one sum, net: 24 months, right: on delivery",
        "instalments: [[2026-01-01, 2420.00]], right: on delivery",
        "on: 2026-01-01, right: on delivery",
    ],
)
def test_the_plan_may_be_written_in_several_ways(line):
    assert shown(Kept(LATER % (line, "")), "2024-12-31") == [2000, 2200, 0, 0, 200, 0]


@pytest.mark.parametrize("line", ["on: 2026-01-01, amount: 2420.00, right: when due", "right: on 2026-01-01"])
def test_interest_joins_the_contract_asset_where_the_right_waits(line):
    k = Kept(LATER % (line, ""))
    assert shown(k, "2024-12-31") == [2000, 0, 2200, 0, 200, 0]
    assert shown(k, "2026-01-01") == [2000, 2420, 0, 0, 420, 0]


def test_an_invoice_that_says_when_it_is_due_is_a_plan():
    text = LATER.replace("billing:\n  - {bill: A, %s}\n", "") % (
        "  - {date: 2024-01-01, invoice: I-1, amount: 2420.00, due: 2026-01-01}"
    )
    assert shown(Kept(text), "2024-12-31") == [2000, 2200, 0, 0, 200, 0]


def test_where_nothing_comes_later_nothing_is_discounted():
    text = LATER.replace("billing:\n  - {bill: A, %s}\n", "") % "  - {date: 2024-01-01, paid: 2420.00}"
    k = Kept(text)
    assert shown(k, "2024-12-31") == [2420, 0, 0, 0, 0, 0]


def test_before_delivery_the_planned_day_counts():
    text = (LATER % ("on: 2026-01-01, amount: 2420.00, right: on delivery", "")).replace(
        "  - {date: 2024-01-01, delivered: A}\n", "  - {date: 2024-02-01, cost: A, amount: 1.00}\n"
    )
    text = text.replace("  - {date: 2024-02-01, cost: A, amount: 1.00}\n", "  - {date: 2024-02-01, paid: 0.01}\n")
    k = Kept(text.replace("earn: on delivery", "earn: on delivery, from: 2025-01-01"))
    assert k("transaction price", through="2024-01-01") == 2200
    assert k.balance("interest income", "2026-12-31") == 0


def test_instalments_and_several_obligations():
    text = """
obligations:
  A: {price: 1210.00, ssp: 1000.00}
  B: {price: 605.00, ssp: 500.00}
price:
  - {element: financing, of: A, rate: 10%, compounded: yearly}
billing:
  - {bill: all, instalments: [[2025-01-01, 907.50], [2026-01-01, 907.50]], right: on delivery}
happened:
  - {date: 2024-01-01, delivered: A}
"""
    k = Kept(text)
    # two thirds of each instalment are A's: 605 / 1.1 + 605 / 1.21 = 1,050
    assert k("elements", "financing") == -160
    assert [k("allocation", name) for name in "AB"] == [Decimal("1103.33"), Decimal("551.67")]
    assert k.balance("receivable", "2024-01-01") == 1050
    assert k.balance("receivable", "2024-12-31") == 1155
    assert [k("amortization", "financing", n, "balance") for n in "12"] == [550, 0]
    assert [k("amortization", "financing", n, "interest") for n in "12"] == [105, 55]


def test_the_price_is_owed_later_than_it_was_set():
    text = """
obligations:
  A: {price: 1210.00, quantity: 10 units, earn: on delivery, returns: {expected: not estimable, window: 180 days}}
price:
  - {element: financing, of: A, rate: 10%, compounded: yearly}
billing:
  - {bill: A, instalments: [[2025-01-01, 605.00], [2026-01-01, 605.00]], right: on delivery}
happened:
  - {date: 2024-01-01, delivered: A}
  - {date: 2024-07-01, return right lapsed: A}
"""
    k = Kept(text)
    assert shown(k, "2024-06-30") == [0, 0, 0, 0, 0, 0]
    assert shown(k, "2024-07-01") == [1050, 1050, 0, 0, 0, 0]
    assert k.balance("interest income", "2026-01-01") == 160
    assert k("figure", "months(financing)") == 18
    rate = k("figure", "effective_rate(financing)")
    # 605 / (1 + y)^0.5 + 605 / (1 + y)^1.5 = 1,050
    assert abs(605 / (1 + rate) ** Decimal("0.5") + 605 / (1 + rate) ** Decimal("1.5") - 1050) < Decimal("1e-9")
    first = k("amortization", "financing", "1", "interest")
    assert first == k.balance("interest income", "2024-12-31")
    assert k.balance("receivable", "2025-01-01") == 1050 + first


def test_what_is_paid_before_the_price_is_owed_is_an_advance():
    text = """
obligations:
  A: {price: 1210.00, earn: on delivery, returns: {expected: not estimable, window: 400 days}}
price:
  - {element: financing, of: A, rate: 10%, compounded: yearly}
billing:
  - {bill: A, instalments: [[2024-07-01, 600.00], [2026-01-01, 610.00]], right: on delivery}
happened:
  - {date: 2024-01-01, delivered: A}
  - {date: 2024-07-01, paid: 600.00}
  - {date: 2025-01-01, return right lapsed: A}
  - {date: 2026-01-01, paid: 610.00}
"""
    k = Kept(text)
    # 600 as it is and half a year's interest on it, 610 / 1.21 two years before it is due
    assert k("revenue", through="2025-01-01") == Decimal("1134.13")
    assert shown(k, "2026-01-01") == [Decimal("1134.13"), 0, 0, 0, Decimal("105.87"), 30]


LEVEL = """
obligations:
  A: {price: 3310.00, earn: on delivery}
price:
  - {element: financing, of: A, contract rate: 10%%, rate: %s, payments: %s, every: year, in: %s}
billing:
  - {bill: A, every: year, in: arrears, right: on delivery}
happened:
  - {date: 2024-01-01, delivered: A}
%s
"""


def test_level_payments_with_interest_on_top():
    k = Kept(LEVEL % ("10%", "3", "arrears", "  - {date: 2025-01-01, paid: 1331.00}\n"))
    assert k("figure", "payment(financing)") == 1331
    assert k("transaction price") == 3310
    assert shown(k, "2024-01-01") == [3310, 3310, 0, 0, 0, 0]
    assert shown(k, "2024-12-31") == [3310, 3641, 0, 0, 331, 0]
    assert shown(k, "2025-01-01") == [3310, 2310, 0, 0, 331, 0]
    rows = [
        [k("amortization", "financing", n, what) for what in ("payment", "interest", "principal", "balance")]
        for n in "123"
    ]
    assert rows == [[1331, 331, 1000, 2310], [1331, 231, 1100, 1210], [1331, 121, 1210, 0]]


def test_level_payments_at_another_rate_than_the_contract_says():
    k = Kept(LEVEL % ("21%", "3", "arrears", ""))
    # 1331 / 1.21 + 1331 / 1.21^2 + 1331 / 1.21^3 = 1100 + 909.09 + 751.31
    assert k("transaction price") == Decimal("2760.41")
    assert shown(k, "2024-01-01")[:2] == [Decimal("2760.41"), Decimal("2760.41")]
    assert k("amortization", "financing", "1", "interest") == Decimal("579.69")
    assert k("amortization", "financing", "3", "balance") == 0
    low = Kept(LEVEL % ("0%", "3", "arrears", ""))
    assert (low("transaction price"), low.balance("receivable", "2024-01-01")) == (3993, 3993)


def test_level_payments_in_advance_and_as_stated():
    k = Kept(LEVEL % ("10%", "3", "advance", ""))
    assert k("figure", "payment(financing)") == 1210
    assert [k("amortization", "financing", n, "interest") for n in "123"] == [0, 210, 110]
    assert k("transaction price") == 3310
    assert k.balance("interest income", "2024-12-31") == 210
    stated = Kept(LEVEL % ("10%", "3 of 1000.00", "arrears", ""))
    assert stated("transaction price") == Decimal("2486.85")
    plain = Kept((LEVEL % ("10%", "2", "arrears", "")).replace("contract rate: 10%, ", ""))
    assert plain("figure", "payment(financing)") == 1655
    assert plain("transaction price") == Decimal("2872.31")


EVEN = """
term: {from: 2024-01-01, to: 2024-04-30}
obligations:
  S: {price: 4000.00, earn: over time by month}
price:
  - {element: financing, of: S, rate: 12%%, compounded: monthly}
%s
"""


def test_a_service_paid_ahead_earns_more_than_was_paid():
    k = Kept(EVEN % "happened:\n  - {date: 2024-01-01, paid: 4000.00}\n")
    price = Decimal("4100.50")  # 4 x 4000 x 0.01 / (1 - 1.01 ^ -4)
    assert k("transaction price", through="2024-01-01") == price
    assert k("revenue", through="2024-04-30") == price
    assert shown(k, "2024-04-30")[1:] == [0, 0, 0, 0, Decimal("100.50")]
    assert k.balance("interest expense", "2024-01-31") == 40
    # 4000 + 40 - 1025.12 is left, which bears 30.15
    assert k.balance("interest expense", "2024-02-29") == Decimal("70.15")


def test_a_service_paid_after_its_time_earns_less():
    k = Kept(EVEN % "billing:\n  - {bill: S, on: 2024-05-01, amount: 4000.00, right: when due}\n")
    price = Decimal("3940.50")  # 4 x 4000 x 0.01 / (1.01 ^ 4 - 1)
    assert k("transaction price", through="2024-01-01") == price
    assert shown(k, "2024-04-30")[:5] == [price, 0, 4000, 0, Decimal("59.50")]


def test_a_service_without_a_plan_or_payment_is_as_stated():
    k = Kept(EVEN % "happened:\n  - {date: 2024-01-01, invoice: I-1, lines: {S: 4000.00}}\n")
    assert (k("transaction price"), k.balance("interest expense", "2024-04-30")) == (4000, 0)


@pytest.mark.parametrize(
    "said",
    [
        "price:\n  - {element: financing, none: yes, why: the customer chooses when}\n",
        (
            "price:\n  - {element: financing, of: A, rate: 10%}\n"
            "judged:\n  - {date: 2024-01-01, significant financing: no, why: a year at most}\n"
        ),
    ],
)
def test_reasons_for_none_leave_the_amounts_as_agreed(said):
    text = (
        "obligations:\n  A: {price: 2420.00}\n"
        + said
        + (
            "billing:\n  - {bill: A, on: 2026-01-01, amount: 2420.00, right: on delivery}\n"
            "happened:\n  - {date: 2024-01-01, delivered: A}\n"
        )
    )
    k = Kept(text)
    assert shown(k, "2025-12-31") == [2420, 2420, 0, 0, 0, 0]
    assert any("no financing: " in note for note in k.notes)


def test_the_last_judgement_on_financing_counts():
    text = LATER % ("on: 2026-01-01, amount: 2420.00, right: on delivery", "") + (
        "judged:\n"
        "  - {date: 2024-01-01, significant financing: no, why: thought so}\n"
        "  - {date: 2024-01-02, significant financing: yes, why: thought again}\n"
    )
    assert Kept(text)("transaction price") == 2000


def test_financing_needs_a_rate():
    text = (
        "obligations:\n  A: {price: 10.00}\nprice:\n  - {element: financing, of: A, contract rate: 5%, payments: 3}\n"
    )
    assert refusal(text).name == "RateIsMissing"


def test_no_contract_no_interest():
    text = "collect: not probable\n" + ADVANCE % ("1", "  - {date: 2024-01-01, paid: 5000.00}\n")
    k = Kept(text)
    assert shown(k, "2025-12-31") == [0, 0, 0, 0, 0, 0]
    assert k.balance("deposit liability", "2025-12-31") == 5000


def test_what_is_asked_must_exist():
    k = Kept(ADVANCE % ("1", "  - {date: 2024-01-01, paid: 5000.00}\n  - {date: 2026-01-01, delivered: A}\n"))
    for name, args in (
        ("amortization", ("loan", "1", "payment")),
        ("amortization", ("financing", "0", "payment")),
        ("amortization", ("financing", "3", "payment")),
        ("amortization", ("financing", "x", "payment")),
        ("amortization", ("financing", "1", "rate")),
        ("figure", ("payment(financing)",)),
        ("figure", ("effective_rate(loan)",)),
        ("elements", ("loan",)),
        ("revenue by cause", ("luck",)),
    ):
        with pytest.raises(Exception, match="UnknownQuantity"):
            k(name, *args)
