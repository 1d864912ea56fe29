"""The refund liability: beside rights as they grow or arise, beside advances, and what uses it up."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.engine.recognition.kept import Kept

SOLD = """
obligations:
  A: {price: 1000.00, earn: on delivery}
price:
  - {element: rebate, %s}
happened:
  - {date: 2024-01-10, delivered: A}
%s
"""


def shown(k: Kept, on: str) -> list:
    names = ("receivable", "refund liability", "contract asset", "contract liability")
    assert all(row.obligation in ("", "A", "B", "C") for row in k.books.journal())
    return [*(k.balance(name, on) for name in names), k("revenue", through=on)]


@pytest.mark.parametrize(
    ("form", "liability"),
    [("amount: -100.00", 100), ("percent: -12.5%", 125), ("of: A, expected price: 940.00", 60), ("amount: 0.00", 0)],
)
def test_rights_stay_whole_and_what_will_be_given_up_is_a_refund_liability(form, liability):
    assert shown(Kept(SOLD % (form, "")), "2024-01-10") == [1000, liability, 0, 0, 1000 - liability]


def test_a_bonus_is_a_contract_asset_until_it_is_certain():
    k = Kept(SOLD % ("amount: 100.00", "  - {date: 2024-02-01, price element: rebate, amount: 70.00}"))
    assert shown(k, "2024-01-10") == [1000, 0, 100, 0, 1100]
    assert shown(k, "2024-02-01") == [1070, 0, 0, 0, 1070]


def test_a_penalty_that_is_certain_waits_for_its_credit():
    k = Kept(SOLD % ("amount: -100.00", "  - {date: 2024-02-01, price element: rebate, amount: -70.00}"))
    assert shown(k, "2024-02-01") == [1000, 70, 0, 0, 930]


def test_a_credit_note_grants_what_was_expected_and_lowers_the_price_only_beyond_it():
    credits = """
  - {date: 2024-02-01, credit note: C-1, amount: 60.00, reason: price}
  - {date: 2024-03-01, credit note: C-2, amount: 60.00, reason: price}
  - {date: 2024-04-01, credit note: C-3, amount: 5.00, reason: price}
"""
    k = Kept(SOLD % ("amount: -100.00", credits))
    assert shown(k, "2024-02-01") == [940, 40, 0, 0, 900]
    assert shown(k, "2024-03-01") == [880, 0, 0, 0, 880]
    assert shown(k, "2024-04-01") == [875, 0, 0, 0, 875]
    assert [k("transaction price", through=on) for on in ("2024-02-01", "2024-03-01", "2024-04-01")] == [900, 880, 875]


def test_a_refund_grants_it_too():
    more = """
  - {date: 2024-01-15, paid: 1000.00}
  - {date: 2024-02-01, refund: 60.00, reason: price}
"""
    k = Kept(SOLD % ("amount: -100.00", more))
    assert shown(k, "2024-02-01") == [0, 40, 0, 0, 900]
    assert (k.balance("cash", "2024-02-01"), k.balance("refunds contra revenue", "2024-02-01")) == (940, 0)


def test_an_implicit_concession_is_never_owed_and_never_credited():
    text = """
obligations:
  A: {price: 1000.00, earn: on delivery, parts: 2}
price:
  - {element: concession, of: A, implicit: yes, expected price: 700.00}
happened:
  - {date: 2024-01-10, delivered: A, parts: 1}
  - {date: 2024-02-10, price element: concession, amount: -200.00}
  - {date: 2024-03-10, delivered: A, parts: 1}
  - {date: 2024-04-10, paid: 800.00}
  - {date: 2024-05-10, credit note: C-1, amount: 200.00, reason: price}
