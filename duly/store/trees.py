"""The text tree of the contract language to JSON and back, with the line each text stood on."""

from __future__ import annotations

import json

from duly.ground.errors import Place
from duly.ground.tree import Block, Node, Rows, Text

Plain = str | list["Plain"] | dict[str, "Plain"]


def stored(node: Node) -> object:
    """A tree as JSON: a text is [line, text], a block {"": [line, {key: [line, value]}]}, rows {"[]": [line, values]}.

    Only keys that a file has stand in it, so nothing is lost and nothing added."""
    if isinstance(node, Block):
        keys = {key: [node.places.get(key, node.place).line, stored(value)] for key, value in node.items()}
        return {"": [node.place.line, keys]}
    if isinstance(node, Rows):
        return {"[]": [node.place.line, [stored(value) for value in node]]}
    return [node.place.line, str(node)]


def restored(text: str, file: str) -> Node:
    """The tree of a stored JSON text; places name the file it came from."""
    return _node(json.loads(text), file)


def _node(value: object, file: str) -> Node:
    if isinstance(value, list):
        line, text = value
        return Text(text, Place(file, line))
    assert isinstance(value, dict)
    if "[]" in value:
        line, values = value["[]"]
        rows = Rows(Place(file, line))
        rows.extend(_node(inner, file) for inner in values)
        return rows
    line, keys = value[""]
    block = Block(Place(file, line))
    for key, (at, inner) in keys.items():
        block.put(Text(key, Place(file, at)), _node(inner, file))
    return block


def plain(node: Node) -> Plain:
    """The texts alone, for digests: where they stood makes no difference."""
    if isinstance(node, Block):
        return {key: plain(value) for key, value in node.items()}
    if isinstance(node, Rows):
        return [plain(value) for value in node]
    return str(node)
