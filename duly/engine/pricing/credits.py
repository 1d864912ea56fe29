"""What is given back after the fact: credit notes, conceded disputes, refunds, credits to the customer's account.

One reduction often has several documents: a dispute is conceded, a credit note is sent for it, cash is paid back. The
price is lowered by the first of them; the others only carry it out. What is taken off an invoice beyond what is still
open of it, because it was paid, is owed to the customer.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from duly.engine.contracts.terms import Fact, Terms
from duly.engine.tables import NEVER
from duly.ground.cites import cites
from duly.ground.errors import DulyError

# Reasons for which the price itself is lower; defects lower that of what was transferred alone.
DEFECTS = "defects"
LOWERING = ("price", "goodwill", DEFECTS)


_Named = tuple[tuple[str, int], ...]


class WriteOffOrConcession(DulyError):
    """An invoice under dispute was written off before anybody decided whether the dispute is conceded."""


class Setting(NamedTuple):
    """What must be known of a contract to read its credits. exists_on: first day on which step 1 is met ·
    satisfied_on: the day from which all that shares its price is satisfied, NEVER where some is not · price: its agreed
    price, minor units · shares: whether anything shares a price · by_use: names priced by use · returns: whether
    what comes back is expected and stands in a refund liability."""

    exists_on: int
    satisfied_on: int
    price: int
    shares: bool
    by_use: frozenset[str]
    returns: bool


class Credit(NamedTuple):
    """What one fact gives back, minor units. on: the day it counts from · taken: off what is owed, before tax ·
    beyond: of that and its tax, what was paid already and is owed to the customer · lowers: off the price that the
    obligations share · by_use: off the price of obligations priced by use ("" for all of these) · past: off the revenue
    of what was performed by then ("" for all of it) · shown: off the price
    of what is satisfied, shown apart from revenue · settled: paid out of what was owed to the customer · due: paid
    back as a termination agreed."""

    fact: Fact
    on: int
    taken: int = 0
    beyond: int = 0
    lowers: int = 0
    by_use: tuple[tuple[str, int], ...] = ()
    past: tuple[tuple[str, int], ...] = ()
    shown: int = 0
    settled: int = 0
    due: int = 0

    @property
    def cash(self) -> int:
        """What a refund pays back beyond what was owed to the customer before it."""
        return _amount(self.fact, "refund") - self.settled - self.due


# Facts without which nothing is given back.
_GIVING = frozenset(("credit note", "refund", "customer credit", "dispute"))


def gives_back(group: Sequence[Terms]) -> bool:
    """Whether anything was given back, or may have been; most contracts give nothing back."""
    return any(fact.verb in _GIVING for terms in group for fact in terms.happened)


@cites("606-10-32-42", "606-10-32-45", "606-10-45-4", ifrs15=("87", "90", "108"))
def credits_given(group: Sequence[Terms], setting: Setting) -> list[Credit]:
    """The credits of contracts accounted for as one, in the order of their days."""
    ledger, found = _Ledger(setting), []
    for on, fact, terms in _events(group, setting.exists_on):
        rule = _RULES.get(fact.verb)
        made = rule(ledger, fact, on, terms) if rule is not None else None
        if made is not None:
            found.append(made)
    return found


def _events(group: Sequence[Terms], exists_on: int) -> Iterator[tuple[int, Fact, Terms]]:
    """Facts with the day they count from: documents not before there is a contract. Judgements end a day."""
    rows = []
    for number, terms in enumerate(group):
        for part, facts in enumerate((terms.opening, terms.happened, terms.judged)):
            for fact in facts:
                document = fact.verb in ("invoice", "credit note") and exists_on < NEVER
                rows.append((max(fact.on, exists_on) if document else fact.on, part, fact.order, number, fact, terms))
    yield from ((on, fact, terms) for on, _, _, _, fact, terms in sorted(rows, key=lambda row: row[:4]))


@dataclass
class _Ledger:
    """Invoices and what is open of them. open: below zero where more was paid · early: paid for invoices that come
    later · loose: paid for none, and not yet needed · conceded: by invoice, not yet covered by a credit note ·
    disputed: by invoice, and whether somebody decided · account: the customer's credit, and how much of it was given
    back rather than paid in."""

    setting: Setting
    open: dict[str, int] = field(default_factory=dict)
    early: dict[str, int] = field(default_factory=dict)
    loose: int = 0
    cash: int = 0
    uninvoiced: int = 0
    disputed: dict[str, int] = field(default_factory=dict)
    decided: dict[str, int] = field(default_factory=dict)
    conceded: dict[str, int] = field(default_factory=dict)
    account: int = 0
    given: int = 0
    due_back: int = 0

    def take(self, gross: int, key: str | None) -> int:
        """Take an amount off an invoice, or off the oldest that are open; gives what is beyond them."""
        if gross <= 0:
            self.open |= {key: self.open[key] - gross} if key in self.open else {}
            return 0
        if key is not None and key not in self.open:
            return 0
        if not self.open:
            return self._take_uninvoiced(gross)
        left = gross
        for one in [key] if key is not None else list(self.open):
            part = min(max(self.open[one], 0), left)
            self.open[one] -= part
            left -= part
        return left

    def _take_uninvoiced(self, gross: int) -> int:
        """Nothing was invoiced: what is open of the whole price. A price by use is owed as it is used."""
        still = max(self.setting.price - self.uninvoiced - self.cash, 0)
        self.uninvoiced += gross
        return max(gross - still, 0) if self.setting.shares else 0

    def owe(self, beyond: int) -> int:
        """Owe the customer an amount that was paid already."""
        self.account += beyond
        self.given += beyond
        return beyond

    def settle(self, amount: int) -> int:
        """Pay out what was given back, as far as it is still in the customer's account."""
        part = max(min(amount, self.given, self.account), 0)
        self.account -= part
        self.given -= part
        return part

    def off_price(self, fact: Fact, amount: int) -> tuple[int, _Named, _Named]:
        """What lowers the price that is shared, what the price of obligations priced by use, and what the revenue of
        what was performed."""
        lines, left, by_use = _lines(fact), amount, []
        for name in [name for name in lines if name in self.setting.by_use]:
            part = min(lines[name], left)
            by_use.append((name, part))
            left -= part
        if left and not self.setting.shares:
            return 0, (*by_use, ("", left)), ()
        if left and fact.fields.get("reason") == DEFECTS:
            named = [(name, minor) for name, minor in lines.items() if name not in self.setting.by_use]
            return 0, tuple(by_use), tuple(named) or (("", left),)
        return left, tuple(by_use), ()


