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
