"""`contract.yaml` says the same key two hundred times."""

from pathlib import Path


def make(folder: Path) -> None:
    (folder / "contract.yaml").write_text("contract: CT-2041\n" + "total: 1.00\n" * 200)
