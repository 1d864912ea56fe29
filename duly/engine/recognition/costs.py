"""Costs to obtain and to fulfill a contract: what is an asset, over which time it is written off, and the expedient.

The period is what the row says; else the term, with the renewals that are expected where they pay no commission like
the first. What a change of the period or the end of the contract leaves is written off from then on.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple, cast

from duly.engine import tables as t
from duly.engine.contracts.amendments import changed_by
from duly.engine.contracts.terms import Fact, Terms
from duly.engine.delivery.progress import Measure, amount, so_far, span
from duly.engine.drafts import Drafts, Posting, Track, Tranche
from duly.engine.policies import Policies
from duly.engine.recognition.promises import Promise, Ruling
from duly.ground import dates
from duly.ground.cites import cites
from duly.ground.columns import ints
from duly.ground.dates import Duration
from duly.ground.errors import DulyError
from duly.ground.rounding import share

ASSET, AMORTIZATION = t.ROLE["contract_cost_asset"], t.ROLE["contract_cost_amortization"]
_BY = {
    "day": t.BY_DAY,
    "week": t.BY_WEEK,
    "month": t.BY_MONTH,
    "month prorated": t.BY_MONTH_PRORATED,
}
_OBTAINING = ("commission", "obtaining")
# The measure of what is not written off: its time never comes.
_NOT_YET = Measure(t.BY_DAY, t.NEVER, t.NEVER + 1)


class NothingToFollow(DulyError):
    """A cost that is to be written off by progress, and no obligation whose progress that is."""


class Turn(NamedTuple):
    """What changes how an asset is written off, from a day on. measure: over which time what is left goes, None where
    the measure stays · over: nothing of what it served is left · loss: taken off without being written off."""

    on: int
    measure: Measure | None = None
    over: bool = False
    loss: int = 0


class Stage(NamedTuple):
    """How an asset is written off from a day on: `base` until then, `price` more over `measure`."""

    since_on: int
    base: int
    price: int
    measure: Measure

    def written_off(self, on: int, drafts: Drafts) -> int:
        """What is written off at the end of a day, minor units."""
        done, total = so_far(self.measure, drafts, on)
        parts = ints([self.price]), ints([min(max(done, 0), total)]), ints([max(total, 1)])
        return self.base + int(share(*parts)[0])

    def left(self, on: int, drafts: Drafts) -> int:
        """What is still to be written off at the end of a day, minor units."""
        return self.base + self.price - self.written_off(on, drafts)


class Asset(NamedTuple):
    """A capitalized cost: its row of the file, its amount, the obligation it follows (-1: none), its first measure
    (None: it is not written off) and its turns."""

    fact: Fact
    amount: int
    row: int
    measure: Measure | None
    turns: tuple[Turn, ...] = ()

    def stages(self, drafts: Drafts) -> list[Stage]:
        """The stages of the write-off, in the order of their days."""
        found = [Stage(-t.NEVER, 0, self.amount, self.measure or _NOT_YET)]
        for turn in sorted(self.turns, key=lambda turn: turn.on):
            last = found[-1]
            left = last.left(turn.on - 1, drafts)
            before = last.base + last.price - left
            found.append(Stage(turn.on, before, left - turn.loss, _next(last.measure, turn, drafts)))
        return found

    def carried(self, on: int, drafts: Drafts) -> int:
        """What is left of the asset at the end of a day; nothing before its own day."""
        stage = [s for s in self.stages(drafts) if s.since_on <= on][-1]
        return stage.left(on, drafts) if on >= self.fact.on else 0


def _next(m: Measure, turn: Turn, drafts: Drafts) -> Measure:
    """The measure of what is left from the day of a turn on."""
    if turn.over:
        return Measure(t.BY_DAY, turn.on, turn.on + 1)
    if turn.measure is not None:
        return turn.measure
    return _left(m, turn.on, drafts)


def _left(m: Measure, on: int, drafts: Drafts) -> Measure:
    """The measure of what is left at the beginning of a day; a measure that is complete by then, of that day alone."""
    if m.kind != t.BY_METER and on <= m.from_on:
        return m
    done, total = so_far(m, drafts, on - 1)
    if 0 < total <= done:
        return Measure(t.BY_DAY, on, on + 1)
    return m._replace(option=m.option + done) if m.kind == t.BY_METER else m._replace(from_on=on, option=0)


@cites("340-40-25-1", "340-40-25-3", "340-40-25-5", ifrs15=("91", "93", "95"))
def assets_of(ruling: Ruling, policies: Policies) -> list[Asset]:
    """The costs that become assets, with their stages; the others are booked as expenses of their day."""
    found = []
    for terms in ruling.group:
        for fact in terms.costs:
            cost = amount(fact, fact.verb)
            if not _is_asset(fact):
                _pay(fact, t.ROLE["other_expense"], cost, ruling.drafts)
            elif fact.on < ruling.drafts.exists_on:
                ruling.drafts.notes.append(f"{fact.place}: no contract yet, so this cost is an expense (340-40-25-1)")
                _pay(fact, _expense_of(fact), cost, ruling.drafts)
            elif _expedient(fact, terms, policies):
                _pay(fact, t.ROLE["commission_expense"], cost, ruling.drafts)
            else:
                _pay(fact, ASSET, cost, ruling.drafts)
                found.append(_asset(fact, terms, cost, ruling))
    return found


def _is_asset(fact: Fact) -> bool:
    """Extra costs of obtaining, others that the customer must pay in any case, and costs to fulfill."""
    if fact.verb == "obtaining":
        return bool(fact.fields.get("incremental")) or bool(fact.fields.get("chargeable"))
    return fact.verb != "expense"


def _expense_of(fact: Fact) -> int:
    return t.ROLE["commission_expense" if fact.verb in _OBTAINING else "other_expense"]


def _pay(fact: Fact, debit: int, cost: int, drafts: Drafts) -> None:
    """Paid in cash, or owed where the row says so."""
    owed = t.ROLE["commission_payable" if fact.verb == "commission" else "accrued_liability"]
    credit = owed if fact.fields.get("paid") is False else t.CASH
    if cost:
        step = t.STEP["cost"]
        drafts.postings.append(Posting(0, t.NO_ROW, fact.on, debit, credit, cost, step, drafts.at(fact.place)))


@cites("340-40-25-4", ifrs15=("94",))
def _expedient(fact: Fact, terms: Terms, policies: Policies) -> bool:
    """Whether a cost of obtaining may be an expense at once: elected, and its asset would last a year or less, with
    the renewals that are expected."""
    if policies["cost expedient"] != "used" or fact.verb not in _OBTAINING:
        return False
    found = period(fact, terms)
    return found is not None and found[1] <= dates.add_months(found[0], 12)


@cites("340-40-35-1", ifrs15=("99",))
def period(fact: Fact, terms: Terms) -> tuple[int, int] | None:
    """[first day, end) of the write-off by time; None where nothing says it."""
    over, fields = fact.fields.get("over"), fact.fields
    start, until = terms.from_on, terms.until
    for o in terms.obligations:
        if o.ref == over:
            start, until = span(o, terms)
    begins = cast(int, fields.get("from", max(fact.on, start or fact.on)))
    if isinstance(over, Duration):
        return begins, dates.add(begins, over)
    if start is None or until is None:
        return None
    until = _with_renewals(until, start, terms, fields) if over is None else until
    return begins, max(until, begins + 1)


def _with_renewals(until: int, start: int, terms: Terms, fields: Mapping[str, Any]) -> int:
    """The end of the term and of the renewals that this cost also buys."""
    count = int(fields.get("anticipated renewals", 0))
    if fields.get("renewal commission") == "commensurate":
        return until
    each = terms.renews or Duration(months=dates.months_started(start, until))
    for _ in range(count):
        until = dates.add(until, each)
    return until


def _asset(fact: Fact, terms: Terms, cost: int, ruling: Ruling) -> Asset:
    """The asset, with what changes of the period and the end of the contract make of it."""
    followed = _followed(fact, ruling)
    first = _measure(fact, terms, followed, ruling.drafts)
    if first is None:
        ruling.drafts.notes.append(f"{fact.place}: not written off: neither `over` nor a term says how long it lasts")
    row = followed.row if followed is not None else t.NO_ROW
    return Asset(fact, cost, row, first, tuple(_turns(fact, terms, followed, first)))


def _followed(fact: Fact, ruling: Ruling) -> Promise | None:
    """The promise whose progress the cost follows."""
    name = fact.fields.get("over")
    found = [p for p in ruling.promises if p.obligation.ref == name]
    if not found and fact.fields.get("by") == "progress":
        raise NothingToFollow(
            "the cost is written off by progress, and names no obligation",
            place=fact.place,
            why="an asset goes as the goods or services it belongs to are transferred",
            fix="write `over:` with the obligation",
            cite="340-40-35-1",
        )
    return found[0] if found else None


def _measure(fact: Fact, terms: Terms, followed: Promise | None, drafts: Drafts) -> Measure | None:
    by = str(fact.fields.get("by", "progress" if followed is not None else "month"))
    if followed is not None and followed.by_use:
        by = "month"  # use has no total whose progress an asset could follow
    if by == "progress":
        assert followed is not None  # checked where it was looked up
        return _left(followed.measure, fact.on, drafts)
    found = period(fact, terms)
    return None if found is None else Measure(_BY[by], *found)


@cites("340-40-35-2", ifrs15=("100",))
def _turns(fact: Fact, terms: Terms, followed: Promise | None, first: Measure | None) -> Iterator[Turn]:
    """The changes of the period of what is written off by time, and the end of what the cost serves."""
    name = followed.obligation.ref if followed is not None else ""
    for event in terms.happened:
        if event.verb == "terminated" and event.on >= fact.on and (not event.subjects or name in event.subjects):
            yield Turn(event.on, over=True)
            return
        new = _new_end(fact, event, terms, followed)
        if first is not None and first.kind != t.BY_METER and new is not None:
            begins = max(event.on, first.from_on)
            yield Turn(begins, Measure(first.kind, begins, max(new, begins + 1)))


def _new_end(fact: Fact, event: Fact, terms: Terms, followed: Promise | None) -> int | None:
    """The new end of the period that an approved amendment makes; None where it leaves it."""
    if event.fields.get("approved") is False:
        return None
    changes = changed_by(event)
    new_term = cast("int | None", changes.get("term", {}).get("until"))
    if followed is not None:
        follows_term = not {"to", "months"} & set(followed.obligation.places)
        new_own = changes.get(followed.obligation.ref, {}).get("until")
        return cast("int | None", new_own or (new_term if follows_term else None))
    if "over" in fact.fields or new_term is None or terms.from_on is None:
        return None
    return _with_renewals(new_term, terms.from_on, terms, fact.fields)


def write_off(assets: Sequence[Asset], drafts: Drafts) -> None:
    """One track an asset, a tranche for each of its stages."""
    for asset in assets:
        drafts.tracks.append(Track(0, asset.row, AMORTIZATION, ASSET, t.STEP["cost"]))
        number, place = len(drafts.tracks) - 1, drafts.at(asset.fact.place)
        for s in asset.stages(drafts):
            m = s.measure
            measured = (m.kind, m.from_on, m.until, m.meter, m.option, t.EXACT, place)
            drafts.tranches.append(Tranche(number, s.since_on, t.NO_ROW, s.price, 0, s.base, *measured))
