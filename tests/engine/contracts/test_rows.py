"""What happened, what was judged, what it cost, what was taken over: each verb with its fields, and what is refused."""

from __future__ import annotations

from fractions import Fraction as F

import pytest

from duly.engine.contracts.terms import Bound, Fact, Obligation, Price, Quantity
from duly.ground.dates import Duration, day
from tests.engine.contracts.texts import error_of, errors_of, terms_of

GIVEN = """\
term: {from: 2024-01-01, to: 2024-12-31}
obligations:
  a: {price: 100.00, milestones: {design: 30%, build: 70%}, earn: on milestones}
  b: {price: 50.00}
price:
  - {element: rebate, method: most likely, outcomes: [[0.00, 70%], [-20.00, 30%]]}
  - {element: early, per: 10.00, unit: day, outcomes: [[0, 100%]]}
  - {element: shares, what: stock, units: 10, every: week, value: 12.00}
happened:
  - {date: 2024-01-02, invoice: INV-1, amount: 50.00}
  - {date: 2024-01-03, amendment: A-1, price: 5.00}
"""


def fact(row: str) -> Fact:
    decided = "judged:\n  - {date: 2024-02-02, dispute: INV-1, conceded: no}\n" if row.startswith("dispute") else ""
    return terms_of(GIVEN + f"  - {{date: 2024-02-01, {row}}}\n{decided}").happened[2]


def judged(row: str) -> Fact:
    return terms_of(GIVEN + f"judged:\n  - {{date: 2024-02-01, {row}}}\n").judged[0]


def cost(row: str) -> Fact:
    return terms_of(GIVEN + f"costs:\n  - {{date: 2024-02-01, {row}}}\n").costs[0]


@pytest.mark.parametrize(
    ("row", "subjects", "fields"),
    [
        ("delivered: b", ("b",), {}),
        ("delivered: [a, b]", ("a", "b"), {}),
        ("delivered: b, quantity: 60", ("b",), {"quantity": F(60)}),
        ("delivered: b, parts: 2", ("b",), {"parts": 2}),
        ("accepted: b, parts: 2", ("b",), {"parts": 2}),
        ("held: b", ("b",), {}),
        ("milestone: a, reached: design", ("a",), {"reached": "design"}),
        ("hours: b, quantity: 12.5", ("b",), {"quantity": F(25, 2)}),
        ("usage: b, quantity: 200", ("b",), {"quantity": F(200)}),
        ("progress: b, done: 60%", ("b",), {"done": F(3, 5)}),
        ("cost: b, amount: 600.00, uninstalled: 10.00", ("b",), {"amount": 60000, "uninstalled": 1000}),
        ("estimate: b, expected cost: 190.00, why: steel", ("b",), {"expected cost": 19000, "why": "steel"}),
        ("estimate: b, cost to complete: 0.00", ("b",), {"cost to complete": 0}),
        ("estimate: b, expected quantity: at most 1000", ("b",), {"expected quantity": Bound("at most", F(1000))}),
        ("estimate: b, expected quantity: 1200", ("b",), {"expected quantity": F(1200)}),
        ("paid: 518.40, invoice: INV-1", (), {"paid": 51840, "invoice": "INV-1"}),
        ("credit note: CN-1, invoice: INV-1, amount: 3.00, reason: price", (), {"credit note": "CN-1", "amount": 300}),
        ("refund: 90.00, reason: overpaid", (), {"refund": 9000, "reason": "overpaid"}),
        ("write off: 12.00, invoice: INV-1", (), {"write off": 1200}),
        ("recovered: 12.00", (), {"recovered": 1200}),
        ("customer credit: 11.00", (), {"customer credit": 1100}),
        ("dispute: INV-1, amount: 5.00", (), {"dispute": "INV-1", "amount": 500}),
        ("customer credit: 5.00, reason: goodwill", (), {"customer credit": 500, "reason": "goodwill"}),
        ("refund: 5.00, reason: customer credit", (), {"refund": 500, "reason": "customer credit"}),
        ("sales: b, amount: 80000.00", ("b",), {"amount": 8_000_000}),
        ("measured: b, amount: 1.00", ("b",), {"amount": 100}),
        ("measured: rebate, amount: 1.00", ("rebate",), {"amount": 100}),
        ("received: stock, quantity: 10, value: 12.505", ("stock",), {"quantity": F(10), "value": F(12505, 10)}),
        ("redeemed: b, quantity: 4500", ("b",), {"quantity": F(4500)}),
        ("exercised: b", ("b",), {}),
        ("expired: [a, b]", ("a", "b"), {}),
        ("returned: b, quantity: 2", ("b",), {"quantity": F(2)}),
        ("return right lapsed: b", ("b",), {}),
        ("terminated: all, refund: 0.00", (), {"refund": 0}),
        ("terminated: b", ("b",), {}),
        ("renewed: 12 months", (), {"renewed": Duration(months=12)}),
        ("price element: rebate, amount: -10.00", ("rebate",), {"amount": -1000}),
        ("price element: rebate, outcomes: [[-10.00, 100%]]", ("rebate",), {"outcomes": ((-1000, F(1)),)}),
        (
            "price element: early, outcomes: [[5, 40%], [-2, 60%]]",
            ("early",),
            {"outcomes": ((F(5), F(2, 5)), (F(-2), F(3, 5)))},
        ),
    ],
)
def test_what_happened_has_subjects_and_fields(row, subjects, fields):
    found = fact(row)
    assert found.verb == row.partition(":")[0]
    assert found.subjects == subjects
    assert {key: found.fields[key] for key in fields} == fields
    assert (found.on, found.known_on, found.order, found.place.line) == (day("2024-02-01"), day("2024-02-01"), 2, 15)


