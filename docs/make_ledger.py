"""Runs the commands shown in docs/ledger.md and docs/cut-over.md, each page in a ledger of its own, and writes under
each what it really prints."""

from __future__ import annotations

import contextlib
import io
import os
import shlex
import tempfile
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple
from unittest import mock

from docs.make_stories import ROOT, duly, told_anew

# What happened before an example begins: the day, the command, and who approves it.
Scene = tuple[tuple[str, str, str], ...]


class Page(NamedTuple):
    """A page with what happened before its example begins, and the day of the example."""

    path: Path
    scene: Scene
    today: str


def _people(on: str) -> Scene:
    roles = (("cam", "CM"), ("rae", "RA"), ("rob", "RM"), ("con", "CT"))
    granted = ((on, f"access grant {who} {role} --by ann", "ben") for who, role in roles)
    return ((on, "init ann=SA ben=CT", ""), *granted)


_EARLIER, _CUT_OVER = "examples/earlier-periods", "docs/examples/cut-over"
PAGES = (
    Page(
        ROOT / "docs" / "ledger.md",
        (
            *_people("2026-01-02"),
            ("2026-01-02", f"company set {_EARLIER}/company.yaml --by rob", "ben"),
            ("2026-01-05", f"contract import {_EARLIER}/contract.yaml --by cam", "rob"),
            ("2026-02-03", "close 2026-01 --by rob", "ben"),
            ("2026-03-03", "close 2026-02 --by rob", "ben"),
        ),
        "2026-03-12",
    ),
    Page(
        ROOT / "docs" / "cut-over.md",
        (
            *_people("2026-01-12"),
            ("2026-01-12", f"company set {_CUT_OVER}/company.yaml --by rob", "ben"),
            ("2026-01-12", f"contract import {_CUT_OVER}/contracts.yaml --by cam", "rob"),
        ),
        "2026-01-15",
    ),
)


def told(page: Page) -> str:
    """A page with the output of every command as it is now; the ledger in use must be empty."""
    for day, words, checker in page.scene:
        with _on(day), contextlib.chdir(ROOT):
            _quietly(words)
            if checker:
                _quietly(f"approve {_last_proposal()} --by {checker}")
    with _on(page.today), mock.patch.dict(os.environ, DULY_BY="rob"):
        return told_anew(page.path.read_text(encoding="utf-8"))


def _quietly(words: str) -> None:
    with contextlib.redirect_stdout(io.StringIO()):
        assert duly(shlex.split(words)) == 0, words


def _last_proposal() -> str:
    from duly.store.audit import pending

    return pending()[-1].ref


@contextlib.contextmanager
def _on(day: str) -> Iterator[None]:
    """The clock of the gate stands at noon of a day."""
    from duly.actions import gate

    kept, gate.clock = gate.clock, lambda: datetime.fromisoformat(f"{day}T12:00:00").replace(tzinfo=UTC)
    try:
        yield
    finally:
        gate.clock = kept


def main(pages: Sequence[Page] = PAGES) -> None:
    """Write the pages anew."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"DULY_DATA": folder, "DJANGO_SETTINGS_MODULE": "duly.site.settings"}
        os.environ.pop("DULY_DATABASE", None)
        import django

        django.setup()
        from django.db import connections

        for page in pages:
            connections["default"].close()
            for file in Path(folder).iterdir():
                file.unlink()
            page.path.write_text(told(page), encoding="utf-8")
        connections["default"].close()


if __name__ == "__main__":
    main()
