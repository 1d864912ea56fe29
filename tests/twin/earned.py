"""The plain twin, step 5: cumulative revenue of every obligation at the end of a day."""

from __future__ import annotations

from fractions import Fraction

from tests.twin.exact import nearest, share
from tests.twin.measures import progress, rows, uninstalled, used
from tests.twin.prices import is_variable


def ratio(deal, key, on, facts):
    """Progress from 0 to 1, rounded first where the policy says so."""
    return part_of(deal, key, *progress(deal, key, on, facts))


def part_of(deal, key, done, total):
    exact = max(min(Fraction(done) / total, Fraction(1)), Fraction(0)) if total > 0 else Fraction(0)
    digits = deal.policy(deal.home[key][0], "progress digits", "exact")
    return exact if digits == "exact" else Fraction(nearest(exact * 10 ** int(digits)), 10 ** int(digits))


def earned(deal, key, price, on, facts):
    """Cumulative revenue of an obligation with an allocated price at the end of a day."""
    obligation = deal.home[key][1]
    if obligation.setup:
        return 0
    if is_variable(obligation):
        return as_priced(obligation, facts)
    if obligation.earn == "by cost":
        so_far, expected = uninstalled(obligation, facts)
        return share(price - expected, ratio(deal, key, on, facts), 1) + nearest(so_far)
    return share(price, ratio(deal, key, on, facts), 1)


def as_priced(obligation, facts):
    """Rate times use so far, rounded once as a running total."""
    so_far, price = used(obligation, facts)[0], obligation.price
    if price.form == "unit":
        return nearest(price.amount * so_far)
    amount, below = Fraction(0), Fraction(0)
    for limit, rate in price.tiers:
        within = so_far if limit is None else min(so_far, Fraction(limit))
        amount = rate * so_far if price.mode == "volume" else amount + rate * (within - below)
        if within == so_far:
            break
        below = within
    return nearest(amount)


def known_to(deal, known):
    return [terms for terms in deal.contracts if terms.known_on <= known]


def exists(deal, on, known):
    """Whether step 1 is met: collection is probable from the beginning, or was judged so by then."""
    return all(terms.collect == "probable" or judged_probable(terms, on, known) for terms in known_to(deal, known))


def judged_probable(terms, on, known):
    judged = [f for f in terms.judged if f.verb == "collect" and f.on <= on and f.known_on <= known]
    return any(f.fields["collect"] == "probable" for f in judged)


def allocated_at(deal, on, known):
    """Allocated prices at the end of a day: what was credited as price is no longer part of it."""
    facts = [f for terms in known_to(deal, known) for f in rows(terms, on, known)]
    credits = [f for f in facts if f.verb == "credit note" and f.fields["reason"] == "price"]
    return deal.allocated_less(sum(f.fields["amount"] for f in credits))


def position(deal, on, known):
    """Cumulative revenue of every obligation at the end of a day, as known on a day."""
    result, prices, contract = dict.fromkeys(deal.home, 0), allocated_at(deal, on, known), exists(deal, on, known)
    for key, (terms, _) in deal.home.items():
        if contract and terms in known_to(deal, known):
            result[key] = earned(deal, key, prices[key], on, rows(terms, on, known))
    return result
