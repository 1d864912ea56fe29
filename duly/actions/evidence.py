"""What an auditor asks for: a population with its totals, a sample of it that anybody can draw again, and for each item
all that it rests on."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from duly.actions.explained import of_contract
from duly.engine.explain.derivation import NothingToExplain
from duly.ground.reports import Step
from duly.store.audit import Approval, AuditLine, head
from duly.store.canonical import digest
from duly.store.contracts import Contract, Fact
from duly.store.journal import LINE, Line
from duly.store.trees import plain, restored


class Population(NamedTuple):
    """The lines of revenue of an entity and book from a period through another, and their totals by currency."""

    lines: Sequence[Line]
    totals: dict[str, int]


def population(entity: str, book: str, periods: Sequence[str]) -> Population:
    """All lines of revenue that were posted to these periods, in the order of the journal."""
    rows = Line.objects.filter(entry__entity=entity, entry__book=book, entry__period__in=periods, account="revenue")
    lines = list(rows.select_related("entry").order_by("entry__number", "n"))
    totals: dict[str, int] = {}
    for line in lines:
        totals[line.books_currency] = totals.get(line.books_currency, 0) - line.books_amount
    return Population(lines, totals)


def sample(lines: Sequence[Line], size: int, seed: str) -> list[Line]:
    """So many lines, chosen by the digest of the seed with entry and number: drawn again they are the same."""
    ranked = sorted(lines, key=lambda line: digest(f"{seed}/{line.entry_id}/{line.n}"))
    return sorted(ranked[:size], key=lambda line: (line.entry.number, line.n))


def folder_of(line: Line) -> Iterator[tuple[str, str]]:
    """Name and text of every paper behind a line."""
    entry = line.entry
    head_ = {
        name: str(getattr(entry, name)) for name in ("ref", "chain", "number", "period", "step", "kind", "why", "at")
    }
    named = {"entry": head_, "n": line.n, **{name: getattr(line, name) for name in LINE}}
    yield "line.json", _pretty(named)
    for ref in line.contract.split("+"):
        yield from _contract(ref, entry.seq)
    yield "approvals.json", _pretty([*_approvals(line)])
    derived = derivation(
        entry.entity,
        entry.book,
        line.contract.split("+")[0],
        line.obligation,
        entry.taken_from or entry.period,
        entry.seq,
    )
    if derived is not None:
        yield "derivation.json", _pretty(_told(derived))


def _contract(ref: str, seq: int) -> Iterator[tuple[str, str]]:
    one = Contract.objects.filter(ref=ref).first()
    if one is None:
        return
    facts = Fact.objects.filter(contract=one, seq__lte=seq).order_by("part", "position")
    rows = [{"part": f.part, "recorded by": f.seq, "row": plain(restored(f.tree, f.file))} for f in facts]
    said = {"recorded by": one.seq, "file": one.file, "agreed": plain(restored(one.tree, one.file)), "rows": rows}
    yield f"contract-{ref}.json", _pretty(said)


def _approvals(line: Line) -> Iterator[dict[str, str]]:
    """Who agreed to what the line rests on: its contract, its facts, its close."""
    refs = line.contract.split("+")
    commands = {line.entry.seq, *Contract.objects.filter(ref__in=refs).values_list("seq", flat=True)}
    commands |= set(Fact.objects.filter(contract_id__in=refs, seq__lte=line.entry.seq).values_list("seq", flat=True))
    for one in AuditLine.objects.filter(seq__in=commands).order_by("seq"):
        row = {"command": str(one.seq), "at": one.at, "by": one.actor, "verb": one.verb, "why": one.why}
        for agreed in Approval.objects.filter(seq=one.seq).select_related("proposal"):
            row |= {"proposed by": agreed.proposal.maker, "proposed": agreed.proposal.verb, "content": agreed.content}
        yield row


def derivation(entity: str, book: str, contract: str, obligation: str, period: str, seq: int) -> Step | None:
    """How the revenue of an obligation in a period came about, as known by a command; None where there is none."""
    try:
        return of_contract(contract, obligation, period, book, seq)
    except NothingToExplain:
        return None


def latest() -> int:
    """The last command."""
    return head()[0]


def _told(step: Step) -> dict[str, object]:
    """A derivation as JSON; a step that stands several times is told each time."""
    said = {name: getattr(step, name) for name in ("label", "value", "how", "source", "cite") if getattr(step, name)}
    return {**said, "from": [_told(child) for child in step.children]} if step.children else said


def _pretty(value: object) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"
