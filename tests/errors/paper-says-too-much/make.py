"""`order.docx` holds eleven million characters."""

from pathlib import Path

from tests.readers.hostile_papers.office import document, p


def make(folder: Path) -> None:
    (folder / "order.docx").write_bytes(document(p("fee " * 250) * 11_000, packed=False))
