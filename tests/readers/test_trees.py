"""YAML and JSON become trees of text: nothing is typed, every value knows its line, one bad document waits alone."""

from __future__ import annotations

import time

import pytest
import yaml

from duly.ground.tree import Block, Rows, Text
from duly.readers import tree, yaml_events
from duly.readers.tree import read_tree
from tests.readers.hostile import TREES

CONTRACT = """\
contract: CT-2041
customer: "Northwind Health"
signed: 2026-05-20
country: NO
known: on
total: 1e400
rate: 0x10
old: 017
term: {from: 2026-06-01, to: 2029-05-31}
happened:
  - {date: 2026-06-30, accepted: setup}
  - date: 2026-07-01
    invoice: 'INV-1'
why: >
  two
  lines
empty:
"""


def only(text: str | bytes, name: str = "a.yaml") -> Block:
    read = read_tree(text.encode() if isinstance(text, str) else text, name)
    assert read.errors == ()
    (document,) = read.documents
    return document


def problems(text: str | bytes, name: str = "a.yaml") -> list[tuple[str, int]]:
    read = read_tree(text.encode() if isinstance(text, str) else text, name)
    return [(error.name, error.place.line) for error in read.errors]


def test_every_scalar_is_text_as_it_was_written():
    block = only(CONTRACT)
    words = {key: str(value) for key, value in block.items() if isinstance(value, Text)}
    assert words == {
        "contract": "CT-2041",
        "customer": "Northwind Health",
        "signed": "2026-05-20",
        "country": "NO",
        "known": "on",
        "total": "1e400",
        "rate": "0x10",
        "old": "017",
        "why": "two lines\n",
        "empty": "",
    }


def test_every_value_and_key_knows_its_place():
    block = only(CONTRACT)
    assert (block["total"].place.file, block["total"].place.line, block["total"].place.column) == ("a.yaml", 6, 8)
    assert block.places["happened"].line == 10
    rows = block["happened"]
    assert isinstance(rows, Rows)
    second = rows[1]
    assert isinstance(second, Block)
    assert (second.place.line, second["invoice"].place.line, second.places["invoice"].column) == (12, 13, 5)


def test_lines_count_on_over_documents():
    read = read_tree(b"# head\n---\na: 1\n--- # next\nb: 2\n---\n\nc: 3\n...\n", "a.yaml")
    assert [next(iter(block.places.values())).line for block in read.documents] == [3, 5, 8]


def test_json_numbers_stay_as_written_and_words_are_those_of_the_language():
    block = only('{"a": 1e400, "b": 1200.00,\n "c": [true, false, null, "x\\n\\u00e9"],\n\t"d": {}, "e": []}', "a.json")
    assert block == {"a": "1e400", "b": "1200.00", "c": ["yes", "no", "", "x\né"], "d": {}, "e": []}
    assert [block.places[key].line for key in "abcde"] == [1, 1, 2, 3, 3]
    assert block["c"][3].place.column == 27


def test_json_and_yaml_of_the_same_contract_are_the_same_tree():
    both = '{"contract": "A",\n "term": {"from": "2026-01-01"},\n "parts": [1, -2.50, "x"]}'
    assert only(both, "a.json") == only(both, "a.yaml")


@pytest.mark.parametrize(
    ("text", "error", "line"),
    [
        ("[1]", "DocumentIsNotABlock", 1),
        ('{"a": 1,}', "JsonSyntax", 1),
        ('{"a": 1}\n{"b": 2}', "JsonSyntax", 2),
        ('{"a": 01}', "JsonSyntax", 1),
        ("{'a': 1}", "JsonSyntax", 1),
        ('{"a": 1 // one\n}', "JsonSyntax", 1),
        ('{"a"\n 1}', "JsonSyntax", 2),
        ('{"a": "x\ty"}', "JsonSyntax", 1),
        ('{"a": "\\q"}', "JsonSyntax", 1),
        ('{"a": "\\ud800"}', "ControlCharacter", 1),
        ('{"a": "\\u0000"}', "ControlCharacter", 1),
        ('{"": 1}', "KeyIsEmpty", 1),
        ('{"a\\nb": 1}', "KeyIsNotText", 1),
        ('{"a": "x', "JsonIsCutOff", 1),
        ('{"a": tru', "JsonSyntax", 1),
        ("\n\n", "FileIsEmpty", 0),
        ('{"a": {"b": 1, "b": 2}}', "DuplicateKey", 1),
    ],
)
def test_what_is_wrong_in_json_is_named(text, error, line):
    assert problems(text, "a.json") == [(error, line)]


