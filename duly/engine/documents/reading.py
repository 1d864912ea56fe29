"""A document read: its passages, clauses, terms and what a person must look at. Each step is a room of its own file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from duly.engine.documents.amounts.amounts import terms_of_money
from duly.engine.documents.amounts.traps import conflicts_of
from duly.engine.documents.checks.contradictions import contradictions, failed
from duly.engine.documents.clauses.clauses import classified
from duly.engine.documents.clauses.library import Library
from duly.engine.documents.clauses.missing import missing
from duly.engine.documents.clauses.money_clauses import money_clauses
from duly.engine.documents.clauses.rare_clauses import rare_clauses
from duly.engine.documents.clauses.scoring import Model
from duly.engine.documents.clauses.unusual import Flag, unusual
from duly.engine.documents.proposals import Clause, Finding, Segment, Term
from duly.engine.documents.text.segments import segments
from duly.engine.documents.times.time_terms import terms_of_time
from duly.ground.paper import Paper

HIDDEN = "not visible"


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read of a document. All offsets count characters of the paper's text."""

    segments: tuple[Segment, ...]
    clauses: tuple[Clause, ...]
    terms: tuple[Term, ...]
    findings: tuple[Finding, ...]
    flags: tuple[Flag, ...] = ()
    missing: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Known:
    """What a document is read with: the weights of the classifier and an organisation's standard clauses. Without the
    first no clause is proposed, without the second none is compared."""

    model: Model | None = None
    library: Library | None = None

    @property
    def name(self) -> str:
        """What read it, for whoever keeps a reading."""
        return self.model.name if self.model else "no weights"


def reading(paper: Paper, known: Known | None = None) -> Reading:
    """Read a document. Terms of which we are not sure enough to propose them are in it too, with their confidence."""
    known = known or Known()
    parts = segments(paper.text)
    read = [*terms_of_money(paper.text, parts), *terms_of_time(paper.text, parts)]
    findings = contradictions(paper.text, parts, sorted(read, key=_place))
    terms = sorted([*read, *conflicts_of(paper.text, findings, read)], key=_place)
    checked = [_noticed(replace(term, checks=(*term.checks, *failed(term, findings))), paper) for term in terms]
    flags = unusual(paper.text, parts, checked, known.library or Library(()))
    lacks = tuple(missing(paper.text, parts, checked))
    return Reading(
        parts, _clauses(paper.text, parts, known.model), tuple(checked), tuple(findings), tuple(flags), lacks
    )


def _clauses(text: str, parts: Sequence[Segment], model: Model | None) -> tuple[Clause, ...]:
    """The clauses of the model, and those that rules find."""
    found = [*classified(text, parts, model), *money_clauses(text, parts), *rare_clauses(text, parts)]
    return tuple(sorted(found, key=lambda one: (one.start, one.end, one.category)))


def _place(term: Term) -> tuple[int, int, str]:
    return term.start, term.end, term.field


def _noticed(term: Term, paper: Paper) -> Term:
    """A term with what the reader noticed of its words. Words that nobody can see were signed by nobody: they are never
    proposed."""
    touched = [one.kind for one in paper.remarks if one.start < term.end and one.end > term.start]
    seen = replace(term, checks=tuple(dict.fromkeys((*term.checks, *touched))))
    return replace(seen, confidence=0) if HIDDEN in touched else seen
