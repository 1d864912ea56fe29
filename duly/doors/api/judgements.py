"""What people decided beside the rows of a contract: overrides, classes of amounts for earlier periods, materiality."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from duly.actions import drafts, misstatements, overrides, prior_periods, restatement
from duly.actions.asking import book_named, currency_of
from duly.actions.errors import NoMateriality
from duly.actions.money import decimals
from duly.actions.readers import READ
from duly.doors.api.admission import Asked
from duly.doors.api.contracts import version_of
from duly.doors.api.operations import Room
from duly.doors.api.periods import OfEntity, OfEntityTaken
from duly.doors.api.shapes import Commanded, Language, Listed, Money, MoneyTaken, OptionalRef, Ref, Told, money
from duly.doors.api.telling import effect_told, rows_of
from duly.engine.periods.prior import CLASSES
from duly.store.judgements import overrides_at

room = Room("judgements")


class OverrideRow(Told):
    """A row of a contract that decides otherwise than its terms or the rule alone would."""

    override: str
    contract: str
    row: Any
    command: int


class OverrideTaken(Commanded):
    """A row of `judged` that overrides a treatment; `why` is needed."""

    row: Language = Field(examples=[{"significant financing": "no", "date": "2026-01-01"}])


class LiftTaken(Commanded):
    """An override that is to end; `why` is needed."""

    override: Ref = Field(examples=["CT-1/judged/0"])


class PriorRow(Told):
    """What a period books of a contract for an earlier one. `proposed` and `classed`: error, estimate, event, policy
    (null: not classed yet)."""

    contract: str
    economic_period: str
    proposed: str
    proposed_why: str
    classed: str | None
    why: str
    cite: str
    amounts: dict[str, Money]


class ClassTaken(OfEntityTaken):
    """What the amounts are that a period books of a contract for earlier ones, or for one of them; `why` is needed."""

    contract: Ref
    named: Literal["event", "estimate", "error", "policy"]
    of: OptionalRef = Field("", description="The earlier period (empty: all of them).")


class MaterialityTaken(OfEntityTaken):
    """From which amount on a misstatement is material; `why` is needed."""

    from_: MoneyTaken = Field(alias="from")


class MisstatementRow(Told):
    """What errors make wrong with a closed period, by both measures. `material` is null where no materiality is set."""

    period: str
    account: str
    rollover: Money
    iron_curtain: Money
    material: bool | None


class RestatementRow(Told):
    """Amounts that were carried back to the periods they belong to."""

    command: int
    at: str
    by: str
    effect: Any


@room.question("/overrides", READ)
def list_overrides(asked: Asked, q: OfEntity) -> Listed[OverrideRow]:
    """List overrides. Those in force for the contracts of an entity."""
    asked.require(q.entity)
    seq = asked.at(q.as_of)
    rows = [
        OverrideRow(override=one.external, contract=one.contract_id, row=overrides.said(one), command=one.seq)
        for one in overrides_at(seq, q.entity)
    ]
    return Listed(items=rows, as_of=seq)


@room.command("/contracts/{contract}/overrides", "override_treatment", "treatment.override", version=version_of)
def override_treatment(asked: Asked, contract: Ref, body: OverrideTaken) -> dict[str, Any]:
    """Treat a contract otherwise. Than its terms or the rule alone would; the dearer it is, the higher who agrees."""
    return {"contract": contract, "row": rows_of(asked.body, "row")[0], "file": "body.json"}


@room.command("/overrides/lift", "lift_override", "treatment.override")
def lift_override(asked: Asked, body: LiftTaken) -> dict[str, Any]:
    """End an override. What was closed with it stays so."""
    return {"override": body.override}


@room.question("/periods/{period}/prior", READ)
def list_prior_amounts(asked: Asked, period: Ref, q: OfEntity) -> Listed[PriorRow]:
    """List what a period books for earlier ones. With the class that is proposed and why, and the one it was given."""
    asked.require(q.entity)
    seq = asked.at(q.as_of)
    draft = drafts.draft_of(seq, q.entity, q.book, period)
    found = prior_periods.prior_amounts(seq, draft, q.entity, draft.period.book)
    return Listed(items=[_prior(one) for one in found if one.booked == period], as_of=seq)


def _prior(one: prior_periods.Prior) -> PriorRow:
    digits = decimals()
    return PriorRow(
        contract=one.contract,
        economic_period=one.economic,
        proposed=one.proposal.named,
        proposed_why=one.proposal.why,
        classed=one.named or None,
        why=one.why,
        cite=CLASSES[one.named or one.proposal.named][0],
        amounts={account: money(minor, one.currency, digits) for account, minor in sorted(one.whole.items()) if minor},
    )


@room.command("/periods/{period}/classes", "class_amounts", "prior.class")
def class_amounts(asked: Asked, period: Ref, body: ClassTaken) -> dict[str, Any]:
    """Say what amounts for earlier periods are. Another person agrees; the class holds for these very amounts."""
    of = {"entity": body.entity, "period": period, "book": body.book}
    return {**of, "contract": body.contract, "named": body.named, "of": body.of}


@room.command("/materiality", "set_materiality", "materiality.set")
def set_materiality(asked: Asked, body: MaterialityTaken) -> dict[str, Any]:
    """Set the materiality of an entity and book. Another person agrees."""
    amount = body.from_
    if amount.currency not in decimals():
        raise NoMateriality(f"there is no currency {amount.currency!r}")
    minor = amount.minor(dict(decimals()))
    return {"entity": body.entity, "amount": str(minor), "currency": amount.currency, "book": body.book}


@room.question("/misstatements", READ)
def list_misstatements(asked: Asked, q: OfEntity) -> Listed[MisstatementRow]:
    """List what errors make wrong with closed periods. By rollover and iron curtain, against the materiality."""
    asked.require(q.entity)
    seq = asked.at(q.as_of)
    book, code, digits = book_named(q.book, seq), currency_of(q.entity), decimals()
    draft = misstatements.draft_of_open(seq, q.entity, book)
    found = misstatements.misstated(seq, q.entity, book, prior_periods.prior_amounts(seq, draft, q.entity, book))
    rows = [
        MisstatementRow(
            period=one.period,
            account=one.row.account,
            rollover=money(one.row.rollover, code, digits),
            iron_curtain=money(one.row.iron_curtain, code, digits),
            material=one.is_material,
        )
        for one in found
    ]
    return Listed(items=rows, as_of=seq)


@room.question("/restatements", READ)
def list_restatements(asked: Asked, q: OfEntity) -> Listed[RestatementRow]:
    """List restatements. By contract, account and cause, with the facts that caused them."""
    asked.require(q.entity)
    seq = asked.at(q.as_of)
    made = restatement.restated(q.entity, book_named(q.book, seq), seq)
    rows = [
        RestatementRow(command=line.seq, at=line.at, by=line.actor, effect=effect_told(effect)) for line, effect in made
    ]
    return Listed(items=rows, as_of=seq)
