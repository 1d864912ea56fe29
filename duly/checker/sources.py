"""Whether what a step rests on stands where it says: a line of a file, a policy, a rate, an opening."""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction
from functools import lru_cache
from textwrap import dedent
from typing import Any, NamedTuple

import yaml

from duly.checker.sheets import rows
from duly.checker.trees import Node, every
from duly.checker.words import number, size

# What a file holds by its name; None where it is of no kind that is read, or not there.
Read = Callable[[str], str | bytes | None]

_LINE = re.compile(r"^(?P<file>.+?, sheet .+?(?=, row)|.+?), (?:line|row) (?P<line>\d+)(?: · |$)")
_NUMBER = re.compile(r"(?<![\w.])-?\d[\d,_]*(?:\.\d+)?%?")

_RATE = re.compile(r"from: *([A-Z]{2,3}), *to: *([A-Z]{2,3}), *date: *([\d-]+), *rate: *([\d.]+)")
_LISTED = re.compile(r"([\d.]+)% of list ([\d.]+)")


class Row(NamedTuple):
    """A dated row of a contract: file and line, its day, the day it became known, its text, and that line by line."""

    place: str
    on: date
    known: date
    text: str
    lines: str = ""

    @property
    def said(self) -> dict[str, Any]:
        """Its keys; none of what cannot be read."""
        return _read(dedent(self.lines or self.text))


