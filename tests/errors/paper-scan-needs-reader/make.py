"""`order.png` is a picture, read where no reader of scans is installed."""

import zlib
from pathlib import Path

from tests.readers.hostile_papers.texts import png


def make(folder: Path) -> None:
    (folder / "order.png").write_bytes(png(9, 9, zlib.compress(b"\0" * 90)))
