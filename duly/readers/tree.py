"""YAML to text trees, one per document: every scalar is text with its place; no anchor, alias, tag or merge key.

PyYAML's events are read, not its objects, so that nothing is typed, nothing recurses, and a document that is
wrong does not take the others with it.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from itertools import pairwise

import yaml

from duly.ground.errors import DulyError, Place
from duly.ground.tree import Block, Node, Rows, Text
from duly.readers.errors import (
    CellBracketsUnclear,
    DocumentIsEmpty,
    DocumentIsNotABlock,
    FileIsEmpty,
    FileTooLarge,
    TabInFile,
    TagIsNotAllowed,
    TooManyProblems,
    TooManyValues,
)
from duly.readers.grid import cell_name
from duly.readers.json_tree import json_document
from duly.readers.limits import JSON_BYTES, Allowance, kept
from duly.readers.raw import clean_text, file_bytes, shown
from duly.readers.read import ControlTotals, Count, Read
from duly.readers.yaml_events import Tree, parser_loader, syntax_error

_CONTRACT = re.compile(rb"^(?:contract|[ \t{]*\"contract\")[ ]*:[ ]*([\"']?)([^\"'#\n,}]+)\1", re.MULTILINE)
_COMPANY = re.compile(rb"^(?:company|[ \t{]*\"company\")[ ]*:", re.MULTILINE)
_CONTENT = re.compile(rb"^(?:[^ \n#%]| +[^ \n#])", re.MULTILINE)
_TAG_DIRECTIVE = re.compile(rb"^%TAG", re.MULTILINE)


def read_tree(source: str | os.PathLike[str] | bytes, name: str = "") -> Read:
    """All documents of a YAML or JSON file (`.json` by its name), and all that is wrong with the others.

    `source` is a path, or the bytes themselves with `name` to call them by. A bad document waits alone.
    """
    name = name or ("(text)" if isinstance(source, bytes) else str(source))
    try:
        data = source if isinstance(source, bytes) else file_bytes(source)
        data = clean_text(data, name)
    except DulyError as error:
        return _waiting(name, [kept(error)], 1, company=_is_company_name(name))
    return _read_json(data, name) if name.lower().endswith(".json") else read_yaml(data, name)


def _read_json(data: bytes, name: str) -> Read:
    try:
        if len(data) > JSON_BYTES:
            raise FileTooLarge(
                f"the file has {len(data):,} bytes; at most {JSON_BYTES:,} of JSON are read",
                place=Place(name),
                why="a JSON file is one contract",
                fix="write several contracts as one file each, or as YAML with `---` lines between them",
            )
        return _outcome(name, [json_document(data, name, Allowance())], [], 1, company_waits=False)
    except DulyError as error:
        error.contract = contract_named(data)
        return _waiting(name, [kept(error)], 1, company=_is_company(data, name))


def read_yaml(data: bytes, name: str, before: int = 0) -> Read:
    """All documents of clean YAML text that stands after so many lines of its file."""
    documents: list[Block] = []
    errors: list[DulyError] = []
    allowance = Allowance()
    count, company_waits = 0, False
    try:
        for chunk, lines_before in _chunks(data, name):
            known = len(errors)
            good = _read_chunk(chunk, name, before + lines_before, allowance, errors)
            documents += good
            if len(errors) > known:
                is_company = _is_company(chunk, name)
                company_waits |= is_company
                count += not is_company
            else:
                count += len(good)
    except DulyError as error:
        # Nothing of the file is used: which of its documents come out must not depend on a limit of memory.
        return _waiting(name, [*errors, kept(error)], count + 1, company=_is_company(data, name))
    if not documents and not errors:
        empty = FileIsEmpty("the file is empty: it holds only blanks and comments", place=Place(name))
        return _waiting(name, [empty], 1, company=_is_company_name(name))
    return _outcome(name, documents, errors, count, company_waits=company_waits)


def _chunks(data: bytes, name: str) -> Iterator[tuple[bytes, int]]:
    """The text of each document with the number of lines before it, cut at the `---` lines.

    Cutting by text keeps a syntax error within its document. A `---` at the start of a line ends a document
    wherever it stands, in quotes too, so this cuts where a parser would.
    """
    lines = 0
    for start, until in pairwise(_cuts(data)):
        chunk = data[start:until]
        if not (start == 0 and not _CONTENT.search(chunk)):
            yield chunk, lines
        elif _TAG_DIRECTIVE.search(chunk):
            raise TagIsNotAllowed("the file declares tags with %TAG", place=Place(name, 1))
        lines += data.count(b"\n", start, until)


def _cuts(data: bytes) -> Iterator[int]:
    yield 0
    at = data.find(b"\n---")
    while at >= 0:
        if data[at + 4 : at + 5] in (b"", b" ", b"\n"):
            yield at + 1
        at = data.find(b"\n---", at + 1)
    yield len(data)


def _read_chunk(
    chunk: bytes, name: str, lines_before: int, allowance: Allowance, errors: list[DulyError]
) -> list[Block]:
    """The documents of one piece of text (one, but for `...` lines); none where anything of it is wrong."""
    tree = Tree(name, lines_before, allowance)
    documents: list[Block] = []
    contract = contract_named(chunk)
    try:
        _require_no_tab(chunk, name, lines_before)
        events = yaml.parse(chunk, Loader=parser_loader())
        documents = [_block(tree, name, lines_before) for event in events if tree.take(event)]
    except (TooManyValues, TooManyProblems):
        raise
    except (yaml.YAMLError, ValueError, OverflowError) as error:
        tree.errors.append(allowance.report(syntax_error(error, chunk, tree)))
    except DulyError as error:
        tree.errors.append(allowance.report(error))
    finally:
        for problem in tree.errors:
            problem.contract = contract
        errors += tree.errors
    return [] if tree.errors else documents


def _require_no_tab(chunk: bytes, name: str, lines_before: int) -> None:
    at = chunk.find(b"\t")
    if at >= 0:
        line = chunk.count(b"\n", 0, at) + 1 + lines_before
        column = len(chunk[chunk.rfind(b"\n", 0, at) + 1 : at].decode()) + 1
        raise TabInFile("a tab stands in the line", place=Place(name, line, column))


def _block(tree: Tree, name: str, lines_before: int) -> Block:
    """The finished document, which must be a block."""
    root = tree.root
    if isinstance(root, Block):
        return root
    if isinstance(root, Rows):
        raise DocumentIsNotABlock("the document is a list, not a block", place=root.place)
    if not root:
        raise DocumentIsEmpty("the document is empty", place=Place(name, lines_before + 1))
    raise DocumentIsNotABlock("the document is a single value, not a block", place=root.place)


def flow_value(text: Text, allowance: Allowance) -> Node:
    """A cell in flow form, `{...}` or `[...]`, as a tree; every value in it has the place of the cell."""
    tree = Tree(text.place.file, 0, allowance, cell=text.place)
    try:
        events = yaml.parse(text.encode(), Loader=parser_loader())
        roots = [tree.root for event in events if tree.take(event)]
    except (yaml.YAMLError, ValueError, OverflowError) as error:
        problem = syntax_error(error, text.encode(), tree)
        raise CellBracketsUnclear(
            f"the cell {cell_name(text.place)} is not clear: {problem.what}", place=text.place
        ) from None
    if tree.errors:
        raise tree.errors[0]
    if len(roots) != 1 or roots[0] is None:
        raise CellBracketsUnclear(
            f"the cell {cell_name(text.place)} holds more than one value: {shown(text)}", place=text.place
        )
    return roots[0]


def contract_named(chunk: bytes) -> str:
    """The contract a broken document speaks of, as far as its text tells."""
    found = _CONTRACT.search(chunk)
    return found.group(2).decode("utf-8", "replace").strip() if found else ""


def _is_company(chunk: bytes, name: str) -> bool:
    return _is_company_name(name) or bool(_COMPANY.search(chunk) and not _CONTRACT.search(chunk))


def _is_company_name(name: str) -> bool:
    return os.path.basename(name).lower() in {"company.yaml", "company.yml", "company.json"}


def _outcome(name: str, documents: list[Block], errors: list[DulyError], count: int, *, company_waits: bool) -> Read:
    totals = ControlTotals(name, Count("contracts", count, len(documents)))
    return Read(tuple(documents), tuple(errors), totals=(totals,), company_waits=company_waits)


def _waiting(name: str, errors: list[DulyError], count: int, *, company: bool) -> Read:
    """A file of which nothing is used: so many contracts wait, or the company does."""
    return _outcome(name, [], errors, 0 if company else count, company_waits=company)
