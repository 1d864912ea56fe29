"""An error says what, where, why, how to mend it, and the paragraph."""

from __future__ import annotations

import pytest

from duly.ground.errors import DulyError, Place, SeveralErrors, each_error
from duly.ground.tree import Block, Rows, Text


class TermIsReversed(DulyError):
    """The term ends before it starts."""


def test_an_error_reads_like_a_colleague():
    error = TermIsReversed(
        "the term ends on 2026-01-01 and starts on 2026-06-01",
        place=Place("deal.yaml", 4),
        why="a term has at least one day",
        fix="swap the dates",
        cite="606-10-25-3",
        contract="CT-1",
    )
    assert str(error).splitlines() == [
        "TermIsReversed: the term ends on 2026-01-01 and starts on 2026-06-01",
        "  where   deal.yaml, line 4, contract CT-1",
        "  why     a term has at least one day",
        "  fix     swap the dates",
        "  cite    606-10-25-3",
    ]


def test_an_error_without_a_place_still_names_its_contract():
    assert str(DulyError("a", contract="CT-1")).splitlines() == ["DulyError: a", "  where   contract CT-1"]


@pytest.mark.parametrize(
    ("place", "words"),
    [
        (Place("a.yaml", 3, 7), "a.yaml, line 3"),
        (Place("a.xlsx", 3, sheet="billing"), "a.xlsx, sheet billing, row 3"),
        (Place("", 3), "(no file), line 3"),
    ],
)
def test_a_place_is_written_as_people_look_for_it(place, words):
    assert str(place) == words


def test_several_errors_keep_each_of_them():
    first, second, third = (DulyError(word) for word in "abc")
    together = SeveralErrors([first, SeveralErrors([second, third])], contract="CT-1")
    assert each_error(together) == (first, second, third)
    assert each_error(first) == (first,)
    assert together.what == "2 problems, the first: a"
    assert "DulyError: c" in str(together)


def test_a_scalar_of_a_file_is_text_that_knows_its_place():
    place = Place("a.yaml", 2)
    word = Text("no", place)
    assert (word, word.place, type(word[:1])) == ("no", place, str)


def test_a_block_keeps_the_order_and_the_places_of_its_keys():
    block = Block(Place("a.yaml", 1))
    block.put(Text("b", Place("a.yaml", 1)), Text("1"))
    block.put(Text("a", Place("a.yaml", 2)), Rows(Place("a.yaml", 3)))
    assert list(block) == ["b", "a"]
    assert block.places["a"].line == 2
