"""`contract.yaml` was saved as UTF-16."""

from pathlib import Path


def make(folder: Path) -> None:
    (folder / "contract.yaml").write_bytes("contract: CT-2041\n".encode("utf-16"))
