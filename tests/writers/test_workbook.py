"""Reports as workbooks, read back by another library than would be fooled."""

import openpyxl
import pytest

from duly.ground.reports import Column, Money, Report
from duly.writers import workbook

COLUMNS = (Column("words", "text", "what was said"), Column("amount", "money", "how much"), Column("n", "count", "n"))


@pytest.mark.parametrize("words", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "=cmd|' /C calc'!A0", "00123", "a\x00b"])
def test_text_is_never_a_formula_and_numbers_are_numbers(tmp_path, words):
    path = str(tmp_path / "out.xlsx")
    workbook.write([Report("one", "One", COLUMNS, ((words, Money(-1234, "USD", 2), 7), ("", None, 0)))], path)
    sheet = openpyxl.load_workbook(path)["one"]
    cell, amount, count = sheet[2]
    assert cell.value == words.replace("\x00", "")
    assert cell.data_type in ("s", "inlineStr")
    assert (amount.value, amount.data_type, count.value) == (-12.34, "n", 7)
