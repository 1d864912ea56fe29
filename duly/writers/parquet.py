"""Reports as Parquet: amounts as decimals, days as days, the meaning of each column beside it. The same report gives
the same bytes."""

from __future__ import annotations

from decimal import Decimal
from io import BytesIO

import pyarrow as arrow
from pyarrow import parquet

from duly.ground.dates import day
from duly.ground.money import plain
from duly.ground.reports import Column, Money, Report

_DIGITS = 38  # of a decimal; 64 bits of minor units have 19


def snapshot(report: Report) -> bytes:
    """One report as the bytes of a file; beside each amount stands its currency."""
    fields, columns = [], []
    for number, column in enumerate(report.columns):
        for field, values in _columns(column, [row[number] for row in report.rows]):
            fields.append(field)
            columns.append(arrow.array(values, field.type))
    table = arrow.Table.from_arrays(columns, schema=arrow.schema(fields, {"title": report.title}))
    written = BytesIO()
    parquet.write_table(table, written, compression="zstd")
    return written.getvalue()


def _columns(column: Column, cells: list[object]) -> list[tuple[arrow.Field, list[object]]]:
    """A column as it is written; an amount is two."""
    said = {"meaning": column.meaning}
    if column.kind == "money":
        digits = max((cell.digits for cell in cells if isinstance(cell, Money)), default=2)
        amounts = [Decimal(plain(cell.minor, cell.digits)) if isinstance(cell, Money) else None for cell in cells]
        codes = [cell.currency if isinstance(cell, Money) else None for cell in cells]
        named = arrow.field(f"{column.name} currency", arrow.string(), metadata={"meaning": f"of {column.name}"})
        return [(arrow.field(column.name, arrow.decimal128(_DIGITS, digits), metadata=said), amounts), (named, codes)]
    if column.kind == "day":
        days = [day(str(cell)) if cell else None for cell in cells]
        return [(arrow.field(column.name, arrow.date32(), metadata=said), days)]
    if column.kind == "count":
        return [(arrow.field(column.name, arrow.int64(), metadata=said), list(cells))]
    texts = [None if cell is None else str(cell) for cell in cells]
    return [(arrow.field(column.name, arrow.string(), metadata=said), texts)]
