"""What the goods that are expected back cost: an asset, and no cost of sales (606-10-55-27)."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import prod
from typing import cast

import numpy as np

from duly.engine import tables as t
from duly.engine.contracts.terms import Price
from duly.engine.delivery.progress import count_of
from duly.engine.explain.agreed import price_factors
from duly.engine.explain.amounts import exact
from duly.engine.explain.elements import count_of_units, first_back, units_coming_back
from duly.engine.explain.view import View, of_obligation
from duly.engine.recognition.price import RETURNS
from duly.engine.recognition.promises import Promise
from duly.ground.reports import Step

_CITE = "606-10-55-27"
_ASSET, _INVENTORY = t.ROLE["return_asset"], t.ROLE["inventory"]


def cost_of_returns(view: View, p: Promise, on: int, price: int) -> Step | None:
    """What the units cost that are expected back from a day on; None where nobody can estimate them."""
    mine = [e for e in view.ruling.elements if e.kind == RETURNS and e.rows == (p.row,)]
    if not mine:
        return None
    back, (each, below) = units_coming_back(view, mine[0], on)[0], _each(view, p)
    how, label = f"= round({each} x {back.value})", f"cost of what is expected back of {p.obligation.ref}"
    return view.step(label, view.money(price), how, cite=_CITE, children=(*below, back))


def came_back(view: View, on: int) -> Iterator[tuple[int, Step]]:
    """What each return by a day takes off the asset: the cost of all units so far less that of those before it."""
    rows = view.tables.postings
    for p in view.ruling.promises:
        mine = (rows.obligation == p.row) & (rows.debit == _INVENTORY) & (rows.credit == _ASSET) & (rows.on <= on)
        facts = [f for f in p.terms.happened if f.verb == "returned" and p.obligation.ref in f.subjects]
        below, before = list[Step](), ""
        for fact, amount in zip(facts, rows.amount[np.flatnonzero(mine)].tolist(), strict=False):
            each, cost = _each(view, p)
            below.append(view.of_fact(fact, exact(cast(Fraction, count_of(fact, "quantity")))))
            now = f"round({each} x ({' + '.join(one.value for one in below)}))"
            how, value = f"= {before or '0'} - {now}".replace("= 0 - ", "= -"), view.money(-amount)
            yield (
                -amount,
                view.step(f"{p.obligation.ref} that came back", value, how, cite=_CITE, children=(*cost, *below)),
            )
            before = now


def _each(view: View, p: Promise) -> tuple[str, list[Step]]:
    """What one unit costs, less what it costs to recover it, as a part of a formula with its numbers."""
    assert p.obligation.cost is not None  # asked for where it is stated
    sold, made = count_of_units(view, p), price_factors(view, p, p.obligation.cost, "cost")
    whole, said = made[0][1], (p.obligation.returns or {}).get("recovery cost")
    if len(made) > 1:
        product = prod(number for number, _ in made)
        how = " x ".join(one.value.partition(" per ")[0] for _, one in made)
        whole = view.step("cost of all units", view.money(product), f"= {how}", children=[one for _, one in made])
    if not isinstance(said, Price) or not said.amount:
        return f"{whole.value} / {sold.value}", [whole, sold]
    recover = view.step("recovery cost", view.money(said.amount), source=of_obligation(p, "returns"))
    if said.form == "unit":
        how = f"above zero ({whole.value} / {sold.value} - {recover.value})"
        return how, [whole, sold, recover]
    first = first_back(view, p, sold)
    if not first.value.strip("0"):
        return f"{whole.value} / {sold.value}", [whole, sold]
    how = f"above zero ({whole.value} / {sold.value} - {recover.value} / {first.value})"
    return how, [whole, sold, recover, first]
