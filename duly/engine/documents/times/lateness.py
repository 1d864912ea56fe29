"""What lateness costs: `late_fee`."""

from __future__ import annotations

import re

from duly.engine.documents.proposals import Value
from duly.engine.documents.text.passages import Candidate, Passage, Prepared, led_from, phrase, unsound
from duly.engine.documents.text.places import dry
from duly.engine.documents.values.percents import Percent, percents

_CHARGE = phrase(
    r"\binterest\b|late (?:payment )?(?:fee|charge|penalt)|finance charge|service charge|late[- ]payment|"
    r"carrying charge|overdue|past[- ]due|delinquen|penalty|\blate\b|arrears|unpaid"
)
_LATELY = phrase(
    r"\blate\b|overdue|past[- ]due|delinquen|unpaid|not (?:been )?(?:paid|received|made|remitted)|when due|"
    r"outstanding|arrears|after (?:the )?due|fail(?:s|ed|ure)?|default|until (?:paid|payment)|"
    r"due date|date (?:such |when )?(?:\w{1,12} ){0,3}due|underpay|amounts? due|late payment|balance"
)
_NOT_LATE = phrase(
    r"minority|ownership|equity|voting|net sales|royalt(?:y|ies) (?:of|equal|at)|commission|interest in|"
    r"discount of|shares|tax(?:es)? at"
)
_PER = (
    r"(?:per|a|each|every|for each|for every|/)(?: calendar| full(?: or partial)?(?: calendar)?| or (?:portion|part|"
    r"fraction) of a)? ?(?P<unit>month|annum|year|day|week|quarter|anum)"
    r"|(?P<adverb>monthly|annual(?:ly)?|yearly|per annum|daily|weekly|p\.a\.)|(?P<thirty>per (?:thirty|"
    r"30)[^.;]{0,8} days?)"
)
_PER_AFTER = phrase(
    rf"^[\s,)]{{0,6}}(?:\([^)]{{0,30}}\) ?)?(?:interest |simple interest |compound(?:ed)? interest |"
    rf"service charge |late (?:fee|charge) |of (?:the |such )?[\w ]{{1,50}}? |charge |on [\w ]{{1,60}}? |"
    rf"compounded )?{_PER}"
)
_PER_BEFORE = phrase(
    r"\b(?P<adverb>monthly|annual|yearly|daily|per annum|per month|weekly)(?: (?:interest|finance|service|late|"
    r"percentage|carrying))?(?: (?:rate|charge|fee|interest))?(?: (?:rate))?(?: of| equal to|"
    r" at)?(?: the)?(?: rate of)?(?: the lesser of)?[\s:(a-z]{0,12}$"
)
_PRIME = (
    r"(?P<over>(?:u\.?s\.? )?prime(?: (?:lending |interest )?rate)?|libor|base rate|federal funds rate|bank rate|"
    r"treasury|euribor)"
)
_OVER = phrase(
    rf"^[\s,)]{{0,4}}(?:per annum |per year |points? |interest )?(?:over|above|in excess of|plus|greater than|"
    r"higher than)(?: the| its| then| current| published| applicable| of| rate| prevailing|"
    rf" [\w’'.]{{1,16}}){{0,6}}? {_PRIME}"
)
_PRIME_PLUS = phrase(rf"{_PRIME}(?: [\w,’'.()\"“”]{{1,20}}){{0,14}}? ?(?:plus|\+|and) ?(?:an additional )?$")
_AT_PRIME = phrase(
    r"\b(?:at|equal to|of|be) (?P<said>(?:(?:an?|the|its|then|current|annual|interest|rate|published|prevailing|"
    rf"[\w’']{{2,16}}['’]s|of|equal|to) ){{0,8}}?{_PRIME})\b"
)
_AT_NAMED = phrase(
    r"\b(?:interest|late (?:payment )?(?:charge|fee))[^.;]{0,120} at (?:the |a rate equal to the )?"
    r"(?P<name>(?-i:[A-Z][a-z]{2,14})(?: (?-i:[A-Z][a-z]{2,14})){0,3} (?-i:Rate))\b"
)
# "A five percent late fee": charged once.
_ONCE = phrase(r"^ (?:of [\w ]{1,40} as a )?late (?:payment )?(?:fee|charge|penalty|surcharge)")
_ONCE_BEFORE = phrase(
    r"\blate (?:payment )?(?:fee|charge|penalty|surcharge)s? (?:(?:equal|amounting) to|of|in the amount of|"
    r"at) (?:up to )?$"
)
_AT_MOST = phrase(
    r"\b(?:interest|late (?:payment )?(?:fee|charge)s?|finance charges?)\b[^.;%]{0,120}? (?:at|of|equal to) the "
    r"(?P<said>(?:(?:maximum|highest) (?:lawful|legal) (?:interest )?rate|(?:maximum|"
    r"highest) (?:applicable )?(?:interest )?rate"
    r"(?: of interest)? (?:then )?(?:permitted|allowed|allowable|permissible)(?: (?:by|under) (?:applicable )?law)?))"
)
_SAYS_LATE = phrase(r"interest|late|finance charge|service charge|penalt")
_ADVERBS = {"monthly": "P1M", "daily": "P1D", "weekly": "P1W", "per month": "P1M"}
_UNITS = {"month": "P1M", "day": "P1D", "week": "P1W", "quarter": "P3M"}


