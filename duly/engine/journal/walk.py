"""One contract in a foreign currency, day by day: what each movement is worth in the functional currency.

Rules of a day, in this order: revenue taken back, rights, other dues, credits, payments, other consideration, revenue,
everything else; at the end of a period what is money is measured anew. One day has one rate, so the order in which its
rows were recorded does not matter.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import groupby

from duly.engine import tables as t
from duly.engine.journal.attribution import Units, attributed, scaled
from duly.engine.journal.carrying import (
    AHEAD,
    CURRENCY,
    KEPT,
    NET,
    NOT_MONETARY,
    OWED,
    REALIZED,
    UNREALIZED,
    Carried,
    Side,
    State,
)
from duly.engine.journal.day_rules import RULES, Totals, rule_of
from duly.engine.journal.movements import Chronicle, Days, Moved
from duly.ground.cites import cites

_RIGHT = {t.DUE, t.POSITION}
_ANY = 1 << 62
_PERFORMED = -2  # instead of an obligation: whichever was performed and is not due yet


@dataclass(slots=True)
class Walk:
    """A contract on its way. rate: of a day, functional minor units for one of the contract's · earned_at: the rate of
    what is earned beyond consideration · unit: functional minor units for one of the contract's at a rate of one ·
    rights: what became due, by obligation · coming: what is earned today ·
    states: at the end of each day."""

    chronicle: Chronicle
    rate: Callable[[int], Fraction]
    earned_at: Callable[[Moved], Fraction]
    unit: Fraction = Fraction(1)
    book: Carried = field(default_factory=Carried)
    rights: Units = field(default_factory=dict)
    coming: Units = field(default_factory=dict)
    states: list[tuple[int, State]] = field(default_factory=list)
    totals: Totals = Totals()
    today: Fraction = Fraction(1)
    exists: bool = False

    def day(self, on: int, moved: Sequence[Moved], ends: bool) -> None:
        """Book a day, and the end of a period."""
        self.book.on, self.today, self.coming = on, self.rate(on), {}
        self._begin(on)
        if self.chronicle.kind == t.CANCELLABLE:
            moved = [*(row for row in moved if {row.debit, row.credit} != _RIGHT), *self._due_now(on, moved)]
        by_rule: dict[str, list[Moved]] = {rule: [] for rule in RULES}
        for row in moved:
            by_rule[rule_of(row)].append(row)
            if rule_of(row) == "earn":
                self.coming[row.obligation] = self.coming.get(row.obligation, 0) + row.amount
        for rule, rows in by_rule.items():
            if rule in ("right", "credit"):
                # Rows of one bill stand together; what time brought is worth the rate of its days.
                for first, lines in groupby(sorted(rows, key=_bill), key=_bill):
                    getattr(self, rule)(first, _lines(lines))
            else:
                for row in rows:
                    getattr(self, rule)(row)
        self._even_out()
        if ends:
            self.book.remeasure(self.today)
        self.states.append((on, self.book.state()))

    @cites("606-10-25-8", "830-20-30-1")
    def _begin(self, on: int) -> None:
        """From the day there is a contract, what was paid ahead and need not be given back is no money any more."""
        if self.exists or on < self.chronicle.exists_on:
            return
        self.exists, book = True, self.book
        if self.chronicle.refundable:
            return
        paid, carried = book.ahead.amount, book.ahead.value
        book.ahead.take(paid)
        book.historical = True
        if paid:
            self._put_ahead(paid, -1)
            gain, _ = self._attribute()
            sides = [(AHEAD, -1, carried), (NET, -1, gain - paid * self.today)]
            book.book("contract", t.STEP["billing"], UNREALIZED, sides)

    def _due_now(self, on: int, moved: Sequence[Moved]) -> list[Moved]:
        """Where the customer may cancel, nothing is due before it is performed: the rights of a day cut to that, first
        as bills moved them, then as performance did."""
        before, after = self.totals, self.totals.plus(moved)
        billed = after._replace(earned=before.earned).cut()
        self.totals = after._replace(due=after.cut())
        rows = []
        for step, units in (("billing", billed - before.due), ("revenue", after.cut() - billed)):
            if units:
                sides = (t.DUE, t.POSITION) if units > 0 else (t.POSITION, t.DUE)
                timed = next((row for row in moved if row.until and rule_of(row) == "earn"), None)
                days = (timed.since, timed.until) if timed is not None and step == "revenue" else (0, 0)
                rows.append(Moved(on, t.STEP[step], *sides, _PERFORMED, abs(units), *days))
        return rows

    def right(self, first: Moved, lines: Mapping[int, int]) -> None:
        """A right to payment: first what was paid ahead is used up, the rest is a receivable at the rate of the day, or
        of the days over which time brought it."""
        book, total, rate = self.book, sum(lines.values()), self._rate(first)
        units = self._attributed_right(total, lines)
        ahead = min(total, book.ahead.amount)
        used, new = self._take_ahead(ahead, units), (total - ahead) * rate
        book.owed.put(total - ahead, new, _of(first))
        gain = self._add_rights(units, 1, rate)[0]
        if book.historical:
            book.book("right", first.step, UNREALIZED, [(OWED, -1, new), (NET, -1, gain - new)])
        else:
            sides: list[Side] = [(OWED, -1, new), (AHEAD, -1, used), (NET, -1, gain - total * rate)]
            book.book("right", first.step, UNREALIZED, sides)

    def owe(self, row: Moved) -> None:
        """Something else is due, as a tax or money paid back: it uses up what was paid ahead in the same way."""
        book, ahead = self.book, min(row.amount, self.book.ahead.amount)
        used, new = self._take_ahead(ahead, {}), (row.amount - ahead) * self.today
        book.owed.put(row.amount - ahead, new, _of(row))
        gain, left = self._attribute()
        other = (row.credit, row.obligation, self._value(row.credit, row.obligation, -row.amount))
        paid = (NET, -1, left + gain) if book.historical else (AHEAD, -1, used)
        book.book("owe", row.step, _kind(row), [(OWED, -1, new), paid, other])

    def credit(self, first: Moved, lines: Mapping[int, int]) -> None:
        """A right is taken back: the receivable leaves at what it is carried at, consideration at its own rates."""
        book, total = self.book, sum(lines.values())
        settled = min(total, book.owed.amount)
        carried, early = book.owed.take(settled, _of(first)), total - settled
        units = self._attributed_credit(total, lines)
        left_over = early
        for o, count in units.items():
            part = min(left_over, count)
            book.ahead.put(part, part * self.today, o if book.historical else None)
            left_over -= part
        gain, left = self._add_rights(units, -1)
        sides: list[Side] = [(NET, -1, left + gain), (OWED, -1, -carried)]
        if not book.historical:
            sides.append((AHEAD, -1, -early * self.today))
        book.book("credit", first.step, UNREALIZED, sides)

    @cites("830-20-35-1", "830-20-35-2")
    def pay(self, row: Moved) -> None:
        """Money comes in, or a debt is given up: a receivable leaves at what it is carried at, the rest is paid ahead
        at the rate of the day."""
        book = self.book
        settled = min(row.amount, book.owed.amount)
        carried, early = book.owed.take(settled, _of(row)), row.amount - settled
        self._put_ahead(early, row.bill)
        gain, _ = self._attribute()
        ahead = (NET, -1, gain - early * self.today) if book.historical else (AHEAD, -1, -early * self.today)
        value = self._value(row.debit, row.obligation, row.amount)
        if row.debit in KEPT:
            sides = [(row.debit, row.obligation, value), (OWED, -1, -carried), ahead]
            book.book("pay", row.step, _kind(row), sides)
            return
        for key, units, other in (("pay", settled, (OWED, -1, -carried)), ("ahead", early, ahead)):
            if units:
                side = (row.debit, row.obligation, value * units / row.amount)
                book.book(key, row.step, _kind(row), [side, other])

    def consider(self, row: Moved) -> None:
        """Consideration that is no right: an opening, at the rate it states, interest, a thing received."""
        rate = self._unit_rate(row)
        value = row.amount * rate if row.rate else self._value(row.debit, row.obligation, row.amount)
        lines = {row.obligation: row.amount} if row.obligation >= 0 else {}
        gain, _ = self._add_rights(self._attributed_right(row.amount, lines), 1, rate)
        sides = [(row.debit, row.obligation, value), (NET, -1, gain - row.amount * rate)]
        self.book.book("consider", row.step, _kind(row), sides)

    def withdraw(self, row: Moved) -> None:
        """Consideration that was no right is taken back."""
        value = self._value(row.credit, row.obligation, -row.amount)
        lines = {row.obligation: row.amount} if row.obligation >= 0 else {}
        gain, left = self._add_rights(self._attributed_credit(row.amount, lines), -1)
        sides = [(NET, -1, left + gain), (row.credit, row.obligation, value)]
        self.book.book("withdraw", row.step, _kind(row), sides)

    @cites("830-10-45-18")
    def earn(self, row: Moved) -> None:
        """Revenue, or what else leaves the position: first at the rates of what was received or due, then at that of
        its day."""
        value = self.book.layer(row.obligation).earn(row.amount, self._rate(row))
        other = self.book.side(row.credit, row.obligation, -row.amount, self.today)
        sides: list[Side] = [
            (NET, row.obligation, value),
            (row.credit, row.obligation, -value if other is None else other),
        ]
        if other is not None and row.credit in NOT_MONETARY:
            # Neither side is money, so their rates make no difference of exchange but revenue.
            sides.append((t.REVENUE, row.obligation, -other - value))
        self.book.book("earn", row.step, _kind(row), sides, row.since, row.until)

    def unearn(self, row: Moved) -> None:
        """Revenue is taken back at the value it had."""
        value, gain = self.book.layer(row.obligation).unearn(row.amount, self.today)
        other = self.book.side(row.debit, row.obligation, row.amount, self.today)
        sides = [(row.debit, row.obligation, value if other is None else other), (NET, row.obligation, gain - value)]
        # The same totals as where it was earned, so that taking all of it back leaves nothing.
        self.book.book("earn", row.step, _kind(row), sides, row.since, row.until)

    def other(self, row: Moved) -> None:
        """What moves neither what is due nor the position, as cost. What is no money leaves at its carrying value."""
        book, whole = self.book, row.amount * self.today
        debit = book.side(row.debit, row.obligation, row.amount, self.today)
        credit = book.side(row.credit, row.obligation, -row.amount, self.today)
        if debit is None:
            debit = -credit if credit is not None else whole
        if credit is None:
            credit = -debit
        sides = [(row.debit, row.obligation, debit), (row.credit, row.obligation, credit)]
        book.book("other", row.step, _kind(row), sides, row.since, row.until)

    def _rate(self, row: Moved) -> Fraction:
        """The rate of a movement: that of the day, or of the days over which time brought it, as the policy says."""
        return self.earned_at(row) if row.until else self.today

    def _unit_rate(self, row: Moved) -> Fraction:
        """Functional minor units for one of the contract's: as an opening states it, or those of the day."""
        return row.rate * self.unit if row.rate else self.today

    def _value(self, account: int, obligation: int, amount: int) -> Fraction:
        """What an account moves by: a balance at what it is carried at, anything else at the rate of the day."""
        value = self.book.side(account, obligation, amount, self.today)
        return amount * self.today if value is None else value

    def _add_rights(self, units: Units, sign: int, rate: Fraction | None = None) -> tuple[Fraction, Fraction]:
        for o, count in units.items():
            self.rights[o] = self.rights.get(o, 0) + sign * count
        return self._attribute(rate)

    def _attribute(self, rate: Fraction | None = None) -> tuple[Fraction, Fraction]:
        """Bring what is considered of each obligation to what is due for it and what was paid ahead for it; what is new
        comes in at a rate, by default that of the day."""
        units = dict.fromkeys(self.chronicle.obligations, 0) | self.rights
        if self.book.historical:
            for lot in self.book.ahead.lots:
                assert isinstance(lot.of, int)
                units[lot.of] = units.get(lot.of, 0) + lot.amount
        return self.book.attribute(units, self.today if rate is None else rate)

    def _put_ahead(self, units: int, bill: int) -> None:
        """Money that is not due yet: where it must not be given back it has obligations, by its bill or in order."""
        if not units:
            return
        if not self.book.historical:
            self.book.ahead.put(units, units * self.today)
            return
        room = {o: self._price(o) - self.book.layer(o).considered for o in self.chronicle.obligations}
        weights = scaled(self.chronicle.lines.get(bill, {}), self.chronicle.stated, self._prices())
        for o, count in attributed(units, weights, room, self.chronicle.obligations).items():
            self.book.ahead.put(count, count * self.today, o)

    def _take_ahead(self, units: int, wanted: Units) -> Fraction:
        """Use up what was paid ahead: for each obligation its own first, then the oldest."""
        left, value = units, Fraction(0)
        for o, count in wanted.items():
            own = min(left, count, sum(lot.amount for lot in self.book.ahead.lots if lot.of == o))
            value += self.book.ahead.take(own, o)
            left -= own
        return value + self.book.ahead.take(left)

    @cites("606-10-32-28")
    def _attributed_right(self, total: int, lines: Mapping[int, int]) -> Units:
        """The obligations a right pays for: those of its lines, or all that are left to be paid, or those performed."""
        order = self.chronicle.obligations
        if _PERFORMED in lines:
            room = {o: self._performed(o) - self.rights.get(o, 0) for o in order}
            return attributed(total, {}, room, order)
        room = {o: self._price(o) - self.rights.get(o, 0) for o in order}
        own = {o: net for o, net in lines.items() if o >= 0}
        weights = scaled(own, self.chronicle.stated, self._prices())
        open_to = {o: Fraction(max(left, 0)) for o, left in room.items() if left < _ANY >> 1}
        return attributed(total, weights or open_to, room, order)

    def _attributed_credit(self, total: int, lines: Mapping[int, int]) -> Units:
        """The obligations whose right is taken back."""
        order, own = self.chronicle.obligations, {o: net for o, net in lines.items() if o >= 0}
        performed = {o: self._performed(o) if _PERFORMED in lines else 0 for o in order}
        room = {o: self.rights.get(o, 0) - performed[o] for o in order}
        weights = scaled(own, self.chronicle.stated, self._prices())
        return attributed(total, weights or {o: Fraction(max(left, 0)) for o, left in room.items()}, room, order)

    def _performed(self, obligation: int) -> int:
        return self.book.layer(obligation).earned + self.coming.get(obligation, 0)

    def _price(self, obligation: int) -> int:
        """How much consideration an obligation can take: its allocated price; what is priced by use, any."""
        if obligation in self.chronicle.by_use:
            return _ANY
        return max(self._allocated(obligation), self.book.layer(obligation).earned)

    def _allocated(self, obligation: int) -> int:
        """Allocated price at the end of today; 0 before there is any."""
        steps = self.chronicle.allocated.get(obligation, [])
        known = bisect_right(steps, (self.book.on, _ANY))
        return steps[known - 1][1] if known else 0

    def _prices(self) -> dict[int, int]:
        return {o: self._allocated(o) for o in self.chronicle.obligations}

    def _even_out(self) -> None:
        """Consideration of one obligation beyond its price goes to those that have room; and once all is performed and
        paid in sum, nothing stays on one side of one and on the other side of another."""
        layers, order = self.book.layers, self.chronicle.obligations
        done = all(layers[o].earned >= self._allocated(o) for o in order if o in layers)
        even = done and not sum(one.considered - one.earned for one in layers.values())
        size = {o: one.earned if even or o in self.chronicle.by_use else self._price(o) for o, one in layers.items()}
        over = {o: layers[o].considered - size[o] for o in sorted(layers) if layers[o].considered > size[o]}
        room = {o: size[o] - layers[o].considered for o in sorted(layers) if layers[o].considered < size[o]}
        if not even:
            over = {o: units for o, units in over.items() if o in order and o not in self.chronicle.by_use}
        if not over or not room:
            return
        for o, units in over.items():
            for other in room:
                moved = min(units, room[other])
                self.rights[o] = self.rights.get(o, 0) - moved
                self.rights[other] = self.rights.get(other, 0) + moved
                units, room[other] = units - moved, room[other] - moved
        gain, _ = self._attribute()
        self.book.book("even", CURRENCY, UNREALIZED, [(NET, -1, gain)])