class Sources:
    """The files that leaves name. read: the lines that were looked at, for the count."""

    def __init__(self, read: Read) -> None:
        self._read = read
        self._files: dict[str, list[str] | None] = {}
        self._found: dict[tuple[str, int], set[Fraction] | None] = {}
        self._documents: dict[tuple[str, int], Document] = {}

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
        return " ".join(self._named(source))

    def said(self, source: str) -> dict[str, Any]:
        """The keys of the row that a source names; none where it names no row of a contract."""
        return _read(dedent("\n".join(self._named(source))))

    def _named(self, source: str) -> list[str]:
        place = _LINE.match(source)
        lines = self._lines(place["file"]) if place else None
        return _block(lines, int(place["line"]) - 1) if place and lines else []

    def rows(self, node: Node, obligation: str, on: date, known: date | None) -> list[str]:
        """The rows of the contract on which a step rests that tell what is done of an obligation, by a day and known by
        another."""
        found = []
        for document in self.documents(node):
            # A row that counts nothing adds nothing that could be left out.
            rows = [row for row in _done(document, obligation) if not _NOTHING.search(row.text)]
            counted = [row for row in rows if row.on <= on and (known is None or row.known <= known)]
            estimates = [row for row in counted if "estimate: " in row.text]
            done = [row for row in counted if row not in estimates]
            # Of several estimates the last is in force.
            found += [row.place for row in (*done, *sorted(estimates, key=lambda row: row.on)[-1:])] if done else []
            if not any(document.says(key) for key in ("element", "conceded", "opening", "recognized")):
                lowered = (row for row in document.rows() if _LOWERS.search(row.text) and "lines:" not in row.text)
                found += [row.place for row in lowered if row.on <= on and (known is None or row.known <= known)]
        return sorted(found)

    def spoken(self, node: Node, verbs: str, name: str, on: date) -> list[str]:
        """The rows of the contract on which a step rests that speak of a name by a day. What was known otherwise than
        on its day may be known too late to count."""
        rows = [row for document in self.documents(node) for row in document.rows() if _speaks(row, verbs, name)]
        return sorted(row.place for row in rows if row.on <= on and not _KNOWN.search(row.text))

    def documents(self, node: Node) -> list[Document]:
        """The documents of the files on which a step and those below it rest."""
        found: dict[tuple[str, int], Document] = {}
        for file, line in self._places(node):
            lines = self._lines(file)
            if lines is not None and ", sheet " in file:
                found[file, 0] = _of_contract(file, lines, line)
            elif lines is not None:
                one = self._document(file, line, lines)
                found[file, one.above] = one
        return [found[key] for key in sorted(found)]

    def _document(self, file: str, line: int, lines: list[str]) -> Document:
        if (file, line) not in self._documents:
            first, until = _document(lines, line - 1)
            self._documents[file, line] = Document(file, first, lines[first:until])
        return self._documents[file, line]

    def of_file(self, file: str) -> Iterator[Document]:
        """The documents of a file of texts."""
        lines, above = self._lines(file) or [], 0
        while above < len(lines):
            yield (one := self._document(file, above + 1, lines))
            above = one.above + len(one.lines) + 1

    def changes(self, node: Node) -> bool:
        """Whether the contract on which a step rests was changed, ended or renewed, as far as its files can be read."""
        return self.changed(node) < date.max

    def changed(self, node: Node) -> date:
        """The first day on which it was; of what lasts, as a licence, and of what cannot be read, the first of all."""
        documents, found = self.documents(node), [date.max]
        for one in documents:
            found += [row.on for row in one.rows() if _CHANGES.search(row.text)]
            lasting = ("repurchase", "right to use", "licence")
            found += [date.min] if ", sheet " in one.file or any(map(one.says, lasting)) else []
        return min(found) if documents else date.min

    def ended(self, node: Node, name: str) -> date:
        """The day at whose end an obligation, or the whole contract, ends early."""
        rows = [(row, one) for document in self.documents(node) for row in document.rows() for one in (name, "all")]
        return min((row.on for row, one in rows if _speaks(row, "terminated", one)), default=date.max)

    def _places(self, node: Node) -> set[tuple[str, int]]:
        places = [place for one in every(node) for place in [_LINE.match(one.source)] if place]
        return {(place["file"], int(place["line"])) for place in places}

    def _lines(self, file: str) -> list[str] | None:
        if file not in self._files:
            name, _, sheet = file.partition(", sheet ")
            held = self._read(name)
            if isinstance(held, bytes) and sheet:
                self._files[file] = rows(name, sheet, held)
            else:
                self._files[file] = held.splitlines() if isinstance(held, str) else None
        return self._files[file]

    def _numbers(self, file: str, line: int) -> set[Fraction] | None:
        lines = self._lines(file)
        if lines is None:
            return None
        if not 1 <= line <= len(lines):
            raise LookupError(f"{file} has no {_word(file)} {line}")
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
    "as redeemed": "redeemed",
    "on exercise or expiry": "exercised",
}
_CHANGES = re.compile(r"\b(?:amendment|terminated|renewed|repurchase|right to use|licence):")
# What lowers the price that all share.
_LOWERS = re.compile(r"(?:credit note|customer credit): .*reason: (?:price|goodwill)")
_NOTHING = re.compile(r"\b(?:quantity|hours|amount): 0(?:\.0+)?(?=[ ,}]|$)")
_ROW = re.compile(r"date: (\d{4}-\d\d-\d\d)")
_INLINE = re.compile(r"\{date: (\d{4}-\d\d-\d\d)")
_KNOWN = re.compile(r"known: (\d{4}-\d\d-\d\d)")


def _document(lines: list[str], at: int) -> tuple[int, int]:
    """Where the document begins and ends in which a line stands."""
    ends = [number for number, text in enumerate(lines) if text.startswith("---")]
    first = max((number + 1 for number in ends if number < at), default=0)
    return first, min((number for number in ends if number > at), default=len(lines))


