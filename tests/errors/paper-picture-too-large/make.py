"""`order.png` says it is 60,000 points wide and high."""

from pathlib import Path

from tests.readers.hostile_papers.texts import png


def make(folder: Path) -> None:
    (folder / "order.png").write_bytes(png(60_000, 60_000, b""))
