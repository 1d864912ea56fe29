"""What is wrong with closed periods by amounts that are errors, against the materiality of the entity and book; and
what stands against a close because of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import NamedTuple

from django.db.models import Sum

from duly.actions.drafts import Draft, book_name, draft_of
from duly.actions.errors import NoMateriality
from duly.actions.gate import Json, Step, verb
from duly.actions.money import amount as written
from duly.actions.money import decimals
from duly.actions.prior_periods import Prior, prior_amounts
from duly.engine.journal.books import calendar_of
from duly.engine.periods.prior import ERROR, Elsewhere, Misstated, misstatements
from duly.ground.rounding import round_fraction
from duly.store import lift
from duly.store.journal import Line
from duly.store.judgements import Materiality
from duly.store.periods import CLOSED, states_of


class Reported(NamedTuple):
    """A misstated account of a period. share: of the revenue that was reported, in hundredths of a percent (None where
    there was none) · is_material: None where no materiality is set."""

    period: str
    row: Misstated
    share: int | None
    is_material: bool | None


@verb("materiality.set")
def set_materiality(step: Step, entity: str, amount: str, currency: str, book: str = "") -> Json:
    """From what amount on a misstatement of a period of an entity is material, in minor units of its currency."""
    step.touch(entity)
    company = lift.company_at(step.seq)
    own = next((one.currency for one in company.entities if one.ref == entity), "")
    if not step.why:
        raise NoMateriality("a materiality is a judgement and needs a reason", fix="say it with --why")
    if int(amount) <= 0 or currency != own:
        raise NoMateriality(
            f"{written(int(amount), currency, {currency: 0, **decimals()})} is no materiality of {entity}",
            why=f"it is an amount above zero in the currency of its books ({own or 'none'})",
        )
    named = book_name(company, book)
    said = {"entity": entity, "book": named, "currency": currency, "amount": int(amount), "why": step.why}
    Materiality(**said, seq=step.seq).save(force_insert=True)
    step.subject = f"{entity}/{named}"
    return {"entity": entity, "book": named, "material from": {currency: amount}}


def materiality_of(seq: int, entity: str, book: str) -> Materiality | None:
    """The materiality of an entity in a book as of a command; None where none was set."""
    return Materiality.objects.filter(entity=entity, book=book, seq__lte=seq).order_by("-seq").first()


def is_error(one: Prior) -> bool:
    """Whether an amount counts as an error: as classed, else as proposed."""
    return (one.named or one.proposal.named) == ERROR


def misstated(seq: int, entity: str, book: str, found: Sequence[Prior]) -> list[Reported]:
    """What errors among amounts for earlier periods make wrong with each closed period."""
    closed = [period.name for period, state in states_of(entity, book) if state == CLOSED]
    place = {name: number for number, name in enumerate(closed)}
    rows = [
        Elsewhere(
            one.contract,
            line.key.account,
            place[one.economic],
            place.get(line.stands, len(closed)),
            line.amounts.books_amount,
        )
        for one in found
        if is_error(one)
        for line in one.rows
        if line.stands != one.economic
    ]
    revenue, limit = _revenue(seq, entity, book), materiality_of(seq, entity, book)
    return [
        Reported(
            closed[row.period],
            row,
            _share(row.rollover, revenue.get(closed[row.period], 0)),
            None if limit is None else row.measure >= limit.amount,
        )
        for row in misstatements(rows, len(closed))
    ]


def draft_of_open(seq: int, entity: str, book: str) -> Draft | None:
    """What the first open period of an entity would post; None where nothing was posted yet."""
    states = states_of(entity, book)
    if not states:
        return None
    names = [period.name for period, state in states if state != CLOSED]
    own = next(one for one in lift.company_at(seq).entities if one.ref == entity)
    return draft_of(seq, entity, book, names[0] if names else calendar_of(own).period_of(states[-1][0].until).name)


def _revenue(seq: int, entity: str, book: str) -> dict[str, int]:
    """Revenue by period as it was reported."""
    rows = Line.objects.filter(entry__entity=entity, entry__book=book, entry__seq__lte=seq, account="revenue")
    own = rows.filter(entry__taken_from="").values_list("entry__period").annotate(Sum("books_amount"))
    return {period: -int(amount) for period, amount in own.order_by()}


def _share(part: int, whole: int) -> int | None:
    return round_fraction(Fraction(abs(part) * 10_000, abs(whole))) if whole else None


def against_close(draft: Draft) -> Iterator[str]:
    """Errors that make a closed period materially wrong, and that the period would book: each is classed, and what is
    an error is carried back."""
    period, seq = draft.period, draft.seq
    limit = materiality_of(seq, period.entity, period.book)
    if limit is None:
        return
    found = prior_amounts(seq, draft, period.entity, period.book)
    reported = misstated(seq, period.entity, period.book, found)
    material, digits = {one.period for one in reported if one.is_material}, decimals()
    for one in found:
        if one.booked != period.name or one.economic not in material or not is_error(one) or not one.open:
            continue
        what = f"{one.contract}: {written(one.open, one.currency, digits)} for {one.economic}"
        if one.named:
            yield f"{what} is an error that is material: restate, or reopen {one.economic}"
        else:
            yield f"{what} is proposed as an error that is material, and not classed ({one.proposal.why})"
