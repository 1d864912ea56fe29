"""From YAML events to a tree of texts: what is built, what is refused, and how a syntax error reads."""

from __future__ import annotations

from typing import Any

import yaml
from yaml import events as ev

from duly.ground.errors import DulyError, Place
from duly.ground.tree import Block, Node, Rows, Text
from duly.readers.errors import (
    AliasIsNotAllowed,
    AnchorIsNotAllowed,
    DuplicateKey,
    KeyIsEmpty,
    KeyIsNotText,
    MergeKeyIsNotAllowed,
    TagIsNotAllowed,
    TooDeep,
    YamlIsCutOff,
    YamlSyntax,
)
from duly.readers.limits import DEPTH, LINE_BYTES, Allowance
from duly.readers.raw import require_visible, shown


def parser_loader() -> Any:
    """The parser written in C where PyYAML has it (twenty times as fast), else the one in Python."""
    return getattr(yaml, "CLoader", yaml.Loader)


class Tree:
    """Builds the tree of one document after another from parser events.

    Faults after which the structure is still clear (a key stated twice, an anchor, a tag) are collected in
    `errors`; the others are raised. A document with errors is not used, so its tree need not be right.
    """

    def __init__(self, name: str, lines_before: int, allowance: Allowance, cell: Place | None = None) -> None:
        self.name = name
        self.lines_before = lines_before
        self.allowance = allowance
        self.cell = cell
        self.root: Node | None = None
        self.errors: list[DulyError] = []
        self._open: list[Block | Rows] = []
        self._keys: list[Text | None] = []
        self._brackets: list[Place] = []

    @property
    def bracket(self) -> Place | None:
        """Where the innermost bracket that is still open stands."""
        return self._brackets[-1] if self._brackets else None

    def take(self, event: Any) -> bool:
        """Take one event; true when a document is complete, which is then `root`."""
        kind = type(event)
        if kind is ev.ScalarEvent:
            self._scalar(event)
        elif kind is ev.MappingStartEvent:
            self._start(event, Block(self.place(event.start_mark)))
        elif kind is ev.SequenceStartEvent:
            self._start(event, Rows(self.place(event.start_mark)))
        elif kind is ev.MappingEndEvent or kind is ev.SequenceEndEvent:
            self._keys.pop()
            place = self._open.pop().place
            if self._brackets and self._brackets[-1] is place:
                self._brackets.pop()
        elif kind is ev.AliasEvent:
            place = self.place(event.start_mark)
            self._fault(
                AliasIsNotAllowed(f"*{event.anchor} takes its value from elsewhere{self._under()}", place=place)
            )
            self._add(Text("*", place))
        elif kind is ev.DocumentStartEvent:
            self.root = None
        return kind is ev.DocumentEndEvent

    def place(self, mark: Any) -> Place:
        """The place of a parser's mark in the file."""
        return self.cell or Place(self.name, mark.line + 1 + self.lines_before, mark.column + 1)

    def _fault(self, error: DulyError) -> None:
        self.errors.append(self.allowance.report(error))

    def _under(self) -> str:
        """The key a value stands under, for messages."""
        keys = [key for key in self._keys if key is not None]
        return f", under the key {keys[-1]!r}" if keys else ""

    def _check(self, event: Any, place: Place) -> None:
        if event.anchor is not None:
            self._fault(AnchorIsNotAllowed(f"&{event.anchor} marks a value{self._under()}", place=place))
        if event.tag is not None:
            self._fault(TagIsNotAllowed(f"{_tag(event.tag)} gives a value a type{self._under()}", place=place))

    def _scalar(self, event: Any) -> None:
        place = self.place(event.start_mark)
        text = Text(event.value, place)
        if event.style == '"':
            require_visible(text, place)
        if event.anchor is not None or event.tag is not None:
            self._check(event, place)
        self._add(text)

    def _start(self, event: Any, container: Block | Rows) -> None:
        if event.anchor is not None or event.tag is not None:
            self._check(event, container.place)
        if self._open and isinstance(self._open[-1], Block) and self._keys[-1] is None:
            raise KeyIsNotText("a list or a block stands where a key should", place=container.place)
        if len(self._open) == DEPTH:
            raise TooDeep(f"more than {DEPTH} levels stand inside each other", place=container.place)
        self._add(container)
        self._open.append(container)
        self._keys.append(None)
        if event.flow_style:
            self._brackets.append(container.place)

    def _add(self, node: Node) -> None:
        self.allowance.spend(node.place)
        if not self._open:
            self.root = node
            return
        container = self._open[-1]
        if isinstance(container, Rows):
            container.append(node)
            return
        key = self._keys[-1]
        if key is not None:
            container.put(key, node)
            self._keys[-1] = None
        elif isinstance(node, Text):
            self._check_key(container, node)
            self._keys[-1] = node

    def _check_key(self, container: Block, key: Text) -> None:
        if key in container:
            first = container.places[key]
            self._fault(
                DuplicateKey(f"the key {key!r} stands twice in one block: {_both(first, key.place)}", place=key.place)
            )
        elif key == "<<":
            self._fault(MergeKeyIsNotAllowed("the key << takes keys from another block", place=key.place))
        elif not key:
            self._fault(KeyIsEmpty(f"a key is empty{self._under()}", place=key.place))
        elif "\n" in key:
            self._fault(KeyIsNotText(f"the key {key[:40]!r} runs over several lines", place=key.place))