"""
    k = Kept(text)
    assert k("elements", "concession", through="2024-01-10") == -300
    assert shown(k, "2024-01-10") == [350, 0, 0, 0, 350]
    assert shown(k, "2024-02-10") == [400, 0, 0, 0, 400]
    assert shown(k, "2024-03-10") == [800, 0, 0, 0, 800]
    assert shown(k, "2024-05-10") == [0, 0, 0, 0, 800]


SERVICE = """
term: {from: 2024-01-01, to: 2024-12-31}
obligations:
  A: {price: 1200.00, earn: over time by month}
price:
  - {element: rebate, amount: -120.00}
%s
"""


def test_beside_a_right_that_grows_with_time():
    k = Kept(SERVICE % "happened:\n  - {date: 2024-07-01, price element: rebate, amount: -60.00}\n")
    assert shown(k, "2024-03-31") == [300, 30, 0, 0, 270]
    assert shown(k, "2024-06-30") == [600, 60, 0, 0, 540]
    assert shown(k, "2024-07-31") == [700, 35, 0, 0, 665]


def test_beside_invoices():
    more = """
billing:
  - {bill: A, every: half year, in: advance, right: on invoice}
happened:
  - {date: 2024-01-01, invoice: I-1, lines: {A: 600.00}}
  - {date: 2024-02-01, price element: rebate, amount: -240.00}
  - {date: 2024-07-01, invoice: I-2, lines: {A: 600.00}}
"""
    k = Kept(SERVICE % more)
    assert k.balance("refund liability", "2023-12-31") == 0
    assert shown(k, "2024-01-31") == [600, 60, 0, 450, 90]
    # a month of twelve and a day of 29: 960 x (1 / 12 + 1 / 348)
    assert shown(k, "2024-02-01") == [600, 120, 0, Decimal("397.24"), Decimal("82.76")]
    assert shown(k, "2024-12-31") == [1200, 240, 0, 0, 960]


def test_beside_a_bill_that_names_no_obligation():
    text = """
obligations:
  A: {price: 600.00}
  B: {price: 400.00}
price:
  - {element: rebate, of: A, amount: -60.00}
billing:
  - {bill: all, instalments: [[2024-02-01, 500.00], [2024-03-01, 500.00]], right: when due}
happened:
  - {date: 2024-04-01, delivered: [A, B]}
"""
    k = Kept(text)
    assert shown(k, "2024-01-31") == [0, 0, 0, 0, 0]
    assert shown(k, "2024-02-01") == [500, 30, 0, 470, 0]
    assert shown(k, "2024-03-01") == [1000, 60, 0, 940, 0]
    assert shown(k, "2024-04-01") == [1000, 60, 0, 0, 940]


def test_rights_of_a_price_agreed_as_one_sum_are_those_before_reductions():
    text = """
total: 1000.00
obligations:
  A: {ssp: 300.00}
  B: {ssp: 900.00}
price:
  - {element: rebate, amount: -200.00}
happened:
  - {date: 2024-01-10, delivered: A}
  - {date: 2024-02-10, delivered: B}
"""
    k = Kept(text)
    assert shown(k, "2024-01-10") == [250, 50, 0, 0, 200]
    assert shown(k, "2024-02-10") == [1000, 200, 0, 0, 800]


def test_what_is_retained_has_its_part():
    more = "billing:\n  - {bill: A, right: on delivery, retention: 10%}\n"
    k = Kept(SERVICE % more)
    assert shown(k, "2024-06-30") == [540, 54, 54, 0, 540]
    assert shown(k, "2024-12-31") == [1200, 120, 0, 0, 1080]


def test_an_advance_that_will_partly_go_back():
    text = """
obligations:
  A: {price: 1000.00}
  B: {price: 500.00}
price:
  - {element: rebate, of: A, amount: -100.00}
happened:
  - {date: 2024-01-05, paid: 750.00}
  - {date: 2024-01-20, delivered: B}
  - {date: 2024-02-01, price element: rebate, amount: -200.00}
  - {date: 2024-03-01, delivered: A}
