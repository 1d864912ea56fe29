"""Numbers of things against the percents and prices that they are made of.

"Thirty-five percent [28,755] of the units", where another percent of the same units makes them fewer, and "$8,600 (19
hours at the agreed rate)", where the rate stands in another clause.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from duly.engine.documents.checks.facts import Facts, adds_up, alike, between, phrase, span
from duly.engine.documents.checks.parts import PART
from duly.engine.documents.checks.rates import KIND as PRICED
from duly.engine.documents.proposals import Finding, Segment
from duly.engine.documents.values.money import Money, amount_text
from duly.engine.documents.values.numbers import COUNT, count, decimal_text
from duly.engine.documents.values.percents import Percent

# "35% [28,755] of the RSUs", "10% of the impressions guaranteed for the first year, being 450,000".
_BRACKETED = phrase(
    r"\s{0,3}\)?\s{0,3}[\[(]\s?(?P<count>\d{1,3}(?:,\d{3})+|\d{3,9})(?: [a-z]{3,14})?\s?[\])] of (?:the|such|its)"
    r" (?P<noun>[A-Za-z][\w-]{2,24})"
)
_BEING = phrase(
    r"\s{0,3}\)?\s{0,3}of (?:the |all |such |its )?(?:total |aggregate )?[\"“]?(?P<noun>[A-Za-z][\w-]{2,24})[\"”]?"
    r"(?P<of>[^.;%$€£]{0,110}?)(?:,| \(|—|–) ?(?:being|i e,?|that is(?: to say)?,?|namely|or|equal to|which is"
    r"|amounting to)"
    rf" (?P<count>{COUNT})(?! (?:days|months|years|hours|percent)|%)\)?(?: (?P<unit>[A-Za-z]{{3,20}})\b)?"
)
_UNLIKE = phrase(r"\b(?:at least|more than|less than|up to|exceed\w*|minimum|maximum|additional|greater|lesser|over)\b")
_STEMS, _LEAST, _TIMES, _BASES = 5, 20, 6, 8


def counted_findings(known: Facts) -> Iterator[Finding]:
    """Counts that do not fit."""
    yield from _one_base(known)
    yield from _of_count(known)
    yield from _at_the_rate(known)


@dataclass(frozen=True, slots=True)
class _Share:
    """A percent of some things, told as a number of them too."""

    percent: Percent
    value: Fraction
    noun: str
    unit: str
    place: tuple[int, int]


def _shares(known: Facts, pattern: re.Pattern[str]) -> Iterator[_Share]:
    for one in known.percents:
        found = pattern.match(known.text, one.end)
        many = count(found["count"]) if found else None
        if found and many and one.sound and Fraction(one.value) > 0 and many.value >= _LEAST:
            unit = (found.groupdict().get("unit") or found["noun"])[:_STEMS]
            yield _Share(one, many.value, found["noun"].lower()[:_STEMS], unit.lower(), found.span("count"))


def _one_base(known: Facts) -> Iterator[Finding]:
    """Percents and numbers of one thing that come from different wholes."""
    told = list(_shares(known, _BRACKETED))
    for one in told:
        others = [it for it in told if it.noun == one.noun and it is not one and abs(it.place[0] - one.place[0]) < 900]
        wholes = [it.value * 100 / Fraction(it.percent.value) for it in others]
        if len(others) < 2 or not all(alike(whole, wholes[0], 1) or _close(whole, wholes[0]) for whole in wholes):
            continue
        comes = wholes[0] * Fraction(one.percent.value) / 100
        if abs(comes - one.value) > max(Fraction(2), comes / 50):
            others_say = decimal_text(Fraction(comes.numerator // comes.denominator))
            says = f"{one.percent.value}% is {decimal_text(one.value)}, and by the others {others_say}"
            yield Finding(PART, says, (one.place, span(one.percent), others[0].place))


def _close(one: Fraction, other: Fraction) -> bool:
    return abs(one - other) * 50 <= other


def _of_count(known: Facts) -> Iterator[Finding]:
    """A percent of things that the contract counts elsewhere."""
    for one in _shares(known, _BEING):
        words = known.text[one.percent.start : one.place[1]]
        if _UNLIKE.search(words):
            continue
        near = re.compile(
            rf"(?P<count>{COUNT})\s{{1,40}}(?:[\w-]{{2,14}}\s{{1,40}}){{0,2}}[\"“]?(?:{re.escape(one.noun)}"
            rf"|{re.escape(one.unit)})",
            re.IGNORECASE,
        )
        bases = [
            (many.value, found.span("count"))
            for found in near.finditer(known.text)
            if (many := count(found["count"])) and not one.percent.start <= found.start() < one.place[1] + 1
        ]
        share = Fraction(one.percent.value) / 100
        if not 0 < len({base for base, _ in bases}) <= _BASES or any(
            abs(base * share - one.value) <= 1 for base, _ in bases
        ):
            continue
        base, place = min(bases, key=lambda it: max(it[0] * share / one.value, one.value / (it[0] * share)))
        if alike(base * share, one.value, _TIMES):
            says = (
                f"{one.percent.value}% of {decimal_text(base)} is {decimal_text(base * share)},"
                f" the contract says {decimal_text(one.value)}"
            )
            yield Finding(PART, says, (one.place, span(one.percent), place))


_UNIT = r"(?P<unit>hour|day|week|unit|session|visit|head|seat|user|copy|ton|mile)"
_HOURS = phrase(rf"(?P<count>{COUNT}) (?:[a-z-]{{3,12}} )?{_UNIT}s?\b")
_AT_RATE = phrase(r"\b(?:at|times|x|by|multiplied by|@) [^.;$€£()]{0,50}\b(?:rates?|price|fee)\b|\bhourly rate\b")
_RATE_OF = phrase(
    r"\s{0,3}\)?\s{0,3}(?:US|USD)?\s{0,3}(?:per|/|an|a|each|for (?:each|every|an|a)) ?(?:[a-z-]{3,12} )?"
    rf"{_UNIT}\b"
)
_RATE_BEFORE = phrase(r"\b(?P<unit>hour|dai|week)ly (?:[a-z]+ ){0,2}(?:of|is|at|:)\s{0,3}\Z")
_FAR_RATE = 160


def _at_the_rate(known: Facts) -> Iterator[Finding]:
    """An amount that is told as so many hours at a rate which stands elsewhere."""
    rates: dict[str, set[Fraction]] = {}
    first: dict[str, Money] = {}
    for money in known.moneys:
        if unit := _unit_of(known.text, money):
            rates.setdefault(unit, set()).add(money.amount)
            first.setdefault(unit, money)
    for segment in known.segments if rates else ():
        yield from _by_rate(known, segment, rates, first)


def _unit_of(text: str, money: Money) -> str:
    found = _RATE_OF.match(text, money.end) or _RATE_BEFORE.search(text, max(0, money.start - 60), money.start)
    return found["unit"].lower().replace("dai", "day") if found else ""


def _by_rate(
    known: Facts, segment: Segment, rates: dict[str, set[Fraction]], first: dict[str, Money]
) -> Iterator[Finding]:
    inside = between(known.moneys, segment.start, segment.end)
    words = known.text[segment.start : segment.end]
    if len(inside) != 1 or _unit_of(known.text, inside[0]) or len(words) > 700:
        return
    total = inside[0]
    counts = [
        (many.value, found)
        for found in _HOURS.finditer(known.text, segment.start, segment.end)
        if (many := count(found["count"])) and abs(found.start() - total.start) < _FAR_RATE
    ]
    if len(counts) != 1 or not _AT_RATE.search(words) or _UNLIKE.search(words):
        return
    times, found = counts[0]
    unit = found["unit"].lower()
    if len(rates.get(unit, ())) != 1 or first[unit].currency != total.currency:
        return
    comes = times * first[unit].amount
    if abs(comes - total.amount) > 1 and alike(comes, total.amount, 4):
        how = f"{decimal_text(times)} {unit}s at {amount_text(first[unit].amount)}"
        yield adds_up(PRICED, how, comes, total, found.span("count"), span(first[unit]))
