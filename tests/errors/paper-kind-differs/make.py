"""`order.pdf` is a DOCX document that was given another name."""

from pathlib import Path

from tests.readers.hostile_papers.office import document, p


def make(folder: Path) -> None:
    (folder / "order.pdf").write_bytes(document(p("The fee is $12,000.")))
