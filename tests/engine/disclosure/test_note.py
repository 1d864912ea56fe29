"""The note of a period: every amount ties to the journal, every sum is that of its cells, in each entity and book."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest
from openpyxl import load_workbook

from duly.doors.cli.cases import case_files
from duly.doors.cli.contracts import load
from duly.engine.contracts.judgements import JUDGED
from duly.engine.contracts.terms import Company
from duly.engine.disclosure.bands import AS_INVOICED, NOTHING_LEFT, ONE_YEAR
from duly.engine.disclosure.judgements import PARAGRAPHS
from duly.engine.disclosure.note import Note, note
from duly.engine.disclosure.window import NoSuchPeriod, Window, windows
from duly.engine.journal.books import Books, keep_books
from duly.ground.errors import DulyError
from duly.ground.reports import Money
from duly.writers import workbook
from tests.doors.command import ROOT
from tests.engine.contracts.texts import contracts_of
from tests.laws.contracts import contract_group
from tests.laws.figures import kept
from tests.writers.recomputed import recomputed


def apart(made: Note) -> list[object]:
    """Ties with a difference, and cells that are not the sum of their cells."""
    by_name = {report.name: report for report in made.reports}
    found: list[object] = [(tie.name, tie.disclosed, tie.booked) for tie in made.ties if tie.difference]
    for (name, row, column), parts in made.formulas.items():
        cells = [(p.sign, by_name[p.report].rows[r][p.column]) for p in parts for r in range(p.first, p.last + 1)]
        total = sum(sign * cell.minor for sign, cell in cells if cell is not None)
        cell = by_name[name].rows[row][column]
        assert isinstance(cell, Money)
        if cell.minor != total:
            found.append((name, by_name[name].rows[row], total))
    return found


def notes(books: Books, count: int) -> Iterator[tuple[Window, Note]]:
    """Notes of `count` stretches of periods of each entity, and of the last period of each stretch."""
    rows = books.journal()
    for entity, booked in books.periods.items():
        last = len(booked) - 1
        for number in sorted({last * part // count for part in range(1, count + 1)}):
            for first in {number, number // 2} if count > 1 else {(last + 1) // 2}:
                upto = {one.period.name for one in booked[: number + 1]}
                mine = [row for row in rows if row.entity == entity and row.period in upto]
                one = Window(books, entity, first, number, mine)
                yield one, note([one])


def every_case() -> Iterator[Books]:
    """The books of all cases and examples, in every book of their companies."""
    examples = [str(path) for path in sorted((ROOT / "examples").iterdir()) if path.name != "paper"]
    for file in [*case_files(str(ROOT / "tests" / "cases")), *examples]:
        for run in load([file], None).runs:
            for book in [name for name, _, _ in run.company.books] or [""]:
                try:
                    books = keep_books(run.terms, run.company, book=book)
                except DulyError:
                    continue  # a case of what is refused
                if books.now().rulings:
                    yield books


def test_every_amount_of_every_case_ties_to_the_journal():
    found = [(one, made) for books in every_case() for one, made in notes(books, 1)]
    assert len(found) > 200
    assert [(one.entity, one.periods, apart(made)) for one, made in found if apart(made)] == []
    names = {tie.name for _, made in found for tie in made.ties if tie.disclosed}
    accounts = ("contract_asset", "contract_liability", "receivable", "refund_liability", "deposit_liability")
    assert names >= {f"{account}, closing" for account in (*accounts, "contract_cost_asset")}


@pytest.mark.parametrize("seed", range(4))
def test_every_amount_of_random_contracts_ties_although_periods_are_closed(seed):
    groups = [contract_group(random.Random(f"note {seed} {i}"), i, amended=i % 2 == 0) for i in range(12)]
    made = list(notes(kept(groups), 4))
    assert [(one.periods, apart(each)) for one, each in made if apart(each)] == []
    late = [row[-1].minor for _, each in made for row in each.reports[1].rows]
    assert any(late)


def test_a_cent_that_the_journal_has_more_is_found():
    books = keep_books(contracts_of(THREE).terms, Company())
    (one,) = windows([books], "2026-03", "2026-03")
    for number, row in enumerate(one.rows):
        if row.account in ("contract_liability", "receivable", "revenue", "contract_cost_asset"):
            rows = [*one.rows]
            rows[number] = row._replace(amount=row.amount + 1)
            assert apart(note([Window(books, one.entity, one.first, one.last, rows)])), row


THREE = """\
contract: YEAR
currency: USD
customer: Ada
signed: 2025-12-20
policy: {remaining of a year or less: left out, why: small}
term: {from: 2026-01-01, to: 2026-12-31}
obligations:
  service: {product: seats, price: 1200.00, earn: over time by month}
