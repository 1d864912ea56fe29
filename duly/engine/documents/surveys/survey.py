"""A folder of contracts seen together: what each is worth and when it ends, what is missing or odd, and which of them
are copies of each other.

A `Record` is what is kept of one contract: plain data, so that a survey can stop and go on. Whatever depends on all
records, or on the day it is asked, is a function of them.
"""

from __future__ import annotations

import re
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np

from duly.engine.documents.drafts.draft import named, part, surest
from duly.engine.documents.drafts.draft_head import bounds, duration, months
from duly.engine.documents.papers.families import Identity, families
from duly.engine.documents.proposals import Term, Value
from duly.engine.documents.values.numbers import decimal_text
from duly.ground.columns import Ints
from duly.ground.dates import Duration, add, day, iso, months_between

# A signature: the least of each of so many hashes over all runs of five words.
SIGNATURE = 64
_RUN = 5
_PRIME = (1 << 31) - 1
# Of the 64 hashes, as many agree where some nine runs in ten of two documents are the same.
ALIKE = 52
_SOON = 90
_NUMBER = re.compile(r"\d+(?:\.\d+)?\Z")
_ONCE = ("fee", "payment", "milestone")


@dataclass(frozen=True, slots=True)
class Record:
    """What a survey keeps of one document. start, until: first and last day of the term, ISO or empty · renews: for how
    long it renews by itself, as ISO 8601 · notice: how long before its end it can be stopped · worth: stated amounts by
    currency, as decimal text · fields: how many terms of each kind · error: why it was set aside, if it was."""

    file: str
    sha256: str
    characters: int = 0
    pages: int = 0
    title: str = ""
    kind: str = ""
    kind_of_contract: str = ""
    number: int = 0
    parties: tuple[str, ...] = ()
    refers_to: str = ""
    refers_on: str = ""
    signed: str = ""
    start: str = ""
    until: str = ""
    renews: str = ""
    notice: str = ""
    worth: Mapping[str, str] = field(default_factory=dict)
    fields: Mapping[str, int] = field(default_factory=dict)
    missing: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    conflicts: tuple[str, ...] = ()
    signature: tuple[int, ...] = ()
    error: str = ""


def record(file: str, sha256: str, text: str, pages: int, terms: Sequence[Term]) -> Record:
    """The record of a document from its proposed terms. What needs other rooms of reading is filled in by `replace`."""
    lasting = surest(named(terms, "initial_term"))
    signed = surest(named(terms, "contract_date"), lambda term: isinstance(term.value, str))
    begins = surest(named(terms, "effective_date"), lambda term: isinstance(term.value, str)) or signed
    start, until = bounds(lasting, begins)
    renewal = surest(named(terms, "renewal"), _by_itself)
    notice = surest(named(terms, "renewal_notice"), lambda term: isinstance(term.value, str))
    return Record(
        file,
        sha256,
        len(text),
        pages,
        signed=str(signed.value) if signed else "",
        start=iso(start) if start else "",
        until=iso(until) if until else "",
        renews=(part(renewal, "period") or "P1Y") if renewal else "",
        notice=str(notice.value) if notice else "",
        worth=worth(terms, start, until),
        fields=dict(sorted(Counter(term.field for term in terms).items())),
        signature=signature(text),
    )


def _by_itself(term: Term) -> bool:
    return isinstance(term.value, dict) and term.value.get("automatic") is True


def worth(terms: Sequence[Term], start: int, until: int) -> dict[str, str]:
    """What the contract states as owed, by currency: its totals, else its payments and fees, and fees by the period for
    the term; what depends on use or on an event is not in it."""
    found: dict[str, Fraction] = {}
    totals = named(terms, "total_fee")
    for term in totals or named(terms, *_ONCE, "payment_plan"):
        _count(found, term.value, Fraction(1))
    if start and until:
        lasts = int(months_between(start, until + 1))
        for term in named(terms, "recurring_fee"):
            every = months(part(term, "period"))
            if every and not isinstance(term.value, str):
                _count(found, term.value, Fraction(lasts, every))
    return {code: decimal_text(amount) for code, amount in sorted(found.items())}


