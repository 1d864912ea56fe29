"""The plain twin: what an amendment changes of one obligation, in money, units and time (docs: Amendments)."""

from __future__ import annotations

from fractions import Fraction

from tests.twin.exact import Refused, date_of, day_of, first_of_month, month_length, months_started, nearest
from tests.twin.measures import DELIVERED, ELAPSED, about, by_month_prorated, number, progress

MONTHS = {"month": 1, "quarter": 3, "half year": 6, "year": 12}
PERIODIC = ("period", "unit_period")


class Measured:
    """What a stream of revenue is measured by: a span of time, or counts beyond `skip` of what was counted before.

    broken: it began inside a month of what it is left of, so its months go by their days."""

    def __init__(self, start, until, skip=Fraction(0), cap=None, counts_first_day=True, broken=False):
        self.start, self.until, self.skip, self.cap = start, until, skip, cap
        self.counts_first_day, self.broken = counts_first_day, broken

    def left(self, on, until):
        """The time that is left from a day on."""
        if on <= self.start:
            return Measured(self.start, until, broken=self.broken)
        return Measured(on, until, broken=self.broken or date_of(on).day > 1)


class Promised:
    """One obligation as it stands after the changes so far.

    agreed, ssp: stated price and standalone selling price of what `measured` covers; performed, delivered: price and
    units of what came before that; begins, until: the span that `agreed` pays for; blends: its standalone selling price
    at each amendment by which what was left was shared anew; totals: (day, times, new) by amendments: the total is so
    many times as much, or new; lump: its part of prices agreed for the whole; owings: (day, measure, amount) of what
    changes made the customer owe of it, measured alone from the day on; more, since: what amendments before there was a
    contract made owed beside, and the day of the one that added it.
    """

    def __init__(self, terms, obligation, start, until, agreed, ssp, policy_excludes):
        self.terms, self.obligation = terms, obligation
        self.agreed, self.ssp = Fraction(agreed), Fraction(ssp)
        self.performed, self.delivered = Fraction(0), Fraction(0)
        self.quantity = obligation.quantity.count if obligation.quantity else None
        self.price, self.begins, self.until, self.ended = obligation.price, start, until, False
        self.measured = Measured(start, until, counts_first_day=not policy_excludes)
        self.totals, self.streams, self.base = [], [], 0
        self.blends, self.material_stops = {}, 10**9
        self.lump, self.owings = Fraction(0), []
        self.first_measured, self.price_added, self.more = self.measured, agreed, 0
        self.since = 10**9

    @property
    def timed(self):
        return self.obligation.earn.startswith("over time")

    @property
    def counts_units(self):
        """Whether its measure counts what was promised: costs, milestones and per cent are not units."""
        return self.obligation.earn in (*DELIVERED, "by units", "by hours")

    @property
    def units(self):
        return self.quantity - self.delivered if self.quantity else Fraction(1)

    def counted(self, on, facts):
        """(done, total) of its counts at the end of a day; `facts`: all that are known."""
        if self.obligation.earn in DELIVERED:
            return self.handed_over(on, facts)
        so_far = [f for f in facts if f.on <= on]
        return self.plainly(on, so_far)[0], self.total(on, facts, self.plainly(on, [])[1])

    def plainly(self, on, facts):
        """(done, total) by facts alone, as if nothing had been amended."""
        key = (self.terms.ref, self.obligation.ref)
        done, total = progress(Home({key: (self.terms, self.obligation)}), key, on, facts)
        return Fraction(done), Fraction(total)

    def handed_over(self, on, facts):
        """Parts or quantities; a fact that names neither is all that is left of the total then in force."""
        mine = about(facts, [DELIVERED[self.obligation.earn]], self.obligation)
        by_count = self.quantity is not None and any("quantity" in f.fields for f in mine)
        promised = self.obligation.quantity.count if by_count else Fraction(self.obligation.parts)
        done = Fraction(0)
        for f in (f for f in mine if f.on <= on):
            named = f.fields.get("quantity" if by_count else "parts")
            left = max(self.total(f.on, facts, promised) - done, Fraction(0))
            done += left if named is None else number(named)
        return done, self.total(on, facts, promised)

    def total(self, on, facts, total):
        """The last total that an estimate stated or an amendment made; an amendment speaks at the start of its day."""
        field = {"by units": "expected quantity", "by hours": "expected quantity", "by cost": "expected cost"}
        estimates = about(facts, ["estimate"], self.obligation)
        estimates = [f for f in estimates if field.get(self.obligation.earn) in f.fields]
        events = [(day, 0, number, times, new) for number, (day, times, new) in enumerate(self.totals)]
        events += [(f.on, 1, i, 0, self.plainly(f.on, estimates[: i + 1])[1]) for i, f in enumerate(estimates)]
        for _, _, _, times, new in sorted(event for event in events if event[0] <= on):
            total = total * times + new
        return total

    def progress(self, measured, on, facts):
        """(done, total) of a stream at the end of a day."""
        if not self.timed:
            done, total = self.counted(on, facts)
            total = total if measured.cap is None else measured.cap
            if 0 < measured.skip >= total:
                return Fraction(1), Fraction(1)
            return done - measured.skip, max(total - measured.skip, Fraction(0))
        start, until = measured.start, measured.until
        even_but_broken = self.obligation.earn == "over time by month" and measured.broken
        if even_but_broken or self.obligation.earn == "over time by month prorated":
            done, total = by_month_prorated(start, until, on, measured.counts_first_day)
        else:
            done, total = ELAPSED[self.obligation.earn](start, until, on)
        return Fraction(done), Fraction(total)

    @property
    def paid_by_time(self):
        """Whether its price is one per period, whatever earns it."""
        return self.price.form in PERIODIC and self.begins is not None and self.until is not None

    def work_left(self, on, facts, total_on=None):
        """The part that is left to perform at the start of a day; `total_on`: of the total of another day."""
        if self.timed and self.paid_by_time:
            return self.time_left(on)
        done, total = self.progress(self.measured, on - 1, facts)
        total = total if total_on is None else self.progress(self.measured, total_on, facts)[1]
        return 1 - min(done, total) / total if total > 0 else Fraction(0 if self.ended else 1)

    def time_left(self, on):
        """The part of the periods of its span that is left at the start of a day."""
        if on >= self.until:
            return Fraction(0)
        if on <= self.begins:
            return Fraction(1)
        return 1 - months_gone(self.begins, on) / months_started(self.begins, self.until)

    def finished(self, on, facts):
        done, total = self.progress(self.measured, on - 1, facts)
        return self.ended or 0 < total <= done


