"""From terms to the draft of a contract file, in one step."""

from __future__ import annotations

from collections.abc import Sequence

from duly.engine.documents.drafts.assumed import assume_days
from duly.engine.documents.drafts.draft import Draft
from duly.engine.documents.drafts.draft_head import head
from duly.engine.documents.drafts.draft_prices import prices, rest
from duly.engine.documents.proposals import Term
from duly.ground.paper import Paper


def drafted(paper: Paper, terms: Sequence[Term], received: int | None = None) -> Draft:
    """The draft of a contract from the terms that were read or confirmed. What could not be matched is in `open`.

    terms: those to be used, in any order · received: the day the document came in, as a number of days.
    """
    draft = Draft(paper)
    ordered = sorted(terms, key=lambda term: (term.start, term.end, term.field))
    head(draft, ordered)
    prices(draft, ordered)
    assume_days(draft, ordered, received)
    rest(draft, ordered)
    return draft
