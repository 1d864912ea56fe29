"""An amendment under every treatment: nobody's revenue is lost by how it is treated, and what the rules give is what is
booked then."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace

import pytest

from duly.engine.contracts.terms import Company, Fact, Terms
from duly.engine.explain.simulate import NoSuchAmendment, Simulation, simulated, until
from duly.engine.journal.books import keep_books
from tests.laws.contracts import contract_group

SEEDS = 40
COMPANY = Company()


def simulations(seed: int) -> Iterator[tuple[list[Terms], Terms, Fact, Simulation]]:
    """The amendments of a random group of contracts, each worked out as the last one that is known."""
    group = contract_group(random.Random(f"simulated {seed}"), seed, amended=True)
    for own in group:
        for fact in own.happened:
            if fact.verb != "amendment" or keep_books(group, COMPANY).errors:
                continue
            try:
                yield group, own, fact, simulated(group, COMPANY, own.ref, fact.ref)
            except NoSuchAmendment:
                continue


def undecided(own: Terms, fact: Fact) -> Terms:
    """A contract in which no person decided how the amendment is treated."""
    return replace(own, judged=tuple(one for one in own.judged if one.fields.get("treatment") != fact.ref))


@pytest.mark.parametrize("batch", range(4))
def test_every_treatment_recognizes_the_same_in_the_end_and_the_supported_one_is_what_is_booked(batch):
    seen = 0
    for seed in range(batch, SEEDS, 4):
        for group, _, fact, found in simulations(seed):
            seen += 1
            applied = [one for one in found.outcomes if not one.error]
            supported = [one for one in found.outcomes if one.supported]
            assert len(supported) == 1 and not supported[0].error
            assert len({one.lifetime for one in applied}) == 1, (seed, fact.ref)
            for one in found.outcomes:
                assert one.supported or one.why, (seed, fact.ref, one.treatment)
            books = keep_books([undecided(until(one, fact), fact) for one in group], COMPANY)
            booked: dict[str, int] = {}
            for row in books.journal():
                if row.account == "revenue":
                    booked[row.period] = booked.get(row.period, 0) - row.amount
            assert {name: amount for name, amount in supported[0].revenue if amount} == {
                name: amount for name, amount in booked.items() if amount
            }, (seed, fact.ref)
    assert seen > 5


def test_treating_each_obligation_by_itself_is_what_treating_them_all_alike_is_where_they_are_alike(monkeypatch):
    """The short cut of the simulator: what it copies is what working it out gives."""
    compared = 0
    for seed in range(12):
        for group, own, fact, found in simulations(seed):
            monkeypatch.setattr("duly.engine.explain.simulate._agree", lambda signs: False)
            worked_out = simulated(group, COMPANY, own.ref, fact.ref)
            monkeypatch.undo()
            compared += 1
            assert worked_out.outcomes[3] == found.outcomes[3], (seed, fact.ref)
    assert compared > 10
