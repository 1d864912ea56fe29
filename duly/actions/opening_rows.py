"""Rows of a positions file and of a trial balance, as a command brings them: texts, with amounts as people write them.

A row of positions: contract, obligation (empty for the contract as a whole), account, currency, amount, functional (in
the currency of the books; left out where that is the same). A row of a trial balance: account, balance and, where it is
kept by currency, currency. An account is its role or its number. `at` says where a row stands.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from duly.actions.errors import CannotOpen, OpeningDoesNotTie
from duly.actions.money import amount as written
from duly.actions.money import decimals
from duly.engine.contracts.terms import Entity
from duly.engine.journal.accounts import Chart
from duly.engine.periods.opening import Difference, Position, Total
from duly.engine.tables import ROLES
from duly.ground.errors import DulyError, SeveralErrors
from duly.ground.money import currency, minor_units
from duly.store.periods import Period

Given = dict[str, str]
_CONTRACTS = 10  # behind an account that does not tie, the largest first


def given_positions(rows: Sequence[Given], chart: Chart, entity: Entity, units: Mapping[str, int]) -> list[Position]:
    """The positions of rows, or all that is wrong with them."""
    errors: list[DulyError] = []
    found = []
    numbers = _roles_of(chart)
    for row in rows:
        try:
            found.append(_position(row, numbers, entity, units))
        except DulyError as error:
            errors.append(error)
    if errors:
        raise SeveralErrors(errors)
    return found


def _position(row: Given, numbers: Mapping[str, str], entity: Entity, units: Mapping[str, int]) -> Position:
    role = _role(row, numbers)
    if role is None:
        raise CannotOpen(
            f"{row.get('at', '')}: there is no account {row.get('account', '')!r}",
            why="an account is the role of one, or its number in `accounts` of the company file",
            fix=f"one of: {', '.join(ROLES[2:])}",
        )
    code, contract = row.get("currency", "") or entity.currency, row.get("contract", "")
    if not contract:
        raise CannotOpen(f"{row.get('at', '')}: no contract", why="positions are stated by contract", fix="name it")
    amount = _minor(row, "amount", code, units)
    if code == entity.currency:
        books = amount
    elif row.get("functional", ""):
        books = _minor(row, "functional", entity.currency, units)
    else:
        raise CannotOpen(
            f"{row.get('at', '')}: {contract} is in {code}, and no `functional` amount says what it is in "
            f"{entity.currency}",
            why="its rates are those of the days on which it came about, and not that of the cut-over",
            fix="add it from the earlier books",
        )
    return Position(contract, row.get("obligation", ""), role, code, amount, books)


def stated_balances(
    rows: Sequence[Given], chart: Chart, entity: Entity, units: Mapping[str, int]
) -> dict[tuple[str, str], int]:
    """Balances of a trial balance by account and currency (empty: all of it in that of the books); what is no account
    of contracts is left out."""
    numbers = _roles_of(chart)
    found: dict[tuple[str, str], int] = {}
    for row in rows:
        role = _role(row, numbers)
        if role is not None:
            code = row.get("currency", "")
            minor = _minor(row, "balance", code or entity.currency, units)
            found[role, code] = found.get((role, code), 0) + minor
    return found


def _roles_of(chart: Chart) -> dict[str, str]:
    """Roles by number: those of the accounts, and of the rules."""
    found = {number: role for role, number in chart.roles.items()}
    for conditions, number in chart.rules:
        if "role" in conditions:
            found.setdefault(number, conditions["role"])
    return found


def _role(row: Given, numbers: Mapping[str, str]) -> str | None:
    named = row.get("account", "").strip()
    role = named.replace(" ", "_")
    return role if role in ROLES[2:] else numbers.get(named)


def _minor(row: Given, key: str, code: str, units: Mapping[str, int]) -> int:
    try:
        return minor_units(row.get(key, "").replace(",", ""), currency(code, units).digits)
    except DulyError as error:
        raise CannotOpen(f"{row.get('at', '')}: {key}: {error.what}", why=error.why, fix=error.fix) from None


def require_all_told(totals: Sequence[Total], differences: Sequence[Difference], period: Period, code: str) -> None:
    """The positions add up to the trial balance, account by account."""
    wrong = [one for one in totals if not one.ties]
    if wrong:
        raise OpeningDoesNotTie(
            f"{len(wrong)} accounts of {period.entity} do not add up to the trial balance",
            why="; ".join(_untied(one, differences, code) for one in wrong),
            fix="mend the positions or the trial balance; what is no matter of contracts stands on other accounts",
        )


def _untied(one: Total, differences: Sequence[Difference], code: str) -> str:
    """An account that does not tie, with the contracts whose positions differ on it."""
    digits, of = decimals(), one.currency or code
    stated = "nothing" if one.stated is None else written(one.stated, of, digits)
    said = f"{one.account}: trial balance {stated}, positions {written(one.given, of, digits)}"
    said += f", computed {written(one.computed, of, digits)}"
    parts = list(_behind(one, differences, digits, code))
    return said + (f" ({'; '.join(parts)})" if parts else "")


def _behind(one: Total, differences: Sequence[Difference], digits: Mapping[str, int], code: str) -> Iterator[str]:
    own = [each for each in differences if each.account == one.account and one.currency in ("", each.currency)]
    own.sort(key=lambda each: (-abs(each.books_amount), each.contract))
    for each in own[:_CONTRACTS]:
        minor, of = (each.amount, each.currency) if one.currency else (each.books_amount, code)
        yield f"{each.contract} is computed {written(minor, of, digits)} beyond its position"
