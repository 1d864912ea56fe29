"""Restatements: what was classed as an error or a change of policy is carried back to the periods it belongs to. The
journal, its chain and the certificates stay as they were; a restatement stands beside them in a chain of its own, and
the current period books no more of it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from duly.actions.drafts import Amounts, draft_of
from duly.actions.errors import NotClassed, NothingToDo, PeriodIsClosed
from duly.actions.gate import Json, Step, verb
from duly.actions.journal import Overlay, post_lines
from duly.actions.prior_periods import Prior, prior_amounts
from duly.engine.periods.prior import CLASSES
from duly.store.audit import AuditLine, Proposal
from duly.store.journal import RESTATED_CORRECTION, RESTATEMENT, Entry, restatements
from duly.store.periods import CLOSED, Period, state_of


@verb("period.restate")
def restate_periods(step: Step, entity: str, period: str, book: str = "") -> Json:
    """Carry back what an open period books for closed ones, and what closed periods did, as far as a person classed it
    so that it is carried back. Two others agree."""
    step.touch(entity)
    draft = draft_of(step.seq, entity, book, period)
    kept = draft.period
    if kept.pk is not None and state_of(kept) == CLOSED:
        raise PeriodIsClosed(f"{period} of {entity} is closed", fix="name the open period that would book it")
    if not step.why:
        raise NotClassed("a restatement needs a reason", fix="say it with --why")
    found = [one for one in prior_amounts(step.seq, draft, entity, kept.book) if _goes_back(one)]
    if not found:
        raise NothingToDo(
            f"nothing that {period} or a period before it books for closed ones is classed as an error or a change of "
            "policy"
        )
    chain = f"{entity}/{kept.book}/R{len(restatements(entity, kept.book, step.seq)) + 1}"
    if Proposal.objects.filter(verb="restate_periods", approval__seq=step.seq).exists():
        for one in found:
            _carry_back(step, one, kept, chain)
    step.subject = chain
    step.tell("period.restated", entity=entity, book=kept.book, restatement=chain)
    rows = [row for one in found for row in _difference(one)]
    facts = {f"{one.contract} {one.economic}": [row.words for row in one.learned] for one in found}
    return {"entity": entity, "book": kept.book, "restatement": chain, "difference": rows, "because of": facts}


def _goes_back(one: Prior) -> bool:
    return bool(one.named) and CLASSES[one.named][1] and bool(one.standing)


def _carry_back(step: Step, one: Prior, current: Period, chain: str) -> None:
    """Enter an amount in the period it belongs to, and take it out of the one that booked it: an open period just books
    less, a closed one has it taken out beside its journal."""
    places = [(one.economic, 1)] + ([(one.booked, -1)] if one.booked != current.name else [])
    for name, sign in places:
        period = Period.objects.get(entity=current.entity, book=current.book, name=name)
        for is_correction, kind in ((False, RESTATEMENT), (True, RESTATED_CORRECTION)):
            lines = [(key, _signed(a, sign)) for (other, key), a in one.standing.items() if other == is_correction]
            post_lines(step, period, lines, kind, overlay=Overlay(chain, one.booked))


def _signed(amounts: Amounts, sign: int) -> Amounts:
    return Amounts(sign * amounts.amount, sign * amounts.books_amount)


def _difference(one: Prior) -> Iterator[Json]:
    """What is restated by contract, account and cause; amounts are texts of minor units."""
    sums: dict[tuple[str, str], int] = {}
    for (_, key), amounts in one.standing.items():
        sums[key.account, key.cause] = sums.get((key.account, key.cause), 0) + amounts.books_amount
    place = {"period": one.economic, "contract": one.contract}
    for (account, cause), amount in sorted((key, amount) for key, amount in sums.items() if amount):
        row = {"account": account, "cause": cause, "amount": str(amount), "currency": one.currency}
        yield place | row | {"taken from": one.booked, "class": one.named, "why": one.why}


def restated_later(period: Period) -> str:
    """The period after this one whose amounts for earlier periods were restated, if any."""
    made = Entry.objects.filter(entity=period.entity, book=period.book).exclude(taken_from="")
    later = Period.objects.filter(entity=period.entity, book=period.book, start__gt=period.start)
    names = made.filter(taken_from__in=later.values("name")).values_list("taken_from", flat=True)
    return str(names.first() or "")


def restated(entity: str, book: str, seq: int) -> Sequence[tuple[AuditLine, Json]]:
    """The restatements of an entity in a book, each with its command and what it said it would do."""
    chains = restatements(entity, book, seq)
    commands = Entry.objects.filter(chain__in=chains, number=1).order_by("seq").values_list("seq", flat=True)
    lines = [AuditLine.objects.get(seq=of) for of in commands]
    return [(line, json.loads(line.effect)["effect"]) for line in lines]
