"""Whether a number counts what it should: every row of its file that had happened and was known, and none besides."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from duly.checker import prices
from duly.checker.sources import Document, Sources
from duly.checker.trees import Node, every
from duly.checker.words import days, value

_BOOKED = re.compile(r"^revenue of (?P<contract>.+?)/(?P<obligation>.+) booked in (?P<period>.+)$")
_PERIOD = re.compile(
    r"period (\S+) to (\S+), (?:closed; booked with what was known on (\S+)|open(?:, as known on (\S+))?)"
)
_UPTO = re.compile(r"recognized to the end of (\d{4}-\d\d-\d\d)$")
_KNOWN = re.compile(r"as known (?:on (\d{4}-\d\d-\d\d)|now|by .*)$")
_HAPPENED = re.compile(r" on (\d{4}-\d\d-\d\d)(?:, known (?:on )?(\d{4}-\d\d-\d\d)(?: by command (\d+))?)?")
# What is counted by another rule than by its day: the rows of these are not looked for.
_MOVED = re.compile(r"\breturn")
# What ends otherwise than the contract says of an obligation.
_ELSE = re.compile(r"\b(?:renewed|customer life|renewals|extend by credit):?")
_TREATED = re.compile(r"amendment\b.* on \d{4}-\d\d-\d\d")


class Booked(NamedTuple):
    """What a derivation of revenue is of. last: the last day of its period · known: what was known then."""

    contract: str
    obligation: str
    period: str
    first: date
    last: date
    known: str | None


def booked(top: Node) -> Booked | None:
    """What a derivation is of; None where it is not one of revenue of a period."""
    named, period = _BOOKED.match(top.label), _PERIOD.search(top.source)
    if not named or not period:
        return None
    first, last = (date.fromisoformat(period[number]) for number in (1, 2))
    return Booked(named[1], named[2], named[3], first, last, period[3] or period[4])


def position_at(top: Node, of: Booked) -> Node | None:
    """Where revenue stands at the end of its period."""
    return next((node for node, _, own in _positions(top, of.known) if own and _upto(node) == of.last), None)


def check(top: Node, sources: Sources) -> Iterator[tuple[str, str]]:
    """The faults in time of the derivation of revenue: the step and what is wrong."""
    of = booked(top)
    if of is None:
        if _BOOKED.match(top.label):
            yield top.label, f"{top.source!r} does not say what period it is, and what was known for it"
        return
    closes = [one.value for one in top.below if one.label == "closed"]
    if closes and closes[0] != of.known:
        yield top.label, f"it was closed on {closes[0]}, and booked with what was known on {of.known}"
    of_change = sources.changes(top)
    moved = _MOVED.search(" ".join(one.label for one in every(top))) or any(
        document.says("repurchase") for document in sources.documents(top)
    )
    for node, moment, own in _positions(top, of.known):
        on = _upto(node)
        if own and on != of.last and (of.first - on).days != 1:
            yield node.label, f"it is no end of {of.period}"
        yield from ((node.label, fault) for fault in _early(node, on, moment))
        royalty = node.how == "nothing yet" and any(one.says("royalty") for one in sources.documents(node))
        if not moved and not royalty and not node.how.startswith("no contract"):
            rows = sources.rows(node, of.obligation, on, date.fromisoformat(moment) if moment else None)
            counted = {one.source.partition(" · ")[0] for one in every(node)}
            yield from ((node.label, f"{row} is left out") for row in rows if row not in counted)
        if own:
            yield from ((node.label, fault) for fault in _due(node, of.obligation, on, sources.documents(node)))
            yield from _service(node, of, sources.documents(node))
        if own and not of_change:
            yield from prices.overlooked(node, sources, on)


def _service(node: Node, of: Booked, documents: Sequence[Document]) -> Iterator[tuple[str, str]]:
    """The time of a service ends when the contract, or the last amendment that went into it, says."""
    told = [one for part in node.below if part.label == "progress" for one in part.below]
    ends = [str(days(one.value)[-1]) for one in told if one.label.startswith("span of service")]
    changed = {str(days(one.label)[0]) for one in every(node) if _TREATED.match(one.label) and one.value != "separate"}
    for one in documents if ends else ():
        last = one.until(of.obligation, changed)
        if last and ends[0] != last and not _ELSE.search(" ".join(one.lines)):
            yield node.label, f"its time ends on {ends[0]}, where the contract says {last}"


def _due(node: Node, name: str, on: date, documents: Sequence[Document]) -> Iterator[str]:
    """Nothing is earned before there is a contract, and all of a right on the day on which it expires."""
    for document in documents:
        judged, expires = document.said().get("judged", ()), document.promised(name).get("expires", "9999-12-31")
        probable = [one["date"] for one in judged if one.get("collect") == "probable" and one["date"] <= str(on)]
        ended = document.says("terminated")
        if document.said().get("collect") == "not probable" and value(node.value) and not probable and not ended:
            yield "nobody judged by then that it is likely to be collected"
        material = any(one.get("material right") == name for one in judged)
        if material and expires <= str(on) and node.how == "nothing yet":
            yield f"it expired on {expires}, and nothing of it is earned"


def _upto(node: Node) -> date:
    return days(node.label)[-1]


def _positions(top: Node, known: str | None) -> Iterator[tuple[Node, str | None, bool]]:
    """The positions that a number is the difference of, with what was known, and whether they are its own period's."""
    waiting: list[tuple[Node, str | None, bool]] = [(top, known, True)]
    while waiting:
        node, moment, own = waiting.pop()
        as_known = _KNOWN.search(node.label)
        if as_known:
            moment, own = as_known[1], False
        if _UPTO.search(node.label) and not node.label.startswith("as changed"):
            yield node, moment, own
        elif node.label == "progress" or node is top or as_known or node.label.startswith(("late for", "performance")):
            waiting.extend((child, moment, own) for child in node.below)


def _early(node: Node, on: date, known: str | None) -> Iterator[str]:
    """What a position counts that had not happened, or was not known."""
    waiting, parts = [node], list[Node]()
    while waiting:
        for one in waiting.pop().below:
            if _UPTO.search(one.label) and _upto(one) == on:
                waiting.append(one)
            elif one.label.startswith("progress") or not _priced(one):
                parts.append(one)
    for one in (one for part in parts for one in every(part)):
        found = _HAPPENED.search(one.label)
        if found and date.fromisoformat(found[1]) > on:
            yield f"{one.label} is counted too early"
        if found and known and (found[2] or found[1]) > known:
            yield f"{one.label} was not known on {known}"


def _priced(node: Node) -> bool:
    return node.label.startswith(("price", "share", "whole price", "recognized", "transaction", "stated"))
