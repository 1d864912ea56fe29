"""The journal: lines first, header last. A header seals its lines; nothing of either is ever changed.

One entry per entity, book, period and step; a chain of hashes per entity and book.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from django.db import connection, models

from duly.store.canonical import NOTHING, canonical
from duly.store.texts import Digest, Json, Name, Seq, Words

# A correction moves what an earlier period posted; it is computed too, and posted by a close alone.
COMPUTED, CORRECTION, MANUAL, REVERSAL = "computed", "correction", "manual", "reversal"
# What a restatement moves to the period it belongs to, of either: the journal itself stays as it was.
RESTATEMENT, RESTATED_CORRECTION = "restatement", "restated correction"
# Positions of contracts that an entity came with, and what of them was different in its earlier books and is mended.
OPENING, OPENING_DIFFERENCE = "opening", "opening difference"
BY_ENGINE = (COMPUTED, CORRECTION, RESTATEMENT, RESTATED_CORRECTION, OPENING, OPENING_DIFFERENCE)
LINE = (
    "contract obligation account number cause economic currency amount books_currency books_amount kind dimensions"
).split()


class Entry(models.Model):
    """A header. chain: entity and book, and the number of the restatement if it is one · number: place in the chain,
    from 1 · taken_from: the period that would book it, were it not restated · lines: how many it seals · totals: of
    them by account and currency of the books, minor units · seq: the command that posted it."""

    ref = Name(primary_key=True)
    chain = Name()
    number = models.BigIntegerField()
    entity = Name()
    book = Name()
    period = Name()
    step = Name()
    kind = Name()
    why = Words()
    actor = Name()
    at = Name()
    taken_from = Name(blank=True, default="")
    reverses = models.OneToOneField("self", models.PROTECT, null=True, related_name="reversed_by")
    lines = models.IntegerField()
    totals = Json()
    seq = Seq()
    prev = Digest()
    hash = Digest(unique=True)

    class Meta:
        db_table = "journal_entry"
        constraints = [models.UniqueConstraint(fields=["chain", "number"], name="one_chain")]


class Line(models.Model):
    """A line, debit positive: amount in the currency of the contract and in that of the books, in minor units.

    economic: the period it belongs to · kind: of an exchange difference · dimensions: product and tags, as JSON."""

    entry = models.ForeignKey(Entry, models.PROTECT, db_column="entry", related_name="+")
    n = models.IntegerField()
    contract = Name()
    obligation = Name(blank=True)
    account = Name()
    number = Name(blank=True)
    cause = Name()
    economic = Name()
    currency = Name()
    amount = models.BigIntegerField()
    books_currency = Name()
    books_amount = models.BigIntegerField()
    kind = Name(blank=True)
    dimensions = Name(blank=True)

    class Meta:
        db_table = "journal_line"
        constraints = [models.UniqueConstraint(fields=["entry", "n"], name="one_line")]


class Batch(models.Model):
    """Entries handed to a general ledger together, summed by account and dimensions. body: the sums, as handed over."""

    ref = Name(primary_key=True)
    entity = Name()
    book = Name()
    period = Name()
    body = Json()
    digest = Digest()
    seq = Seq()

    class Meta:
        db_table = "batch"


class BatchEntry(models.Model):
    """An entry of a batch; each is handed over once."""

    batch = models.ForeignKey(Batch, models.PROTECT)
    entry = models.OneToOneField(Entry, models.PROTECT)
    seq = Seq()

    class Meta:
        db_table = "batch_entry"


class Written(NamedTuple):
    """A line as it is written: the columns of `Line` but for its key, in their order."""

    entry: str
    n: int
    contract: str
    obligation: str
    account: str
    number: str
    cause: str
    economic: str
    currency: str
    amount: int
    books_currency: str
    books_amount: int
    kind: str
    dimensions: str


def write(rows: Sequence[Written]) -> None:
    """Add lines to the journal: by COPY to PostgreSQL, by one prepared statement to SQLite."""
    columns = ", ".join(Written._fields)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with (
                connection.wrap_database_errors,
                cursor.copy(f"COPY journal_line ({columns}) FROM STDIN (FORMAT BINARY)") as copy,
            ):
                copy.set_types([_TYPES.get(name, "text") for name in Written._fields])
                for row in rows:
                    copy.write_row(row)
        else:
            marks = ", ".join(["%s"] * len(Written._fields))
            cursor.executemany(f"INSERT INTO journal_line ({columns}) VALUES ({marks})", rows)


_ACCOUNT, _BOOKS, _AMOUNT = (("n", *LINE).index(name) for name in ("account", "books_currency", "books_amount"))
_TYPES = {"n": "int4", "amount": "int8", "books_amount": "int8"}
_AT_ONCE = 1_000  # lines that go into the hash together


def sealed(entry: Entry, lines: Iterable[Sequence[str | int]]) -> str:
    """The hash of an entry over the one before it, its header and its lines in order (`n` and the columns `LINE`)."""
    found = hashlib.sha256(entry.prev.encode())
    reverses = entry.reverses_id or ""
    header = [entry.ref, entry.chain, entry.number, entry.entity, entry.book, entry.period, entry.step, entry.kind]
    header += [entry.taken_from, entry.why, entry.actor, entry.at, reverses, entry.lines, entry.totals, entry.seq]
    found.update(canonical(header).encode())
    rest = iter(lines)
    while some := list(islice(rest, _AT_ONCE)):
        found.update(json.dumps(some, separators=(",", ":"), ensure_ascii=False).encode())
    return found.hexdigest()


def totals_of(rows: Iterable[tuple[str, str, int]]) -> dict[str, dict[str, str]]:
    """Sums by account and currency of the books, of rows (account, currency, minor units), which are texts."""
    found: Counter[tuple[str, str]] = Counter()
    for account, currency, amount in rows:
        found[account, currency] += amount
    result: dict[str, dict[str, str]] = {}
    for (account, currency), amount in sorted(found.items()):
        result.setdefault(account, {})[currency] = str(amount)
    return result


def summed(entries: Iterable[str]) -> dict[str, dict[str, str]]:
    """The totals of several entries together."""
    return totals_of(
        (account, currency, int(amount))
        for totals in entries
        for account, amounts in json.loads(totals).items()
        for currency, amount in amounts.items()
    )


def chain_head(chain: str, seq: int | None = None) -> tuple[int, str]:
    """Number and hash of the last entry of a chain, now or as of a command."""
    entries = Entry.objects.filter(chain=chain) if seq is None else Entry.objects.filter(chain=chain, seq__lte=seq)
    last = entries.order_by("-number").values_list("number", "hash").first()
    return last or (0, NOTHING)


def restatements(entity: str, book: str, seq: int) -> list[str]:
    """The chains of the restatements of an entity in a book, in their order, as of a command."""
    made = Entry.objects.filter(entity=entity, book=book, seq__lte=seq, number=1).exclude(taken_from="")
    return list(made.order_by("seq").values_list("chain", flat=True))


def opened_otherwise(entity: str, book: str, seq: int) -> set[str]:
    """The contracts whose positions at the cut-over were others in the earlier books, as of a command."""
    entries = Entry.objects.filter(entity=entity, book=book, kind=OPENING, step=OPENING_DIFFERENCE, seq__lte=seq)
    return set(Line.objects.filter(entry__in=entries.values("ref")).values_list("contract", flat=True))


def lines_of(entry: str) -> list[Line]:
    """The lines of an entry in order."""
    return list(Line.objects.filter(entry_id=entry).order_by("n"))


def sealed_columns(entry: str) -> list[tuple[str | int, ...]]:
    """What is sealed of the lines of an entry, in order."""
    return list(Line.objects.filter(entry_id=entry).order_by("n").values_list("n", *LINE))


def faults() -> Iterator[str]:
    """What is wrong with the chains, their entries and lines."""
    heads: dict[str, tuple[int, str]] = {}
    for entry in Entry.objects.order_by("chain", "number").iterator():
        number, prev = heads.get(entry.chain, (0, NOTHING))
        if entry.number != number + 1:
            yield f"{entry.chain}: entry {number + 1} is missing"
        if entry.prev != prev:
            yield f"{entry.ref} does not follow the entry before it"
        lines = sealed_columns(entry.ref)
        if len(lines) != entry.lines or entry.hash != sealed(entry, lines):
            yield f"{entry.ref} or a line of it was altered"
        elif entry.totals != canonical(totals_of((line[_ACCOUNT], line[_BOOKS], line[_AMOUNT]) for line in lines)):
            yield f"{entry.ref} says other totals than its lines"
        heads[entry.chain] = (entry.number, entry.hash)
    headless = Line.objects.exclude(entry_id__in=Entry.objects.values("ref"))
    for ref in headless.values_list("entry_id", flat=True).distinct():
        yield f"the lines of {ref} have no entry"