"""
    k = Kept(text)
    assert shown(k, "2024-01-05") == [0, 50, 0, 700, 0]
    assert shown(k, "2024-01-20") == [0, 25, 0, 225, 500]
    assert shown(k, "2024-02-01") == [0, 50, 0, 200, 500]
    assert shown(k, "2024-03-01") == [750, 200, 0, 0, 1300]


def test_a_right_that_grows_by_the_day_leaves_its_advance_as_it_is():
    k = Kept(SERVICE % "happened:\n  - {date: 2024-01-01, paid: 1200.00}\n")
    assert shown(k, "2024-03-31") == [0, 30, 0, 900, 270]


def test_money_beyond_a_price_that_was_lowered():
    text = """
term: {from: 2024-01-01, to: 2024-12-31}
obligations:
  A: {price: 10.00 per seat and month, quantity: 10 seats, earn: over time by month, series: yes}
billing:
  - {bill: A, every: year, in: advance, right: on invoice}
happened:
  - {date: 2024-01-01, invoice: I-1, lines: {A: 1200.00}}
  - {date: 2024-07-01, amendment: A-1, signed: 2024-07-01, changes: {A: {quantity: 4 seats}}, approved: yes}
  - {date: 2024-08-01, credit note: C-1, lines: {A: 360.00}, reason: error}
"""
    k = Kept(text)
    assert shown(k, "2024-06-30") == [1200, 0, 0, 600, 600]
    assert k("transaction price", through="2024-07-01") == 840
    assert k.balance("refund liability", "2024-07-01") == 360
    assert shown(k, "2024-07-31") == [1200, 360, 0, 200, 640]
    assert shown(k, "2024-08-31") == [840, 0, 0, 160, 680]


def test_no_contract_no_refund_liability():
    text = "collect: not probable\n" + SOLD % ("amount: -100.00", "  - {date: 2024-02-01, paid: 300.00}")
    k = Kept(text)
    assert (k.balance("refund liability", "2024-02-01"), k.balance("deposit liability", "2024-02-01")) == (0, 300)


def test_the_closed_balances_show_expected_refunds():
    k = Kept(SOLD % ("amount: -100.00", ""))
    on = k.books.through
    assert k.books.shown_at(k.books.now(), on)["C-1"]["refund_liability"] == 10000
    assert k.books.shown_at(k.books.now(), on - 1)["C-1"]["refund_liability"] == 0


def test_a_customer_who_may_cancel_owes_only_for_what_was_performed():
    head = "contract: C-1\ncurrency: USD\nsigned: 2024-01-01\ncancel: {by: customer}\n"
    more = """
billing:
  - {bill: A, every: year, in: advance, right: on invoice}
happened:
  - {date: 2024-01-01, invoice: I-1, lines: {A: 1200.00}}
  - {date: 2024-04-01, price element: rebate, amount: -240.00}
"""
    k = Kept(SERVICE % more, head)
    assert shown(k, "2024-03-31") == [300, 30, 0, 0, 270]
    assert shown(k, "2024-12-31") == [1200, 240, 0, 0, 960]


def test_what_is_granted_before_it_is_owed_is_off_what_will_be_owed():
    text = """
obligations:
  A: {price: 1000.00, earn: by progress, from: 2024-01-01}
price:
  - {element: rebate, amount: -100.00}
happened:
  - {date: 2024-02-01, progress: A, done: 30%}
  - {date: 2024-03-01, credit note: C-1, amount: 80.00, reason: price}
  - {date: 2024-04-01, progress: A, done: 60%}
  - {date: 2024-05-01, progress: A, done: 100%}
  - {date: 2024-06-01, credit note: C-2, amount: 20.00, reason: price}
"""
    k = Kept(text)
    assert shown(k, "2024-02-01") == [300, 30, 0, 0, 270]
    assert shown(k, "2024-03-01") == [220, 6, 56, 0, 270]
    assert shown(k, "2024-04-01") == [520, 12, 32, 0, 540]
    assert shown(k, "2024-05-01") == [920, 20, 0, 0, 900]
    assert shown(k, "2024-06-01") == [900, 0, 0, 0, 900]


def test_a_credit_is_shared_by_what_is_still_expected_of_each():
    text = """
