"""The books in two currencies are the same to the cent, whether contracts of an ordinary shape walk abreast or each
walks alone."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from bench import oracle, workload
from bench.amended import in_full
from duly.engine import tables as t
from duly.engine.contracts.terms import Close, Company, Entity, Fact, Terms
from duly.engine.disclosure.balances import balances
from duly.engine.journal import courses
from duly.engine.journal.abreast_lines import KINDS
from duly.engine.journal.books import Books, keep_books
from duly.engine.journal.carrying import STEPS
from duly.engine.journal.entries import close
from duly.engine.journal.functional import accounts_at
from duly.engine.journal.together import together
from duly.engine.journal.two_currencies import TwoFold, two_fold
from duly.engine.journal.two_currencies_lines import two_fold_lines, two_fold_together
from duly.ground.dates import day
from tests.laws.contracts import contract_group
from tests.laws.figures import CLOSES
from tests.laws.test_oracle import as_terms

ENTITIES = (
    Entity("main", currency="GBP"),
    Entity("north", currency="JPY", reporting="GBP", calendar="4-4-5", year_ends="last saturday of january"),
)
MANY = 16
LATE = (0, 0, 0, 0, 5, 40, 90)


def rates(chance: random.Random, have: str) -> Iterator[tuple[str, str, int, Fraction]]:
    """Rates of a currency to those of the entities; the first before anything happens."""
    days = [day("2019-01-01"), *chance.sample(range(day("2022-10-01"), day("2025-12-31")), 8)]
    for want in ("GBP", "JPY"):
        if want != have:
            yield from ((have, want, on, Fraction(chance.randint(1, 4000), 1000)) for on in sorted(days))


def common(chance: random.Random, number: int, raw: workload.Raw) -> Terms:
    """A contract of the workload, of which some facts become known late."""
    made = as_terms(next(iter(oracle.contracts(raw, [number]))))
    facts = [fact_known(chance, fact) for fact in made.happened]
    if chance.random() < 0.3:
        facts = named(chance, facts)
    return replace(made, happened=tuple(facts), signed_on=made.from_on or 0, known_on=made.from_on or 0)


def named(chance: random.Random, facts: list[Fact]) -> list[Fact]:
    """The facts where invoices have numbers; payments name those that are due by then, in another order."""
    made, due = [], []
    for number, fact in sorted(enumerate(facts), key=lambda one: (one[1].on, one[0])):
        if fact.verb == "invoice":
            due.append(f"I{number}")
            fact = replace(fact, fields={**fact.fields, "invoice": due[-1]})
        elif fact.verb == "paid":
            fact = replace(fact, fields={**fact.fields, "invoice": due.pop(chance.randrange(len(due)))})
        made.append(fact)
    return made


def fact_known(chance: random.Random, fact: Fact) -> Fact:
    return replace(fact, known_on=fact.on + chance.choice(LATE))


def books_of(seed: int) -> Books:
    """Contracts of two entities, common ones and strange ones, with several closes."""
    chance = random.Random(f"courses {seed}")
    raw = in_full(MANY, seed)
    chosen = [[common(chance, number, raw)] for number in range(MANY)]
    chosen += [contract_group(chance, number, amended=number % 2 == 0) for number in range(MANY // 2)]
    terms = [
        replace(one, entity=entity.ref) for group in chosen for entity in [chance.choice(ENTITIES)] for one in group
    ]
    company = Company(
        entities=ENTITIES,
        rates=tuple(row for have in ("USD", "JPY", "KWD") for row in rates(chance, have)),
        closes=(*CLOSES, *(Close("north", one.open_from, one.at_on + 2) for one in CLOSES[1:3])),
    )
    return keep_books(terms, company, through=day(chance.choice(("2025-12-31", "2025-10-17"))))


@pytest.fixture(autouse=True)
def few_are_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(courses, "FEW", 1)


@pytest.mark.parametrize("seed", range(4))
def test_the_journal_is_the_same_whoever_walks_together(seed: int) -> None:
    books = books_of(seed)
    rows = books.journal()
    found = two_fold(books, rows)
    assert found == two_fold(books, rows, abreast=False)
    assert not any(left for left in in_sum(found).values())
    assert in_accounts(found) == as_walked(books)
    walks = [one for one in books.functional.courses.values() if one.abreast]
    alone = sum(len(one.foreign if one.together is None else one.together.alone) for one in walks)
    assert alone < sum(len(one.foreign) for one in walks) * 2 / 3
    assert {row.economic != row.period for row in rows} == {True, False}


def in_sum(lines: list[TwoFold]) -> Counter[tuple[str, ...]]:
    """Functional amounts of each step of each contract, which add up to nothing."""
    left: Counter[tuple[str, ...]] = Counter()
    for line in lines:
        left[line.row[:5]] += line.functional
    return left


def in_accounts(lines: list[TwoFold]) -> Counter[tuple[str, str]]:
    """Functional amounts by entity and account, of which some are left."""
    sums: Counter[tuple[str, str]] = Counter()
    for line in lines:
        sums[line.row.entity, line.row.account] += line.functional
    return Counter({key: amount for key, amount in sums.items() if amount})


def as_walked(books: Books) -> Counter[tuple[str, str]]:
    """The same at the end of the books: of foreign contracts as each is walked, of others as they are."""
    sums: Counter[tuple[str, str]] = Counter()
    view = books.functional
    for entity, booked in books.periods.items():
        groups = [g for g, group in enumerate(books.worlds.groups) if group[0].entity == entity]
        alone = view.booked([g for g in groups if g in view.foreign], booked[-1].known_on)
        for walked in alone.values():
            sums.update({(entity, t.ROLES[a]): n for a, n in accounts_at(walked.walk, books.through).items()})
        world = books.worlds.at(booked[-1].known_on, [g for g in groups if g not in view.foreign])
        lines = close(world.ledger, -t.NEVER, books.through)
        for account, amount in zip(lines.account.tolist(), lines.amount.tolist(), strict=True):
            sums[entity, t.ROLES[account]] += amount
    return Counter({key: amount for key, amount in sums.items() if amount})


@pytest.mark.parametrize("seed", range(4, 6))
def test_the_columns_of_a_window_are_the_lines_of_its_period(seed: int) -> None:
    books = books_of(seed)
    theirs = [
        (line.row.entity, line.row.period, *line.row[3:9], line.functional, line.kind)
        for line in two_fold(books, books.journal())
        if line.row.period == line.row.economic
    ]
    assert [row for entity, booked in books.periods.items() for row in as_rows(books, entity)] == theirs


@pytest.mark.parametrize("seed", range(6, 8))
def test_rows_alone_say_what_the_books_say(seed: int) -> None:
    """Of the contracts that walk together, and of those at home; no books, no rulings."""
    books = books_of(seed)
    for entity in ENTITIES:
        world = books.worlds.at(
            t.NEVER, [g for g, group in enumerate(books.worlds.groups) if group[0].entity == entity.ref]
        )
        spot = np.zeros(len(world.rulings), np.bool_)
        calendar = books.calendars[entity.ref]
        some = together(world.stacked, world.ledger, spot, books.company, entity, calendar, books.through)
        for one in books.periods[entity.ref][12:]:
            before, on = one.period.start - 1, min(one.period.until - 1, books.through)
            lines = close(world.ledger, before, on)
            made = two_fold_together(some, lines, before, on)
            theirs = two_fold_lines(books.functional, world, lines, before, on)
            kept = ~np.isin(theirs.contract, some.alone)
            assert set(some.alone) < set(some.abroad.contract)
            for mine, other in zip(made, theirs, strict=True):
                assert mine.tolist() == other[kept].tolist()


@pytest.mark.parametrize("seed", range(8, 10))
def test_balances_are_the_same_whoever_walks_together(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    books = books_of(seed)
    found = balances(books, functional=True)
    assert any(one.together is not None for one in books.functional.courses.values())
    monkeypatch.setattr(courses, "FEW", 10**6)
    assert balances(books_of(seed), functional=True) == found


def as_rows(books: Books, entity: str) -> Iterator[tuple[object, ...]]:
    """What the columns say of what each period of an entity books of its own."""
    view = books.functional
    groups = [g for g, group in enumerate(books.worlds.groups) if group[0].entity == entity]
    for one in books.periods[entity]:
        world = books.worlds.at(one.known_on, groups)
        before, on = one.period.start - 1, min(one.period.until - 1, books.through)
        tables = world.stacked.tables
        made = two_fold_lines(view, world, close(world.ledger, before, on), before, on)
        for contract, o, account, step, cause, kind, amount, functional in zip(
            *(c.tolist() for c in made), strict=True
        ):
            names = (tables.contracts.ref[contract], tables.obligations.ref[o] if o >= 0 else "", t.ROLES[account])
            yield (entity, one.period.name, STEPS[step], *names, t.CAUSES[cause], amount, functional, KINDS[kind])
