"""Pictures of pages to grey dots: PNG, JPEG, TIFF with several pages, and pages of a PDF drawn."""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageOps, UnidentifiedImageError

from duly.ground.errors import Place
from duly.readers.paper_errors import PaperHasTooManyPages, PaperIsBomb, PaperIsBroken, PictureTooLarge
from duly.readers.paper_limits import PaperLimits
from duly.readers.straighten import Grey

# What a scan is read at. More dots than this on the longer side only cost time.
DOTS = 300
_LONGEST_SIDE = 3_600
_KINDS = ("PNG", "JPEG", "TIFF")


@dataclass(frozen=True, slots=True)
class Shown:
    """One page as dots, its size in hundredths of a point, and how many pages the file has."""

    dots: Grey
    width: int
    height: int
    count: int = 1


def picture_page(data: bytes, number: int, name: str, limits: PaperLimits) -> Shown:
    """A page of a picture file, counted from 1. Its size is believed only after it is checked."""
    place = Place(name)
    Image.MAX_IMAGE_PIXELS = limits.picture_points
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    try:
        with Image.open(io.BytesIO(data), formats=_KINDS) as file:
            count = getattr(file, "n_frames", 1)
            if count > limits.pages:
                raise PaperHasTooManyPages(f"the picture says it has {count:,} pages", place=place)
            file.seek(number - 1)
            wide, high = file.size
            if wide * high > limits.picture_points:
                raise PictureTooLarge(f"the picture says it has {wide:,} by {high:,} points", place=place)
            dots_an_inch = _resolution(file.info.get("dpi"))
            file.draft("L", (_LONGEST_SIDE, _LONGEST_SIDE))
            grey = _flat(ImageOps.exif_transpose(file))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise PictureTooLarge(f"the picture has more than {limits.picture_points:,} points", place=place) from None
    except UnidentifiedImageError:
        raise PaperIsBroken("the picture cannot be opened", place=place) from None
    except (OSError, SyntaxError, ValueError, EOFError, TypeError, IndexError, KeyError, ZeroDivisionError) as error:
        if "text memory" in str(error) or "too large" in str(error).lower():
            raise PaperIsBomb(
                "the words hidden beside the picture unpack to far more than their size", place=place
            ) from None
        raise PaperIsBroken(f"the picture cannot be read: {str(error)[:100]}", place=place) from None
    width, height = (round(side * 7200 / dots_an_inch) for side in (wide, high))
    if (grey.width > grey.height) != (wide > high):
        width, height = height, width
    return Shown(_fitting(grey), width, height, count)


def pdf_page(data: bytes, number: int, name: str, limits: PaperLimits) -> Shown:
    """A page of a PDF drawn at the resolution of a scan."""
    from duly.readers.pdf import open_pdf, page_size

    page = open_pdf(data, name, limits)[number - 1]
    width, height = page_size(page)
    scale = min(DOTS / 72, _LONGEST_SIDE * 100 / max(width, height))
    drawn = page.render(scale=scale, grayscale=True).to_pil()
    return Shown(_fitting(drawn), width, height)


def _resolution(written: object) -> float:
    """Dots an inch as the file says, where it says something a scanner would."""
    try:
        dots = float(written[0])  # type: ignore[index]
    except (TypeError, ValueError, IndexError, ZeroDivisionError):
        return DOTS
    return dots if 50 <= dots <= 1200 else DOTS


def _flat(picture: Image.Image) -> Image.Image:
    """The picture in grey, on white where it is transparent."""
    if picture.mode in {"RGBA", "LA", "PA"} or "transparency" in picture.info:
        over = picture.convert("RGBA")
        paper = Image.new("RGBA", over.size, "white")
        picture = Image.alpha_composite(paper, over)
    if picture.mode.startswith("I") or picture.mode == "F":
        deep = np.asarray(picture, dtype=np.float32)
        most = float(deep.max()) or 1.0
        return Image.fromarray(np.clip(deep * 255 / most, 0, 255).astype(np.uint8))
    return picture.convert("L")


def _fitting(picture: Image.Image) -> Grey:
    longest = max(picture.size)
    if longest > _LONGEST_SIDE:
        scale = _LONGEST_SIDE / longest
        size = (max(round(picture.width * scale), 1), max(round(picture.height * scale), 1))
        picture = picture.resize(size, Image.Resampling.BOX)
    return np.asarray(picture)
