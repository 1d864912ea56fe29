"""Percents as contracts write them, made decimal text: "1-1/2%", "one and one-half percent (1.5%)", "I%"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from duly.engine.documents.text.found import Found
from duly.engine.documents.values.numbers import FIGURES, WORDS, decimal_text, in_figures, in_words

_SIGN = r"(?:%|per\s?cent(?:um)?\b|percentage\s+points?\b)"
_HURT = r"(?:(?<![A-Za-z])[Il](?=\s?%)|\d{1,2}\s?_{1,2}(?=\s?%)|\d{1,3}\s?[½¼¾](?=\s?%))"
_IN_WORDS = rf"(?P<words>{WORDS})(?:\s{{0,20}}(?:\(\s{{0,3}}(?:{FIGURES}|[Il])\s{{0,3}}\))?\s{{0,20}}-?{_SIGN})"
_AGAIN = rf"(?:\s{{0,20}}\(\s{{0,3}}(?P<again>{FIGURES}|{_HURT})\s{{0,3}}{_SIGN}?\s{{0,3}}\))?"
_BRACKETS_BETWEEN = rf"(?P<said>{WORDS})\s{{0,20}}\(\s{{0,3}}(?P<inside>{FIGURES}|{_HURT})\s{{0,3}}{_SIGN}\s{{0,3}}\)"
_PART_OF_ONE = (
    rf"(?P<part>{WORDS})\s+of\s+(?:one|1)\s?{_SIGN}"
    rf"(?:\s{{0,20}}\(\s{{0,3}}(?P<shown>{FIGURES})\s{{0,3}}{_SIGN}\s{{0,3}}\))?"
)
_IN_FIGURES = rf"(?<![\w.,/])(?P<figures>{FIGURES}|{_HURT})\s{{0,4}}{_SIGN}"
_PERCENT = re.compile(rf"{_PART_OF_ONE}|{_IN_WORDS}{_AGAIN}|{_BRACKETS_BETWEEN}|{_IN_FIGURES}", re.I)
_QUARTERS = {"½": "1/2", "¼": "1/4", "¾": "3/4"}


def percents(text: str) -> list[Found]:
    """Every percent, in order; `sound` is False where words and figures differ, `kind` "hurt" where a scan was mended.

    >>> [one.value for one in percents("one and one-half percent (1-1/2%) or 1 _% or I%")]
    ['1.5', '1.5', '1']
    """
    return list(_percents(text))


def _percents(text: str) -> Iterator[Found]:
    for match in _PERCENT.finditer(text):
        words = match["part"] or match["words"] or match["said"]
        figures = match["shown"] or match["again"] or match["inside"] or match["figures"]
        said = in_words(words) if words else None
        plain, hurt = _mended(figures) if figures else ("", False)
        shown = in_figures(plain) if plain else None
        if match["said"] and said is not None and said < 1:
            said *= 100  # "one third (33%)"
        value = said if said is not None else shown
        if value is not None:
            yield Found(match.start(), match.end(), decimal_text(value), "hurt" if hurt else "", _sound(said, shown))


def _sound(said: Fraction | None, shown: Fraction | None) -> bool:
    """Whether words and figures agree; thirds are written "33%" as often as "33 1/3%"."""
    if said is None or shown is None or said == shown:
        return True
    return said.denominator > 2 and abs(said - shown) < 1


def _mended(figures: str) -> tuple[str, bool]:
    """Figures with what a scan lost put back: the half that became a line, the one that became a letter."""
    for sign, part in _QUARTERS.items():
        if sign in figures:
            return figures.replace(sign, " " + part).strip(), False
    if "_" in figures:
        return re.sub(r"\s?_+", " 1/2", figures), True
    return (figures.translate(str.maketrans("Il", "11")), True) if figures in ("I", "l") else (figures, False)
