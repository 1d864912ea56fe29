"""`contracts.xlsx` is small and would unpack to 150 MB."""

from pathlib import Path

from tests.readers import workbooks as wb


def make(folder: Path) -> None:
    data = wb.workbook({"contracts": " " * 150_000_000})
    (folder / "contracts.xlsx").write_bytes(data)
