"""The weights file: a model as arrays of small integers in one archive without code, and the way back."""

from __future__ import annotations

import io
import json
from dataclasses import dataclass
from typing import Any

import numpy as np

from duly.engine.documents.clauses.presence import Present
from duly.engine.documents.clauses.scoring import GROWN, LEARNED_GROUPS, VIEWS, Linear, Model, Trees, model
from duly.engine.documents.clauses.spelling import Spelling
from duly.training.corpus import PROPOSED

LARGEST = 5_000_000
FORMAT = 6
STEPS = 63  # of a weight on either side of nought; finer ones tell no more and take more room
Grown = tuple[Trees, Trees, Trees]  # those of the second stage and those of the third


@dataclass(frozen=True, slots=True)
class Stages:
    """All that was learned."""

    linear: Linear
    grown: Grown
    spelling: Spelling
    present: Present


def arrays(stages: Stages) -> dict[str, np.ndarray]:
    """The arrays of a model, with weights as bytes and a scale a category."""
    linear, grown, spelling, present = stages.linear, stages.grown, stages.spelling, stages.present
    held: dict[str, np.ndarray] = {"telling": linear.telling}
    for group in LEARNED_GROUPS:
        held[f"hashes{group}"] = linear.known[group].hashes
        held[f"telling{group}"] = linear.known[group].telling.astype(np.float16)
    for view, groups in enumerate(VIEWS):
        held[f"bias{view}"] = linear.biases[view]
        for group, weights in zip(groups, linear.weights[view], strict=True):
            held[f"weights{view}_{group}"], held[f"scale{view}_{group}"] = _as_bytes(weights)
    for name, trees in zip(GROWN, grown, strict=True):
        held[f"{name}_column"], held[f"{name}_value"] = trees.column.astype(np.int8), trees.value.astype(np.float16)
        held[f"{name}_left"], held[f"{name}_right"] = trees.left.astype(np.int8), trees.right.astype(np.int8)
        held[f"{name}_threshold"] = trees.threshold.astype(np.float32)
    held["spelling_weights"], held["spelling_scale"] = _as_bytes(spelling.weights)
    held["spelling_bias"] = spelling.bias
    held["present_signs"], held["present_bias"] = present.signs.astype(np.float32), present.bias.astype(np.float32)
    return held


def _as_bytes(weights: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Weights in small steps, and the step of each category."""
    scale = np.maximum(np.abs(weights).max(axis=0, initial=0), 1e-6) / STEPS
    return np.rint(weights / scale).astype(np.int8), scale.astype(np.float32)


def facts(name: str, stages: Stages, **more: object) -> dict[str, Any]:
    """The header of a weights file."""
    start = {kind: trees.start for kind, trees in zip(GROWN, stages.grown, strict=True)}
    types = list(stages.present.types)
    return {"format": FORMAT, "name": name, "categories": list(PROPOSED), "start": start, "types": types, **more}


def as_read(stages: Stages, name: str) -> Model:
    """The model as it will be when read back from its file."""
    return model(arrays(stages), facts(name, stages))


def packed(held: dict[str, np.ndarray], header: dict[str, Any]) -> bytes:
    """The bytes of a weights file; the same model gives the same bytes."""
    file = io.BytesIO()
    said = np.frombuffer(json.dumps(header, sort_keys=True).encode(), dtype=np.uint8)
    np.savez_compressed(file, allow_pickle=False, header=said, **held)
    return file.getvalue()
