"""What rights of customers come to: how much of them will be used, and when a license that is renewed may be used."""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from duly.engine.contracts.terms import Fact
from duly.engine.delivery.redemption import rights_of
from duly.engine.explain.agreed import stated_price
from duly.engine.explain.amounts import Amounts, counted, percent
from duly.engine.explain.view import View, of_obligation
from duly.engine.recognition.promises import Promise
from duly.engine.recognition.renewals import extensions
from duly.ground.dates import iso
from duly.ground.reports import Step

_EXPECTED = "as it is stated or expected"


class Unit(NamedTuple):
    """What a meter counts: money, per cent, or things by their name."""

    kind: str
    name: str
    money: Amounts

    def bare(self, count: Fraction) -> str:
        """A count without its unit."""
        return self.money.bare(count) if self.kind == "money" else self.of(count)

    def of(self, count: Fraction) -> str:
        """A count with its unit."""
        if self.kind == "money":
            return self.money(count)
        return percent(count) if self.kind == "percent" else counted(count, self.name)


def to_be_used(view: View, p: Promise, unit: Unit, value: str, label: str, fact: Fact | None = None) -> Step | None:
    """How much of a right will be used: all that was sold, less what is expected to be left."""
    o, said = p.obligation, p.obligation.breakage or {}
    part = said.get("expected") if fact is None else fact.fields.get("expected breakage")
    stays = said.get("escheat") or (fact is None and said.get("remote")) or not isinstance(part, Fraction)
    if o.ssp.form == "points":
        sold = view.step("units", unit.of(o.ssp.units), source=of_obligation(p, "ssp"))
        likely = view.step("likely to be used", percent(o.ssp.likely), _EXPECTED, source=of_obligation(p, "ssp"))
        how = f"= {sold.value} x {likely.value}"
        return view.step(label, value, how, cite="606-10-55-48", children=(sold, likely)) if fact is None else None
    if unit.kind == "money":
        sold = stated_price(view, p._replace(apart=0))
    elif o.quantity is not None:
        sold = view.step("units sold", unit.of(o.quantity.count), source=of_obligation(p, "quantity"))
    else:
        return None
    if stays:
        return view.step(label, value, f"= {sold.value}", children=(sold,)) if fact is None else None
    assert isinstance(part, Fraction)
    source = of_obligation(p, "breakage")
    left = view.step("breakage", percent(part), source=source) if fact is None else view.of_fact(fact, percent(part))
    whole = view.step("all of it", "100%", "one whole")
    how = f"{sold.value} x ({whole.value} - {left.value})"
    how = f"= round({how})" if unit.kind == "money" else f"= {how}"
    return view.step(label, value, how, cite="606-10-55-48", children=(sold, whole, left))


def renewed_use(view: View, p: Promise, fact: Fact, value: str) -> Step:
    """A license that is renewed is used anew from the beginning of the new term, or by policy when that is agreed."""
    begins = [start for row, start, _, _ in extensions(p.terms) if row.place == fact.place]
    policy, agreed = view.policy("license renewal"), view.of_fact(fact, "agreed")
    below = [agreed, policy]
    if policy.value != "when agreed":
        below += [view.step(f"the new term begins on {iso(on)}", "", source=of_obligation(p, "to")) for on in begins]
    return view.step(f"license renewed on {iso(fact.on)}", value, "one whole", cite="606-10-55-58C", children=below)


def scale_of(view: View, meter: int) -> int:
    """How many counts of a meter are one unit of what it counts."""
    return view.ruling.drafts.scales.get(meter, 1)


def unit_of(view: View, p: Promise, meter: int) -> Unit:
    """What the meter of a promise counts."""
    o, money = p.obligation, view.money
    if meter != p.measure.meter and int(view.tables.meters.expected[meter]) == scale_of(view, meter):
        return Unit("count", "", money)
    if o.earn == "by cost" or (o.royalty is not None and meter != p.measure.meter):
        return Unit("money", "", money)
    if o.earn == "by progress" or (o.earn == "on milestones" and sum(weight for _, weight in o.milestones) == 1):
        return Unit("percent", "", money)
    if o.earn == "on milestones":
        return Unit("money", "", money)
    facts = [f for f in p.terms.happened if o.ref in f.subjects]
    if o.earn == "as redeemed" and rights_of(o, facts, p.start, p.until).money:
        return Unit("money", "", money)
    total = Fraction(int(view.tables.meters.expected[meter]), scale_of(view, meter))
    name = "hours" if o.earn == "by hours" else "units" if o.earn in ("by units", "as redeemed") else ""
    if o.quantity is not None and (total == o.quantity.count or name):
        name = o.quantity.unit or name or "units"
    elif not name and o.parts > 1:
        name = "parts"
    return Unit("count", name, money)
