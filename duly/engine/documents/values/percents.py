"""Percents and parts as contracts write them: "25%", "five percent (5%)", "1-1/2%", "one third (33%)"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from duly.engine.documents.values.numbers import FIGURES, WORDS, decimal_text, in_figures, in_words

_SIGN = r"(?:\s{0,3}-?\s{0,3}(?:%|percent\b|per\s?cent\b|per\s?centum\b|pct\b))"
_FIGURE = rf"(?:{FIGURES}|[IlO]{{1,2}}(?=\s?%))"
_BRACKET = rf"\(\s{{0,2}}(?P<inner>{_FIGURE})\s{{0,2}}(?P<innersign>%|percent)?\s{{0,2}}\)"
PERCENT = re.compile(
    rf"(?P<words>{WORDS})(?P<of>\s{{1,4}}of\s{{1,4}}(?:one|1|a))?"
    rf"(?=\s{{0,40}}(?:{_SIGN}|\())(?P<sign1>{_SIGN})?(?:\s{{0,40}}{_BRACKET})?(?P<sign2>{_SIGN})?"
    rf"|(?P<figure>(?<![\w.,/$]){_FIGURE})\s?{_SIGN}(?:\s{{0,3}}\(\s?{WORDS}{_SIGN}?\s?\))?"
    rf"|\(\s?(?P<alone>{_FIGURE})\s?\)\s?{_SIGN}",
    re.IGNORECASE,
)
_PART = re.compile(r"\b(?:half|third|quarter|fourth|fifth|tenth)s?\b", re.IGNORECASE)


_PART_OF = re.compile(
    r"(?:half|quarters?|thirds?|fifths?|tenths?|hundredths?|thousandths?)\s{1,9}of\s{1,9}\Z", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Percent:
    """A percent, where it stands, and what its words and its figures say."""

    start: int
    end: int
    amount: Fraction
    words: Fraction | None = None
    figures: Fraction | None = None
    hurt: bool = False

    @property
    def agrees(self) -> bool:
        """False where words and figures differ."""
        return self.words is None or self.figures is None or self.words == self.figures

    @property
    def value(self) -> str:
        """The percent as decimal text."""
        return decimal_text(self.amount)


def percents(text: str) -> list[Percent]:
    """The percents of a text in their order."""
    found = []
    for match in PERCENT.finditer(text):
        percent = _of_words(match) if match["words"] else _of_figure(match)
        if percent is not None:
            found.append(percent)
    return found


def _of_words(match: re.Match[str]) -> Percent | None:
    """Words before the sign, or a part of a whole ("one third") with the percent in brackets."""
    signed = match["sign1"] or match["sign2"] or match["innersign"]
    if not signed:
        return None
    words = in_words(match["words"])
    if words is None:
        return None
    part = bool(_PART.search(match["words"])) and words < 1 and not match["sign1"]
    words = words * 100 if part else words
    figures = in_figures(match["inner"]) if match["inner"] else None
    if figures is not None and _PART_OF.search(match.string, max(0, match.start() - 30), match.start()):
        words = figures  # "one-thousandth of one percent (0.001%)"
    counts = figures if part and figures is not None else words
    hurt = bool(match["inner"] and re.search(r"[IlO]", match["inner"]))
    return Percent(match.start(), match.end(), counts, words, figures, hurt)


def _of_figure(match: re.Match[str]) -> Percent | None:
    said = match["figure"] or match["alone"]
    amount, hurt = in_figures(said), bool(re.search("[IlO]", said))
    return None if amount is None else Percent(match.start(), match.end(), amount, None, amount, hurt)
