"""What took effect of random commands, read back from the rows alone, with the amount each is about: worked out here
from what was written, and not asked of the code that is overseen."""

from __future__ import annotations

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from django.apps import apps

from duly.store.access import Allowance, Grant, Person, Personal, Token, TokenEnd
from duly.store.audit import Approval, AuditLine, Command, Proposal
from duly.store.company import Setting
from duly.store.contracts import Contract, ExternalName, Fact, Hold
from duly.store.decided import Decided
from duly.store.documents import (
    ConfirmationLimit,
    ContractSource,
    Document,
    ProposedTerm,
    Reading,
    TermAnswer,
)
from duly.store.jobs import Job, JobEvent, JobPart, JobResult
from duly.store.journal import Batch, BatchEntry, Entry, Line
from duly.store.judgements import Classed, Materiality, Override
from duly.store.mail import Inbox, Outbox, Worker
from duly.store.opening import OpeningTolerance
from duly.store.periods import Certificate, Period, PeriodEvent
from duly.store.trees import plain, restored
from duly.store.webhooks import Delivery, Endpoint, Progress, SecretMade
from tests.store.mob import GROSS, PLATFORM, SETUP
from tests.store.overseer import NEEDS, Effect, Roles

# What the overseer has to have seen in the end: every action but what only answers need, keys to the API, which people
# use and which do nothing by themselves (tests/store/test_tokens.py), and books that are opened once, before all else
# (tests/store/test_opening.py).
ACTIONS = set(NEEDS) - {"access.token", "opening.import"} | {
    "fact.record",
    "contract.hold",
    "rates.set",
    "journal.post",
    "journal.export",
    "period.soft_close",
    "document.receive",
    "document.read",
    "terms.confirm_small",
    "terms.reject",
    "confirmation_limit.set",
}


# Keys of rows that decide otherwise than the rule would.
OVERRIDES = {"controls", "not distinct", "significant financing"}


def strange() -> set[str]:
    """Tables whose rows are neither effects that are overseen here nor what goes with them."""
    overseen = {Contract, Fact, Setting, Entry, Line, PeriodEvent, Hold, Batch, Grant, Classed, Materiality, Override}
    overseen |= {Document, Reading, TermAnswer, ContractSource, ConfirmationLimit, OpeningTolerance}
    beside = {AuditLine, Command, Proposal, Approval, Outbox, Inbox, Person, Personal, Period, Certificate, BatchEntry}
    beside |= {Decided, ProposedTerm, Token, TokenEnd, Allowance, ExternalName}
    # What a job takes in is overseen in tests of its own.
    beside |= {Job, JobPart, JobResult, JobEvent}
    # Of webhooks: who is told is nothing that anybody agrees to, and what was sent follows from it.
    beside |= {Endpoint, SecretMade, Delivery, Progress, Worker}
    return {model.__name__ for model in apps.get_app_config("store").get_models() if model not in overseen | beside}


def effects() -> Iterator[Effect]:
    """All that took effect since the ledger was set up, from the rows alone."""
    held = _Roles()
    verbs, makers, agreed, when = _commands()
    for seq, what, action, entity, amount in (*_rows(verbs), *_documents(verbs, agreed)):
        maker = makers[seq]
        said = tuple((person, held.at(person, answered)) for person, answered in agreed.get(seq, ()))
        # Whoever made a proposal must hold the right when it is made and when it takes effect.
        for moment in {when[seq], seq}:
            yield Effect(f"{what} of command {seq}", action, entity, maker, held.at(maker, moment), said, amount)


class _Roles:
    """The roles of people before each command."""

    def __init__(self) -> None:
        self.lines: dict[str, list[tuple[int, bool, tuple[str, str]]]] = defaultdict(list)
        for person, role, entity, given, seq in Grant.objects.order_by("id").values_list(
            "person_id", "role", "entity", "given", "seq"
        ):
            self.lines[person].append((seq, given, (role, entity)))

    def at(self, person: str, seq: int) -> Roles:
        """What a person held when a command began."""
        held: set[tuple[str, str]] = set()
        for when, given, role in self.lines[person]:
            if when < seq:
                (held.add if given else held.discard)(role)
        return frozenset(held)


