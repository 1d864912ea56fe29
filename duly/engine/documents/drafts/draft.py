"""The draft of a contract file: terms that were read, written in the contract language, each with the words it comes
from; and a list of what could not be placed. A person completes it; nothing here is confirmed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from duly.engine.documents.drafts.sources import written
from duly.engine.documents.proposals import Term, Value
from duly.ground.paper import Paper
from duly.ground.tree import Block, Node, Rows, Text

ALIAS = "d"


class Open(NamedTuple):
    """Something a person has to decide or to add: what, why, and the term it is about (None where it is about all)."""

    what: str
    why: str
    term: Term | None = None


@dataclass
class Draft:
    """A contract file in the making. tree: what is known · open: what is not · used: the terms that found a place."""

    paper: Paper
    tree: Block = field(default_factory=Block)
    open: list[Open] = field(default_factory=list)
    used: list[Term] = field(default_factory=list)

    def said(self, value: str, *terms: Term) -> Node:
        """A value with the place of the words it comes from; those are used by that."""
        self.used.extend(terms)
        return block({"value": value, "source": self.source(terms[0])}) if terms else Text(value)

    def source(self, term: Term) -> str:
        """The place of a term: the short name of the document, the page, the offsets, and the words."""
        return source(self.paper, term.start, term.end)

    def ask(self, what: str, why: str, *terms: Term) -> None:
        """Leave something to a person."""
        self.open.extend(Open(what, why, term) for term in terms or (None,))


def source(paper: Paper, start: int, end: int, alias: str = ALIAS) -> str:
    """A place in a document as `source` says it, for example `d p2 1204-1217 "USD 5,000 per month"`."""
    return written(alias, paper.page_at(start), start, end, paper.text[start:end])


def block(values: dict[str, str | Node]) -> Block:
    """A block of the text tree from a plain dictionary."""
    made = Block()
    for key, value in values.items():
        made.put(Text(key), Text(value) if type(value) is str else value)  # type: ignore[arg-type]
    return made


def rows(values: Iterable[Node | str]) -> Rows:
    """A list of the text tree."""
    made = Rows()
    made.extend(Text(value) if type(value) is str else value for value in values)  # type: ignore[misc]
    return made


def part(term: Term, name: str) -> str:
    """A part of a term's value as text; empty where it has none."""
    value = term.value.get(name) if isinstance(term.value, dict) else None
    return value if isinstance(value, str) else ""


def named(terms: Sequence[Term], *fields: str) -> list[Term]:
    """The terms of some fields, in the order of the text."""
    return sorted((term for term in terms if term.field in fields), key=lambda term: (term.start, term.end))


def surest(terms: Sequence[Term], fits: Callable[[Term], bool] = lambda term: True) -> Term | None:
    """The term we are most sure of, the first of equals."""
    return max((term for term in terms if fits(term)), key=lambda term: (term.confidence, -term.start), default=None)


def is_text(value: Value) -> bool:
    """Whether a value is a plain text, as dates and durations are where nothing is relative."""
    return isinstance(value, str)
