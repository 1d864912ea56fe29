"""Contracts in a foreign currency, walked abreast: the rules of `walk` for the ordinary shape, as columns.

One turn is a day of each contract. Every obligation stands on a row of units: considered (due so far) and earned so
far. Units keep the rate of the first day on which they were either, so revenue to date is their worth up to what is
earned (see `Layers`). Units earned and not considered are a contract asset. What is owed stands on such a row too, from
what was paid to what was due. All values are counts of 1 / unit of minor money, and rounded where they are booked, as
running totals.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from duly.engine import tables as t
from duly.engine.fx.piles import Piles
from duly.engine.fx.rates import BLUR, Daily, Values
from duly.engine.fx.units import Units
from duly.engine.journal.abreast_accounts import BILLING, CASH, CURRENCY, REVENUE, Account, Running, Scale, zeros
from duly.engine.journal.abreast_ahead import Advances
from duly.engine.journal.abreast_days import Chosen, Moves, Posted, Window, force, in_turn, moves, position_at
from duly.engine.journal.abreast_evened import even_out, moved_over
from duly.engine.journal.abreast_shared import Lined, attributed, by_lines
from duly.engine.journal.entries import Ledger
from duly.ground.columns import Bools, Ints


@dataclass
class Abreast:
    """Contracts on their way together, up to the end of `at`. pair: row of `rates` of each · averaged: those of which
    what time earns has the mean rate of its days, if any; their rates are in Python integers.

    loose: contracts whose consideration may come to stand at the wrong obligation · strange: those that did what only a
    walk of their own can follow, as revenue taken back beyond what was earned."""

    own: Chosen
    pair: Ints
    rates: Daily
    at: int
    averaged: Bools | None = None
    units: Units = field(init=False)
    owed: Piles = field(init=False)
    ahead: Advances = field(init=False)
    net: Account = field(init=False)
    due: Account = field(init=False)

    def __post_init__(self) -> None:
        count, owner = len(self.own.contracts), self.own.owner
        like = self.rates.counts
        self.units, self.owed = Units.of(len(owner), like), Piles.empty(count, like)
        self.ahead = Advances(self.own, like)
        self.net, self.due = Account.of(count), Account.of(count)
        self.rights, self.payments, self.position, self.uneven = (zeros(count) for _ in range(4))
        self.loose, self.strange = np.zeros(count, np.bool_), np.zeros(count, np.bool_)
        self.scale = Scale(self.rates.unit[self.pair], self.rates.blur[self.pair], self.strange)
        self.so_far = self.rates.so_far() if self.averaged is not None else like
        self.repriced_on = zeros(count) - t.NEVER
        self.changed = np.zeros(len(owner), np.bool_)
        self.changed[self.own.followed] = True
        self.right_due, self.right_net, self.paid_due = (Running(self.scale) for _ in range(3))
        self.paid, self.paid_ahead, self.ahead_net = (Running(self.scale) for _ in range(3))
        self.evened = Running(self.scale)
        # Of each obligation, revenue is the worth of its units; the position may differ by exchange differences.
        self.gained, self.earned, self.revenue = np.zeros(len(owner), like.dtype), zeros(len(owner)), zeros(len(owner))

    def through(self, book: Ledger, on: int, ends: Sequence[int], closing: Ints | None = None) -> Ints:
        """Walk on to the end of a day. ends: last days of periods on the way; where `on` is none of them, time is
        counted to it and nothing can follow · closing: position of each track then, where it is known already. Gives
        the contracts that may have moved."""
        for account in (self.net, self.due, self.ahead.kept) if self.ahead.any else (self.net, self.due):
            account.begin()
        standing = np.flatnonzero((self.owed.held > 0) | (self.uneven > 0))
        standing_at = position_at(book.priced, self.own, on) if closing is None else closing[self.own.track]
        self._watch(book, on)
        window = Window(self.at, on, ends, self.units.reached, standing_at)
        found = moves(book, self.own, standing, window)
        self.booked = np.array([window.before, *window.timed], np.int64)
        places = [found.place, *(found.place[at] for at in (found.at, found.bills.at, found.paid.at))]
        # One turn for the first day of each contract, one for the second: as many as the busiest has days.
        for turn in range(int(found.place.max(initial=-1)) + 1):
            self._day(book, found, *(np.flatnonzero(of == turn) for of in places))
        self.at = on
        touched: Ints = found.contract[found.place == 0]
        return touched

    def _watch(self, book: Ledger, on: int) -> None:
        """Watch the contracts of which a price begins in the window."""
        since_on = book.priced.tables.tranches.since_on[self.own.following]
        some = np.flatnonzero((since_on > self.at) & (since_on <= on))
        contract = self.own.owner[self.own.followed[some]]
        self.loose[contract] = True
        np.maximum.at(self.repriced_on, contract, since_on[some])

    def _day(self, book: Ledger, m: Moves, days: Ints, grown: Ints, bills: Ints, paid: Ints) -> None:
        """One day of each of some contracts: the rules of a day in their order."""
        contract, on = m.contract[days], m.on[days]
        rate = self.rates.counts[self.pair[contract], on - self.rates.first_on]
        of, amount = m.obligation[grown], m.grown[grown]
        place = np.searchsorted(days, m.at[grown])
        rate_of = rate[place]
        if self.averaged is not None:
            rate_of = self._mean_rates(book, self.averaged, of, on[place], rate_of)
        back = np.flatnonzero(amount < 0)
        if len(back):
            self._unearn(of[back], -amount[back])
        for rows in in_turn(bills, m.bills.place):
            at = np.searchsorted(days, m.bills.at[rows])
            self._right(book, m, rows, contract[at], on[at], rate[at])
        for rows in in_turn(paid, m.paid.place):
            at = np.searchsorted(days, m.paid.at[rows])
            self._pay(book, contract[at], on[at], m.paid.take(rows), rate[at])
        forth = np.flatnonzero(amount > 0) if len(back) else np.arange(len(amount))
        if len(forth):
            self._earn(of[forth], amount[forth], rate_of[forth])
        self._even_out(book, contract, on, rate)
        ends = np.flatnonzero(m.ends[days])
        if len(ends):
            self._remeasure(contract[ends], rate[ends])

    def _mean_rates(self, book: Ledger, mean: Bools, of: Ints, on: Ints, rate: Values) -> Values:
        """Rates of what obligations earn on their day: of what time earned, the mean of its days since the last end of
        a period."""
        tranches, owner = book.priced.tables.tranches, self.own.owner[of]
        row = force(book.priced.tables, self.own, of, on)
        some = np.flatnonzero(mean[owner] & (tranches.measure[row] < t.BY_METER))
        row, on, owner = row[some], on[some], owner[some]
        before, entered = (self.booked[np.searchsorted(self.booked, on, side) - 1] for side in ("left", "right"))
        since = np.maximum(tranches.from_on[row], before + 1)
        until = np.maximum(np.minimum(tranches.until[row], entered + 1), since + 1)
        pair, first = self.pair[owner], self.rates.first_on
        whole, count = self.so_far[pair, until - first] - self.so_far[pair, since - first], until - since
        rate[some] = whole // count
        self.scale.blur[owner[whole % count != 0]] = BLUR
        return rate

    def _unearn(self, of: Ints, units: Ints) -> None:
        """Revenue is taken back at the value it had; the contract asset that goes with it, at what it is carried at."""
        owner = self.own.owner[of]
        self.strange[owner[units > self.units.reached[of]]] = True
        self.loose[owner] = True
        units = np.minimum(units, self.units.reached[of])
        uneven = self.units.taken[of] != self.units.reached[of]
        _, gain = self.units.draw_back(of, units)
        self.gained[of] += gain
        self._book_revenue(of, owner, uneven)
        np.add.at(self.position, owner, units)

    def _earn(self, of: Ints, units: Ints, rate: Values) -> None:
        """Revenue: first at the rates of what was due, then at that of its day."""
        owner = self.own.owner[of]
        uneven = self.units.taken[of] != self.units.reached[of]
        self.units.reach(of, units, rate)
        self._book_revenue(of, owner, uneven)
        np.subtract.at(self.position, owner, units)

    def _book_revenue(self, of: Ints, owner: Ints, was_uneven: Bools) -> None:
        """Book what obligations earned, one after the other: an account that is empty on the way is empty altogether,
        so that only what comes after counts."""
        worth, gained = self.units.at_reached[of], self.gained[of]
        revenue = self.scale.rounded(owner, worth)
        earned = self.scale.rounded(owner, worth + gained) if gained.any() else revenue
        moved, self.revenue[of], self.earned[of] = earned - self.earned[of], revenue, earned
        first = np.flatnonzero(np.diff(owner, prepend=-1))
        contract, changed = owner[first], (self.units.taken[of] != self.units.reached[of]).astype(np.int64) - was_uneven
        amount, before = np.add.reduceat(moved, first), self.uneven[contract]
        group = np.cumsum(np.diff(owner, prepend=-1) != 0) - 1
        running = np.cumsum(changed)
        standing = running - (running[first] - changed[first])[group] + before[group]
        even = np.flatnonzero(standing == 0)
        if len(even):
            so_far = np.cumsum(moved)
            last = zeros(len(first)) - 1
            last[group[even]] = even
            some = np.flatnonzero(last >= 0)
            ends = np.append(first[1:], len(of))[some] - 1
            amount[some] = so_far[ends] - so_far[last[some]] - self.net.carried[contract[some]]
        self.net.book(REVENUE, contract, amount)
        self.uneven[contract] = before + np.add.reduceat(changed, first)

    def _right(self, book: Ledger, m: Moves, bills: Ints, contract: Ints, on: Ints, rate: Values) -> None:
        """A right to payment: a receivable at the rate of the day, and consideration of the obligations of its lines,
        or of all with room."""
        rows, which = self.obligations(contract)
        right = m.bills.amount[bills]
        used = np.minimum(right, self.ahead.lots.held[contract]) if self.ahead.any else right * 0
        price = self.allocated(book, rows, on[which])
        ahead, room = bool(used.any()), np.maximum(price, self.units.reached[rows]) - self.units.taken[rows]
        room = room + self.ahead.of_obligation[rows] if ahead else room
        weight: Values = np.maximum(room, 0)
        if len(m.lines.of):
            stated = book.priced.tables.obligations.price[self.own.obligations[rows]]
            weight = by_lines(weight, self._net(m.lines, bills, rows, which), stated, price, which)
        units, left = attributed(right, weight, room, which)
        self.loose[contract[left > 0]] = True
        new, gain = right, np.zeros(len(contract), rate.dtype)
        if ahead:
            units, new = units - self.ahead.use(rows, which, units, used), right - used
            gain += moved_over(self, contract, rows, which, units, rate)
        some = np.flatnonzero(units > 0)
        np.add.at(gain, which[some], self.consider(rows[some], units[some], rate[which[some]]))
        owed = np.flatnonzero(new)
        self.owed.put(contract[owed], new[owed], rate[owed], m.bills.bill[bills[owed]])
        self.rights[contract] += right
        self.position[contract] += new
        worth = new * rate
        self.due.book(BILLING, contract, self.right_due.add(contract, worth))
        self.book_net(BILLING, contract, self.right_net.add(contract, gain - worth))
        if ahead:
            self.ahead.keep(BILLING, contract[used > 0], self.scale)

    def _net(self, lines: Lined, bills: Ints, rows: Ints, which: Ints) -> Ints:
        """What the lines of bills, one of each contract, say for all its obligations."""
        net, first = np.zeros(len(rows), np.int64), np.flatnonzero(np.diff(which, prepend=-1))
        place = np.searchsorted(bills, lines.of)
        some = np.flatnonzero(np.append(bills, -1)[place] == lines.of)
        begin = first[place[some]]
        np.add.at(net, begin + lines.obligation[some] - rows[begin], lines.net[some])
        return net

    def consider(self, rows: Ints, units: Ints, rate: Values) -> Values:
        """Consideration comes in, for each obligation once; gives the exchange difference on contract assets."""
        uneven = self.units.taken[rows] != self.units.reached[rows]
        gain = self.units.consider(rows, units, rate)
        self.recount(rows, uneven)
        return gain

    def recount(self, rows: Ints, was_uneven: Bools) -> None:
        """Count anew the obligations that have earned just what was due for them."""
        changed = (self.units.taken[rows] != self.units.reached[rows]).astype(np.int64) - was_uneven
        np.add.at(self.uneven, self.own.owner[rows], changed)

    def book_net(self, step: int, contract: Ints, moved: Ints) -> None:
        """Move the position; where every obligation is even, nothing of it is left."""
        self.net.book(step, contract, np.where(self.uneven[contract] == 0, -self.net.carried[contract], moved))

    def _pay(self, book: Ledger, contract: Ints, on: Ints, payment: Posted, rate: Values) -> None:
        """Money comes in: what was owed leaves, the bill it names first, then the oldest, at what it is carried at; the
        rest is paid ahead."""
        paid, bill = payment.amount, payment.bill
        self.payments[contract] += paid
        settled = np.minimum(paid, self.owed.held[contract])
        early = np.flatnonzero(settled < paid)
        if len(early):
            self._pay_ahead(book, contract[early], on[early], (paid - settled)[early], rate[early])
            # What it names could have lines, which go before the order of the obligations.
            self.strange[contract[early]] |= bill[early] >= 0
            some = np.flatnonzero(settled)
            contract, settled, rate, bill = contract[some], settled[some], rate[some], bill[some]
        carried = self.owed.take(contract, settled, bill)
        self.paid.add(contract, settled * rate)
        moved = self.paid_due.add(contract, -carried)
        empty = self.owed.held[contract] == 0
        self.due.book(CASH, contract, np.where(empty, -self.due.carried[contract], moved))

    def _pay_ahead(self, book: Ledger, contract: Ints, on: Ints, paid: Ints, rate: Values) -> None:
        """Money that is not due yet: consideration of the obligations in order, as far as they have room."""
        rows, which = self.obligations(contract)
        room = np.maximum(self.allocated(book, rows, on[which]), self.units.reached[rows]) - self.units.taken[rows]
        units, left = attributed(paid, zeros(len(rows)), room, which)
        self.loose[contract[left > 0]] = True
        some, gain = np.flatnonzero(units), np.zeros(len(contract), rate.dtype)
        self.ahead.put(rows[some], units[some], rate[which[some]])
        np.add.at(gain, which[some], self.consider(rows[some], units[some], rate[which[some]]))
        self.position[contract] += paid
        worth = paid * rate
        self.paid_ahead.add(contract, worth)
        self.book_net(CASH, contract, self.ahead_net.add(contract, gain - worth))
        self.ahead.keep(CASH, contract, self.scale)

    def _remeasure(self, contract: Ints, rate: Values) -> None:
        """Carry what is money at the rate of the last day of a period."""
        owed = np.flatnonzero(self.owed.held[contract])
        if len(owed):
            self._remeasure_owed(contract[owed], rate[owed])
        uneven = np.flatnonzero(self.uneven[contract])
        if len(uneven):
            self._remeasure_assets(contract[uneven], rate[uneven])

    def _remeasure_owed(self, contract: Ints, rate: Values) -> None:
        self.owed.remeasure(contract, rate)
        value = self.scale.rounded(contract, self.owed.held[contract] * rate)
        self.due.book(CURRENCY, contract, value - self.due.carried[contract])

    def _remeasure_assets(self, contract: Ints, rate: Values) -> None:
        rows, which = self.obligations(contract)
        units, first = self.units, np.flatnonzero(np.diff(which, prepend=-1))
        at = rate[which]
        added = units.remeasure(rows, at)
        anew = np.flatnonzero(np.logical_or.reduceat(self.scale.differ(contract[which], added), first))
        asset = units.reached[rows] - units.taken[rows]
        net = np.add.reduceat(np.where(asset > 0, -asset * at, units.at_taken[rows] - units.at_reached[rows]), first)
        some = contract[anew]
        self.net.book(CURRENCY, some, -self.scale.rounded(some, net[anew]) - self.net.carried[some])

    def obligations(self, contract: Ints) -> tuple[Ints, Ints]:
        """The obligations of each of these contracts in order, and whose they are (place in `contract`)."""
        first = self.own.first[contract]
        count = self.own.first[contract + 1] - first
        which = np.repeat(np.arange(len(contract)), count)
        ends = np.cumsum(count)
        return np.arange(len(which)) + (first - ends + count)[which], which

    def allocated(self, book: Ledger, rows: Ints, on: Ints) -> Ints:
        """Allocated price of each obligation at the end of its day."""
        tranche = self.own.tranche[rows]
        changed = np.flatnonzero(self.changed[rows])
        tranche[changed] = force(book.priced.tables, self.own, rows[changed], on[changed])
        price: Ints = book.priced.price[tranche] + book.priced.base[tranche]
        return price

    def _even_out(self, book: Ledger, contract: Ints, on: Ints, rate: Values) -> None:
        """Only where a price moved, a right had no room, or all is settled in sum can anything be out of place."""
        loose = self.loose[contract] | ((self.position[contract] == 0) & (self.uneven[contract] > 0))
        some = np.flatnonzero(loose)
        if len(some):
            even_out(self, book, contract[some], on[some], rate[some])
