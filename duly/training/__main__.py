"""`python -m duly.training DATA --model FILE`: trains the classifier, measures it, writes weights and their card."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from duly.readers.models import SHIPPED
from duly.training.card import card
from duly.training.train import train


def main() -> None:
    """Train as the command line says."""
    asked = argparse.ArgumentParser(prog="python -m duly.training", description=__doc__)
    asked.add_argument("data", type=Path, help="folder laid out like CUAD")
    asked.add_argument("--model", type=Path, default=SHIPPED, help="where the weights go; the card beside them")
    asked.add_argument("--unmeasured", action="store_true", help="skip the folds; no card is written")
    given = asked.parse_args()
    trained = train(given.data, measure=not given.unmeasured)
    given.model.parent.mkdir(parents=True, exist_ok=True)
    given.model.write_bytes(trained.data)
    if trained.measured:
        text = card(trained.measured, contracts=trained.contracts, corrections=0, size=len(trained.data))
        given.model.with_suffix(".md").write_text(text, encoding="utf-8")
    sys.stdout.write(f"{given.model}: {len(trained.data):,} bytes\n")


if __name__ == "__main__":
    main()
