"""The table of treatments is total: one row fits whatever an amendment is, and a table that is not so says it."""

from __future__ import annotations

from itertools import product

import pytest

from duly.engine.contracts.terms import Fact
from duly.engine.recognition import treatments
from duly.engine.recognition.promises import Signs
from duly.engine.recognition.treatments import TABLE, NoSingleTreatment, treatment
from duly.ground.dates import day

AMENDMENT = Fact("amendment", day("2024-07-01"), day("2024-07-01"), ref="A-1")
SIGNS = [
    Signs(adds, distinct, at_standalone, remaining)
    for adds, distinct, at_standalone in product((True, False), repeat=3)
    for count in range(4)
    for remaining in product((True, False), repeat=count)
]
OF_WHAT_IS_LEFT = {frozenset(): "catch-up", frozenset({True}): "prospective", frozenset({False}): "catch-up"}


@pytest.mark.parametrize("signs", SIGNS, ids=lambda signs: "".join("yn"[not one] for one in signs[:3]) + str(signs[3]))
def test_exactly_one_row_fits(signs):
    row = treatment(signs, AMENDMENT)
    separate = signs.adds and signs.all_distinct and signs.at_standalone
    assert row.treatment == ("separate" if separate else OF_WHAT_IS_LEFT.get(frozenset(signs.remaining), "mixed"))
    assert TABLE.count(row) == 1


def test_where_nothing_is_left_the_price_is_caught_up_at_once():
    assert treatment(Signs(False, True, False), AMENDMENT).cite == "606-10-32-43"


def test_a_row_too_few_is_an_error_that_shows_the_rows(monkeypatch):
    monkeypatch.setattr(treatments, "TABLE", TABLE[:3])
    with pytest.raises(NoSingleTreatment) as caught:
        treatment(Signs(False, True, False, (True, False)), AMENDMENT)
    assert caught.value.what == "0 treatments fit amendment A-1: none"
    assert caught.value.why == "separate (606-10-25-12); prospective (606-10-25-13(a)); catch-up (606-10-25-13(b))"


def test_a_row_too_many_is_an_error_that_shows_the_rows(monkeypatch):
    monkeypatch.setattr(treatments, "TABLE", (*TABLE, TABLE[3]._replace(treatment="catch-up")))
    with pytest.raises(NoSingleTreatment) as caught:
        treatment(Signs(False, True, False, (True, False)), AMENDMENT)
    assert caught.value.what == "2 treatments fit amendment A-1: mixed, catch-up"
    assert caught.value.why.count("(606-10-25-13(c))") == 2
