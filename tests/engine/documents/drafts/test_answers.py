"""What an edited draft says of the terms that were proposed."""

from __future__ import annotations

import pytest

from duly.engine.documents.drafts.answers import agrees, said_of
from duly.engine.documents.drafts.sources import Leaf
from duly.engine.documents.proposals import Term, Value
from duly.readers.tree import read_tree

SAME: list[tuple[Value, list[str]]] = [
    ({"amount": "12000.00", "currency": "USD"}, ["12000.00"]),
    ({"amount": "12000.0", "currency": "USD", "period": "P1M"}, ["12000.00 per month"]),
    ("P30D", ["30 days"]),
    ("P1Y", ["12 months"]),
    ("P2W", ["14 days"]),
    ({"period": "P1Y", "automatic": True}, ["12 months"]),
    ("2026-01-31", ["2026-01-31"]),
    ({"percent": "1.5", "period": "P1M"}, ["1.5%"]),
    ([{"amount": "5.00", "due": "2026-01-01"}, {"amount": "6.00", "due": "2026-02-01"}], ["2026-01-01", "5.00"]),
    ({"end": "2026-12-31"}, ["2026-01-01", "2026-12-31"]),
    ({"who": "either", "notice": None}, ["either"]),
    (True, ["yes"]),
]
OTHER: list[tuple[Value, list[str]]] = [
    ({"amount": "12000.00", "currency": "USD"}, ["12500.00"]),
    ({"amount": "12000.00", "currency": "USD", "due": "2026-01-01"}, ["2026-01-01", "12500.00"]),
    ("P30D", ["45 days"]),
    ("P1Y", ["1 month"]),
    ("2026-01-31", ["2026-01-30"]),
    ({"who": "either"}, ["customer"]),
    (True, ["no"]),
    (None, ["5.00"]),
]


@pytest.mark.parametrize(("value", "texts"), SAME)
def test_the_same_value_in_either_form_agrees(value: Value, texts: list[str]):
    assert agrees(value, [Leaf("x", text, "") for text in texts])


@pytest.mark.parametrize(("value", "texts"), OTHER)
def test_another_value_does_not(value: Value, texts: list[str]):
    assert not agrees(value, [Leaf("x", text, "") for text in texts])


def test_of_several_terms_at_one_place_the_one_that_agrees_was_meant():
    text = """
obligations:
  p: {price: {value: 12.00, source: 'a p1 4-7 "fee"'}}
  q: {price: {value: 99.00, source: 'a p1 10-13 "two"'}}
  r: {price: {value: 1.00, source: 'a p1 20-23 "new"'}}
  s: {price: {value: 1.00, source: 'b p1 30-33 "new"'}}
"""
    block = read_tree(text.encode(), "x.yaml").documents[0]
    terms = [
        Term("fee", {"amount": "10.00"}, 4, 7, 0.99),
        Term("total_fee", {"amount": "12.00"}, 4, 7, 0.2),
        Term("fee", {"amount": "90.00"}, 10, 13, 0.4),
        Term("payment", {"amount": "91.00"}, 10, 13, 0.6),
        Term("net_days", "P30D", 50, 53, 0.9),
    ]
    found = [(one.term, one.answer, one.value) for one in said_of(block, "a", terms)]
    assert found == [
        (0, "rejected", {"amount": "10.00"}),
        (1, "confirmed", {"amount": "12.00"}),
        (2, "rejected", {"amount": "90.00"}),
        (3, "corrected", "99.00"),
        (4, "rejected", "P30D"),
        (None, "added", "1.00"),
    ]
