"""Scans become papers: a turned, shaded, noisy page is read with boxes where its words stood; digits are seen twice."""

from __future__ import annotations

import io
import os
import zlib

import numpy as np
import pypdfium2
import pytest
from PIL import Image

from bench.reading_ocr import spoiled
from duly.readers.draft import Draft
from duly.readers.paper_errors import ScanNeedsReader
from duly.readers.papers import read_paper
from duly.readers.recognize import Seen, patches
from duly.readers.scan import _remark_digits
from duly.readers.straighten import evened, levelled, skew, unturned
from tests.readers import pdfs

LINES = ("The annual fee is $12,480.50 and falls", "due within 30 days of 1 March 2027.", "Late fee: 1.5% a month.")


def drawn() -> Image.Image:
    """The upper part of a page with a few lines, as a clean picture of 300 dots an inch."""
    page = pypdfium2.PdfDocument(pdfs.pages(pdfs.lines(*LINES, top=250), box="0 0 400 300"))[0]
    return page.render(scale=300 / 72, grayscale=True).to_pil()


def file_of(picture: Image.Image, kind: str = "PNG") -> bytes:
    data = io.BytesIO()
    picture.save(data, kind, dpi=(300, 300))
    return data.getvalue()


def test_a_bad_scan_is_read_with_boxes_where_the_words_stand():
    paper = read_paper(file_of(spoiled(drawn(), np.random.default_rng(1))), name="a.png", by="rapidocr")
    assert paper.text.split() == " ".join(LINES).split()
    assert paper.pages[0].by == "ocr"
    at = paper.text.index("$12,480.50")
    ((page, left, top, right, bottom),) = paper.boxes(at, at + 10)
    # 250 points above the foot of 300; the page grew a little as it was turned.
    assert page == 1
    assert 15_500 < left < right < 24_000
    assert 3_500 < top < bottom < 6_500
    assert paper.words.sure.min() > 500


def test_a_page_that_is_a_picture_is_read_in_its_place_and_the_others_as_they_are():
    scan = drawn().resize((830, 625))
    image = pdfs.picture(scan.width, scan.height, scan.tobytes())
    words = pdfs.lines("This page has words of its own, as most have.")
    data = pdfs.pages(words, "q 595 0 0 446 0 300 cm /Im Do Q", words, "", more={5: image})
    paper = read_paper(data, name="a.pdf", by="rapidocr")
    assert [page.by for page in paper.pages] == ["text", "ocr", "text", "text"]
    parts = [paper.text[page.start : page.end] for page in paper.pages]
    assert parts[0] == parts[2] == "This page has words of its own, as most have."
    assert "$12,480.50" in parts[1]
    assert parts[3] == ""
    at = paper.text.index("$12,480.50")
    assert paper.boxes(at, at + 10)[0][0] == 2
    assert paper.page_at(paper.text.rindex("own")) == 3
    unread = read_paper(data, name="a.pdf", scans=False)
    assert [remark.kind for remark in unread.remarks] == ["not read"]
    assert unread.pages[1].start == unread.pages[1].end


def test_without_a_reader_of_scans_it_is_said_how_to_get_one():
    with pytest.raises(ScanNeedsReader, match="no reader of scans is installed") as caught:
        read_paper(file_of(drawn()), name="a.png", by="")
    assert "pip install" in caught.value.fix
    assert read_paper(file_of(drawn()), name="a.png", scans=False).remarks[0].kind == "not read"


def test_a_second_reader_that_sees_another_digit_is_heard(tmp_path, monkeypatch):
    """A program called tesseract that sees one line, with a wrong digit where the amount stands."""
    columns = "level page_num block_num par_num line_num word_num left top width height conf text".split()
    row = "5 1 1 1 1 1 680 130 200 80 90.5 $12,430.50".split()
    program = tmp_path / "tesseract"
    program.write_text(
        "#!/bin/sh\ncat > /dev/null\nprintf '" + r"\t".join(columns) + r"\n" + r"\t".join(row) + "\\n'\n"
    )
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    paper = read_paper(file_of(drawn()), name="a.png", by="both")
    (remark,) = [remark for remark in paper.remarks if remark.kind == "digits differ"]
    assert paper.text[remark.start : remark.end] == "$12,480.50"
    assert "'$12,430.50'" in remark.words


