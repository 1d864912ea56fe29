"""Renewals on agreed terms: an option that is used, no change of the contract. The price of the new time is earned over
it; of a right to use a license when that time begins, or by policy when it is agreed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from typing import cast

from duly.engine import tables as t
from duly.engine.contracts.amendments import changed_by, takes_effect
from duly.engine.contracts.terms import Fact, Terms
from duly.engine.delivery.progress import Measure, add_meter, completed_on
from duly.engine.drafts import Drafts
from duly.engine.policies import Policies
from duly.engine.pricing.stated import amount_of
from duly.engine.recognition.licenses import USE
from duly.engine.recognition.promises import Changed, Promise, Ruling, add_track, revenue_track
from duly.ground import dates
from duly.ground.cites import cites
from duly.ground.dates import Duration
from duly.ground.rounding import round_fraction

_PERIODIC = ("period", "unit_period")


@cites("606-10-55-42", "606-10-55-58C", ifrs15=("B40", "B61"))
def renew(ruling: Ruling, policies: Policies) -> None:
    """Add what renewals bring to each promise that lasts as long as the term. A license that passes at once is renewed
    by an amendment of the term too."""
    for terms in ruling.group:
        for fact, start, until, renewed in extensions(terms):
            for p in [p for p in ruling.promises if p.terms is terms and _follows(p, fact, renewed)]:
                price = _price(p, start, until)
                if price is None:
                    said = f"{fact.place}: {p.obligation.ref} goes on, and nothing says at which price"
                    ruling.drafts.notes.append(said)
                else:
                    _add(p, fact, price, (start, until), ruling, policies)
    ruling.changes.sort(key=lambda change: change.since_on)


def extensions(terms: Terms) -> Iterator[tuple[Fact, int, int, bool]]:
    """Each new end of the term: the fact, the time it adds, and whether it is a renewal."""
    until = terms.until
    for fact in terms.happened:
        if until is None:
            return
        if fact.verb == "renewed":
            end = dates.add(until, cast(Duration, fact.fields["renewed"]))
            yield fact, until, end, True
            until = end
        elif takes_effect(fact):
            changes = changed_by(fact)
            end = cast(int, changes.get("term", {}).get("until", until))
            if end > until:
                yield fact, until, end, False
            until = end
        elif fact.verb == "terminated" and not fact.subjects:
            return


def _follows(p: Promise, fact: Fact, renewed: bool) -> bool:
    """Whether a promise goes on with the term: it was not ended and has no end of its own, and is earned by time or as
    a license that passes at once; what an amendment names it treats itself."""
    o = p.obligation
    if any(on <= fact.on for on in _ends(p)):
        return False
    if {"to", "months"} & set(o.places) or p.by_use or not p.shares or o.renewals:
        return False
    if o.licence == USE and not p.measure.timed:
        return renewed or o.ref not in changed_by(fact)
    return renewed and p.measure.timed


def _price(p: Promise, start: int, until: int) -> int | None:
    """What the new time costs, minor units: at the price of a period, else in proportion to its first span; None where
    no price is stated."""
    price, o = p.obligation.price, p.obligation
    if price.form in _PERIODIC:
        return round_fraction(amount_of(price, o, start, until))
    if p.stated is None or p.start is None or p.until is None:
        return None
    return round_fraction(p.stated * dates.months_between(start, until) / dates.months_between(p.start, p.until))


def _add(p: Promise, fact: Fact, price: int, span: tuple[int, int], ruling: Ruling, policies: Policies) -> None:
    drafts, (start, until) = ruling.drafts, span
    if p.measure.timed:
        due, measure = start, p.measure._replace(from_on=start, until=until, option=0)
    else:
        passed = completed_on(p.measure, drafts)
        # Before the customer may begin to use it nothing is earned, where the policy does not say so.
        begins = fact.on if policies["license renewal"] == "when agreed" else start
        rows = [(replace(fact, on=max(begins, passed, fact.on)), Fraction(1), None)] if passed < t.NEVER else []
        measure = Measure(t.BY_METER, meter=add_meter(Fraction(1), rows, drafts))
        # What is owed goes on from where it was the evening before: the first price comes first.
        due = start if passed < start else passed + 1
    revenue = revenue_track(p)
    add_track(revenue, p._replace(measure=measure), drafts, policies, [(fact.on, t.NO_ROW, price)])
    _stop(p, drafts)
    if due <= t.NEVER:
        ruling.changes.append(Changed(p.row, due, measure, 0, price, price))


def _stop(p: Promise, drafts: Drafts) -> None:
    """Nothing more of it is earned after it ends."""
    last = len(drafts.tranches) - 1
    for on in _ends(p)[:1]:
        drafts.tranches.append(drafts.tranches[last]._replace(since_on=on, price=0, after=last, whole=2))


def _ends(p: Promise) -> list[int]:
    """The days on which a promise is ended, alone or with the contract."""
    ended = [f for f in p.terms.happened if f.verb == "terminated"]
    return [f.on for f in ended if not f.subjects or p.obligation.ref in f.subjects]
