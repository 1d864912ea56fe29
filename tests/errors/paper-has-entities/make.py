"""`order.docx` declares entities that would read a file of the machine."""

from pathlib import Path

from tests.readers.hostile_papers.office import document

HEAD = '<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]>'


def make(folder: Path) -> None:
    (folder / "order.docx").write_bytes(document("&x;", head=HEAD))
