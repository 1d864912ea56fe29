"""The shipped classifier on sentences of our own: it reads, it finds the plain cases, and it holds its bounds."""

from __future__ import annotations

from functools import cache

import numpy as np

from duly.engine.documents.clauses.clauses import classified
from duly.engine.documents.clauses.features import PLAIN, traits
from duly.engine.documents.clauses.scoring import Trees, grown, model
from duly.engine.documents.text.segments import segments
from duly.readers.models import SHIPPED, weights

CONTRACT = """RESELLER AGREEMENT

This Reseller Agreement is entered into as of June 5, 2017 between Larch Inc. and Maple Ltd.

1. TERM.

1.1 This Agreement commences on the Effective Date and continues for an initial term of two (2) years.

1.2 This Agreement shall automatically renew for successive terms of one (1) year each, unless either party gives
written notice of non-renewal at least sixty (60) days before the end of the then current term.

2. AUDIT.

2.1 Maple shall have the right to audit the books and records of Larch once a year upon ten (10) days notice.

3. GENERAL.

3.1 The parties are independent contractors.

3.2 This Agreement shall be governed by and construed in accordance with the laws of the State of Oregon.

3.3 Neither party may assign this Agreement without the prior written consent of the other party.

3.4 IN NO EVENT SHALL THE TOTAL LIABILITY OF EITHER PARTY EXCEED THE AMOUNTS PAID UNDER THIS AGREEMENT.
"""


@cache
def _shipped():
    return model(*weights())


def _best(text, category):
    found = [one for one in classified(text, segments(text), _shipped()) if one.category == category]
    best = max(found, key=lambda one: one.score)
    return text[best.start : best.end], best.score


def test_plain_clauses_are_found_first():
    for category, words in [
        ("Governing Law", "State of Oregon"),
        ("Renewal Term", "automatically renew"),
        ("Notice Period To Terminate Renewal", "sixty (60) days"),
        ("Audit Rights", "right to audit"),
        ("Anti-Assignment", "assign this Agreement"),
        ("Cap On Liability", "TOTAL LIABILITY"),
        ("Expiration Date", "initial term"),
    ]:
        said, score = _best(CONTRACT, category)
        assert words in said
        assert score > 0.3


def test_a_date_is_proposed_without_its_sentence():
    assert _best(CONTRACT, "Agreement Date")[0] == "June 5, 2017"


def test_what_is_proposed_lies_in_the_text_and_has_a_chance():
    found = classified(CONTRACT, segments(CONTRACT), _shipped())
    assert all(0 <= one.start < one.end <= len(CONTRACT) and 0 < one.score < 1 for one in found)
    assert list(found) == sorted(found, key=lambda one: (one.start, one.end, one.category))


def test_nothing_is_found_in_nothing():
    for text in ("", "\n\n", "A HEADING ALONE"):
        assert classified(text, segments(text), _shipped()) == ()


def test_the_file_is_small_and_has_a_card():
    assert SHIPPED.stat().st_size < 5_000_000
    assert "CC BY 4.0" in SHIPPED.with_suffix(".md").read_text(encoding="utf-8")


def test_amounts_and_days_are_the_same_word_whatever_their_number():
    one, other = ("The fee is $500 and due in 30 days.", "The fee is $1,250.50 and due in 45 days.")
    seen, again = (traits(text, segments(text)) for text in (one, other))
    assert all(np.array_equal(a, b) for a, b in zip(seen.hashes, again.hashes, strict=True))
    assert seen.plain.shape == (1, PLAIN)


def test_trees_go_left_at_the_threshold():
    trees = Trees(
        np.array([[0, -1, -1]]), np.array([[0.5, 0, 0]]), np.array([[1, 0, 0]]), np.array([[2, 0, 0]]),
        np.array([[0.0, -3.0, 7.0]]), 1.0,
    )  # fmt: skip
    assert list(grown(trees, np.array([[0.5], [0.6]]))) == [-2.0, 8.0]
