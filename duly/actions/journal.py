"""Entries: computed ones are posted from drafts, manual ones are written by one person and approved by another, and
either stays for ever; a manual one is undone by its reverse."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import NamedTuple

from duly.actions.drafts import Draft, book_name, draft_of, period_named, revenue_by_cause, totals
from duly.actions.errors import (
    EntryIsComputed,
    EntryIsReversed,
    EntryIsWrong,
    NothingToDo,
    PeriodIsClosed,
    UnknownEntry,
    UnknownPeriod,
)
from duly.actions.gate import Json, Step, verb
from duly.actions.lines import Amounts, Key
from duly.actions.money import amount as written
from duly.actions.money import decimals
from duly.actions.telling import tell_posted
from duly.engine.contracts.terms import Company, Terms
from duly.engine.journal.accounts import Chart, LinePlace
from duly.engine.journal.books import calendar_of, tags_of
from duly.engine.tables import ROLES
from duly.ground.money import currency
from duly.store import lift
from duly.store.canonical import canonical
from duly.store.contracts import Contract
from duly.store.decided import keep
from duly.store.journal import (
    COMPUTED,
    LINE,
    MANUAL,
    REVERSAL,
    Entry,
    Written,
    chain_head,
    lines_of,
    sealed,
    write,
)
from duly.store.periods import OPEN, SOFT, Period, state_of

_WHOLE = re.compile(r"-?[0-9]+")


@verb("journal.post")
def post_period(step: Step, entity: str, period: str, book: str = "") -> Json:
    """Post what an open period has earned, billed and received so far. What would move a closed period is left for the
    close, which another person approves."""
    step.touch(entity)
    draft = draft_of(step.seq, entity, book, period)
    kept = opened(step, draft)
    entries = post_lines(step, kept, draft.lines.items(), COMPUTED)
    if not entries:
        raise NothingToDo(f"everything that {period} of {entity} has so far is posted")
    step.subject = f"{entity}/{kept.book}/{period}"
    tell_posted(step, kept, draft.lines.items(), len(entries))
    return {"entity": entity, "book": kept.book, "period": period, **shown(draft)}


def shown(draft: Draft) -> Json:
    """What a person sees of a draft before it is posted."""
    return {
        "lines": len(draft.lines),
        "totals": totals(draft.lines.items()),
        "revenue by cause": revenue_by_cause(draft.lines.items()),
        "moves closed periods": revenue_by_cause(draft.unusual.items()),
        "held": revenue_by_cause(draft.held.items()),
        "set aside": [f"{e.contract}: {e.name}: {e.what}" for e in draft.errors],
    }


def opened(step: Step, draft: Draft, *, to_close: bool = False) -> Period:
    """The period as it is stored, with those before it from the first that has anything; it must be open. to_close: a
    soft closed one does too, where nothing is left to post."""
    period = _stored(step, draft.company, draft.period)
    state = state_of(period)
    if state == SOFT and not to_close:
        raise PeriodIsClosed(
            f"{period.name} of {period.entity} is soft closed",
            why="it takes manual entries alone",
            fix="reopen it, which takes two people; or close it, and what comes later is posted in the next one",
        )
    if state not in (OPEN, SOFT):
        raise PeriodIsClosed(
            f"{period.name} of {period.entity} is {state}",
            why="what a closed period posted stands",
            fix="what belongs to it is posted late in the first open period; or reopen it, which takes two people",
        )
    keep(step.seq, period.book, draft.basis, draft.fresh)
    return period


def _stored(step: Step, company: Company, period: Period) -> Period:
    """A period as it is stored, with those before it from the first that has anything."""
    if period.pk is not None:
        return period
    entity, book = period.entity, period.book
    last = Period.objects.filter(entity=entity, book=book).order_by("-until").first()
    if last is not None and last.until > period.start:
        raise UnknownPeriod(f"{period.name} lies before the first period of {entity} in {book}")
    calendar = calendar_of(next(e for e in company.entities if e.ref == entity))
    for one in calendar.periods(last.until if last else period.start, period.until):
        made = Period(entity=entity, book=book, name=one.name, start=one.start, until=one.until, seq=step.seq)
        made.save(force_insert=True)
    return Period.objects.get(entity=entity, book=book, name=period.name)


class Overlay(NamedTuple):
    """The chain of a restatement, and the period its amounts are taken from; none for the journal itself."""

    chain: str = ""
    taken_from: str = ""


def post_lines(
    step: Step,
    period: Period,
    lines: Iterable[tuple[Key, Amounts]],
    kind: str,
    reverses: str = "",
    overlay: Overlay = Overlay(),  # noqa: B008 - it never changes
) -> list[Entry]:
    """Write lines to a period, one entry a step of the journal: lines first, then the header that seals them."""
    entries = []
    for name, rows in groupby(sorted(lines), key=lambda row: row[0].step):
        entries.append(_post(step, period, name, list(rows), kind, reverses, overlay))
    return entries


def _post(
    step: Step,
    period: Period,
    name: str,
    rows: Sequence[tuple[Key, Amounts]],
    kind: str,
    reverses: str,
    overlay: Overlay,
) -> Entry:
    chain = overlay.chain or f"{period.entity}/{period.book}"
    number, prev = chain_head(chain)
    entry = Entry(
        ref=f"JE-{chain}/{number + 1}",
        chain=chain,
        number=number + 1,
        entity=period.entity,
        book=period.book,
        period=period.name,
        step=name,
        kind=kind,
        why=step.why,
        actor=step.actor,
        at=step.at,
        taken_from=overlay.taken_from,
        reverses_id=reverses or None,
        lines=len(rows),
        totals=canonical(totals(rows)),
        seq=step.seq,
        prev=prev,
    )
    made = [_line(entry.ref, n, key, amounts) for n, (key, amounts) in enumerate(rows)]
    write(made)
    entry.hash = sealed(entry, (line[1:] for line in made))
    entry.save(force_insert=True)
    return entry


def _line(ref: str, n: int, key: Key, amounts: Amounts) -> Written:
    return Written(
        ref, n, key.contract, key.obligation, key.account, key.number, key.cause, key.economic, key.currency,
        amounts.amount, key.books_currency, amounts.books_amount, key.kind, key.dimensions,
    )  # fmt: skip


@verb("journal.manual")
def enter_manually(
    step: Step, entity: str, period: str, lines: list[Json], book: str = "", attachment: str = "", reverse_in: str = ""
) -> Json:
    """Write an entry by hand: its reason is the why of the command, `attachment` the digest of what supports it.
    reverse_in: a later period in which the same command undoes it, as for an accrual.

    lines: contract, account, amount (minor units, debit positive, as text) and the currency of the books; balanced by
    contract."""
    step.touch(entity)
    if not step.why:
        raise EntryIsWrong("a manual entry needs a reason", fix="say it with --why")
    company = lift.company_at(step.seq)
    named = book_name(company, book)
    kept = _manual_period(step, entity, named, period)
    rows = _manual_rows(step, company, kept, lines)
    _weigh(step, rows)
    (entry,) = post_lines(step, kept, rows, MANUAL)
    tell_posted(step, kept, rows, 1)
    step.subject = entry.ref
    made = {"entry": entry.ref, "lines": lines, "attachment": attachment, "period": period}
    return made | (_reversed_in(step, entry, kept, reverse_in) if reverse_in else {})


def _reversed_in(step: Step, entry: Entry, period: Period, name: str) -> Json:
    """Undo an entry in a later period."""
    later = _manual_period(step, entry.entity, entry.book, name)
    if later.start < period.until:
        raise EntryIsWrong(f"{name} is no later period than {period.name}", fix="name one that follows")
    rows = _opposite(entry)
    post_lines(step, later, rows, REVERSAL, entry.ref)
    tell_posted(step, later, rows, 1)
    return {"reversed in": name}


def _weigh(step: Step, rows: Sequence[tuple[Key, Amounts]]) -> None:
    """An entry weighs what it debits."""
    digits = decimals()
    for key, amounts in rows:
        step.weigh(max(amounts.books_amount, 0), currency(key.books_currency, digits).digits)


def _manual_period(step: Step, entity: str, book: str, name: str) -> Period:
    company = lift.company_at(step.seq)
    kept = _stored(step, company, period_named(company, entity, book, name))
    if state_of(kept) not in (OPEN, SOFT):
        raise PeriodIsClosed(f"{name} of {entity} is closed", fix="name an open period")
    return kept


class _Manual(NamedTuple):
    """What manual lines of a period are read with: units of the company's own currencies, and the contracts named."""

    period: Period
    currency: str
    units: Mapping[str, int]
    chart: Chart
    terms: Mapping[str, Terms]


