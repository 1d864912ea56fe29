"""Whether what a step rests on stands where it says: a line of a file, a policy, a rate, an opening."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from fractions import Fraction

from duly.checker.trees import Node, every
from duly.checker.words import number

# The text of a file by its name; None where it is no text or not there.
Read = Callable[[str], str | None]

_LINE = re.compile(r"^(?P<file>.+?), line (?P<line>\d+)(?: · |$)")
_NUMBER = re.compile(r"(?<![\w.])-?\d[\d,_]*(?:\.\d+)?%?")

_LISTED = re.compile(r"([\d.]+)% of list ([\d.]+)")


class Sources:
    """The files that leaves name. read: the lines that were looked at, for the count."""

    def __init__(self, read: Read) -> None:
        self._read = read
        self._files: dict[str, list[str] | None] = {}
        self._found: dict[tuple[str, int], set[Fraction] | None] = {}

    def numbers(self, source: str) -> set[Fraction] | None:
        """The numbers that stand in the line a source names and in what belongs to it; None where it names no line of a
        text. `LookupError` where the line is not there."""
        place = _LINE.match(source)
        if place is None:
            return None
        key = place["file"], int(place["line"])
        if key not in self._found:
            self._found[key] = self._numbers(*key)
        return self._found[key]

    def text(self, source: str) -> str:
        """The text of the line that a source names, with what belongs to it."""
        place = _LINE.match(source)
        lines = self._lines(place["file"]) if place else None
        return " ".join(_block(lines, int(place["line"]) - 1)) if place and lines else ""

    def rows(self, node: Node, obligation: str, on: date, known: date | None) -> list[str]:
        """The rows of the contract on which a step rests that tell what is done of an obligation, by a day and known by
        another."""
        found: list[str] = []
        for file, line in self._places(node):
            lines = self._lines(file) or []
            rows = _rows(lines, _document(lines, line - 1), obligation, on, known)
            found += [f"{file}, line {row}" for row in rows]
        return sorted(set(found))

    def spoken(self, node: Node, verbs: str, name: str, on: date) -> list[str]:
        """The rows of the contract on which a step rests that speak of a name by a day. What was known otherwise than
        on its day may be known too late to count."""
        found: list[str] = []
        for file, line in self._places(node):
            lines = self._lines(file) or []
            rows = _dated(lines, _document(lines, line - 1), verbs, name, on)
            found += [f"{file}, line {row}" for row, _, text in rows if not _KNOWN.search(text)]
        return sorted(set(found))

    def changes(self, node: Node) -> bool:
        """Whether the contract on which a step rests was changed, ended or renewed, as far as its files can be read."""
        for file, line in self._places(node):
            lines = self._lines(file)
            first, until = _document(lines or [], line - 1)
            if lines is None or any(map(_CHANGES.search, lines[first:until])):
                return True
        return False

    def _places(self, node: Node) -> set[tuple[str, int]]:
        places = [place for one in every(node) for place in [_LINE.match(one.source)] if place]
        return {(place["file"], int(place["line"])) for place in places}

    def _lines(self, file: str) -> list[str] | None:
        if file not in self._files:
            text = self._read(file)
            self._files[file] = None if text is None else text.splitlines()
        return self._files[file]

    def _numbers(self, file: str, line: int) -> set[Fraction] | None:
        lines = self._lines(file)
        if lines is None:
            return None
        if not 1 <= line <= len(lines):
            raise LookupError(f"{file} has no line {line}")
        text = " ".join(_block(lines, line - 1))
        listed = {number(part) * number(of) / 100 for part, of in _LISTED.findall(text)}
        return listed | {
            size / 100 if match.endswith("%") else size
            for match in _NUMBER.findall(text)
            for size in [abs(number(match.rstrip("%").replace("_", "")))]
        }


# The verbs of the rows that tell what was done, by how an obligation is earned.
_VERBS = {
    "on delivery": "delivered",
    "on acceptance": "accepted",
    "by units": "delivered|usage",
    "by hours": "hours",
    "by cost": "cost",
    "on milestones": "milestone",
    "by progress": "progress",
    "as invoiced": "usage|hours|delivered|measured",
}
_CHANGES = re.compile(r"\b(?:amendment|terminated|renewed|repurchase|right to use|licence):")
_ROW = re.compile(r"date: (\d{4}-\d\d-\d\d)")
_KNOWN = re.compile(r"known: (\d{4}-\d\d-\d\d)")


def _document(lines: list[str], at: int) -> tuple[int, int]:
    """Where the document begins and ends in which a line stands."""
    ends = [number for number, text in enumerate(lines) if text.startswith("---")]
    first = max((number + 1 for number in ends if number < at), default=0)
    return first, min((number for number in ends if number > at), default=len(lines))


def _rows(lines: list[str], within: tuple[int, int], obligation: str, on: date, known: date | None) -> list[int]:
    """Rows of what was done of an obligation, by how it is earned."""
    (first, until), found = within, []
    named = re.search(
        rf"(?:^|[ {{]){re.escape(obligation)}: *{{?.*?earn: ([a-z ]+)", "\n".join(lines[first:until]), re.S | re.M
    )
    verbs = _VERBS.get(named[1].strip() if named else "")
    if verbs is None:
        return []
    for at, day, text in _dated(lines, within, verbs, obligation, on):
        late = _KNOWN.search(text)
        if known is None or date.fromisoformat(late[1] if late else day) <= known:
            found.append(at)
    return found


def _dated(
    lines: list[str], within: tuple[int, int], verbs: str, name: str, on: date
) -> Iterator[tuple[int, str, str]]:
    """The rows with one of these verbs of a name to the end of a day: number of the line, its day, and its text."""
    said_of = re.compile(rf"\b(?:{verbs}): (\[[^\]]*\]|[^,}}\n]+)")
    for at in range(*within):
        row = _ROW.search(lines[at]) if lines[at].lstrip().startswith("- ") else None
        text = " ".join(_block(lines, at)) if row else ""
        said = said_of.search(text)
        if row and said and name in re.split(r"[\[\],]+ *", said[1].strip()) and date.fromisoformat(row[1]) <= on:
            yield at + 1, row[1], text


def _block(lines: list[str], start: int) -> list[str]:
    """A line with those that go on from it: within its brackets, or indented deeper; a row from its dash on."""
    found, depth = [lines[start]], _open(lines[start])
    indent = len(lines[start]) - len(lines[start].lstrip())
    for line in lines[start + 1 :]:
        if depth <= 0 and line.strip() and len(line) - len(line.lstrip()) <= indent:
            break
        found.append(line)
        depth += _open(line)
    return found


def _open(line: str) -> int:
    return sum(line.count(mark) for mark in "[{") - sum(line.count(mark) for mark in "]}")