@pytest.mark.parametrize(
    ("row", "subjects", "fields"),
    [
        ("distinct: [a, b], by: M. Rao", ("a", "b"), {"by": "M. Rao"}),
        ("not distinct: [a, b]", ("a", "b"), {}),
        ("held back: rebate, amount: 0.00", ("rebate",), {"amount": 0}),
        ("included: rebate, amount: -20.00", ("rebate",), {"amount": -2000}),
        ("collect: not probable", (), {"collect": "not probable"}),
        ("treatment: A-1, as: catch-up, why: one service", (), {"treatment": "A-1", "as": "catch-up"}),
        ("significant financing: no", (), {"significant financing": False}),
        ("remote: b", ("b",), {}),
        ("substantive penalty: yes", (), {"substantive penalty": True}),
        ("dispute: INV-1, conceded: yes", (), {"dispute": "INV-1", "conceded": True}),
        ("allowance: 12.50", (), {"allowance": 1250}),
        ("allowance: 2.5%, of: contract assets", (), {"allowance": F(1, 40), "of": "contract assets"}),
        ("controls: b", ("b",), {}),
        ("does not control: b", ("b",), {}),
        ("material right: b", ("b",), {}),
        ("not material right: b", ("b",), {}),
    ],
)
def test_what_was_judged_has_subjects_and_fields(row, subjects, fields):
    found = judged(row)
    assert (found.verb, found.subjects) == (row.partition(":")[0], subjects)
    assert {key: found.fields[key] for key in fields} == fields


@pytest.mark.parametrize(
    ("row", "fields"),
    [
        ("commission: 480.00, over: 60 months", {"commission": 48000, "over": Duration(months=60)}),
        ("commission: 480.00, over: b, by: month", {"over": "b", "by": "month"}),
        ("commission: 1.00, anticipated renewals: 0, renewal commission: commensurate", {"anticipated renewals": 0}),
        ("fulfilment: 90.00, over: b, from: 2024-03-01", {"fulfilment": 9000, "from": day("2024-03-01")}),
        (
            "obtaining: 15.00, incremental: no, what: lawyers",
            {"obtaining": 1500, "incremental": False, "what": "lawyers"},
        ),
        ("expense: 15.00, what: legal, paid: no", {"expense": 1500, "what": "legal", "paid": False}),
    ],
)
def test_a_cost_has_its_amount_and_how_it_is_spread(row, fields):
    found = cost(row)
    assert found.verb == row.partition(":")[0]
    assert {key: found.fields[key] for key in fields} == fields


def test_an_opening_is_a_position_of_an_obligation_or_of_the_contract():
    rows = "opening:\n  - {date: 2024-01-01, obligation: b, recognized: 5.00, progress: 10%, "
    rows += "allocated: 50.00, billed: 0.00}\n"
    rows += "  - {date: 2024-01-01, receivable: 7.00, deposit: 0.00, customer credit: 1.00}\n"
    one, two = terms_of(GIVEN + rows).opening
    assert (one.verb, one.subjects, one.fields["recognized"], one.fields["progress"]) == (
        "opening",
        ("b",),
        500,
        F(1, 10),
    )
    assert (two.subjects, two.fields["receivable"], two.order) == ((), 700, 1)