def _bill(row: Moved) -> Moved:
    """What the rows of one bill have in common."""
    return row._replace(debit=0, credit=0, obligation=0, amount=0)


def _of(row: Moved) -> int | None:
    """The bill a row belongs to, if any."""
    return row.bill if row.bill >= 0 else None


def _lines(rows: Iterable[Moved]) -> dict[int, int]:
    """What one bill moved, by obligation."""
    found: dict[int, int] = {}
    for row in rows:
        found[row.obligation] = found.get(row.obligation, 0) + row.amount
    return found


def _kind(row: Moved) -> str:
    """Whether an exchange difference is realized: only where money came in or went out."""
    return REALIZED if t.CASH in (row.debit, row.credit) else UNREALIZED


def walked(
    chronicle: Chronicle,
    days: Days,
    rate: Callable[[int], Fraction],
    earned_at: Callable[[Moved], Fraction],
    unit: Fraction = Fraction(1),
) -> Walk:
    """The whole life of a contract; `rate` gives functional minor units for one of the contract's on a day, `unit` as
    many at a rate of one."""
    walk = Walk(chronicle, rate, earned_at, unit)
    by_day = {on: list(rows) for on, rows in groupby(chronicle.moved, key=lambda row: row.on)}
    first = min(by_day, default=days.through)
    ends = {end for end in days.ends if first <= end <= days.through}
    begins = {chronicle.exists_on} if first < chronicle.exists_on <= days.through else set()
    for on in sorted({*by_day, *ends, *begins}):
        walk.day(on, by_day.get(on, []), on in ends)
    return walk
