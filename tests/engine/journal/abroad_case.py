"""Contracts in euros with books in dollars, as texts of case files whose numbers are worked out beside them."""

from __future__ import annotations

import textwrap
from pathlib import Path

from duly.engine.explain.trials import Trial, tried
from duly.readers.tree import read_tree

HEAD = """\
case: abroad
company:
  entities: {{main: {{currency: {functional}{reporting}}}}}
  policies: {{{policies}}}
  rates:
{rates}
"""


def trial(
    folder: Path, rates: dict[str, str], text: str, *, functional: str = "USD", reporting: str = "", policies: str = ""
) -> Trial:
    """A contract in euros and what is expected of it. `rates`: dollars for one euro by day (or by `FROM TO day`)."""
    rows = []
    for name, rate in rates.items():
        have, want, on = name.split() if " " in name else ("EUR", functional, name)
        rows.append(f"    - {{from: {have}, to: {want}, date: {on}, rate: {rate}}}")
    head = HEAD.format(
        functional=functional,
        reporting=f", reporting: {reporting}" if reporting else "",
        rates="\n".join(rows),
        policies=policies,
    )
    file = folder / "case.yaml"
    body = textwrap.dedent(text).lstrip("\n").replace("}\n", "}\n")
    file.write_text(head + "contract: C\ncurrency: EUR\nsigned: 2024-01-01\n" + body, encoding="utf-8")
    read = read_tree(str(file))
    return tried(read.documents, name="case", unread=read.errors)


def blame(done: Trial) -> str:
    """Everything that is wrong with a trial."""
    return "\n".join(
        [
            *done.case.problems,
            *map(str, done.refused),
            *(f"{d.path}: {d.expected}, got {d.got}" for d in done.differences),
        ]
    )
