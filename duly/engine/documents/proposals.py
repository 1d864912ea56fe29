"""What reading a document proposes: segments, clauses, terms and findings, each with its place in the text.

Offsets count characters of the text and are half-open. Nothing here has been confirmed by anyone.
"""

from __future__ import annotations

from dataclasses import dataclass

# A value as JSON has it: amounts and percents are decimal text, dates and durations ISO 8601.
Value = str | bool | None | list["Value"] | dict[str, "Value"]


@dataclass(frozen=True, slots=True)
class Segment:
    """A sentence, heading or table row. `section` is its number as printed ("4.2(a)", or ""), `heading` the words
    of the nearest heading above it."""

    start: int
    end: int
    kind: str
    section: str = ""
    heading: str = ""


@dataclass(frozen=True, slots=True)
class Clause:
    """A passage that is of a category, with how sure the classifier is (0 to 1)."""

    category: str
    start: int
    end: int
    score: float


@dataclass(frozen=True, slots=True)
class Term:
    """A value read from the words between `start` and `end`, with how sure we are (0 to 1) and the names of the
    checks it failed."""

    field: str
    value: Value
    start: int
    end: int
    confidence: float
    checks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """What a person must look at: a contradiction, an unusual clause, something expected and missing.

    `spans` are the passages that disagree; `says` is one sentence for the reader of the contract.
    """

    kind: str
    says: str
    spans: tuple[tuple[int, int], ...]
