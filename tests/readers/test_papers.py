"""Documents become papers: the exact text, words where they stand, and a remark on whatever is not as it seems."""

from __future__ import annotations

import pytest

from duly.readers.errors import FileIsEmpty, FileTooLarge
from duly.readers.paper_errors import (
    PaperHasTooManyPages,
    PaperIsBroken,
    PaperKindDiffers,
    PaperKindUnknown,
)
from duly.readers.paper_limits import PaperLimits
from duly.readers.papers import read_paper
from tests.readers import pdfs

FEE = "The annual fee is $12,000 and falls due within 30 days."


def remarks(paper):
    return {(remark.kind, paper.text[remark.start : remark.end]) for remark in paper.remarks}


def test_text_is_kept_to_the_letter(tmp_path):
    text = "\ufeff  Fee:\r\n\t$1,000\x0c\rnet 30  \n\n"
    path = tmp_path / "terms.md"
    path.write_bytes(text.encode())
    paper = read_paper(path)
    assert paper.text == text
    assert (paper.name, paper.page_at(5), len(paper.words)) == (str(path), 1, 0)


@pytest.mark.parametrize(
    ("data", "text", "said"),
    [
        ("Fee € 5".encode("cp1252"), "Fee € 5", "Windows-1252"),
        (b"Fee \x81 caf\xe9", "Fee \x81 café", "Windows-1252"),
        ("Fee € 5".encode("utf-16"), "Fee € 5", "UTF-16"),
        (b"\xfe\xff" + "Fee € 5".encode("utf-16-be"), "Fee € 5", "UTF-16"),
    ],
)
def test_text_in_another_encoding_is_read_with_a_remark(data, text, said):
    paper = read_paper(data, name="a.txt")
    assert paper.text == text
    assert any(remark.kind == "encoding" and said in remark.words for remark in paper.remarks)


def test_a_pdf_gives_words_with_their_places():
    paper = read_paper(
        pdfs.pages(pdfs.lines(FEE, "Second line."), pdfs.lines("On page two there is more to read.")), name="a.pdf"
    )
    assert paper.text == f"{FEE}\nSecond line.\n\fOn page two there is more to read."
    assert [page.number for page in paper.pages] == [1, 2]
    assert (paper.pages[0].width, paper.pages[0].height) == (59500, 84200)
    assert paper.page_at(paper.text.index("more")) == 2
    at = paper.text.index("$12,000")
    ((page, left, top, right, bottom),) = paper.boxes(at, at + 7)
    # 770 points above the foot is 72 below the head; the letters are about 8 points high.
    assert page == 1
    assert 6_000 < top < bottom < 7_500
    assert 15_000 < left < right < 22_000
    assert not paper.remarks


def test_boxes_are_those_of_the_page_as_it_is_shown():
    turned = read_paper(pdfs.pages(pdfs.lines(FEE), extra="/Rotate 90"), name="a.pdf")
    assert (turned.pages[0].width, turned.pages[0].height) == (84200, 59500)
    _, left, top, right, bottom = turned.boxes(0, 3)[0]
    assert bottom - top > right - left
    assert left > 70_000


WHITE = pdfs.say("The fee is $99,000.", y=600, before="1 1 1 rg")
COVERED = pdfs.say("The fee is $99,000.", y=600) + "q 1 1 1 rg 50 590 300 40 re f Q "


@pytest.mark.parametrize(
    "hidden",
    [
        WHITE,
        COVERED,
        pdfs.say("The fee is $99,000.", y=600, before="3 Tr"),
        pdfs.say("The fee is $99,000.", y=600, size=1),
        pdfs.say("The fee is $99,000.", x=2000),
        pdfs.say("The fee is $99,000.", y=600, before="0.98 g"),
    ],
    ids=["white", "covered", "no-ink", "one-point", "off-page", "nearly-white"],
)
def test_words_that_nobody_can_see_are_noted(hidden):
    paper = read_paper(pdfs.pages(pdfs.lines(FEE) + hidden), name="a.pdf")
    assert ("not visible", "The fee is $99,000.") in remarks(paper)
    assert {kind for kind, _ in remarks(paper)} == {"not visible"}


def test_words_under_a_picture_are_noted_and_the_words_beside_it_are_not():
    grey = pdfs.picture(2, 2, b"\x80\x20\x40\x60")
    over = pdfs.say("Under it.", y=600) + "q 200 0 0 40 60 590 cm /Im Do Q "
    paper = read_paper(pdfs.pages(pdfs.lines(FEE) + over, more={5: grey}), name="a.pdf")
    assert remarks(paper) == {("not visible", "Under it.")}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The fее is due.", ("look-alike letters", "fее")),  # Cyrillic е
        ("Pay 1O,000 now.", ("look-alike letters", "1O,000")),
        ("Pay $l00 now.", ("look-alike letters", "$l00")),
        ("Pay １２００ now.", ("odd digits", "１２００")),
        ("Pay ١٢٠٠ now.", ("odd digits", "١٢٠٠")),
        ("Pay 𝟏𝟐 now.", ("odd digits", "𝟏𝟐")),
        ("Pay \u202e000,21\u202c now.", ("direction marks", "\u202e")),
        ("Pay 1\u200b000 now.", ("not visible", "\u200b")),
        ("Pay 1\u00ad000 now.", ("not visible", "\u00ad")),
        ("Pay\x07 now.", ("control characters", "\x07")),
    ],
)
def test_letters_that_are_not_what_they_seem_are_noted(text, found):
    paper = read_paper(text.encode(), name="a.txt")
    assert paper.text == text
    assert found in remarks(paper)


@pytest.mark.parametrize(
    "text",
    [
        "Müller GmbH zahlt 5 €",
        "π and µm and Ω",
        "Договор 2026",
        "Section 10(l) and IL 60601",
        "vol 2",
        "I20 of O2",
        "four\u00admillion dollars",
        "100l of oil",
    ],
)
def test_honest_letters_are_not_noted(text):
    assert not read_paper(text.encode(), name="a.txt").remarks


@pytest.mark.parametrize(
    ("data", "name", "error"),
    [
        (b"", "a.txt", FileIsEmpty),
        (b"words", "a.pdf", PaperKindDiffers),
        (pdfs.pages(pdfs.lines(FEE)), "a.txt", PaperKindDiffers),
        (b"words", "a.exe", PaperKindUnknown),
        (bytes(range(256)), "", PaperKindUnknown),
        (b"%PDF-1.7\nnothing", "a.pdf", PaperIsBroken),
    ],
)
def test_what_cannot_be_read_says_so(data, name, error):
    with pytest.raises(error) as caught:
        read_paper(data, name=name)
    assert caught.value.why and caught.value.fix


def test_limits_hold():
    two = pdfs.pages(pdfs.lines(FEE), pdfs.lines(FEE))
    with pytest.raises(PaperHasTooManyPages, match="says it has 2 pages, 1 are read"):
        read_paper(two, name="a.pdf", limits=PaperLimits(pages=1))
    with pytest.raises(FileTooLarge):
        read_paper(two, name="a.pdf", limits=PaperLimits(file_bytes=100))


def test_a_thousand_remarks_of_a_kind_are_summed_up():
    paper = read_paper(("fее " * 1000).encode(), name="a.txt")
    assert len(paper.remarks) == 101
    assert paper.remarks[-1].words == "and 900 more like it"