def late_fees(page: Prepared) -> list[Candidate]:
    """What a text charges on money that is paid late."""
    return [one for passage in page.passages for one in _late_fees(page, passage)]


def _late_fees(page: Prepared, passage: Passage) -> list[Candidate]:
    """A percent a month or a year on what is paid late."""
    text = page.text
    first = led_from(text, passage)
    if not _CHARGE.search(text, first, passage.end):
        return []
    lately = bool(_LATELY.search(text, first, passage.end))
    found = []
    percents = page.percents_in(passage.start, passage.end)
    if not percents:
        return _at_prime(text, passage) if lately else []
    for place, one in enumerate(percents):
        until = percents[place + 1].start if place + 1 < len(percents) else passage.end
        before = text[max(first, one.start - 240) : one.start]
        after = text[one.end : min(until, one.end + 160)]
        found.append(_late_fee(one, before, after, lately))
    return _first_of_each(found)


def _at_prime(text: str, passage: Passage) -> list[Candidate]:
    """Interest at the rate of a bank, without a figure."""
    at = _AT_PRIME.search(text, passage.start, passage.end)
    if at and _SAYS_LATE.search(text, max(passage.start, at.start() - 200), at.end()):
        value: Value = {"percent": _reference(at["over"]), "period": "P1Y"}
        return [Candidate("late_fee", value, *at.span("said"), 76)]
    most = _AT_MOST.search(text, passage.start, passage.end)
    if most:
        value = {"percent": dry(most["said"])}
        return [Candidate("late_fee", value, *most.span("said"), 76)]
    named = _AT_NAMED.search(text, passage.start, passage.end)
    meant = named and re.search(
        rf"[\"“]{re.escape(named['name'])}[\"”]\s{{1,4}}(?:shall\s{{1,4}})?means?\s(?P<words>(?:[^.;]|(?<=[A-Z])\.){{4,300}})",
        text,
    )
    return _defined(meant["words"], *named.span("name")) if named and meant else []


def _defined(words: str, start: int, end: int) -> list[Candidate]:
    """ "Interest at the Default Rate", which is defined elsewhere as the rate of a bank, and so much more."""
    over = re.search(_PRIME.replace(" ", r"\s{1,4}"), words, re.IGNORECASE)
    more = percents(words)
    if not over or len(more) > 1:
        return []
    value: dict[str, Value] = {"percent": more[0].value if more else _reference(over["over"])}
    value |= {"over": _reference(over["over"])} if more else {}
    return [Candidate("late_fee", value | {"period": "P1Y"}, start, end, 76)]


def _late_fee(one: Percent, before: str, after: str, lately: bool) -> Candidate:
    """A percent as the price of lateness, with what it is charged for and on top of what rate."""
    period, tail = charged_per(before, after)
    ahead = _PER_BEFORE.search(before) if period and not tail else None
    behind = _OVER.search(after)
    over = behind or _PRIME_PLUS.search(before)
    points = 20 + (28 if period else 0) + (20 if lately else -20) + (16 if over else 0)
    points += 20 if _SAYS_LATE.search(before[-150:] + after[:60]) else 0
    points -= 30 if _NOT_LATE.search(before[-60:] + after[:60]) else 0
    once = not period and not over and (_ONCE.search(after) or _ONCE_BEFORE.search(before))
    points += 30 if once else 0 if period or over else -25
    value: dict[str, Value] = {"percent": one.value}
    if over:
        value["over"] = _reference(over["over"])
    if period or over:
        value["period"] = period or "P1Y"
    start = one.start - len(before) + ahead.start() if ahead else one.start
    end = one.end + max(tail, behind.end() if behind else 0)
    return Candidate("late_fee", value, start, end, max(min(points, 98), 0), unsound(one))


def _reference(words: str) -> str:
    return "prime rate" if "prime" in words.lower() else " ".join(words.lower().split())


def charged_per(before: str, after: str) -> tuple[str, int]:
    """For what time a percent is charged, and where behind it the words end; 0 where they stand before it."""
    behind = _PER_AFTER.search(after)
    if behind and behind["unit"]:
        return _UNITS.get(behind["unit"].lower(), "P1Y"), behind.end()
    if behind:
        return _adverb(behind["adverb"]) if behind["adverb"] else "P30D", behind.end()
    ahead = _PER_BEFORE.search(before)
    return (_adverb(ahead["adverb"]), 0) if ahead else ("", 0)


def _adverb(words: str) -> str:
    return _ADVERBS.get(" ".join(words.lower().split()), "P1Y")


def _first_of_each(found: list[Candidate]) -> list[Candidate]:
    """ "1.5% per month (18% per annum)" is one fee told twice: the second beside the first is doubted.

    A fee and interest on top of it stand further apart.
    """
    best = max(found, key=lambda one: (one.points, -one.start), default=None)
    return [
        one
        if best is None or one is best or max(best.start - one.end, one.start - best.end) > 70
        else Candidate(one.field, one.value, one.start, one.end, one.points // 2, one.checks)
        for one in found
    ]
