"""Principal or agent: control decides, however the price was written."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.engine.recognition.kept import Kept

HAPPENED = "happened: [{date: 2024-02-10, delivered: A}, {date: 2024-02-10, paid: 800.00}]\n"
JUDGED = "judged: [{date: 2024-01-01, %s: A, why: seen}]\n"
FEE = "obligations: {A: {price: 12.5%% of gross, gross: 800.00%s}}\n"
GROSS = "obligations: {A: {price: 800.00, cost: 700.00, paid to supplier: yes%s}}\n"


def _shown(k: Kept) -> tuple[Decimal, Decimal, Decimal, Decimal]:
    on = "2024-02-10"
    return (
        k("revenue", through=on),
        k.balance("cost of sales", on),
        k.balance("accounts payable", on),
        k.balance("receivable", on),
    )


@pytest.mark.parametrize("written", [FEE % "", GROSS % ""])
def test_who_does_not_control_earns_the_fee_alone(written):
    k = Kept(written + JUDGED % "does not control" + HAPPENED)
    assert _shown(k) == (100, 0, 700, 0)
    assert k("treatment", "role") == k("treatment", "role of A") == "agent"


@pytest.mark.parametrize("written", [FEE % "", GROSS % ""])
def test_who_controls_earns_the_gross_and_owes_the_supplier(written):
    k = Kept(written + JUDGED % "controls" + HAPPENED)
    assert _shown(k) == (800, 700, 700, 0)
    assert k("treatment", "role") == "principal"


def test_the_stated_role_holds_where_nothing_is_judged_and_yields_to_a_judgement():
    assert _shown(Kept(GROSS % ", role: agent" + HAPPENED)) == (100, 0, 700, 0)
    assert _shown(Kept(GROSS % ", role: agent" + JUDGED % "controls" + HAPPENED)) == (800, 700, 700, 0)
    assert _shown(Kept(GROSS % "" + HAPPENED)) == (800, 700, 700, 0)


def test_the_last_judgement_on_control_counts():
    rows = "judged: [{date: 2024-01-05, controls: A}, {date: 2024-01-02, does not control: A}]\n"
    assert Kept(GROSS % "" + rows + HAPPENED)("treatment", "role") == "principal"


def test_a_principal_keeps_the_cost_it_states_and_the_stock_it_comes_from():
    text = "obligations: {A: {price: 10% of gross, gross: 800.00, cost: 650.00}}\n"
    k = Kept(text + JUDGED % "controls" + HAPPENED)
    assert _shown(k) == (800, 650, 0, 0)
    assert k.balance("inventory", "2024-02-10") == -650


def test_a_fee_without_a_gross_is_the_revenue_of_an_agent():
    k = Kept("obligations: {A: {price: 800.00}}\n" + JUDGED % "does not control" + HAPPENED)
    assert _shown(k) == (800, 0, 0, 0)


def test_what_is_kept_in_parts_is_owed_to_the_supplier_in_parts():
    text = "obligations: {A: {price: 12.5% of gross, gross: 800.00, role: agent, quantity: 4}}\n"
    k = Kept(text + "happened: [{date: 2024-02-10, delivered: A, quantity: 1}]\n")
    assert _shown(k) == (25, 0, 175, 200)


def test_two_roles_in_one_contract_have_no_common_word():
    text = "obligations: {A: {price: 800.00}, B: {price: 5.00}}\n" + JUDGED % "does not control"
    k = Kept(text)
    assert (k("treatment", "role of A"), k("treatment", "role of B")) == ("agent", "principal")
    with pytest.raises(Exception, match="no decision 'role'"):
        k("treatment", "role")
