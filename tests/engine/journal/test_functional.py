"""What contracts in euros are worth in books kept in dollars: layers, balances measured anew, differences apart."""

from __future__ import annotations

import pytest

from tests.engine.journal.abroad_case import blame, trial


@pytest.fixture
def passes(tmp_path):
    """The case must show what it expects."""

    def check(rates, text, **company):
        done = trial(tmp_path, rates, text, **company)
        assert done.passed, blame(done)

    return check


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


def test_an_advance_that_is_paid_back_on_cancelling_is_money(passes):
    # 120 a year, paid on the first day at 1.00, earned by month. At the end of January 110 must be given back, at 1.10;
    # the right to 10 came with performance, at that day's rate.
    passes(
        {"2024-01-01": "1.00", "2024-01-31": "1.10", "2024-02-29": "1.20"},
        """
        term: {from: 2024-01-01, to: 2024-12-31}
        cancel: {by: customer, refund: pro rata}
        obligations:
          sub: {price: 120.00, earn: over time by month}
        billing: [{bill: sub, every: year, in: advance, right: on invoice}]
        happened:
          - {date: 2024-01-01, invoice: I, lines: {sub: 120.00}}
          - {date: 2024-01-01, paid: 120.00, invoice: I}
        expect:
          - {in: USD, through: 2024-01-01, movement: {refund liability: -120.00, receivable: 0.00}, from: 120 x 1.00}
          - {in: USD, through: 2024-01-31, revenue: 11.00, balances: {refund liability: 121.00, fx loss: 12.00},
             from: "10 x 1.10, 110 x 1.10, 120 x 0.10"}
          - {in: USD, since: 2024-02-01, through: 2024-02-29, revenue: 12.00, movement: {fx loss: 11.00},
             from: "10 x 1.20, 110 x 0.10"}
          - {in: USD, through: 2024-02-29, balances: {refund liability: 120.00}, from: 100 x 1.20}
        """,
    )


def test_an_advance_that_is_kept_on_cancelling_is_a_layer(passes):
    passes(
        {"2024-01-01": "1.00", "2024-01-31": "1.10"},
        """
        term: {from: 2024-01-01, to: 2024-12-31}
        cancel: {by: customer}
        obligations:
          sub: {price: 120.00, earn: over time by month}
        billing: [{bill: sub, every: year, in: advance, right: on invoice}]
        happened:
          - {date: 2024-01-01, invoice: I, lines: {sub: 120.00}}
          - {date: 2024-01-01, paid: 120.00, invoice: I}
        expect:
          - {in: USD, through: 2024-01-31, revenue: 10.00, balances: {contract liability: 110.00, fx loss: 0.00},
             from: "10 x 1.00, 110 x 1.00"}
        """,
    )


def test_where_the_customer_may_cancel_a_bill_is_worth_nothing_before_it_is_performed(passes):
    passes(
        {"2024-01-01": "1.00", "2024-01-31": "1.10", "2024-02-29": "1.20"},
        """
        term: {from: 2024-01-01, to: 2024-12-31}
        cancel: {by: customer}
        obligations:
          sub: {price: 120.00, earn: over time by month}
        billing: [{bill: sub, every: year, in: advance, right: on invoice}]
        happened:
          - {date: 2024-01-01, invoice: I, lines: {sub: 120.00}}
        expect:
          - {in: USD, through: 2024-01-01, movement: {receivable: 0.00, contract liability: 0.00}, from: nothing}
          - {in: USD, through: 2024-01-31, revenue: 11.00, balances: {receivable: 11.00}, from: 10 x 1.10}
          - {in: USD, through: 2024-02-29, revenue: 23.00, balances: {receivable: 24.00, fx gain: 1.00},
             from: "10 x 1.10 + 10 x 1.20, 20 x 1.20"}
        """,
    )


def test_a_deposit_is_money_until_there_is_a_contract(passes):
    # Paid at 1.00; at 1.10 at the end of January; a contract from 15 February, at 1.30: from then on a layer.
    passes(
        {"2024-01-10": "1.00", "2024-01-31": "1.10", "2024-02-15": "1.30", "2024-02-29": "1.50"},
        """
        collect: not probable
        obligations:
          A: {price: 100.00}
        judged:
          - {date: 2024-02-15, collect: probable, why: a parent vouches}
        happened:
          - {date: 2024-01-10, paid: 40.00}
          - {date: 2024-03-01, delivered: A}
        expect:
          - {in: USD, through: 2024-01-31, balances: {deposit liability: 44.00, fx loss: 4.00}, from: 40 x 1.10}
          - {in: USD, through: 2024-02-15,
             balances: {deposit liability: 0.00, contract liability: 52.00, fx loss: 12.00},
             from: 40 x 1.30}
          - {in: USD, through: 2024-02-29, balances: {contract liability: 52.00, fx loss: 12.00}, from: a layer}
          - {in: USD, through: 2024-03-01, revenue: 142.00, balances: {receivable: 90.00}, from: 52 + 60 x 1.50}
        """,
    )


