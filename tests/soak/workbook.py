"""Notes as workbooks, recomputed by a spreadsheet that is not ours: `python -m tests.soak.workbook`.

Every formula must come to the amount that the note shows, and every tie to nothing. Without LibreOffice this fails.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.store.ledger import Ledger, use, use_nothing  # isort: skip - it sets Django up
from openpyxl import load_workbook

from duly.engine.disclosure.note import Note
from duly.ground.reports import Money
from duly.writers import workbook
from tests.engine.disclosure.test_note import every_case, notes
from tests.store.disclosed import every_note
from tests.store.test_disclosures import three_months

# More than some two hundred files at once it leaves out without a word.
_AT_ONCE = 100
_PACKAGE = "apt install libreoffice-calc-nogui"


def main() -> int:
    """Recompute all of them; 1 where a cell differs or nothing can recompute."""
    office = shutil.which("soffice")
    if office is None:
        print(f"FAIL workbooks cannot be recomputed: there is no LibreOffice on the path ({_PACKAGE})")
        return 1
    with tempfile.TemporaryDirectory(prefix="duly-workbooks-") as name:
        folder = Path(name)
        made = dict(enumerate([*_of_files(), *_of_a_ledger(folder)]))
        for number, one in made.items():
            workbook.write(one.reports, str(folder / f"{number}.xlsx"), one.formulas)
        names = [str(folder / f"{number}.xlsx") for number in made]
        home = f"-env:UserInstallation=file://{folder}/office"
        to = ["--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(folder / "again")]
        for begin in range(0, len(names), _AT_ONCE):
            some = names[begin : begin + _AT_ONCE]
            subprocess.run([office, home, "--headless", *to, *some], check=True, capture_output=True)
        wrong = [fault for number, one in made.items() for fault in _faults(folder / "again" / f"{number}.xlsx", one)]
    for fault in wrong[:20]:
        print("FAIL", fault)
    cells = sum(len(one.formulas) for one in made.values())
    print(f"{'FAIL' if wrong else 'ok  '} {len(made)} workbooks, {cells:,} formulas recomputed, {len(wrong)} differ")
    return 1 if wrong or not cells else 0


def _of_files() -> Iterator[Note]:
    """The note of every case and example, in every book."""
    for books in every_case():
        yield from (made for _, made in notes(books, 1))


def _of_a_ledger(folder: Path) -> Iterator[Note]:
    """The notes of a ledger of two books and two currencies."""
    address = str(folder / "ledger.sqlite3")
    use(address)
    Ledger.begun()
    three_months(Ledger("sqlite", address))
    yield from (made for *_, made in every_note())
    use_nothing()


def _faults(path: Path, made: Note) -> Iterator[str]:
    """Cells whose formula comes to something else than the note shows."""
    book = load_workbook(path, data_only=True)
    rows = {report.name: report.rows for report in made.reports}
    for name, row, column in made.formulas:
        shown = rows[name][row][column]
        assert isinstance(shown, Money)
        found = book[name[:31]].cell(row + 2, column + 1).value
        if not isinstance(found, int | float) or round(found * 10**shown.digits) != shown.minor:
            yield f"{name}, row {row + 2}, column {column + 1}: {found} instead of {shown.minor} minor units"


if __name__ == "__main__":
    sys.exit(main())
