"""What waits for a second person, and what they say."""

from __future__ import annotations

import json
from typing import Any

from pydantic import Field

from duly.actions.errors import UnknownProposal
from duly.actions.readers import may_see
from duly.doors.api.admission import Asked
from duly.doors.api.operations import ANYBODY, BY_THE_GATE, Room
from duly.doors.api.paging import page, place_of
from duly.doors.api.shapes import Asking, Commanded, Page, Paged, Ref, Told
from duly.doors.api.telling import effect_told
from duly.store.audit import Approval, Proposal, is_settled, unsettled

room = Room("approvals")


class ProposalRow(Told):
    """What waits. `effect` is shown to those who may read the books it is about, else null; `content` is the digest of
    what is agreed to; `needs`: how many people, `agreed`: who has."""

    proposal: str
    verb: str
    by: str
    why: str
    content: str
    needs: int
    agreed: list[str]
    settled: bool
    command: int
    effect: Any


class ApprovalTaken(Commanded):
    """An agreement. With `content`, to nothing but what was seen."""

    content: str = Field("", pattern="^([0-9a-f]{64})?$")


@room.question("/approvals", ANYBODY)
def list_approvals(asked: Asked, q: Paged) -> Page[ProposalRow]:
    """List what waits for a second person. The oldest first."""
    place = place_of(q)
    return page(q, place, unsettled(place.seq), ["seq"], lambda found: [_row(asked, one, place.seq) for one in found])


@room.question("/approvals/{proposal}", ANYBODY)
def get_approval(asked: Asked, proposal: Ref, q: Asking) -> ProposalRow:
    """Get a proposal. Whether it waits or is settled."""
    seq = asked.at(q.as_of)
    found = Proposal.objects.filter(ref=proposal, seq__lte=seq).first()
    if found is None:
        raise UnknownProposal(f"there is no proposal {proposal!r}")
    return _row(asked, found, seq)


def _row(asked: Asked, one: Proposal, seq: int) -> ProposalRow:
    seen = may_see(asked.person, one, reach=asked.holder.reach)
    agreed = Approval.objects.filter(proposal=one, granted=True, seq__lte=seq).order_by("seq")
    return ProposalRow(
        proposal=one.ref,
        verb=one.verb,
        by=one.maker,
        why=one.why if seen else "",
        content=one.content,
        needs=one.needs,
        agreed=list(agreed.values_list("person", flat=True)),
        settled=is_settled(one, seq),
        command=one.seq,
        effect=effect_told(json.loads(one.effect)) if seen else None,
    )


@room.command("/approvals/{proposal}/approve", "approve", BY_THE_GATE)
def approve(asked: Asked, proposal: Ref, body: ApprovalTaken) -> dict[str, Any]:
    """Agree to a proposal. With the last agreement it needs it takes effect; the key needs the scope of its action."""
    return {"proposal": proposal, "content": body.content}


@room.command("/approvals/{proposal}/reject", "reject", BY_THE_GATE)
def reject(asked: Asked, proposal: Ref, body: Commanded) -> dict[str, Any]:
    """Refuse a proposal for good. Whoever made it takes it back so."""
    return {"proposal": proposal}
