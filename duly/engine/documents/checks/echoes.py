"""Words that a contract says twice, with one value in them that is not the same.

Two passages far apart that run alike before and after a value say one thing; and "such sixty (60) day period" repeats a
length that stands shortly before it.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from duly.engine.documents.checks.dates import day_of
from duly.engine.documents.checks.facts import Facts, Span, alike, between, phrase, span
from duly.engine.documents.proposals import Finding
from duly.engine.documents.text.found import Found, Placed
from duly.engine.documents.values.durations import days_of
from duly.engine.documents.values.money import Money

KIND = "two values for one"
_WORD = re.compile(r"[A-Za-z0-9$%][A-Za-z0-9$%.,'’-]*[A-Za-z0-9$%]|[A-Za-z0-9$%]|(?<=[a-z)\"”][.])(?=\s)")
_CHANGED = phrase(r"\b(?:replac\w*|amended|delet\w*|supersed\w*|supplement\w*|is renewed)\b")
_WIDE, _WORDS, _APART, _MOST = 420, 45, 500, 3
# How many words must run alike, on both sides together.
_ALIKE, _LONG, _SIDE, _SHORT = 12, 30, 25, 8


@dataclass(frozen=True, slots=True)
class Heard:
    """A value with the words before it, the nearest first, and those after it."""

    what: str
    value: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    place: Span


def echo_findings(known: Facts) -> Iterator[Finding]:
    """What is said again with another value."""
    yield from _twins(known)
    yield from _referred(known)
    yield from _amounts(known)
    yield from _misprints(known)


def _twins(known: Facts) -> Iterator[Finding]:
    alike: dict[tuple[str, ...], list[Heard]] = defaultdict(list)
    for one in _heard(known):
        if len(one.before) > 4 and len(one.after) > 1:
            alike[(one.what, *one.before[:4], *one.after[:1])].append(one)
    told: set[Span] = set()
    for few in alike.values():
        if not 1 < len(few) <= _MOST or len({one.value for one in few}) == 1:
            continue
        for one, other in combinations(few, 2):
            changed = any(_CHANGED.search(known.text, max(0, it.place[0] - _WIDE), it.place[0]) for it in (one, other))
            if one.value != other.value and other.place not in told and not changed and _same_words(one, other):
                told.add(other.place)
                first, again = (" ".join(known.text[a:b].split()) for a, b in (one.place, other.place))
                says = f"the same words are said with {first} here and with {again} there"
                yield Finding(KIND, says, (other.place, one.place))


def _same_words(one: Heard, other: Heard) -> bool:
    """Whether two sentences are the same but for their values; "" in a run is the end of a sentence."""
    runs = [one.before[: _run(one.before, other.before)], one.after[: _run(one.after, other.after)]]
    long = one.what in ("amount", "day") and sorted(map(len, runs)) >= [_SHORT, _SIDE]
    whole = long or all("" in run or (len(run) >= _SIDE and one.what != "percent") for run in runs)
    inside = sum(run.index("") if "" in run else len(run) for run in runs)
    return other.place[0] - one.place[1] > _APART and whole and inside >= (_LONG if one.what == "length" else _ALIKE)


def _run(one: tuple[str, ...], other: tuple[str, ...]) -> int:
    """How many words are the same from the first on."""
    differ = (place for place, (a, b) in enumerate(zip(one, other, strict=False)) if a != b)
    return next(differ, min(len(one), len(other)))


def _heard(known: Facts) -> Iterator[Heard]:
    for money in known.moneys:
        yield _hear(known.text, "amount", f"{money.currency} {money.value}", money)
    for date in known.dates:
        if day_of(date) is not None:
            yield _hear(known.text, "day", date.value, date)
    for percent in known.percents:
        yield _hear(known.text, "percent", percent.value, percent)
    for length in known.durations:
        if length.sound:
            yield _hear(known.text, "length", length.value, length)


def _hear(text: str, what: str, value: str, one: Placed) -> Heard:
    low, high = max(0, one.start - _WIDE), one.end + _WIDE
    # The word at the edge may be cut; where the text itself ends, so does a sentence.
    before = (
        [*_WORD.findall(text[low : one.start].lower())][1:] if low else ["", *_WORD.findall(text[: one.start].lower())]
    )[::-1]
    after = _WORD.findall(text[one.end : high].lower())
    after = after[:-1] if high < len(text) else [*after, ""]
    return Heard(what, value, tuple(before[:_WORDS]), tuple(after[:_WORDS]), span(one))


_SUCH = phrase(r"\b(?:such|said|the foregoing|the aforesaid|the aforementioned)\s{1,3}\Z")
_ABOVE = phrase(
    r"[\s-]{0,3}(?:[a-z]+ ){0,3}(?:period|term|notice|deadline)s? (?:(?:set forth|described|referred to|specified"
    r"|provided(?: for)?|stated|mentioned) )?(?:above|hereinabove)\b"
)
_NAMED_PERIOD = phrase(r"\b(?:the|that|this|such)\s{1,3}\Z")
_OF_NOTICE = phrase(r"[\s-]{0,3}(?P<what>notice|cure|grace|remedy) (?:period|term|time|window)\b")
_PERIOD = phrase(r"[\s-]{0,3}(?:[a-z]+ ){0,2}(?:period|term|notice|time|limit|deadline|window)\b")
_BACK, _FAR, _NEAR_WORD = 900, 6_000, 70


def _referred(known: Facts) -> Iterator[Finding]:
    """ "within sixty (60) days ... at the end of such ninety (90) day period"."""
    text = known.text
    for one in known.durations:
        yield from _noticed(known, one)
        such = _SUCH.search(text, max(0, one.start - 24), one.start) and _PERIOD.match(text, one.end)
        above = None if such else _ABOVE.match(text, one.end)
        if not (such or above) or not one.sound:
            continue
        earlier = between(known.durations, max(0, one.start - (_BACK if such else _FAR)), one.start)
        number = re.sub(r"\D", "", one.value)
        if re.search(rf"\b{number}(?:th|st|nd|rd)\b", text[max(0, one.start - _FAR) : one.start]):
            continue
        if any(_same(one, other) for other in between(known.durations, max(0, one.start - _FAR), one.start)):
            continue
        meant = [other for other in earlier if other.value[-1] == one.value[-1] and other.value != one.value]
        if meant:
            first, again = (" ".join(text[it.start : it.end].split()) for it in (meant[-1], one))
            says = f"{again} is referred to, and what stands before it is {first}"
            yield Finding(KIND, says, (span(one), span(meant[-1])))


def _noticed(known: Facts, one: Found) -> Iterator[Finding]:
    """ "upon 180 days notice ... within the 120-day notice period"."""
    text, named = known.text, _OF_NOTICE.match(known.text, one.end)
    if not named or not one.sound or not _NAMED_PERIOD.search(text, max(0, one.start - 12), one.start):
        return
    word = re.compile(named["what"][:4], re.IGNORECASE)
    earlier = [
        other
        for other in between(known.durations, max(0, one.start - _BACK), one.start)
        if word.search(text, max(0, other.start - _NEAR_WORD), other.end + _NEAR_WORD)
    ]
    if earlier and not any(_same(one, other) for other in between(known.durations, one.start - _FAR, one.start)):
        first, again = (" ".join(text[it.start : it.end].split()) for it in (earlier[-1], one))
        says = f"{again} is referred to, and what stands before it is {first}"
        yield Finding(KIND, says, (span(one), span(earlier[-1])))


_THE = phrase(r"\b(?:the|(?:such|said|the aforesaid|the foregoing)(?: (?:sum|amount) of)?)\s{1,3}\Z")
_ANY = phrase(r"\b(?:any|each|all|most|some|half) of the\s{1,3}\Z")
_TIMES, _LEAST = 3, 100


def _amounts(known: Facts) -> Iterator[Finding]:
    """ "deduct from the $160,000 per annum", where the one like it that stands before is $150,000."""
    text = known.text
    often = Counter((one.currency, one.amount) for one in known.moneys)
    for place, one in enumerate(known.moneys):
        low = max(0, one.start - 30)
        alone = often[(one.currency, one.amount)] == 1 and one.amount >= _LEAST
        if not alone or not _THE.search(text, low, one.start) or _ANY.search(text, low, one.start):
            continue
        earlier = (other for other in reversed(known.moneys[:place]) if other.currency == one.currency)
        meant = next((other for other in earlier if alike(one.amount, other.amount, _TIMES)), None)
        if meant:
            first, again = (" ".join(text[it.start : it.end].split()) for it in (meant, one))
            says = f"{again} is referred to, and what stands before it is {first}"
            yield Finding(KIND, says, (span(one), span(meant)))


_DIGITS_LEAST = 5


def _misprints(known: Facts) -> Iterator[Finding]:
    """ "$14,651,000" here and "$14,561,000" there: long figures of which two digits have changed places."""
    long: dict[tuple[str, str], Money] = {}
    for one in known.moneys:
        digits = str(int(one.amount * 100)).rstrip("0")
        if len(digits) >= _DIGITS_LEAST and one.amount >= _LEAST:
            long.setdefault((one.currency, str(int(one.amount * 100))), one)
    for ((code, digits), one), ((other_code, again), other) in combinations(long.items(), 2):
        if code == other_code and _swapped(digits, again):
            first, second = (" ".join(known.text[it.start : it.end].split()) for it in (one, other))
            yield Finding(KIND, f"{first} and {second} have the same digits but for two", (span(other), span(one)))


def _swapped(one: str, other: str) -> bool:
    """Whether two rows of digits are the same but for two beside one another that changed places."""
    apart = [place for place, (a, b) in enumerate(zip(one, other, strict=False)) if a != b]
    if len(one) != len(other) or len(apart) != 2 or apart[1] != apart[0] + 1:
        return False
    return one[apart[0]] == other[apart[1]] and one[apart[1]] == other[apart[0]]


def _same(one: Found, other: Found) -> bool:
    return abs(days_of(one.value) - days_of(other.value)) <= max(2, days_of(one.value) // 30)
