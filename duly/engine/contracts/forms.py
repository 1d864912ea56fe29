"""How the language is put together: scalars, lists, maps, sections of keys, and tables of rows by verb.

A declaration of these (see `schema.py`) is the one text from which reading, JSON Schema, the key reference and the
nearest-key suggestions come. Reading collects errors in the `Reader` and gives `BROKEN` for what could not be typed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from duly.engine.contracts import errors as e
from duly.engine.contracts.reader import (
    BROKEN,
    REMARKS,
    At,
    Mention,
    Reader,
    empty,
    nearest,
    unwrapped,
    word,
    wrong_shape,
)
from duly.ground.errors import DulyError, Place
from duly.ground.tree import Block, Node, Rows, Text


class Form(Protocol):
    """Anything a key may hold. `expects` completes the sentence "expected …"."""

    @property
    def expects(self) -> str: ...

    def read(self, node: Node, path: str, reader: Reader) -> Any:
        """The typed value; `BROKEN` after errors were reported; a `DulyError` for one error of the whole value."""


@dataclass(frozen=True, slots=True)
class Scalar:
    """One word or line. `pattern` is a regular expression that both reading and JSON Schema use (whole text);
    `parse` gets the match; `refuse` makes the error of a text that does not match. `kinds` are the JSON types an
    editor may see where it types scalars by itself. `mentions` is the kind of thing whose `names` the value says.
    `words` are all the words of a choice."""

    name: str
    expects: str
    pattern: str
    parse: Callable[[re.Match[str], Reader], Any]
    refuse: Callable[[str, str], DulyError]
    examples: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ("string",)
    mentions: str = ""
    names: Callable[[Any], tuple[str, ...]] = lambda value: (value,)
    words: tuple[str, ...] = ()
    longest: int = 500
    regex: re.Pattern[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "regex", re.compile(self.pattern))

    def read(self, node: Node, path: str, reader: Reader) -> Any:
        if type(node) is not Text:
            raise wrong_shape(node, self.expects)
        if not node:
            raise empty(self.expects)
        if len(node) > self.longest:
            why = f"expected {self.expects}, of at most {self.longest} characters"
            raise e.TextTooLong(f"has {len(node)} characters", why=why, fix="write it shorter")
        match = self.regex.fullmatch(node)
        if match is None:
            raise self.refuse(str(node), self.expects)
        value = self.parse(match, reader)
        if self.mentions:
            reader.mentions.extend(Mention(self.mentions, name, path, node.place) for name in self.names(value))
        return value


@dataclass(frozen=True, slots=True)
class Key:
    """One key of a section. `into` is the name its value gets where that differs from the key."""

    name: str
    form: Form
    meaning: str
    required: bool = False
    into: str = ""


Values = dict[str, Any]


def _as_values(values: Values, at: At) -> Any:
    return values


@dataclass(frozen=True)
class Section:
    """A block of known keys. `lead` is the key that tells this section from its siblings in `Variants`.

    `build` makes the value from the typed keys (by `into`); it runs only where every key was typed. `own_currency`:
    the key `currency` sets the currency in which the other keys are read.
    """

    name: str
    meaning: str
    keys: tuple[Key, ...]
    build: Callable[[Values, At], Any] = _as_values
    lead: str = ""
    own_currency: bool = False
    known: Mapping[str, Key] = field(init=False, repr=False, compare=False)
    required: tuple[Key, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "known", {key.name: key for key in self.keys})
        object.__setattr__(self, "required", tuple(key for key in self.keys if key.required))

    @property
    def expects(self) -> str:
        return f"{self.name} with the keys {', '.join(self.known)}"

    def read(self, node: Node, path: str, reader: Reader, number: int = 0, name: str = "") -> Any:
        if type(node) is not Block:
            raise wrong_shape(node, self.expects)
        outside = reader.currency, reader.digits
        if self.own_currency and (code := word(node, "currency")):
            reader.use_currency(code, f"{path}.currency", node.places.get("currency", node.place))
        value = self._value(node, path, reader, number, name)
        reader.currency, reader.digits = outside
        return value

    def _value(self, block: Block, path: str, reader: Reader, number: int, name: str) -> Any:
        before = len(reader.errors)
        places: dict[str, Place] = {}
        values = self.read_keys(block, path, reader, places)
        if len(reader.errors) > before:
            return BROKEN
        if path in reader.sources:
            values.setdefault("source", reader.sources[path])
        value = self.build(values, At(path, name, number, block.place, places, reader))
        return BROKEN if len(reader.errors) > before else value

    def read_keys(self, block: Block, path: str, reader: Reader, places: dict[str, Place]) -> Values:
        """Type what can be typed and report the rest; the keys of the result are the `into` names."""
        values: Values = {}
        prefix = f"{path}." if path else ""
        for name, node in block.items():
            key = self.known.get(name)
            if key is None:
                self._remark(name, node, path, block, reader, values)
                continue
            at = prefix + name
            node = unwrapped(node, at, reader)
            places[name] = reader.places[at] = node.place
            try:
                value = key.form.read(node, at, reader)
            except DulyError as error:
                reader.report(error, at, node.place)
                continue
            if value is not BROKEN:
                values[key.into or name] = value
        for key in self.required:
            if key.name not in block:
                reader.report(missing(key, self.name), path, block.place)
        return values

    def _remark(self, name: str, node: Node, path: str, block: Block, reader: Reader, values: Values) -> None:
        """`source` and `note` may stand in any block; everything else that is not known is an error."""
        if name in REMARKS and type(node) is Text:
            if name == "source":
                values["source"] = reader.sources[path] = str(node)
            return
        near = nearest(name, self.known)
        what = f"{name!r} is no key of {self.name}" + (f"; the nearest is {near!r}" if near else "")
        why = f"{self.name} has the keys {', '.join(self.known)}"
        fix = f"write {near!r}, or leave the key out" if near else "leave the key out"
        if name[:1].isdigit():
            why = "inside {…} a comma ends a value, so 1,200.00 is cut in two"
            fix = "write amounts without thousands separators, and quote a text that has a comma"
        reader.report(e.UnknownKey(what, why=why, fix=fix), path, block.places.get(name, block.place))


@dataclass(frozen=True, slots=True)
class Listing:
    """A list of values of one form, as a tuple. With `single` one value may stand without the brackets."""

    form: Form
    single: bool = False
    may_be_empty: bool = False

    @property
    def expects(self) -> str:
        return f"{self.form.expects}, or a list of them" if self.single else f"a list: {self.form.expects}"

    def read(self, node: Node, path: str, reader: Reader) -> Any:
        if type(node) is not Rows:
            if not self.single:
                raise wrong_shape(node, self.expects)
            value = self.form.read(node, path, reader)
            return BROKEN if value is BROKEN else (value,)
        if not node and not self.may_be_empty:
            raise empty(self.expects)
        found, broken = [], False
        for number, item in enumerate(node):
            value = read_item(self.form, item, f"{path}[{number}]", reader, number)
            broken = broken or value is BROKEN
            if value is not BROKEN:
                found.append(value)
        return BROKEN if broken and not isinstance(self.form, Section | Variants) else tuple(found)


@dataclass(frozen=True, slots=True)
class Mapped:
    """A map from names that people choose to values of one form, in the order written, as a dict.

    `named` are names with a form of their own, `required` those that must be there, `reserved` those that may not be
    chosen; `remarks` tells whether `source` and `note` are remarks on the block (tags take every key as a name);
    `own_currency`: a name may be an obligation with a currency of its own, in which its value is read.
    """

    key: Scalar
    form: Form
    named: Mapping[str, Form] = field(default_factory=dict)
    reserved: tuple[str, ...] = ()
    remarks: bool = True
    required: tuple[str, ...] = ()
    own_currency: bool = False

    @property
    def expects(self) -> str:
        return f"keys and values: {self.key.expects}, each with {self.form.expects}"

    def read(self, node: Node, path: str, reader: Reader) -> Any:
        if type(node) is not Block:
            raise wrong_shape(node, self.expects)
        found: dict[str, Any] = {}
        for number, (name, item) in enumerate(node.items()):
            if self.remarks and name in REMARKS and type(item) is Text:
                if name == "source":
                    reader.sources[path] = str(item)
                continue
            if self._allowed(name, node, path, reader):
                form = self.named.get(name, self.form)
                outside = reader.currency, reader.digits
                if self.own_currency and name in reader.own:
                    reader.currency, reader.digits = reader.own[name]
                value = read_item(form, item, f"{path}.{name}", reader, number, name)
                reader.currency, reader.digits = outside
                if value is not BROKEN:
                    found[name] = value
        for name in self.required:
            if name not in node:
                why = f"each needs {', '.join(self.required)}"
                error = e.MissingKey(f"the key {name!r} is missing", why=why, fix=f"add `{name}:`")
                reader.report(error, path, node.place)
        return found

    def _allowed(self, name: str, node: Block, path: str, reader: Reader) -> bool:
        place = node.places.get(name, node.place)
        if name in self.reserved:
            why = f"{', '.join(self.reserved)} have a meaning of their own"
            reader.report(
                e.ReservedName(f"{name!r} cannot be a name here", why=why, fix="choose another name"), path, place
            )
            return False
        if name in self.named:
            return True
        try:
            self.key.read(Text(name, place), path, reader)
        except DulyError as error:
            reader.report(error, path, place)
            return False
        return True


@dataclass(frozen=True, slots=True)
class Pair:
    """Two values in brackets: `[2026-01-31, 500.00]`."""

    first: Form
    second: Form

    @property
    def expects(self) -> str:
        return f"[{self.first.expects}, {self.second.expects}]"

    def read(self, node: Node, path: str, reader: Reader) -> Any:
        if type(node) is not Rows or len(node) != 2:
            raise wrong_shape(node, self.expects)
        one = read_item(self.first, node[0], f"{path}[0]", reader)
        two = read_item(self.second, node[1], f"{path}[1]", reader)
        return BROKEN if one is BROKEN or two is BROKEN else (one, two)


@dataclass(frozen=True, slots=True)
class Either:
    """Forms told apart by shape alone: a text, a list, a block."""

    name: str
    text: Form | None = None
    rows: Form | None = None
    block: Form | None = None

    @property
    def expects(self) -> str:
        return ", or ".join(form.expects for form in (self.text, self.rows, self.block) if form is not None)

    def read(self, node: Node, path: str, reader: Reader) -> Any:
        form = self.text if type(node) is Text else self.rows if type(node) is Rows else self.block
        if form is None:
            raise wrong_shape(node, self.expects)
        return form.read(node, path, reader)


@dataclass(frozen=True, slots=True)
class Variants:
    """Blocks told apart by a leading key: the verb of a row of `happened`, the form of a price.

    A leading key may be a plain key of another variant (`paid` has an `invoice`), so the variant is the one that
    allows every other leading key in the row.
    """

    name: str
    sections: tuple[Section, ...]
    leads: Mapping[str, Section] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "leads", {section.lead: section for section in self.sections})

    @property
    def expects(self) -> str:
        return f"{self.name} with one of {', '.join(self.leads)}"

    def read(self, node: Node, path: str, reader: Reader, number: int = 0, name: str = "") -> Any:
        if type(node) is not Block:
            raise wrong_shape(node, self.expects)
        return self.variant(node).read(node, path, reader, number, name)

    def variant(self, block: Block) -> Section:
        """The section whose leading key the block has; `NoVerb` or `SeveralVerbs` otherwise."""
        present = [name for name in block if name in self.leads]
        fitting = [name for name in present if all(other in self.leads[name].known for other in present)]
        if fitting:
            return self.leads[fitting[0]]
        allowed = f"one of: {', '.join(self.leads)}"
        if present:
            raise e.SeveralVerbs(
                f"{self.name} has {' and '.join(map(repr, present))}", why="one row, one verb", fix=allowed
            )
        guesses = [(key, near) for key in block if (near := nearest(key, self.leads))]
        hint = f"; {guesses[0][0]!r} is near {guesses[0][1]!r}" if guesses else ""
        raise e.NoVerb(f"{self.name} says nothing that is known{hint}", why="exactly one must be there", fix=allowed)


def read_item(form: Form, item: Node, path: str, reader: Reader, number: int = 0, name: str = "") -> Any:
    """One value of a list or a map: its place and source are kept, its error is reported."""
    item = unwrapped(item, path, reader)
    reader.places[path] = item.place
    try:
        if isinstance(form, Section | Variants):
            return form.read(item, path, reader, number, name)
        return form.read(item, path, reader)
    except DulyError as error:
        reader.report(error, path, item.place)
        return BROKEN


def missing(key: Key, section: str) -> DulyError:
    """The error of a required key that is not there."""
    return e.MissingKey(
        f"{section} needs the key {key.name!r}", why=key.meaning, fix=f"add `{key.name}:` with {key.form.expects}"
    )
