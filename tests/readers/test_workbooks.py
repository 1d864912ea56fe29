"""Workbooks say the same as CSV sheets: cells become text exactly, and what a spreadsheet made up is refused."""

from __future__ import annotations

import datetime
import io
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duly.ground.errors import DulyError, Place
from duly.readers.order_sheet import read_workbook
from duly.readers.paper_limits import PaperLimits
from duly.readers.read import Read
from duly.readers.sheet import read_sheets
from duly.readers.workbook import workbook_sheets
from duly.readers.workbook_cells import number_text
from tests.readers import workbooks as wb


def read(folder: Path, data: bytes) -> Read:
    path = folder / "book.xlsx"
    path.write_bytes(data)
    return read_sheets([path])


def saved(sheets: dict[str, list[list]], formats: dict[str, str] | None = None) -> bytes:
    """A workbook as a spreadsheet program would save it."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
        for cell, code in (formats or {}).items():
            sheet[cell].number_format = code
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def test_a_saved_workbook_becomes_contracts(tmp_path):
    data = saved(
        {
            "Contracts": [
                ["contract", "currency", "Term.From", "total", "rate", "portfolio"],
                [2041, "USD", datetime.date(2026, 6, 1), 1200.10, 0.075, True],
                ["CT-2", "JPY", datetime.date(2024, 2, 29), 120000, 0.4, False],
            ],
            "north obligations": [["contract", "obligation", "price"], [2041, "a", "{steps: [1.00, 2.00]}"]],
            "Sheet3": [],
        },
        {"E2": "0.0%", "E3": "0%"},
    )
    found = read(tmp_path, data)
    assert found.errors == ()
    assert found.documents == (
        {
            "contract": "2041",
            "currency": "USD",
            "term": {"from": "2026-06-01"},
            "total": "1200.1",
            "rate": "7.5%",
            "portfolio": "yes",
            "obligations": {"a": {"price": {"steps": ["1.00", "2.00"]}}},
        },
        {
            "contract": "CT-2",
            "currency": "JPY",
            "term": {"from": "2024-02-29"},
            "total": "120000",
            "rate": "40%",
            "portfolio": "no",
        },
    )
    place = found.documents[0]["total"].place
    assert (place.sheet, place.line, place.column) == ("Contracts", 2, 4)


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("0.10000000000000001", "0.1"),
        ("1200", "1200"),
        ("1200.0", "1200"),
        ("1.2E3", "1200"),
        ("9999999999999.99", "9999999999999.99"),
        ("12345678901234567", "12345678901234567"),
        ("-0.5", "-0.5"),
        ("0.0001", "0.0001"),
    ],
)
def test_a_number_becomes_the_shortest_text_that_means_it(written, text):
    assert number_text(written, "", Place("a", 1, 1)) == text


@settings(max_examples=300)
@given(st.decimals(-(10**13), 10**13, places=2))
def test_every_amount_a_spreadsheet_can_hold_comes_out_to_the_cent(amount):
    # A spreadsheet keeps the nearest binary number and writes 17 digits of it.
    written = f"{float(amount):.17g}"
    assert Decimal(number_text(written, "", Place("a", 1, 1))) == amount


@pytest.mark.parametrize(
    ("written", "kind", "error"),
    [
        ("1E+16", "", "CellNumberNeedsText"),
        ("1e400", "", "CellNumberNeedsText"),
        ("0.00001", "", "CellNumberNeedsText"),
        ("nan", "", "WorkbookIsBroken"),
        ("1_000", "", "WorkbookIsBroken"),
        (".", "", "WorkbookIsBroken"),
        ("0.5", "time", "CellHasTime"),
        ("46000.5", "date", "CellHasTime"),
        ("46000.00000000001", "date", "CellHasTime"),
        ("60", "date", "CellDateUnknown"),
        ("-1", "date", "CellDateUnknown"),
        ("1E5", "date", "CellDateUnknown"),
        ("2958466", "date", "CellDateUnknown"),
    ],
)
def test_a_number_that_cannot_be_told_exactly_is_an_error(written, kind, error):
    with pytest.raises(DulyError) as caught:
        number_text(written, kind, Place("a", 1, 1))
    assert caught.value.name == error


def test_days_are_counted_from_both_epochs():
    place = Place("a", 1, 1)
    assert number_text("61", "date", place) == "1900-03-01"
    assert number_text("45351", "date", place) == "2024-02-29"
    assert number_text("45351.0", "date", place) == "2024-02-29"
    assert number_text("43889", "date", place, epoch_1904=True) == "2024-02-29"


HEADER = wb.row(wb.text("contract"), wb.text("a"))


@pytest.mark.parametrize(
    ("row", "error"),
    [
        (wb.row(wb.text("A"), "<c><f>1+1</f><v>2</v></c>"), "CellHasFormula"),
        (wb.row(wb.text("A"), '<c t="str"><f t="shared" si="0"/></c>'), "CellHasFormula"),
        (wb.row(wb.text("A"), '<c t="e"><v>#REF!</v></c>'), "CellHasError"),
        (wb.row(wb.text("A"), wb.number("46000.25", 1)), "CellHasTime"),
        (wb.row(wb.text("A"), wb.number("0.25", 2)), "CellHasTime"),
        (wb.row(wb.text("A"), wb.text("x_x202E_y")), "ControlCharacter"),
        (wb.row(wb.text("A"), "", '<c r="C2"><v>1</v></c>'), "CellWithoutColumn"),
    ],
)
def test_a_cell_that_is_no_value_makes_its_contract_wait(tmp_path, row, error):
    other = wb.row(wb.text("B"), '<c t="d"><v>2026-06-30T00:00:00</v></c>')
    data = wb.workbook({"contracts": wb.sheet(HEADER, row, other)}, formats=("yyyy-mm-dd", "h:mm"))
    found = read(tmp_path, data)
    assert [(problem.name, problem.place.line, problem.contract) for problem in found.errors] == [(error, 2, "A")]
    assert found.documents == ({"contract": "B", "a": "2026-06-30"},)


@pytest.mark.parametrize(
    "rows",
    [
        wb.row(wb.text("A"), r=3) + wb.row(wb.text("B"), r=2),
        wb.row(wb.text("A"), r=2) + wb.row(wb.text("B"), r=2),
        wb.row(wb.text("A"), r=1_048_577),
        '<row r="x"/>',
        "<c><v>1</v></c>",
        wb.row('<c r="B2"><v>1</v></c>', '<c r="A2"><v>1</v></c>'),
        wb.row('<c r="A9"><v>1</v></c>'),
        wb.row('<c t="s"><v>9</v></c>'),
        wb.row('<c t="s"><v>-1</v></c>'),
        "<row>",
        "&nbsp;",
    ],
)
def test_a_sheet_that_does_not_hold_together_makes_the_import_wait(tmp_path, rows):
    found = read(tmp_path, wb.workbook({"contracts": wb.sheet(HEADER, wb.row(wb.text("GOOD")), rows)}))
    assert [problem.name for problem in found.errors] == ["WorkbookIsBroken"]
    assert found.documents == ()


def test_rows_beyond_the_stated_dimension_are_read(tmp_path):
    part = wb.sheet(HEADER, wb.row(wb.text("A")), wb.row(wb.text("B"), r=1_000_000))
    part = part.replace("<sheetData>", '<dimension ref="A1:B2"/><sheetData>')
    found = read(tmp_path, wb.workbook({"contracts": part}))
    assert [block["contract"] for block in found.documents] == ["A", "B"]
    assert found.documents[1].place.line == 1_000_000


def test_shared_texts_are_read_without_reading_aids(tmp_path):
    strings = "<sst><si><r><t>con</t></r><r><t>tract</t></r></si><si><t>東</t><rPh><t>ひがし</t></rPh></si></sst>"
    part = wb.sheet(wb.row('<c t="s"><v>0</v></c>'), wb.row('<c t="s"><v>1</v></c>'))
    found = read(tmp_path, wb.workbook({"contracts": part}, strings=strings))
    assert found.documents == ({"contract": "東"},)


def test_macros_and_links_to_other_workbooks_are_never_opened(tmp_path):
    extra = {
        "xl/vbaProject.bin": b"\0macro",
        "xl/externalLinks/externalLink1.xml": b"<!DOCTYPE x [<!ENTITY e 'x'>]><x/>",
    }
    found = read(tmp_path, wb.workbook({"contracts": wb.sheet(HEADER, wb.row(wb.text("A")))}, extra=extra))
    assert found.errors == ()
    assert len(found.documents) == 1


def test_a_sheet_that_is_no_list_is_an_error_that_names_the_lists(tmp_path):
    found = read(tmp_path, wb.workbook({"contrats": wb.sheet(HEADER, wb.row(wb.text("A")))}))
    (problem,) = found.errors
    assert (problem.name, problem.place.sheet) == ("SheetIsUnknown", "contrats")
    assert "rename it to contracts" in problem.fix


def test_dates_of_workbooks_from_old_macs(tmp_path):
    part = wb.sheet(HEADER, wb.row(wb.text("A"), wb.number("43889", 1)))
    data = wb.workbook({"contracts": part}, formats=("d. mmm yyyy",), settings='<workbookPr date1904="1"/>')
    assert read(tmp_path, data).documents[0]["a"] == "2024-02-29"


def test_every_byte_of_a_workbook_may_be_missing_or_wrong(tmp_path):
    data = wb.contracts(wb.row(wb.text("A"), wb.text("USD"), wb.number("1")))
    for at in range(0, len(data), 37):
        for damaged in (data[:at], data[:at] + bytes([data[at] ^ 0xFF]) + data[at + 1 :]):
            found = read(tmp_path, damaged)
            assert found.errors or len(found.documents) == 1


def test_an_order_form_keeps_the_currency_that_its_cells_show():
    book = wb.workbook(
        {
            "order": wb.sheet(
                wb.row(wb.text("Set-up fee"), wb.number("1500", 1), wb.number("40", 4)),
                wb.row(wb.text("Licence"), wb.number("900.5", 2), wb.number("0.25", 3)),
                wb.row(wb.text("Total"), '<c s="1"><f>SUM(B1:B2)</f><v>2400.5</v></c>'),
            )
        },
        formats=("&quot;$&quot;#,##0.00", "[$€-407] #,##0", "0%", "#,##0 &quot;seats&quot;"),
    )
    draft = read_workbook(book, "order.xlsx", PaperLimits())
    assert draft.text == "order\nSet-up fee\t$1500\t40\nLicence\t€900.5\t25%\nTotal\t$2400.5\n"
    first = next(iter(next(iter(workbook_sheets(book, "order.xlsx"))).rows))
    assert [str(cell) for cell in first.cells] == ["Set-up fee", "1500", "40"]
