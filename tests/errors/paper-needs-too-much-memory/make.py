"""`order.pdf` shows a form that shows itself twice."""

from pathlib import Path

from tests.readers.hostile_papers.pdf import PDFS


def make(folder: Path) -> None:
    (folder / "order.pdf").write_bytes(next(one for one in PDFS if one.file == "form-calls-itself.pdf").make())
