"""The text tree of the contract language to JSON and back, with the line each text stood on."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from duly.ground.errors import Place
from duly.ground.tree import Block, Node, Rows, Text

Plain = str | list["Plain"] | dict[str, "Plain"]


def stored(node: Node, home: Place | None = None) -> object:
    """A tree as JSON: a text is [at, text], a block {"": [at, [[key, at, value]]]}, rows {"[]": [at, values]}.

    at: the line, or [line, file, sheet] where it stands in another than what it is part of (`home`: than is known of
    the whole). Only keys that a file has stand in it, so nothing is lost and nothing added. The keys are a list: their
    order decides who takes a remainder and which book is the first, and canonical JSON keeps none of a map."""
    own = node.place
    at = _at(own, home or Place(own.file))
    if isinstance(node, Block):
        keys = [[key, _at(node.places.get(key, own), own), stored(value, own)] for key, value in node.items()]
        return {"": [at, keys]}
    if isinstance(node, Rows):
        return {"[]": [at, [stored(value, own) for value in node]]}
    return [at, str(node)]


def _at(place: Place, home: Place) -> object:
    same = place.file == home.file and place.sheet == home.sheet
    return place.line if same else [place.line, place.file, place.sheet]


def restored(text: str, file: str) -> Node:
    """The tree of a stored JSON text; places name the file it came from."""
    return told(json.loads(text), file)


def told(tree: object, file: str) -> Node:
    """The tree of JSON that is not text any more."""
    return _node(tree, Place(file))


def _node(value: object, home: Place) -> Node:
    if isinstance(value, list):
        at, text = value
        return Text(text, _place(at, home))
    assert isinstance(value, dict)
    if "[]" in value:
        at, values = value["[]"]
        rows = Rows(_place(at, home))
        rows.extend(_node(inner, rows.place) for inner in values)
        return rows
    at, keys = value[""]
    block = Block(_place(at, home))
    for key, beside, inner in keys if isinstance(keys, list) else _without_order(keys):
        block.put(Text(key, _place(beside, block.place)), _node(inner, block.place))
    return block


def _without_order(keys: Mapping[str, tuple[object, object]]) -> Iterator[tuple[str, object, object]]:
    """Keys as they were kept until 0.1.0, a map in the order of the alphabet: what was posted rests on it."""
    return ((key, beside, inner) for key, (beside, inner) in keys.items())


def _place(at: object, home: Place) -> Place:
    if isinstance(at, list):
        line, file, sheet = at
        return Place(file, line, sheet=sheet)
    assert isinstance(at, int)
    return Place(home.file, at, sheet=home.sheet)


def plain(node: Node) -> Plain:
    """The texts alone, for digests: where they stood makes no difference."""
    if isinstance(node, Block):
        return {key: plain(value) for key, value in node.items()}
    if isinstance(node, Rows):
        return [plain(value) for value in node]
    return str(node)
