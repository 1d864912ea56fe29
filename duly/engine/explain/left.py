"""What is left of an obligation when it is changed: the part of it, its stated price before and after, and what it
would cost alone, each from what was agreed and what was done by the evening before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any, cast

from duly.engine import tables as t
from duly.engine.contracts.amendments import changed_by, removed_by
from duly.engine.contracts.terms import Price, Ssp
from duly.engine.explain.agreed import standalone_price, stated_price
from duly.engine.explain.amounts import counted, difference, exact, summed
from duly.engine.explain.measured import done_so_far, readings_of, total_then
from duly.engine.explain.price_by_days import by_days, days_left, span_in_months
from duly.engine.explain.rights import scale_of, unit_of
from duly.engine.explain.view import View, of_obligation
from duly.engine.pricing.stated import periods
from duly.engine.recognition.changes import PERIODIC, Change, Live, left_in_time
from duly.engine.recognition.modifications import is_distinct
from duly.ground.dates import iso
from duly.ground.reports import Step

_CITE = "606-10-25-13"


def stated_left(view: View, c: Change) -> Step:
    """What a change adds to the stated price of what is left: rounded once, after less before."""
    before, after = _before(view, c), _after(view, c)
    how = f"= round({difference(after.value, before.value)})"
    label = f"stated price of what is left of {_ref(c)}, changed by {c.fact.verb}"
    return view.step(label, view.money(c.moved), how, cite=_CITE, children=(after, before))


def worth_left(view: View, c: Change) -> Step:
    """The standalone selling price of what is left: as the change says it, else in proportion to what it was before."""
    said = cast("Mapping[str, Ssp]", c.fact.fields.get("ssp", {})).get(_ref(c))
    label = f"standalone selling price of what is left of {_ref(c)}"
    if said is not None and said.form in ("point", "range"):
        plain = said.form == "point" and said.price is not None and said.price.form == "fixed"
        now = view.of_fact(c.fact, view.money(c.ssp_left), "its new price alone", follows="" if plain else "as stated")
        return view.step(label, now.value, f"= {now.value}", cite="606-10-25-13(a)", children=(now,))
    alone = _alone(view, c)
    if alone is None:
        return view.step(label, view.money(c.ssp_left), _LEFT, source=of_obligation(c.was.promise, "ssp", "price"))
    part = _still_to_do(view, c)
    how = f"= {alone.value} x {part.value}"
    return view.step(label, view.money(c.ssp_left), how, cite="606-10-25-13(a)", children=(alone, part))


def worth_added(view: View, c: Change) -> Step:
    """What the part that a change adds would cost alone: what is left, less what was left before."""
    left, more = worth_left(view, c), _grown(view, c)
    times = " x ".join(one.value for one in more)
    how, label = f"= {left.value} - {left.value} / ({times})", f"standalone selling price of what is added to {_ref(c)}"
    return view.step(label, view.money(c.ssp_grown), how, cite="606-10-25-12(b)", children=(left, *more))


def _ref(c: Change) -> str:
    return c.live.promise.obligation.ref


def _said(c: Change) -> Mapping[str, Any]:
    return changed_by(c.fact).get(_ref(c), {})


def _alone(view: View, c: Change) -> Step | None:
    """The standalone selling price that the change starts from."""
    earlier = _earlier(view, c)
    if earlier is None:
        aside = _taken_over(c) or _before_contract(view, c)
        return None if aside else standalone_price(view, c.was.promise, c.was.ssp)
    return worth_left(view, earlier) if _measured_alone(view, earlier) and not is_performed(earlier) else None


def _taken_over(c: Change) -> bool:
    return any(_ref(c) in row.subjects for row in c.was.promise.terms.opening)


def _before_contract(view: View, c: Change) -> bool:
    """Whether an amendment before it was one of what is assessed, when there was no contract yet."""
    rows = [f for terms in view.ruling.group for f in terms.happened if f.verb == "amendment"]
    return any(f.on <= view.ruling.drafts.exists_on and f is not c.fact for f in rows)


def _earlier(view: View, c: Change) -> Change | None:
    """The change before this one, of the same obligation."""
    row = c.was.promise.row
    made = [one.by for all_of in (view.ruling.changes, view.ruling.ssp_left) for one in all_of if one.row == row]
    rows = {id(one): one for one in made if isinstance(one, Change)}
    before = [one for one in rows.values() if (one.fact.on, one.fact.order) < (c.fact.on, c.fact.order)]
    return max(before, key=lambda one: (one.fact.on, one.fact.order), default=None)


def _before(view: View, c: Change) -> Step:
    """The stated price of what is left before the change: what was agreed, as far as it is left."""
    agreed, left = _agreed(view, c), _left(view, c)
    label, how = f"stated price of what is left of {_ref(c)} before", f"= {agreed.value} x {left.value}"
    if c.fact.fields.get("prorate"):
        return _by_days(view, c, c.old, label)
    return view.step(f"{label} {iso(c.fact.on)}", view.money(c.old), how, cite=_CITE, children=(agreed, left))


def _by_days(view: View, c: Change, exactly: Fraction, label: str, *, after: bool = False) -> Step:
    """What the time that is left costs, before or after an amendment that prorates."""
    count = [] if c.was.quantity is None else [_count(view, c) if after else _old_count(view, c)]
    stated = after and "remaining_price" in _said(c)
    made = None if stated else days_left(view, _ref(c), c.fact, c.was.promise.terms, count, after=after)
    return by_days(view, c.fact, view.money(exactly), label, made)


def _agreed(view: View, c: Change) -> Step:
    """What is agreed for what the measure covers: the stated price, or what the change before made of it."""
    earlier = _earlier(view, c)
    if earlier is not None:
        one = earlier
        after = _after(view, one)
        if _measured_alone(view, one):
            return after
        parts = (_agreed(view, one), after, _before(view, one))
        how = f"= {parts[0].value} + {parts[1].value} - {parts[2].value}"
        label = f"agreed for all of {_ref(c)} since {iso(one.fact.on)}"
        return view.step(label, view.money(c.was.agreed), how, cite=_CITE, children=parts)
    if _taken_over(c) or _before_contract(view, c):
        source = of_obligation(c.was.promise, "price")
        return view.step(f"stated price of {_ref(c)} since the opening", view.money(c.was.agreed), _LEFT, source=source)
    return stated_price(view, c.was.promise._replace(apart=0))


def is_performed(c: Change) -> bool:
    """Whether nothing was left of it to perform by the evening before; that it ended later tells nothing of that."""
    return c.total <= c.done and bool(c.total > 0 or c.measured.option)


def _measured_alone(view: View, c: Change) -> bool:
    """Whether a change made what was left a measure of its own: only what came of it is agreed since."""
    made = view.ruling.treatments.get((c.fact.place, c.fact.ref))
    caught_up = made is not None and (
        made.chosen == "catch-up" or (made.chosen == "mixed" and not is_distinct(c.fact, c))
    )
    return is_performed(c) or not caught_up


_LEFT = "what was left of it at the opening"


def _whole(view: View) -> Step:
    return view.step("all of it", "1", "one whole")


def _left(view: View, c: Change) -> Step:
    """The part of the agreed price that is left at the start of the day."""
    if c.was.paid_by_time:
        return _time_left(view, c)
    return work_left(view, c)


def _time_left(view: View, c: Change) -> Step:
    """The part of the periods of a span that is left at the start of a day."""
    was = c.was
    assert was.begins is not None and was.until is not None
    value, days = f"{iso(was.begins)} to {iso(was.until - 1)}", was.price.period in ("day", "week")
    span = view.step("span of service", value, source=of_obligation(was.promise, "from", "to", "months"))
    how = f"{'days' if days else 'months'} of the span that are left at the start of {iso(c.fact.on)}"
    left = left_in_time(was, c.fact.on)
    return view.step(f"part of {was.ref} that is left", exact(left), how, cite=_CITE, children=(span,))


def work_left(view: View, c: Change) -> Step:
    """The part of it that is not performed by the evening before, by its measure."""
    label, m = f"part of {_ref(c)} that is left", c.was.measure
    left = Fraction(1)
    if c.total:
        left = 1 - Fraction(min(c.done, c.total), c.total)
    elif m.option:
        left = Fraction(0)
    if m.timed:
        value = f"{c.done:,} of {c.total:,} parts"
        span = view.step(
            "span of service", f"{iso(m.from_on)} to {iso(m.until - 1)}", source=of_obligation(c.was.promise, "to")
        )
        how = t.MEASURES[m.kind]
        measure = view.step("measure", f"over time {how}", source=of_obligation(c.was.promise, "earn"))
        passed = f"days, weeks or months of the span that have passed, at the end of {iso(c.fact.on - 1)}"
        done = view.step("progress", value, passed, cite="606-10-25-31", children=(span, measure))
        whole = _whole(view)
        return view.step(label, exact(left), f"= {whole.value} - {value}", cite=_CITE, children=(whole, done))
    if not c.total:
        words = "nothing yet" if not left else "one whole"
        return view.step(label, exact(left), words, source=of_obligation(c.was.promise, "earn"), cite=_CITE)
    done, total = _counts(view, c)
    how = f"= above zero ({difference(total.value, done.value)}) of {total.value}"
    return view.step(label, exact(left), how, cite=_CITE, children=(total, done))


def _counts(view: View, c: Change) -> tuple[Step, Step]:
    """Done and total at the evening before, both without what was done when the measure began."""
    p, m = c.was.promise, c.was.measure
    unit, scale = unit_of(view, p, m.meter), scale_of(view, m.meter)
    rows = list(readings_of(view, m.meter, c.fact.on - 1))
    done, total = done_so_far(view, p, m.meter, rows), total_then(view, p, m.meter, rows)[1]
    if not m.option:
        return done, total
    before = view.step("done when it was measured alone", unit.of(Fraction(m.option, scale)), _LEFT)
    shown = [one for one in rows if sum(row.done for row in rows[: rows.index(one) + 1]) <= m.option]
    if sum(one.done for one in shown) == m.option:
        before = done_so_far(view, p, m.meter, shown)
    made = []
    for step, number in ((done, c.done), (total, c.total)):
        how = f"= {difference(step.value, before.value)}"
        made.append(view.step(f"{step.label}, since", unit.of(Fraction(number, scale)), how, children=(step, before)))
    return made[0], made[1]


def _after(view: View, c: Change) -> Step:
    """The stated price of what is left after the change, by what the amendment says of it."""
    label, said = f"stated price of what is left of {_ref(c)} after", _said(c)
    value, dated = view.money(c.new), f"{label} {iso(c.fact.on)}"

    def told(follows: str) -> Step:
        return view.of_fact(c.fact, value, label, follows=follows)

    if _ref(c) in removed_by(c.fact):
        return told("nothing: it is removed")
    if c.fact.fields.get("prorate"):
        return _by_days(view, c, c.new, label, after=True)
    if "remaining_price" in said:
        return told("")
    price: Price | None = said.get("price")
    before = _before(view, c)
    factors = _times(view, c, price)
    if price is not None and price.form in ("fixed", "steps"):
        return _of_whole(view, c, dated, price, before)
    if factors is None:
        return told("by the rule of its topic")
    first = before if price is None else view.of_fact(c.fact, view.money(price.amount), f"new price of {_ref(c)}")
    below = [first, *factors]
    how = f"= {' x '.join(one.value for one in below)}"
    return view.step(dated, value, how, cite=_CITE, children=below)


def _of_whole(view: View, c: Change, label: str, price: Price, before: Step) -> Step:
    """A new price for all of it, less that of what was performed."""
    named, agreed = f"new price of {_ref(c)}", _agreed(view, c)
    parts = [view.of_fact(c.fact, view.money(one), named) for one in price.steps or (price.amount,)]
    now = parts[0]
    if price.form == "steps":
        whole, how = sum(price.steps, Fraction(0)), f"= {summed([one.value for one in parts])}"
        now = view.step(f"{named}, all steps", view.money(whole), how, children=parts)
    how, below = difference(now.value, f"({difference(agreed.value, before.value)})"), [now, agreed, before]
    if c.was.performed:
        done = _performed(view, c)
        how, below = difference(how, done.value), [*below, done]
    return view.step(label, view.money(c.new), f"= {how}", cite=_CITE, children=below)


def _performed(view: View, c: Change) -> Step:
    """The stated price of what was performed before it was last measured alone."""
    label, value = f"stated price of what was performed of {_ref(c)}", view.money(c.was.performed)
    earlier = _earlier(view, c)
    if earlier is None:
        return view.step(label, value, _LEFT, source=of_obligation(c.was.promise, "price"))
    one = earlier
    if not _measured_alone(view, one):
        return _performed(view, one)
    agreed, before = _agreed(view, one), _before(view, one)
    below = [agreed, before, *([_performed(view, one)] if one.was.performed else [])]
    how = " + ".join([difference(agreed.value, before.value), *(step.value for step in below[2:])])
    return view.step(f"{label} by {iso(one.fact.on)}", value, f"= {how}", cite=_CITE, children=below)


def _delivered(view: View, c: Change) -> Step:
    """The units that came before it was last measured alone."""
    label, value = f"units of {_ref(c)} that came", exact(c.was.delivered)
    earlier = _earlier(view, c)
    if earlier is None:
        return view.step(label, value, _LEFT, source=of_obligation(c.was.promise, "quantity"))
    one = earlier
    if not _measured_alone(view, one):
        return _delivered(view, one)
    all_of_it, left = _old_count(view, one), _units_left(view, one)
    how = f"= {difference(all_of_it.value, left.value)}"
    return view.step(f"{label} by {iso(one.fact.on)}", value, how, children=(all_of_it, left))


def _times(view: View, c: Change, price: Price | None) -> Sequence[Step] | None:
    """What the price before, or a new rate, is multiplied with for what is left after the change."""
    form = (price or c.was.price).form
    if price is None and form == "unit":
        return _ratio(view, c) if c.was.measure.timed else _more_units(view, c)
    if price is None and form in PERIODIC:
        return [*_longer(view, c), *(_ratio(view, c) if form == "unit_period" else [])]
    if price is None:
        return []
    if form == "unit" and not c.was.measure.timed and not c.was.paid_by_time:
        return [_units_left(view, c), *_more_units(view, c)]
    if form in PERIODIC and c.was.paid_by_time:
        count = c.quantity if form == "unit_period" else None
        many = [] if count is None else [_count(view, c)]
        return [_periods(view, c.was, price), _time_left(view, c), *_longer(view, c), *many]
    return None


def _periods(view: View, was: Live, price: Price) -> Step:
    """The periods of its whole span, by which a new price is."""
    assert was.begins is not None and was.until is not None
    words = f"{price.period}s from {iso(was.begins)} to {iso(was.until - 1)}"
    times = periods(price.period, was.begins, was.until)
    return view.step(words, counted(times, f"{price.period}s"), source=of_obligation(was.promise, "to"))


def _count(view: View, c: Change) -> Step:
    """The quantity agreed now."""
    assert c.quantity is not None
    if "quantity" in _said(c):
        return view.of_fact(c.fact, exact(c.quantity), f"new quantity of {_ref(c)}")
    return _old_count(view, c)


def _old_count(view: View, c: Change) -> Step:
    """The quantity agreed until then."""
    assert c.was.quantity is not None
    earlier = _earlier(view, c)
    while earlier is not None:
        if "quantity" in _said(earlier):
            return _count(view, earlier)
        earlier = _earlier(view, earlier)
    return view.step(f"quantity of {_ref(c)}", exact(c.was.quantity), source=of_obligation(c.was.promise, "quantity"))


def _ratio(view: View, c: Change) -> list[Step]:
    """How many times as many are agreed as before."""
    if not c.was.quantity or c.quantity == c.was.quantity:
        return []
    assert c.quantity is not None
    now, then = _count(view, c), _old_count(view, c)
    how, ratio = f"= {now.value} / {then.value}", exact(c.quantity / c.was.quantity)
    return [view.step(f"times the quantity of {_ref(c)}", ratio, how, children=(now, then))]


def _units_left(view: View, c: Change) -> Step:
    """The units that were left before the change."""
    part, was = work_left(view, c), c.was
    units = _old_count(view, c) if was.quantity else _whole(view)
    if was.delivered:
        came = _delivered(view, c)
        rest = view.step(
            f"units of {_ref(c)} it covers",
            exact(was.units),
            f"= {difference(units.value, came.value)}",
            children=(units, came),
        )
        units = rest
    left = was.units * (1 - Fraction(min(c.done, c.total), c.total) if c.total else 1)
    how = f"= {units.value} x {part.value}"
    return view.step(f"units of {_ref(c)} that are left", exact(left), how, children=(units, part))


def _more_units(view: View, c: Change) -> list[Step]:
    """How many times as many units are left as before the change."""
    if not c.was.quantity or c.quantity == c.was.quantity or not c.total or c.done >= c.total:
        return []
    left, now, then = _units_left(view, c), _count(view, c), _old_count(view, c)
    how = f"= ({left.value} + {difference(now.value, then.value)}) / {left.value}"
    label = f"times the units of {_ref(c)} that are left"
    return [view.step(label, exact(c.rest.grown), how, children=(left, now, then))]


def _longer(view: View, c: Change) -> list[Step]:
    """How many times as much time is left as before the change."""
    was = c.was
    if c.until == was.until or was.begins is None or was.until is None or c.until is None or not c.rest.left:
        return []
    # What time earns is longer than what is left of it by its measure, unless it is paid by the period.
    left, part = (
        (_left(view, c), c.rest.left) if was.measure.timed else (_time_left(view, c), left_in_time(was, c.fact.on))
    )
    months = [span_in_months(view, was.promise, was.begins, end) for end in (was.until, c.until)]
    before = f"{months[0].value} x {left.value}"
    how = f"= above zero ({before} + {months[1].value} - {months[0].value}) / ({before})"
    label, longer = f"times the time of {_ref(c)} that is left", c.rest.time / part
    return [view.step(label, exact(longer), how, children=(left, *months))]


def _grown(view: View, c: Change) -> list[Step]:
    """How many times as much is to be performed as before the change."""
    return [*_ratio(view, c), *_longer(view, c)] if c.was.measure.timed else _more_units(view, c)


def _still_to_do(view: View, c: Change) -> Step:
    """The part that is to be performed after the change, of what was to be performed in all before it."""
    first = _left(view, c) if c.was.measure.timed else work_left(view, c)
    more = _grown(view, c)
    if not more:
        return first
    how = f"= {' x '.join(one.value for one in (first, *more))}"
    label = f"part of {_ref(c)} that is to be done after the change"
    return view.step(label, exact(c.rest.work), how, children=(first, *more))
