"""From a number back to rules, facts and words: the derivation tree of the revenue of an obligation in a period.

Every node says what it is, how it was computed with its numbers, and the paragraph; every leaf is a fact, a policy or
an opening with its file and line.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from duly.engine import tables as t
from duly.engine.contracts.terms import Obligation, Terms
from duly.engine.delivery.meters import SHIFT, SPAN
from duly.engine.journal.books import Books
from duly.engine.journal.worlds import World
from duly.engine.periods.posting import Booked
from duly.engine.recognition.position import in_force, position, progress
from duly.engine.recognition.promises import Promise
from duly.ground.dates import iso
from duly.ground.errors import NOWHERE, DulyError, Place
from duly.ground.money import plain
from duly.ground.reports import Step

_TIME = ("days", "weeks", "parts of a month", "parts of a month")


class NothingToExplain(DulyError):
    """No contract, obligation or period of that name in these books."""


def explain(books: Books, contract: str, obligation: str, period: str) -> Step:
    """How the revenue of an obligation that a period books came about.

    The period's own performance is the difference of two positions; what became known late for earlier periods stands
    beside it, period by period."""
    booked, entity = _period(books, contract, obligation, period)
    number = [one.period.name for one in booked].index(period)
    one = booked[number]
    parts = [_own(books, one, contract, obligation)]
    if number and booked[number - 1].known_on != one.known_on:
        parts.extend(_late(books, booked, number, contract, obligation))
    money = _Money(books, contract)
    total = sum(amount for amount, _ in parts)
    closed = f"closed; booked with what was known on {iso(one.known_on)}" if one.closed else "open"
    return Step(
        f"revenue of {contract}/{obligation} booked in {period}",
        money(total),
        " + ".join(money(amount) for amount, _ in parts) if len(parts) > 1 else "the period's own performance",
        f"entity {entity}, period {iso(one.period.start)} to {iso(one.period.until - 1)}, {closed}",
        "606-10-25-31",
        tuple(step for _, step in parts),
    )


class _Money:
    """Minor units of a contract as text with its currency."""

    def __init__(self, books: Books, contract: str) -> None:
        terms = next(one for group in books.worlds.groups for one in group if one.ref == contract)
        self.currency, self.digits = terms.currency, terms.digits

    def __call__(self, minor: int) -> str:
        return f"{plain(minor, self.digits)} {self.currency}"


def _period(books: Books, contract: str, obligation: str, period: str) -> tuple[list[Booked], str]:
    for group in books.worlds.groups:
        for terms in group:
            if terms.ref != contract:
                continue
            names = [o.ref for o in terms.obligations]
            if obligation not in names:
                raise NothingToExplain(
                    f"{contract} has no obligation {obligation!r}", fix=f"one of: {', '.join(names)}"
                )
            booked = list(books.periods[group[0].entity])
            if period not in [one.period.name for one in booked]:
                known = f"{booked[0].period.name} to {booked[-1].period.name}" if booked else "none"
                raise NothingToExplain(
                    f"there is no period {period!r}", why=f"the books run from {known}", fix="name one of these periods"
                )
            return booked, group[0].entity
    refs = ", ".join(terms.ref for group in books.worlds.groups for terms in group)
    raise NothingToExplain(f"there is no contract {contract!r}", fix=f"one of: {refs}")


def _own(books: Books, one: Booked, contract: str, obligation: str) -> tuple[int, Step]:
    world = books.worlds.at(one.known_on)
    return _difference(books, world, one, contract, obligation, "performance of the period")


def _difference(
    books: Books, world: World, one: Booked, contract: str, obligation: str, label: str
) -> tuple[int, Step]:
    """Position at the end of a period less position at its beginning."""
    end, before = min(one.period.until - 1, books.through), one.period.start - 1
    now, now_step = _position(books, world, end, contract, obligation)
    then, then_step = _position(books, world, before, contract, obligation)
    money = _Money(books, contract)
    how = f"{money(now)} at the end of {iso(end)} - {money(then)} at the end of {iso(before)}"
    return now - then, Step(label, money(now - then), how, "", "606-10-25-31", (now_step, then_step))


def _late(
    books: Books, booked: list[Booked], number: int, contract: str, obligation: str
) -> Iterable[tuple[int, Step]]:
    """What earlier periods would have booked, had it been known then."""
    now, then = booked[number].known_on, booked[number - 1].known_on
    new, old = books.worlds.at(now), books.worlds.at(then)
    for one in booked[:number]:
        after, step_after = _difference(
            books, new, one, contract, obligation, f"{one.period.name} as known on {_known(now)}"
        )
        before, step_before = _difference(
            books, old, one, contract, obligation, f"{one.period.name} as known on {_known(then)}"
        )
        if after != before:
            money = _Money(books, contract)
            how = f"{money(after)} as known on {_known(now)} - {money(before)} as known on {_known(then)}"
            label = f"late for {one.period.name}"
            yield after - before, Step(label, money(after - before), how, "", "250-10-45-17", (step_after, step_before))


def _known(on: int) -> str:
    return "now" if on >= t.NEVER else iso(on)


def _position(books: Books, world: World, on: int, contract: str, obligation: str) -> tuple[int, Step]:
    """Cumulative revenue of an obligation at the end of a day, tranche by tranche."""
    found = _promise(world, contract, obligation)
    money = _Money(books, contract)
    label = f"recognized to the end of {iso(on)}"
    if found is None:
        return 0, Step(label, money(0), "the contract was not known", "", "")
    row, promise = found
    tables, book = world.stacked.tables, world.ledger.priced
    tracks = np.flatnonzero((tables.tracks.obligation == row) & (tables.tracks.credit == t.REVENUE))
    amounts = position(book, on)[tracks].tolist()
    rows = in_force(tables.tranches, len(tables.tracks), on)
    tranches = tracks if rows is None else rows[tracks]
    steps = [_tranche(world, int(i), on, amount, promise, money) for i, amount in zip(tranches, amounts, strict=True)]
    total = sum(amounts)
    return total, Step(label, money(total), " + ".join(money(a) for a in amounts), "", "606-10-25-31", tuple(steps))


def _promise(world: World, contract: str, obligation: str) -> tuple[int, Promise] | None:
    number = 0
    for ruling in world.rulings:
        for promise in ruling.promises:
            if promise.terms.ref == contract and promise.obligation.ref == obligation:
                return number, promise
            number += 1
    return None


def _tranche(world: World, row: int, on: int, amount: int, p: Promise, money: _Money) -> Step:
    tables, book = world.stacked.tables, world.ledger.priced
    done, total = (int(column[0]) for column in progress(book, np.array([row]), on))
    price, base, measure = int(book.price[row]), int(book.base[row]), int(tables.tranches.measure[row])
    start = f"{money(base)} + " if base else ""
    if measure == t.AS_PRICED:
        how = f"round({done} / {total} minor units), the running total rounded once"
        return Step(
            "use so far at its price", money(amount), how, "", "606-10-55-18", tuple(_readings(world, row, on, p))
        )
    how = f"{start}round({money(price)} x {done} / {total}), half away from zero"
    return Step(
        f"position, earned {p.obligation.earn}",
        money(amount),
        how,
        "",
        "606-10-25-31",
        (_price(world, row, p, money), _progress(world, row, on, done, total, p)),
    )


def _price(world: World, row: int, p: Promise, money: _Money) -> Step:
    """The allocated price: its pool, its weight, and what they rest on."""
    tables, book = world.stacked.tables, world.ledger.priced
    slot, less = int(tables.tranches.slot[row]), int(tables.tranches.less[row])
    place = _place(p, "price")
    if slot < 0:
        return Step("price", money(int(book.price[row])), "agreed", place, "606-10-32-2")
    children: list[Step] = []
    for share in np.flatnonzero(tables.shares.slot == slot).tolist():
        pool = int(tables.shares.pool[share])
        weights = tables.shares.weight[tables.shares.pool == pool]
        amount, weight = int(tables.pools.amount[pool]), int(tables.shares.weight[share])
        rule = "the last takes the remainder" if not int(tables.pools.largest[pool]) else "largest remainder"
        how = f"{money(amount)} x {weight} / {int(weights.sum())}; {rule}"
        ssp = Step(
            "standalone selling price",
            money(int(tables.obligations.ssp[int(tables.slots.obligation[slot])])),
            p.obligation.ssp.form,
            _place(p, "ssp", "price"),
            "606-10-32-32",
        )
        whole = Step(
            "transaction price",
            money(amount),
            "sum of the stated prices, or `total`",
            _terms_place(p.terms),
            "606-10-32-2",
        )
        policy = Step(
            "policy allocation remainder",
            "largest" if int(tables.pools.largest[pool]) else "last",
            "",
            "policy",
            "606-10-32-31",
        )
        children.append(
            Step(
                "share of the transaction price",
                money(int(book.allocated[slot])),
                how,
                "",
                "606-10-32-28",
                (whole, ssp, policy),
            )
        )
    how = f"allocated - {money(less)} of uninstalled material" if less else "allocated"
    return Step("price", money(int(book.price[row])), how, "", "606-10-32-28", tuple(children))


def _progress(world: World, row: int, on: int, done: int, total: int, p: Promise) -> Step:
    tables = world.stacked.tables
    measure = int(tables.tranches.measure[row])
    if measure == t.BY_METER:
        facts = tuple(_readings(world, row, on, p)) or (
            Step("nothing delivered so far", "0", "", _place(p, "earn"), ""),
        )
        return Step("progress", f"{done} / {total}", p.obligation.earn, "", "606-10-25-33", facts)
    start, until = int(tables.tranches.from_on[row]), int(tables.tranches.until[row])
    span = Step("span of service", f"{iso(start)} to {iso(until - 1)}", "", _place(p, "from", "to"), "606-10-25-31")
    earn = Step("measure", p.obligation.earn, "", _place(p, "earn"), "606-10-25-33")
    return Step(
        "progress",
        f"{done} / {total}",
        f"{_TIME[measure]} done of all at the end of {iso(on)}",
        "",
        "606-10-25-31",
        (span, earn),
    )


def _readings(world: World, row: int, on: int, p: Promise) -> Iterable[Step]:
    tables = world.stacked.tables
    meter = int(tables.tranches.meter[row])
    low, high = np.searchsorted(
        tables.readings.meter * SPAN + tables.readings.on + SHIFT, [meter * SPAN, meter * SPAN + on + SHIFT + 1]
    )
    expected = int(tables.meters.expected[meter])
    yield Step(
        "total agreed or expected at first",
        str(expected),
        "",
        _place(p, "expected cost", "quantity", "parts", "earn"),
        "606-10-25-33",
    )
    for number in range(int(low), int(high)):
        place = int(tables.readings.place[number])
        where = str(world.stacked.places[place]) if place >= 0 else ""
        label = f"fact of {iso(int(tables.readings.on[number]))}"
        new = int(tables.readings.expected[number])
        value = f"+{int(tables.readings.done[number])}" if new < 0 else f"new total {new}"
        yield Step(label, value, "", where, "606-10-25-35" if new >= 0 else "606-10-25-33")


def _place(p: Promise, *keys: str) -> str:
    """File and line of the first key that was written for the obligation, else of the contract's term or the
    obligation."""
    for key in keys:
        if key in p.obligation.places:
            return _said(p.obligation, p.obligation.places[key])
    for key in keys:
        for path in (f"term.{key}", key):
            if path in p.terms.places:
                return str(p.terms.places[path])
    return _said(p.obligation, p.obligation.place)


def _terms_place(terms: Terms) -> str:
    place = terms.places.get("total", terms.place)
    return str(place) if place is not NOWHERE else f"contract {terms.ref}"


def _said(o: Obligation, place: Place) -> str:
    where = str(place) if place is not NOWHERE else f"obligation {o.ref}"
    return f"{where}; {o.source}" if o.source else where