class Home:
    """As much of a deal as a measure asks for."""

    def __init__(self, home):
        self.home = home

    def policy(self, terms, key, default):
        return default


def months_gone(start, on):
    """Months from a day to another, the one that has begun by its days."""
    whole = months_started(start, on + 1) - 1
    begins, ends = month_later(start, whole), month_later(start, whole + 1)
    return whole + Fraction(on - begins, ends - begins)


def month_later(start, months):
    first = first_of_month(date_of(start), months)
    return day_of(first.replace(day=min(date_of(start).day, month_length(first))))


class Change:
    """What an amendment makes of one obligation: the price of what is left before and after, its SSP after, how much
    of that was added, and the terms as they are then."""

    def __init__(self, promised, fact, own, facts):
        said = fact.fields.get("changes", {}).get(promised.obligation.ref, {}) if own else {}
        self.promised, self.said, self.on = promised, said, fact.on
        self.work = promised.work_left(fact.on, facts)
        self.left = promised.time_left(fact.on) if promised.paid_by_time else self.work
        self.done, self.total = promised.progress(promised.measured, fact.on - 1, facts)
        self.finished = promised.finished(fact.on, facts)
        self.quantity = said["quantity"].count if "quantity" in said else promised.quantity
        self.until = new_end(promised, said, fact) if own else promised.until
        self.price = said.get("price", promised.price)
        self.extent = self.work * growth(self)
        self.old, self.lump = promised.agreed * self.left, promised.lump * self.left
        self.removed = removed = own and promised.obligation.ref in fact.fields.get("removes", ())
        self.new = Fraction(0) if removed else price_left(self)
        self.ssp_left = Fraction(0) if removed else ssp_left(self, fact.fields.get("ssp", {}))
        grows = self.extent > self.work
        self.ssp_grown = self.ssp_left * (1 - self.work / self.extent) if grows else Fraction(0)
        self.touched = bool(said) or removed or self.until != promised.until
        self.delta = self.new - self.old
        self.moved = nearest(self.delta)
        self.beside = bool(self.delta) or removed or growth(self) < 1 or "expected_cost" in said
        self.goes_on = bool(self.new) or (self.extent > 0 and not removed)
        self.alone = rest_alone(self)


