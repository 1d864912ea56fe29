"""The words a value was taken from, as a contract file carries them under `source:`. `a p2 1204-1217 "words"` is the
short name of a document, the page, the offsets in its text, and the words that stand there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from duly.ground.tree import Block, Node, Rows, Text

_FORM = re.compile(r'(?P<alias>[^";·]{1,80}?) p(?P<page>\d{1,6}) (?P<start>\d{1,9})-(?P<end>\d{1,9}) "')
# A source text is one line for people: of a long passage it has the first words, or the first and the last.
_LONGEST, _LEAST, _LEFT_OUT = 120, 60, "…"
# Keys of a contract whose values no document states.
_OUTSIDE = frozenset("contract entity customer title under combine documents names duly known policy".split())
_REMARKS = ("source", "note")


class Cited(NamedTuple):
    """A passage of a document by its short name: page, offsets (half-open) and the words that stand there."""

    alias: str
    page: int
    start: int
    end: int
    words: str


class Leaf(NamedTuple):
    """A value of a contract file: its path, its text, and the `source:` that stands nearest around it (or "")."""

    path: str
    text: str
    source: str


def written(alias: str, page: int, start: int, end: int, words: str) -> str:
    """A source text.

    >>> written("a", 2, 1204, 1215, "USD\\n 120,000")
    'a p2 1204-1215 "USD 120,000"'
    """
    return f'{alias} p{page} {start}-{end} "{_shortened(_on_one_line(words))}"'


def cited(source: str) -> list[Cited]:
    """The passages that a source text names; none where it is in other words, as `o p2 §3.1`.

    >>> cited('a p2 1204-1215 "USD 120,000"; b p1 3-6 "ten"')[1]
    Cited(alias='b', page=1, start=3, end=6, words='ten')
    """
    found = list(_FORM.finditer(source))
    ends = [*(one.start() for one in found[1:]), len(source)][: len(found)]
    return [
        Cited(one["alias"].strip(), int(one["page"]), int(one["start"]), int(one["end"]), _quoted(source, one, until))
        for one, until in zip(found, ends, strict=True)
    ]


def is_verbatim(one: Cited, text: str) -> bool:
    """Whether the words of a passage are those of the text at its offsets; where lines break makes no difference."""
    if not 0 <= one.start < one.end <= len(text) or not one.words:
        return False
    there, words = _on_one_line(text[one.start : one.end]), _on_one_line(one.words)
    first, gap, last = (part.strip() for part in words.partition(_LEFT_OUT))
    if gap and words != there and len(first) + len(last) >= _LEAST:
        return there.startswith(first) and there.endswith(last)
    return words == there


def leaves(node: Node, path: str = "", source: str = "") -> Iterator[Leaf]:
    """Every value of a contract file with the source that stands nearest around it."""
    if isinstance(node, Text):
        yield Leaf(path, str(node), source)
    elif isinstance(node, Rows):
        for number, item in enumerate(node):
            yield from leaves(item, f"{path}[{number}]", source)
    else:
        own = node.get("source")
        source = str(own) if isinstance(own, Text) else source
        for key, value in node.items():
            if key not in _REMARKS:
                yield from leaves(value, path if key == "value" else f"{path}.{key}".lstrip("."), source)


def without_source(block: Block) -> list[str]:
    """The paths of values with a number that name no passage: what a person wrote beside the document."""
    return [
        one.path
        for one in leaves(block)
        if one.path.partition(".")[0] not in _OUTSIDE and any(map(str.isdigit, one.text)) and not cited(one.source)
    ]


def _quoted(source: str, form: re.Match[str], until: int) -> str:
    words, quote, _ = source[form.end() : until].rpartition('"')
    return words if quote else ""


def _on_one_line(words: str) -> str:
    return " ".join(words.split())


def _shortened(words: str) -> str:
    return words if len(words) <= _LONGEST else words[: _LONGEST - 1] + _LEFT_OUT