def test_a_row_knows_when_it_became_known_what_it_mends_and_its_own_id():
    found = fact("delivered: b, known: 2024-03-01, corrects: yes, ref: imp/7, source: o p3, note: late")
    assert (found.known_on, found.corrects, found.ref, found.source) == (day("2024-03-01"), True, "imp/7", "o p3")
    assert fact("delivered: b, known: 2023-12-01").known_on == day("2023-12-01")


def test_an_invoice_has_the_sum_of_its_lines_and_its_tax_in_money():
    found = fact("invoice: 2024/7, lines: {a: 10.00, b: 5.50}, tax: 8.25%, due: 2024-03-01")
    assert found.fields["lines"] == {"a": 1000, "b": 550}
    assert (found.fields["amount"], found.fields["tax"], found.fields["tax rate"]) == (1550, 128, F(33, 400))
    assert found.ref == "2024/7"
    assert fact("invoice: I-2, amount: 5.00, tax: 0.40").fields["tax"] == 40


@pytest.mark.parametrize(
    ("row", "name"),
    [
        ("delivered: c", "UnknownObligation"),
        ("delivered: []", "EmptyValue"),
        ("delivered: b, quantiti: 5", "UnknownKey"),
        ("delivered: b, accepted: b", "SeveralVerbs"),
        ("deliverd: b", "NoVerb"),
        ("why: nothing", "NoVerb"),
        ("milestone: a", "MissingKey"),
        ("milestone: a, reached: desing", "UnknownMilestone"),
        ("milestone: b, reached: design", "UnknownMilestone"),
        ("hours: b", "MissingKey"),
        ("progress: b, done: 120%", "NumberOutOfRange"),
        ("estimate: b", "MissingKey"),
        ("invoice: INV-1, amount: 5.00", "DuplicateInvoice"),
        ("invoice: INV-2", "MissingKey"),
        ("invoice: INV-2, lines: {a: 5.00}, amount: 6.00", "DoesNotAddUp"),
        ("invoice: INV-2, lines: {c: 5.00}", "UnknownObligation"),
        ("invoice: INV-2, lines: {a: 5.001}", "TooManyDecimals"),
        ("paid: 5.00, invoice: INV-11", "UnknownInvoice"),
        ("credit note: C-1, amount: 1.00", "MissingKey"),
        ("credit note: C-1, amount: 1.00, reason: whim", "UnknownChoice"),
        ("refund: -1.00, reason: price", "NumberOutOfRange"),
        ("price element: rebat, amount: 1.00", "UnknownElement"),
        ("price element: rebate", "MissingKey"),
        ("price element: rebate, outcomes: [[-10.00, 90%]]", "DoesNotAddUp"),
        ("price element: rebate, outcomes: [[-10.001, 100%]]", "TooManyDecimals"),
        ("received: gold, quantity: 1", "UnknownElement"),
        ("amendment: A-1", "DuplicateFact"),
        ("amendment: A-2, changes: {c: {price: 1.00}}", "UnknownObligation"),
        ("amendment: A-2, changes: {b: {price: -1.00}}", "NegativePrice"),
        ("amendment: A-2, changes: {b: {pric: 1.00}}", "UnknownKey"),
        ("amendment: A-2, changes: {term: {to: 2023-06-30}}", "EndBeforeStart"),
        ("amendment: A-2, adds: {c: {price: 1.00, earn: over time by day, from: 2025-02-01}}", "EndBeforeStart"),
        ("amendment: A-2, removes: c", "UnknownObligation"),
        ("amendment: A-2, distinct: {c: yes}", "UnknownObligation"),
    ],
)
def test_a_row_that_cannot_be_is_refused_by_name(row, name):
    error = error_of(GIVEN + f"  - {{date: 2024-02-01, {row}}}\n")
    assert error.name == name
    assert error.place.line == 15
    assert error.contract == "C-1"
    assert error.why and error.fix


@pytest.mark.parametrize(
    ("row", "name"),
    [
        ("treatment: A-1, as: catch-up", "ReasonMissing"),
        ("treatment: A-9, as: catch-up, why: x", "UnknownAmendment"),
        ("treatment: A-1, as: ignored, why: x", "UnknownChoice"),
        ("held back: rebate", "MissingKey"),
        ("held back: bonus, amount: 1.00", "UnknownElement"),
        ("collect: perhaps", "UnknownChoice"),
    ],
)
def test_a_judgement_that_cannot_be_is_refused_by_name(row, name):
    assert error_of(GIVEN + f"judged:\n  - {{date: 2024-02-01, {row}}}\n").name == name


