"""The proof of numbers: every step of their derivations recomputed, and the numbers held against each other."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import NamedTuple

from duly.checker import changes, costs, money, recurring, rules, timing
from duly.checker.sources import Read, Sources
from duly.checker.trees import Node, every
from duly.checker.words import value


class Verdict(NamedTuple):
    """What was found. numbers: how many were checked · whole: those of which every step was recomputed or read · steps:
    how many steps of each kind, those that stand in several derivations once for each · faults: what is wrong."""

    numbers: int
    whole: int
    steps: Counter[str]
    faults: list[str]


def prove(tops: Sequence[Node], read: Read, *, together: bool = True) -> Verdict:
    """Check derivations; `read` gives the text of the files they name. together: they are all numbers of their books,
    so that periods are held against each other too."""
    sources, steps, faults, whole = Sources(read), Counter[str](), [], 0
    for top in tops:
        told = 0
        for node in every(top):
            how, wrong = rules.check(node, sources)
            steps[how] += 1
            told += how == rules.TOLD
            faults += [f"{top.label}: {node.label}: {fault}" for fault in wrong]
        counts = [fault for one in (timing, money, costs, changes, recurring) for fault in one.check(top, sources)]
        faults += [f"{top.label}: {label}: {fault}" for label, fault in counts]
        whole += not told
    faults += _running_totals(tops, sources) if together else []
    return Verdict(len(tops), whole, steps, list(dict.fromkeys(faults)))


def _running_totals(tops: Sequence[Node], sources: Sources) -> Iterator[str]:
    """What the periods of an obligation booked is, together, where it stands at the end of the last of them."""
    booked: dict[tuple[str, str], list[tuple[timing.Booked, Node]]] = defaultdict(list)
    for top in tops:
        of = timing.booked(top)
        if of:
            booked[of.contract, of.obligation].append((of, top))
    for rows in booked.values():
        rows.sort(key=lambda row: row[0].last)
        opening = next((one for one in every(rows[0][1]) if one.label.startswith("recognized at the opening")), None)
        total = (value(opening.value) if opening else None) or Fraction(0)
        for period, top in rows:
            total += value(top.value) or 0
            stands = timing.position_at(top, period)
            if stands is not None and value(stands.value) != total:
                yield f"{top.label}: {total} was booked by {period.last}, where it stands at {stands.value}"
            if top is rows[-1][1] and stands is not None and not sources.changes(stands) and not _ended(stands):
                yield f"{top.label}: time goes on after {period.last}, and nothing is booked"


def _ended(position: Node) -> bool:
    """Whether all that time earns has passed."""
    by_time = [one for one in position.below if any(child.label == "measure" for child in one.below)]
    return all(value(one.value) == 1 for one in by_time)
