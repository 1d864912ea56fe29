"""`contracts.xlsx` has a date with a time of day."""

from pathlib import Path

from tests.readers import workbooks as wb


def make(folder: Path) -> None:
    row = wb.row(wb.text("CT-2041"), wb.number("46173.5", 1))
    header = wb.row(wb.text("contract"), wb.text("total"))
    data = wb.workbook({"contracts": wb.sheet(header, row)}, formats=("yyyy-mm-dd",))
    (folder / "contracts.xlsx").write_bytes(data)