def _count(found: dict[str, Fraction], value: Value, times: Fraction) -> None:
    for one in value if isinstance(value, list) else [value]:
        if isinstance(one, dict) and _NUMBER.match(str(one.get("amount") or "")):
            code = str(one.get("currency") or "")
            found[code] = found.get(code, Fraction(0)) + Fraction(str(one["amount"])) * times


def signature(text: str) -> tuple[int, ...]:
    """Numbers of which as large a share is equal in two texts as they have runs of words in common."""
    words = re.findall(r"[a-z0-9]+", text.lower())
    if len(words) < _RUN:
        return ()
    known: dict[str, int] = {}
    ids = np.array([known.setdefault(word, zlib.crc32(word.encode())) % _PRIME for word in words], dtype=np.int64)
    runs = np.zeros(len(ids) - _RUN + 1, dtype=np.int64)
    for place in range(_RUN):
        runs = (runs * 31 + ids[place : place + len(runs)]) % _PRIME
    runs = np.unique(runs)
    return tuple(int(((runs * times + plus) % _PRIME).min()) for times, plus in _HASHES)


# Factors and offsets of the hashes: any will do, as long as they stay the same.
_HASHES = [(zlib.crc32(b"times%d" % n) % _PRIME, zlib.crc32(b"plus%d" % n) % _PRIME) for n in range(SIGNATURE)]


def copies(records: Sequence[Record]) -> Iterator[tuple[str, str, int]]:
    """Pairs of documents with nearly the same words, and how many percent of their hashes agree."""
    known = [one for one in records if one.signature]
    if not known:
        return
    table: Ints = np.array([one.signature for one in known], dtype=np.int64)
    for row in range(len(known) - 1):
        same = (table[row + 1 :] == table[row]).sum(axis=1)
        for other in np.flatnonzero(same >= ALIKE):
            yield known[row].file, known[row + 1 + int(other)].file, int(same[other]) * 100 // SIGNATURE


def belonging(records: Sequence[Record]) -> Iterator[tuple[str, str, int]]:
    """Each paper that belongs to another: its file, that of the other, and its turn in the family."""
    papers = [
        Identity(one.file, one.title, one.kind, one.number, one.parties, one.signed, one.refers_to, one.refers_on)
        for one in records
    ]
    for member in families(papers):
        if member.parent >= 0:
            yield records[member.paper].file, records[member.parent].file, member.turn


def standing(one: Record, on: int) -> str:
    """What a contract is on a day: `ended`, `notice due` (it renews by itself, and the last day to stop it comes within
    90 days), `renewing` (that day has passed), `in force`, `not begun`, or `end unknown`."""
    if one.error:
        return "set aside"
    if not one.until:
        return "end unknown"
    if one.start and day(one.start) > on:
        return "not begun"
    last = day(one.until)
    if not lasts(one.renews):
        return "ended" if last < on else "in force"
    deadline = stop_by(one, on)
    if deadline < on:
        return "renewing"
    return "notice due" if deadline <= on + _SOON else "in force"


def stop_by(one: Record, on: int) -> int:
    """The last day to say that a contract that renews by itself shall not, for the term that a day falls in."""
    last, every = day(one.until), lasts(one.renews)
    while every and last < on:
        last = add(last + 1, every) - 1
    notice = lasts(one.notice)
    return add(last + 1, Duration(-notice.days, -notice.months)) - 1 if notice else last


def lasts(iso_span: str) -> Duration | None:
    """A length of ISO 8601; None where it is none, or no time at all."""
    count, _, unit = duration(iso_span).partition(" ")
    number = int(count or 0)
    if not number:
        return None
    return (
        Duration(months=number * (12 if unit == "years" else 1))
        if unit in ("months", "years")
        else Duration(days=number * (7 if unit == "weeks" else 1))
    )
