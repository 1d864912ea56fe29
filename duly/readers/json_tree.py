"""JSON to the same text tree as YAML: numbers stay as they were written, every value knows its line.

`true` and `false` become `yes` and `no`, `null` the empty text: the words the contract language has for them.
"""

from __future__ import annotations

import re
from json import JSONDecodeError
from json.decoder import scanstring  # type: ignore[attr-defined]

from duly.ground.errors import Place
from duly.ground.tree import Block, Node, Rows, Text
from duly.readers.errors import (
    DocumentIsNotABlock,
    DuplicateKey,
    FileIsEmpty,
    JsonIsCutOff,
    JsonSyntax,
    KeyIsEmpty,
    KeyIsNotText,
    TooDeep,
)
from duly.readers.limits import DEPTH, Allowance
from duly.readers.raw import require_visible

_BLANKS = re.compile(r"[ \t\n]*")
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?(?![0-9A-Za-z_.])")
_WORD = re.compile(r"(true|false|null)(?![0-9A-Za-z_])")
_MEANT = {"true": "yes", "false": "no", "null": ""}


def json_document(data: bytes, name: str, allowance: Allowance, line: int = 1) -> Block:
    """The one block of a JSON text, which begins on a line. Errors: JsonSyntax, JsonIsCutOff, DuplicateKey, TooDeep and
    the limits."""
    words = _Words(data.decode("utf-8"), name, line)
    if words.at_end():
        raise FileIsEmpty("the file is empty: it holds only blanks", place=Place(name))
    place = words.place()
    root = _value(words, allowance)
    if not words.at_end():
        raise JsonSyntax("more text stands after the end of the value", place=words.place())
    if isinstance(root, Block):
        return root
    what = "a list" if isinstance(root, Rows) else "a single value"
    raise DocumentIsNotABlock(
        f"the document is {what}, not a block",
        place=place,
        fix='start with {"contract": ...}; one contract to a JSON file',
    )


class _Words:
    """A position in the text that knows its line."""

    def __init__(self, text: str, name: str, line: int) -> None:
        self.text = text
        self.name = name
        self.at = 0
        self._line = line
        self._line_start = 0
        self._skip()

    def _skip(self) -> None:
        """Pass over blanks; line ends can stand nowhere else, so lines are counted here alone."""
        until = _BLANKS.match(self.text, self.at).end()  # type: ignore[union-attr]
        newlines = self.text.count("\n", self.at, until)
        if newlines:
            self._line += newlines
            self._line_start = self.text.rindex("\n", self.at, until) + 1
        self.at = until

    def place(self) -> Place:
        return Place(self.name, self._line, self.at - self._line_start + 1)

    def at_end(self) -> bool:
        return self.at >= len(self.text)

    def peek(self) -> str:
        """The next character; the end of the text is an error."""
        if self.at >= len(self.text):
            raise JsonIsCutOff("the file ends before the JSON text is complete", place=self.place())
        return self.text[self.at]

    def take(self, characters: str) -> str:
        """The next character where it is one of `characters`, else nothing."""
        character = self.peek()
        if character not in characters:
            return ""
        self.at += 1
        self._skip()
        return character

    def need(self, characters: str, after: str) -> str:
        found = self.take(characters)
        if not found:
            raise JsonSyntax(
                f"{_names(characters)} is missing after {after}, before {self.peek()!r}", place=self.place()
            )
        return found

    def string(self) -> Text:
        place = self.place()
        try:
            value, self.at = scanstring(self.text, self.at + 1, True)
        except JSONDecodeError as error:
            if error.msg.startswith("Unterminated"):
                raise JsonIsCutOff("a text is not closed with a double quote", place=place) from None
            raise JsonSyntax(f"the text in quotes is not right: {error.msg.lower()}", place=place) from None
        self._skip()
        text = Text(value, place)
        require_visible(text, place)
        return text

    def plain(self) -> Text:
        """A number as it is written, or what true, false and null mean."""
        place = self.place()
        number = _NUMBER.match(self.text, self.at)
        word = None if number else _WORD.match(self.text, self.at)
        found = number or word
        if found is None:
            raise JsonSyntax(f"no JSON value starts with {self.peek()!r}", place=place)
        self.at = found.end()
        self._skip()
        return Text(found.group() if number else _MEANT[found.group()], place)


def _names(characters: str) -> str:
    return " or ".join(repr(character) for character in characters)


def _value(words: _Words, allowance: Allowance) -> Node:
    """One value with all that is in it, without recursion: `open_` holds the blocks and lists not yet closed."""
    open_: list[tuple[Block | Rows, Text | None]] = []
    while True:
        node = _next_value(words, allowance)
        if isinstance(node, (Block, Rows)):
            if len(open_) == DEPTH:
                raise TooDeep(f"more than {DEPTH} levels stand inside each other", place=node.place)
            closing = "}" if isinstance(node, Block) else "]"
            if not words.take(closing):
                open_.append((node, _key(words, node, allowance)))
                continue
        while open_:
            container, key = open_.pop()
            if isinstance(container, Block) and key is not None:
                container.put(key, node)
            elif isinstance(container, Rows):
                container.append(node)
            closing = "}" if isinstance(container, Block) else "]"
            if words.need("," + closing, "a value") == ",":
                open_.append((container, _key(words, container, allowance)))
                break
            node = container
        else:
            return node


def _next_value(words: _Words, allowance: Allowance) -> Node:
    place = words.place()
    allowance.spend(place)
    character = words.peek()
    if character == '"':
        return words.string()
    if words.take("{"):
        return Block(place)
    if words.take("["):
        return Rows(place)
    return words.plain()


def _key(words: _Words, container: Block | Rows, allowance: Allowance) -> Text | None:
    """The key before the next value of a block; a list has none."""
    if isinstance(container, Rows):
        return None
    if words.peek() != '"':
        raise JsonSyntax(f"a key in double quotes is missing before {words.peek()!r}", place=words.place())
    key = words.string()
    allowance.spend(key.place)
    if key in container:
        first = container.places[key].line
        lines = (
            f"on line {first} and on line {key.place.line}"
            if first != key.place.line
            else f"both times on line {first}"
        )
        raise DuplicateKey(f"the key {str(key)!r} stands twice in one block: {lines}", place=key.place)
    if not key:
        raise KeyIsEmpty("a key is empty", place=key.place)
    if "\n" in key:
        raise KeyIsNotText(f"the key {str(key)[:40]!r} runs over several lines", place=key.place)
    words.need(":", f"the key {str(key)!r}")
    return key
