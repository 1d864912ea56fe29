"""A close from contracts as they were decided posts what a close that reads every contract again would post."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from django.db import OperationalError, connections

from duly.actions.deciding import decided_otherwise
from duly.actions.drafts import Draft, draft_of
from duly.actions.errors import NothingToDo, PeriodIsClosed
from duly.actions.prior_periods import prior_amounts
from duly.actions.steady import asked_of, steady_contracts
from duly.actions.verification import verify
from duly.ground.dates import day
from duly.ground.errors import SeveralErrors
from duly.ground.tree import Block, Rows, Text
from duly.readers.files import read_files
from duly.readers.tree import read_tree
from duly.store import lift
from duly.store.audit import head
from duly.store.contracts import Contract
from duly.store.journal import Line
from duly.store.trees import stored
from tests.store.ledger import PLAIN as YEAR
from tests.store.ledger import Ledger, clock, tree_of

COMPANY = """company: Acme
entities: {US01: {currency: USD}, DE01: {currency: EUR}}
rates:
  - {from: USD, to: EUR, date: 2019-01-01, rate: 0.90}
"""
RATES = {
    3: "  - {from: USD, to: EUR, date: 2024-02-29, rate: 0.93}\n",
    5: "  - {from: USD, to: EUR, date: 2024-05-15, rate: 0.88}\n",
    7: "  - {from: USD, to: EUR, date: 2024-03-31, rate: 0.85}\n",  # of a month that is closed
}
PLAIN = """contract: PLAIN-{0}
currency: USD
signed: 2024-0{1}-10
term: {{from: 2024-0{1}-10, to: 2025-03-31}}
obligations:
  service: {{price: {2}00.00, earn: over time by day}}
  setup: {{price: 999.95, earn: on delivery}}
billing:
  - {{bill: all, every: quarter, right: on invoice}}
happened:
  - {{date: 2024-0{1}-12, invoice: I-1, amount: 25.5{0}}}
  - {{date: 2024-0{1}-28, paid: 25.5{0}}}
  - {{date: 2024-0{3}-17, delivered: setup}}
  - {{date: 2024-0{3}-19, invoice: I-2, amount: 1500.00}}
