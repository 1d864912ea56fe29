"""What a draft that a person has edited says of the terms that were proposed: each was confirmed, corrected or not
taken over, and some of what stands in it nobody proposed. Told from the offsets in its sources."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from duly.engine.documents.drafts.draft import ALIAS, Draft
from duly.engine.documents.drafts.sources import Leaf, cited, leaves
from duly.engine.documents.proposals import Term, Value
from duly.ground.dates import MONTHS
from duly.ground.tree import Block

CONFIRMED, CORRECTED, REJECTED, ADDED = "confirmed", "corrected", "rejected", "added"
# One thing that a value says: a day, a length in months and days, a number, yes or no.
Atom = tuple[str, ...]
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_ISO = re.compile(r"\bP(?=\d)(?:(\d{1,5})Y)?(?:(\d{1,5})M)?(?:(\d{1,5})W)?(?:(\d{1,5})D)?\b")
_LENGTH = re.compile(r"\b(?:(\d{1,5})\s{1,3})?(day|week|month|quarter|half year|year)s?\b")
_NUMBER = re.compile(r"-?\d{1,30}(?:\.\d{1,12})?")
_DAYS = {"day": 1, "week": 7}


class Said(NamedTuple):
    """What was said of a term. term: its position, None of what nobody proposed · field: of the term, else the path in
    the contract · value: as the contract has it, where it is not as proposed."""

    term: int | None
    answer: str
    field: str
    value: Value
    start: int
    end: int


def said_of(block: Block, alias: str, terms: Sequence[Term], draft: Draft | None = None) -> Iterator[Said]:
    """What a contract file says of the terms proposed of the document it calls `alias`, in their order, and then what
    it has beside them. draft: that of these terms; what it made of a term and nobody changed is confirmed too."""
    there = _by_span(block, alias)
    drafted = _by_span(draft.tree, ALIAS) if draft else {}
    used = {id(term) for term in draft.used} if draft else set()

    def same(term: Term) -> bool:
        span = (term.start, term.end)
        left = id(term) in used and _texts_of(there[span]) == _texts_of(drafted.get(span, ()))
        return left or agrees(term.value, there[span])

    here = [number for number, term in enumerate(terms) if (term.start, term.end) in there]
    answers = {number: CONFIRMED for number in here if same(terms[number])}
    taken = {(terms[number].start, terms[number].end) for number in answers}
    # Of several terms at one place that all say otherwise the surest was corrected.
    for number in sorted(here, key=lambda number: (-terms[number].confidence, number)):
        span = (terms[number].start, terms[number].end)
        if span not in taken:
            answers[number] = CORRECTED
            taken.add(span)
    for number, term in enumerate(terms):
        answer = answers.get(number, REJECTED)
        value = _as_value(there[term.start, term.end]) if answer == CORRECTED else term.value
        yield Said(number, answer, term.field, value, term.start, term.end)
    for (start, end), found in there.items():
        if (start, end) not in taken:
            yield Said(None, ADDED, found[0].path, _as_value(found), start, end)


def agrees(value: Value, found: Sequence[Leaf]) -> bool:
    """Whether the values of a contract file say what was proposed: the same days, lengths and numbers, or a part of
    them; where there are none, the same words."""
    proposed, here = set(_atoms(value)), {atom for one in found for atom in _in_text(one.text)}
    if proposed and here:
        return proposed <= here or here <= proposed
    words = {text.casefold() for text in _texts(value)}
    return any(one.text.casefold() in words for one in found)


def _by_span(block: Block, alias: str) -> Mapping[tuple[int, int], list[Leaf]]:
    """The values that were taken from each passage of a document."""
    found: dict[tuple[int, int], list[Leaf]] = defaultdict(list)
    for leaf in leaves(block):
        for one in cited(leaf.source):
            if one.alias == alias:
                found[one.start, one.end].append(leaf)
    return found


def _texts_of(found: Sequence[Leaf]) -> list[str]:
    return sorted(one.text for one in found)


def _as_value(found: Sequence[Leaf]) -> Value:
    """What stands in a contract file, as a value: one text, or texts by their paths."""
    same = len({one.text for one in found}) == 1
    return found[0].text if same else {one.path: one.text for one in found}


def _texts(value: Value) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for one in value:
            yield from _texts(one)
    elif isinstance(value, dict):
        for one in value.values():
            yield from _texts(one)


def _atoms(value: Value) -> Iterator[Atom]:
    if isinstance(value, bool):
        yield ("yes" if value else "no",)
    elif isinstance(value, list):
        for one in value:
            yield from _atoms(one)
    elif isinstance(value, dict):
        for one in value.values():
            yield from _atoms(one)
    elif isinstance(value, str):
        yield from _in_text(value)


def _in_text(text: str) -> Iterator[Atom]:
    """The days, lengths and numbers of a text of the contract language or of ISO 8601."""
    if text in ("yes", "no"):
        yield (text,)
    for form, kind in ((_DATE, _date), (_ISO, _iso), (_LENGTH, _length), (_NUMBER, _number)):
        yield from map(kind, form.finditer(text))
        text = form.sub(" ", text)


def _date(found: re.Match[str]) -> Atom:
    return ("date", found[0])


def _iso(found: re.Match[str]) -> Atom:
    years, months, weeks, days = (int(part or 0) for part in found.groups())
    return ("length", str(12 * years + months), str(7 * weeks + days))


def _length(found: re.Match[str]) -> Atom:
    count, unit = int(found[1] or 1), found[2]
    return ("length", str(count * MONTHS.get(unit, 0)), str(count * _DAYS.get(unit, 0)))


def _number(found: re.Match[str]) -> Atom:
    whole, _, decimals = found[0].partition(".")
    return ("number", f"{int(whole)}.{decimals.rstrip('0')}")
