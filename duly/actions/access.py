"""People and their roles."""

from __future__ import annotations

from duly.actions.errors import AlreadySetUp, DutiesConflict, NothingToDo, UnknownPerson
from duly.actions.gate import Json, Step, verb
from duly.engine.access.roles import ROLES
from duly.engine.access.segregation import conflicts
from duly.store.access import Grant, Person, roles_of
from duly.store.audit import AuditLine


@verb("access.grant")
def grant_role(step: Step, person: str, role: str, entity: str = "", name: str = "") -> Json:
    """Give a person a role for an entity, or for all; a new person is added by it."""
    step.touch("")
    _known(role)
    held = roles_of(person) | {(role, entity)}
    for one, other, what in conflicts(held):
        raise DutiesConflict(
            f"{person} would hold {one} and {other}",
            why=f"one person could {what}",
            fix="give the role to somebody else, or take the other one back first",
        )
    if (role, entity) in roles_of(person):
        raise NothingToDo(f"{person} holds {role} already")
    _add(step, person, name)
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


def first_people(step: Step, people: dict[str, str]) -> Json:
    """The first people of an empty store, each with a role; two at least, since nobody can grant alone."""
    if AuditLine.objects.exists():
        raise AlreadySetUp("the store is set up", fix="`duly access grant` gives further people their roles")
    if not {"SA", "CT"} <= set(people.values()) or len(people) < 2:
        raise UnknownPerson(
            "the first people are an administrator and a controller at least",
            why="one gives rights and the other agrees",
            fix="name them as in `duly init ann=SA ben=CT`",
        )
    for person, role in people.items():
        _known(role)
        _add(step, person, "")
        _give(step, person, role, "")
    return {"people": dict(people)}


def _known(role: str) -> None:
    if role not in ROLES:
        raise UnknownPerson(f"there is no role {role!r}", fix=f"one of: {', '.join(ROLES)}")


def _add(step: Step, person: str, name: str) -> None:
    if not Person.objects.filter(ref=person).exists():
        Person(ref=person, name=name, seq=step.seq).save(force_insert=True)


def _give(step: Step, person: str, role: str, entity: str) -> None:
    Grant(person_id=person, role=role, entity=entity, given=True, seq=step.seq).save(force_insert=True)
