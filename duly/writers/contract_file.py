"""A contract file as YAML from its text tree, laid out as people write them."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

import yaml

from duly.ground.tree import Block, Node, Rows

WIDTH = 110


class _Plain(yaml.SafeDumper):
    """Every scalar is text, so quotes stand only where YAML itself needs them."""

    yaml_implicit_resolvers: dict[str, object] = {}

    def ignore_aliases(self, data: object) -> bool:
        return True


def contract_file(tree: Block, remarks: Sequence[str] = ()) -> str:
    """The file, with remarks for people as comments on top. Reading it gives the same tree."""
    comments = "".join(
        textwrap.fill(remark, WIDTH, initial_indent="# ", subsequent_indent="#   ") + "\n" for remark in remarks
    )
    body = yaml.dump(
        _bare(tree), Dumper=_Plain, sort_keys=False, allow_unicode=True, width=WIDTH, default_flow_style=None
    )
    return comments + body


def _bare(node: Node) -> object:
    """The tree as plain dictionaries, lists and text."""
    if isinstance(node, Block):
        return {str(key): _bare(value) for key, value in node.items()}
    if isinstance(node, Rows):
        return [_bare(value) for value in node]
    return str(node)
