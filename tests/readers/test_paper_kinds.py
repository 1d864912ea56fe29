"""DOCX, workbooks, CSV and e-mail become papers: tables by their cells, changes with remarks, attachments as pages."""

from __future__ import annotations

import pytest

from duly.readers.papers import read_paper
from tests.readers import pdfs
from tests.readers import workbooks as wb
from tests.readers.hostile_papers.office import TRACKED, W, document, p
from tests.readers.hostile_papers.texts import HEAD, _with


def cells(paper):
    return [(cell.table, cell.row, cell.column, paper.text[cell.start : cell.end]) for cell in paper.cells]


def remarks(paper):
    return [(remark.kind, paper.text[remark.start : remark.end], remark.words) for remark in paper.remarks]


def table(*rows: tuple[str, ...]) -> str:
    inner = "".join("<w:tr>" + "".join(f"<w:tc>{p(cell)}</w:tc>" for cell in row) + "</w:tr>" for row in rows)
    return f"<w:tbl>{inner}</w:tbl>"


def test_a_document_gives_paragraphs_and_tables_by_their_cells():
    body = p("Fees") + table(("Year", "Fee"), ("1", "$12,000")) + p("Net 30.") + table(("A",))
    paper = read_paper(document(body), name="a.docx")
    assert paper.text == "Fees\nYear\tFee\n1\t$12,000\nNet 30.\nA\n"
    assert cells(paper) == [(0, 0, 0, "Year"), (0, 0, 1, "Fee"), (0, 1, 0, "1"), (0, 1, 1, "$12,000"), (1, 0, 0, "A")]
    assert not paper.remarks


def test_a_cell_of_several_paragraphs_is_one_line_and_a_table_in_a_cell_is_its_text():
    inner = table(("x", "y"))
    body = f"<w:tbl><w:tr><w:tc>{p('one')}{p('two')}{inner}</w:tc><w:tc>{p('z')}</w:tc></w:tr></w:tbl>"
    paper = read_paper(document(body), name="a.docx")
    assert cells(paper) == [(0, 0, 0, "one two x y"), (0, 0, 1, "z")]
    assert paper.text == "one two x y\tz\n"


def test_tracked_changes_are_read_as_accepted_with_remarks():
    paper = read_paper(document(TRACKED), name="a.docx")
    assert paper.text == "Fee: \nFee: $9\n"
    assert remarks(paper) == [
        ("deleted", "", "deleted by M 2026-01-02, not yet accepted: '$90,000'"),
        ("inserted", "$9", "inserted by M 2026-01-02, not yet accepted"),
    ]


def test_notes_and_headers_follow_the_body_and_white_on_dark_is_seen():
    shade = '<w:tc><w:tcPr><w:shd w:fill="1F3864"/></w:tcPr>'
    white = p("Fees", '<w:color w:val="FFFFFF"/>')
    body = f"<w:tbl><w:tr>{shade}{white}</w:tc><w:tc>{white}</w:tc></w:tr></w:tbl>"
    note = f'<w:footnotes xmlns:w="{W}">{p("Excl. tax")}</w:footnotes>'
    paper = read_paper(document(body, beside={"word/footnotes.xml": note}), name="a.docx")
    assert paper.text == "Fees\tFees\nExcl. tax\n"
    assert [(remark.kind, remark.start) for remark in paper.remarks] == [("not visible", 5)]


def test_a_workbook_gives_a_page_a_sheet_and_a_line_a_row():
    first = wb.sheet(wb.row(wb.text("Item"), wb.text("Fee")), wb.row(wb.text("Seats"), wb.number("1200.5"), r=4))
    second = wb.sheet(wb.row('<c r="B1"><f>SUM(A1)</f><v>7</v></c>'))
    paper = read_paper(wb.workbook({"Order": first, "Sums": second}), name="a.xlsx")
    assert paper.text == "Order\nItem\tFee\nSeats\t1200.5\n\n\fSums\n7\n"
    assert cells(paper) == [
        (0, 0, 0, "Item"), (0, 0, 1, "Fee"), (0, 3, 0, "Seats"), (0, 3, 1, "1200.5"), (1, 0, 1, "7"),
    ]  # fmt: skip
    assert [page.number for page in paper.pages] == [1, 2]
    assert remarks(paper) == [("formula", "7", "the cell B1 holds a formula; the value is the one last computed")]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            'Item,Fee\r\n"Seats, all","$1,200"\r\n',
            [(0, 0, "Item"), (0, 1, "Fee"), (1, 0, "Seats, all"), (1, 1, "$1,200")],
        ),
        ("Item;Fee\nSeats;1.200,50\n", [(0, 0, "Item"), (0, 1, "Fee"), (1, 0, "Seats"), (1, 1, "1.200,50")]),
        ('\ufeffA,"say ""yes"""\n,x', [(0, 0, "A"), (0, 1, 'say ""yes""'), (1, 0, ""), (1, 1, "x")]),
    ],
)
def test_a_csv_file_keeps_its_text_and_knows_its_cells(text, found):
    paper = read_paper(text.encode(), name="a.csv")
    assert paper.text == text
    assert [cell[1:] for cell in cells(paper)] == found


def test_a_letter_is_read_with_its_attachments_as_further_pages():
    order = pdfs.pages(pdfs.lines("The annual fee is $12,000 for two years."))
    data = _with(("order.pdf", order), ("form.docx", document(table(("Fee", "$5")))))
    paper = read_paper(data, name="a.eml")
    assert paper.text.startswith("From: a@example.com\nTo: b@example.com\nSubject: Order\n\nSee the order.\n")
    assert [page.number for page in paper.pages] == [1, 2, 3]
    at = paper.text.index("$12,000")
    assert paper.page_at(at) == 2
    assert paper.boxes(at, at + 7)[0][0] == 2
    assert cells(paper) == [(0, 0, 0, "Fee"), (0, 0, 1, "$5")]


def test_a_letter_in_a_letter_is_read():
    inner = HEAD + b"Content-Type: text/plain\r\n\r\nThe fee is $7."
    paper = read_paper(HEAD + b"Content-Type: message/rfc822\r\n\r\n" + inner, name="a.eml")
    assert paper.text.count("Subject: Order") == 2
    assert "The fee is $7." in paper.text


def test_an_html_letter_is_read_by_its_words():
    body = b"<style>p{}</style><p>Fee:&nbsp;<b>$5</b></p><table><tr><td>a</td><td>b</td></tr></table>"
    paper = read_paper(HEAD + b"Content-Type: text/html; charset=utf-8\r\n\r\n" + body, name="a.eml")
    assert "Fee:\xa0$5" in paper.text
    assert "a\tb" in paper.text
    assert "p{}" not in paper.text
