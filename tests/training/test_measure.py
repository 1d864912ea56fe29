"""The measure of clauses, by cases small enough to work out by hand."""

from __future__ import annotations

import pytest

from duly.training.measure import figures, means

TWO = [[(0, 10), (50, 60)], []]


def test_right_before_wrong_is_perfect():
    one = figures([[(0, 10, 0.9), (51, 60, 0.8), (20, 30, 0.1)], []], TWO)
    assert (one.aupr, one.precision, one.presence) == (1.0, 1.0, 1.0)


def test_a_missed_span_lowers_recall_but_not_the_order():
    one = figures([[(0, 10, 0.9)], []], TWO)
    assert (one.aupr, one.precision, one.ranked) == (0.5, 0.0, 1.0)


def test_a_second_proposal_of_one_span_is_wrong():
    one = figures([[(0, 10, 0.9), (0, 9, 0.8), (50, 60, 0.7)], []], TWO)
    assert one.aupr == pytest.approx(0.5 + 0.5 * 2 / 3)
    assert one.ranked == 1.0


def test_less_than_half_is_no_find():
    assert figures([[(0, 4, 0.9)], []], TWO).aupr == 0.0
    assert figures([[(0, 5, 0.9)], []], TWO).aupr == 0.5


def test_presence_asks_which_contract_has_it():
    one = figures([[(90, 95, 0.3)], [(0, 5, 0.6)]], TWO)
    assert one.presence == 0.5


def test_means_leave_out_dates_and_the_rare():
    half, full = figures([[(0, 10, 0.9)], []], TWO), figures([[(0, 10, 0.9), (50, 60, 0.9)], []], TWO)
    assert means({"Agreement Date": full, "Audit Rights": half})["aupr"] == 0.5
