"""Royalties on sales or usage: revenue when the sales occur, or when the promise they pay for is kept if that is later.

They are never estimated, except where a minimum is fixed and a company reads the price of a right of access as minimum
and expected royalties together.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import NamedTuple

from duly.engine import tables as t
from duly.engine.contracts.terms import Fact
from duly.engine.delivery.progress import Measure, amount, completed_on, money_meter, place_of, so_far
from duly.engine.delivery.royalties import Accrued, accrued, minimum_of
from duly.engine.drafts import Drafts, Tranche
from duly.engine.grouped import Grouped
from duly.engine.policies import Policies
from duly.engine.recognition.licenses import ESTIMATE, expected_royalty, over_time, reading, room, split
from duly.engine.recognition.promises import Promise, Ruling, add_track, revenue_track
from duly.ground.cites import cites
from duly.ground.columns import ints
from duly.ground.errors import DulyError
from duly.ground.rounding import share

_AT_A_POINT = ("on delivery", "on acceptance", "on exercise or expiry")


class MissingExpectedRoyalty(DulyError):
    """Royalties are to be estimated, and nothing says what is expected of them."""


@cites("606-10-55-65", "606-10-55-65A", "606-10-55-65B", ifrs15=("B63", "B63A", "B63B"))
def earn_royalties(ruling: Ruling, policies: Policies) -> None:
    """One track for each promise that royalties belong to: their license alone, or all that share the price."""
    licensed = [p for p in ruling.promises if p.obligation.royalty is not None and not p.by_use]
    if not licensed:
        return
    # What an amendment adds has no part in how inception shared the price; a royalty of its own is its own.
    sharing = [q for q in ruling.promises if q.shares and q.obligation.ref in ruling.ssp]
    found = room(sharing, ruling.ssp, ruling.versions[0].amount, policies)
    ruling.variable.update(found.variable)
    for p in licensed:
        rows = accrued(p.obligation, p.terms, p.start)
        if minimum_of(p.obligation, p.start, p.until) and over_time(p):
            read = reading(p, policies)
            ruling.decisions[f"minimum royalty of {p.obligation.ref}"] = read
            if read == ESTIMATE:
                _estimated(p, rows, ruling)
                continue
        _name_minimum(p, ruling)
        if found.alone or p not in sharing:
            _earn(p, [(one.fact, one.beyond) for one in rows], ruling, policies)
        else:
            for q, parts in zip(sharing, _shared(rows, [found.whole[q.obligation.ref] for q in sharing]), strict=True):
                _earn(q, parts, ruling, policies)


def _name_minimum(p: Promise, ruling: Ruling) -> None:
    """Say which track earns the minimum: the last piece of the price, or all of it where nothing else is agreed."""
    minimum = minimum_of(p.obligation, p.start, p.until)
    mine = [i for i, x in enumerate(ruling.drafts.tracks) if x.obligation == p.row and x.credit == t.REVENUE]
    if minimum and mine:
        named = mine if p.stated == minimum else mine[len(p.pieces) - 1 : len(p.pieces)]
        ruling.kinds.update(dict.fromkeys(named, "minimum"))


def _shared(rows: Sequence[Accrued], weights: Sequence[Fraction]) -> list[list[tuple[Fact, int]]]:
    """What of each report belongs to each promise, by weight; the running totals add up to the royalties."""
    total, before = 0, [0] * len(weights)
    parts: list[list[tuple[Fact, int]]] = [[] for _ in weights]
    for one in rows:
        total += one.beyond
        now = split(total, weights)
        for place, (new, old) in enumerate(zip(now, before, strict=True)):
            parts[place].append((one.fact, new - old))
        before = now
    return parts


def _earn(p: Promise, rows: Sequence[tuple[Fact, int]], ruling: Ruling, policies: Policies) -> None:
    """Royalties of a promise on the day of the sales, or on the day from which it is kept."""
    kept = completed_on(p.measure, ruling.drafts) if p.obligation.earn in _AT_A_POINT else p.start or -t.NEVER
    if kept == t.NEVER:
        return
    dated = [(replace(fact, on=max(fact.on, kept)), Fraction(minor)) for fact, minor in rows]
    meter = money_meter(sorted(dated, key=lambda row: row[0].on), ruling.drafts)
    revenue = revenue_track(p)
    add_track(revenue, p._replace(measure=meter), ruling.drafts, policies, [(-t.NEVER, t.NO_ROW, 1)])
    ruling.kinds[len(ruling.drafts.tracks) - 1] = "royalty"


class _Turn(NamedTuple):
    """What holds from a day on: price over time, and the amount revenue may not exceed."""

    on: int
    price: int
    cap: int
    cause: int = 0


def _estimated(p: Promise, rows: Sequence[Accrued], ruling: Ruling) -> None:
    """Minimum and expected royalties over the time of the license, never above the higher of minimum and royalties to
    date; at the end that higher amount is the price."""
    drafts = ruling.drafts
    drafts.tracks.append(revenue_track(p))
    ruling.kinds[len(drafts.tracks) - 1] = "minimum"
    turns = list(_turns(p, rows))
    ends = [*(turn.on for turn in turns[1:]), max(turns[-1].on, p.measure.until)]
    for turn, until in zip(turns, ends, strict=True):
        _tranche(turn, turn.on, p, drafts, capped=False)
        _tranche(turn, _first_above(turn, until, p, drafts), p, drafts, capped=True)


def _turns(p: Promise, rows: Sequence[Accrued]) -> Iterator[_Turn]:
    """Inception, each report of sales, and each new estimate."""
    o, minimum = p.obligation, minimum_of(p.obligation, p.start, p.until)
    expected = expected_royalty(o)
    if expected is None:
        raise MissingExpectedRoyalty(
            f"{o.ref} has a minimum and no `expected` royalty to estimate the price by",
            place=place_of(o, "royalty"),
            why="policy `minimum royalty` is `estimate`: minimum and expected royalties are earned over time",
            fix="add `expected:` to the royalty, or choose another reading",
            cite="606-10-55-65, 606-10-25-31",
        )
    estimates = [f for f in p.terms.happened if "expected royalty" in f.fields and o.ref in f.subjects]
    told: list[tuple[int, int, int, int | None]] = [(one.fact.on, one.fact.order, one.beyond, None) for one in rows]
    told += [(f.on, f.order, 0, amount(f, "expected royalty")) for f in estimates]
    cap = minimum
    yield _Turn(-t.NEVER, max(expected, cap), cap)
    for on, _, beyond, anew in sorted(told, key=lambda row: row[:2]):
        cap += beyond
        expected = expected if anew is None else anew
        cause = 0 if anew is None else t.CAUSE["estimate"]
        yield _Turn(on, max(expected, cap), cap, cause)


def _first_above(turn: _Turn, until: int, p: Promise, drafts: Drafts) -> int:
    """The first day before `until` on which the price over time reaches the cap; `until` where none does, which begins
    anew anyway."""
    low, high = min(max(turn.on, p.measure.from_on), until), until
    while low < high:
        middle = (low + high) // 2
        done, total = so_far(p.measure, drafts, middle)
        reached = int(share(ints([turn.price]), ints([done]), ints([total]))[0]) >= turn.cap
        low, high = (low, middle) if reached else (middle + 1, high)
    return low


def _tranche(turn: _Turn, since: int, p: Promise, drafts: Drafts, *, capped: bool) -> None:
    """A tranche of the price over time, or of the cap as it stands; a later one of the same day replaces it."""
    m = Measure(t.BY_DAY, until=1) if capped else p.measure
    place = drafts.at(place_of(p.obligation, "royalty"))
    track = len(drafts.tracks) - 1
    drafts.tranches = Grouped(x for x in drafts.tranches if (x.track, x.since_on) != (track, since))
    price = turn.cap if capped else turn.price
    span = (m.kind, m.from_on, m.until, m.meter, m.option)
    row = Tranche(
        track, since, t.NO_ROW, price, 0, 0, *span, t.EXACT, place, cause=turn.cause if since == turn.on else 0
    )
    drafts.tranches.append(row)
