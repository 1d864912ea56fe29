"""The passages that a contract file names, and whether their words stand there."""

from __future__ import annotations

import pytest

from duly.engine.documents.drafts.sources import Cited, cited, is_verbatim, leaves, without_source, written
from duly.readers.tree import read_tree

TEXT = 'The fee is "USD 100.00"\nper month; paid late it bears interest. ' + "And so on. " * 40


@pytest.mark.parametrize("words", ["The fee", 'is "USD 100.00"\nper month; paid', TEXT[:300]])
def test_what_is_written_is_read_again_and_stands(words: str):
    start = TEXT.index(words)
    source = written("order form", 2, start, start + len(words), words)
    (one,) = cited(source)
    assert one[:4] == ("order form", 2, start, start + len(words)) and is_verbatim(one, TEXT)
    assert len(source) < 200 and "\n" not in source


def test_several_passages_stand_in_one_text():
    both = f"draft.yaml, line 3 · {written('a', 1, 4, 7, 'fee')}; {written('b', 2, 0, 3, 'The')}"
    assert cited(both) == [Cited("a", 1, 4, 7, "fee"), Cited("b", 2, 0, 3, "The")]


@pytest.mark.parametrize("source", ["", "o p2 §3.1", "a p2 3-4", 'a p2 3-4 "open', "see the order form"])
def test_other_words_name_no_passage(source: str):
    assert not [one for one in cited(source) if one.words]


@pytest.mark.parametrize(
    "one",
    [
        Cited("a", 1, 4, 7, "fees"),
        Cited("a", 1, 4, 7, ""),
        Cited("a", 1, 7, 4, "fee"),
        Cited("a", 1, 4, 9_999, "fee"),
        Cited("a", 1, 0, 20, "The … 10"),
        Cited("a", 1, 0, 300, "The fee is … and no more"),
    ],
)
def test_words_that_do_not_stand_there_are_not_verbatim(one: Cited):
    assert not is_verbatim(one, TEXT)


def test_a_long_hostile_line_is_read_at_once():
    assert cited("a p1 2-3 " * 20_000) == [] and len(cited('a p1 2-3 "x" ' * 5_000)) == 5_000


def test_a_source_holds_for_what_is_in_its_block():
    text = """
contract: CT-12
documents: {a: DOC-1}
currency: USD
signed: 2026-01-01
obligations:
  p: {price: {value: 12.00, source: 'a p1 4-7 "fee"'}, quantity: 3 seats, earn: on delivery}
billing:
  - {bill: all, net: 30 days, source: 'a p1 0-3 "The"', note: line 4}
"""
    block = read_tree(text.encode(), "x.yaml").documents[0]
    found = {one.path: one.source for one in leaves(block)}
    assert found["obligations.p.price"] == 'a p1 4-7 "fee"' and found["billing[0].net"] == 'a p1 0-3 "The"'
    assert "billing[0].note" not in found and found["obligations.p.quantity"] == ""
    assert without_source(block) == ["signed", "obligations.p.quantity"]
