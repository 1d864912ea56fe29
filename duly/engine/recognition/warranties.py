"""Warranties: an assurance that the thing is as agreed is a cost of the sale, a service is a promise."""

from __future__ import annotations

from typing import cast

from duly.engine import tables as t
from duly.engine.delivery.progress import amount, place_of
from duly.engine.drafts import Posting, Track
from duly.engine.policies import Policies
from duly.engine.recognition.promises import Promise, Ruling, add_track, one_price
from duly.ground.cites import cites
from duly.ground.errors import DulyError

_PROVISION = t.ROLE["warranty_provision"]


class ServiceWarrantyIsAPromise(DulyError):
    """A warranty that is a service stands inside the obligation it belongs to, where it gets no price."""


@cites("606-10-55-30", "606-10-55-31", "606-10-55-32", ifrs15=("B28", "B29", "B30"))
def provide_for_warranties(ruling: Ruling, policies: Policies) -> None:
    """Accrue the expected cost of an assurance as the goods pass; claims use the provision, and what they cost beyond
    it is cost at once."""
    for p in ruling.promises:
        said = p.obligation.warranty
        if said is not None and said.get("kind") == "service":
            raise _is_a_promise(p)
        accrued = cast(int, (said or {}).get("expected cost", 0))
        if accrued and not p.by_use:
            track = Track(0, p.row, t.ROLE["cost_of_sales"], _PROVISION, t.STEP["cost"])
            add_track(track, p, ruling.drafts, policies, one_price(accrued))
        _claims(p, accrued, ruling)


def _claims(p: Promise, left: int, ruling: Ruling) -> None:
    for fact in p.terms.happened:
        if fact.verb == "warranty claim" and p.obligation.ref in fact.subjects:
            cost = amount(fact, "amount")
            covered = min(cost, left)
            left -= covered
            place = ruling.drafts.at(fact.place)
            for debit, minor in ((_PROVISION, covered), (t.ROLE["cost_of_sales"], cost - covered)):
                if minor:
                    row = Posting(0, p.row, fact.on, debit, t.CASH, minor, t.STEP["cost"], place)
                    ruling.drafts.postings.append(row)


def _is_a_promise(p: Promise) -> ServiceWarrantyIsAPromise:
    return ServiceWarrantyIsAPromise(
        f"the warranty of {p.obligation.ref} is a service",
        place=place_of(p.obligation, "warranty"),
        why="a service beyond the assurance that a thing is as agreed is a promise with a price of its own",
        fix="make it an obligation with a price or an `ssp`, earned over the time it covers",
        cite="606-10-55-30, 606-10-55-31",
    )
