"""What a period would post: the journal of the engine as of now, less what was posted.

What is posted is the truth; the rest follows from facts, judgements and settings. So nothing is posted twice, a second
close posts nothing, and a changed policy or a released hold shows as the difference it makes.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple, TypeAlias

from django.db.models import Sum

from duly import __version__
from duly.actions.errors import UnknownPeriod
from duly.engine.contracts.terms import Company, Terms
from duly.engine.journal.accounts import account_number
from duly.engine.journal.books import Books, calendar_of, keep_books
from duly.engine.journal.two_currencies import TwoFold, two_fold
from duly.ground.errors import DulyError
from duly.store import lift
from duly.store.canonical import canonical
from duly.store.company import sections_at
from duly.store.contracts import held_contracts
from duly.store.journal import COMPUTED, CORRECTION, Line
from duly.store.periods import Certificate, Period

# What a change of a section of the company file is called as a cause.
_CAUSES = {"policies": "policy", "books": "policy", "ssp": "ssp", "rates": "rate"}


class Key(NamedTuple):
    """What makes two journal lines the same line."""

    step: str
    contract: str
    obligation: str
    account: str
    number: str
    cause: str
    economic: str
    currency: str
    books_currency: str
    kind: str
    dimensions: str


class Amounts(NamedTuple):
    """Minor units of the contract's currency and of the books, debit positive."""

    amount: int
    books_amount: int


# Amounts of lines by period, then by (line, 0 for the contract's currency or 1 for that of the books).
Lines: TypeAlias = "dict[str, Counter[tuple[Key, int]]]"


class Draft(NamedTuple):
    """What a period would post, and what stands against it: contracts that cannot be decided, and those on hold with
    what they would post. unusual: lines that move what was closed, by cause."""

    company: Company
    period: Period
    lines: dict[Key, Amounts]
    unusual: dict[Key, Amounts]
    held: dict[Key, Amounts]
    errors: list[DulyError]


def book_name(company: Company, book: str) -> str:
    """The name of a book; the only one is `main` where none is defined."""
    names = [name for name, _, _ in company.books]
    if not book:
        return names[0] if names else "main"
    if book not in (names or ["main"]):
        raise UnknownPeriod(f"there is no book {book!r}", fix=f"one of: {', '.join(names or ['main'])}")
    return book


def draft_of(seq: int, entity: str, book: str, name: str) -> Draft:
    """What a period of an entity would post in a book (empty: the first) with everything recorded so far."""
    bare = lift.company_at(seq)
    book = book_name(bare, book)
    company = lift.with_closes(bare, seq, book)
    reading = lift.contracts_at(seq, company, entity)
    period = period_named(company, entity, book, name)
    books = books_of(reading.terms, company, book, seq, period.until - 1)
    computed = _computed(books, [one.name for one in _upto(books, entity, period)])
    lines, unusual = _beyond_posted(computed, entity, book, period, seq)
    waiting = held_contracts(seq)
    held, free = _apart(lines, waiting)
    kept, out = _apart(unusual, waiting)
    return Draft(company, period, free, out, {**held, **kept}, [*reading.errors, *books.errors])


def books_of(terms: Sequence[Terms], company: Company, book: str, seq: int, through: int) -> Books:
    """The books of contracts as known by a command, through a day."""
    own = "" if book == "main" and not company.books else book
    return keep_books(terms, company, book=own, through=through, as_of=seq)


def period_named(company: Company, entity: str, book: str, name: str) -> Period:
    """A period of the calendar of an entity by its name; not stored where nothing was posted to it yet."""
    known = Period.objects.filter(entity=entity, book=book, name=name).first()
    if known is not None:
        return known
    found = next((e for e in company.entities if e.ref == entity), None)
    if found is None:
        names = ", ".join(e.ref for e in company.entities) or "none yet: set the company file first"
        raise UnknownPeriod(f"there is no entity {entity!r}", fix=f"one of: {names}")
    for period in calendar_of(found).periods(*_SPAN):
        if period.name == name:
            return Period(entity=entity, book=book, name=name, start=period.start, until=period.until)
    raise UnknownPeriod(f"{entity} has no period {name!r}", fix="as `duly periods` names them: 2026-03 or FY2026-P03")


_SPAN = (10_000, 32_000)  # 1997 to 2057


def _upto(books: Books, entity: str, period: Period) -> Iterator[Period]:
    for one in books.periods.get(entity, ()):
        if one.period.until <= period.until:
            yield Period(name=one.period.name)


def _computed(books: Books, names: list[str]) -> Lines:
    """Lines by period, as the engine books them now."""
    found: Lines = {name: Counter() for name in names}
    for both in two_fold(books, books.journal()):
        if both.row.period in found:
            key = _key(books, both)
            found[both.row.period][key, 0] += both.row.amount
            found[both.row.period][key, 1] += both.functional
    return found


