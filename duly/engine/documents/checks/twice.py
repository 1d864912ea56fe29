"""One thing with two values: a fee, a length, a day or a rate of interest that a contract states in two places."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import combinations

from duly.engine.documents.checks.facts import Facts, alike, between, phrase, span
from duly.engine.documents.checks.instalments import period_of
from duly.engine.documents.checks.parts import PER_MONTH, PER_YEAR
from duly.engine.documents.checks.statements import AMOUNT, DAY, LENGTH, PERCENT, Statement, statements
from duly.engine.documents.checks.things import Name, is_bounded, things
from duly.engine.documents.proposals import Finding, Segment
from duly.engine.documents.text.places import unit_after
from duly.engine.documents.values.money import Money
from duly.engine.documents.values.percents import Percent

KIND = "two values for one"
# A name with more values than two is a list of like things.
_MOST = 2
_APART, _TIMES = 300, 8
_WHAT = {AMOUNT: "one price", LENGTH: "one length of time", DAY: "one day", PERCENT: "one rate"}
_CASE = phrase(r"\s{0,3}\)?\s{0,3}(?:per|for each|each|every|if|upon each|a (?:month|year))\b")
_WHEN = phrase(r"\b(?:milestones?|upon(?! (?:the )?(?:signing|execution))|within|if|phase|achiev\w*|following)\b")
_WHOLE = frozenset(("agreement", "contract"))


def twice_findings(known: Facts) -> Iterator[Finding]:
    """What is stated twice and not alike."""
    named: dict[tuple[str, frozenset[str]], list[Statement]] = {}
    for one in statements(known):
        named.setdefault((one.what, one.name - _WHOLE), []).append(one)
    for (_, name), told in named.items():
        if name and 1 < len({one.value for one in told}) <= _MOST:
            yield from _unlike(known, " ".join(sorted(name)), told)
    yield from _shorter(known, named)
    yield from _things_unlike(known)
    yield from _lumps(known)
    yield from _late_rates(known)


def _things_unlike(known: Facts) -> Iterator[Finding]:
    """Things with two values, wherever and however they are named."""
    prices, shares = things(known)
    named: list[tuple[Name, Sequence[Money | Percent]]] = [*prices.items(), *shares.items()]
    for name, told in named:
        free = [one for one in told if not is_bounded(known.text, one.start, one.end)]
        if len({one.value for one in told}) != _MOST or not free:
            continue
        other = next((one for one in free if one.value != free[0].value), None)
        if other is None or other.start - free[0].end < _APART or not _of_one_kind(known, free[0], other):
            continue
        says = f"the {' '.join(name)} is {_said(known, free[0])} here and {_said(known, other)} there"
        yield Finding(KIND, says, (span(other), span(free[0])))


def _said(known: Facts, one: Money | Percent) -> str:
    return " ".join(known.text[one.start : one.end].split())


def _of_one_kind(known: Facts, one: Money | Percent, other: Money | Percent) -> bool:
    """Whether two values may be of one thing: by the same period and unit, of one size, of the same payer."""
    apart = [
        [found[1] for found in _PAYS.finditer(known.text, max(0, it.start - 160), it.start)][-1:] for it in (one, other)
    ]
    if not alike(one.amount, other.amount, _TIMES) or (all(apart) and apart[0] != apart[1]):
        return False
    if isinstance(one, Money) and isinstance(other, Money):
        units = [(period_of(known.text, it), unit_after(known.text, it.end)[0]) for it in (one, other)]
        return units[0] == units[1]
    return _of(known, one) == _of(known, other) or not (_of(known, one) and _of(known, other))


_OF_WHAT = phrase(r"[\s)]{0,4}(?:of|on) (?:the |its |such |all )?(?P<what>[A-Za-z-]+)")


def _of(known: Facts, one: Money | Percent) -> str:
    """The first word of what a percentage is of."""
    found = _OF_WHAT.match(known.text, one.end)
    return found["what"].lower() if found else ""


def _shorter(known: Facts, named: dict[tuple[str, frozenset[str]], list[Statement]]) -> Iterator[Finding]:
    """A price by the month or year whose name is a part of another's: "consulting fee", "flat fee consulting rate"."""
    prices = [one for (what, _), told in named.items() if what == AMOUNT for one in told if one.per not in ("", "0")]
    for one, other in combinations(prices, 2):
        less, more = sorted((one.name, other.name), key=len)
        if one.per != other.per or len(less) < _MOST or not less < more:
            continue
        if len({it.value for it in prices if less <= it.name and it.per == one.per}) == _MOST:
            yield from _unlike(known, " ".join(sorted(less)), [one, other])