billing: [{bill: all, in: one sum, right: when due, first: 2026-01-01}]
---
contract: LONG
currency: USD
customer: Bo
signed: 2026-01-01
term: {from: 2026-01-01, to: 2029-12-31}
obligations:
  service: {price: 4800.00, earn: over time by month, tags: {region: EMEA}}
  box: {price: 100.00}
billing: [{bill: all, in: one sum, right: when due, first: 2026-02-01}]
costs: [{date: 2026-01-01, commission: 480.00, over: service}]
judged: [{date: 2026-01-01, distinct: [service, box], by: ann, why: sold apart}]
---
contract: HOURS
currency: USD
customer: Cy
signed: 2026-01-01
obligations:
  advice: {price: 10.00 per hour, earn: as invoiced}
happened: [{date: 2026-03-10, hours: advice, quantity: 5}]
"""


@pytest.fixture(scope="module")
def three() -> Note:
    read = contracts_of(THREE)
    assert not read.errors, [str(error) for error in read.errors]
    return note(windows([keep_books(read.terms, Company())], "2026-03", "2026-03"))


def rows(made: Note, name: str) -> list[dict[str, object]]:
    """A report as words and minor units."""
    report = next(report for report in made.reports if report.name == name)
    names = [column.name for column in report.columns]
    cells = ([cell.minor if isinstance(cell, Money) else cell for cell in row] for row in report.rows)
    return [dict(zip(names, row, strict=True)) for row in cells]


def test_balances_move_from_opening_to_closing(three):
    (liability,) = (row for row in rows(three, "contract balances") if row["account"] == "contract_liability")
    # 1,200 less two months, and 4,800 less two months; the box is not delivered and its 100 are paid ahead too.
    assert (liability["opening"], liability["revenue"], liability["closing"]) == (
        1_000_00 + 4_700_00,
        -200_00,
        5_500_00,
    )


def test_revenue_that_stood_as_a_liability_is_told(three):
    (row,) = rows(three, "revenue sources")
    assert (row["from opening liability"], row["other revenue"], row["revenue"]) == (200_00, 50_00, 250_00)


def test_what_is_earned_after_a_year_is_not_current(three):
    parts = {row["account"]: row for row in rows(three, "current")}
    # 900 of YEAR; of LONG 1,200 of the next year and the box, which waits for nothing but its delivery.
    assert (parts["contract_liability"]["current"], parts["contract_liability"]["non-current"]) == (2_200_00, 3_300_00)
    assert (parts["contract_cost_asset"]["current"], parts["contract_cost_asset"]["non-current"]) == (120_00, 330_00)


def test_what_is_left_stands_in_bands_and_each_exemption_is_named(three):
    found = {(row["contract"], row["obligation"]): row for row in rows(three, "remaining")}
    service = found["LONG", "service"]
    bands = ("within a year", "in the second year", "in the third year", "later", "not scheduled", "remaining")
    assert [service[name] for name in bands] == [1_200_00, 1_200_00, 1_200_00, 900_00, 0, 4_500_00]
    assert found["LONG", "box"]["not scheduled"] == 100_00
    short = found["YEAR", "service"]
    assert (short["left out"], short["remaining"], short["not disclosed"]) == (ONE_YEAR, 0, 900_00)
    assert found["HOURS", "advice"]["left out"] == AS_INVOICED
    assert (NOTHING_LEFT, "") not in found


def test_the_price_of_each_contract_is_what_was_booked_and_what_is_left(three):
    found = {row.pop("contract"): row for row in rows(three, "price")}
    became = ("price", "revenue", "without a fixed price", "remaining", "not disclosed")
    assert [found["YEAR"][name] for name in became] == [1_200_00, 300_00, 0, 0, 900_00]
    assert [found["LONG"][name] for name in became] == [4_900_00, 300_00, 0, 4_600_00, 0]
    assert [found[NOTHING_LEFT][name] for name in became] == [0, 50_00, -50_00, 0, 0]
    ties = {tie.name: (tie.disclosed, tie.booked) for tie in three.ties}
    assert ties["price of what was promised in USD"] == (6_100_00, 6_100_00)
    assert ties["what remains in USD"] == (5_500_00, 5_500_00)


def test_a_contract_whose_revenue_was_booked_on_another_is_named():
    """Revenue of all together ties; the price of neither contract does."""
    books = keep_books(contracts_of(THREE).terms, Company())
    (one,) = windows([books], "2026-03", "2026-03")
    moved = [row._replace(contract="YEAR") if row.contract == "LONG" else row for row in one.rows]
    made = note([Window(books, one.entity, one.first, one.last, moved)])
    found = {tie.name: tie.difference for tie in made.ties if tie.name.startswith("price of ") and tie.difference}
    assert found == {"price of YEAR": -300_00, "price of LONG": 300_00}


def test_revenue_is_split_by_every_dimension(three):
    split = {(row["dimension"], row["value"]): row["revenue"] for row in rows(three, "disaggregation")}
    assert split["customer", "Ada"] == split["customer", "Bo"] == 100_00
    assert split["product", "seats"] == split["region", "EMEA"] == 100_00
    assert split["region", "not stated"] == 150_00
    assert split["timing", "over time"] == 250_00


def test_revenue_is_split_by_the_period_of_origin(three):
    first, second = rows(three, "cohorts")
    assert [first[name] for name in ("origin", "before", "2026-01", "2026-03", "to date")] == [
        "2025-12",
        0,
        100_00,
        100_00,
        300_00,
    ]
    assert (second["origin"], second["2026-02"], second["2026-03"]) == ("2026-01", 100_00, 150_00)


def test_cost_assets_move_from_opening_to_closing(three):
    (row,) = rows(three, "contract costs")
    assert [row[name] for name in ("opening", "capitalized", "amortized", "closing")] == [460_00, 0, -10_00, 450_00]


def test_a_judgement_has_its_person_reason_and_paragraph(three):
    (row,) = rows(three, "judgements")
    assert (row["who"], row["why"], row["paragraph"]) == ("ann", "sold apart", "606-10-25-19")
    assert {one["policy"] for one in rows(three, "elections")} >= {"remaining of a year or less"}


def test_every_judgement_of_the_language_has_a_paragraph():
    assert set(PARAGRAPHS) == set(JUDGED.leads)


def test_a_workbook_recomputes_to_the_same_amounts(three, tmp_path):
    path = tmp_path / "note.xlsx"
    workbook.write(three.reports, str(path), three.formulas)
    book = load_workbook(path)
    for name, row, column in three.formulas:
        cell = next(report for report in three.reports if report.name == name).rows[row][column]
        assert round(recomputed(book, name, row + 2, column + 1) * 100) == cell.minor
    formulas = sum(cell.data_type == "f" for sheet in book for line in sheet for cell in line)
    assert formulas == len([parts for parts in three.formulas.values() if parts])


def test_a_period_that_is_not_there_says_which_are():
    books = keep_books(contracts_of(THREE).terms, Company())
    with pytest.raises(NoSuchPeriod) as error:
        windows([books], "2019-01", "2019-01")
    assert "main from 2025-12 to 2029-12" in error.value.why


def test_within_the_year_a_book_of_ifrs_may_split_revenue_alone():
    """270-10-50-1A asks for all of the note in every period, IAS 34.16A(l) for the split of revenue."""
    text = """
        contract: C
        currency: USD
        signed: 2025-01-01
        term: {from: 2025-01-01, to: 2026-01-31}
        obligations: {s: {price: 100.00 per month, earn: over time by month}}
        happened: [{date: 2025-01-01, paid: 1300.00}]
    """
    alone = (("interim note", "revenue split alone"),)
    company = Company(books=(("us", "ASC 606", ()), ("ifrs", "IFRS 15", alone)))

    def shown(book: str, period: str) -> dict[str, int]:
        books = keep_books(contracts_of(text).terms, company, book=book)
        made = note(windows([books], period, period))
        assert not apart(made)
        return {report.name: len(report.rows) for report in made.reports}

    whole, split = shown("us", "2025-06"), shown("ifrs", "2025-06")
    assert whole["contract balances"] and whole["remaining"] and whole["disaggregation"]
    assert not split["contract balances"] and not split["remaining"]
    assert split["disaggregation"] == whole["disaggregation"] and split["ties"]
    assert shown("ifrs", "2025-12")["contract balances"]
