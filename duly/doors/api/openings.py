"""Going live with contracts in mid-life: positions of the earlier system beside what is computed, and the opening."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal

from pydantic import Field

from duly.actions.asking import currency_of
from duly.actions.errors import CannotOpen
from duly.actions.gate import Json
from duly.actions.money import decimals
from duly.actions.opening import computed_positions, laid_beside, told_differences, told_totals
from duly.actions.readers import READ
from duly.doors.api.admission import Asked
from duly.doors.api.operations import Room
from duly.doors.api.periods import OfEntity, OfEntityTaken
from duly.doors.api.shapes import Amount, Day, Listed, Money, MoneyTaken, OptionalRef, Ref, Taken, Told, money
from duly.doors.api.telling import effect_told
from duly.store.audit import head

room = Room("openings")


class PositionRow(Told):
    """A balance of a contract at the end of a day, debit positive, in its currency and that of the books."""

    contract: str
    obligation: str
    account: str
    amount: Money
    functional: Money


class Compared(Told):
    """Positions beside what is computed: control totals by account, every difference, and the contracts that cannot be
    decided."""

    control_totals: Any
    differences: Any
    undecided: list[str]
    as_of: int


class PositionsAsked(OfEntity):
    """The query of positions."""

    date: Day = Field(description="The last day before the cut-over.")


class PositionTaken(Taken):
    """A position of the earlier system, debit positive. `functional`: in the currency of the books, where the contract
    is in another."""

    contract: Ref
    obligation: OptionalRef = ""
    account: Ref
    amount: MoneyTaken
    functional: Amount | None = None


class StatedBalance(Taken):
    """A balance of the trial balance; `currency`, where it is kept by currency."""

    account: Ref
    balance: Amount
    currency: OptionalRef = ""


class OpeningCompared(Taken):
    """What the earlier system says at the end of a day."""

    entity: Ref
    book: OptionalRef = ""
    date: Day
    positions: list[PositionTaken] = Field(max_length=100_000)
    trial_balance: list[StatedBalance] = Field(max_length=10_000)


class OpeningTaken(OfEntityTaken):
    """The opening of an entity in a book. `booked`: where what differs is booked, within the tolerance."""

    date: Day
    positions: list[PositionTaken] = Field(max_length=100_000)
    trial_balance: list[StatedBalance] = Field(max_length=10_000)
    booked: Literal["opening", "first period"] = "opening"


class ToleranceTaken(OfEntityTaken):
    """Up to what amount in all positions may differ; `why` is needed."""

    up_to: MoneyTaken


@room.question("/openings/positions", READ)
def list_positions(asked: Asked, q: PositionsAsked) -> Listed[PositionRow]:
    """List positions. What the contracts come to at the end of a day, as a cut-over would state them."""
    asked.require(q.entity)
    seq, digits, code = asked.at(q.as_of), decimals(), currency_of(q.entity)
    rows = [
        PositionRow(
            contract=one.contract,
            obligation=one.obligation,
            account=one.account,
            amount=money(one.amount, one.currency, digits),
            functional=money(one.books_amount, code, digits),
        )
        for one in computed_positions(seq, q.entity, q.book, q.date).rows
    ]
    return Listed(items=rows, as_of=seq)


@room.question("/openings/compare", READ, method="POST")
def compare_opening(asked: Asked, body: OpeningCompared) -> Compared:
    """Compare positions. With what is computed, and with the trial balance; nothing is changed."""
    asked.require(body.entity)
    found = laid_beside(head()[0], **_given(body))
    return Compared(
        control_totals=_rows(told_totals(found)),
        differences=_rows(told_differences(found)),
        undecided=[f"{one.contract}: {one.name}: {one.what}" for one in found.errors],
        as_of=head()[0],
    )


def _rows(rows: Iterable[Json]) -> Any:
    return effect_told({"rows": list(rows)})["rows"]


@room.command("/openings", "import_opening", "opening.import")
def import_opening(asked: Asked, body: OpeningTaken) -> dict[str, Any]:
    """Open the books of an entity. Once, before anything else is posted; two others agree (202)."""
    return {**_given(body), "booked": body.booked}


def _given(body: OpeningCompared | OpeningTaken) -> dict[str, Any]:
    positions = [
        {
            "contract": one.contract,
            "obligation": one.obligation,
            "account": one.account,
            "currency": one.amount.currency,
            "amount": one.amount.amount,
            "functional": one.functional or "",
            "at": f"positions row {number}",
        }
        for number, one in enumerate(body.positions, 1)
    ]
    stated = [
        {"account": one.account, "balance": one.balance, "currency": one.currency, "at": f"trial_balance row {number}"}
        for number, one in enumerate(body.trial_balance, 1)
    ]
    of = {"entity": body.entity, "book": body.book, "date": body.date}
    return {**of, "positions": positions, "trial_balance": stated}


@room.command("/openings/tolerance", "set_opening_tolerance", "opening_tolerance.set")
def set_opening_tolerance(asked: Asked, body: ToleranceTaken) -> dict[str, Any]:
    """Set up to what amount positions may differ. In the currency of the books of the entity."""
    digits = dict(decimals())
    if body.up_to.currency not in digits:
        raise CannotOpen(f"there is no currency {body.up_to.currency!r}", fix="a code of ISO 4217, as USD")
    amount = {"amount": str(body.up_to.minor(digits)), "currency": body.up_to.currency}
    return {"entity": body.entity, "book": body.book, **amount}
