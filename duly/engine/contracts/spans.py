"""Spans that are not written out: an obligation takes them from the term, an addition from its amendment."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, cast

from duly.engine.contracts import errors as e
from duly.engine.contracts.amendments import added_by, changed_by, takes_effect
from duly.engine.contracts.builders import PERIODIC, end_before_start
from duly.engine.contracts.days import end_after
from duly.engine.contracts.reader import Reader
from duly.engine.contracts.terms import Fact, Obligation, Terms
from duly.ground.errors import NOWHERE, DulyError

Span = tuple[int | None, int | None]


def needs_span(o: Obligation) -> str:
    """Why an obligation needs a first and a last day; empty where it needs none."""
    if o.earn.startswith("over time"):
        return f"it is earned {o.earn}"
    prices = (o.price, o.ssp.price)
    if o.earn != "as invoiced" and any(price is not None and price.form in PERIODIC for price in prices):
        return "its price is per period"
    return ""


def spanned(o: Obligation, terms: Terms, reader: Reader, path: str = "") -> Obligation:
    """The obligation with its span: its own, what it leaves out from the term; `NoSpan` where it needs one in vain."""
    path = path or f"obligations.{o.ref}"
    start, until = o.from_on, o.until
    first = terms.from_on if start is None else start
    if o.months and first is not None:
        start = first
        try:
            until = end_after(first, o.months)
        except DulyError as error:
            reader.report(error, f"{path}.months", o.place)
    reason = needs_span(o)
    if reason or start is not None or until is not None:
        start = first
        until = terms.until if until is None else until
    if reason and (start is None or until is None):
        lacks = "first day" if start is None else "last day"
        lacking = e.NoSpan(
            f"has no {lacks}",
            why=f"{reason}, and neither it nor the term says its span",
            fix="add `term: {from: DATE, to: DATE}`, or `from:` and `to:` to the obligation",
        )
        reader.report(lacking, path, o.place)
    elif start is not None and until is not None and until <= start:
        reader.report(end_before_start(start, until), path, o.place)
    return replace(o, from_on=start, until=until)


def amended(happened: Iterable[Fact], terms: Terms, reader: Reader) -> tuple[Fact, ...]:
    """The facts with the spans of amendments written out, in the order of the file.

    An added obligation begins on the day of the amendment and ends with the term, as the amendment leaves it; its
    number follows those of the obligations before it. `months` of a change become `until`.
    """
    number, known = len(terms.obligations), {o.ref: o for o in terms.obligations}
    found = []
    for fact in happened:
        if fact.verb == "amendment" and ("changes" in fact.fields or "adds" in fact.fields):
            fact = _amendment(fact, terms, known, number, reader)
            adds = added_by(fact)
            number += len(adds)
            known |= {o.ref: o for o in adds}
        found.append(fact)
    return tuple(found)


def amended_ends(terms: Terms) -> Iterator[int]:
    """The days after the last days of service that amendments agree."""
    for fact in terms.happened:
        if takes_effect(fact):
            changes = changed_by(fact)
            yield from (cast(int, said["until"]) for said in changes.values() if "until" in said)
            yield from (o.until for o in added_by(fact) if o.until is not None)


def _amendment(fact: Fact, terms: Terms, known: Mapping[str, Obligation], number: int, reader: Reader) -> Fact:
    changes: dict[str, dict[str, Any]] = {
        ref: dict(change) for ref, change in cast(Any, fact.fields.get("changes", {})).items()
    }
    path = f"happened[{fact.order}]"
    new_term = changes.get("term", {})
    _end_of_change(new_term, new_term.get("from_on", terms.from_on), f"{path}.changes.term", fact, reader)
    for ref, change in changes.items():
        if ref in known:
            start = known[ref].from_on if known[ref].from_on is not None else terms.from_on
            _end_of_change(change, change.get("from_on", start), f"{path}.changes.{ref}", fact, reader)
    later = replace(terms, from_on=fact.on, until=new_term.get("until", terms.until))
    adds: Mapping[str, Obligation] = cast(Any, fact.fields.get("adds", {}))
    added = tuple(
        _added(spanned(o, later, reader, f"{path}.adds.{o.ref}"), terms, number + index)
        for index, o in enumerate(adds.values())
    )
    fields = dict(fact.fields)
    if "changes" in fields:
        fields["changes"] = changes
        # A standalone selling price said with the change is that of the day, as under `ssp` of the amendment.
        said = {ref: change.pop("ssp") for ref, change in changes.items() if "ssp" in change}
        if said:
            fields["ssp"] = {**said, **cast("dict[str, Any]", fields.get("ssp", {}))}
    if "adds" in fields:
        fields["adds"] = added
    return replace(fact, fields=fields)


def _added(o: Obligation, terms: Terms, number: int) -> Obligation:
    tags = tuple((dict(terms.tags) | dict(o.tags)).items())
    return replace(o, number=number, tags=tags)


def _end_of_change(change: dict[str, Any], start: int | None, path: str, fact: Fact, reader: Reader) -> None:
    """Turn `months` of a change into `until`, and see that the span still runs forward."""
    months = change.pop("months", None)
    if months is not None and start is not None:
        try:
            change["until"] = end_after(start, months)
        except DulyError as error:
            reader.report(error, f"{path}.months", fact.place)
    until = change.get("until")
    if until is not None and start is not None and until <= start:
        place = reader.places.get(f"{path}.to", reader.places.get(path, NOWHERE))
        reader.report(end_before_start(start, until), path, place if place is not NOWHERE else fact.place)
