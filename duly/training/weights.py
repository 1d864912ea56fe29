"""The weights file: a model as arrays of small integers in one archive without code, and the way back."""

from __future__ import annotations

import io
import json
from typing import Any

import numpy as np

from duly.engine.documents.features import GROUPS
from duly.engine.documents.scoring import VIEWS, Linear, Model, Trees, model
from duly.training.corpus import PROPOSED

LARGEST = 5_000_000
FORMAT = 1


def arrays(linear: Linear, trees: Trees) -> dict[str, np.ndarray]:
    """The arrays of a model, with weights as bytes and a scale a category."""
    held: dict[str, np.ndarray] = {}
    for group in GROUPS:
        held[f"hashes{group}"] = linear.known[group].hashes
        held[f"telling{group}"] = linear.known[group].telling.astype(np.float16)
    for view, groups in enumerate(VIEWS):
        held[f"bias{view}"] = linear.biases[view]
        for group, weights in zip(groups, linear.weights[view], strict=True):
            scale = np.maximum(np.abs(weights).max(axis=0, initial=0), 1e-6) / 127
            held[f"weights{view}_{group}"] = np.rint(weights / scale).astype(np.int8)
            held[f"scale{view}_{group}"] = scale.astype(np.float32)
    held["column"] = trees.column.astype(np.int16)
    held["threshold"] = trees.threshold.astype(np.float32)
    held["left"], held["right"] = trees.left.astype(np.int16), trees.right.astype(np.int16)
    held["value"] = trees.value.astype(np.float32)
    return held


def facts(name: str, trees: Trees, **more: object) -> dict[str, Any]:
    """The header of a weights file."""
    return {"format": FORMAT, "name": name, "categories": list(PROPOSED), "start": trees.start, **more}


def as_read(linear: Linear, trees: Trees, name: str) -> Model:
    """The model as it will be when read back from its file."""
    return model(arrays(linear, trees), facts(name, trees))


def packed(held: dict[str, np.ndarray], header: dict[str, Any]) -> bytes:
    """The bytes of a weights file; the same model gives the same bytes."""
    file = io.BytesIO()
    said = np.frombuffer(json.dumps(header, sort_keys=True).encode(), dtype=np.uint8)
    np.savez_compressed(file, allow_pickle=False, header=said, **held)
    return file.getvalue()
