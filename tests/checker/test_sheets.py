"""Leaves of contracts that were written in sheets are read where they say they stand, cell by cell."""

from __future__ import annotations

import csv
import io
import re

import pytest

from duly.checker.proof import prove
from duly.checker.trees import read
from duly.doors.cli.contracts import load
from duly.doors.cli.leaves import held_by
from duly.doors.cli.proofs import numbers_of
from duly.engine.explain.numbers import explain_number
from duly.engine.journal.books import keep_books
from duly.writers import json
from tests.readers import workbooks as wb

SHEETS = {
    "contracts": """contract,currency,signed,term.from,term.to
C-1,USD,2026-01-01,2026-01-01,2026-03-31
C-12,USD,2026-01-01,2026-01-01,2026-02-28
""",
    "obligations": """contract,obligation,price,ssp,earn,quantity
C-1,platform,10.00 per seat and month,12.00 per seat and month,over time by month,100 seats
C-1,setup,960.00,900.00,on delivery,
C-12,platform,600.00,,over time by month,
""",
    "happened": """contract,date,known,delivered,invoice,lines.platform,lines.setup,paid
C-1,2026-01-30,2026-02-03,setup,,,,
C-1,2026-02-01,,,INV-1,3000.00,960.00,
C-1,2026-03-10,,,INV-1,,,5760.00
C-12,2026-03-12,,,,,,57.60
""",
}


def derived(*files):
    (run,) = load([str(file) for file in files], None).runs
    books = keep_books(run.terms, run.company)
    return [read("".join(json.derivation(explain_number(books, *number))))[0] for number in numbers_of(books)]


def sheet_of(text):
    """A sheet with these cells; sums of money are numbers."""
    rows = csv.reader(io.StringIO(text))
    return wb.sheet(
        *(wb.row(*(wb.number(c) if re.fullmatch(r"[\d.]+", c) else wb.text(c) for c in row)) for row in rows)
    )


@pytest.fixture(params=["csv", "xlsx"])
def sheets(request, tmp_path):
    """Contracts in CSV files or in a workbook, and what writes their text anew with something exchanged."""

    def write(before="", after=""):
        texts = {name: text.replace(before, after) if before else text for name, text in SHEETS.items()}
        if request.param == "xlsx":
            (tmp_path / "book.xlsx").write_bytes(wb.workbook({name: sheet_of(text) for name, text in texts.items()}))
            return [tmp_path / "book.xlsx"]
        for name, text in texts.items():
            (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
        return sorted(tmp_path.glob("*.csv"))

    return write


def test_every_leaf_of_sheets_is_read(sheets):
    verdict = prove(derived(*sheets()), held_by)
    assert verdict.faults == [] and verdict.numbers > 15 and verdict.whole == verdict.numbers


@pytest.mark.parametrize(
    "before, after, fault",
    [
        ("INV-1,,,5760.00", "INV-1,,,5670.00", "does not stand at"),
        ("960.00,900.00", "960.00,901.00", "900.00 USD does not stand at"),
        ("C-12,2026-03-12,,,,,,57.60", "C-12,2026-03-12,,,,,,57.60\nC-12,2026-03-13,,,,,,5.00", "counts 0"),
    ],
)
def test_a_cell_that_is_another_is_found(sheets, before, after, fault):
    tops = derived(*sheets())
    sheets(before, after)
    assert any(fault in one for one in prove(tops, held_by).faults)


def test_what_is_no_sheet_has_no_row(tmp_path):
    files = [tmp_path / f"{name}.csv" for name in SHEETS]
    for file in files:
        file.write_text(SHEETS[file.stem], encoding="utf-8")
    tops = derived(*files)
    assert any("has no row" in one for one in prove(tops, lambda _: b'"').faults)
