"""Payments to a customer that buy nothing distinct: less revenue, as revenue comes or when they are promised, if later.

What was paid before the revenue it lowers is an asset; what was promised and not yet paid is owed to the customer.
"""

from __future__ import annotations

from collections.abc import Sequence

from duly.engine import tables as t
from duly.engine.contracts.terms import Element, Fact
from duly.engine.delivery.progress import amount
from duly.engine.drafts import Drafts, Posting, Track, of_contract, stack
from duly.engine.policies import Policies
from duly.engine.recognition.continued import at_once
from duly.engine.recognition.elements import fair_value
from duly.engine.recognition.granted import part_of
from duly.engine.recognition.position import position, prepared, priced
from duly.engine.recognition.price import PAYABLE, PriceElement
from duly.engine.recognition.promises import Promise, Ruling, add_track
from duly.engine.recognition.rates import beside_use
from duly.ground import dates
from duly.ground.cites import cites

_PREPAID, _OWED = t.ROLE["prepaid_consideration_to_customer"], t.ROLE["accounts_payable"]
_EQUITY = t.ROLE["equity_to_customers"]
_STEP = t.STEP["other"]


@cites("606-10-32-25", "606-10-32-27", ifrs15=("70", "72"))
def pay_customers(ruling: Ruling, policies: Policies) -> None:
    """Release what is paid to the customer against the revenue it lowers, and book the payments."""
    for e in (e for e in ruling.elements if e.kind == PAYABLE):
        terms, element = _written(e, ruling)
        first = len(ruling.drafts.tracks)
        for p in ruling.promises:
            _release(e, p, ruling, policies)
        paid = [f for f in terms if f.verb == "paid to customer" and e.name in f.subjects]
        assets = _pay(element, paid, ruling.drafts)
        _turn_into_debt(first, assets, _EQUITY if element.fields.get("equity") else _OWED, ruling.drafts)


def _written(e: PriceElement, ruling: Ruling) -> tuple[Sequence[Fact], Element]:
    for terms in ruling.group:
        for element in terms.elements:
            if element.place == e.place and element.name == e.name:
                return terms.happened, element
    raise LookupError(e.name)


def _release(e: PriceElement, p: Promise, ruling: Ruling, policies: Policies) -> None:
    """The part of an obligation grows with its revenue."""
    prices = [(v.since_on, t.NO_ROW, -part_of(e, v.amount, p.row, ruling)) for v in e.versions]
    if any(price for _, _, price in prices):
        measured = p._replace(measure=beside_use(p, ruling.drafts)) if p.by_use else p
        add_track(Track(0, p.row, t.POSITION, _PREPAID, _STEP), measured, ruling.drafts, policies, prices)
        for ending in (one for one in ruling.endings if p.row in one.rows):
            _all_at_once(ending.fact.on, ruling.drafts)


def _all_at_once(on: int, drafts: Drafts) -> None:
    """From the day on which an obligation ends early, all of what lowers its revenue has come."""
    last, done = len(drafts.tracks) - 1, at_once(on, t.NO_ROW, drafts)
    mine = [(i, x) for i, x in enumerate(drafts.tranches) if x.track == last]
    complete = {"measure": done.kind, "meter": done.meter, "done_before": done.option}
    in_force = [x for _, x in mine if x.since_on <= on][-1]
    for i, x in mine:
        if x.since_on > on:
            drafts.tranches[i] = x._replace(**complete)
    # What begins on the day itself stands before this one, and never shows.
    drafts.tranches.append(in_force._replace(since_on=on, **complete))


def _pay(element: Element, paid: Sequence[Fact], drafts: Drafts) -> list[Posting]:
    """Cash paid: for the distinct good up to its fair value an expense, for the rest an asset until revenue comes.

    What became an asset."""
    left, assets = fair_value(element), []
    for fact in paid:
        cash, place = amount(fact, "amount"), drafts.at(fact.place)
        good = min(cash, left)
        left -= good
        expense = of_contract(fact.on, t.ROLE["other_expense"], t.CASH, good, t.STEP["cash"], place)
        asset = expense._replace(debit=_PREPAID, amount=cash - good)
        drafts.postings.extend(posting for posting in (expense, asset) if posting.amount)
        assets.append(asset)
    return assets


def _turn_into_debt(first: int, assets: Sequence[Posting], owed: int, drafts: Drafts) -> None:
    """What revenue was lowered by beyond what was paid is owed to the customer: on every day on which that may change,
    and at the ends of months where revenue comes with time; what is granted in equity is equity. first: of the tracks
    that lower it · owed: the account."""
    mine = [x for x in drafts.tranches if x.track >= first]
    meters = {x.meter for x in mine}
    days = {paid.on for paid in assets} | {r.on for r in drafts.readings if r.meter in meters}
    days |= {day for x in mine for day in (x.since_on, *dates.month_ends(x.from_on, x.until))}
    book, booked = priced(prepared(stack([drafts]).tables)), 0
    for day in sorted(days):
        released = int(position(book, day)[first:].sum())
        now = max(released - sum(paid.amount for paid in assets if paid.on <= day), 0)
        if now != booked:
            drafts.postings.append(of_contract(day, _PREPAID, owed, now - booked, _STEP))
            booked = now
