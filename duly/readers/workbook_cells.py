"""Cells of a workbook to text: dates as ISO, numbers as plain decimals, percentages as shown, yes and no."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from decimal import Context, Decimal
from xml.etree.ElementTree import Element

from duly.ground.errors import DulyError, Place
from duly.ground.tree import Text
from duly.readers.errors import (
    CellDateUnknown,
    CellHasError,
    CellHasFormula,
    CellHasTime,
    CellNumberNeedsText,
    ReadingError,
    WorkbookIsBroken,
)
from duly.readers.grid import Row, cell_name
from duly.readers.limits import SHEET_COLUMNS, SHEET_ROWS, WORKBOOK_DEPTH
from duly.readers.raw import require_visible

_WHOLE = re.compile(r"-?[0-9]{1,40}")
_NUMBER = re.compile(r"[+-]?[0-9]*\.?[0-9]*(?:[eE][+-]?[0-9]+)?")
_DECIMAL = re.compile(r"-?[0-9]{1,12}(?:\.[0-9]{1,40})?")
_CELL = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
# What of a number format is not shown as part of the number: quoted text, escapes, padding, colors and locales.
_FORMAT_EXTRAS = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?![hms]+\])[^\]]*\]')
_BUILT_IN = {
    9: "percent",
    10: "percent",
    18: "time",
    19: "time",
    20: "time",
    21: "time",
    45: "time",
    46: "time",
    47: "time",
}
_BUILT_IN_DATES = {14, 15, 16, 17, 22, *range(27, 37), *range(50, 59)}
# Formats that a program shows with the currency of its user, in most papers the dollar.
_BUILT_IN_SIGNS = dict.fromkeys(("5", "6", "7", "8", "42", "44"), "$")
_SIGN = re.compile(r"(?:US|CA|A|NZ|HK|S)?\$|[€£¥]|(?:USD|EUR|GBP|CAD|AUD|NZD|CHF|JPY|SEK|NOK|DKK)(?![A-Za-z])")
_DAY_ZERO = dt.date(1899, 12, 30)  # right from 1900-03-01 on: spreadsheets count a 29 February 1900
_DAY_ZERO_1904 = dt.date(1904, 1, 1)
_FIRST_CERTAIN = 61
_LAST_DAY = 2_958_465  # 9999-12-31
_EXACT = Context(prec=500)


def local_name(tag: str) -> str:
    """The name of a tag without its namespace, which differs between the two editions of the standard."""
    return tag.rpartition("}")[2]


@dataclass(frozen=True, slots=True)
class Styles:
    """For each cell style by number: "date", "time", "percent" or "", and the currency its number format shows."""

    kinds: tuple[str, ...]
    signs: tuple[str, ...] = ()

    @classmethod
    def of(cls, root: Element) -> Styles:
        """From the part `styles.xml`."""
        codes = {
            entry.get("numFmtId", ""): entry.get("formatCode", "")
            for entry in root.iter()
            if local_name(entry.tag) == "numFmt"
        }
        kinds: list[str] = []
        signs: list[str] = []
        for group in root:
            if local_name(group.tag) == "cellXfs":
                for style in group:
                    number = style.get("numFmtId", "0")
                    kinds.append(_format_kind(codes[number]) if number in codes else _built_in(number))
                    signs.append(_format_sign(codes[number]) if number in codes else _BUILT_IN_SIGNS.get(number, ""))
        return cls(tuple(kinds), tuple(signs))

    def kind(self, number: str) -> str:
        """The kind of a style; a number the file does not define has none."""
        return self.kinds[int(number)] if number.isdecimal() and int(number) < len(self.kinds) else ""

    def sign(self, number: str) -> str:
        """The currency sign or code that a style shows beside its number."""
        return self.signs[int(number)] if number.isdecimal() and int(number) < len(self.signs) else ""


def _built_in(number: str) -> str:
    code = int(number) if number.isdecimal() else 0
    return "date" if code in _BUILT_IN_DATES else _BUILT_IN.get(code, "")


def _format_kind(code: str) -> str:
    """What a number format shows.

    >>> _format_kind("yyyy-mm-dd"), _format_kind('0.00" days"'), _format_kind("0.0%"), _format_kind("[h]:mm")
    ('date', '', 'percent', 'time')
    """
    shown = _FORMAT_EXTRAS.sub("", code).lower()
    if shown.startswith("general"):
        return ""
    if "y" in shown or "d" in shown or ("m" in shown and not ("h" in shown or "s" in shown)):
        return "date"
    if "h" in shown or "s" in shown:
        return "time"
    return "percent" if "%" in shown else ""


def _format_sign(code: str) -> str:
    """The currency that a number format shows.

    >>> _format_sign('"$"#,##0.00'), _format_sign("[$€-407] #,##0"), _format_sign('#,##0 "seats"'), _format_sign("0%")
    ('$', '€', '', '')
    """
    # In brackets with a dollar stands a sign and the country it is written for.
    shown = re.sub(r"\[\$([^\]-]*)(?:-[^\]]*)?\]", r"\1", code.partition(";")[0])
    found = _SIGN.search(shown)
    return found[0] if found else ""


class _Depth:
    """Counts how deep the elements of a part stand, because a parser keeps memory for each that is open."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self._levels = 0

    def down(self) -> None:
        self._levels += 1
        if self._levels > WORKBOOK_DEPTH:
            raise WorkbookIsBroken(f"more than {WORKBOOK_DEPTH} elements stand inside each other", place=self._place)

    def up(self) -> None:
        self._levels -= 1


