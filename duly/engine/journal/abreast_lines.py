"""The functional journal lines of contracts walked abreast: what `functional.lines_of` makes of one walk."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np

from duly.engine import tables as t
from duly.engine.journal.abreast import Abreast
from duly.engine.journal.abreast_accounts import CASH, REVENUE
from duly.engine.journal.carrying import CURRENCY, FX
from duly.engine.journal.entries import Ledger
from duly.ground.columns import Bools, Ints

# Index into KINDS: of an exchange difference, else empty.
KINDS = ("", "realized", "unrealized")
_REALIZED, _UNREALIZED = 1, 2
_STEPS = (t.STEP["billing"], t.STEP["cash"], t.STEP["revenue"], CURRENCY)


class FunctionalLines(NamedTuple):
    """Lines in functional minor units, debit positive, without zeros.

    contract, obligation: rows of their tables, -1 for no obligation · account: index into ROLES · step: index into the
    STEPS of `carrying` · kind: index into KINDS."""

    contract: Ints
    obligation: Ints
    account: Ints
    step: Ints
    kind: Ints
    amount: Ints

    @classmethod
    def of(cls, rows: Iterable[tuple[int, ...]]) -> FunctionalLines:
        """Lines from rows."""
        return cls(*np.array(list(rows), np.int64).reshape(-1, len(cls._fields)).T)

    @classmethod
    def joined(cls, parts: Iterable[FunctionalLines]) -> FunctionalLines:
        """The lines of all parts, one after the other."""
        return cls(*(np.concatenate(columns) for columns in zip(cls.of([]), *parts, strict=True)))

    def take(self, rows: Ints | Bools) -> FunctionalLines:
        """The lines chosen by index or by mask."""
        return FunctionalLines(*(column[rows] for column in self))


def walked_lines(
    walk: Abreast, book: Ledger, on: int, ends: Sequence[int], closing: Ints | None = None
) -> FunctionalLines:
    """Walk on to the end of a day (see `Abreast.through`); gives the lines of the days since, within each contract and
    step adding up to nothing. Lines of contracts that turn out `strange` mean nothing: they want a walk of their own.
    `closing`: position of each track at the end, where it is known already."""
    kept = walk.ahead.kept.carried
    opening = (walk.rights - walk.payments, walk.due.carried - kept, -walk.net.carried - kept)
    cash, revenue = walk.paid.booked + walk.paid_ahead.booked, walk.revenue.copy()
    due, paid = walk.rights.copy(), walk.payments.copy()
    some = walk.through(book, on, ends, closing)
    received, earned = (walk.paid.booked + walk.paid_ahead.booked - cash)[some], walk.revenue - revenue
    right, settled = (walk.rights - due)[some], (walk.payments - paid)[some]
    parts = _shown(walk, some, tuple(column[some] for column in opening), right, settled)
    parts.append(_column(some, t.CASH, CASH, 0, received))
    rows = np.flatnonzero(earned)
    parts.append(_column(walk.own.owner[rows], t.REVENUE, REVENUE, 0, -earned[rows])._replace(obligation=rows))
    total = np.zeros(len(due), np.int64)
    np.add.at(total, walk.own.owner[rows], earned[rows])
    nothing = np.zeros(len(some), np.int64)
    for step, left in enumerate((nothing, received, -total[some], nothing)):
        moved = walk.due.moved[step][some] + walk.net.moved[step][some] + left
        parts.append(_column(some, FX, step, _REALIZED if step == CASH else _UNREALIZED, -moved))
    return _put_together(walk, parts)


def _column(contract: Ints, account: int, step: int, kind: int, amount: Ints) -> FunctionalLines:
    """Lines of one account and step, one a contract."""
    some = np.flatnonzero(amount != 0)
    same = np.zeros(len(some), np.int64)
    return FunctionalLines(contract[some], same - 1, same + account, same + _STEPS[step], same + kind, amount[some])


def _shown(walk: Abreast, some: Ints, opening: tuple[Ints, ...], right: Ints, paid: Ints) -> list[FunctionalLines]:
    """Moves of receivable, contract asset and contract liability of some contracts in each step."""
    due, value, net = opening
    picture, parts = _picture(due, value, net), []
    nothing = np.zeros(len(some), np.int64)
    for step, moved in enumerate((right, -paid, nothing, nothing)):
        due, value, net = due + moved, value + walk.due.moved[step][some], net - walk.net.moved[step][some]
        if walk.ahead.any:
            kept = walk.ahead.kept.moved[step][some]
            value, net = value - kept, net - kept
        after = _picture(due, value, net)
        for account, was, now in zip(_ACCOUNTS, picture, after, strict=True):
            parts.append(_column(some, account, step, 0, now - was))
        picture = after
    return parts


_ACCOUNTS = (t.RECEIVABLE, t.CONTRACT_ASSET, t.CONTRACT_LIABILITY)


def _picture(due: Ints, value: Ints, net: Ints) -> tuple[Ints, Ints, Ints]:
    """The shown accounts, debit positive."""
    owed = np.where(due > 0, value, 0)
    net = net + owed - value
    return owed, np.maximum(-net, 0), -np.maximum(net, 0)


def shown_now(walk: Abreast) -> Ints:
    """What receivable, contract asset and contract liability (rows) of each contract are carried at now, debit
    positive."""
    kept = walk.ahead.kept.carried
    return np.stack(_picture(walk.rights - walk.payments, walk.due.carried - kept, -walk.net.carried - kept))


def _put_together(walk: Abreast, parts: list[FunctionalLines]) -> FunctionalLines:
    made = FunctionalLines.joined(parts)
    obligation = np.where(made.obligation < 0, -1, walk.own.obligations[np.maximum(made.obligation, 0)])
    return made._replace(contract=walk.own.contracts[made.contract], obligation=obligation)
