"""Parquet read back: what was written, its types, and the same bytes for the same report."""

from __future__ import annotations

import datetime
from decimal import Decimal
from io import BytesIO

from pyarrow import parquet

from duly.ground.reports import Column, Money, Report
from duly.writers.parquet import snapshot

REPORT = Report(
    "balances",
    "Contract balances",
    (
        Column("contract", "text", "the contract"),
        Column("date", "day", "the last day"),
        Column("receivable", "money", "what is owed"),
        Column("contracts", "count", "how many"),
    ),
    (
        ("CT-1", "2026-03-31", Money(-123_456, "USD", 2), 3),
        ("=CT-2", "1999-12-31", Money(9_223_372_036_854_775_807, "BHD", 3), 0),
        ("", "2026-04-30", None, 1),
        ("CT-3", "2026-04-30", Money(500, "JPY", 0), 1),
    ),
)


def test_what_was_written_is_read_back():
    found = parquet.read_table(BytesIO(snapshot(REPORT)))
    assert found.column_names == ["contract", "date", "receivable", "receivable currency", "contracts"]
    assert found["receivable"].to_pylist() == [
        Decimal("-1234.560"),
        Decimal("9223372036854775.807"),
        None,
        Decimal("500"),
    ]
    assert found["receivable currency"].to_pylist() == ["USD", "BHD", None, "JPY"]
    assert found["date"].to_pylist()[1] == datetime.date(1999, 12, 31)
    assert found["contract"].to_pylist() == ["CT-1", "=CT-2", "", "CT-3"] and found["contracts"].to_pylist()[0] == 3
    assert found.schema.field("receivable").metadata == {b"meaning": b"what is owed"}


def test_the_same_report_gives_the_same_bytes_and_another_gives_others():
    assert snapshot(REPORT) == snapshot(REPORT)
    assert snapshot(REPORT) != snapshot(REPORT._replace(rows=REPORT.rows[::-1]))


def test_a_report_without_rows_has_its_columns():
    assert parquet.read_table(BytesIO(snapshot(REPORT._replace(rows=())))).num_rows == 0