def _manual_rows(step: Step, company: Company, period: Period, lines: Sequence[Json]) -> list[tuple[Key, Amounts]]:
    """The lines of a manual entry; they add up to nothing, contract by contract."""
    asked = {str(one.get("contract", "")) for one in lines} - {""}
    terms = {one.ref: one for one in lift.contracts_at(step.seq, company, period.entity, asked).terms} if asked else {}
    for ref in sorted(asked - set(Contract.objects.filter(entity=period.entity).values_list("ref", flat=True))):
        raise EntryIsWrong(f"{period.entity} has no contract {ref!r}", fix="name one of its own, or none")
    books = next(one.currency for one in company.entities if one.ref == period.entity)
    known = _Manual(period, books, dict(company.currencies), Chart(company), terms)
    rows = [_manual_line(one, number, known) for number, one in enumerate(lines, 1)]
    sums: Counter[str] = Counter()
    for key, amounts in rows:
        sums[key.contract] += amounts.amount
    if len(rows) < 2:
        raise EntryIsWrong("an entry has two lines at least", fix="say what is debited and what is credited")
    for ref, rest in sums.items():
        if rest:
            code = rows[0][0].currency
            said = f"the lines{f' of {ref}' if ref else ''} add up to {written(rest, code, decimals())}, not to nothing"
            raise EntryIsWrong(said, why="debits are positive, credits negative, as much of one as of the other")
    return rows


