"""`duly train DATA`: the model of clauses anew, with what people corrected, refused where it got worse."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from duly.doors.cli.notices import say, waiting
from duly.ground.errors import DulyError
from duly.training.corpus import LABELS, Correction

# The category that a confirmed or rejected term says something of.
CATEGORY_OF = {
    "contract_date": "Agreement Date",
    "effective_date": "Effective Date",
    "initial_term": "Expiration Date",
    "renewal": "Renewal Term",
    "renewal_notice": "Notice Period To Terminate Renewal",
    "termination_convenience": "Termination For Convenience",
    "royalty": "Revenue/Profit Sharing",
    "revenue_share": "Revenue/Profit Sharing",
    "minimum_commitment": "Minimum Commitment",
    "liability_cap": "Cap On Liability",
    "liquidated_damages": "Liquidated Damages",
    "audit_right": "Audit Rights",
}


class CannotTrain(DulyError):
    """What training needs is missing, or the new model does worse than the one without corrections."""


def train(given: argparse.Namespace) -> int:
    """Train, measure, write the weights and their card; nothing is written where the new model is refused."""
    try:
        from duly.training.card import card
        from duly.training.train import GotWorse
        from duly.training.train import train as trained
    except ImportError:
        raise CannotTrain("training needs a library that is not installed", fix="pip install 'duly[train]'") from None
    data = Path(given.data)
    if not (data / LABELS).exists():
        raise CannotTrain(f"{data} holds no {LABELS}", fix="lay the folder out as docs/reading.md says")
    if given.corrections and given.unmeasured:
        raise CannotTrain(
            "corrections are taken in where the new model is measured", fix="leave --unmeasured or --corrections out"
        )
    corrections = _corrections(given) if given.corrections else []
    say(f"training on {data}" + (f" with {len(corrections)} corrections" if corrections else ""))
    try:
        with waiting("training and measuring on folds"):
            made = trained(data, corrections=corrections, measure=not given.unmeasured)
    except GotWorse as worse:
        raise CannotTrain(
            f"the new model is refused: {worse}", fix="look at the corrections; the model in use stays"
        ) from None
    target = Path(given.model)
    _whole(target, made.data)
    if made.measured:
        text = card(
            made.measured, made.plain, contracts=made.contracts, corrections=len(corrections), size=len(made.data)
        )
        _whole(target.with_suffix(".md"), text.encode())
    print(f"{target}: {len(made.data):,} bytes, from {made.contracts} contracts")
    return 0


def _corrections(given: argparse.Namespace) -> list[Correction]:
    """What people answered in the ledger, of the fields that a category of the model knows."""
    from duly.doors.cli.ledger import open_store

    open_store(given.room)
    from duly.actions.readers import require_reader
    from duly.actions.review import corrections

    require_reader(given.by, "")
    return [
        Correction(one.text, CATEGORY_OF[one.field], one.holds) for one in corrections() if one.field in CATEGORY_OF
    ]


def _whole(target: Path, data: bytes) -> None:
    """Write a file at once, so that whoever reads it meanwhile has the old one or the new one."""
    beside = target.with_name(target.name + ".new")
    beside.write_bytes(data)
    os.replace(beside, target)
