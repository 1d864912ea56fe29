"""Two books of the same facts: what differs in each contract and period, and the policy that makes each cent of it.

One policy after another is turned from what it is in the first book to what it is in the second, in the order of
`POLICIES`, and what all figures move by is that policy's. The order matters where two policies meet in one contract, so
it is fixed. What is left after the last turn is shown as the rest: it is nothing, because the books differ by policy
alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from duly.engine import tables as t
from duly.engine.contracts.terms import Company, Terms
from duly.engine.journal.books import Books, books_under, policies_of
from duly.engine.journal.two_currencies import is_foreign, two_fold
from duly.engine.journal.worlds import Group
from duly.engine.policies import POLICIES, Policies
from duly.ground.errors import DulyError

_OF_THE_PERIOD = frozenset([*t.INCOME, *t.EXPENSES])


class Figure(NamedTuple):
    """What a book shows of a contract: revenue, income and expenses of a period, or a balance at its end. A contract in
    another currency than its entity's has each figure in both."""

    entity: str
    contract: str
    period: str
    account: str
    currency: str
    digits: int


class Compared(NamedTuple):
    """A figure in two books, minor units on the normal side of the account, and what each policy turned adds."""

    figure: Figure
    first: int
    second: int
    parts: tuple[tuple[str, int], ...]

    @property
    def difference(self) -> int:
        """The second book less the first."""
        return self.second - self.first

    @property
    def rest(self) -> int:
        """What no policy explains."""
        return self.difference - sum(amount for _, amount in self.parts)


@dataclass(frozen=True)
class Comparison:
    """Two books side by side. turned: each policy that differs for some contract, with its value in both books ·
    contracts: all that were compared (entity, contract, currency, decimals) · every: all figures of both · revenue: of
    each contract in each currency, in both books · errors: of contracts that one of the books, or a turn between them,
    cannot decide · last: the last period of each entity · decided: how many contracts, combined ones each."""

    books: tuple[str, str]
    turned: tuple[tuple[str, str, str], ...]
    contracts: tuple[tuple[str, str, str, int], ...]
    every: tuple[Compared, ...]
    revenue: Mapping[tuple[str, str, str, int], tuple[int, int]]
    errors: tuple[DulyError, ...]
    last: Mapping[str, str]
    decided: int

    @property
    def figures(self) -> tuple[Compared, ...]:
        """The figures that differ, or that a policy moved."""
        return tuple(one for one in self.every if one.difference or one.parts)


def compared(
    terms: Sequence[Terms],
    company: Company,
    first: str,
    second: str,
    *,
    through: int | None = None,
    as_of: int | None = None,
) -> Comparison:
    """Compare two books of a company, figure by figure."""
    of_first, of_second = policies_of(company, first), policies_of(company, second)
    terms, errors = list(terms), list[DulyError]()
    while True:
        ends = [books_under(of, terms, company, through=through, as_of=as_of) for of in (of_first, of_second)]
        turned = _turned(ends, of_first, of_second)
        steps = [[key for key, *_ in turned[: count + 1]] for count in range(len(turned))]
        mixtures = [_mixed(of_first, of_second, step) for step in steps]
        between = [books_under(of, terms, company, through=through, as_of=as_of) for of in mixtures]
        wrong = [error for books in (*ends, *between) for error in books.errors]
        if not wrong:
            return _side_by_side((first, second), turned, ends, between, errors)
        errors += wrong
        sound = {one.ref for group in _in_all([*ends, *between]) for one in group}
        terms = [one for one in terms if one.ref in sound]


def _in_all(every: Sequence[Books]) -> list[Group]:
    """The groups that every one of these books could decide."""
    rest = [{group[0].ref for group in books.worlds.groups} for books in every[1:]]
    return [group for group in every[0].worlds.groups if all(group[0].ref in refs for refs in rest)]