def test_a_price_given_back_before_it_is_earned_takes_the_layer_and_the_receivable_away(passes):
    # Billed 100 at 1.00, measured at 1.20; 30 are credited: the receivable loses 36, the layer 30, so 6 of the gain go.
    passes(
        {"2024-01-10": "1.00", "2024-01-31": "1.20"},
        """
        obligations:
          A: {price: 100.00}
        billing: [{bill: A, in: one sum, right: on invoice}]
        happened:
          - {date: 2024-01-10, invoice: I, lines: {A: 100.00}}
          - {date: 2024-02-10, credit note: N, invoice: I, lines: {A: 30.00}, reason: price}
          - {date: 2024-02-11, delivered: A}
        expect:
          - {in: USD, through: 2024-01-31, balances: {receivable: 120.00, fx gain: 20.00}, from: 100 x 1.20}
          - {in: USD, through: 2024-02-10, balances: {receivable: 84.00, contract liability: 70.00, fx gain: 14.00},
             from: "70 x 1.20, 70 x 1.00"}
          - {in: USD, through: 2024-02-11, revenue: 70.00, from: 70 x 1.00}
        """,
    )


def test_revenue_that_is_taken_back_has_the_value_it_was_earned_at(passes):
    passes(
        {"2024-01-10": "1.00", "2024-01-31": "1.20"},
        """
        obligations:
          A: {price: 100.00}
        billing: [{bill: A, in: one sum, right: on invoice}]
        happened:
          - {date: 2024-01-10, delivered: A}
          - {date: 2024-01-10, invoice: I, lines: {A: 100.00}}
          - {date: 2024-02-10, credit note: N, invoice: I, lines: {A: 30.00}, reason: price}
        expect:
          - {in: USD, since: 2024-02-01, through: 2024-02-10, revenue: -30.00,
             movement: {receivable: -36.00, fx loss: 6.00}, from: "30 x 1.00, 30 x 1.20"}
          - {in: USD, through: 2024-02-10,
             balances: {receivable: 84.00, contract liability: 0.00, contract asset: 0.00}, from: rest}
        """,
    )


def test_money_paid_back_out_of_an_advance_leaves_at_its_layer_and_the_difference_is_realized(passes):
    passes(
        {"2024-01-10": "1.00", "2024-02-10": "1.30"},
        """
        obligations:
          A: {price: 100.00}
        happened:
          - {date: 2024-01-10, paid: 150.00}
          - {date: 2024-02-10, refund: 50.00, reason: overpaid}
          - {date: 2024-02-11, delivered: A}
        expect:
          - {in: USD, through: 2024-02-10, balances: {contract liability: 100.00, cash: 85.00, fx loss: 15.00},
             from: "150 - 65, 50 x 0.30"}
          - {in: USD, through: 2024-02-11, revenue: 100.00, balances: {receivable: 0.00, contract liability: 0.00},
             from: the layer}
        """,
    )


def test_a_tax_is_owed_at_the_rate_of_the_day_and_out_of_an_advance_at_its_layer(passes):
    # 119 paid ahead at 1.00; billed 100 and 19 of tax at 1.10: the tax is worth 20.90, of which the advance gave 19.
    passes(
        {"2024-01-10": "1.00", "2024-02-10": "1.10"},
        """
        obligations:
          A: {price: 100.00}
        billing: [{bill: A, in: one sum, right: on invoice}]
        happened:
          - {date: 2024-01-10, paid: 119.00}
          - {date: 2024-02-10, delivered: A}
          - {date: 2024-02-10, invoice: I, lines: {A: 100.00}, tax: 19.00}
        expect:
          - {in: USD, through: 2024-02-10, revenue: 100.00,
             balances: {tax payable: 20.90, fx loss: 1.90, receivable: 0.00},
             from: "100 x 1.00, 19 x 1.10, 19 x 0.10"}
        """,
    )


def test_a_loss_of_credit_is_worth_the_rate_of_its_day(passes):
    passes(
        {"2024-01-10": "1.00", "2024-02-10": "1.10"},
        """
        obligations:
          A: {price: 100.00}
        happened:
          - {date: 2024-01-10, delivered: A}
          - {date: 2024-02-10, write off: 100.00}
        expect:
          - {in: USD, through: 2024-02-10, revenue: 100.00,
             balances: {bad debt expense: 110.00, receivable: 0.00, fx gain: 10.00},
             from: 100 x 1.10}
        """,
    )


