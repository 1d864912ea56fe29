"""`contract.yaml` has a NUL byte in the name of the customer."""

from pathlib import Path


def make(folder: Path) -> None:
    (folder / "contract.yaml").write_bytes(b"contract: CT-2041\ncustomer: North\0wind\n")
