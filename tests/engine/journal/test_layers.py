"""Consideration in euros keeps its rate, in layers that belong to obligations; what is owed is measured anew."""

from __future__ import annotations

import pytest


def test_two_advances_are_two_layers_and_the_rest_has_the_rate_of_its_month(passes):
    # 250 at 1.10 and 100 at 1.20 pay for January to mid-April; then 50 of April and all of May and June stand at spot.
    passes(
        {"2024-01-01": "1.10", "2024-02-15": "1.20", "2024-05-31": "1.30"},
        """
        term: {from: 2024-01-01, to: 2024-06-30}
        obligations:
          sub: {price: 600.00, earn: over time by month}
        billing: [{bill: sub, every: month, in: arrears, right: on invoice}]
        happened:
          - {date: 2024-01-01, paid: 250.00}
          - {date: 2024-02-15, paid: 100.00}
          - {date: 2024-06-30, invoice: I, lines: {sub: 600.00}}
          - {date: 2024-07-20, paid: 250.00}
        expect:
          - {in: USD, through: 2024-02-29, balances: {contract liability: 175.00}, from: 50 x 1.10 + 100 x 1.20}
          - {in: USD, since: 2024-03-01, through: 2024-03-31, revenue: {sub: 115.00}, from: 50 x 1.10 + 50 x 1.20}
          - {in: USD, since: 2024-04-01, through: 2024-04-30, revenue: 120.00, from: 50 x 1.20 + 50 x 1.20}
          - {in: USD, through: 2024-04-30, balances: {contract asset: 60.00, contract liability: 0.00}, from: 50 x 1.20}
          - {in: USD, since: 2024-05-01, through: 2024-05-31, revenue: 130.00, from: 100 x 1.30}
          - {in: USD, through: 2024-05-31, balances: {contract asset: 195.00, fx gain: 5.00},
             from: 150 x 1.30 - 60 - 130}
          - {in: USD, through: 2024-06-30, balances: {receivable: 325.00, contract asset: 0.00, fx gain: 5.00},
             from: 250 x 1.30}
          - {in: USD, through: 2024-07-20, balances: {receivable: 0.00, cash: 720.00, fx gain: 5.00},
             from: 275 + 120 + 325}
        """,
    )


def test_the_asset_of_one_obligation_is_money_although_it_is_shown_net_of_the_liability_of_another(passes):
    # A earned 100 that nobody owes yet, B was paid 300 ahead: shown net 200. Only the 100 follow the rate.
    passes(
        {"2024-01-10": "1.00", "2024-01-31": "1.50"},
        """
        obligations:
          A: {price: 100.00}
          B: {price: 300.00}
        billing:
          - {bill: A, on: 2024-03-01, right: when due}
          - {bill: B, in: one sum, right: on invoice}
        happened:
          - {date: 2024-01-10, delivered: A}
          - {date: 2024-01-10, invoice: I-1, lines: {B: 300.00}}
          - {date: 2024-01-10, paid: 300.00, invoice: I-1}
        expect:
          - {through: 2024-01-31, balances: {contract liability: 200.00}, from: 300 - 100}
          - {in: USD, through: 2024-01-10, balances: {contract liability: 200.00}, from: 300 - 100}
          - {in: USD, through: 2024-01-31, balances: {contract liability: 150.00, fx gain: 50.00}, from: 300 - 150}
        """,
    )


def test_lines_of_a_bill_are_scaled_to_allocated_prices(passes):
    # Stated 80 and 120, alone worth 90 and 110 each of 200: the allocation equals the SSPs. Half of both is billed
    # at 1.00, the rest at 2.00: A was considered 45 of 90 and B 55 of 110 at 1.00.
    passes(
        {"2024-01-01": "1.00", "2024-02-01": "2.00"},
        """
        obligations:
          A: {price: 80.00, ssp: 90.00}
          B: {price: 120.00, ssp: 110.00}
        billing: [{bill: all, in: one sum, right: on invoice}]
        happened:
          - {date: 2024-01-01, invoice: I-1, lines: {A: 40.00, B: 60.00}}
          - {date: 2024-02-01, invoice: I-2, lines: {A: 40.00, B: 60.00}}
          - {date: 2024-02-01, delivered: A}
          - {date: 2024-02-02, delivered: B}
        expect:
          - {in: USD, through: 2024-02-02, revenue: {A: 135.00, B: 165.00}, from: "45 x 1 + 45 x 2, 55 x 1 + 55 x 2"}
        """,
    )


def test_a_bill_above_the_allocated_price_pays_for_the_others_too(passes):
    # A is billed 80 of 90 allocated at 1.00, B 120 of 110 at 2.00: 10 of the second bill pay for A.
    passes(
        {"2024-01-01": "1.00", "2024-02-01": "2.00"},
        """
        obligations:
          A: {price: 80.00, ssp: 90.00}
          B: {price: 120.00, ssp: 110.00}
        billing: [{bill: all, in: one sum, right: on invoice}]
        happened:
          - {date: 2024-01-01, invoice: I-1, lines: {A: 80.00}}
          - {date: 2024-02-01, invoice: I-2, lines: {B: 120.00}}
          - {date: 2024-02-02, delivered: [A, B]}
        expect:
          - {in: USD, through: 2024-02-02, revenue: {A: 100.00, B: 220.00}, balances: {contract liability: 0.00},
             from: "80 x 1 + 10 x 2, 110 x 2"}
        """,
    )


