"""The columnar table: declared columns of one length, checked once when it is made, never changed after."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import Field, dataclass, fields
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from duly.ground.errors import DulyError

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]


class ColumnsDiffer(DulyError):
    """The columns of a table have different lengths or a wrong kind: a fault of the program that made it."""


@dataclass(frozen=True)
class Table:
    """Base of all tables: each field is an `int64` array or a tuple of text, all of one length."""

    def __post_init__(self) -> None:
        length = -1
        for column in columns_of(type(self)):
            value = getattr(self, column.name)
            if isinstance(value, np.ndarray) and value.dtype != np.int64:
                raise ColumnsDiffer(f"{type(self).__name__}.{column.name} has {value.dtype}, not int64")
            if length >= 0 and len(value) != length:
                raise ColumnsDiffer(f"{type(self).__name__}.{column.name} has {len(value)} rows, the others {length}")
            length = len(value)

    def __len__(self) -> int:
        return len(getattr(self, columns_of(type(self))[0].name))

    def take(self, rows: Ints | Bools) -> Self:
        """The table of the rows chosen by index or by mask, in that order."""
        index = np.arange(len(self))[rows]
        return type(self)(**{c.name: _take(getattr(self, c.name), index) for c in columns_of(type(self))})

    @classmethod
    def of(cls, **columns: Sequence[Any] | npt.NDArray[Any]) -> Self:
        """A table from plain lists; columns of text become tuples, the others `int64` arrays."""
        return cls(**{c.name: _column(columns[c.name], c.type) for c in columns_of(cls)})


_DECLARED: dict[type[Any], tuple[Field[Any], ...]] = {}


def columns_of(kind: type[Table]) -> tuple[Field[Any], ...]:
    """The declared columns of a table, in order; looked up once for each kind."""
    if kind not in _DECLARED:
        _DECLARED[kind] = fields(kind)
    return _DECLARED[kind]


def _take(column: Any, index: Ints) -> Any:
    return column[index] if isinstance(column, np.ndarray) else tuple(column[i] for i in index)


def _column(values: Any, kind: Any) -> Any:
    return tuple(values) if "tuple" in str(kind) else ints(values)


def ints(values: Sequence[int] | npt.NDArray[Any]) -> Ints:
    """An `int64` column; a number beyond 64 bits is an error of its own, never a wrong number."""
    try:
        return np.asarray(values, dtype=np.int64)
    except OverflowError:
        worst = max(values, key=abs)
        raise DulyError(
            f"the number {worst} does not fit 64 bits",
            why="a column holds at most 9,223,372,036,854,775,807 minor units",
        ) from None
