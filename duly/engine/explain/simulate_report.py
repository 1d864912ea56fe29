"""The treatments of an amendment side by side, as tables for people."""

from __future__ import annotations

from collections.abc import Iterator

from duly.engine.explain.simulate import Simulation
from duly.ground.dates import iso
from duly.ground.reports import Column, Money, Report


def simulation_reports(found: Simulation) -> Iterator[Report]:
    """Which treatment the rules give and why the others fail; then what each would come to."""
    yield _treatments(found)
    yield _figures(found)
    yield _revenue(found)


def _treatments(found: Simulation) -> Report:
    columns = (
        Column("treatment", "text", "how the change could be treated"),
        Column("supported", "text", "whether the rules give it"),
        Column("why", "text", "the paragraph, or why the rules do not give it"),
        Column("not possible", "text", "why it cannot be worked out at all"),
    )
    rows = tuple((one.treatment, "yes" if one.supported else "no", one.why, one.error) for one in found.outcomes)
    return Report("treatments", f"{found.contract}, amendment {found.amendment}", columns, rows)


def _figures(found: Simulation) -> Report:
    """Balances and what is left at the end of the period of the change, and what no treatment moves."""
    applied = [one for one in found.outcomes if not one.error]
    columns = (
        Column("figure", "text", "a balance, or another figure"),
        *(Column(one.treatment, "money", f"under {one.treatment}") for one in applied),
    )
    names = [name for name, _ in applied[0].balances]
    rows = [(name.replace("_", " "), *(_money(found, dict(one.balances)[name]) for one in applied)) for name in names]
    rows.append(("remaining obligations", *(_money(found, one.remaining) for one in applied)))
    rows.append(("revenue in the end", *(_money(found, one.lifetime) for one in applied)))
    before, after = found.recurring
    rows.append(("ARR before", *(_money(found, before) for _ in applied)))
    rows.append(("ARR after", *(_money(found, after) for _ in applied)))
    return Report("figures", f"At the end of {iso(found.on)}", columns, tuple(rows))


def _revenue(found: Simulation) -> Report:
    applied = [one for one in found.outcomes if not one.error]
    columns = (
        Column("period", "text", "the period in which it would be booked"),
        *(Column(one.treatment, "money", f"revenue under {one.treatment}") for one in applied),
    )
    by_name = [dict(one.revenue) for one in applied]
    periods = list(dict.fromkeys(name for revenue in by_name for name in revenue))
    rows = tuple((name, *(_money(found, revenue.get(name, 0)) for revenue in by_name)) for name in periods)
    return Report("revenue", "Revenue by period", columns, rows)


def _money(found: Simulation, minor: int) -> Money:
    return Money(minor, *found.currency)
