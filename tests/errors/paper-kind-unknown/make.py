"""`order.pages` is of a kind that is not read."""

from pathlib import Path


def make(folder: Path) -> None:
    (folder / "order.pages").write_bytes(b"words")
