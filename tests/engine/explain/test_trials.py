"""How a case is judged: every number alone, by variant, and never passing for want of something to compare."""

from __future__ import annotations

from fractions import Fraction

import pytest

from duly.engine.explain.cases import changed, is_number, shown
from duly.engine.explain.quantities import QUANTITIES
from duly.engine.explain.trials import tried
from duly.readers.tree import read_tree

CASE = """case: two
title: Two products
{more}
contract: TWO
currency: USD
signed: 2024-01-01
tags: {{region: EMEA}}
total: 1000.00
obligations:
  A: {{ssp: 400.00, earn: on delivery, cost: 100.00}}
  B: {{ssp: 600.00, earn: over time by month, from: 2024-01-01, to: 2024-12-31}}
billing:
  - {{bill: all, in: one sum, right: on invoice}}
happened:
  - {{date: 2024-01-31, delivered: A}}
  - {{date: 2024-02-01, invoice: I, amount: 1000.00}}
expect:
{expect}
"""


def trial(*rows, more="note: none"):
    expect = "\n".join(f"  - {row}" for row in rows)
    return judged(CASE.format(more=more, expect=expect))


def judged(text):
    read = read_tree(text.encode(), name="case.yaml")
    return tried(read.documents, name="case", unread=read.errors)


def blame(done):
    return [(one.path, one.expected, one.got) for one in done.differences]


@pytest.mark.parametrize(
    "row",
    [
        "{through: 2024-01-01, transaction price: 1000.00, allocation: {A: 400.00, B: 600.00}, from: x}",
        "{through: 2024-01-31, revenue: 450.00, from: x}",
        "{since: 2024-02-01, through: 2024-02-29, revenue: {A: 0.00, B: 50.00}, from: x}",
        "{through: 2024-01-31, balances: {contract asset: 450.00, receivable: 0.00}, from: x}",
        "{since: 2024-02-01, through: 2024-02-29, movement: {receivable: 1000.00, revenue: -50.00}, from: x}",
        "{through: 2024-01-31, remaining: 550.00, from: x}",
        '{through: 2023-12-31, remaining: {"2024": 600.00, not scheduled: 400.00}, from: x}',
        "{through: 2024-03-31, progress: {B: 0.25, A: 1}, from: x}",
        "{through: 2024-04-30, progress: {B: 0.333}, from: x}",
        "{through: 2024-01-31, cost: {A: 100.00}, margin: {A: 300.00}, from: x}",
        "{through: 2024-01-31, cost: 100.00, margin: 350.00, from: x}",
        "{ssp: {A: 400.00}, discount: 0.00, from: x}",
        "{since: 2024-02-01, through: 2024-02-29, disaggregation: {region: {EMEA: 50.00}}, from: x}",
        "{through: 2024-12-31, disaggregation: {timing: {over time: 600.00, point in time: 400.00}}, from: x}",
        "{through: 2024-01-31, treatment: {contract exists: yes}, from: x}",
        "{through: 2024-12-31, figure: revenue(B) / revenue(), is: 0.60, from: x}",
        "{through: 2024-12-31, figure: days(B), is: 366, from: x}",
        "{contract: TWO, through: 2024-12-31, revenue: 1000.00, from: [x, y]}",
    ],
)
def test_a_right_row_passes_and_fails_when_its_number_changes(row):
    done = trial(row)
    assert done.passed, (done.case.problems, done.refused, blame(done))
    for place, leaf in enumerate(done.case.leaves):
        if is_number(leaf.text):
            leaves = (*done.case.leaves[:place], changed(leaf), *done.case.leaves[place + 1 :])
            altered = done._replace(case=done.case._replace(leaves=leaves))
            assert [one.path for one in altered.differences] == [leaf.path]


def test_a_wrong_number_is_named_with_what_was_expected_and_what_came():
    done = trial("{through: 2024-01-31, revenue: {A: 400.01}, balances: {receivable: 1.00}, from: x}")
    assert blame(done) == [
        ("expect[0].revenue.A", "400.01", "400.00"),
        ("expect[0].balances.receivable", "1.00", "0.00"),
    ]


def test_an_amount_is_compared_to_the_cent_however_few_decimals_are_written():
    assert blame(trial("{through: 2024-01-10, revenue: {B: 16}, from: x}")) == [("expect[0].revenue.B", "16", "16.13")]


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("{through: 2024-01-31, revenue: 450.00}", "no from"),
        ("{through: 2024-01-31, from: x}", "no quantity"),
        ("{through: 2024-01-31, revenu: 450.00, from: x}", "there is no quantity 'revenu'"),
        ("{through: 2024-01-31, revenue: {A: {B: {C: 1.00}}}, from: x}", "not a form"),
        ("{through: 2024-01-31, revenue: [450.00], from: x}", "not a form"),
        ("{through: 2024-02-30, revenue: 450.00, from: x}", "through"),
        ("{through: 2024-01-31, revenue: 450.00, under: other, from: x}", "no variant 'other'"),
        ("450.00", "a row has selectors"),
    ],
)
def test_a_row_that_could_prove_nothing_fails_the_case(row, problem):
    done = trial(row)
    assert not done.passed
    assert any(problem in text for text in done.case.problems), done.case.problems


