"""Every term of time in a document: the one entry to the finders of dates, terms, renewals and payment times."""

from __future__ import annotations

from collections.abc import Sequence

from duly.engine.documents.proposals import Segment, Term
from duly.engine.documents.text.passages import Candidate, Prepared, prepared
from duly.engine.documents.text.segments import segments as cut
from duly.engine.documents.times.billing import billing_terms
from duly.engine.documents.times.confidence import trust
from duly.engine.documents.times.dated import dates_effective, dates_made
from duly.engine.documents.times.ending import ends_at_will
from duly.engine.documents.times.lasting import lasting
from duly.engine.documents.times.lateness import late_fees
from duly.engine.documents.times.paying import payment_times
from duly.engine.documents.times.renewing import renewals


def terms_of_time(text: str, segments: Sequence[Segment] | None = None) -> list[Term]:
    """The terms of time that a text states, in its order, each with how sure we are."""
    page = prepared(text, segments if segments is not None else cut(text))
    found = [
        Term(one.field, one.value, one.start, one.end, trust(one.field, one.points), one.checks)
        for one in candidates(page)
    ]
    return sorted(found, key=lambda one: (one.start, one.end, one.field))


def candidates(page: Prepared) -> list[Candidate]:
    """What each finder proposes, each place and field once: the strongest reading of it."""
    made = dates_made(page)
    effective = dates_effective(page, made)
    terms = lasting(page, made, effective)
    renewed, notices = renewals(page, terms)
    proposed = [
        *made,
        *effective,
        *renewed,
        *notices,
        *terms,
        *ends_at_will(page),
        *payment_times(page),
        *late_fees(page),
        *billing_terms(page),
    ]
    best: dict[tuple[str, int, int], Candidate] = {}
    for one in proposed:
        place = (one.field, one.start, one.end)
        if place not in best or best[place].points < one.points:
            best[place] = one
    return list(best.values())
