"""Random commands by people who may and people who may not."""

from __future__ import annotations

from collections import Counter
from random import Random

from django.db import transaction

from duly.actions.gate import Done
from duly.ground.errors import DulyError
from duly.store.documents import Document
from duly.store.journal import Entry
from duly.store.judgements import Override
from duly.store.periods import CLOSED, states_of
from tests.store import papers
from tests.store.ledger import PEOPLE, PLAIN, Ledger, files_of, tree_of

MONTHS = ("2026-01", "2026-02", "2026-03")
CURRENCIES = {"US01": "USD", "DE01": "EUR"}
ENTITIES = tuple(CURRENCIES)
# Cents on both sides of every limit, the small ones more often.
AMOUNTS = (500, 500, 999_999, 1_000_000, 24_999_999, 25_000_000)
# What each contract promises, so that their prices lie on both sides of every limit: the platform, and the set-up,
# whose gross price counts where somebody decides that we control it.
PLATFORM = ("6000.00", "7000.00", "120000.00", "246999.99", "247000.00", "500.00")
SETUP, GROSS = "3000.00", "9000.00"
ROLES = ("SA", "CM", "RA", "RM", "CT", "SP", "BI", "AU", "IN", "VW")
# Who is likely to be let through: without them hardly anything would take effect.
USUAL = {
    "import_contracts": ("cam", "rae"), "record_facts": ("rae", "rae", "cam", "rob", "bob"),
    "hold_contract": ("rae",), "set_company": ("rob", "sue", "rae"), "post_period": ("rae", "rob"),
    "close_period": ("rob",), "soft_close_period": ("rae",), "reopen_period": ("rob",), "enter_manually": ("rae",),
    "reverse_entry": ("rae",), "export_batch": ("rae",), "grant_role": ("ann",), "revoke_role": ("ann",),
    "override_treatment": ("rae",), "lift_override": ("rae",), "class_amounts": ("rae",), "set_materiality": ("rob",),
    "restate_periods": ("rob",), "receive_document": ("cam", "rae"), "read_document": ("cam", "rae"),
    "confirm_terms": ("cam", "rae"), "reject_term": ("cam", "rae"), "set_confirmation_limit": ("ben", "con"),
    "approve": ("ben", "con", "con", "rob"), "reject": ("ben",),
}  # fmt: skip
# Some are wanted more often than others.
OFTEN = [*USUAL, *["approve"] * 7, *["record_facts"] * 3, *["grant_role"] * 3, "close_period", *["set_company"] * 2]
# What the platform of an order form costs, by its number: with the set-up they state less than a limit, or just not.
ORDERED = ("500.00", "7000.00")
LIMITS = ("350000", "350001", "1000000", "1000001")
ROWS = (
    "{{date: 2026-0{m}-2{d}, paid: {d}.00, invoice: I-{n}}}",
    "{{date: 2026-0{m}-2{d}, invoice: J-{x}, amount: {d}.00}}",
    "{{date: 2026-0{m}-2{d}, write off: {w}, invoice: I-{n}}}",
    "{{date: 2026-0{m}-2{d}, write off: {w}, invoice: I-{n}}}",
    "{{date: 2026-0{m}-01, amendment: A-{x}, changes: {{platform: {{price: {p}}}}}, remaining distinct: yes}}",
)
SETTINGS = (
    "policies: {{start day: {start}}}",
    "rates:\n  - {{from: EUR, to: USD, date: 2020-01-01, rate: 1.{d}}}",
    "accounts: {{cash: {{number: '10{d}'}}}}",
    "ssp:\n  - {{product: platform, currency: USD, price: 1{d}0000.00, from: 2020-01-01}}",
    "entities: {{US01: {{currency: USD}}, DE01: {{currency: EUR, calendar: months}}, XX{d}: {{currency: GBP}}}}",
)


