"""What holds for all contracts, section by section of the company file."""

from __future__ import annotations

from duly.actions.errors import NothingToDo
from duly.actions.gate import Json, Step, verb
from duly.engine.contracts.errors import UnknownEntity
from duly.engine.contracts.terms import Company, Entity
from duly.ground.errors import Place
from duly.ground.tree import Block
from duly.store import lift
from duly.store.canonical import canonical, digest
from duly.store.company import Setting, sections_at
from duly.store.trees import plain, stored, told

_ACTIONS = {
    "ssp": "ssp.set",
    "policies": "policy.set",
    "books": "policy.set",
    "mapping": "mapping.set",
    "accounts": "mapping.set",
    "rates": "rates.set",
}


@verb("company.set")
def set_company(step: Step, file: str, tree: object) -> Json:
    """Put the sections of a company file in force; those it does not have stay as they are. Closes are no setting: a
    period is closed by its verb."""
    block = told(tree, file)
    assert isinstance(block, Block)
    now = sections_at(step.seq)
    changed: dict[str, object] = {}
    for section, node in block.items():
        mark = digest(plain(node))
        if section == "closes" or (section in now and now[section].digest == mark):
            continue
        step.touch("", _ACTIONS.get(section, "company.set"))
        text = canonical(stored(node, Place(file)))
        Setting(section=section, file=file, tree=text, digest=mark, seq=step.seq).save(force_insert=True)
        changed[section] = plain(node)
    if not changed:
        raise NothingToDo("everything the file says is in force already")
    lift.company_at(step.seq)
    if "ssp" in changed:
        step.tell("ssp_book.approved")
    step.subject = ", ".join(changed)
    return {"changed": changed}


def entity_named(company: Company, entity: str) -> Entity:
    """An entity of the company by its name."""
    found = next((one for one in company.entities if one.ref == entity), None)
    if found is None:
        names = ", ".join(one.ref for one in company.entities) or "none yet: set the company file first"
        raise UnknownEntity(f"there is no entity {entity!r}", fix=f"one of: {names}")
    return found
