"""Words against figures: "Eighty Thousand Dollars ($580,000)" says two numbers, and one of them is a mistake."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from duly.engine.documents.proposals import Finding
from duly.engine.documents.values.numbers import FIGURES, WORDS, decimal_text, in_figures, in_words, ordinal

KIND = "words differ from figures"
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
    r"(?P<unit>[\s-]{1,8}(?:dollars?|cents?|euros?|pounds?(?: sterling)?|per\s?cent(?:um)?))?"
    r"(?P<late>\s{1,8}(?:and|&)\s{1,8}(?:no|xx|\d{1,2})\s?/\s?100(?:ths|'s|s)?)?"
)
# Figures as they are met: a fraction, a number, a number that a scan has hurt ("5OO,000", "30, 000").
_PARTS = r"(?:\d{1,3}[ -])?\d{1,2}\s?[/∕⁄]\s?\d{1,3}(?!\d)"
_SHOWN = rf"{_PARTS}|\d{{1,6}}(?:,\s?[\dO]{{3}}){{1,4}}(?:\.\d\d)?|\d[\dOoIl]{{0,2}},000|{FIGURES}"
_BOTH = re.compile(
    rf"(?P<words>{WORDS})(?P<times>\s{{1,8}}(?:thousand|million"
    rf"|billion)\b)?{_UNIT}\s{{0,40}}\(\s{{0,3}}(?P<sign>{_CURRENCY})?\s{{0,3}}(?P<figures>{_SHOWN})"
    rf"\s{{0,3}}(?P<scale>(?:{_SCALE})\b)?\s{{0,3}}(?P<percent>%|per\s?cent)?(?P<after>[^()\d]{{0,14}})\)",
    re.IGNORECASE,
)
_FIGURES_FIRST = re.compile(
    rf"(?<![\w.,/$€£-])(?P<sign>{_CURRENCY}\s{{0,3}})?(?P<figures>{FIGURES})\s{{0,3}}(?P<scale>"
    rf"(?:{_SCALE})\b)?\s{{0,3}}(?P<percent>%)?\s{{0,3}}"
    rf"(?:(?:u\.?\s?s\.?\s{{0,3}})?(?:dollars|euros|USD|EUR|GBP)\s{{0,3}})?"
    rf"\(\s{{0,3}}(?:(?:(?:u\.?\s?s\.?|united states|canadian)\s{{1,4}})?(?:dollars|euros|pounds|say):?\s{{1,4}})?"
    rf"(?P<words>{WORDS})(?P<half>\s{{1,4}}(?:and|&)\s{{1,4}}[\w/]{{1,12}})?"
    r"(?:\s{1,4}(?:u\.?\s?s\.?\s{1,4}|united states\s{1,4})?(?:dollars?|euros?|pounds?|per\s?cent))?"
    r"(?P<time>\s{1,4}(?:calendar |business )?(?:days?|months?|years?))?\s{0,3}\)",
    re.IGNORECASE,
)
_PLACE = (
    r"(?:(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred)[\s-]{1,3})?(?:first|second|third"
    r"|fourth|fifth|sixth|seventh|eighth|ninth|tenth"
    r"|eleventh|twelfth"
    r"|thirteenth|fourteenth|fifteenth|sixteenth|seventeenth|eighteenth|nineteenth)|twentieth|thirtieth"
)
_PLACES = re.compile(
    rf"\b(?P<words>{_PLACE})\s{{0,4}}\(\s?(?P<figures>\d{{1,2}}\s?(?:st|nd|rd|th))\s?\)", re.IGNORECASE
)
# Figures that figures repeat: "0.5 percent (0.05%)", "$1.5 million ($1,050,000)".
_AGAIN = re.compile(
    rf"(?<![\w.,/-])(?P<figures>{FIGURES})\s{{1,2}}(?P<scale>per\s?cent(?:um)?|thousand|million|billion)"
    rf"(?:\s{{1,8}}(?:dollars|euros|pounds))?\s{{0,8}}\(\s?{_CURRENCY}?\s?(?P<again>{FIGURES})\s?"
    rf"(?P<other>%|per\s?cent|(?:{_SCALE})\b)?\s{{0,3}}\)",
    re.IGNORECASE,
)
_ORDINAL = re.compile(r"(?:st|nd|rd|th)\b", re.IGNORECASE)
# A scale behind the bracket: "six (6) million".
_MORE = re.compile(rf"\s{{0,8}}(?:{_SCALE})\b", re.IGNORECASE)
# What makes the words the end of something longer: a part "of one percent", a sum of dollars "and" cents, another
# number word, a year's number, a range.
_BEFORE = re.compile(
    r"(?:\b(?:(?:half|hundredths?|tenths?|thousandths?|quarters?|thirds?) of|point|dollars? and|years?|euros? and"
    r"|pounds? and|half|third|quarter|hundredths?|tenths?|one|two|three|four|five|six|seven|eight|nine"
    r"|ten|hundred|thousand|million|billion|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)"
    r"|(?<![\d.])\d{1,12})"
    r"[\s,-]*(?:and[\s-]*)?$",
    re.IGNORECASE,
)


def words_and_figures(text: str) -> Iterator[Finding]:
    """Each number that is written twice with two values."""
    yield from _turned(text)
    yield from _ordinals(text)
    yield from _repeated(text)
    for found in _BOTH.finditer(text):
        says, shows = _said(found), _shown(found)
        if says is None or shows is None or says == shows or _alike(says, shows, found):
            continue
        yield _differ(found, says, shows)


def _turned(text: str) -> Iterator[Finding]:
    """Figures that words in brackets repeat: "30 (sixty) days", "$500 (Six Hundred Dollars)"."""
    for found in _FIGURES_FIRST.finditer(text):
        says, shows = in_words(found["words"]), in_figures(found["figures"])
        if says is None or shows is None or not says or found["half"] or (found["sign"] and found["time"]):
            continue
        shows *= _SCALES[found["scale"].lower()] if found["scale"] else 1
        if says != shows and not (found["percent"] and says < 1):
            yield _differ(found, says, shows)


def _ordinals(text: str) -> Iterator[Finding]:
    """ "the fifteenth (10th) day"."""
    for found in _PLACES.finditer(text):
        says, shows = ordinal(found["words"]), ordinal(found["figures"])
        if says and shows and says > 0 and says != shows:
            yield _differ(found, Fraction(says), Fraction(shows))


def _repeated(text: str) -> Iterator[Finding]:
    """ "0.5 percent (0.05%)"."""
    for found in _AGAIN.finditer(text):
        one, other = in_figures(found["figures"]), in_figures(found["again"])
        percent, again = found["scale"].lower().startswith("per"), (found["other"] or "").lower()
        if one is None or other is None or percent != (again == "%" or again.startswith("per")):
            continue
        if not percent:
            one, other = one * _SCALES[found["scale"].lower()], other * _SCALES.get(again, 1)
        if one != other:
            says = f"the contract says {decimal_text(one)} and, in brackets, {decimal_text(other)}"
            yield Finding(KIND, says, (found.span("figures"), found.span("again")))


def _differ(found: re.Match[str], says: Fraction, shows: Fraction) -> Finding:
    words = " ".join(found["words"].split())
    says_so = f"the words say {words} ({decimal_text(says)}), the figures {decimal_text(shows)}"
    return Finding(KIND, says_so, (found.span("words"), found.span("figures")))


def _said(found: re.Match[str]) -> Fraction | None:
    """The number the words say, in the unit of the figures: cents where these are a currency's."""
    value = in_words(found["words"])
    if value is None:
        return None
    if found["times"]:
        value *= _SCALES[found["times"].strip().lower()]
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
    a half that was set small ("11/2"), or words that only end a longer number ("four dollars and", "one half of")."""
    if found["percent"] and abs(says * 100 - shows) < 1 and says < 1:
        return True
    if _ORDINAL.match(found["after"]) or _MORE.match(found.string, found.end()):
        return True
    squeezed = re.fullmatch(r"(\d{1,2})(\d)\s?[/\u2215\u2044]\s?(\d)", found["figures"])
    if squeezed and says == int(squeezed[1]) + Fraction(int(squeezed[2]), int(squeezed[3]) or 1):
        return True
    if found["words"].split()[0].lower() in _SCALES:  # "three (3) million (3,000,000)"
        return True
    before = " ".join(found.string[max(0, found.start() - 120) : found.start()].split())
    return bool(_BEFORE.search(before))
