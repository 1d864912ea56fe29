"""What moved, and why: between two periods, between two moments of knowledge, between two books.

Income and expenses are those of a period, balances those at its end. Every movement has a contract and a cause; the
movements of an account add up to what it shows in the second less what it shows in the first, which is counted apart.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from duly.engine import tables as t
from duly.engine.explain.compare import Comparison
from duly.engine.journal.books import Books, Row
from duly.ground.errors import DulyError

Account = tuple[str, str, str, int]  # entity, account, currency, decimals
_OF_THE_PERIOD = frozenset([*t.INCOME, *t.EXPENSES])


class NoSuchPeriod(DulyError):
    """Periods that the books do not have, or not in this order."""


class Change(NamedTuple):
    """What one cause moved of an account in one contract, minor units on the normal side of the account."""

    entity: str
    account: str
    cause: str
    contract: str
    amount: int
    currency: str
    digits: int


@dataclass(frozen=True)
class Flux:
    """What moved, the largest first. totals: of each account, what it showed first and then."""

    changes: tuple[Change, ...]
    totals: Mapping[Account, tuple[int, int]]


def between_periods(books: Books, first: str, second: str) -> Flux:
    """What the second period shows beyond the first; balances move by all that is booked after the first."""
    known = {one.period.name for every in books.periods.values() for one in every}
    numbers = {one.period.name: one.period.start for every in books.periods.values() for one in every}
    for name in (first, second):
        if name not in known:
            fix = f"name one from {min(known, key=numbers.__getitem__)} to {max(known, key=numbers.__getitem__)}"
            raise NoSuchPeriod(f"nothing is booked in {name}", fix=fix if known else "add contracts")
    if numbers[first] >= numbers[second]:
        raise NoSuchPeriod(f"{second} does not follow {first}", fix="name the earlier period first")
    rows = books.journal()
    before = [row for row in rows if numbers[row.period] <= numbers[first]]
    after = [row for row in rows if numbers[row.period] <= numbers[second]]
    return _flux(_of(before, first), _of(after, second))


def between_moments(earlier: Books, later: Books) -> Flux:
    """What later knowledge moved, of all that is booked through the same day."""
    return _flux(earlier.journal(), later.journal())


def between_books(found: Comparison) -> Flux:
    """What each policy moves between two books: income and expenses of all periods, balances at the last."""
    moved: Counter[tuple[str, str, str, str, str, int]] = Counter()
    totals: dict[Account, list[int]] = defaultdict(lambda: [0, 0])
    for one in found.every:
        figure = one.figure
        if figure.account in _OF_THE_PERIOD or figure.period == found.last[figure.entity]:
            total = totals[figure.entity, figure.account, figure.currency, figure.digits]
            total[0], total[1] = total[0] + one.first, total[1] + one.second
            for policy, part in one.parts:
                moved[figure.entity, figure.account, policy, figure.contract, figure.currency, figure.digits] += part
    return Flux(_largest(moved), {key: (one, other) for key, (one, other) in totals.items()})


def _of(rows: Iterable[Row], period: str) -> list[Row]:
    """Rows without what income and expenses of other periods were."""
    return [row for row in rows if row.account not in _OF_THE_PERIOD or row.period == period]


def _flux(first: Sequence[Row], second: Sequence[Row]) -> Flux:
    moved: Counter[tuple[str, str, str, str, str, int]] = Counter()
    totals: dict[Account, list[int]] = defaultdict(lambda: [0, 0])
    for number, rows in enumerate((first, second)):
        for row in rows:
            amount = -row.amount if row.account in t.CREDIT_NORMAL else row.amount
            totals[row.entity, row.account, row.currency, row.digits][number] += amount
            key = (row.entity, row.account, row.cause, row.contract, row.currency, row.digits)
            moved[key] += amount if number else -amount
    return Flux(_largest(moved), {key: (one, other) for key, (one, other) in totals.items()})


def _largest(moved: Mapping[tuple[str, str, str, str, str, int], int]) -> tuple[Change, ...]:
    """Revenue, then the other accounts in their order, each with its largest change first."""
    made = [Change(*key[:4], amount, *key[4:]) for key, amount in moved.items() if amount]
    made.sort(key=lambda one: (one.account != "revenue", t.ROLE[one.account], -abs(one.amount), one))
    return tuple(made)
