"""Invariants of posted amounts, asked of the rows: what every certificate closed is laid beside what was agreed and
recorded by then, and every line that says why it is there beside the row that it says.

The numbers are those of docs/invariants.md.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

from django.db.models import Sum

from duly.actions.drafts import books_of, named_together, names_together
from duly.engine.disclosure.invariants import (
    Posted,
    beyond_price,
    cash_unexplained,
    costs_unexplained,
    receivable_unexplained,
    shown_on_both_sides,
)
from duly.engine.journal.books import Books
from duly.ground.dates import day
from duly.store import lift
from duly.store.contracts import Fact, held_contracts
from duly.store.journal import BY_ENGINE, COMPUTED, CORRECTION, OPENING_DIFFERENCE, Entry, Line
from duly.store.periods import Certificate, Period
from duly.store.trees import plain, restored

# Rows that make a change of the contract; those that no estimate can rest on.
_AMENDING = frozenset(("amendment", "terminated", "renewed"))
_NO_ESTIMATE = frozenset(("invoice", "paid"))

Question = Callable[[Books, int, Posted], Iterator[str]]

# What the books that were closed last are asked: number, what must hold, and how to ask.
QUESTIONS: tuple[tuple[str, str, Question], ...] = (
    ("5", "no obligation was recognized beyond the price allocated to it", beyond_price),
    ("7", "no contract shows a contract asset and a contract liability at once", shown_on_both_sides),
    ("8", "cash of every contract is what was recorded as paid, given back and spent", cash_unexplained),
    ("9", "a receivable is what was billed, less what was credited, paid and written off", receivable_unexplained),
    ("13", "costs of a contract are no more than was recorded, and written off no further", costs_unexplained),
)


def of_closed_books() -> list[list[str]]:
    """What each question finds, the books of each last certificate kept once for all of them. Contracts on hold then
    have posted less than they owe, and answer when they are released."""
    found: list[list[str]] = [[] for _ in QUESTIONS]
    for one in _last_certificates():
        entity, book, on = one.period.entity, one.period.book, one.period.until - 1
        company = lift.with_closes(lift.company_at(one.seq), one.seq, book)
        held = held_contracts(one.seq)
        terms = [terms for terms in lift.contracts_at(one.seq, company, entity).terms if terms.ref not in held]
        books = books_of(terms, company, book, one.seq, on)
        posted = _together(_posted(one), books)
        for faults, (_, _, question) in zip(found, QUESTIONS, strict=True):
            faults += (f"{entity}/{book}/{one.period.name}: {fault}" for fault in question(books, on, posted))
    return found


def _last_certificates() -> list[Certificate]:
    rows = Certificate.objects.select_related("period").order_by("id")
    return list({(row.period.entity, row.period.book): row for row in rows}.values())


def _posted(certificate: Certificate) -> Posted:
    """What the engine posted up to a certificate, with what was restated, in the currencies of the contracts."""
    period = certificate.period
    names = Period.objects.filter(entity=period.entity, book=period.book, until__lte=period.until).values("name")
    rows = Line.objects.filter(entry__entity=period.entity, entry__book=period.book, entry__period__in=names)
    # What the earlier books had otherwise at a cut-over is what no rule computes.
    rows = rows.filter(entry__seq__lte=certificate.seq, entry__kind__in=BY_ENGINE).exclude(cause=OPENING_DIFFERENCE)
    found: Counter[tuple[str, str, str]] = Counter()
    sums = rows.values_list("contract", "obligation", "account").annotate(Sum("amount")).order_by()
    for contract, obligation, account, amount in sums.iterator():
        found[contract, obligation, account] = int(amount)
    return found


def _together(posted: Posted, books: Books) -> Posted:
    """What was posted, with what was posted of contracts before they were combined under the name of all."""
    found: Counter[tuple[str, str, str]] = Counter()
    names = names_together(books)
    for (contract, obligation, account), amount in posted.items():
        found[named_together(contract, names), obligation, account] += amount
    return found


def estimates() -> Iterator[str]:
    """A change of an estimate stands in the period of the row that made it: nothing else moves what was estimated."""
    # A credit note names its invoice, and lowers the price all the same.
    return _without_row("estimate", lambda row: "credit note" in row or not _NO_ESTIMATE & row.keys())


def amendments() -> Iterator[str]:
    """What a change of the contract moves at once stands in the period of the change: all else it only moves on."""
    return _without_row("amendment", lambda row: bool(_AMENDING & row.keys()))


def _without_row(cause: str, makes: Callable[[dict[str, object]], bool]) -> Iterator[str]:
    """Lines of a cause that stand in another period than the one they belong to, or in one without a row that makes
    it."""
    lines = Line.objects.filter(cause=cause, entry__kind__in=(COMPUTED, CORRECTION))
    spans = {(p.entity, p.book, p.name): (p.start, p.until) for p in Period.objects.all()}
    seen = lines.values_list("entry_id", "contract", "economic").distinct().order_by("entry_id", "contract")
    for ref, contract, economic in seen:
        entry = Entry.objects.get(ref=ref)
        start, until = spans[entry.entity, entry.book, entry.period]
        refs = contract.split("+")
        facts = Fact.objects.filter(contract_id__in=refs, seq__lte=entry.seq)
        if economic != entry.period:
            yield f"{ref}: {cause} of {contract} stands in {entry.period} and belongs to {economic}"
        elif not any(makes(row) and start <= (start if on is None else on) < until for row, on in map(_dated, facts)):
            yield f"{ref}: {contract} has no row in {entry.period} that makes this {cause}"


def _dated(fact: Fact) -> tuple[dict[str, object], int | None]:
    """A row and its day, None where it states none."""
    row = plain(restored(fact.tree, fact.file))
    assert isinstance(row, dict)
    return dict(row), day(str(row["date"])) if "date" in row else None
