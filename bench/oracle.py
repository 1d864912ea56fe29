"""The Decimal oracle: one contract at a time, plain objects, the way it is first written. Imports nothing of duly.

It follows docs/how-numbers-are-made.md for W(n): the price over the obligations (the last takes the remainder), what an
amendment shares out anew, the position of each at two period ends, and the journal of the period step by step with its
causes. `bench/oracle_abroad.py` goes on from here to the functional currency.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal, localcontext
from typing import Any

DAILY, MONTHLY = 0, 1
PROSPECTIVE = 1
ONE, ZERO = Decimal(1), Decimal(0)
EPOCH = dt.date(1970, 1, 1)
Line = tuple[int, int, str, str, str, int]  # contract, obligation, account, step, cause, amount (debit positive)


@dataclass
class Obligation:
    number: int
    kind: int
    ssp: Decimal
    expected: Decimal
    events: list[tuple[int, Decimal, Decimal | None]]
    left: Decimal = ZERO  # SSP of what is left at the amendment
    price: Decimal = ZERO
    recognized: Decimal = ZERO  # by the evening before the amendment
    next_price: Decimal = ZERO  # its share of what the amendment shares out


@dataclass
class Amendment:
    on: int
    kind: int
    change: Decimal
    months: int  # of service before it


@dataclass
class Contract:
    number: int
    start: int
    until: int
    months: int
    price: Decimal
    invoices: list[tuple[int, int, Decimal]]
    amendment: Amendment | None = None
    obligations: list[Obligation] = field(default_factory=list)


def contracts(raw: Any, chosen: list[int]) -> Iterator[Contract]:
    """Contracts of the workload as objects."""
    c, o, e, v = raw[:4]
    changes = amendments(raw.amendments)
    for i in chosen:
        bills = range(int(c["invoice_ptr"][i]), int(c["invoice_ptr"][i + 1]))
        invoices = [(int(v["on"][x]), int(v["paid_on"][x]), Decimal(int(v["amount"][x]))) for x in bills]
        start, until, months, price = (int(c[name][i]) for name in ("start", "until", "months", "price"))
        made = Contract(i, start, until, months, Decimal(price), invoices, changes.get(i))
        for j in range(int(c["ptr"][i]), int(c["ptr"][i + 1])):
            events = [
                (
                    int(e["on"][x]),
                    Decimal(int(e["done"][x])),
                    Decimal(int(e["expected"][x])) if e["expected"][x] >= 0 else None,
                )
                for x in range(int(o["ptr"][j]), int(o["ptr"][j + 1]))
            ]
            expected, left = Decimal(int(o["first_expected"][j])), Decimal(int(o["ssp_left"][j]) if changes else 0)
            made.obligations.append(Obligation(j, int(o["kind"][j]), Decimal(int(o["ssp"][j])), expected, events, left))
        yield made


def amendments(a: Any) -> dict[int, Amendment]:
    if not a:
        return {}
    rows = zip(*(a[name].tolist() for name in ("contract", "on", "kind", "change", "months")), strict=True)
    return {contract: Amendment(on, kind, Decimal(change), months) for contract, on, kind, change, months in rows}


def rounded(value: Decimal) -> Decimal:
    return value.quantize(ONE, ROUND_HALF_UP)


def allocate(total: Decimal, weights: list[Decimal]) -> list[Decimal]:
    """By weight; the last takes the remainder, unless that would turn its sign: then the largest fractions do."""
    whole = sum(weights)
    parts = [rounded(total * weight / whole) for weight in weights]
    parts[-1] = total - sum(parts[:-1])
    if parts[-1] >= 0:
        return parts
    split = [divmod(total * weight, whole) for weight in weights]
    parts = [floor for floor, _ in split]
    by_rest = sorted(range(len(parts)), key=lambda i: (-split[i][1], i))
    for i in by_rest[: int(total - sum(parts))]:
        parts[i] += 1
    return parts


def price(contract: Contract) -> None:
    for obligation, part in zip(
        contract.obligations, allocate(contract.price, [o.ssp for o in contract.obligations]), strict=True
    ):
        obligation.price = part
    if contract.amendment:
        amend(contract, contract.amendment)


def amend(contract: Contract, amendment: Amendment) -> None:
    """What is not recognized of the unfinished obligations, and the change, by the SSP of what is left."""
    unfinished = [o for o in contract.obligations if o.left]
    for o in unfinished:
        o.recognized = before_amendment(contract, o, amendment.on - 1, amendment.on - 1)
    total = amendment.change + sum(o.price - o.recognized for o in unfinished)
    for o, part in zip(unfinished, allocate(total, [o.left for o in unfinished]), strict=True):
        o.next_price = part


def progress(contract: Contract, o: Obligation, on: int, time_on: int) -> tuple[Decimal, Decimal]:
    """Since inception, for measures by time at the end of `time_on`."""
    if o.kind == DAILY:
        return by_days(contract.start, contract.until, time_on)
    if o.kind == MONTHLY:
        return even_months(contract.start, contract.months, time_on)
    done, expected = ZERO, o.expected
    for day, increment, new_total in o.events:
        if day > on:
            break
        done += increment
        if new_total is not None:
            expected = new_total
    return done, expected


def progress_left(
    contract: Contract, o: Obligation, amendment: Amendment, on: int, time_on: int
) -> tuple[Decimal, Decimal]:
    """Of what was left at a prospective amendment, by itself."""
    if o.kind == DAILY:
        return by_days(amendment.on, contract.until, time_on)
    if o.kind == MONTHLY:
        return even_months(amendment.on, contract.months - amendment.months, time_on)
    done, expected = progress(contract, o, on, time_on)
    before = done_before(o, amendment)
    return done - before, expected - before


def done_before(o: Obligation, amendment: Amendment) -> Decimal:
    return sum((done for day, done, _ in o.events if day < amendment.on), ZERO)


def by_days(start: int, until: int, on: int) -> tuple[Decimal, Decimal]:
    return Decimal(min(max(on + 1 - start, 0), until - start)), Decimal(until - start)


def even_months(starts_on: int, months: int, on: int) -> tuple[Decimal, Decimal]:
    if on < starts_on:
        return ZERO, ONE
    start, today = EPOCH + dt.timedelta(starts_on), EPOCH + dt.timedelta(on)
    k = (today.year - start.year) * 12 + today.month - start.month
    if k >= months:
        return ONE, ONE
    first = today.replace(day=1)
    following = (first + dt.timedelta(32)).replace(day=1)
    begins = max(start, first)
    days = (following - begins).days
    return Decimal(k * days + (today - begins).days + 1), Decimal(months * days)


def before_amendment(contract: Contract, o: Obligation, on: int, time_on: int) -> Decimal:
    done, total = progress(contract, o, on, time_on)
    return rounded(o.price * min(done, total) / total)


def position(contract: Contract, o: Obligation, on: int, time_on: int | None = None) -> Decimal:
    amendment, time_on = contract.amendment, on if time_on is None else time_on
    if not amendment or not o.left or on < amendment.on:
        return before_amendment(contract, o, on, time_on)
    return after_amendment(contract, o, amendment, on, time_on)


def after_amendment(contract: Contract, o: Obligation, amendment: Amendment, on: int, time_on: int) -> Decimal:
    if amendment.kind == PROSPECTIVE:
        done, total = progress_left(contract, o, amendment, on, time_on)
        return o.recognized + rounded(o.next_price * min(done, total) / total)
    done, total = progress(contract, o, on, time_on)
    return rounded((o.recognized + o.next_price) * min(done, total) / total)


def moved_by_amendment(contract: Contract, o: Obligation, before: int, on: int) -> Decimal:
    """What an amendment inside the window moved at once."""
    amendment = contract.amendment
    if not amendment or not o.left or not before < amendment.on <= on:
        return ZERO
    evening = amendment.on - 1
    return after_amendment(contract, o, amendment, evening, evening) - o.recognized


def moved_by_estimate(contract: Contract, o: Obligation, before: int, on: int) -> Decimal:
    """What new totals inside the window moved at once, with what was done just before each."""
    moved, done, expected = ZERO, ZERO, o.expected
    for day, increment, new_total in o.events:
        if day > on:
            break
        if new_total is not None:
            if day > before:
                value, less = in_force(contract, o, day)
                at = [
                    rounded(value * min(done - less, total - less) / (total - less)) for total in (new_total, expected)
                ]
                moved += at[0] - at[1]
            expected = new_total
        done += increment
    return moved


def in_force(contract: Contract, o: Obligation, on: int) -> tuple[Decimal, Decimal]:
    """The price that is measured on a day, and what the meter showed when its measure began."""
    amendment = contract.amendment
    if not amendment or not o.left or on < amendment.on:
        return o.price, ZERO
    if amendment.kind == PROSPECTIVE:
        return o.next_price, done_before(o, amendment)
    return o.recognized + o.next_price, ZERO


def close(contract: Contract, before: int, on: int) -> list[Line]:
    """Journal of the days after `before` through `on`: billing, cash, revenue."""
    lines: list[Line] = []
    was = [position(contract, o, before) for o in contract.obligations]
    billed = sum((amount for day, _, amount in contract.invoices if day <= before), ZERO)
    paid = sum((amount for _, day, amount in contract.invoices if day <= before), ZERO)
    now_billed = sum((amount for day, _, amount in contract.invoices if day <= on), ZERO)
    now_paid = sum((amount for _, day, amount in contract.invoices if day <= on), ZERO)
    revenue = sum(was)
    state = shown(billed - paid, billed - revenue)
    state = moves(contract, lines, "billing", state, shown(now_billed - paid, now_billed - revenue))
    add(lines, contract, -1, "cash", "cash", "progress", now_paid - paid)
    state = moves(contract, lines, "cash", state, shown(now_billed - now_paid, now_billed - revenue))
    for o, earlier in zip(contract.obligations, was, strict=True):
        grown = position(contract, o, on) - earlier
        estimate = moved_by_estimate(contract, o, before, on)
        amended = moved_by_amendment(contract, o, before, on)
        add(lines, contract, o.number, "revenue", "revenue", "progress", estimate + amended - grown)
        add(lines, contract, o.number, "revenue", "revenue", "amendment", -amended)
        add(lines, contract, o.number, "revenue", "revenue", "estimate", -estimate)
        revenue += grown
    moves(contract, lines, "revenue", state, shown(now_billed - now_paid, now_billed - revenue))
    return lines


def shown(due: Decimal, net: Decimal) -> dict[str, Decimal]:
    """Balances, debit positive: what is owed, and the net position on one side."""
    net += max(-due, ZERO)
    return {"receivable": max(due, ZERO), "contract_asset": max(-net, ZERO), "contract_liability": -max(net, ZERO)}


def moves(
    contract: Contract, lines: list[Line], step: str, before: dict[str, Decimal], after: dict[str, Decimal]
) -> dict[str, Decimal]:
    for account in after:
        add(lines, contract, -1, account, step, "progress", after[account] - before[account])
    return after


def add(
    lines: list[Line], contract: Contract, obligation: int, account: str, step: str, cause: str, amount: Decimal
) -> None:
    if amount:
        lines.append((contract.number, obligation, account, step, cause, int(amount)))


def price_and_close(made: list[Contract], before: int, on: int) -> list[Line]:
    """Steps 3 to 5 and the journal of one period, contract by contract."""
    lines: list[Line] = []
    with localcontext() as context:
        context.prec = 60
        for contract in made:
            price(contract)
            lines += close(contract, before, on)
    return lines
