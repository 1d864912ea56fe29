"""Files that are one plain list."""

from __future__ import annotations

from pathlib import Path

import pytest

from duly.readers.errors import (
    CellWithoutColumn,
    ColumnMissing,
    ColumnNameUnreadable,
    DocumentIsNotABlock,
    DuplicateColumn,
    FileIsEmpty,
    FileKindUnknown,
)
from duly.readers.rows import list_rows

NEEDED, MORE = ("account", "balance"), ("currency",)
RIGHT = {
    "gl.csv": "Balance,Account\n-5.00,1200\n,2400\n",
    "gl.json": '{"rows": [{"account": "1200", "balance": -5.00}, {"account": "2400", "balance": ""}]}',
}
WRONG = {
    "a.csv": ("account\n1200\n", ColumnMissing),
    "b.csv": ("account,balance,note\n", ColumnNameUnreadable),
    "c.csv": ("account,balance,Account\n", DuplicateColumn),
    "d.csv": ("account,balance\n1200,5.00,6.00\n", CellWithoutColumn),
    "e.json": ('{"rows": []}', FileIsEmpty),
    "f.json": ('{"rows": "none"}', DocumentIsNotABlock),
    "g.json": ('{"rows": [1]}', DocumentIsNotABlock),
    "h.json": ('{"rows": [{"account": "1200", "balance": ["5.00"]}]}', DocumentIsNotABlock),
    "i.json": ('{"rows": [{"account": "1200", "note": "5.00"}]}', ColumnNameUnreadable),
    "j.json": ('{"rows": [{"account": "1200"}]}', ColumnMissing),
    "k.txt": ("account,balance\n", FileKindUnknown),
}


@pytest.mark.parametrize("name", RIGHT)
def test_rows_are_told_by_their_columns(tmp_path: Path, name: str):
    (tmp_path / name).write_text(RIGHT[name], "utf-8")
    rows = [row for _, row in list_rows(str(tmp_path / name), NEEDED, MORE)]
    assert rows[0] == {"account": "1200", "balance": "-5.00"} and rows[1]["account"] == "2400"


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_with_a_list_is_named(tmp_path: Path, name: str):
    text, error = WRONG[name]
    (tmp_path / name).write_text(text, "utf-8")
    with pytest.raises(error):
        list_rows(str(tmp_path / name), NEEDED, MORE)
