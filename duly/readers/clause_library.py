"""Standard clauses, pairs of category and wording: those that come with duly, or an organisation's own file."""

from __future__ import annotations

import os
from functools import cache
from importlib.resources import files

from duly.ground.errors import Place
from duly.ground.tree import Block, Node, Rows, Text
from duly.readers.paper_errors import ClauseIsUnclear
from duly.readers.tree import read_tree

_NAME = "clause_library.yaml"
_KEYS = ("category", "text")


Clauses = tuple[tuple[str, str], ...]


@cache
def shipped_clauses() -> Clauses:
    """The standard clauses that come with duly."""
    data = files("duly.readers").joinpath(_NAME).read_bytes()
    return _library(read_tree(data, _NAME).documents, _NAME)


def clause_library(path: str | os.PathLike[str]) -> Clauses:
    """The standard clauses of an organisation."""
    read = read_tree(path)
    if read.errors:
        raise read.errors[0]
    return _library(read.documents, os.fspath(path))


def _library(documents: tuple[Block, ...], name: str) -> Clauses:
    clauses = [clause for one in documents for clause in _rows(one.get("clauses"), one.place)]
    if not clauses:
        raise _unclear("the file has no list `clauses`", Place(name))
    return tuple(_standard(one) for one in clauses)


def _rows(node: Node | None, place: Place) -> Rows:
    if node is None or not isinstance(node, Rows):
        raise _unclear("the file has no list `clauses`", place)
    return node


def _standard(node: Node) -> tuple[str, str]:
    place = node.place
    if not isinstance(node, Block) or sorted(node) != sorted(_KEYS):
        raise _unclear("an entry has other keys than `category` and `text`", place)
    category, text = node["category"], node["text"]
    if not isinstance(category, Text) or not isinstance(text, Text) or not category.strip() or not text.strip():
        raise _unclear("`category` and `text` of an entry are one text each", place)
    return str(category), " ".join(text.split())


def _unclear(what: str, place: Place) -> ClauseIsUnclear:
    return ClauseIsUnclear(
        what,
        place=place,
        why="standard clauses are compared with the clauses of contracts, category by category",
        fix="write `clauses:` and under it entries `- category: payment` with `text:`, as in the file of duly",
    )
