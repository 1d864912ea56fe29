"""Roll-forward of the assets from costs of contracts (340-40-50-3, IFRS 15.128)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np

from duly.engine import tables as t
from duly.engine.disclosure.posted import PostedWindow
from duly.engine.disclosure.window import Currency, Window, money
from duly.engine.journal.worlds import World
from duly.engine.recognition.position import position
from duly.ground.cites import cites
from duly.ground.reports import Column, Report

_ASSET = t.ROLE["contract_cost_asset"]
# What moves the asset, by the other side of the row.
_IMPAIRED = (t.ROLE["impairment_loss"],)
_CAPITALIZED = tuple(t.ROLE[name] for name in ("cash", "accounts_payable", "commission_payable", "accrued_liability"))
_COLUMNS = (
    Column("entity", "text", "legal entity"),
    Column("currency", "text", "currency of the contracts"),
    Column("opening", "money", "assets before the first period"),
    Column("capitalized", "money", "costs that became an asset"),
    Column("amortized", "money", "written off as the goods or services are transferred"),
    Column("impaired", "money", "losses, less what was taken back of them"),
    Column("late", "money", "for earlier periods, learned after they were closed; and by hand"),
    Column("closing", "money", "assets at the end of the last period"),
)


@cites("340-40-50-3", ifrs15=("128",))
def cost_assets_moved(windows: Sequence[Window]) -> Report:
    """Opening assets, what was added, amortized and impaired, closing assets."""
    rows = []
    for one in windows:
        found: Counter[tuple[Currency, str]] = Counter()
        for currency, name, amount in _posted(one) if isinstance(one, PostedWindow) else _told(one):
            found[currency, name] += amount
        for currency in sorted({currency for currency, _ in found}):
            cells = [found[currency, name] for name in ("opening", "capitalized", "amortized", "impaired", "late")]
            if any(cells):
                each = (money(cell, currency) for cell in (*cells, sum(cells)))
                rows.append((one.entity, currency[0], *each))
    return Report("contract costs", "Assets from costs of contracts", _COLUMNS, tuple(rows))


def _posted(one: PostedWindow) -> Iterator[tuple[Currency, str, int]]:
    return ((one.currency, name, amount) for name, amount in one.cost_moves())


def _told(one: Window) -> Iterator[tuple[Currency, str, int]]:
    """What moved the assets of a window, told from the contracts."""
    before = one.booked[one.first].period.start - 1
    if one.first:
        for currency, _, amount in _moves(one.known(one.first - 1), -t.NEVER, before):
            yield currency, "opening", amount
            yield currency, "late", -amount
        for currency, _, amount in _moves(one.world, -t.NEVER, before):
            yield currency, "late", amount
    yield from _moves(one.world, before, one.on)


def _moves(world: World, before: int, on: int) -> Iterator[tuple[Currency, str, int]]:
    """Currency, what it was and amount of each row that moves the asset after one day through another."""
    tables, book = world.stacked.tables, world.ledger.priced
    grown = position(book, on) - (position(book, before) if before > -t.NEVER else 0)
    window = (tables.postings.on > before) & (tables.postings.on <= on)
    for rows, amounts in ((tables.tracks, grown), (tables.postings, np.where(window, tables.postings.amount, 0))):
        for side, other, sign in ((rows.debit, rows.credit, 1), (rows.credit, rows.debit, -1)):
            for row in np.flatnonzero((side == _ASSET) & (amounts != 0)).tolist():
                currency = world.stacked.currencies[int(tables.contracts.currency[rows.contract[row]])]
                yield currency, _name(int(other[row])), sign * int(amounts[row])


def _name(other: int) -> str:
    return "impaired" if other in _IMPAIRED else "capitalized" if other in _CAPITALIZED else "amortized"
