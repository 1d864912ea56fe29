"""`contracts.csv` has 20,000 columns."""

from pathlib import Path


def make(folder: Path) -> None:
    (folder / "contracts.csv").write_text("contract" + ",note" * 20_000 + "\n")
