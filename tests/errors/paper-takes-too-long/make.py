"""`order.pdf` is painted with a pattern that is painted with itself."""

from pathlib import Path

from tests.readers.hostile_papers.pdf import PDFS


def make(folder: Path) -> None:
    (folder / "order.pdf").write_bytes(next(one for one in PDFS if one.file == "pattern-of-itself.pdf").make())
