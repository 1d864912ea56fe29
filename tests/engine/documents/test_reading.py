"""A document read as a whole: what its reader noticed reaches the terms."""

from __future__ import annotations

import pytest

from duly.engine.documents.reading import reading
from duly.engine.documents.report import proposed
from duly.ground.paper import NO_WORDS, Page, Paper, Remark

TEXT = "1. Fees. Customer shall pay Provider a fee of $9,000.00 per month, due within thirty (30) days of each invoice."


def paper(*remarks: Remark) -> Paper:
    return Paper("a.txt", TEXT, NO_WORDS, (Page(1, 0, len(TEXT)),), (), remarks)


def fee(*remarks: Remark):
    (found,) = (one for one in reading(paper(*remarks)).terms if one.field == "recurring_fee")
    return found


def test_words_that_nobody_can_see_are_never_proposed():
    start = TEXT.index("$9,000")
    hidden = reading(paper(Remark("not visible", start, start + 9, "white")))
    assert fee() in proposed(reading(paper()).terms)
    assert "recurring_fee" not in [one.field for one in proposed(hidden.terms)]
    assert "net_days" in [one.field for one in proposed(hidden.terms)]


@pytest.mark.parametrize("kind", ["digits differ", "look-alike letters"])
def test_what_was_noticed_of_a_word_stands_at_its_term(kind):
    start = TEXT.index("$9,000")
    assert fee(Remark(kind, start, start + 3, "")).checks == (kind,)
    assert fee(Remark(kind, 0, 3, "")).checks == ()


def test_what_contradicts_itself_is_a_conflict_that_a_person_answers():
    text = "Buyer shall pay $60,000 in 5 equal monthly instalments of $10,000 each, the first on 1 May 2020."
    known = reading(Paper("a.txt", text, NO_WORDS, (Page(1, 0, len(text)),), ()))
    (conflict,) = (one for one in known.terms if one.field == "conflict")
    (finding,) = known.findings
    assert conflict.value == {"stated": [text[start:end] for start, end in finding.spans], "resolved": None}
    assert (conflict.start, conflict.end) == finding.spans[0] and conflict in proposed(known.terms)


def test_a_conflict_that_a_term_tells_is_told_once():
    text = "Buyer shall pay within thirty (45) days of the invoice a fee of Sixty Dollars ($70)."
    known = reading(Paper("a.txt", text, NO_WORDS, (Page(1, 0, len(text)),), ()))
    assert len(known.findings) == 2
    assert [one.field for one in known.terms].count("conflict") == 2
