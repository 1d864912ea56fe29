"""An order form of our own as a reader and the engine would give it, so that what is kept of a document is tested
without them; and the contract a person makes of it."""

from __future__ import annotations

import base64
import dataclasses
from typing import NamedTuple

from duly.actions.papers import as_json
from duly.engine.documents.drafts.sources import written
from duly.engine.documents.proposals import Clause, Finding, Segment, Term, Value
from duly.ground.paper import Page, Paper, Remark, Words
from duly.readers.tree import read_tree
from duly.store.trees import stored
from tests.store.ledger import Ledger

FIRST = "Order form of 1 January 2026. The Platform is provided from 2026-01-01 to 2026-12-31.\n"
SECOND = (
    "Customer pays USD {platform} a year for the Platform and USD 3,000.00 for the set-up.\n"
    "Invoices are due within thirty (30) days.\n"
)
# How much of a point a character of our page takes, in hundredths.
_WIDE, _HIGH = 500, 1200


class Proposal(NamedTuple):
    """What the engine would propose of a paper."""

    segments: tuple[Segment, ...]
    clauses: tuple[Clause, ...]
    terms: tuple[Term, ...]
    findings: tuple[Finding, ...]


def paper(name: str = "order.pdf", platform: str = "120,000.00") -> Paper:
    """Two pages, each line of which has a box for every word."""
    text = FIRST + SECOND.format(platform=platform)
    rows = []
    for line, start in _lines(text):
        at = start
        for word in text[start : text.index("\n", start)].split(" "):
            page, left = (1, (at - start) * _WIDE) if start < len(FIRST) else (2, (at - start) * _WIDE)
            box = (left, line * _HIGH, left + len(word) * _WIDE, line * _HIGH + 1000)
            rows.append((at, at + len(word), page, *box, 1000))
            at += len(word) + 1
    words = Words.of(**dict(zip([c.name for c in dataclasses.fields(Words)], zip(*rows, strict=True), strict=True)))
    pages = (Page(1, 0, len(FIRST), 61200, 79200), Page(2, len(FIRST), len(text), 61200, 79200))
    return Paper(name, text, words, pages, (), (Remark("digit", 10, 12, "two readers differ"),))


def _lines(text: str) -> list[tuple[int, int]]:
    starts = [0, *(at + 1 for at, sign in enumerate(text[:-1]) if sign == "\n")]
    return [*enumerate(starts)]


def span(of: Paper, words: str) -> tuple[int, int]:
    """Where words stand."""
    start = of.text.index(words)
    return start, start + len(words)


def proposal(of: Paper, platform: str = "120000.00") -> Proposal:
    """A fee, a set-up fee, net days, and a day that is none of the contract's."""
    shown = f"USD {int(platform.split('.')[0]):,}.00"
    fee: Value = {"amount": platform, "currency": "USD", "period": "P1Y"}
    terms = (
        Term("recurring_fee", fee, *span(of, shown), 0.91),
        Term("fee", {"amount": "3000.00", "currency": "USD"}, *span(of, "USD 3,000.00"), 0.84, ("sum",)),
        Term("net_days", "P30D", *span(of, "thirty (30) days"), 0.97),
        Term("contract_date", "2026-01-01", *span(of, "1 January 2026"), 0.42),
    )
    segments = tuple(Segment(start, of.text.index("\n", start) + 1, "sentence") for _, start in _lines(of.text))
    clauses = (Clause("payment", segments[1].start, segments[1].end, 0.73),)
    findings = (Finding("missing", "nothing is said of renewal", ()),)
    return Proposal(segments, clauses, terms, findings)


def reading(platform: str = "120000.00", model: str = "duly test, weights 1", **changed: object) -> dict[str, object]:
    """What `read_document` is told of our order form."""
    of = paper(platform=f"{int(platform.split('.')[0]):,}.00")
    return as_json(of, proposal(of, platform), model) | changed


def contract(document: str = "DOC-1", platform: str = "120000.00", ref: str = "CT-9", net: str = "30 days") -> str:
    """The contract of our order form; the set-up fee, the fee and the time to pay name their passages."""
    of = paper(platform=f"{int(platform.split('.')[0]):,}.00")
    shown = f"USD {int(platform.split('.')[0]):,}.00"
    return f"""
contract: {ref}
entity: US01
currency: USD
documents: {{a: {document}}}
signed: 2026-01-01
term: {{from: 2026-01-01, to: 2026-12-31, source: '{passage(of, "from 2026-01-01 to 2026-12-31", 1)}'}}
obligations:
  platform:
    price: {{value: {platform}, source: '{passage(of, shown)}'}}
    earn: over time by month
  setup: {{price: {{value: 3000.00, source: '{passage(of, "USD 3,000.00")}'}}, earn: on delivery}}
billing:
  - {{bill: all, every: year, net: {{value: {net}, source: '{passage(of, "thirty (30) days")}'}}, right: on invoice}}
"""


def passage(of: Paper, words: str, page: int = 2, alias: str = "a") -> str:
    """A `source:` text of words that stand once in a paper."""
    return written(alias, page, *span(of, words), words)


def tree(text: str) -> dict[str, object]:
    """A contract as `confirm_terms` is told it."""
    read = read_tree(text.encode(), "draft.yaml")
    assert not read.errors, read.errors
    return {"file": "draft.yaml", "tree": stored(read.documents[0])}


def content(text: str = "order form") -> str:
    """Bytes as they are sent."""
    return base64.b64encode(text.encode()).decode()


def received(ledger: Ledger, who: str = "cam", **changed: object) -> str:
    """A document that came in and was read."""
    said: dict[str, object] = {"name": "order.pdf", "content": content(), "entity": "US01"} | changed
    document = str(ledger.do("receive_document", who, **said).effect["received"])
    ledger.do("read_document", who, document=document, reading=reading())
    return document


def answers(document: str, text: str) -> list[dict[str, object]]:
    """The answers that an edited draft comes to."""
    from duly.actions.answers import answers_of

    return answers_of("aud", read_tree(text.encode(), "draft.yaml").documents[0], document)
