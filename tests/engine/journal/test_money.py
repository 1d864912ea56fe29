"""What is money and what is not: advances that are given back, deposits, credits, taxes, losses, costs, returns."""

from __future__ import annotations


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
