"""Whether a contract has a kind of clause at all: what speaks for it, and that the likeliest run takes that chance."""

from __future__ import annotations

from math import log

import numpy as np
import pytest

from duly.engine.documents.clauses.presence import Present, odds, settled, signs

KNOWN = Present(np.array([0.0, 1.0, 0.0]), np.array([0.0, -2.0]))


def test_two_runs_that_each_say_it_by_half_are_more_than_one():
    inside = np.array([-9.0, 1.5, 0.5])
    one, two = signs(np.array([0.5]), inside), signs(np.array([0.5, 0.5]), inside)
    assert one == pytest.approx([0.0, 0.0, 1.5])
    assert two == pytest.approx([0.0, log(3), 1.5])


def test_the_likeliest_run_takes_the_chance_of_the_contract():
    seen = signs(np.array([0.2, 0.6, 0.5]), np.zeros(3))
    score = settled(np.array([0.2, 0.6, 0.5]), seen, KNOWN, 0)
    assert score == pytest.approx([0.2, 1 - 0.8 * 0.4 * 0.5, 0.5])


def test_no_run_is_likelier_than_that_the_contract_has_the_kind():
    seen = signs(np.array([0.1, 0.5, 0.45]), np.zeros(3))
    score = settled(np.array([0.1, 0.5, 0.45]), seen, KNOWN, 1)
    assert score[1] == pytest.approx(1 / (1 + np.exp(2 - seen[1])))
    assert score.max() == score[1] < 0.45 and score[0] == 0.1


def test_what_is_certain_or_absent_stays_a_number():
    assert np.isfinite(signs(np.array([1.0, 1.0]), np.array([30.0]))).all()
    none = signs(np.zeros(0), np.array([-9.0]))
    assert none == pytest.approx([odds(0.0), odds(0.0), -9.0]) and np.isfinite(none).all()
    assert len(settled(np.zeros(0), none, KNOWN, 0)) == 0
