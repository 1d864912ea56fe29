"""What is carried of the costs of a contract and provided for its losses: nothing is left out, each cost is written off
over the time that its row says, and a loss is looked for at the end of each month."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from duly.checker.sources import Sources
from duly.checker.time import add_months, after, month_end, months_between, months_started
from duly.checker.trees import Node, every
from duly.checker.words import days, value

_TOP = re.compile(r"^(contract cost asset|onerous provision) of .+ at the end of (\d{4}-\d\d-\d\d)$")
_COST = re.compile(r"\b(?:commission|fulfilment|obtaining): ")
_OBTAINED = re.compile(r"\b(?:commission|obtaining): ")
_LASTS = re.compile(r"\bover: (\d+) (day|week|month|quarter|year)s?\b")
_SHORT = "its asset would last a year or less"
_DAY = timedelta(days=1)


def check(top: Node, sources: Sources) -> Iterator[tuple[str, str]]:
    """The faults of what is carried of costs, or provided for: the step and what is wrong."""
    of = _TOP.match(top.label)
    if not of:
        return
    on, documents = date.fromisoformat(of[2]), sources.documents(top)
    if of[1] == "onerous provision":
        yield from ((top.label, fault) for fault in _uncounted(top, sources, on))
        return
    counted = {one.source.partition(" · ")[0] for one in every(top)}
    for row in (row for document in documents for row in document.rows() if _COST.search(row.text)):
        if row.known <= on and row.on <= on and row.place not in counted:
            yield top.label, f"{row.place} is left out"
    labels = [one.label for one in top.below]
    carried = on == month_end(on) and any(label.startswith("left of ") for label in labels)
    if carried and not {"the test takes off", "no test of a loss"} & set(labels):
        yield top.label, "no loss is looked for"
    elected = any((one.label, one.value) == ("policy cost expedient", "used") for one in top.below)
    for one in every(top):
        lasts = _lasts(one, sources) if one.label == "span of the write-off" or one.how == _SHORT else None
        short = elected and lasts and lasts[1] + _DAY <= add_months(lasts[0], 12)
        if lasts and bool(short and _OBTAINED.search(sources.text(one.source))) != (one.how == _SHORT):
            yield one.label, f"it would last from {lasts[0]} to {lasts[1]}"
        if lasts and one.how != _SHORT and days(one.value) != lasts:
            yield one.label, f"{one.value} is not {lasts[0]} to {lasts[1]}"


def _uncounted(top: Node, sources: Sources, on: date) -> Iterator[str]:
    """Rows of works measured by cost that their provision does not count."""
    provided = [one for one in every(top) if one.label.startswith("provision for ")]
    counted = {one.source.partition(" · ")[0] for one in every(top)}
    for one in provided:
        name = one.label.removeprefix("provision for ")
        yield from (f"{row} is left out" for row in sources.rows(one, name, on, None) if row not in counted)


def _lasts(node: Node, sources: Sources) -> list[date] | None:
    """First and last day of the time over which a cost is written off, by its row, or by the term with the renewals it
    pays for; None where an obligation or a change says it, or several rows stand in one line."""
    row, documents = sources.text(node.source), sources.documents(node)
    if len(documents) != 1 or sources.changes(node) or len(_COST.findall(row)) != 1:
        return None
    paid, begins = re.search(r"\bdate: (\S+?)[,}]", row), re.search(r"\bfrom: (\S+?)[,}]", row)
    term, said = days(documents[0].section("term"))[:2], begins or paid
    if said is None:
        return None
    first = date.fromisoformat(said[1])
    if not begins and term:
        first = max(first, term[0])
    lasts = _LASTS.search(row)
    if lasts:
        return [first, after(first, int(lasts[1]), lasts[2]) - _DAY]
    if len(term) == 2 and " over: " not in row:
        return [first, max(_renewed(term, row, documents[0].section("term")), first)]
    return None


def _renewed(term: list[date], row: str, section: str) -> date:
    """The last day of the term with the renewals that are expected, where they pay no commission of their own."""
    count = re.search(r"anticipated renewals: (\d+)", row)
    if not count or "renewal commission: commensurate" in row:
        return term[1]
    each = re.search(r"renews: (\d+) (day|week|month|quarter|year)s?\b", section)
    until = term[1] + _DAY
    for _ in range(int(count[1])):
        until = after(until, int(each[1]), each[2]) if each else add_months(until, months_started(*term))
    return until - _DAY


def _renewals(node: Node, said: re.Match[str], _: Sources) -> Iterator[str]:
    """How often a term is renewed until all is written off: months of one span, of those of another."""
    since, until, first, last = (date.fromisoformat(said[number]) for number in (1, 2, 3, 4))
    expected = months_between(since, until + _DAY) / months_between(first, last + _DAY)
    if value(node.value) != expected:
        yield f"{node.value} is not {expected}"


_D = r"(\d{4}-\d\d-\d\d)"
RULES = ((re.compile(rf"^months from {_D} to {_D}, of those from {_D} to {_D}$"), _renewals),)
