"""Contracts that contradict themselves: what two passages say that cannot both be true, with both passages.

Each check is a function of the facts of a text; each finding names the passages. A check speaks only where the words
leave no reading in which both hold.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from duly.engine.documents.checks.amended import amendment_findings
from duly.engine.documents.checks.apposed import apposed_findings
from duly.engine.documents.checks.beyond import beyond_findings
from duly.engine.documents.checks.bounds import bound_findings
from duly.engine.documents.checks.changed import changed_findings
from duly.engine.documents.checks.cited import cited_findings
from duly.engine.documents.checks.counted import counted_findings
from duly.engine.documents.checks.currency import currency_findings
from duly.engine.documents.checks.currency_pairs import pair_findings
from duly.engine.documents.checks.dates import date_findings
from duly.engine.documents.checks.echoes import echo_findings
from duly.engine.documents.checks.facts import facts
from duly.engine.documents.checks.instalments import instalment_findings
from duly.engine.documents.checks.lists import list_findings
from duly.engine.documents.checks.papers import paper_findings
from duly.engine.documents.checks.parts import percent_findings
from duly.engine.documents.checks.portions import portion_findings
from duly.engine.documents.checks.priced import priced_findings
from duly.engine.documents.checks.rates import rate_findings
from duly.engine.documents.checks.recurring import recurring_findings
from duly.engine.documents.checks.roles import role_findings
from duly.engine.documents.checks.schedule import schedule_findings
from duly.engine.documents.checks.shares import share_findings
from duly.engine.documents.checks.sums import sum_findings
from duly.engine.documents.checks.terms import term_findings
from duly.engine.documents.checks.titled import titled_findings
from duly.engine.documents.checks.twice import twice_findings
from duly.engine.documents.checks.words import words_and_figures
from duly.engine.documents.checks.worked import worked_findings
from duly.engine.documents.proposals import Finding, Segment, Term

_CHECKS = (
    instalment_findings,
    sum_findings,
    list_findings,
    percent_findings,
    rate_findings,
    currency_findings,
    pair_findings,
    date_findings,
    schedule_findings,
    term_findings,
    twice_findings,
    paper_findings,
    bound_findings,
    echo_findings,
    role_findings,
    recurring_findings,
    beyond_findings,
    apposed_findings,
    worked_findings,
    counted_findings,
    portion_findings,
    priced_findings,
    share_findings,
    cited_findings,
    titled_findings,
    changed_findings,
    amendment_findings,
)


def contradictions(text: str, segments: Sequence[Segment], terms: Sequence[Term]) -> list[Finding]:
    """All findings in the order of the text. A passage that two checks find is told by the first of them."""
    known = facts(text, segments)
    found = [*words_and_figures(text), *(one for check in _CHECKS for one in check(known))]
    kept: dict[tuple[tuple[int, int], ...], Finding] = {}
    for one in found:
        kept.setdefault(one.spans[:1], one)
    return sorted(kept.values(), key=lambda one: one.spans)


def failed(term: Term, findings: Sequence[Finding]) -> Iterator[str]:
    """The names of the checks that a term failed: those one of whose passages touches it."""
    seen: set[str] = set()
    for one in findings:
        if one.kind not in seen and any(start < term.end and end > term.start for start, end in one.spans):
            seen.add(one.kind)
            yield one.kind
