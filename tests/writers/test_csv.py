"""CSV: plain decimals, a currency beside the amounts, no cell that a spreadsheet would run."""

from __future__ import annotations

import csv as standard
import io

import pytest

from duly.ground.reports import Money
from duly.writers import csv
from tests.writers.made import listed, usd


def rows(report):
    return list(standard.reader(io.StringIO("".join(csv.lines(report)))))


def test_amounts_are_plain_decimals_with_their_currency_before_them():
    amounts = (("A", usd(-123456789), usd(5)), ("B", Money(7, "JPY", 0), None), ("C", Money(1, "KWD", 3), None))
    report = listed("journal", ("contract", "text"), ("debit", "money"), ("credit", "money"), rows=amounts)
    assert rows(report) == [
        ["contract", "currency", "debit", "credit"],
        ["A", "USD", "-1234567.89", "0.05"],
        ["B", "JPY", "7", ""],
        ["C", "KWD", "0.001", ""],
    ]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1"])
def test_text_that_a_spreadsheet_would_run_is_quoted(text):
    report = listed("allocation", ("contract", "text"), ("price", "money"), rows=((text, usd(-1)),))
    assert rows(report)[1] == ["'" + text.replace("\r", "\n"), "USD", "-0.01"]


def test_commas_quotes_and_line_ends_stay_in_their_cell():
    report = listed("allocation", ("contract", "text"), rows=(('a, "b"\nc',),))
    assert rows(report) == [["contract"], ['a, "b"\nc']]


def test_lines_end_the_same_on_every_machine():
    report = listed("allocation", ("contract", "text"), rows=(("A",),))
    assert "".join(csv.lines(report)) == "contract\nA\n"