obligations:
  A: {price: 1000.00}
  B: {price: 500.00}
  C: {price: 500.00}
price:
  - {element: mine, of: A, amount: -90.00}
  - {element: yours, of: B, implicit: yes, amount: -30.00}
happened:
  - {date: 2024-02-01, delivered: [A, B, C]}
  - {date: 2024-03-01, credit note: C-1, amount: 40.00, reason: price}
  - {date: 2024-04-01, credit note: C-2, amount: 80.00, reason: price}
"""
    k = Kept(text)
    assert shown(k, "2024-02-01") == [1970, 90, 0, 0, 1880]
    # 30 of 40 grant what is expected of A, 10 what was never owed of B
    assert shown(k, "2024-03-01") == [1940, 60, 0, 0, 1880]
    assert shown(k, "2024-04-01") == [1880, 0, 0, 0, 1880]
    assert k("transaction price", through="2024-04-01") == 1880


def test_an_implicit_concession_makes_no_liability_of_an_advance():
    text = """
obligations:
  A: {price: 1000.00}
price:
  - {element: concession, of: A, implicit: yes, amount: -300.00}
happened:
  - {date: 2024-02-01, paid: 500.00}
"""
    assert shown(Kept(text), "2024-02-01") == [0, 0, 0, 500, 0]


ORDER = """
obligations:
  A: {price: 8.00 per unit, earn: on delivery}
  B: {price: 10.00 per unit, earn: on delivery}
price:
  - {element: rebate, of: A, tiers: [[10, 8.00], [rest, 6.00]], mode: retrospective}
happened:
  - {date: 2024-02-01, delivered: A, quantity: 50}
  - {date: 2024-02-01, delivered: B, quantity: 30}
  - {date: 2024-03-01, credit note: C-1, %s: 70.00%s, reason: price}
  - {date: 2024-04-01, credit note: C-2, %s: 70.00%s, reason: price}
"""


@pytest.mark.parametrize(("before", "after"), [("lines: {A", "}"), ("amount", "")])
def test_a_credit_grants_what_an_expected_rate_leaves_out(before, after):
    k = Kept(ORDER % (before, after, before, after))
    assert shown(k, "2024-02-01") == [700, 100, 0, 0, 600]
    assert shown(k, "2024-03-01") == [630, 30, 0, 0, 600]
    assert shown(k, "2024-04-01") == [560, 0, 0, 0, 560]
    assert k("transaction price", through="2024-04-01") == 560


CHANGED = """
term: {from: 2024-01-01, to: 2024-12-31}
obligations:
  A: {price: 100.00 per month, earn: over time by month, series: yes}
price:
  - {element: rebate, of: A, amount: -120.00}
%s
happened:
  - {date: 2024-07-01, amendment: A-1, signed: 2024-07-01, changes: {A: {price: %s per month}}, approved: yes}
"""


def test_what_goes_back_outlives_a_change_of_the_price():
    k = Kept(CHANGED % ("", "200.00"))
    assert shown(k, "2024-06-30") == [600, 60, 0, 0, 540]
    assert shown(k, "2024-07-31") == [800, 70, 0, 0, 730]
    assert shown(k, "2024-12-31") == [1800, 120, 0, 0, 1680]
    free = Kept(CHANGED % ("", "0.00"))
    assert shown(free, "2024-12-31") == [600, 120, 0, 0, 480]


def test_what_goes_back_of_bills_is_seen_anew_after_a_change():
    bills = "billing:\n  - {bill: A, every: half year, in: advance, right: when due}"
    k = Kept(CHANGED % (bills, "200.00"))
    assert shown(k, "2024-06-30") == [600, 60, 0, 0, 540]
    assert k.balance("refund liability", "2024-07-01") == 120
    assert shown(k, "2024-12-31") == [1800, 120, 0, 0, 1680]


def test_a_bonus_that_is_certain_waits_for_a_bill_where_rights_are_dated():
    text = """
