"""Allocated prices: a share of a pool, the pool, and what a changed contract carries on (606-10-32-28, 25-13)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import NamedTuple

import numpy as np

from duly.engine import tables as t
from duly.engine.contracts.amendments import added_by, takes_effect
from duly.engine.contracts.terms import Fact
from duly.engine.delivery.royalties import minimum_of
from duly.engine.explain.agreed import standalone_price, stated_price, weighed_periods
from duly.engine.explain.amounts import Amounts, difference, summed
from duly.engine.explain.elements import is_told
from duly.engine.explain.left import is_performed, stated_left, work_left, worth_left
from duly.engine.explain.transaction import apart_price, fixed_price, moved_price, version_price
from duly.engine.explain.treated import changed_by, paragraph
from duly.engine.explain.view import View, of_obligation, of_terms
from duly.engine.recognition.changes import Change
from duly.engine.recognition.licenses import expected_royalty, room
from duly.engine.recognition.pools import pools
from duly.engine.recognition.price import PriceVersion
from duly.engine.recognition.promises import Promise
from duly.ground import rounding
from duly.ground.columns import ints
from duly.ground.dates import iso
from duly.ground.reports import Step
from duly.ground.rounding import round_fraction

Chain = Callable[[View, int, int], Step]


class Meaning(NamedTuple):
    """What a pool of inception splits: for which version of the price, and over whom."""

    version: PriceVersion
    members: tuple[Promise, ...]
    kind: str


def allocated_price(view: View, slot: int, carried: Chain) -> Step:
    """The allocated price of a slot. `carried` explains what a tranche had not recognized at the end of a day."""
    key = ("slot", slot)
    if key not in view.memo:
        view.memo[key] = _allocated(view, slot, carried)
    return view.memo[key]


def _allocated(view: View, slot: int, carried: Chain) -> Step:
    tables = view.tables
    p = view.promise(int(tables.slots.obligation[slot]))
    since = int(tables.slots.since_on[slot])
    label = f"price of {p.obligation.ref}" + (f" from {iso(since)}" if since > -t.NEVER else "")
    shares = [_share(view, int(share), carried) for share in np.flatnonzero(tables.shares.slot == slot)]
    value = view.money(int(view.book.allocated[slot]))
    if int(tables.slots.fixed[slot]):
        finely = [_worth(view, slot), *shares]
        words = "its share, split exactly: the standalone selling prices need more than 64 bits"
        return view.step(label, value, words, cite="606-10-32-28", children=finely)
    shares += _nothing_apart(view, p, since)
    if len(shares) == 1:
        return shares[0]
    if not shares:
        return view.step(
            label, value, "nothing is allocated to it", source=str(p.obligation.place), cite="606-10-32-28"
        )
    how = f"= {summed([share.value for share in shares])}"
    return view.step(label, value, how, cite="606-10-32-28", children=shares)


def _nothing_apart(view: View, p: Promise, since: int) -> list[Step]:
    """Elements that belong to it alone and come to nothing: nothing is split of them, and they are told of."""
    found = []
    for version in view.ruling.versions:
        for rows, total in version.apart if version.since_on == since and p.shares else ():
            mine = [e for e in view.ruling.elements if e.apart and e.rows == rows and is_told(view, e, since)]
            if p.row in rows and not total and mine:
                found.append(apart_price(view, rows, version))
    return found


def _share(view: View, share: int, carried: Chain) -> Step:
    """What a slot gets of one pool."""
    shares = view.tables.shares
    pool, slot = int(shares.pool[share]), int(shares.slot[share])
    rows = np.flatnonzero(shares.pool == pool)
    p = view.promise(int(view.tables.slots.obligation[slot]))
    whole, parts = _pool(view, pool, carried), _parts(view, pool)
    if len(rows) == 1:
        since = int(view.tables.slots.since_on[slot])
        alone = f"price of {p.obligation.ref}" + (f" from {iso(since)}" if since > -t.NEVER else "")
        how, value = f"= {whole.value}; nothing else shares it", view.money(parts[0])
        return view.step(alone, value, how, cite="606-10-32-28", children=(whole,))
    weights = [_worth(view, int(shares.slot[row])) for row in rows]
    exactly = [view.ruling.drafts.worth.get(int(shares.slot[row]), Fraction(0)) for row in rows]
    owners = [int(view.tables.slots.obligation[int(shares.slot[row])]) for row in rows]
    names = [view.promise(owner).obligation.ref for owner in owners]
    return shared_out(view, whole, rows.tolist().index(share), parts, exactly, weights, names)


def shared_out(
    view: View,
    whole: Step,
    at: int,
    parts: Sequence[int],
    exactly: Sequence[Fraction],
    weights: Sequence[Step],
    names: Sequence[str],
) -> Step:
    """One of the parts of an amount that is split by standalone selling prices (`exactly`: not rounded)."""
    how, remainder = _split(view, whole, at, parts, exactly, weights)
    summing, total = _sum_of(view, weights, exactly), sum(exactly) or 1
    below = [weights[at]]
    if remainder:
        shown = zip(names, weights, parts, exactly, strict=True)
        others = [(n, w, part, exact / total) for n, w, part, exact in shown]
        below = [
            _named_part(view, whole, summing, sum(parts), *one) for number, one in enumerate(others) if number != at
        ]
    below = [whole, *below, summing, view.policy("allocation remainder")]
    return view.step(f"share of {names[at]}", view.money(parts[at]), how, cite="606-10-32-28", children=below)


def _split(
    view: View, whole: Step, mine: int, parts: Sequence[int], exactly: Sequence[Fraction], weights: Sequence[Step]
) -> tuple[str, bool]:
    """The formula of a share, and whether it is what the others leave."""
    total, amount = sum(exactly, Fraction(0)), sum(parts)
    weight = Fraction(1, len(parts)) if not total else exactly[mine] / total
    place = f"share {mine + 1} of {len(parts)}"
    if round_fraction(amount * weight) == parts[mine] and total:
        return f"= round({whole.value} x {weights[mine].value} / {_total(view.money, exactly)}); {place}", False
    if round_fraction(amount * weight) == parts[mine]:
        return f"{whole.value} in {len(parts)} equal parts: nothing is sold alone; {place}", False
    others = [view.money(part) for number, part in enumerate(parts) if number != mine]
    how = whole.value
    for other in others:
        how = difference(how, other)
    return f"= {how}; {place}, it takes the remainder", True


def _total(money: Amounts, exactly: Sequence[Fraction]) -> str:
    return money(sum(exactly, Fraction(0)))


def _sum_of(view: View, weights: Sequence[Step], exactly: Sequence[Fraction]) -> Step:
    """The standalone prices of a pool together."""
    how = f"= {summed([weight.value for weight in weights])}"
    value = _total(view.money, exactly)
    return view.step("standalone selling prices together", value, how, cite="606-10-32-31", children=weights)


def _named_part(
    view: View, whole: Step, together: Step, amount: int, name: str, mine: Step, part: int, weight: Fraction
) -> Step:
    """The share of another obligation."""
    how = f"by {mine.value} of {together.value}"
    if weight and round_fraction(amount * weight) == part:
        how = f"= round({whole.value} x {mine.value} / {together.value})"
    return view.step(f"share of {name}", view.money(part), how, cite="606-10-32-28", children=(whole, mine, together))


def _parts(view: View, pool: int) -> list[int]:
    """What each slot of a pool gets, in its order."""
    tables = view.tables
    rows = np.flatnonzero(tables.shares.pool == pool)
    amount, owner = ints([_amount(view, pool)]), np.zeros(len(rows), np.int64)
    largest = tables.pools.largest[[pool]]
    return [int(x) for x in rounding.allocate(amount, tables.shares.weight[rows], owner, 1, largest)]


def _amount(view: View, pool: int) -> int:
    """The whole amount of a pool, with what it carries on: what its slots got."""
    tables = view.tables
    slots = tables.shares.slot[tables.shares.pool == pool]
    own = int(tables.pools.amount[pool])
    carried = np.flatnonzero(tables.carried.pool == pool)
    if not len(carried):
        return own
    got = sum(int(view.book.allocated[slot]) - int(tables.slots.fixed[slot]) for slot in slots.tolist())
    return got


def _worth(view: View, slot: int) -> Step:
    """What a slot is weighed with: the standalone selling price at inception, or that of what is left at a change."""
    p = view.promise(int(view.tables.slots.obligation[slot]))
    worth = view.ruling.drafts.worth.get(slot, Fraction(0))
    since = int(view.tables.slots.since_on[slot])
    at_inception = view.ruling.ssp.get(p.obligation.ref)
    # The price of the contract may move on the day of a change: what it is split by then is that of inception.
    of_price = any(slot in made for made in view.ruling.slots[p.row])
    weighed = [one.by for one in view.ruling.ssp_left if (one.row, one.since_on) == (p.row, since) and not of_price]
    if weighed and isinstance(weighed[-1], Change):
        return worth_left(view, weighed[-1])
    if at_inception is not None and worth == at_inception:
        return standalone_price(view, p)
    value = view.money(worth)
    facts = [] if of_price else changes_on(view, since)
    own = [standalone_price(view, p)] if at_inception is not None else []
    if any(p.obligation.ref in {o.ref for o in added_by(fact)} for fact in facts_on(view, since)):
        return standalone_price(view, p, worth)
    if facts:
        label, how = f"standalone selling price of what is left of {p.obligation.ref}", f"as of {iso(since)}"
        return view.step(label, value, how, cite="606-10-25-13(a)", children=[*own, *facts])
    if len(p.pieces) > 1:
        return _of_step(view, p, slot, worth, (own or [standalone_price(view, p)])[0])
    return _beside_royalties(view, p, worth, (own or [standalone_price(view, p)])[0])


def _beside_royalties(view: View, p: Promise, worth: Fraction, alone: Step) -> Step:
    """What the fixed price of a license is weighed with: what royalties are not expected to cover, or all it is worth
    with them where they are shared too."""
    label, source = f"weight of {p.obligation.ref}", of_obligation(p, "royalty")
    said, least = expected_royalty(p.obligation) or 0, minimum_of(p.obligation, p.start, p.until)
    more = view.step("royalties that are expected", view.money(said), source=source)
    if least:
        minimum = view.step("their minimum", view.money(least), "by the contract or by the year", source=source)
        how = f"= above zero ({more.value} - {minimum.value})"
        label_more, worth_more = "royalties expected beyond their minimum", view.money(max(said - least, 0))
        more = view.step(label_more, worth_more, how, children=(more, minimum))
    full, below = alone.value, [alone, more]
    if p.obligation.ssp.form == "none":
        full = f"{alone.value} + {more.value}"
    shared = worth == view.exactly(alone) + (view.exactly(more) if "+" in full else 0)
    how = f"= {full}" if shared else f"= above zero ({full} - {more.value})"
    below = below if "+" in full or not shared else below[:1]
    return view.step(label, view.money(worth), how, cite="606-10-32-40", children=below)


def _of_step(view: View, p: Promise, slot: int, worth: Fraction, alone: Step) -> Step:
    """What a step of a price is weighed with: its part of the standalone selling price."""
    label, value = f"standalone selling price of a step of {p.obligation.ref}", view.money(worth)
    how, stated = "in proportion to the steps of its price", stated_price(view, p)
    at_inception = view.ruling.ssp.get(p.obligation.ref)
    number = next((n for made in view.ruling.slots[p.row] for n, one in enumerate(made) if one == slot), 0)
    if p.obligation.renewals is not None:
        parts = weighed_periods(view, p)
        together = f"({' + '.join(one.value for one in parts)})"
        how = f"= {alone.value} x {parts[number].value} / {together}"
        return view.step(label, value, how, cite="606-10-55-45", children=[alone, *parts])
    if at_inception is not None and p.obligation.price.form == "steps" and number < len(p.obligation.price.steps):
        amount = p.obligation.price.steps[number]
        piece = view.step("step of the price", view.money(amount), source=of_obligation(p, "price"))
        how = f"= {alone.value} x {piece.value} / {stated.value}"
        return view.step(label, value, how, cite="606-10-32-31", children=[alone, piece, stated])
    return view.step(label, value, how, cite="606-10-32-31", children=[alone, stated])


def _pool(view: View, pool: int, carried: Chain) -> Step:
    """What is split: a version of the price, or what a changed contract carries on with what the change adds."""
    key = ("pool", pool)
    if key not in view.memo:
        rows = np.flatnonzero(view.tables.carried.pool == pool)
        meaning = meanings(view).get(pool)
        if len(rows) or meaning is None:
            view.memo[key] = _changed(view, pool, rows.tolist(), carried)
        else:
            view.memo[key] = _of_version(view, meaning, int(view.tables.pools.amount[pool]))
    return view.memo[key]


def _of_version(view: View, meaning: Meaning, amount: int) -> Step:
    version, first = meaning.version, view.ruling.versions[0]
    if meaning.kind == "whole":
        return version_price(view, version)
    if meaning.kind == "moved":
        return moved_price(view, first, version)
    if meaning.kind == "apart":
        return apart_price(view, [p.row for p in meaning.members], version)
    refs = {p.obligation.ref for p in meaning.members}
    sets = [(terms, price) for terms in view.ruling.group for named, price in terms.bundles]
    bundles = [(terms, price) for terms in view.ruling.group for named, price in terms.bundles if set(named) == refs]
    terms, price = (bundles or sets)[0]
    together = view.step(
        "price at which they are sold together", view.money(price), source=of_terms(terms, "sold together")
    )
    if bundles:
        return together
    whole = fixed_price(view, first)
    value, how = view.money(amount), f"= {whole.value} - {together.value}; the discount belongs to the bundle"
    return view.step("price of the others", value, how, cite="606-10-32-37", children=(whole, together))


def meanings(view: View) -> dict[int, Meaning]:
    """What each pool of inception means, in the order in which they were made."""
    ruling, amounts = view.ruling, view.tables.pools.amount.tolist()
    there = [p for p in ruling.promises if ruling.slots[p.row]]
    sharing = [p for p in there if p.shares]
    weights = room(there, ruling.ssp, ruling.versions[0].amount, view.policies).weights
    found: dict[int, Meaning] = {}
    for version in ruling.versions[: max(map(len, ruling.slots), default=0)]:
        shared = pools(ruling.group, sharing, weights, ruling.versions[0].fixed, version.amount)
        kinds = ("whole",) if len(shared) == 1 else ("bundle", "bundle", "moved")
        made = [Meaning(version, tuple(members), kind) for (members, _), kind in zip(shared, kinds, strict=False)]
        totals = [total for _, total in shared]
        for rows, total in version.apart:
            if total:
                made.append(Meaning(version, tuple(p for p in there if p.row in rows), "apart"))
                totals.append(total)
        for meaning, total in zip(made, totals, strict=True):
            # A split too fine for a column has no pool.
            if len(found) < len(amounts) and amounts[len(found)] == total:
                found[len(found)] = meaning
    return found


def changes_on(view: View, on: int) -> list[Step]:
    """The changes of a day, each with its treatment."""
    return [changed_by(view, fact) for fact in facts_on(view, on)]


def facts_on(view: View, on: int) -> list[Fact]:
    """The rows of a day that change the contract."""
    rows = [fact for terms in view.ruling.group for fact in terms.happened]
    return [fact for fact in rows if fact.on == on and (takes_effect(fact) or fact.verb in ("renewed", "terminated"))]


def _changed(view: View, pool: int, rows: Sequence[int], carried: Chain) -> Step:
    """What is left of the price and what the change adds to it."""
    tables = view.tables
    slots = tables.shares.slot[tables.shares.pool == pool].tolist()
    since = int(tables.slots.since_on[slots[0]])
    change = _added(view, pool, since)
    left = [carried(view, int(tables.carried.tranche[row]), int(tables.carried.on[row])) for row in rows]
    value = view.money(_amount(view, pool))
    if not left:
        return change
    parts = [*left, change]
    how = f"= {summed([step.value for step in parts])}"
    before = since <= view.ruling.drafts.exists_on
    label = "price of what is agreed" if before else "price of what is left"
    return view.step(f"{label} on {iso(since)}", value, how, cite=paragraph(view, since), children=parts)


def _added(view: View, pool: int, since: int) -> Step:
    """What a change adds to the price of what is left: stated prices after it less those before it, prices of what it
    adds, and the change of the contract's price."""
    amount = int(view.tables.pools.amount[pool])
    label, value = f"added by the change of {iso(since)}", view.money(amount)
    treated = changes_on(view, since)
    facts = facts_on(view, since)
    done = _performed(view, pool, facts)
    if done is not None:
        part = stated_left(view, done)
        words, below = f"{label} for {done.live.ref}, which is performed", (part, work_left(view, done), *treated)
        return view.step(words, value, f"= {part.value}", cite="606-10-32-43", children=below)
    made = [_differences(view, pool, fact) for fact in facts if fact.verb == "amendment"]
    if len(facts) > 1:
        # Each change of a day adds to a pool of its own.
        made = [one for one in made if sum(number for number, _ in one) == amount]
    if made and since > view.ruling.drafts.exists_on:
        how = f"= {summed([step.value for _, step in made[0]])}" if made[0] else "nothing is agreed"
        children = [*(step for _, step in made[0]), *treated]
        return view.step(label, value, how, cite=paragraph(view, since), children=children)
    source = "" if treated else str(view.ruling.group[0].place)
    how = "prices of what is left after the change less those before it"
    return view.step(label, value, how, source=source, cite=paragraph(view, since), children=treated)


