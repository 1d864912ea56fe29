"""Trains the clause classifier from a folder of labelled contracts, and measures it on contracts it has not seen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from duly.engine.documents.clauses.clauses import clauses, spans
from duly.engine.documents.clauses.features import Traits, traits
from duly.engine.documents.clauses.scoring import (
    Model,
    Trees,
    Views,
    Weighed,
    agreed,
    reread,
    spellings,
    viewed,
    weighed_up,
)
from duly.engine.documents.proposals import Clause
from duly.engine.documents.text.segments import segments
from duly.training.alike import folds
from duly.training.boosted import Examples, Runs, examples, examples_of_runs, second_stage, third_stage
from duly.training.corpus import PROPOSED, Contract, Correction, contracts
from duly.training.linear import learned
from duly.training.measure import Figures, figures, means
from duly.training.plain import plain
from duly.training.spelled import Spelt, spelling
from duly.training.weights import LARGEST, Stages, arrays, as_read, facts, packed
from duly.training.whole_contract import fourth_stage, type_of

FOLDS = 5
Held = TypeVar("Held")
# A model that learned from corrections is refused where a mean of the held-out figures falls by more than this.
MARGIN = 0.01


class GotWorse(Exception):
    """A model trained with corrections does worse on the contracts that were held out."""


@dataclass(frozen=True, slots=True)
class Trained:
    """A model, the bytes of its file, and how it and a plain one did on contracts they had not seen, fold by fold."""

    model: Model
    data: bytes
    measured: tuple[Mapping[str, Figures], ...]
    plain: tuple[Mapping[str, Figures], ...]
    contracts: int


def train(
    data: Path,
    *,
    name: str = "clauses",
    corrections: Sequence[Correction] = (),
    measure: bool = True,
    count: int = FOLDS,
) -> Trained:
    """Train on all contracts of a folder; `measure` trains once more for each fold, for honest figures.

    With corrections, the figures of a model with them are compared on the same folds with those of one without, and
    `GotWorse` is raised where a mean falls by more than `MARGIN`.
    """
    held = contracts(data)
    stages, measured = fitted(held, count, corrections, measure)
    if corrections and measure:
        guard(cross_validated(held, count), measured)
    told = facts(name, stages, contracts=len(held), corrections=len(corrections))
    file = packed(arrays(stages), told)
    if len(file) > LARGEST:
        raise ValueError(f"the model takes {len(file)} bytes, more than {LARGEST}")
    yardstick = tuple(plain(held, count)) if measure else ()
    return Trained(as_read(stages, name), file, tuple(measured), yardstick, len(held))


def guard(before: Sequence[Mapping[str, Figures]], after: Sequence[Mapping[str, Figures]]) -> None:
    """Refuse figures that are worse than those before by more than the margin."""
    was, now = averaged(before), averaged(after)
    for what, figure in was.items():
        if now[what] < figure - MARGIN:
            raise GotWorse(f"{what} fell from {figure:.3f} to {now[what]:.3f} on the contracts held out")


def averaged(measured: Sequence[Mapping[str, Figures]]) -> dict[str, float]:
    """Each mean, over the folds."""
    by_fold = [means(one) for one in measured]
    return {what: sum(one[what] for one in by_fold) / len(by_fold) for what in by_fold[0]}


def fitted(
    held: Sequence[Contract], count: int, corrections: Sequence[Correction], measure: bool
) -> tuple[Stages, list[dict[str, Figures]]]:
    """All stages and, if asked for, their figures."""
    fold = folds(held, count)
    views = blind(held, fold, corrections)
    taught = [examples(one, some) for one, some in zip(held, views, strict=True)]
    second = blind_second(fold, taught)
    runs = taught_runs(held, fold, views, second)
    found = blind_third(held, fold, views, second, runs)
    spelt = [spellings(some, one.seen) for one, some in zip(held, found, strict=True)]
    again = blind_again(held, fold, found, spelt)
    measured = by_fold(held, fold, again) if measure else []
    grown = *second_stage(taught), third_stage(runs)
    first, letters = learned(held, _read(corrections)), spelling(held, found, spelt)
    return Stages(first, grown, letters, fourth_stage(held, again)), measured


def cross_validated(held: Sequence[Contract], count: int = FOLDS) -> list[dict[str, Figures]]:
    """The figures of each fold, by models no stage of which has seen its contracts."""
    fold = folds(held, count)
    views = blind(held, fold)
    second = blind_second(fold, [examples(one, some) for one, some in zip(held, views, strict=True)])
    runs = taught_runs(held, fold, views, second)
    found = blind_third(held, fold, views, second, runs)
    spelt = [spellings(some, one.seen) for one, some in zip(held, found, strict=True)]
    return by_fold(held, fold, blind_again(held, fold, found, spelt))


def blind(held: Sequence[Contract], fold: Sequence[int], corrections: Sequence[Correction] = ()) -> list[Views]:
    """For each contract the first stage's scores, by one that learned from the other folds."""
    told = _read(corrections)
    scores: dict[int, Views] = {}
    for number in sorted(set(fold)):
        first = learned([one for one, at in zip(held, fold, strict=True) if at != number], told)
        scores |= {place: viewed(first, held[place].seen) for place, at in enumerate(fold) if at == number}
    return [scores[place] for place in range(len(held))]


