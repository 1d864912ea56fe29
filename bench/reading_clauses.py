"""How well clauses are found: `python -m bench.reading_clauses DATA` trains on folds, `--model FILE` measures a model.

DATA is laid out like CUAD (see `duly/training/corpus.py`). A model measured on contracts that it learned from looks
better than it is; without `--model` each contract is judged by a model that has seen neither it nor one like it.
`--plain` measures a plain linear model on the same folds.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import mean, pstdev

from duly.engine.documents.clauses.scoring import model
from duly.readers.models import weights
from duly.training.corpus import contracts
from duly.training.measure import Figures, means
from duly.training.plain import plain
from duly.training.train import FOLDS, cross_validated, measured_on

_COLUMNS = ("aupr", "precision", "ranked", "ranked_precision", "presence")


def table(measured: Sequence[Mapping[str, Figures]]) -> str:
    """One line a category, each figure the mean over the folds; then the means with their spread across folds."""
    lines = [f"{'':36}" + "".join(f"{name:>18}" for name in ("contracts", "spans", *_COLUMNS))]
    for category in measured[0]:
        found = [one[category] for one in measured]
        counts = [sum(one.documents for one in found), sum(one.spans for one in found)]
        shown = [mean(getattr(one, name) for one in found) for name in _COLUMNS]
        lines.append(f"{category:36}" + "".join(f"{n:18}" for n in counts) + "".join(f"{x:18.3f}" for x in shown))
    by_fold = [means(one) for one in measured]
    for name in by_fold[0]:
        some = [one[name] for one in by_fold]
        lines.append(f"{name:36}{mean(some):.4f} (spread {pstdev(some):.4f})")
    return "\n".join(lines)


def main() -> None:
    """Measure and print."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("data", type=Path)
    asked.add_argument("--model", type=Path)
    asked.add_argument("--plain", action="store_true")
    given = asked.parse_args()
    held = contracts(given.data)
    if given.model:
        print(table([measured_on(model(*weights(given.model)), held)]))
    elif given.plain:
        print(table(plain(held, FOLDS)))
    else:
        print(table(cross_validated(held)))


if __name__ == "__main__":
    main()
