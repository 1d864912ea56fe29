"""The plain twin of a changed contract: the treatment of each amendment, and the streams of revenue it leaves.

A stream is `base`, what had been recognized when it began, and a price that is earned with a measure. A contract that
changes has more than one at a time only where something was added at the price at which it is sold alone.
"""

from __future__ import annotations

from fractions import Fraction
from functools import partial

from tests.twin.before import agree_before, begins
from tests.twin.changes import Change, Measured, Promised, require_sense
from tests.twin.distinct import concerned, fitting, remaining, said
from tests.twin.exact import Refused, allocate, nearest, share
from tests.twin.measures import about, rows, uninstalled
from tests.twin.prices import allocation, is_variable, span, stated, taking_part, weight, worth
from tests.twin.streams import Ending, Stream, capped, later


class World:
    """Contracts accounted for as one with all their changes, as known on a day. `history` has the streams of each
    obligation from each day on."""

    def __init__(self, deal, known):
        self.deal, self.known, self.history = deal, known, []
        self.contracts = [t for t in deal.contracts if t.known_on <= known]
        self.facts = {t.ref: rows(t, 10**9, known) for t in self.contracts}
        self.live, self.treatments, self.moved_at_once, self.endings, self.kept = {}, {}, [], [], None
        self.weights = {key: weight(deal, key) for key in taking_part(deal)}
        for key in taking_part(deal):
            terms, o = deal.home[key]
            if terms in self.contracts:
                self.live[key] = self.promised(terms, o, *span(terms, o), stated(terms, o), self.weights[key])
        self.first_amended = 10**9
        self.begins = begins(deal, known)
        self.first = min((f.on for f in self.changes()), default=10**9)
        self.reprice_inception(0)
        self.remember(-(10**9))
        self.run()

    def promised(self, terms, o, start, until, agreed, ssp):
        excluded = self.deal.policy(terms, "start day", "counts") == "excluded"
        return Promised(terms, o, start, until, agreed, ssp, excluded)

    def changes(self):
        """Amendments in force and terminations."""
        for facts in self.facts.values():
            for f in facts:
                if f.verb == "terminated" or (f.verb == "amendment" and f.fields.get("approved") is not False):
                    yield f

    # --- what happens, day by day

    def run(self):
        """Credits of a day move the price before amendments of the day; these come in the order of their recording."""
        credits, credited = {}, 0
        for facts in self.facts.values():
            for f in facts:
                if f.verb == "credit note" and f.fields["reason"] == "price":
                    credits[f.on] = credits.get(f.on, 0) + f.fields["amount"]
        events = [(day, 0, 0, None, amount) for day, amount in credits.items()]
        for terms in self.contracts:
            events += [(f.on, 1, f.order, terms, f) for f in self.changes() if f in self.facts[terms.ref]]
        for day, _, _, terms, what in sorted(events, key=lambda e: e[:3]):
            if terms is None:
                self.credit(day, what, credited := credited + what)
            elif what.verb == "terminated":
                self.terminate(terms, what)
            else:
                self.amend(terms, what)
            self.remember(day + (what.verb == "terminated" if terms else 0))

    def remember(self, since):
        streams = {key: list(one.streams) for key, one in self.live.items()}
        self.history.append((since, streams, {key: one.material_stops for key, one in self.live.items()}))

    def at(self, on):
        """Revenue and allocated price of each obligation at the end of a day."""
        _, streams, stops = [state for state in self.history if state[0] <= on][-1]
        found = {}
        for key, mine in streams.items():
            one = self.live[key]
            material = self.material(one, min(on, stops[key] - 1))
            earned = sum(self.earned(one, s, on) for s in mine) + material[0]
            found[key] = (earned, sum(s.base + s.price for s in mine) + mine[0].spent)
        return found

    def credit(self, day, amount, credited):
        if day <= self.first:
            self.reprice_inception(credited)
            return
        keys = [key for key in self.weights if key in self.live]
        parts = dict(zip(keys, allocate(-amount, [self.weights[key] for key in keys]), strict=True))
        for number in sorted({number for one in self.live.values() for number in one.blends}):
            members = [key for key, one in self.live.items() if number in one.blends]
            together = sum(parts.get(key, 0) for key in members)
            shared = allocate(together, [self.live[key].blends[number] for key in members])
            parts |= dict(zip(members, shared, strict=True))
        for key, part in parts.items():
            one = self.live[key]
            if part:
                one.streams = [*one.streams, Stream(day, 0, part, None if one.ended else one.measured)]

    def reprice_inception(self, credited):
        parts = allocation(self.deal, credited)
        for key, one in self.live.items():
            one.streams = [Stream(-(10**9), 0, parts[key], one.measured, less=one.obligation.uninstalled)]

    # --- revenue

    def by_estimates(self, key, start, end):
        """What new totals of a span of days moved at once: before and after each, with what was done before it."""
        one, moved = self.live[key], 0
        facts = self.facts[one.terms.ref]
        for i, f in enumerate(facts):
            if start <= f.on <= end and about([f], ["estimate"], one.obligation):
                streams = [state for state in self.history if state[0] <= f.on][-1][1].get(key, ())
                before, after = (sum(self.earned(one, s, f.on, facts[: i + n]) for s in streams) for n in (0, 1))
                moved += after - before
        return moved

    def earned(self, one, stream, on, facts=None):
        if stream.measured is None:
            return stream.base + (stream.price if on >= stream.since else 0)
        done, total = one.progress(stream.measured, on, self.facts[one.terms.ref] if facts is None else facts)
        return stream.base + share(stream.price - stream.less, self.rounded(one, done, total), 1)

    def rounded(self, one, done, total):
        exact = max(min(done / total, Fraction(1)), Fraction(0)) if total > 0 else Fraction(0)
        digits = self.deal.policy(one.terms, "progress digits", "exact")
        return exact if digits == "exact" else Fraction(nearest(exact * 10 ** int(digits)), 10 ** int(digits))

    def material(self, one, on):
        """Uninstalled material, which is earned at its cost: (so far, expected)."""
        if one.obligation.earn != "by cost":
            return 0, 0
        so_far, expected = uninstalled(one.obligation, [f for f in self.facts[one.terms.ref] if f.on <= on])
        return nearest(so_far), nearest(expected)

    def revenue(self, one, on):
        so_far = self.material(one, min(on, one.material_stops - 1))[0]
        return sum(self.earned(one, s, on) for s in one.streams) + so_far

    def revenue_at_start(self, one, on):
        """Revenue by the evening before a day, in the terms of the day: of the total that an amendment of it makes."""
        if one.timed or one.ended:
            return self.revenue(one, on - 1)
        facts = [f for f in self.facts[one.terms.ref] if f.on < on]
        so_far = self.material(one, min(on, one.material_stops) - 1)[0]
        return sum(self.earned(one, s, on if s.measured else on - 1, facts) for s in one.streams) + so_far

    def unrecognized(self, one, on):
        """The price in force that was not recognized by the end of a day."""
        return sum(s.base + s.price for s in one.streams) + one.streams[0].spent - self.revenue(one, on)

    # --- amendments

    def amend(self, terms, fact):
        live = [one for one in self.live.values() if not one.ended]
        known = self.facts
        changes = [Change(one, fact, one.terms is terms, known[one.terms.ref]) for one in live]
        require_sense(fact, lambda one: one.terms is terms, self.live.values(), changes)
        adds = fact.fields.get("adds", ())
        added = [self.added(terms, o, adds) for o in adds if not is_variable(o)]
        lump = fact.fields.get("price", 0)
        if fact.on <= self.begins:
            return agree_before(self, fact, changes, added, lump)
        named = [(o, said(fact, "distinct", o.ref, True if o.series else None)) for o in adds]
        kind = self.treatment(terms, fact, changes, added, named, lump)
        before = {id(one): self.revenue_at_start(one, fact.on) for one in live}
        share = self.separate if kind == "separate" else partial(self.share_out, kind=kind)
        self.owe(fact, changes, added, share(fact, changes=changes, added=added, lump=lump))
        for one in live:
            at_once = self.revenue_at_start(one, fact.on) - before[id(one)]
            self.moved_at_once.append((fact.on, (one.terms.ref, one.obligation.ref), at_once))
        for one in added:
            self.live[one.terms.ref, one.obligation.ref] = one

    def owe(self, fact, changes, added, lumps):
        """What the customer owes of each for what the change adds, with its part of prices agreed for the whole;
        `lumps`: that part, where it moves."""
        for c in changes:
            one, before = c.promised, nearest(c.lump)
            after = lumps.get(one, before)
            if c.touched or c.delta or after != before or one.ended:
                one.owings.append((fact.on, None if one.ended else c.alone, c.moved + after - before))
        for one in added:
            one.owings.append((fact.on, one.measured, lumps.get(one, 0)))

    def added(self, terms, o, adds):
        """An added obligation, priced and weighed like one of the beginning."""
        price = nearest(worth(terms, o, o.price))
        home = dict(self.deal.home)
        try:
            self.deal.home |= {(terms.ref, other.ref): (terms, other) for other in adds}
            ssp = weight(self.deal, (terms.ref, o.ref))
        finally:
            self.deal.home = home
        return self.promised(terms, o, o.from_on, o.until, price, ssp)

    def treatment(self, terms, fact, changes, added, named, lump):
        """The row of the table that fits, unless a person decided otherwise."""
        kind = fitting(fact, changes, added, named, lump)
        for judged in terms.judged:
            if judged.verb == "treatment" and judged.fields["treatment"] == fact.ref and judged.known_on <= self.known:
                kind = judged.fields["as"]
                break
        self.treatments[terms.ref, fact.ref] = kind
        self.first_amended = min(self.first_amended, fact.on)
        return kind

    def separate(self, fact, changes, added, lump):
        """A contract of its own: its price over what it adds, measured alone; what was agreed before goes on."""
        grown = [c for c in changes if c.ssp_grown]
        if any(c.beside for c in changes if c not in grown) or (lump and not (grown or added)):
            raise Refused("NothingAdded")
        total = int(sum(one.agreed for one in added)) + lump + sum(c.moved for c in grown)
        if not added and not grown:
            return {}
        weights = [one.ssp for one in added] + [c.ssp_grown for c in grown]
        parts, lumps = self.split(total, weights), self.split(lump, weights)
        for one, part in zip(added, parts, strict=False):
            one.streams = [Stream(fact.on, 0, part, one.measured, less=one.obligation.uninstalled)]
        for c, part in zip(grown, parts[len(added) :], strict=True):
            one = c.promised
            one.base = sum(self.earned(one, s, fact.on - 1) for s in one.streams)
            added_measure = self.beyond(c, fact)
            one.streams = [*one.streams, Stream(fact.on, 0, part, added_measure)]
            self.go_on_alone(c, fact)
        owed = dict(zip([*added, *(c.promised for c in grown)], lumps, strict=True))
        for one in added:
            one.lump = Fraction(owed[one])
        for c in grown:
            c.promised.lump = c.lump + owed[c.promised]
            owed[c.promised] += nearest(c.lump)
        return owed

    def beyond(self, c, fact):
        """The measure of what was added to an obligation."""
        one, m = c.promised, c.promised.measured
        if one.counts_units:
            total = one.counted(fact.on, [f for f in self.facts[one.terms.ref] if f.on < fact.on])[1]
            times = c.quantity / one.quantity
            one.streams = [capped(stream, total) for stream in one.streams]
            one.totals.append((fact.on, times, 0))
            return Measured(m.start, m.until, total, None)
        if not one.timed:
            return Measured(m.start, m.until, m.skip + c.done)
        if c.quantity != one.quantity:
            return m.left(fact.on, c.until)
        return Measured(m.until, c.until, broken=m.broken)

    def go_on_alone(self, c, fact):
        """What is left is measured alone from now on, and is what the next change starts from."""
        one, m = c.promised, c.promised.measured
        if one.timed:
            one.measured = m.left(fact.on, c.until)
        else:
            one.measured = Measured(m.start, m.until, m.skip + c.done)
            if one.quantity and c.total:
                one.delivered += one.units * min(c.done, c.total) / c.total
        one.performed += one.agreed - c.old
        one.agreed, one.ssp, one.begins = c.new, c.ssp_left, later(one.begins, fact.on)
        one.quantity, one.until, one.price = c.quantity, c.until, c.price

    def share_out(self, fact, kind, changes, added, lump):
        """One amount: the price not yet recognized and the change, over what is left by SSP of the day."""
        for c in changes:
            if c.finished and c.touched and c.delta:
                self.reprice_finished(c, fact)
        taking = concerned(changes, bool(added), lump)
        shared = [c for c in taking if c.goes_on]
        amount = int(sum(one.agreed for one in added)) + lump + sum(c.moved for c in taking)
        weights = [c.ssp_left for c in shared] + [one.ssp for one in added]
        if not weights and lump and not taking:
            raise Refused("NothingLeft")
        by_price = [max(c.old, 0) for c in taking]
        ends = dict(zip(taking, allocate(int(lump), by_price), strict=True)) if taking and not weights else {}
        left = sum(self.unrecognized(c.promised, fact.on - 1) for c in taking)
        parts = self.split(amount + left, weights) if weights else []
        lumps = self.lumps(taking, shared, added, lump, ends)
        for c in [c for c in taking if c not in shared]:
            rest = 0 if weights else self.unrecognized(c.promised, fact.on - 1) + c.moved + ends[c]
            self.stop(c.promised, fact.on - 1)
            c.promised.streams[0].base += rest
        for c, part in zip(shared, parts, strict=False):
            alone = kind == "prospective" or (kind == "mixed" and remaining(fact, c))
            (self.prospective if alone else self.caught_up)(c, fact, part)
            c.promised.blends |= {len(self.history): c.ssp_left} if alone else {}
            c.promised.lump = lumps[c.promised] + (0 if alone else c.promised.lump - c.lump)
        for one, part in zip(added, parts[len(shared) :], strict=True):
            one.streams = [Stream(fact.on, 0, part, one.measured, less=one.obligation.uninstalled)]
            one.blends[len(self.history)], one.lump = one.ssp, Fraction(lumps[one])
        return lumps

    def lumps(self, taking, shared, added, lump, ends):
        """What is left of prices agreed for the whole, with a new one, over what shares it; where nothing goes on, each
        keeps its own and the new one falls on them by their prices."""
        if not shared and not added:
            return {c.promised: nearest(c.lump) + ends[c] for c in taking}
        weights = [c.ssp_left for c in shared] + [one.ssp for one in added]
        parts = self.split(lump + sum(nearest(c.lump) for c in taking), weights)
        nothing = dict.fromkeys((c.promised for c in taking), 0)
        return nothing | dict(zip([*(c.promised for c in shared), *added], parts, strict=True))

    def split(self, amount, weights):
        largest = any(self.deal.policy(t, "allocation remainder", "last") == "largest" for t in self.deal.contracts)
        return allocate(amount, weights, largest)

    def prospective(self, c, fact, part):
        """606-10-25-13(a): what was recognized stands, what is left is measured alone."""
        one, evening = c.promised, fact.on - 1
        base = sum(self.earned(one, s, evening) for s in one.streams)
        so_far, expected = self.material(one, evening)
        self.new_total(c, fact)
        self.go_on_alone(c, fact)
        one.streams = [Stream(fact.on, base, part, one.measured, expected - so_far, so_far)]
        one.base = base

    def caught_up(self, c, fact, part):
        """606-10-25-13(b): revenue to date is what it would be, had the new price held since it was last measured
        alone."""
        one, evening = c.promised, fact.on - 1
        so_far, expected = self.material(one, evening)
        so_long = [(self.earned(one, s, evening), self.since_alone(one, s)) for s in one.streams[1:]]
        recognized = self.earned(one, one.streams[0], evening)
        self.new_total(c, fact)
        m = one.measured
        one.measured = Measured(m.start, c.until if one.timed else m.until, m.skip, None, m.counts_first_day, m.broken)
        base = one.base - sum(since for _, since in so_long)
        one.streams = [Stream(fact.on, base, recognized - base + part, one.measured, expected - so_far, so_far)]
        one.streams += [Stream(fact.on, since, earned - since, one.measured) for earned, since in so_long if earned]
        one.agreed += c.delta
        one.quantity, one.until, one.price = c.quantity, c.until, c.price
        left = one.work_left(fact.on, self.facts[one.terms.ref], total_on=fact.on)
        one.ssp = c.ssp_left / left if left else one.ssp

    def since_alone(self, one, stream):
        """What a stream beside the first had earned when what is left was last measured alone."""
        return self.earned(one, stream, one.measured.start - 1) if one.timed else stream.base

    def new_total(self, c, fact):
        """The total of its counts from the day on."""
        one = c.promised
        if one.timed:
            return
        if "expected_cost" in c.said:
            one.totals.append((fact.on, 0, Fraction(c.said["expected_cost"] - self.material(one, fact.on)[1])))
        elif one.counts_units and c.quantity is not None and one.quantity and c.quantity != one.quantity:
            one.totals.append((fact.on, c.quantity / one.quantity, 0))

    def reprice_finished(self, c, fact):
        """606-10-32-43: the new price of what is satisfied is revenue at once."""
        one = c.promised
        first = one.streams[0]
        price = first.price + c.moved
        one.streams = [Stream(fact.on, first.base, price, first.measured, first.less, first.spent), *one.streams[1:]]
        one.performed += one.agreed - c.old
        one.agreed, one.begins = c.new, later(one.begins, fact.on)
        one.quantity, one.until, one.price = c.quantity, c.until, c.price

    def stop(self, one, on):
        """Nothing more is earned: what was recognized by the end of a day stands."""
        base, so_far = sum(self.earned(one, s, on) for s in one.streams), self.material(one, on)[0]
        one.streams = [Stream(on + 1, base, 0, None, spent=so_far)]
        one.ended, one.material_stops = True, on + 1

    def terminate(self, terms, fact):
        """What the price in force has for what is not performed, beyond its stated price, is earned with the rest."""
        mine = [one for one in self.live.values() if not one.ended and one.terms is terms]
        mine = [one for one in mine if not fact.subjects or one.obligation.ref in fact.subjects]
        own = mine if self.priced_by_line(terms, fact.on) else []
        beyond = fact.fields.get("penalty", 0)
        beyond += sum(self.unrecognized(one, fact.on) - self.not_performed(one, fact.on) for one in own)
        for one in mine:
            self.stop(one, fact.on)
            one.owings.append((fact.on + 1, None, None))
        rest = [(one, one.work_left(fact.on + 1, self.facts[one.terms.ref])) for one in self.live.values()]
        rest = [(one, part) for one, part in rest if part and not one.ended]
        self.endings.append(Ending(terms, fact, beyond, mine, bool(rest)))
        parts = self.split(beyond, [one.ssp * part for one, part in rest]) if rest else []
        for (one, _), part in zip(rest, parts, strict=True):
            one.streams = [*one.streams, Stream(fact.on + 1, 0, part, self.alone(one, fact.on))]

    def alone(self, one, on):
        """The measure of what is left of an obligation after a day."""
        m = one.measured
        if one.timed:
            return m.left(on + 1, m.until)
        return Measured(m.start, m.until, m.skip + one.progress(m, on, self.facts[one.terms.ref])[0])

    def not_performed(self, one, on):
        """The stated price of what is left at the end of a day."""
        done, total = one.progress(one.measured, on, self.facts[one.terms.ref])
        return nearest(one.agreed * (1 - min(done, total) / total)) if total else 0

    def priced_by_line(self, terms, on):
        """Whether no total and no amendment so far prices several obligations together."""
        together = sum(stated(terms, o) for o in terms.obligations if not is_variable(o) and not o.setup)
        lumps = [f for f in self.changes() if f.fields.get("price") and f.on <= on and f in self.facts[terms.ref]]
        return terms.total in (None, together) and not lumps
