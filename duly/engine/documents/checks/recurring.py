"""What comes to a total over some months or payments, where the amount of each stands in another sentence.

"The monthly fee is $450 ... The fees for the first six months come to $2,900", and "twelve instalments, the first
now and one in each of the next eight months".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from duly.engine.documents.checks.facts import Facts, adds_up, alike, between, near, phrase, span
from duly.engine.documents.checks.instalments import KIND, period_of
from duly.engine.documents.checks.things import the_one
from duly.engine.documents.proposals import Finding, Segment
from duly.engine.documents.values.money import Money
from duly.engine.documents.values.numbers import COUNT, count, decimal_text

_TIMES = phrase(
    rf"(?P<count>{COUNT}) (?:(?!of\b)[a-z-]{{2,14}},? ){{0,3}}"
    r"(?P<unit>months?|month|quarters?|years?|(?:monthly |quarterly |annual )?(?:instal{1,2}ments|payments|amounts"
    r"|invoices))\b"
)
_SUMS = phrase(
    r"\b(?:total\w*|aggregat\w*|in all|altogether|sum(?:s|med)? (?:of|to)|amount(?:s|ing)?(?: together)? to|comes? to"
    r"|equals?)\b"
)
_NOT = phrase(
    r"\b(?:exceed\w*|up to|at least|maximum|more than|less than|increas\w*|discount\w*|insurance|plus|in "
    r"addition"
    r"|sales|revenues?|if|unless|penalt\w*|damages|liabilit\w*|shares?)\b"
)
_RECURS = {12: ("month", "instal", "payment", "amount", "invoice"), 4: ("quarter", "instal", "payment"), 1: ("year",)}
_WORD = re.compile(r"[A-Za-z]{4,}")
_PLAIN = frozenset(
    "shall will paid amount amounts total aggregate month months monthly year years quarterly annual period initial "
    "each "
    "equal installments instalments payments payment with from this that agreement section such under respect which "
    "payable pursuant company customer first term during over".split()
)
_FAR, _NEXT, _TIMES_MOST = 2_500, 500, 3


# How long an amount is told for: "in twelve months", "over the first full year", "any four anniversaries".
_LONG = phrase(
    rf"\b(?P<count>{COUNT})[ -](?:(?:full|whole|contract|calendar|consecutive|successive|such|equal) ){{0,2}}"
    r"(?P<unit>months?|quarters?|years?|anniversar(?:y|ies))\b"
    r"|\b(?:first|one|full|entire|each|a|per|second|third|whole|any|contract|calendar)[ -](?:(?:full|contract|calendar"
    r"|whole) ){0,2}(?P<year>year)\b"
)
_OVER = phrase(
    r"\b(?:received|over|across|throughout|during|making up|accru\w*|worth|yields?|pay(?:s|ing|ments)?|paid|cost\w*)\b"
)


def recurring_findings(known: Facts) -> Iterator[Finding]:
    """Totals over months or payments that the amount of each does not make, and payments that are too few."""
    for number, segment in enumerate(known.segments):
        yield from _too_few(known, number, segment)
        inside = between(known.moneys, segment.start, segment.end)
        words = known.text[segment.start : segment.end]
        if len(inside) != 1 or _NOT.search(words) or _per(known.text, inside[0]):
            continue
        if _SUMS.search(words):
            counts = [one for one in _TIMES.finditer(known.text, segment.start, segment.end) if count(one["count"])]
            times = {found.value for one in counts if (found := count(one["count"]))}
            if len(times) == 1 and 1 < max(times) <= 120:
                yield from _against_each(known, segment, inside[0], max(times), counts[0])
        if _SUMS.search(words) or _OVER.search(words):
            yield from _against_thing(known, segment, inside[0])


def _against_thing(known: Facts, segment: Segment, total: Money) -> Iterator[Finding]:
    """A total over a time against the amount by the month, quarter or year of the thing that is named with it."""
    each = the_one(known, segment.start, segment.end, total)
    told = list(_LONG.finditer(known.text, segment.start, segment.end))
    often = _per(known.text, each) if each else 0
    many = count(told[0]["count"]) if len(told) == 1 and told[0]["count"] else None
    if not each or not often or len(told) != 1 or (told[0]["count"] and not many):
        return
    unit = (told[0]["unit"] or "year")[0].lower()
    times = (many.value if many else Fraction(1)) * Fraction(often, _HOW[unit])
    comes = each.amount * times
    within = max(1, int(times) // 2)
    if times >= 1 and not near(comes, total.amount, within) and alike(comes, total.amount, _TIMES_MOST):
        how = f"{decimal_text(times)} times {each.value}"
        yield adds_up(KIND, how, comes, total, span(each), told[0].span())


def _against_each(
    known: Facts, segment: Segment, total: Money, times: Fraction, told: re.Match[str]
) -> Iterator[Finding]:
    """A total against the amounts by the month, quarter or year that have its name."""
    unit = told["unit"].lower().rsplit(" ", 1)[-1].rstrip("s")
    often = next((many for many, units in _RECURS.items() if unit.startswith(units)), 0)
    names = _names(known.text[segment.start : segment.end])
    each = [
        one
        for one in between(known.moneys, total.start - _FAR, total.end + _FAR)
        if one is not total
        and one.currency == total.currency
        and _per(known.text, one) == often
        and names & _names(known.text[max(0, one.start - 90) : one.end + 60])
    ]
    within = max(1, int(times) // 2)
    if not each or any(near(one.amount * times, total.amount, within) for one in each):
        return
    one = min(each, key=lambda it: abs(it.start - total.start))
    if len({it.amount for it in each}) == 1 and alike(one.amount * times, total.amount, _TIMES_MOST):
        place = told.span("count")
        yield adds_up(KIND, f"{decimal_text(times)} times {one.value}", one.amount * times, total, span(one), place)


_MONTHLY = phrase(r"\b(?P<how>monthly|quarterly|annual|yearly) (?:[A-Za-z-]+ ){0,5}(?:of|is|be|:|amount of|at) \(?\Z")
_FOR_EACH = phrase(
    r"[\s)]{0,3}(?:for|in|during) each of the [^.;$€£]{0,40}?\b(?P<how>months|quarters|years)\b"
    r"|[^.;$€£]{0,110}\beach anniversary\b"
)
_HOW = {"m": 12, "q": 4, "a": 1, "y": 1}


def _per(text: str, one: Money) -> int:
    found = _MONTHLY.search(text, max(0, one.start - 80), one.start) or _FOR_EACH.match(text, one.end)
    return period_of(text, one) or (_HOW[(found["how"] or "year")[0].lower()] if found else 0)


def _names(words: str) -> frozenset[str]:
    return frozenset(word.lower().rstrip("s") for word in _WORD.findall(words)) - _PLAIN


_PAID = phrase(
    rf"\b(?P<count>{COUNT}) (?:equal |consecutive |successive |[a-z-]{{4,12}} ){{0,3}}(?:instal{{1,2}}ments|payments)\b"
)
_REST = phrase(
    rf"\b(?:remain\w*|rest|balance|thereafter|subsequent)\b[^.;]{{0,160}}\b(?:each|every|first day|last "
    rf"day)[^.;]{{0,30}} (?:of )?(?:the )?"
    rf"(?:next|following|succeeding|subsequent|remaining|ensuing) (?P<count>{COUNT})"
    r" (?:calendar |successive |consecutive )*(?:months|quarters|years|anniversaries)\b"
)


def _too_few(known: Facts, number: int, segment: Segment) -> Iterator[Finding]:
    """ "in twelve instalments ... the remainder in each of the next eight months"."""
    planned = _PAID.search(known.text, segment.start, segment.end)
    many = count(planned["count"]) if planned else None
    if not planned or not many or many.value < 3:
        return
    end = known.segments[min(number + 2, len(known.segments) - 1)].end
    rest = _REST.search(known.text, planned.end(), min(end, segment.end + _NEXT))
    others = count(rest["count"]) if rest else None
    if rest and others and others.value not in (many.value, many.value - 1) and others.value < many.value * 3:
        says = f"{decimal_text(many.value)} payments, of which {decimal_text(others.value)} follow the first"
        yield Finding(KIND, says, (planned.span("count"), rest.span("count")))
