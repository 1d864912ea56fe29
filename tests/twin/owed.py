"""The plain twin: rights to payment and balances of a contract that changes, and what is kept when all of it ends."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from tests.twin.books import (
    asked,
    billing_line,
    due,
    invoice_rights,
    may_cancel,
    progress_right,
    shown,
)
from tests.twin.changes import Measured, Promised
from tests.twin.credits import owed_back
from tests.twin.earned import as_priced, exists
from tests.twin.exact import Refused, share
from tests.twin.measures import about, rows
from tests.twin.prices import is_variable


def until_it_ends(o, facts):
    """What is used after the end is not paid for."""
    return [f for f in facts if f.on <= last_day(o, facts)]


def last_day(o, facts):
    """The last day of an obligation that ends early: an end takes effect with its day, an amendment before it."""
    changes = [f for f in facts if f.verb == "amendment" and f.fields.get("approved") is not False]
    removed = [f.on - 1 for f in changes if o.ref in f.fields.get("removes", ())]
    return min([ended_on(o, facts), *removed])


def ended_on(o, facts):
    """The day of the first early end of an obligation."""
    ends = [f.on for f in facts if f.verb == "terminated" and (not f.subjects or o.ref in f.subjects)]
    return min(ends, default=10**9)


def added_by(terms, on, known):
    """What amendments in force by a day added."""
    for f in rows(terms, on, known):
        if f.verb == "amendment" and f.fields.get("approved") is not False:
            yield from f.fields.get("adds", ())


def promised(world, terms):
    """Everything that a contract promises in the end, what was added included."""
    return [*terms.obligations, *added_by(terms, 10**9, world.known)]


SIMPLE = ("on invoice", "on delivery", "on acceptance", "when due", "on date")


def is_simple(deal):
    """Whether rights wait for no other obligation: nothing is retained until all is complete."""
    lines = [line for terms in deal.contracts for line in terms.billing]
    return all(line.right in SIMPLE and not line.retention for line in lines)


# --- rights


def rights(deal, world, terms, on):
    """Unconditional rights to payment of one contract at the end of a day, without tax."""
    found, total = {}, 0
    for o in promised(world, terms):
        found.setdefault(billing_line(terms, o.ref), []).append(o)
    for line, covered in found.items():
        if line.right == "when due":
            last = max(ended_on(o, rows(terms, 10**9, world.known)) for o in covered)
            total += sum(amount for day, amount in line.instalments if day <= min(on, last))
        elif line.right == "on date" and line.amount is not None:
            total += line.amount if on >= line.right_on else 0
        elif line.right != "on invoice":
            total += sum(right_to(deal, world, terms, o, line, on) for o in covered)
    return total + invoice_rights(deal, terms, on, rows(terms, on, world.known), found)


def right_to(deal, world, terms, o, line, on):
    """What is owed of an obligation so far: it goes on from where it was at each change, with what was not owed yet and
    what the change adds."""
    key, facts = (terms.ref, o.ref), rows(terms, on, world.known)
    if is_variable(o):
        return as_priced(o, until_it_ends(o, facts))
    if key not in world.live:
        return right_to_set_up(deal, key, line, on, facts, world.known) if key in deal.home else 0
    one, changes = world.live[key], world.live[key].owings
    first = key in deal.home or one.since <= world.begins
    if first:
        price = asked(deal, key, line) if key in deal.home else one.price_added
        changes = [(-(10**9), one.first_measured, max(price + one.more, 0)), *changes]
    right = Right(world, one, line, 0 if first else one.price_added)
    for since, alone, more in changes:
        if since <= on:
            right.change(since, alone, more)
    return right.at(on)


class Right:
    """A right to the price of an obligation: `base`, what was owed by the last change, and what is `left` of it, which
    is owed as the rest is performed; a right that waits for acceptance or a date has a measure of its own."""

    def __init__(self, world, one, line, left):
        self.world, self.one, self.line = world, one, line
        self.base, self.left, self.measured = 0, left, None
        self.facts = world.facts[one.terms.ref]
        self.accepted = None
        if line.right == "on acceptance" and one.obligation.earn != "on acceptance":
            self.accepted = by_acceptance(one, self.facts)

    def change(self, since, alone, more):
        """What was not owed yet, and what the change adds, is owed as what is left is performed; what is less than
        nothing is given back. Nothing more is owed after an early end."""
        so_far = self.at(since - 1)
        self.left = self.base + self.left - so_far + more if more is not None else 0
        self.base, self.left = so_far + min(self.left, 0), max(self.left, 0)
        self.measured = self.own_measure(since) or alone or since

    def own_measure(self, since):
        """How what is left waits for acceptance or a date, whatever becomes of its performance."""
        if self.line.right == "on date":
            return self.line.right_on
        skip = self.accepted.counted(since - 1, self.facts)[0] if self.accepted and since > 0 else Fraction(0)
        return Measured(None, None, skip) if self.accepted else None

    def at(self, on):
        """What is owed at the end of a day."""
        if self.measured is None:
            return 0
        if isinstance(self.measured, int):
            return self.base + (self.left if on >= self.measured else 0)
        done, total = (self.accepted or self.one).progress(self.measured, on, self.facts)
        return self.base + share(self.left, self.world.rounded(self.one, done, total), 1)


def by_acceptance(one, facts):
    """An obligation as it is accepted: its total is of the quantity then agreed."""
    accepted = Promised(one.terms, replace(one.obligation, earn="on acceptance"), None, None, 0, 0, False)
    mine = about(facts, ["accepted"], one.obligation)
    if one.obligation.quantity is not None and any("quantity" in f.fields for f in mine):
        for f in facts:
            said = f.fields.get("changes", {}).get(one.obligation.ref, {}) if f.verb == "amendment" else {}
            if "quantity" in said and f.fields.get("approved") is not False:
                accepted.totals.append((f.on, 0, said["quantity"].count))
    return accepted


def right_to_set_up(deal, key, line, on, facts, known):
    """A fee for what transfers nothing."""
    if line.right == "on date":
        return asked(deal, key, line) if on >= line.right_on else 0
    return progress_right(deal, key, line, on, facts, True, known)


# --- early ends, and what is shown
# --- early ends, and what is shown


def earned_by(deal, world, on):
    """Revenue of every obligation at the end of a day, without what is kept after an early end."""
    result = {key: revenue for key, (revenue, _) in world.at(on).items()}
    for terms in world.contracts:
        for o in [*terms.obligations, *added_by(terms, on, world.known)]:
            if is_variable(o):
                result[terms.ref, o.ref] = as_priced(o, until_it_ends(o, rows(terms, on, world.known)))
    return result


def what_is_kept(deal, world):
    """(day, obligation that shows it, amount) of the revenue on the day of each end after which nothing goes on; found
    once."""
    if world.kept is None:
        world.kept = kept(deal, world)
    return world.kept


def kept(deal, world):
    found = []
    for number, ending in enumerate(world.endings):
        if ending.shared:
            continue
        on, fields = ending.fact.on, ending.fact.fields
        revenue = sum(earned_by(deal, world, on).values()) + sum(amount for *_, amount in found)
        performed = revenue + ending.beyond - fields.get("penalty", 0)
        whole = not goes_on_apart(world, on)
        paid = owed_or_paid(deal, world, on, performed, world.endings[:number]) if whole else performed
        if paid > performed and "refund" not in fields:
            raise Refused("RefundNotStated")
        amount = max(paid, performed) - (fields.get("refund", 0) if whole else 0) + fields.get("penalty", 0) - revenue
        found.append((on, ending.last or last_promised(world, on), amount))
    return found


def last_promised(world, on):
    """The last obligation of all that was promised by a day."""
    keys = list(world.deal.home)
    return [*keys, *((t.ref, o.ref) for t in world.contracts for o in added_by(t, on, world.known))][-1]


def goes_on_apart(world, on):
    """Whether something priced by use, which shares no price, goes on after a day."""
    everything = [(t, o) for t in world.contracts for o in [*t.obligations, *added_by(t, on, world.known)]]
    return any(last_day(o, rows(t, 10**9, world.known)) > on for t, o in everything if is_variable(o))


def owed_or_paid(deal, world, on, performed, earlier):
    """What is owed or was paid by the end of a day; who may cancel owes no more than was performed."""
    right, tax, _, deposit, _ = due(deal, on, world.known, sum(rights(deal, world, t, on) for t in world.contracts))
    back, paid_back = back_and_paid(deal, world, on, earlier)
    right, deposit = right - back, deposit + paid_back
    open_before = right + back + tax - deposit
    if any(may_cancel(terms) for terms in deal.contracts):
        owed = min(right, performed)
        open_before, right = open_before - (right - owed), owed
    return right + max(-open_before, 0)


def back_and_paid(deal, world, on, endings):
    """(what early ends give back, what of it was paid back): refunds pay it after what credit notes gave back."""
    given = [(e.fact.on, e.fact.fields.get("refund", 0)) for e in endings if e.fact.on <= on]
    given = [(day, amount) for day, amount in given if exists(deal, day, world.known)]
    paid = 0
    for day, refund in owed_back(deal, on, world.known)[2]:
        paid += min(refund, sum(amount for since, amount in given if since <= day) - paid)
    return sum(amount for _, amount in given), paid


def position(deal, world, on):
    """Revenue of every obligation at the end of a day, with what is kept; none before there is a contract."""
    result = earned_by(deal, world, on) if exists(deal, on, world.known) else {}
    for day, key, amount in what_is_kept(deal, world):
        if day <= on:
            result[key] = result.get(key, 0) + amount
    return result


def balances(deal, world, on):
    """What stands on each account at the end of a day."""
    right = sum(rights(deal, world, terms, on) for terms in world.contracts)
    revenue = sum(position(deal, world, on).values())
    back, paid_back = back_and_paid(deal, world, on, world.endings)
    return shown(deal, on, world.known, revenue, right, back, paid_back, beyond_price(deal, world, on, right, revenue))


def beyond_price(deal, world, on, right, revenue):
    """After an amendment, what is owed or paid beyond the whole price is to be given back."""
    begun = on >= world.first_amended and exists(deal, on, world.known)
    if not begun or any(may_cancel(terms) for terms in deal.contracts):
        return 0
    right, tax, _, deposit, _ = due(deal, on, world.known, right)
    back, paid_back = back_and_paid(deal, world, on, world.endings)
    right -= back
    advance = max(deposit + paid_back - right - back - tax, 0)
    to_come = sum(price - earned for earned, price in world.at(on).values())
    return max(right + advance - revenue - to_come, 0)
