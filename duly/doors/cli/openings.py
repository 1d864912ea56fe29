"""Going live with contracts in mid-life: the positions file, its comparison, and the opening itself."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence

from duly.actions.asking import currency_of
from duly.actions.money import decimals
from duly.actions.opening import computed_positions, laid_beside, told_differences, told_totals
from duly.doors.cli.ledger_texts import entity_of, minor_of, told
from duly.doors.cli.notices import counted, say_errors
from duly.engine.periods.opening import Position
from duly.engine.tables import POSITIONS
from duly.ground.reports import Column, Money, Report
from duly.readers.errors import FileKindUnknown
from duly.readers.rows import list_rows
from duly.store.audit import head
from duly.writers import csv, workbook

_COLUMNS = (
    Column("contract", "text", "the contract, or all that are combined with it, with + between them"),
    Column("obligation", "text", "empty for the contract as a whole"),
    Column("account", "text", "role of the account"),
    Column("currency", "text", "of the contract"),
    Column("amount", "money", "debit positive"),
    Column("functional", "money", "the same in the currency of the books"),
)
_NEEDED = ("contract", "account", "amount")
_MORE = ("obligation", "currency", "functional")


def _rows(file: str, needed: Sequence[str], more: Sequence[str]) -> list[dict[str, str]]:
    name = os.path.basename(file)
    return [{**row, "at": f"{name} row {place.line}"} for place, row in list_rows(file, needed, more)]


def _given(given: argparse.Namespace) -> dict[str, object]:
    return {
        "entity": entity_of(given),
        "book": given.book,
        "date": given.date,
        "positions": _rows(given.positions, _NEEDED, _MORE),
        "trial_balance": _rows(given.trial_balance, ("account", "balance"), ("currency",)),
    }


def import_call(given: argparse.Namespace) -> tuple[str, dict[str, object]]:
    """The opening as the verb takes it."""
    return "import_opening", {**_given(given), "booked": given.differences}


def tolerance_call(given: argparse.Namespace) -> tuple[str, dict[str, object]]:
    """The tolerance as the verb takes it."""
    entity = entity_of(given)
    code = currency_of(entity)
    amount = str(minor_of(given.amount, decimals()[code]))
    return "set_opening_tolerance", {"entity": entity, "amount": amount, "currency": code, "book": given.book}


def compare(given: argparse.Namespace) -> int:
    """Control totals by account, and every difference."""
    found = laid_beside(head()[0], **_given(given))  # type: ignore[arg-type]
    totals, differences = list(told_totals(found)), list(told_differences(found))
    print("\n".join(told({"control totals": totals, "differences": differences}, decimals())))
    untied = [one for one in found.totals if not one.ties]
    tied = f"{counted(len(found.totals), 'account')}, {len(untied)} not as in the trial balance"
    print(f"{tied}; {counted(len(differences), 'difference')}")
    say_errors(found.errors)
    return 1 if untied or differences or found.errors else 0


def template(given: argparse.Namespace) -> int:
    """The positions of a day, as they are computed."""
    found = computed_positions(head()[0], entity_of(given), given.book, given.date)
    rows = [one for one in found.rows if given.all or one.account in POSITIONS]
    report = Report("positions", "Positions", _COLUMNS, tuple(_row(one, currency_of(entity_of(given))) for one in rows))
    say_errors(found.errors)
    if given.out.lower().endswith(".xlsx"):
        workbook.write([report], given.out)
    elif given.out.lower().endswith(".csv"):
        with open(given.out, "w", encoding="utf-8", newline="") as file:
            file.writelines(csv.lines(report))
    elif given.out:
        raise FileKindUnknown(f"{given.out} is no list", fix="write to a .csv or .xlsx file")
    else:
        sys.stdout.writelines(csv.lines(report))
    return 1 if found.errors else 0


def _row(one: Position, books: str) -> tuple[object, ...]:
    digits = decimals()
    amounts = Money(one.amount, one.currency, digits[one.currency]), Money(one.books_amount, books, digits[books])
    return (one.contract, one.obligation, one.account, one.currency, *amounts)


Question = Callable[[argparse.Namespace], int]
QUESTIONS: dict[str, Question] = {"template": template, "compare": compare}
CALLS = {"import": import_call, "tolerance": tolerance_call}