"""
EXAMPLES = Path(__file__).resolve().parents[2] / "examples"


def both_ways(entity: str, month: str) -> tuple[Draft, Draft]:
    """What a month would post: with contracts taken as they were decided, and with every one read again."""
    seq = head()[0]
    return draft_of(seq, entity, "", month), draft_of(seq, entity, "", month, read_all=True)


def assert_same(entity: str, month: str) -> None:
    """Both ways post the same lines, and find the same against it."""
    quick, whole = both_ways(entity, month)
    for part in ("lines", "unusual", "held"):
        assert getattr(quick, part) == getattr(whole, part), (entity, month, part)
    assert [str(error) for error in quick.errors] == [str(error) for error in whole.errors]


def steady_of(entity: str, month: str) -> tuple[int, int]:
    """How many contracts of an entity are steady in a month, and how many are not."""
    seq = head()[0]
    company = lift.with_closes(lift.company_at(seq), seq, "main")
    found = steady_contracts(asked_of(company, entity, "main", day(f"{month}-01"), seq))
    return len(found.drawn.refs), len(found.others or ())


def documents(entity: str) -> Iterator[Block]:
    """The contracts in dollars among the examples, and some plain ones, as those of an entity."""
    read = read_files([str(path) for path in sorted((EXAMPLES / "topics").glob("*.yaml"))])
    plain = "---\n".join(PLAIN.format(n, 1 + n % 3, 7 * n + 31, 3 + n % 5) for n in range(10))
    for block in [*read.documents, *read_tree(plain.encode(), "plain.yaml").documents]:
        block.put(Text("entity", block.place), Text(entity, block.place))
        if str(block.get("currency")) == "USD":
            yield block


def known_by(block: Block, month: int) -> Block | None:
    """A contract with what was known at the end of a month of 2024: every third row comes a month late; None before it
    was signed."""
    on, late = f"2024-{month:02}-31", f"2024-{month - 1:02}-31"
    if str(block.get("signed", "")) > on:
        return None
    found = Block(block.place)
    for key, value in block.items():
        if key in lift.PARTS and isinstance(value, Rows):
            rows = Rows(value.place)
            rows.extend(row for row in value if str(row["date"]) <= (late if row.place.line % 3 == 0 else on))
            if not rows:
                continue
            value = rows
        found.put(Text(key, block.places[key]), value)
    return found


def _done(ledger: Ledger, verb: str, maker: str, checker: str, **args: object) -> None:
    """A command, approved where it waits for that."""
    done = ledger.do(verb, maker, **args)
    if done.proposal:
        ledger.do("approve", checker, proposal=done.proposal)


@pytest.mark.parametrize(("entity", "most"), [("US01", 4.0), ("DE01", 0.15)])
def test_contracts_close_the_same_both_ways(sqlite_ledger: Ledger, entity: str, most: float):
    """`most`: so many times more contracts are steady than not, at home and in another currency."""
    steady = others = 0
    company, blocks = COMPANY, list(documents(entity))
    with clock():
        for number in range(1, 9):
            month = f"2024-{number:02}"
            if number == 1 or number in RATES:
                company += RATES.get(number, "")
                _done(sqlite_ledger, "set_company", "rob", "ben", file="company.yaml", tree=tree_of(company))
            known = [one for one in (known_by(block, number) for block in blocks) if one]
            trees = [{"file": one.place.file, "tree": stored(one)} for one in known]
            with suppress(NothingToDo, SeveralErrors):
                _done(sqlite_ledger, "import_contracts", "rae", "rob", contracts=trees)
            assert_same(entity, month)
            found = steady_of(entity, month)
            steady, others = steady + found[0], others + found[1]
            sqlite_ledger.close(month, entity=entity)
    assert steady >= most * others and others > 10
    assert list(decided_otherwise()) == []
    for (name,) in sqlite_ledger.sql("SELECT name FROM sqlite_master WHERE type = 'trigger'"):
        sqlite_ledger.sql(f"DROP TRIGGER {name}")
    sqlite_ledger.sql("UPDATE decided SET rows = (SELECT rows FROM decided WHERE id = 1) WHERE contract_id = 'RETURNS'")
    assert {fault.split()[0] for fault in decided_otherwise()} == {"RETURNS"}


def test_what_a_close_moved_of_periods_before_it_is_moved_once_though_its_contract_is_steady_by_then(
    sqlite_ledger: Ledger,
):
    """The first close is of February; what January owes comes with it, and March has nothing to add."""
    sqlite_ledger.take_in(YEAR)
    sqlite_ledger.close("2026-02")
    sqlite_ledger.take_in(YEAR.replace("CT-1", "CT-2").replace("I-1", "I-2"))
    sqlite_ledger.close("2026-03")
    sums = {month: -sum(revenue.values_list("books_amount", flat=True)) for month, revenue in _revenue_of("CT-1")}
    assert sums == {"2026-02": 2_300_000, "2026-03": 1_000_000}
    assert [fault for _, faults in verify() for fault in faults] == []


def test_a_closed_period_is_refused_as_such_whatever_was_decided_anew(sqlite_ledger: Ledger):
    """With another policy and another row, the contract is decided anew for a period that takes no more."""
    sqlite_ledger.take_in(YEAR)
    sqlite_ledger.close("2026-01")
    tree = tree_of("company: Acme\npolicies: {start day: excluded}\n")
    sqlite_ledger.agreed("set_company", "rob", "ben", file="company.yaml", tree=tree)
    sqlite_ledger.record("CT-1", "{date: 2026-02-01, paid: 1.00, invoice: I-1}")
    with pytest.raises(PeriodIsClosed):
        sqlite_ledger.do("post_period", "rae", entity="US01", period="2026-01")


def test_many_contracts_are_asked_for_a_few_at_a_time(sqlite_ledger: Ledger, monkeypatch):
    """No query names more than a database takes: here, with a small limit, of the late ones and of those unchanged."""
    many = [YEAR.replace("CT-1", f"CT-{n}").replace("I-1", f"I-{n}") for n in range(12)]
    sqlite_ledger.take_in("---".join(many))
    sqlite_ledger.close("2026-01")
    for n in range(10):
        sqlite_ledger.record(f"CT-{n}", f"{{date: 2026-01-30, invoice: L-{n}, amount: 5.00}}")
    quick, whole = both_ways("US01", "2026-02")
    assert steady_of("US01", "2026-02") == (2, 10) and quick.lines == whole.lines
    monkeypatch.setattr(lift, "_AT_ONCE", 3)
    limit = connections["default"].connection.setlimit
    limit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER, 12)
    with pytest.raises(OperationalError, match="too many SQL variables"):
        list(Contract.objects.filter(ref__in=[f"CT-{n}" for n in range(13)]))
    again = both_ways("US01", "2026-02")
    assert (
        again[0].lines == again[1].lines == quick.lines
        and len(prior_amounts(head()[0], again[0], "US01", "main")) == 10
    )


def _revenue_of(contract: str):
    lines = Line.objects.filter(contract=contract, account="revenue")
    months = lines.values_list("entry__period", flat=True).distinct().order_by("entry__period")
    return [(month, lines.filter(entry__period=month)) for month in months]
