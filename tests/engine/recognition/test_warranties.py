"""Warranties: an assurance is a provision that claims use up; a service is a promise of its own."""

from __future__ import annotations

from tests.engine.recognition.kept import Kept, refusal

SOLD = "obligations: {A: {price: 900.00, quantity: 3, warranty: {kind: %s, expected cost: 30.00}}}\nhappened:\n"


def test_the_provision_grows_as_the_goods_pass():
    k = Kept(SOLD % "assurance" + "  - {date: 2024-03-01, delivered: A, quantity: 2}\n")
    assert (k.balance("warranty provision", "2024-03-01"), k("cost", through="2024-03-01")) == (20, 20)
    assert k("revenue", through="2024-03-01") == 600


def test_claims_use_the_provision_and_what_they_cost_beyond_it_is_cost():
    rows = """
      - {date: 2024-03-01, delivered: A}
      - {date: 2024-04-01, warranty claim: A, amount: 25.00}
      - {date: 2024-05-01, warranty claim: A, amount: 12.00}
    """
    k = Kept(SOLD % "assurance" + rows)
    assert [k.balance("warranty provision", on) for on in ("2024-03-31", "2024-04-30", "2024-05-31")] == [30, 5, 0]
    assert [k.balance("cost of sales", on) for on in ("2024-03-31", "2024-04-30", "2024-05-31")] == [30, 30, 37]
    assert k.balance("cash", "2024-05-31") == -37


def test_a_claim_without_a_provision_is_cost():
    k = Kept("obligations: {A: {price: 9.00}}\nhappened: [{date: 2024-04-01, warranty claim: A, amount: 2.00}]")
    assert (k.balance("warranty provision", "2024-04-01"), k("cost")) == (0, 2)


def test_a_service_inside_an_obligation_is_refused():
    error = refusal(SOLD % "service" + "  - {date: 2024-03-01, delivered: A}\n")
    assert error.name == "ServiceWarrantyIsAPromise" and "606-10-55-30" in error.cite
