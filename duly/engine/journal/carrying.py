"""What a contract in a foreign currency is carried at: lots, layers and rounded accounts, moved by two-sided entries.

Every entry balances: where the two sides of a movement are worth different amounts, the difference is exchange gain or
loss. Each side is a rounded running total, and an account that is empty in the foreign currency is empty altogether.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import NamedTuple

from duly.engine import tables as t
from duly.engine.fx.layers import Layers
from duly.engine.fx.remeasure import Balance, Lots, Running
from duly.ground.cites import cites
from duly.ground.rounding import round_fraction

FX = t.ROLE["fx_gain_loss"]
# The step in which balances are measured anew; it comes after all others.
CURRENCY = len(t.STEPS)
STEPS = (*t.STEPS, "currency")
REALIZED, UNREALIZED, TRANSLATION = "realized", "unrealized", "translation"
# Three accounts that are shown under other names: what is owed, what was paid ahead where it is money to be given back,
# and the position (with what was paid ahead where it is not).
OWED, AHEAD, NET = -1, -2, -3

# Goods come and go at the value of the other side: their own book is elsewhere.
_ELSEWHERE = ("receivable", "contract_asset", "contract_liability", "cash", "inventory")
_NOT_MONEY = ("return_asset", "contract_cost_asset", "prepaid_consideration_to_customer")
NOT_MONETARY = frozenset(t.ROLE[name] for name in (*_NOT_MONEY, "equity_investment", "property_plant_equipment"))
KEPT = frozenset(t.ROLE[name] for name in (*t.ASSETS, *t.LIABILITIES) if name not in _ELSEWHERE)

Side = tuple[int, int, Fraction]  # account, obligation, exact value (debit positive)


class Entry(NamedTuple):
    """A line in the functional currency, debit positive. kind: of an exchange difference, else empty · since, until:
    the days over which time measured it."""

    on: int
    step: int
    obligation: int
    account: int
    kind: str
    amount: int
    since: int = 0
    until: int = 0


class State(NamedTuple):
    """What is due and the position at the end of a day, in the contract's currency and in the functional one."""

    due: int
    position: int
    due_value: int
    position_value: int


class Flow(NamedTuple):
    """How the state moved in one step of a day."""

    on: int
    step: int
    moved: State


