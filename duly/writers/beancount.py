"""A journal as a plain-text ledger for Beancount, with the balances report as its assertions.

The entries come from the journal, the assertions from the balances: two reports that the engine makes separately, so
that `bean-check` compares one with the other. A balance directive holds at the start of its day, so it is dated the day
after the period. Where a contract is in a foreign currency the ledger is kept in the functional one, as the entity
keeps
its books, and each posting tells the foreign amount.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import NamedTuple

from duly.ground.dates import day, iso
from duly.ground.errors import DulyError
from duly.ground.money import plain
from duly.ground.reports import Money, Report

# The root of each account; the rest of its name is its role.
_ROOTS = {
    "Assets": "cash receivable contract_asset return_asset inventory contract_cost_asset "
    "prepaid_consideration_to_customer consideration_receivable equity_investment property_plant_equipment "
    "note_receivable external_customer_balance",
    "Liabilities": "contract_liability refund_liability deposit_liability financial_liability customer_credit_balance "
    "tax_payable warranty_provision onerous_provision accounts_payable commission_payable accrued_liability "
    "discount_on_note_receivable allowance_for_credit_losses",
    "Income": "revenue interest_income lease_income other_income recoveries fx_gain_loss refunds_contra_revenue "
    "disputes_contra_revenue credit_notes_contra_revenue voids_contra_revenue",
    "Expenses": "cost_of_sales commission_expense contract_cost_amortization interest_expense impairment_loss "
    "bad_debt_expense other_expense loss_on_onerous_contract",
    "Equity": "opening fx_conversion opening_difference equity_to_customers",
}
ROOTS = {role: root for root, roles in _ROOTS.items() for role in roles.split()}
# What the balances report asserts, with the sign of a balance that stands on the debit side.
ASSERTED = {"receivable": 1, "contract_asset": 1, "contract_liability": -1}
# What is told of each posting.
_ABOUT = ("contract", "obligation", "cause", "economic period", "exchange difference")


class NoSuchAccount(DulyError):
    """A role of the journal that has no place in the ledger: a fault of the program."""


class _Entry(NamedTuple):
    """A row of the journal. amount: debit positive."""

    entity: str
    ends: str
    period: str
    step: str
    role: str
    number: str
    amount: Money
    about: tuple[tuple[str, str], ...]


class _Balance(NamedTuple):
    """A balance of one contract at the end of a period, on the account's normal side."""

    entity: str
    ends: str
    role: str
    amount: Money


def lines(journal: Report, balances: Report, *, title: str) -> Iterator[str]:
    """The whole ledger, line by line with line ends."""
    entries, asserted = list(_entries(journal)), list(_balances(balances))
    names = _prefixes([*(e.entity for e in entries), *(b.entity for b in asserted)])
    currencies = [*(e.amount.currency for e in entries), *(b.amount.currency for b in asserted)]
    yield f'option "title" "{_quoted(title)}"\n'
    for currency in dict.fromkeys(map(_commodity, currencies)):
        yield f'option "operating_currency" "{currency}"\n'
    yield from _opened(entries, asserted, names)
    yield from _transactions(entries, names)
    yield from _assertions(asserted, names)


def _rows(report: Report) -> Iterator[Mapping[str, object]]:
    names = [column.name for column in report.columns]
    return (dict(zip(names, row, strict=True)) for row in report.rows)


def _entries(journal: Report) -> Iterator[_Entry]:
    for row in _rows(journal):
        own, functional = _side(row, ""), _side(row, "functional ")
        amount = functional if "functional debit" in row else own
        if amount is None:  # a line that is worth nothing in the currency of the ledger
            continue
        about = tuple((key, str(row[key])) for key in _ABOUT if row.get(key))
        if own is not None and own.currency != amount.currency:
            about += (("amount", _amount(own)),)
        yield _Entry(
            str(row["entity"]),
            str(row["date"]),
            str(row["period"]),
            str(row["step"]),
            str(row["account"]),
            str(row.get("number") or ""),
            amount,
            about,
        )


def _side(row: Mapping[str, object], prefix: str) -> Money | None:
    """The amount of a row, debit positive; None where it has none."""
    debit, credit = row.get(f"{prefix}debit"), row.get(f"{prefix}credit")
    if isinstance(debit, Money):
        return debit
    return credit._replace(minor=-credit.minor) if isinstance(credit, Money) else None


