"""What an amendment changes in money: for each obligation the price and the extent of what is left, before and after.

All of it as at the start of the day of the amendment: performance up to the evening before, terms of the day.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property, lru_cache
from typing import Any, NamedTuple, TypeVar, cast

from duly.engine import tables as t
from duly.engine.contracts.amendments import changed_by, removed_by
from duly.engine.contracts.terms import Fact, Obligation, Price, Quantity, Ssp, Terms
from duly.engine.delivery.progress import Measure, so_far
from duly.engine.drafts import Drafts
from duly.engine.pricing.prorated import Bought
from duly.engine.pricing.stated import PriceNeedsSpan, amount_of, periods
from duly.engine.recognition.licenses import USE
from duly.engine.recognition.promises import Promise
from duly.engine.recognition.prorated import left_by_days, said_of
from duly.ground import dates
from duly.ground.rounding import round_fraction

PERIODIC = ("period", "unit_period")
NOTHING, ONE = Fraction(0), Fraction(1)
Kept = TypeVar("Kept", "Live", "Change")
COUNTED = ("on delivery", "on acceptance", "by units", "by hours")


@dataclass
class Live:
    """A promise as it stands between two changes. agreed, ssp: stated price and SSP of the span that `measure` covers
    (exact minor units) · performed: stated price of what was performed before that span · quantity: as last agreed ·
    price: as last agreed · begins, until: that span in days, None where it has none · tracks: its revenue tracks ·
    ended: nothing is left and nothing can be added · blends: the pools by which its rest was shared out anew, in turn,
    and the SSP it was weighed with · beside: the track of its uninstalled material, earned at its cost as before ·
    delivered: units before that span · lump: its part, of that span, of amounts agreed for the contract as a whole."""

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
    blends: dict[int, Fraction] = field(default_factory=dict)
    beside: tuple[int, ...] = ()
    delivered: Fraction = Fraction(0)
    lump: Fraction = Fraction(0)

    @property
    def ref(self) -> str:
        return self.promise.obligation.ref

    @property
    def counted(self) -> bool:
        """Whether its measure counts the units that were promised; costs, milestones and per cent are not units."""
        return self.measure.kind == t.BY_METER and self.promise.obligation.earn in COUNTED

    @property
    def units(self) -> Fraction:
        """The units that its measure covers."""
        return Fraction(1) if not self.quantity else self.quantity - self.delivered

    @property
    def paid_by_time(self) -> bool:
        """Whether its price is one per period of a span."""
        return self.price.form in PERIODIC and self.begins is not None and self.until is not None


class Rest(NamedTuple):
    """What is left of an obligation at the start of a day. left: the part of the agreed price · time: the part of the
    periods of its span, with those that came or went · work: the part to be performed after the change · grown: how
    many times as much that is."""

    left: Fraction
    time: Fraction
    work: Fraction
    grown: Fraction


@dataclass(frozen=True)
class Change:
    """What becomes of one obligation. fact: what changes it · was: as it stood before · rest: what is left of it ·
    old, new: stated price of what is left before and after · ssp_left: SSP of what is left after · ssp_grown: SSP
    of the part that was added · done, total: progress of its measure at the evening before · quantity, begins,
    until, price: as agreed now, for what is left · measured: its measure until then · touched: named by the
    amendment, or moved by its term · scale: how many of `total` are one unit of the agreement · lump: what is left
    of its part of amounts agreed for the contract as a whole · work: the part to be performed after the change ·
    resized: whether less of it is to be performed, or at another cost."""

    live: Live
    fact: Fact
    was: Live
    rest: Rest
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
    scale: int
    lump: Fraction
    work: Fraction
    resized: bool

    @property
    def units(self) -> Fraction:
        """What `total` counts, in units of the agreement."""
        return Fraction(self.total, self.scale)

    @property
    def finished(self) -> bool:
        """Whether nothing of it is left to perform; a total below what had come when it was last measured alone leaves
        nothing either."""
        begun = self.total > 0 or self.measured.option
        return self.live.ended or (bool(begun) and self.total <= self.done)

    @cached_property
    def delta(self) -> Fraction:
        """What the change adds to the price of what is left."""
        return self.new - self.old if self.new != self.old else NOTHING

    @cached_property
    def moved(self) -> int:
        """The same in minor units, rounded once for revenue and for rights."""
        return round_fraction(self.delta)

    @property
    def goes_on(self) -> bool:
        """Whether anything of it is left to perform, or to pay."""
        return bool(self.work or self.new)


def twin(row: Kept, **others: object) -> Kept:
    """The same row with some other values. There are some hundred of each contract, and what copies any object takes
    several times as long."""
    made = object.__new__(type(row))
    made.__dict__.update(row.__dict__, **others)
    return made


def change_of(live: Live, amendment: Fact, terms: Terms, drafts: Drafts, days: Mapping[str, Bought]) -> Change:
    """What an amendment makes of an obligation, named by it or not; `days`: what its credit buys."""
    named = changed_by(amendment)
    said = said_of(live.ref, named.get(live.ref, {}), days)
    done, total = so_far(live.measure, drafts, amendment.on - 1)
    quantity = said["quantity"].count if "quantity" in said else live.quantity
    until = _until(live, said, named if live.promise.terms.ref == terms.ref else {}, amendment)
    rest = _rest(live, work_left(live, done, total, amendment.on), quantity, until, amendment.on)
    by_days = left_by_days(live.ref, amendment, terms)
    old = live.agreed * rest.left if by_days[0] is None else by_days[0]
    removed = live.ref in removed_by(amendment)
    new = Fraction(0) if removed else _left_price(live, said, old, rest, quantity)
    new = by_days[1] if by_days[1] is not None and "remaining_price" not in said else new
    ssp_left = Fraction(0) if removed else _ssp_left(live, amendment, rest, quantity)
    return Change(
        live,
        amendment,
        twin(live),
        rest,
        old,
        new,
        ssp_left,
        ssp_left * (1 - 1 / rest.grown) if rest.grown > 1 else Fraction(0),
        done,
        total,
        quantity,
        None if live.begins is None else max(amendment.on, live.begins),
        until,
        said.get("price", live.price),
        bool(said) or removed or until != live.until,
        live.measure,
        drafts.scales.get(live.measure.meter, 1),
        live.lump * rest.left if live.lump else NOTHING,
        Fraction(0) if removed else rest.work,
        removed or rest.grown < 1 or "expected_cost" in said,
    )


def take_up(live: Live, on: int, drafts: Drafts) -> None:
    """What is agreed of a promise that another system kept until a day: what is left of it then."""
    m = live.measure
    whole = m._replace(from_on=live.begins) if m.timed and live.begins is not None else m._replace(option=0)
    done, total = so_far(whole, drafts, on - 1)
    measured = 1 - Fraction(done, total) if total else Fraction(1)
    rest = _rest(live, measured, live.quantity, live.until, on)
    live.delivered = live.units * (1 - measured)
    live.performed = live.agreed * (1 - rest.left)
    live.agreed, live.ssp = live.agreed * rest.left, live.ssp * rest.work
    live.begins = None if live.begins is None else max(on, live.begins)


def work_left(live: Live, done: int, total: int, on: int) -> Fraction:
    """The part of it that is left to perform at the start of a day: by periods where time earns it and its price is one
    per period, else by its measure."""
    m = live.measure
    if m.timed and live.paid_by_time:
        return left_in_time(live, on)
    if not total:
        return Fraction(not m.option)
    return 1 - Fraction(min(done, total), total)


def _rest(live: Live, work: Fraction, quantity: Fraction | None, until: int | None, on: int) -> Rest:
    """Of the price as much is left as periods are, where it is agreed per period, whatever measures the revenue; else
    as much as work."""
    timed, paid_by_time = live.measure.timed, live.paid_by_time
    periods_left = work
    if not timed or paid_by_time:
        periods_left = left_in_time(live, on) if live.begins is not None and live.until is not None else NOTHING
    left = periods_left if paid_by_time else work
    # Most obligations stay as long and as many as they were: of a long contract, all but those that are named.
    if until == live.until and quantity == live.quantity:
        return Rest(left, periods_left, left if timed else work, ONE)
    ratio, longer = _quantity_ratio(live, quantity), _longer(live, periods_left, until)
    grown = ratio * longer if timed else _more_units(live, work, ratio)
    return Rest(left, periods_left * longer, (left if timed else work) * grown, grown)


def left_in_time(live: Live, on: int) -> Fraction:
    """The part of a span that is left at the start of a day, a part month by its days."""
    assert live.begins is not None and live.until is not None
    return _left_of_span(live.begins, live.until, on, live.price.period in ("day", "week"))


@lru_cache(maxsize=1024)
def _left_of_span(begins: int, until: int, on: int, by_days: bool) -> Fraction:
    """The part of a span that is left: the same for most lines of a contract."""
    if not begins < on < until:
        return Fraction(int(on < until))
    if by_days:
        return Fraction(until - on, until - begins)
    k = dates.months_started(begins, on + 1) - 1
    first, ends = dates.add_months(begins, k), dates.add_months(begins, k + 1)
    return 1 - (k + Fraction(on - first, ends - first)) / dates.months_started(begins, until)


def _until(live: Live, said: Mapping[str, Any], named: Mapping[str, Mapping[str, Any]], amendment: Fact) -> int | None:
    """The end of its span: its own new one; else that of the term of its own contract (`named`), where it followed the
    term and nothing is added beside it. A license that passes at once and is not named is renewed by the term."""
    if "until" in said:
        return cast(int, said["until"])
    o = live.promise.obligation
    renewed = o.licence == USE and not live.measure.timed and live.ref not in named
    own = renewed or {"to", "months"} & set(o.places)
    if "until" in named.get("term", {}) and not own and not amendment.fields.get("adds"):
        return cast(int, named["term"]["until"])
    return live.until


def _more_units(live: Live, left: Fraction, ratio: Fraction) -> Fraction:
    """How many times as many units are left as before the change."""
    if ratio == 1 or not left:
        return Fraction(1)
    assert live.quantity is not None
    return 1 + (ratio - 1) * live.quantity / (live.units * left)


def _longer(live: Live, left: Fraction, until: int | None) -> Fraction:
    """How many times as much time is left as before the change, in periods; nothing, not less, where it shrinks by more
    than is left."""
    if until == live.until or not left:
        return Fraction(1)
    assert live.begins is not None and live.until is not None and until is not None
    before = periods("month", live.begins, live.until) * left
    return max(before + _months_more(live.begins, live.until, until), Fraction(0)) / before


def _months_more(first: int, until: int, later: int) -> Fraction:
    """Months started by which a span from a day on grows; below zero where it shrinks."""
    return periods("month", first, later) - periods("month", first, until)


def _left_price(live: Live, said: Mapping[str, Any], old: Fraction, rest: Rest, quantity: Fraction | None) -> Fraction:
    """The stated price of what is left after the change."""
    if "remaining_price" in said:
        return Fraction(said["remaining_price"])
    price: Price | None = said.get("price")
    if price is None:
        times = _times(live, rest, quantity)
        return old if times == 1 else old * times
    if price.form in ("fixed", "steps"):
        whole = price.amount if price.form == "fixed" else sum(price.steps, Fraction(0))
        return whole - live.performed - (live.agreed - old)
    return _rate_times_left(live, price, rest, quantity)


def _times(live: Live, rest: Rest, quantity: Fraction | None) -> Fraction:
    """How many times as much is owed for what is left, at the price as agreed before."""
    if live.price.form == "unit":
        return _quantity_ratio(live, quantity) if live.measure.timed else rest.grown
    if live.price.form not in PERIODIC or not rest.left:
        return ONE
    longer = ONE if rest.time == rest.left else rest.time / rest.left
    return longer * _quantity_ratio(live, quantity) if live.price.form == "unit_period" else longer


def _quantity_ratio(live: Live, quantity: Fraction | None) -> Fraction:
    if not live.quantity or quantity == live.quantity:
        return ONE
    assert quantity is not None
    return quantity / live.quantity


def _rate_times_left(live: Live, price: Price, rest: Rest, quantity: Fraction | None) -> Fraction:
    """A new rate, for the units or periods that are left."""
    count = quantity if quantity is not None else Fraction(1)
    if price.form == "unit":
        return price.amount * (count * rest.left if live.measure.timed else live.units * rest.work)
    if live.begins is None or live.until is None:
        raise PriceNeedsSpan(
            f"the new price of {live.ref} is per {price.period}, and its span is not known",
            place=price.place,
            fix="state a price per unit or in one sum",
        )
    whole = periods(price.period, live.begins, live.until)
    return price.amount * whole * rest.time * (count if price.form == "unit_period" else 1)


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
