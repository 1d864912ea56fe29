"""Uninstalled material: the price less what it is expected to cost follows progress, and the material is earned at its
cost when it passes (606-10-55-21). A new estimate of it moves both."""

from __future__ import annotations

from collections.abc import Sequence

from duly.engine import tables as t
from duly.engine.delivery.progress import Measure
from duly.engine.drafts import Drafts
from duly.engine.policies import Policies
from duly.engine.recognition.promises import Promise, add_track, one_price, revenue_track
from duly.ground.cites import cites

_ESTIMATE = t.CAUSE["estimate"]


def expected_material(m: Measure, on: int) -> int:
    """What uninstalled material is expected to cost in all at the end of a day, minor units."""
    return [amount for since, amount in ((-t.NEVER, m.less), *m.bare) if since <= on][-1]


def earn(
    p: Promise,
    prices: Sequence[tuple[int, int, int]],
    causes: Sequence[int],
    until: int,
    drafts: Drafts,
    policies: Policies,
) -> None:
    """The revenue track of a promise, and one of its uninstalled material where it has some: the arguments are those of
    `earn_beside`."""
    if p.measure.part >= 0:
        earn_beside(p, prices, causes or [t.CAUSE["progress"]] * len(prices), until, drafts, policies)
    else:
        add_track(revenue_track(p), p, drafts, policies, prices, causes=causes)


@cites("606-10-55-21", ifrs15=("B19",))
def earn_beside(
    p: Promise,
    prices: Sequence[tuple[int, int, int]],
    causes: Sequence[int],
    until: int,
    drafts: Drafts,
    policies: Policies,
) -> None:
    """The two revenue tracks of a promise with uninstalled material: the rest of its price, and the material.

    `until`: the day of the first change of the contract; later estimates belong to what it makes of the promise."""
    revenue, m = revenue_track(p), p.measure
    estimates = [(on, amount) for on, amount in m.bare if on <= until]
    days = {on for on, _ in estimates}
    rows = {since: ((since, slot, price), cause) for (since, slot, price), cause in zip(prices, causes, strict=True)}
    for on in sorted(days):
        (_, slot, price), _ = rows[max(since for since in rows if since <= on)]
        rows[on] = ((on, slot, price), _ESTIMATE)
    ordered = [rows[since] for since in sorted(rows)]
    add_track(revenue, p, drafts, policies, [row for row, _ in ordered], causes=[cause for _, cause in ordered])
    for i, x in enumerate(drafts.tranches):
        if x.track == len(drafts.tracks) - 1 and x.slot >= 0:
            drafts.tranches[i] = x._replace(less=expected_material(m, min(x.since_on, until)))
    material = p._replace(measure=m._replace(meter=m.part))
    # Material is earned at its cost, whatever progress is rounded to.
    exact = {**policies, "progress digits": "exact"}
    costs = [*one_price(m.less), *((on, t.NO_ROW, amount) for on, amount in estimates)]
    add_track(revenue, material, drafts, exact, costs, causes=[t.CAUSE["progress"], *(_ESTIMATE for _ in estimates)])
