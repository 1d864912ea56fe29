"""`contract.yaml` has a little more than 64 MB."""

from pathlib import Path


def make(folder: Path) -> None:
    with (folder / "contract.yaml").open("wb") as file:
        file.truncate(64 * 1024 * 1024 + 1)
