"""What goes to the general ledger, and whether it arrived: batches that hold each entry once, and the tie-out of
balances."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from duly.actions.drafts import book_name, period_named
from duly.actions.errors import NothingToDo
from duly.actions.gate import Json, Step, verb
from duly.actions.money import amount as written
from duly.actions.money import decimals
from duly.store import lift
from duly.store.canonical import canonical, digest
from duly.store.journal import OPENING, Batch, BatchEntry, Entry, Line
from duly.store.periods import Period

_ENTRIES = 10  # behind a difference, the largest first


@verb("journal.export")
def export_batch(step: Step, entity: str, period: str, book: str = "") -> Json:
    """Hand over the entries of a period that were not handed over yet, summed by account and dimensions.

    rows: account, number, dimensions, currencies, debit and credit in minor units as texts, and how many lines."""
    step.touch(entity)
    company = lift.company_at(step.seq)
    named = book_name(company, book)
    if period_named(company, entity, named, period).pk is None:
        raise NothingToDo(f"nothing was posted to {period} of {entity}", fix="`duly post` or `duly close` comes first")
    handed = BatchEntry.objects.values("entry")
    own = Entry.objects.filter(entity=entity, book=named, period=period)
    # The general ledger has what an opening takes over.
    entries = list(own.exclude(ref__in=handed).exclude(kind=OPENING).order_by("number"))
    if not entries:
        raise NothingToDo(f"every entry of {period} of {entity} was handed over")
    amends = Batch.objects.filter(entity=entity, book=named, period=period).order_by("seq").last()
    body: Json = {
        "entity": entity,
        "book": named,
        "period": period,
        "amends": amends.ref if amends else "",
        "entries": [entry.ref for entry in entries],
        "rows": _summed([entry.ref for entry in entries]),
    }
    batch = Batch(ref=f"B-{step.seq}", entity=entity, book=named, period=period, body=canonical(body), seq=step.seq)
    batch.digest = digest(body)
    batch.save(force_insert=True)
    BatchEntry.objects.bulk_create([BatchEntry(batch=batch, entry=entry, seq=step.seq) for entry in entries])
    step.subject = batch.ref
    step.tell("journal.exported", entity=entity, book=named, period=period, batch=batch.ref)
    return {"batch": batch.ref, "digest": batch.digest, **body}


def _summed(refs: list[str]) -> list[Json]:
    sums: dict[tuple[str, ...], list[int]] = {}
    names = ("account", "number", "dimensions", "currency", "books_currency", "amount", "books_amount")
    for *key, amount, books_amount in Line.objects.filter(entry_id__in=refs).values_list(*names).iterator():
        row = sums.setdefault(tuple(key), [0, 0, 0, 0, 0])
        for at, value in ((0, amount), (2, books_amount)):
            row[at if value > 0 else at + 1] += abs(value)
        row[4] += 1
    heads = ("account", "number", "dimensions", "currency", "books currency")
    tails = ("debit", "credit", "books debit", "books credit", "lines")
    return [
        dict(zip(heads, key, strict=True)) | dict(zip(tails, map(str, row), strict=True))
        for key, row in sorted(sums.items())
    ]


class Difference(NamedTuple):
    """An account whose balance here is not the one of the general ledger; entries: the largest of those behind it, and
    those that were not handed over."""

    account: str
    here: int
    there: int
    currency: str
    entries: list[str]


def tie_out(entity: str, book: str, until: int, there: Mapping[str, int]) -> Iterator[Difference]:
    """Compare balances by account number (role, where it has none) with those of a general ledger, debit positive."""
    names = Period.objects.filter(entity=entity, book=book, until__lte=until).values("name")
    lines = Line.objects.filter(entry__entity=entity, entry__book=book, entry__period__in=names)
    # What the earlier books had otherwise went into their own results: no account of the general ledger has it apart.
    lines = lines.exclude(entry__kind=OPENING, account="opening_difference")
    here: Counter[str] = Counter()
    behind: dict[str, Counter[str]] = {}
    code = ""
    fields = ("number", "account", "entry_id", "books_currency", "books_amount")
    for number, account, entry, currency, amount in lines.values_list(*fields).iterator():
        key, code = number or account, currency
        here[key] += amount
        behind.setdefault(key, Counter())[entry] += amount
    waiting = Entry.objects.exclude(ref__in=BatchEntry.objects.values("entry")).exclude(kind=OPENING)
    open_ = set(waiting.values_list("ref", flat=True))
    digits = decimals()
    for account in sorted({*here, *there}):
        if here[account] != there.get(account, 0):
            entries = list(_behind(behind.get(account, Counter()), open_, code, digits))
            yield Difference(account, here[account], there.get(account, 0), code, entries)


def _behind(amounts: Counter[str], open_: set[str], code: str, digits: Mapping[str, int]) -> Iterator[str]:
    rows = sorted(amounts.items(), key=lambda row: (row[0] not in open_, -abs(row[1]), row[0]))
    for ref, amount in rows[:_ENTRIES]:
        yield f"{ref}{' (not handed over)' if ref in open_ else ''}: {written(amount, code, digits)}"
    if rows[_ENTRIES:]:
        rest = sum(amount for _, amount in rows[_ENTRIES:])
        yield f"{len(rows) - _ENTRIES} more: {written(rest, code, digits)}"
