"""Metrics as case files ask for them: over all contracts or one, of one line, in a currency, as known."""

from __future__ import annotations

import pytest

from duly.engine.explain.trials import tried
from duly.readers.tree import read_tree

TEXT = """case: run
title: Two contracts
company:
  entities: {{main: {{currency: USD}}}}
  rates:
    - {{from: EUR, to: USD, date: 2024-01-01, rate: 1.20}}
    - {{from: EUR, to: USD, date: 2024-03-10, rate: 1.25}}
contract: ONE
currency: USD
signed: 2024-01-01
term: {{from: 2024-01-01, to: 2024-12-31}}
obligations:
  plan: {{quantity: 4 seats, price: 25.00 per seat and month, earn: over time by month, series: yes, recurring: yes}}
  kit: {{price: 60.00}}
happened:
  - {{date: 2024-03-05, known: 2024-04-20, amendment: A, changes: {{plan: {{quantity: 5 seats}}}}}}
expect:
{expect}
---
contract: TWO
currency: {currency}
signed: 2024-01-01
term: {{from: 2024-01-01, to: 2024-12-31}}
obligations:
  base: {{price: 600.00 per year, earn: over time by month, recurring: yes}}
"""
MARCH = "since: 2024-03-01, through: 2024-03-31"


def trial(*rows, currency="USD"):
    text = TEXT.format(expect="\n".join(f"  - {{{row}, from: x}}" for row in rows), currency=currency)
    read = read_tree(text.encode(), name="case.yaml")
    return tried(read.documents, name="case", unread=read.errors)


def blame(done):
    return [(one.expected, one.got) for one in done.differences]


def test_metrics_of_all_contracts_of_one_and_of_a_line():
    done = trial(
        f"{MARCH}, metrics: {{mrr: 175.00, arr: 2100.00, expansion: 25.00, growth: 16.67%, customers: 2}}",
        f"{MARCH}, contract: TWO, metrics: {{mrr: 50.00, growth: 0%, quick ratio: empty}}",
        f"{MARCH}, contract: ONE, metrics: {{nrr: 125.0%, starting mrr: 100.00}}",
        f"{MARCH}, figure: mrr(plan) + arr(base) - mrr(kit), is: 725.00",
        f"{MARCH}, figure: nrr() - grr(), is: 0.1667",
        f"{MARCH}, figure: starting_mrr(), is: 150",
    )
    assert done.passed, (done.case.problems, blame(done))


def test_metrics_are_as_known():
    done = trial(f"{MARCH}, known: 2024-04-19, metrics: {{mrr: 150.00, expansion: 0.00}}")
    assert done.passed, blame(done)


def test_metrics_in_a_currency_of_choice():
    done = trial(
        f"{MARCH}, in: USD, metrics: {{mrr: 187.50, rate effect: 2.50, expansion: 25.00}}",
        f"{MARCH}, in: EUR, contract: TWO, metrics: {{mrr: 50.00, rate effect: 0.00}}",
        f"{MARCH}, in: EUR, metrics: {{mrr: 150.00}}",
        f"{MARCH}, contract: TWO, metrics: {{mrr: 50.00}}",
        currency="EUR",
    )
    assert done.passed, blame(done)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("metrics: {marr: 1}", "there is no metric 'marr'"),
        (f"{MARCH}, metrics: {{mrr: 1.00}}", "several currencies"),
        ("in: USD, elements: {none: 1.00}", "in the currency of the contract alone"),
        ("in: USD, figure: expected_cost(kit) + mrr(), is: 1", "in the currency of the contract alone"),
        ("in: GBP, metrics: {mrr: 1.00}", "MissingRate"),
        ("figure: mrr(none), is: 1", "there is no obligation 'none'"),
        ("contract: TWO, figure: quick_ratio(), is: 1", "quick_ratio is no number"),
    ],
)
def test_what_cannot_be_measured_says_why(row, said):
    done = trial(row, currency="EUR")
    assert not done.passed and said in done.differences[0].got


def test_a_percentage_is_a_number_of_the_case():
    done = trial(f"{MARCH}, metrics: {{growth: 16.66%}}")
    assert done.case.carried == 1
    assert blame(done) == [("16.66%", "16.666667%")]
