"""Random contracts in a foreign currency whose bills and payments cross: two bills open in a month, payments that name
the later of them, money that comes in ahead in several layers, part payments, credit notes.

The contracts of `contracts.py` hardly have these, as they are made to be strange in every other way.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from typing import NamedTuple

from duly.engine.contracts.terms import BillLine, Fact, Obligation, Price, Quantity, Ssp, Terms
from duly.ground.dates import day
from duly.ground.errors import Place

FIRST = day("2024-01-01")
RateRow = tuple[str, str, int, Fraction]


class Shape(NamedTuple):
    """What the contracts have. named: share of the bills with a number, which payments name · lined: of those, share
    with lines · ahead: share of the contracts that pay ahead · credited: share of the contracts with a credit note."""

    named: float = 0.0
    lined: float = 0.0
    ahead: float = 0.0
    credited: float = 0.0


def crossing(chance: random.Random, number: int, shape: Shape) -> Terms:
    """A contract of up to four obligations over some months."""
    start = FIRST + chance.randint(0, 60)
    until = start + chance.choice((90, 184, 366))
    largest = chance.choice((40, 10**4, 10**7))
    promised = tuple(obligation(chance, row, largest) for row in range(chance.choice((1, 2, 2, 3, 4))))
    total = sum(int(o.price.amount) for o in promised)
    if chance.random() < 0.5:
        # Allocated prices differ from stated ones.
        promised = tuple(
            replace(o, ssp=Ssp("point", Price("fixed", o.price.amount + chance.randint(0, largest)))) for o in promised
        )
    done = chance.choice((until, until, start + 25))
    facts = [fact for o in promised for fact in performed(chance, o, start, done)]
    ahead = chance.random() < shape.ahead
    facts += billed_and_paid(chance, shape, promised, (start, until, total), ahead)
    if chance.random() < shape.credited:
        facts.append(
            Fact("credit note", until, until, (), {"amount": chance.randint(0, total // 8), "reason": "error"})
        )
    placed = [replace(f, order=i, place=Place(f"C{number}", i + 1)) for i, f in enumerate(facts)]
    return Terms(
        f"C{number:03d}", "USD", 2, signed_on=start, known_on=start, from_on=start, until=until, obligations=promised,
        billing=(BillLine(()),), happened=tuple(chance.sample(placed, len(placed))),
    )  # fmt: skip


def obligation(chance: random.Random, number: int, largest: int) -> Obligation:
    """Over time, at once, or in units."""
    price = Price("fixed", Fraction(chance.randint(1, largest)))
    earn = chance.choice(("over time by day", "over time by month", "on delivery", "by units"))
    counted = Quantity(Fraction(chance.randint(1, 50))) if earn == "by units" else None
    return Obligation(f"O{number}", number, earn=earn, price=price, quantity=counted)


def performed(chance: random.Random, o: Obligation, start: int, until: int) -> Iterator[Fact]:
    """Deliveries of an obligation; sometimes one is taken back, and not always all is done."""
    if o.earn == "on delivery":
        on = chance.randint(start, until)
        yield Fact("delivered", on, on, (o.ref,), {})
    if o.quantity is None:
        return
    left = int(o.quantity.count)
    for _ in range(chance.randint(1, 6)):
        on, count = chance.randint(start, until), chance.randint(0, left)
        left -= count
        yield Fact("usage", on, on, (o.ref,), {"quantity": Quantity(Fraction(count), "unit")})
        if count and chance.random() < 0.2:
            left += count
            back = on + chance.choice((0, 3, 40))
            yield Fact("usage", back, back, (o.ref,), {"quantity": Quantity(Fraction(-count), "unit")}, corrects=True)


def billed_and_paid(
    chance: random.Random, shape: Shape, promised: tuple[Obligation, ...], span: tuple[int, int, int], ahead: bool
) -> Iterator[Fact]:
    """Up to two bills a month, each paid in parts; of two that are open, mostly the later is named first."""
    start, until, total = span
    owed: list[tuple[str, int]] = []
    left = total
    within = chance.choice((until + 20, until + 20, start + 25))
    days = sorted(chance.randint(start, within) for _ in range(chance.choice((1, 3, 8))))
    names = [f"I{chance.randint(0, 9)}{row}" if chance.random() < shape.named else "" for row in range(len(days))]
    if ahead:
        for _ in range(chance.choice((1, 1, 2, 3))):
            name = chance.choice(names) if chance.random() < 0.4 else ""
            yield from paid_ahead(chance, promised, (start, max(days)), total, name)
    for number, on in enumerate(days):
        if chance.random() < 0.2 and number:
            on = days[number - 1]
        amount = left if number == len(days) - 1 else chance.randint(0, min(2 * left // (len(days) - number), left))
        left -= amount
        if chance.random() < 0.1:
            amount += chance.randint(0, total)
        name = names[number]
        fields = bill(chance, promised, amount, chance.random() < shape.lined)
        if fields["amount"]:
            yield Fact("invoice", on, on, (), fields | ({"invoice": name} if name else {}))
            owed.append((name, int(str(fields["amount"]))))
        while owed and not ahead and chance.random() < 0.5:
            later = on + chance.choice((0, 0, 5, 20, 40))
            yield from paid(chance, owed, later)
    while owed and not ahead and chance.random() < 0.9:
        yield from paid(chance, owed, until + 60 + chance.randint(0, 20))


def bill(chance: random.Random, promised: tuple[Obligation, ...], amount: int, lined: bool) -> dict[str, object]:
    """A sum, or lines for some of the obligations."""
    if not lined:
        return {"amount": amount}
    chosen = chance.sample(promised, chance.randint(1, len(promised)))
    lines = {o.ref: amount // len(chosen) + chance.randint(0, 3) for o in chosen}
    return {"lines": lines, "amount": sum(lines.values())}


def paid(chance: random.Random, owed: list[tuple[str, int]], on: int) -> Iterator[Fact]:
    """A payment of a bill that is open, mostly the last one, whole or in part."""
    place = chance.choice((0, len(owed) - 1, len(owed) - 1))
    name, amount = owed.pop(place)
    part = chance.randint(1, amount) if chance.random() < 0.4 else amount
    if part < amount:
        owed.insert(place, (name, amount - part))
    elif owed and chance.random() < 0.3:
        # What is beyond the bill goes to another.
        other, open_ = owed.pop()
        more = chance.randint(0, open_)
        part += more
        if more < open_:
            owed.append((other, open_ - more))
    named = {"invoice": name} if name and chance.random() < 0.8 else {}
    yield Fact("paid", on, on, (), {"paid": part, **named})


def paid_ahead(
    chance: random.Random, promised: tuple[Obligation, ...], span: tuple[int, int], total: int, name: str
) -> Iterator[Fact]:
    """Money before it is due, sometimes twice on a day: for one obligation, for all, or more than all."""
    named = {"invoice": name} if name else {}
    on = chance.choice((span[0], chance.randint(*span)))
    for _ in range(chance.choice((1, 1, 2))):
        price = int(chance.choice(promised).price.amount)
        amount = chance.choice(
            (price, chance.randint(1, total), chance.randint(1, total), chance.randint(1, 2 * total))
        )
        yield Fact("paid", on, on, (), {"paid": amount, **named})


def turned(chance: random.Random, digits: int = 10_000) -> Iterator[RateRow]:
    """Rates of two currencies for one euro, so that both pairs are fractions of any denominator."""
    days = [day("2023-01-01"), *sorted(chance.sample(range(FIRST, FIRST + 500), 250))]
    for want, middle in (("USD", digits), ("GBP", digits * 8 // 10)):
        yield from (
            ("EUR", want, on, Fraction(middle + chance.randint(-middle // 5, middle // 5), digits)) for on in days
        )


def direct(chance: random.Random) -> Iterator[RateRow]:
    """Rates to both with few decimals."""
    days = [day("2023-01-01"), *sorted(chance.sample(range(FIRST, FIRST + 500), 250))]
    for want in ("GBP", "EUR"):
        yield from (("USD", want, on, Fraction(chance.randint(500, 1500), 1000)) for on in days)


def thirds(chance: random.Random) -> Iterator[RateRow]:
    """Rates with sixths, so that many values are halves, and one that leaves the pair without a unit to count in."""
    days = [day("2023-01-01"), *sorted(chance.sample(range(FIRST, FIRST + 500), 20))]
    yield from (("USD", "GBP", on, Fraction(chance.randint(1, 12), 6)) for on in days)
    yield "USD", "GBP", day("2023-06-01"), Fraction(1, 2**31 - 1)


def monthly(chance: random.Random) -> Iterator[RateRow]:
    """One rate a month, of which the mean of a month is no fraction."""
    for month in range(1, 31):
        on = day(f"{2023 + (month + 10) // 12}-{(month + 10) % 12 + 1:02d}-01")
        yield "USD", "GBP", on, Fraction(chance.randint(500, 1500), 1000)


def coarse(chance: random.Random) -> Iterator[RateRow]:
    """A whole number or a half each day, so that means are sixtieths and many values halves."""
    for on in range(day("2023-01-01"), FIRST + 500):
        yield "USD", "GBP", on, Fraction(chance.randint(1, 5), 2)
