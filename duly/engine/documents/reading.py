"""A document read: its passages, clauses, terms and what a person must look at. Each step is a room of its own file."""

from __future__ import annotations

from dataclasses import dataclass, replace

from duly.engine.documents.amounts import terms_of_money
from duly.engine.documents.checks import contradictions, failed
from duly.engine.documents.proposals import Clause, Finding, Segment, Term
from duly.engine.documents.segments import segments
from duly.engine.documents.time_terms import terms_of_time
from duly.ground.paper import Paper

HIDDEN = "not visible"


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read of a document. All offsets count characters of the paper's text."""

    segments: tuple[Segment, ...]
    clauses: tuple[Clause, ...]
    terms: tuple[Term, ...]
    findings: tuple[Finding, ...]


def reading(paper: Paper) -> Reading:
    """Read a document. Terms of which we are not sure enough to propose them are in it too, with their confidence."""
    parts = segments(paper.text)
    read = [*terms_of_money(paper.text, parts), *terms_of_time(paper.text, parts)]
    terms = sorted(read, key=lambda term: (term.start, term.end, term.field))
    findings = contradictions(paper.text, parts, terms)
    checked = (_noticed(replace(term, checks=(*term.checks, *failed(term, findings))), paper) for term in terms)
    return Reading(parts, (), tuple(checked), tuple(findings))


def _noticed(term: Term, paper: Paper) -> Term:
    """A term with what the reader noticed of its words. Words that nobody can see were signed by nobody: they are never
    proposed."""
    touched = [one.kind for one in paper.remarks if one.start < term.end and one.end > term.start]
    seen = replace(term, checks=tuple(dict.fromkeys((*term.checks, *touched))))
    return replace(seen, confidence=0) if HIDDEN in touched else seen
