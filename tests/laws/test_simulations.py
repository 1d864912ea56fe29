"""An amendment under every treatment: nobody's revenue is lost by how it is treated, and what the rules give is what is
booked then."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from duly.engine.contracts.reading import read_contracts
from duly.engine.contracts.terms import Company, Fact, Terms
from duly.engine.explain.simulate import Outcome, Simulation, _figures, _period_of, _unjudged, until
from duly.engine.journal.books import keep_books
from duly.readers.tree import read_tree
from tests.laws.contracts import contract_group
from tests.laws.simulated import breaches, simulations, wide_group

SEEDS = 40
COMPANY = Company()


def plain_group(seed: int) -> list[Terms]:
    return contract_group(random.Random(f"simulated {seed}"), seed, amended=True)


@pytest.mark.parametrize("batch", range(4))
def test_every_treatment_recognizes_the_same_in_the_end_and_the_supported_one_is_what_is_booked(batch):
    seen = 0
    for seed in range(batch, SEEDS, 4):
        for group, company in ((plain_group(seed), COMPANY), wide_group(seed)):
            for _, fact, found in simulations(group, company):
                seen += 1
                assert not breaches(group, company, fact, found), (seed, group[0].ref, fact.ref)
    assert seen > 15


def as_judged(group: list[Terms], own: Terms, fact: Fact, found: Simulation) -> None:
    """Each treatment is what the books are where a person decides for it."""
    terms = [until(one, fact) for one in group]
    plain = keep_books(_unjudged(terms, fact.ref), COMPANY)
    for one in found.outcomes:
        row = Fact("treatment", fact.on, fact.known_on, fields={"treatment": fact.ref, "as": one.treatment})
        judged = [
            replace(each, judged=(*each.judged, row)) if each.ref == own.ref else each
            for each in _unjudged(terms, fact.ref)
        ]
        books = keep_books(judged, COMPANY, through=plain.through)
        if books.errors:
            assert books.errors[0].what == one.error, (fact.ref, one.treatment)
        else:
            end = _period_of(plain, own.entity, fact.on)
            (shown,) = _figures(books, books.now().rulings, end)
            expected = Outcome(one.treatment, one.supported, one.why, "", *shown)
            assert one == expected, (fact.ref, one.treatment)


def test_what_is_tried_beside_is_what_a_person_would_get_by_deciding_for_it():
    """A treatment that is tried on a copy, or is like another one, is worked out as the books work it out."""
    compared = 0
    for seed in range(8):
        for own, fact, found in simulations(plain_group(seed), COMPANY):
            as_judged(plain_group(seed), own, fact, found)
            compared += 1
    assert compared > 5


def test_amendments_of_two_contracts_with_one_number_are_told_apart():
    """Combined contracts may number their amendments alike; the one that is asked about is not the other's."""
    text = """contract: {name}
currency: USD
signed: 2025-01-01
combine: [{other}]
term: {{from: 2025-01-01, to: 2025-12-31}}
obligations: {{{line}: {{price: 10.00 per month, earn: over time by month, series: yes}}}}
happened: [{{date: 2025-07-01, amendment: A-1, approved: {yes}, changes: {{{line}: {{price: 20.00 per month}}}}}}]
"""
    first, second = (
        text.format(name="C1", other="C2", line="a", yes="no"),
        text.format(name="C2", other="C1", line="b", yes="yes"),
    )
    group = list(read_contracts(read_tree(f"{first}---\n{second}".encode()).documents, COMPANY).terms)
    assert [(own.ref, fact.ref) for own, fact, _ in simulations(group, COMPANY)] == [("C2", "A-1")]