def _manual_line(one: Json, number: int, known: _Manual) -> tuple[Key, Amounts]:
    account, amount, code = (str(one.get(key, "")) for key in ("account", "amount", "currency"))
    contract, obligation = (str(one.get(key, "")) for key in ("contract", "obligation"))
    if account not in ROLES or account in ("due", "position"):
        raise EntryIsWrong(f"line {number}: there is no account {account!r}", fix=f"one of: {', '.join(ROLES[2:])}")
    if not _WHOLE.fullmatch(amount) or not code or not int(amount):
        raise EntryIsWrong(f"line {number}: {amount!r} {code!r} is no amount", fix="minor units like -120000, USD")
    if currency(code, known.units).code != known.currency:
        raise EntryIsWrong(
            f"line {number}: the books of {known.period.entity} are kept in {known.currency}, not in {code}",
            why="a manual entry has no rate",
            fix=f"convert it, and write it in {known.currency}",
        )
    tags = tags_of([known.terms[contract]] if contract in known.terms else [], obligation)
    mapped = known.chart.number(account, LinePlace(known.period.entity, contract, obligation, code), tags)
    key = Key(
        "other", contract, obligation, account, mapped, "manual", known.period.name, code, code, "",
        canonical(tags) if tags else "",
    )  # fmt: skip
    return key, Amounts(int(amount), int(amount))


def _opposite(entry: Entry) -> list[tuple[Key, Amounts]]:
    """The lines that undo an entry."""
    rows = []
    for line in lines_of(entry.ref):
        values = {name: getattr(line, name) for name in LINE}
        amounts = Amounts(-values.pop("amount"), -values.pop("books_amount"))
        rows.append((Key(entry.step, **values), amounts))
    return rows


@verb("journal.reverse")
def reverse_entry(step: Step, entry: str, period: str) -> Json:
    """Undo a manual entry by its opposite in an open period."""
    found = Entry.objects.filter(ref=entry).first()
    if found is None:
        raise UnknownEntry(
            f"there is no entry {entry!r}", fix="entries are named like JE-US01/main/7; `duly export` lists them"
        )
    step.touch(found.entity)
    if found.kind not in (MANUAL, REVERSAL):
        raise EntryIsComputed(
            f"{entry} was computed",
            why="it follows from facts, judgements and policies, and would come back with the next run",
            fix="correct the fact with a row that `corrects`, or the judgement, and post again",
        )
    if Entry.objects.filter(reverses=found).exists():
        raise EntryIsReversed(f"{entry} is reversed already")
    kept = _manual_period(step, found.entity, found.book, period)
    rows = _opposite(found)
    _weigh(step, rows)
    (made,) = post_lines(step, kept, rows, REVERSAL, found.ref)
    tell_posted(step, kept, rows, 1)
    step.subject = made.ref
    return {"entry": made.ref, "reverses": entry, "period": period}
