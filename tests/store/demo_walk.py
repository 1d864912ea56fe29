"""The walk of docs/demo.md: every command in turn, and whether what stands under it is what it prints."""

from __future__ import annotations

import contextlib
import io
import re
import shlex
import traceback
from collections.abc import Iterator
from pathlib import Path

from duly.site.main import main as duly
from duly.store.audit import pending
from tests.doors.command import ROOT

_BLOCK = re.compile(r"(?<=^```console\n).*?(?=^```$)", re.DOTALL | re.MULTILINE)


def commands() -> Iterator[tuple[str, list[str]]]:
    """The commands of the page with the lines that are shown under each; those marked … are left out."""
    page = (ROOT / "docs" / "demo.md").read_text(encoding="utf-8")
    for block in _BLOCK.findall(page):
        for part in block.split("$ ")[1:]:
            line, *shown = part.splitlines()
            yield line, [one.strip() for one in shown if one.strip() not in ("", "…")]


def missing(data: Path) -> Iterator[str]:
    """What a command of the walk does not print although the page says so; DULY_BY is rob."""
    for line, shown in commands():
        words = shlex.split(line.replace("demo-company", str(data)))
        if words[0] == "cat":
            told = (ROOT / words[1]).read_text(encoding="utf-8")
        else:
            told = _told([pending()[-1].ref if word == "P-…" else word for word in words[1:]])
        yield from (f"{line}: {one}" for one in shown if one not in told)


def ran(words: list[str]) -> tuple[object, str]:
    """The exit status of a command and all it prints; one that ends the process or breaks says so here."""
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed), contextlib.chdir(ROOT):
        try:
            status: object = duly(words)
        except SystemExit as ended:
            status = f"ended with {ended.code}"
        except Exception:  # noqa: BLE001 - whatever it is, the other commands are tried too
            status = traceback.format_exc()
    return status, printed.getvalue()


def _told(words: list[str]) -> str:
    status, printed = ran(words)
    return printed if status == 0 else f"status {status}: {printed}"
