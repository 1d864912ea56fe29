"""Numbers of the ledger explained: of a contract, of a line of the journal, of a cell of a note.

CT-2041/platform/2026-03              as of files (see `duly.engine.explain.numbers`)
JE-US01/main/7/3                      line 3 of an entry, counted from 0
US01/contract liability, cash/2026-03 what a note shows of an account
"""

from __future__ import annotations

from fractions import Fraction

from django.db.models import Q, QuerySet

from duly.actions.contracts import known_contract
from duly.actions.disclosures import PostedBook, moments_at
from duly.actions.drafts import books_of, period_named
from duly.actions.errors import UnknownEntry, UnknownPeriod
from duly.actions.money import amount, decimals
from duly.actions.passages import with_passages
from duly.checker.words import value
from duly.engine.disclosure.contract_balances import MOVES, OTHERS, move_of
from duly.engine.disclosure.note import BALANCES
from duly.engine.explain.amounts import summed
from duly.engine.explain.derivation import NothingToExplain
from duly.engine.explain.numbers import COSTS, explain_number
from duly.engine.journal.books import Books
from duly.engine.tables import CREDIT_NORMAL
from duly.ground.reports import Step
from duly.store import lift
from duly.store.audit import head
from duly.store.journal import COMPUTED, CORRECTION, MANUAL, RESTATEMENT, REVERSAL, Line
from duly.store.periods import Period

_ENTRY = "JE-"
PROVED = ("revenue", *BALANCES, *(name.replace(" ", "_") for name in COSTS))


def entity_of_number(number: tuple[str, ...]) -> str:
    """The entity whose books a number stands in."""
    if number[0].startswith(_ENTRY):
        return str(_line(number).entry.entity)
    if Period.objects.filter(entity=number[0]).exists() and ", " in number[1]:
        return number[0]
    return str(known_contract(number[0]).entity)


def explained(number: tuple[str, ...], book: str) -> Step:
    """The derivation of a number by the parts of its address."""
    if number[0].startswith(_ENTRY):
        return _of_line(_line(number))
    if entity_of_number(number) == number[0]:
        return _of_cell(number[0], book, *number[1:])
    return of_contract(number[0], number[1], number[2], book, head()[0])


def of_contract(contract: str, what: str, when: str, book: str, seq: int) -> Step:
    """A number of a contract as known by a command."""
    entity = known_contract(contract).entity
    books = known_books(entity, book, seq, _until(entity, book, when, seq))
    return with_passages(explain_number(books, contract, what, when), contract)


def known_books(entity: str, book: str, seq: int, through: int | None) -> Books:
    """The books of an entity as known by a command, which speaks of commands where it says when something was known."""
    company = lift.with_closes(lift.company_at(seq), seq, book)
    books = books_of(lift.contracts_at(seq, company, entity).terms, company, book, seq, through)
    books.moments = moments_at(seq)
    return books


def _until(entity: str, book: str, when: str, seq: int) -> int | None:
    """The last day of a period; where none is named, that of the last one that is posted."""
    try:
        return period_named(lift.company_at(seq), entity, book, when).until - 1
    except UnknownPeriod:
        last = Period.objects.filter(entity=entity, book=book).order_by("-until").first()
        return last.until - 1 if last else None


def _line(number: tuple[str, ...]) -> Line:
    ref, _, n = "/".join(number).rpartition("/")
    rows = Line.objects.select_related("entry").filter(entry_id=ref)
    found = rows.filter(n=int(n)).first() if n.isdigit() else None
    if found is None:
        count = rows.count()
        fix = f"its lines are {ref}/0 to {ref}/{count - 1}" if count else "entries are named like JE-US01/main/7"
        raise UnknownEntry(f"there is no line {'/'.join(number)}", fix=fix)
    return found


def _of_line(line: Line) -> Step:
    """A line of the journal: by hand, a correction, or its part of what the period booked."""
    entry = line.entry
    label = f"{address(line)}: {line.account} of {line.contract or 'no contract'} in {entry.period}"
    shown = amount(line.amount, line.currency, decimals())
    made = f"{entry.kind} entry of command {entry.seq} by {entry.actor}" + (f": {entry.why}" if entry.why else "")
    if entry.kind in (MANUAL, REVERSAL):
        return Step(label, shown, "", made)
    derived, sign = _behind(line)
    if derived is None:
        return Step(label, shown, f"by the rule of the step {entry.step}", made)
    others = [_leaf(one) for one in _alike(line) if one.pk != line.pk]
    how = "= " + " - ".join([f"{sign}({derived.value})", *(f"({one.value})" for one in others)])
    return Step(label, shown, how, made, children=(derived, *others))


