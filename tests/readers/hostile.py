"""Broken and hostile files, made when they are needed: what each holds, and the error it must end in."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable
from dataclasses import dataclass

from tests.readers import workbooks as wb


@dataclass(frozen=True)
class Hostile:
    """A file name, its bytes, the name of the error, and the line (or row) it points at; 0 where there is none."""

    file: str
    make: Callable[[], bytes]
    error: str
    line: int = 0


def _filled(start: bytes, piece: bytes, end: bytes = b"", size: int = 60_000_000) -> bytes:
    return start + piece * ((size - len(start) - len(end)) // len(piece)) + end


def _block_deep(levels: int) -> bytes:
    return b"".join(b" " * level + b"a:\n" for level in range(levels))


def _bomb_of_aliases() -> bytes:
    lines = ['contract: C\na0: &a0 ["lol", "lol"]']
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 10)]
    return "\n".join(lines).encode()


def _lying_archive() -> bytes:
    """A workbook whose directory says that a part of 150 MB has 1,000 bytes."""
    data = wb.workbook({"contracts": " " * 150_000_000})
    # Both headers of the member: 4 bytes of the unpacked size, which stand nowhere else.
    return data.replace((150_000_000).to_bytes(4, "little"), (1_000).to_bytes(4, "little"))


def _many_members() -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for number in range(20_000):
            archive.writestr(str(number), b"")
    return data.getvalue()


def _deep_xml() -> bytes:
    return wb.workbook({"contracts": wb.sheet("<a>" * 20_000 + "</a>" * 20_000)})


def _laughs() -> bytes:
    entities = '<!ENTITY a "ha">' + "".join(f'<!ENTITY a{n} "{"&a;" * 10}">' for n in range(9))
    return wb.workbook({"contracts": f"<!DOCTYPE w [{entities}]>" + wb.sheet(wb.row(wb.text("&a8;")))})


def _outside_entity() -> bytes:
    entity = '<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
    return wb.workbook({"contracts": entity + wb.sheet(wb.row(wb.text("&x;")))})


def _picture() -> bytes:
    return random.Random(7).randbytes(5_000)


TREES = [
    Hostile("tab.yaml", lambda: b"contract: A\nterm:\n\tfrom: 2026-01-01\n", "TabInFile", 3),
    Hostile("duplicate.yaml", lambda: b"contract: A\ncurrency: USD\ntotal: 1.00\ntotal: 2.00\n", "DuplicateKey", 4),
    Hostile("empty.yaml", lambda: b"", "FileIsEmpty"),
    Hostile("comments.yaml", lambda: b"# nothing yet\n\n", "FileIsEmpty"),
    Hostile("binary.yaml", _picture, "FileIsBinary"),
    Hostile("pdf.yaml", lambda: b"%PDF-1.7\n%\xe2\xe3", "FileIsBinary"),
    Hostile("deep_flow.yaml", lambda: b"contract: " + b"[" * 20_000 + b"]" * 20_000, "TooDeep", 1),
    Hostile("deep_block.yaml", lambda: _block_deep(8_000), "TooDeep", 33),
    Hostile("deep_rows.yaml", lambda: b"- " * 20_000 + b"a\n", "TooDeep", 1),
    Hostile("deep.json", lambda: b'{"a":' * 20_000 + b"1" + b"}" * 20_000, "TooDeep", 1),
    Hostile("aliases.yaml", _bomb_of_aliases, "AnchorIsNotAllowed", 2),
    Hostile("alias.yaml", lambda: b"contract: A\ntotal: *rent\n", "AliasIsNotAllowed", 2),
    Hostile("merge.yaml", lambda: b"contract: A\nterm:\n  <<: {from: 2026-01-01}\n", "MergeKeyIsNotAllowed", 3),
    Hostile("tag.yaml", lambda: b"contract: A\nrun: !!python/object/apply:os.system [ls]\n", "TagIsNotAllowed", 2),
    Hostile("tag_handle.yaml", lambda: b"contract: A\nrun: !x!y z\n", "TagIsNotAllowed", 2),
    Hostile("nul.yaml", lambda: b"contract: A\ncustomer: Nor\0th\n", "FileHasNul", 2),
    Hostile("utf16.yaml", lambda: "contract: A\n".encode("utf-16"), "EncodingIsNotUtf8", 1),
    Hostile("utf16_bare.yaml", lambda: "contract: A\n".encode("utf-16-le"), "EncodingIsNotUtf8", 1),
    Hostile("latin1.yaml", lambda: "contract: A\ncustomer: Café\n".encode("latin-1"), "EncodingIsNotUtf8", 2),
    Hostile("long_line.yaml", lambda: b"contract: A\ncustomer: " + b"x" * 50_000_000 + b"\n", "LineTooLong", 2),
    Hostile("large.yaml", lambda: _filled(b"contract: A\n", b"# more\n", size=68_000_000), "FileTooLarge"),
    Hostile("values.yaml", lambda: _filled(b"a: [\n", b"{a: b},{},[],{c: d}\n,", b"]\n"), "TooManyValues", 93_751),
    Hostile("documents.yaml", lambda: _filled(b"", b"---\n"), "DocumentIsEmpty", 1),
    Hostile("cut_off.yaml", lambda: b"contract: A\nterm: {from: 2026-01-01,\n", "YamlIsCutOff", 2),
    Hostile("bell.yaml", lambda: b"contract: A\ncustomer: a\x07b\n", "ControlCharacter", 2),
    Hostile("turned.yaml", lambda: b'contract: A\ncustomer: "\\u202eb"\n', "ControlCharacter", 2),
    Hostile("list.yaml", lambda: b"- contract: A\n", "DocumentIsNotABlock", 1),
    Hostile("duplicate.json", lambda: b'{"contract": "A",\n"total": 1,\n"total": 2}', "DuplicateKey", 3),
    Hostile("cut_off.json", lambda: b'{"contract": "A",\n"total": {"a": ', "JsonIsCutOff", 2),
    Hostile("not_a_number.json", lambda: b'{"contract": "A",\n"total": NaN}', "JsonSyntax", 2),
    Hostile("values.json", lambda: _filled(b'{"a": [\n1', b",\n1", b"]}", 12_000_000), "TooManyValues", 749_999),
]

_HEADER = wb.row(wb.text("contract"), wb.text("currency"), wb.text("total"))

SHEETS = [
    Hostile("formula-contracts.csv", lambda: b"contract,currency,total\nA,USD,=1+1\n", "CellHasFormula", 2),
    Hostile("link-contracts.csv", lambda: b"contract,currency\nA,@SUM(1)\n", "CellHasFormula", 2),
    Hostile("minus-contracts.csv", lambda: b"contract,total\nA,-2+3+cmd|' /C calc'!A0\n", "CellHasFormula", 2),
    Hostile("quote-contracts.csv", lambda: b'contract,currency\nA,"US\nB,USD\n', "CsvSyntax", 2),
    Hostile("excel-contracts.csv", lambda: b"contract;currency\nA;USD\n", "CsvIsNotComma", 1),
    Hostile("deep-contracts.csv", lambda: b"contract,tags\nA," + b"[" * 20_000 + b"]" * 20_000, "TooDeep", 2),
    Hostile("rows-contracts.csv", lambda: _filled(b"contract,total\n", b"c,1\n"), "TooManyValues", 125_002),
    Hostile("bomb.xlsx", lambda: wb.workbook({"contracts": " " * 199_000_000}), "WorkbookIsBomb"),
    Hostile(
        "huge_bomb.xlsx",
        lambda: wb.workbook({"contracts": "", "price": ""}, extra={"x": b"\0" * 210_000_000}),
        "WorkbookIsBomb",
    ),
    Hostile("lying.xlsx", _lying_archive, "WorkbookIsBroken"),
    Hostile("members.xlsx", _many_members, "WorkbookIsBomb"),
    Hostile("deep.xlsx", _deep_xml, "WorkbookIsBroken"),
    Hostile("laughs.xlsx", _laughs, "WorkbookHasEntities"),
    Hostile("entity.xlsx", _outside_entity, "WorkbookHasEntities"),
    Hostile("cut_off.xlsx", lambda: wb.contracts()[:-200], "WorkbookIsBroken"),
    Hostile("text.xlsx", lambda: b"contract,currency\n", "WorkbookIsBroken"),
    Hostile("locked.xlsx", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(5_000), "WorkbookIsLocked"),
    Hostile(
        "formula.xlsx", lambda: wb.contracts(wb.row(wb.text("A"), "<c><f>1+1</f><v>2</v></c>")), "CellHasFormula", 2
    ),
    Hostile("far_row.xlsx", lambda: wb.contracts(wb.row(wb.text("A"), r=900_000_000)), "WorkbookIsBroken", 1),
    Hostile("far_cell.xlsx", lambda: wb.contracts(wb.row('<c r="ZZZ2"><v>1</v></c>')), "WorkbookIsBroken", 2),
]