@dataclass(slots=True)
class Carried:
    """The balances of one contract and everything that was booked. historical: what is paid ahead keeps its rate."""

    historical: bool = False
    owed: Lots = field(default_factory=Lots)
    ahead: Lots = field(default_factory=Lots)
    layers: dict[int, Layers] = field(default_factory=dict)
    balances: dict[int, Balance] = field(default_factory=dict)
    booked: dict[int, int] = field(default_factory=dict)
    running: dict[tuple[str, int, int, int], Running] = field(default_factory=dict)
    entries: list[Entry] = field(default_factory=list)
    flows: list[Flow] = field(default_factory=list)
    before: State = State(0, 0, 0, 0)
    on: int = 0

    def layer(self, obligation: int) -> Layers:
        """The units of an obligation."""
        return self.layers.setdefault(obligation, Layers())

    def book(self, key: str, step: int, kind: str, sides: Sequence[Side], since: int = 0, until: int = 0) -> None:
        """Book the sides of a movement; what is missing between them is an exchange difference of this kind."""
        left = 0
        for account, obligation, value in sides:
            moved = self.running.setdefault((key, step, account, obligation), Running()).add(value)
            left += self.post(account, obligation, self._closed(account, moved), step, "", since, until)
        self.post(FX, -1, -left, step, kind)
        self.flow(step)

    def post(
        self, account: int, obligation: int, amount: int, step: int, kind: str = "", since: int = 0, until: int = 0
    ) -> int:
        """One line; gives its amount."""
        if amount:
            self.booked[account] = self.booked.get(account, 0) + amount
            if account >= 0:
                self.entries.append(Entry(self.on, step, obligation, account, kind, amount, since, until))
        return amount

    def carried(self, account: int) -> int:
        """What an account is carried at, debit positive."""
        return self.booked.get(account, 0)

    def _closed(self, account: int, moved: int) -> int:
        """The amount itself, or all that is left where the account is empty in the foreign currency."""
        if account == OWED:
            empty = not self.owed.lots
        elif account == AHEAD:
            empty = self.historical or not self.ahead.lots
        elif account == NET:
            empty = self.even
        else:
            empty = account in self.balances and not self.balances[account].lots.lots
        return -self.carried(account) if empty else moved

    @property
    def even(self) -> bool:
        """Whether every obligation has earned just what was received or due for it."""
        return all(one.considered == one.earned for one in self.layers.values())

    def flow(self, step: int) -> None:
        """Note how the state moved since the last note."""
        now = self.state()
        if now != self.before:
            moved = State(*(a - b for a, b in zip(now, self.before, strict=True)))
            self.flows.append(Flow(self.on, step, moved))
            self.before = now

    def state(self) -> State:
        """Due and position now."""
        ahead, position = self.ahead.amount, sum(one.considered - one.earned for one in self.layers.values())
        kept = round_fraction(self.ahead.value) if self.historical else -self.carried(AHEAD)
        net = -self.carried(NET)
        if self.historical:
            position, net = position - ahead, net - kept
        return State(self.owed.amount - ahead, position, self.carried(OWED) - kept, net)

    def side(self, account: int, obligation: int, amount: int, rate: Fraction) -> Fraction | None:
        """The value at which an account moves (amount and value debit positive); None where it takes that of the other
        side: income, expenses, equity and goods."""
        if account == t.CASH:
            return amount * rate
        if account not in KEPT:
            return None
        return self.balances.setdefault(account, Balance()).move(amount, rate, obligation)

    def attribute(self, units: dict[int, int], rate: Fraction) -> tuple[Fraction, Fraction]:
        """Bring what is considered of each obligation to these units: what one gives up goes to the others with its
        layers, what comes in has the rate of the day.

        Gives the exchange difference on contract assets that were settled (gains above zero), and the value of what
        left altogether."""
        pool: list[tuple[int, Fraction]] = []
        for o in sorted(units):
            less = self.layer(o).considered - units[o]
            if less > 0:
                pool.extend(self.layer(o).withdraw(less, rate))
        gain = Fraction(0)
        for o in sorted(units):
            more = units[o] - self.layer(o).considered
            if more > 0:
                gain += self.layer(o).consider(_drawn(pool, more, rate))
        return gain, sum((count * own for count, own in pool), Fraction(0))

    @cites("830-20-35-1", "830-20-35-2")
    def remeasure(self, rate: Fraction) -> None:
        """Carry what is money at the rate of the last day of a period, obligation by obligation. What is due is then
        worth just its amount at that rate, rounded once: what rounding its parts left is an exchange difference too."""
        self.owed.remeasure(rate)
        self._anew(OWED, round_fraction(self.owed.value))
        if not self.historical:
            self.ahead.remeasure(rate)
            self._anew(AHEAD, -round_fraction(self.ahead.value))
        moved = [one.asset.remeasure(rate) for one in self.layers.values()]
        if any(moved):
            self._anew(NET, -round_fraction(sum((one.net for one in self.layers.values()), Fraction(0))))
        for account, balance in self.balances.items():
            if account not in NOT_MONETARY:
                balance.lots.remeasure(rate)
                self._anew(account, round_fraction(balance.value))
        self.flow(CURRENCY)

    def _anew(self, account: int, value: int) -> None:
        moved = self.post(account, -1, value - self.carried(account), CURRENCY)
        self.post(FX, -1, -moved, CURRENCY, UNREALIZED)


def _drawn(pool: list[tuple[int, Fraction]], units: int, rate: Fraction) -> list[tuple[int, Fraction]]:
    """Units from the pool as far as it goes, then new ones at the rate of the day."""
    found: list[tuple[int, Fraction]] = []
    while units and pool:
        count, own = pool.pop(0)
        used = min(count, units)
        found.append((used, own))
        units -= used
        if count > used:
            pool.insert(0, (count - used, own))
    return [*found, (units, rate)] if units else found
