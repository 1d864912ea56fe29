"""Percents and parts as contracts write them: "25%", "five percent (5%)", "1-1/2%", "one third (33%)", "I%"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from duly.engine.documents.values.numbers import FIGURES, WORDS, decimal_text, in_figures, in_words

_NAME = r"(?:%|percent\b|per\s?cent(?:um)?\b(?:\.(?=\s{0,3}\())?|percentage\s{1,3}points?\b|pct\b)"
_SIGN = rf"(?:\s{{0,20}}-?\s{{0,3}}{_NAME})"
# What a scan has hurt: a letter for a digit, a line for a half; and halves and quarters that are one sign.
_HURT = (
    r"(?:\d{1,2}[\s-]{1,2}[lI]/[248](?=\s?%)|(?<![A-Za-z])[IlO]{1,2}(?=\s?%)"
    r"|\d{1,2}\s?_{1,2}(?=\s?%)|\d{1,3}\s?[½¼¾](?=\s?%))"
)
_FIGURE = rf"(?:{_HURT}|{FIGURES})"
_BRACKET = rf"\(\s{{0,3}}(?P<inner>{_FIGURE}|[Il])(?P<innersign>{_SIGN})?\s{{0,3}}\)"
PERCENT = re.compile(
    rf"(?P<words>{WORDS})(?P<of>\s{{1,4}}of\s{{1,4}}(?:one|1|a))?"
    rf"(?=\s{{0,40}}(?:{_SIGN}|\())(?P<sign1>{_SIGN})?(?:\s{{0,40}}{_BRACKET})?(?P<sign2>{_SIGN})?"
    rf"|(?P<figure>(?<![\w.,/$]){_FIGURE})\s{{0,4}}{_NAME}(?:\s{{0,3}}\(\s?(?:{WORDS}|{FIGURES}(?=\s?%)){_SIGN}?\s?\))?"
    rf"|\(\s?(?P<alone>{_FIGURE})\s?\)\s{{0,4}}{_NAME}",
    re.IGNORECASE,
)
_PART = re.compile(r"\b(?:half|third|quarter|fourth|fifth|tenth)s?\b", re.IGNORECASE)
_PART_OF = re.compile(
    r"(?:half|quarters?|thirds?|fifths?|tenths?|hundredths?|thousandths?)\s{1,9}of\s{1,9}\Z", re.IGNORECASE
)
_FRACTION = r"(?:half|thirds?|quarters?|fourths?|fifths?|tenths?)"
# "two-thirds (2/3) of", "half of the", and no part of a percent, an hour, or of more than one.
FRACTION = re.compile(
    rf"(?<!\band\s)(?<![\w-])(?P<part>(?:one|two|three|four)[\s-]{{1,4}}{_FRACTION}|half(?=\s+of\s+(?:the|all|any|such)\b))\b"
    rf"(?:\s{{0,4}}\(\s?(?P<figure>\d{{1,2}}/\d{{1,2}})(?:th|rd|nd)?\s?\))?"
    rf"(?!\s{{0,40}}\(?\s?(?:\d[\d./]{{0,8}}\s?)?{_NAME})(?!\s{{1,40}}(?:of\s{{1,40}}(?:one|1|a)|years?|months?|hours?|days?|times)\b)",
    re.IGNORECASE,
)
_QUARTERS = {"½": "1/2", "¼": "1/4", "¾": "3/4"}


@dataclass(frozen=True, slots=True)
class Percent:
    """A percent, where it stands, and what its words and its figures say; `hurt` says that a scan error was read as
    what was meant, `part` that a part is told ("one half") and no percent."""

    start: int
    end: int
    amount: Fraction
    words: Fraction | None = None
    figures: Fraction | None = None
    hurt: bool = False
    part: bool = False

    @property
    def agrees(self) -> bool:
        """False where words and figures differ."""
        return self.words is None or self.figures is None or self.words == self.figures

    @property
    def sound(self) -> bool:
        """Whether words and figures may mean the same: thirds are written "33%" as often as "33 1/3%"."""
        if self.agrees or self.words is None or self.figures is None:
            return True
        return self.words.denominator > 2 and abs(self.words - self.figures) < 1

    @property
    def value(self) -> str:
        """The percent as decimal text."""
        return decimal_text(self.amount)


def percents(text: str) -> list[Percent]:
    """The percents of a text in their order.

    >>> [one.value for one in percents("one and one-half percent (1-1/2%), 1 _%, I% or one third (33%)")]
    ['1.5', '1.5', '1', '33']
    """
    found = []
    for match in PERCENT.finditer(text):
        percent = _of_words(match) if match["words"] else _of_figure(match)
        if percent is not None:
            found.append(percent)
    return found


def fractions(text: str) -> list[Percent]:
    """The parts of a whole that are told without a percent, in their order.

    >>> [one.value for one in fractions("one-half (1/2) of the savings; three quarters of the rest")]
    ['50', '75']
    """
    found = []
    for match in FRACTION.finditer(text):
        part = Fraction(1, 2) if match["part"].lower() == "half" else in_words(match["part"])
        if part is not None and part < 1:
            found.append(Percent(match.start(), match.end(), part * 100, part * 100, part=True))
    return found


def stated(percent: Percent) -> dict[str, str]:
    """How the value of a term says a percent; a part that no decimal ends on stays a fraction ("2/3")."""
    amount = percent.amount / 100
    if percent.part and (amount * 10**4).denominator != 1:
        return {"fraction": f"{amount.numerator}/{amount.denominator}"}
    return {"percent": percent.value}


def _of_words(match: re.Match[str]) -> Percent | None:
    """Words before the sign, or a part of a whole ("one third") with the percent in brackets."""
    signed = match["sign1"] or match["sign2"] or match["innersign"]
    words = in_words(match["words"]) if signed else None
    if words is None:
        return None
    part = bool(_PART.search(match["words"])) and words < 1 and not match["sign1"]
    words = words * 100 if part else words
    figures, hurt = _read(match["inner"]) if match["inner"] else (None, False)
    if figures is not None and _PART_OF.search(match.string, max(0, match.start() - 30), match.start()):
        words = figures  # "one-thousandth of one percent (0.001%)"
    counts = figures if part and figures is not None else words
    return Percent(match.start(), match.end(), counts, words, figures, hurt)


def _of_figure(match: re.Match[str]) -> Percent | None:
    amount, hurt = _read(match["figure"] or match["alone"])
    return None if amount is None else Percent(match.start(), match.end(), amount, None, amount, hurt)


def _read(figure: str) -> tuple[Fraction | None, bool]:
    """The number of a figure, and whether a scan error was mended: a half that became a line, a digit a letter."""
    for sign, part in _QUARTERS.items():
        figure = figure.replace(sign, " " + part)
    mended = re.sub(r"[lI]/", "1/", re.sub(r"\s?_+", " 1/2", figure))
    hurt = mended != figure or bool(re.search("[IlO]", figure))
    return in_figures(re.sub(r"\s+", " ", mended)), hurt
