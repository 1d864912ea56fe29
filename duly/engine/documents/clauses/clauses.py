"""Which passages are clauses of which category: the classifier's scores as spans of the text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from duly.engine.documents.clauses.features import Traits, traits
from duly.engine.documents.clauses.scoring import LEAST, Likely, Model, behind, scored
from duly.engine.documents.clauses.stretches import OF_A_DATE, parts
from duly.engine.documents.proposals import Clause, Segment
from duly.engine.documents.text.lines import page_breaks
from duly.engine.documents.values.dates import dates


def classified(text: str, segments: Sequence[Segment], model: Model | None) -> tuple[Clause, ...]:
    """The clauses of a document, in the order of its text; none without a model."""
    if model is None:
        return ()
    return tuple(
        sorted(clauses(text, traits(text, segments), model), key=lambda one: (one.start, one.end, one.category))
    )


def clauses(text: str, seen: Traits, model: Model) -> Iterator[Clause]:
    """A clause for each segment and category that is likely enough."""
    return spans(text, seen, scored(model, seen))


def spans(text: str, seen: Traits, likely: Mapping[str, Likely]) -> Iterator[Clause]:
    """The likely runs of segments of each category as passages of the text, each on one page."""
    breaks = page_breaks(text)
    for category, (first, last, score) in likely.items():
        for row in np.flatnonzero(score >= LEAST):
            begins, ends = seen.segments[first[row]], seen.segments[last[row]]
            if category in OF_A_DATE:
                yield from _dated(text, begins, category, score[row].item())
                continue
            for start, end in parts(breaks, begins.start, ends.end):
                yield Clause(category, start, end, score[row].item())


def _dated(text: str, piece: Segment, category: str, score: float) -> Iterator[Clause]:
    """The dates of a sentence, the first before the others; the sentence itself where it names none."""
    found = [one for one in dates(text[piece.start : piece.end]) if one.kind in {"day", "month"}]
    if not found:
        yield Clause(category, piece.start, piece.end, score)
    for place, one in enumerate(found):
        yield Clause(category, piece.start + one.start, piece.start + one.end, behind(score, place))
