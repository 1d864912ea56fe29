"""Cut-over: an entity comes with contracts in mid-life. What stood in the books of its earlier system is laid beside
what the contracts come to by then; from there on periods are posted.

One opening for each entity and book, before anything else is posted: its entries stand for all periods before it. The
first says what is computed for every contract, and where the earlier books had it otherwise a second says how, so that
both together are what the general ledger has. What mends the difference is an entry that the general ledger gets.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from duly.actions.drafts import (
    Lines,
    as_opened,
    book_name,
    books_of,
    computed_lines,
    named_together,
    names_together,
)
from duly.actions.errors import CannotOpen, OpeningDiffers
from duly.actions.gate import Json, Step, verb
from duly.actions.journal import post_lines
from duly.actions.lines import Amounts, Key
from duly.actions.money import amount as written
from duly.actions.money import decimals
from duly.actions.opening_rows import Given, given_positions, require_all_told, stated_balances
from duly.actions.periods import seal
from duly.engine.contracts.terms import Company, Terms
from duly.engine.delivery.progress import amount, by_line
from duly.engine.journal.accounts import Chart, LinePlace
from duly.engine.journal.books import Books, calendar_of, tags_of
from duly.engine.periods.opening import Difference, Known, Position, Total, differences, totals
from duly.ground.dates import day, iso
from duly.ground.errors import DulyError
from duly.store import lift
from duly.store.audit import Proposal
from duly.store.canonical import canonical, digest
from duly.store.contracts import held_contracts
from duly.store.journal import OPENING, OPENING_DIFFERENCE
from duly.store.opening import OpeningTolerance, tolerance_of
from duly.store.periods import OPENING as PERIOD
from duly.store.periods import Period

DIFFERENCE = "opening_difference"
# How a difference is booked: with the opening, or by the first period that is open.
BOOKED = ("opening", "first period")
_SHOWN = 20  # differences in an error, the largest first


class Opened(NamedTuple):
    """The positions of contracts at a cut-over, as they are computed: lines of the opening, what differs, the contracts
    that cannot be decided, and those on hold."""

    period: Period
    books: Books
    company: Company
    lines: Mapping[Key, Amounts]
    rows: Sequence[Position]
    differences: Sequence[Difference]
    totals: Sequence[Total]
    errors: Sequence[DulyError]
    held: frozenset[str] = frozenset()

    @property
    def free(self) -> list[Difference]:
        """The differences of contracts that are not on hold: what is held back is no difference to decide about."""
        return [one for one in self.differences if self.held.isdisjoint(one.contract.split("+"))]


@verb("opening.import")
def import_opening(
    step: Step,
    entity: str,
    date: str,
    positions: list[Given],
    trial_balance: list[Given],
    book: str = "",
    booked: str = BOOKED[0],
) -> Json:
    """Begin the books of an entity at the end of a day, with every contract it has by then. positions, trial_balance:
    rows as `opening_rows` reads them · booked: how differences are, where there are any. Two others agree."""
    step.touch(entity)
    _require_unopened(step.seq, entity, book_name(lift.company_at(step.seq), book))
    found = laid_beside(step.seq, entity, book, date, positions, trial_balance)
    _require_decided(entity, found.errors)
    _require_fit(step, found, booked)
    mended = booked if found.free else ""
    if Proposal.objects.filter(verb="import_opening", approval__seq=step.seq).exists():
        _post(step, found, mended)
    kept = found.period
    step.subject = f"{entity}/{kept.book}/{date}"
    step.tell("opening.imported", entity=entity, book=kept.book, date=date)
    return {
        "entity": entity,
        "book": kept.book,
        "opening at the end of": date,
        "contracts": len({one.contract for one in found.rows}),
        "rows": {"positions": str(len(positions)), "trial balance": str(len(trial_balance))},
        "digests": {"positions": digest(positions), "trial balance": digest(trial_balance)},
        "control totals": list(told_totals(found)),
        "differences": list(told_differences(found)),
        "on hold": sorted({one.contract for one in found.differences if one not in found.free}),
        **({"booked in": f"the {mended}", "by account": _by_account(found)} if mended else {}),
    }


@verb("opening_tolerance.set")
def set_opening_tolerance(step: Step, entity: str, amount: str, currency: str, book: str = "") -> Json:
    """Up to what amount in all, in minor units of its currency, an entity may open its books with differences."""
    step.touch(entity)
    company = lift.company_at(step.seq)
    own = next((one.currency for one in company.entities if one.ref == entity), "")
    if not step.why:
        raise CannotOpen("a tolerance is a judgement and needs a reason", fix="say it with --why")
    if int(amount) < 0 or currency != own:
        raise CannotOpen(
            f"{amount} {currency} is no tolerance of {entity}",
            why=f"it is an amount in the currency of its books ({own or 'none'}), not below zero",
        )
    named = book_name(company, book)
    said = {"entity": entity, "book": named, "currency": currency, "amount": int(amount), "why": step.why}
    OpeningTolerance(**said, seq=step.seq).save(force_insert=True)
    step.subject = f"{entity}/{named}"
    return {"entity": entity, "book": named, "differences up to": {currency: amount}}


def laid_beside(
    seq: int, entity: str, book: str, date: str, positions: Sequence[Given], trial_balance: Sequence[Given]
) -> Opened:
    """What an earlier system says of the contracts of an entity at the end of a day, beside what is computed."""
    company = lift.company_at(seq)
    period = _period(company, entity, book_name(company, book), date, seq)
    books, errors = _books(seq, company, period)
    by_period = computed_lines(books, entity, period.until)
    opened = as_opened(by_period, books, entity, period)[PERIOD]
    lines = {key: Amounts(opened[key, 0], opened[key, 1]) for key in {key for (key, _), n in opened.items() if n}}
    chart = Chart(company)
    of_entity = next(one for one in company.entities if one.ref == entity)
    given = given_positions(positions, chart, of_entity, dict(company.currencies))
    names = names_together(books)
    given = [one._replace(contract=named_together(one.contract, names)) for one in given]
    stated = stated_balances(trial_balance, chart, of_entity, dict(company.currencies))
    rows = sorted(_positions(lines))
    known = _known(books, by_period, entity, names)
    return Opened(
        period,
        books,
        company,
        lines,
        rows,
        differences(given, rows, known),
        totals(given, rows, stated),
        errors,
        frozenset(held_contracts(seq)),
    )


def computed_positions(seq: int, entity: str, book: str, date: str) -> Opened:
    """The positions of the contracts of an entity at the end of a day, whether its books are open or not."""
    company = lift.company_at(seq)
    period = _period(company, entity, book_name(company, book), date, seq)
    company = lift.with_closes(company, seq, period.book)
    books, errors = _books(seq, company, period)
    opened = as_opened(computed_lines(books, entity, period.until), books, entity, period)[PERIOD]
    lines = {key: Amounts(opened[key, 0], opened[key, 1]) for key in {key for (key, _), n in opened.items() if n}}
    return Opened(period, books, company, lines, sorted(_positions(lines)), (), (), errors)


def _require_unopened(seq: int, entity: str, book: str) -> None:
    """Nothing stands in these books yet."""
    first = Period.objects.filter(entity=entity, book=book, seq__lt=seq).first()
    if first is not None:
        done = first.name == PERIOD
        raise CannotOpen(
            f"{entity} {'has its opening in' if done else 'has posted to its periods in'} {book} already",
            why="an opening is imported once, before anything else is posted",
            fix="record what was missing: it is posted in the first open period",
        )


def _period(company: Company, entity: str, book: str, date: str, seq: int) -> Period:
    """The opening as a period: the last day before the cut-over."""
    own = next((one for one in company.entities if one.ref == entity), None)
    if own is None:
        names = ", ".join(one.ref for one in company.entities) or "none yet: set the company file first"
        raise CannotOpen(f"there is no entity {entity!r}", fix=f"one of: {names}")
    on = _day(date)
    around = calendar_of(own).period_of(on)
    if around.until - 1 != on:
        raise CannotOpen(
            f"{date} is not the last day of a period of {entity}",
            why="what comes after an opening is posted by whole periods",
            fix=f"take {iso(around.start - 1)} or {iso(around.until - 1)}",
        )
    return Period(entity=entity, book=book, name=PERIOD, start=on, until=on + 1, seq=seq)


def _day(date: str) -> int:
    try:
        return day(date)
    except ValueError:
        raise CannotOpen(f"{date!r} is no date", fix="write it like 2026-06-30") from None


def _books(seq: int, company: Company, period: Period) -> tuple[Books, list[DulyError]]:
    reading = lift.contracts_at(seq, company, period.entity)
    books = books_of(reading.terms, company, period.book, seq, period.until - 1)
    return books, [*reading.errors, *books.errors]


def _require_decided(entity: str, errors: Sequence[DulyError]) -> None:
    """No contract is left out of an opening."""
    if errors:
        against = [f"{error.contract}: {error.name}: {error.what}" for error in errors]
        raise CannotOpen(
            f"{len(against)} contracts of {entity} cannot be stated",
            why="; ".join(against[:_SHOWN]),
            fix="mend each of them: an opening states every contract",
        )


def _positions(lines: Mapping[Key, Amounts]) -> Iterator[Position]:
    for key, both in lines.items():
        yield Position(key.contract, key.obligation, key.account, key.currency, *both)


def _known(books: Books, lines: Lines, entity: str, names: Mapping[str, str]) -> Known:
    """What may make a position differ: rows with their amounts, and what each period moves."""
    terms = [one for group in books.worlds.groups for one in group if one.entity == entity]
    facts: dict[str, list[tuple[str, int]]] = {}
    for one in terms:
        facts.setdefault(named_together(one.ref, names), []).extend(_amounts_of(one))
    moves: dict[tuple[str, str, str], Counter[str]] = {}
    for name in reversed(lines):
        for (key, side), minor in lines[name].items():
            if side == 0:
                moves.setdefault((key.contract, key.account, key.currency), Counter())[name] += minor
    refs = frozenset(named_together(one.ref, names) for one in terms)
    return Known(refs, facts, {of: list(each.items()) for of, each in moves.items()}, decimals())


def _amounts_of(terms: Terms) -> Iterator[tuple[str, int]]:
    """The rows of a contract that state an amount, the last first."""
    for fact in reversed(terms.happened):
        minor = amount(fact, "paid") or sum(by_line(fact).values()) or amount(fact, "amount")
        if minor:
            yield f"`{fact.verb}` of {iso(fact.on)}", minor


def _require_fit(step: Step, found: Opened, booked: str) -> None:
    """The trial balance and the positions agree; what is computed otherwise stays within the tolerance."""
    if booked not in BOOKED:
        raise CannotOpen(f"differences are not booked in {booked!r}", fix=f"one of: {', '.join(BOOKED)}")
    if not found.lines:
        raise CannotOpen(
            f"no contract of {found.period.entity} has a position on {iso(found.period.start)}",
            fix="take the contracts in first; books that begin with nothing are closed from their first period on",
        )
    require_all_told(found.totals, found.differences, found.period, _currency(found))
    code, free = _currency(found), found.free
    whole = sum(abs(one.books_amount) or abs(one.amount) for one in free)
    limit = tolerance_of(step.seq, found.period.entity, found.period.book)
    if whole > (limit.amount if limit else 0) or any(not one.books_amount and one.amount for one in free):
        raise OpeningDiffers(
            f"the positions differ from what is computed by {written(whole, code, decimals())} in all",
            why="; ".join(said(one, code) for one in largest(free)[:_SHOWN]),
            fix="correct the earlier system or the contracts; or the controller sets a tolerance: "
            "`duly opening tolerance`",
        )
    takes = any(key.account == DIFFERENCE for key, _ in _otherwise(found))
    if takes and not found.books.chart.roles.get(DIFFERENCE):
        raise CannotOpen(
            "no account takes the differences",
            why="`accounts` of the company file does not name one for the role opening difference",
            fix="add it, as `opening difference: {number: 3990}`, or correct the differences",
        )


def largest(found: Iterable[Difference]) -> list[Difference]:
    """Differences, the largest first."""
    return sorted(found, key=lambda one: (-abs(one.books_amount), one.contract, one.account, one.obligation))


def said(one: Difference, code: str) -> str:
    """A difference in words: in the currency of the contract, or where they agree in it, of the books."""
    digits = decimals()
    minor, of = (one.amount, one.currency) if one.amount else (one.books_amount, code)
    where = f"{one.contract}{f'/{one.obligation}' if one.obligation else ''} {one.account}"
    return f"{where}: {written(minor, of, digits)}{f' ({one.cause})' if one.cause else ''}"


def _currency(found: Opened) -> str:
    """The currency of the books."""
    return next(one.currency for one in found.company.entities if one.ref == found.period.entity)


def told_totals(found: Opened) -> Iterator[Json]:
    """Control totals as an effect tells them, minor units as texts."""
    for one in found.totals:
        row: Json = {"balance of": one.account, "currency": one.currency or _currency(found)}
        if one.currency:
            row["of contracts in"] = one.currency
        if one.stated is not None:
            row["trial balance"] = str(one.stated)
        yield (
            row
            | {"positions": str(one.given), "computed": str(one.computed)}
            | ({"difference": str(one.computed - one.given)} if one.computed != one.given else {})
        )


def told_differences(found: Opened) -> Iterator[Json]:
    """Differences as an effect tells them, the largest first."""
    code = _currency(found)
    for one in largest(found.differences):
        row: Json = {"contract": one.contract}
        row |= {"obligation": one.obligation} if one.obligation else {}
        row |= {"balance of": one.account, "currency": one.currency}
        row |= {"positions": str(one.given[0]), "computed": str(one.computed[0]), "difference": str(one.amount)}
        if one.currency != code:
            row |= {"books currency": code, "books difference": str(one.books_amount)}
        yield row | ({"cause": one.cause} if one.cause else {})


def _by_account(found: Opened) -> dict[str, dict[str, str]]:
    sums: Counter[str] = Counter()
    for one in found.free:
        sums[one.account] += one.books_amount
    sums[DIFFERENCE] -= sum(sums.values())
    return {account: {_currency(found): str(minor)} for account, minor in sorted(sums.items()) if minor}


def _post(step: Step, found: Opened, booked: str) -> None:
    period = found.period
    period.seq = step.seq
    period.save(force_insert=True)
    post_lines(step, period, found.lines.items(), OPENING)
    otherwise = dict(_otherwise(found))
    post_lines(step, period, otherwise.items(), OPENING)
    if booked == BOOKED[0]:
        # What is on hold waits for its release, and is found by the close after it.
        free = {key: both for key, both in otherwise.items() if found.held.isdisjoint(key.contract.split("+"))}
        mended = {key: Amounts(-both.amount, -both.books_amount) for key, both in free.items()}
        post_lines(step, period, mended.items(), OPENING_DIFFERENCE)
    seal(step, period)


def _otherwise(found: Opened) -> Iterator[tuple[Key, Amounts]]:
    """What the earlier books had otherwise, by contract: it went into their results."""
    rest: dict[tuple[str, str], tuple[int, int]] = {}
    tags = {one.ref: one for group in found.books.worlds.groups for one in group}
    for one in found.differences:
        yield _key(found, one, one.account, tags), Amounts(-one.amount, -one.books_amount)
        so_far = rest.get((one.contract, one.currency), (0, 0))
        rest[one.contract, one.currency] = so_far[0] + one.amount, so_far[1] + one.books_amount
    for (contract, currency), both in rest.items():
        if any(both):
            of = Difference(contract, "", DIFFERENCE, currency, (0, 0), both)
            yield _key(found, of, DIFFERENCE, tags), Amounts(*both)


def _key(found: Opened, one: Difference, account: str, terms: Mapping[str, Terms]) -> Key:
    own = tags_of([terms[ref] for ref in one.contract.split("+") if ref in terms], one.obligation)
    place = LinePlace(found.period.entity, one.contract, one.obligation, one.currency)
    return Key(
        OPENING_DIFFERENCE, one.contract, one.obligation, account, found.books.chart.number(account, place, own),
        OPENING_DIFFERENCE, PERIOD, one.currency, _currency(found), "", canonical(own) if own else "",
    )  # fmt: skip