obligations:
  A: {price: 1000.00}
  B: {price: 500.00, ssp: 1000.00}
price:
  - {element: bonus, of: A, amount: 50.00}
  - {element: other, amount: 0.00}
billing:
  - {bill: A, on: 2024-01-05, right: when due}
  - {bill: B, right: on delivery}
happened:
  - {date: 2024-01-10, delivered: [A, B]}
  - {date: 2024-02-10, price element: bonus, amount: 80.00}
  - {date: 2024-03-10, price element: other, amount: 40.00}
"""
    k = Kept(text)
    assert shown(k, "2024-01-10") == [1500, 0, 50, 0, 1550]
    assert shown(k, "2024-02-10") == [1500, 0, 80, 0, 1580]
    # of the 40 for both, B's half is owed as it is delivered
    assert shown(k, "2024-03-10") == [1520, 0, 100, 0, 1620]


def test_a_free_promise_takes_nothing_off():
    text = """
obligations:
  A: {price: 1000.00, ssp: 600.00}
  B: {ssp: 400.00}
price:
  - {element: rebate, amount: -100.00}
happened:
  - {date: 2024-01-10, delivered: A}
  - {date: 2024-02-10, delivered: B}
"""
    k = Kept(text)
    assert shown(k, "2024-01-10")[:2] == [1000, 60]
    assert shown(k, "2024-02-10")[4] == 900


def test_a_customer_who_may_cancel_and_rights_with_performance():
    head = "contract: C-1\ncurrency: USD\nsigned: 2024-01-01\ncancel: {by: customer}\n"
    k = Kept(SERVICE % "", head)
    assert shown(k, "2024-06-30") == [600, 60, 0, 0, 540]
    bills = "billing:\n  - {bill: all, instalments: [[2024-01-01, 1200.00]], right: when due}\n"
    k = Kept(SERVICE % bills, head)
    assert shown(k, "2024-06-30") == [600, 60, 0, 0, 540]


def test_a_credit_before_the_bill_of_a_price_by_use():
    bills = "billing:\n  - {bill: all, right: on invoice}\nhappened:"
    text = (ORDER % ("amount", "", "amount", "")).replace("happened:", bills)
    text += "  - {date: 2024-05-01, invoice: I-1, lines: {A: 400.00, B: 300.00}}\n"
    k = Kept(text)
    assert k.balance("refund liability", "2024-04-01") == 0
    assert shown(k, "2024-05-01") == [560, 0, 0, 0, 560]
    early = Kept(text.replace("2024-05-01", "2024-02-02"))
    assert shown(early, "2024-02-02") == [700, 100, 0, 0, 600]
    assert shown(early, "2024-03-01") == [630, 30, 0, 0, 600]
    assert shown(early, "2024-04-01") == [560, 0, 0, 0, 560]


def test_tiers_that_price_units_as_they_come_expect_nothing_back():
    k = Kept((ORDER % ("lines: {A", "}", "lines: {A", "}")).replace("retrospective", "volume"))
    assert shown(k, "2024-02-01") == [600, 0, 0, 0, 600]
    assert shown(k, "2024-04-01") == [460, 0, 0, 0, 460]


def test_an_advance_beside_dated_rights():
    text = """
obligations:
  A: {price: 1000.00}
  B: {price: 600.00}
price:
  - {element: rebate, of: A, amount: -100.00}
billing:
  - {bill: A, instalments: [[2024-02-01, 400.00], [2024-06-01, 600.00]], right: when due}
  - {bill: B, on: 2024-03-01, right: when due}
happened:
  - {date: 2024-01-05, paid: 300.00}
  - {date: 2024-01-20, paid: 500.00}
  - {date: 2024-07-01, delivered: [A, B]}
