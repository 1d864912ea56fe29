"""`duly memo`: what an auditor reads, as Markdown and pages."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree
from zipfile import ZipFile

import pypdfium2
import pytest

from duly.doors.cli.contracts import load
from duly.engine.contracts.terms import Company
from duly.engine.disclosure.memo import memo
from duly.engine.journal.books import keep_books
from duly.ground.reports import Report
from duly.site.main import main
from duly.writers import docx, markdown
from tests.doors.command import ROOT
from tests.engine.contracts.texts import contracts_of

BUNDLE = str(ROOT / "examples" / "bundle.yaml")
STEPS = ("Facts", "Step 1", "Step 2", "Step 3", "Step 4", "Step 5", "Judgements", "Evidence", "What is uncertain")
HOSTILE = """\
contract: ODD
currency: USD
customer: "<script>|`x` *bold* [a](b)"
signed: 2026-01-01
obligations:
  box: {price: 100.00, ssp: 120.00}
judged: [{date: 2026-01-01, distinct: box}]
happened: [{date: 2026-02-01, delivered: box}]
"""


def text_of(*words: str, capsys: pytest.CaptureFixture[str]) -> str:
    assert main(["memo", *words]) == 0
    return capsys.readouterr().out


def test_the_five_steps_stand_with_facts_people_and_paragraphs(capsys):
    text = text_of("HRB-7", "--in", BUNDLE, capsys=capsys)
    places = [text.index(f"## {step}") for step in STEPS]
    assert places == sorted(places)
    assert "bundle.yaml, line 23" in text and "M. Rao" in text and "each is sold alone" in text
    assert "| together | 60,000.00 | 10,000.00 | 50,000.00 | 120,000.00 |" in text
    assert "INV-1" in text and "due 2026-02-01" in text
    assert "| 606-10-32-28 | 73 |" in text


def test_the_numbers_are_those_of_the_books():
    read = contracts_of(HOSTILE)
    books = keep_books(read.terms, Company())
    tables = {p.title: p for s in memo(books, "ODD").sections for p in s.parts if isinstance(p, Report)}
    (row,) = tables["Revenue by period"].rows
    assert row[0] == "2026-02" and row[-1].minor == sum(books.cumulative(books.through).values()) == 100_00
    (allocated,) = tables["Allocation of the transaction price"].rows
    assert [cell.minor for cell in allocated[2:]] == [100_00, 120_00, 100_00, 0]


def test_what_nobody_answers_for_is_uncertain():
    books = keep_books(contracts_of(HOSTILE).terms, Company())
    (doubts,) = (section.parts for section in memo(books, "ODD").sections if section.heading == "What is uncertain")
    assert any("names no person and no reason" in str(doubt) for doubt in doubts)
    assert any("nobody says what its standalone price rests on" in str(doubt) for doubt in doubts)


def test_words_of_a_contract_are_no_markup():
    text = "".join(markdown.lines(memo(keep_books(contracts_of(HOSTILE).terms, Company()), "ODD")))
    assert r"\<script\>\|\`x\` \*bold\* \[a\](b)" in text
    assert "<script>" not in text


def test_pages_hold_the_same_words_and_are_the_same_bytes_again(tmp_path: Path):
    first, again = tmp_path / "a.pdf", tmp_path / "b.pdf"
    for path in (first, again):
        assert main(["memo", "HRB-7", "--in", BUNDLE, "--format", "pdf", "--out", str(path)]) == 0
    assert first.read_bytes() == again.read_bytes()
    pages = pypdfium2.PdfDocument(first)
    text = "\n".join(page.get_textpage().get_text_range() for page in pages)
    assert all(step in text for step in STEPS) and "120,000.00" in text and "M. Rao" in text
    pages.close()


def test_a_docx_holds_the_same_words_and_is_the_same_bytes_again(tmp_path: Path):
    first, again = tmp_path / "a.docx", tmp_path / "b.docx"
    for path in (first, again):
        assert main(["memo", "HRB-7", "--in", BUNDLE, "--format", "docx", "--out", str(path)]) == 0
    assert first.read_bytes() == again.read_bytes()
    text = "".join(ElementTree.fromstring(ZipFile(first).read("word/document.xml")).itertext())
    assert all(step in text for step in STEPS) and "120,000.00" in text and "M. Rao" in text


def test_every_memo_of_the_examples_can_be_written(tmp_path: Path):
    count = 0
    for path in sorted((ROOT / "examples").glob("*.yaml")) + sorted((ROOT / "examples" / "topics").glob("*.yaml")):
        for run in load([str(path)], None).runs:
            books = keep_books(run.terms, run.company)
            for ruling in books.now().rulings:
                document = memo(books, ruling.group[0].ref)
                docx.write(document, str(tmp_path / "one.docx"))
                assert "".join(markdown.lines(document)).count("\n## ") == len(document.sections)
                count += 1
    assert count > 40


def test_a_contract_that_is_not_there_is_named(capsys):
    assert main(["memo", "NONE", "--in", BUNDLE]) == 1
    assert "NoSuchContract" in capsys.readouterr().err
    assert main(["memo", "HRB-7", "--in", BUNDLE, "--format", "pdf"]) == 2
