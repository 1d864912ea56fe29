"""What a change of a contract makes of its price and its obligations, under the treatment that it gets (606-10-25-10 to
25-13)."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import cast

from duly.engine import tables as t
from duly.engine.contracts.terms import Fact, Obligation, Terms
from duly.engine.delivery.progress import Measure, measure, opening
from duly.engine.drafts import Drafts, Pool
from duly.engine.drafts import Obligation as ObligationRow
from duly.engine.policies import Policies
from duly.engine.pricing.standalone import Asked, Shelf, standalone
from duly.engine.pricing.stated import priced_by_use
from duly.engine.recognition.assessed import agree_before
from duly.engine.recognition.changeable import nothing_added, nothing_left, require_prices, see_that_it_matters
from duly.engine.recognition.changes import Change, Live, change_of, quantity_of, stated_of, take_up
from duly.engine.recognition.continued import (
    begin,
    beyond,
    carry,
    count_finely,
    finish,
    go_on,
    merge,
    new_slot,
    next_round,
    reprice_finished,
    settle,
    settle_finished,
    stop,
)
from duly.engine.recognition.endings import end_early
from duly.engine.recognition.later import before_changes, first_change, move_material, move_price
from duly.engine.recognition.owed import Lumps, remember, share_lumps
from duly.engine.recognition.price import PriceVersion
from duly.engine.recognition.promises import (
    Piece,
    Promise,
    Ruling,
    Signs,
    SspLeft,
    Treatment,
    add_track,
    revenue_track,
    whole_weights,
)
from duly.engine.recognition.prorated import additions, days_bought, priced
from duly.engine.recognition.treatments import MissingJudgement, Row, treatment
from duly.engine.recognition.tried import Amended, Tried, copied
from duly.ground.errors import DulyError
from duly.ground.rounding import round_fraction


def modify(ruling: Ruling, shelf: Shelf, policies: Policies, tried: Tried | None = None) -> None:
    """Apply the amendments and terminations of a contract in the order of their days; one of them also in every other
    way, where somebody asks."""
    tracks = _revenue_tracks(ruling.drafts)
    lives = [_live(p, tracks.get(p.row, []), ruling) for p in ruling.promises if p.shares]
    first = len(before_changes(ruling.versions, ruling.promises))
    happened = [(fact, terms) for terms in ruling.group for fact in terms.happened]
    events = sorted(happened, key=lambda pair: (pair[0].on, pair[0].order))
    _go_through(events, list(enumerate(ruling.versions))[first:], lives, ruling, shelf, policies, tried)


def _go_through(
    events: Sequence[tuple[Fact, Terms]],
    moves: list[tuple[int, PriceVersion]],
    lives: list[Live],
    ruling: Ruling,
    shelf: Shelf,
    policies: Policies,
    tried: Tried | None = None,
) -> None:
    for number, (fact, terms) in enumerate(events):
        while moves and moves[0][1].since_on <= fact.on:
            move_price(moves.pop(0)[0], lives, ruling, policies)
        if fact.verb == "amendment" and fact.fields.get("approved") is False:
            ruling.drafts.notes.append(
                f"{fact.place}: amendment {fact.ref} is not approved and has no effect (606-10-25-10)"
            )
        elif fact.verb == "amendment":
            amended = _amended(fact, terms, lives, ruling, shelf._replace(on=fact.on), policies)
            if tried is not None:
                _try(tried, amended, events[number + 1 :], moves, shelf, policies)
            _carry_out(amended, None, policies)
        elif fact.verb == "estimate" and "uninstalled" in fact.fields and fact.on > first_change(ruling.promises):
            for live in lives:
                if live.ref in fact.subjects:
                    move_material(live, fact.on, ruling.drafts, policies)
        elif fact.verb == "terminated":
            end_early(fact, terms, lives, ruling, policies)
    for number, _ in moves:
        move_price(number, lives, ruling, policies)


def _try(
    tried: Tried,
    amended: Amended,
    rest: Sequence[tuple[Fact, Terms]],
    moves: Sequence[tuple[int, PriceVersion]],
    shelf: Shelf,
    policies: Policies,
) -> None:
    """Carry out an amendment in every other way, each on a copy of what was decided before it."""
    for name in tried.ways(amended):
        one = copied(amended)
        try:
            _carry_out(one, name, policies)
            _go_through(rest, list(moves), one.lives, one.ruling, shelf, policies)
            tried.found[name] = one.ruling
        except DulyError as error:
            tried.found[name] = error


def _revenue_tracks(drafts: Drafts) -> dict[int, list[int]]:
    """The tracks that earn revenue, by obligation."""
    found: dict[int, list[int]] = {}
    for track, x in enumerate(drafts.tracks):
        if x.credit == t.REVENUE:
            found.setdefault(x.obligation, []).append(track)
    return found


def _live(p: Promise, tracks: list[int], ruling: Ruling) -> Live:
    drafts = ruling.drafts
    agreed = Fraction(p.stated or 0)
    ssp = ruling.ssp[p.obligation.ref]
    beside = (tracks.pop(),) if p.measure.bare or p.measure.less else ()
    quantity, price = quantity_of(p.obligation), p.obligation.price
    live = Live(p, p.measure, agreed, ssp, quantity, price, p.start, p.until, tracks, beside=beside)
    taken_over = opening(p.obligation, p.terms)
    if taken_over is not None:
        take_up(live, taken_over.on + 1, drafts)
    return live


def _amended(fact: Fact, terms: Terms, lives: list[Live], ruling: Ruling, shelf: Shelf, policies: Policies) -> Amended:
    """What an amendment changes and adds, and the row of the table that fits; nothing is done about it yet."""
    require_prices(fact, ruling.promises)
    days = days_bought(fact, terms, policies)
    mine = [live for live in lives if not live.ended]
    for live in mine:
        count_finely(live, fact, ruling)
    changes = [change_of(live, fact, terms, ruling.drafts, days) for live in mine]
    see_that_it_matters(fact, ruling.promises, lives, changes)
    adds = additions(fact, days)
    added = [priced(o, fact, terms, days) for o in adds if not priced_by_use(o)]
    prices = {o.ref: Fraction(round_fraction(stated_of(o))) for o in added}
    asked = [Asked(o, o.from_on, o.until, None if o.price.form == "none" else prices[o.ref]) for o in added]
    alone = standalone(asked, sum(prices.values(), Fraction(0)), {}, shelf) if asked else {}
    ruling.ssp_added |= alone
    lump = Fraction(cast(int, fact.fields.get("price", 0)))
    new = [_join(o, alone.get(o.ref, Fraction(0)), prices.get(o.ref), terms, ruling, policies) for o in adds]
    amended = Amended(fact, terms, changes, new, lump, lives, ruling)
    if fact.on <= ruling.drafts.exists_on:
        return amended
    signs = _signs(fact, changes, adds, prices, alone, lump)
    return amended._replace(signs=signs, row=treatment(signs, fact))


def _carry_out(amended: Amended, asked: str | None, policies: Policies) -> None:
    """Apply an amendment as the table says, or as a person decided or `asked`."""
    fact, terms, changes, new, lump, lives, ruling, signs, row = amended
    if row is None or signs is None:
        agree_before(fact, changes, new, lump, lives, ruling, policies)
    else:
        chosen = asked or _overridden(fact, terms, row)
        ruling.treatments[fact.place, fact.ref] = Treatment(fact.ref, chosen, row.treatment, row.cite, signs)
        if chosen == "separate":
            parts = _separate(fact, changes, new, lump, ruling, policies)
        else:
            parts = _share_out(fact, chosen, changes, new, lump, ruling, policies)
        remember(fact, changes, new, parts, ruling)
    lives.extend(live for live in new if not live.promise.by_use)


def _signs(
    fact: Fact,
    changes: Sequence[Change],
    adds: Sequence[Obligation],
    prices: dict[str, Fraction],
    alone: dict[str, Fraction],
    lump: Fraction,
) -> Signs:
    """What the table looks at. A unit of minor money a line may be lost in agreeing a price."""
    grown = [c for c in changes if c.ssp_grown]
    added = sum(prices.values(), Fraction(0)) + sum((c.delta for c in changes if c.delta), Fraction(0)) + lump
    worth = sum(alone.values(), Fraction(0)) + sum((c.ssp_grown for c in grown), Fraction(0))
    lines = len(prices) + len(grown)
    distinct = [_said(fact, "distinct", o.ref, True if o.series else None, o) for o in adds]
    distinct += [_said(fact, "distinct", c.live.ref, True, c.live.promise.obligation) for c in grown]
    # What is agreed anew of the rest is no price of an addition.
    at_standalone = abs(added - worth) <= lines and lines > 0 and not _others(changes)
    signs = Signs(bool(adds or grown), all(distinct), at_standalone)
    if signs.separate:
        return signs
    left = concerned(changes, bool(adds), lump)
    remaining = [is_distinct(fact, c) for c in left]
    rest = tuple(c.live.ref for c in left)
    return signs._replace(remaining=(*remaining, *distinct[: len(adds)]), rest=rest)


def _others(changes: Sequence[Change]) -> list[Change]:
    """What changes beside an addition: the price or the extent of what does not grow."""
    return [c for c in changes if (c.delta or c.resized) and not c.ssp_grown]


def concerned(changes: Sequence[Change], adds: bool, lump: Fraction) -> list[Change]:
    """What an amendment moves of what is left: what it names and what is distinct by nature. A change of the price that
    names nothing concerns it all, and so does one that leaves nothing of what it names (606-10-25-13)."""
    left = [c for c in changes if not c.finished]
    named, taking = any(c.touched for c in left), [c for c in left if c.touched or _by_nature(c)]
    all_of_it = not any(c.goes_on for c in taking) if named else bool(lump)
    return left if all_of_it and not adds else taking


def _by_nature(c: Change) -> bool | None:
    """Distinct without a judgement: a series, counted units, or what has not begun; None where a person must say."""
    o = c.live.promise.obligation
    return True if o.series or (c.live.counted and c.units > 1) or c.done <= 0 else None


def is_distinct(fact: Fact, c: Change) -> bool:
    """Whether what is left of an obligation is distinct from what was transferred (606-10-25-13)."""
    return _said(fact, "remaining distinct", c.live.ref, _by_nature(c), c.live.promise.obligation)


def _said(fact: Fact, key: str, ref: str, nature: bool | None, o: Obligation) -> bool:
    said = fact.fields.get(key)
    if isinstance(said, bool):
        return said
    if isinstance(said, dict) and ref in said:
        return bool(said[ref])
    if nature is not None:
        return nature
    raise MissingJudgement(
        f"amendment {fact.ref} does not say whether {ref} is distinct",
        place=fact.place,
        why=f"`{key}` decides between the treatments of a change, and nothing about {ref} settles it",
        fix=f"add `{key}: {{{ref}: yes}}` or `no`",
        cite="606-10-25-12, 606-10-25-13",
    )


def _overridden(fact: Fact, terms: Terms, row: Row) -> str:
    """The treatment, or the one a person decided last with a reason."""
    judged = [one for one in terms.judged if one.fields.get("treatment") == fact.ref]
    return str(max(judged, key=lambda one: (one.on, one.order)).fields["as"]) if judged else row.treatment


def _join(
    o: Obligation, ssp: Fraction, price: Fraction | None, terms: Terms, ruling: Ruling, policies: Policies
) -> Live:
    """An added obligation becomes a promise of the contract."""
    m = measure(o, terms, ruling.drafts, policies)
    stated = None if price is None else round_fraction(price)
    by_use = priced_by_use(o)
    p = Promise(o, terms, len(ruling.promises), o.from_on, o.until, stated, m, by_use, o.setup, (Piece(m),))
    ruling.promises.append(p)
    ruling.slots.append([])
    row = ObligationRow(o.ref, terms.ref, 0, p.row, stated or 0, round_fraction(ssp))
    ruling.drafts.obligations.append(row)
    if by_use:
        add_track(revenue_track(p), p, ruling.drafts, policies, [(-t.NEVER, t.NO_ROW, 1)])
    return Live(p, m, Fraction(row.price), ssp, quantity_of(o), o.price, o.from_on, o.until, [])


def _separate(
    fact: Fact, changes: Sequence[Change], new: Sequence[Live], lump: Fraction, ruling: Ruling, policies: Policies
) -> Lumps:
    """A contract of its own: the added price over what was added; everything before goes on as it was."""
    drafts = ruling.drafts
    parts: list[tuple[Live, Fraction]] = [(live, live.ssp) for live in new if not live.promise.by_use]
    if _others(changes) or (lump and not any(c.ssp_grown for c in changes) and not parts):
        raise nothing_added(fact)
    total = sum((live.agreed for live, _ in parts), lump)
    grown = [c for c in changes if c.ssp_grown]
    for c in grown:
        m = _added_span(c, fact, drafts)
        p = c.live.promise._replace(measure=m)
        more = Live(p, m, Fraction(c.moved), c.ssp_grown, None, c.price, c.begins, c.until, [])
        parts.append((more, c.ssp_grown))
        total += c.moved
    if not parts:
        return {}
    lumps = share_lumps(lump, [], parts)
    drafts.pools.append(Pool(0, round_fraction(total), int(policies["allocation remainder"] == "largest")))
    for (live, ssp), weight in zip(parts, whole_weights([w for _, w in parts], drafts.ref), strict=True):
        slot = new_slot(live, fact.on, drafts, weight, ssp)
        begin(live, fact, slot, drafts, policies)
    for c, (live, _) in zip(grown, parts[len(parts) - len(grown) :], strict=True):
        merge(c, fact, live, lumps[c.live.promise.row], drafts)
    for live in new:
        live.lump = Fraction(lumps.get(live.promise.row, 0))
    return {**lumps, **{c.live.promise.row: lumps[c.live.promise.row] + round_fraction(c.lump) for c in grown}}


def _reprice(fact: Fact, changes: Sequence[Change], drafts: Drafts) -> None:
    """New prices of what is satisfied are revenue at once."""
    for c in changes:
        if c.finished and c.touched and c.delta:
            reprice_finished(c, fact, drafts)
            settle_finished(c)


def _added_span(c: Change, fact: Fact, drafts: Drafts) -> Measure:
    """How what grew is measured: more units after those promised before, more for the time or the work that is left,
    or the time that was added."""
    m = c.live.measure
    if c.live.counted:
        return beyond(c, fact, drafts)
    if not m.timed:
        return m._replace(option=m.option + c.done)
    added = m.left_from(fact.on) if c.quantity != c.live.quantity else m._replace(from_on=m.until)
    return added._replace(until=m.until if c.until is None else c.until)


def _share_out(
    fact: Fact,
    chosen: str,
    changes: Sequence[Change],
    new: Sequence[Live],
    lump: Fraction,
    ruling: Ruling,
    policies: Policies,
) -> Lumps:
    """Prospective, catch-up or mixed: the price not yet recognized and the change, over what is left by SSP of the day.

    price of what is left = transaction price in force - revenue to the evening before + change
    """
    drafts = ruling.drafts
    _reprice(fact, changes, drafts)
    added = [live for live in new if live.promise.shares]
    left = concerned(changes, bool(added), lump)
    shared = [c for c in left if c.goes_on]
    if not shared and not added:
        return _end(fact, left, lump, drafts)
    change = lump + sum(c.moved for c in left) + sum((live.agreed for live in added), Fraction(0))
    pool, largest = len(drafts.pools), int(policies["allocation remainder"] == "largest")
    lumps = share_lumps(lump, left, [(c.live, c.ssp_left) for c in shared] + [(live, live.ssp) for live in added])
    drafts.pools.append(Pool(0, round_fraction(change), largest, next_round(drafts)))
    drafts.carried.extend(carry(left, pool, fact.on, drafts))
    weights = whole_weights([c.ssp_left for c in shared] + [live.ssp for live in added], drafts.ref)
    for c, weight in zip(shared, weights[: len(shared)], strict=True):
        prospective = chosen == "prospective" or (chosen == "mixed" and is_distinct(fact, c))
        go_on(c, fact, new_slot(c.live, fact.on, drafts, weight, c.ssp_left), prospective, drafts)
        ruling.ssp_left.append(SspLeft(c.live.promise.row, fact.on, round_fraction(c.ssp_left), c))
        settle(c, prospective, fact, Fraction(lumps[c.live.promise.row]), drafts)
        c.live.blends |= {pool: c.ssp_left} if prospective else {}
    for live, weight in zip(added, weights[len(shared) :], strict=True):
        begin(live, fact, new_slot(live, fact.on, drafts, weight, live.ssp), drafts, policies)
        live.blends[pool], live.lump = live.ssp, Fraction(lumps[live.promise.row])
    for c in left:
        if not c.goes_on:
            stop(c.live, fact.on, drafts)
    return lumps


def _end(fact: Fact, left: Sequence[Change], lump: Fraction, drafts: Drafts) -> Lumps:
    """Nothing goes on that could share the price."""
    if lump and not left:
        raise nothing_left(fact)
    lumps = share_lumps(lump, left, [])
    for c in left:
        finish(c, fact, lumps[c.live.promise.row] - round_fraction(c.lump), drafts)
    return lumps
