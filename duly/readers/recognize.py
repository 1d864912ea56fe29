"""Words of a levelled page by the two networks of RapidOCR: one finds lines, one reads them. Offline, from the wheel.

Its own code is not used: it fetches what it misses, and boxes that lie level need none of its geometry.
"""

from __future__ import annotations

import importlib.util
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from PIL import Image

from duly.readers.straighten import Grey

Floats = npt.NDArray[np.float32]
# A letter, how sure the network is of it in thousandths, and its step from the left.
Letter = tuple[str, int, int]

# Lines are looked for on a page whose longer side has so many dots; the network wants sides in steps of 32.
_FINDING_SIDE = 1280
_STEP = 32
_INK, _SURE_INK = 0.3, 0.5
# The network marks the core of a line; the line itself is larger by this much of the core's area over its edge.
_GROWS = 1.6
_LEAST_SIDE = 3
# Lines are read at this height, some at once.
_HEIGHT = 48
_LEAST_WIDTH = 320
_MOST_WIDTH = 4096
_AT_ONCE = 6
_MOST_LINES = 1_000


@dataclass(frozen=True, slots=True)
class Seen:
    """A word as a reader of scans sees it: its letters, where it stands on the page, how sure it is in thousandths."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    sure: int


def recognized(page: Grey) -> list[list[Seen]]:
    """The lines of a page from top to bottom, each the words in it from left to right."""
    boxes = _line_boxes(page)[:_MOST_LINES]
    read = _read_lines(page, boxes)
    return [words for row in _rows(boxes) if (words := [word for at in row for word in read[at]])]


@lru_cache(maxsize=2)
def _network(part: str) -> Any:
    """A network of the wheel, on one thread."""
    import onnxruntime

    found = importlib.util.find_spec("rapidocr")
    folder = Path((found and found.submodule_search_locations or [""])[0]) / "models"
    files = sorted(folder.glob(f"*_{part}_*.onnx"))
    if not files:
        raise ImportError("the wheel of rapidocr holds no networks", name="rapidocr")
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = False
    options.log_severity_level = 4
    return onnxruntime.InferenceSession(str(files[0]), options, providers=["CPUExecutionProvider"])


def _run(network: Any, dots: Floats) -> Floats:
    result: Floats = network.run(None, {network.get_inputs()[0].name: dots})[0]
    return result


def _line_boxes(page: Grey) -> list[tuple[float, float, float, float]]:
    """Left, top, right, bottom of each stretch of text."""
    rows, columns = page.shape
    scale = min(_FINDING_SIDE / max(rows, columns), 1.0)
    height, width = (max(round(side * scale / _STEP), 1) * _STEP for side in (rows, columns))
    small = Image.fromarray(page).resize((width, height), Image.Resampling.BOX)
    dots = np.asarray(small, dtype=np.float32) / 127.5 - 1
    ink = _run(_network("det"), np.repeat(dots[None, None], 3, axis=1))[0, 0]
    across, down = columns / width, rows / height
    boxes = []
    for left, top, right, bottom, area in patches(ink > _INK):
        if min(right - left, bottom - top) < _LEAST_SIDE:
            continue
        part = ink[top:bottom, left:right]
        if part[part > _INK].mean() < _SURE_INK:
            continue
        more = area * _GROWS / (2 * (right - left + bottom - top))
        box = ((left - more) * across, (top - more) * down, (right + more) * across, (bottom + more) * down)
        boxes.append((max(box[0], 0.0), max(box[1], 0.0), min(box[2], float(columns)), min(box[3], float(rows))))
    return boxes


def patches(mask: npt.NDArray[np.bool_]) -> list[tuple[int, int, int, int, int]]:
    """Left, top, right, bottom and area of each patch of connected dots, found row by row from their runs."""
    edges = np.diff(np.pad(mask.astype(np.int8), ((0, 0), (1, 1))), axis=1)
    patch: list[list[int]] = []
    above: list[tuple[int, int, int]] = []
    leader: list[int] = []

    def lead(at: int) -> int:
        while leader[at] != at:
            leader[at] = leader[leader[at]]
            at = leader[at]
        return at

    for row in range(len(mask)):
        starts, ends = (np.flatnonzero(edges[row] == edge).tolist() for edge in (1, -1))
        here = []
        for start, end in zip(starts, ends, strict=True):
            own = len(leader)
            leader.append(own)
            patch.append([start, row, end, row + 1, end - start])
            here.append((start, end, own))
            for first, last, other in above:
                if first < end and start < last and (one := lead(own)) != (two := lead(other)):
                    _join(patch[min(one, two)], patch[max(one, two)])
                    leader[max(one, two)] = min(one, two)
        above = here
    return [tuple(found) for at, found in enumerate(patch) if leader[at] == at]  # type: ignore[misc]


def _join(one: list[int], other: list[int]) -> None:
    one[0], one[1] = min(one[0], other[0]), min(one[1], other[1])
    one[2], one[3] = max(one[2], other[2]), max(one[3], other[3])
    one[4] += other[4]


def _rows(boxes: list[tuple[float, float, float, float]]) -> list[list[int]]:
    """Which boxes stand beside each other, row by row from the top, each from left to right."""
    rows: list[tuple[float, float, list[int]]] = []
    for at in sorted(range(len(boxes)), key=lambda at: boxes[at][1] + boxes[at][3]):
        left, top, right, bottom = boxes[at]
        middle, quarter = (top + bottom) / 2, (bottom - top) / 4
        for upper, lower, row in rows[-3:]:
            beside = all(min(right, boxes[one][2]) - max(left, boxes[one][0]) < quarter for one in row)
            if upper < middle < lower and beside:
                row.append(at)
                break
        else:
            rows.append((top + quarter, bottom - quarter, [at]))
    return [sorted(row, key=lambda at: boxes[at][0]) for _, _, row in rows]


def _read_lines(page: Grey, boxes: list[tuple[float, float, float, float]]) -> list[list[Seen]]:
    """The words in each box. Boxes of like width are read together."""
    picture = Image.fromarray(page)
    strips = [_strip(picture, box) for box in boxes]
    words: list[list[Seen]] = [[] for _ in boxes]
    order = sorted(range(len(boxes)), key=lambda at: strips[at].shape[1])
    for first in range(0, len(order), _AT_ONCE):
        group = order[first : first + _AT_ONCE]
        width = max(_LEAST_WIDTH, *(strips[at].shape[1] for at in group))
        dots = np.zeros((len(group), 3, _HEIGHT, width), np.float32)
        for place, at in enumerate(group):
            dots[place, :, :, : strips[at].shape[1]] = strips[at]
        chances = _run(_network("rec"), dots)
        for place, at in enumerate(group):
            step = width / chances.shape[1] * (boxes[at][2] - boxes[at][0]) / strips[at].shape[1]
            words[at] = _words(chances[place], boxes[at], step)
    return words


def _strip(picture: Image.Image, box: tuple[float, float, float, float]) -> Floats:
    cut = picture.crop((int(box[0]), int(box[1]), int(box[2]) + 1, int(box[3]) + 1))
    width = min(max(round(_HEIGHT * cut.width / cut.height), 8), _MOST_WIDTH)
    dots = np.asarray(cut.resize((width, _HEIGHT), Image.Resampling.BILINEAR), dtype=np.float32)
    strip: Floats = dots / 127.5 - 1
    return strip


@lru_cache(maxsize=1)
def _letters() -> list[str]:
    """What each output of the reading network stands for; the first is the gap between letters, the last a space."""
    names = _network("rec").get_modelmeta().custom_metadata_map["character"].split("\n")
    return ["", *names, " "]


def _spaced(letters: list[Letter]) -> list[Letter]:
    """The letters with a space where the network leaves it out and print never does: after a percent, before an amount.

    >>> "".join(text for text, _, _ in _spaced([(text, 999, at) for at, text in enumerate("5%a year,at US$5 or$7")]))
    '5% a year,at US$5 or $7'
    """
    spaced = letters[:1]
    for one, two in zip(letters, letters[1:], strict=False):
        if (one[0] == "%" and two[0].isalpha()) or (one[0].islower() and two[0] == "$"):
            spaced.append((" ", 1000, two[2]))
        spaced.append(two)
    return spaced


def _words(chances: Floats, box: tuple[float, float, float, float], step: float) -> list[Seen]:
    """The words of one line: each output that is no gap and no repetition is a letter, with its place from the left."""
    best = chances.argmax(axis=1)
    fresh = (best != 0) & np.concatenate(([True], best[1:] != best[:-1]))
    letters = [(_letters()[best[at]], int(chances[at, best[at]] * 1000), at) for at in np.flatnonzero(fresh).tolist()]
    words: list[Seen] = []
    word: list[Letter] = []
    for letter in [*_spaced(letters), (" ", 1000, len(best))]:
        if not letter[0].isspace():
            word.append(letter)
        elif word:
            left, right = box[0] + word[0][2] * step, box[0] + (word[-1][2] + 1) * step
            text = "".join(part for part, _, _ in word)
            words.append(Seen(text, left, box[1], min(right, box[2]), box[3], min(sure for _, sure, _ in word)))
            word = []
    return words
