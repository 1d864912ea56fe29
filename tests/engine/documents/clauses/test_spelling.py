"""A second reading of likely runs by their letters: forms of a word are alike, numbers are masked, the best speaks."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from duly.engine.documents.clauses.scoring import reread, spellings
from duly.engine.documents.clauses.spelling import BITS, READ, UNREAD, WORTH, Spelling, spelled


def _alike(one, other):
    """The cosine of two texts."""
    dense = np.zeros((2, 1 << BITS))
    for row, words in zip(dense, (one, other), strict=True):
        feature, share = spelled(words)
        row[feature] = share
    return float(dense[0] @ dense[1])


def test_forms_of_a_word_are_alike_and_other_words_are_not():
    assert _alike("may be terminated", "may be terminated") == pytest.approx(1)
    assert _alike("terminated", "terminating") > 0.5 > 0.1 > _alike("terminated", "warranty")


def test_amounts_are_masked_and_signs_between_words_say_nothing():
    assert _alike("pays $500, at once", "PAYS   $7,250.00 at once") == pytest.approx(1)


def test_letters_of_two_words_make_no_feature():
    joined = set(spelled("no less")[0].tolist())
    assert joined == set(spelled("no")[0].tolist()) | set(spelled("less")[0].tolist())


def test_what_has_no_letters_is_said_by_the_bias_alone():
    known = Spelling(np.ones((1 << BITS, 1), dtype=np.float32), np.array([-3.0], dtype=np.float32))
    assert known.of(spelled("--- ;;"), 0) == -3.0


def _known(word):
    """One that asks of the only category whether a run has a word."""
    weights = np.zeros((1 << BITS, 1), dtype=np.float32)
    weights[spelled(word)[0]] = 1.0
    return Spelling(weights, np.zeros(1, dtype=np.float32))


def _seen(*words):
    text, pieces = "", []
    for one in words:
        pieces.append(SimpleNamespace(start=len(text), end=len(text) + len(one)))
        text += one + "\n"
    return SimpleNamespace(text=text, segments=pieces)


def _found(*score):
    runs = np.arange(len(score), dtype=np.int64)
    return {"Audit Rights": ((runs, runs, np.array(score)), np.array([0.5]))}


def test_the_best_run_and_the_likeliest_are_signs_of_a_kind():
    seen, found, known = _seen("the weather", "an audit", "an audit"), _found(0.9, 0.2, WORTH / 2), _known("audit")
    (likely, signs) = reread(found, spellings(found, seen), known)["Audit Rights"]
    best = known.of(spelled("an audit"), 0)
    assert signs == pytest.approx([0.5, best, known.of(spelled("the weather"), 0)])
    assert best > 0.5 and likely is found["Audit Rights"][0]


def test_of_runs_that_are_hardly_likely_the_first_alone_is_read():
    seen = _seen(*["an audit"] * 40)
    assert len(spellings(_found(*[WORTH / 2] * 3), seen)["Audit Rights"]) == 1
    assert len(spellings(_found(*[0.5] * 40), seen)["Audit Rights"]) == READ
    (_, signs) = reread(_found(), spellings(_found(), seen), _known("audit"))["Audit Rights"]
    assert list(signs) == [0.5, UNREAD, UNREAD]