def test_money_without_a_bill_pays_for_obligations_in_their_order(passes):
    # 60 at 1.00 pay for A (50) and 10 of B; 40 at 2.00 pay for the rest of B.
    passes(
        {"2024-01-01": "1.00", "2024-02-01": "2.00"},
        """
        obligations:
          A: {price: 50.00}
          B: {price: 50.00}
        happened:
          - {date: 2024-01-01, paid: 60.00}
          - {date: 2024-02-01, paid: 40.00}
          - {date: 2024-02-02, delivered: [A, B]}
        expect:
          - {in: USD, through: 2024-02-02, revenue: {A: 50.00, B: 90.00}, from: "50 x 1, 10 x 1 + 40 x 2"}
        """,
    )


def test_what_was_paid_ahead_goes_over_to_the_obligation_whose_right_comes_first(passes):
    # 50 paid ahead would pay for A; B is delivered first and owed then: its right uses them up.
    passes(
        {"2024-01-01": "1.00", "2024-02-01": "2.00"},
        """
        obligations:
          A: {price: 50.00}
          B: {price: 80.00}
        happened:
          - {date: 2024-01-01, paid: 50.00}
          - {date: 2024-02-01, delivered: B}
        expect:
          - {in: USD, through: 2024-02-01, revenue: {B: 110.00},
             balances: {receivable: 60.00, contract liability: 0.00},
             from: "50 x 1 + 30 x 2"}
        """,
    )


def test_a_payment_settles_the_bill_it_names(passes):
    # Bills of 100 at 1.00 and 100 at 1.20; the second is paid at 1.50: 150 - 120 is realized.
    passes(
        {"2024-01-05": "1.00", "2024-01-10": "1.20", "2024-01-20": "1.50", "2024-01-31": "2.00"},
        """
        obligations:
          A: {price: 200.00, earn: over time by day, from: 2025-01-01, months: 1}
        billing: [{bill: A, in: one sum, right: on invoice}]
        happened:
          - {date: 2024-01-05, invoice: I-1, lines: {A: 100.00}}
          - {date: 2024-01-10, invoice: I-2, lines: {A: 100.00}}
          - {date: 2024-01-20, paid: 100.00, invoice: I-2}
        expect:
          - {in: USD, through: 2024-01-20, balances: {receivable: 100.00, fx gain: 30.00}, from: 150 - 120}
          - {in: USD, through: 2024-01-31, balances: {receivable: 200.00, fx gain: 130.00, contract liability: 220.00},
             from: 100 x 2 - 100}
        """,
    )


def test_a_payment_that_names_no_bill_settles_the_oldest(passes):
    passes(
        {"2024-01-05": "1.00", "2024-01-10": "1.20", "2024-01-20": "1.50"},
        """
        obligations:
          A: {price: 200.00, earn: over time by day, from: 2025-01-01, months: 1}
        billing: [{bill: A, in: one sum, right: on invoice}]
        happened:
          - {date: 2024-01-05, invoice: I-1, lines: {A: 100.00}}
          - {date: 2024-01-10, invoice: I-2, lines: {A: 100.00}}
          - {date: 2024-01-20, paid: 100.00}
        expect:
          - {in: USD, through: 2024-01-20, balances: {receivable: 120.00, fx gain: 50.00}, from: 150 - 100}
        """,
    )


@pytest.mark.parametrize(("policy", "revenue"), [("spot", "130.00"), ("average", "115.00")])
def test_what_time_earns_beyond_advances_is_worth_the_rate_of_the_day_or_the_mean_of_its_days(passes, policy, revenue):
    # April has 30 days: 15 at 1.00 and 15 at 1.30.
    passes(
        {"2024-01-01": "1.00", "2024-04-16": "1.30"},
        f"""
        obligations:
          sub: {{price: 300.00, earn: over time by month, from: 2024-04-01, months: 3}}
        billing: [{{bill: sub, in: one sum, right: on 2024-08-01}}]
        expect:
          - {{in: USD, through: 2024-04-30, revenue: {revenue}, balances: {{contract asset: 130.00}},
             from: "100 x rate, 100 x 1.30"}}
        """,
        policies=f"revenue rate: {policy}",
    )


@pytest.mark.parametrize("cancel", ["{by: nobody}", "{by: customer}"])
def test_a_right_that_comes_with_performance_is_worth_the_mean_of_its_days_too_and_no_advance(passes, cancel):
    # Owed as it is performed: 100 at the mean of 1.15; at the end of April the receivable stands at 1.30.
    passes(
        {"2024-01-01": "1.00", "2024-04-16": "1.30"},
        f"""
        cancel: {cancel}
        obligations:
          sub: {{price: 300.00, earn: over time by month, from: 2024-04-01, months: 3}}
        expect:
          - {{in: USD, through: 2024-04-30, revenue: 115.00, balances: {{receivable: 130.00, fx gain: 15.00}},
              from: "100 x 1.15, 100 x 1.30"}}
        """,
        policies="revenue rate: average",
    )


def test_bills_of_one_day_are_settled_apart(passes):
    # Two bills of the same day over two obligations each; the second one is paid, at 1.50.
    passes(
        {"2024-01-05": "1.00", "2024-01-20": "1.50", "2024-01-31": "2.00"},
        """
        obligations:
          A: {price: 100.00, earn: over time by day, from: 2025-01-01, months: 1}
          B: {price: 100.00, earn: over time by day, from: 2025-01-01, months: 1}
        billing: [{bill: all, in: one sum, right: on invoice}]
        happened:
          - {date: 2024-01-05, invoice: I-1, lines: {A: 50.00, B: 20.00}}
          - {date: 2024-01-05, invoice: I-2, lines: {A: 50.00, B: 80.00}}
          - {date: 2024-01-20, paid: 130.00, invoice: I-2}
        expect:
          - {in: USD, through: 2024-01-20, balances: {receivable: 70.00, fx gain: 65.00}, from: 130 x 0.50}
          - {in: USD, through: 2024-01-31, balances: {receivable: 140.00, contract liability: 200.00}, from: 70 x 2}
        """,
    )
