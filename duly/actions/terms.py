"""Proposed terms are answered: a person confirms, corrects or rejects each, and what was confirmed becomes a contract,
or rows of one, when another person has agreed. Below a limit that the controller sets one person suffices.

Every value that comes from a document names its passage under `source:`; the words must stand there, and each passage
that is named is answered.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from duly.actions.answers import (
    ORDER,
    Answered,
    Named,
    answer_of,
    documents_named,
    named_of,
    require_all_answered,
    row_of,
    shown,
)
from duly.actions.contracts import add_rows, take_in
from duly.actions.control import rows_of, stated_prices
from duly.actions.documents import known_document, reading_that_counts
from duly.actions.errors import AnswerIsWrong, NoConfirmationLimit
from duly.actions.gate import Json, Step, not_allowed, verb
from duly.actions.money import amount as written
from duly.actions.money import decimals
from duly.engine.access.roles import may
from duly.engine.contracts.terms import Terms
from duly.engine.documents.drafts.sources import without_source
from duly.engine.pricing.stated import stated_minor
from duly.ground.tree import Block, Rows, Text
from duly.store import lift
from duly.store.contracts import Contract
from duly.store.documents import REJECTED, ConfirmationLimit, ContractSource, TermAnswer, limit_of
from duly.store.trees import told

SMALL = "terms.confirm_small"


@verb("terms.confirm")
def confirm_terms(step: Step, document: str, contract: Json, answers: list[Json]) -> Json:
    """Answer terms of a document and take in the contract that follows from them, or rows of one that is known.
    contract: {file, tree}, as an import takes it; of a known one `contract`, `documents` and the new rows alone ·
    answers: {term, answer, value, why}; of what nobody proposed {document, answer: added, field, value, start, end,
    why}."""
    block = told(contract["tree"], str(contract["file"]))
    if not isinstance(block, Block) or not isinstance(block.get("contract"), Text):
        raise AnswerIsWrong("what is confirmed is no contract", why="it has no `contract:` with its reference")
    entity = known_document(document).entity
    # What stands in a document is told to nobody who may not confirm it, not even by an error.
    right = may(step.roles, SMALL, entity)
    if not (right.makes or right.drafts):
        raise not_allowed(step.actor, step.action, entity)
    named = documents_named(block, document)
    said = [answer_of(one, named) for one in answers]
    require_all_answered(named, said)
    ref = str(block["contract"])
    known = Contract.objects.filter(ref=ref).first()
    grown = _grow(step, known, block, entity) if known else _take_in(step, block, named, document)
    _keep(step, ref, named, said, document, grown)
    step.subject = f"{document} {ref}"
    effect: Json = {"document": document, "contract": ref}
    if grown.under is not None:
        limit = written(grown.under.amount, grown.under.currency, decimals())
        effect["one person suffices"] = f"all that {document} states is less than {limit}"
    effect |= {"rows": rows_of(step.seq), "stated prices": grown.prices, "without a source": without_source(block)}
    return effect | {answer: rows for answer in ORDER if (rows := [shown(one) for one in said if one.answer == answer])}


@verb("terms.reject")
def reject_term(step: Step, document: str, term: str) -> Json:
    """Say that a proposed term is none; the reason is the why of the command."""
    known = known_document(document)
    step.touch(known.entity)
    named = {"": named_of(reading_that_counts(known))}
    one = answer_of({"term": term, "answer": REJECTED, "why": step.why}, named)
    row_of(one, step.seq).save(force_insert=True)
    step.subject = one.named.ref(one.term.position) if one.term else document
    return {"document": document, **shown(one)}


@verb("confirmation_limit.set")
def set_confirmation_limit(step: Step, entity: str, amount: str, currency: str) -> Json:
    """Below what amount of a currency, in minor units, one person may confirm the terms of a contract of an entity: of
    what all contracts of a document state together. Nothing (0) takes the second person back to every contract."""
    step.touch(entity)
    if not step.why:
        raise NoConfirmationLimit("a limit is a judgement and needs a reason", fix="say it with --why")
    if entity not in [one.ref for one in lift.company_at(step.seq).entities] or int(amount) < 0:
        raise NoConfirmationLimit(
            f"{amount} is no limit of {entity}", why="it is an amount of an entity that there is, not below zero"
        )
    if currency not in decimals():
        raise NoConfirmationLimit(f"there is no currency {currency!r}", fix="a code of ISO 4217, as USD")
    said = {"entity": entity, "currency": currency, "amount": int(amount), "why": step.why}
    ConfirmationLimit(**said, seq=step.seq).save(force_insert=True)
    step.subject = entity
    return {"entity": entity, "one person suffices below": {currency: amount}}


class _Grown(NamedTuple):
    """What came of a contract: prices by currency, what it states in its own, and the limit it stayed below."""

    prices: Mapping[str, str]
    currency: str = ""
    amount: int | None = None
    under: ConfirmationLimit | None = None


def _take_in(step: Step, block: Block, named: Mapping[str, Named], document: str) -> _Grown:
    """A new contract; one person suffices where all that its document states stays below the limit."""
    found: list[_Grown] = []

    def action_for(terms: Terms) -> str:
        entity = known_document(document).entity
        if terms.entity != entity:
            raise AnswerIsWrong(f"{terms.ref} is a contract of {terms.entity}, and {document} came in for {entity}")
        amount, limit = stated_by(terms), limit_of(step.seq, entity, terms.currency)
        below = amount is not None and limit is not None and _so_far(document, terms.currency) + amount < limit.amount
        found.append(_Grown(stated_prices([terms]), terms.currency, amount, limit if below else None))
        return SMALL if below else ""

    take_in(step, block, "document", action_for)
    return found[0]


def stated_by(terms: Terms) -> int | None:
    """What a contract states in all, in minor units of its currency; None where something beside its stated prices
    moves revenue, so that nobody can tell by them how much it is about."""
    beside = (terms.elements, terms.costs, terms.judged, terms.happened, terms.opening, terms.combine, terms.policy)
    if any(beside) or terms.portfolio or terms.portfolio_count:
        return None
    found = terms.total or 0
    for o in terms.obligations:
        own = any((o.currency not in ("", terms.currency), o.royalty, o.renewals, o.repurchase, o.option))
        start = terms.from_on if o.from_on is None else o.from_on
        price = stated_minor(o, start, terms.until if o.until is None else o.until)
        if own or (price is None and o.price.form != "none"):
            return None
        found += max(abs(price or 0), o.gross or 0)
    return found or None


def _so_far(document: str, currency: str) -> int:
    """What one person alone confirmed of a document before: amounts add up, so that none becomes small by being
    confirmed in parts."""
    rows = ContractSource.objects.filter(reading__document=document, currency=currency, under__isnull=False)
    return sum(amount or 0 for amount in rows.values_list("amount", flat=True))


def beyond_limits() -> Iterator[str]:
    """Contracts that one person confirmed, and that were not small when it was done."""
    so_far: Counter[tuple[str, str]] = Counter()
    rows = ContractSource.objects.filter(under__isnull=False).select_related("contract", "reading", "under")
    for one in rows.defer("reading__text", "reading__words").order_by("seq"):
        limit = limit_of(one.seq, one.contract.entity, one.currency)
        terms = lift.terms_at(one.seq, lift.company_at(one.seq), [one.contract_id])
        stated = stated_by(terms[0]) if terms else None
        so_far[one.reading.document_id, one.currency] += stated or 0
        small = limit == one.under and so_far[one.reading.document_id, one.currency] < one.under.amount
        if stated is None or stated != one.amount or not small:
            yield f"{one.contract_id} (command {one.seq}) was not small enough for one person to confirm it"


def _grow(step: Step, known: Contract, block: Block, entity: str) -> _Grown:
    """Rows of a known contract, which another person always agrees to."""
    step.touch(known.entity)
    if known.entity != entity:
        raise AnswerIsWrong(f"{known.ref} is a contract of {known.entity}, and the document came in for {entity}")
    others = [key for key in block if key not in ("contract", "documents", *lift.PARTS)]
    if others:
        raise AnswerIsWrong(
            f"{known.ref} is in the ledger, and what was agreed never changes",
            why=f"the file has {', '.join(others)} beside new rows",
            fix="leave `contract`, `documents` and the rows that are new, as an `amendment` under `happened`",
        )
    parts = {part: [row for row in _rows(block, part) if isinstance(row, Block)] for part in lift.PARTS}
    add_rows(step, known, {part: rows for part, rows in parts.items() if rows}, "hand")
    return _Grown({})


def _rows(block: Block, part: str) -> Iterator[object]:
    rows = block.get(part)
    yield from rows if isinstance(rows, Rows) else ()


def _keep(
    step: Step, ref: str, named: Mapping[str, Named], said: Sequence[Answered], document: str, grown: _Grown
) -> None:
    """Keep the answers, and on which documents the contract rests."""
    TermAnswer.objects.bulk_create([row_of(one, step.seq, ref) for one in said], batch_size=500)
    for alias, one in named.items():
        before = ContractSource.objects.filter(contract_id=ref, alias=alias).first()
        if before is not None and before.reading_id != one.reading.pk:
            raise AnswerIsWrong(
                f"{ref} calls another document {alias!r}, or an earlier reading of this one",
                fix="give the document another short name",
            )
        if before is None and one.spans:
            of = {"reading": one.reading, "contract_id": ref, "alias": alias, "seq": step.seq}
            mine = one.reading.document_id == document
            more = {"currency": grown.currency, "amount": grown.amount, "under": grown.under} if mine else {}
            ContractSource(**of, **more).save(force_insert=True)
