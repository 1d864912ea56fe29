"""What a faulty close posts is found by the invariant it breaks, and a close of contracts that have everything breaks
none."""

from __future__ import annotations

import pytest

from duly.actions import periods
from duly.actions.drafts import Amounts, Draft, Key
from duly.actions.verification import verify
from duly.store.journal import Line
from tests.store.disclosed import untied
from tests.store.ledger import PLAIN, Ledger, files_of

WHOLE = """
contract: W-1
entity: US01
currency: USD
signed: 2026-01-01
term: {from: 2026-01-01, to: 2026-12-31}
obligations:
  platform: {price: 120000.00, earn: over time by month, ssp: 120000.00}
  build: {price: 60000.00, earn: by cost, from: 2026-01-01, to: 2026-12-31, expected cost: 40000.00, ssp: 60000.00}
price:
  - {element: bonus, amount: 12000.00, of: build}
billing:
  - {bill: all, every: year, right: on invoice}
costs:
  - {date: 2026-01-01, commission: 6000.00, over: 12 months}
judged:
  - {date: 2026-01-01, held back: bonus, amount: 12000.00}
happened:
  - {date: 2026-01-05, invoice: W-I, amount: 100000.00}
  - {date: 2026-01-25, paid: 40000.00, invoice: W-I}
  - {date: 2026-01-28, cost: build, amount: 10000.00}
"""
FEBRUARY = (
    "{date: 2026-02-10, estimate: build, expected cost: 50000.00}",
    "{date: 2026-02-20, paid: 10000.00, invoice: W-I}",
    "{date: 2026-02-21, write off: 500.00, invoice: W-I}",
)
CHANGE = "{date: 2026-03-01, amendment: A-1, changes: {build: {price: 70000.00}}, remaining distinct: no}"
# The check that has to find it, and the lines: account, minor units, cause, the period they belong to.
FORGED = {
    "recognized beyond the price": (("revenue", -20_000_000, "progress", ""), ("contract_liability", 20_000_000)),
    "cash of every contract": (("cash", 500, "progress", ""), ("contract_liability", -500)),
    "a receivable is what": (("receivable", 500, "progress", ""), ("contract_liability", -500)),
    "change of an estimate": (("revenue", -500, "estimate", ""), ("contract_liability", 500)),
    "change of an estimate stands": (("revenue", -500, "estimate", "2026-02"), ("contract_liability", 500)),
    "moves at once": (("revenue", -500, "amendment", ""), ("contract_liability", 500)),
    "no more than was recorded": (
        ("contract_cost_asset", 90_000_000, "progress", ""),
        ("contract_liability", -90_000_000),
    ),
    "was ever less than nothing": (
        ("contract_cost_asset", -90_000_000, "progress", ""),
        ("contract_liability", 90_000_000),
    ),
}


def found() -> dict[str, list[str]]:
    return {check.says: faults for check, faults in verify() if faults}


def forge(monkeypatch: pytest.MonkeyPatch, lines: tuple[tuple[object, ...], ...], contract: str, period: str) -> None:
    """Let the next close post these lines as if they were computed."""
    right = periods.draft_of
    (_, _, cause, economic), _ = lines

    def wrong(*asked: object) -> Draft:
        draft = right(*asked)
        made = {
            Key("revenue", contract, "platform", account, "", cause, economic or period, "USD", "USD", "", ""): Amounts(
                minor, minor
            )
            for account, minor, *_ in lines
        }
        return draft._replace(lines={**draft.lines, **made})

    monkeypatch.setattr(periods, "draft_of", wrong)


def pass_three_months(ledger: Ledger) -> None:
    """Costs, an estimate and its change, a write-off and a change of the contract, each in its month."""
    ledger.agreed("import_contracts", "rae", "rob", contracts=files_of(WHOLE))
    ledger.close("2026-01")
    for row in FEBRUARY:
        who = "rob" if "write off" in row else "rae"
        done = ledger.record("W-1", row, who=who)
        if done.proposal:
            ledger.do("approve", "ben", proposal=done.proposal)
    ledger.close("2026-02")
    waiting = ledger.record("W-1", CHANGE, who="cam")
    ledger.do("approve", "rob", proposal=waiting.proposal)
    ledger.close("2026-03")


def test_three_months_of_everything_break_no_invariant(ledger: Ledger):
    pass_three_months(ledger)
    assert not found() and not untied()
    seen = set(Line.objects.values_list("cause", flat=True)) | set(Line.objects.values_list("account", flat=True))
    assert {"estimate", "amendment", "contract_cost_asset", "bad_debt_expense", "cash", "receivable"} <= seen


def test_a_credit_note_that_names_its_invoice_moves_what_was_estimated(sqlite_ledger: Ledger):
    sqlite_ledger.take_in(PLAIN)
    sqlite_ledger.close("2026-01")
    sqlite_ledger.record("CT-1", "{date: 2026-02-20, credit note: C-1, invoice: I-1, amount: 500.00, reason: defects}")
    sqlite_ledger.close("2026-02")
    assert Line.objects.filter(cause="estimate").exists() and not found()


@pytest.mark.parametrize("says", FORGED)
def test_a_line_that_nothing_supports_is_found_by_the_invariant_it_breaks(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch, says: str
):
    ledger.take_in(PLAIN)
    ledger.close("2026-01")
    assert not found()
    forge(monkeypatch, FORGED[says], "CT-1", "2026-02")
    ledger.close("2026-02")
    (faults,) = (faults for check, faults in found().items() if says.split(" stands")[0] in check)
    assert any("CT-1" in fault for fault in faults)


def test_open_months_that_were_posted_one_after_another_was_known_are_no_fault(sqlite_ledger: Ledger):
    """March was posted with a liability; of February it is known by now that it is an asset."""
    sqlite_ledger.take_in(PLAIN)
    for month in ("2026-02", "2026-03"):
        sqlite_ledger.do("post_period", "rae", entity="US01", period=month)
    dearer = "{date: 2026-01-01, amendment: A-1, changes: {platform: {price: 3000000.00}}, remaining distinct: yes}"
    sqlite_ledger.do("approve", "rob", proposal=sqlite_ledger.record("CT-1", dearer, who="cam").proposal)
    sqlite_ledger.do("post_period", "rae", entity="US01", period="2026-02")
    for account in ("contract_asset", "contract_liability"):
        assert sum(Line.objects.filter(account=account).values_list("books_amount", flat=True))
    assert not [fault for _, faults in verify() for fault in faults]
