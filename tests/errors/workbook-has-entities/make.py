"""`contracts.xlsx` declares an entity in its first sheet."""

from pathlib import Path

from tests.readers import workbooks as wb


def make(folder: Path) -> None:
    header = wb.row(wb.text("contract"), wb.text("total"))
    part = '<!DOCTYPE x [<!ENTITY a "b">]>' + wb.sheet(header)
    (folder / "contracts.xlsx").write_bytes(wb.workbook({"contracts": part}))