def _key(books: Books, both: TwoFold) -> Key:
    row = both.row
    tags = books.dimensions(row.contract, row.obligation)
    return Key(
        row.step, row.contract, row.obligation, row.account, account_number(books, row), row.cause, row.economic,
        row.currency, both.currency, both.kind, canonical(tags) if tags else "",
    )  # fmt: skip


def _beyond_posted(
    computed: Lines, entity: str, book: str, period: Period, seq: int
) -> tuple[dict[Key, Amounts], dict[Key, Amounts]]:
    """What is computed less what is posted: of the period itself, and of those before it, which corrections made since
    have moved already."""
    posted, corrected = _posted(entity, book, COMPUTED, seq), _corrected(entity, book, seq)
    own = Counter(computed.get(period.name, {}))
    own.subtract(posted.pop(period.name, {}))
    before: Counter[tuple[Key, int]] = Counter()
    cause = _why_moved(entity, book, seq)
    for name, lines in computed.items():
        if name == period.name:
            continue
        moved = Counter(lines)
        moved.subtract(posted.get(name, {}))
        for (key, side), amount in moved.items():
            before[key._replace(cause=cause, economic=name), side] += amount
        for (key, side), amount in corrected.get(name, {}).items():
            before[key._replace(cause=cause), side] -= amount
    return _paired(own), _paired(before)


def _corrected(entity: str, book: str, seq: int) -> Lines:
    """The corrections that were posted, by the period they correct."""
    found: Lines = {}
    for lines in _posted(entity, book, CORRECTION, seq).values():
        for (key, side), amount in lines.items():
            found.setdefault(key.economic, Counter())[key, side] += amount
    return found


def _posted(entity: str, book: str, kind: str, seq: int) -> Lines:
    """What was posted by the engine up to a command, by period."""
    found: Lines = {}
    rows = Line.objects.filter(entry__entity=entity, entry__book=book, entry__kind=kind, entry__seq__lte=seq)
    names = [f"entry__{name}" if name == "step" else name for name in Key._fields]
    sums = rows.values_list("entry__period", *names).annotate(Sum("amount"), Sum("books_amount"))
    for period, *key, amount, books_amount in sums.order_by().iterator():
        of = found.setdefault(period, Counter())
        of[Key(*key), 0] += amount
        of[Key(*key), 1] += books_amount
    return found


def _paired(amounts: Counter[tuple[Key, int]]) -> dict[Key, Amounts]:
    keys = sorted({key for (key, _), amount in amounts.items() if amount})
    return {key: Amounts(amounts[key, 0], amounts[key, 1]) for key in keys}


def _apart(lines: dict[Key, Amounts], held: set[str]) -> tuple[dict[Key, Amounts], dict[Key, Amounts]]:
    """The lines of contracts on hold, and the others."""
    waits = {key for key in lines if held & set(key.contract.split("+"))}
    return {k: lines[k] for k in lines if k in waits}, {k: lines[k] for k in lines if k not in waits}


def _why_moved(entity: str, book: str, seq: int) -> str:
    """Why closed periods would be booked otherwise now: what changed since the last certificate."""
    certificates = Certificate.objects.filter(period__entity=entity, period__book=book, seq__lt=seq)
    last = certificates.order_by("-id").first()
    if last is None:
        return "late fact"
    body = json.loads(last.body)
    if body["engine"] != __version__:
        return "engine version"
    now = {section: row.digest for section, row in sections_at(seq).items()}
    changed = {_CAUSES[s] for s in _CAUSES if now.get(s) != body["settings"].get(s)}
    return next((cause for cause in ("policy", "ssp", "rate") if cause in changed), "late fact")


def totals(lines: Iterable[tuple[Key, Amounts]]) -> dict[str, dict[str, str]]:
    """Debit-positive totals by account and currency of the books, as texts of minor units."""
    found: Counter[tuple[str, str]] = Counter()
    for key, amounts in lines:
        found[key.account, key.books_currency] += amounts.books_amount
    result: dict[str, dict[str, str]] = {}
    for (account, currency), amount in sorted(found.items()):
        result.setdefault(account, {})[currency] = str(amount)
    return result


def revenue_by_cause(lines: Iterable[tuple[Key, Amounts]]) -> dict[str, str]:
    """Revenue in the currency of the books by why it moved, as texts of minor units."""
    found: Counter[str] = Counter()
    for key, amounts in lines:
        if key.account == "revenue":
            found[f"{key.cause} {key.books_currency}"] -= amounts.books_amount
    return {cause: str(amount) for cause, amount in sorted(found.items())}
