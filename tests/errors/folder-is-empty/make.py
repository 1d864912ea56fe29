"""`contracts` is a folder without any file."""

from pathlib import Path


def make(folder: Path) -> None:
    (folder / "contracts").mkdir()
