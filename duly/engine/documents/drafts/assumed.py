"""The days a draft takes for granted where the words are silent, so that it can be seen in numbers at once. Each has no
source, and is asked for: a person puts in the right one before it counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from duly.engine.documents.drafts.draft import Draft, named, surest
from duly.engine.documents.proposals import Term
from duly.ground.dates import add_months, day, iso
from duly.ground.tree import Block, Node, Text

_MONTHS = 12
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}\Z")


def assume_days(draft: Draft, terms: Sequence[Term], received: int | None) -> None:
    """Give the draft a first and a last day where its obligations need them. received: the day the document came in,
    as a number of days; None where nobody knows it."""
    lasting = [one for one in [surest(named(terms, "initial_term"))] if one]
    start, what = _first_day(draft), "the words say no day on which it begins"
    if start is None and received is not None and "obligations" in draft.tree:
        start, what = received, f"{what}: {iso(received)}, when the document came in, is assumed"
        _put_first(draft, start)
    if "from" not in _term(draft):
        draft.ask("term", what, *lasting)
    if "to" not in _term(draft):
        what = "the words say no last day; write `to:` or `months:`"
        if start is not None and any(str(one.get("earn")).startswith("over time") for one in _promises(draft)):
            until, why = _last_day(draft, start)
            _term(draft, start).put(Text("to"), Text(iso(until)))
            what += f"; {iso(until)} is assumed, {why}"
        draft.ask("term", what, *lasting)


def _first_day(draft: Draft) -> int | None:
    said = _term(draft).get("from") or draft.tree.get("signed")
    return None if said is None else day(str(said["value"] if isinstance(said, dict) else said))


def _put_first(draft: Draft, start: int) -> None:
    """The day of signature, before what follows from it."""
    made = Block()
    for key, value in draft.tree.items():
        if key in ("term", "cancel", "obligations") and "signed" not in made:
            made.put(Text("signed"), Text(iso(start)))
        made.put(Text(key), value)
    draft.tree = made


def _term(draft: Draft, start: int | None = None) -> Block:
    """The term of the draft; with a start it is put in where there is none."""
    term = draft.tree.get("term")
    if isinstance(term, Block):
        return term
    made = Block()
    if start is not None:
        made.put(Text("from"), Text(iso(start)))
        draft.tree.put(Text("term"), made)
    return made


def _promises(draft: Draft) -> Iterator[Mapping[str, Node]]:
    obligations = draft.tree.get("obligations")
    yield from obligations.values() if isinstance(obligations, dict) else ()  # type: ignore[misc]


def _last_day(draft: Draft, start: int) -> tuple[int, str]:
    """The end of what the last instalment pays for, as long as that before it; else of a year."""
    due = sorted({day(text) for text in _days(draft.tree.get("billing")) if _DAY.match(text)})
    if len(due) > 1 and due[-1] > start:
        return 2 * due[-1] - due[-2] - 1, "when the last instalment has lasted as long as the one before"
    year = add_months(max([start, *due]), _MONTHS) - 1
    return year, "a year after the last instalment" if due else "a year"


def _days(node: object) -> Iterator[str]:
    """The texts of the instalments of billing rows."""
    for row in node if isinstance(node, list) else ():
        for one in row.get("instalments", ()) if isinstance(row, dict) else ():
            yield str(one[0])
