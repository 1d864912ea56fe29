"""Impairment of contract cost assets: what is above the consideration still to come, less the costs still to come.

Tested at the end of each month of an asset's life, on the whole of a contract. What still comes counts the renewals
over which the assets are written off, at the price of the contract for as long a time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

import numpy as np

from duly.engine import tables as t
from duly.engine.delivery.progress import amount, so_far
from duly.engine.drafts import Drafts, Posting, stack
from duly.engine.policies import Policies
from duly.engine.pricing.stated import amount_of
from duly.engine.recognition.costs import ASSET, Asset, Turn, assets_of, write_off
from duly.engine.recognition.onerous import expected_cost, of_cost
from duly.engine.recognition.position import Priced, days_at_once, force_by_day, position_by_day, prepared, priced
from duly.engine.recognition.promises import Promise, Ruling
from duly.ground import dates
from duly.ground.cites import cites
from duly.ground.rounding import allocate_fractions, round_fraction

_LOSS = t.ROLE["impairment_loss"]


def capitalize(ruling: Ruling, policies: Policies) -> None:
    """Costs of a contract: assets and their write-off, losses on them, and expenses."""
    assets = assets_of(ruling, policies)
    if assets and not any(open_ended(p) for p in ruling.promises):
        assets = _tested(assets, ruling, policies)
    write_off(assets, ruling.drafts)


def open_ended(p: Promise) -> bool:
    """Whether what is still to come hangs on use or sales, so that the price of the contract does not tell it."""
    return p.by_use or p.obligation.royalty is not None


@cites("340-40-35-3", "340-40-35-4", "340-40-35-6", ifrs15=("101", "102", "104"))
def _tested(assets: list[Asset], ruling: Ruling, policies: Policies) -> list[Asset]:
    """The assets after the losses of each month's end.

    loss = carrying amount - (price not yet recognized - costs not yet spent), never below zero. A loss is not taken
    back, except by policy (IFRS 15.104), up to what the asset would be without it.
    """
    spans = [(p.start, p.until) for p in ruling.promises if p.shares and p.start is not None and p.until is not None]
    if not spans:
        return assets
    begins, ends = min(start for start, _ in spans), max(until for _, until in spans)
    book = priced(prepared(stack([ruling.drafts]).tables))
    plain, drafts = list(assets), ruling.drafts
    life = _life(assets, ends)
    for on, price, left in prices_and_left(book, _month_ends(assets, life, drafts)):
        now = [asset.carried(on, drafts) for asset in assets]
        whole = [asset.carried(on, drafts) for asset in plain]
        least = sum(now) - sum(whole) if policies["impairment reversal"] == "allowed" else 0
        worth = max(_still_to_come(price, left, ruling, on, (begins, ends), life), 0)
        loss = max(sum(now) - worth, least)
        if loss:
            bear = now if loss > 0 else [w - n for w, n in zip(whole, now, strict=True)]
            parts = allocate_fractions(loss, [Fraction(weight) for weight in bear])
            assets = [_after(asset, part, on, drafts) for asset, part in zip(assets, parts, strict=True)]
    return assets


def _month_ends(assets: Sequence[Asset], life: int, drafts: Drafts) -> Iterator[int]:
    """The last days of the months in which there is an asset, as far as time or deliveries are known."""
    first = min(asset.fact.on for asset in assets)
    last = max([first, life, *(r.on for r in drafts.readings)])
    on = dates.add_months(dates.month_start(first), 1) - 1
    while dates.month_start(on) <= last:
        yield on
        on = dates.add_months(dates.month_start(on), 2) - 1


def _life(assets: Sequence[Asset], ends: int) -> int:
    """The end of the contract's time and of that over which the assets are written off."""
    measures = [m for a in assets for m in (a.measure, *(turn.measure for turn in a.turns)) if m is not None]
    return max([ends, *(m.until for m in measures)])


def _still_to_come(price: int, left: int, ruling: Ruling, on: int, span: tuple[int, int], life: int) -> int:
    """Price not yet recognized less costs not yet spent at the end of a day, and those of renewals until `life`."""
    begins, ends = span
    term = dates.months_between(begins, ends)
    later = max(on + 1, ends)
    renewed = dates.months_between(later, max(life, later)) / term
    total, spent = costs_and_spent(ruling.promises, ruling.drafts, on)
    return round_fraction(left - (total - spent) + renewed * (price - total))


def prices_and_left(book: Priced, days: Iterable[int]) -> Iterator[tuple[int, int, int]]:
    """Days in their order, the price in force on each, and what of it is not yet recognized at its end."""
    tracks = np.flatnonzero(book.tables.tracks.credit == t.REVENUE)
    for some in days_at_once(book, days):
        rows = force_by_day(book, some)[:, tracks]
        prices = (book.price[rows] + book.base[rows]).sum(axis=1)
        left = prices - position_by_day(book, some, tracks).sum(axis=1)
        yield from zip(some.tolist(), prices.tolist(), left.tolist(), strict=True)


def costs_and_spent(promises: Sequence[Promise], drafts: Drafts, on: int) -> tuple[Fraction, Fraction]:
    """Costs of promises, and what of them was spent by the end of a day."""
    total, spent = Fraction(0), Fraction(0)
    for p in promises:
        o = p.obligation
        if o.earn == "by cost":
            facts = [f for f in of_cost(p) if f.on <= on]
            so_far_spent = sum(amount(f, "amount") for f in facts if f.verb == "cost")
            total += expected_cost(p, facts, on, so_far_spent)
            spent += so_far_spent
        elif o.cost is not None:
            cost = amount_of(o.cost, o, p.start, p.until)
            done, of = so_far(p.measure, drafts, on)
            total += cost
            spent += cost * Fraction(min(done, of), max(of, 1))
    return total, spent


def _after(asset: Asset, part: int, on: int, drafts: Drafts) -> Asset:
    """Book a part of a loss; what it leaves is written off over the rest of the time."""
    if not part:
        return asset
    place = drafts.at(asset.fact.place)
    drafts.postings.append(Posting(0, asset.row, on, _LOSS, ASSET, part, t.STEP["cost"], place))
    return asset._replace(turns=(*asset.turns, Turn(on + 1, loss=part)))
