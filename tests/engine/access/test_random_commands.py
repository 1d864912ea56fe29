"""Ten thousand random commands of a dozen people against the policy alone: whatever takes effect may have, says an
overseer that knows nothing of the code."""

from __future__ import annotations

from collections import Counter
from itertools import combinations, product
from random import Random

from duly.engine.access import agreement
from duly.engine.access.limits import band
from duly.engine.access.roles import RIGHTS, ROLES, may
from duly.engine.access.segregation import conflicts
from tests.store.overseer import Effect, clashes, wrong

COMMANDS, ENTITIES, AMOUNTS = 10_000, ("US01", "DE01"), (999_999, 1_000_000, 24_999_999, 25_000_000)
LOOKED_AT = ("books.read", "access.read", "audit.read", "access.grant")
ACTIONS = [action for action in RIGHTS if action not in LOOKED_AT]


class Office:
    """People who propose and agree, ruled by the policy and by nothing else."""

    def __init__(self, seed: int) -> None:
        self.chance = Random(seed)
        first = {"ann": "SA", "ben": "CT", "con": "CT", "cam": "CM", "rae": "RA", "rob": "RM", "ivy": "IN"}
        self.roles = {person: {(role, "")} for person, role in first.items()} | {f"p{n}": set() for n in range(5)}
        self.waiting: list[tuple[agreement.Waiting, int, int, tuple[str, ...]]] = []
        self.agreed: dict[int, list[tuple[str, frozenset[tuple[str, str]]]]] = {}
        self.effects: list[Effect] = []
        self.count = 0

    def command(self) -> None:
        """Somebody does something, with the right to it or without."""
        person = self.chance.choice([*self.roles])
        if list(conflicts(self.roles[person])):
            return
        if self.waiting and self.chance.random() < 0.6:
            self.answer(person, self.chance.randrange(len(self.waiting)))
        elif self.chance.random() < 0.2:
            role = (self.chance.choice([*ROLES]), self.chance.choice(("", *ENTITIES)))
            self.ask(person, "access.grant", "", 0, (self.chance.choice([*self.roles]), *role))
        else:
            action, amount = self.chance.choice(ACTIONS), 0
            if action in ("journal.manual", "journal.reverse", "receivable.write_off"):
                amount = self.chance.choice(AMOUNTS)
            self.ask(person, action, self.chance.choice(ENTITIES), amount, ())

    def ask(self, person: str, action: str, entity: str, amount: int, grant: tuple[str, ...]) -> None:
        """Do it, or propose it."""
        right = may(self.roles[person], action, entity)
        if not (right.makes or right.drafts):
            return
        size = band(amount, 2) if amount else None
        checks = agreement.to_check({(action, entity): right}, size)
        waiting = agreement.Waiting(person, tuple(checks), size.roles if size else frozenset(), frozenset())
        self.count += 1
        self.agreed[self.count] = []
        if checks:
            self.waiting.append((waiting, max(checks.values()), self.count, (action, entity, str(amount), *grant)))
        else:
            self.take_effect(person, self.count, (action, entity, str(amount), *grant))

    def answer(self, person: str, at: int) -> None:
        """Agree to what waits, if one may."""
        waiting, needs, number, what = self.waiting[at]
        if agreement.is_own(person, waiting) or agreement.not_theirs(self.roles[person], waiting):
            return
        self.agreed[number].append((person, frozenset(self.roles[person])))
        self.waiting[at] = (waiting._replace(answered=waiting.answered | {person}), needs, number, what)
        if len(self.agreed[number]) >= needs:
            self.waiting.pop(at)
            right = may(self.roles[waiting.maker], what[0], what[1])
            if right.makes or right.drafts:
                self.take_effect(waiting.maker, number, what)

    def take_effect(self, maker: str, number: int, what: tuple[str, ...]) -> None:
        """Note it for the overseer; a role is given, or taken back where it is held, unless duties would conflict."""
        action, entity, amount, *grant = what
        roles = frozenset(self.roles[maker])
        self.effects.append(
            Effect(f"{action} {number}", action, entity, maker, roles, tuple(self.agreed[number]), int(amount))
        )
        if grant:
            person, *role = grant
            held = self.roles[person] ^ {(role[0], role[1])}
            self.roles[person] = self.roles[person] if list(conflicts(held)) else held


def test_ten_thousand_random_commands_let_nobody_agree_to_their_own(record_property):
    office = Office(606)
    for _ in range(COMMANDS):
        office.command()
    found = [fault for effect in office.effects for fault in wrong(effect)]
    assert not found, found[:5]
    kinds = Counter(effect.action for effect in office.effects)
    assert set(kinds) >= set(ACTIONS), set(ACTIONS) - set(kinds)
    assert sum(len(effect.agreed) >= 2 for effect in office.effects) > 20
    record_property("say", f"policy: {COMMANDS:,} random commands, {len(office.effects):,} took effect, none alone")


def test_two_roles_clash_where_the_overseer_says_so():
    for (one, other), (of, at) in product(combinations(ROLES, 2), product(("", *ENTITIES), repeat=2)):
        roles = {(one, of), (other, at)}
        assert bool(list(conflicts(roles))) == bool(list(clashes(frozenset(roles)))), roles
