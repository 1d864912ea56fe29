"""The lists that sheets hold, and how a sheet's name and its columns are understood."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass

from duly.ground.errors import Place
from duly.ground.tree import Text
from duly.readers.errors import ColumnMissing, ColumnNameUnreadable, DuplicateColumn, SheetIsUnknown
from duly.readers.grid import Row

CONTRACT = "contract"
_LEVELS = 8


@dataclass(frozen=True, slots=True)
class ListKind:
    """One list of the contract language or the company file.

    `label` is the column that names a row, for lists whose rows are named (obligations by `obligation`); else "".
    """

    name: str
    label: str = ""
    company: bool = False

    def holds(self, path: tuple[str, ...]) -> bool:
        """Whether the value of a column becomes part of the row's block; what joins and names the row does not."""
        if self.name == "contracts":
            return True
        return path != (self.label,) and (self.company or path != (CONTRACT,))


_KINDS = {
    kind.name: kind
    for kind in (
        ListKind("contracts", CONTRACT),
        ListKind("obligations", "obligation"),
        *(ListKind(name) for name in ("price", "billing", "costs", "judged", "happened", "opening")),
        ListKind("company", company=True),
        ListKind("entities", "entity", company=True),
        ListKind("books", "book", company=True),
        ListKind("accounts", "role", company=True),
        *(ListKind(name, company=True) for name in ("ssp", "rates", "closes", "mapping")),
    )
}

# Blocks whose inner keys are names that people give, where upper and lower case differ. Elsewhere keys are words
# of the language, and a sheet may write them in any case.
_NAMED_INSIDE = {
    "tags",
    "documents",
    "names",
    "lines",
    "milestones",
    "changes",
    "adds",
    "distinct",
    "remaining distinct",
    "currencies",
}


def list_kind(name: str, place: Place) -> ListKind:
    """The list a sheet holds: `obligations`, or with words before it, `2026-obligations`. Unknown names are errors."""
    words, kind = _words(name), _kind(name)
    if kind is not None:
        return kind
    near = difflib.get_close_matches(words, _KINDS, 1)
    hint = f"rename it to {near[0]}" if near else "rename it"
    raise SheetIsUnknown(
        f"{name!r} is no list", place=place, fix=f"{hint}, or take it out; the lists are: {', '.join(_KINDS)}"
    )


def is_company_list(name: str) -> bool:
    """Whether a sheet of that name would be part of the company file."""
    kind = _kind(name)
    return kind is not None and kind.company


def _words(name: str) -> str:
    return re.sub(r"[\s_-]+", " ", name).strip().lower()


def _kind(name: str) -> ListKind | None:
    words = _words(name)
    return _KINDS.get(words) or _KINDS.get(words.rpartition(" ")[2])


def columns(header: Row, kind: ListKind) -> dict[int, tuple[str, ...]]:
    """Column number to key path (`term.from` is term, from). Errors: unreadable, stated twice, missing."""
    if header.errors:
        raise header.errors[0]
    found: dict[int, tuple[str, ...]] = {}
    seen: set[tuple[str, ...]] = set()
    for cell in header.cells:
        path = _path(cell, kind)
        if path in seen:
            raise DuplicateColumn(f"two columns are called {'.'.join(path)!r}", place=cell.place)
        seen.add(path)
        found[cell.place.column] = path
    needed = ([] if kind.company else [CONTRACT]) + ([kind.label] if kind.label else [])
    for name in needed:
        if (name,) not in seen:
            why = "rows are joined by it" if name == CONTRACT else "rows are named by it"
            raise ColumnMissing(f"the sheet {kind.name} has no column {name!r}", place=header.place, why=why)
    return found


def _path(cell: Text, kind: ListKind) -> tuple[str, ...]:
    """The key path a column name stands for.

    >>> _path(Text("Term.From"), _KINDS["contracts"]), _path(Text("Tags.Region"), _KINDS["contracts"])
    (('term', 'from'), ('tags', 'Region'))
    """
    head, *inner = (" ".join(part.split()) for part in cell.split("."))
    head = head.lower()
    # `ssp` of a contract event prices obligations by name; `ssp` of an obligation has words of the language inside.
    named = head in _NAMED_INSIDE or (head == "ssp" and kind.name == "happened")
    path = (head, *(inner if named else (part.lower() for part in inner)))
    if len(path) > _LEVELS:
        raise ColumnNameUnreadable(f"a column name has more than {_LEVELS} keys", place=cell.place)
    if not all(path):
        raise ColumnNameUnreadable(f"the column name {str(cell)!r} lacks a key before or after a dot", place=cell.place)
    return path
