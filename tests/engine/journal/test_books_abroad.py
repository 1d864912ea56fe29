"""Reporting amounts, posting rates, what is left, other decimals, and rates that are missing."""

from __future__ import annotations

import pytest

from tests.engine.journal.abroad_case import blame, trial


def test_a_functional_currency_without_decimals(passes):
    # 10.05 euros at 161.5 are 1,623.075 yen; half of them 811.5375.
    passes(
        {"2024-01-01": "161.5"},
        """
        obligations:
          A: {price: 10.05, parts: 3}
        happened:
          - {date: 2024-01-01, paid: 10.05}
          - {date: 2024-01-02, delivered: A, parts: 1}
          - {date: 2024-01-03, delivered: A, parts: 1}
          - {date: 2024-01-04, delivered: A, parts: 1}
        expect:
          - {in: JPY, through: 2024-01-01, balances: {cash: 1623, contract liability: 1623}, from: 10.05 x 161.5}
          - {in: JPY, through: 2024-01-02, revenue: 541, from: 3.35 x 161.5 = 541.025}
          - {in: JPY, through: 2024-01-04, revenue: 1623, balances: {contract liability: 0, fx gain: 0}, from: all}
        """,
        functional="JPY",
    )


def test_reporting_amounts_have_the_rate_of_their_entry_and_balances_the_closing_rate(passes):
    # 220 dollars at 0.80 are 176 pounds; January earns 110 dollars at 0.70. Cash stands at 154, what is owed at 77.
    passes(
        {"2024-01-01": "1.10", "USD GBP 2024-01-01": "0.80", "USD GBP 2024-01-31": "0.70"},
        """
        obligations:
          sub: {price: 200.00, earn: over time by month, from: 2024-01-01, months: 2}
        happened:
          - {date: 2024-01-01, paid: 200.00}
        expect:
          - {in: GBP, through: 2024-01-01, movement: {cash: 176.00, contract liability: -176.00, fx conversion: 0.00},
             from: 220 x 0.80}
          - {in: GBP, through: 2024-01-31, revenue: 77.00, balances: {cash: 154.00, contract liability: 77.00},
             from: 110 x 0.70}
          - {in: GBP, through: 2024-01-31, balances: {revenue: 77.00, fx conversion: 0.00}, from: 154 - 77 - 77}
          - {in: GBP, through: 2024-01-31, movement: {cash: 154.00, contract liability: -77.00, revenue: -77.00},
             from: 220 x 0.70}
        """,
        reporting="GBP",
    )


def test_what_the_closing_rate_adds_is_a_translation_difference_and_no_income(passes):
    # Revenue of 110 dollars at 0.80 is 88; the receivable of 110 stands at 99.
    passes(
        {"2024-01-10": "1.10", "USD GBP 2024-01-10": "0.80", "USD GBP 2024-01-31": "0.90"},
        """
        obligations:
          A: {price: 100.00}
        happened:
          - {date: 2024-01-10, delivered: A}
        expect:
          - {in: GBP, through: 2024-01-31, revenue: 88.00,
             balances: {receivable: 99.00, fx conversion: 11.00, fx gain: 0.00},
             from: "110 x 0.80, 110 x 0.90"}
          - {in: GBP, since: 2024-01-11, through: 2024-01-31, movement: {receivable: 11.00, fx conversion: -11.00},
             from: 110 x 0.10}
        """,
        reporting="GBP",
    )


def test_a_contract_in_the_functional_currency_is_translated_too(passes):
    passes(
        {"EUR GBP 2024-01-10": "0.80", "EUR GBP 2024-01-31": "0.90"},
        """
        obligations:
          A: {price: 100.00}
        happened:
          - {date: 2024-01-10, delivered: A}
        expect:
          - {in: EUR, through: 2024-01-31, revenue: 100.00, balances: {receivable: 100.00}, from: as it is}
          - {in: GBP, through: 2024-01-31, revenue: 80.00, balances: {receivable: 90.00, fx conversion: 10.00},
             from: 100 x rate}
        """,
        functional="EUR",
        reporting="GBP",
    )


@pytest.mark.parametrize(
    ("policy", "rate", "carve"), [("first booking", "1.10", "11.00"), ("each booking", "1.40", "14.00")]
)
def test_what_the_allocation_moves_is_posted_at_the_rate_of_the_first_booking_or_of_each(passes, policy, rate, carve):
    # A is worth 110 alone and B 90, each priced 100: 10 go from B to A, which was booked last.
    passes(
        {"2024-01-02": "1.10", "2024-01-05": "1.40"},
        f"""
        obligations:
          A: {{price: 100.00, ssp: 110.00, booked: 2024-01-05}}
          B: {{price: 100.00, ssp: 90.00, booked: 2024-01-02}}
        expect:
          - {{posting rate: {{A: {{EUR to USD: {rate}}}}}, from: booked}}
          - {{posting rate: {{B: {{EUR to USD: 1.10}}}}, from: booked}}
          - {{in: USD, carve: {{A: {carve}}}, allocation: {{B: 99.00}}, from: "10 x rate, 90 x 1.10"}}
        """,
        policies=f"posting rate: {policy}",
    )


def test_what_is_left_is_worth_its_layers_and_then_the_rate_of_the_day(passes):
    # A year at 100 a month from July, 250 paid ahead at 1.00: after July 150 of layers, 350 of this year at 1.50, and
    # 600 of the next.
    passes(
        {"2024-07-01": "1.00", "2024-07-31": "1.50"},
        """
        obligations:
          sub: {price: 1200.00, earn: over time by month, from: 2024-07-01, months: 12}
        billing: [{bill: sub, in: one sum, right: on invoice}]
        happened:
          - {date: 2024-07-01, paid: 250.00}
        expect:
          - {in: USD, through: 2024-07-31, remaining: 1575.00, from: 150 + 950 x 1.50}
          - {in: USD, through: 2024-07-31, remaining: {"2024": 675.00, "2025": 900.00},
             from: "150 + 350 x 1.50, 600 x 1.50"}
        """,
    )


def test_a_currency_that_is_none_of_the_books_is_no_answer(tmp_path):
    done = trial(
        tmp_path,
        {"2024-01-01": "1.10"},
        """
        obligations:
          A: {price: 100.00}
        expect:
          - {in: GBP, transaction price: 100.00, from: nowhere}
        """,
    )
    assert "NotACurrencyOfTheBooks: GBP is no currency of the books of C" in blame(done)


def test_a_contract_that_moves_before_its_first_rate_is_refused_and_a_case_may_expect_it(passes):
    passes(
        {"2024-02-01": "1.10"},
        """
        obligations:
          A: {price: 100.00}
        happened:
          - {date: 2024-01-31, delivered: A}
        expect:
          - {error: MissingRate, from: the day before}
        """,
    )
    # What time earns in January is booked on its last day, which has a rate.
    passes(
        {"2024-01-31": "1.10"},
        """
        obligations:
          A: {price: 310.00, earn: over time by day, from: 2024-01-01, to: 2024-01-31}
        expect:
          - {in: USD, through: 2024-01-31, revenue: 341.00, from: 310 x 1.10}
        """,
    )


def test_the_mean_of_days_needs_a_rate_for_the_first_of_them(passes):
    passes(
        {"2024-01-31": "1.10"},
        """
        obligations:
          A: {price: 310.00, earn: over time by day, from: 2024-01-01, to: 2024-01-31}
        expect:
          - {error: MissingRate, from: 1 January}
        """,
        policies="revenue rate: average",
    )
