"""Classes of amounts for earlier periods, and the two measures of a misstatement, on figures worked out by hand."""

from __future__ import annotations

import pytest

from duly.engine.periods.prior import CLASSES, Elsewhere, Learned, misstatements, proposed
from duly.ground.cites import paragraph

CLOSED = 100  # the day on which the earlier period was closed


def learned(verb: str = "delivered", on: int = 90, **more: object) -> Learned:
    return Learned(verb, on, words=f"{verb} on {on}", **more)


@pytest.mark.parametrize(
    ("cause", "rows", "named"),
    [
        ("policy", [], "policy"),
        ("policy", [learned(corrects=True)], "policy"),
        ("ssp", [], "error"),
        ("rate", [], "error"),
        ("engine version", [], "error"),
        ("", [learned()], "error"),
        ("", [learned(on=100)], "error"),
        ("", [learned(on=101)], "event"),
        ("", [learned(claimed_on=100)], "error"),
        ("", [learned(claimed_on=101)], "event"),
        # An earlier claim does not make it older than it is.
        ("", [learned(on=101, claimed_on=90)], "event"),
        ("", [learned(claimed_on=101), learned(claimed_on=99)], "error"),
        ("", [learned("estimate")], "estimate"),
        ("", [learned("estimate"), learned("held back")], "estimate"),
        ("", [learned("estimate", corrects=True)], "error"),
        ("", [learned("estimate"), learned()], "error"),
        ("", [learned("estimate"), learned(on=101)], "event"),
        ("", [], "error"),
    ],
)
def test_what_moved_an_amount_says_what_it_is(cause, rows, named):
    assert proposed(cause, rows, CLOSED).named == named


def test_a_proposal_says_why():
    assert proposed("", [learned()], CLOSED).why == (
        "delivered on 90 was there when the period was closed on 1970-04-11, and was not used"
    )


def test_errors_and_policies_alone_are_carried_back_and_each_class_has_its_paragraphs():
    assert {named for named, (_, back) in CLASSES.items() if back} == {"error", "policy"}
    for cite, _ in CLASSES.values():
        asc, _, ifrs = cite.partition(", ")
        assert paragraph(asc).ifrs == ifrs


def test_an_error_that_grows_is_small_by_the_period_and_large_by_what_has_piled_up():
    """20 too little in each of five years, put right in the sixth: no year is wrong by more than 20, and 100 has piled
    up at the end of the fifth; put right, the sixth is wrong by 100 and its end by nothing."""
    rows = [Elsewhere("A", "revenue", year, 5, -20) for year in range(5)]
    found = [(one.rollover, one.iron_curtain) for one in misstatements(rows, 6)]
    assert found == [(-20, -20), (-20, -40), (-20, -60), (-20, -80), (-20, -100), (100, 0)]
    assert [one.measure for one in misstatements(rows, 6)] == [20, 40, 60, 80, 100, 100]


def test_accounts_and_contracts_are_told_apart_the_largest_first():
    rows = [
        Elsewhere("A", "revenue", 0, 2, -5),
        Elsewhere("B", "revenue", 0, 2, -70),
        Elsewhere("C", "revenue", 0, 2, 30),
        Elsewhere("A", "receivable", 1, 2, 5),
        Elsewhere("D", "revenue", 0, 1, 9),
        Elsewhere("D", "revenue", 0, 1, -9),
    ]
    found = misstatements(rows, 2)
    assert [(one.period, one.account, one.rollover, one.iron_curtain) for one in found] == [
        (0, "revenue", -45, -45),
        (1, "receivable", 5, 5),
        (1, "revenue", 0, -45),
    ]
    assert found[0].contracts == (("B", -70), ("C", 30), ("A", -5))


def test_what_was_taken_out_of_a_period_and_carried_back_is_wrong_no_more():
    assert misstatements([Elsewhere("A", "revenue", 0, 1, -5), Elsewhere("A", "revenue", 0, 1, 5)], 2) == []
