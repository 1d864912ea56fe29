"""Runs the commands shown in README.md, the tutorial and docs/topics, and writes under each what it really prints.

A command stands in a block that opens with ```console, on a line that begins with `$ `: `$ duly …` is run in this
process, `$ cat FILE` shows a file. Other commands, such as `$ make demo`, keep the words under them.
"""

from __future__ import annotations

import contextlib
import io
import re
import shlex
from pathlib import Path

from duly.doors.cli.main import FAULT
from duly.site.main import main as duly

ROOT = Path(__file__).resolve().parent.parent
PAGES = (
    "README.md",
    "docs/tutorial.md",
    *(f"docs/topics/{path.name}" for path in sorted((ROOT / "docs" / "topics").glob("*.md"))),
)
_BLOCK = re.compile(r"(?<=^```console\n).*?(?=^```$)", re.DOTALL | re.MULTILINE)
_COMMAND = re.compile(r"^\$ .*(?:\n(?!\$ ).*)*", re.MULTILINE)


def told_anew(page: str) -> str:
    """The page with the output of every command as it is now; paths are those of the root of the repository."""
    with contextlib.chdir(ROOT):
        return _BLOCK.sub(lambda block: "\n".join(map(_shown, _COMMAND.findall(block[0]))), page)


def commands(page: str) -> list[str]:
    """The commands of a page, in order."""
    return [line[2:] for block in _BLOCK.findall(page) for line in block.splitlines() if line.startswith("$ ")]


def _shown(command: str) -> str:
    """A command and its output, which ends in one line break."""
    line, _, old = command.partition("\n")
    output = _output(shlex.split(line[2:]), old)
    return f"{line}\n{output.rstrip()}\n" if output.strip() else f"{line}\n"


def _output(words: list[str], old: str) -> str:
    if words[0] == "cat":
        return "".join(Path(name).read_text(encoding="utf-8") for name in words[1:])
    if words[0] != "duly":
        return old
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
        assert duly(words[1:]) != FAULT, printed.getvalue()
    return "\n".join(line.rstrip() for line in printed.getvalue().splitlines())


def main() -> None:
    """Write the pages anew."""
    for name in PAGES:
        path = ROOT / name
        path.write_text(told_anew(path.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