OVERRIDES = (
    "{controls: setup, date: 2026-01-01}",
    "{not distinct: [platform, setup], date: 2026-01-01}",
    "{significant financing: no, date: 2026-01-01}",
)
# An amount of each currency that is material.
MATERIAL = ("100000", "5000000")
# An invoice that comes late.
LATE = ("50.00", "9999.99", "10000.00", "249999.99", "250000.00")
# What others answer to at once.
FOLLOWED = (
    "import_contracts", "record_facts", "close_period", "reopen_period", "class_amounts", "restate_periods",
    "override_treatment", "lift_override", "enter_manually", "reverse_entry", "confirm_terms", "receive_document",
)  # fmt: skip
Asked = tuple[str, str, dict[str, object]]


class Mob:
    """People who do anything."""

    def __init__(self, ledger: Ledger, chance: Random) -> None:
        self.ledger, self.chance = ledger, chance
        self.people = [*PEOPLE, "ann", "ben", "dee", "eli", "fay", "gus", "nobody"]
        self.open: list[str] = []
        self.next: list[Asked] = []
        self.done: Counter[str] = Counter()
        self.number = 0

    def run(self, count: int) -> None:
        """So many commands, as one transaction: each is a part of it that is undone alone."""
        with transaction.atomic():
            for _ in range(count):
                self.number += 1
                verb, who, told = self.next.pop(0) if self.next else self._anything()
                try:
                    done = self.ledger.do(verb, who, why="at random", **told)
                except DulyError:
                    continue
                self.done[verb] += 1
                self._follow(verb, done, told)

    def _anything(self) -> Asked:
        verb = self.chance.choice(OFTEN)
        return verb, self.chance.choice(USUAL[verb] if self.chance.random() < 0.6 else self.people), self._told(verb)

    def _follow(self, verb: str, done: Done, told: dict[str, object]) -> None:
        """What takes several people one after the other would hardly ever be done at random: some go on with what
        somebody began, whether they may or not."""
        if not done.proposal:
            return
        self.open = [*self.open[-9:], done.proposal]
        chance = self.chance
        if verb in FOLLOWED:
            asked = chance.sample(("ben", "con", "rob", "eli"), 3)
            self.next = [("approve", who, {"proposal": done.proposal}) for who in asked]
        if verb == "close_period":
            n = chance.choice([n for n in range(len(PLATFORM)) if _entity(n) == told["entity"]])
            row = f"{{date: {told['period']}-28, invoice: L-{self.number}, amount: {chance.choice(LATE)}}}"
            late = {"contract": f"R-{n}", "file": "by hand", "part": "happened", "rows": [tree_of(row)]}
            self.next += [("record_facts", "rae", late), ("class_amounts", "rae", self._classed(n))]
        if verb == "class_amounts":
            place = {"entity": told["entity"], "period": told["period"]}
            self.next.append(("restate_periods", chance.choice(("rob", "rob", "rae")), place))

    def _told(self, verb: str) -> dict[str, object]:
        """What a verb is told."""
        chance, entity, month = self.chance, self.chance.choice(ENTITIES), self.chance.choice(MONTHS)
        n = chance.randrange(len(PLATFORM))
        if verb in ("approve", "reject"):
            return {"proposal": chance.choice(self.open or ["P-0"])}
        if verb == "import_contracts":
            return {"contracts": files_of(_contract(n))}
        if verb == "record_facts":
            return {"contract": f"R-{n}", "file": "by hand", **self._row(n)}
        if verb == "hold_contract":
            return {"contract": f"R-{n}", "held": chance.random() < 0.4}
        if verb == "override_treatment":
            return {"contract": f"R-{n}", "row": tree_of(chance.choice(OVERRIDES))}
        if verb == "lift_override":
            made = [*Override.objects.order_by("id").values_list("fact__external", flat=True)] or ["R-0/judged/0"]
            return {"override": chance.choice(made)}
        if verb.endswith(("_document", "_term", "_terms")):
            return self._document(verb, entity)
        if verb == "set_confirmation_limit":
            return {"entity": "US01", "amount": chance.choice(LIMITS), "currency": "USD"}
        if verb == "set_company":
            return {"file": "company.yaml", "tree": tree_of(self._setting())}
        if verb == "reverse_entry":
            entries = [*Entry.objects.filter(kind="manual").order_by("seq").values_list("ref", flat=True)] or ["JE-0"]
            return {"entry": chance.choice(entries), "period": month}
        if verb in ("grant_role", "revoke_role"):
            where = chance.choice(("", *ENTITIES)) if verb == "grant_role" else ""
            return {"person": chance.choice(self.people[:-1]), "role": chance.choice(ROLES), "entity": where}
        if verb == "class_amounts":
            return self._classed(n)
        if verb == "set_materiality":
            return {"entity": entity, "amount": chance.choice(MATERIAL), "currency": CURRENCIES[entity]}
        if verb == "restate_periods" or (verb == "close_period" and chance.random() < 0.8):
            month = self._open_month(entity)
        if verb == "reopen_period" and chance.random() < 0.5:
            month = f"2026-{int(self._open_month(entity)[5:]) - 1:02}"
        period: dict[str, object] = {"entity": entity, "period": month}
        return period | ({"lines": self._lines(entity)} if verb == "enter_manually" else {})

    def _document(self, verb: str, entity: str) -> dict[str, object]:
        """What is done to an order form: that of a number costs the same for everybody."""
        n, chance = self.chance.randrange(40), self.chance
        if verb == "receive_document":
            where = entity if chance.random() < 0.2 else "US01"
            return {"name": f"order-{n}.pdf", "content": papers.content(str(n)), "entity": where}
        found = [*Document.objects.order_by("seq").values_list("ref", "name")] or [("DOC-0", "order-0.pdf")]
        ref, name = chance.choice(found[-6:])
        platform = ORDERED[int(name.removesuffix(".pdf").partition("-")[2]) % len(ORDERED)]
        if verb == "read_document":
            return {"document": ref, "reading": papers.reading(platform, f"weights {chance.randrange(2)}")}
        if verb == "reject_term":
            return {"document": ref, "term": "4"}
        text = papers.contract(ref, platform, f"D-{self.number}")
        try:
            answers = papers.answers(ref, text)
        except DulyError:
            answers = []
        return {"document": ref, "contract": papers.tree(text), "answers": answers}

    def _classed(self, n: int) -> dict[str, object]:
        named = self.chance.choice(("error", "error", "policy", "event", "estimate"))
        place = {"entity": _entity(n), "period": self._open_month(_entity(n))}
        return {**place, "contract": f"R-{n}", "named": named}

    def _open_month(self, entity: str) -> str:
        """The month that books what belongs to closed ones."""
        closed = [period.name for period, state in states_of(entity, "main") if state == CLOSED]
        return f"2026-{len(closed) + 1:02}"

    def _row(self, n: int) -> dict[str, object]:
        if self.chance.random() < 0.2:
            row = f"{{date: 2026-0{self.chance.randint(1, 3)}-10, collect: probable}}"
            return {"part": "judged", "rows": [tree_of(row)]}
        written = self.chance.choice(("10.00", "9999.00", "10000.00", "250000.00"))
        told = {"m": self.chance.randint(1, 3), "d": self.chance.randint(1, 7), "n": n, "x": self.number, "w": written}
        told["p"] = self.chance.choice(PLATFORM)
        return {"part": "happened", "rows": [tree_of(self.chance.choice(ROWS).format(**told))]}

    def _setting(self) -> str:
        start = self.chance.choice(("included", "excluded"))
        return "company: Acme\n" + self.chance.choice(SETTINGS).format(d=self.chance.randint(1, 9), start=start)

    def _lines(self, entity: str) -> list[dict[str, str]]:
        amount, code = self.chance.choice(AMOUNTS), CURRENCIES[entity]
        sides = (("cash", amount), ("opening", -amount))
        return [{"account": account, "amount": str(minor), "currency": code} for account, minor in sides]


def _entity(n: int) -> str:
    return ENTITIES[n % 2 == 0]


def _contract(n: int) -> str:
    whole = f"{float(PLATFORM[n]) + float(GROSS):.2f}"
    text = PLAIN.replace("CT-1", f"R-{n}").replace("I-1", f"I-{n}").replace("120000.00", PLATFORM[n])
    text = text.replace("price: 3000.00", f"price: {SETUP}, gross: {GROSS}, role: agent").replace("123000.00", whole)
    return text if n % 2 else text.replace("US01", "DE01").replace("currency: USD", "currency: EUR")
