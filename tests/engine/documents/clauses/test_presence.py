"""Whether a contract has a kind of clause at all: what speaks for it, and that the likeliest run takes that chance."""

from __future__ import annotations

from math import log

import numpy as np
import pytest

from duly.engine.documents.clauses.presence import FAINT, Present, odds, settled, signs

ALL_RUNS = np.array([1.0, 0.0, 0.0, 0.0, 0.0])


def test_two_runs_that_each_say_it_by_half_are_more_than_one():
    inside = np.array([-9.0, 1.5, 0.5])
    one, two = signs(np.array([0.5]), inside, None), signs(np.array([0.5, 0.5]), inside, None)
    assert one == pytest.approx([0.0, 1.5, 0, 0, 0])
    assert two == pytest.approx([log(3), 1.5, 0, 0, 0])


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ([(True, False), (True, False)], (1, 0, 0.8)),
        ([(True, True), (True, False)], (1, 1, 0.3)),
        ([(False, True), (False, False)], (0, 1, None)),
    ],
)
def test_what_is_said_outright_counts_where_nothing_denies_it(told, expected):
    says, denies, likely = expected
    found = signs(np.array([0.8, 0.3]), np.zeros(2), told)[2:]
    assert found == pytest.approx([says, denies, FAINT if likely is None else odds(likely)])


def test_of_runs_that_are_as_good_as_none_nobody_asks_what_they_say():
    asked = iter([(True, True), (True, True), (True, False)])
    assert signs(np.array([0.5, 1e-5, 1e-6]), np.zeros(2), asked)[-1] == FAINT
    assert list(asked) == [(True, False)]


def test_the_likeliest_run_takes_the_chance_of_the_contract():
    seen = signs(np.array([0.6, 0.5, 0.2]), np.zeros(3), None)
    score = settled(np.array([0.6, 0.5, 0.2]), seen, ALL_RUNS, 0.0)
    assert score == pytest.approx([1 - 0.8 * 0.4 * 0.5, 0.5, 0.2])


def test_no_run_is_likelier_than_that_the_contract_has_the_kind():
    seen = signs(np.array([0.5, 0.45, 0.1]), np.zeros(3), None)
    score = settled(np.array([0.5, 0.45, 0.1]), seen, ALL_RUNS, -2.0)
    assert score[0] == pytest.approx(1 / (1 + np.exp(2 - seen[0])))
    assert score.max() == score[0] < 0.45 and score[2] == 0.1


def test_each_type_of_contract_has_its_habit_and_an_unknown_one_that_of_all():
    known = Present(ALL_RUNS, np.array([[0.0, 2.0], [1.0, -4.0]]), ("licence", "supply"))
    assert list(known.habit("supply")) == [1.0, -4.0]
    assert list(known.habit("lullaby")) == [0.5, -1.0]


def test_what_is_certain_or_absent_stays_a_number():
    assert np.isfinite(signs(np.array([1.0, 1.0]), np.array([30.0]), [(True, False)] * 2)).all()
    none = signs(np.zeros(0), np.array([-9.0]), ())
    assert none == pytest.approx([odds(0.0), -9.0, 0, 0, FAINT]) and np.isfinite(none).all()
    assert len(settled(np.zeros(0), none, ALL_RUNS, 0.0)) == 0
