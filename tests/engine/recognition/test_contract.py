"""Step 1: who may leave, at what price, and promises that are written as they were judged."""

from __future__ import annotations

import pytest

from tests.engine.contracts.texts import error_of
from tests.engine.recognition.kept import Kept, refusal

DUE = """
term: {from: 2025-01-01, to: 2025-12-31}
cancel: {by: %s}
obligations:
  plan: {price: 1200.00, earn: over time by month}
billing:
  - {bill: all, every: year, in: advance, right: when due}
"""


def owed(cancel, *judged):
    """What is owed at the end of January: the year, or what was performed."""
    rows = "".join(f"  - {row}\n" for row in judged)
    return Kept(DUE % cancel + (f"judged:\n{rows}" if judged else "")).balance("receivable", "2025-01-31")


def penalty(what, on="2025-01-01"):
    return f"{{date: {on}, substantive penalty: {what}}}"


@pytest.mark.parametrize(
    ("cancel", "judged", "binding"),
    [
        ("nobody", (), True),
        ("us, penalty: 300.00", (), True),
        ("customer", (), False),
        ("either", (), False),
        ("customer, penalty: 0.00", (), False),
        ("customer, penalty: substantive", (), True),
        ("customer, penalty: 300.00", (penalty("yes"),), True),
        ("customer, penalty: 300.00", (penalty("no"),), False),
        ("customer, penalty: substantive", (penalty("no"),), False),
        ("customer", (penalty("yes"),), True),
        ("either, penalty: 300.00", (penalty("yes"), penalty("no", "2025-01-02")), False),
    ],
)
def test_a_penalty_that_is_substantive_binds_the_customer(cancel, judged, binding):
    assert owed(cancel, *judged) == (1200 if binding else 100)


@pytest.mark.parametrize("by", ["customer", "either"])
def test_a_penalty_in_money_that_nobody_judged_waits(by):
    error = refusal(DUE % f"{by}, penalty: 300.00")
    assert error.name == "PenaltyNotJudged" and error.place.line == 5


def test_promises_that_are_one_obligation_are_written_as_one():
    text = DUE % "nobody" + "judged:\n  - {date: 2025-01-01, not distinct: [plan, plan], why: one service}\n"
    assert refusal(text).name == "NotWrittenAsOne"
    assert Kept(text.replace("not distinct", "distinct")).balance("receivable", "2025-01-31") == 1200


@pytest.mark.parametrize(
    "change", ["earn: by hours", "product: OTHER", "cost: 5.00", "from: 2025-02-01", "tags: {a: b}"]
)
def test_what_no_rule_reads_of_a_change_is_refused(change):
    row = f"{{date: 2025-03-01, amendment: A, changes: {{plan: {{{change}}}}}}}"
    assert error_of(DUE % "nobody" + f"happened:\n  - {row}\n").name == "UnknownKey"


def test_the_first_day_of_a_term_does_not_move():
    row = "{date: 2025-03-01, amendment: A, changes: {term: {from: 2025-02-01}}}"
    assert error_of(DUE % "nobody" + f"happened:\n  - {row}\n").name == "UnknownKey"


def test_a_standalone_price_said_with_a_change_is_that_of_the_day():
    text = """
term: {from: 2025-01-01, to: 2025-12-31}
obligations:
  plan: {price: 1200.00, earn: over time by month, series: yes}
  care: {price: 1200.00, earn: over time by month, series: yes}
happened:
  - {date: 2025-07-01, amendment: A, %s}
"""
    inside = Kept(text % "changes: {plan: {price: 1800.00, ssp: 1200.00}}")
    beside = Kept(text % "changes: {plan: {price: 1800.00}}, ssp: {plan: 1200.00}")
    assert inside.revenue("2025-07-01", "2025-07-31", "plan") == beside.revenue("2025-07-01", "2025-07-31", "plan")
    assert inside.revenue("2025-07-01", "2025-12-31", "plan") == 1200
