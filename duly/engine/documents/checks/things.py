"""The amounts and percentages of a contract by the things they are values of, so that any passage can take them up.

A thing is a defined term ("$9,000 (the "Licence Fee")"), a heading ("8.1 Upfront Payment."), or the noun phrase before
a value ("the Set-Up Fee shall be paid at signing and amounts to $4,000"). Where a passage names a thing and not its
amount, `meant` gives the one amount that the rest of the contract has for it; a thing with two values has a slip.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import TypeVar

from duly.engine.documents.checks.facts import Facts, phrase
from duly.engine.documents.values.money import Money
from duly.engine.documents.values.percents import Percent

Name = tuple[str, ...]
Value = TypeVar("Value", Money, Percent)
_PRICES = (
    r"fees?|price|charges?|retainer|rent|salary|deposit|compensation|remuneration|consideration|advance|premium"
    r"|contribution|grant|budget|payments?|bonus|loan|allowance|stipend|royalt(?:y|ies)|guarantee|commitment"
    r"|funding|cost|amount|sum|fund|support"
)
_SHARES = (
    r"fees?|rate|commissions?|discount|charges?|margin|premium|bonus|deposit|mark-?up|retention|surcharge|penalty"
    r"|damages|compensation|royalt(?:y|ies)|interest|remuneration|share|percentage"
)


def _noun(heads: str) -> re.Pattern[str]:
    """The noun phrase nearest before a value, and what stands between both."""
    name = rf"(?P<name>(?:[A-Za-z][\w'’/&-]{{0,20}} ){{1,5}}(?:{heads}))"
    gap = rf"(?P<gap>(?:(?!\b(?:{heads})\b)[^.;:$€£%()\d|]){{0,110}})"
    return phrase(rf"{name}\b[\"”’')]{{0,3}}{gap}[\s(]{{0,4}}\Z")


_BEFORE = {Money: _noun(_PRICES), Percent: _noun(_SHARES)}
_HEADING = phrase(
    r"(?:\A|\n|\d[.)]?|\s\([a-z]\))\s{1,9}(?P<name>(?:[A-Z][\w'’/&-]{0,20} ){1,5}"
    rf"(?:{_PRICES}))\s{{0,3}}[.:]\s"
)
_CALLED = phrase(
    r"[^.;:$€£%\"“”]{0,60}\((?:[a-z ,]{0,40})[\"“](?P<name>[A-Z][^\"“”]{3,45})[\"”]\s?\)",
    re.NOFLAG,
)
_MEANS = phrase(
    r"[\"“](?P<name>[A-Z][^\"“”]{3,40})[\"”] (?:means|shall mean|is defined as)[^.;%$€£]{0,140}\Z", re.NOFLAG
)
_ENDS = re.compile(r"[.;]\s|\n\s*\n")
_STOPS = frozenset(
    "a an the this that such said its their his her our your any each every all of in on at by to for from with under "
    "as and or is are be shall will may must not no which whose if upon per than pay pays paid paying".split()
)
_PLAIN = frozenset(
    "total aggregate full one-time fixed flat entire whole agreed cash nonrefundable non-refundable".split()
)
# What keeps a value from being that of the thing as such: a case, a bound, a year, a change.
_BOUNDED = phrase(
    r"\b(?:up to|exceed\w*|at least|less|more|greater|lesser|higher|lower|if|unless|or|plus|than|minimum|maximum"
    r"|increas\w*|reduc\w*|additional|insurance|discount\w*|first|second|third|final|thereafter|over|above|until|years?)\b"
)
_BACK, _TITLE, _LEAST = 140, 320, 2


def words_of(name: str) -> Name:
    """The words of a name, from the last one that belongs to no name on; plain adjectives left out."""
    kept: list[str] = []
    for word in re.sub(r"-\s+", "-", name).split()[::-1]:
        plain = word.lower().strip("\"“”'’()")
        if plain in _STOPS:
            break
        kept.append(plain)
    return tuple(word for word in kept[::-1] if word not in _PLAIN)


@lru_cache(maxsize=2)
def things(known: Facts) -> tuple[Mapping[Name, list[Money]], Mapping[Name, list[Percent]]]:
    """The amounts and the percentages of each name of a contract, in their order."""
    prices: dict[Name, list[Money]] = defaultdict(list)
    shares: dict[Name, list[Percent]] = defaultdict(list)
    for name, money in _things(known.text, known.moneys):
        prices[name].append(money)
    for name, percent in _things(known.text, known.percents):
        shares[name].append(percent)
    return prices, shares


def _things(text: str, values: Sequence[Value]) -> Iterator[tuple[Name, Value]]:
    last = 0
    for place, one in enumerate(values):
        following = values[place + 1].start if place + 1 < len(values) else len(text)
        low = max(last, one.start - _BACK)
        begins = max((found.end() for found in _ENDS.finditer(text, low, one.start)), default=low)
        named = _BEFORE[type(one)].search(text, begins, one.start)
        headings = list(_HEADING.finditer(text, max(last, one.start - _TITLE), one.start))
        found = (
            _CALLED.match(text, one.end, following),
            named if named and not _BOUNDED.search(named["gap"]) else None,
            _MEANS.search(text, max(last, one.start - 2 * _BACK), one.start),
            headings[-1] if headings and isinstance(one, Money) else None,
        )
        names = {words_of(it["name"]) for it in found if it}
        yield from ((name, one) for name in sorted(names) if len(name) >= _LEAST)
        last = one.end


def meant(known: Facts, start: int, end: int) -> dict[Name, Money]:
    """The amounts of the things that a passage names, where the rest of the contract has one amount for each."""
    words = " ".join(known.text[start:end].lower().split())
    found: dict[Name, Money] = {}
    for name, amounts in things(known)[0].items():
        others = [one for one in amounts if not start <= one.start < end]
        if not others or len({(one.currency, one.amount) for one in others}) > 1 or name[-1] not in words:
            continue
        if re.search(r"\b" + r"\W+".join(map(re.escape, name)) + r"\b", words):
            found[name] = others[0]
    # A name inside of a longer one that is named too is no thing of its own.
    longer = [set(name) for name in found]
    return {name: one for name, one in found.items() if not any(set(name) < other for other in longer)}


def the_one(known: Facts, start: int, end: int, part: Money) -> Money | None:
    """The one amount in the currency of a part that the things named in a passage have elsewhere."""
    named = [one for one in meant(known, start, end).values() if one is not part and one.currency == part.currency]
    return named[0] if len({one.amount for one in named}) == 1 else None


def is_bounded(text: str, start: int, end: int) -> bool:
    """Whether the words just about a value bound it to a case."""
    before = _ENDS.split(text[max(0, start - 40) : start])[-1]
    return bool(_BOUNDED.search(before + " " + _ENDS.split(text[end : end + 25])[0]))
