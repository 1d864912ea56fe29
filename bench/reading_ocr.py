"""How well scans are read: pages of PDFs are drawn, spoiled like a bad scan, read again, and compared with their words.

    python -m bench.reading_ocr FOLDER [--pages 12] [--reader both|rapidocr|tesseract] [--clean]

FOLDER holds PDFs with text. A page is drawn at 300 dots an inch, turned by 1.2 degrees, blurred, shaded, made noisy and
saved as JPEG of quality 45. `words` is the share of its words found again in order; `figures` the share of its money,
percents and years that are found again or lie in a passage that a remark warns of. Nothing is left on the disk.
"""

from __future__ import annotations

import argparse
import difflib
import io
import re
import resource
from pathlib import Path

import numpy as np
import pypdfium2 as pdfium
from PIL import Image, ImageFilter

from duly.ground.paper import Paper
from duly.readers.papers import read_paper

FIGURE = re.compile(r"\$\s?[\d,.]*\d|[\d,.]*\d\s?%|\b(?:19|20)\d\d\b|\d{1,3}(?:,\d{3})+(?:\.\d\d)?")
SEED = 606
ALIKE = str.maketrans("’‘“”–—\ufffe\x02\xa0", "''\"\"---- ")


def drawn(page: pdfium.PdfPage, dots: int = 300) -> Image.Image:
    """A page as a clean grey picture."""
    return page.render(scale=dots / 72, grayscale=True).to_pil()


def spoiled(picture: Image.Image, chance: np.random.Generator) -> Image.Image:
    """The picture as a bad scanner would give it."""
    picture = picture.rotate(1.2, expand=True, fillcolor=255, resample=Image.Resampling.BICUBIC)
    picture = picture.filter(ImageFilter.GaussianBlur(1.2))
    dots = np.asarray(picture, dtype=np.float32)
    rows, columns = dots.shape
    shade = 1 - 0.35 * np.linspace(0, 1, columns)[None, :] * np.linspace(0.3, 1, rows)[:, None]
    dots = dots * shade + chance.normal(0, 14, dots.shape)
    spoiled_one = io.BytesIO()
    Image.fromarray(np.clip(dots, 0, 255).astype(np.uint8)).save(spoiled_one, "JPEG", quality=45, dpi=(300, 300))
    return Image.open(spoiled_one)


def chosen(folder: Path, count: int) -> list[tuple[Path, int, str]]:
    """Pages full of words, figures first: the best of each PDF in turn, so that no document counts for many."""
    ranked = []
    for path in sorted(folder.glob("*.pdf")):
        document = pdfium.PdfDocument(path)
        pages = [(at, document[at].get_textpage().get_text_range()) for at in range(min(len(document), 40))]
        best = sorted(pages, key=lambda page: (-min(len(FIGURE.findall(page[1])), 12), page[0]))
        ranked.append([(path, at, text) for at, text in best if len(text.split()) > 150])
    return [pages[turn] for turn in range(3) for pages in ranked if turn < len(pages)][:count]


def words_of(text: str) -> list[str]:
    """Words as they are compared: without what print and encoding make of quotes, dashes and spaces."""
    return text.translate(ALIKE).split()


def score(said: str, paper: Paper) -> tuple[int, int, int, int, int]:
    """Words in all and found; figures in all, found, and flagged."""
    truth, found = words_of(said), words_of(paper.text)
    match = difflib.SequenceMatcher(None, truth, found, autojunk=False)
    same = sum(block.size for block in match.get_matching_blocks())
    wanted = [re.sub(r"\s", "", figure) for figure in FIGURE.findall(" ".join(truth))]
    have = [re.sub(r"\s", "", figure) for figure in FIGURE.findall(" ".join(found))]
    warned = " ".join(paper.text[r.start : r.end] + " " + r.words for r in paper.remarks)
    kept = flagged = 0
    for figure in wanted:
        if figure in have:
            have.remove(figure)
            kept += 1
        elif figure in re.sub(r"\s", "", warned):
            flagged += 1
    return len(truth), same, len(wanted), kept, flagged


def cpu() -> float:
    """Seconds of CPU of all child processes that ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def main() -> None:
    """Print a line a page and the sums."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--pages", type=int, default=12)
    parser.add_argument("--reader", choices=("both", "rapidocr", "tesseract"), help="what is installed, if not said")
    parser.add_argument("--clean", action="store_true", help="do not spoil the pages")
    asked = parser.parse_args()
    chance = np.random.default_rng(SEED)
    sums = np.zeros(5, dtype=np.int64)
    print(f"{'words':>6} {'found':>6} {'figures':>8} {'kept':>5} {'flagged':>8} {'cpu s':>6}  page")
    for path, at, said in chosen(asked.folder, asked.pages):
        picture = drawn(pdfium.PdfDocument(path)[at])
        file = io.BytesIO()
        (picture if asked.clean else spoiled(picture, chance)).save(file, "PNG", dpi=(300, 300))
        before = cpu()
        paper = read_paper(file.getvalue(), name="page.png", by=asked.reader)
        got = score(said, paper)
        sums += got
        print(
            f"{got[0]:6} {got[1] / got[0]:6.3f} {got[2]:8} {got[3]:5} {got[4]:8} {cpu() - before:6.1f}"
            f"  {path.stem[:40]} {at + 1}"
        )
    share = sums[1] / sums[0], (sums[3] + sums[4]) / max(sums[2], 1), sums[3] / max(sums[2], 1)
    print(f"words {share[0]:.3f}, figures kept or flagged {share[1]:.3f} (kept {share[2]:.3f}) of {sums[2]}")


if __name__ == "__main__":
    main()
