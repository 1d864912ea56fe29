"""Clauses that are not standard and change revenue: what each does, which question it opens, how much money it touches.

Found by rules, and by what an organisation's own standard clauses became in this contract. Advice for the person who
reads the contract; nothing is decided here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from duly.engine.documents.checks.facts import between, phrase, span
from duly.engine.documents.clauses.library import CHANGED, UNCHANGED, Library, added, left_out
from duly.engine.documents.clauses.unusual_rules import RULES, Rule
from duly.engine.documents.proposals import Segment, Term, Value
from duly.engine.documents.text.found import Found
from duly.engine.documents.text.segments import references, resolve
from duly.engine.documents.values.durations import days_of, durations
from duly.engine.documents.values.money import amount_text
from duly.ground.cites import paragraph

# Payment later than this many days is extended, unless the organisation says otherwise.
LIMIT_DAYS = 60
_SHORTEST, _LONGEST = 40, 1_600
_PAY = phrase(r"\b(?:pa(?:y|id|yable|yment)s?|due|invoices?|remit\w*)\b")
_PAY_LATE = phrase(r"\b(?:within|net|no later than|not later than|later than|in|due|over)(?: the)?\s{0,3}\Z")
_AFTER = phrase(
    r"\s{0,3}\)?\s{0,3}(?:of|after|from|following)\b[^.;]{0,70}\b(?:invoices?|receipt|delivery|shipment"
    r"|acceptance|month|quarter)\b"
)
_NOT_PAY = phrase(
    r"\b(?:terminat\w*|cure\w*|breach\w*|default|notice|disput\w*|audit|records|report|statement|royalt\w*"
    r"|indemnif\w*|tax(?:es)?|refund|warrant\w*|confidential\w*|past due|overdue|outstanding|claims?"
    r"|deliver the|shall deliver|discontinued|credits?|correct\w*)\b"
)
_NAMED = re.compile(r"\b(?:[A-Z][a-z]+ ){1,3}(?:Fees?|Price|Payments?|Royalt(?:y|ies)|Amount|Charges?|Commitment)\b")
# The numbers of a table of contents.
_CONTENTS = re.compile(r"\b[A-Z]?\w{2,20} \d{1,2}\.\d{1,2}\b")
_ARTICLE = re.compile(r"\A(?:The|Such|Any|All|Each|This) ")
_DEFINES = re.compile(
    r"\A(?:\(?[\w.]{1,8}\)?)?\s{0,20}[\"“][^\"”]{2,40}[\"”]\s{1,9}(?:means|shall mean|has the meaning)"
)


@dataclass(frozen=True, slots=True)
class Flag:
    """A clause to look at: what it does to revenue, the question it opens, the paragraph (ASC; IFRS), and its place.

    `money` is the sum of the amounts of the passage, of the sections it refers to and of what it names, by currency.
    `proposes` is the standard wording, "" where the library has none.
    """

    kind: str
    says: str
    question: str
    paragraph: str
    start: int
    end: int
    money: tuple[tuple[str, str], ...]
    proposes: str


def unusual(
    text: str, segments: Sequence[Segment], terms: Sequence[Term], library: Library, limit_days: int = LIMIT_DAYS
) -> list[Flag]:
    """The flags of a contract in the order of its text, at most one of a kind for a passage."""
    touched = _Touched(text, segments, terms)
    lengths = durations(text)
    found: list[Flag] = []
    for segment in segments:
        words = text[segment.start : segment.end]
        if segment.kind == "heading" or not _SHORTEST <= len(words) <= _LONGEST:
            continue
        if _DEFINES.match(words) or len(_CONTENTS.findall(words)) > 4:
            continue
        for rule in RULES:
            if _holds(rule, words):
                found.append(_flag(rule, segment, touched, library))
        found += _extended(text, segment, lengths, touched, library, limit_days)
        found += _changed(words, segment, touched, library)
    return _once(found, segments)


def _once(found: Sequence[Flag], segments: Sequence[Segment]) -> list[Flag]:
    """The first flag of each kind in a section: its other sentences say no more."""
    sections = {one.start: (one.section.partition("(")[0], one.heading) for one in segments}
    kept: dict[tuple[str, tuple[str, str]], Flag] = {}
    for one in found:
        kept.setdefault((one.kind, sections[one.start]), one)
    return list(kept.values())


def _holds(rule: Rule, words: str) -> bool:
    return all(one.search(words) for one in rule.has) and not (rule.lacks and rule.lacks.search(words))


def _flag(rule: Rule, segment: Segment, touched: _Touched, library: Library) -> Flag:
    return Flag(
        rule.kind, rule.says, rule.question, cited(rule.paragraph), segment.start, segment.end,
        touched.by(segment), library.of(rule.category),
    )  # fmt: skip


def cited(number: str) -> str:
    """A paragraph with its pair: "606-10-55-85 (IFRS 15.B83)"."""
    known = paragraph(number)
    return f"{number} (IFRS 15.{known.ifrs})" if known and known.ifrs else number


def _extended(
    text: str, segment: Segment, lengths: Sequence[Found], touched: _Touched, library: Library, limit: int
) -> Iterator[Flag]:
    """Payment that may come later than the organisation allows."""
    words = text[segment.start : segment.end]
    if not _PAY.search(words) or _NOT_PAY.search(words):
        return
    for one in between(lengths, segment.start, segment.end):
        due = _PAY_LATE.search(text, max(segment.start, one.start - 24), one.start) and _AFTER.match(text, one.end)
        if due and days_of(one.value) > limit:
            said = " ".join(text[slice(*span(one))].split())
            yield Flag(
                "extended payment",
                f"payment is due after {said}, more than {limit} days: part of the price may be interest, or"
                f" may not be paid",
                "is there a significant financing component, and will the price be paid?",
                cited("606-10-32-15"), segment.start, segment.end, touched.by(segment), library.of("payment"),
            )  # fmt: skip
            return


def _changed(words: str, segment: Segment, touched: _Touched, library: Library) -> Iterator[Flag]:
    """A standard clause of the organisation in which words were changed."""
    near = library.nearest(words) if library.own else None
    if not near or not CHANGED <= near[0] < UNCHANGED:
        return
    more, less = added(words, near[1].text), left_out(words, near[1].text)
    if not more and not less:
        return
    told = [f"added: {' '.join(more[:12])}"] * bool(more) + [f"left out: {' '.join(less[:12])}"] * bool(less)
    yield Flag(
        "changed standard clause", f"the standard clause on {near[1].category.replace('_', ' ')} was changed"
        f" ({'; '.join(told)})",
        "does the change alter what is promised, what is paid or when?", cited("606-10-25-1"),
        segment.start, segment.end, touched.by(segment), near[1].text,
    )  # fmt: skip


class _Touched:
    """The money a passage touches: the amounts in it, in the sections it refers to and of the names it uses."""

    def __init__(self, text: str, segments: Sequence[Segment], terms: Sequence[Term]) -> None:
        self._text, self._segments = text, segments
        self._terms = sorted(terms, key=lambda term: term.start)
        self._names: dict[str, list[Term]] = {}
        for segment in segments:
            held = between(self._terms, segment.start, segment.end)
            for name in _names(text[segment.start : segment.end]) if held else ():
                self._names.setdefault(name, []).extend(held)

    def by(self, segment: Segment) -> tuple[tuple[str, str], ...]:
        """The sums of a passage, by currency."""
        words = self._text[segment.start : segment.end]
        held = between(self._terms, segment.start, segment.end)
        for _, _, number in references(words):
            for other in resolve(self._segments, number):
                held += between(self._terms, other.start, other.end)
        for name in _names(words):
            held += self._names.get(name, [])
        sums: dict[str, Fraction] = {}
        for term in {id(one): one for one in held}.values():
            for currency, amount in _amounts(term.value):
                sums[currency] = sums.get(currency, Fraction(0)) + amount
        return tuple((currency, amount_text(amount)) for currency, amount in sorted(sums.items()))


def _names(words: str) -> set[str]:
    """The names of fees in some words, without their article and in the singular."""
    return {_ARTICLE.sub("", " ".join(one.split())).rstrip("s") for one in _NAMED.findall(words)}


def _amounts(value: Value) -> Iterator[tuple[str, Fraction]]:
    """The amounts of a value with their currency."""
    if isinstance(value, list):
        yield from (one for each in value for one in _amounts(each))
    elif isinstance(value, dict):
        amount, currency = value.get("amount"), value.get("currency")
        if isinstance(amount, str) and isinstance(currency, str) and re.fullmatch(r"\d{1,18}(?:\.\d{1,8})?", amount):
            yield currency, Fraction(amount)
