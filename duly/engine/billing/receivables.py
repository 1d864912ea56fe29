"""What is given back, and what is not paid, as postings of their day: credit notes, disputes, refunds, the customer's
credit, write-offs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from duly.engine import tables as t
from duly.engine.contracts.terms import Fact
from duly.engine.delivery.progress import amount, by_line
from duly.engine.drafts import Drafts, Posting
from duly.engine.pricing.credits import LOWERING, Credit
from duly.ground.cites import cites

_BILLING, _CASH_STEP, _LOSS = t.STEP["billing"], t.STEP["cash"], t.STEP["credit loss"]
_TAX, _CREDIT, _BAD_DEBT = t.ROLE["tax_payable"], t.ROLE["customer_credit_balance"], t.ROLE["bad_debt_expense"]
_SHOWN = t.ROLE["refunds_contra_revenue"]

# (debit, credit, amount, step, row of the obligation or -1)
_Sides = tuple[int, int, int, int, int]


@cites("606-10-32-42", "606-10-32-45", "606-10-45-4", ifrs15=("87", "90", "108"))
def give_back(credits: Sequence[Credit], index: Mapping[str, int], drafts: Drafts) -> None:
    """Add what was given back to the drafts. `index`: row of each obligation.

    What is taken off the rights to payment leaves the position; what was paid of it is owed to the customer, and cash
    paid back settles that first. The price itself is lowered where it is decided, not here."""
    for credit in credits:
        for debit, side, minor, step, row in _RULES[credit.fact.verb](credit, index):
            if minor:
                place = drafts.at(credit.fact.place)
                drafts.postings.append(Posting(0, row, credit.on, debit, side, minor, step, place))


@cites("606-10-32-2A")
def taxes_as_price(postings: Sequence[Posting]) -> list[Posting]:
    """The postings of a contract with taxes on the sale as consideration and as an expense, not as money of others."""
    made: list[Posting] = []
    for one in postings:
        if {one.debit, one.credit} == {t.DUE, _TAX}:
            price = {t.DUE: t.DUE, _TAX: t.POSITION}
            tax = {t.DUE: t.ROLE["other_expense"], _TAX: _TAX}
            made += [one._replace(debit=to[one.debit], credit=to[one.credit]) for to in (price, tax)]
        else:
            made.append(one)
    return made


def _credit_note(credit: Credit, index: Mapping[str, int]) -> Iterator[_Sides]:
    lines = by_line(credit.fact)
    rows = [(index.get(ref, -1), minor) for ref, minor in lines.items()]
    rows = rows or [(-1, amount(credit.fact, "amount"))]
    # What only carries out a dispute that was conceded is left out, first lines first.
    carried_out = sum(minor for _, minor in rows) - credit.taken
    for row, minor in rows:
        part = min(carried_out, minor) if carried_out > 0 else 0
        carried_out -= part
        yield t.POSITION, t.DUE, minor - part, _BILLING, row
    yield _TAX, t.DUE, amount(credit.fact, "tax"), _BILLING, -1
    yield t.DUE, _CREDIT, credit.beyond, _BILLING, -1


def _conceded(credit: Credit, index: Mapping[str, int]) -> Iterator[_Sides]:
    yield t.POSITION, t.DUE, credit.taken, _BILLING, -1
    yield t.DUE, _CREDIT, credit.beyond, _BILLING, -1


def _refund(credit: Credit, index: Mapping[str, int]) -> Iterator[_Sides]:
    yield _CREDIT, t.CASH, credit.settled, _CASH_STEP, -1
    yield t.DUE, t.CASH, credit.due, _CASH_STEP, -1
    yield t.POSITION, t.DUE, credit.taken, _BILLING, -1
    yield _SHOWN, t.CASH, credit.shown, _CASH_STEP, -1
    yield t.DUE, t.CASH, credit.cash - credit.shown, _CASH_STEP, -1


def _customer_credit(credit: Credit, index: Mapping[str, int]) -> Iterator[_Sides]:
    reason = credit.fact.fields.get("reason", "paid in")
    granted = amount(credit.fact, "customer credit")
    if reason == "paid in":
        yield t.CASH, _CREDIT, granted, _CASH_STEP, -1
    else:
        yield t.POSITION if reason in LOWERING else t.DUE, _CREDIT, granted, _BILLING, -1


_RULES = {
    "credit note": _credit_note,
    "dispute": _conceded,
    "refund": _refund,
    "customer credit": _customer_credit,
}


@cites("606-10-45-4", "326-20-30-1", ifrs15=("108",))
def write_off(fact: Fact, drafts: Drafts) -> None:
    """A customer does not pay: a credit loss of its own, never less revenue."""
    _lose(fact, _BAD_DEBT, t.DUE, amount(fact, "write off"), drafts)


def recover(fact: Fact, drafts: Drafts) -> None:
    """What was written off is expected after all: the loss is taken back."""
    _lose(fact, t.DUE, _BAD_DEBT, amount(fact, "recovered"), drafts)


def _lose(fact: Fact, debit: int, credit: int, minor: int, drafts: Drafts) -> None:
    if minor:
        drafts.postings.append(Posting(0, -1, fact.on, debit, credit, minor, _LOSS, drafts.at(fact.place)))
