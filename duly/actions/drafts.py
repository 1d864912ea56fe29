"""What a period would post: the journal of the engine as of now, less what was posted.

What is posted is the truth; the rest follows from facts, judgements and settings. So nothing is posted twice, a second
close posts nothing, and a changed policy or a released hold shows as the difference it makes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, TypeAlias

from django.db.models import Q, QuerySet

from duly import __version__
from duly.actions.company import entity_named
from duly.actions.deciding import Fresh, fresh_of
from duly.actions.drawing import NOTHING_DRAWN, Asked, named_lines
from duly.actions.errors import PeriodIsClosed, UnknownPeriod
from duly.actions.lines import Amounts, Key, posted_lines, summed_by_key
from duly.actions.steady import Steady, asked_of, rates_hold, steady_contracts
from duly.engine.contracts.reading import Reading
from duly.engine.contracts.terms import Company, Terms
from duly.engine.journal.books import Books, calendar_of, keep_books
from duly.engine.journal.two_currencies import TwoFold, two_fold
from duly.ground.dates import iso
from duly.ground.errors import DulyError
from duly.store import lift
from duly.store.canonical import canonical
from duly.store.contracts import held_contracts
from duly.store.journal import (
    COMPUTED,
    CORRECTION,
    OPENING_DIFFERENCE,
    RESTATED_CORRECTION,
    RESTATEMENT,
    Line,
    totals_of,
)
from duly.store.journal import OPENING as OPENED
from duly.store.periods import OPENING, Period, changed_sections, last_certificate, opening_of

# What a change of a section of the company file is called as a cause.
_CAUSES = {"policies": "policy", "books": "policy", "ssp": "ssp", "rates": "rate"}


# What stands in the journal of a period by itself, and not as a correction of another.
_OWN = (COMPUTED, RESTATEMENT, OPENED, OPENING_DIFFERENCE)

# Amounts of lines by period, then by (line, 0 for the contract's currency or 1 for that of the books).
Lines: TypeAlias = "dict[str, Counter[tuple[Key, int]]]"


class Draft(NamedTuple):
    """What a period would post, and what stands against it: contracts that cannot be decided, and those on hold with
    what they would post. seq: the command it is known by · unusual: lines that move what was closed, by cause · fresh:
    contracts that were decided for it and are not kept yet, with the digest of the settings they rest on (`basis`)."""

    seq: int
    company: Company
    period: Period
    lines: dict[Key, Amounts]
    unusual: dict[Key, Amounts]
    held: dict[Key, Amounts]
    errors: list[DulyError]
    basis: str
    fresh: list[Fresh]


def book_name(company: Company, book: str) -> str:
    """The name of a book; the only one is `main` where none is defined."""
    names = [name for name, _, _ in company.books]
    if not book:
        return names[0] if names else "main"
    if book not in (names or ["main"]):
        raise UnknownPeriod(f"there is no book {book!r}", fix=f"one of: {', '.join(names or ['main'])}")
    return book


def draft_of(seq: int, entity: str, book: str, name: str, *, read_all: bool = False) -> Draft:
    """What a period of an entity would post in a book (empty: the first) with everything recorded so far. Contracts of
    which nothing reaches back are taken as they were decided; `read_all` reads every one again."""
    bare = lift.company_at(seq)
    book = book_name(bare, book)
    company = lift.with_closes(bare, seq, book)
    period = period_named(company, entity, book, name)
    opening = opening_of(entity, book, seq)
    _require_after(opening, period)
    asked = asked_of(company, entity, book, period.start, seq)
    read_all = read_all or name == OPENING
    steady = Steady(NOTHING_DRAWN, None, frozenset()) if read_all else steady_contracts(asked)
    steady, reading = _read(steady, seq, company, entity)
    books = books_of(reading.terms, company, book, seq, period.until - 1)
    computed = as_opened(computed_lines(books, entity, period.until), books, entity, opening)
    others = None if not steady.drawn.refs else {*steady.others, *(ruling.drafts.ref for ruling in books.now().rulings)}
    lines, unusual = _beyond_posted(computed, asked, period, others)
    lines = _together(named_lines(steady.drawn, asked), lines) if steady.drawn.refs else lines
    errors = [*reading.errors, *books.errors]
    # What cannot be decided computes to nothing: what was posted of it stands until it can be.
    undecided = {ref for error in errors for ref in error.contract.split("+")}
    (_, lines), (_, unusual) = _apart(lines, undecided), _apart(unusual, undecided)
    waiting = held_contracts(seq)
    held, free = _apart(lines, waiting)
    kept, out = _apart(unusual, waiting)
    return Draft(seq, company, period, free, out, {**held, **kept}, errors, asked.basis, fresh_of(books, steady.unkept))


def _require_after(opening: Period | None, period: Period) -> None:
    """A period before the cut-over is neither open nor closable."""
    if opening is not None and period.until <= opening.until and period.name != OPENING:
        raise PeriodIsClosed(
            f"{period.name} of {period.entity} lies before its opening on {iso(opening.until - 1)}",
            why="what was earned and billed by then stands in the opening, and in the books of the earlier system",
            fix="name a later period; what becomes known of an earlier one is posted in the first that is open",
        )


def _read(steady: Steady, seq: int, company: Company, entity: str) -> tuple[Steady, Reading]:
    """Read the contracts that are not steady; one that another is combined with is not steady either."""
    if steady.others is None:
        return steady, lift.contracts_at(seq, company, entity)
    reading = lift.contracts_at(seq, company, entity, steady.others)
    mentioned = {ref for terms in reading.terms for ref in terms.combine} & steady.drawn.refs
    return _read(steady.without(mentioned), seq, company, entity) if mentioned else (steady, reading)


def _together(steady: Iterable[tuple[Key, Amounts]], others: dict[Key, Amounts]) -> dict[Key, Amounts]:
    """The lines of steady contracts with those of the others; what was posted of the former stands among the latter,
    with its sign turned."""
    found = dict(steady)
    for key, amounts in others.items():
        was = found.pop(key, Amounts(0, 0))
        both = Amounts(was.amount + amounts.amount, was.books_amount + amounts.books_amount)
        if any(both):
            found[key] = both
    return found


def books_of(terms: Sequence[Terms], company: Company, book: str, seq: int, through: int | None) -> Books:
    """The books of contracts as known by a command, through a day (None: to their end)."""
    own = "" if book == "main" and not company.books else book
    return keep_books(terms, company, book=own, through=through, as_of=seq)


def period_named(company: Company, entity: str, book: str, name: str) -> Period:
    """A period of the calendar of an entity by its name; not stored where nothing was posted to it yet."""
    found = entity_named(company, entity)
    known = Period.objects.filter(entity=entity, book=book, name=name).first()
    if known is not None:
        return known
    for period in calendar_of(found).periods(*_SPAN):
        if period.name == name:
            return Period(entity=entity, book=book, name=name, start=period.start, until=period.until)
    raise UnknownPeriod(f"{entity} has no period {name!r}", fix="as `duly periods` names them: 2026-03 or FY2026-P03")


_SPAN = (0, 40_000)  # 1970 to 2079


def computed_lines(books: Books, entity: str, until: int) -> Lines:
    """Lines by period that ends by a day, as the engine books them now."""
    found: Lines = {one.period.name: Counter() for one in books.periods.get(entity, ()) if one.period.until <= until}
    names = names_together(books)
    for both in two_fold(books, books.journal()):
        if both.row.period in found:
            key = _key(books, both)
            # Contracts that were combined since stand under one name, in the periods they were apart in as well: what
            # was posted of each alone is moved there.
            key = key._replace(contract=named_together(key.contract, names))
            found[both.row.period][key, 0] += both.row.amount
            found[both.row.period][key, 1] += both.functional
    return found


def as_opened(computed: Lines, books: Books, entity: str, opening: Period | None) -> Lines:
    """The lines with all periods before the cut-over as one, the opening: positions, whatever they came from."""
    if opening is None:
        return computed
    early = {one.period.name for one in books.periods.get(entity, ()) if one.period.until <= opening.until}
    positions: Counter[tuple[Key, int]] = Counter()
    for name in early & computed.keys():
        for (key, side), amount in computed[name].items():
            positions[key._replace(step=OPENING, cause=OPENING, economic=OPENING, kind=""), side] += amount
    return {OPENING: positions} | {name: lines for name, lines in computed.items() if name not in early}


def names_together(books: Books) -> dict[str, str]:
    """By each contract that is combined with others, the name of all of them."""
    groups = ([terms.ref for terms in group] for group in books.worlds.groups if len(group) > 1)
    return {ref: "+".join(refs) for refs in groups for ref in refs}


def named_together(contract: str, names: Mapping[str, str]) -> str:
    """The name under which a contract, or some that were combined before others joined them, stands now."""
    return names.get(contract.split("+")[0], contract) if names else contract


def _key(books: Books, both: TwoFold) -> Key:
    row = both.row
    tags = books.dimensions(row.contract, row.obligation)
    return Key(
        row.step, row.contract, row.obligation, row.account, books.account_number(row), row.cause, row.economic,
        row.currency, both.currency, both.kind, canonical(tags) if tags else "",
    )  # fmt: skip


def _beyond_posted(
    computed: Lines, asked: Asked, period: Period, of: set[str] | None
) -> tuple[dict[Key, Amounts], dict[Key, Amounts]]:
    """What is computed less what is posted: of the period itself, and of those before it, which corrections made since
    have moved already; of these contracts alone (None: all), and what else the period has."""
    entity, book, seq = asked.entity.ref, asked.book, asked.seq
    posted = _posted(entity, book, _OWN, seq, of, period.name)
    corrected = _corrected(entity, book, seq, of)
    own = Counter(computed.get(period.name, {}))
    own.subtract(posted.pop(period.name, {}))
    if period.name == OPENING:
        # What the earlier books had otherwise and the first open period mends is nothing that the opening lacks.
        own = Counter({(key, side): amount for (key, side), amount in own.items() if key.cause == OPENING})
    before: Counter[tuple[Key, int]] = Counter()
    cause = _why_moved(asked)
    for name, lines in computed.items():
        if name == period.name:
            continue
        moved = Counter(lines)
        moved.subtract(posted.get(name, {}))
        for (key, side), amount in moved.items():
            before[_moved(key, cause)._replace(economic=name), side] += amount
        for (key, side), amount in corrected.get(name, {}).items():
            before[_moved(key, cause), side] -= amount
    return _paired(own), _paired(before)


def _moved(key: Key, cause: str) -> Key:
    """A line that moves a closed period, by its cause; a difference of the opening keeps its own."""
    return key if key.cause == OPENING_DIFFERENCE else key._replace(cause=cause)


def _corrected(entity: str, book: str, seq: int, of: set[str] | None) -> Lines:
    """The corrections that were posted, by the period they correct."""
    found: Lines = {}
    for lines in _posted(entity, book, (CORRECTION, RESTATED_CORRECTION), seq, of).values():
        for (key, side), amount in lines.items():
            found.setdefault(key.economic, Counter())[key, side] += amount
    return found


def _posted(entity: str, book: str, kinds: Sequence[str], seq: int, of: set[str] | None, whole: str = "") -> Lines:
    """What was posted by the engine up to a command, by period, what was restated by the one it was taken from: of
    these contracts (None: all), and of the period `whole` of all."""
    found: Lines = {}
    rows = posted_lines(entity, book, kinds, seq)
    for some in [rows] if of is None else _of_some(rows, sorted(of), whole):
        for period, taken_from, *key, amount, books_amount in summed_by_key(some, "period", "taken_from"):
            own = found.setdefault(taken_from or period, Counter())
            own[Key(*key), 0] += amount
            own[Key(*key), 1] += books_amount
    return found


def _of_some(rows: QuerySet[Line], contracts: Sequence[str], whole: str) -> Iterator[QuerySet[Line]]:
    """The lines of the period `whole`, if it is named, and the others of these contracts, each once."""
    # Entries that are taken from no period have an empty one: asked for by that, they would all be found.
    own = Q(entry__period=whole) | Q(entry__taken_from=whole)
    if whole:
        yield rows.filter(own)
    for some in lift.batches(contracts):
        yield rows.filter(contract__in=some).exclude(own) if whole else rows.filter(contract__in=some)


def _paired(amounts: Counter[tuple[Key, int]]) -> dict[Key, Amounts]:
    keys = sorted({key for (key, _), amount in amounts.items() if amount})
    return {key: Amounts(amounts[key, 0], amounts[key, 1]) for key in keys}


def _apart(lines: dict[Key, Amounts], held: set[str]) -> tuple[dict[Key, Amounts], dict[Key, Amounts]]:
    """The lines of some contracts, as those on hold, and the others."""
    if not held:
        return {}, lines
    waits = {key for key in lines if held & set(key.contract.split("+"))}
    return {k: lines[k] for k in lines if k in waits}, {k: lines[k] for k in lines if k not in waits}


def _why_moved(asked: Asked) -> str:
    """Why closed periods would be booked otherwise now: what changed since the last certificate. Rates of later days
    move nothing before them."""
    certificate = last_certificate(asked.entity.ref, asked.book, asked.seq)
    if certificate is None:
        return "late fact"
    if certificate["engine"] != __version__:
        return "engine version"
    changed = {_CAUSES[s] for s in _CAUSES if s in changed_sections(certificate, asked.seq)}
    changed -= {"rate"} if "rate" in changed and rates_hold(asked) else set()
    return next((cause for cause in ("policy", "ssp", "rate") if cause in changed), "late fact")


def totals(lines: Iterable[tuple[Key, Amounts]]) -> dict[str, dict[str, str]]:
    """Debit-positive totals by account and currency of the books, as texts of minor units."""
    return totals_of((key.account, key.books_currency, amounts.books_amount) for key, amounts in lines)


def revenue_by_cause(lines: Iterable[tuple[Key, Amounts]]) -> dict[str, str]:
    """Revenue in the currency of the books by why it moved, as texts of minor units."""
    found: Counter[str] = Counter()
    for key, amounts in lines:
        if key.account == "revenue":
            found[f"{key.cause} {key.books_currency}"] -= amounts.books_amount
    return {cause: str(amount) for cause, amount in sorted(found.items())}
