"""`duly verify`: what is proved by the checker alone, and how it is said. Derivations that were exported need neither
the engine nor the ground: what does is imported where it is used."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain

from duly.checker.proof import Verdict, prove
from duly.checker.trees import Broken, Node, read
from duly.doors.cli.leaves import held_by, text_of
from duly.doors.cli.notices import counted, say


def verify(given: argparse.Namespace) -> int:
    """Prove contract files, case files, exported derivations, or a ledger; each fault on a line, then the counts."""
    found = Verdict(0, 0, Counter(), [])
    for name, verdict in _of_ledger(given) if given.proofs else _of_files(given):
        found = _both(found, verdict)
        for fault in verdict.faults:
            print(f"FAULT  {name}: {fault}")
    steps = found.steps
    print(
        f"{counted(found.numbers, 'number')} checked, {found.whole:,} of them in every step: "
        f"{steps['computed']:,} steps recomputed, {steps['read at its source']:,} read at their source, "
        f"{steps['words']:,} without a number, {steps['told']:,} told by a rule that is not recomputed"
    )
    if steps["stated by hand"]:
        print(f"{counted(steps['stated by hand'], 'value')} stated by hand in cases, held against the books")
    print(f"{counted(len(found.faults), 'fault')}")
    return 1 if found.faults else 0


def _of_files(given: argparse.Namespace) -> Iterator[tuple[str, Verdict]]:
    """The proofs of files, by their names."""
    for path in given.files:
        own = _exported(path)
        if own:
            yield path, prove(own, held_by, together=len(own) > 1)
            continue
        from duly.doors.cli.cases import case_files
        from duly.doors.cli.proofs import proofs_of, stated_by_hand

        for file in case_files(path):
            inside = _exported(file)
            if inside:
                yield file, prove(inside, held_by, together=len(inside) > 1)
            else:
                for verdict in chain(proofs_of(file, given.company, given.book), stated_by_hand(file)):
                    yield file, verdict


def _of_ledger(given: argparse.Namespace) -> Iterator[tuple[str, Verdict]]:
    """The proofs of a ledger, by entity, book and period."""
    from duly.actions.proving import proofs

    return proofs(lambda period: say(f"proving {period}"))


def _exported(file: str) -> Sequence[Node]:
    """The derivations of a file that `duly explain --format json` wrote; none where it is another file."""
    if not file.endswith(".json"):
        return ()
    try:
        return read(text_of(file) or "")
    except Broken:
        return ()


def _both(one: Verdict, other: Verdict) -> Verdict:
    return Verdict(
        one.numbers + other.numbers, one.whole + other.whole, one.steps + other.steps, one.faults + other.faults
    )