def _commands() -> tuple[dict[int, str], dict[int, str], dict[int, list[tuple[str, int]]], dict[int, int]]:
    """By command: the verb that took effect, who made it, who agreed and when, and when it was proposed."""
    verbs, makers, agreed, when = {}, {}, {}, {}
    answers: dict[str, list[Approval]] = defaultdict(list)
    for answer in Approval.objects.order_by("seq"):
        answers[answer.proposal_id].append(answer)
    last = {answers_[-1].seq: ref for ref, answers_ in answers.items()}
    for seq, verb, actor in AuditLine.objects.values_list("seq", "verb", "actor"):
        verbs[seq], makers[seq], when[seq] = verb, actor, seq
        if seq in last:
            waiting = Proposal.objects.get(ref=last[seq])
            assert all(one.content == waiting.content for one in answers[waiting.ref])
            verbs[seq], makers[seq], when[seq] = waiting.verb, waiting.maker, waiting.seq
            # Who refused did not agree: with a refusal among the answers nothing may take effect.
            agreed[seq] = [(one.person, one.seq) for one in answers[waiting.ref] if one.granted]
            if not all(one.granted for one in answers[waiting.ref]):
                agreed[seq] = []
    return verbs, makers, agreed, when


def _rows(verbs: dict[int, str]) -> Iterator[tuple[int, str, str, str, int]]:
    """(command, what, action, entity, amount) of every row that is an effect."""
    born = {}
    confirmed = set(ContractSource.objects.values_list("contract_id", "seq"))
    for ref, entity, seq in Contract.objects.values_list("ref", "entity", "seq"):
        born[ref] = (seq, entity)
        if (ref, seq) in confirmed:
            continue
        yield seq, f"contract {ref}", "contract.import", entity, 0
    yield from _facts(born)
    for seq, section in Setting.objects.values_list("seq", "section"):
        named = {"policies": "policy.set", "books": "policy.set", "accounts": "mapping.set", "mapping": "mapping.set"}
        action = named.get(section, f"{section}.set" if section in ("ssp", "rates") else "company.set")
        yield seq, f"section {section}", action, "", 0
    yield from _entries(verbs)
    states = {"closed": "period.close", "soft closed": "period.soft_close", "open": "period.reopen"}
    for seq, state, entity, name in PeriodEvent.objects.values_list("seq", "state", "period__entity", "period__name"):
        yield seq, f"{name} {state}", "opening.import" if name == "opening" else states[state], entity, 0
    for seq, entity in OpeningTolerance.objects.values_list("seq", "entity"):
        yield seq, "tolerance", "opening_tolerance.set", entity, 0
    for seq, entity in Hold.objects.values_list("seq", "contract__entity"):
        yield seq, "hold", "contract.hold", entity, 0
    yield from _classes()
    for seq, entity in Materiality.objects.values_list("seq", "entity"):
        yield seq, "materiality", "materiality.set", entity, 0
    for seq, entity in Batch.objects.values_list("seq", "entity"):
        yield seq, "batch", "journal.export", entity, 0
    for seq, person, role in Grant.objects.filter(seq__gt=1).values_list("seq", "person_id", "role"):
        yield seq, f"{role} of {person}", "access.grant", "", 0


def _documents(verbs: dict[int, str], agreed: Mapping[int, object]) -> Iterator[tuple[int, str, str, str, int]]:
    """What was done to documents. One person may confirm what states less, with all that one person confirmed of the
    document before, than the limit that was set last."""
    for seq, entity in Document.objects.values_list("seq", "entity"):
        yield seq, "document", "document.receive", entity, 0
    for seq, entity in Reading.objects.values_list("seq", "document__entity"):
        yield seq, "reading", "document.read", entity, 0
    for seq, entity in TermAnswer.objects.values_list("seq", "reading__document__entity"):
        if verbs[seq] == "reject_term":
            yield seq, "answer", "terms.reject", entity, 0
    limits = [*ConfirmationLimit.objects.order_by("seq").values_list("seq", "entity", "amount")]
    for seq, entity, _ in limits:
        yield seq, "limit", "confirmation_limit.set", entity, 0
    alone: Counter[str] = Counter()
    for one in ContractSource.objects.select_related("contract", "reading").order_by("seq"):
        entity, document = one.contract.entity, one.reading.document_id
        amount = _ordered(one.contract)
        limit = next((amount for seq, of, amount in reversed(limits) if seq < one.seq and of == entity), 0)
        small = alone[document] + amount < limit
        alone[document] += 0 if agreed.get(one.seq) else amount
        yield one.seq, f"contract {one.contract_id}", f"terms.confirm{'_small' if small else ''}", entity, 0


def _ordered(contract: Contract) -> int:
    """What a contract from an order form states, in cents."""
    row = plain(restored(contract.tree, contract.file))
    prices = [promise["price"]["value"] for promise in row["obligations"].values()]
    return sum(int(price.replace(".", "")) for price in prices)