@pytest.mark.parametrize(
    ("mine", "sure", "other", "kind"),
    [
        ("$1,500", 990, "$1,500.", None),
        ("$1,500", 990, "$1.500", "digits differ"),
        ("1O", 990, "10", "digits differ"),
        ("days", 990, "davs", None),
        ("$1,500", 990, None, None),
        ("$1,500", 600, None, "digits unsure"),
        ("$1,500", 600, "$1,500", "digits unsure"),
        ("days", 300, None, None),
        ("USS7.50", 990, None, "digits unsure"),
        ("US$7.50", 990, None, None),
        ("USS7.50", 990, "US$7.50", "digits differ"),
        ("$3500000", 990, None, "digits unsure"),
        ("5%", 990, "59", "digits differ"),
    ],
)
def test_digits_are_noted_where_readers_differ_or_the_only_one_is_unsure(mine, sure, other, kind):
    draft = Draft()
    draft.add(mine)
    second = [] if other is None else [Seen(other, 2, 1, 48, 11, 900), Seen("77", 60, 1, 90, 11, 900)]
    _remark_digits(draft, [(Seen(mine, 0, 0, 50, 10, sure), 0, len(mine))], second)
    assert [remark[0] for remark in draft.remarks] == ([kind] if kind else [])


@pytest.mark.parametrize("turn", [-3.3, -1.2, 0.0, 0.4, 2.7])
def test_a_page_out_of_true_is_levelled_and_its_boxes_turned_back(turn):
    clean = drawn()
    page = np.asarray(clean.rotate(turn, fillcolor=255, resample=Image.Resampling.BICUBIC))
    assert skew(page) == pytest.approx(turn, abs=0.1)
    level = levelled(page, turn)
    assert np.abs(level.astype(int)[300:800, 300:1300] - np.asarray(clean).astype(int)[300:800, 300:1300]).mean() < 12
    mark = np.full((400, 600), 255, np.uint8)
    mark[100:110, 500:520] = 0
    turned = np.asarray(Image.fromarray(mark).rotate(turn, fillcolor=255))
    rows, columns = np.nonzero(turned < 128)
    left, top, right, bottom = unturned((500, 100, 520, 110), turn, 600, 400)
    assert (left, top) == pytest.approx((columns.min(), rows.min()), abs=2)
    assert (right, bottom) == pytest.approx((columns.max() + 1, rows.max() + 1), abs=2)


def test_shadows_leave_and_ink_stays():
    shade = np.linspace(255, 120, 800)[None, :].repeat(400, axis=0)
    shade[200:206, 100:700] *= 0.3
    even = evened(shade.astype(np.uint8))
    assert even[50:150, 50:750].min() > 225
    assert even[202:204, 110:690].max() < 130


def test_patches_are_connected_dots():
    mask = np.array([[1, 0, 1, 0], [1, 0, 1, 0], [1, 1, 1, 0], [0, 0, 0, 0], [0, 0, 1, 1]], dtype=bool)
    assert sorted(patches(mask)) == [(0, 0, 3, 3, 7), (2, 4, 4, 5, 2)]


def test_a_page_on_its_side_is_turned():
    paper = read_paper(file_of(drawn().rotate(90, expand=True)), name="a.png", by="rapidocr")
    assert "$12,480.50" in paper.text
    at = paper.text.index("$12,480.50")
    _, left, top, right, bottom = paper.boxes(at, at + 10)[0]
    assert bottom - top > right - left


def test_several_pages_of_a_tiff_are_read_in_order():
    blank = Image.new("L", (300, 200), 255)
    data = io.BytesIO()
    blank.save(data, "TIFF", save_all=True, append_images=[blank])
    paper = read_paper(data.getvalue(), name="a.tif", by="rapidocr")
    assert [page.number for page in paper.pages] == [1, 2]
    assert [remark.kind for remark in paper.remarks] == ["no words", "no words"]


def test_the_alpha_of_a_picture_is_paper():
    clear = Image.new("RGBA", (60, 40), (0, 0, 0, 0))
    assert zlib.crc32(file_of(clear))
    paper = read_paper(file_of(clear), name="a.png", by="rapidocr")
    assert paper.text == ""


def test_noise_is_softened_and_a_clean_page_is_left_sharp():
    chance = np.random.default_rng(2)
    clean = np.full((300, 400), 250, np.uint8)
    clean[100:104, 50:350] = 10
    noisy = np.clip(clean + chance.normal(0, 20, clean.shape), 0, 255).astype(np.uint8)
    assert evened(noisy)[200:280].std() < 0.6 * noisy[200:280].std()
    assert (np.abs(np.diff(evened(clean)[98:106, 200].astype(int))) > 200).any()
