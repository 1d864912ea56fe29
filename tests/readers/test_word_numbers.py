"""The numbers that a word processor shows before paragraphs are part of the text of a DOCX."""

from __future__ import annotations

import pytest

from duly.readers.papers import read_paper
from tests.readers.hostile_papers.office import W, document, p


def level(at: int, shows: str, shape: str = "decimal", more: str = "", start: int = 1) -> str:
    said = f'<w:start w:val="{start}"/><w:numFmt w:val="{shape}"/><w:lvlText w:val="{shows}"/>{more}'
    return f'<w:lvl w:ilvl="{at}">{said}</w:lvl>'


def lists(
    *levels: str, numbers: str = '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>', more: str = ""
) -> str:
    made = f'<w:abstractNum w:abstractNumId="0">{"".join(levels)}</w:abstractNum>'
    return f'<w:numbering xmlns:w="{W}">{made}{more}{numbers}</w:numbering>'


def item(text: str, at: int | None = 0, number: str = "1", style: str = "") -> str:
    said = f'<w:pStyle w:val="{style}"/>' if style else ""
    if number:
        of = "" if at is None else f'<w:ilvl w:val="{at}"/>'
        said += f'<w:numPr>{of}<w:numId w:val="{number}"/></w:numPr>'
    return (
        f"<w:p><w:pPr>{said}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>" if text else f"<w:p><w:pPr>{said}</w:pPr></w:p>"
    )


def read(body: str, numbering: str, styles: str = "") -> str:
    beside = {"word/numbering.xml": numbering}
    if styles:
        beside["word/styles.xml"] = f'<w:styles xmlns:w="{W}">{styles}</w:styles>'
    return read_paper(document(body, beside=beside), name="a.docx").text


CLAUSES = (level(0, "%1."), level(1, "%1.%2"), level(2, "(%3)", "lowerLetter", '<w:suff w:val="space"/>'))


def test_clauses_are_numbered_as_they_are_shown():
    body = item("Fees") + item("Rates", 1) + item("by the hour", 2) + item("by the day", 2) + item("Taxes", 1)
    body += item("Term") + item("Start", 1) + p("Signed.")
    assert read(body, lists(*CLAUSES)) == (
        "1.\tFees\n1.1\tRates\n(a) by the hour\n(b) by the day\n1.2\tTaxes\n2.\tTerm\n2.1\tStart\nSigned.\n"
    )


@pytest.mark.parametrize(
    ("shape", "start", "shown"),
    [
        ("upperRoman", 4, "IV"), ("lowerRoman", 19, "xix"), ("upperLetter", 27, "AA"), ("lowerLetter", 2, "b"),
        ("decimalZero", 7, "07"), ("ordinal", 22, "22nd"), ("ordinal", 12, "12th"), ("cardinalText", 3, "Three"),
        ("ordinalText", 2, "Second"), ("chicago", 5, "5"), ("upperRoman", 999_999, "MMM"),
    ],
)  # fmt: skip
def test_each_way_to_write_a_number(shape, start, shown):
    assert read(item("Fees"), lists(level(0, "Article %1", shape, start=start))) == f"Article {shown}\tFees\n"


def test_a_legal_number_shows_the_upper_levels_in_figures():
    numbering = lists(level(0, "ARTICLE %1", "upperRoman"), level(1, "%1.%2", more="<w:isLgl/>"))
    assert read(item("Fees") + item("Rates", 1), numbering) == "ARTICLE I\tFees\n1.1\tRates\n"


def test_bullets_and_paragraphs_without_a_list_have_no_number():
    assert (
        read(item("fast", 0) + item("plain", None, "0") + p("end"), lists(level(0, "o", "bullet")))
        == "fast\nplain\nend\n"
    )


def test_the_number_of_a_style_is_that_of_the_style_it_is_made_from():
    styles = (
        '<w:style w:styleId="Clause"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="Bold"><w:basedOn w:val="Clause"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="Round"><w:basedOn w:val="Round"/></w:style>'
    )
    body = item("Fees", None, "", "Clause") + item("Term", None, "", "Bold") + item("End", None, "", "Round")
    assert read(body, lists(*CLAUSES), styles) == "1.\tFees\n2.\tTerm\nEnd\n"


def test_a_second_number_of_a_list_goes_on_or_starts_where_it_says():
    numbers = "".join(f'<w:num w:numId="{one}"><w:abstractNumId w:val="0"/>{more}</w:num>' for one, more in (
        (1, ""), (2, ""), (3, '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'),
    ))  # fmt: skip
    body = item("one") + item("two", 0, "2") + item("five", 0, "3") + item("six", 0, "3") + item("seven")
    assert read(body, lists(*CLAUSES, numbers=numbers)) == "1.\tone\n2.\ttwo\n5.\tfive\n6.\tsix\n7.\tseven\n"


def test_a_level_that_never_restarts_goes_on():
    numbering = lists(level(0, "%1."), level(1, "Note %2", more='<w:lvlRestart w:val="0"/>'))
    body = item("a") + item("x", 1) + item("b") + item("y", 1)
    assert read(body, numbering) == "1.\ta\nNote 1\tx\n2.\tb\nNote 2\ty\n"


def test_an_empty_paragraph_counts_and_one_that_is_deleted_does_not():
    gone = item("", 0)[: -len("</w:p>")] + '<w:del w:author="M"><w:r><w:delText>old</w:delText></w:r></w:del></w:p>'
    assert read(item("one") + gone + item("", 0) + item("three"), lists(*CLAUSES)) == "1.\tone\n\n2.\t\n3.\tthree\n"


def test_in_a_cell_a_number_is_parted_by_a_space():
    body = f"<w:tbl><w:tr><w:tc>{item('Fees')}</w:tc><w:tc>{p('$9')}</w:tc></w:tr></w:tbl>"
    assert read(body, lists(*CLAUSES)) == "1. Fees\t$9\n"


def test_a_list_that_points_to_itself_has_no_number():
    more = '<w:abstractNum w:abstractNumId="7"><w:numStyleLink w:val="Loop"/></w:abstractNum>'
    numbers = '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
    styles = '<w:style w:styleId="Loop"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    assert read(item("Fees"), lists(*CLAUSES, numbers=numbers, more=more), styles) == "Fees\n"
