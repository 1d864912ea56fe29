"""The Decimal oracle: one contract at a time, plain objects, the way it is first written. Imports nothing of duly.

It follows docs/how-numbers-are-made.md for W(n): the price over the obligations (the last takes the remainder), the
position of each at two period ends, and the journal of the period step by step with its causes.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal, localcontext
from typing import Any

DAILY, MONTHLY = 0, 1
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
    price: Decimal = ZERO


@dataclass
class Contract:
    number: int
    start: int
    until: int
    months: int
    price: Decimal
    invoices: list[tuple[int, int, Decimal]]
    obligations: list[Obligation] = field(default_factory=list)


def contracts(raw: Any, chosen: list[int], first: list[int]) -> Iterator[Contract]:
    """Contracts of the workload as objects; `first` is the first day of each period."""
    c, o, e, v = raw
    for i in chosen:
        bills = range(int(c["invoice_ptr"][i]), int(c["invoice_ptr"][i + 1]))
        invoices = [(first[v["period"][x]], first[v["period"][x] + 1], Decimal(int(v["amount"][x]))) for x in bills]
        made = Contract(
            i, int(c["start"][i]), int(c["until"][i]), int(c["months"][i]), Decimal(int(c["price"][i])), invoices
        )
        for j in range(int(c["ptr"][i]), int(c["ptr"][i + 1])):
            events = [
                (
                    int(e["on"][x]),
                    Decimal(int(e["done"][x])),
                    Decimal(int(e["expected"][x])) if e["expected"][x] >= 0 else None,
                )
                for x in range(int(o["ptr"][j]), int(o["ptr"][j + 1]))
            ]
            expected = Decimal(int(o["first_expected"][j]))
            made.obligations.append(Obligation(j, int(o["kind"][j]), Decimal(int(o["ssp"][j])), expected, events))
        yield made


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


def progress(contract: Contract, o: Obligation, on: int) -> tuple[Decimal, Decimal]:
    if o.kind == DAILY:
        total = contract.until - contract.start
        return Decimal(min(max(on + 1 - contract.start, 0), total)), Decimal(total)
    if o.kind == MONTHLY:
        return even_months(contract, on)
    done, expected = ZERO, o.expected
    for day, increment, new_total in o.events:
        if day > on:
            break
        done += increment
        if new_total is not None:
            expected = new_total
    return done, expected


def even_months(contract: Contract, on: int) -> tuple[Decimal, Decimal]:
    if on < contract.start:
        return ZERO, ONE
    start, today = EPOCH + dt.timedelta(contract.start), EPOCH + dt.timedelta(on)
    k = (today.year - start.year) * 12 + today.month - start.month
    if k >= contract.months:
        return ONE, ONE
    first = today.replace(day=1)
    following = (first + dt.timedelta(32)).replace(day=1)
    begins = max(start, first)
    days = (following - begins).days
    return Decimal(k * days + (today - begins).days + 1), Decimal(contract.months * days)


def position(contract: Contract, o: Obligation, on: int) -> Decimal:
    done, total = progress(contract, o, on)
    return rounded(o.price * min(done, total) / total)


def moved_by_estimate(o: Obligation, before: int, on: int) -> Decimal:
    """What new totals inside the window moved at once, with what was done just before each."""
    moved, done, expected = ZERO, ZERO, o.expected
    for day, increment, new_total in o.events:
        if day > on:
            break
        if new_total is not None:
            if day > before:
                moved += rounded(o.price * min(done, new_total) / new_total) - rounded(
                    o.price * min(done, expected) / expected
                )
            expected = new_total
        done += increment
    return moved


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
        estimate = moved_by_estimate(o, before, on)
        add(lines, contract, o.number, "revenue", "revenue", "progress", estimate - grown)
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