def _facts(born: dict[str, tuple[int, str]]) -> Iterator[tuple[int, str, str, str, int]]:
    """Rows of contracts; those a contract came in with are part of what was imported."""
    written: Counter[tuple[int, str]] = Counter()
    told: dict[str, list[Told]] = defaultdict(list)
    ends = dict(Override.objects.filter(stands=False).values_list("fact_id", "seq"))
    for fact in Fact.objects.all():
        since, entity = born[fact.contract_id]
        row = plain(restored(fact.tree, fact.file))
        assert isinstance(row, dict)
        told[fact.contract_id].append(Told(fact.seq, row, ends.get(fact.pk)))
        if "write off" in row:
            written[fact.seq, entity] += round(100 * float(str(row["write off"])))
        elif fact.part == "judged" and not OVERRIDES & row.keys():
            yield fact.seq, "judgement", "judgement.record" if fact.seq > since else "contract.import", entity, 0
        elif fact.part == "happened" and fact.seq > since:
            action = "contract.amend" if {"amendment", "terminated", "renewed"} & row.keys() else "fact.record"
            yield fact.seq, f"row {row}", action, entity, 0
    for (seq, entity), amount in written.items():
        yield seq, "write-off", "receivable.write_off", entity, amount
    for contract, rows in told.items():
        yield from _overrides(contract, born[contract][1], rows)


class Told(NamedTuple):
    """A row of a contract, the command that recorded it and the one that lifted it, if it is an override that was."""

    seq: int
    row: Mapping[str, object]
    lifted: int | None


def _overrides(contract: str, entity: str, rows: Sequence[Told]) -> Iterator[tuple[int, str, str, str, int]]:
    """Overrides that were made and lifted, each about what the contract is worth before or after, whichever is more."""
    for seq, row, lifted in rows:
        for moment in (seq, lifted) if OVERRIDES & row.keys() else ():
            if moment is not None:
                amount = max(_price(contract, rows, known) for known in (moment - 1, moment))
                yield moment, f"override of {contract}", "treatment.override", entity, amount


def _price(contract: str, rows: Sequence[Told], known: int) -> int:
    """What a contract is worth as of a command, in cents: the price of the platform as last amended, and of the set-up
    what we keep, or all that is paid where somebody decided that we control it."""
    stands = [one.row for one in rows if one.seq <= known and not (one.lifted and one.lifted <= known)]
    amended = sorted((row for row in stands if "amendment" in row), key=lambda row: str(row["date"]))
    changes = [row["changes"]["platform"]["price"] for row in amended]
    controlled = any("controls" in row for row in stands)
    prices = (changes or [PLATFORM[int(contract[2:])]])[-1], GROSS if controlled else SETUP
    return sum(int(price.replace(".", "")) for price in prices)


def _classes() -> Iterator[tuple[int, str, str, str, int]]:
    """Classes that were given, each about the amounts that were shown with it; they are the ones it holds for."""
    shown = {answer.seq: answer.proposal for answer in Approval.objects.filter(granted=True).select_related("proposal")}
    for one in Classed.objects.all():
        effect = json.loads(shown[one.seq].effect)
        amounts = {
            account: int(minor)
            for account, minor in effect["amounts"][
                f"{one.economic} by {one.cause}" if one.cause else one.economic
            ].items()
        }
        (currency,) = {account.split()[1] for account in amounts}
        bare = [currency, {account.split()[0]: minor for account, minor in amounts.items()}]
        text = json.dumps(bare, sort_keys=True, separators=(",", ":"))
        assert hashlib.sha256(text.encode()).hexdigest() == one.amounts
        yield one.seq, f"class of {one.contract}", "prior.class", one.entity, max(map(abs, amounts.values()))


def _entries(verbs: dict[int, str]) -> Iterator[tuple[int, str, str, str, int]]:
    named = {"correction": "period.close", "manual": "journal.manual", "reversal": "journal.reverse"}
    named |= dict.fromkeys(("opening", "opening difference"), "opening.import")
    entries = Entry.objects.values_list("ref", "seq", "kind", "entity", "taken_from")
    for ref, seq, kind, entity, taken_from in entries:
        action = named.get(kind) or ("period.close" if verbs[seq] == "close_period" else "journal.post")
        action = "period.restate" if taken_from else action
        debits = Line.objects.filter(entry_id=ref, books_amount__gt=0).values_list("books_amount", flat=True)
        yield seq, ref, action, entity, sum(debits) if kind in ("manual", "reversal") else 0
