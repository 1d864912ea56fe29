"""Tables of a PDF are found by the places of their words, and nothing else is taken for one."""

from __future__ import annotations

import pytest

from duly.readers.papers import read_paper
from tests.readers import pdfs


def page(*rows: tuple[tuple[float, str], ...]) -> bytes:
    """Rows from the top downwards, each of texts and where they start."""
    return pdfs.pages("".join(pdfs.say(text, x=x, y=770 - 18 * at) for at, row in enumerate(rows) for x, text in row))


def cells(paper):
    return [(cell.table, cell.row, cell.column, paper.text[cell.start : cell.end]) for cell in paper.cells]


PROSE = ((72, "The fees of each year of the term are those of this table."),)
HEAD = ((72, "Year"), (200, "Seats"), (320, "Fee for the year"))
ONE = ((72, "1"), (200, "100"), (320, "$12,000"))
TWO = ((72, "2"), (200, "250"), (320, "$27,500"))


def test_a_table_of_a_page_is_found_by_row_and_column():
    paper = read_paper(page(PROSE, HEAD, ONE, TWO, PROSE), name="a.pdf")
    assert cells(paper) == [
        (0, 0, 0, "Year"), (0, 0, 1, "Seats"), (0, 0, 2, "Fee for the year"),
        (0, 1, 0, "1"), (0, 1, 1, "100"), (0, 1, 2, "$12,000"),
        (0, 2, 0, "2"), (0, 2, 1, "250"), (0, 2, 2, "$27,500"),
    ]  # fmt: skip


def test_two_tables_are_two_and_a_gap_in_a_row_keeps_its_column():
    paper = read_paper(page(HEAD, ONE, TWO, PROSE, HEAD, ((72, "1"), (320, "$5")), TWO), name="a.pdf")
    assert {cell[0] for cell in cells(paper)} == {0, 1}
    assert (1, 1, 2, "$5") in cells(paper)


@pytest.mark.parametrize(
    "rows",
    [
        [PROSE] * 5,
        [HEAD, ONE],
        [
            ((72, "(a)"), (110, "the first point")),
            ((72, "(b)"), (110, "the second")),
            ((72, "(c)"), (110, "the third")),
        ],
        [((72, "left"), (300, "right")), ((90, "in"), (350, "no")), ((130, "line"), (420, "at all"))],
    ],
    ids=["prose", "two-rows", "list", "not-in-line"],
)
def test_what_is_no_table_is_not_called_one(rows):
    assert not read_paper(page(*rows), name="a.pdf").cells
