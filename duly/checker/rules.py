"""One step recomputed: its formula, or the rule that its words name; a leaf is read where it says it stands."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction

from duly.checker import abroad, bills, costs, interest, prices, time
from duly.checker.formulas import NoFormula, result
from duly.checker.laws.agreed import split
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
    (r"(expected cost|recovery cost)$", ""),
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
    if node.how.startswith("= "):
        every = (*_formula(node), *_opening(node), *_by_share(node), *_by_range(node), *prices.whose(node, sources))
        return COMPUTED, list(every)
    if _PLACE.search(node.how) or any(one.label == "observed range" for one in node.below):
        return COMPUTED, [*_by_share(node), *_by_range(node)]
    rules = (*prices.RULES, *interest.RULES, *costs.RULES, *abroad.RULES, *bills.RULES, *_RULES)
    told = [(node.how, *one) for one in rules] + [(node.label, *one) for one in _LEAVES if not node.below]
    for text, pattern, rule in told:
        found = pattern.search(text)
        wrong = rule(node, found, sources) if found else None
        if wrong is not None:
            return COMPUTED, list(wrong)
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
    used = {abs(each) for each in numbers(formula)}
    below = {abs(each) for one in amounts for each in numbers(one.value)}
    yield from (f"{stray} of its formula does not stand below it" for stray in used - below)
    for one in amounts:
        if not used & {abs(each) for each in numbers(one.value)} and not _beside(node, one):
            yield f"{one.label} is left out of its formula"


def _beside(node: Node, below: Node) -> bool:
    """What says how a formula came about without being in it: weights, a range, the fact behind a change."""
    ranged = any(one.label == "observed range" for one in node.below)
    performed = node.label.endswith(", which is performed") and below.label.startswith("part of ")
    return below.label in _BESIDE or ranged or performed or bool(_CHANGE.match(node.label) and not below.below)


def _opening(node: Node) -> Iterator[str]:
    """What another system recognized is no part of the price that is still earned."""
    opening = [one for one in node.below if one.label.startswith("recognized at the opening")]
    prices = [one for one in node.below if one.label.startswith("price")]
    if opening and node.label.startswith("recognized") and any(opening[0] not in one.below for one in prices):
        yield "its price is not without what was recognized at the opening"


def _by_range(node: Node) -> Iterator[str]:
    """A standalone price by a range: what is stated lies in it, or else its nearest end, or its middle."""
    for low, high in (numbers(one.value) for one in node.below if one.label == "observed range"):
        nearest = any((one.label, one.value) == ("policy ssp outside range", "boundary") for one in node.below)
        expected = (low + high) / 2
        for price in (value(one.value) for one in node.below if one.label.startswith("stated price")):
            if price is not None and (nearest or low <= price <= high):
                expected = min(max(price, low), high)
        if value(node.value) != expected:
            yield f"{node.value} is not {expected}, by the observed range"


def _time(node: Node, found: re.Match[str], sources: Sources) -> Iterator[str]:
    """Progress by time: counted anew from the span, the measure and the day."""
    spans = [days(one.value) for one in node.below if one.label.startswith("span of ")]
    measures = [one.value for one in node.below if one.label == "measure"]
    measure = re.search(r"by (day|week|month prorated|month)\b", " ".join(measures))
    if len(spans) != 1 or len(spans[0]) != 2 or not measure:
        yield "a span and a measure of time must stand below it"
        return
    (first, last), told = spans[0], {one.label: one.value for one in node.below}
    for months in numbers(told.get("customer life", "")):
        if time.add_months(first, int(months)) - timedelta(1) != last:
            yield f"{last} is not as long as the customer is expected to stay"
    skipped = int(told.get("policy start day") == "excluded")
    expected = time.passed(measure[0], first, last, date.fromisoformat(found[1]), skipped)
    if value(node.value) != expected:
        yield f"{node.value} is not {expected}, counted anew at the end of {found[1]}"


def _of_time(node: Node, found: re.Match[str], sources: Sources) -> Iterator[str]:
    """Periods of a span: months started, divided by those of the period; whole ones alone, or all that begin."""
    (first, last), unit = days(found[0]), found[1].removeprefix("whole ").rstrip("s")
    size = time.MONTHS.get(unit.replace("years begun", "year"), 0)
    passed = Fraction((last - first).days + 1, 7 if unit == "week" else 1)
    if size:
        begun = Fraction(time.months_started(first, last), size)
        passed = time.months_between(first, last + timedelta(1)) / size if found[1].startswith("whole") else begun
    whole = passed // 1 if found[1].startswith("whole") else -(-passed // 1)
    expected = whole if found[1].startswith(("whole", "years begun")) else passed
    if value(node.value) != expected:
        yield f"{node.value} is not {expected}"


def _to_decimals(node: Node, found: re.Match[str], sources: Sources) -> Iterator[str]:
    """Progress rounded by a policy."""
    exact = value(found[1])
    if exact is None or value(node.value) != rounded(exact, int(found[2])):
        yield f"{node.value} is not {found[0]}"


def _all(node: Node, found: re.Match[str], sources: Sources) -> Iterator[str]:
    """More than all counts as all: done and total stand below, and the first is not less."""
    below = [value(one.value) for one in node.below]
    if len(below) != 2 or None in below or value(node.value) != 1 or below[0] < below[1]:  # type: ignore[operator]
        yield f"{node.value} where {' and '.join(one.value for one in node.below)} stand below it"


def _plain(node: Node, found: re.Match[str], sources: Sources) -> Iterator[str]:
    """One whole of what is not counted, or nothing."""
    if value(node.value) != (found[0] == "one whole"):
        yield f"{node.value} is not {found[0]}"


def _by_share(node: Node) -> Iterator[str]:
    """A share of a price by weights, the whole split anew; each is rounded, and one takes the remainder."""
    place = _PLACE.search(node.how)
    if not place:
        return
    together = [one for one in node.below if one.label == "standalone selling prices together"]
    policy = [one.value for one in node.below if one.label == "policy allocation remainder"]
    if len(together) != 1 or len(policy) != 1 or len(together[0].below) != int(place[2]):
        yield f"{place[2]} weights and the policy of the remainder must stand below it"
        return
    weights = [value(one.value) or Fraction(0) for one in together[0].below]
    whole, at = value(node.below[0].value) or Fraction(0), int(place[1]) - 1
    if not together[0].below[at].label.endswith(node.label.removeprefix("share of ")):
        yield f"weight {at + 1} is {together[0].below[at].label}"
    expected = split(whole, weights, decimals(node.value), policy[0] == "largest")[at]
    if value(node.value) != expected:
        yield f"{node.value} is not {expected}, split anew"


_RULES: tuple[tuple[re.Pattern[str], prices.Rule], ...] = (
    (re.compile(r"^(?:days|weeks|months|.* months).* at the end of (\d{4}-\d\d-\d\d)$"), _time),
    (re.compile(r"^(.*), rounded to (\d+) decimals$"), _to_decimals),
    (re.compile(r"more than all counts as all$|nothing is left to be done$"), _all),
    (re.compile(r"^one whole$|^nothing yet$|^nothing (?:is agreed|recurs)$|^nothing: there is a contract$"), _plain),
)


def _by_days(node: Node, found: re.Match[str], sources: Sources) -> Iterator[str]:
    """Periods of a price from the day from which an amendment changes it, in billing periods: a part by its days."""
    (first, last, anchor), each, row = days(found[0]), int(found[2]), sources.said(node.source)
    starts, until = {date.fromisoformat(row["date"])}, last + timedelta(1)
    if row["prorate"] != "by day":
        # From the next whole month, or from the next bill.
        bills = [line.get("every") for one in sources.documents(node) for line in one.said().get("billing", ())]
        sizes = {1} if row["prorate"] == "by month" else {time.MONTHS.get(every, each) for every in bills or [""]}
        starts = {next(one for one in time.grid(anchor, size) if one >= min(starts)) for size in sizes}
    if first not in starts and (first < min(starts) or str(first) not in sources.text(node.source)):
        yield f"it does not count from {min(starts)}"
    ends = itertools.pairwise(time.grid(anchor, each, until))
    parts = ((max((min(end, until) - max(begins, first)).days, 0), (end - begins).days) for begins, end in ends)
    expected = sum((Fraction(*part) for part in parts), Fraction(0)) * each / time.MONTHS[found[1]]
    if value(node.value) != expected:
        yield f"{node.value} is not {expected}"


_LEAVES: tuple[tuple[re.Pattern[str], prices.Rule], ...] = (
    (
        re.compile(
            r"^(years begun|whole [a-z ]+(?= from)|(?:day|week|month|quarter|year)(?=s))s? from (\S+) to (\S+)$"
        ),
        _of_time,
    ),
    (
        re.compile(r"^(month|quarter|half year|year)s from \S+ to \S+, by the days of each (\d+) months since \S+$"),
        _by_days,
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
