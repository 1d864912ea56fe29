"""The text of what was recorded, written again from its trees: every value on the line it stood on, so that whoever is
told a file and a line can look there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from duly.ground.errors import Place
from duly.ground.tree import Block, Node, Rows, Text

At = tuple[str, int]  # file and line

_LISTS = ("happened", "judged", "costs", "opening")


def texts_of(documents: Iterable[Block]) -> dict[str, str]:
    """The files that these trees came from, by name, as far as the trees hold them."""
    lines: dict[At, list[str]] = defaultdict(list)
    for document in documents:
        first = min((place.line for place in document.places.values()), default=1)
        lines[document.place.file, first - 1].insert(0, "---")
        for key, value in document.items():
            place = document.places[key]
            if key in _LISTS and isinstance(value, Rows):
                for row in value:
                    at = (row.place.file, row.place.line)
                    lines[at].append("  -")
                    _flow(row, at, lines)
            else:
                lines[place.file, place.line].append(f"{key}:")
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
    if isinstance(node, Block):
        for key, value in node.items():
            place = node.places.get(key, node.place)
            here = lines[place.file, place.line]
            here.append(f"{key}:" if here else "  " * depth + f"{key}:")
            _put(value, depth + 1, lines)
    elif isinstance(node, Rows):
        for value in node:
            here = (value.place.file, value.place.line)
            lines[here].append(("" if lines[here] else "  " * depth) + "-")
            _flow(value, here, lines)
    else:
        lines[at].append(str(node))


def _flow(node: Node, at: At, lines: dict[At, list[str]]) -> At:
    """A value in brackets, each part of it on its line; gives the line of its end."""
    at = _later(at, node.place)
    if isinstance(node, Text):
        lines[at].append(str(node))
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