"""
    k = Kept(text)
    # 300 and 800 ahead, of which 1000 of 1600 are A's; then 40 of the 400 owed, and 20 of the 400 ahead
    assert k.balance("refund liability", "2024-01-05") == Decimal("18.75")
    assert k.balance("refund liability", "2024-01-20") == 50
    assert k.balance("refund liability", "2024-02-01") == 60
    assert shown(k, "2024-07-01") == [800, 100, 0, 0, 1500]
    together = Kept(
        text.replace("{bill: A, inst", "{bill: [A, B], inst").replace(
            "  - {bill: B, on: 2024-03-01, right: when due}\n", ""
        )
    )
    # 400 owed for both: 25 of it goes back, and 25 of the 400 ahead, of which 750 of 1200 are for A
    assert together.balance("refund liability", "2024-02-01") == 50


def test_an_advance_beside_a_bill_of_its_own():
    text = """
term: {from: 2024-01-01, to: 2024-12-31}
obligations:
  A: {price: 1000.00, earn: on delivery}
price:
  - {element: rebate, of: A, amount: -100.00}
billing:
  - {bill: A, every: half year, in: advance, right: when due}
happened:
  - {date: 2024-01-05, paid: 800.00}
"""
    k = Kept(text)
    assert k.balance("refund liability", "2024-01-01") == 50
    assert k.balance("refund liability", "2024-01-05") == 80
    assert k.balance("refund liability", "2024-07-01") == 100


def test_an_advance_without_anything_left_to_owe():
    more = "  - {date: 2024-02-01, paid: 1500.00}\n  - {date: 2024-03-01, refund: 100.00, reason: overpaid}\n"
    k = Kept(SOLD % ("amount: -100.00", more))
    assert shown(k, "2024-02-01")[1:2] == [100]
    assert k.balance("refund liability", "2024-03-01") == 100


AMENDED = """
obligations:
  A: {price: 1000.00, earn: on delivery}
  B: {price: 500.00, earn: on delivery}
%s
happened:
  - {date: 2024-01-05, paid: 1500.00}
  - {date: 2024-02-01, delivered: A}
  - {date: 2024-03-01, amendment: A-1, signed: 2024-03-01, changes: {B: {price: 300.00}}, approved: yes}
  - {date: 2024-04-01, amendment: A-2, signed: 2024-04-01, changes: {B: {price: 250.00}}, approved: yes}
  - {date: 2024-05-01, delivered: B}
%s
"""


def test_an_advance_beyond_a_price_that_was_lowered_twice():
    k = Kept(AMENDED % ("", ""))
    assert shown(k, "2024-02-01") == [0, 0, 0, 500, 1000]
    assert shown(k, "2024-03-01") == [0, 200, 0, 300, 1000]
    assert shown(k, "2024-04-01") == [0, 250, 0, 250, 1000]
    assert shown(k, "2024-05-01") == [0, 250, 0, 0, 1250]
    paid_back = Kept(AMENDED % ("", "  - {date: 2024-06-01, refund: 250.00, reason: overpaid}"))
    assert shown(paid_back, "2024-06-01") == [0, 0, 0, 0, 1250]


def test_beyond_the_price_counts_what_was_used():
    text = AMENDED % ("  C: {price: 2.00 per unit, earn: on delivery}", "")
    text = text.replace("delivered: A}", "delivered: A}\n  - {date: 2024-02-02, delivered: C, quantity: 30}")
    assert Kept(text).balance("refund liability", "2024-03-01") == 140


def test_nothing_is_beyond_the_price_of_who_may_cancel():
    head = "contract: C-1\ncurrency: USD\nsigned: 2024-01-01\ncancel: {by: customer}\n"
    k = Kept(AMENDED % ("", ""), head)
    assert k.balance("refund liability", "2024-04-01") == 0


def test_an_implicit_concession_of_an_invoice_is_not_owed():
    text = """
