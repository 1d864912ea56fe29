"""The text of a derivation as steps: what `duly explain --format json` writes, one number or a list of them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, NamedTuple


class Broken(Exception):
    """A text that is no derivation."""


class Node(NamedTuple):
    """A step: what it is, its value, how it was computed, where it stands, its paragraph, what it was made of."""

    label: str
    value: str
    how: str
    source: str
    cite: str
    below: tuple[Node, ...]


def read(text: str) -> list[Node]:
    """The derivations of a text."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Broken(f"it cannot be read as JSON: {error}") from None
    return [tree(one) for one in (found if isinstance(found, list) else [found])]


def tree(found: Any) -> Node:
    """One derivation; what stands `as above` is the step of that number that was shown."""
    shown: dict[object, Node] = {}
    made: list[list[Node]] = [[]]
    # What is still to be made, the next one last: a step to open, or one to close.
    waiting: list[tuple[Any, bool]] = [(found, False)]
    while waiting:
        one, opened = waiting.pop()
        if not isinstance(one, dict) or not all(isinstance(one.get(key, ""), str) for key in Node._fields[:5]):
            raise Broken("a step is no object of texts")
        if not opened and one.get("source") == "as above":
            before = shown.get(one.get("step"))
            if before is None or (before.label, before.value) != (one.get("label", ""), one.get("value", "")):
                raise Broken(f"{one.get('label')}: nothing like it stands above")
            made[-1].append(before)
        elif not opened:
            made.append([])
            waiting.append((one, True))
            waiting.extend((child, False) for child in reversed(one.get("from", [])))
        else:
            label, worth, how, source, cite = (one.get(key, "") for key in Node._fields[:5])
            node = Node(label, worth, how, source, cite, tuple(made.pop()))
            shown[one.get("step")] = node
            made[-1].append(node)
    return made[0][0]


def every(top: Node, closed: str = "\n") -> Iterator[Node]:
    """A step and all below it, each once; nothing below those whose label ends so."""
    seen: set[int] = set()
    waiting = [top]
    while waiting:
        one = waiting.pop()
        if id(one) not in seen:
            seen.add(id(one))
            yield one
            waiting.extend(() if one.label.endswith(closed) else one.below)
