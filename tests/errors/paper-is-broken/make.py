"""`order.docx` was cut off when it was copied."""

from pathlib import Path

from tests.readers.hostile_papers.office import document, p


def make(folder: Path) -> None:
    (folder / "order.docx").write_bytes(document(p("The fee is $12,000."))[:200])