def _balances(report: Report) -> Iterator[_Balance]:
    for row in _rows(report):
        for role in ASSERTED:
            name = role.replace("_", " ")
            amount = row.get(f"functional {name}", row[name])
            if isinstance(amount, Money):
                yield _Balance(str(row["entity"]), str(row["date"]), role, amount)


def _opened(entries: list[_Entry], asserted: list[_Balance], names: Mapping[str, str]) -> Iterator[str]:
    """One `open` for each account, on the first day anything is known of the entity."""
    if not entries and not asserted:
        return
    first = min([*(e.ends for e in entries), *(b.ends for b in asserted)])
    accounts = {_account(e.entity, e.role, e.number, names): e.number for e in entries}
    accounts |= {a: "" for b in asserted if (a := _account(b.entity, b.role, "", names)) not in accounts}
    yield "\n"
    for account, number in sorted(accounts.items()):
        yield f"{first} open {account}\n"
        if number:
            yield f'  number: "{_quoted(number)}"\n'


def _transactions(entries: list[_Entry], names: Mapping[str, str]) -> Iterator[str]:
    ordered = sorted(entries, key=lambda e: (e.ends, e.entity))
    for (ends, entity, step), group in groupby(ordered, key=lambda e: (e.ends, e.entity, e.step)):
        postings = list(group)
        yield f'\n{ends} * "{_quoted(entity)}" "{_quoted(step)} of {_quoted(postings[0].period)}"\n'
        for entry in postings:
            account = _account(entry.entity, entry.role, entry.number, names)
            yield f"  {account}  {_amount(entry.amount)}\n"
            for key, value in entry.about:
                yield f'    {key.replace(" ", "_")}: "{_quoted(value)}"\n'


def _assertions(asserted: list[_Balance], names: Mapping[str, str]) -> Iterator[str]:
    """Sums over the contracts of an entity, exact (`~ 0`), at the end of each period."""
    sums: dict[tuple[str, str, str, str], Money] = {}
    for balance in asserted:
        at = (balance.ends, balance.entity, balance.role, balance.amount.currency)
        minor = ASSERTED[balance.role] * balance.amount.minor + (sums[at].minor if at in sums else 0)
        sums[at] = balance.amount._replace(minor=minor)
    for (ends, entity, role, _), amount in sorted(sums.items()):
        number, commodity = _amount(amount).split(" ")
        yield f"\n{iso(day(ends) + 1)} balance {_account(entity, role, '', names)}  {number} ~ 0 {commodity}"
    yield "\n"


def _account(entity: str, role: str, number: str, names: Mapping[str, str]) -> str:
    if role not in ROOTS:
        raise NoSuchAccount(f"the journal has the account {role!r}, which the ledger does not know")
    name = "".join(word.capitalize() for word in role.split("_"))
    return f"{ROOTS[role]}:{names[entity]}:{name}" + (f":{_component(number)}" if number else "")


def _prefixes(entities: Iterable[str]) -> dict[str, str]:
    """A name of letters, digits and hyphens for each entity; a number is added where two would be the same."""
    names: dict[str, str] = {}
    for entity in dict.fromkeys(entities):
        name, count = _component(entity), 2
        while name in names.values():
            name, count = f"{_component(entity)}-{count}", count + 1
        names[entity] = name
    return names


def _component(text: str) -> str:
    cleaned = re.sub(r"[^A-Za-z0-9-]+", "-", text).strip("-") or "X"
    return cleaned[0].upper() + cleaned[1:]


def _commodity(currency: str) -> str:
    """Beancount wants capitals and at least two characters."""
    cleaned = re.sub(r"[^A-Z0-9]", "", currency.upper())
    return cleaned if len(cleaned) > 1 and cleaned[0].isalpha() else f"X{cleaned}X"


def _amount(money: Money) -> str:
    return f"{plain(money.minor, money.digits)} {_commodity(money.currency)}"


def _quoted(text: str) -> str:
    """Text inside double quotes, on one line."""
    printable = "".join(c if c.isprintable() else " " for c in text)
    return printable.replace("\\", "\\\\").replace('"', '\\"')
