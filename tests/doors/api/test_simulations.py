"""What would be, over the API: what the command shows, and nothing is changed by asking."""

from __future__ import annotations

from duly.store.audit import head
from tests.doors.api.client import Answer, Caller, issue
from tests.doors.api.test_conventions import is_problem
from tests.store.ledger import PLAIN, Ledger, tree_of
from tests.store.test_comparing import LOSES
from tests.store.test_disclosures import BOOKS

AMENDMENT = {
    "date": "2026-02-01",
    "amendment": "A-9",
    "changes": {"platform": {"price": "132000.00"}},
    "remaining distinct": "yes",
}
LOSSES = [{"policy": "losses", "value": "all contracts"}]
SOLD = """
contract: SOLD
entity: US01
currency: USD
signed: 2026-01-01
term: {from: 2026-01-01, to: 2026-03-31}
obligations: {box: {product: BOX, price: 90.00, ssp: book}, care: {price: 90.00, ssp: 90.00, earn: over time by month}}
happened: [{date: 2026-01-10, delivered: box}]
"""


def rows(answer: Answer, report: str) -> list[dict[str, object]]:
    """The rows of a report of an answer, by the names of its columns."""
    assert answer.status == 200, answer
    found = next(one for one in answer.json["reports"] if one["name"] == report)
    names = [column["name"] for column in found["columns"]]
    return [dict(zip(names, row, strict=True)) for row in found["rows"]]


def test_two_books_with_the_policy_of_each_cent(sqlite_ledger: Ledger):
    sqlite_ledger.agreed("set_company", "rob", "ben", file="company.yaml", tree=tree_of(BOOKS))
    sqlite_ledger.take_in(PLAIN)
    sqlite_ledger.take_in(LOSES)
    aud = Caller(issue(sqlite_ledger, "aud"))
    answer = aud.get("/comparisons?entity=US01&first=us&second=ifrs")
    assert [one["amount"] for one in rows(answer, "causes") if one["figure"] == "loss on onerous contract"] == [
        {"amount": "40.00", "currency": "USD"},
        {"amount": "-20.00", "currency": "USD"},
        {"amount": "-20.00", "currency": "USD"},
    ]
    assert answer.json["set_aside"] == [] and answer.json["as_of"] == head()[0]
    assert aud.get("/comparisons?entity=US01&first=us&second=uk").status == 404
    assert aud.get("/comparisons?entity=XX01&first=us&second=ifrs").status == 422


def test_an_amendment_that_is_only_thought_of(sqlite_ledger: Ledger):
    sqlite_ledger.take_in(PLAIN)
    aud, path = Caller(issue(sqlite_ledger, "aud")), "/contracts/CT-1/simulations"
    before = head()
    answer = aud.post(path, {"amendment": "A-9", "rows": [AMENDMENT]})
    shown = {one["treatment"]: one["supported"] for one in rows(answer, "treatments")}
    assert [name for name, supported in shown.items() if supported == "yes"] == ["prospective"]
    assert head() == before
    assert is_problem(aud.post(path, {"amendment": "A-8"}), 422, "no-such-amendment")
    assert is_problem(aud.post("/contracts/CT-9/simulations", {"amendment": "A-9"}), 404, "unknown-contract")
    assert is_problem(aud.post(path, {"amendment": "A-9", "rows": [AMENDMENT], "why": "x"}), 400, "malformed")


def test_all_contracts_under_another_policy_or_other_prices(sqlite_ledger: Ledger):
    prices = {"product": "BOX", "currency": "USD", "price": "90.00", "from": "2025-01-01"}
    company = BOOKS.partition("books:")[0] + "ssp: [{product: BOX, currency: USD, price: 90.00, from: 2025-01-01}]"
    sqlite_ledger.agreed("set_company", "sue", "ben", file="company.yaml", tree=tree_of(company))
    sqlite_ledger.take_in(LOSES)
    sqlite_ledger.take_in(SOLD)
    aud = Caller(issue(sqlite_ledger, "aud"))
    answer = aud.post("/simulations", {"entity": "US01", "policies": LOSSES})
    assert (answer.json["contracts"], answer.json["moved"]) == (2, 1), answer
    assert [one["contract"] for one in rows(answer, "largest")] == ["LOSES"]
    answer = aud.post("/simulations", {"entity": "US01", "ssp": [{**prices, "price": "270.00"}]})
    assert [one["contract"] for one in rows(answer, "largest")] == ["SOLD"]
    january = next(one for one in rows(answer, "periods") if one["period"] == "2026-01" and one["figure"] == "revenue")
    assert january["difference"] == {"amount": "30.00", "currency": "USD"}
    assert aud.post("/simulations", {"entity": "US01"}).json["moved"] == 0
    assert is_problem(aud.post("/simulations", {"entity": "XX01"}), 422, "unknown-entity")
    wrong = [{"policy": "losses", "value": "none"}]
    assert is_problem(aud.post("/simulations", {"entity": "US01", "policies": wrong}), 422, "unknown-policy")
