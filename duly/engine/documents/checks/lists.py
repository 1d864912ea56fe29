"""Lettered lists of payments, whose items say more than an amount: each item's first amount is a part of the total."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from duly.engine.documents.checks.facts import MOST, Facts, alike, between, near, phrase, span
from duly.engine.documents.checks.sums import KIND
from duly.engine.documents.proposals import Finding
from duly.engine.documents.values.money import Money, amount_text
from duly.engine.documents.values.numbers import COUNT, count

_TOTAL = phrase(r"\b(?:total|aggregate|sum|amount)\b[^.;:]{0,60}\Z")
_LIST = phrase(r"\b(?:as follows|following|based (?:up)?on|schedule|instal{1,2}ments|milestones|tranches|payments)\b")
_MARK = re.compile(r"(?<=\s)\((?P<sign>[a-jA-J]|[ivx]{1,4}|\d)\)\s")
_SIGNS = ("abcdefghij", ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x"), "123456789")
_NOT = phrase(r"\b(?:per|if|or|instead|each|greater|lesser|exceed\w*|percent)\b|%")
_UNIT = phrase(r"[\s)]{0,3}(?:per|each|%)\b")
_REACH, _ITEM, _START = 420, 700, 180


def list_findings(known: Facts) -> Iterator[Finding]:
    """Totals that the items of their list do not make."""
    for place, total in enumerate(known.moneys):
        if not _TOTAL.search(known.text, max(0, total.start - 130), total.start):
            continue
        yield from _multiplied(known, place)
        parts = _parts(known, total)
        amounts = [one.amount for one in parts]
        whole = sum(amounts, Fraction(0))
        same = len({one.currency for one in (total, *parts)}) == 1
        if len(parts) < 2 or not same or near(whole, total.amount):
            continue
        if alike(whole, total.amount, 2):
            says = f"the parts add up to {amount_text(whole)}, the total is {amount_text(total.amount)}"
            yield Finding(KIND, says, (span(total), *(span(one) for one in parts)))


_ORDER = r"(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth)"
_FOR_MANY = phrase(
    r"\s{0,3}\)?\s{0,3}(?:per|a|each|every|/) ?(?:month|quarter|year|week)\b[^.;$€£]{0,20}?\bfor (?:each of )?(?:the )?"
    r"(?:(?:first|next|following|remaining|last|subsequent|initial) )?"
    rf"(?:(?P<count>{COUNT}) (?:[a-z]+ ){{0,2}}|(?P<places>{_ORDER}(?:,? (?:and )?{_ORDER}){{1,11}}) )"
    r"(?:months|quarters|years|weeks)\b"
)
_SPOKEN_OF = phrase(r"[^.;$€£]{0,60}\b(?:as follows|following|in instal{1,2}ments)\b[^.;$€£]{0,60}\Z")
_GAP = 400


def _multiplied(known: Facts, place: int) -> Iterator[Finding]:
    """ "A total of $90,000, as follows: $20,000 per month for each of the three months ... and $40,000 at the end"."""
    total, whole = known.moneys[place], Fraction(0)
    run, sums, often = [total], list[Fraction](), False
    for one in known.moneys[place + 1 : place + 1 + MOST]:
        gap = known.text[run[-1].end : one.start]
        first = len(run) == 1
        if re.search(r"\.\s+[A-Z]|\n\s*\n", gap) or (first and not _SPOKEN_OF.match(gap)):
            break
        if len(gap) > _GAP:
            return
        many = _FOR_MANY.match(known.text, one.end)
        if (not many and _UNIT.match(known.text, one.end)) or one.currency != total.currency:
            return
        whole, often = whole + one.amount * _times(many), often or bool(many)
        run.append(one)
        sums.append(whole)
    if often and len(sums) > 1 and not any(near(one, total.amount) for one in sums) and alike(whole, total.amount, 2):
        says = f"the parts add up to {amount_text(whole)}, the total is {amount_text(total.amount)}"
        yield Finding(KIND, says, tuple(span(one) for one in run))


def _times(many: re.Match[str] | None) -> Fraction:
    if not many:
        return Fraction(1)
    if many["places"]:
        return Fraction(len(re.findall(_ORDER, many["places"], re.IGNORECASE)))
    found = count(many["count"])
    return found.value if found else Fraction(1)


def _parts(known: Facts, total: Money) -> list[Money]:
    """The first amounts of the items of a list that begins shortly after a total; none where one has no amount."""
    text = known.text
    marks = list(_MARK.finditer(text, total.end, total.end + 6_000))
    if not marks or marks[0].start() - total.end > _REACH or not _LIST.search(text, total.end, marks[0].start()):
        return []
    signs = next((signs for signs in _SIGNS if marks[0]["sign"].lower() == signs[0]), None)
    if not signs or re.search(r"\.\s+[A-Z][^:]*\Z", text[total.end : marks[0].start()]):
        return []
    items: list[re.Match[str]] = []
    for sign in signs:
        begins = items[-1].end() if items else total.end
        found = next((one for one in marks if one.start() >= begins and one["sign"].lower() == sign), None)
        if not found or (items and found.start() - items[-1].start() > _ITEM):
            break
        items.append(found)
    parts = []
    for one in items:
        first = next(iter(between(known.moneys, one.end(), one.end() + _START)), None)
        words = text[one.end() : first.start] if first else ""
        if first is None or _NOT.search(words) or re.search(r"[;]|\.\s", words) or _UNIT.match(text, first.end):
            return []
        parts.append(first)
    return parts