class StringParts:
    """Collects the shared texts of a workbook: one for each `si`, without the reading aids of `rPh`."""

    def __init__(self, place: Place) -> None:
        self._depth = _Depth(place)
        self.strings: list[str] = []
        self._pieces: list[str] = []
        self._taking = False
        self._aid = False

    def start(self, tag: str, _attributes: dict[str, str]) -> None:
        self._depth.down()
        name = local_name(tag)
        if name == "si":
            self._pieces = []
        elif name == "rPh":
            self._aid = True
        elif name == "t":
            self._taking = not self._aid

    def data(self, text: str) -> None:
        if self._taking:
            self._pieces.append(text)

    def end(self, tag: str) -> None:
        self._depth.up()
        name = local_name(tag)
        if name == "si":
            self.strings.append("".join(self._pieces))
        elif name == "rPh":
            self._aid = False
        elif name == "t":
            self._taking = False

    def close(self) -> None:
        pass


class SheetParts:
    """Collects the rows of a sheet. Cells are kept by their column, so that gaps cost nothing."""

    def __init__(
        self, place: Place, strings: list[str], styles: Styles, *, epoch_1904: bool, signed: bool = False
    ) -> None:
        self._sheet = place
        self._depth = _Depth(place)
        self._strings = strings
        self._styles = styles
        self._epoch_1904 = epoch_1904
        self._signed = signed
        self._rows: list[Row] = []
        self._row: Row | None = None
        self._number = 0
        self._column = 0
        self._kind = ""
        self._style = ""
        self._formula = False
        self._taking = False
        self._inside = False
        self._aid = False
        self._pieces: list[str] = []

    def taken(self) -> list[Row]:
        """The rows complete by now; each is given out once."""
        rows, self._rows = self._rows, []
        return rows

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self._depth.down()
        name = local_name(tag)
        if name == "sheetData":
            self._inside = True
        elif not self._inside:
            return
        elif name == "c":
            self._start_cell(attributes)
        elif name in {"v", "t"}:
            self._taking = not self._aid
        elif name == "f":
            self._formula = True
        elif name == "rPh":
            self._aid = True
        elif name == "row":
            self._start_row(attributes)

    def data(self, text: str) -> None:
        if self._taking:
            self._pieces.append(text)

    def end(self, tag: str) -> None:
        self._depth.up()
        name = local_name(tag)
        if name == "c":
            if self._inside:
                self._end_cell()
        elif name in {"v", "t"}:
            self._taking = False
        elif name == "rPh":
            self._aid = False
        elif name == "row":
            if self._row is not None and (self._row.cells or self._row.errors):
                self._rows.append(self._row)
            self._row = None
        elif name == "sheetData":
            self._inside = False

    def close(self) -> None:
        pass

    def _broken(self, what: str) -> DulyError:
        return WorkbookIsBroken(what, place=Place(self._sheet.file, self._number, 0, self._sheet.sheet))

    def _start_row(self, attributes: dict[str, str]) -> None:
        written = attributes.get("r", str(self._number + 1))
        number = int(written) if written.isdecimal() and len(written) < 8 else 0
        if self._row is not None or not self._number < number <= SHEET_ROWS:
            raise self._broken(f"the row number {written[:20]} is out of order or beyond {SHEET_ROWS:,}")
        self._number = number
        self._column = 0
        self._row = Row(Place(self._sheet.file, number, 0, self._sheet.sheet))

    def _start_cell(self, attributes: dict[str, str]) -> None:
        if self._row is None:
            raise self._broken("a cell stands outside of any row")
        column = self._column + 1
        name = attributes.get("r")
        if name is not None:
            found = _CELL.fullmatch(name)
            column = _column_number(found.group(1)) if found and int(found.group(2)) == self._number else 0
        if not self._column < column <= SHEET_COLUMNS:
            raise self._broken(f"the cell {name or column} is out of order or beyond {SHEET_COLUMNS:,} columns")
        self._column = column
        self._kind = attributes.get("t", "n")
        self._style = attributes.get("s", "0")
        self._formula = False
        self._pieces = []

    def _end_cell(self) -> None:
        written = "".join(self._pieces)
        if self._row is None or (not written.strip() and not self._formula):
            return
        place = Place(self._sheet.file, self._number, self._column, self._sheet.sheet)
        try:
            text = self._text(written, place).strip()
        except ReadingError as error:
            if isinstance(error, WorkbookIsBroken):
                raise
            self._row.errors.append(error)
            text = written.strip()
        if text:
            self._row.cells.append(Text(self._with_sign(text), place))

    def _with_sign(self, text: str) -> str:
        """A number with the currency that its cell shows, for those who read words and not values."""
        sign = self._styles.sign(self._style) if self._signed and self._kind == "n" else ""
        if not sign or not _DECIMAL.fullmatch(text):
            return text
        return f"{sign} {text}" if sign.isalpha() else f"{sign}{text}"

    def _text(self, written: str, place: Place) -> str:
        """What the cell says, as text."""
        if self._formula:
            raise CellHasFormula(f"the cell {cell_name(place)} holds a formula", place=place)
        if self._kind == "s":
            if not written.isdecimal() or len(written) > 9 or int(written) >= len(self._strings):
                raise self._broken(f"the cell {cell_name(place)} speaks of a text that is not there")
            return _visible(self._strings[int(written)], place)
        if self._kind in {"str", "inlineStr"}:
            return _visible(written, place)
        if self._kind == "b":
            return "yes" if written.strip() in {"1", "true"} else "no"
        if self._kind == "e":
            raise CellHasError(f"the cell {cell_name(place)} holds {written[:20]}", place=place)
        if self._kind == "d":
            return _iso_date(written.strip(), place)
        return number_text(written.strip(), self._styles.kind(self._style), place, epoch_1904=self._epoch_1904)


