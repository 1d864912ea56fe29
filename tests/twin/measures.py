"""The plain twin, step 5: progress of an obligation, as (done, total) at the end of a day, by each measure."""

from __future__ import annotations

from fractions import Fraction

from tests.twin.exact import date_of, first_of_month, month_length, months_between, months_started
from tests.twin.prices import VARIABLE_EARN, quantity, span

DELIVERED = {"on delivery": "delivered", "on acceptance": "accepted"}


def rows(terms, on, known):
    """Facts in force at the end of a day, as known on a day, in the order of their days."""
    return sorted((f for f in terms.happened if f.on <= on and f.known_on <= known), key=lambda f: (f.on, f.order))


def about(facts, verbs, obligation):
    return [f for f in facts if f.verb in verbs and obligation.ref in f.subjects]


def number(value):
    """A count, with a unit or without."""
    return Fraction(getattr(value, "count", value)) if not isinstance(value, str) else Fraction(value)


def by_day(start, until, on):
    return min(max(on + 1 - start, 0), until - start), until - start


def by_week(start, until, on):
    weeks = -((start - until) // 7)
    return (weeks if on + 1 >= until else max(on + 1 - start, 0) // 7), weeks


def by_month(start, until, on):
    """Equal parts in the calendar month of the first day and those after it."""
    count, first, today = months_started(start, until), date_of(start), date_of(on)
    k = months_between(first, today)
    if on < start:
        return 0, 1
    if k >= count:
        return 1, 1
    begins = max(first, first_of_month(today))
    m = (min(first_of_month(today, 1), date_of(until)) - begins).days
    if on >= until:
        return 1, 1
    return k * m + (today - begins).days + 1, count * m


def by_month_prorated(start, until, on, first_day_counts=True):
    """The first and the last month weigh by their days, others 1; in a span of whole months the last takes the rest."""
    first, last, today = date_of(start), date_of(until - 1), date_of(on)
    count = months_started(start, until)
    if on < start:
        return 0, 1
    if on + 1 >= until:
        return 1, 1
    if months_between(first, last) == 0:
        return by_day(start, until, on)
    skipped = 0 if first_day_counts else 1
    head = Fraction(month_length(first) - first.day + 1 - skipped, month_length(first))
    if months_started(start, until + 1) == count:
        count = head + months_between(first, last) - 1 + Fraction(last.day, month_length(last))
    k = months_between(first, today)
    if k == 0:
        return Fraction(on + 1 - start - skipped, month_length(first)), count
    if k < months_between(first, last):
        return head + k - 1 + Fraction(today.day, month_length(today)), count
    return head + k - 1 + (count - head - (k - 1)) * Fraction(today.day, last.day), count


def handed_over(obligation, facts, verb):
    """Parts or quantities delivered or accepted; a fact that names neither is all that is left."""
    mine = about(facts, [verb], obligation)
    by_count = obligation.quantity is not None and any("quantity" in f.fields for f in mine)
    total = quantity(obligation) if by_count else Fraction(obligation.parts)
    done = Fraction(0)
    for f in mine:
        named = f.fields.get("quantity" if by_count else "parts")
        done += max(total - done, 0) if named is None else number(named)
    return done, total


def milestones_reached(obligation, facts):
    weights = dict(obligation.milestones)
    reached = {f.fields["reached"] for f in about(facts, ["milestone"], obligation)}
    return sum((weights[name] for name in reached), Fraction(0)), sum(weights.values())


def used(obligation, facts):
    done = sum((number(f.fields["quantity"]) for f in about(facts, ["usage", "hours"], obligation)), Fraction(0))
    return done, latest(obligation, facts, "expected quantity", quantity(obligation))


def latest(obligation, facts, field, before):
    """The last estimate of a field, else what was agreed."""
    values = [f.fields[field] for f in about(facts, ["estimate"], obligation) if field in f.fields]
    return number(values[-1]) if values else before


def uninstalled(obligation, facts):
    """Uninstalled material: (transferred so far, expected)."""
    expected = latest(obligation, facts, "uninstalled", Fraction(obligation.uninstalled))
    so_far = sum(f.fields.get("uninstalled") or 0 for f in about(facts, ["cost"], obligation))
    return min(so_far, expected), expected


def cost_done(obligation, facts):
    """Cost over expected cost, both without uninstalled material."""
    costs = about(facts, ["cost"], obligation)
    done = sum(f.fields["amount"] - (f.fields.get("uninstalled") or 0) for f in costs)
    expected = latest(obligation, facts, "expected cost", Fraction(obligation.expected_cost or 0))
    return Fraction(done), expected - uninstalled(obligation, facts)[1]


def to_date(obligation, facts):
    stated_progress = [number(f.fields["done"]) for f in about(facts, ["progress"], obligation)]
    return (stated_progress[-1] if stated_progress else Fraction(0)), Fraction(1)


def progress(deal, key, on, facts):
    """(done, total) of an obligation at the end of a day, whatever its measure."""
    terms, obligation = deal.home[key]
    earn = obligation.earn
    if earn in DELIVERED:
        return handed_over(obligation, facts, DELIVERED[earn])
    if earn == "on milestones":
        return milestones_reached(obligation, facts)
    if earn in ("by units", "by hours", VARIABLE_EARN):
        return used(obligation, facts)
    if earn == "by cost":
        return cost_done(obligation, facts)
    if earn == "by progress":
        return to_date(obligation, facts)
    start, until = span(terms, obligation)
    if earn == "over time by month prorated":
        return by_month_prorated(start, until, on, deal.policy(terms, "start day", "counts") == "counts")
    return ELAPSED[earn](start, until, on)


ELAPSED = {"over time by day": by_day, "over time by week": by_week, "over time by month": by_month}
