"""The functional journal lines of contracts walked abreast: what `functional.lines_of` makes of one walk."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from duly.engine import tables as t
from duly.engine.journal import abreast as a
from duly.engine.journal.carrying import CURRENCY, FX
from duly.engine.journal.entries import Ledger
from duly.ground.columns import Ints

# Index into KINDS: of an exchange difference, else empty.
KINDS = ("", "realized", "unrealized")
_REALIZED, _UNREALIZED = 1, 2
_STEPS = (t.STEP["billing"], t.STEP["cash"], t.STEP["revenue"], CURRENCY)


class FunctionalLines(NamedTuple):
    """Lines in functional minor units, debit positive, without zeros. contract, obligation: rows of their tables, -1
    for no obligation · account: index into ROLES · step: index into the STEPS of `carrying` · kind: index into KINDS."""

    contract: Ints
    obligation: Ints
    account: Ints
    step: Ints
    kind: Ints
    amount: Ints


def walked_lines(
    walk: a.Abreast, book: Ledger, on: int, ends: Sequence[int], closing: Ints | None = None
) -> FunctionalLines:
    """Walk on to the end of a day, the last of `ends`; gives the lines of the days since, within each contract and step
    adding up to nothing. Contracts that turn out `strange` have lines of no meaning: they want a walk of their own.
    `closing`: position of each track at the end, where it is known already."""
    opening = (walk.owed.reached - walk.owed.taken, walk.due.carried.copy(), -walk.net.carried)
    cash, revenue, due, paid = walk.paid.booked.copy(), walk.revenue.copy(), walk.owed.reached.copy(), walk.owed.taken.copy()
    walk.through(book, on, ends, closing)
    received, earned = walk.paid.booked - cash, walk.revenue - revenue
    parts = _shown(walk, opening, walk.owed.reached - due, walk.owed.taken - paid)
    count = len(cash)
    parts.append(_column(np.arange(count), t.CASH, a.CASH, 0, received))
    some = np.flatnonzero(earned)
    rows = _column(walk.own.owner[some], t.REVENUE, a.REVENUE, 0, -earned[some])
    parts.append(rows._replace(obligation=some))
    total = np.zeros(count, np.int64)
    np.add.at(total, walk.own.owner[some], earned[some])
    other = (0, received, -total, 0)
    for step, left in enumerate(other):
        moved = walk.due.moved[step] + walk.net.moved[step] + left
        kind = _REALIZED if step == a.CASH else _UNREALIZED
        parts.append(_column(np.arange(count), FX, step, kind, -moved))
    return _put_together(walk, parts)


def _column(contract: Ints, account: int, step: int, kind: int, amount: Ints) -> FunctionalLines:
    """Lines of one account and step, one a contract."""
    some = np.flatnonzero(amount)
    same = np.zeros(len(some), np.int64)
    return FunctionalLines(contract[some], same - 1, same + account, same + _STEPS[step], same + kind, amount[some])


def _shown(walk: a.Abreast, opening: tuple[Ints, Ints, Ints], right: Ints, paid: Ints) -> list[FunctionalLines]:
    """Moves of receivable, contract asset and contract liability in each step."""
    due, value, net = opening
    number = np.arange(len(due))
    picture, parts = _picture(due, value, net), []
    units = (right, -paid, None, None)
    for step, moved in enumerate(units):
        due = due if moved is None else due + moved
        value, net = value + walk.due.moved[step], net - walk.net.moved[step]
        after = _picture(due, value, net)
        for account, was, now in zip(_ACCOUNTS, picture, after, strict=True):
            parts.append(_column(number, account, step, 0, now - was))
        picture = after
    return parts


_ACCOUNTS = (t.RECEIVABLE, t.CONTRACT_ASSET, t.CONTRACT_LIABILITY)


def _picture(due: Ints, value: Ints, net: Ints) -> tuple[Ints, Ints, Ints]:
    """The shown accounts, debit positive."""
    owed = np.where(due > 0, value, 0)
    net = net + owed - value
    return owed, np.maximum(-net, 0), -np.maximum(net, 0)


def _put_together(walk: a.Abreast, parts: list[FunctionalLines]) -> FunctionalLines:
    made = FunctionalLines(*(np.concatenate(columns) for columns in zip(*parts, strict=True)))
    obligation = np.where(made.obligation < 0, -1, walk.own.obligations[np.maximum(made.obligation, 0)])
    return made._replace(contract=walk.own.contracts[made.contract], obligation=obligation)
