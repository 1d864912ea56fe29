"""Balances, allocations and what remains are derived to facts; the text of each is proved by the checker."""

from __future__ import annotations

from pathlib import Path

import pytest

from duly.checker.proof import prove
from duly.checker.trees import read
from duly.engine.explain.derivation import NothingToExplain
from duly.engine.explain.numbers import explain_number
from duly.writers import html, json, table
from tests.engine.explain.test_derivations import books_of, text_of

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="module")
def books():
    (found,) = books_of(ROOT / "examples" / "bundle.yaml")
    return found


@pytest.mark.parametrize(
    "number, value",
    [
        ("HRB-7/contract liability/2026-01", "11,500.00 USD"),
        ("HRB-7/contract asset/2026-02", "16,000.00 USD"),
        ("HRB-7/receivable/2026-06", "54,000.00 USD"),
        ("HRB-7/refund liability/2026-06", "0.00 USD"),
        ("HRB-7/deposit liability/2026-06", "0.00 USD"),
        ("HRB-7/build/allocated", "50,000.00 USD"),
        ("HRB-7/build/remaining", "0.00 USD"),
        ("HRB-7/build/2026-04", "5,000.00 USD"),
    ],
)
def test_a_number_is_derived_by_its_address_and_proved(books, number, value):
    (top,) = read("".join(json.derivation(explain_number(books, *number.split("/")))))
    assert (top.value, prove([top], text_of, together=False).faults) == (value, [])


def test_a_balance_walks_back_to_invoices_and_revenue(books):
    lines = list(table.tree(explain_number(books, "HRB-7", "contract asset", "2026-02")))
    assert any("invoice INV-1 on 2026-01-02: 16,500.00 USD" in line for line in lines)
    assert any("recognized to the end of 2026-02-28: 10,000.00 USD" in line for line in lines)


@pytest.mark.parametrize("number", ["HRB-7/bild/allocated", "HRB-7/receivable/2030-01", "X/receivable/2026-01"])
def test_what_there_is_not_is_said(books, number):
    with pytest.raises(NothingToExplain):
        explain_number(books, *number.split("/"))


def test_a_page_stands_alone_and_shows_every_step(books):
    page = "".join(html.derivation(explain_number(books, "HRB-7", "contract asset", "2026-02")))
    assert page.startswith("<!doctype html>") and page.count("<details") == page.count("</details>") > 5
    assert not any(word in page for word in ("<script", "http://", "https://", "<link", "url("))
    assert "bundle.yaml, line 26" in page and "606-10-45-1" in page and 'href="#s' in page