def test_costs_of_a_contract_keep_their_rate_and_a_provision_does_not(passes):
    passes(
        {"2024-01-01": "1.00", "2024-01-31": "1.20"},
        """
        term: {from: 2024-01-01, to: 2024-12-31}
        obligations:
          sub: {price: 120.00, earn: over time by month}
          box: {price: 50.00, warranty: {kind: assurance, expected cost: 10.00}}
        costs:
          - {date: 2024-01-01, commission: 24.00, over: 12 months}
        happened:
          - {date: 2024-01-01, delivered: box}
        expect:
          - {in: USD, through: 2024-01-31, balances: {contract cost asset: 22.00, contract cost amortization: 2.00},
             from: 24 x 1.00}
          - {in: USD, through: 2024-01-31, balances: {warranty provision: 12.00, cost of sales: 10.00}, from: 10 x 1.20}
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


def test_the_mean_is_taken_over_the_days_of_service_alone(passes):
    # Service from 11 April: 5 days at 1.00 and 15 at 1.40 make 1.30. It earns 20 of 30 days of the first of two months.
    passes(
        {"2024-01-01": "1.00", "2024-04-16": "1.40"},
        """
        obligations:
          sub: {price: 60.00, earn: over time by day, from: 2024-04-11, to: 2024-05-10}
        billing: [{bill: sub, in: one sum, right: on 2024-08-01}]
        expect:
          - {in: USD, through: 2024-04-30, revenue: 52.00, from: 40 x 1.30}
          - {in: USD, since: 2024-05-01, through: 2024-05-31, revenue: 28.00, from: 20 x 1.40}
        """,
        policies="revenue rate: average",
    )


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


def test_a_position_that_is_taken_over_is_worth_the_rate_of_its_day(passes):
    # 60 of 100 billed, 40 earned elsewhere: what is left of the layer, 20, is worth 1.20 each.
    passes(
        {"2023-12-31": "1.20", "2024-02-01": "1.50"},
        """
        obligations:
          A: {price: 100.00, quantity: 50 units, earn: by units}
        billing: [{bill: A, in: one sum, right: on invoice}]
        opening:
          - {date: 2023-12-31, obligation: A, recognized: 40.00, billed: 60.00, progress: 40%, allocated: 100.00}
        happened:
          - {date: 2024-02-01, delivered: A, quantity: 20}
        expect:
          - {in: USD, through: 2023-12-31, balances: {contract liability: 24.00}, from: 20 x 1.20}
          - {in: USD, since: 2024-01-01, through: 2024-02-01, revenue: 54.00, from: 20 x 1.20 + 20 x 1.50}
        """,
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


def test_what_the_customer_was_paid_ahead_lowers_revenue_at_the_rate_of_its_day(passes):
    # 60 paid to the customer at 1.00, goods of 600 in three parts at 1.20: each earns 200 x 1.20 less 20 x 1.00.
    passes(
        {"2024-01-10": "1.00", "2024-02-01": "1.20"},
        """
        obligations: {goods: {quantity: 3 units, price: 200.00 per unit}}
        price: [{element: slotting, of: goods, amount: 60.00, for: nothing distinct}]
        happened:
          - {date: 2024-01-10, paid to customer: slotting, amount: 60.00}
          - {date: 2024-02-01, delivered: goods, quantity: 1}
          - {date: 2024-02-02, delivered: goods, quantity: 2}
        expect:
          - {in: USD, through: 2024-02-01, revenue: {goods: 220.00},
             balances: {prepaid consideration to customer: 40.00, receivable: 240.00, fx gain: 0.00}, from: 240 - 20}
          - {in: USD, through: 2024-02-02, revenue: {goods: 660.00},
             balances: {prepaid consideration to customer: 0.00, receivable: 720.00, fx gain: 0.00}, from: 720 - 60}
        """,
    )


def test_goods_that_come_back_have_the_cost_they_left_at_and_what_is_given_back_for_them_is_money(passes):
    # 10 sold at 1.00, of which 2 are expected back: 8 x 100 of revenue, 200 to give back, 2 x 60 of goods. When they
    # come back at 1.30 the goods are worth what they were; the 200 cost 260, a loss of 60.
    passes(
        {"2024-01-10": "1.00", "2024-01-31": "1.20", "2024-02-10": "1.30"},
        """
        obligations:
          goods: {quantity: 10 units, price: 100.00 per unit, cost: 60.00 per unit,
                  returns: {expected: 2, window: 60 days}}
        happened:
          - {date: 2024-01-10, delivered: goods}
          - {date: 2024-01-10, paid: 1000.00}
          - {date: 2024-02-10, returned: goods, quantity: 2}
          - {date: 2024-02-10, refund: 200.00, reason: returned}
        expect:
          - {in: USD, through: 2024-01-10, revenue: 800.00,
             balances: {refund liability: 200.00, return asset: 120.00, cost of sales: 480.00}, from: 8 of 10}
          - {in: USD, through: 2024-01-31,
             balances: {refund liability: 240.00, return asset: 120.00, fx loss: 40.00}, from: 200 x 1.20}
          - {in: USD, through: 2024-02-10, revenue: 800.00,
             balances: {refund liability: 0.00, return asset: 0.00, cost of sales: 480.00, fx loss: 60.00},
             from: 200 x 1.30}
        """,
    )
