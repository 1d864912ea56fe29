"""The text tree: what a reader makes of a file. Every scalar is text and knows its place.

Readers build it, the contract language types it; it knows neither YAML nor contracts.
"""

from __future__ import annotations

from duly.ground.errors import NOWHERE, Place


class Text(str):
    """One scalar as it was written, with its place."""

    # Slots: a file of a million values must fit in memory; an instance dictionary each would double it.
    __slots__ = ("place",)
    place: Place

    def __new__(cls, value: str, place: Place = NOWHERE) -> Text:
        text = super().__new__(cls, value)
        text.place = place
        return text


class Block(dict[str, "Node"]):
    """Keys with values in the order written. `places` has the place of each key."""

    __slots__ = ("place", "places")

    def __init__(self, place: Place = NOWHERE) -> None:
        super().__init__()
        self.place = place
        self.places: dict[str, Place] = {}

    def put(self, key: Text, value: Node) -> None:
        """Add a key; the caller has checked that it is new."""
        self[str(key)] = value
        self.places[str(key)] = key.place


class Rows(list["Node"]):
    """A list of values."""

    __slots__ = ("place",)

    def __init__(self, place: Place = NOWHERE) -> None:
        super().__init__()
        self.place = place


Node = Text | Block | Rows