def _both(first: Place, second: Place) -> str:
    if first.line != second.line:
        return f"on line {first.line} and on line {second.line}"
    return f"both times on line {first.line}"


def _tag(tag: str) -> str:
    return "!!" + tag.removeprefix("tag:yaml.org,2002:") if tag.startswith("tag:yaml.org,2002:") else tag


# The parser's words, what they mean, and how to mend it.
_MEANINGS = (
    (
        "mapping values are not allowed",
        "a colon and a space make a key of what stands before them, and here no key can stand",
        "put the text that holds a colon and a space in quotes, or mend the indentation",
    ),
    (
        "could not find expected ':'",
        "a key has no colon",
        "write `key: value`, with a colon and a space after each key",
    ),
    (
        "did not find expected key",
        "no key stands where one should",
        "indent the keys of one block alike, and close quotes and brackets before text goes on",
    ),
    (
        "did not find expected ',' or",
        "a bracket is not closed, or a comma is missing",
        "close the bracket, or put a comma between its values",
    ),
    (
        "did not find expected '-'",
        "no row of the list stands where one should",
        "indent the rows of one list alike and start each with `- `",
    ),
    ("cannot start any token", "no value starts with this character", "put text that starts with it in quotes"),
    ("block sequence entries", "a list starts in the middle of a line", "start the list on a line of its own"),
    (
        "escape character",
        "no character is written like this in double quotes",
        "write \\\\ for a backslash, or use single quotes",
    ),
    (
        "<document start>",
        "text goes on where the document should end",
        "indent the line, or write a `---` line before it",
    ),
)
_MEND = "compare the line with the examples in docs/language.md; put text with : { [ # in quotes"


def syntax_error(error: Exception, chunk: bytes, tree: Tree) -> DulyError:
    """What a parser's complaint means for the person who wrote the file. `tree` is what was built until then."""
    context_mark = getattr(error, "context_mark", None)
    problem = str(getattr(error, "problem", None) or error).split("\n")[0]
    context = str(getattr(error, "context", None) or "")
    mark = getattr(error, "problem_mark", None) or context_mark
    if "simple key" in context and context_mark is not None:
        mark = context_mark  # the parser complains on the line after the one without a colon
    place = tree.place(mark) if mark else Place(tree.name, tree.lines_before + 1)
    if "tag" in context or ("tag" in problem and "token" not in problem):
        return TagIsNotAllowed("a tag gives a value a type", place=place)
    if "anchor" in context:
        return AnchorIsNotAllowed("a value starts with &", place=place)
    if "alias" in context:
        return AliasIsNotAllowed("a value starts with *", place=place)
    quoted = "quoted" in context and "end of stream" in problem
    opened = tree.place(context_mark) if quoted and context_mark else tree.bracket
    if opened is not None and mark is not None and _at_end(chunk, mark.line):
        return YamlIsCutOff(f"the document ends inside what opens on line {opened.line}", place=opened)
    meaning, fix = next(((meant, mend) for words, meant, mend in _MEANINGS if words in problem), (problem, _MEND))
    # Of a large file no line is shown: finding it would cost more memory than reading may take.
    lines = chunk.split(b"\n") if mark and len(chunk) <= LINE_BYTES else []
    line = lines[mark.line].decode().strip() if mark and mark.line < len(lines) else ""
    return YamlSyntax(f"{shown(line)}: {meaning}" if line else meaning, place=place, fix=fix)


def _at_end(chunk: bytes, line: int) -> bool:
    """Whether no text follows the line of a complaint (its first line is 0)."""
    return chunk.rstrip(b"\n").count(b"\n") <= line
