"""Tables for people: what they read stays exact, aligned and within the width."""

from __future__ import annotations

import io

import pytest

from duly.ground.reports import Money, Step
from duly.writers import table
from tests.writers.made import BALANCES, JOURNAL, balance, entry, listed, schedule, usd


def text(report, width=table.WIDTH):
    return [line.text for line in table.lines(report, width)]


def test_amounts_stand_right_aligned_with_thousands_and_a_minus_sign():
    rows = (("A", usd(123456700)), ("B", usd(-5)))
    assert text(listed("remaining", ("contract", "text"), ("left", "money"), rows=rows)) == [
        "Remaining · currency USD",
        "contract          left",
        "--------  ------------",
        "A         1,234,567.00",
        "B                -0.05",
        "",
    ]


def test_what_every_row_says_moves_to_the_heading_and_repeats_stay_blank():
    rows = (("US01", "A", "x", usd(1)), ("US01", "A", "y", usd(2)), ("US01", "B", "y", usd(3)))
    report = listed("remaining", ("entity", "text"), ("contract", "text"), ("of", "text"), ("left", "money"), rows=rows)
    assert text(report) == [
        "Remaining · entity US01 · currency USD",
        "contract  of  left",
        "--------  --  ----",
        "A         x   0.01",
        "          y   0.02",
        "B         y   0.03",
        "",
    ]


def test_several_currencies_get_a_column_and_a_total_each():
    rows = (("A", usd(100)), ("B", Money(5, "JPY", 0)), ("C", usd(100)))
    lines = text(listed("allocation", ("contract", "text"), ("allocated", "money"), rows=rows))
    assert lines[-3:-1] == ["total     USD            2.00", "total     JPY               5"]


def test_a_wide_journal_keeps_debit_beside_credit_within_100_characters():
    lines = (
        entry("contract_liability", usd(10**13), number="2100")[:4]
        + (
            f"CONTRACT-{n}",
            f"an obligation {n}",
            "contract_liability",
            "2100",
            "2026-01",
            f"cause {n}",
            usd(n * 10**12),
            None,
        )
        for n in range(1, 4)
    )
    shown = text(listed("journal", *JOURNAL, rows=tuple(lines)))
    assert max(map(len, shown)) <= 100
    assert any("debit" in line and "credit" in line for line in shown)
    assert any("60,000,000,000.00" in line for line in shown)


def test_columns_that_are_zero_throughout_are_named_where_there_is_no_room_for_them():
    many = tuple((f"role {n}", "money") for n in range(6))
    rows = tuple(
        (f"CONTRACT-{n}", f"2026-0{n}", "2026-01-31", *(usd(10**13) if c == 2 else usd(0) for c in range(6)))
        for n in range(1, 3)
    )
    wide = text(listed("balances", ("contract", "text"), ("period", "text"), ("date", "day"), *many, rows=rows), 60)
    assert wide[1] == "zero throughout: role 0, role 1, role 3, role 4, role 5"
    assert wide[2].split() == ["contract", "period", "role", "2"]


def test_a_schedule_is_a_waterfall_with_periods_across_where_they_fit():
    rows = [("A", o, f"2026-0{m}", usd(100 * m)) for o in ("x", "y") for m in (1, 2, 3)]
    assert text(schedule(*rows)) == [
        "Revenue schedule · entity US01 · contract A · currency USD",
        "obligation  2026-01  2026-02  2026-03  total",
        "----------  -------  -------  -------  -----",
        "x              1.00     2.00     3.00   6.00",
        "y              1.00     2.00     3.00   6.00",
        "----------  -------  -------  -------  -----",
        "total          2.00     4.00     6.00  12.00",
        "",
    ]


def test_a_schedule_of_many_periods_runs_down():
    rows = [("A", "x", f"{year}-{month:02d}", usd(100)) for year in (2026, 2027) for month in range(1, 13)]
    shown = text(schedule(*rows))
    assert shown[1].split() == ["period", "x", "total"]
    assert len(shown) == 1 + 2 + 24 + 2 + 1 and shown[-2].split() == ["total", "24.00", "24.00"]


