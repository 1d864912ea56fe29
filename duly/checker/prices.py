"""What of an element is in the transaction price on a day, chosen anew among what was estimated and judged of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from fractions import Fraction

from duly.checker import time
from duly.checker.sources import Sources
from duly.checker.trees import Node
from duly.checker.words import NUMBER, days, decimals, number, rounded, value

Rule = Callable[[Node, re.Match[str], Sources], Iterator[str]]
_OUTCOME = re.compile(rf"(-?{NUMBER}) [A-Z]{{3}} at ({NUMBER}%?)")
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


def _by(node: Node, on: date) -> Iterator[tuple[date, Node]]:
    """What stands below by a day, each with its day; what was agreed is there from the first."""
    for one in node.below:
        since = date.min if " as agreed" in one.label else next(iter(days(one.label)), None)
        if since is not None and since <= on:
            yield since, one


def _counts(node: Node, found: re.Match[str], sources: Sources) -> Iterator[str]:
    """The last estimate, less what the last judgement holds back, no more than may be lost (606-10-32-11); what has
    become certain counts whole."""
    rows = list(_by(node, date.fromisoformat(found[1])))
    estimates = [row for row in rows if not _SPOKEN.match(row[1].label)]
    judged = [row for row in rows if _SPOKEN.match(row[1].label)]
    if len(rows) < len(node.below) or not estimates:
        yield f"it counts what is not said by {found[1]}"
        return
    since, last = estimates[-1]
    amount = value(last.value) or Fraction(0)
    certain = last.label.startswith("certain amount") and "outcomes" not in sources.text(last.source)
    if judged and not (certain and judged[-1][0] <= since):
        said, outcomes = value(judged[-1][1].value) or Fraction(0), [worth for worth, _ in _outcomes(last)]
        lowest = min(outcomes) if outcomes else min(amount, Fraction(0))
        held = max(amount - said, lowest) if outcomes or amount >= 0 else amount - said
        amount = said if judged[-1][1].label.startswith("included") else held
    if value(node.value) != amount:
        yield f"{node.value} is not {amount}, {found[0]}"
    verbs, name = "price element|held back|included", estimates[0][1].label
    name = name.removeprefix("estimate of ").removesuffix(" as agreed")
    yield from _whole(node, sources.spoken(node, verbs, name, date.fromisoformat(found[1])))


def _whole(node: Node, rows: list[str]) -> Iterator[str]:
    """No row that speaks of it is left out."""
    below = {part.source.partition(" · ")[0] for one in node.below for part in (one, *one.below)}
    yield from (f"{row} is left out" for row in rows if row not in below)


def _back(node: Node, found: re.Match[str], sources: Sources) -> Iterator[str]:
    """Units expected back: what was said last, no more than may still come back, no less than came."""
    said, came, ended, all_of_it = Fraction(0), Fraction(0), Fraction(0), Fraction(0)
    rows = list(_by(node, date.fromisoformat(found[1])))
    sold = next((value(one.value) for one in node.below if one.label == "units sold"), None)
    if sold is None or len(rows) + 1 != len(node.below):
        yield f"it counts what is not said by {found[1]}"
        return
    for _, one in rows:
        count = value(one.value)
        if one.label.startswith("returned"):
            came += count or 0
        elif one.label.startswith("return right lapsed"):
            ended = sold if count is None else ended + count
        else:
            said = count or Fraction(0)
    all_of_it = came if "what came back" in node.how else max(min(said, sold - ended), came)
    if value(node.value) != all_of_it:
        yield f"{node.value} is not {all_of_it}, {found[0]}"


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


RULES: tuple[tuple[re.Pattern[str], Rule], ...] = (
    (re.compile(r"^(expected value|most likely)(?: amount)? of (.* at .*)$"), _expected),
    (re.compile(r"^what counts on (\d{4}-\d\d-\d\d): .*"), _counts),
    (re.compile(r"^expected back on (\d{4}-\d\d-\d\d): .*"), _back),
    (re.compile(r"^(days|months) of the span that are left at the start of (\d{4}-\d\d-\d\d)$"), _left),
    (re.compile(r"^nothing: it is removed"), _removed),
)
