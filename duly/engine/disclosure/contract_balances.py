"""Contract balances of a window: what moved them, the revenue that came out of the opening liability, and what falls
due after a year (606-10-50-8 to 50-10, IFRS 15.116 to 118)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from fractions import Fraction

import numpy as np

from duly.engine import tables as t
from duly.engine.disclosure.remaining import by_use, of_fixed_price
from duly.engine.disclosure.window import BY_HAND, Currency, Window, credited, money, told
from duly.engine.journal.balances import SHOWN
from duly.engine.journal.books import allocated_of
from duly.engine.journal.worlds import World
from duly.engine.recognition.position import position
from duly.ground.cites import cites
from duly.ground.columns import Ints
from duly.ground.dates import add_months
from duly.ground.reports import Column, Report
from duly.ground.rounding import round_fraction

_SIGN = {t.ROLES[account]: sign for account, sign in SHOWN}
_COST = t.ROLE["contract_cost_asset"]
# Steps of the journal, and what they are called in the note.
MOVES = {
    "opening": "taken over",
    "billing": "rights that arose",
    "cash": "cash",
    "revenue": "revenue",
    "credit loss": "credit losses",
    "currency": "exchange rates",
}
OTHERS = ("earlier periods", "by hand", "other")
_COLUMNS = (
    Column("entity", "text", "legal entity"),
    Column("account", "text", "contract balance"),
    Column("currency", "text", "currency of the contracts"),
    Column("opening", "money", "balance before the first period, on its normal side"),
    *(Column(name, "money", f"moved by {name}; revenue takes from a liability") for name in MOVES.values()),
    Column("earlier periods", "money", "moved late: for periods before the first, of what became known since"),
    Column("by hand", "money", "moved by manual entries and their reverses"),
    Column("other", "money", "moved by everything else"),
    Column("closing", "money", "balance at the end of the last period, told from the contracts and not from the moves"),
)


@cites("606-10-50-8", "606-10-50-10", ifrs15=("116", "118"))
def balances_moved(windows: Sequence[Window]) -> Report:
    """Opening balance, moves and closing balance of each contract balance."""
    rows = []
    for one in windows:
        opening, closing, moves = _totals(one, one.first - 1), _totals(one, one.last), _moves(one)
        for key in sorted({*opening, *closing, *moves}):
            account, currency = key
            names = (*MOVES.values(), *OTHERS)
            amounts = (opening[key], *(moves[key][name] for name in names), closing[key])
            if any(amounts):
                rows.append((one.entity, account, currency[0], *(money(each, currency) for each in amounts)))
    return Report("contract balances", "Contract balances", _COLUMNS, tuple(rows))


def _totals(one: Window, number: int) -> Counter[tuple[str, Currency]]:
    found: Counter[tuple[str, Currency]] = Counter()
    for account, contracts in one.shown(number).items():
        for _, currency, amount in contracts:
            found[account, currency] += amount
    return found


def _moves(one: Window) -> dict[tuple[str, Currency], Counter[str]]:
    within = set(one.periods)
    found: dict[tuple[str, Currency], Counter[str]] = defaultdict(Counter)
    for row in one.rows:
        if row.account in _SIGN and row.period in within:
            name = move_of(row.step, row.cause, row.economic, within)
            found[row.account, (row.currency, row.digits)][name] += row.amount * _SIGN[row.account]
    return found


def move_of(step: str, cause: str, economic: str, within: Collection[str]) -> str:
    """What lines of a step are called in the note of these periods."""
    if cause == BY_HAND:
        return "by hand"
    return MOVES.get(step, "other") if economic in within else "earlier periods"


@cites("606-10-50-8", "606-10-50-10", ifrs15=("116", "118"))
def revenue_sources(windows: Sequence[Window]) -> Report:
    """How much of the revenue stood as a contract liability before, and how much belongs to earlier performance.

    What a contract owed at the beginning is earned first. Performance is of earlier periods where a changed estimate,
    price or contract moves at once what was earned before it, or where it became known late."""
    columns = (
        Column("entity", "text", "legal entity"),
        Column("currency", "text", "currency of the contracts"),
        Column("from opening liability", "money", "revenue that stood as a contract liability at the beginning"),
        Column("other revenue", "money", "revenue that did not"),
        Column("revenue", "money", "revenue of the periods"),
        Column("of earlier performance", "money", "how much of the revenue is for performance of earlier periods"),
    )
    rows = []
    for one in windows:
        opened, earlier = _from_opening(one), _earlier(one)
        total: Counter[Currency] = Counter()
        for key, amount in one.moved.items():
            total[key.currency] += amount
        for currency in sorted({*total, *opened, *earlier}):
            amounts = (opened[currency], total[currency] - opened[currency], total[currency], earlier[currency])
            if any(amounts):
                rows.append((one.entity, currency[0], *(money(each, currency) for each in amounts)))
    return Report("revenue sources", "Where revenue came from", columns, tuple(rows))


def _from_opening(one: Window) -> Counter[Currency]:
    """Of each contract, the lesser of its opening liability and its revenue."""
    group_of = {terms.ref: g for g in one.groups for terms in one.books.worlds.groups[g]}
    earned, owed_before = Counter[int](), Counter[tuple[int, Currency]]()
    for key, amount in one.moved.items():
        earned[group_of.get(first_of(key.contract), -1)] += amount
    for contract, currency, owed in one.shown(one.first - 1)["contract_liability"]:
        owed_before[group_of.get(first_of(contract), -1), currency] += owed
    found: Counter[Currency] = Counter()
    for (group, currency), owed in owed_before.items():
        found[currency] += max(min(owed, earned[group]), 0)
    return found


def first_of(contract: str) -> str:
    """The first of contracts that are combined."""
    return contract.partition("+")[0]


def _earlier(one: Window) -> Counter[Currency]:
    """Revenue lines of the window that are late for a period before it, or moved at once by a change in a contract that
    was there before it."""
    within, began = set(one.periods), one.booked[one.first].period.start
    there = {part for ref, since in _exists(one.world).items() if since < began for part in ref.split("+")}
    found: Counter[Currency] = Counter()
    for row in one.rows:
        if row.account == "revenue" and row.period in within and row.cause != BY_HAND:
            late = row.economic not in within
            if late or (row.cause not in ("progress", "new contract") and first_of(row.contract) in there):
                found[row.currency, row.digits] -= row.amount
    return found


def _exists(world: World) -> dict[str, int]:
    contracts = world.stacked.tables.contracts
    return dict(zip(contracts.ref, contracts.exists_on.tolist(), strict=True))


def falling_due(windows: Sequence[Window]) -> Report:
    """Contract balances and costs of contracts, by what is expected within a year and later.

    What is owed by performance, or rests on a right, is used up in the order of time. What waits for an event, and not
    for a day, is current: nothing puts it off by a year."""
    columns = (
        Column("entity", "text", "legal entity"),
        Column("account", "text", "contract balance"),
        Column("currency", "text", "currency of the contracts"),
        Column("current", "money", "expected to be earned, due or written off within a year after the last day"),
        Column("non-current", "money", "expected later"),
        Column("total", "money", "the balance"),
    )
    rows = []
    for one in windows:
        total, later = _by_time(one)
        for key in sorted(total):
            if total[key]:
                amounts3 = (total[key] - later[key], later[key], total[key])
                rows.append((one.entity, key[0], key[1][0], *(money(each, key[1]) for each in amounts3)))
    return Report("current", "Current and non-current parts", columns, tuple(rows))


def _by_time(one: Window) -> tuple[Counter[tuple[str, Currency]], Counter[tuple[str, Currency]]]:
    """Each balance, and what of it is expected after a year: as much of what is carried as of what was agreed."""
    total, later = Counter[tuple[str, Currency]](), Counter[tuple[str, Currency]]()
    world, on = one.world, one.on
    row_of = {part: row for row, ref in enumerate(world.stacked.tables.contracts.ref) for part in ref.split("+")}
    agreed = {**told(one.books, world, on), t.ROLES[_COST]: -credited(world, _COST, on)}
    for account, carried in {**one.shown(one.last), t.ROLES[_COST]: one.costs()}.items():
        beyond = _beyond(world, account, agreed[account], on)
        for contract, currency, amount in carried:
            row = row_of.get(first_of(contract), -1)
            whole = int(agreed[account][row]) if row >= 0 else 0
            total[account, currency] += amount
            later[account, currency] += round_fraction(Fraction(amount * int(beyond[row]), whole)) if whole else 0
    return total, later


def _beyond(world: World, account: str, amounts: Ints, on: int) -> Ints:
    """What of a balance of each contract is expected later than a year after a day."""
    uses = {"contract_liability": t.REVENUE, "contract_asset": t.POSITION, "contract_cost_asset": _COST}
    if account not in uses:
        return np.zeros_like(amounts)
    role = uses[account]
    year, end = add_months(on, 12), t.NEVER - 1
    book = world.ledger.priced
    at, soon, ever = (position(book, on, day) for day in (None, year, end))
    near, far = _through(world, role, at, soon, on, year), _through(world, role, soon, ever, year, end)
    waits = _unscheduled(world, on, end) if role == t.REVENUE else np.zeros_like(near)
    beyond: Ints = np.clip(amounts - near - waits, 0, np.maximum(far, 0))
    return beyond


def _unscheduled(world: World, on: int, end: int) -> Ints:
    """Allocated price of each contract that no passing of time earns."""
    tables = world.stacked.tables
    left = np.zeros(len(tables.contracts), np.int64)
    fixed = [row for row in range(len(tables.obligations)) if row not in by_use(tables)]
    waits = allocated_of(world, on) - of_fixed_price(world, on, end)
    np.add.at(left, tables.obligations.contract[fixed], waits[fixed])
    return np.maximum(left, 0)


def _through(world: World, role: int, opening: Ints, closing: Ints, before: int, on: int) -> Ints:
    """What is credited to an account of each contract between two days; to the position, by rights alone."""
    tables = world.stacked.tables
    postings = tables.postings
    found = np.zeros(len(tables.contracts), np.int64)
    window = (postings.on > before) & (postings.on <= on)
    for rows, amounts in ((tables.tracks, closing - opening), (postings, np.where(window, postings.amount, 0))):
        credit, debit = rows.credit == role, rows.debit == role
        if role == t.POSITION:
            credit, debit = credit & (rows.debit == t.DUE), debit & (rows.credit == t.DUE)
        np.add.at(found, rows.contract, amounts * (credit.astype(np.int64) - debit))
    return found
