"""What was paid ahead by contracts that are walked abreast: money that is not due yet and need not be given back.

It stands in lots, each for an obligation; a right uses them up, those of its own obligations first.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from duly.engine.fx.piles import Piles
from duly.engine.fx.rates import Values
from duly.engine.journal.abreast_accounts import Account, Scale
from duly.engine.journal.abreast_days import Chosen
from duly.ground.columns import Ints


@dataclass
class Advances:
    """lots: of each contract, of an obligation (number) · of_obligation: units paid ahead for each · kept: what all of
    them is worth, as it is shown between the steps of a day · any: whether anything ever was paid ahead."""

    own: Chosen
    like: Values
    lots: Piles = field(init=False)
    of_obligation: Ints = field(init=False)
    kept: Account = field(init=False)
    any: bool = False

    def __post_init__(self) -> None:
        self.lots = Piles.empty(len(self.own.contracts), self.like)
        self.of_obligation = np.zeros(len(self.own.owner), np.int64)
        self.kept = Account.of(len(self.own.contracts))

    def put(self, rows: Ints, units: Ints, rate: Values) -> None:
        """Money comes in for these obligations, which stand by contract."""
        self.any = True
        self.lots.put(self.own.owner[rows], units, rate, rows)
        self.of_obligation[rows] += units

    def use(self, rows: Ints, which: Ints, units: Ints, used: Ints) -> Ints:
        """A right uses up money: for each obligation what it wants of its own, then the oldest. rows: all obligations
        of some contracts · which: place of the contract of each · units: of the right · used: of each contract. Gives
        the units used of each obligation."""
        first = np.flatnonzero(np.diff(which, prepend=-1))
        some = np.flatnonzero(used)
        begin = first[some]
        contract = self.own.owner[rows[begin]]
        own, drawn = np.minimum(units, self.of_obligation[rows]), np.zeros(len(rows), np.int64)
        for held, at in self._lots(contract, begin):
            part = np.minimum(held, own[at])
            own[at] -= part
            drawn[at] += part
            held -= part
        rest = (used - np.add.reduceat(drawn, first))[some]
        for held, at in self._lots(contract, begin):
            part = np.minimum(held, rest)
            rest -= part
            drawn[at] += part
            held -= part
        self.lots.held[contract] -= used[some]
        self.lots.close_up(contract)
        self.of_obligation[rows] -= drawn
        return drawn

    def _lots(self, contract: Ints, begin: Ints) -> Iterator[tuple[Ints, Ints]]:
        """The first lot of each of these contracts, the second and so on: what is held, to be lowered by who asks, and
        where its obligation stands, the first ones at `begin`."""
        shift = begin - self.own.first[contract]
        for place in range(int(self.lots.size[contract].max(initial=0))):
            held = self.lots.units[place][contract]
            yield held, np.where(held > 0, self.lots.of[place][contract] + shift, begin)
            self.lots.units[place][contract] = held

    def keep(self, step: int, contract: Ints, scale: Scale) -> None:
        """Note what the lots of these contracts are worth now."""
        now = scale.rounded(contract, self.lots.value(contract))
        self.kept.book(step, contract, now - self.kept.carried[contract])
