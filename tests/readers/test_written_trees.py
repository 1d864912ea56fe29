"""Law: a tree written down as YAML or JSON is read back the same, with the lines it was written on."""

from __future__ import annotations

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from duly.ground.tree import Block, Node, Rows, Text
from duly.readers.tree import read_tree

FORBIDDEN = "\x7f\u2028\u2029\ufeff\ufffe\uffff"
TURNS = "".join(chr(code) for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A), *range(0x80, 0xA0)))
words = st.text(
    st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Z"), exclude_characters=FORBIDDEN + TURNS),
    max_size=12,
)
keys = words.filter(lambda word: word not in ("", "<<"))
trees = st.recursive(
    words,
    lambda inner: st.lists(inner, min_size=1, max_size=4) | st.dictionaries(keys, inner, min_size=1, max_size=4),
    max_leaves=12,
)
documents = st.dictionaries(keys, trees, min_size=1, max_size=5)


class Writer:
    """Writes a tree as block YAML, and notes the line of every scalar in order."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.expected: list[tuple[str, int]] = []

    def scalar(self, word: str) -> str:
        self.expected.append((word, len(self.lines) + 1))
        quoted = "'" + word.replace("'", "''") + "'"
        return quoted if len(word) % 2 else json.dumps(word, ensure_ascii=False)

    def write(self, node: dict | list | str, indent: str, lead: str) -> None:
        if isinstance(node, str):
            self.lines.append(lead + " " + self.scalar(node))
        elif isinstance(node, list):
            self.lines.append(lead)
            for inner in node:
                self.write(inner, indent + "  ", f"{indent}-")
        else:
            self.lines.append(lead)
            for key, inner in node.items():
                self.write(inner, indent + "  ", f"{indent}{self.scalar(key)}:")


def scalars(node: Node) -> list[tuple[str, int]]:
    """Keys and values of a tree in order, with their lines."""
    if isinstance(node, Text):
        return [(str(node), node.place.line)]
    if isinstance(node, Rows):
        return [pair for inner in node for pair in scalars(inner)]
    assert isinstance(node, Block)
    return [pair for key, inner in node.items() for pair in [(key, node.places[key].line), *scalars(inner)]]


@settings(max_examples=150, deadline=None)
@given(st.lists(documents, min_size=1, max_size=3))
def test_a_tree_written_as_yaml_reads_back_the_same_with_its_lines(written):
    writer = Writer()
    for document in written:
        writer.write(document, "", "---")
    read = read_tree("\n".join(writer.lines).encode(), "a.yaml")
    assert read.errors == ()
    assert list(read.documents) == written
    assert [pair for document in read.documents for pair in scalars(document)] == writer.expected


@settings(max_examples=100, deadline=None)
@given(documents)
def test_a_tree_written_as_json_reads_back_the_same(written):
    text = json.dumps(written, ensure_ascii=False, indent=1)
    read = read_tree(text.encode(), "a.json")
    assert read.errors == ()
    assert list(read.documents) == [written]
    lines = text.split("\n")
    assert all(json.dumps(word, ensure_ascii=False) in lines[line - 1] for word, line in scalars(read.documents[0]))
