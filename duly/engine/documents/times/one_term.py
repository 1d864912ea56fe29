"""One term that is told several times: by its length and its days, in the body and on a form."""

from __future__ import annotations

import re

from duly.engine.documents.proposals import Value
from duly.engine.documents.text.passages import Candidate, phrase
from duly.ground.dates import add_months, day

_BEGUN_AND_ENDED = phrase(
    r"[\s(\"“”)a-z]{0,40}(?:commenc|beginn|start)ing on (?:[^.;]{3,40}) and[^.;]{0,120} (?:ending|expiring) on "
)


def is_day(value: Value) -> bool:
    return isinstance(value, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", value) is not None


def joined(text: str, found: list[Candidate]) -> list[Candidate]:
    """ "one (1) year, commencing January 1, 2008 and ending December 31, 2008" is one term told twice."""
    terms: list[Candidate] = []
    for one in sorted(found, key=lambda one: one.start):
        last = terms[-1] if terms else None
        near = last and (one.start - last.end < 60 or _BEGUN_AND_ENDED.fullmatch(text, last.end, one.start))
        whole = _both(last, one) if last and near and last.points > 20 else None
        if whole:
            terms[-1] = whole
        else:
            terms.append(one)
    return terms


def _both(counted: Candidate, dated: Candidate) -> Candidate | None:
    """A term with its duration and its days, where the first is a duration and the second has both days."""
    if (
        not isinstance(counted.value, str)
        or not isinstance(dated.value, dict)
        or not {"start", "end"} <= dated.value.keys()
    ):
        return None
    value: dict[str, Value] = {**dated.value, "duration": counted.value}
    return Candidate(dated.field, value, counted.start, dated.end, max(counted.points, dated.points))


def kept(found: list[Candidate]) -> list[Candidate]:
    """The strongest reading keeps its points; what contradicts it is doubted."""
    if not found:
        return []
    best = max(found, key=lambda one: (one.points, -one.start))
    terms = []
    for one in found:
        if one is best or one.value == best.value or _spans_it(one.value, best.value):
            terms.append(_capped(one, 99))
        elif one.points > 0 and not (one.start < best.end and best.start < one.end):
            terms.append(_capped(one, min(38, one.points - 10)))
    return terms


def _spans_it(days: Value, length: Value) -> bool:
    """Whether a first and a last day are as far apart as a length says: one term told twice."""
    months = re.fullmatch(r"P(\d{1,3})([MY])", length) if isinstance(length, str) else None
    if not months or not isinstance(days, dict) or not (is_day(days.get("start")) and is_day(days.get("end"))):
        return False
    last = add_months(day(str(days["start"])), int(months[1]) * (12 if months[2] == "Y" else 1))
    return day(str(days["end"])) in (last, last - 1)


def _capped(one: Candidate, most: int) -> Candidate:
    return Candidate(one.field, one.value, one.start, one.end, max(min(one.points, most), 0), one.checks)
