"""Which keys the rules read: the fields of rows and elements, and the attributes of terms, watched while books are
kept."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import fields, is_dataclass
from typing import Any

import pytest

from duly.engine.contracts.terms import BillLine, Cancel, Element, Fact, Obligation, Terms

Key = tuple[str, str]
WATCHED = (Obligation, Terms, BillLine, Cancel, Element)
# Blocks of keys inside an obligation, by its attribute.
BLOCKS = ("royalty", "returns", "warranty", "repurchase", "bill_and_hold", "breakage", "renewals")


class Watched(dict):
    """A dictionary that knows of what it holds what was asked for by name; copying it asks for nothing."""

    def __init__(self, kind: str, given: dict, book: Recorder) -> None:
        super().__init__(given)
        self.kind, self.book = kind, book
        book.written.update((kind, key) for key in given)

    def _asked(self, key: Any) -> None:
        if self.book.on and dict.__contains__(self, key):
            self.book.read.add((self.kind, key))

    def __getitem__(self, key: Any) -> Any:
        self._asked(key)
        return dict.__getitem__(self, key)

    def get(self, key: Any, default: Any = None) -> Any:
        self._asked(key)
        return dict.get(self, key, default)

    def __contains__(self, key: Any) -> bool:
        self._asked(key)
        return dict.__contains__(self, key)


class Recorder:
    """What was written in contracts, and what of it the rules read."""

    def __init__(self) -> None:
        self.read: set[Key] = set()
        self.written: set[Key] = set()
        self.on = False

    @contextmanager
    def rules(self) -> Iterator[None]:
        """While the rules run."""
        self.on = True
        try:
            yield
        finally:
            self.on = False

    def while_rules(self, function: Callable[..., Any]) -> Callable[..., Any]:
        """The function, with the rules watched while it runs."""

        def run(*args: Any, **more: Any) -> Any:
            with self.rules():
                return function(*args, **more)

        return run

    def watch(self, patch: pytest.MonkeyPatch) -> None:
        """Watch every fact, element and obligation that is made from now on."""
        self._fields_of(patch, Fact, lambda fact: fact.verb)
        self._fields_of(patch, Element, lambda element: "element")
        for kind in WATCHED:
            self._attributes_of(patch, kind)

    def _fields_of(self, patch: pytest.MonkeyPatch, kind: type, name: Any) -> None:
        made = kind.__init__

        def init(one: Any, *args: Any, **more: Any) -> None:
            made(one, *args, **more)
            held = {key: self._inside(key, value) for key, value in dict.items(one.fields)}
            object.__setattr__(one, "fields", Watched(name(one), held, self))

        patch.setattr(kind, "__init__", init)

    def _inside(self, key: str, value: Any) -> Any:
        """The changes of an amendment are blocks of keys too."""
        if key == "changes":
            return {ref: Watched("term" if ref == "term" else "changed", said, self) for ref, said in value.items()}
        return value

    def _attributes_of(self, patch: pytest.MonkeyPatch, kind: type) -> None:
        assert is_dataclass(kind)
        names = {field.name for field in fields(kind)}
        plain = object.__getattribute__

        def get(one: Any, name: str) -> Any:
            value = plain(one, name)
            if self.on and name in names and _by_a_rule():
                self.read.add((kind.__name__, name))
                if kind is Obligation and name in BLOCKS and isinstance(value, dict):
                    return Watched(name, value, self)
            return value

        patch.setattr(kind, "__getattribute__", get)


def _by_a_rule() -> bool:
    """Whether an attribute is read by a rule, and not by what copies and compares dataclasses."""
    return "/duly/engine/" in sys._getframe(2).f_code.co_filename.replace("\\", "/")
