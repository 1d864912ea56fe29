"""How often: "monthly" is P1M, "each calendar quarter" P3M, "semi-annually" P6M, "every 180 days" P180D."""

from __future__ import annotations

import re
from collections.abc import Iterator

from duly.engine.documents.text.found import Found
from duly.engine.documents.values.durations import durations

_ADVERBS = (
    (r"semi[\s-]?annual(?:ly)?|bi[\s-]?annual(?:ly)?|half[\s-]?yearly|twice\s+(?:a|per|each)\s+year", "P6M"),
    (r"semi[\s-]?monthly|twice\s+(?:a|per|each)\s+month|twice\s+monthly", "P1M/2"),
    (r"bi[\s-]?weekly|fortnightly|every\s+(?:two|other)\s+weeks?", "P2W"),
    (r"bi[\s-]?monthly", "P2M"),
    (r"monthly|month[\s-]to[\s-]month|month[\s-]by[\s-]month", "P1M"),
    (r"quarterly|quarter[\s-]to[\s-]quarter", "P3M"),
    (r"annual(?:ly)?|yearly|year[\s-]+to[\s-]+year|per\s+annum|year[\s-]by[\s-]year", "P1Y"),
    (r"weekly", "P1W"),
    (r"daily", "P1D"),
)
_EACH = (
    r"(?:each|every|per|a|any|such|applicable|the|once\s+(?:a|per|each))\s+"
    r"(?:(?:calendar|fiscal|contract(?:\s+year(?=\s+quarter))?|subsequent|successive|license|royalty|billing|following|preceding|prior)\s+){0,3}"
    r"(?:(?P<unit>day|week|month|quarter|year)(?:ly\s+period)?\b|(?:quarterly|(?P<annual>annual))\s+period)"
)
_UNITS = {"day": "P1D", "week": "P1W", "month": "P1M", "quarter": "P3M", "year": "P1Y"}
_ADVERB = "|".join(rf"(?P<a{place}>\b(?:{words})\b)" for place, (words, _) in enumerate(_ADVERBS))
_RECURRENCE = re.compile(rf"{_ADVERB}|\b(?P<each>{_EACH})", re.I)
_EVERY = re.compile(r"\b(?:every|each)\s{1,10}$", re.I)


def recurrences(text: str) -> list[Found]:
    """Every word of recurrence, in order. `kind` is "adverb" or "each"; twice a month is told as "P1M/2".

    >>> [one.value for one in recurrences("billed monthly, reported semi-annually and for each calendar quarter")]
    ['P1M', 'P6M', 'P3M']
    """
    counted = list(_every_so_many(text))
    taken = {place for one in counted for place in range(one.start, one.end)}
    plain = [one for one in _plain(text) if one.start not in taken]
    return sorted([*counted, *plain], key=lambda one: one.start)


def _plain(text: str) -> Iterator[Found]:
    for match in _RECURRENCE.finditer(text):
        if match["each"]:
            unit = "year" if match["annual"] else (match["unit"] or "quarter").lower()
            yield Found(match.start(), match.end(), _UNITS[unit], "each")
            continue
        for place, (_, value) in enumerate(_ADVERBS):
            if match[f"a{place}"]:
                yield Found(match.start(), match.end(), value, "adverb")


def _every_so_many(text: str) -> Iterator[Found]:
    for one in durations(text):
        before = _EVERY.search(text, max(0, one.start - 20), one.start)
        if before:
            yield Found(before.start(), one.end, one.value, "each", one.sound)