def _invoice(ledger: _Ledger, fact: Fact, on: int, terms: Terms) -> None:
    applied, key = _amount(fact, "credit applied"), _key(fact, terms)
    open_now = ledger.open.get(key, 0) + _amount(fact, "amount") + _amount(fact, "tax") - applied
    open_now -= ledger.early.pop(key, 0)
    filled = max(min(ledger.loose, open_now), 0)
    ledger.loose -= filled
    ledger.open[key] = open_now - filled
    ledger.account -= applied


def _paid(ledger: _Ledger, fact: Fact, on: int, terms: Terms) -> None:
    amount, key = _amount(fact, "paid"), _key(fact, terms)
    ledger.cash += amount
    if "invoice" in fact.fields:
        book = ledger.open if key in ledger.open else ledger.early
        book[key] = book.get(key, 0) + (-amount if book is ledger.open else amount)
        return
    for one in list(ledger.open):
        part = max(min(ledger.open[one], amount), 0)
        ledger.open[one] -= part
        amount -= part
    ledger.loose += amount


def _credit_note(ledger: _Ledger, fact: Fact, on: int, terms: Terms) -> Credit | None:
    if ledger.setting.exists_on == NEVER:
        return None
    reason, key = fact.fields.get("reason"), _key(fact, terms)
    net = _amount(fact, "amount")
    carried_out = max(min(net, ledger.conceded.get(key, 0)), 0) if reason in LOWERING else 0
    if carried_out:
        ledger.conceded[key] -= carried_out
    taken = net - carried_out
    gross = taken + _amount(fact, "tax")
    beyond = ledger.owe(ledger.take(gross, key if "invoice" in fact.fields else None))
    lowers = reason in LOWERING or (reason == "returned" and not ledger.setting.returns)
    off = ledger.off_price(fact, taken if lowers else 0)
    return Credit(fact, on, taken, beyond, *off)


