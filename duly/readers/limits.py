"""What a file may cost. Any file, friendly or not, ends in under 10 seconds and under 500 MB; these limits are why.

A value costs about 350 bytes and 5 microseconds once it knows its place, so the count of values is the limit
that binds first; the others stop what would be costly before a single value exists.
"""

from __future__ import annotations

from dataclasses import dataclass

from duly.ground.errors import DulyError, Place
from duly.readers.errors import TooManyProblems, TooManyValues

FILE_BYTES = 64 * 1024 * 1024
JSON_BYTES = 16 * 1024 * 1024
LINE_BYTES = 1024 * 1024
DEPTH = 32
VALUES = 750_000
PROBLEMS = 100

SHEET_ROWS = 1_048_576
SHEET_COLUMNS = 16_384

WORKBOOK_BYTES = 16 * 1024 * 1024
WORKBOOK_MEMBERS = 2_000
WORKBOOK_UNPACKED_BYTES = 200 * 1024 * 1024
WORKBOOK_RATIO = 200
WORKBOOK_TAGS = 4_500_000
WORKBOOK_SIDE_TAGS = 300_000
WORKBOOK_DEPTH = 64

# What a row of a sheet costs beside its cells, counted in values.
ROW_VALUES = 4
# A cell in flow form ({...} or [...]) starts a parser of its own, which costs as much as this many values.
FLOW_CELL_VALUES = 8


@dataclass(slots=True)
class Allowance:
    """What one file or import may still spend: values built and problems reported."""

    values: int = VALUES
    problems: int = PROBLEMS

    def spend(self, place: Place, values: int = 1) -> None:
        """Count values; the one beyond the limit is an error."""
        self.values -= values
        if self.values < 0:
            raise TooManyValues(f"the file holds more than {VALUES:,} values", place=place)

    def report(self, error: DulyError) -> DulyError:
        """Count a problem and give it back without its traceback, which would keep the file's bytes alive."""
        self.problems -= 1
        if self.problems < 0:
            raise TooManyProblems(
                f"the file has more than {PROBLEMS} problems; the rest is not listed", place=error.place
            )
        return kept(error)


def kept(error: DulyError) -> DulyError:
    """The error without traceback and cause, fit to be kept in a list."""
    error.__traceback__ = error.__cause__ = error.__context__ = None
    return error
