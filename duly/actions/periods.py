"""Closing: what stands against it, what it posts, what it certifies; and reopening, which takes two people."""

from __future__ import annotations

import json
from collections.abc import Iterator

from duly import __version__
from duly.actions.drafts import Draft, book_name, draft_of
from duly.actions.errors import CannotClose, NothingToDo, PeriodIsClosed, UnknownPeriod
from duly.actions.gate import Json, Step, verb
from duly.actions.journal import opened, post_lines, shown
from duly.actions.misstatements import against_close
from duly.actions.overrides import certified_overrides
from duly.actions.restatement import restated_later
from duly.actions.telling import tell_posted
from duly.store import audit, lift
from duly.store.audit import Proposal, pending
from duly.store.canonical import canonical, digest
from duly.store.company import sections_at
from duly.store.contracts import Contract, Fact, held_contracts
from duly.store.journal import COMPUTED, CORRECTION, Entry, chain_head, restatements, summed
from duly.store.periods import CLOSED, OPEN, OPENING, SOFT, Certificate, Period, PeriodEvent, state_of, states_of


@verb("period.close")
def close_period(step: Step, entity: str, period: str, book: str = "") -> Json:
    """Post what is left of a period and close it, with a certificate."""
    step.touch(entity)
    draft = draft_of(step.seq, entity, book, period)
    if draft.period.pk is not None and state_of(draft.period) == CLOSED:
        raise NothingToDo(f"{period} of {entity} is closed; closing it again would post nothing")
    against = list(blockers(draft))
    if against:
        raise CannotClose(
            f"{period} of {entity} cannot be closed",
            why="; ".join(against),
            fix="mend each of them, or hold the contract with a reason",
        )
    kept = opened(step, draft, to_close=True)
    posted = post_lines(step, kept, draft.lines.items(), COMPUTED)
    posted += post_lines(step, kept, draft.unusual.items(), CORRECTION)
    tell_posted(step, kept, [*draft.lines.items(), *draft.unusual.items()], len(posted))
    seal(step, kept)
    step.subject = f"{entity}/{kept.book}/{period}"
    step.tell("period.closed", entity=entity, book=kept.book, period=period)
    return {"entity": entity, "book": kept.book, "period": period, "posted": len(posted), **shown(draft)}


def seal(step: Step, period: Period) -> None:
    """Close a period that has everything, with its certificate."""
    body = certified(step.seq, period)
    PeriodEvent(period=period, state=CLOSED, seq=step.seq).save(force_insert=True)
    Certificate(period=period, body=canonical(body), digest=digest(body), seq=step.seq).save(force_insert=True)


def blockers(draft: Draft) -> Iterator[str]:
    """What stands against closing a period, each with what it is about."""
    entity = draft.period.entity
    for one, state in states_of(entity, draft.period.book):
        if one.until <= draft.period.start and state != CLOSED:
            yield f"{one.name} is {state}"
    if draft.period.pk is not None and state_of(draft.period) == SOFT and (draft.lines or draft.unusual):
        lines = len(draft.lines) + len(draft.unusual)
        yield f"{draft.period.name} is soft closed, and {lines} lines of facts recorded since wait: reopen and post it"
    held = held_contracts(draft.seq)
    for error in draft.errors:
        if not held & set(error.contract.split("+")):
            yield f"{error.contract}: {error.name}: {error.what}" + (f" ({error.fix})" if error.fix else "")
    for waiting in pending():
        of_it = any(of == entity for _, of in json.loads(waiting.entities))
        if of_it and waiting.verb in ("import_contracts", "record_facts"):
            yield f"{waiting.ref} ({waiting.verb}) waits for approval"
    yield from against_close(draft)