obligations:
  A: {price: 1000.00}
price:
  - {element: concession, of: A, implicit: yes, amount: -300.00}
billing:
  - {bill: A, right: on invoice}
happened:
  - {date: 2024-02-01, invoice: I-1, lines: {A: 600.00}}
  - {date: 2024-03-01, delivered: A}
  - {date: 2024-04-01, invoice: I-2, lines: {A: 400.00}}
  - {date: 2024-05-01, price element: concession, amount: -100.00}
"""
    k = Kept(text)
    assert shown(k, "2024-02-01") == [420, 0, 0, 420, 0]
    assert shown(k, "2024-03-01") == [420, 0, 280, 0, 700]
    assert shown(k, "2024-04-01") == [700, 0, 0, 0, 700]
    assert shown(k, "2024-05-01") == [900, 0, 0, 0, 900]


def test_one_obligation_with_what_goes_back_and_what_was_never_owed():
    text = """
obligations:
  A: {price: 1000.00}
price:
  - {element: rebate, of: A, amount: -90.00}
  - {element: concession, of: A, implicit: yes, amount: -30.00}
happened:
  - {date: 2024-02-01, delivered: A}
  - {date: 2024-03-01, credit note: C-1, amount: 40.00, reason: price}
"""
    k = Kept(text)
    assert shown(k, "2024-02-01") == [970, 90, 0, 0, 880]
    assert shown(k, "2024-03-01") == [940, 60, 0, 0, 880]


def test_a_credit_of_the_day_knows_the_use_and_the_rate_of_the_day():
    text = """
obligations:
  A: {price: 8.00 per unit, earn: on delivery}
price:
  - {element: rebate, of: A, tiers: [[10, 8.00], [rest, 6.00]], mode: retrospective}
happened:
  - {date: 2024-02-01, delivered: A, quantity: 5}
  - {date: 2024-03-01, estimate: A, expected quantity: 50}
  - {date: 2024-03-01, delivered: A, quantity: 20}
  - {date: 2024-03-01, credit note: C-1, amount: 60.00, reason: price}
"""
    k = Kept(text)
    # 25 x 2 is expected to go back on that day; 10 more lowers the price
    assert shown(k, "2024-03-01") == [140, 0, 0, 0, 140]


def test_cash_paid_back_of_a_price_that_expected_it():
    text = """
obligations:
  A: {price: 8.00 per unit, earn: on delivery}
price:
  - {element: off, percent: -25%}
happened:
  - {date: 2024-02-01, delivered: A, quantity: 50}
  - {date: 2024-02-02, paid: 400.00}
  - {date: 2024-03-01, refund: 100.00, reason: price}
"""
    k = Kept(text)
    assert shown(k, "2024-02-02") == [0, 100, 0, 0, 300]
    assert shown(k, "2024-03-01") == [0, 0, 0, 0, 300]
    assert (k.balance("cash", "2024-03-01"), k.balance("refunds contra revenue", "2024-03-01")) == (300, 0)


def test_a_bonus_is_owed_from_the_last_row_that_makes_it_certain():
    rows = """
  - {date: 2024-02-01, price element: rebate, amount: 70.00}
  - {date: 2024-03-01, price element: rebate, amount: 60.00}
"""
    k = Kept(SOLD % ("amount: 100.00", rows))
    assert shown(k, "2024-02-01") == [1000, 0, 70, 0, 1070]
    assert shown(k, "2024-03-01") == [1060, 0, 0, 0, 1060]
    again = rows + "  - {date: 2024-04-01, price element: rebate, outcomes: [[90.00, 100%]]}\n"
    judged = "judged:\n  - {date: 2024-01-01, held back: rebate, amount: 0.00, why: so}\n"
    k = Kept(SOLD % ("amount: 100.00", again) + judged)
    assert shown(k, "2024-04-01") == [1000, 0, 90, 0, 1090]
