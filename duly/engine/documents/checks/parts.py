"""Percents: of an amount they must make the part that is named with them, of one thing they must make a hundred."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise

from duly.engine.documents.checks.facts import (
    Facts,
    Span,
    adds_up,
    alike,
    between,
    near,
    phrase,
    said_before,
    segment_at,
    span,
)
from duly.engine.documents.checks.things import the_one
from duly.engine.documents.proposals import Finding
from duly.engine.documents.values.money import Money
from duly.engine.documents.values.numbers import decimal_text
from duly.engine.documents.values.percents import Percent

PART = "part differs from percentage"
WHOLE = "percentages differ from the whole"
RATES = "monthly and yearly rate differ"
_OF = phrase(r"\s{0,3}\)?\s{0,3}(?:of|off|from|on)\s{1,4}(?P<what>[^.;$€£]{0,60})")
_ONLY_OF = phrase(r"\s{0,3}\)?\s{0,3}(?:of|off|from|on)\s[^.;]{0,70}")
_THEREOF = phrase(
    r"\s{0,3}\)?\s{0,3}(?:thereof|of (?:such|that|this|the) (?:amount|sum|fee|price|total))\b"
    r"(?! (?:fee|price|amount|cost|value|sum|of)\b)"
)
# What ties a part to its percentage, between the two.
_TIED = phrase(
    r"(?:\A|[\s,(])(?:or|i e,?|that is(?: to say)?,?|being|equal(?:s|ling)?(?: to)?|is|amount(?:s|ing)? to"
    r"|totall?ing|represent(?:s|ing)"
    r"|which (?:is|equals|represents)|corresponding to|=|namely|meaning|making|thus|hence|constituting)[\s(,]{0,4}\Z"
)
_BRACKET = phrase(r"[\s,]{0,3}[(\[]\s{0,3}\Z", re.NOFLAG)
_BOUNDED = phrase(
    r"\b(?:exceed\w*|up to|maximum|minimum|at least|less than|more than|greater|lesser|higher|lower"
    r"|whichever|plus|excess|cap|per\b|above"
    r"|over|under|increase\w*|if|interest)\b"
)
_NAMED = phrase(
    r"(?:the|such|said|its|a|an|total|this|aggregate|full|entire"
    r"|\s)*(?P<name>[A-Za-z][A-Za-z'-]*(?: [A-Za-z'-]+){0,4})"
)
# What stands between a name and its amount, and between an amount and the name it is given.
_GIVEN = phrase(
    r"(?:[\s\"”'’),]{0,5}(?:is|of|shall be|will be|are|equals|equal to|in the amount of|:|amounts? to|amounting to"
    r"|for the [A-Za-z\s]{2,30} (?:is|of)))?(?:[\s-]{1,3}[a-z]{3,9}){0,6}?(?:[\s-](?:u\.?s\.? )?(?:dollars"
    r"|euros))?[\s(]{0,4}"
)
_NAMING = phrase(r"[\s,)]{0,4}\(\s?(?:the|collectively,? the|hereinafter(?: the)?)?\s?[\"“'‘]?")
_NAMED_LATER = phrase(r"\)?[^.;:$€£()\"“”]{0,130}\((?:the|an?) [\"“]", re.NOFLAG)
_REMAINING = phrase(
    r"\b(?:remaining|balance(?: of| \()?|remainder(?: of| \()?"
    r"|other)\s{0,3}(?:[a-z-]{3,12}\s?\(?)?\s{0,3}\Z"
)
_BACK = 450
_STEP = phrase(
    r"\b(?:upon|on|at|when|after|following|within|prior|before|by|sign\w*|deliver\w*|accept\w*|complet\w*"
    r"|final|balance|remain\w*|deposit"
    r"|milestone|execution|down|shipment|commission\w*|start|end|mid-?term|kick-?off|go-?live|due|payable)\b"
)
_SPLIT = phrase(
    r"\b(?:split|shared?|divided|allocat\w*|apportion\w*|distribut\w*|payable (?:as follows|in)"
    r"|paid (?:as follows|in)|payment schedule"
    r"|milestone payments?|payments?(?: terms| schedule)?\s{0,3}:|invoic\w+\s{0,3}:"
    r"|payments?\b[^.;]{0,40}\bas follows|following (?:schedule|milestones|proportions?|percentages?|ratios?|shares)"
    r"|borne|own(?:ed|s)?|held|holds?|contribut\w*|shareholding|paid-up capital|equity capital|ownership)\b"
)
_PAID = phrase(
    r"\b(?:milestones?|payments?|fees?|invoic\w*|price|tranches?|proceeds|profits?|revenues?"
    r"|royalt(?:y|ies))\b"
)
_NO_SUM = phrase(
    r"\b(?:exceed\w*|up to|at least|less than|more than|greater|lesser|minimum|maximum|discount\w*"
    r"|increase\w*|thereafter|interest"
    r"|increment|year|tax\w*|voting|sales (?:of|over|up|between)|units?|if|thereof|per|in excess|over"
    r"|instead|additional)\b"
)
PER_MONTH = phrase(r"\)?\s{0,3}(?:(?:per|a|each|/)\s{0,2}month|monthly)\b")
PER_YEAR = phrase(
    r"\)?\s{0,3}(?:per|a|each|/)\s{0,2}(?:year|annum)|\)?\s{0,3}p a\b|\s{0,3}(?:annual(?:ly)?|yearly)\b"
    r"|\s{0,3}APR\b"
)
_ANNUAL = phrase(
    r"\b(?:annual|yearly)\b(?: percentage)?(?: interest)?(?: rate)?(?: of| is|:)?\s{0,3}\Z|\bAPR(?: of|:)?\s{0,3}\Z"
)
_OTHER_RATE = phrase(r"less|great|high|low|max|plus|then|[.;] ")
# What is a part of a price by its name.
_PARTS = phrase(
    r"\b(?:deposit|down payment|advance|commission|retainer|retention|holdback|escrow|discount|prepayment"
    r"|instal{1,2}ment|first payment"
    r"|initial payment|payment|royalty|share|tranche)\b"
)
_UNIT = phrase(r"\)?\s{0,3}(?:per\b|/|each\b|a (?:month|year|day|unit)|an hour)")
_REACH = 150


def percent_findings(known: Facts) -> Iterator[Finding]:
    """Percentages that do not hold."""
    for one in known.percents:
        if one.sound and 0 < Fraction(one.value) < 100:
            yield from _part(known, one)
    yield from _whole(known)
    yield from _of_one_thing(known)
    yield from _unequal(known)
    yield from _remainders(known)
    yield from _rates(known)


def _part(known: Facts, percent: Percent) -> Iterator[Finding]:
    """The part that stands with a percentage, and what the percentage is of."""
    text = known.text
    of, thereof = _OF.match(text, percent.end), _THEREOF.match(text, percent.end)
    pairs = [*_candidates(known, percent, of if not thereof else None), *_beside(known, percent)]
    for part, base in pairs:
        comes = base.amount * Fraction(percent.value) / 100
        low, high = min(part.start, percent.start), max(part.end, percent.end)
        first, last = min(low, base.start), max(high, base.end)
        # A base in another passage is bounded there by its own words.
        together = last - first < 500 and "\n\n" not in text[first:last]
        words = text[first:last] if together else said_before(text, low, 60) + text[low:high]
        if part.currency != base.currency or part.amount == base.amount or _BOUNDED.search(words):
            continue
        holds = any(near(one, part.amount) for one in (comes, base.amount - comes, base.amount + comes))
        if not holds and alike(comes, part.amount, 12):
            yield adds_up(PART, f"{percent.value}% of {base.value}", comes, part, span(percent), span(base))
        return


def _beside(known: Facts, percent: Percent) -> Iterator[tuple[Money, Money]]:
    """A part and its whole by their places alone: two amounts close to the one percentage between or beside them."""
    text = known.text
    low, high = percent.start - _REACH, percent.end + _REACH
    words = text[max(0, low) : high]
    low += max(words[: percent.start - max(0, low)].rfind("\n\n"), 0)
    amounts = between(known.moneys, low, high)
    others = [one for one in between(known.percents, low, high) if one is not percent]
    if len(amounts) != 2 or others or any(_UNIT.match(text, one.end) for one in amounts):
        return
    part, base = sorted(amounts, key=lambda one: one.amount)
    first, last = min(part.start, percent.start, base.start), max(part.end, percent.end, base.end)
    around = text[first:last]
    named = _PARTS.search(text, max(0, first - 50), last)
    if (
        last - first < 200
        and "\n\n" not in around
        and named
        and (_OF.match(text, percent.end) or _close(text, percent))
    ):
        yield part, base


def _close(text: str, percent: Percent) -> bool:
    """Whether a percentage stands in brackets or behind "at", as that of an amount beside it."""
    before = text[max(0, percent.start - 6) : percent.start]
    return bool(re.search(r"\(\s?\Z|\bat\s{1,3}\Z", before)) or text[percent.end : percent.end + 3].strip()[:1] in (
        "(",
        ":",
    )


def _candidates(known: Facts, percent: Percent, of: re.Match[str] | None) -> Iterator[tuple[Money, Money]]:
    """Pairs of a part and its whole, the surest first."""
    text = known.text
    after = between(known.moneys, percent.end, percent.end + _REACH)
    before = [one for one in between(known.moneys, percent.start - _REACH, percent.start) if one.end <= percent.start]
    first = after[0] if after and of else None
    said = text[percent.end : first.start] if first else ""
    direct = first if first and not _tied(said) and _ONLY_OF.fullmatch(said) else None
    behind = [one for one in after if one is not direct]
    ties = [one for one in behind[:1] if _tied(text[(direct.end if direct else percent.end) : one.start])]
    ties += [one for one in before[-1:] if _tied(text[one.end : percent.start])]
    for part in ties:
        if direct:
            yield part, direct
            continue
        base = _base(known, percent, of, part)
        if base:
            yield part, base


def _tied(words: str) -> bool:
    """Whether the words between make one thing of an amount and a percentage."""
    return len(words) < 90 and not re.search(r"[.;]\s", words) and bool(_TIED.search(words) or _BRACKET.search(words))


def _base(known: Facts, percent: Percent, of: re.Match[str] | None, part: Money) -> Money | None:
    """What a percentage is of, by its name; or the one other amount of the sentence and the one before it."""
    place = segment_at(known, percent.start)
    low, high = known.segments[place].start, known.segments[place].end
    inside = [one for one in between(known.moneys, low, high) if one is not part]
    named = the_one(known, low, high, part)
    if named and not inside:
        return named
    if of and (called := _NAMED.match(of["what"])):
        return amount_named(known, called["name"].split(), part, percent.start)
    for first in (place, max(0, place - 1)):
        inside = between(known.moneys, known.segments[first].start, high)
        others = [one for one in inside if one is not part]
        if others:
            return others[0] if len(others) == 1 else None
    return None


def amount_named(known: Facts, words: Sequence[str], part: Money, at: int) -> Money | None:
    """The amount that a text gives to a name "
    "("the License Fee is $9,000", "$9,000 (the "License Fee")"): the only one, or
    the one of the sentence before a place."""
    text = known.text
    head = [word for word in words if word[:1].isupper()] or list(words[:3])
    if not head or (len(head) == 1 and head[0].lower() not in ("price", "fee", "total", "budget")):
        return None
    pattern = re.compile(r"\s{1,4}".join(map(re.escape, head[:4])) + r"\b")
    found: dict[Fraction, Money] = {}
    for place in pattern.finditer(text):
        for one in between(known.moneys, place.start() - 150, place.end() + 60):
            gap = text[place.end() : one.start] if one.start >= place.end() else ""
            behind = text[one.end : place.start()] if one.end <= place.start() else ""
            if (gap and _GIVEN.fullmatch(gap)) or _NAMING.fullmatch(behind) or _NAMED_LATER.fullmatch(behind):
                found.setdefault(one.amount, one)
    found.pop(part.amount, None)
    close = [one for one in found.values() if 0 < at - one.start < 260] if len(found) > 1 else list(found.values())
    return close[0] if len(close) == 1 else None


def _whole(known: Facts) -> Iterator[Finding]:
    """Percentages that share out one thing, and leave some of it or take more."""
    text, run = known.text, list[Percent]()
    for one in (*known.percents, None):
        if one and run and _goes_on(text[run[-1].end : one.start]):
            run.append(one)
            continue
        if len(run) > 3 and run[-1].value == "100":
            yield from _totalled(run)
        elif len(run) > 1:
            yield from _shared(text, run)
        run = [one] if one else []


_COMPANY = re.compile(r"\b(?:Co|Ltd|Inc|Corp|No|St|Dr|Mr|Ms)\.")


def _goes_on(words: str) -> bool:
    words = _COMPANY.sub(" ", words)
    return len(words) <= _REACH and not re.search(r"\.\s{1,9}[A-Z]|[$€£*=]", words) and not _NO_SUM.search(words)


# "The price of the boat is 40% with the order and 60% when it floats".
_PAYMENT_IS = phrase(
    r"\b(?:payments?|price|fees?|costs?|charges?|sum|amount|consideration)\b[^.;:%]{0,70}\b(?:is|are|be|due|payable|paid)"
    r"(?: (?:due|payable|paid|made|invoiced|billed)){0,2}(?: (?:as to|as follows|at|in))?[\s:(a-z)]{0,6}\Z"
)
_WITH = phrase(r"[^.;]{0,30}\b(?:with|once|against) (?:the|its|an?|each)\b")


def _shared(text: str, run: Sequence[Percent]) -> Iterator[Finding]:
    end = re.search(r"[.;\n]", text[run[-1].end : run[-1].end + 120])
    tail = text[run[-1].end : run[-1].end + (end.start() if end else 120)]
    gaps = [text[one.end : other.start] for one, other in zip(run, run[1:], strict=False)] + [tail]
    before = text[max(0, run[0].start - 160) : run[0].start]
    before = re.split(r"[.;]\s", before)[-1]
    whole = sum((Fraction(one.value) for one in run), Fraction(0))
    steps = sum(bool(_STEP.search(gap)) for gap in gaps)
    rest = re.search(r"\b(?:balance|remain\w*)\b", " ".join(gaps[:-1]) + before)
    many = len(run) > 2 and (steps == len(gaps) or _PAID.search(before + " ".join(gaps)))
    paid = _PAYMENT_IS.search(before) and all(_STEP.search(gap) or _WITH.match(gap) for gap in gaps)
    cued = many or paid or _SPLIT.search(before) or (rest and steps == len(gaps))
    sizes = 80 <= whole <= 130 and whole != 100 and len(run) <= 8
    # What stands before the word that shares out bounds something else: "revenues exceeding $5 shall be shared".
    shares = max((one.end() for one in _SPLIT.finditer(before)), default=0)
    if cued and sizes and not _NO_SUM.search(before[shares:]) and not _NO_SUM.search(tail):
        spans: tuple[Span, ...] = tuple(span(one) for one in run)
        yield Finding(WHOLE, f"the parts make {decimal_text(whole)}%, not the whole", spans)


def _totalled(run: Sequence[Percent]) -> Iterator[Finding]:
    """Percentages of a list that ends with the whole."""
    whole = sum((Fraction(one.value) for one in run[:-1]), Fraction(0))
    if 80 <= whole <= 130 and whole != 100:
        yield Finding(WHOLE, f"the parts make {decimal_text(whole)}%, not the whole", tuple(span(one) for one in run))


_SHARE_OF = phrase(r"\s{0,3}\)?\s{0,3}of (?P<what>(?:all|the|any|such) [A-Za-z -]{6,60}?)(?=[,.;]| and\b)")


def _of_one_thing(known: Facts) -> Iterator[Finding]:
    """ "Maker receives 50% of all Net Revenue, and Client 60% of all Net Revenue"."""
    for one, other in pairwise(known.percents):
        gap = known.text[one.end : other.start]
        first, again = _SHARE_OF.match(known.text, one.end), _SHARE_OF.match(known.text, other.end)
        joined = first and re.search(r",? and\b", gap) and not re.search(r"[.;]\s", gap) and not _NO_SUM.search(gap)
        if not first or not again or not joined or first["what"].split() != again["what"].split():
            continue
        whole = Fraction(one.value) + Fraction(other.value)
        if 100 < whole <= 150 and max(Fraction(one.value), Fraction(other.value)) < 100:
            says = f"the parts make {decimal_text(whole)}%, not the whole"
            yield Finding(WHOLE, says, (span(other), span(one)))


_EQUALLY = phrase(
    r"\b(?:equally|in equal (?:shares|parts|proportions|portions)|fifty-fifty)\b[^.;%\d]{0,30}?"
    r"(?<![\d.])(?P<first>\d{1,2}(?:\.\d{1,2})?)\s?%?\)?(?:\s{0,2}[/:-]\s{0,2}|[^.;%\d]{0,40}\band [^.;%\d]{0,30}?)"
    r"(?P<second>\d{1,2}(?:\.\d{1,2})?)\s?(?:%|percent)"
)


def _unequal(known: Facts) -> Iterator[Finding]:
    """ "Shared equally (60%/40%)"."""
    for found in _EQUALLY.finditer(known.text):
        if Fraction(found["first"]) != Fraction(found["second"]):
            says = f"{found['first']}% and {found['second']}% are not equal"
            yield Finding(WHOLE, says, ((found.start("first"), found.end()),))


def _remainders(known: Facts) -> Iterator[Finding]:
    """ "80% on delivery ... The remaining 25%", where no run of the percentages before it makes the whole with it."""
    text = known.text
    for one in known.percents:
        words = text[max(0, one.start - 40) : one.start]
        low = max(0, one.start - _BACK)
        before = between(known.percents, low, one.start)
        if not _REMAINING.search(words) or not before or one.value == "100":
            continue
        low = before[0].start
        if _NO_SUM.search(text, low, one.end + 50) or "$" in text[low : one.end]:
            continue
        rest = 100 - Fraction(one.value)
        parts = [Fraction(part.value) for part in before]
        if any(sum(parts[first:last]) == rest for last in range(1, len(parts) + 1) for first in range(last)):
            continue
        whole = parts[-1] + Fraction(one.value)
        if whole == 100 or not 60 <= whole <= 150:
            continue
        says = f"{decimal_text(parts[-1])}% and the remaining {one.value}% are not the whole"
        yield Finding(WHOLE, says, (span(one), span(before[-1])))


def _rates(known: Facts) -> Iterator[Finding]:
    """Interest by the month and by the year that are told as one rate."""
    text = known.text
    for month, year in zip(known.percents, known.percents[1:], strict=False):
        words = text[month.end : year.start]
        if len(words) > 60 or _OTHER_RATE.search(words) or not PER_MONTH.match(text, month.end):
            continue
        if not PER_YEAR.match(text, year.end) and not _ANNUAL.search(words):
            continue
        twelve = Fraction(month.value) * 12
        if abs(twelve - Fraction(year.value)) > Fraction(1, 2) and not _compounds(
            Fraction(month.value), Fraction(year.value)
        ):
            says = f"12 times {month.value}% is {decimal_text(twelve)}%, the contract says {year.value}% a year"
            yield Finding(RATES, says, (span(month), span(year)))


def _compounds(month: Fraction, year: Fraction) -> bool:
    """Whether a yearly rate is the monthly one with interest on interest."""
    return abs(((1 + month / 100) ** 12 - 1) * 100 - year) < Fraction(1) / 10
