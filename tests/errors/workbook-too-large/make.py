"""`contracts.xlsx` holds a text of a million letters in one cell."""

from pathlib import Path

from tests.readers import workbooks as wb


def make(folder: Path) -> None:
    words = "".join(f"{number:x}" for number in range(300_000))
    data = wb.contracts(wb.row(wb.text("CT-2041"), wb.text(words)))
    (folder / "contracts.xlsx").write_bytes(data)