_LUMP = phrase(
    r"\b(?P<who>[A-Z]\w{2,20}) (?:agrees to|shall|will|must) pay(?: to)?(?: the)? (?P<whom>[A-Z]\w{2,20}),?"
    r" (?:the|an?) (?:aggregate |fixed |lump )?(?:sum|total|amount|price|fee)(?: (?:amount|sum|price"
    r"|fee))? of\s{1,9}\Z",
    re.NOFLAG,
)
_SIZES = 2


def _lumps(known: Facts) -> Iterator[Finding]:
    """ "Client agrees to pay to Maker the sum of $5,500" and, elsewhere, "a total of $5,000"."""
    told: dict[tuple[str, str], list[Money]] = {}
    for one in known.moneys:
        found = _LUMP.search(known.text, max(0, one.start - 110), one.start)
        case = _CASE.match(known.text, one.end) or _WHEN.search(known.text, max(0, one.start - 260), one.start)
        if found and not case:
            told.setdefault((found["who"].lower(), found["whom"].lower()), []).append(one)
    for few in told.values():
        if len(few) == _MOST and few[0].amount != few[1].amount and alike(few[0].amount, few[1].amount, _SIZES):
            says = f"what is to be paid is {few[0].value} here and {few[1].value} there"
            yield Finding(KIND, says, (span(few[1]), span(few[0])))


def _unlike(known: Facts, name: str, told: list[Statement]) -> Iterator[Finding]:
    """The first two statements of one name that cannot both be true."""
    for one, other in combinations(told, 2):
        if one.value == other.value or not _one_thing(one, other) or _in_one_sentence(known, one, other):
            continue
        if _two_payers(known, one, other):
            continue
        if other.what == LENGTH and abs(one.size - other.size) <= max(6, one.size // 20):
            continue
        first, again = (" ".join(known.text[a:b].split()) for a, b in (one.place, other.place))
        says = f"{_WHAT[one.what]} ({name}) is {first} here and {again} there"
        yield Finding(KIND, says, (other.place, one.place))
        return


def _one_thing(one: Statement, other: Statement) -> bool:
    """Whether two statements of a name speak of one thing: by the same period, and of nothing that differs."""
    apart = not (one.of <= other.of or other.of <= one.of)
    return not apart and not (one.per != other.per and one.per != "0" and other.per != "0" and one.per and other.per)


_PAYS = phrase(
    r"\b([A-Z][A-Za-z-]{2,20})\s{1,3}(?:shall|will|must|agrees to)\s{1,3}(?:(?:also|then|further) )?(?:pay"
    r"|remit)\b",
    re.NOFLAG,
)


def _two_payers(known: Facts, one: Statement, other: Statement) -> bool:
    """Whether two parties pay, each its own."""
    first, again = (
        [found[1] for found in _PAYS.finditer(known.text, max(0, it.place[0] - 160), it.place[0])]
        for it in (one, other)
    )
    return bool(first and again and first[-1] != again[-1])


def _in_one_sentence(known: Facts, one: Statement, other: Statement) -> bool:
    gap = known.text[one.place[1] : other.place[0]]
    return len(gap) < 300 and not re.search(r"[.;]\s|\n", gap)


_LATE = phrase(
    r"\b(?:late|overdue|past[- ]due|delinquent|unpaid|not (?:been )?(?:paid|received|made)|(?:when|by the|on its) due"
    r"|arrears|outstanding|fails? to (?:make|pay)|after (?:the|its) due date)\b"
)
_OTHER = phrase(
    r"\b(?:prime|LIBOR|base rate|discount\w*|increas\w*|royalt\w*|underpa\w*|understat\w*|audit\w*|tax\w*|overpa\w*"
    r"|plus|above|over the|refund\w*|deposit|loan|advance|first|thereafter|escrow)\b"
)
_MONTHLY = phrase(r"\bmonthly\b[^.;%]{0,60}\Z")


def _late_rates(known: Facts) -> Iterator[Finding]:
    """Two rates for what is paid late, both by the month or both by the year."""
    told: list[tuple[int, Percent]] = []
    for segment in known.segments:
        inside = between(known.percents, segment.start, segment.end)
        words = known.text[segment.start : segment.end]
        if inside and len(words) < 1_500 and _LATE.search(words) and not _OTHER.search(words):
            told += [(often, one) for one in inside if (often := _per(known.text, segment, one))]
    if len({one.value for _, one in told}) > _MOST + 1:
        return
    for (often, one), (again, other) in combinations(told, 2):
        if often == again and Fraction(one.value) != Fraction(other.value):
            says = f"the interest on what is paid late is {one.value}% here and {other.value}% there"
            yield Finding(KIND, says, (span(other), span(one)))
            return


def _per(text: str, segment: Segment, one: Percent) -> int:
    """How many times a year a rate is charged; 0 where the words do not say."""
    if PER_YEAR.match(text, one.end):
        return 1
    return 12 if PER_MONTH.match(text, one.end) or _MONTHLY.search(text, segment.start, one.start) else 0
