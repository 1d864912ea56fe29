"""The head of a draft: who, in which currency, signed when, from when to when, renewed and ended how."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from duly.engine.documents.drafts.draft import ALIAS, Draft, block, named, part, source, surest
from duly.engine.documents.papers.parties import CUSTOMER, parties
from duly.engine.documents.proposals import Term
from duly.ground.dates import add_months, day, iso
from duly.ground.errors import DulyError
from duly.ground.tree import Node, Text

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}\Z")
_LASTS = re.compile(r"P(?:(\d{1,3})Y)?(?:(\d{1,3})M)?\Z")
_SPAN = re.compile(r"P(\d{1,4})([DW])\Z")
_UNITS = {"D": "days", "W": "weeks"}


def head(draft: Draft, terms: Sequence[Term]) -> None:
    """Write the head; what is missing is asked for."""
    name = re.sub(r"[^A-Za-z0-9._-]+", "-", draft.paper.name.rsplit(".", 1)[0]).strip("-.")
    put(draft, "contract", Text(name[:60].strip("-.") or "DRAFT"))
    _customer(draft)
    put(draft, "currency", Text(_currency(draft, terms)))
    put(draft, "documents", block({ALIAS: draft.paper.name}))
    signed = surest(named(terms, "contract_date"), _is_day) or surest(named(terms, "effective_date"), _is_day)
    if signed:
        put(draft, "signed", draft.said(str(signed.value), signed))
    _span(draft, terms, signed)
    _end(draft, terms)


def _customer(draft: Draft) -> None:
    """Who pays: the party that is called so, or the other one where one is called the seller."""
    found = parties(draft.paper.text)
    payers = [one for one in found if one.role == CUSTOMER]
    if not payers and len(found) == 2 and any(one.role for one in found):
        payers = [one for one in found if not one.role]
    if len(payers) == 1:
        words = source(draft.paper, payers[0].start, payers[0].end)
        put(draft, "customer", block({"value": payers[0].name, "source": words}))
        return
    names = ", ".join(one.name for one in found)
    draft.ask("customer", f"write which of them pays: {names}" if names else "no parties were found")


def put(draft: Draft, key: str, value: Node) -> None:
    """Add a key to the draft."""
    draft.tree.put(Text(key), value)


def duration(iso_span: str) -> str:
    """A duration of ISO 8601 as the contract language writes it, for example `P60D` as `60 days` and `P1Y` as `12
    months`; empty for any other text."""
    lasts = months(iso_span)
    if lasts:
        return f"{lasts} months"
    found = _SPAN.match(iso_span)
    return f"{int(found[1])} {_UNITS[found[2]]}" if found and int(found[1]) else ""


def months(iso_span: str) -> int:
    """The months of a duration in years and months; 0 for any other."""
    found = _LASTS.match(iso_span)
    return 12 * int(found[1] or 0) + int(found[2] or 0) if found else 0


def _is_day(term: Term) -> bool:
    return isinstance(term.value, str) and bool(_DAY.match(term.value))


def _currency(draft: Draft, terms: Sequence[Term]) -> str:
    found = Counter(one for term in terms for one in _currencies(term.value))
    if not found:
        draft.ask("currency", "no amount names one")
        return "USD"
    if len(found) > 1:
        draft.ask("currency", f"amounts are in {', '.join(sorted(found))}; a contract has one")
    return min(found, key=lambda code: (-found[code], code))


def _currencies(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        code = value.get("currency")
        if isinstance(code, str) and re.fullmatch("[A-Z]{3}", code):
            yield code
    elif isinstance(value, list):
        yield from (code for one in value for code in _currencies(one))


def _span(draft: Draft, terms: Sequence[Term], signed: Term | None) -> None:
    lasting = surest(named(terms, "initial_term"))
    begins = surest(named(terms, "effective_date"), _is_day) or signed
    start, until = bounds(lasting, begins)
    if not start:
        return
    term = block({"from": draft.said(iso(start), *([begins] if begins else []))})
    if until and lasting:
        term.put(Text("to"), draft.said(iso(until), lasting))
    _renewal(draft, terms, term)
    put(draft, "term", term)


def bounds(lasting: Term | None, begins: Term | None) -> tuple[int, int]:
    """First and last day of the term, as numbers of days; 0 where it is not said."""
    start = _day(begins.value) if begins else 0
    if lasting is None:
        return start, 0
    if isinstance(lasting.value, dict):
        start = _day(lasting.value.get("start")) or start
        until = _day(lasting.value.get("end"))
        if until:
            return start, until
    text = lasting.value if isinstance(lasting.value, str) else part(lasting, "duration") or part(lasting, "period")
    lasts = months(text)
    return start, add_months(start, lasts) - 1 if start and lasts else 0


def _day(value: object) -> int:
    if not isinstance(value, str) or not _DAY.match(value):
        return 0
    try:
        return day(value)
    except (DulyError, ValueError):
        return 0


def _renewal(draft: Draft, terms: Sequence[Term], term: Node) -> None:
    assert isinstance(term, dict)
    renewal = surest(
        named(terms, "renewal"), lambda t: isinstance(t.value, dict) and t.value.get("automatic") in (True, "true")
    )
    if renewal is None:
        return
    every = duration(part(renewal, "period"))
    if not every:
        draft.ask("term", "it renews by itself; write for how long: `renews: 12 months`", renewal)
        return
    term.put(Text("renews"), draft.said(every, renewal))
    notice = surest(named(terms, "renewal_notice"), lambda t: isinstance(t.value, str) and bool(duration(t.value)))
    if notice:
        term.put(Text("notice"), draft.said(duration(str(notice.value)), notice))


def _end(draft: Draft, terms: Sequence[Term]) -> None:
    """Who may end it without a reason. That it may be ended at will can make it a contract by the month (25-3)."""
    found = surest(named(terms, "termination_convenience"))
    if found is None:
        return
    who = part(found, "who").lower()
    by = "either" if who in ("either", "any", "both", "") else ""
    if not by:
        draft.ask(
            "cancel", f"{part(found, 'who')} may end it without a reason: write `by: customer` or `by: us`", found
        )
        return
    cancel = block({"by": draft.said(by, found)})
    notice = duration(part(found, "notice"))
    if notice:
        cancel.put(Text("notice"), Text(notice))
    put(draft, "cancel", cancel)
