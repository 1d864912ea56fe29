"""Remaining performance obligations of a window in time bands, with what is left out and why (606-10-50-13 to 50-15,
IFRS 15.120 to 122)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np

from duly.engine.disclosure.remaining import by_use, of_fixed_price
from duly.engine.disclosure.window import Currency, Promised, Window, currencies_of, money
from duly.engine.journal.books import allocated_of
from duly.engine.recognition.promises import Promise, Ruling
from duly.ground.cites import cites
from duly.ground.columns import Ints
from duly.ground.dates import add_months
from duly.ground.reports import Column, Report

# Bands end so many months after the last day.
BANDS = (("within a year", 12), ("in the second year", 24), ("in the third year", 36))
ONE_YEAR = "a year or less: 606-10-50-14(a), IFRS 15.121(a)"
AS_INVOICED = "right to invoice: 606-10-50-14(b), IFRS 15.121(b)"
ROYALTY = "royalties on sales or use: 606-10-50-14A(a)"
VARIABLE = "variable amounts of what they pay for: 606-10-50-14A(b)"
NOTHING_LEFT = "all of which nothing is left"
_LONG = 1 << 16  # a day after every band
_COLUMNS = (
    Column("entity", "text", "legal entity"),
    Column("contract", "text", "contract"),
    Column("obligation", "text", "performance obligation"),
    Column("currency", "text", "currency of the amounts: of the contract, or that of the books"),
    Column("left out", "text", "the exemption under which it is left out of the note, and its paragraph"),
    Column("recognized", "money", "revenue to date"),
    *(Column(name, "money", f"allocated price expected to be earned {name}") for name, _ in BANDS),
    Column("later", "money", "expected after that"),
    Column("not scheduled", "money", "waits for an event"),
    Column("remaining", "money", "what is disclosed: the sum of the bands"),
    Column("not disclosed", "money", "what the exemption leaves out"),
    Column("agreed in", "text", "currency of the contract"),
    Column("as agreed", "money", "all that is left, disclosed or not, in the currency of the contract"),
)


@cites("606-10-50-13", "606-10-50-14", "606-10-50-14A", ifrs15=("120", "121"))
def remaining_in_bands(windows: Sequence[Window]) -> Report:
    """One row an obligation of which something is left, or that an exemption leaves out; the others of an entity are
    one row together. What is priced by use has no fixed price that could be left."""
    rows = sorted((row for one in windows for row in _rows(one)), key=lambda row: (row[0], row[3]))
    return Report("remaining", "Remaining performance obligations", _COLUMNS, tuple(rows))


def _rows(one: Window) -> Iterator[tuple[object, ...]]:
    world, done = one.world, Counter(one.earned(one.last))
    tables, used = world.stacked.tables, by_use(world.stacked.tables)
    own, bands = currencies_of(world), left_by_band(one)
    named = exemptions(one, used)
    for row, key in enumerate(zip(tables.obligations.origin, tables.obligations.ref, strict=True)):
        contract = int(tables.obligations.contract[row])
        currency, presented = one.presented(contract)
        amounts = [0 if row in used else int(band[row]) for band in bands]
        reason = named.get(row, "")
        if reason or any(amounts):
            recognized, there = done.pop(Promised(*key, currency), 0), [presented(amount) for amount in amounts]
            shown, hidden = ([0] * len(there), sum(there)) if reason else (there, 0)
            cells = (money(each, currency) for each in (recognized, *shown, sum(shown), hidden))
            yield (one.entity, *key, currency[0], reason, *cells, own[contract][0], money(sum(amounts), own[contract]))
    others: Counter[Currency] = Counter()
    for promised, amount in done.items():
        others[promised.currency] += amount
    for currency, amount in sorted(others.items()):
        cells = (money(each, currency) for each in (amount, *(0 for _ in range(len(BANDS) + 4))))
        yield (one.entity, NOTHING_LEFT, "", currency[0], "", *cells, currency[0], money(0, currency))


def left_by_band(one: Window) -> list[Ints]:
    """What is left of the fixed price of each obligation: by band, later, and not scheduled."""
    world, on = one.world, one.on
    ends = [on, *(add_months(on, months) for _, months in BANDS), _LONG]
    upto = [of_fixed_price(world, on, day) for day in ends]
    grown = [np.asarray(b - a) for a, b in zip(upto, upto[1:], strict=False)]
    return [*grown, allocated_of(world, on) - upto[-1]]


def exemptions(one: Window, used: set[int]) -> dict[int, str]:
    """Why an obligation is left out, by its row; those that are not are not named."""
    found: dict[int, str] = {}
    start = 0
    for group, ruling in zip(one.world.groups, one.world.rulings, strict=True):
        policies = one.books.worlds.policies(one.books.worlds.groups[group])
        short = policies["remaining of a year or less"] == "left out" and _short(ruling)
        for p in ruling.promises:
            row = start + p.row
            reason = _of_use(p) if row in used and p.by_use else ONE_YEAR if short else ""
            found |= {row: reason} if reason else {}
        start += len(ruling.drafts.obligations)
    return found


def _of_use(p: Promise) -> str:
    if p.obligation.royalty is not None:
        return ROYALTY
    return AS_INVOICED if p.obligation.earn == "as invoiced" else VARIABLE


def _short(ruling: Ruling) -> bool:
    """Whether a contract was expected to last a year or less when it was agreed; without an end it was not."""
    starts, ends = [], []
    for terms in ruling.group:
        every = [o.until for o in terms.obligations if o.until is not None]
        ends += [terms.until] if terms.until is not None else every
        starts.append(terms.signed_on if terms.from_on is None else terms.from_on)
        if terms.until is None and len(every) < len(terms.obligations):
            return False
    return bool(ends) and max(ends) <= add_months(min(starts), 12)
