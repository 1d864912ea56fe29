"""Errors that a person can act on: what, where, why, how to mend it, and the paragraph."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value was written: file, line (1 is the first), column, or sheet and row."""

    file: str = ""
    line: int = 0
    column: int = 0
    sheet: str = ""

    def __str__(self) -> str:
        parts = [self.file or "(no file)"]
        if self.sheet:
            parts.append(f"sheet {self.sheet}")
        if self.line:
            parts.append(f"row {self.line}" if self.sheet else f"line {self.line}")
        return ", ".join(parts)


def said_at(place: Place, words: str) -> str:
    """Where a value stands, and the words of the document it was taken from."""
    return f"{place} · {words}" if words else str(place)


NOWHERE = Place()


class DulyError(Exception):
    """Base of every error duly raises on purpose; its subclasses name the situation.

    `what` is one sentence with the numbers in it, `place` says where, `why` the reason,
    `fix` what to do, `cite` the paragraph. `contract` names the contract that must wait.
    """

    def __init__(
        self,
        what: str,
        *,
        place: Place = NOWHERE,
        why: str = "",
        fix: str = "",
        cite: str = "",
        contract: str = "",
    ) -> None:
        super().__init__(what)
        self.what = what
        self.place = place
        self.why = why
        self.fix = fix
        self.cite = cite
        self.contract = contract

    @property
    def name(self) -> str:
        """The situation, as the class is called."""
        return type(self).__name__

    def __str__(self) -> str:
        lines = [f"{self.name}: {self.what}"]
        where = str(self.place) if self.place != NOWHERE else ""
        if self.contract:
            where = f"{where}, contract {self.contract}" if where else f"contract {self.contract}"
        for label, text in (("where", where), ("why", self.why), ("fix", self.fix), ("cite", self.cite)):
            if text:
                lines.append(f"  {label:<7} {text}")
        return "\n".join(lines)


class SeveralErrors(DulyError):
    """All that is wrong with one contract or file, so that one run reports everything."""

    def __init__(self, errors: Iterable[DulyError], *, contract: str = "") -> None:
        self.errors: tuple[DulyError, ...] = tuple(errors)
        first = self.errors[0]
        super().__init__(f"{len(self.errors)} problems, the first: {first.what}", place=first.place, contract=contract)

    def __str__(self) -> str:
        return "\n".join(str(error) for error in self.errors)


def each_error(error: DulyError) -> tuple[DulyError, ...]:
    """The single errors inside `error` (itself, where it holds no others)."""
    if isinstance(error, SeveralErrors):
        return tuple(inner for outer in error.errors for inner in each_error(outer))
    return (error,)