def _turned(
    ends: Sequence[Books], of_first: Callable[[Group], Policies], of_second: Callable[[Group], Policies]
) -> tuple[tuple[str, str, str], ...]:
    """The policies in which the books differ for any contract, in the order of `POLICIES`."""
    found: dict[str, tuple[str, str]] = {}
    for group in _in_all(ends):
        one, other = of_first(group), of_second(group)
        for key in one:
            if one[key] != other[key]:
                found.setdefault(key, (one[key], other[key]))
    return tuple((policy.key, *found[policy.key]) for policy in POLICIES if policy.key in found)


def _mixed(
    of_first: Callable[[Group], Policies], of_second: Callable[[Group], Policies], turned: Sequence[str]
) -> Callable[[Group], Policies]:
    """The policies of the first book with some as they are in the second. No standard holds for such a mixture."""

    def in_force(group: Group) -> Policies:
        other = of_second(group)
        return {**of_first(group), **{key: other[key] for key in turned}}

    return in_force


def _side_by_side(
    names: tuple[str, str],
    turned: tuple[tuple[str, str, str], ...],
    ends: Sequence[Books],
    between: Sequence[Books],
    errors: Sequence[DulyError],
) -> Comparison:
    shown = [figures(books) for books in (*ends, *between)]
    first, second, turns = shown[0], shown[1], shown[2:]
    made, revenue = [], defaultdict[tuple[str, str, str, int], tuple[int, int]](lambda: (0, 0))
    for figure in sorted(set().union(*shown), key=_order(ends[0])):
        values = [first.get(figure, 0), *(turn.get(figure, 0) for turn in turns)]
        moved = [(key, new - old) for (key, *_), old, new in zip(turned, values[:-1], values[1:], strict=True)]
        one = Compared(figure, values[0], second.get(figure, 0), tuple((key, part) for key, part in moved if part))
        if figure.account == "revenue":
            key = (figure.entity, figure.contract, figure.currency, figure.digits)
            revenue[key] = (revenue[key][0] + one.first, revenue[key][1] + one.second)
        made.append(one)
    groups = ends[0].worlds.groups
    contracts = tuple((g[0].entity, "+".join(one.ref for one in g), g[0].currency, g[0].digits) for g in groups)
    last = {entity: every[-1].period.name for entity, every in ends[0].periods.items() if every}
    told = tuple(dict.fromkeys(errors))
    return Comparison(names, turned, contracts, tuple(made), dict(revenue), told, last, sum(map(len, groups)))


def figures(books: Books) -> dict[Figure, int]:
    """Every figure of the journal that is not nothing, on the normal side of its account."""
    rows = books.journal()
    moved: dict[tuple[str, str, str, str, int], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for row in rows:
        moved[row.entity, row.contract, row.account, row.currency, row.digits][row.period] += row.amount
    for line in two_fold(books, rows) if is_foreign(books) else ():
        if line.currency != line.row.currency:
            key = (line.row.entity, line.row.contract, line.row.account, line.currency, line.digits)
            moved[key][line.row.period] += line.functional
    found = {}
    for (entity, contract, account, currency, digits), by_period in moved.items():
        side, running = -1 if account in t.CREDIT_NORMAL else 1, 0
        for one in books.periods[entity]:
            name = one.period.name
            amount = by_period.get(name, 0) * side
            running = amount if account in _OF_THE_PERIOD else running + amount
            if running:
                found[Figure(entity, contract, name, account, currency, digits)] = running
    return found


def _order(books: Books) -> Callable[[Figure], tuple[int, int, int, str]]:
    """By contract, period and account."""
    contracts = {"+".join(one.ref for one in group): n for n, group in enumerate(books.worlds.groups)}
    periods = {(entity, one.period.name): n for entity, every in books.periods.items() for n, one in enumerate(every)}
    return lambda f: (contracts[f.contract], periods[f.entity, f.period], t.ROLE[f.account], f.currency)
