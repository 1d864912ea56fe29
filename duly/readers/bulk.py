"""Bulk files, cut into parts as they stream in, so that a file of any size takes the memory of one part.

JSON Lines (`.jsonl`, `.ndjson`): a contract a line. YAML (`.yaml`, `.yml`): contracts with `---` lines between them. A
part begins where a contract begins and knows its line in the file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from duly.ground.errors import DulyError, Place
from duly.ground.tree import Block
from duly.readers.errors import FileKindUnknown, FileTooLarge, LineTooLong
from duly.readers.json_tree import json_document
from duly.readers.limits import FILE_BYTES, LINE_BYTES, Allowance, kept
from duly.readers.raw import clean_text
from duly.readers.tree import contract_named, read_yaml

PART_LINES, PART_BYTES = 500, 1024 * 1024
_LINES, _DOCUMENTS = (".jsonl", ".ndjson"), (".yaml", ".yml")


class Part(NamedTuple):
    """A piece of a bulk file. line: of its first line in the file, from 1."""

    line: int
    body: bytes


class Parted(NamedTuple):
    """What a part holds: its blocks, and what could not be read, each with its contract where it says one."""

    blocks: tuple[Block, ...]
    errors: tuple[DulyError, ...]


def parts(chunks: Iterable[bytes], name: str) -> Iterator[Part]:
    """The parts of a file that comes in pieces of bytes. Errors: FileKindUnknown, LineTooLong, FileTooLarge."""
    by_line = _is_lines(name)
    kept_lines: list[bytes] = []
    begin, size, number = 1, 0, 0
    for number, line in enumerate(_lines(chunks, name), 1):
        may_cut = by_line or line.rstrip() == b"---"
        if kept_lines and may_cut and (len(kept_lines) >= PART_LINES or size >= PART_BYTES):
            yield Part(begin, b"".join(kept_lines))
            kept_lines, begin, size = [], number, 0
        kept_lines.append(line)
        size += len(line)
        if size > FILE_BYTES:
            raise FileTooLarge(
                f"a contract of more than {FILE_BYTES:,} bytes begins here",
                place=Place(name, begin),
                fix="put a line of --- before each contract",
            )
    if kept_lines:
        yield Part(begin, b"".join(kept_lines))


def parted(part: Part, name: str) -> Parted:
    """The blocks of a part; one that cannot be read waits alone."""
    return _of_lines(part, name) if _is_lines(name) else _of_documents(part, name)


def _of_documents(part: Part, name: str) -> Parted:
    try:
        read = read_yaml(clean_text(part.body, name), name, part.line - 1)
    except DulyError as error:
        error.place = Place(name, part.line - 1 + (error.place.line or 1))
        return Parted((), (kept(error),))
    return Parted(read.documents, read.errors)


def _of_lines(part: Part, name: str) -> Parted:
    blocks: list[Block] = []
    errors: list[DulyError] = []
    for number, line in enumerate(part.body.splitlines(), part.line):
        if not line.strip():
            continue
        try:
            blocks.append(json_document(_clean(line, name, number), name, Allowance(), number))
        except DulyError as error:
            error.contract = contract_named(line)
            errors.append(kept(error))
    return Parted(tuple(blocks), tuple(errors))


def _clean(line: bytes, name: str, number: int) -> bytes:
    try:
        return clean_text(line, name)
    except DulyError as error:
        error.place = Place(name, number)
        raise


def _is_lines(name: str) -> bool:
    low = name.lower()
    if low.endswith(_LINES):
        return True
    if low.endswith(_DOCUMENTS):
        return False
    raise FileKindUnknown(
        "a bulk file is JSON Lines (.jsonl) or YAML with --- lines (.yaml)",
        place=Place(name),
        fix="write one contract a line, or bring sheets in with `duly contract import`",
    )


def _lines(chunks: Iterable[bytes], name: str) -> Iterator[bytes]:
    """The lines of a stream, each with its end."""
    rest, number = b"", 1
    for chunk in chunks:
        *whole, rest = (rest + chunk).split(b"\n")
        for line in whole:
            number += 1
            yield line + b"\n"
        if len(rest) > LINE_BYTES:
            raise LineTooLong(f"the line has more than {LINE_BYTES:,} bytes", place=Place(name, number))
    if rest:
        yield rest
