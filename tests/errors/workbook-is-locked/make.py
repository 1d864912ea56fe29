"""`contracts.xlsx` is protected by a password."""

from pathlib import Path


def make(folder: Path) -> None:
    (folder / "contracts.xlsx").write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(512))
