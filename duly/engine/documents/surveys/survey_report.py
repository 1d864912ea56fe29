"""The reports of a survey: an inventory of contracts, what to look at first, copies, amounts by currency and kind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from fractions import Fraction

from duly.engine.documents.surveys.survey import Record, belonging, copies, standing, stop_by
from duly.engine.documents.values.numbers import decimal_text
from duly.ground.dates import iso
from duly.ground.reports import Column, Report

_URGENT = ("notice due", "renewing", "ended")
_CONTRACTS = (
    Column("file", "text", "where it lies"),
    Column("kind", "text", "what kind of contract it is"),
    Column("parties", "text", "the parties, as their names stand in it"),
    Column("signed", "text", "the date of the contract"),
    Column("from", "text", "the first day of the term"),
    Column("to", "text", "the last day of the term"),
    Column("standing", "text", "what it is on the day of the survey"),
    Column("stop by", "text", "the last day to stop it from renewing by itself"),
    Column("states", "text", "amounts it states as owed, by currency"),
    Column("terms", "count", "how many terms were read"),
    Column("missing", "text", "what such a contract should say and does not"),
    Column("flags", "text", "clauses that move revenue"),
    Column("conflicts", "text", "where it contradicts itself"),
)
_LOOK = (
    Column("file", "text", "where it lies"),
    Column("why", "text", "what to look at"),
)
_COPIES = (
    Column("file", "text", "a document"),
    Column("copy", "text", "one with nearly the same words"),
    Column("alike", "text", "how much of the words is the same"),
)
_FAMILIES = (
    Column("file", "text", "a paper"),
    Column("belongs to", "text", "the paper it amends or is made under"),
    Column("turn", "count", "its place in the order of the family"),
)
_FIELDS = (
    Column("field", "text", "a kind of term"),
    Column("terms", "count", "how many there are"),
    Column("contracts", "count", "in how many contracts"),
)
_WORTH = (
    Column("currency", "text", "the currency"),
    Column("contracts", "count", "how many contracts state amounts in it"),
    Column("stated", "text", "their sum"),
)


# What fits a page; the rest is for sheets and programs.
_NARROW = ("file", "kind", "from", "to", "standing", "stop by", "states")


def survey_reports(records: Sequence[Record], on: int, narrow: bool = False) -> Iterator[Report]:
    """The tables of a survey, as of a day. narrow: with as many columns of the inventory as fit a page."""
    read = [one for one in records if not one.error]
    kept = [n for n, column in enumerate(_CONTRACTS) if not narrow or column.name in _NARROW]
    rows = tuple(tuple(row[n] for n in kept) for row in (_row(one, on) for one in read))
    yield Report("contracts", f"Contracts on {iso(on)}", tuple(_CONTRACTS[n] for n in kept), rows)
    yield Report("look at", "To look at", _LOOK, tuple(_urgent(records, on)))
    pairs = tuple((one, other, f"{alike} %") for one, other, alike in copies(read))
    yield Report("copies", "Nearly the same words", _COPIES, pairs)
    yield Report("families", "Papers that belong together", _FAMILIES, tuple(belonging(read)))
    yield Report("fields", "Terms by kind", _FIELDS, tuple(_by_field(read)))
    yield Report("stated", "Stated amounts by currency", _WORTH, tuple(_by_currency(read)))


def as_data(records: Sequence[Record], on: int) -> dict[str, object]:
    """The survey for programs: each record with what it is on the day, and the questions over all."""
    read = [one for one in records if not one.error]
    return {
        "duly": 1,
        "on": iso(on),
        "contracts": [
            {**{k: v for k, v in asdict(one).items() if k != "signature"}, "standing": standing(one, on)}
            for one in records
        ],
        "families": [{"file": one, "belongs_to": other, "turn": turn} for one, other, turn in belonging(read)],
        "copies": [{"file": one, "copy": other, "alike": alike} for one, other, alike in copies(read)],
    }


def _row(one: Record, on: int) -> tuple[object, ...]:
    stop = iso(stop_by(one, on)) if one.until and one.renews else ""
    states = ", ".join(f"{amount} {code}".strip() for code, amount in one.worth.items())
    return (
        one.file,
        one.kind_of_contract or one.kind,
        " / ".join(one.parties),
        one.signed,
        one.start,
        one.until,
        standing(one, on),
        stop,
        states,
        sum(one.fields.values()),
        ", ".join(one.missing),
        ", ".join(one.flags),
        "; ".join(one.conflicts),
    )


def _urgent(records: Sequence[Record], on: int) -> Iterator[tuple[object, ...]]:
    """What to look at, the documents that could not be read first."""
    for one in records:
        if one.error:
            yield one.file, one.error
    for one in records:
        now = "" if one.error else standing(one, on)
        if now == "notice due":
            yield one.file, f"renews by itself unless stopped by {iso(stop_by(one, on))}"
        elif now in _URGENT:
            yield one.file, "ended on " + one.until if now == "ended" else "the day to stop its renewal has passed"
        for conflict in one.conflicts:
            yield one.file, conflict


def _by_field(read: Sequence[Record]) -> Iterator[tuple[object, ...]]:
    terms, contracts = Counter[str](), Counter[str]()
    for one in read:
        terms.update(one.fields)
        contracts.update(one.fields.keys())
    for name, count in sorted(terms.items(), key=lambda pair: (-pair[1], pair[0])):
        yield name, count, contracts[name]


def _by_currency(read: Sequence[Record]) -> Iterator[tuple[object, ...]]:
    sums: dict[str, Fraction] = {}
    count = Counter[str]()
    for one in read:
        for code, amount in one.worth.items():
            sums[code] = sums.get(code, Fraction(0)) + Fraction(amount)
            count[code] += 1
    for code in sorted(sums):
        yield code, count[code], decimal_text(sums[code])
