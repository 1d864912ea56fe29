"""Repurchase agreements: what the two prices, the market and who may ask make of them, and how each is booked."""

from __future__ import annotations

import pytest

from tests.engine.recognition.kept import Kept, refusal

SOLD = """
obligations:
  A: {price: 1000.00, cost: 600.00, repurchase: {%s, on: 2025-12-31}}
  B: {price: 50.00}
happened:
  - {date: 2024-01-01, delivered: [A, B]}
  - {date: 2024-01-01, paid: 1050.00}
"""


@pytest.mark.parametrize(
    ("said", "kind", "incentive"),
    [
        ("by: us, price: 999.99", "lease", None),
        ("by: us, price: 1000.00", "financing", None),
        ("by: us, price: 1200.00", "financing", None),
        ("by: us, price: 999.99, lease back: yes", "financing", None),
        ("by: customer, price: 1000.00, market value: 999.99", "financing", "yes"),
        ("by: customer, price: 1000.00, market value: 1000.00", "sale with a right of return", "no"),
        ("by: customer, price: 999.99, market value: 999.98", "lease", "yes"),
        ("by: customer, price: 999.99, market value: 999.99", "sale with a right of return", "no"),
        ("by: customer, price: 999.99, market value: 500.00, lease back: yes", "financing", "yes"),
        ("by: us, price: 1102.49, rate: 5%", "lease", None),
        ("by: us, price: 1102.50, rate: 5%", "financing", None),
    ],
)
def test_the_class_of_an_agreement(said, kind, incentive):
    head = "contract: C-1\ncurrency: USD\nsigned: 2023-12-31\n" if "rate" in said else "contract: C-1\ncurrency: USD\n"
    k = Kept(SOLD % said, head)
    assert k("treatment", "repurchase") == kind
    assert any(kind in note for note in k.notes)
    if incentive is not None:
        assert k("treatment", "significant economic incentive") == incentive
    whole = 1050 if kind.startswith("sale") else 50
    assert (k("revenue", through="2024-01-01"), k("transaction price")) == (whole, whole)


def test_a_lease_earns_the_difference_of_the_prices_day_by_day():
    k = Kept(SOLD % "by: us, price: 780.69")
    income = [k.balance("lease income", on) for on in ("2024-01-01", "2024-12-31", "2025-12-31", "2026-06-30")]
    assert [str(amount) for amount in income] == ["0.3", "109.81", "219.31", "219.31"]
    assert k.balance("financial liability", "2025-12-31") == k.balance("financial liability", "2024-01-01")
    assert str(k.balance("financial liability", "2024-01-01")) == "780.69"
    assert str(k.balance("contract liability", "2024-12-31")) == "109.5"
    assert (k.balance("cost of sales", "2025-12-31"), k.balance("inventory", "2025-12-31")) == (0, 0)


def test_a_loan_bears_interest_at_the_effective_rate_month_by_month():
    k = Kept(SOLD % "by: us, price: 1210.00")
    ends = ("2024-01-30", "2024-01-31", "2024-12-31", "2025-12-30", "2025-12-31", "2026-12-31")
    interest = [str(k.balance("interest expense", on)) for on in ends]
    # 1000 x (1.21 ^ (1/24) - 1) = 7.97 after a month, 100 after the first year, 1.21 ^ (23/24) after 23 months
    assert interest == ["0", "7.97", "100", "200.43", "210", "210"]
    assert k.balance("financial liability", "2025-12-31") == 1210
    assert k.balance("cash", "2025-12-31") == 1050


def test_a_right_that_ends_unused_turns_what_is_owed_into_revenue():
    k = Kept(SOLD % "by: us, price: 1210.00" + "  - {date: 2025-12-31, expired: A}\n")
    assert (k.revenue("2025-12-31", "2025-12-31", "A"), k.balance("financial liability", "2025-12-31")) == (1210, 0)
    assert (k.balance("cost of sales", "2025-12-31"), k.balance("inventory", "2025-12-31")) == (600, -600)
    assert k.balance("contract liability", "2025-12-31") == 0


def test_a_right_that_ends_early_stops_the_interest():
    k = Kept(SOLD % "by: us, price: 1210.00" + "  - {date: 2024-12-31, expired: A}\n")
    assert (k.revenue("2024-12-31", "2026-12-31", "A"), k.balance("interest expense", "2026-12-31")) == (1100, 100)


def test_a_right_that_is_used_is_paid_back_with_all_its_interest():
    k = Kept(SOLD % "by: us, price: 1210.00" + "  - {date: 2024-12-31, exercised: A}\n")
    assert (k.balance("cash", "2024-12-31"), k.balance("interest expense", "2024-12-31")) == (-160, 210)
    assert (k.balance("financial liability", "2024-12-31"), k("revenue")) == (0, 50)


def test_a_lease_that_is_used_early_has_earned_all_of_its_income():
    k = Kept(SOLD % "by: us, price: 900.00" + "  - {date: 2024-12-31, exercised: A}\n")
    assert (k.balance("lease income", "2024-12-31"), k.balance("cash", "2024-12-31")) == (100, 150)
    assert (k.balance("contract liability", "2024-12-31"), k.balance("financial liability", "2024-12-31")) == (0, 0)


def test_nothing_is_booked_before_delivery():
    text = "obligations: {A: {price: 100.00, repurchase: {by: us, price: 90.00, on: 2025-12-31}}}\n"
    k = Kept(text + "happened: [{date: 2024-01-01, paid: 100.00}]")
    assert (k.balance("contract liability", "2024-06-30"), k.balance("financial liability", "2024-06-30")) == (100, 0)


def test_two_agreements_are_told_apart():
    text = """
    obligations:
      A: {price: 100.00, repurchase: {by: us, price: 90.00, on: 2025-12-31}}
      B: {price: 100.00, repurchase: {by: us, price: 110.00, on: 2025-12-31}}
    """
    k = Kept(text)
    assert (k("treatment", "repurchase of A"), k("treatment", "repurchase of B")) == ("lease", "financing")


def test_what_must_be_known_is_asked_for():
    text = "total: 100.00\nobligations: {A: {ssp: 100.00, repurchase: {by: us, price: 90.00, on: 2025-12-31}}}"
    assert refusal(text).name == "RepurchaseNeedsPrice"
    text = "obligations: {A: {price: 100.00, repurchase: {by: customer, price: 90.00, on: 2025-12-31}}}"
    assert refusal(text).name == "RepurchaseNeedsMarketValue"


def test_a_right_that_ends_before_delivery_ends_with_it_and_the_first_end_counts():
    rows = "  - {date: 2025-06-30, expired: A}\n  - {date: 2025-09-30, expired: A}\n"
    k = Kept(SOLD % "by: us, price: 1210.00" + rows)
    assert k.revenue("2025-06-30", "2025-06-30", "A") == k("revenue", "A", through="2026-12-31")
    early = (SOLD % "by: us, price: 1210.00").replace("2024-01-01, delivered", "2024-03-01, delivered")
    k = Kept(early + "  - {date: 2024-02-01, expired: A}\n")
    assert [k("revenue", "A", through=on) for on in ("2024-02-29", "2024-03-01")] == [0, 1000]
    assert (k.balance("interest expense", "2025-12-31"), k.balance("cost of sales", "2024-03-01")) == (0, 600)


def test_a_price_of_nothing_is_no_sale():
    text = "obligations: {A: {price: 0.00, repurchase: {by: us, price: 90.00, on: 2025-12-31}}}"
    assert refusal(text).name == "RepurchaseNeedsPrice"
