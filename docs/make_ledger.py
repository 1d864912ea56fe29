"""Runs the commands shown in docs/ledger.md in a ledger of their own and writes under each what it really prints."""

from __future__ import annotations

import contextlib
import io
import os
import shlex
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from unittest import mock

from docs.make_stories import ROOT, duly, told_anew

PAGE = ROOT / "docs" / "ledger.md"
_FILES = "examples/earlier-periods"
# What happens before the example begins: the day, the command, and who approves it.
_SCENE = (
    ("2026-01-02", "init ann=SA ben=CT", ""),
    *(
        ("2026-01-02", f"access grant {who} {role} --by ann", "ben")
        for who, role in (("cam", "CM"), ("rae", "RA"), ("rob", "RM"), ("con", "CT"))
    ),
    ("2026-01-02", f"company set {_FILES}/company.yaml --by rob", "ben"),
    ("2026-01-05", f"contract import {_FILES}/contract.yaml --by cam", "rob"),
    ("2026-02-03", "close 2026-01 --by rob", "ben"),
    ("2026-03-03", "close 2026-02 --by rob", "ben"),
)
_TODAY = "2026-03-12"


def told() -> str:
    """The page with the output of every command as it is now; the ledger in use must be empty."""
    for day, words, checker in _SCENE:
        with _on(day), contextlib.chdir(ROOT):
            _quietly(words)
            if checker:
                _quietly(f"approve {_last_proposal()} --by {checker}")
    with _on(_TODAY), mock.patch.dict(os.environ, DULY_BY="rob"):
        return told_anew(PAGE.read_text(encoding="utf-8"))


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


def main() -> None:
    """Write the page anew."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"DULY_DATA": folder, "DJANGO_SETTINGS_MODULE": "duly.site.settings"}
        os.environ.pop("DULY_DATABASE", None)
        Path(folder).mkdir(exist_ok=True)
        import django

        django.setup()
        PAGE.write_text(told(), encoding="utf-8")


if __name__ == "__main__":
    main()
