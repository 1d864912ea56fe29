"""The text of what was recorded, written again from its trees: every value on the line it stood on, so that whoever is
told a file and a line can look there."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable

from duly.ground.errors import Place
from duly.ground.tree import Block, Node, Rows, Text

At = tuple[str, int]  # file and line

_MARKS = re.compile(r"""[,\[\]{}#"']|: |:$|^[-?&*!|>%@`]\s|^$|\n""")
_LISTS = ("happened", "judged", "costs", "opening")


def texts_of(documents: Iterable[Block]) -> dict[str, str]:
    """The files that these trees came from, by name, as far as the trees hold them."""
    lines: dict[At, list[str]] = defaultdict(list)
    for document in documents:
        first = min((place.line for place in document.places.values()), default=1)
        lines[document.place.file, first - 1].insert(0, "---")
        for key, value in document.items():
            place = document.places[key]
            lines[place.file, place.line].append(f"{key}:")
            if key in _LISTS and isinstance(value, Rows) and _begins(value) != (place.file, place.line):
                for row in value:
                    at = (row.place.file, row.place.line)
                    lines[at].append("  -")
                    _flow(row, at, lines)
            else:
                _put(value, 1, lines)
    last: dict[str, int] = {}
    for file, line in lines:
        last[file] = max(last.get(file, 0), line)
    return {
        file: "\n".join(" ".join(lines.get((file, number), [])) for number in range(1, count + 1))
        for file, count in last.items()
    }


def _put(node: Node, depth: int, lines: dict[At, list[str]]) -> None:
    """A value on its lines; a part of a block that has a line of its own is indented."""
    at = (node.place.file, node.place.line)
    if not isinstance(node, Text) and lines[at] and _begins(node) == at:
        _flow(node, at, lines)
    elif isinstance(node, Block):
        for key, value in node.items():
            place = node.places.get(key, node.place)
            here = lines[place.file, place.line]
            here.append(f"{key}:" if here else "  " * depth + f"{key}:")
            _put(value, depth + 1, lines)
    elif isinstance(node, Rows):
        for value in node:
            row = (value.place.file, value.place.line)
            lines[row].append(("" if lines[row] else "  " * depth) + "-")
            _flow(value, row, lines)
    else:
        lines[at].append(_quoted(node))


def _begins(node: Block | Rows) -> At:
    """The line of its first part."""
    parts = [*node.places.values()] if isinstance(node, Block) else [value.place for value in node]
    return min(((one.file, one.line) for one in parts), default=(node.place.file, node.place.line))


def _quoted(node: Text) -> str:
    """A text as it stands; in quotes where its marks would be read as more than a text."""
    return json.dumps(str(node), ensure_ascii=False) if _MARKS.search(str(node)) else str(node)


def _flow(node: Node, at: At, lines: dict[At, list[str]]) -> At:
    """A value in brackets, each part of it on its line; gives the line of its end."""
    at = _later(at, node.place)
    if isinstance(node, Text):
        lines[at].append(_quoted(node))
        return at
    lines[at].append("{" if isinstance(node, Block) else "[")
    parts = node.items() if isinstance(node, Block) else ((None, value) for value in node)
    for number, (key, value) in enumerate(parts):
        if number:
            lines[at][-1] += ","
        if key is not None and isinstance(node, Block):
            at = _later(at, node.places.get(key, node.place))
            lines[at].append(f"{key}:")
        at = _flow(value, at, lines)
    lines[at][-1] += "}" if isinstance(node, Block) else "]"
    return at


def _later(at: At, place: Place) -> At:
    """The line of a part; what stands in another file is written where the whole is."""
    return (at[0], max(at[1], place.line)) if place.file == at[0] else at
