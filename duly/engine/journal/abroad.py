"""Answers in a currency: the contract's own, the functional one of its entity, or the one the entity reports in.

Reporting amounts are functional ones at the rate of the day of their entry; balances stand at the closing rate, and
what that adds is a translation difference of its own (830-30-45-12, IAS 21.39).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from duly.engine import tables as t
from duly.engine.fx.translate import entity_of
from duly.engine.journal.carrying import Entry
from duly.engine.journal.functional import Functional, NotACurrencyOfTheBooks, Walked, accounts_at, over_days, shown_at
from duly.engine.journal.walk import Walk
from duly.ground.cites import cites
from duly.ground.rounding import round_fraction

OWN, FUNCTIONAL, REPORTING = "own", "functional", "reporting"
CONVERSION = t.ROLE["fx_conversion"]
_BALANCES = frozenset(t.ROLE[name] for name in (*t.ASSETS, *t.LIABILITIES))
Account = tuple[int, int]  # account, obligation (-1 for balances)


def which(view: Functional, group: int, code: str) -> str:
    """What a currency is to a contract; `NotACurrencyOfTheBooks` where it is nothing to it."""
    terms = view.worlds.groups[group][0]
    entity = entity_of(terms, view.company)
    if code in ("", terms.currency):
        return OWN
    if code == view.currency(group):
        return FUNCTIONAL
    if code == entity.reporting:
        return REPORTING
    kept = [terms.currency, view.currency(group), *([entity.reporting] if entity.reporting else [])]
    raise NotACurrencyOfTheBooks(
        f"{code} is no currency of the books of {terms.ref}",
        why=f"they are kept in {', '.join(dict.fromkeys(kept))}",
        fix=f"name one of them, or write `reporting: {code}` at the entity {terms.entity}",
        contract=terms.ref,
    )


def balances_at(view: Functional, group: int, code: str, on: int, known: int) -> dict[int, int]:
    """Every account of a contract at the end of a day, debit positive; income and expenses since inception."""
    walked = _reached(view, group, on, known)
    if walked is None:
        return {}
    if which(view, group, code) == REPORTING:
        return _by_account(_translated(view, group, walked.walk, on, closing=True))
    return accounts_at(walked.walk, on)


def movement(view: Functional, group: int, code: str, before: int, on: int, known: int) -> dict[int, int]:
    """What moved each account in the days after `before` through `on`, by date of entry, debit positive."""
    walked = view.walk([group], known, on).get(group)
    if walked is None:
        return {}
    if which(view, group, code) == REPORTING:
        upto = _by_account(_translated(view, group, walked.walk, on))
        so_far = _by_account(_translated(view, group, walked.walk, before))
    else:
        upto, so_far = accounts_at(walked.walk, on), accounts_at(walked.walk, before)
    return {account: amount - so_far.get(account, 0) for account, amount in upto.items()}


def cumulative(
    view: Functional, group: int, code: str, account: int, on: int, known: int
) -> dict[tuple[str, str], int]:
    """An income or expense account to the end of a day by (contract, obligation), debit positive; time counts to that
    day."""
    walked = _reached(view, group, on, known)
    if walked is None:
        return {}
    if which(view, group, code) == REPORTING:
        rows = _translated(view, group, walked.walk, on)
        sums = {o: amount for (a, o), amount in rows.items() if a == account}
    else:
        sums = {}
        for entry in walked.walk.book.entries:
            if entry.account == account and entry.on <= on:
                sums[entry.obligation] = sums.get(entry.obligation, 0) + entry.amount
    return {walked.obligations[o]: amount for o, amount in sums.items() if o in walked.obligations}


def remaining(
    view: Functional, group: int, code: str, left: Mapping[tuple[str, str], Mapping[str, int]], on: int, known: int
) -> dict[tuple[str, str], dict[str, int]]:
    """What is left of the price of each (contract, obligation) at the end of a day, by year, in a currency.

    What was received or due is worth its layers, the first years first; the rest the rate of the day."""
    walked = view.walk([group], known, on, reached=True).get(group)
    if walked is None:
        return {}
    rate = view.rate_of(group)(on)
    found: dict[tuple[str, str], dict[str, int]] = {}
    for o, key in walked.obligations.items():
        layer, so_far, worth = walked.walk.book.layer(o), 0, Fraction(0)
        ahead = max(layer.considered - layer.earned, 0)
        found[key] = {}
        for band, units in sorted(left.get(key, {}).items()):
            before = round_fraction(worth)
            layered = max(min(units, ahead - so_far), 0)
            first = layer.earned + so_far
            worth += layer.value(first, first + layered) + (units - layered) * rate
            so_far += layered
            found[key][band] = round_fraction(worth) - before
    if which(view, group, code) == REPORTING:
        closing = view.reporting_rate(group)(on)
        return {key: {b: round_fraction(n * closing) for b, n in bands.items()} for key, bands in found.items()}
    return found


def _reached(view: Functional, group: int, on: int, known: int) -> Walked | None:
    """The walk as it stands at the end of a day, with time counted to that day."""
    terms = view.worlds.groups[group][0]
    ended = on in view.ends(terms.entity, on)
    return view.walk([group], known, on, reached=not ended).get(group)


@dataclass(slots=True)
class _Books:
    """Exact reporting amounts on their way. P&L and equity by obligation, balances by account."""

    rate: Callable[[int], Fraction]
    of_entry: Callable[[Entry], Fraction]
    exact: dict[Account, Fraction] = field(default_factory=dict)
    balance: dict[int, int] = field(default_factory=dict)

    def add(self, account: Account, amount: int, rate: Fraction) -> None:
        self.exact[account] = self.exact.get(account, Fraction(0)) + amount * rate

    def day(self, on: int, entries: Iterable[Entry], shown: dict[int, int], closing: bool) -> None:
        """The entries of a day; at the end of a period the balances stand at its rate."""
        for entry in entries:
            if entry.account in _BALANCES:
                self.add((entry.account, -1), entry.amount, self.rate(on))
                self.balance[entry.account] = self.balance.get(entry.account, 0) + entry.amount
            else:
                self.add((entry.account, entry.obligation), entry.amount, self.of_entry(entry))
        for account, amount in shown.items():
            self.add((account, -1), amount - self.balance.get(account, 0), self.rate(on))
            self.balance[account] = amount
        if closing:
            for account, amount in self.balance.items():
                self.exact[account, -1] = amount * self.rate(on)


@cites("830-30-45-3", "830-30-45-12")
def _translated(view: Functional, group: int, walk: Walk, on: int, closing: bool = False) -> dict[Account, int]:
    """Reporting amounts of every account to the end of a day; what does not add up is the translation difference."""
    rate = view.reporting_rate(group)
    average = view.worlds.policies(view.worlds.groups[group])["revenue rate"] == "average"

    def of_entry(entry: Entry) -> Fraction:
        if not average or not entry.until:
            return rate(entry.on)
        return over_days(rate, entry.since, entry.until)

    books = _Books(rate, of_entry)
    by_day: dict[int, list[Entry]] = {}
    for entry in walk.book.entries:
        by_day.setdefault(entry.on, []).append(entry)
    first = min((day for day, _ in walk.states), default=on + 1)
    ends = {day for day in view.ends(walk_entity(view, group), on) if day >= first}
    days = sorted(
        day for day in {*by_day, *(day for day, _ in walk.states), *ends, *([on] if closing else [])} if day <= on
    )
    for day in days:
        if day >= first:
            books.day(day, by_day.get(day, []), shown_at(walk, day), day in ends or (closing and day == on))
    found = {account: round_fraction(value) for account, value in books.exact.items()}
    found[CONVERSION, -1] = found.get((CONVERSION, -1), 0) - sum(found.values())
    return found


def walk_entity(view: Functional, group: int) -> str:
    """The entity of a group."""
    return view.worlds.groups[group][0].entity


def _by_account(rows: dict[Account, int]) -> dict[int, int]:
    found: dict[int, int] = {}
    for (account, _), amount in rows.items():
        found[account] = found.get(account, 0) + amount
    return found