def _column_number(letters: str) -> int:
    """A is 1, Z is 26, AA is 27."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def _visible(text: str, place: Place) -> str:
    """The text with the escapes `_xHHHH_` undone, which stand for characters XML cannot hold."""
    if "_x" in text:
        text = _ESCAPED.sub(lambda found: chr(int(found.group(1), 16)), text)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    require_visible(text, place)
    return text


def number_text(written: str, kind: str, place: Place, *, epoch_1904: bool = False) -> str:
    """A number cell as text: a whole number or the shortest decimal that means the same number, exactly.

    Spreadsheets write 0.1 as 0.10000000000000001; the shortest decimal undoes that, and nothing is computed.
    """
    if kind == "time":
        raise CellHasTime(f"the cell {cell_name(place)} holds a time of day", place=place)
    if kind == "date":
        return _serial_date(written, place, epoch_1904=epoch_1904)
    plain = written if _WHOLE.fullmatch(written) else _shortest(written, place)
    if kind == "percent":
        # A percentage is stored as its hundredth; the cell shows, and a person means, the number with the sign.
        shown = format(Decimal(plain).scaleb(2, _EXACT), "f")
        plain = (shown.rstrip("0").rstrip(".") if "." in shown else shown) + "%"
    return plain


def _shortest(written: str, place: Place) -> str:
    if not _NUMBER.fullmatch(written) or len(written) > 400:
        raise WorkbookIsBroken(f"the cell {cell_name(place)} should be a number, not {written[:20]!r}", place=place)
    try:
        short = repr(float(written))
    except ValueError:
        raise WorkbookIsBroken(
            f"the cell {cell_name(place)} should be a number, not {written[:20]!r}", place=place
        ) from None
    if "e" in short or "n" in short:
        raise CellNumberNeedsText(
            f"the number {written[:40]} in the cell {cell_name(place)} has no plain form", place=place
        )
    return short.removesuffix(".0")


def _serial_date(written: str, place: Place, *, epoch_1904: bool) -> str:
    if not _DECIMAL.fullmatch(written):
        raise CellDateUnknown(f"the cell {cell_name(place)} should be a date, not {written[:20]!r}", place=place)
    serial = Decimal(written)
    first, last = (0, _LAST_DAY - 1462) if epoch_1904 else (_FIRST_CERTAIN, _LAST_DAY)
    if not first <= serial <= last:
        raise CellDateUnknown(
            f"the date number {written[:20]} in the cell {cell_name(place)} is no certain day", place=place
        )
    if serial != int(serial):
        raise CellHasTime(f"the cell {cell_name(place)} holds a time of day", place=place)
    zero = _DAY_ZERO_1904 if epoch_1904 else _DAY_ZERO
    return (zero + dt.timedelta(days=int(serial))).isoformat()


def _iso_date(written: str, place: Place) -> str:
    day, _, time = written.partition("T")
    if time.rstrip("Z").strip("0:.") != "":
        raise CellHasTime(f"the cell {cell_name(place)} holds a time of day", place=place)
    return day
