"""What the checker makes of a row of money by the document it stands in."""

from __future__ import annotations

from fractions import Fraction

import pytest

from duly.checker import money, plans
from duly.checker.sources import Document
from duly.readers.tree import read_tree
from duly.store.texts_again import texts_of

WHOLE = """contract: C-1
obligations:
  crane: {price: 500.00}
billing:
  - {bill: crane, right: on invoice}
  - {bill: setting up, right: on acceptance}
"""
ROW = "  - {date: 2026-01-31, invoice: I-1, lines: {crane: 500.00}, due: 2026-02-28}"
OF_OTHER = "  - {date: 2026-01-31, invoice: I-2, lines: {setting up: 90.00}, due: 2026-02-28}"
JUDGED = "judged:\n  - {date: 2026-03-01, collect: 90%, by: A. Bo, why: paid before}\n"


def worth(text: str, row: str) -> object:
    document = Document("c.yaml", 0, (text + "happened:\n" + row).splitlines())
    return money._worth(document.rows()[-1], money.DUE, money._Contract(document, document.rows(), 2))


@pytest.mark.parametrize(
    ("text", "row", "least", "most"),
    [(WHOLE, ROW, 500, 500), (WHOLE, OF_OTHER, 0, 0), (WHOLE + JUDGED, ROW, 0, 500)],
)
def test_an_invoice_counts_by_the_plan_and_may_wait_for_a_contract(text, row, least, most):
    assert worth(text, row) == (Fraction(least), Fraction(most))


def test_an_invoice_is_not_plain_where_the_terms_stand_in_another_document():
    assert worth("contract: C-1\n", ROW) is None


def test_rows_that_are_written_again_stay_in_their_list(tmp_path):
    file = tmp_path / "c.yaml"
    file.write_text(WHOLE + "happened:\n" + ROW + "\n")
    (block,) = read_tree(str(file)).documents
    (again,) = texts_of([block]).values()
    document = Document("c.yaml", 0, again.splitlines())
    assert [plan.right for plan in plans.plans(document)][1:] == ["on acceptance"]
