"""`contracts.xlsx` has a total of 10 to the power of 16."""

from pathlib import Path

from tests.readers import workbooks as wb


def make(folder: Path) -> None:
    row = wb.row(wb.text("CT-2041"), wb.number("1E+16"))
    header = wb.row(wb.text("contract"), wb.text("total"))
    data = wb.workbook({"contracts": wb.sheet(header, row)})
    (folder / "contracts.xlsx").write_bytes(data)
