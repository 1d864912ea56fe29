"""Random commands by people who may and people who may not, and what of them took effect, read back from the rows."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from random import Random

from django.apps import apps
from django.db import transaction

from duly.ground.errors import DulyError
from duly.store.access import Grant, Person, Personal
from duly.store.audit import Approval, AuditLine, Command, Proposal
from duly.store.company import Setting
from duly.store.contracts import Contract, Fact, Hold
from duly.store.decided import Decided
from duly.store.journal import Batch, BatchEntry, Entry, Line
from duly.store.judgements import Classed, Materiality, Override
from duly.store.mail import Inbox, Outbox
from duly.store.periods import Certificate, Period, PeriodEvent
from duly.store.trees import plain, restored
from tests.store.ledger import PEOPLE, PLAIN, Ledger, files_of, tree_of
from tests.store.overseer import NEEDS, Effect, Roles

MONTHS = ("2026-01", "2026-02", "2026-03")
ENTITIES = ("US01", "DE01")
# Cents on both sides of every limit, the small ones more often.
AMOUNTS = (500, 500, 999_999, 1_000_000, 24_999_999, 25_000_000)
CONTRACTS = 6
ROLES = ("SA", "CM", "RA", "RM", "CT", "SP", "BI", "AU", "IN", "VW")
# Who is likely to be let through: without them hardly anything would take effect.
USUAL = {
    "import_contracts": ("cam", "rae"), "record_facts": ("rae", "rae", "cam", "rob", "bob"),
    "hold_contract": ("rae",), "set_company": ("rob", "sue", "rae"), "post_period": ("rae", "rob"),
    "close_period": ("rob",), "soft_close_period": ("rae",), "reopen_period": ("rob",), "enter_manually": ("rae",),
    "reverse_entry": ("rae",), "export_batch": ("rae",), "grant_role": ("ann",), "revoke_role": ("ann",),
    "approve": ("ben", "con", "con", "rob"), "reject": ("ben",),
}  # fmt: skip
# Some are wanted more often than others.
OFTEN = [*USUAL, *["approve"] * 8, *["record_facts"] * 3, "set_company", "enter_manually", "grant_role"]
ROWS = (
    "{{date: 2026-0{m}-2{d}, paid: {d}.00, invoice: I-{n}}}",
    "{{date: 2026-0{m}-2{d}, invoice: J-{x}, amount: {d}.00}}",
    "{{date: 2026-0{m}-2{d}, write off: {w}, invoice: I-{n}}}",
    "{{date: 2026-0{m}-2{d}, write off: {w}, invoice: I-{n}}}",
    "{{date: 2026-0{m}-01, amendment: A-{x}, changes: {{platform: {{price: 1{d}0000.00}}}}, remaining distinct: yes}}",
)
SETTINGS = (
    "policies: {{start day: {start}}}",
    "rates:\n  - {{from: EUR, to: USD, date: 2020-01-01, rate: 1.{d}}}",
    "accounts: {{cash: {{number: '10{d}'}}}}",
    "ssp:\n  - {{product: platform, currency: USD, price: 1{d}0000.00, from: 2020-01-01}}",
    "entities: {{US01: {{currency: USD}}, DE01: {{currency: EUR, calendar: months}}, XX{d}: {{currency: GBP}}}}",
)


class Mob:
    """People who do anything."""

    def __init__(self, ledger: Ledger, chance: Random) -> None:
        self.ledger, self.chance = ledger, chance
        self.people = [*PEOPLE, "ann", "ben", "dee", "eli", "fay", "gus", "nobody"]
        self.open: list[str] = []
        self.done: Counter[str] = Counter()
        self.number = 0

    def run(self, count: int) -> None:
        """So many commands, as one transaction: each is a part of it that is undone alone."""
        with transaction.atomic():
            for _ in range(count):
                self.number += 1
                verb = self.chance.choice(OFTEN)
                who = self.chance.choice(USUAL[verb] if self.chance.random() < 0.6 else self.people)
                try:
                    done = self.ledger.do(verb, who, why="at random", **self._told(verb))
                except DulyError:
                    continue
                self.done[verb] += 1
                if done.proposal:
                    self.open = [*self.open[-9:], done.proposal]

    def _told(self, verb: str) -> dict[str, object]:
        """What a verb is told."""
        chance, entity, month = self.chance, self.chance.choice(ENTITIES), self.chance.choice(MONTHS)
        n = chance.randrange(CONTRACTS)
        if verb in ("approve", "reject"):
            return {"proposal": chance.choice(self.open or ["P-0"])}
        if verb == "import_contracts":
            return {"contracts": files_of(_contract(n))}
        if verb == "record_facts":
            return {"contract": f"R-{n}", "file": "by hand", **self._row(n)}
        if verb == "hold_contract":
            return {"contract": f"R-{n}", "held": chance.random() < 0.4}
        if verb == "set_company":
            return {"file": "company.yaml", "tree": tree_of(self._setting())}
        if verb == "reverse_entry":
            entries = [*Entry.objects.filter(kind="manual").order_by("seq").values_list("ref", flat=True)] or ["JE-0"]
            return {"entry": chance.choice(entries), "period": month}
        if verb in ("grant_role", "revoke_role"):
            where = chance.choice(("", *ENTITIES)) if verb == "grant_role" else ""
            return {"person": chance.choice(self.people[:-1]), "role": chance.choice(ROLES), "entity": where}
        period: dict[str, object] = {"entity": entity, "period": month}
        return period | ({"lines": self._lines(entity)} if verb == "enter_manually" else {})

    def _row(self, n: int) -> dict[str, object]:
        if self.chance.random() < 0.2:
            row = f"{{date: 2026-0{self.chance.randint(1, 3)}-10, collect: probable}}"
            return {"part": "judged", "rows": [tree_of(row)]}
        written = self.chance.choice(("10.00", "9999.00", "10000.00", "250000.00"))
        told = {"m": self.chance.randint(1, 3), "d": self.chance.randint(1, 7), "n": n, "x": self.number, "w": written}
        return {"part": "happened", "rows": [tree_of(self.chance.choice(ROWS).format(**told))]}

    def _setting(self) -> str:
        start = self.chance.choice(("included", "excluded"))
        return "company: Acme\n" + self.chance.choice(SETTINGS).format(d=self.chance.randint(1, 9), start=start)

    def _lines(self, entity: str) -> list[dict[str, str]]:
        amount, code = self.chance.choice(AMOUNTS), "USD" if entity == "US01" else "EUR"
        sides = (("cash", amount), ("opening", -amount))
        return [{"account": account, "amount": str(minor), "currency": code} for account, minor in sides]


# What the overseer has to have seen in the end: every action but what only answers need.
ACTIONS = set(NEEDS) | {
    "fact.record",
    "contract.hold",
    "rates.set",
    "journal.post",
    "journal.export",
    "period.soft_close",
}


def strange() -> set[str]:
    """Tables whose rows are neither effects that are overseen here nor what goes with them."""
    overseen = {Contract, Fact, Setting, Entry, Line, PeriodEvent, Hold, Batch, Grant, Classed, Materiality, Override}
    beside = {AuditLine, Command, Proposal, Approval, Outbox, Inbox, Person, Personal, Period, Certificate, BatchEntry}
    beside.add(Decided)
    return {model.__name__ for model in apps.get_app_config("store").get_models() if model not in overseen | beside}


def _contract(n: int) -> str:
    text = PLAIN.replace("CT-1", f"R-{n}").replace("I-1", f"I-{n}")
    return text if n % 2 else text.replace("US01", "DE01").replace("currency: USD", "currency: EUR")


def effects() -> Iterator[Effect]:
    """All that took effect since the ledger was set up, from the rows alone."""
    held = _Roles()
    verbs, makers, agreed, when = _commands()
    for seq, what, action, entity, amount in _rows(verbs):
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
    for ref, entity, seq in Contract.objects.values_list("ref", "entity", "seq"):
        born[ref] = (seq, entity)
        yield seq, f"contract {ref}", "contract.import", entity, 0
    yield from _facts(born)
    for seq, section in Setting.objects.values_list("seq", "section"):
        named = {"policies": "policy.set", "books": "policy.set", "accounts": "mapping.set", "mapping": "mapping.set"}
        action = named.get(section, f"{section}.set" if section in ("ssp", "rates") else "company.set")
        yield seq, f"section {section}", action, "", 0
    yield from _entries(verbs)
    states = {"closed": "period.close", "soft closed": "period.soft_close", "open": "period.reopen"}
    for seq, state, entity in PeriodEvent.objects.values_list("seq", "state", "period__entity"):
        yield seq, f"period {state}", states[state], entity, 0
    for seq, entity in Hold.objects.values_list("seq", "contract__entity"):
        yield seq, "hold", "contract.hold", entity, 0
    for seq, entity in Classed.objects.values_list("seq", "entity"):
        yield seq, "class", "prior.class", entity, 0
    for seq, entity in Materiality.objects.values_list("seq", "entity"):
        yield seq, "materiality", "materiality.set", entity, 0
    for seq, entity in Override.objects.values_list("seq", "fact__contract__entity"):
        yield seq, "override", "treatment.override", entity, 0
    for seq, entity in Batch.objects.values_list("seq", "entity"):
        yield seq, "batch", "journal.export", entity, 0
    for seq, person, role in Grant.objects.filter(seq__gt=1).values_list("seq", "person_id", "role"):
        yield seq, f"{role} of {person}", "access.grant", "", 0


def _facts(born: dict[str, tuple[int, str]]) -> Iterator[tuple[int, str, str, str, int]]:
    """Rows of contracts; those a contract came in with are part of what was imported."""
    written: Counter[tuple[int, str]] = Counter()
    for fact in Fact.objects.all():
        since, entity = born[fact.contract_id]
        row = plain(restored(fact.tree, fact.file))
        assert isinstance(row, dict)
        if "write off" in row:
            written[fact.seq, entity] += round(100 * float(str(row["write off"])))
        elif fact.part == "judged":
            yield fact.seq, "judgement", "judgement.record" if fact.seq > since else "contract.import", entity, 0
        elif fact.seq > since:
            action = "contract.amend" if {"amendment", "terminated", "renewed"} & row.keys() else "fact.record"
            yield fact.seq, f"row {row}", action, entity, 0
    for (seq, entity), amount in written.items():
        yield seq, "write-off", "receivable.write_off", entity, amount


def _entries(verbs: dict[int, str]) -> Iterator[tuple[int, str, str, str, int]]:
    named = {"correction": "period.close", "manual": "journal.manual", "reversal": "journal.reverse"}
    for ref, seq, kind, entity in Entry.objects.values_list("ref", "seq", "kind", "entity"):
        action = named.get(kind) or ("period.close" if verbs[seq] == "close_period" else "journal.post")
        debits = Line.objects.filter(entry_id=ref, books_amount__gt=0).values_list("books_amount", flat=True)
        yield seq, ref, action, entity, sum(debits) if kind in ("manual", "reversal") else 0
