"""A value found in running text, and where: what the normalisers give and the finders of terms start from."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar


class Placed(Protocol):
    """Anything with a place in the text."""

    @property
    def start(self) -> int: ...

    @property
    def end(self) -> int: ...


Item = TypeVar("Item", bound=Placed)


@dataclass(frozen=True, slots=True)
class Found:
    """`value` is ISO 8601 or decimal text; `kind` tells forms apart that weigh differently ("business" days, a
    "month" where a day is missing); `sound` is False where the words contradict themselves or name no real day."""

    start: int
    end: int
    value: str
    kind: str = ""
    sound: bool = True


def within(found: Sequence[Item], start: int, end: int) -> list[Item]:
    """Those that lie wholly between two offsets; `found` is in the order of the text."""
    first = bisect_left(found, start, key=lambda one: one.start)
    inside = []
    for one in found[first:]:
        if one.start >= end:
            break
        if one.end <= end:
            inside.append(one)
    return inside
