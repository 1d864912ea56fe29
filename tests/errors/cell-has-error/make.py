"""`contracts.xlsx` has a total that the spreadsheet could not compute."""

from pathlib import Path

from tests.readers import workbooks as wb


def make(folder: Path) -> None:
    row = wb.row(wb.text("CT-2041"), '<c t="e"><v>#REF!</v></c>')
    header = wb.row(wb.text("contract"), wb.text("total"))
    data = wb.workbook({"contracts": wb.sheet(header, row)})
    (folder / "contracts.xlsx").write_bytes(data)
