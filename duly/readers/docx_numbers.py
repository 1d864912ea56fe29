"""The numbers that a word processor shows before paragraphs: counted from the lists of a document, as it counts them.

They stand in no paragraph as text, but people cite them ("Section 3.2"), and contracts refer to one another by them.
A sign before a paragraph (a bullet) is no number and is left out.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from duly.readers.archive import Archive
from duly.readers.workbook_cells import local_name

_LISTS, _STYLES = "word/numbering.xml", "word/styles.xml"
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
    (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_CARDINALS = "Zero One Two Three Four Five Six Seven Eight Nine Ten Eleven Twelve".split()
_ORDINALS = "Zeroth First Second Third Fourth Fifth Sixth Seventh Eighth Ninth Tenth Eleventh Twelfth".split()
_PLACE = re.compile(r"%([1-9])")
# The counters of a list go down nine levels; a label longer than this is no number.
_LEVELS, _LONGEST, _HIGHEST, _CHAIN = 9, 60, 3_000, 20
_OFF = {"0", "false", "none"}


@dataclass(frozen=True, slots=True)
class Level:
    """How one level of a list counts and what it shows: "Article %1." or "%1.%2"."""

    start: int = 1
    shape: str = "decimal"
    shows: str = ""
    legal: bool = False
    restart: int | None = None
    style: str = ""
    after: str = "\t"


@dataclass(slots=True)
class _Lists:
    """What the lists of a document say. Takes the elements of their part."""

    levels: dict[str, dict[int, Level]] = field(default_factory=dict)
    links: dict[str, str] = field(default_factory=dict)
    of: dict[str, str] = field(default_factory=dict)
    starts: dict[tuple[str, int], int] = field(default_factory=dict)
    own: dict[tuple[str, int], Level] = field(default_factory=dict)
    _abstract: str = ""
    _number: str = ""
    _at: int = 0
    _level: Level | None = None

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name, said = local_name(tag), {local_name(key): value for key, value in attributes.items()}
        value = said.get("val", "")
        if name == "abstractNum":
            self._abstract, self._number = said.get("abstractNumId", ""), ""
            self.levels.setdefault(self._abstract, {})
        elif name == "num":
            self._number, self._abstract = said.get("numId", ""), ""
        elif name == "abstractNumId" and self._number:
            self.of[self._number] = value
        elif name == "numStyleLink" and self._abstract:
            self.links[self._abstract] = value
        elif name in {"lvl", "lvlOverride"}:
            self._at = whole(said.get("ilvl", "0"))
            self._level = Level() if name == "lvl" else None
        elif name == "startOverride" and self._number:
            self.starts[self._number, self._at] = whole(value)
        elif self._level is not None:
            self._level = _told(self._level, name, value)

    def end(self, tag: str) -> None:
        if local_name(tag) != "lvl" or self._level is None or not 0 <= self._at < _LEVELS:
            return
        if self._number:
            self.own[self._number, self._at] = self._level
        elif self._abstract:
            self.levels[self._abstract][self._at] = self._level
        self._level = None

    def data(self, text: str) -> None:
        pass

    def close(self) -> None:
        pass


def _told(level: Level, name: str, value: str) -> Level:
    """A level with one more thing said of it."""
    if name == "start":
        return replace(level, start=whole(value))
    if name == "numFmt":
        return replace(level, shape=value)
    if name == "lvlText":
        return replace(level, shows=value[:_LONGEST])
    if name == "isLgl":
        return replace(level, legal=value not in _OFF)
    if name == "lvlRestart":
        return replace(level, restart=whole(value))
    if name == "pStyle":
        return replace(level, style=value)
    return replace(level, after={"space": " ", "nothing": ""}.get(value, "\t")) if name == "suff" else level


@dataclass(slots=True)
class _Style:
    """What a style of paragraphs says of numbers: its list and level, and the style it is made from."""

    made_from: str = ""
    number: str = ""
    level: int | None = None


@dataclass(slots=True)
class _Styles:
    """The styles of a document. Takes the elements of their part."""

    styles: dict[str, _Style] = field(default_factory=dict)
    usual: str = ""
    _open: _Style | None = None

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name, said = local_name(tag), {local_name(key): value for key, value in attributes.items()}
        if name == "style":
            self._open = self.styles.setdefault(said.get("styleId", ""), _Style())
            if said.get("type") == "paragraph" and said.get("default", "0") not in _OFF:
                self.usual = said.get("styleId", "")
        elif self._open is not None and name == "basedOn":
            self._open.made_from = said.get("val", "")
        elif self._open is not None and name == "numId":
            self._open.number = said.get("val", "")
        elif self._open is not None and name == "ilvl":
            self._open.level = whole(said.get("val", "0"))

    def end(self, tag: str) -> None:
        if local_name(tag) == "style":
            self._open = None

    def data(self, text: str) -> None:
        pass

    def close(self) -> None:
        pass


class Numbers:
    """Counts the numbered paragraphs of a document in their order."""

    def __init__(self, archive: Archive) -> None:
        self._lists, self._styles = _Lists(), _Styles()
        for part, target in ((_LISTS, self._lists), (_STYLES, self._styles)):
            if part in archive.names:
                archive.feed(part, target)
        self._counts: dict[str, dict[int, int]] = {}
        self._begun: set[tuple[str, int]] = set()

    def label(self, style: str, number: str, level: int | None) -> str:
        """What is shown before the next paragraph of a style, list and level, with what parts it from the words."""
        named = style or self._styles.usual
        if not number:
            number, level = self._of_style(named, level)
        abstract = self._abstract(number)
        if not abstract:
            return ""
        at = level if level is not None else self._level_of(abstract, named)
        told = self._level(number, abstract, at)
        if told is None:
            return ""
        counts = self._count(number, abstract, at, told)
        if told.shape == "bullet":
            return ""
        shown = _PLACE.sub(lambda place: self._shown(number, abstract, told, counts, int(place[1]) - 1), told.shows)
        return shown.strip()[:_LONGEST] + told.after if shown.strip() else ""

    def _of_style(self, style: str, level: int | None) -> tuple[str, int | None]:
        """The list of a style, or of the nearest one it is made from that has one."""
        for _ in range(_CHAIN):
            known = self._styles.styles.get(style)
            if known is None:
                break
            level = known.level if level is None else level
            if known.number:
                return known.number, level
            style = known.made_from
        return "", level

    def _abstract(self, number: str) -> str:
        """The list that a number stands for, through the style that it may be kept in."""
        for _ in range(_CHAIN):
            abstract = self._lists.of.get(number, "")
            link = self._lists.links.get(abstract)
            if link is None:
                return abstract
            number = self._of_style(link, None)[0]
        return ""

    def _level_of(self, abstract: str, style: str) -> int:
        levels = self._lists.levels.get(abstract, {})
        return next((at for at, level in levels.items() if style and level.style == style), 0)

    def _level(self, number: str, abstract: str, at: int) -> Level | None:
        return self._lists.own.get((number, at)) or self._lists.levels.get(abstract, {}).get(at)

    def _count(self, number: str, abstract: str, at: int, told: Level) -> dict[int, int]:
        """The counters of a list after one more paragraph of a level."""
        counts = self._counts.setdefault(abstract, {})
        if (number, at) not in self._begun:
            self._begun.add((number, at))
            if (number, at) in self._lists.starts:
                counts[at] = self._lists.starts[number, at] - 1
        for above in range(at):
            upper = self._level(number, abstract, above)
            counts.setdefault(above, upper.start if upper else 1)
        counts[at] = counts[at] + 1 if at in counts else told.start
        for below in [one for one in counts if one > at]:
            lower = self._level(number, abstract, below)
            if lower is None or lower.restart is None or at < lower.restart:
                del counts[below]
        return counts

    def _shown(self, number: str, abstract: str, told: Level, counts: dict[int, int], at: int) -> str:
        level = self._level(number, abstract, at)
        if level is None or at not in counts:
            return ""
        shape = "decimal" if told.legal else level.shape
        return _SHAPES.get(shape, str)(counts[at])


def whole(said: str) -> int:
    """A small whole number as an attribute has it; 0 for anything else."""
    return min(int(said[:6]), _HIGHEST) if said[:6].isdecimal() else 0


def _letters(value: int) -> str:
    """a to z, then aa to zz."""
    return chr(ord("a") + (value - 1) % 26) * ((value - 1) // 26 + 1) if value > 0 else ""


def _roman(value: int) -> str:
    shown = ""
    for worth, sign in _ROMAN:
        while value >= worth:
            shown, value = shown + sign, value - worth
    return shown


def _ordinal(value: int) -> str:
    ending = "th" if value % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(value % 10, "th")
    return f"{value}{ending}"


def _in_words(words: list[str]) -> Callable[[int], str]:
    return lambda value: words[value] if 0 <= value < len(words) else str(value)


_SHAPES: dict[str, Callable[[int], str]] = {
    "decimalZero": "{:02}".format,
    "lowerLetter": _letters,
    "upperLetter": lambda value: _letters(value).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda value: _roman(value).upper(),
    "ordinal": _ordinal,
    "cardinalText": _in_words(_CARDINALS),
    "ordinalText": _in_words(_ORDINALS),
    "none": lambda _: "",
}