def rest_alone(change):
    """The measure of what is left alone."""
    m = change.promised.measured
    if change.finished:
        return m
    if change.promised.timed:
        return m.left(change.on, change.until)
    return Measured(m.start, m.until, m.skip + change.done)


def require_sense(fact, own, lives, changes):
    """What was delivered stays delivered; and what ended, or is performed to its end, has nothing left to change."""
    for c in changes:
        one = c.promised
        delivered = one.delivered + one.units * (1 - c.work)
        if not one.timed and one.quantity and c.quantity < min(delivered, one.quantity):
            raise Refused("LessThanDelivered")
    named = fact.fields.get("changes", {})
    over = [one for one in lives if one.ended and own(one) and one.obligation.ref in named]
    longer = [c for c in changes if c.promised.timed and c.until != c.promised.until]
    more = [c for c in changes if c.quantity != c.promised.quantity]
    if over or any(c.finished for c in [*longer, *more]):
        raise Refused("ChangeWithoutEffect")


def new_end(promised, said, fact):
    """Its own new end; else that of the term, which it follows where nothing is added beside it."""
    if "until" in said:
        return said["until"]
    follows = not {"to", "months"} & set(promised.obligation.places) and not fact.fields.get("adds")
    term = fact.fields.get("changes", {}).get("term", {})
    return term["until"] if follows and "until" in term else promised.until


def more_units(change):
    """How many times as many units it is for now."""
    old = change.promised.quantity
    return change.quantity / old if change.quantity is not None and old else Fraction(1)


def growth(change):
    """How many times as much is to be performed: time by its months and its units, counts by units not yet
    delivered."""
    promised = change.promised
    if promised.timed:
        return more_units(change) * longer(change, change.left)
    if not promised.quantity or change.quantity == promised.quantity or not change.work:
        return Fraction(1)
    delivered = promised.delivered + promised.units * (1 - change.work)
    return (change.quantity - delivered) / (promised.quantity - delivered)


def longer(change, left):
    """How many times as many months are left, of a span of which a part is left."""
    promised = change.promised
    if change.until == promised.until or not left:
        return Fraction(1)
    before = months_started(promised.begins, promised.until) * left
    more = months_started(promised.begins, change.until) - months_started(promised.begins, promised.until)
    return max(before + more, Fraction(0)) / before


def price_left(change):
    """The stated price of what is left after the change."""
    promised, said, old = change.promised, change.said, change.old
    if "remaining_price" in said:
        return Fraction(said["remaining_price"])
    if "price" in said and said["price"].form in ("fixed", "steps"):
        whole = said["price"].amount if said["price"].form == "fixed" else sum(said["price"].steps)
        return whole - promised.performed - (promised.agreed - old)
    if "price" in said:
        return rate_left(change, said["price"])
    form = promised.price.form
    if form == "unit":
        return old * (more_units(change) if promised.timed else growth(change))
    if form in PERIODIC:
        return old * longer(change, change.left) * (more_units(change) if form == "unit_period" else 1)
    return old


def rate_left(change, price):
    """A rate for the units, or the periods, that are left."""
    promised = change.promised
    count = change.quantity if change.quantity is not None else Fraction(1)
    if price.form == "unit":
        return price.amount * (count * change.left if promised.timed else promised.units * change.extent)
    time = change.left if promised.timed else promised.time_left(change.on)
    months = months_started(promised.begins, promised.until) * time * longer(change, time)
    return price.amount * months / MONTHS[price.period] * (count if price.form == "unit_period" else 1)


def ssp_left(change, of_day):
    """Its standalone selling price on the day, else that of before for as much as is left."""
    stated = of_day.get(change.promised.obligation.ref)
    if stated is None:
        return change.promised.ssp * change.extent
    if stated.form == "range":
        return Fraction(stated.low + stated.high, 2)
    return stated.price.amount if stated.price.form == "fixed" else rate_left(change, stated.price)
