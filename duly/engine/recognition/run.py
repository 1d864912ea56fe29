"""Steps 1 to 5 in order: the straight line from the terms of a contract to tracks that grow with progress."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from functools import partial

from duly.engine import tables as t
from duly.engine.contracts.terms import Company, Obligation, Terms
from duly.engine.delivery.ended import in_force
from duly.engine.delivery.progress import Measure, all_completed_on, amount, measure, opening, span
from duly.engine.delivery.unheard import unheard
from duly.engine.drafts import Drafts, Posting, Track
from duly.engine.drafts import Obligation as ObligationRow
from duly.engine.fx.translate import in_contract_currency
from duly.engine.policies import Policies
from duly.engine.pricing.credits import Setting, credits_given, gives_back
from duly.engine.pricing.standalone import Asked, Shelf, standalone
from duly.engine.pricing.stated import amount_of, priced_by_use, stated_minor
from duly.engine.recognition.agent import acting, owe_suppliers
from duly.engine.recognition.apart import stands_apart
from duly.engine.recognition.breakage import owe_the_state
from duly.engine.recognition.contract import standing, written_as_judged
from duly.engine.recognition.credits import credit_uses
from duly.engine.recognition.elected import as_elected
from duly.engine.recognition.elements import price_elements
from duly.engine.recognition.impairment import capitalize
from duly.engine.recognition.interest import interest_tracks
from duly.engine.recognition.later import before_changes, first_change
from duly.engine.recognition.license_nature import of_nature
from duly.engine.recognition.licenses import licensed, room
from duly.engine.recognition.material import earn
from duly.engine.recognition.modifications import modify
from duly.engine.recognition.noncash import measured_as_earned, noncash_received
from duly.engine.recognition.options import looked_through, owe_renewals
from duly.engine.recognition.payable import pay_customers
from duly.engine.recognition.pools import allocate
from duly.engine.recognition.price import NONCASH, PriceElement, PriceVersion, price_versions
from duly.engine.recognition.promises import Piece, Promise, Ruling, add_track, by_slot, revenue_track
from duly.engine.recognition.rates import beside_use, measured_at_rates, rated
from duly.engine.recognition.renewals import renew
from duly.engine.recognition.repurchase import keep_assets
from duly.engine.recognition.returns import measured_by_lapse, return_assets, waits
from duly.engine.recognition.royalties import earn_royalties
from duly.engine.recognition.taken_over import goes_on, move_after_opening
from duly.engine.recognition.tried import Tried
from duly.engine.recognition.upfront import spread_fees
from duly.engine.recognition.warranties import provide_for_warranties
from duly.ground import dates
from duly.ground.cites import cites
from duly.ground.errors import DulyError
from duly.ground.rounding import round_fraction


class ObligationNamedTwice(DulyError):
    """Two contracts accounted for as one use one name for two promises."""


def rule(group: Sequence[Terms], company: Company, policies: Policies, tried: Tried | None = None) -> Ruling:
    """Decide one contract (or several accounted for as one), as known: contract, obligations, price, allocation,
    transfer."""
    group = [in_contract_currency(terms, company) for terms in sorted(group, key=lambda terms: terms.ref)]
    group = [as_elected(of_nature(terms, policies), policies) for terms in group]
    _names_differ(group)
    written_as_judged(group)
    lasting = [in_force(terms) for terms in group]
    group = [terms for terms, _ in lasting]
    drafts = _drafted(group, policies)
    drafts.notes.extend(note for _, notes in lasting for note in notes)
    drafts.notes.extend(note for terms in group for note in unheard(terms))
    promises = _promises(group, drafts, policies)
    agreed = sum(p.stated or 0 for p in promises if p.terms.total is None) - sum(p.apart for p in promises)
    agreed += sum(terms.total for terms in group if terms.total is not None)
    elements = price_elements(group, promises, drafts, policies)
    credits = credits_given(group, _setting(agreed, promises, drafts)) if gives_back(group) else []
    versions = price_versions(agreed, elements, credits)
    strata = frozenset(value for terms in group for _, value in terms.tags)
    shelf = Shelf(company.ssp, group[0].currency, group[0].signed_on, strata, policies)
    ssp = _standalone(group, promises, shelf, versions[0].amount)
    _obligation_rows(promises, ssp, drafts)
    weights = room(promises, ssp, versions[0].amount, policies).weights
    slots = allocate(group, promises, weights, versions, drafts, policies)
    first = before_changes(versions, promises)
    for promise in promises:
        # No change of the contract reaches what stands beside a price by use: it moves with the price all along.
        moving = versions if promise.by_use else first
        _revenue(promise, slots[promise.row][: len(moving)], moving, elements, drafts, policies)
        _costs(promise, drafts, policies)
    ruling = Ruling(tuple(group), drafts, promises, versions, slots, ssp, elements, credits)
    move_after_opening(ruling, first, policies)
    modify(ruling, shelf, policies, tried)
    _topics(ruling, policies)
    if tried is not None:
        tried.each(partial(_topics, policies=policies))
    return ruling


def _topics(ruling: Ruling, policies: Policies) -> None:
    for topic in TOPICS:
        topic(ruling, policies)


def _setting(agreed: int, promises: Sequence[Promise], drafts: Drafts) -> Setting:
    """What must be known of a contract to read what was given back of its price."""
    sharing = [p for p in promises if p.shares]
    satisfied_on = all_completed_on([p.measure for p in sharing], drafts)
    by_use = frozenset(p.obligation.ref for p in promises if p.by_use)
    returns = any(p.obligation.returns is not None for p in promises)
    return Setting(drafts.exists_on, satisfied_on, agreed, bool(sharing), by_use, returns)


def _names_differ(group: Sequence[Terms]) -> None:
    """Contracts that are combined must not use one name for two promises."""
    first: dict[str, Terms] = {}
    for terms in group:
        for o in terms.obligations:
            other = first.setdefault(o.ref, terms)
            if other is not terms:
                raise ObligationNamedTwice(
                    f"{other.ref} and {terms.ref} are combined and both promise {o.ref!r}",
                    place=o.place,
                    fix="give one of the two another name",
                    contract=terms.ref,
                )


def _drafted(group: Sequence[Terms], policies: Policies) -> Drafts:
    first, step_1 = group[0], standing(group, policies)
    return Drafts(
        ref="+".join(terms.ref for terms in group),
        entity=first.entity,
        currency=first.currency,
        digits=first.digits,
        kind=step_1.kind,
        refundable=step_1.refundable,
        exists_on=step_1.exists_on,
    )


@cites("606-10-25-14", "606-10-25-18", ifrs15=("22", "26"))
def _promises(group: Sequence[Terms], drafts: Drafts, policies: Policies) -> list[Promise]:
    """Step 2: the promises, in the order of the contracts and of their numbers."""
    promises: list[Promise] = []
    for terms in group:
        for stated in sorted(terms.obligations, key=lambda o: o.number):
            o = acting(stated, terms)
            start, until = span(o, terms)
            as_earned = measured_as_earned(o, terms, drafts, policies)
            measured = as_earned or _measured(o, terms, drafts, policies)
            price = stated_minor(o, start, until)
            pieces = _pieces(o, measured, start, until, policies)
            part = not stands_apart(o, terms)
            by_use = priced_by_use(o) or as_earned is not None
            plain = Promise(o, terms, len(promises), start, until, price, measured, by_use, o.setup, pieces)
            plain = plain._replace(part=part, apart=0 if part else price or 0)
            promises.append(looked_through(licensed(plain, drafts, policies)))
    return promises


def _measured(o: Obligation, terms: Terms, drafts: Drafts, policies: Policies) -> Measure:
    """The measure of an obligation, or that of the rule by which it may come back or depends on how much is bought."""
    return measured_by_lapse(o, terms, drafts) or measure(o, measured_at_rates(o, terms), drafts, policies)


@cites("606-10-55-18", "606-10-32-40", ifrs15=("B16", "85"))
def _pieces(o: Obligation, m: Measure, start: int | None, until: int | None, policies: Policies) -> tuple[Piece, ...]:
    """One piece; or, where stepped prices reflect the value of each step to the customer, one piece a step."""
    steps = o.price.steps
    if (
        policies["ramp"] != "as priced"
        or not steps
        or start is None
        or until is None
        or m.kind in (t.BY_METER, t.AS_PRICED)
    ):
        return (Piece(m),)
    months = dates.MONTHS.get(o.price.period, 12)
    begins = [dates.add_months(start, k * months) for k in range(len(steps))]
    ends = [*begins[1:], until]
    return tuple(Piece(m._replace(from_on=b, until=e), s) for s, b, e in zip(steps, begins, ends, strict=True))


def _standalone(group: Sequence[Terms], promises: Sequence[Promise], shelf: Shelf, price: int) -> dict[str, Fraction]:
    asked = [Asked(p.obligation, p.start, p.until, _exact(p.stated)) for p in promises if _shares(p)]
    own = {p.obligation.ref: Fraction(p.stated or 0) for p in promises}
    bundled = {}
    for terms in group:
        for members, together in terms.bundles:
            points = [p.obligation.ssp for p in promises if p.obligation.ref in members]
            alone = [
                amount_of(s.price, p.obligation, p.start, p.until)
                for s, p in zip(points, _of(promises, members), strict=True)
                if s.price
            ]
            bundled["+".join(members)] = sum(alone, Fraction(0)) - together
    return own | standalone(asked, Fraction(price), bundled, shelf)


def _exact(minor: int | None) -> Fraction | None:
    return None if minor is None else Fraction(minor)


def _shares(p: Promise) -> bool:
    """Whether a promise takes part in the allocation."""
    return p.shares


def _of(promises: Sequence[Promise], refs: Sequence[str]) -> list[Promise]:
    return [p for p in promises if p.obligation.ref in refs]


def _obligation_rows(promises: Sequence[Promise], ssp: Mapping[str, Fraction], drafts: Drafts) -> None:
    for p in promises:
        shown = round_fraction(ssp[p.obligation.ref])
        drafts.obligations.append(ObligationRow(p.obligation.ref, p.terms.ref, 0, p.row, p.stated or 0, shown))


def _revenue(
    p: Promise,
    slots: Sequence[Sequence[int]],
    versions: Sequence[PriceVersion],
    elements: Sequence[PriceElement],
    drafts: Drafts,
    policies: Policies,
) -> None:
    """Step 5: the revenue track of a promise, one tranche a version of the price; uninstalled material is a track of
    its own."""
    if p.setup or not p.part:
        return
    revenue = revenue_track(p)
    causes = [v.cause for v in versions]
    if p.by_use:
        _by_use(p, revenue, drafts, policies)
        if any(p.row in e.rows and e.apart and e.kind != NONCASH for e in elements):
            prices = [by_slot(v.since_on, row[0]) for v, row in zip(versions, slots, strict=True)]
            add_track(revenue, p._replace(measure=beside_use(p, drafts)), drafts, policies, prices, causes=causes)
        return
    taken_over = opening(p.obligation, p.terms)
    if taken_over is not None:
        then = [row for v, row in zip(versions, slots, strict=True) if v.since_on <= taken_over.on]
        goes_on(p, taken_over, revenue, then[-1][0], drafts, policies)
        return
    for number, piece in enumerate(p.pieces):
        prices = [by_slot(v.since_on, row[number]) for v, row in zip(versions, slots, strict=True)]
        earn(p._replace(measure=piece.measure), prices, causes, first_change([p]), drafts, policies)


def _by_use(p: Promise, revenue: Track, drafts: Drafts, policies: Policies) -> None:
    """Revenue of a promise priced by use: what was used at the rate in force, a tranche a rate."""
    rates = rated(p, drafts)
    add_track(revenue, p, drafts, policies, [(rate.since_on, t.NO_ROW, 1) for rate in rates])
    mine = [i for i, x in enumerate(drafts.tranches) if x.track == len(drafts.tracks) - 1 and x.price]
    for number, (i, rate) in enumerate(zip(mine, rates, strict=False)):
        cause = t.CAUSE["estimate"] if number else 0
        drafts.tranches[i] = drafts.tranches[i]._replace(meter=rate.measure.meter, cause=cause)


@cites("340-40-35-1", ifrs15=("99",))
def _costs(p: Promise, drafts: Drafts, policies: Policies) -> None:
    """Cost of sales, as the promise is kept."""
    o, step = p.obligation, t.STEP["cost"]
    if o.cost is not None and not p.by_use and p.part and not waits(o):
        cost = round_fraction(amount_of(o.cost, o, p.start, p.until))
        credit = "accounts_payable" if o.paid_to_supplier else "inventory"
        add_track(
            Track(0, p.row, t.ROLE["cost_of_sales"], t.ROLE[credit], step),
            p,
            drafts,
            policies,
            [(-t.NEVER, t.NO_ROW, cost)],
        )
    if o.earn == "by cost":
        for fact in p.terms.happened:
            if fact.verb == "cost" and o.ref in fact.subjects:
                sides = (t.ROLE["cost_of_sales"], t.ROLE["inventory"], amount(fact, "amount"))
                drafts.postings.append(Posting(0, p.row, fact.on, *sides, step, drafts.at(fact.place)))


# Special topics, each in a file of its own name; each reads the ruling and adds rows to its drafts, in this order.
TOPICS: tuple[Callable[[Ruling, Policies], None], ...] = (
    credit_uses,
    owe_suppliers,
    spread_fees,
    keep_assets,
    provide_for_warranties,
    owe_renewals,
    earn_royalties,
    renew,
    owe_the_state,
    return_assets,
    noncash_received,
    pay_customers,
    interest_tracks,
    capitalize,
)
