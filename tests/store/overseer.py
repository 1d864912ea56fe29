"""Whether what took effect may have: told from who made it, who agreed and which roles they held. It knows the tables
that were written by hand, and nothing of the code it oversees."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

import yaml

Roles = frozenset[tuple[str, str]]
TABLE: dict[str, dict[str, str]] = yaml.safe_load(Path(__file__).with_name("duties.yaml").read_text(encoding="utf-8"))
# How many others have to agree, whoever makes it; the draft of somebody who may only draft needs one in any case.
NEEDS = {
    "contract.import": 1, "contract.amend": 1, "judgement.record": 1, "ssp.set": 1, "policy.set": 1, "mapping.set": 1,
    "company.set": 1, "journal.manual": 1, "journal.reverse": 1, "receivable.write_off": 1, "period.close": 1,
    "period.reopen": 2, "access.grant": 1, "treatment.override": 1, "prior.class": 1, "materiality.set": 1,
    "period.restate": 2, "terms.confirm": 1, "access.token": 1, "opening.import": 2,
}  # fmt: skip
# Amounts in cents below which these roles agree, and how many people have to.
LIMITS = ((1_000_000, {"RM", "CT"}, 1), (25_000_000, {"CT"}, 1), (1 << 60, {"CT"}, 2))
MONEY = {"BI", "CM", "CT", "IN", "RA", "RM", "SP"}


class Effect(NamedTuple):
    """Something that took effect. roles: of the maker then · agreed: each who agreed, with the roles held then ·
    amount: in cents of what its size matters for, 0 for all else."""

    what: str
    action: str
    entity: str
    maker: str
    roles: Roles
    agreed: tuple[tuple[str, Roles], ...]
    amount: int = 0


def marks(roles: Roles, action: str, entity: str) -> set[str]:
    """What somebody may do of an action for an entity: M, m and C."""
    return {TABLE[action].get(role, "") for role, of in roles if of in ("", entity)} - {""}


def wrong(one: Effect) -> Iterator[str]:
    """What is wrong with an effect."""
    own = marks(one.roles, one.action, one.entity)
    if not own & {"M", "m"}:
        yield f"{one.what}: {one.maker} may not make it"
    needs = max(NEEDS.get(one.action, 0), int("M" not in own))
    _, high, people = next(limit for limit in LIMITS if one.amount < limit[0])
    if one.amount and needs:
        needs = max(needs, people)
    others = {person for person, _ in one.agreed}
    if one.maker in others:
        yield f"{one.what}: {one.maker} made it and agreed to it"
    if len(others - {one.maker}) < needs:
        yield f"{one.what}: {len(others)} agreed of {needs}"
    for person, roles in one.agreed if needs else ():
        theirs = marks(roles, one.action, one.entity)
        if not ("C" in theirs or (one.action not in NEEDS and "M" in theirs)):
            yield f"{one.what}: {person} may not agree to it"
        if one.amount and not {role for role, of in roles if of in ("", one.entity)} & high:
            yield f"{one.what}: {person} may not agree to {one.amount}"
    for person, roles in ((one.maker, one.roles), *one.agreed):
        for both in clashes(roles):
            yield f"{one.what}: {person} holds {both}"


def clashes(roles: Roles) -> Iterator[str]:
    """Two roles of one person that could make and check the same for one entity, that give rights and use them, or that
    bill and write off."""
    for (one, of), (other, at) in combinations(sorted(roles), 2):
        if one == other or not (of == at or not of or not at):
            continue
        both = {one, other}
        checked = [rights for action, rights in TABLE.items() if action in NEEDS]
        alone = any({rights.get(one), rights.get(other)} in ({"M", "C"}, {"m", "C"}) for rights in checked)
        if alone or ("SA" in both and both & MONEY) or both == {"BI", "RM"}:
            yield f"{one} and {other}"