def test_a_schedule_that_fits_neither_way_is_cut_into_tables_that_say_everything():
    rows = [
        (f"CONTRACT-{c}", f"obligation {o}", f"2026-{m:02d}", usd(10**11))
        for c in range(8)
        for o in range(3)
        for m in range(1, 13)
    ]
    shown = text(schedule(*rows))
    assert max(map(len, shown)) <= 100
    # 24 lines a month, their sums in a month, the sum of each line, and the sum of all.
    assert sum(line.count("1,000,000,000.00") for line in shown) == 24 * 12
    assert sum(line.count("24,000,000,000.00") for line in shown) == 12
    assert sum(line.count("288,000,000,000.00") for line in shown) == 1


def test_what_belongs_to_an_earlier_period_has_a_line_of_its_own():
    shown = text(schedule(("A", "x", "2026-07", usd(100)), economic="2026-06"))
    assert any("x of 2026-06" in line for line in shown)


def test_a_report_without_rows_says_so():
    assert text(listed("balances", *BALANCES, rows=())) == ["Balances", "  nothing to show", ""]


@pytest.mark.parametrize("hostile", ["\x1b[2J", "a\rb", "\u202egnp"])
def test_nothing_in_a_file_can_steer_the_terminal(hostile):
    shown = text(listed("remaining", ("contract", "text"), ("left", "money"), rows=((hostile, usd(1)),)))
    assert all(line.isprintable() for line in shown)


def test_a_pipe_gets_plain_text_and_a_terminal_gets_styles():
    class Terminal(io.StringIO):
        def isatty(self):
            return True

    report = listed("balances", *BALANCES, rows=(balance(usd(1), usd(0), usd(0)),))
    plain, styled = io.StringIO(), Terminal()
    table.write([report], plain)
    table.write([report], styled)
    assert "\x1b" not in plain.getvalue() and "receivable" in plain.getvalue()
    assert "receivable" in styled.getvalue()


def test_a_derivation_shows_what_a_number_was_made_of():
    leaf = Step("price", "10.00 USD", "allocated", "a.yaml, line 3", "606-10-32-28")
    inner = Step("position", "5.00 USD", "round(10.00 x 1 / 2)", children=(leaf,))
    assert list(table.tree(Step("revenue", "0.00 USD", "5.00 - 5.00", children=(inner, inner)))) == [
        "revenue: 0.00 USD",
        "│  5.00 - 5.00",
        "├─ position: 5.00 USD",
        "│  │  round(10.00 x 1 / 2)",
        "│  └─ price: 10.00 USD",
        "│        allocated",
        "│        from a.yaml, line 3",
        "│        cite 606-10-32-28",
        "└─ position: 5.00 USD (as above)",
    ]


def test_a_derivation_may_be_deep():
    deep = Step("price", "1.00 USD")
    for _ in range(3_000):
        deep = Step("position", "1.00 USD", children=(deep,))
    assert sum(1 for _ in table.tree(deep)) == 3_001


def test_a_long_formula_wraps_below_its_number():
    formula = "= " + " + ".join(["1,000,000.00 USD"] * 8)
    lines = list(table.tree(Step("sum", "8,000,000.00 USD", formula, children=(Step("price", "1,000,000.00 USD"),))))
    assert len(lines) == 4 and max(map(len, lines)) <= 100
    assert " ".join(line.strip("│ ") for line in lines[1:3]) == formula


def test_a_file_and_its_line_are_never_broken():
    file = f"{'a folder-with-hyphens/' * 8}contract.yaml, line 18"
    lines = list(table.tree(Step("sum", "1.00 USD", children=(Step("price", "1.00 USD", source=file),))))
    assert f"      from {file}" in lines
