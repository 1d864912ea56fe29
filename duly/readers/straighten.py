"""A scanned page made ready to be read: one grey, even paper, lines level. Numbers and pictures only, no words yet."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageFilter

Grey = npt.NDArray[np.uint8]

_WHITE = 255
# The paper around a word is looked for in squares of this many dots, and never taken for darker than this.
_SQUARE = 16
_DARKEST_PAPER = 40
# From so much noise on, the page is blurred by so many dots: letters lose less by it than they lose in the noise.
_NOISY = 8
_SOFTER = 0.8
# Lines are looked for in a picture this many times smaller, at angles of up to so many degrees.
_SMALLER = 3
_STEEPEST = 5.0
_STEPS = (0.5, 0.1, 0.04)
# A page that is out of true by less is not turned: turning blurs.
_LEVEL = 0.05


def evened(page: Grey) -> Grey:
    """The page as if its paper were white everywhere: shadows, yellow paper and see-through leave, noise softens."""
    picture = Image.fromarray(page)
    if _noise(page) > _NOISY:
        picture = picture.filter(ImageFilter.GaussianBlur(_SOFTER))
    small = picture.resize((max(picture.width // _SQUARE, 1), max(picture.height // _SQUARE, 1)), Image.Resampling.BOX)
    paper = small.filter(ImageFilter.MaxFilter(7)).filter(ImageFilter.GaussianBlur(4))
    level = np.asarray(paper.resize(picture.size, Image.Resampling.BILINEAR), dtype=np.float32)
    even = np.asarray(picture, dtype=np.float32) * _WHITE / np.maximum(level, _DARKEST_PAPER)
    return np.clip(even, 0, _WHITE).astype(np.uint8)


def _noise(page: Grey) -> float:
    """How much dots beside each other usually differ; nothing on a clean page, where most of it is bare."""
    part = page[::3].astype(np.int16)
    return float(np.median(np.abs(np.diff(part, axis=1)))) if part.shape[1] > 1 else 0.0


def skew(page: Grey) -> float:
    """By how many degrees the lines of a page rise to the right (negative: fall).

    Where the page is turned right, the rows of dots are either dark or light, and change abruptly from one to the next.
    """
    picture = Image.fromarray(page)
    size = max(picture.width // _SMALLER, 1), max(picture.height // _SMALLER, 1)
    small = picture.resize(size, Image.Resampling.BOX).filter(ImageFilter.GaussianBlur(1))
    ink = Image.fromarray(_WHITE - np.asarray(small))

    def abrupt(angle: float) -> float:
        turned = ink.rotate(angle, resample=Image.Resampling.BILINEAR)
        rows = np.asarray(turned, dtype=np.float32).sum(axis=1)
        return float(np.square(np.diff(rows)).sum())

    best, reach = 0.0, _STEEPEST
    for step in _STEPS:
        count = round(reach / step)
        best = max((best + turn * step for turn in range(-count, count + 1)), key=abrupt)
        reach = step
    return -best


def levelled(page: Grey, rise: float) -> Grey:
    """The page turned so that lines which rise by so many degrees lie level; its size stays."""
    if abs(rise) < _LEVEL:
        return page
    turned = Image.fromarray(page).rotate(-rise, resample=Image.Resampling.BICUBIC, fillcolor=_WHITE)
    return np.asarray(turned)


def unturned(box: tuple[float, float, float, float], rise: float, width: int, height: int) -> tuple[float, ...]:
    """Where a box of the levelled page lies on the page as it was scanned: the box around its turned corners."""
    if abs(rise) < _LEVEL:
        return box
    sine, cosine = math.sin(math.radians(-rise)), math.cos(math.radians(-rise))
    left, top, right, bottom = box
    corners = [(x - width / 2, y - height / 2) for x in (left, right) for y in (top, bottom)]
    across = [x * cosine - y * sine + width / 2 for x, y in corners]
    down = [x * sine + y * cosine + height / 2 for x, y in corners]
    return min(across), min(down), max(across), max(down)
