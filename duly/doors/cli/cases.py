"""`duly case run`: case files and what became of them."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator

from duly.doors.cli.notices import say_errors
from duly.doors.cli.rates import with_rates
from duly.engine.explain.trials import Trial, tried
from duly.ground.errors import DulyError, Place
from duly.ground.tree import Block
from duly.readers.errors import FileIsMissing
from duly.readers.files import TREES
from duly.readers.rates import with_rate_file
from duly.readers.tree import read_tree


class NoCases(DulyError):
    """A folder without case files."""


def run_cases(given: argparse.Namespace) -> int:
    """One line a case, each difference under it; the last line counts."""
    passed = failed = carried = of = 0
    status = 0
    for path in given.paths:
        try:
            files = case_files(path)
        except DulyError as error:
            say_errors([error])
            status = 1
            continue
        for file in files:
            trial = run_case(file)
            passed, failed = passed + trial.passed, failed + (not trial.passed)
            carried, of = carried + trial.case.carried, of + trial.case.of
            print("\n".join(told(trial, file)), flush=True)
    print(f"expected numbers carried {carried} of {of}")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else status


def case_files(path: str) -> list[str]:
    """The case files of a folder with all that is in it, by name; or the one file."""
    if not os.path.isdir(path):
        if not os.path.lexists(path):
            raise FileIsMissing(f"there is no file {path}", place=Place(path))
        return [path]
    found = [os.path.join(folder, name) for folder, _, names in os.walk(path) for name in names]
    cases = sorted(
        name for name in found if name.lower().endswith(TREES) and not os.path.basename(name).startswith(".")
    )
    if not cases:
        raise NoCases(
            f"the folder {path} holds no case", place=Place(path), fix="case files end in .yaml, .yml or .json"
        )
    return cases


def run_case(file: str) -> Trial:
    """One case file, read and measured."""
    read = read_tree(file)
    name = os.path.splitext(os.path.basename(file))[0]
    errors = [*read.errors]
    for document in read.documents:
        inside = document.get("company")
        if isinstance(inside, Block):
            try:
                document["company"] = with_rate_file(inside)
            except DulyError as error:
                errors.append(error)
    return tried(read.documents, name=name, unread=errors, rates=with_rates)


def told(trial: Trial, file: str) -> Iterator[str]:
    """The line of a case, and under it everything that made it fail."""
    title = f"  {trial.case.title}" if trial.case.title else ""
    if trial.passed:
        yield f"pass  {trial.case.ref}{title}"
        return
    yield f"FAIL  {trial.case.ref}{title}  ({file})"
    yield from (f"      {problem}" for problem in trial.case.problems)
    yield from (f"      {line}" for error in trial.refused for line in str(error).splitlines())
    yield from (f"      {d.path}: expected {d.expected}, got {d.got}" for d in trial.differences)