class Document(NamedTuple):
    """One document of a file: the number of the line before its first, and its lines."""

    file: str
    above: int
    lines: list[str]

    def rows(self) -> list[Row]:
        """All its dated rows, several of a line too."""
        found = []
        for at, line in enumerate(self.lines):
            listed = line.lstrip().startswith("- ")
            for dated in [*_ROW.finditer(line)][:1] if listed else _INLINE.finditer(line):
                block = _block(self.lines, at)
                text = " ".join(block) if listed else _braced(" ".join(block)[dated.start() :])
                late = _KNOWN.search(text)
                on, known = (date.fromisoformat(day) for day in (dated[1], late[1] if late else dated[1]))
                found.append(
                    Row(
                        f"{self.file}, {_word(self.file)} {self.above + at + 1}",
                        on,
                        known,
                        text,
                        "\n".join(block) * listed,
                    )
                )
        return found

    def holds(self, source: str) -> bool:
        """Whether the line that a source names stands in it."""
        place = _LINE.match(source)
        at = int(place["line"]) - self.above if place and place["file"] == self.file else 0
        return 0 < at <= len(self.lines)

    def section(self, name: str) -> str:
        """The text of a key of the contract; empty where it has none. Of a sheet, that it stands in another."""
        if ", sheet " in self.file:
            return "in another sheet"
        starts = [at for at, line in enumerate(self.lines) if line.startswith(f"{name}:")]
        return " ".join(_block(self.lines, starts[0])) if starts else ""

    def said(self) -> dict[str, Any]:
        """Its keys; none of what stands in sheets or cannot be read."""
        return {} if ", sheet " in self.file else _read("\n".join(self.lines))

    @property
    def name(self) -> str:
        """The reference of its contract."""
        return self.section("contract").partition(": ")[2].strip(" '\"")

    def promised(self, name: str) -> dict[str, Any]:
        """What it says of an obligation, which an amendment may add."""
        found: dict[str, dict[str, Any]] = dict(self.said().get("obligations", {}))
        for row in self.said().get("happened", ()):
            found |= row.get("adds", {})
        return found.get(name, {})

    def amendments(self) -> list[dict[str, Any]]:
        """The rows of amendments that came into force, by day."""
        rows = [row for row in self.said().get("happened", ()) if "amendment" in row and row.get("approved") != "no"]
        return sorted(rows, key=lambda row: row["date"])

    def until(self, name: str, changed: set[str]) -> str:
        """The last day of the time of an obligation, as amended on some days; empty where it does not say."""
        said, promised = self.said(), self.promised(name)
        last, own = promised.get("to", said.get("term", {}).get("to", "")), {"to", "months"} & promised.keys()
        for row in (row for row in self.amendments() if row["date"] in changed):
            changes = row.get("changes", {})
            mine, term = changes.get(name, {}), changes.get("term", {})
            own |= {"months"} & mine.keys()
            last = mine.get("to") or (not own and not row.get("adds") and term.get("to")) or last
        plain = isinstance(promised.get("price"), str) and not {"months", "royalty"} & {*own, *promised}
        return str(last) if plain else ""

    def says(self, key: str) -> bool:
        """Whether a key stands anywhere in it."""
        return any(re.search(rf"(?:^|[ {{,]){key}: ", line) for line in self.lines)


@lru_cache(4096)
def _read(text: str) -> dict[str, Any]:
    try:
        found = yaml.load(text, yaml.BaseLoader)
    except yaml.YAMLError:
        return {}
    found = found[0] if isinstance(found, list) else found
    return found if isinstance(found, dict) else {}


def _word(file: str) -> str:
    return "row" if ", sheet " in file else "line"


def _of_contract(file: str, lines: list[str], line: int) -> Document:
    """The rows of a sheet that are of the same contract as one of them, each under its number."""
    named = [re.search(r"(?<=[{ ])contract: [^,}]+", text) for text in lines]
    of = named[line - 1] if 0 < line <= len(lines) else None
    mine = [of is not None and one is not None and one[0] == of[0] for one in named]
    return Document(file, 0, [text if own else "" for text, own in zip(lines, mine, strict=True)])


