"""Documents made to break, flood or deceive whoever reads them, made when they are needed.

Each ends in one of the errors it names, or in a paper with the remarks it names, and the reader lives on.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

PAPER = "a paper"


@dataclass(frozen=True)
class Hostile:
    """A file name, what makes its bytes, how reading it may end (names of errors, PAPER), remarks it must bear."""

    file: str
    make: Callable[[], bytes]
    ends: tuple[str, ...]
    remarks: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The name of the test."""
        return self.file


def hostile(file: str, make: Callable[[], bytes], *ends: str, remarks: str = "") -> Hostile:
    """A hostile document; `remarks` are parted by commas."""
    return Hostile(file, make, ends, tuple(part.strip() for part in remarks.split(",") if part))
