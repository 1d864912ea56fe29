"""The oracle in the functional currency: one contract at a time, day by day, with fractions. Imports nothing of duly.

It follows "Functional currency" of docs/how-numbers-are-made.md for what W(n) has: rights without lines, payments after
them, revenue forth and back.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import localcontext
from fractions import Fraction
from typing import Any

from bench.oracle import Contract, Obligation, position

Line = tuple[int, int, str, str, str, int]  # contract, obligation, account, step, kind, amount (debit positive)
Runs = list[list[Any]]  # units and their rate, in order
NONE = Fraction(0)


def halves_away(value: Fraction) -> int:
    size = (abs(value) * 2 + 1) // 2
    return int(size if value >= 0 else -size)


def total(runs: Runs) -> Fraction:
    return sum((units * rate for units, rate in runs), NONE)


def taken(runs: Runs, units: int, latest: bool = False) -> Runs:
    """Take units off the front of the runs, or off their end."""
    found: Runs = []
    while units:
        run = runs[-1 if latest else 0]
        part = min(units, run[0])
        found.append([part, run[1]])
        run[0] -= part
        units -= part
        if not run[0]:
            runs.pop(-1 if latest else 0)
    return found


@dataclass
class Promise:
    """Units of an obligation. done: those earned, at their rates · ahead: considered and not earned · asset: earned and
    not considered, at what they are carried at."""

    number: int
    earned: int = 0
    considered: int = 0
    done: Runs = field(default_factory=list)
    ahead: Runs = field(default_factory=list)
    asset: Runs = field(default_factory=list)

    def consider(self, units: int, rate: Fraction) -> Fraction:
        settled = min(units, self.earned - self.considered) if self.earned > self.considered else 0
        gain = settled * rate - total(taken(self.asset, settled))
        if units > settled:
            self.ahead.append([units - settled, rate])
        self.considered += units
        return gain

    def earn(self, units: int, rate: Fraction) -> None:
        own = min(units, max(self.considered - self.earned, 0))
        self.done += taken(self.ahead, own)
        if units > own:
            self.done.append([units - own, rate])
            self.asset.append([units - own, rate])
        self.earned += units

    def unearn(self, units: int) -> Fraction:
        """Gives the difference between what was earned beyond consideration and what it is carried at."""
        beyond = min(units, max(self.earned - self.considered, 0))
        gain = total(taken(self.done, beyond, True)) - total(taken(self.asset, beyond, True))
        self.ahead[:0] = taken(self.done, units - beyond, True)[::-1]
        self.earned -= units
        return gain

    def net(self) -> Fraction:
        return total(self.ahead) - total(self.asset)


@dataclass
class Books:
    contract: Contract
    rate: Callable[[int], Fraction]
    promises: list[Promise]
    owed: Runs = field(default_factory=list)
    exact: dict[tuple[Any, ...], Fraction] = field(default_factory=lambda: defaultdict(Fraction))
    carried: Counter[str] = field(default_factory=Counter)
    # What the window brought: journal lines, and by step how the two carried accounts and the units due moved.
    lines: Counter[tuple[int, str, str, str]] = field(default_factory=Counter)
    moved: Counter[tuple[str, str]] = field(default_factory=Counter)

    def running(self, key: tuple[Any, ...], value: Fraction) -> int:
        before = halves_away(self.exact[key])
        self.exact[key] += value
        return halves_away(self.exact[key]) - before

    def carry(self, account: str, step: str, amount: int) -> int:
        if (account == "owed" and not self.owed) or (account == "net" and self.even()):
            amount = -self.carried[account]
        return self.put(account, step, amount)

    def put(self, account: str, step: str, amount: int) -> int:
        self.carried[account] += amount
        self.moved[account, step] += amount
        return amount

    def even(self) -> bool:
        return all(p.earned == p.considered for p in self.promises)

    def difference(self, step: str, kind: str, amount: int) -> None:
        self.lines[-1, "fx_gain_loss", step, kind] -= amount

    def unearn(self, p: Promise, units: int) -> None:
        worth = total(p.done)
        gain = p.unearn(units)
        self.revenue(p, total(p.done) - worth, gain)

    def earn(self, p: Promise, units: int, rate: Fraction) -> None:
        worth = total(p.done)
        p.earn(units, rate)
        self.revenue(p, total(p.done) - worth, NONE)

    def revenue(self, p: Promise, worth: Fraction, gain: Fraction) -> None:
        net = self.carry("net", "revenue", self.running(("earn", "net", p.number), worth + gain))
        booked = self.running(("earn", "revenue", p.number), -worth)
        self.lines[p.number, "revenue", "revenue", ""] += booked
        self.difference("revenue", "unrealized", net + booked)

    def right(self, units: int, rate: Fraction, on: int) -> None:
        self.owed.append([units, rate])
        room = [max(price_at(self.contract, o, on), p.earned) - p.considered for o, p in self.pairs()]
        gain = NONE
        for p, part in zip(self.promises, shared_by_room(units, room), strict=True):
            gain += p.consider(part, rate) if part else NONE
        owed = self.carry("owed", "billing", self.running(("right", "owed"), units * rate))
        net = self.carry("net", "billing", self.running(("right", "net"), gain - units * rate))
        self.moved["due", "billing"] += units
        self.difference("billing", "unrealized", owed + net)

    def pay(self, units: int, rate: Fraction) -> None:
        value = total(taken(self.owed, units))
        cash = self.running(("pay", "cash"), units * rate)
        owed = self.carry("owed", "cash", self.running(("pay", "owed"), -value))
        self.lines[-1, "cash", "cash", ""] += cash
        self.moved["due", "cash"] -= units
        self.difference("cash", "realized", cash + owed)

    def even_out(self, on: int) -> None:
        settled = not sum(p.considered - p.earned for p in self.promises)
        settled = settled and all(p.earned >= price_at(self.contract, o, on) for o, p in self.pairs())
        size = [p.earned if settled else max(price_at(self.contract, o, on), p.earned) for o, p in self.pairs()]
        room = [max(s - p.considered, 0) for s, p in zip(size, self.promises, strict=True)]
        over = [max(p.considered - s, 0) for s, p in zip(size, self.promises, strict=True)]
        if not any(room) or not any(over):
            return
        left, pool = sum(room), []
        for p, units in zip(self.promises, over, strict=True):
            part = min(units, left)
            pool += taken(p.ahead, part, True)
            p.considered, left = p.considered - part, left - part
        gain, left = NONE, sum(over)
        for p, units in zip(self.promises, room, strict=True):
            part = min(units, left)
            gain += sum((p.consider(n, own) for n, own in taken(pool, part)), NONE)
            left -= part
        net = self.carry("net", "currency", self.running(("even",), gain))
        self.difference("currency", "unrealized", net)

    def month_end(self, rate: Fraction) -> None:
        owed, before = sum(n for n, _ in self.owed), total(self.owed)
        self.owed = [[owed, rate]] if owed else []
        if total(self.owed) != before:
            self.difference(
                "currency", "unrealized", self.put("owed", "currency", halves_away(owed * rate) - self.carried["owed"])
            )
        changed = False
        for p in self.promises:
            before, units = total(p.asset), sum(n for n, _ in p.asset)
            p.asset = [[units, rate]] if units else []
            changed |= total(p.asset) != before
        if changed:
            net = -halves_away(sum((p.net() for p in self.promises), NONE))
            self.difference("currency", "unrealized", self.put("net", "currency", net - self.carried["net"]))

    def pairs(self) -> list[tuple[Obligation, Promise]]:
        return list(zip(self.contract.obligations, self.promises, strict=True))


def price_at(contract: Contract, o: Obligation, on: int) -> int:
    if not contract.amendment or not o.left or on < contract.amendment.on:
        return int(o.price)
    return int(o.recognized + o.next_price)


def shared_by_room(units: int, room: list[int]) -> list[int]:
    """By room with rounded running shares, none above its room; what is left in order, and the rest to the last."""
    free = [max(r, 0) for r in room]
    whole, seen, given, parts = sum(free), 0, 0, []
    for own in free:
        seen += own
        upto = halves_away(Fraction(units * seen, whole)) if own else given
        parts.append(min(upto - given, own))
        given = upto
    left = units - sum(parts)
    for i, own in enumerate(free):
        more = min(left, own - parts[i])
        parts[i], left = parts[i] + more, left - more
    parts[max((i for i, own in enumerate(free) if own), default=len(free) - 1)] += left
    return parts


def days_of(contract: Contract, ends: list[int], on: int) -> list[int]:
    """Days on which something can move; months end for a contract from its first movement on."""
    days = {day for billed, paid, _ in contract.invoices for day in (billed, paid)}
    days |= {day for o in contract.obligations for day, _, _ in o.events}
    days |= {contract.amendment.on} if contract.amendment else set()
    return sorted(day for day in days | set(ends) if contract.start - 31 <= day <= on)


def close(contract: Contract, rate: Callable[[int], Fraction], ends: list[int], before: int, on: int) -> list[Line]:
    """Functional journal of the days after `before` through `on`; `ends`: last days of months."""
    books = Books(contract, rate, [Promise(o.number) for o in contract.obligations])
    due, reached = None, -(1 << 30)
    with localcontext() as context:
        context.prec = 60
        for day in days_of(contract, ends, on):
            if day > before and due is None:
                due = begun(books)
            reached = day if day in ends else reached
            one_day(books, day, reached, day in ends)
    return shown(books, begun(books) if due is None else due)


def begun(books: Books) -> int:
    """Forget what came before the window, but for the balances; gives what is due."""
    books.lines.clear()
    books.moved.clear()
    return int(sum(n for n, _ in books.owed))


def one_day(books: Books, day: int, time_on: int, is_end: bool) -> None:
    contract, rate = books.contract, books.rate(day)
    grown = [int(position(contract, o, day, time_on)) - p.earned for o, p in books.pairs()]
    for p, units in zip(books.promises, grown, strict=True):
        if units < 0:
            books.unearn(p, -units)
    if units := int(sum(amount for billed, _, amount in contract.invoices if billed == day)):
        books.right(units, rate, day)
    if units := int(sum(amount for _, paid, amount in contract.invoices if paid == day)):
        books.pay(units, rate)
    for p, units in zip(books.promises, grown, strict=True):
        if units > 0:
            books.earn(p, units, rate)
    if any(grown) or any(day in (billed, paid) for billed, paid, _ in contract.invoices) or is_end:
        books.even_out(day)
    if is_end:
        books.month_end(rate)


def shown(books: Books, due: int) -> list[Line]:
    """The lines, with the three accounts that stand for what is owed and the position."""
    steps = ("billing", "cash", "revenue", "currency")
    owed, net = (
        books.carried[account] - sum(n for (a, _), n in books.moved.items() if a == account)
        for account in ("owed", "net")
    )
    picture = accounts(due, owed, -net)
    for step in steps:
        due += books.moved["due", step]
        owed, net = owed + books.moved["owed", step], net + books.moved["net", step]
        after = accounts(due, owed, -net)
        for account, amount in after.items():
            books.lines[-1, account, step, ""] += amount - picture[account]
        picture = after
    number = books.contract.number
    return [(number, o, account, step, kind, n) for (o, account, step, kind), n in books.lines.items() if n]


def accounts(due: int, value: int, net: int) -> dict[str, int]:
    owed = value if due > 0 else 0
    net += owed - value
    return {"receivable": owed, "contract_asset": max(-net, 0), "contract_liability": -max(net, 0)}
