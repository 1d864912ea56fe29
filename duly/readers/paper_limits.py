"""What reading one document may cost. The kernel holds the child process to these, not the code inside it."""

from __future__ import annotations

from dataclasses import dataclass

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Cost:
    """The limits of one child process: memory in bytes, seconds of CPU, seconds of the wall clock."""

    memory: int
    cpu: int
    wall: int


@dataclass(frozen=True, slots=True)
class PaperLimits:
    """All limits of reading a document; the defaults are those of the documentation.

    The wall clock is allowed more than the CPU, because other programs share it.
    """

    file_bytes: int = 25 * MEGABYTE
    pages: int = 500
    characters: int = 10_000_000
    answer_bytes: int = 96 * MEGABYTE
    picture_points: int = 100_000_000
    text: Cost = Cost(512 * MEGABYTE, 10, 60)
    scan: Cost = Cost(2048 * MEGABYTE, 60, 240)


LIMITS = PaperLimits()

ARCHIVE_MEMBERS = 2_000
ARCHIVE_UNPACKED_BYTES = 100 * MEGABYTE
ARCHIVE_RATIO = 100

# Below this many letters and digits a page of a PDF that shows something is taken for a scan.
SCAN_LETTERS = 20
# The same remark is made so many times; how often it would have been is said in the last one.
REMARKS = 100
