"""`contract.yaml` has a second line of two million letters."""

from pathlib import Path


def make(folder: Path) -> None:
    (folder / "contract.yaml").write_text("contract: CT-2041\ncustomer: " + "x" * 2_000_000 + "\n")
