"""The oracle of the benchmark is one more independent reading: it agrees with the twin, and the engine with it."""

from __future__ import annotations

from decimal import ROUND_DOWN
from fractions import Fraction

import pytest

from bench import amended, close, full, oracle, oracle_abroad, workload
from duly.engine.contracts.terms import BillLine, Fact, Obligation, Price, Quantity, Ssp, Terms
from tests.twin import plain

EARN = {
    workload.DAILY: "over time by day",
    workload.MONTHLY: "over time by month",
    workload.AT_ONCE: "on delivery",
    workload.MILESTONES: "by units",
    workload.USAGE: "by units",
    workload.COST: "by cost",
}


def as_terms(contract: oracle.Contract) -> Terms:
    """A contract of the workload in the words of the contract language."""
    promised, facts = [], []
    for number, o in enumerate(contract.obligations):
        total, price = Fraction(int(o.expected)), Price("fixed", Fraction(int(o.ssp)))
        counted = Quantity(total) if o.kind in (workload.MILESTONES, workload.USAGE) else None
        bare = Obligation(f"O{o.number}", number, quantity=counted, ssp=Ssp("point", price), earn=EARN[o.kind])
        promised.append(bare if o.kind != workload.COST else replaced_cost(bare, int(total)))
        for on, done, new_total in o.events:
            subject = (f"O{o.number}",)
            if new_total is not None:
                facts.append(Fact("estimate", on, on, subject, {"expected cost": int(new_total)}, len(facts)))
            facts.append(Fact(*happened(o.kind, on), subject, amount_done(o.kind, int(done)), len(facts)))
    if contract.amendment:
        facts.append(amendment(contract, contract.amendment, len(facts)))
    for invoiced_on, paid_on, amount in contract.invoices:
        facts.append(Fact("invoice", invoiced_on, invoiced_on, (), {"amount": int(amount)}, len(facts)))
        facts.append(Fact("paid", paid_on, paid_on, (), {"paid": int(amount)}, len(facts)))
    return Terms(
        f"W{contract.number}",
        "USD",
        2,
        from_on=contract.start,
        until=contract.until,
        total=int(contract.price),
        obligations=tuple(promised),
        billing=(BillLine(()),),
        happened=tuple(facts),
    )


def amendment(contract: oracle.Contract, change: oracle.Amendment, order: int) -> Fact:
    """The amendment as it would be written: a new price of the contract, with the SSP of what is left."""
    left = {f"O{o.number}": Ssp("point", Price("fixed", Fraction(int(o.left)))) for o in contract.obligations if o.left}
    distinct = change.kind == amended.PROSPECTIVE
    fields: dict[str, object] = {"price": int(change.change), "ssp": left, "remaining distinct": distinct}
    return Fact("amendment", change.on, change.on, (), fields, order, ref="A1")


def replaced_cost(bare: Obligation, expected: int) -> Obligation:
    return Obligation(bare.ref, bare.number, ssp=bare.ssp, earn=bare.earn, expected_cost=expected)


def happened(kind: int, on: int) -> tuple[str, int, int]:
    return {workload.AT_ONCE: "delivered", workload.COST: "cost"}.get(kind, "usage"), on, on


def amount_done(kind: int, done: int) -> dict[str, object]:
    if kind == workload.AT_ONCE:
        return {}
    return {"amount": done} if kind == workload.COST else {"quantity": Quantity(Fraction(done))}


@pytest.mark.parametrize("large_share", [0.0, 0.5])
def test_oracle_and_twin_agree(large_share: float) -> None:
    raw = workload.generate(60, 7, large_share)
    made = list(oracle.contracts(raw, list(range(60))))
    for period in (3, 14, 29, 40):
        before, on = int(workload.FIRST[period]) - 1, int(workload.FIRST[period + 1]) - 1
        lines = oracle.price_and_close(made, before, on)
        for contract in made:
            deal = plain.Deal([as_terms(contract)])
            assert [int(o.price) for o in contract.obligations] == list(deal.allocated.values())
            opening, closing = plain.balances(deal, before, plain.FOREVER), plain.balances(deal, on, plain.FOREVER)
            for account in ("receivable", "contract_asset", "contract_liability", "cash", "revenue"):
                moved = sum(x for number, _, name, _, _, x in lines if (number, name) == (contract.number, account))
                sign = -1 if account in ("contract_liability", "revenue") else 1
                assert sign * moved == closing[account] - opening[account]


@pytest.mark.parametrize("large_share", [0.0, 0.05])
def test_engine_and_oracle_agree(large_share: float) -> None:
    assert close.differences(workload.generate(400, 11, large_share), 400) == []


@pytest.mark.parametrize("large_share", [0.0, 0.05])
def test_engine_and_oracle_agree_in_full(large_share: float) -> None:
    raw = amended.in_full(300, 11, large_share)
    assert close.differences(raw, 300) == []
    for period in (8, 29, 45):
        before, on = int(workload.FIRST[period]) - 1, int(workload.FIRST[period + 1]) - 1
        assert full.differences(raw, list(range(300)), before, on) == []


def test_a_difference_in_the_functional_currency_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(oracle_abroad, "halves_away", lambda value: int(value // 1))
    raw = amended.in_full(50, 3)
    assert full.differences(raw, list(range(50)), close.BEFORE, close.ON)


def test_a_difference_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """An oracle that cuts where it should round does not pass for equal."""
    monkeypatch.setattr(oracle, "rounded", lambda value: value.to_integral_value(ROUND_DOWN))
    assert close.differences(workload.generate(50, 3), 50)