def blind_second(fold: Sequence[int], taught: Sequence[Examples]) -> dict[int, tuple[Trees, Trees]]:
    """For each fold the second stage that learned from the others."""
    return {number: second_stage(_others(taught, fold, number)) for number in sorted(set(fold))}


def taught_runs(
    held: Sequence[Contract], fold: Sequence[int], views: Sequence[Views], second: Mapping[int, tuple[Trees, Trees]]
) -> list[Runs]:
    """What each contract teaches the third stage."""
    return [examples_of_runs(one, some, second[number]) for one, some, number in zip(held, views, fold, strict=True)]


def blind_third(
    held: Sequence[Contract],
    fold: Sequence[int],
    views: Sequence[Views],
    second: Mapping[int, tuple[Trees, Trees]],
    runs: Sequence[Runs],
) -> list[dict[str, Weighed]]:
    """For each contract what three stages find that learned from the other folds."""
    third = {number: third_stage(_others(runs, fold, number)) for number in sorted(set(fold))}
    return [
        weighed_up(PROPOSED, second[number], third[number], some, one.seen)
        for one, some, number in zip(held, views, fold, strict=True)
    ]


def blind_again(
    held: Sequence[Contract],
    fold: Sequence[int],
    found: Sequence[Mapping[str, Weighed]],
    spelt: Sequence[Spelt],
) -> list[dict[str, Weighed]]:
    """For each contract what was found, read again by what learned from the letters of the other folds."""
    read = {
        number: spelling(_others(held, fold, number), _others(found, fold, number), _others(spelt, fold, number))
        for number in sorted(set(fold))
    }
    return [reread(one, some, read[number]) for one, some, number in zip(found, spelt, fold, strict=True)]


def by_fold(
    held: Sequence[Contract], fold: Sequence[int], found: Sequence[Mapping[str, Weighed]]
) -> list[dict[str, Figures]]:
    """The figures of each fold: each stage learned from the other folds."""
    measured = []
    for number in sorted(set(fold)):
        fourth = fourth_stage(_others(held, fold, number), _others(found, fold, number))
        unseen = [place for place, at in enumerate(fold) if at == number]
        proposed = [
            tuple(spans(held[place].text, held[place].seen, agreed(found[place], fourth, type_of(held[place]))))
            for place in unseen
        ]
        measured.append(judged(proposed, [held[place] for place in unseen]))
    return measured


def _others(some: Sequence[Held], fold: Sequence[int], number: int) -> list[Held]:
    """What belongs to the contracts of the other folds."""
    return [one for one, at in zip(some, fold, strict=True) if at != number]


def measured_on(model: Model, unseen: Sequence[Contract]) -> dict[str, Figures]:
    """The figures of a model by category, on contracts it has not seen."""
    return judged([tuple(clauses(one.text, one.seen, model)) for one in unseen], unseen)


def judged(proposed: Sequence[Sequence[Clause]], unseen: Sequence[Contract]) -> dict[str, Figures]:
    """The figures of proposed clauses by category."""
    return {
        category: figures(
            [[(one.start, one.end, one.score) for one in some if one.category == category] for some in proposed],
            [list(one.gold.get(category, ())) for one in unseen],
        )
        for category in PROPOSED
    }


def _read(corrections: Sequence[Correction]) -> list[tuple[Traits, Correction]]:
    """Corrected passages with their features."""
    return [(traits(one.text, segments(one.text)), one) for one in corrections]
