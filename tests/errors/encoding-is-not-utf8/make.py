"""`contract.yaml` was saved as Latin-1."""

from pathlib import Path


def make(folder: Path) -> None:
    (folder / "contract.yaml").write_bytes("contract: CT-2041\ncustomer: Café Northwind\n".encode("latin-1"))
