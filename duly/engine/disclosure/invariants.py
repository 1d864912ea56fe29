"""What must hold of posted amounts, told from what was agreed, what happened and what is shared out: not from the walk
that booked them. Whoever posts an amount that nothing supports is found here.

The numbers are those of docs/invariants.md. Where rows of a contract move an account by an amount that only a rule can
tell, the contract is left out of that question: computing its periods again answers for it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from duly.engine import tables as t
from duly.engine.contracts.terms import Fact, Terms
from duly.engine.delivery.progress import amount, by_line
from duly.engine.journal.books import Books
from duly.engine.journal.worlds import World
from duly.engine.recognition.promises import Ruling
from duly.ground.cites import cites
from duly.ground.money import plain

# What was posted by (contract as accounted for, obligation, account): minor units, debit positive.
Posted = Mapping[tuple[str, str, str], int]

# Rows that move cash by what was measured or agreed elsewhere.
_CASH_BY_RULE = frozenset(("warranty claim", "paid to customer", "exercised"))
# Rows that move what is owed by what else was given back or judged.
_OWED_BY_RULE = frozenset(("dispute", "customer credit", "refund", "price element"))


class _Group(NamedTuple):
    """A contract as accounted for: its name, its ruling, and how its amounts are written."""

    ref: str
    ruling: Ruling
    written: Callable[[int], str]

    def facts(self, on: int) -> list[Fact]:
        """What happened to it by the end of a day."""
        return [fact for terms in self.ruling.group for fact in terms.happened if fact.on <= on]


@cites("606-10-32-42", "606-10-25-30", ifrs15=("87", "38"))
def beyond_price(books: Books, on: int, posted: Posted) -> Iterator[str]:
    """5: revenue of an obligation lies between nothing and the price allocated to it. What is priced by use has no such
    bound."""
    world, allocated = books.now(), books.allocation_at(on)
    tables = world.stacked.tables
    obligations, tracks, tranches = tables.obligations, tables.tracks, tables.tranches
    by_use = set(tracks.obligation[tranches.track[tranches.measure == t.AS_PRICED]].tolist())
    groups, unbound = list(_groups(world)), set()
    prices: dict[tuple[int, str], list[int]] = {}
    # Contracts accounted for as one may call two obligations the same: their lines are told apart by nothing.
    for row, (origin, ref) in enumerate(zip(obligations.origin, obligations.ref, strict=True)):
        key = int(obligations.contract[row]), ref
        prices.setdefault(key, []).append(allocated.get((origin, ref), 0))
        unbound |= {key} if row in by_use else set()
    for (number, ref), found in prices.items():
        group = groups[number]
        earned = -posted.get((group.ref, ref, "revenue"), 0)
        least, most = sum(min(price, 0) for price in found), sum(max(price, 0) for price in found)
        if (number, ref) not in unbound and not least <= earned <= most:
            yield f"{group.ref}/{ref}: {group.written(earned)} recognized of {group.written(sum(found))}"


@cites("606-10-45-1", "606-10-25-9", ifrs15=("105", "17"))
def shown_on_both_sides(books: Books, on: int, posted: Posted) -> Iterator[str]:
    """7: a contract, or those that are combined, shows an asset or a liability. While a period is open its lines may
    rest on what is known otherwise by now."""
    sums: Counter[tuple[str, str]] = Counter()
    for (contract, _, account), minor in posted.items():
        sums[contract, account] += minor
    for group in _groups(books.now()):
        asset, liability = (sums[group.ref, account] for account in ("contract_asset", "contract_liability"))
        if asset and liability:
            yield f"{group.ref}: asset of {group.written(asset)} beside liability of {group.written(-liability)}"


@cites("606-10-45-1", ifrs15=("105",))
def cash_unexplained(books: Books, on: int, posted: Posted) -> Iterator[str]:
    """8: what came in and went out of a contract is what was recorded as paid; as its entries balance, its position is
    then what came in or is due less what was earned."""
    cash = _of_account("cash", posted)
    for group in _groups(books.now()):
        facts = group.facts(on)
        if _CASH_BY_RULE & {fact.verb for fact in facts}:
            continue
        came = sum(amount(fact, "paid") for fact in facts if fact.verb == "paid")
        came += sum(amount(fact, fact.verb) for fact in facts if _paid_in(fact))
        came -= sum(amount(fact, "refund") for fact in facts if fact.verb == "refund")
        costs = [fact for terms in group.ruling.group for fact in terms.costs if fact.on <= on]
        came -= sum(amount(fact, fact.verb) for fact in costs if fact.fields.get("paid") is not False)
        yield from _differ(group, "cash", cash[group.ref], came)


def _paid_in(fact: Fact) -> bool:
    return fact.verb == "customer credit" and fact.fields.get("reason", "paid in") == "paid in"


@cites("606-10-45-4", ifrs15=("108",))
def receivable_unexplained(books: Books, on: int, posted: Posted) -> Iterator[str]:
    """9: what a customer owes, less the credit the customer has, is what was billed, less what was credited, paid and
    written off. Told of contracts that are owed as they are invoiced, in full."""
    receivable, credit = _of_account("receivable", posted), _of_account("customer_credit_balance", posted)
    for group in _groups(books.now()):
        facts = group.facts(on)
        if all(map(_owed_as_invoiced, group.ruling.group)) and not _OWED_BY_RULE & {fact.verb for fact in facts}:
            owed = sum(_billed(terms, on) for terms in group.ruling.group) - credit[group.ref]
            yield from _differ(group, "receivable", receivable[group.ref], max(owed, 0))


@cites("340-40-35-1", "340-40-35-3", ifrs15=("99", "101"))
def costs_unexplained(books: Books, on: int, posted: Posted) -> Iterator[str]:
    """13: what was capitalized of the costs of a contract is no more than was recorded, and no more is written off."""
    names = ("contract_cost_asset", "contract_cost_amortization", "impairment_loss")
    left, amortized, impaired = (_of_account(name, posted) for name in names)
    for group in _groups(books.now()):
        facts = (fact for terms in group.ruling.group for fact in (*terms.costs, *terms.opening) if fact.on <= on)
        recorded = sum(amount(fact, fact.verb) for fact in facts)
        asset, capitalized = left[group.ref], left[group.ref] + amortized[group.ref] + impaired[group.ref]
        if not 0 <= asset <= capitalized <= recorded:
            whole = f"{group.written(asset)} left of {group.written(capitalized)} capitalized"
            yield f"{group.ref}: {whole}, where costs of {group.written(recorded)} were recorded"


def _owed_as_invoiced(terms: Terms) -> bool:
    whole = all(line.right == "on invoice" and not line.retention for line in terms.billing)
    plainly = terms.cancel.by != "customer" and terms.collect == "probable"
    return bool(terms.billing) and whole and plainly and not terms.opening and not terms.judged


def _billed(terms: Terms, on: int) -> int:
    """What was billed of a contract and neither credited, paid nor written off."""
    billed = {ref for line in terms.billing for ref in line.of or [o.ref for o in terms.obligations]}
    owed = 0
    for fact in (fact for fact in terms.happened if fact.on <= on):
        if fact.verb == "invoice":
            owed += _lines(fact, billed) + amount(fact, "tax")
        elif fact.verb == "credit note":
            owed -= _lines(fact, None) + amount(fact, "tax")
        elif fact.verb in ("paid", "write off"):
            owed -= amount(fact, fact.verb)
        elif fact.verb == "recovered":
            owed += amount(fact, fact.verb)
    return owed


def _lines(fact: Fact, billed: set[str] | None) -> int:
    """What an invoice or a credit note comes to before tax, on the lines of these obligations."""
    lines = by_line(fact)
    if not lines:
        return amount(fact, "amount")
    return sum(minor for ref, minor in lines.items() if billed is None or ref in billed)


def _of_account(account: str, posted: Posted) -> Counter[str]:
    """The balance of an account by contract."""
    found: Counter[str] = Counter()
    for (ref, _, name), minor in posted.items():
        found[ref] += minor if name == account else 0
    return found


def _differ(group: _Group, account: str, stands: int, expected: int) -> Iterator[str]:
    if stands != expected:
        yield f"{group.ref}: {account} of {group.written(stands)}, but {group.written(expected)} by what was recorded"


def _groups(world: World) -> Iterator[_Group]:
    """The contracts of a world as they are accounted for, in the order of its tables."""
    contracts = world.stacked.tables.contracts
    for number, ruling in enumerate(world.rulings):
        code, digits = world.stacked.currencies[int(contracts.currency[number])]

        def written(minor: int, code: str = code, digits: int = digits) -> str:
            return f"{plain(minor, digits)} {code}"

        yield _Group(contracts.ref[number], ruling, written)