def _done(document: Document, obligation: str) -> list[Row]:
    """Rows of what was done of an obligation, by how it is earned, until it ends, alone or with all, or is removed."""
    promised, rows = document.promised(obligation), document.rows()
    verbs, total = _VERBS.get(promised.get("earn", ""), ""), re.compile("$^")
    if "royalty" in promised and "expected" not in promised["royalty"]:
        verbs = f"{verbs}|sales".strip("|")
    if promised.get("earn") in ("by cost", "by hours"):
        total = re.compile(rf"estimate: {re.escape(obligation)},.*(?:expected (?:cost|hours)|cost to complete): ")
    ends = [row.on for row in rows if any(_speaks(row, "terminated", name) for name in (obligation, "all"))]
    ends += [row.on - timedelta(1) for row in rows if _speaks(row, "removes", obligation)]
    last = min(*ends, date.max, date.fromisoformat(promised.get("expires", "9999-12-31")))
    done = [row for row in rows if (verbs and _speaks(row, verbs, obligation)) or total.search(row.text)]
    if verbs == "delivered" and "bill and hold" in promised:
        handed = [row for row in rows if _speaks(row, "delivered|held", obligation)]
        passed = handed_over(promised, [row.said for row in handed])
        done = [
            row for row, said in zip(handed, passed, strict=True) if "delivered" in said and said.get("quantity") != "0"
        ]
    return [row for row in done if row.on <= last]


def handed_over(terms: Mapping[str, Any], rows: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Rows of what was done, with what was held for the customer as delivered where it passed so, and what goes out
    later less what had passed (606-10-55-83)."""
    held, kept, found = terms.get("bill and hold", {}), Fraction(0), list[Mapping[str, Any]]()
    passes = all(held.get(name) == "yes" for name in ("identified", "ready", "cannot redirect"))
    for row in rows:
        units = size(row, "quantity")
        if "held" in row and passes:
            kept += units or 0
            row = {**row, "delivered": row["held"]}
        elif "delivered" in row and kept and units is not None:
            shipped = min(units, kept)
            kept -= shipped
            row = {**row, "quantity": str(units - shipped)}
        found.append(row)
    return found


def _speaks(row: Row, verbs: str, name: str) -> bool:
    """Whether a row says one of these verbs of a name."""
    said = re.search(rf"\b(?:{verbs}): (\[[^\]]*\]|[^,}}\n]+)", row.text)
    return said is not None and name in re.split(r"[\[\],]+ *", said[1].strip())


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


def _braced(text: str) -> str:
    """A text to where its first bracket closes."""
    depth = itertools.accumulate((mark in "[{") - (mark in "]}") for mark in text)
    return text[: 1 + next((at for at, left in enumerate(depth) if not left), len(text))]


def _open(line: str) -> int:
    return sum(line.count(mark) for mark in "[{") - sum(line.count(mark) for mark in "]}")


class Rates(NamedTuple):
    """The rates of a pair, by day."""

    rows: Sequence[tuple[date, Fraction]]

    def on(self, day: date) -> Fraction | None:
        """The last by a day."""
        return next((rate for since, rate in reversed(self.rows) if since <= day), None)

    def between(self, since: date, until: date) -> list[Fraction]:
        """All that hold on days of a span."""
        begun = self.on(since)
        return [rate for on, rate in self.rows if since < on <= until] + ([] if begun is None else [begun])


def stated(documents: Sequence[Document], have: str, want: str) -> Rates:
    """The rates of a pair: its own, or turned round; of one that has none, over a third currency."""
    found = defaultdict[tuple[str, str], dict[date, Fraction]](dict)
    for one, other, day, rate in (row for text in documents for row in _RATE.findall(" ".join(text.lines))):
        found[one, other][date.fromisoformat(day)] = number(rate)
    for one, other in [pair for pair in found if pair[::-1] not in found]:
        found[other, one] = {day: 1 / rate for day, rate in found[one, other].items()}
    rates = {pair: Rates(sorted(rows.items())) for pair, rows in found.items()}
    over = [(rates[have, x], rates[x, want]) for _, x in rates if (have, x) in rates and (x, want) in rates]
    if (have, want) in rates or not over:
        return rates.get((have, want), Rates(()))
    legs = over[0]
    made = ((day, legs[0].on(day), legs[1].on(day)) for day in sorted({day for leg in legs for day, _ in leg.rows}))
    return Rates([(day, one * other) for day, one, other in made if one is not None and other is not None])
