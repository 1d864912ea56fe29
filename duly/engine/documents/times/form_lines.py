"""First and last days that stand on lines of their own, as forms and cover pages have them."""

from __future__ import annotations

from duly.engine.documents.proposals import Value
from duly.engine.documents.text.found import Found
from duly.engine.documents.text.passages import Candidate, Prepared, phrase

_LAST_DAY_LINE = phrase(
    r"\b(?:expir(?:ation|y)|termination|end) date[\"”'’]{0,2} ?(?::|is|shall be|means)[\s_]{0,20}(?:the )?$"
    r"|\b(?:contract|agreement|term|service)s? (?:end|expiry|expiration)s? ?:\s{0,20}$"
)
_FIRST_DAY_LINE = phrase(
    r"\b(?:contract|agreement|term|service)s? (?:start|begin|commencement)s?(?: date)? ?:\s{0,20}$"
)


def days_on_lines(page: Prepared, begins: str) -> list[Candidate]:
    """ "Expiration Date: August 31, 2006", or a first and a last day on lines of their own."""
    found: list[Candidate] = []
    last: Found | None = None
    for one in page.dates:
        if one.kind == "day" and _LAST_DAY_LINE.search(page.text, max(0, one.start - 60), one.start):
            first = last if last and one.start - last.end < 80 else None
            start = first.value if first else begins
            value: dict[str, Value] = {"start": start, "end": one.value} if start else {"end": one.value}
            found.append(Candidate("initial_term", value, (first or one).start, one.end, 65 if first else 55))
        elif one.kind == "day" and _FIRST_DAY_LINE.search(page.text, max(0, one.start - 60), one.start):
            last = one
    return found
