"""Revenue and balances as posted, what moved, why a number is what it is, and what is disclosed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pydantic import Field

from duly.actions.asking import book_named, contract_balances, end_of, revenue_posted
from duly.actions.changes import moved_between
from duly.actions.contracts import known_contract
from duly.actions.disclosures import PostedBook
from duly.actions.errors import UnknownPeriod
from duly.actions.evidence import derivation
from duly.actions.money import decimals
from duly.actions.readers import READ
from duly.doors.api.admission import Asked
from duly.doors.api.operations import Room
from duly.doors.api.paging import page, place_of
from duly.doors.api.periods import OfEntity
from duly.doors.api.shapes import Asking, Money, OptionalRef, Page, Paged, Ref, Told, money
from duly.engine.disclosure.note import note
from duly.ground.money import plain
from duly.ground.reports import Money as Cell
from duly.ground.reports import Report, Step

room = Room("revenue")


class RevenueRow(Told):
    """Revenue of an obligation in the period it belongs to, as posted: in the currency of the contract and of the
    books. Positive is earned."""

    contract: str
    obligation: str
    period: str
    amount: Money
    books_amount: Money


class ContractBalanceRow(Told):
    """The balance of an account of a contract, debit positive."""

    contract: str
    account: str
    amount: Money
    books_amount: Money


class Cause(Told):
    """Revenue by why it moved."""

    cause: str
    amount: Money


class AccountMoved(Told):
    """What an account moved by a contract, debit positive."""

    account: str
    contract: str
    amount: Money


class Changes(Told):
    """What the periods after the first through the last moved, the largest first."""

    entity: str
    book: str
    periods: list[str]
    revenue_by_cause: list[Cause]
    accounts: list[AccountMoved]
    as_of: int


class Explanation(Told):
    """A number and what it was made of, down to facts, policies and words of documents."""

    label: str
    value: str
    how: str
    source: str
    cite: str
    from_: list[Explanation] = Field(alias="from")


class ColumnShown(Told):
    """A column of a report. `kind`: text, day, money, ratio, count."""

    name: str
    kind: str
    meaning: str


class ReportShown(Told):
    """A table for people. A cell of money is {amount, currency}."""

    name: str
    title: str
    columns: list[ColumnShown]
    rows: list[list[Any]]


class TieShown(Told):
    """An amount of the note beside what it ties to."""

    name: str
    disclosed: Money
    booked: Money


class Disclosures(Told):
    """The note of some periods as they were posted; a closed period is disclosed as its close knew it."""

    entity: str
    book: str
    reports: list[ReportShown]
    ties: list[TieShown]
    as_of: int


class RevenueAsked(Paged):
    """The query of revenue."""

    entity: Ref
    book: OptionalRef = ""
    contract: OptionalRef = ""
    period: OptionalRef = Field("", description="The period it belongs to.")


class ContractBalancesAsked(Paged):
    """The query of balances of contracts."""

    entity: Ref
    book: OptionalRef = ""
    contract: OptionalRef = ""
    through: OptionalRef = Field("", description="The last period that counts (empty: all).")


class ChangesAsked(OfEntity):
    """The query of what moved."""

    first: Ref = Field(description="The period before what moved.")
    last: Ref = Field(description="The last period that moved it.")
    as_reported: bool = False


class ExplanationAsked(Asking):
    """The number to explain: revenue of an obligation in a period."""

    contract: Ref
    obligation: Ref
    period: Ref
    book: OptionalRef = ""


class DisclosuresAsked(Asking):
    """The periods to disclose, both in it."""

    entity: Ref
    book: OptionalRef = ""
    first: Ref
    last: OptionalRef = Field("", description="The last period (empty: the first).")
    as_reported: bool = Field(False, description="Without what was restated.")


@room.question("/revenue", READ)
def list_revenue(asked: Asked, q: RevenueAsked) -> Page[RevenueRow]:
    """List revenue. As posted, by contract, obligation and the period it belongs to."""
    asked.require(q.entity)
    place = place_of(q)
    rows = revenue_posted(place.seq, q.entity, book_named(q.book, place.seq))
    wanted = {"contract": q.contract, "economic": q.period}
    rows = rows.filter(**{name: value for name, value in wanted.items() if value})
    return page(q, place, rows, ["contract", "obligation", "economic", "currency", "books_currency"], _revenue)


def _revenue(found: Sequence[Any]) -> list[RevenueRow]:
    return [
        RevenueRow(
            contract=one["contract"],
            obligation=one["obligation"],
            period=one["economic"],
            amount=money(-one["amount__sum"], one["currency"], decimals()),
            books_amount=money(-one["books_amount__sum"], one["books_currency"], decimals()),
        )
        for one in found
    ]


@room.question("/balances", READ)
def list_balances(asked: Asked, q: ContractBalancesAsked) -> Page[ContractBalanceRow]:
    """List balances of contracts. Contract asset, contract liability, receivable and all others, as posted."""
    asked.require(q.entity)
    place = place_of(q)
    book = book_named(q.book, place.seq)
    rows = contract_balances(place.seq, q.entity, book, end_of(q.entity, book, q.through, place.seq))
    rows = rows.filter(contract=q.contract) if q.contract else rows
    return page(q, place, rows, ["contract", "account", "currency", "books_currency"], _balances)


def _balances(found: Sequence[Any]) -> list[ContractBalanceRow]:
    return [
        ContractBalanceRow(
            contract=one["contract"],
            account=one["account"],
            amount=money(one["amount__sum"], one["currency"], decimals()),
            books_amount=money(one["books_amount__sum"], one["books_currency"], decimals()),
        )
        for one in found
    ]


@room.question("/changes", READ)
def get_changes(asked: Asked, q: ChangesAsked) -> Changes:
    """See what moved between two periods. Revenue by cause, then every account by contract, the largest first."""
    asked.require(q.entity)
    seq, digits = asked.at(q.as_of), decimals()
    book = book_named(q.book, seq)
    moved = moved_between(q.entity, book, q.first, q.last, as_reported=q.as_reported, seq=seq)
    return Changes(
        entity=q.entity,
        book=book,
        periods=list(moved.periods),
        revenue_by_cause=[Cause(cause=of, amount=money(minor, code, digits)) for (of, code), minor in moved.causes],
        accounts=[
            AccountMoved(account=account, contract=contract, amount=money(minor, code, digits))
            for (account, contract, code), minor in moved.accounts
        ],
        as_of=seq,
    )


@room.question("/explanations", READ)
def get_explanation(asked: Asked, q: ExplanationAsked) -> Explanation:
    """Explain a number. From the revenue of an obligation in a period back to facts, policies and documents."""
    asked.require(known_contract(q.contract).entity)
    seq = asked.at(q.as_of)
    found = derivation("", book_named(q.book, seq), q.contract, q.obligation, q.period, seq)
    if found is None:
        raise UnknownPeriod(f"{q.contract}/{q.obligation} books nothing in {q.period}")
    return _explained(found)


def _explained(step: Step) -> Explanation:
    said = {name: getattr(step, name) for name in ("label", "value", "how", "source", "cite")}
    return Explanation(**said, from_=[_explained(child) for child in step.children])


@room.question("/disclosures", READ)
def get_disclosures(asked: Asked, q: DisclosuresAsked) -> Disclosures:
    """Get the note. Disaggregation, contract balances, remaining obligations, costs and judgements, tied to the trial
    balance."""
    asked.require(q.entity)
    seq = asked.at(q.as_of)
    kept = PostedBook(q.entity, q.book, as_reported=q.as_reported, seq=seq)
    made = note([kept.window(q.first, q.last or q.first)])
    return Disclosures(
        entity=q.entity,
        book=kept.book,
        reports=[report_shown(one) for one in made.reports],
        ties=[
            TieShown(
                name=one.name, disclosed=_cell(one.disclosed, one.currency), booked=_cell(one.booked, one.currency)
            )
            for one in made.ties
        ],
        as_of=seq,
    )


def report_shown(one: Report) -> ReportShown:
    """A table as JSON."""
    columns = [ColumnShown(name=c.name, kind=c.kind, meaning=c.meaning) for c in one.columns]
    rows = [[_shown(cell) for cell in row] for row in one.rows]
    return ReportShown(name=one.name, title=one.title, columns=columns, rows=rows)


def _shown(cell: object) -> Any:
    if isinstance(cell, Cell):
        return {"amount": plain(cell.minor, cell.digits), "currency": cell.currency}
    return cell if cell is None or isinstance(cell, int | str) else str(cell)


def _cell(minor: int, currency: tuple[str, int]) -> Money:
    return Money(amount=plain(minor, currency[1]), currency=currency[0])
