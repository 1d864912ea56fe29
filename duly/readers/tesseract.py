"""Words of a levelled page by the program tesseract, where it is installed."""

from __future__ import annotations

import io
import os
import subprocess

from PIL import Image

from duly.readers.recognize import Seen
from duly.readers.straighten import Grey

_PROGRAM = "tesseract"
_DOTS_AN_INCH = 300


def recognized(page: Grey, seconds: int) -> list[list[Seen]]:
    """The lines of a page in the order of the program, each the words in it. Empty where the program fails."""
    file = io.BytesIO()
    Image.fromarray(page).save(file, "PNG", compress_level=1)
    ran = subprocess.run(
        [_PROGRAM, "stdin", "stdout", "-l", "eng", "--dpi", str(_DOTS_AN_INCH), "tsv"],
        input=file.getvalue(),
        capture_output=True,
        timeout=seconds,
        check=False,
        env={**os.environ, "OMP_THREAD_LIMIT": "1"},
    )
    lines: dict[tuple[str, ...], list[Seen]] = {}
    for row in ran.stdout.decode("utf-8", "replace").splitlines()[1:]:
        cells = row.split("\t")
        # level, page, block, paragraph, line, word, left, top, width, height, sure, text
        if len(cells) == 12 and cells[0] == "5" and cells[11].strip():
            left, top, width, height = (int(cell) for cell in cells[6:10])
            sure = min(max(int(float(cells[10]) * 10), 0), 1000)
            word = Seen(cells[11].strip(), left, top, left + width, top + height, sure)
            lines.setdefault(tuple(cells[1:5]), []).append(word)
    return list(lines.values())
