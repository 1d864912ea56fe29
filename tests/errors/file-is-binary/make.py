"""`contract.yaml` is a PDF by another name."""

from pathlib import Path


def make(folder: Path) -> None:
    (folder / "contract.yaml").write_bytes(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