def _disputed(ledger: _Ledger, fact: Fact, on: int, terms: Terms) -> Credit | None:
    """A dispute by itself changes nothing; the judgement of it says what of the price is given up."""
    key = f"{terms.ref}/{fact.fields['dispute']}"
    if "conceded" not in fact.fields:
        ledger.disputed[key] = _amount(fact, "amount")
        return None
    before = ledger.decided.get(key, 0)
    now = _amount(fact, "amount", ledger.disputed.get(key, 0)) if fact.fields["conceded"] else 0
    ledger.decided[key] = now
    if ledger.setting.exists_on > on or now == before:
        return None
    more = now - before
    beyond = ledger.owe(ledger.take(more, key)) if more > 0 else -ledger.settle(min(-more, before))
    if more < 0:
        ledger.open |= {key: ledger.open[key] - more + beyond} if key in ledger.open else {}
    ledger.conceded[key] = max(ledger.conceded.get(key, 0) + more, 0)
    off = ledger.off_price(fact, more)
    return Credit(fact, on, more, beyond, *off)


def _refund(ledger: _Ledger, fact: Fact, on: int, terms: Terms) -> Credit:
    amount, reason = _amount(fact, "refund"), fact.fields.get("reason")
    ledger.cash -= amount
    if reason == "customer credit":
        ledger.account -= amount
        ledger.given = max(min(ledger.given, ledger.account), 0)
        return Credit(fact, on, settled=amount)
    due = 0 if reason == "deposit" else min(amount, ledger.due_back)
    ledger.due_back -= due
    settled = 0 if reason == "deposit" else ledger.settle(amount - due)
    left = amount - due - settled
    lowers = reason in LOWERING or (reason == "returned" and not ledger.setting.returns)
    if not lowers or ledger.setting.exists_on > on:
        return Credit(fact, on, settled=settled, due=due)
    if on >= ledger.setting.satisfied_on or not ledger.setting.shares:
        return Credit(fact, on, shown=left, settled=settled, due=due)
    return Credit(fact, on, left, 0, *ledger.off_price(fact, left), settled=settled, due=due)


def _customer_credit(ledger: _Ledger, fact: Fact, on: int, terms: Terms) -> Credit:
    amount, reason = _amount(fact, "customer credit"), fact.fields.get("reason", "paid in")
    ledger.account += amount
    if reason == "paid in":
        ledger.cash += amount
        return Credit(fact, on)
    ledger.given += amount
    off = ledger.off_price(fact, amount if reason in LOWERING else 0)
    return Credit(fact, on, amount if reason in LOWERING else 0, amount, *off)


def _write_off(ledger: _Ledger, fact: Fact, on: int, terms: Terms) -> None:
    key = _key(fact, terms)
    if key in ledger.disputed and key not in ledger.decided:
        raise WriteOffOrConcession(
            f"invoice {fact.fields['invoice']} is disputed, and was written off before the dispute was decided",
            place=fact.place,
            why="a loss because the customer does not pay is no revenue matter; giving up a part of the price is",
            fix=f"add `{{dispute: {fact.fields['invoice']}, conceded: yes}}` or `no` to `judged:`, dated by then",
            cite="606-10-32-42, 326-20-30-1",
        )
    ledger.take(_amount(fact, "write off"), key if "invoice" in fact.fields else None)


def _recovered(ledger: _Ledger, fact: Fact, on: int, terms: Terms) -> None:
    key = _key(fact, terms)
    if key in ledger.open:
        ledger.open[key] += _amount(fact, "recovered")


def _terminated(ledger: _Ledger, fact: Fact, on: int, terms: Terms) -> None:
    ledger.due_back += _amount(fact, "refund")


def _opening(ledger: _Ledger, fact: Fact, on: int, terms: Terms) -> None:
    ledger.account += _amount(fact, "customer credit")


_RULES = {
    "invoice": _invoice,
    "paid": _paid,
    "credit note": _credit_note,
    "dispute": _disputed,
    "refund": _refund,
    "customer credit": _customer_credit,
    "write off": _write_off,
    "recovered": _recovered,
    "terminated": _terminated,
    "opening": _opening,
}


def _key(fact: Fact, terms: Terms) -> str:
    """An invoice, by the contract it stands in."""
    return f"{terms.ref}/{fact.fields.get('invoice', '')}"


def _amount(fact: Fact, key: str, default: int = 0) -> int:
    value = fact.fields.get(key, default)
    return value if isinstance(value, int) else default


def _lines(fact: Fact) -> dict[str, int]:
    lines = fact.fields.get("lines")
    return {str(name): int(minor) for name, minor in lines.items()} if isinstance(lines, Mapping) else {}
