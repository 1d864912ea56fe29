"""Law: whatever a file holds, it becomes documents or errors that say what, where, why and how to mend it."""

from __future__ import annotations

from hypothesis import example, given, settings
from hypothesis import strategies as st

from duly.readers.csv_rows import csv_rows
from duly.readers.json_tree import json_document
from duly.readers.limits import Allowance
from duly.readers.sheet import read_sheets
from duly.readers.tree import read_tree
from tests.readers import workbooks as wb

YAML = ["---", "...", "\n", "\n  ", "- ", ": ", "? ", "{", "}", "[", "]", ",", "&a ", "*a ", "!t ", "|", ">", "'", '"']
YAML += ["\\u0000", "\\ud800", "\\x", "#", "%TAG", "%YAML 1.1", "<<", "a", "b: c\n", "\t", "@", "\x85", "\u2028", "\r"]
CSV = [
    "contract",
    "obligation",
    ",",
    "\n",
    '"',
    "=1",
    "-1",
    "{",
    "}",
    "[",
    "]",
    "a",
    "A",
    ".",
    "total",
    "\t",
    ";",
    " ",
    "\r",
]
XML = [
    "<row>",
    "</row>",
    "<c>",
    "</c>",
    "<c t='s'>",
    "<c s='1'>",
    "<v>",
    "</v>",
    "<f/>",
    "<is><t>",
    "</t></is>",
    "1",
    "e5",
    "A",
]

yaml_texts = st.lists(st.sampled_from(YAML), max_size=25).map("".join)
csv_texts = st.lists(st.sampled_from(CSV), max_size=25).map("".join)
xml_texts = st.lists(st.sampled_from(XML), max_size=15).map("".join)


def is_clear(read) -> None:
    assert read.documents or read.errors or not read.totals[0].contracts.read
    for error in read.errors:
        assert error.place.file
        assert error.what
        assert error.why
        assert error.fix


@settings(max_examples=400)
@given(yaml_texts)
@example("a\n1")
@example("a: [b\nc")
def test_any_yaml_is_clear(text):
    is_clear(read_tree(text.encode(), "a.yaml"))


@settings(max_examples=300)
@given(yaml_texts)
def test_any_json_is_clear(text):
    is_clear(read_tree(text.encode(), "a.json"))


@settings(max_examples=300)
@given(st.binary(max_size=60))
def test_any_bytes_are_clear(data):
    is_clear(read_tree(data, "a.yaml"))
    is_clear(read_tree(data, "a.json"))


@settings(max_examples=200)
@given(csv_texts, csv_texts)
def test_any_sheets_are_clear(tmp_path_factory, contracts, obligations):
    folder = tmp_path_factory.mktemp("sheets")
    (folder / "contracts.csv").write_bytes(b"contract,total\n" + contracts.encode())
    (folder / "obligations.csv").write_bytes(obligations.encode())
    is_clear(read_sheets([folder / "contracts.csv", folder / "obligations.csv"]))


@settings(max_examples=200)
@given(xml_texts)
def test_any_workbook_is_clear(tmp_path_factory, rows):
    path = tmp_path_factory.mktemp("book") / "book.xlsx"
    head = wb.row(wb.text("contract"), wb.text("total"))
    path.write_bytes(wb.workbook({"contracts": wb.sheet(head, rows)}, formats=("yyyy-mm-dd",)))
    is_clear(read_sheets([path]))


def test_a_row_of_csv_is_numbered_as_a_spreadsheet_shows_it():
    rows = list(csv_rows(b'a,b\n\n"x\ny",1\n,\nz,2\n', "a.csv", "contracts"))
    assert [row.place.line for row in rows] == [1, 3, 5]


def test_the_largest_numbers_of_json_stay_text():
    assert json_document(b'{"a": 123456789012345678901234567890.10}', "a.json", Allowance())["a"].endswith("7890.10")
