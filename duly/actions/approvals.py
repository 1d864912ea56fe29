"""The second person: what was proposed takes effect when others agree over the very content they were shown."""

from __future__ import annotations

import json

from duly.actions.errors import OwnProposal, ProposalIsStale, UnknownProposal
from duly.actions.gate import VERBS, Json, Step, content_of, not_allowed, verb
from duly.engine.access import agreement
from duly.store.access import roles_of
from duly.store.audit import Approval, Proposal, is_settled


@verb("approval")
def approve(step: Step, proposal: str, content: str = "") -> Json:
    """Agree to a proposal; with the last agreement it needs it takes effect."""
    waiting = _waiting(proposal)
    _check(step, waiting, content)
    _answer(step, waiting, True)
    step.tell("approval.granted", entity=waiting.entity, proposal=waiting.ref, verb=waiting.verb)
    so_far = Approval.objects.filter(proposal=waiting, granted=True).count()
    if so_far < waiting.needs:
        return {"proposal": waiting.ref, "approved": so_far, "needs": waiting.needs}
    return {"proposal": waiting.ref, "approved": so_far, "effect": _take_effect(step, waiting)}


@verb("approval")
def reject(step: Step, proposal: str) -> Json:
    """Refuse a proposal for good; the one who made it may take it back so."""
    waiting = _waiting(proposal)
    if step.actor == waiting.maker:
        step.own("")
    else:
        _check(step, waiting, "")
    _answer(step, waiting, False)
    step.tell("approval.rejected", entity=waiting.entity, proposal=waiting.ref, verb=waiting.verb)
    return {"proposal": waiting.ref, "rejected": True}


def _answer(step: Step, waiting: Proposal, granted: bool) -> None:
    """Keep what a person said to a proposal, over the content they saw."""
    said = {"granted": granted, "content": waiting.content, "why": step.why}
    Approval(proposal=waiting, person=step.actor, seq=step.seq, **said).save(force_insert=True)
    step.subject = waiting.ref


def _take_effect(step: Step, waiting: Proposal) -> Json:
    """Run the verb for its maker, who must still hold the right; it must do what was shown."""
    what = VERBS[waiting.verb]
    made = Step(what.action, waiting.maker, step.seq, step.at, waiting.why, roles_of(waiting.maker))
    effect = what.apply(made, **json.loads(waiting.args))
    if not made.touched:
        made.touch("")
    same = content_of(waiting.verb, json.loads(waiting.args), effect) == waiting.content
    if not same or any(getattr(waiting, name) != asked for name, asked in made.asks.items()):
        raise ProposalIsStale(
            f"{waiting.ref} would no longer do what it said, or others have to agree to it",
            why="something was recorded since it was proposed",
            fix="reject it and propose it again, so that the new effect is seen",
        )
    step.events.extend(made.events)
    return effect


def _waiting(ref: str) -> Proposal:
    found = Proposal.objects.filter(ref=ref).first()
    if found is None:
        raise UnknownProposal(f"there is no proposal {ref!r}", fix="`duly approvals` lists those that wait")
    if is_settled(found):
        raise UnknownProposal(f"{ref} is settled", fix="`duly approvals` lists those that wait")
    return found


def _check(step: Step, waiting: Proposal, content: str) -> None:
    answered = frozenset(Approval.objects.filter(proposal=waiting).values_list("person", flat=True))
    asked = tuple((str(action), str(entity)) for action, entity in json.loads(waiting.entities))
    waits = agreement.Waiting(waiting.maker, asked, frozenset(waiting.roles.split()), answered)
    if agreement.is_own(step.actor, waits):
        raise OwnProposal(
            f"{step.actor} made {waiting.ref} or has approved it already",
            why="what one person makes another one checks",
            fix="somebody else has to approve",
        )
    if content and content != waiting.content:
        raise ProposalIsStale(f"{waiting.ref} is not what was approved", fix="look at it again")
    refused = agreement.not_theirs(step.roles, waits)
    if refused:
        action, entity, for_amount = refused
        raise not_allowed(step.actor, f"approve {action}{' of this amount' if for_amount else ''}", entity)
    for action, entity in asked:
        step.require_scope(action)
        step.own(entity)
