"""What recurs of a contract, what a balance is carried at, and derivations that do not grow with every report."""

from __future__ import annotations

from pathlib import Path

import pytest

from duly.checker.proof import prove
from duly.checker.trees import every, read
from duly.engine.contracts.terms import Company
from duly.engine.explain.derivation import NothingToExplain
from duly.engine.explain.numbers import explain_number
from duly.engine.journal.books import keep_books
from duly.writers import json
from tests.engine.contracts.texts import contracts_of
from tests.engine.explain.test_derivations import books_of

CASES = Path(__file__).resolve().parents[3] / "tests" / "cases"


@pytest.mark.parametrize(
    "case, number, value",
    [
        ("metrics-mrr-arr-arpu-quick-ratio", "LOW/mrr/2024-06-30", "230.00 USD"),
        ("metrics-mrr-arr-arpu-quick-ratio", "LOW/arr/2024-06-30", "2,760.00 USD"),
        ("commission-two-year-amortisation", "CUSTOMER/contract cost asset/2024-12", "1,200.00 USD"),
        ("house/impairment-of-several-costs", "TWICE/contract cost asset/2024-03", "1,600.00 USD"),
        ("house/onerous-provision-shrinks", "LOSS/onerous provision/2024-02", "45.45 USD"),
        ("commission-two-year-amortisation", "CUSTOMER/contract cost amortization/2024-03", "300.00 USD"),
        ("commission-two-year-amortisation", "CUSTOMER/cash/2024-03", "-2,400.00 USD"),
        ("house/impairment-of-several-costs", "TWICE/impairment loss/2024-04", "220.00 USD"),
        ("fx-receivable-remeasure-and-settle", "PRODUCT/functional receivable/2024-12", "230,000.00 USD"),
        ("house/currency-layers-and-a-group-in-pounds", "SERVICE/functional contract liability/2025-02", "335.00 USD"),
        ("house/currency-a-change-takes-back", "BACK/functional contract asset/2025-04", "280.00 USD"),
    ],
)
def test_numbers_beside_the_books_are_derived_and_proved(case, number, value):
    contract, what, when = number.split("/")
    books = next(b for b in books_of(CASES / f"{case}.yaml") if contract in b.now().stacked.tables.contracts.ref)
    (tree,) = read("".join(json.derivation(explain_number(books, contract, what, when))))
    assert tree.value == value
    assert prove([tree], lambda file: Path(file).read_text(encoding="utf-8"), together=False).faults == []
    with pytest.raises(NothingToExplain):
        explain_number(books, contract, "arr", "some day")


def test_many_reports_of_progress_are_told_once_each():
    rows = "".join(f"  - {{date: 2026-{n:02}-15, progress: works, done: {4 * n}%}}\n" for n in range(1, 13))
    rows += "".join(f"  - {{date: 2027-{n:02}-15, progress: works, done: {48 + 4 * n}%}}\n" for n in range(1, 13))
    text = "contract: X\ncurrency: USD\nsigned: 2026-01-01\nobligations:\n"
    text += "  works: {price: 2400.00, earn: by progress, from: 2026-01-01, to: 2027-12-31}\nhappened:\n" + rows
    books = keep_books(contracts_of(text).terms, Company())
    (tree,) = read("".join(json.derivation(explain_number(books, "X", "works", "2027-12"))))
    assert tree.value == "96.00 USD" and len(list(every(tree))) < 200
