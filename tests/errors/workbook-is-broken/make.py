"""`contracts.xlsx` is cut off in the middle."""

from pathlib import Path

from tests.readers import workbooks as wb


def make(folder: Path) -> None:
    data = wb.contracts()
    (folder / "contracts.xlsx").write_bytes(data[:700])
