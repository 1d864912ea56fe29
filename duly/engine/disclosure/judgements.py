"""Significant judgements of a window: who decided what, when and why, and the choices in force (606-10-50-17 to 50-22,
IFRS 15.123 to 129)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from fractions import Fraction

from duly.engine.contracts.terms import Fact, Terms
from duly.engine.disclosure.window import Window
from duly.engine.policies import POLICIES
from duly.ground.cites import cites
from duly.ground.dates import iso
from duly.ground.money import grouped
from duly.ground.reports import Column, Report

NOBODY, NO_REASON = "nobody named", "no reason given"
# The paragraph that leaves a judgement open.
PARAGRAPHS = {
    "distinct": "606-10-25-19",
    "not distinct": "606-10-25-19",
    "controls": "606-10-55-37",
    "does not control": "606-10-55-38",
    "material right": "606-10-55-42",
    "not material right": "606-10-55-42",
    "held back": "606-10-32-11",
    "included": "606-10-32-11",
    "collect": "606-10-25-1",
    "treatment": "606-10-25-12",
    "significant financing": "606-10-32-15",
    "remote": "606-10-55-48",
    "substantive penalty": "606-10-25-3",
    "dispute": "606-10-32-14",
    "allowance": "326-20-30-1",
}


@cites("606-10-50-17", "606-10-50-20", ifrs15=("123", "126"))
def judgements(windows: Sequence[Window]) -> Report:
    """Every judgement that is in force at the end of the window."""
    columns = (
        Column("entity", "text", "legal entity"),
        Column("contract", "text", "contract"),
        Column("date", "day", "when it takes effect"),
        Column("judgement", "text", "what was decided"),
        Column("who", "text", "who decided"),
        Column("why", "text", "the reason"),
        Column("paragraph", "text", "the paragraph that leaves it open"),
        Column("source", "text", "file and line, and the command of the ledger that recorded it"),
    )
    rows = []
    for one in windows:
        for terms in (terms for ruling in one.world.rulings for terms in ruling.group):
            for fact in terms.judged:
                if fact.on <= one.on:
                    on, words, _, _, paragraph = judged(terms, fact)
                    who, why, source = one.speaker(fact)
                    said = (who or NOBODY, why or NO_REASON, paragraph, source)
                    rows.append((one.entity, terms.ref, on, words, *said))
    return Report("judgements", "Significant judgements", columns, tuple(rows))


def judged(terms: Terms, fact: Fact) -> tuple[str, str, str, str, str]:
    """Date, what was decided, who, why, and the paragraph of one judgement."""
    who, why = (value if isinstance(value, str) else "" for value in (fact.fields.get("by"), fact.fields.get("why")))
    words = " · ".join([" ".join([fact.verb, *fact.subjects]), *_fields(terms, fact)])
    return iso(fact.on), words, who or NOBODY, why or NO_REASON, PARAGRAPHS.get(fact.verb, "")


def _fields(terms: Terms, fact: Fact) -> Iterator[str]:
    """What else a row says."""
    for key, value in fact.fields.items():
        if key not in ("by", "why") and value is not None:
            is_money = isinstance(value, int | Fraction) and not isinstance(value, bool) and value.denominator == 1
            text = grouped(int(value), terms.digits) if is_money and isinstance(value, int | Fraction) else str(value)
            said = {"True": "yes", "False": "no"}.get(text, text)
            yield said if key == fact.verb else f"{key} {said}"


@cites("606-10-50-22", ifrs15=("129",))
def elections(windows: Sequence[Window]) -> Report:
    """The choices in force, with how many contracts follow each."""
    columns = (
        Column("entity", "text", "legal entity"),
        Column("policy", "text", "what is chosen"),
        Column("value", "text", "the choice"),
        Column("contracts", "count", "how many contracts follow it"),
        Column("paragraph", "text", "the paragraph that leaves it open"),
    )
    rows = []
    for one in windows:
        groups = [one.books.worlds.groups[g] for g in one.world.groups]
        in_force = [one.books.worlds.policies(group) for group in groups]
        for policy in POLICIES:
            for value, count in sorted(Counter(each[policy.key] for each in in_force).items()):
                rows.append((one.entity, policy.key, value, count, policy.cite))
    return Report("elections", "Choices in force", columns, tuple(rows))