def _behind(line: Line) -> tuple[Step | None, str]:
    """What the lines like this one add up to: revenue of the period, or what a balance moved by; and its sign."""
    entry, contract = line.entry, line.contract.split("+")[0]
    of_engine = entry.kind == COMPUTED or (entry.kind == CORRECTION and line.account != "revenue")
    if not contract or not of_engine:
        return None, ""
    what = line.obligation if line.account == "revenue" else line.account.replace("_", " ")
    kept, sign = _period(line), "-" if line.account in CREDIT_NORMAL else ""
    books = known_books(entry.entity, entry.book, _known(kept, entry.seq), kept.until - 1)
    try:
        now = explain_number(books, contract, what, kept.name)
    except NothingToExplain:
        return None, ""
    if line.account == "revenue":
        return with_passages(now, contract), sign
    before = _opening(line, kept)
    how = f"= {now.value} - ({before.value})"
    total = sum(int(one.amount) for one in _alike(line)) * (-1 if sign else 1)
    label = f"{what} of {line.contract} moved in {kept.name}"
    moved = Step(label, amount(total, line.currency, decimals()), how, children=(now, before))
    now_on, then, by = (value(one.value) or Fraction(0) for one in (now, before, moved))
    if now_on - then != by and line.account not in PROVED:
        return None, ""  # the journal has more on it than rows of the contract, as an allowance of many
    return with_passages(moved, contract), sign


def _period(line: Line) -> Period:
    """The period that booked a line."""
    entry = line.entry
    return Period.objects.get(entity=entry.entity, book=entry.book, name=entry.taken_from or entry.period)


def _opening(line: Line, kept: Period) -> Step:
    """What was posted of an account of a contract before a period, but for what was written by hand."""
    names = Period.objects.filter(entity=kept.entity, book=kept.book, until__lte=kept.start).values("name")
    rows = list(_posted(line, kept).filter(entry__period__in=names))
    sign = -1 if line.account in CREDIT_NORMAL else 1
    leaves = [_leaf(one, sign) for one in rows]
    total = amount(sign * sum(int(one.amount) for one in rows), line.currency, decimals())
    how = f"= {summed([leaf.value for leaf in leaves])}" if leaves else "nothing yet"
    source = "" if leaves else f"the journal of {kept.entity}"
    return Step(f"posted before {kept.name}", total, how, source, children=tuple(leaves))


def _known(period: Period, seq: int) -> int:
    """What a posted period was computed with: what was known when it was closed, or when the line was posted."""
    one = PostedBook(period.entity, period.book)
    return one.known(one.names.index(period.name)).seq if period.name in one.closed else seq


def _alike(line: Line) -> list[Line]:
    """The lines that a period booked of the same contract and account, of revenue of the same obligation; with what
    of them was restated."""
    kept, rows = _period(line), _posted(line, _period(line))
    booked = Q(entry__period=kept.name, entry__taken_from="")
    if line.account == "revenue":
        rows = rows.filter(obligation=line.obligation, entry__kind__in=(COMPUTED, RESTATEMENT))
        booked |= Q(entry__taken_from=kept.name)
    return list(rows.filter(booked))


def _posted(line: Line, kept: Period) -> QuerySet[Line]:
    """What the engine posted on the account of a line, in its contract and currency, by the close of a period."""
    same = {name: getattr(line, name) for name in ("contract", "account", "currency")}
    rows = Line.objects.filter(entry__entity=kept.entity, entry__book=kept.book, **same)
    rows = rows.filter(entry__seq__lte=_known(kept, line.entry.seq)).exclude(entry__kind__in=(MANUAL, REVERSAL))
    return rows.select_related("entry").order_by("entry__seq", "entry__ref", "n")


def address(line: Line) -> str:
    """How a line of the journal is addressed."""
    return f"{line.entry_id}/{line.n}"


def _leaf(line: Line, sign: int = 1, *, books: bool = False) -> Step:
    """A line of the journal as a leaf: its address opens it."""
    minor, code = (line.books_amount, line.books_currency) if books else (line.amount, line.currency)
    label = f"{line.account} of {line.contract or 'no contract'}, {line.cause}, in {line.entry.period}"
    return Step(label, amount(sign * minor, code, decimals()), "", f"journal line {address(line)}")


def _of_cell(entity: str, book: str, what: str, period: str) -> Step:
    """What the note of a period shows of an account: opening, closing, or what moved it, line by line."""
    name, _, column = what.partition(", ")
    account, first = name.replace(" ", "_"), PostedBook(entity, book)
    columns = ("opening", "closing", "moved", *MOVES.values(), *OTHERS)
    if column not in columns or period not in first.names:
        fix = f"ACCOUNT, COLUMN with one of: {', '.join(columns)}; a period that was posted"
        raise NothingToExplain(f"there is no {what!r} in {period} of {entity}", fix=fix)
    sign = -1 if account in CREDIT_NORMAL else 1
    upto = first.names[: first.names.index(period) + (column != "opening")]
    asked = upto if column in ("opening", "closing") else [period]
    rows = Line.objects.filter(entry__entity=entity, entry__book=first.book, entry__period__in=asked, account=account)
    lines = [
        line
        for line in rows.select_related("entry").order_by("entry__seq", "entry__ref", "n")
        if column in ("opening", "closing", "moved") or _named(line, period) == column
    ]
    leaves = tuple(_leaf(line, sign, books=True) for line in lines)
    code = lines[0].books_currency if lines else first.currency
    total = amount(sign * sum(int(line.books_amount) for line in lines), code, decimals())
    how = f"= {summed([leaf.value for leaf in leaves])}" if leaves else "nothing yet"
    source = "" if leaves else f"the journal of {entity}"
    return Step(f"{name}, {column}, of {entity} in {period}", total, how, source, "606-10-50-8", leaves)


def _named(line: Line, period: str) -> str:
    return move_of(line.entry.step, line.cause, line.economic, [period])
