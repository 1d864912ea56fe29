"""What of an element is in the transaction price on a day, chosen anew among what was estimated and judged of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from fractions import Fraction

from duly.checker import time
from duly.checker.sources import Sources
from duly.checker.trees import Node, every
from duly.checker.words import NUMBER, days, decimals, number, numbers, rounded, value

# The faults of a step; None where its words do not say plainly enough what it is.
Rule = Callable[[Node, re.Match[str], Sources], Iterator[str] | None]
_OUTCOME = re.compile(rf"(-?{NUMBER}) [A-Z]{{3}} at ({NUMBER}%?)")
_CHOSEN = re.compile(r"what counts on|expected back on")
_RETURNED = "expected back of "
_NAMED = re.compile(
    r"^(?:standalone selling price|weight|price) of (?:a step of |what is left of )?| from \d{4}-\d\d-\d\d$"
)
_SPOKEN = re.compile(r"^(held back|included) ")


def _outcomes(node: Node) -> list[tuple[Fraction, Fraction]]:
    return [(number(worth), number(chance)) for worth, chance in _OUTCOME.findall(node.how)]


def _expected(node: Node, found: re.Match[str], sources: Sources) -> Iterator[str]:
    """An estimate from its outcomes: each by its chance, or the likeliest; they stand in the line below."""
    rows = _outcomes(node)
    likeliest = max(rows, key=lambda row: row[1])[0]
    exact = likeliest if found[1] == "most likely" else sum((worth * chance for worth, chance in rows), Fraction(0))
    if value(node.value) != rounded(exact, decimals(node.value)):
        yield f"{node.value} is not the {found[0]}"
    written = {each for one in node.below for each in sources.numbers(one.source) or ()}
    for worth, chance in rows if written else ():
        if chance not in written or not any(abs(worth) / each in written for each in (Fraction(1), *written) if each):
            yield f"{worth} at {chance} does not stand at {node.below[0].source}"


def _by(node: Node) -> list[tuple[date, Node]]:
    """What stands below, each with its day; what was agreed is there from the first."""
    found = [(date.min if " as agreed" in one.label else next(iter(days(one.label)), None), one) for one in node.below]
    return [(since, one) for since, one in found if since is not None]


def _steady(node: Node, found: re.Match[str], amount_on: Callable[[date], Fraction | None]) -> Iterator[str]:
    """The value is that of a day, and whatever stands below of later days leaves it as it is."""
    first = date.fromisoformat(found[1])
    for on in sorted({first, *(since for since, _ in _by(node) if since > first)}):
        amount = amount_on(on)
        if value(node.value) != amount:
            yield f"{node.value} is not {amount}, what counts on {on}"


def _counts(node: Node, found: re.Match[str], sources: Sources) -> Iterator[str]:
    """The last estimate, less what the last judgement holds back, no more than may be lost (606-10-32-11); what has
    become certain counts whole."""

    def amount_on(on: date) -> Fraction | None:
        rows = [row for row in _by(node) if row[0] <= on]
        estimates = [row for row in rows if not _SPOKEN.match(row[1].label)]
        judged = [row for row in rows if _SPOKEN.match(row[1].label)]
        since, last = estimates[-1] if estimates else (on, node)
        amount = value(last.value) or Fraction(0)
        certain = last.label.startswith("certain amount") and "outcomes" not in sources.text(last.source)
        if not judged or (certain and judged[-1][0] <= since):
            return amount if estimates else None
        said, outcomes = value(judged[-1][1].value) or Fraction(0), [worth for worth, _ in _outcomes(last)]
        lowest = min(outcomes) if outcomes else min(amount, Fraction(0))
        held = max(amount - said, lowest) if outcomes or amount >= 0 else amount - said
        return said if judged[-1][1].label.startswith("included") else held

    yield from _steady(node, found, amount_on)
    yield from _whole(node, sources, date.fromisoformat(found[1]))


def _back(node: Node, found: re.Match[str], sources: Sources) -> Iterator[str]:
    """Units expected back: what was said last, no more than may still come back, no less than came."""
    sold = next((value(one.value) for one in node.below if one.label == "units sold"), None) or Fraction(0)

    def amount_on(on: date) -> Fraction | None:
        said, came, ended = Fraction(0), Fraction(0), Fraction(0)
        for one in (one for since, one in _by(node) if since <= on):
            count = value(one.value)
            if one.label.startswith("returned"):
                came += count or 0
            elif one.label.startswith("return right lapsed"):
                ended = sold if count is None else ended + count
            else:
                said = count or Fraction(0)
        return came if "what came back" in node.how else max(min(said, sold - ended), came)

    yield from _steady(node, found, amount_on)
    yield from _whole(node, sources, date.fromisoformat(found[1]))


def _last(node: Node, found: re.Match[str], sources: Sources) -> Iterator[str]:
    """What was said last by a day."""
    yield from _steady(node, found, lambda on: [value(one.value) for since, one in _by(node) if since <= on][-1])


def _tier(node: Node, found: re.Match[str], sources: Sources) -> Iterator[str]:
    """The rate of the tier of all that is expected, never less than what has come (606-10-32-8)."""
    tiers = [one for one in node.below if one.label.startswith("tier ")]

    def at(total: Fraction, beyond: bool) -> int:
        ends = [numbers(one.label) for one in tiers]
        return next(n for n, end in enumerate(ends) if not end or total < end[0] or (total == end[0] and not beyond))

    def rate_on(on: date) -> Fraction | None:
        rows = [one for since, one in _by(node) if since <= on]
        said = [one.value for one in rows if one.label.startswith("expected in all")]
        came = sum(
            (value(one.value) or Fraction(0) for one in rows if not one.label.startswith("expected")), Fraction(0)
        )
        expected = at(numbers(said[-1])[0], said[-1].startswith("more than")) if said else 0
        return value(tiers[max(at(came, False), expected)].value)

    yield from _steady(node, found, rate_on)


def _whole(node: Node, sources: Sources, on: date) -> Iterator[str]:
    """No row by a day that speaks of it is left out."""
    below = {part.source.partition(" · ")[0] for one in node.below for part in (one, *one.below)}
    yield from (f"{row} is left out" for row in _rows(node, sources, on) if row not in below)


def _rows(node: Node, sources: Sources, on: date) -> list[str]:
    """The rows by a day that speak of what an element of the price, or units expected back, is made of."""
    name = next((one.label for one in node.below if " as agreed" in one.label), "")
    if name.startswith(_RETURNED):
        return sources.spoken(node, "returned|return right lapsed", name[17:].removesuffix(" as agreed"), on)
    name = name.removeprefix("estimate of ").removesuffix(" as agreed")
    return sources.spoken(node, "price element|held back|included", name, on)


def overlooked(node: Node, sources: Sources, on: date) -> Iterator[tuple[str, str]]:
    """What below a step, of the price by a day, is not told of all rows that speak of it."""
    # What a credit grants is asked as of its day.
    chosen = [one for one in every(node, " on the price") if _CHOSEN.match(one.how)]
    below = {part.source.partition(" · ")[0] for one in chosen for each in one.below for part in (each, *each.below)}
    for one in chosen:
        yield from ((one.label, f"{row} is left out") for row in _rows(one, sources, on) if row not in below)


def _left(node: Node, found: re.Match[str], sources: Sources) -> Iterator[str]:
    """The part of a span that is left at the start of a day: by days, or by months with a part of one by its days."""
    spans = [days(one.value) for one in node.below]
    if len(spans) != 1 or len(spans[0]) != 2:
        yield "a span must stand below it"
        return
    (first, last), on = spans[0], date.fromisoformat(found[2])
    left = Fraction(on <= last) if on <= first or on > last else 1 - time.gone(found[1], first, last, on)
    if value(node.value) != left:
        yield f"{node.value} is not {left}, {found[0]}"


def _removed(node: Node, found: re.Match[str], sources: Sources) -> Iterator[str]:
    """What an amendment ends costs nothing any more."""
    if value(node.value) != 0 or "remove" not in sources.text(node.source):
        yield f"{node.value}, where {node.source} removes nothing"


def whose(node: Node, sources: Sources) -> Iterator[str]:
    """An element that pays for some obligations is shared by these alone (606-10-32-40), if they have a price."""
    whole = node.below[0] if node.below and node.label.startswith(("share of ", "price of ")) else node
    elements = [one for one in whole.below if one.label.endswith(" in the price")]
    if whole is node or not whole.label.startswith(("transaction price", "price that belongs to them alone")):
        return
    together = [one for one in node.below if one.label == "standalone selling prices together"]
    names = {_NAMED.sub("", one.label) for one in (together[0].below if together else [node])}
    for one in elements:
        sold = [part.label[17:].removesuffix(" as agreed") for part in every(one) if part.label.startswith(_RETURNED)]
        said = next((said["of"] for part in one.below for said in [sources.said(part.source)] if "of" in said), names)
        of = set(sold) or ({said} if isinstance(said, str) else set(said))
        # What belongs to something that is left out, as what is immaterial, is shared by the others.
        if names - of and names & of:
            yield f"{one.label} belongs to {', '.join(sorted(of))} alone, and {', '.join(sorted(names))} share it"


RULES: tuple[tuple[re.Pattern[str], Rule], ...] = (
    (re.compile(r"^(expected value|most likely)(?: amount)? of (.* at .*)$"), _expected),
    (re.compile(r"^what counts on (\d{4}-\d\d-\d\d): .*"), _counts),
    (re.compile(r"^expected back on (\d{4}-\d\d-\d\d): .*"), _back),
    (re.compile(r"^last said by (\d{4}-\d\d-\d\d)$"), _last),
    (re.compile(r"^rate of the tier that is reached or expected on (\d{4}-\d\d-\d\d)$"), _tier),
    (re.compile(r"^(days|months) of the span that are left at the start of (\d{4}-\d\d-\d\d)$"), _left),
    (re.compile(r"^nothing: it is removed"), _removed),
)
