"""The contracts of the demo company, taken from their files row by row in the months in which each became known, by the
person whose work it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

from duly.actions.gate import Json
from duly.ground.dates import add_months, day, iso, month_start
from duly.ground.errors import Place, SeveralErrors
from duly.ground.tree import Block, Rows, Text
from duly.readers.rates import rate_rows
from duly.readers.tree import read_tree
from duly.store import lift
from duly.store.trees import stored

INDUSTRIES = ("saas", "services", "manufacturing", "clinical")
# What happened to the contract that came in as a document.
ON_PAPER = "paper.yaml"
# A month is closed on the fifth day of the next; what is known by then is still its own.
CLOSED_ON = 5
# Whose work a row is, by its verb; all else is told by the accountant.
_OF = {
    "cam": ("amendment", "terminated", "renewed"),
    "bob": ("invoice", "paid", "credit note", "refund", "customer credit", "recovered"),
    "rob": ("write off",),
}
_WHOSE = {verb: person for person, verbs in _OF.items() for verb in verbs}


class Row(NamedTuple):
    """A row of a contract: its part, its words, who tells of it, in which month, and the day it became known."""

    part: str
    words: Block
    who: str
    month: str
    known: int


@dataclass
class Paper:
    """A contract of a file, what was agreed apart from its rows, and which of these were told so far. month: in which
    it came in; on_paper: as a document, so that its file has rows alone."""

    ref: str
    file: str
    agreed: Block
    rows: list[Row]
    month: str
    on_paper: bool
    told: set[int] = field(default_factory=set)

    def is_new(self, who: str, month: str) -> bool:
        """Whether somebody takes the contract in."""
        return (who, month) == ("cam", self.month)

    def rows_of(self, who: str, month: str, known_by: int) -> set[int]:
        """The rows of a month that are somebody's to write and not told yet."""
        mine = (n for n, row in enumerate(self.rows) if (row.who, row.month) == (who, month) and row.known <= known_by)
        return set(mine) - self.told

    def with_rows(self, new: set[int]) -> Json:
        """The contract as its file stands once these rows are written too."""
        self.told |= new
        whole = Block(self.agreed.place)
        for key, value in self.agreed.items():
            whole.put(Text(key, self.agreed.places[key]), value)
        for part, rows in self._parts(self.told).items():
            whole.put(Text(part, self.agreed.place), rows)
        return {"file": self.file, "tree": stored(whole)}

    def parts(self, new: set[int]) -> dict[str, list[object]]:
        """These rows by part, to be told by hand."""
        self.told |= new
        return {part: [stored(row, Place(self.file)) for row in rows] for part, rows in self._parts(new).items()}

    def _parts(self, chosen: set[int]) -> dict[str, Rows]:
        found: dict[str, Rows] = {}
        for n in sorted(chosen):
            found.setdefault(self.rows[n].part, Rows(self.agreed.place)).append(self.rows[n].words)
        return found


def tree_of(name: str) -> Block:
    """The one document of a file of the demo company."""
    (found,) = _documents(name)
    return found


def papers() -> list[Paper]:
    """All contracts of the demo company."""
    names = [*(f"{industry}.yaml" for industry in INDUSTRIES), ON_PAPER]
    return [_paper(block) for name in names for block in _documents(name)]


def rates() -> Rows:
    """The exchange rates of all days."""
    return rate_rows(content_of("rates.csv"), "rates.csv")


def content_of(name: str) -> bytes:
    """The bytes of a file of the demo company."""
    return files("duly").joinpath("demo", name).read_bytes()


def leave(folder: Path) -> None:
    """Write the company file and the contract files, that they can be asked and told again."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("company.yaml", "rates.csv", *(f"{industry}.yaml" for industry in INDUSTRIES)):
        (folder / name).write_bytes(content_of(name))


def _documents(name: str) -> list[Block]:
    read = read_tree(content_of(name), name)
    if read.errors:
        raise SeveralErrors(list(read.errors))
    return list(read.documents)


def _paper(block: Block) -> Paper:
    agreed, rows = Block(block.place), list[Row]()
    for key, value in block.items():
        if key in lift.PARTS and isinstance(value, Rows):
            rows += [_row(key, words) for words in value if isinstance(words, Block)]
        else:
            agreed.put(Text(key, block.places[key]), value)
    on_paper = "signed" not in block
    month = "" if on_paper else told_in(str(block["signed"]), str(block.get("known", "")))
    return Paper(str(block["contract"]), block.place.file, agreed, rows, month, on_paper)


def _row(part: str, words: Block) -> Row:
    who = "rae" if part == "judged" else next((_WHOSE[key] for key in words if key in _WHOSE), "rae")
    on, known = str(words["date"]), str(words.get("known", ""))
    return Row(part, words, "cam" if part == "costs" else who, told_in(on, known), day(known or on))


def told_in(on: str, known: str) -> str:
    """The month with which something of a day is told: its own, or the one that was open when it became known.

    >>> [told_in("2024-03-20", known) for known in ("", "2024-04-04", "2024-04-06", "2024-05-03")]
    ['2024-03', '2024-03', '2024-04', '2024-04']
    """
    return iso(month_start(day(known) - CLOSED_ON + 1))[:7] if known else on[:7]


def months(first: str, count: int) -> Iterator[str]:
    """Months from one on."""
    start = day(first + "-01")
    return (iso(add_months(start, n))[:7] for n in range(count))