@pytest.mark.parametrize(
    "row",
    [
        "{revenue: {C: 0.00}, from: x}",
        "{balances: {goodwill: 0.00}, from: x}",
        "{contract: OTHER, revenue: 0.00, from: x}",
        "{disaggregation: {region: {APAC: 0.00}}, from: x}",
        "{treatment: {role: agent}, from: x}",
        "{figure: days(A), is: 0, from: x}",
        "{figure: expected_cost(A), is: 0, from: x}",
        "{figure: 1 / 0, is: 0, from: x}",
        "{figure: revenue(A)}",
    ],
)
def test_what_is_not_there_is_never_zero(row):
    assert not trial(row).passed


def test_a_case_without_expectations_fails():
    assert trial().case.problems == ("nothing is expected",)


def test_a_row_without_a_variant_must_hold_under_all():
    variants = "variants: {plain: {progress digits: exact}, rounded: {progress digits: 1}}"
    both = trial("{through: 2024-02-29, revenue: {B: 100.00}, from: x}", more=variants)
    assert blame(both) == [("expect[0].revenue.B", "100.00", "100.00 / 120.00")]
    one = trial("{through: 2024-02-29, revenue: {B: 120.00}, under: rounded, from: x}", more=variants)
    assert one.passed and one.case.carried == 1


def test_a_refusal_must_be_expected_by_its_name():
    broken = CASE.replace("total: 1000.00", "total: 1000.001")
    ok = judged(broken.format(more="", expect="  - {contract: TWO, error: TooManyDecimals, from: x}"))
    assert ok.passed
    wrong = judged(broken.format(more="", expect="  - {contract: TWO, error: NoSuchDay, from: x}"))
    assert blame(wrong) == [("expect[0].error", "NoSuchDay", "TooManyDecimals")]
    unexpected = judged(broken.format(more="", expect="  - {through: 2024-01-31, revenue: 450.00, from: x}"))
    assert not unexpected.passed and [error.name for error in unexpected.refused] == ["TooManyDecimals"]
    assert blame(trial("{error: TooManyDecimals, from: x}")) == [("expect[0].error", "TooManyDecimals", "no error")]


def test_a_file_that_cannot_be_read_is_a_failed_case():
    done = judged("case: [")
    assert not done.passed and done.refused


@pytest.mark.parametrize("more", ["left_out: [{path: e.x, why: too hard}]", "left_out: [{why: printed rounding}]"])
def test_a_number_is_left_out_for_a_known_reason_or_not_at_all(more):
    assert not trial("{through: 2024-01-31, revenue: 450.00, from: x}", more=more).passed


def test_carried_and_left_out_numbers_are_counted():
    more = "left_out: [{path: e.x, count: 3, why: printed rounding}, {path: [e.y, e.z], why: wrong on purpose}]"
    case = trial("{through: 2024-01-31, revenue: {A: 400.00, B: 50.00}, from: x}", more=more).case
    assert (case.carried, case.of) == (2, 7)


def test_a_changed_number_differs_in_its_last_decimal():
    leaf = trial("{revenue: 1.00, from: x}").case.leaves[0]
    texts = [
        changed(leaf._replace(text=text)).text
        for text in ("1.00", "-1.00", "-0.01", "9", "0.999", "10000000000000000.01")
    ]
    assert texts == ["1.01", "-0.99", "0.00", "10", "1.000", "10000000000000000.02"]


@pytest.mark.parametrize("text", ["", "-", ".5", "5.", "1e3", "1,000", "+1", "--1", "١", "1 ", "yes"])
def test_what_is_no_plain_number_is_compared_as_a_word(text):
    assert not is_number(text)


def test_a_value_is_shown_with_the_decimals_it_needs():
    assert [shown(Fraction(v), "1.00") for v in (1, "1/8", "1/3", "-1/200")] == ["1.00", "0.125", "0.333333", "-0.005"]


def test_every_quantity_of_the_language_is_known():
    names = "transaction price, allocation, revenue, balances, movement, remaining, progress, cost, margin, ssp, carve"
    assert set(names.split(", ")) | {"discount", "disaggregation", "treatment", "error", "figure"} <= set(QUANTITIES)
