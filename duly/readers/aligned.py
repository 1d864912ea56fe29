"""Tables in a page of words: rows that part at the same places. From boxes alone, so that PDFs and scans are alike.

Only what is plainly a table is called one: three rows or more, one under the other, whose cells begin or end in line.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from duly.readers.draft import Draft

# Words further apart than this many heights of print stand in different cells.
_GAP = 1.5
# Cells that begin, or end, within this many hundredths of a point of each other stand in line.
_IN_LINE = 400
_LEAST_ROWS = 3
_MOST_COLUMNS = 30
# Rows further apart than this many heights belong to different tables.
_APART = 4
_ENUMERATOR = re.compile(r"\(?\w{1,5}[.)]|[•·*-]")


@dataclass(slots=True)
class _Piece:
    """A stretch of words in a line that stand together: a cell, or a whole line of prose."""

    start: int
    end: int
    left: int
    right: int


@dataclass(slots=True)
class _Line:
    """The pieces of one line, and where it stands."""

    pieces: list[_Piece]
    top: int
    bottom: int


def mark_tables(draft: Draft, words: Sequence[tuple[int, ...]]) -> None:
    """Note the cells of the tables on one page; `words` are those of the page in the order of its text."""
    lines = _lines(words)
    run: list[_Line] = []
    for line in [*lines, None]:
        if line is not None and len(line.pieces) > 1 and (not run or _follows(run[-1], line)):
            run.append(line)
            continue
        if len(run) >= _LEAST_ROWS:
            _write(draft, run)
        run = [line] if line is not None and len(line.pieces) > 1 else []


def _lines(words: Sequence[tuple[int, ...]]) -> list[_Line]:
    """The lines of a page, each cut where words stand far apart."""
    lines: list[_Line] = []
    for start, end, _, left, top, right, bottom, _ in words:
        height = max(bottom - top, 1)
        last = lines[-1] if lines else None
        middle = (top + bottom) // 2
        if last is None or not last.top <= middle <= last.bottom or left < last.pieces[-1].left:
            lines.append(_Line([_Piece(start, end, left, right)], top, bottom))
            continue
        piece = last.pieces[-1]
        if left - piece.right > max(height, last.bottom - last.top) * _GAP:
            last.pieces.append(_Piece(start, end, left, right))
        else:
            piece.end, piece.right = end, right
        last.top, last.bottom = min(last.top, top), max(last.bottom, bottom)
    return lines


def _follows(above: _Line, line: _Line) -> bool:
    """Whether a line is the next row under another: near it, and two of its cells in line with two of the other's."""
    height = max(line.bottom - line.top, above.bottom - above.top)
    if not 0 <= line.top - above.top < height * (_APART + 1):
        return False
    return sum(any(_in_line(one, two) for two in above.pieces) for one in line.pieces) >= 2


def _in_line(one: _Piece, two: _Piece) -> bool:
    middle = abs(one.left + one.right - two.left - two.right) // 2
    return min(abs(one.left - two.left), abs(one.right - two.right), middle) <= _IN_LINE


def _write(draft: Draft, rows: list[_Line]) -> None:
    """Number the columns by where their cells stand: cells that share a stretch of the width share a column."""
    stretches: list[list[int]] = []
    for piece in sorted((piece for row in rows for piece in row.pieces), key=lambda piece: piece.left):
        home = next((one for one in stretches if piece.left < one[1] and one[0] < piece.right), None)
        if home is None:
            stretches.append([piece.left, piece.right])
        else:
            home[1] = max(home[1], piece.right)
    if not 2 <= len(stretches) <= _MOST_COLUMNS or (len(stretches) == 2 and _is_list(draft, rows)):
        return
    table = draft.cells[-1][0] + 1 if draft.cells else 0
    for number, row in enumerate(rows):
        cells: dict[int, tuple[int, int]] = {}
        for piece in row.pieces:
            column = next(at for at, one in enumerate(stretches) if piece.left < one[1] and one[0] < piece.right)
            cells[column] = (cells.get(column, (piece.start, 0))[0], piece.end)
        draft.cells += [(table, number, column, *span) for column, span in cells.items()]


def _is_list(draft: Draft, rows: list[_Line]) -> bool:
    """Whether the rows are points of a list: each starts with its number or letter, and no heading stands over them."""
    text = draft.text
    return all(_ENUMERATOR.fullmatch(text[row.pieces[0].start : row.pieces[0].end]) for row in rows)
