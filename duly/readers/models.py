"""Reads a weights file: arrays and a header, in an archive that cannot hold code."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

import numpy as np
import numpy.typing as npt

from duly.ground.errors import Place
from duly.readers.errors import ReadingError

SHIPPED = Path(__file__).parent / "weights" / "clauses.npz"
FORMAT = 6
LARGEST_FILE, LARGEST_INSIDE = 8_000_000, 64_000_000
_NEEDED = {"telling", "bias0", "hashes0", "telling0", "weights0_0", "scale0_0", "finds_column"}
_NEEDED |= {"spelling_weights", "present_bias"}

Arrays = dict[str, npt.NDArray[Any]]


class NotAModel(ReadingError):
    """A file that was named as the weights of the classifier is not one."""

    WHY = "clauses are found by weights in a file of duly's own format"
    FIX = "train one with `duly train DATA --model FILE`, or leave the model out and use the one that is shipped"


def weights(path: Path = SHIPPED) -> tuple[Arrays, dict[str, Any]]:
    """The arrays and the header of a weights file; `engine.documents.scoring.model` makes a classifier of them."""
    data = path.read_bytes() if path.stat().st_size <= LARGEST_FILE else b""
    return unpacked(data, str(path))


def unpacked(data: bytes, name: str) -> tuple[Arrays, dict[str, Any]]:
    """The same, of bytes at hand."""
    try:
        with ZipFile(io.BytesIO(data)) as archive:
            if sum(member.file_size for member in archive.infolist()) > LARGEST_INSIDE:
                raise _refused(name, "is larger inside than a model may be")
        held = dict(np.load(io.BytesIO(data), allow_pickle=False))
        facts = json.loads(held.pop("header").tobytes())
        if facts["format"] != FORMAT or not set(held) >= _NEEDED:
            raise _refused(name, "is of another format")
        return held, facts
    except (BadZipFile, KeyError, ValueError, OSError, EOFError, TypeError) as error:
        raise _refused(name, "cannot be read as a model") from error


def _refused(name: str, why: str) -> NotAModel:
    return NotAModel(f"the file {why}", place=Place(name))