def certified(seq: int, period: Period, engine: str = "") -> Json:
    """What a close certifies, as of a command, by an engine (empty: this one): the same whenever it is asked.

    inputs: the head of the audit trail just before, which seals every row that any command ever added."""
    entity, book = period.entity, period.book
    number, head = chain_head(f"{entity}/{book}", seq)
    contracts = Contract.objects.filter(entity=entity, seq__lte=seq)
    facts = Fact.objects.filter(contract__entity=entity, seq__lte=seq)
    return {
        "entity": entity,
        "book": book,
        "period": period.name,
        "known": seq,
        "engine": engine or __version__,
        "settings": {section: row.digest for section, row in sections_at(seq).items()},
        "contracts": contracts.count(),
        "facts": facts.count(),
        "inputs": audit.hash_before(seq),
        "overrides": certified_overrides(seq, entity),
        "entries": Entry.objects.filter(entity=entity, book=book, period=period.name, seq__lte=seq).count(),
        "chain": [number, head],
        "restated": {chain: list(chain_head(chain, seq)) for chain in restatements(entity, book, seq)},
        "totals": balances(entity, book, period.until, seq),
    }


def balances(
    entity: str, book: str, until: int, seq: int | None = None, *, as_reported: bool = False
) -> dict[str, dict[str, str]]:
    """The trial balance of an entity in a book with all periods that end by a day, now or as of a command: minor units
    of the books' currency by account. as_reported: by the journal alone, without what was restated."""
    names = Period.objects.filter(entity=entity, book=book, until__lte=until).values("name")
    entries = Entry.objects.filter(entity=entity, book=book, period__in=names)
    entries = entries if seq is None else entries.filter(seq__lte=seq)
    entries = entries.filter(taken_from="") if as_reported else entries
    return summed(entries.values_list("totals", flat=True))


@verb("period.soft_close")
def soft_close_period(step: Step, entity: str, period: str, book: str = "") -> Json:
    """Leave a period to manual entries alone."""
    kept = _known(step, entity, period, book)
    if state_of(kept) != OPEN:
        raise PeriodIsClosed(f"{period} of {entity} is {state_of(kept)}")
    PeriodEvent(period=kept, state=SOFT, seq=step.seq).save(force_insert=True)
    step.tell("period.soft_closed", entity=entity, book=kept.book, period=period)
    return {"entity": entity, "period": period, "state": SOFT}


@verb("period.reopen")
def reopen_period(step: Step, entity: str, period: str, book: str = "") -> Json:
    """Open a closed period again, the last one first; its certificate stays."""
    kept = _known(step, entity, period, book)
    if kept.name == OPENING:
        raise CannotClose(
            f"the opening of {entity} is not reopened",
            why="it states what stood in the books of the earlier system, once",
            fix="record what was missing: it is posted in the first open period; an error is carried back by `restate`",
        )
    if state_of(kept) == OPEN:
        raise NothingToDo(f"{period} of {entity} is open")
    if not step.why:
        raise CannotClose("reopening needs a reason", fix="say it with --why")
    taken_from = restated_later(kept)
    if taken_from:
        raise CannotClose(
            f"what {taken_from} would have booked for earlier periods was restated, and {period} lies before it",
            why="a restatement stands beside the journal as it was closed",
            fix="carry further errors back by another restatement",
        )
    later = [p.name for p, state in states_of(entity, kept.book) if p.start >= kept.until and state == CLOSED]
    if later:
        raise CannotClose(f"{later[-1]} is closed and lies after {period}", fix=f"reopen {later[-1]} first")
    agreed = Proposal.objects.filter(verb="reopen_period", approval__seq=step.seq).first()
    event = PeriodEvent(period=kept, state=OPEN, proposal=agreed.ref if agreed else "", seq=step.seq)
    if agreed or state_of(kept) == SOFT:
        event.save(force_insert=True)
    step.subject = f"{entity}/{kept.book}/{period}"
    step.tell("period.reopened", entity=entity, book=kept.book, period=period)
    return {"entity": entity, "book": kept.book, "period": period, "state": OPEN}


def _known(step: Step, entity: str, period: str, book: str) -> Period:
    step.touch(entity)
    named = book_name(lift.company_at(step.seq), book)
    kept = Period.objects.filter(entity=entity, book=named, name=period).first()
    if kept is None:
        raise UnknownPeriod(f"nothing was posted to {period} of {entity} yet")
    return kept
