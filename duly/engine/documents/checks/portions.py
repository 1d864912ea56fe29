"""Parts of a number that is told, as a fraction or "of which": "one third of the units (4,000)", "of which 30% ($900)".

A fraction is of the amount or of the things that the words behind it name; "of which" takes up the number before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from duly.engine.documents.checks.facts import Facts, Span, alike, between, phrase, segment_at, span
from duly.engine.documents.checks.parts import PART, amount_named
from duly.engine.documents.checks.things import the_one
from duly.engine.documents.proposals import Finding
from duly.engine.documents.values.money import Money
from duly.engine.documents.values.numbers import decimal_text

_ABOVE = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "a": 1}
_BELOW = {
    word: number
    for number, words in {
        2: "half halves",
        3: "third thirds",
        4: "quarter quarters fourth fourths",
        5: "fifth fifths",
        6: "sixth sixths",
        8: "eighth eighths",
        10: "tenth tenths",
        12: "twelfth twelfths",
    }.items()
    for word in words.split()
}
_FRACTION = phrase(
    rf"(?<![\w/.,-])(?:(?P<above>one|two|three|four|five|a)[\s-]{{1,3}}(?P<below>{'|'.join(_BELOW)})"
    r"(?: \(\d{1,2}/\d{1,3}(?:th|rd|nd|s|ths)?\))?|half|(?P<up>\d{1,2})/(?P<down>\d{1,3})(?:th|rd|nd|ths|s)?)"
    r"(?=\)?,? of (?:which|the|such|these|those|all|its|this|that)\b)"
)
_TIE = (
    r"(?:being|or|that is(?: to say)?,?|namely,?|equal to|i e,?|which is"
    r"|amounting to|equal{1,2}ing|approximately|about)"
)
_OF = phrase(
    r"\)?,? of (?:which|(?:the|such|these|those|all|its|this|that)(?: the)? (?P<what>[A-Za-z][\w'’ -]{2,70}?))"
    rf"(?:,? (?:amount|sum|number))?(?:, (?!{_TIE})[a-z ]{{3,40}}?){{0,3}}"
    rf"[\s,]{{0,3}}(?:\(|,? ?{_TIE}\s)\s{{0,3}}(?:{_TIE}\s){{0,2}}"
)
_COUNT = re.compile(r"(?P<count>\d{1,3}(?:,\d{3})+|\d{2,9})(?![\d%/]|[.,]\d|\s?(?:%|percent|days|months|years|hours))")
_NUMBER = re.compile(r"(?<![\w$€£.,/-])(?P<count>\d{1,3}(?:,\d{3})+|\d{2,9})(?![\d%,/]|\.\d)\)?\s{1,4}")
_BOUNDED = phrase(
    r"\b(?:exceed\w*|up to|maximum|minimum|at least|less than|more than|greater|lesser|higher|lower|plus|excess|cap|if"
    r"|remaining|balance|increase\w*|interest)\b"
)
# Parts are rounded to whole units, and small ones less.
_ROUNDED = 50
_BACK, _FAR, _NEAR, _LONG, _LEAST, _TIMES = 220, 1_500, 80, 4, 10, 12


def portion_findings(known: Facts) -> Iterator[Finding]:
    """Parts that their fraction does not make."""
    for share, start, end in _portions(known):
        of = _OF.match(known.text, end)
        if not of:
            continue
        part = next(iter(between(known.moneys, of.end(), of.end() + 1)), None)
        if part:
            yield from _of_amount(known, share, (start, end), of, part)
        elif many := _COUNT.match(known.text, of.end()):
            yield from _of_things(known, share, (start, end), of, many)


def _portions(known: Facts) -> Iterator[tuple[Fraction, int, int]]:
    """The fractions of a text, and the percents that are "of which"."""
    for one in _FRACTION.finditer(known.text):
        above = int(one["up"]) if one["up"] else _ABOVE[(one["above"] or "one").lower()]
        below = int(one["down"]) if one["down"] else _BELOW[(one["below"] or "half").lower()]
        if 0 < above < below:
            yield Fraction(above, below), one.start(), one.end()
    for percent in known.percents:
        if percent.sound and 0 < Fraction(percent.value) < 100 and _WHICH.match(known.text, percent.end):
            yield Fraction(percent.value) / 100, percent.start, percent.end


_WHICH = phrase(r"\)?,? of which\b")


def _of_amount(known: Facts, share: Fraction, place: Span, of: re.Match[str], part: Money) -> Iterator[Finding]:
    """ "Client pays $90,000, one third of which ($30,000) is due at signing"."""
    low = max(0, place[0] - _BACK)
    begins = max((one.end() for one in re.finditer(r"[.;]\s|\n\s*\n", known.text[low : place[0]])), default=0) + low
    before = [one for one in between(known.moneys, begins, place[0]) if one.end <= place[0]]
    base = before[-1] if before else None
    if of["what"]:
        base = _called(known, of["what"], part, place[0])
    if not base or base.currency != part.currency or _BOUNDED.search(known.text, begins, part.end):
        return
    yield from _compared(share, place, base.amount, part.amount, (span(part), span(base)))


def _called(known: Facts, what: str, part: Money, at: int) -> Money | None:
    """The amount of a thing by its name; else the one just before that shares a word with it."""
    segment = known.segments[segment_at(known, at)]
    named = amount_named(known, what.split(), part, at) or the_one(known, segment.start, segment.end, part)
    if named:
        return named
    before = between(known.moneys, max(segment.start, at - _BACK), at)
    words = known.text[max(0, before[0].start - _NEAR) : before[0].start].lower() if len(before) == 1 else ""
    return before[0] if any(len(word) > _LONG and word in words for word in what.lower().split()) else None


def _of_things(known: Facts, share: Fraction, place: Span, of: re.Match[str], many: re.Match[str]) -> Iterator[Finding]:
    """ "40,000 shares are issued ... one fourth of the shares (10,000) vests"."""
    part, low = Fraction(many["count"].replace(",", "")), max(0, place[0] - (_FAR if of["what"] else _BACK))
    noun = of["what"].split()[-1].lower() if of["what"] else ""
    if noun and not noun.endswith("s"):
        return
    told: dict[Fraction, Span] = {}
    for one in _NUMBER.finditer(known.text, low, place[0]):
        behind = known.text[one.end() : one.end() + 60].lower()
        if re.match(rf"(?:[a-z-]+\s{{1,4}}){{0,3}}{re.escape(noun)}\b" if noun else r"[a-z-]{3,20}s\b", behind):
            told[Fraction(one["count"].replace(",", ""))] = one.span("count")
    sentence = known.text[max(low, place[0] - _BACK // 2) : many.end()]
    if len(told) == 1 and part >= _LEAST and not _BOUNDED.search(re.split(r"[.;]\s", sentence)[-1]):
        base, at = next(iter(told.items()))
        yield from _compared(share, place, base, part, (many.span("count"), at))


def _compared(
    share: Fraction, place: Span, base: Fraction, part: Fraction, spans: tuple[Span, Span]
) -> Iterator[Finding]:
    comes = base * share
    if base > part and abs(comes - part) > min(Fraction(1), part / _ROUNDED) and alike(comes, part, _TIMES):
        how = f"{share.numerator}/{share.denominator} of {decimal_text(base)} is {decimal_text(_cents(comes))}"
        yield Finding(PART, f"{how}, the contract says {decimal_text(part)}", (*spans, place))


def _cents(amount: Fraction) -> Fraction:
    """An amount to the cent: a third has no end in decimals."""
    return Fraction((amount * 200 + 1) // 2, 100)
