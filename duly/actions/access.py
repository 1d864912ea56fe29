"""People and their roles."""

from __future__ import annotations

from duly.actions.company import entity_named
from duly.actions.errors import AlreadySetUp, DutiesConflict, NothingToDo, UnknownPerson
from duly.actions.gate import Json, Step, verb
from duly.engine.access.roles import ROLES
from duly.engine.access.segregation import conflicts
from duly.store import lift
from duly.store.access import Grant, Person, Personal, roles_of
from duly.store.audit import AuditLine


@verb("access.grant")
def grant_role(step: Step, person: str, role: str, entity: str = "") -> Json:
    """Give a person a role for an entity, or for all; a new person is added by it."""
    step.touch("")
    _known(role)
    company = lift.company_at(step.seq)
    if entity and company.entities:
        entity_named(company, entity)
    held = roles_of(person) | {(role, entity)}
    for one, other, what in conflicts(held):
        raise DutiesConflict(
            f"{person} would hold {one} and {other}",
            why=f"one person could {what}",
            fix="give the role to somebody else, or take the other one back first",
        )
    if (role, entity) in roles_of(person):
        raise NothingToDo(f"{person} holds {role} already")
    _add(step, person)
    _give(step, person, role, entity)
    step.subject = person
    return {"person": person, "role": role, "entity": entity}


@verb("access.grant")
def revoke_role(step: Step, person: str, role: str, entity: str = "") -> Json:
    """Take a role back."""
    step.touch("")
    if (role, entity) not in roles_of(person):
        raise NothingToDo(f"{person} does not hold {role}")
    Grant(person_id=person, role=role, entity=entity, given=False, seq=step.seq).save(force_insert=True)
    step.subject = person
    return {"person": person, "role": role, "entity": entity, "revoked": True}


@verb("access.person")
def name_person(step: Step, person: str, name: str = "", contact: str = "") -> Json:
    """Say who a person is and how to reach them. What is said stands beside the ledger and not in its audit trail, so
    that it can be erased; with nothing said it is erased."""
    step.touch("")
    if not Person.objects.filter(ref=person).exists():
        raise UnknownPerson(f"nobody is called {person!r} here", fix="give the person a role first")
    Personal.objects.filter(person_id=person).delete()
    if name or contact:
        Personal(person_id=person, name=name, contact=contact).save(force_insert=True)
    step.subject = person
    return {"person": person, "personal data": "kept" if name or contact else "erased"}


def first_people(step: Step, people: dict[str, str]) -> Json:
    """The first people of an empty store, each with a role; two at least, since nobody can grant alone."""
    if AuditLine.objects.exists():
        raise AlreadySetUp("the store is set up", fix="`duly access grant` gives further people their roles")
    for role in people.values():
        _known(role)
    if not {"SA", "CT"} <= set(people.values()) or len(people) < 2:
        raise UnknownPerson(
            "the first people are an administrator and a controller at least",
            why="one gives rights and the other agrees",
            fix="name them as in `duly init ann=SA ben=CT`",
        )
    for person, role in people.items():
        _add(step, person)
        _give(step, person, role, "")
    return {"people": dict(people)}


def _known(role: str) -> None:
    if role not in ROLES:
        named = ", ".join(f"{short} ({words})" for short, words in ROLES.items())
        raise UnknownPerson(f"there is no role {role!r}", fix=f"one of: {named}")


def _add(step: Step, person: str) -> None:
    if not Person.objects.filter(ref=person).exists():
        Person(ref=person, seq=step.seq).save(force_insert=True)


def _give(step: Step, person: str, role: str, entity: str) -> None:
    Grant(person_id=person, role=role, entity=entity, given=True, seq=step.seq).save(force_insert=True)
