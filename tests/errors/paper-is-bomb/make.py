"""`order.docx` is small and would unpack to 105 MB."""

from pathlib import Path

from tests.readers.hostile_papers.office import document


def make(folder: Path) -> None:
    (folder / "order.docx").write_bytes(document(" " * 105_000_000))
