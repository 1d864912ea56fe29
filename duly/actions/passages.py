"""From a `source:` text of a contract back to the page: document, page, offsets, boxes, and whether the words stand."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import NamedTuple

from duly.engine.documents.drafts.sources import Cited, cited, is_verbatim
from duly.ground.paper import Paper
from duly.ground.reports import Step
from duly.store import lift
from duly.store.audit import head
from duly.store.canonical import digest
from duly.store.documents import ContractSource, Document, paper_of

Box = tuple[int, int, int, int, int]


class Passage(NamedTuple):
    """Words of a document. boxes: page, left, top, right, bottom of each line, in hundredths of a point · faults: what
    does not hold of it, in words."""

    document: str
    name: str
    sha256: str
    page: int
    start: int
    end: int
    words: str
    boxes: tuple[Box, ...]
    faults: tuple[str, ...]


def where(contract: str, source: str) -> list[Passage]:
    """The passages that a source text of a contract names; none where it is in other words. The bytes of the document
    and its text must be those that came in and were read, and the words must stand at the offsets."""
    return _Shelf(contract).where(source)


def with_passages(step: Step, contract: str) -> Step:
    """A derivation with the passages of documents under every step that rests on one."""
    made: dict[int, Step] = {}
    shelf = _Shelf(contract)
    # What is still to be made, the next one last: a step comes again when those under it are made.
    waiting = [(step, False)]
    while waiting:
        one, ready = waiting.pop()
        if id(one) in made:
            continue
        if not ready:
            waiting += [(one, True), *((child, False) for child in one.children)]
            continue
        below = tuple(made[id(child)] for child in one.children)
        found = tuple(_as_step(passage) for passage in shelf.where(one.source))
        same = not found and all(new is old for new, old in zip(below, one.children, strict=True))
        made[id(one)] = one if same else one._replace(children=(*below, *found))
    return made[id(step)]


class _Opened(NamedTuple):
    """A document that a contract rests on, as it was read, and what does not hold of it."""

    document: Document
    paper: Paper
    faults: tuple[str, ...]


class _Shelf:
    """The documents of a contract by the short names it has for them, each opened once."""

    def __init__(self, contract: str) -> None:
        self.contract = contract
        self.opened: dict[str, _Opened | None] = {}

    def where(self, source: str) -> list[Passage]:
        return [_passage(one, opened) for one in cited(source) if (opened := self._open(one.alias))]

    def _open(self, alias: str) -> _Opened | None:
        if alias not in self.opened:
            named = self._named(alias)
            self.opened[alias] = _opened(named) if named else None
        return self.opened[alias]

    def _named(self, alias: str) -> ContractSource | None:
        """What the contract calls by a short name; those it is combined with may have one of that name too."""
        rows = ContractSource.objects.filter(alias=alias).select_related("reading__document")
        own = rows.filter(contract_id=self.contract).first()
        if own is not None:
            return own
        together = lift.dossiers_at(head()[0], refs=[self.contract])
        return rows.filter(contract_id__in=together).order_by("contract_id").first()


def _opened(named: ContractSource) -> _Opened:
    reading, document = named.reading, named.reading.document
    faults = []
    if hashlib.sha256(bytes(document.bytes)).hexdigest() != document.sha256:
        faults.append(f"the bytes of {document.ref} are not those that came in")
    if digest(reading.text) != reading.sha256:
        faults.append(f"the text of {document.ref} is not the one that was read")
    return _Opened(document, paper_of(reading, document.name), tuple(faults))


def _passage(one: Cited, opened: _Opened) -> Passage:
    document, paper, faults = opened
    if not is_verbatim(one, paper.text):
        faults = (*faults, f"these words do not stand at {one.start}-{one.end}")
    said = [document.ref, document.name, document.sha256]
    boxes = tuple(paper.boxes(one.start, one.end))
    return Passage(*said, _page(one, paper), one.start, one.end, one.words, boxes, faults)


def _page(one: Cited, paper: Paper) -> int:
    return paper.page_at(one.start) if 0 <= one.start < len(paper.text) else one.page


def _as_step(one: Passage) -> Step:
    said = "; ".join(_in_words(one))
    return Step(f"{one.document} {one.name}, page {one.page}", f'"{one.words}"', said, f"sha256 {one.sha256[:16]}…")


def _in_words(one: Passage) -> Iterator[str]:
    yield "; ".join(one.faults) or "verbatim"
    yield f"characters {one.start}-{one.end}"
    for _, left, top, right, bottom in one.boxes[:1]:
        yield f"from {_points(left)}, {_points(top)} to {_points(right)}, {_points(bottom)} points"


def _points(hundredths: int) -> str:
    return f"{hundredths // 100}.{hundredths % 100:02}"
