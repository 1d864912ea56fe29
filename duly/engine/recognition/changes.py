"""What an amendment changes in money: for each obligation the price and the extent of what is left, before and after.

All of it as at the start of the day of the amendment: performance up to the evening before, terms of the day.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, NamedTuple, cast

from duly.engine.contracts.terms import Fact, Obligation, Price, Quantity, Ssp, Terms
from duly.engine.delivery.progress import Measure, so_far
from duly.engine.drafts import Drafts
from duly.engine.pricing.prorated import Bought
from duly.engine.pricing.stated import amount_of, periods
from duly.engine.recognition.promises import Promise
from duly.engine.recognition.prorated import left_by_days, said_of
from duly.ground import dates

PERIODIC = ("period", "unit_period")
PER_UNIT = ("unit", "unit_period")


@dataclass
class Live:
    """A promise as it stands between two changes. agreed, ssp: stated price and SSP of the span that `measure` covers
    (exact minor units) · performed: stated price of what was performed before that span · quantity: as last agreed ·
    price: as last agreed · begins, until: that span in days, None where it has none · tracks: its revenue tracks ·
    ended: nothing is left and nothing can be added · blends: the amendments by which its rest was shared out anew, and
    the SSP it was weighed with · moved: those tracks that are later moves of the price · beside: the track of its
    uninstalled material, earned at its cost as before · delivered: units before that span."""

    promise: Promise
    measure: Measure
    agreed: Fraction
    ssp: Fraction
    quantity: Fraction | None
    price: Price
    begins: int | None
    until: int | None
    tracks: list[int]
    performed: Fraction = Fraction(0)
    ended: bool = False
    blends: dict[str, Fraction] = field(default_factory=dict)
    moved: list[int] = field(default_factory=list)
    beside: tuple[int, ...] = ()
    delivered: Fraction = Fraction(0)

    @property
    def ref(self) -> str:
        return self.promise.obligation.ref

    @property
    def units(self) -> Fraction:
        """The units that its measure covers."""
        return Fraction(1) if not self.quantity else self.quantity - self.delivered

    @property
    def paid_by_time(self) -> bool:
        """Whether its price is one per period of a span."""
        return self.price.form in PERIODIC and self.begins is not None and self.until is not None


@dataclass(frozen=True)
class Change:
    """What becomes of one obligation. old, new: stated price of what is left before and after · ssp_left: SSP of what
    is
    left after · ssp_grown: SSP of the part that was added · done, total: progress of its measure at the evening before
    ·
    quantity, begins, until, price: as agreed now, for what is left · measured: its measure until then · touched: named
    by the amendment."""

    live: Live
    old: Fraction
    new: Fraction
    ssp_left: Fraction
    ssp_grown: Fraction
    done: int
    total: int
    quantity: Fraction | None
    begins: int | None
    until: int | None
    price: Price
    touched: bool
    measured: Measure

    @property
    def finished(self) -> bool:
        """Whether nothing of it is left to perform."""
        return self.live.ended or (0 < self.total <= self.done)

    @property
    def delta(self) -> Fraction:
        """What the change adds to the price of what is left."""
        return self.new - self.old


def change_of(live: Live, amendment: Fact, terms: Terms, drafts: Drafts, days: Mapping[str, Bought]) -> Change:
    """What an amendment makes of an obligation, named by it or not; `days`: what its credit buys."""
    named = cast("Mapping[str, Mapping[str, Any]]", amendment.fields.get("changes", {}))
    said = said_of(live.ref, named.get(live.ref, {}), days)
    done, total = so_far(live.measure, drafts, amendment.on - 1)
    begins = None if live.begins is None else max(amendment.on, live.begins)
    quantity = said["quantity"].count if "quantity" in said else live.quantity
    until = _until(live, said, named, amendment)
    rest = _rest(live, 1 - Fraction(min(done, total), total) if total else Fraction(1), quantity, until, amendment.on)
    price: Price = said.get("price", live.price)
    by_days = left_by_days(live.ref, amendment, terms)
    old = live.agreed * rest.left if by_days[0] is None else by_days[0]
    removed = live.ref in cast("tuple[str, ...]", amendment.fields.get("removes", ()))
    new = Fraction(0) if removed else _left_price(live, said, old, rest, quantity, until)
    new = by_days[1] if by_days[1] is not None and "remaining_price" not in said else new
    ssp_left = _ssp_left(live, amendment, rest, quantity)
    grown = ssp_left * (1 - 1 / rest.grown) if rest.grown > 1 else Fraction(0)
    return Change(
        live,
        old,
        new,
        Fraction(0) if removed else ssp_left,
        grown,
        done,
        total,
        quantity,
        begins,
        until,
        price,
        bool(said) or removed,
        live.measure,
    )


def take_up(live: Live, on: int, drafts: Drafts) -> None:
    """What is agreed of a promise that another system kept until a day: what is left of it then."""
    m = live.measure
    whole = m._replace(from_on=live.begins) if m.meter < 0 and live.begins is not None else m._replace(option=0)
    done, total = so_far(whole, drafts, on - 1)
    measured = 1 - Fraction(done, total) if total else Fraction(1)
    rest = _rest(live, measured, live.quantity, live.until, on)
    live.delivered = live.units * (1 - measured)
    live.performed = live.agreed * (1 - rest.left)
    live.agreed, live.ssp = live.agreed * rest.left, live.ssp * rest.work
    live.begins = None if live.begins is None else max(on, live.begins)


class Rest(NamedTuple):
    """What is left of an obligation at the start of a day. left: the part of the agreed price · extent: the same after
    the change, with what grew · work: the part to be performed after the change · grown: by how much that part grew."""

    left: Fraction
    extent: Fraction
    work: Fraction
    grown: Fraction


def _rest(live: Live, measured: Fraction, quantity: Fraction | None, until: int | None, on: int) -> Rest:
    """By time where the price is agreed per period, whatever measures the revenue; else by the measure."""
    ratio = _quantity_ratio(live, quantity)
    if live.measure.meter < 0:
        left = _left_in_time(live, on) if live.paid_by_time else measured
        grown = ratio * _longer(live, left, until)
        return Rest(left, left * grown, left * grown, grown)
    grown = _more_units(live, measured, ratio)
    if not live.paid_by_time:
        return Rest(measured, measured * grown, measured * grown, grown)
    left = _left_in_time(live, on)
    return Rest(left, left * ratio * _longer(live, left, until), measured * grown, grown)


def _left_in_time(live: Live, on: int) -> Fraction:
    """The part of a span that is left at the start of a day, a part month by its days."""
    begins, until = live.begins, live.until
    assert begins is not None and until is not None
    if not begins < on < until:
        return Fraction(int(on <= begins))
    if live.price.period in ("day", "week"):
        return Fraction(until - on, until - begins)
    k = dates.months_started(begins, on + 1) - 1
    first, ends = dates.add_months(begins, k), dates.add_months(begins, k + 1)
    return 1 - (k + Fraction(on - first, ends - first)) / dates.months_started(begins, until)


def _until(live: Live, said: Mapping[str, Any], named: Mapping[str, Mapping[str, Any]], amendment: Fact) -> int | None:
    """The end of its span: its own new one; else the term's, where it followed the term and nothing is added beside
    it."""
    if "until" in said:
        return cast(int, said["until"])
    own = {"to", "months"} & set(live.promise.obligation.places)
    if "until" in named.get("term", {}) and not own and not amendment.fields.get("adds"):
        return cast(int, named["term"]["until"])
    return live.until


def _more_units(live: Live, left: Fraction, ratio: Fraction) -> Fraction:
    """How many more units are left than before the change: 1 where nothing grew."""
    if ratio == 1 or not left:
        return Fraction(1)
    assert live.quantity is not None
    return 1 + (ratio - 1) * live.quantity / (live.units * left)


def _longer(live: Live, left: Fraction, until: int | None) -> Fraction:
    """How much more time is left than before the change, in periods: 1 where nothing grew."""
    if until == live.until or not left:
        return Fraction(1)
    assert live.begins is not None and live.until is not None and until is not None
    before = periods("month", live.begins, live.until) * left
    return (before + _months_more(live.begins, live.until, until)) / before


def _months_more(first: int, until: int, later: int) -> Fraction:
    """Months started by which a span from a day on grows; below zero where it shrinks."""
    return periods("month", first, later) - periods("month", first, until)


def _left_price(
    live: Live, said: Mapping[str, Any], old: Fraction, rest: Rest, quantity: Fraction | None, until: int | None
) -> Fraction:
    """The stated price of what is left after the change."""
    if "remaining_price" in said:
        return Fraction(said["remaining_price"])
    price: Price | None = said.get("price")
    if price is None:
        grows = live.price.form in PER_UNIT or (live.price.form == "period" and until != live.until)
        per_unit_only = live.price.form == "unit" and live.measure.meter < 0 and until != live.until
        if not grows or not rest.left:
            return old
        return old * (_quantity_ratio(live, quantity) if per_unit_only else rest.extent / rest.left)
    if price.form == "fixed":
        return price.amount - live.performed - (live.agreed - old)
    return _rate_times_left(live, price, rest, quantity)


def _quantity_ratio(live: Live, quantity: Fraction | None) -> Fraction:
    if not live.quantity:
        return Fraction(1)
    assert quantity is not None
    return quantity / live.quantity


def _rate_times_left(live: Live, price: Price, rest: Rest, quantity: Fraction | None) -> Fraction:
    """A new rate, for the units or periods that are left."""
    count = quantity if quantity is not None else Fraction(1)
    timed = live.measure.meter < 0
    if price.form == "unit" and timed:
        return price.amount * count * rest.left
    if not timed and not (price.form in PERIODIC and live.paid_by_time):
        return price.amount * live.units * rest.work
    share = rest.extent / (_quantity_ratio(live, quantity) or 1)
    assert live.begins is not None and live.until is not None
    whole = periods(price.period, live.begins, live.until)
    return price.amount * whole * share * (count if price.form == "unit_period" else 1)


def _ssp_left(live: Live, amendment: Fact, rest: Rest, quantity: Fraction | None) -> Fraction:
    """SSP on the day of what is left: as the amendment states it, else that of inception for as much as is left."""
    stated = cast("Mapping[str, Ssp]", amendment.fields.get("ssp", {})).get(live.ref)
    if stated is None or stated.form not in ("point", "range"):
        return live.ssp * rest.work
    if stated.form == "range":
        return Fraction(stated.low + stated.high, 2)
    assert stated.price is not None
    if stated.price.form == "fixed":
        return stated.price.amount
    return _rate_times_left(live, stated.price, rest, quantity)


def stated_of(o: Obligation) -> Fraction:
    """Stated price of an added obligation, exact minor units."""
    return Fraction(0) if o.price.form == "none" else amount_of(o.price, o, o.from_on, o.until)


def quantity_of(o: Obligation) -> Fraction | None:
    """The count an obligation promises."""
    return o.quantity.count if isinstance(o.quantity, Quantity) else None
