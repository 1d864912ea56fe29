"""Slips in what a contract says already: one figure, one word, one date, one sign changed where a careless hand would.

Each function finds the places in a text and returns the text with one of them changed and where the change stands, or
None where a contract has no such place. It knows nothing of the checks.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable

Edit = tuple[str, int, int]
_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_DATE = rf"(?:{_MONTHS}) \d{{1,2}}, (?:19|20)\d\d"
_WORDS = {
    "five": 5, "six": 6, "seven": 7, "ten": 10, "twelve": 12, "fourteen": 14, "fifteen": 15, "twenty": 20, "thirty": 30,
    "forty-five": 45, "sixty": 60, "ninety": 90, "two": 2, "three": 3, "four": 4, "eighteen": 18, "twenty-four": 24,
}  # fmt: skip
_PAIR = re.compile(
    r"\b(?P<word>[A-Za-z]+(?:-[a-z]+)?) \((?P<figure>\d{1,3})\)(?= (?:calendar |business )?(?:day|month|year|week))"
)
_AMOUNT = re.compile(r"Dollars \((?:US)?\$(?P<figure>\d{1,3}(?:,\d{3})+)")
_LASTS = re.compile(
    rf"(?:commenc\w+|begin\w*|start\w*) (?:on |as of )?(?P<start>{_DATE})[^.]{{1,60}}?"
    rf"(?:ending|end|expire|expires|through|until|terminate|to)s? (?:on |at )?(?P<end>{_DATE})"
)
_RENEWAL = re.compile(
    r"(?:renew|extend)[^.]{0,120}?(?:one|1|two|2|six|6|twelve|12)[^.]{0,12}?(?:year|month)[^.]{0,160}?"
    r"(?P<count>[a-z-]+ \(\d{2,3}\)|\d{2,3}) days['’]? (?:prior|before|written|advance|notice)",
    re.IGNORECASE,
)
_SIGNED = re.compile(r"(?<![A-Za-z])\$(?=\d)")
_OF_YEAR = re.compile(r"\b(?:two|three|four|five) \((?P<figure>[2-5])\)[- ]years?\b")


def _changed(text: str, start: int, end: int, words: str) -> Edit:
    return text[:start] + words + text[end:], start, start + len(words)


def _of(text: str, found: list[re.Match[str]], rng: random.Random) -> re.Match[str] | None:
    return rng.choice(found) if found else None


def pair(text: str, rng: random.Random) -> Edit | None:
    """ "thirty (30) days" becomes "thirty (45) days" or "sixty (30) days"."""
    found = _of(
        text, [one for one in _PAIR.finditer(text) if _WORDS.get(one["word"].lower()) == int(one["figure"])], rng
    )
    if not found:
        return None
    number = int(found["figure"])
    word, other = rng.choice([(word, value) for word, value in _WORDS.items() if value != number])
    if rng.random() < 0.5:
        return _changed(text, *found.span("figure"), str(other))
    return _changed(text, *found.span("word"), word)


def amount(text: str, rng: random.Random) -> Edit | None:
    """An amount in words whose figures get another first digit, or a group of noughts more."""
    found = _of(text, list(_AMOUNT.finditer(text)), rng)
    if not found:
        return None
    figure = found["figure"]
    first = rng.choice([digit for digit in "123456789" if digit != figure[0]])
    return _changed(text, *found.span("figure"), rng.choice([first + figure[1:], figure + ",000", "5" + figure]))


def no_such_day(text: str, rng: random.Random) -> Edit | None:
    """A date whose month has no such day."""
    found = _of(text, list(re.finditer(_DATE, text)), rng)
    if not found:
        return None
    year = found[0][-4:]
    months = ["June 31", "September 31", "February 30", "April 31", "November 31", "February 31"]
    return _changed(text, *found.span(), f"{rng.choice(months)}, {year}")


def reversed_term(text: str, rng: random.Random) -> Edit | None:
    """A stated period whose end falls before its start."""
    found = _of(text, list(_LASTS.finditer(text)), rng)
    if not found:
        return None
    year = int(found["start"][-4:]) - rng.choice([1, 2, 10])
    return _changed(text, found.end("end") - 4, found.end("end"), str(year))


def stated_length(text: str, rng: random.Random) -> Edit | None:
    """A term of N years with both days given: another number of years."""
    for found in _LASTS.finditer(text):
        near = list(_OF_YEAR.finditer(text, max(0, found.start() - 150), min(len(text), found.end() + 100)))
        years = int(found["end"][-4:]) - int(found["start"][-4:])
        for one in near:
            if abs(int(one["figure"]) - years) <= 1:
                count = int(one["figure"]) + 2
                word = "zero one two three four five six seven".split()[count]
                words = re.sub(r"\d", str(count), re.sub(r"^\w+", word, one[0]))
                return _changed(text, *one.span(), words)
    return None


def long_notice(text: str, rng: random.Random) -> Edit | None:
    """A notice against renewal that is longer than what is renewed."""
    found = _of(text, list(_RENEWAL.finditer(text)), rng)
    return _changed(text, *found.span("count"), rng.choice(["nine hundred (900)", "800", "1,000"])) if found else None


def other_sign(text: str, rng: random.Random) -> Edit | None:
    """One amount among many in another currency."""
    found = list(_SIGNED.finditer(text))
    if len(found) < 4 or re.search(r"[€£¥]|\bEUR|euro|GBP|sterling|CAD|Cdn", text, re.IGNORECASE):
        return None
    one = rng.choice(found)
    return _changed(text, *one.span(), rng.choice(["€", "£", "EUR ", "GBP "]))


def slipped_year(text: str, rng: random.Random) -> Edit | None:
    """A contract that is effective years before it is dated."""
    head = text[:4000]
    dated = re.search(rf"(?:dated|made|entered into)[^.]{{0,60}}?(?P<day>{_DATE})", head)
    second = re.search(rf"(?:effective|Effective Date)[^.]{{0,40}}?(?P<day>{_DATE})", head)
    if not dated or not second or dated["day"][-4:] != second["day"][-4:] or dated.start("day") == second.start("day"):
        return None
    return _changed(
        text, second.end("day") - 4, second.end("day"), str(int(second["day"][-4:]) - rng.choice([4, 5, 10]))
    )


def percent(text: str, rng: random.Random) -> Edit | None:
    """ "five percent (5%)" becomes "five percent (6%)"."""
    found = _of(text, list(re.finditer(r"per\s?cent \((?P<figure>\d{1,2})%\)", text)), rng)
    return _changed(text, *found.span("figure"), str(int(found["figure"]) + rng.choice([1, 2, 5]))) if found else None


EDITS: dict[str, Callable[[str, random.Random], Edit | None]] = {
    "words and figures": pair,
    "amount in words": amount,
    "percent in words": percent,
    "no such day": no_such_day,
    "end before start (edited)": reversed_term,
    "length (edited)": stated_length,
    "notice (edited)": long_notice,
    "one currency": other_sign,
    "effective years early": slipped_year,
}
