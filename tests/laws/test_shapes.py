"""Contracts whose bills and payments cross walk abreast as each walks alone, whatever the shape of the rates."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator

import numpy as np
import pytest

from duly.engine import tables as t
from duly.engine.contracts.terms import Company, Entity
from duly.engine.journal import ordinary
from duly.engine.journal.abreast_lines import KINDS
from duly.engine.journal.books import Books, keep_books
from duly.engine.journal.carrying import STEPS
from duly.engine.journal.functional import lines_of
from duly.engine.journal.together import Together, together
from duly.ground.dates import day
from tests.laws.crossing import RateRow, Shape, coarse, crossing, direct, monthly, thirds, turned

MANY = 80
THROUGH = day("2025-06-30")
MadeRates = Callable[[random.Random], Iterator[RateRow]]


def books_of(seed: int, shape: Shape, rates: MadeRates, functional: str, *policy: tuple[str, str]) -> Books:
    chance = random.Random(f"shapes {seed}")
    company = Company(entities=(Entity("main", currency=functional),), rates=tuple(rates(chance)), policies=policy)
    books = keep_books([crossing(chance, number, shape) for number in range(MANY)], company, through=THROUGH)
    assert not books.errors
    return books


def together_of(books: Books) -> Together:
    world = books.worlds.at(t.NEVER)
    mean = np.array([ordinary.by_mean_rates(books.worlds.policies(group)) for group in books.worlds.groups])
    entity, calendar = books.company.entities[0], books.calendars["main"]
    return together(world.stacked, world.ledger, mean, books.company, entity, calendar, books.through)


def abreast(some: Together, ends: list[int]) -> dict[int, Counter[tuple[int, ...]]]:
    """All lines of all periods, by contract."""
    found: dict[int, Counter[tuple[int, ...]]] = {}
    for before, end in zip([ends[0] - 31, *ends[:-1]], ends, strict=True):
        made = some.lines(before, end)
        for contract, o, account, step, kind, amount in zip(*(c.tolist() for c in made), strict=True):
            found.setdefault(contract, Counter())[end, step, o, account, kind, amount] += 1
    return found


def alone(books: Books, ends: list[int]) -> Iterator[Counter[tuple[int, ...]]]:
    """The same of each contract's own walk."""
    walks = books.functional.walk(range(MANY), t.NEVER)
    for number in range(MANY):
        found: Counter[tuple[int, ...]] = Counter()
        for before, end in zip([ends[0] - 31, *ends[:-1]], ends, strict=True):
            for step, o, account, kind, amount in lines_of(walks[number].walk, before, end):
                found[end, STEPS.index(step), o, account, KINDS.index(kind), amount] += 1
        yield found


def compared(books: Books, least: float) -> int:
    """Contracts that walk abreast, at least this share of all, have the lines of their own walks; gives how many do
    not."""
    ends, some = books.functional.ends("main", THROUGH), together_of(books)
    ours = abreast(some, ends)
    apart = set(some.alone.tolist())
    assert len(apart) <= MANY * (1 - least)
    for number, theirs in enumerate(alone(books, ends)):
        if number not in apart:
            assert ours.get(number, Counter()) == theirs
    return len(apart)


@pytest.mark.parametrize(("rates", "functional"), [(direct, "GBP"), (turned, "EUR"), (turned, "GBP")])
def test_bills_that_name_nothing_at_any_rates(rates: MadeRates, functional: str) -> None:
    compared(books_of(1, Shape(), rates, functional), 0.9)


def test_a_value_of_which_a_half_cannot_be_told_is_left_to_its_own_walk() -> None:
    assert compared(books_of(2, Shape(), thirds, "GBP"), 0.1) > 0


@pytest.mark.parametrize(("seed", "rates", "functional"), [(3, direct, "GBP"), (4, direct, "GBP"), (5, turned, "EUR")])
def test_money_that_comes_in_before_it_is_due(seed: int, rates: MadeRates, functional: str) -> None:
    compared(books_of(seed, Shape(ahead=0.8), rates, functional), 0.7)


@pytest.mark.parametrize(("seed", "rates", "functional"), [(6, direct, "GBP"), (7, direct, "GBP"), (8, turned, "EUR")])
def test_bills_and_payments_that_name_what_they_are_for(seed: int, rates: MadeRates, functional: str) -> None:
    compared(books_of(seed, Shape(named=0.9, lined=0.6), rates, functional), 0.9)


@pytest.mark.parametrize(("seed", "rates", "functional"), [(9, direct, "GBP"), (10, turned, "EUR")])
def test_all_of_it_at_once(seed: int, rates: MadeRates, functional: str) -> None:
    compared(books_of(seed, Shape(named=0.7, lined=0.5, ahead=0.5, credited=0.1), rates, functional), 0.6)


@pytest.mark.parametrize(("seed", "rates"), [(11, coarse), (12, monthly), (13, turned)])
def test_time_at_the_mean_rate_of_its_days(seed: int, rates: MadeRates) -> None:
    shape = Shape(named=0.5, lined=0.5, ahead=0.3)
    compared(books_of(seed, shape, rates, "GBP", ("revenue rate", "average")), 0.5)


def test_a_mean_that_is_cut_is_doubted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("duly.engine.fx.rates._FINE", 10**60)
    assert compared(books_of(11, Shape(), coarse, "GBP", ("revenue rate", "average")), 0.2) > 0
