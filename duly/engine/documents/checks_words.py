"""Words against figures: "Eighty Thousand Dollars ($580,000)" says two numbers, and one of them is a mistake."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from duly.engine.documents.numbers import FIGURES, WORDS, decimal_text, in_figures, in_words
from duly.engine.documents.proposals import Finding

_SCALES = {
    "hundred": 100, "thousand": 1_000, "k": 1_000, "million": 1_000_000, "mm": 1_000_000, "m": 1_000_000,
    "billion": 1_000_000_000, "bn": 1_000_000_000,
}  # fmt: skip
_SCALE = "|".join(_SCALES)
_CURRENCY = r"(?:US\s?\$|C\$|CDN\s?\$|\$|€|£|USD|EUR|GBP|CAD|U\.S\.\s?\$?|S(?=\d))"
# What may stand between the words of a number and the figures in brackets: its unit, and the cents.
_UNIT = (
    r"(?:\s{1,8}(?:and|&)\s{1,8}(?:no|xx|\d{1,2})\s?/\s?100(?:ths|'s|s)?)?"
    r"(?:\s{1,8}(?:u\.?\s?s\.?|united states|canadian|american))?"
    r"(?P<unit>\s{1,8}(?:dollars?|cents?|euros?|pounds?(?: sterling)?|per\s?cent(?:um)?))?"
    r"(?P<late>\s{1,8}(?:and|&)\s{1,8}(?:no|xx|\d{1,2})\s?/\s?100(?:ths|'s|s)?)?"
)
# Figures as they are met: a fraction, a number, a number that a scan has hurt ("5OO,000", "30, 000").
_PARTS = r"(?:\d{1,3}[ -])?\d{1,2}\s?[/∕⁄]\s?\d{1,3}(?!\d)"
_SHOWN = rf"{_PARTS}|\d{{1,3}}(?:,\s?[\dO]{{3}}){{1,4}}(?:\.\d\d)?|\d[\dOoIl]{{0,2}},000|{FIGURES}"
_BOTH = re.compile(
    rf"(?P<words>{WORDS}){_UNIT}\s{{0,8}}\(\s{{0,3}}(?P<sign>{_CURRENCY})?\s{{0,3}}(?P<figures>{_SHOWN})"
    rf"\s{{0,3}}(?P<scale>(?:{_SCALE})\b)?\s{{0,3}}(?P<percent>%|per\s?cent)?(?P<after>[^()\d]{{0,14}})\)",
    re.IGNORECASE,
)
_ORDINAL = re.compile(r"(?:st|nd|rd|th)\b", re.IGNORECASE)
# A scale behind the bracket: "six (6) million".
_MORE = re.compile(rf"\s{{0,8}}(?:{_SCALE})\b", re.IGNORECASE)
# What makes the words the end of something longer: a part "of one percent", a sum of dollars "and" cents, another
# number word, a year's number, a range.
_BEFORE = re.compile(
    r"(?:\b(?:(?:half|hundredths?|tenths?|thousandths?|quarters?|thirds?) of|point|dollars? and|years?|euros? and"
    r"|pounds? and|to|or|through|half|third|quarter|hundredths?|tenths?|one|two|three|four|five|six|seven|eight|nine"
    r"|ten|hundred|thousand|million|billion|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)|\d|\))"
    r"[\s,-]*(?:and[\s-]*)?$",
    re.IGNORECASE,
)


def words_and_figures(text: str) -> Iterator[Finding]:
    """Each number that is written twice with two values."""
    for found in _BOTH.finditer(text):
        says, shows = _said(found), _shown(found)
        if says is None or shows is None or says == shows or _alike(says, shows, found):
            continue
        spans = (found.span("words"), found.span("figures"))
        words = " ".join(found["words"].split())
        yield Finding(
            "words differ from figures",
            f"the words say {words} ({decimal_text(says)}), the figures {decimal_text(shows)}",
            spans,
        )


def _said(found: re.Match[str]) -> Fraction | None:
    """The number the words say, in the unit of the figures: cents where these are a currency's."""
    value = in_words(found["words"])
    if value is None:
        return None
    if found["late"]:
        cents = re.search(r"\d{1,2}(?=\s?/)", found["late"])
        value += Fraction(int(cents[0]), 100) if cents else 0
    if found["sign"] and (found["unit"] or "").strip().lower().startswith("cent"):
        value /= 100
    return value


def _shown(found: re.Match[str]) -> Fraction | None:
    """The number the figures show."""
    value = in_figures(re.sub(r"\s?[∕⁄]\s?", "/", re.sub(r",\s+", ",", found["figures"])))
    if value is None:
        return None
    return value * _SCALES[found["scale"].lower()] if found["scale"] else value


def _alike(says: Fraction, shows: Fraction, found: re.Match[str]) -> bool:
    """Whether both may be one number all the same: a share rounded to whole percents ("one third (33%)"), an ordinal,
    or words that are only the end of a longer number ("four dollars and", "one half of")."""
    if found["percent"] and abs(says * 100 - shows) < 1 and says < 1:
        return True
    if _ORDINAL.match(found["after"]) or _MORE.match(found.string, found.end()):
        return True
    before = " ".join(found.string[max(0, found.start() - 120) : found.start()].split())
    return bool(_BEFORE.search(before))
