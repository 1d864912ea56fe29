"""What is decided and looked at again when something is learned late: what a close knew, and what differs."""

from __future__ import annotations

from dataclasses import replace

import pytest

from duly.engine.contracts.terms import Close, Company
from duly.engine.journal import late, worlds
from duly.engine.journal.books import keep_books
from duly.ground.dates import day
from tests.engine.contracts.texts import contracts_of

CONTRACT = """\
contract: {ref}
currency: USD
signed: 2026-01-01
obligations: {{a: {{price: 100.00, earn: on delivery}}, b: {{price: 50.00, earn: on delivery}}}}
happened:
  - {{date: 2026-01-10, delivered: a{known}}}
  - {{date: 2026-02-10, delivered: b}}
  - {{date: 2026-03-10, invoice: {ref}-1, amount: 150.00}}
  - {{date: 2026-03-20, paid: 150.00}}
"""
CLOSED = Company(
    closes=tuple(Close("main", day(f"2026-0{month + 1}-01"), day(f"2026-0{month + 1}-05")) for month in (1, 2, 3))
)


@pytest.fixture
def decided(monkeypatch):
    """Names of the contracts that were decided, in order."""
    names: list[str] = []
    rule = worlds.rule

    def counting(group, *rest):
        names.append(group[0].ref)
        return rule(group, *rest)

    monkeypatch.setattr(worlds, "rule", counting)
    return names


def _terms(*known: str):
    texts = (CONTRACT.format(ref=f"C-{n}", known=one and f", known: {one}") for n, one in enumerate(known))
    read = contracts_of("---\n".join(texts))
    assert not read.errors
    return read.terms


def test_without_closes_a_contract_is_decided_once(decided):
    books = keep_books(_terms("", "2026-02-20"), Company())
    assert len(books.journal()) > 0 and decided == ["C-0", "C-1"]


def test_with_closes_it_is_decided_as_each_close_knew_it(decided):
    books = keep_books(_terms(""), CLOSED)
    books.journal()
    assert decided == ["C-0"] * 3


def test_only_contracts_whose_lines_differ_are_looked_at(monkeypatch):
    seen: set[str] = set()
    rows_of = late.rows_of

    def watching(*of):
        rows = list(rows_of(*of))
        seen.update(row.contract for row in rows)
        return rows

    monkeypatch.setattr(late, "rows_of", watching)
    books = keep_books(_terms("", "2026-02-20", ""), CLOSED)
    booked = [row for row in books.journal() if row.economic != row.period]
    assert seen == {"C-1"} == {row.contract for row in booked}
    assert {(row.period, row.economic, row.cause) for row in booked} == {("2026-02", "2026-01", "late fact")}
    assert sum(row.amount for row in booked if row.account == "revenue") == -10_000
    assert sum(row.amount for row in booked) == 0


def test_a_contract_that_was_not_known_is_a_new_one():
    old, new = _terms("", "")
    books = keep_books([old, replace(new, known_on=day("2026-02-20"))], CLOSED)
    booked = {(row.contract, row.period, row.cause) for row in books.journal() if row.economic != row.period}
    assert booked == {("C-1", "2026-02", "new contract")}


ADDED = """\
contract: C-2
currency: USD
signed: 2026-01-01
obligations: {a: {price: 100.00, earn: on delivery}}
happened:
  - {date: 2026-01-15, amendment: A-1, distinct: yes, adds: {c: {price: 30.00, earn: on delivery}}}
  - {date: 2026-01-20, delivered: c}
"""


def test_what_was_added_to_a_contract_that_was_not_known_is_new_with_it():
    (new,) = contracts_of(ADDED).terms
    books = keep_books([replace(new, known_on=day("2026-02-20"))], CLOSED)
    moved = [r for r in books.journal() if r.economic != r.period and r.account == "revenue"]
    assert {(r.period, r.obligation, r.cause) for r in moved} == {("2026-02", "c", "new contract")}


@pytest.mark.parametrize("name", ["C-1", "B-1"])
def test_what_a_contract_moves_that_is_combined_later_stands_under_the_name_of_both(name):
    """The second takes a part of the price of the first back to the month that was closed."""
    joins = (
        CONTRACT.format(ref=name, known="")
        .replace("a:", "c:")
        .replace("b:", "d:")
        .replace("delivered: a", "delivered: c")
    )
    joins = joins.replace("delivered: b", "delivered: d").replace("obligations:", "combine: C-0\nobligations:")
    joins = joins.replace("c: {price: 100.00", "c: {price: 100.00, ssp: 300.00").replace("d: {", "d: {ssp: 50.00, ")
    first = (
        CONTRACT.format(ref="C-0", known="").replace("a: {", "a: {ssp: 100.00, ").replace("b: {", "b: {ssp: 50.00, ")
    )
    read = contracts_of(first + "---\n" + joins)
    known = [one if one.ref == "C-0" else replace(one, known_on=day("2026-02-20")) for one in read.terms]
    late = [row for row in keep_books(known, CLOSED).journal() if row.economic != row.period]
    # 300.00 over 500.00 of standalone prices: 60.00 of what was 100.00, and 180.00 of what the second delivered.
    moved = {(row.obligation, row.cause): row.amount for row in late if row.account == "revenue"}
    assert moved == {("a", "late fact"): 4_000, ("c", "new contract"): -18_000}
    assert {row.contract for row in late} == {"+".join(sorted(("C-0", name)))} and sum(row.amount for row in late) == 0