def test_the_nearest_known_word_is_named():
    assert "'quantity'" in error_of(GIVEN + "  - {date: 2024-02-01, delivered: b, quantiti: 5}\n").fix
    assert "'rebate'" in error_of(GIVEN + "  - {date: 2024-02-01, price element: rebat, amount: 1.00}\n").what
    assert "'design'" in error_of(GIVEN + "  - {date: 2024-02-01, milestone: a, reached: desing}\n").what
    assert "'delivered'" in error_of(GIVEN + "  - {date: 2024-02-01, deliverd: b}\n").what


def test_a_row_without_a_date_and_a_list_in_place_of_a_row_are_refused():
    assert error_of(GIVEN + "  - {delivered: b}\n").name == "MissingKey"
    assert error_of(GIVEN + "  - [delivered, b]\n").name == "WrongShape"


def test_an_id_is_used_once_and_a_correction_may_repeat_a_number():
    rows = "  - {date: 2024-02-01, delivered: b, ref: R}\n  - {date: 2024-02-02, delivered: b, ref: R}\n"
    error = error_of(GIVEN + rows)
    assert (error.name, error.place.line) == ("DuplicateFact", 16)
    assert "line 15" in error.what
    assert (
        len(terms_of(GIVEN + "  - {date: 2024-02-01, invoice: INV-1, amount: -50.00, corrects: yes}\n").happened) == 3
    )


def test_an_invoice_may_stand_elsewhere_where_the_contract_was_taken_over():
    row = "  - {date: 2024-02-01, paid: 5.00, invoice: OLD-7}\n"
    assert error_of(GIVEN + row).name == "UnknownInvoice"
    assert (
        terms_of(GIVEN + row + "opening: [{date: 2024-01-01, receivable: 5.00}]\n").happened[2].fields["invoice"]
        == "OLD-7"
    )


def test_an_amendment_has_typed_changes_and_whole_obligations():
    found = fact(
        "amendment: A-2, signed: 2024-01-20, changes: {b: {quantity: 125 seats, price: 2.00 per seat, to: 2025-06-30}, "
        "term: {to: 2025-12-31}}, adds: {c: {price: 12.00 per month, earn: over time by month}, d: {price: 1.00}}, "
        "removes: [a], price: -3.00, distinct: {c: yes}, remaining distinct: no, ssp: {b: 2.50 per seat}, approved: yes"
    )
    changes, adds = found.fields["changes"], found.fields["adds"]
    assert isinstance(changes, dict) and isinstance(adds, tuple)
    assert changes["b"]["quantity"] == Quantity(F(125), "seats")
    assert isinstance(changes["b"]["price"], Price)
    assert changes["b"]["until"] == day("2025-07-01")
    assert changes["term"] == {"until": day("2026-01-01")}
    c, d = adds
    assert isinstance(c, Obligation)
    assert (c.ref, c.number, c.from_on, c.until) == ("c", 2, day("2024-02-01"), day("2026-01-01"))
    assert (d.ref, d.number, d.from_on) == ("d", 3, None)
    assert (found.fields["distinct"], found.fields["remaining distinct"]) == ({"c": True}, False)
    assert (found.fields["removes"], found.fields["price"], found.ref) == (("a",), -300, "A-2")


def test_what_an_amendment_adds_may_be_spoken_of_and_months_become_a_last_day():
    rows = "  - {date: 2024-02-01, amendment: A-2, changes: {term: {months: 24}}, adds: {c: {price: 1.00}}}\n"
    rows += (
        "  - {date: 2024-03-01, delivered: c}\n  - {date: 2024-03-02, amendment: A-3, changes: {c: {price: 2.00}}}\n"
    )
    terms = terms_of(GIVEN + rows)
    assert terms.happened[2].fields["changes"] == {"term": {"until": day("2026-01-01")}}
    assert terms.happened[3].subjects == ("c",)


def test_every_error_of_a_contract_is_reported_in_the_order_of_the_file():
    rows = "  - {date: 2024-02-31, delivered: b}\n  - {date: 2024-02-01, delivered: c}\n  - {date: 2024-02-01}\n"
    found = errors_of(GIVEN.replace("price: 50.00", "price: 50.001") + rows)
    assert [error.name for error in found] == ["TooManyDecimals", "NoSuchDay", "UnknownObligation", "NoVerb"]
    assert [error.place.line for error in found] == [7, 15, 16, 17]
