"""What the demo company claims to have is in the numbers of its contracts: feature by feature, with the contract."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from duly.doors.cli.contracts import load
from duly.engine.journal.books import Books, keep_books
from duly.engine.journal.two_currencies import two_fold
from duly.ground.dates import day

DEMO = Path(__file__).resolve().parents[2] / "duly" / "demo"
INDUSTRIES = {"saas": 14, "services": 15, "manufacturing": 15, "clinical": 15}
FILES = [str(DEMO / f"{name}.yaml") for name in INDUSTRIES]
TREATMENTS = {
    ("CL-1002", "A-1"): "separate",
    ("CL-1003", "A-1"): "prospective",
    ("SV-2003", "CO-1"): "catch-up",
    ("SV-2015", "A-1"): "mixed",
    ("MF-3014", "A-1"): "separate",
    ("MF-3004", "CO-1"): "catch-up",
    ("CT-4001", "CO-1"): "catch-up",
    ("CT-4007", "A-1"): "prospective",
    ("CT-4015", "A-1"): "prospective",
}
# What a contract must have posted in a book: the account, and on which side it once stood or moved.
FEATURES = {
    "a contract asset by milestones": ("SV-2002", "us", "contract_asset"),
    "cost assets of obtaining": ("CL-1001", "us", "contract_cost_asset"),
    "cost assets of fulfilment": ("CT-4005", "us", "contract_cost_asset"),
    "a financing component of an advance": ("CL-1014", "us", "interest_expense"),
    "a financing component of credit": ("MF-3005", "us", "interest_income"),
    "a loss contract": ("SV-2006", "us", "loss_on_onerous_contract"),
    "an impairment": ("CT-4007", "us", "impairment_loss"),
    "a refund liability of returns": ("MF-3002", "us", "refund_liability"),
    "a return asset": ("MF-3002", "us", "return_asset"),
    "a refund liability of a concession": ("MF-3011", "us", "refund_liability"),
    "a refund liability of a rebate": ("CL-1011", "us", "refund_liability"),
    "a deposit while there is no contract": ("CT-4009", "us", "deposit_liability"),
    "a warranty": ("MF-3001", "us", "warranty_provision"),
    "noncash consideration": ("CT-4012", "us", "equity_investment"),
    "consideration payable to a customer": ("MF-3009", "us", "prepaid_consideration_to_customer"),
    "an agent's supplier": ("SV-2008", "us", "accounts_payable"),
    "a credit loss": ("CL-1015", "us", "bad_debt_expense"),
    "another currency than that of the books": ("CL-1010", "us", "fx_gain_loss"),
    "a contract liability": ("CL-1001", "us", "contract_liability"),
}


class Told(NamedTuple):
    """The contracts in a book: sums of debits and credits by contract and account, revenue by contract and cause."""

    books: Books
    moved: dict[tuple[str, str], int]
    causes: dict[tuple[str, str], int]


@pytest.fixture(scope="module")
def told() -> Callable[[str], Told]:
    (run,) = load(FILES, str(DEMO / "company.yaml")).runs
    kept: dict[str, Told] = {}

    def of(book: str) -> Told:
        if book not in kept:
            books = keep_books(run.terms, run.company, book=book, through=day("2025-12-31"))
            assert not books.errors
            moved, causes = defaultdict(int), defaultdict(int)
            for row, functional, *_ in two_fold(books, books.journal()):
                moved[row.contract, row.account] += abs(functional)
                if row.account == "revenue":
                    causes[row.contract, row.cause] -= row.amount
            kept[book] = Told(books, dict(moved), dict(causes))
        return kept[book]

    return of


def test_there_are_sixty_contracts_of_four_industries_in_three_currencies_and_two_entities():
    loaded = load(FILES, str(DEMO / "company.yaml"))
    assert not loaded.errors
    (run,) = loaded.runs
    found: dict[str, int] = defaultdict(int)
    for terms in run.terms:
        found[dict(terms.tags)["industry"]] += 1
    assert dict(found) == INDUSTRIES and sum(found.values()) + 1 == 60  # one comes in as a PDF
    assert {terms.currency for terms in run.terms} == {"USD", "EUR", "GBP"}
    assert {entity.ref: entity.currency for entity in run.company.entities} == {"US01": "USD", "IE01": "EUR"}


@pytest.mark.parametrize("of", TREATMENTS, ids="/".join)
def test_an_amendment_is_treated_as_told(of: tuple[str, str], told: Callable[[str], Told]):
    books, (contract, amendment) = told("us").books, of
    group = next(n for n, terms in enumerate(books.worlds.groups) if terms[0].ref == contract)
    ruling = books.worlds.ruling(group, books.as_of)
    assert [made.chosen for made in ruling.treatments.values() if made.ref == amendment] == [TREATMENTS[of]]


def test_every_permitted_treatment_is_there():
    assert set(TREATMENTS.values()) == {"separate", "prospective", "catch-up", "mixed"}


@pytest.mark.parametrize("feature", FEATURES)
def test_a_feature_is_in_the_journal_of_its_contract(feature: str, told: Callable[[str], Told]):
    contract, book, account = FEATURES[feature]
    assert told(book).moved.get((contract, account), 0) > 0


@pytest.mark.parametrize("contract", ["CT-4004", "SV-2011", "MF-3008", "CL-1011"])
def test_variable_consideration_moves_revenue_when_it_is_judged_anew(contract: str, told: Callable[[str], Told]):
    assert told("us").causes.get((contract, "estimate"), 0) != 0


@pytest.mark.parametrize("contract", ["CL-1003", "SV-2003", "SV-2015", "MF-3004", "CT-4001"])
def test_rows_of_both_books_balance_and_differ_only_where_a_policy_does(contract: str, told: Callable[[str], Told]):
    us, ifrs = told("us").moved, told("ifrs").moved
    assert {key: us[key] for key in us if key[0] == contract} == {key: ifrs[key] for key in ifrs if key[0] == contract}


def test_the_two_books_differ_where_their_policies_do(told: Callable[[str], Told]):
    us, ifrs = told("us").moved, told("ifrs").moved
    apart = {
        contract
        for contract, account in us.keys() | ifrs.keys()
        if us.get((contract, account)) != ifrs.get((contract, account))
    }
    assert apart == {"CT-4007", "CT-4009", "MF-3015"}


def test_contracts_are_renewed_and_ended(told: Callable[[str], Told]):
    verbs: dict[str, set[str]] = defaultdict(set)
    for group in told("us").books.worlds.groups:
        for terms in group:
            verbs[terms.ref] |= {fact.verb for fact in terms.happened}
    assert "renewed" in verbs["CL-1006"] & verbs["MF-3015"] and "terminated" in verbs["CL-1007"] & verbs["CT-4006"]
    assert "credit note" in verbs["CL-1015"] & verbs["MF-3012"] and "write off" in verbs["CL-1015"]