@pytest.mark.parametrize(
    ("text", "error", "line"),
    [
        ("a: b: c\n", "YamlSyntax", 1),
        ("a: 1\n  b: 2\n", "YamlSyntax", 2),
        ("a: @x\n", "YamlSyntax", 1),
        ("a:\n  - 1\n  b: 2\n", "YamlSyntax", 3),
        ('a: "\\q"\n', "YamlSyntax", 1),
        ("a: 1\n...\nb: 2\n", "YamlSyntax", 3),
        ('a: 1\nb: "x\ny: 2\n', "YamlIsCutOff", 2),
        ("a: 1\nb: {c: 1,\n  d: [2\n", "YamlIsCutOff", 3),
        ("a: * b\n", "AliasIsNotAllowed", 1),
        ("a: & b\n", "AnchorIsNotAllowed", 1),
        ("%TAG ! tag:x\n---\na: 1\n", "TagIsNotAllowed", 1),
        ("a: !local x\n", "TagIsNotAllowed", 1),
        ("? [a]\n: b\n", "KeyIsNotText", 1),
        ("a: {{b}}\n", "KeyIsNotText", 1),
        ("? |\n  a\n  b\n: c\n", "KeyIsNotText", 1),
        ("a: 1\n: b\n", "YamlSyntax", 2),
        ('"": b\n', "KeyIsEmpty", 1),
        ("just text\n", "DocumentIsNotABlock", 1),
        ("a: 1\n---\n", "DocumentIsEmpty", 2),
        ('a: "\\ufeff"\n', "ControlCharacter", 1),
        ("a: x\u2028y\n", "ControlCharacter", 1),
        ("a: x\ufeffy\n", "ControlCharacter", 1),
    ],
)
def test_what_is_wrong_in_yaml_is_named(text, error, line):
    assert problems(text) == [(error, line)]


def test_all_that_is_wrong_in_a_document_is_listed_with_its_contract():
    text = b"contract: CT-1\na: 1\na: 2\nb: &x 1\nc: *x\nd: !t 1\n<<: {e: 1}\n"
    read = read_tree(text, "a.yaml")
    assert [(error.name, error.place.line) for error in read.errors] == [
        ("DuplicateKey", 3),
        ("AnchorIsNotAllowed", 4),
        ("AliasIsNotAllowed", 5),
        ("TagIsNotAllowed", 6),
        ("MergeKeyIsNotAllowed", 7),
    ]
    assert {error.contract for error in read.errors} == {"CT-1"}
    assert read.documents == ()


def test_a_duplicate_key_shows_both_lines():
    (error,) = read_tree(b"a: 1\nb: 2\n\na: 3\n", "a.yaml").errors
    assert "on line 1 and on line 4" in error.what
    assert "'a'" in error.what


def test_a_bad_document_does_not_take_the_others_with_it():
    text = b"contract: A\n---\ncontract: B\nx: [1\n---\ncontract: C\n---\ncontract: D\n\tx: 1\n---\ncontract: E\n"
    read = read_tree(text, "a.yaml")
    assert [block["contract"] for block in read.documents] == ["A", "C", "E"]
    assert [(error.name, error.contract) for error in read.errors] == [("YamlIsCutOff", "B"), ("TabInFile", "D")]
    (total,) = read.totals
    assert (total.contracts.read, total.contracts.imported, total.contracts.set_aside) == (5, 3, 2)


def test_three_dashes_inside_a_text_do_not_split_it():
    block = only("a: |\n  x\n  ---\n  y\nb: '--- no'\nc: ---\n")
    assert block == {"a": "x\n---\ny\n", "b": "--- no", "c": "---"}


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_line_ends_and_byte_order_marks_of_other_systems_are_read(ends):
    block = only(b"\xef\xbb\xbf" + ends.join(["a: 1", "b: 2", ""]).encode())
    assert block == {"a": "1", "b": "2"}
    assert block["b"].place.line == 2


def test_a_yaml_version_line_is_passed_over():
    assert only("%YAML 1.2\n---\na: 1\n").places["a"].line == 3


def test_a_file_that_is_not_there_is_an_error_like_any_other(tmp_path):
    (error,) = read_tree(tmp_path / "none.yaml").errors
    assert error.name == "FileIsMissing"


def test_the_parser_in_python_finds_the_same(monkeypatch):
    def outcomes() -> list:
        texts = [hostile.make() for hostile in TREES if hostile.file.endswith("yaml") and len(hostile.make()) < 1_000]
        reads = [read_tree(text, "a.yaml") for text in [*texts, CONTRACT.encode()]]
        return [(read.documents, [(error.name, error.place) for error in read.errors]) for read in reads]

    with_c = outcomes()
    monkeypatch.setattr(tree, "parser_loader", lambda: yaml.Loader)
    assert yaml_events.parser_loader() is not yaml.Loader
    assert outcomes() == with_c


def test_a_thousand_contracts_are_read_in_less_than_three_seconds():
    rows = "".join(f"  - {{date: 2026-0{n}-01, invoice: I-{n}, lines: {{platform: 100.00}}}}\n" for n in range(1, 10))
    lines = "".join(f"key {n}: value\n" for n in range(14))
    text = "---\n".join(f"contract: C-{n}\n{lines}happened:\n{rows}" for n in range(1_000)).encode()
    start = time.process_time()
    assert len(read_tree(text, "a.yaml").documents) == 1_000
    assert time.process_time() - start < 3
