"""Invoices and cash as postings of their day, with what is given back and what is lost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from duly.engine import tables as t
from duly.engine.billing.receivables import give_back, recover, write_off
from duly.engine.contracts.terms import Fact, Terms
from duly.engine.delivery.progress import amount, by_line
from duly.engine.drafts import Drafts, Posting
from duly.engine.pricing.credits import Credit
from duly.ground.cites import cites
from duly.ground.rounding import round_fraction

_STEPS = {"cash": t.STEP["cash"], "billing": t.STEP["billing"]}
_TAX, _CREDIT = t.ROLE["tax_payable"], t.ROLE["customer_credit_balance"]


def bills_and_cash(
    group: Sequence[Terms],
    rows: Mapping[str, Mapping[str, int]],
    invoiced: Mapping[int, Fraction],
    credits: Sequence[Credit],
    drafts: Drafts,
) -> None:
    """Add what was invoiced, paid, given back and lost to the drafts.

    rows: row of each obligation by contract · invoiced: the rows whose right arises with the invoice, with the part
    retained. An invoice gives a right only for these; its tax is owed with it always.
    """
    for terms in group:
        index = rows[terms.ref]
        on_invoice = {row: invoiced[row] for row in index.values() if row in invoiced}
        for fact in terms.happened:
            if fact.verb in _RULES:
                _RULES[fact.verb](fact, index, on_invoice, drafts)
            if fact.verb in _LOSSES:
                _LOSSES[fact.verb](fact, drafts)
            if fact.verb == "invoice" and not terms.billing:
                drafts.notes.append(
                    f"{fact.place}: this invoice gives no right to payment: without `billing:` it arises on delivery"
                )
        for fact in terms.opening:
            _opening(fact, drafts)
    give_back(credits, {ref: row for index in rows.values() for ref, row in index.items()}, drafts)


def _post(drafts: Drafts, fact: Fact, debit: int, credit: int, minor: int, step: str, obligation: int = -1) -> None:
    if minor:
        drafts.postings.append(
            Posting(0, obligation, fact.on, debit, credit, minor, _STEPS[step], drafts.at(fact.place))
        )


@cites("606-10-45-4", "606-10-32-2A", ifrs15=("108", "47"))
def _invoice(fact: Fact, index: Mapping[str, int], on_invoice: Mapping[int, Fraction], drafts: Drafts) -> None:
    _post(drafts, fact, _CREDIT, t.DUE, amount(fact, "credit applied"), "billing")
    if drafts.exists_on == t.NEVER:
        return
    # An invoice sent before there was a contract is owed from the day there is one, like every other right.
    fact = replace(fact, on=max(fact.on, drafts.exists_on))
    for obligation, minor in _lines(fact, index):
        if obligation in on_invoice or (obligation < 0 and on_invoice):
            held = round_fraction(minor * _retention(obligation, on_invoice))
            _post(drafts, fact, t.DUE, t.POSITION, minor - held, "billing", obligation)
    _post(drafts, fact, t.DUE, _TAX, amount(fact, "tax"), "billing")


def _retention(obligation: int, on_invoice: Mapping[int, Fraction]) -> Fraction:
    """The part of an invoice line that is retained; of an invoice with a sum alone, where one part holds for all."""
    parts = set(on_invoice.values())
    return on_invoice[obligation] if obligation in on_invoice else parts.pop() if len(parts) == 1 else Fraction(0)


def _paid(fact: Fact, index: Mapping[str, int], on_invoice: Mapping[int, Fraction], drafts: Drafts) -> None:
    _post(drafts, fact, t.CASH, t.DUE, amount(fact, "paid"), "cash")


def _opening(fact: Fact, drafts: Drafts) -> None:
    """Positions taken over from another system: against the opening account.

    What it recognized is in the base of the revenue track from the beginning of time: taken back there, booked on the
    day of the opening."""
    opening = t.ROLE["opening"]
    if fact.subjects and amount(fact, "recognized"):
        place, step, recognized = drafts.at(fact.place), t.STEP["opening"], amount(fact, "recognized")
        drafts.postings.append(Posting(0, -1, -t.NEVER, opening, t.POSITION, recognized, step, place))
        drafts.postings.append(Posting(0, -1, fact.on, t.POSITION, opening, recognized, step, place))
    for key, debit, credit in (
        ("billed", opening, t.POSITION),
        ("receivable", t.DUE, opening),
        ("deposit", opening, t.DUE),
        ("customer credit", opening, _CREDIT),
    ):
        minor = amount(fact, key)
        if minor:
            drafts.postings.append(
                Posting(0, -1, fact.on, debit, credit, minor, t.STEP["opening"], drafts.at(fact.place))
            )


_RULES = {"invoice": _invoice, "paid": _paid}
_LOSSES = {"write off": write_off, "recovered": recover}


def _lines(fact: Fact, index: Mapping[str, int]) -> list[tuple[int, int]]:
    """(obligation or -1, net minor units) of an invoice or credit note."""
    lines = by_line(fact)
    if lines:
        return [(index.get(ref, -1), minor) for ref, minor in lines.items()]
    return [(-1, amount(fact, "amount"))]
