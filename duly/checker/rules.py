"""One step recomputed: its formula, or the rule that its words name; a leaf is read where it says it stands."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from fractions import Fraction

from duly.checker import costs, interest, prices, time
from duly.checker.formulas import NoFormula, result
from duly.checker.sources import Sources
from duly.checker.trees import Node
from duly.checker.words import days, decimals, number, numbers, rounded, value

# How a step was proved.
COMPUTED, READ, TOLD, WORDS = "computed", "read at its source", "told", "words"
_PLACE = re.compile(r"; share (\d+) of (\d+)")
# Words of a fact itself: who and why.
_SAID = re.compile(r"(?:by|why): ")
# Steps that stand below a formula to say how it was made.
_BESIDE = ("standalone selling prices together", "observed range", "closed")
_CHANGE = re.compile(r"^\w[\w ]* of \d{4}-\d\d-\d\d$")
# Leaves that are read beside their key, by what their label begins with; a name is a key of its own.
_KEYS = (
    (r"paid on", "paid"),
    (r"write off on", "write off"),
    (r"recovered on", "recovered"),
    (r"cost on", "amount"),
    (r"(commission|fulfilment|obtaining) on", ""),
    (r"(?:hours|usage|delivered|accepted|held|redeemed) on", "quantity"),
    (r"progress on", "done"),
    (r"retention$", "retention"),
    (r"uninstalled", "uninstalled"),
    (r"expected cost$", "expected cost"),
    (r"(credit applied|tax|amount|billed|recognized|receivable|deposit|customer credit) of ", ""),
    (r"cost to complete on", "cost to complete"),
    (r"new total by estimate", "expected (?:cost|quantity|redeemed|hours)"),
    (r"(?:line|milestone) (.+?)(?: of (?:invoice|credit note).*)?$", ""),
    (r"recognized at the opening", "recognized"),
    (r"standalone selling price of (?!what)", "ssp"),
    (r"stated price of (?!what)", "(?:price|minimum|gross|fee)"),
    (r"breakage", "expected"),
    (r"customer life", "customer life"),
)
_BELOW = re.compile(r"sum of the (\d+) below")


def check(node: Node, sources: Sources) -> tuple[str, list[str]]:
    """How a step was proved, and what is wrong with it."""
    faults = list(_formula(node)) if node.how.startswith("= ") else []
    place = _PLACE.search(node.how)
    if place:
        return COMPUTED, [*faults, *_share(node, place)]
    if any(one.label == "observed range" for one in node.below):
        return COMPUTED, [*faults, *_range(node)]
    if node.how.startswith("= "):
        return COMPUTED, [*faults, *_opening(node)]
    for chosen, choice in (*prices.RULES, *interest.RULES, *costs.RULES):
        said = chosen.search(node.how)
        if said:
            return COMPUTED, list(choice(node, said, sources))
    for pattern, rule in _RULES:
        found = pattern.search(node.how)
        if found:
            return COMPUTED, list(rule(node, found))
    for pattern, rule in _LEAVES:
        found = pattern.search(node.label)
        if found and not node.below:
            return COMPUTED, list(rule(node, found))
    if node.below or (node.how and not _SAID.match(node.how) and numbers(node.value)):
        return (TOLD if any(numbers(node.value)) else WORDS), []
    return _leaf(node, sources)


def _formula(node: Node) -> Iterator[str]:
    """The formula gives the value, and each number in it is one of a step below; none of theirs is left out."""
    formula = node.how[2:].partition(";")[0]
    amounts = [one for one in node.below if value(one.value) is not None]
    many = _BELOW.search(formula)
    if many:
        if int(many[1]) != len(amounts):
            yield f"{len(amounts)} numbers stand below it, not {many[1]}"
        formula = _BELOW.sub("(" + " + ".join(f"({one.value.partition(' per ')[0]})" for one in amounts) + ")", formula)
    try:
        found = result(formula, decimals(node.value))
    except NoFormula as error:
        yield f"its formula cannot be worked out: {error}"
        return
    if found != value(node.value):
        yield f"{node.value} is not {node.how}"
    used, below = (
        {abs(each) for each in numbers(formula)},
        {abs(each) for one in amounts for each in numbers(one.value)},
    )
    yield from (f"{stray} of its formula does not stand below it" for stray in used - below)
    for one in amounts:
        if not used & {abs(each) for each in numbers(one.value)} and not _beside(node, one):
            yield f"{one.label} is left out of its formula"


def _beside(node: Node, below: Node) -> bool:
    """What says how a formula came about without being in it: weights, a range, the fact behind a change."""
    ranged = any(one.label == "observed range" for one in node.below)
    return below.label in _BESIDE or ranged or bool(_CHANGE.match(node.label) and not below.below)


def _opening(node: Node) -> Iterator[str]:
    """What another system recognized is no part of the price that is still earned."""
    opening = [one for one in node.below if one.label.startswith("recognized at the opening")]
    prices = [one for one in node.below if one.label.startswith("price")]
    if opening and node.label.startswith("recognized") and any(opening[0] not in one.below for one in prices):
        yield "its price is not without what was recognized at the opening"


def _range(node: Node) -> Iterator[str]:
    """A standalone price by a range: what is stated lies in it, or else its nearest end, or its middle."""
    ends = [numbers(one.value) for one in node.below if one.label == "observed range"]
    stated = [value(one.value) for one in node.below if one.label.startswith("stated price")]
    policy = [one.value for one in node.below if one.label == "policy ssp outside range"]
    low, high = ends[0]
    middle, price = (low + high) / 2, stated[0] if stated else None
    if price is not None and low <= price <= high:
        middle = price
    elif price is not None and policy == ["boundary"]:
        middle = low if price < low else high
    if value(node.value) != middle:
        yield f"{node.value} is not {middle}, by the observed range"


def _time(node: Node, found: re.Match[str]) -> Iterator[str]:
    """Progress by time: counted anew from the span, the measure and the day."""
    spans = [days(one.value) for one in node.below if one.label.startswith("span of ")]
    measures = [one for one in node.below if one.label == "measure"]
    if len(spans) != 1 or len(spans[0]) != 2 or len(measures) != 1:
        yield "a span and a measure must stand below it"
        return
    measure = re.search(r"by (day|week|month prorated|month)\b", measures[0].value)
    if not measure:
        yield f"{measures[0].value!r} is no measure of time"
        return
    stays = [numbers(one.value)[0] for one in node.below if one.label == "customer life"]
    if any(time.add_months(spans[0][0], int(months)) - timedelta(1) != spans[0][1] for months in stays):
        yield f"{spans[0][1]} is not as long as the customer is expected to stay"
    skipped = int(any((one.label, one.value) == ("policy start day", "excluded") for one in node.below))
    first, last = spans[0]
    expected = time.passed(measure[0], first, last, date.fromisoformat(found[1]), skipped)
    if value(node.value) != expected:
        yield f"{node.value} is not {expected}, counted anew at the end of {found[1]}"


def _of_time(node: Node, found: re.Match[str]) -> Iterator[str]:
    """Periods of a span: months started, divided by those of the period."""
    first, last = date.fromisoformat(found[2]), date.fromisoformat(found[3])
    if found[1] == "years begun":
        expected = Fraction(-(-time.months_started(first, last) // 12))
    elif found[1] in ("day", "week"):
        expected = Fraction((last - first).days + 1, 7 if found[1] == "week" else 1)
    else:
        expected = Fraction(time.months_started(first, last), {"month": 1, "quarter": 3, "year": 12}[found[1]])
    if value(node.value) != expected:
        yield f"{node.value} is not {expected}"


def _to_decimals(node: Node, found: re.Match[str]) -> Iterator[str]:
    """Progress rounded by a policy."""
    exact = value(found[1])
    if exact is None or value(node.value) != rounded(exact, int(found[2])):
        yield f"{node.value} is not {found[0]}"


def _all(node: Node, found: re.Match[str]) -> Iterator[str]:
    """More than all counts as all: done and total stand below, and the first is not less."""
    below = [value(one.value) for one in node.below]
    if len(below) != 2 or None in below or value(node.value) != 1 or below[0] < below[1]:  # type: ignore[operator]
        yield f"{node.value} where {' and '.join(one.value for one in node.below)} stand below it"


def _plain(node: Node, found: re.Match[str]) -> Iterator[str]:
    """One whole of what is not counted, or nothing."""
    if value(node.value) != (found[0] == "one whole"):
        yield f"{node.value} is not {found[0]}"


def _share(node: Node, place: re.Match[str]) -> Iterator[str]:
    """A share of a price by weights, the whole split anew; each is rounded, and one takes the remainder."""
    together = [one for one in node.below if one.label == "standalone selling prices together"]
    policy = [one.value for one in node.below if one.label == "policy allocation remainder"]
    if len(together) != 1 or len(policy) != 1:
        yield "the weights and the policy of the remainder must stand below it"
        return
    weights = [value(one.value) or Fraction(0) for one in together[0].below]
    whole, at = value(node.below[0].value) or Fraction(0), int(place[1]) - 1
    if len(weights) != int(place[2]):
        yield f"{len(weights)} weights stand below it, not {place[2]}"
        return
    name = node.label.removeprefix("share of ")
    if not together[0].below[at].label.endswith(name):
        yield f"weight {at + 1} is {together[0].below[at].label}"
    expected = split(whole, weights, decimals(node.value), policy[0] == "largest")[at]
    if value(node.value) != expected:
        yield f"{node.value} is not {expected}, split anew"


def split(whole: Fraction, weights: list[Fraction], digits: int, largest: bool) -> list[Fraction]:
    """A total by weights: each part rounded, the last with a weight takes the remainder; where that would turn its
    sign, or `largest`, the largest fractions take the odd units.

    >>> [str(part) for part in split(Fraction(1), [Fraction(1)] * 3, 2, False)]
    ['33/100', '33/100', '17/50']
    """
    weights = weights if any(weights) else [Fraction(1)] * len(weights)
    unit, total = Fraction(1, 10**digits), sum(weights)
    exact = [whole * weight / total for weight in weights]
    parts = [rounded(part, digits) for part in exact]
    last = max(number for number, weight in enumerate(weights) if weight)
    parts[last] = whole - sum(parts) + parts[last]
    if not largest and parts[last] * whole >= 0 and (whole or not parts[last]):
        return parts
    floors = [abs(part) // unit * unit for part in exact]
    order = sorted(range(len(weights)), key=lambda at: floors[at] - abs(exact[at]))
    for at in order[: int((abs(whole) - sum(floors)) / unit)]:
        floors[at] += unit
    return [part if whole >= 0 else -part for part in floors]


_Rule = Callable[[Node, re.Match[str]], Iterator[str]]
_RULES: tuple[tuple[re.Pattern[str], _Rule], ...] = (
    (re.compile(r"^(?:days|weeks|months|.* months).* at the end of (\d{4}-\d\d-\d\d)$"), _time),
    (re.compile(r"^(.*), rounded to (\d+) decimals$"), _to_decimals),
    (re.compile(r"more than all counts as all$|nothing is left to be done$"), _all),
    (re.compile(r"^one whole$|^nothing yet$|^nothing is agreed$|^nothing: there is a contract$"), _plain),
)
_LEAVES: tuple[tuple[re.Pattern[str], _Rule], ...] = (
    (
        re.compile(
            r"^(years begun|(?:day|week|month|quarter|year)(?=s))s? from (\d{4}-\d\d-\d\d) to (\d{4}-\d\d-\d\d)$"
        ),
        _of_time,
    ),
)


def _leaf(node: Node, sources: Sources) -> tuple[str, list[str]]:
    if not node.source:
        return TOLD, ["it has no source"]
    try:
        written = sources.numbers(node.source)
    except LookupError as error:
        return READ, [str(error)]
    stated = [abs(each) for each in numbers(node.value)]
    beside = set(_beside_key(node.label, sources.text(node.source)))
    written = beside or written
    if node.label == "closed" and node.value not in sources.text(node.source):
        return READ, [f"{node.value} does not stand at {node.source}"]
    if not any(stated):
        return WORDS, []
    if written is None:
        return TOLD, []
    missing = [each for each in stated if each not in written and each * 100 not in written]
    return READ, [f"{node.value} does not stand at {node.source}"] if missing else []


def _beside_key(label: str, text: str) -> Iterator[Fraction]:
    """The numbers that stand beside the key that a label names, without their signs; a part of a list price is one."""
    for pattern, key in _KEYS:
        named = re.match(pattern, label)
        if named and "% of list" not in text:
            found = re.findall(rf"(?<=[{{,\s]){key or re.escape(named[1])}: *-?([\d,_]+(?:\.\d+)?%?)", text)
            yield from (abs(number(each.replace("_", ""))) for each in found)
