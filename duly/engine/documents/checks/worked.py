"""A worked example against the percentage it works with: "Thus, on gross sales of $40,000 the royalty is $2,400".

The percentage stands in the example, in the section it names, or close by; the example is wrong where no percentage of
the neighbourhood makes its part of its base.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from duly.engine.documents.checks.facts import Facts, alike, between, phrase, span
from duly.engine.documents.checks.instalments import period_of
from duly.engine.documents.checks.parts import PART
from duly.engine.documents.proposals import Finding, Segment
from duly.engine.documents.values.money import Money, amount_text
from duly.engine.documents.values.numbers import COUNT, count, decimal_text
from duly.engine.documents.values.percents import Percent

_EXAMPLE = phrase(
    r"\b(?:for example|for instance|by way of (?:example|illustration)|to illustrate|as an (?:example|illustration)"
    r"|illustrat\w+|thus|accordingly|hence|e g\b|so that|it follows|in other words)\b"
)
_NOT = phrase(
    r"\b(?:increas\w*|plus|minus|less|exceed\w* by|difference|remaining|excess|tiers?|first|next|deduct\w*"
    r"|subtract\w*|shares\b(?! of)|stock"
    r"|per (?:unit|share|hour|copy)|multipl\w*|times)\b"
)
_PERIODS = phrase(r"\b(?:quarter|monthly fee|quarterly|pro rata|half)\b")
_NOT_SHARED = phrase(r"\b(?:increas\w*|plus|minus|exceed\w*|tiers?|days|months|years)\b")
_FAR, _NEAR, _FEW, _TIMES = 3_000, 500, 3, 20


def worked_findings(known: Facts) -> Iterator[Finding]:
    """Examples that come to something else."""
    for segment in known.segments:
        words = known.text[segment.start : segment.end]
        yield from _counted(known, segment, words)
        inside = between(known.moneys, segment.start, segment.end)
        if len(inside) != 2 or not _EXAMPLE.search(words) or _NOT.search(words):
            continue
        part, base = sorted(inside, key=lambda one: one.amount)
        if part.amount == base.amount or part.currency != base.currency:
            continue
        own = between(known.percents, segment.start, segment.end)
        rates = own or _close(known, segment)
        if rates:
            yield from _compared(known, part, base, rates, bool(_PERIODS.search(words)))


_THING = phrase(rf"(?P<count>{COUNT}) (?:[a-z]{{3,10}} )?(?P<noun>[A-Za-z]{{3,20}}s)\b")
_SMALL = 20


def _counted(known: Facts, segment: Segment, words: str) -> Iterator[Finding]:
    """ "For example, of 40,000 barrels 400 are deducted", where the share near it is another."""
    if not _EXAMPLE.search(words) or _NOT_SHARED.search(words) or between(known.moneys, segment.start, segment.end):
        return
    told = [(many.value, one) for one in _THING.finditer(words) if (many := count(one["count"]))]
    told = [(value, one) for value, one in told if value >= _SMALL]
    rates = between(known.percents, segment.start - _NEAR, segment.end)
    if len(told) != 2 or told[0][1]["noun"].lower() != told[1][1]["noun"].lower() or len(rates) != 1:
        return
    (part, small), (base, large) = sorted(told, key=lambda pair: pair[0])
    comes = base * Fraction(rates[0].value) / 100
    if all(abs(one - part) > 1 for one in (comes, base - comes)) and alike(comes, part, _TIMES):
        low = segment.start
        says = (
            f"{rates[0].value}% of {decimal_text(base)} is {decimal_text(comes)}, the example says {decimal_text(part)}"
        )
        places = ((low + small.start(), low + small.end()), (low + large.start(), low + large.end()))
        yield Finding(PART, says, (*places, span(rates[0])))


def _close(known: Facts, segment: Segment) -> list[Percent]:
    """The percentages about an example, the nearest first."""
    about = between(known.percents, segment.start - _FAR, segment.end + _FAR)
    return sorted(about, key=lambda one: abs(one.start - segment.start))


def _compared(known: Facts, part: Money, base: Money, rates: list[Percent], by_period: bool) -> Iterator[Finding]:
    shares = [Fraction(one.value) / 100 for one in rates]
    often = period_of(known.text, part) or (4 if by_period else 1)
    good = {one / many for one in shares for many in {1, often}}
    good |= {1 - one for one in shares} | {1 + one for one in shares}
    if any(abs(base.amount * one - part.amount) <= 1 for one in good):
        return
    nearest = min(
        [one for one in shares if one > 0][:_FEW] or shares, key=lambda one: abs(base.amount * one - part.amount)
    )
    comes = base.amount * nearest
    if alike(comes, part.amount, _TIMES) and nearest < 1:
        rate = rates[shares.index(nearest)]
        says = f"{rate.value}% of {base.value} is {amount_text(comes)}, the example says {amount_text(part.amount)}"
        yield Finding(PART, says, (span(part), span(base), span(rate)))
