"""The journal: entries and their lines, manual ones and their reverse, batches for the general ledger, the tie-out."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from pydantic import Field

from duly.actions import export
from duly.actions.asking import book_named, currency_of, end_of, together
from duly.actions.errors import EntryIsWrong, UnknownEntry
from duly.actions.lists import entries_listed, lines_listed
from duly.actions.money import decimals
from duly.actions.periods import balances
from duly.actions.readers import READ
from duly.doors.api.admission import Asked
from duly.doors.api.operations import Room
from duly.doors.api.paging import page, place_of, since_of
from duly.doors.api.periods import OfEntity, OfEntityTaken
from duly.doors.api.shapes import (
    Amount,
    Asking,
    Commanded,
    Listed,
    Money,
    MoneyTaken,
    OptionalRef,
    Page,
    Paged,
    Ref,
    Since,
    Taken,
    Told,
    money,
)
from duly.doors.api.telling import effect_told
from duly.ground.money import minor_units
from duly.store.journal import Batch, Entry, Line, lines_of

room = Room("journal")


class EntryRow(Told):
    """An entry: `kind` is computed, correction, manual, reversal, or of a restatement; `hash` seals it with its lines
    and the entry before it."""

    entry: str
    entity: str
    book: str
    period: str
    step: str
    kind: str
    by: str
    at: str
    why: str
    reverses: str | None
    lines: int
    command: int
    hash: str


class LineRow(Told):
    """A line, debit positive. `economic_period`: the period it belongs to, where it stands in a later one; `number`: of
    the account in your chart."""

    entry: str
    n: int
    period: str
    contract: str
    obligation: str
    account: str
    number: str
    cause: str
    economic_period: str
    amount: Money
    books_amount: Money
    dimensions: Any


class EntryWhole(EntryRow):
    """An entry with its lines."""

    rows: list[LineRow]


class BalanceRow(Told):
    """An account and its balance, debit positive."""

    account: str
    balance: Money


class TrialBalance(Told):
    """The posted balance of every account; `together` is nothing in each currency."""

    entity: str
    book: str
    items: list[BalanceRow]
    together: list[Money]
    as_of: int


class BatchRow(Told):
    """Entries that were handed to the general ledger together."""

    batch: str
    entity: str
    book: str
    period: str
    digest: str
    command: int


class BatchWhole(BatchRow):
    """A batch with its sums by account and dimensions."""

    body: Any


class DifferenceRow(Told):
    """An account whose balance is another here than there; `entries`: the largest behind it."""

    account: str
    here: Money
    there: Money
    entries: list[str]


class EntriesAsked(Paged, Since):
    """The query of entries."""

    entity: OptionalRef = ""
    book: OptionalRef = ""
    period: OptionalRef = ""


class LinesAsked(EntriesAsked):
    """The query of lines."""

    contract: OptionalRef = ""
    account: OptionalRef = ""


class BalancesAsked(OfEntity):
    """The query of balances."""

    through: OptionalRef = Field("", description="The last period that counts (empty: all).")
    as_reported: bool = Field(False, description="By the journal alone, without what was restated.")


class ManualLine(Taken):
    """A line of a manual entry; debits are positive."""

    account: Ref = Field(examples=["other_expense"])
    amount: MoneyTaken
    contract: OptionalRef = ""
    obligation: OptionalRef = ""


class EntryTaken(OfEntityTaken):
    """A manual entry, balanced for each contract; `why` is needed. `reverse_in`: a later period that undoes it;
    `attachment`: SHA-256 of what supports it."""

    period: Ref
    lines: list[ManualLine] = Field(min_length=2, max_length=1000)
    attachment: str = Field("", pattern="^([0-9a-f]{64})?$")
    reverse_in: OptionalRef = ""


class ReversalTaken(Commanded):
    """A manual entry that is to be undone in an open period."""

    entry: Ref = Field(examples=["JE-US01/main/7"])
    period: Ref


class BatchTaken(OfEntityTaken):
    """A period whose entries go to the general ledger."""

    period: Ref


class Balance(Taken):
    """A balance of the general ledger, in the currency of the books, debit positive."""

    account: Ref
    balance: Amount


class TieOutTaken(Taken):
    """Balances of the general ledger by account number (role, where it has none)."""

    entity: Ref
    book: OptionalRef = ""
    through: OptionalRef = ""
    balances: list[Balance] = Field(max_length=10_000)


@room.question("/journal/entries", READ)
def list_entries(asked: Asked, q: EntriesAsked) -> Page[EntryRow]:
    """List entries. In the order of their chains."""
    place = place_of(q)
    rows = entries_listed(place.seq, asked.of(q.entity), since=since_of(q))
    rows = rows.filter(book=q.book) if q.book else rows
    rows = rows.filter(period=q.period) if q.period else rows
    return page(q, place, rows, ["chain", "number"], lambda found: [EntryRow(**_entry(one)) for one in found])


@room.question("/journal/entries/{path:entry}", READ)
def get_entry(asked: Asked, entry: Ref, q: Asking) -> EntryWhole:
    """Get an entry with its lines. As JE-US01/main/7."""
    found = Entry.objects.filter(ref=entry, seq__lte=asked.at(q.as_of)).first()
    if found is None:
        raise UnknownEntry(f"there is no entry {entry!r}", fix="entries are named like JE-US01/main/7")
    asked.require(found.entity)
    return EntryWhole(**_entry(found), rows=_lines(lines_of(found.ref)))


@room.question("/journal/lines", READ)
def list_lines(asked: Asked, q: LinesAsked) -> Page[LineRow]:
    """List lines. In the order in which they were posted."""
    place = place_of(q)
    rows = lines_listed(place.seq, asked.of(q.entity), since=since_of(q))
    wanted = {"entry__book": q.book, "entry__period": q.period, "contract": q.contract, "account": q.account}
    rows = rows.filter(**{name: value for name, value in wanted.items() if value})
    return page(q, place, rows, ["id"], _lines)


def _entry(one: Entry) -> dict[str, Any]:
    same = ("entity", "book", "period", "step", "kind", "at", "why", "lines", "hash")
    said = {name: getattr(one, name) for name in same}
    return {**said, "entry": one.ref, "by": one.actor, "reverses": one.reverses_id, "command": one.seq}


def _lines(found: Sequence[Line]) -> list[LineRow]:
    digits = decimals()
    periods = dict(Entry.objects.filter(ref__in={one.entry_id for one in found}).values_list("ref", "period"))
    return [
        LineRow(
            entry=one.entry_id,
            n=one.n,
            period=periods[one.entry_id],
            contract=one.contract,
            obligation=one.obligation,
            account=one.account,
            number=one.number,
            cause=one.cause,
            economic_period=one.economic,
            amount=money(one.amount, one.currency, digits),
            books_amount=money(one.books_amount, one.books_currency, digits),
            dimensions=json.loads(one.dimensions) if one.dimensions else {},
        )
        for one in found
    ]


@room.question("/trial-balance", READ)
def get_trial_balance(asked: Asked, q: BalancesAsked) -> TrialBalance:
    """Get the trial balance. The posted balance of every account."""
    asked.require(q.entity)
    seq, digits = asked.at(q.as_of), decimals()
    book = book_named(q.book, seq)
    found = balances(q.entity, book, end_of(q.entity, book, q.through, seq), seq, as_reported=q.as_reported)
    rows = [
        BalanceRow(account=account, balance=money(int(minor), code, digits))
        for account, amounts in found.items()
        for code, minor in amounts.items()
    ]
    sums = [money(minor, code, digits) for code, minor in together(found).items()]
    return TrialBalance(entity=q.entity, book=book, items=rows, together=sums, as_of=seq)


@room.command("/journal/entries", "enter_manually", "journal.manual")
def enter_manually(asked: Asked, body: EntryTaken) -> dict[str, Any]:
    """Write an entry by hand. Another person agrees, the higher the larger it is."""
    said = {"entity": body.entity, "period": body.period, "book": body.book, "attachment": body.attachment}
    said |= {"reverse_in": body.reverse_in} if body.reverse_in else {}
    return {**said, "lines": [_manual(one) for one in body.lines]}


def _manual(one: ManualLine) -> dict[str, str]:
    digits = dict(decimals())
    if one.amount.currency not in digits:
        raise EntryIsWrong(f"there is no currency {one.amount.currency!r}", fix="a code of ISO 4217, as USD")
    minor = str(one.amount.minor(digits))
    line = {"account": one.account, "amount": minor, "currency": one.amount.currency, "contract": one.contract}
    return line | ({"obligation": one.obligation} if one.obligation else {})


@room.command("/journal/reversals", "reverse_entry", "journal.reverse")
def reverse_entry(asked: Asked, body: ReversalTaken) -> dict[str, Any]:
    """Undo a manual entry. By its opposite in an open period; another person agrees."""
    return {"entry": body.entry, "period": body.period}


@room.question("/journal/batches", READ)
def list_batches(asked: Asked, q: EntriesAsked) -> Page[BatchRow]:
    """List batches. Those that were handed to the general ledger, in their order."""
    place = place_of(q)
    rows = Batch.objects.filter(seq__lte=place.seq, entity__in=asked.of(q.entity))
    rows = rows.filter(seq__gt=since_of(q))
    wanted = {"book": q.book, "period": q.period}
    rows = rows.filter(**{name: value for name, value in wanted.items() if value})
    return page(q, place, rows, ["seq"], lambda found: [BatchRow(**_batch(one)) for one in found])


@room.question("/journal/batches/{batch}", READ)
def get_batch(asked: Asked, batch: Ref, q: Asking) -> BatchWhole:
    """Get a batch. With its sums by account and dimensions, and the entries in it."""
    found = Batch.objects.filter(ref=batch, seq__lte=asked.at(q.as_of)).first()
    if found is None:
        raise UnknownEntry(f"there is no batch {batch!r}", fix="batches are named like B-17")
    asked.require(found.entity)
    return BatchWhole(**_batch(found), body=effect_told(json.loads(found.body)))


def _batch(one: Batch) -> dict[str, Any]:
    same = {name: getattr(one, name) for name in ("entity", "book", "period", "digest")}
    return {**same, "batch": one.ref, "command": one.seq}


@room.command("/journal/batches", "export_batch", "journal.export")
def export_batch(asked: Asked, body: BatchTaken) -> dict[str, Any]:
    """Hand entries to the general ledger. Those of a period that were not handed over yet, each once."""
    return {"entity": body.entity, "period": body.period, "book": body.book}


@room.question("/journal/tie-out", READ, method="POST")
def tie_out(asked: Asked, body: TieOutTaken) -> Listed[DifferenceRow]:
    """Compare balances with the general ledger. Accounts that differ, with the entries behind them."""
    asked.require(body.entity)
    seq, digits, code = asked.at(""), decimals(), currency_of(body.entity)
    book = book_named(body.book, seq)
    there = {one.account: minor_units(one.balance, digits[code]) for one in body.balances}
    found = export.tie_out(body.entity, book, end_of(body.entity, book, body.through, seq), there)
    rows = [
        DifferenceRow(
            account=one.account,
            here=money(one.here, code, digits),
            there=money(one.there, code, digits),
            entries=one.entries,
        )
        for one in found
    ]
    return Listed(items=rows, as_of=seq)
