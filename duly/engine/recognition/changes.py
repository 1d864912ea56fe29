"""What an amendment changes in money: for each obligation the price and the extent of what is left, before and after.

All of it as at the start of the day of the amendment: performance up to the evening before, terms of the day.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, cast

from duly.engine import tables as t
from duly.engine.contracts.terms import Fact, Obligation, Price, Quantity, Ssp, Terms
from duly.engine.delivery.progress import Measure, so_far
from duly.engine.drafts import Drafts
from duly.engine.pricing.prorated import Bought
from duly.engine.pricing.stated import PriceNeedsSpan, amount_of, periods
from duly.engine.recognition.promises import Promise
from duly.engine.recognition.prorated import left_by_days, said_of
from duly.ground import dates
from duly.ground.errors import DulyError
from duly.ground.money import plain
from duly.ground.rounding import round_fraction

PERIODIC = ("period", "unit_period")
COUNTED = ("on delivery", "on acceptance", "by units", "by hours")
PER_UNIT = ("unit", "unit_period")
_MONTHLY = {"month": 1, "quarter": 3, "half year": 6, "year": 12}


class LessThanDelivered(DulyError):
    """An amendment leaves fewer units of an obligation than were delivered before it."""


class NothingAdded(DulyError):
    """An amendment is judged a contract of its own, and changes the price of what was agreed before."""


class NothingLeft(DulyError):
    """An amendment changes the price of the contract when nothing is left to share it."""


class NoPriceOfWhatIsLeft(DulyError):
    """An amendment changes a price to or from one by use, which says nothing of what is left."""


@dataclass
class Live:
    """A promise as it stands between two changes. agreed, ssp: stated price and SSP of the span that `measure` covers
    (exact minor units) · performed: stated price of what was performed before that span · quantity: as last agreed ·
    price: as last agreed · tracks: its revenue tracks · ended: nothing is left and nothing can be added ·
    blend: the amendment by which its rest was shared out anew · moved: those tracks that are later moves of the
    price · beside: the track of its uninstalled material, earned at its cost as before ·
    delivered: units before that span."""

    promise: Promise
    measure: Measure
    agreed: Fraction
    ssp: Fraction
    quantity: Fraction | None
    price: Price
    until: int | None
    tracks: list[int]
    performed: Fraction = Fraction(0)
    ended: bool = False
    blend: str = ""
    moved: list[int] = field(default_factory=list)
    beside: tuple[int, ...] = ()
    delivered: Fraction = Fraction(0)

    @property
    def counted(self) -> bool:
        """Whether its measure counts the units that were promised; costs, milestones and per cent are not units."""
        return self.measure.kind == t.BY_METER and self.promise.obligation.earn in COUNTED

    @property
    def ref(self) -> str:
        return self.promise.obligation.ref

    @property
    def units(self) -> Fraction:
        """The units that its measure covers."""
        return Fraction(1) if not self.quantity else self.quantity - self.delivered


@dataclass(frozen=True)
class Change:
    """What becomes of one obligation. old, new: stated price of what is left before and after · ssp_left: SSP of what
    is
    left after · ssp_grown: SSP of the part that was added · done, total: progress of its measure at the evening before
    ·
    quantity, until, price: as agreed now · measured: its measure until then · touched: named by the amendment,
    or moved by its term · units: what `total` counts, in units of the agreement."""

    live: Live
    old: Fraction
    new: Fraction
    ssp_left: Fraction
    ssp_grown: Fraction
    done: int
    total: int
    quantity: Fraction | None
    until: int | None
    price: Price
    touched: bool
    measured: Measure
    units: Fraction

    @property
    def finished(self) -> bool:
        """Whether nothing of it is left to perform; a total below what had come when it was last measured alone leaves
        nothing either."""
        begun = self.total > 0 or (self.measured.meter >= 0 and self.measured.option > 0)
        return self.live.ended or (begun and self.total <= self.done)

    @property
    def delta(self) -> Fraction:
        """What the change adds to the price of what is left."""
        return self.new - self.old


def change_of(live: Live, amendment: Fact, terms: Terms, drafts: Drafts, days: Mapping[str, Bought]) -> Change:
    """What an amendment makes of an obligation, named by it or not; `days`: what its credit buys."""
    named = cast("Mapping[str, Mapping[str, Any]]", amendment.fields.get("changes", {}))
    said = said_of(live.ref, named.get(live.ref, {}), days)
    done, total = so_far(live.measure, drafts, amendment.on - 1)
    left = part_left(live, done, total, amendment.on)
    quantity = said["quantity"].count if "quantity" in said else live.quantity
    _require_room(live, quantity, left, amendment)
    until = _until(live, said, named if live.promise.terms.ref == terms.ref else {}, amendment)
    extent = left * _growth(live, left, quantity, until, amendment.on)
    price: Price = said.get("price", live.price)
    by_days = left_by_days(live.ref, amendment, terms)
    old = live.agreed * left if by_days[0] is None else by_days[0]
    removed = live.ref in cast("tuple[str, ...]", amendment.fields.get("removes", ()))
    new = Fraction(0) if removed else _left_price(live, said, old, left, extent, quantity, until, amendment.on)
    new = by_days[1] if by_days[1] is not None and "remaining_price" not in said else new
    ssp_left = _ssp_left(live, amendment, extent, quantity, until, left)
    grown = ssp_left * (1 - left / extent) if extent > left else Fraction(0)
    return Change(
        live,
        old,
        new,
        Fraction(0) if removed else ssp_left,
        grown,
        done,
        total,
        quantity,
        until,
        price,
        bool(said) or removed or until != live.until,
        live.measure,
        Fraction(total, drafts.scales.get(live.measure.meter, 1)),
    )


def _require_room(live: Live, quantity: Fraction | None, left: Fraction, amendment: Fact) -> None:
    """What was delivered stays delivered: of counted units no fewer can be agreed."""
    if _timed(live) or quantity is None or not live.quantity:
        return
    delivered = live.delivered + live.units * (1 - left)
    if quantity < min(delivered, live.quantity):
        raise LessThanDelivered(
            f"amendment {amendment.ref} leaves {_count(quantity)} of {live.ref}, "
            f"and {_count(delivered)} were delivered",
            place=amendment.place,
            why="what was delivered before an amendment is not undone by it; what comes back is a return",
            fix="state the quantity in all, what was delivered included, or record what was `returned`",
            cite="606-10-25-13",
        )


def _count(exact: Fraction) -> str:
    """A count as people write it: whole, or with two decimals."""
    return str(exact) if exact.denominator == 1 else plain(round_fraction(exact * 100), 2)


def require_prices(amendment: Fact, promises: Sequence[Promise]) -> None:
    """A rate by use says nothing of what is left, and what is left has no rate by use: such a change is not one of
    price, so it is refused rather than passed over."""
    by_use = {p.obligation.ref for p in promises if p.by_use}
    for ref, said in cast("Mapping[str, Mapping[str, Any]]", amendment.fields.get("changes", {})).items():
        price: Price | None = said.get("price")
        turned = price is not None and price.form in ("tiers", "share", "none")
        if turned or (ref in by_use and {"price", "remaining_price"} & set(said)):
            raise NoPriceOfWhatIsLeft(
                f"amendment {amendment.ref} changes the price of {ref}, which is priced by use"
                f"{' from then on' if ref not in by_use else ''}",
                place=amendment.place,
                why="a change of price is one of what is left, and what is priced by use is not known beforehand",
                fix=f"remove {ref} and add it anew, under another name, at its new price",
                cite="606-10-25-13, 606-10-55-18",
            )


def part_left(live: Live, done: int, total: int, on: int) -> Fraction:
    """The part of the agreed price that is left at the start of a day: by months where the price is agreed per period,
    whatever measures the revenue; else by the measure."""
    m, price = live.measure, live.price
    months = _MONTHLY.get(price.period) if price.form in PERIODIC and _timed(live) else None
    if months is None or live.until is None or not m.from_on < on < live.until:
        if not total:
            return Fraction(0 if live.ended or (m.meter >= 0 and m.option > 0) else 1)
        return 1 - Fraction(min(done, total), total)
    k = dates.months_started(m.from_on, on + 1) - 1
    begins, ends = dates.add_months(m.from_on, k), dates.add_months(m.from_on, k + 1)
    gone = k + Fraction(on - begins, ends - begins)
    return 1 - min(gone / dates.months_started(m.from_on, live.until), Fraction(1))


def _until(live: Live, said: Mapping[str, Any], named: Mapping[str, Mapping[str, Any]], amendment: Fact) -> int | None:
    """The end of its span: its own new one; else that of the term of its own contract (`named`), where it followed the
    term and nothing is added beside it."""
    if "until" in said:
        return cast(int, said["until"])
    own = {"to", "months"} & set(live.promise.obligation.places)
    if "until" in named.get("term", {}) and not own and not amendment.fields.get("adds"):
        return cast(int, named["term"]["until"])
    return live.until


def _timed(live: Live) -> bool:
    return live.measure.meter < 0


def _growth(live: Live, left: Fraction, quantity: Fraction | None, until: int | None, on: int) -> Fraction:
    """How much more is left than before the change: 1 where nothing grew. Time grows by periods, counts by units
    left."""
    factor = Fraction(1)
    if not _timed(live):
        if quantity is not None and live.quantity and quantity != live.quantity and left:
            delivered = live.delivered + live.units * (1 - left)
            factor = (quantity - delivered) / (live.quantity - delivered)
        return factor
    if quantity is not None and live.quantity and quantity != live.quantity:
        factor *= quantity / live.quantity
    if until is not None and live.until is not None and until != live.until and left:
        before = periods("month", live.measure.from_on, live.until) * left
        after = before + _months_more(live.measure.from_on, live.until, until)
        factor *= max(after, Fraction(0)) / before
    return factor


def _months_more(first: int, until: int, later: int) -> Fraction:
    """Months started by which a span from a day on grows; below zero where it shrinks."""
    return periods("month", first, later) - periods("month", first, until)


def _left_price(
    live: Live,
    said: Mapping[str, Any],
    old: Fraction,
    left: Fraction,
    extent: Fraction,
    quantity: Fraction | None,
    until: int | None,
    on: int,
) -> Fraction:
    """The stated price of what is left after the change."""
    if "remaining_price" in said:
        return Fraction(said["remaining_price"])
    price: Price | None = said.get("price")
    if price is not None and price.form == "steps":
        price = Price("fixed", amount=sum(price.steps, Fraction(0)))
    if price is None:
        grows = live.price.form in PER_UNIT or (live.price.form == "period" and _timed(live) and until != live.until)
        per_unit_only = live.price.form == "unit" and _timed(live) and until != live.until
        if not grows or not left:
            return old
        if live.price.form == "period":
            return old * extent / left / (_quantity_ratio(live, quantity) or 1)
        return old * (_quantity_ratio(live, quantity) if per_unit_only else extent / left)
    if price.form == "fixed":
        return price.amount - live.performed - (live.agreed - old)
    return _rate_times_left(live, price, left, extent, quantity, until)


def _quantity_ratio(live: Live, quantity: Fraction | None) -> Fraction:
    return quantity / live.quantity if quantity is not None and live.quantity else Fraction(1)


def _rate_times_left(
    live: Live, price: Price, left: Fraction, extent: Fraction, quantity: Fraction | None, until: int | None
) -> Fraction:
    """A new rate, for the units or periods that are left."""
    count = quantity if quantity is not None else Fraction(1)
    if not _timed(live):
        return _counted_price(live, price, extent, quantity)
    if price.form == "unit":
        return price.amount * count * left
    share = extent / (_quantity_ratio(live, quantity) or 1)
    whole = periods(price.period, live.measure.from_on, live.until or live.measure.until)
    return price.amount * whole * share * (count if price.form == "unit_period" else 1)


def _counted_price(live: Live, price: Price, extent: Fraction, quantity: Fraction | None) -> Fraction:
    """A new rate for the units that are left; of a price per period, the part of its periods that they are."""
    units = live.units * extent
    if price.form == "unit":
        return price.amount * units
    first, until = live.promise.start, live.promise.until
    if first is None or until is None:
        raise PriceNeedsSpan(
            f"the new price of {live.ref} is per {price.period}, and its span is not known",
            place=price.place,
            fix="state a price per unit or in one sum",
        )
    whole = price.amount * periods(price.period, first, until)
    if not quantity:
        return whole * extent
    return whole * units if price.form == "unit_period" else whole * units / quantity


def _ssp_left(
    live: Live, amendment: Fact, extent: Fraction, quantity: Fraction | None, until: int | None, left: Fraction
) -> Fraction:
    """SSP on the day of what is left: as the amendment states it, else that of inception for as much as is left."""
    stated = cast("Mapping[str, Ssp]", amendment.fields.get("ssp", {})).get(live.ref)
    if stated is None or stated.form not in ("point", "range"):
        return live.ssp * extent
    if stated.form == "range":
        return Fraction(stated.low + stated.high, 2)
    assert stated.price is not None
    if stated.price.form == "fixed":
        return stated.price.amount
    return _rate_times_left(live, stated.price, left, extent, quantity, until)


def stated_of(o: Obligation) -> Fraction:
    """Stated price of an added obligation, exact minor units."""
    return Fraction(0) if o.price.form == "none" else amount_of(o.price, o, o.from_on, o.until)


def quantity_of(o: Obligation) -> Fraction | None:
    """The count an obligation promises."""
    return o.quantity.count if isinstance(o.quantity, Quantity) else None


def nothing_added(fact: Fact) -> NothingAdded:
    return NothingAdded(
        f"amendment {fact.ref} is judged a contract of its own, and changes the price of what was agreed before",
        place=fact.place,
        why="a separate contract holds what is added and its price; it leaves everything before as it was",
        fix="judge another treatment, or write what is added and what is repriced as two amendments",
        cite="606-10-25-12",
    )


def nothing_left(fact: Fact) -> NothingLeft:
    return NothingLeft(
        f"amendment {fact.ref} changes the price of the contract, and nothing is left to share it",
        place=fact.place,
        why="the price of what is satisfied is revenue at once, and nothing says of which obligation",
        fix="state the new price of each obligation: `changes: {name: {price: N}}`",
    )
