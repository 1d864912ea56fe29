"""Set-up fees: part of the price of what follows, or a right that lasts as long as the customer stays."""

from __future__ import annotations

from tests.engine.recognition.kept import Kept, refusal

TERMS = """
term: {from: 2024-01-01, to: 2024-12-31}
obligations:
  setup: {price: 480.00, setup: yes%s}
  s: {price: 100.00 per month, earn: over time by month}
"""
RIGHT = "judged: [{date: 2024-01-01, %s: setup, why: seen}]\n"


def test_a_fee_without_a_right_joins_the_price_of_the_others():
    for text in (TERMS % "", TERMS % "" + RIGHT % "not material right"):
        k = Kept(text)
        assert k.revenue("2024-01-01", "2024-01-31") == k.revenue("2024-01-01", "2024-01-31", "s") == 140
        assert k("transaction price") == 1680


def test_a_fee_with_a_right_is_spread_over_the_life_of_the_customer():
    k = Kept(TERMS % ", customer life: 24 months" + RIGHT % "material right")
    assert [k.revenue("2024-01-01", "2024-01-31", ref) for ref in ("setup", "s")] == [20, 100]
    assert (k("revenue", "setup", through="2024-12-31"), k("revenue", "setup", through="2025-12-31")) == (240, 480)
    assert (k("allocation", "setup"), k("allocation", "s"), k("transaction price")) == (480, 1200, 1680)


def test_a_life_in_days_counts_days():
    k = Kept(TERMS % ", customer life: 100 days" + RIGHT % "material right")
    assert k("revenue", "setup", through="2024-01-10") == 48


def test_the_last_judgement_counts():
    rows = "judged: [{date: 2024-01-05, not material right: setup}, {date: 2024-01-02, material right: setup}]\n"
    assert Kept(TERMS % ", customer life: 24 months" + rows)("revenue", "setup") == 0


def test_what_is_left_of_the_fee_is_earned_when_the_contract_ends():
    ended = RIGHT % "material right" + "happened: [{date: 2024-06-30, terminated: all}]\n"
    k = Kept(TERMS % ", customer life: 24 months" + ended)
    days = ("2024-06-29", "2024-06-30", "2025-06-30")
    assert [k("revenue", "setup", through=on) for on in days] == [k("revenue", "setup", through=days[0]), 480, 480]
    assert k("revenue", "setup", through="2024-05-31") == 100


def test_the_end_of_another_obligation_leaves_the_fee():
    ended = RIGHT % "material right" + "happened: [{date: 2024-06-30, terminated: [s]}]\n"
    assert Kept(TERMS % ", customer life: 24 months" + ended)("revenue", "setup", through="2024-06-30") == 120


def test_a_right_without_a_customer_life_is_refused():
    assert refusal(TERMS % "" + RIGHT % "material right").name == "MissingCustomerLife"


def test_a_fee_without_a_term_is_spread_from_the_signing_and_ends_with_the_first_end():
    text = """
    obligations: {setup: {price: 240.00, setup: yes, customer life: 24 months}, g: {price: 7.00}}
    judged: [{date: 2024-01-01, material right: setup, why: x}]
    happened:
      - {date: 2024-03-31, terminated: setup, refund: 0.00}
      - {date: 2024-05-31, terminated: setup, refund: 0.00}
    """
    k = Kept(text)
    assert [k("revenue", "setup", through=on) for on in ("2024-01-31", "2024-03-31", "2024-04-30")] == [10, 240, 240]
