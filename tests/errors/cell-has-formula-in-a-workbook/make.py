"""`contracts.xlsx` computes the total."""

from pathlib import Path

from tests.readers import workbooks as wb


def make(folder: Path) -> None:
    row = wb.row(wb.text("CT-2041"), "<c><f>SUM(B3:B9)</f><v>12</v></c>")
    header = wb.row(wb.text("contract"), wb.text("total"))
    data = wb.workbook({"contracts": wb.sheet(header, row)})
    (folder / "contracts.xlsx").write_bytes(data)
