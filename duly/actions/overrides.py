"""Overrides: a person treats a contract otherwise than the terms or the rule alone would, with a reason; another one
agrees, the higher the dearer the contract. Every one stands in the certificates until it is lifted."""

from __future__ import annotations

from duly.actions.contract_rows import begin_of, check_together, keep_rows, need_rights, overrides
from duly.actions.contracts import known_contract
from duly.actions.deciding import keep_decided
from duly.actions.errors import OverrideNeedsReason, UnknownOverride
from duly.actions.gate import Json, Step, verb
from duly.actions.moves import weighed
from duly.engine.contracts.judgements import OVERRIDES
from duly.ground.tree import Block, Text
from duly.store import lift
from duly.store.canonical import canonical
from duly.store.contracts import Fact
from duly.store.judgements import Override, lifted, overrides_at
from duly.store.trees import plain, restored


@verb("treatment.override")
def override_treatment(step: Step, contract: str, row: object, file: str = "by hand") -> Json:
    """Override a treatment of a contract by a row of `judged`; its reason is the why of the command."""
    known = known_contract(contract)
    said = restored(canonical(row), file)
    assert isinstance(said, Block)
    if not overrides(said):
        raise UnknownOverride("the row overrides no treatment", fix=f"begin it with one of: {', '.join(OVERRIDES)}")
    for key, words in (("by", step.actor), ("why", step.why)):
        if key not in said and words:
            said.put(Text(key, said.place), Text(words, said.place))
    need_rights(step, known.entity, "judged", [said])
    check_together(known, {"judged": [said]}, lift.company_at(step.seq))
    begin = begin_of(known, "judged")
    moves = keep_rows(step, known, "judged", [said], "hand")
    _decide(step, contract)
    step.subject = f"{contract}/judged/{begin}"
    return {"override": step.subject, "row": plain(said), "moves revenue": moves}


@verb("treatment.override")
def lift_override(step: Step, override: str) -> Json:
    """Let the terms and the rule decide again from now on: what was closed with the override stays closed with it."""
    made = Override.objects.filter(fact__external=override, stands=True).select_related("fact__contract").first()
    if made is None or made.fact_id in lifted(step.seq):
        raise UnknownOverride(f"there is no override {override!r} in force", fix="`duly overrides` lists them")
    step.touch(made.fact.contract.entity)
    if not step.why:
        raise OverrideNeedsReason("lifting an override needs a reason", fix="say it with --why")
    Override(fact=made.fact, stands=False, seq=step.seq).save(force_insert=True)
    _decide(step, made.fact.contract_id)
    step.subject = override
    return {"lifted": override, "row": said(made.fact), "moves revenue": weighed(step, made.fact.contract)}


def _decide(step: Step, contract: str) -> None:
    company = lift.company_at(step.seq)
    keep_decided(step.seq, lift.terms_at(step.seq, company, [contract]), company)


def said(fact: Fact) -> object:
    """What a row says, as plain texts."""
    return plain(restored(fact.tree, fact.file))


def certified_overrides(seq: int, entity: str) -> list[Json]:
    """The overrides in force as of a command, as a certificate lists them."""
    return [{"override": fact.external, "row": said(fact), "digest": fact.digest} for fact in overrides_at(seq, entity)]
