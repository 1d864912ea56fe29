"""`contract.yaml` is a link that leads back to itself."""

from pathlib import Path


def make(folder: Path) -> None:
    (folder / "contract.yaml").symlink_to("contract.yaml")