def _performed(view: View, pool: int, facts: Sequence[Fact]) -> Change | None:
    """The change of the price of what is performed already, where a pool is that alone: nothing else shares it."""
    tables = view.tables
    slots = tables.shares.slot[tables.shares.pool == pool]
    if len(slots) != 1 or (tables.carried.pool == pool).any():
        return None
    row, amount = int(tables.slots.obligation[slots[0]]), int(tables.pools.amount[pool])
    changes = [change.by for change in view.ruling.changes if change.row == row]
    found = [c for c in changes if isinstance(c, Change) and c.fact in facts and is_performed(c) and c.touched]
    return next((c for c in found if c.moved == amount), None)


def _differences(view: View, pool: int, fact: Fact) -> list[tuple[int, Step]]:
    """Each amount that an amendment adds or takes off, with its sign."""
    tables, tracks = view.tables, view.tables.tracks.obligation
    rows = set(tables.slots.obligation[tables.shares.slot[tables.shares.pool == pool]].tolist())
    carried = tables.carried.tranche[tables.carried.pool == pool]
    rows |= set(tracks[tables.tranches.track[carried]].tolist())
    changes = [change.by for change in view.ruling.changes if change.row in rows]
    mine = [c for c in changes if isinstance(c, Change) and c.fact is fact]
    found = [(c.moved, stated_left(view, c)) for c in mine if c.moved or c.new]
    new = [p for p in view.ruling.promises if p.row in rows and p.obligation.ref in {o.ref for o in added_by(fact)}]
    found += [(p.stated or 0, stated_price(view, p)) for p in new]
    lump = fact.fields.get("price", 0)
    if isinstance(lump, (int, Fraction)) and lump:
        found.append((int(lump), view.of_fact(fact, view.money(lump), f"price of the contract by {fact.verb}")))
    return found
