"""Movements of a window, and the ratios over them: each by hand, with the edges that change a name."""

from __future__ import annotations

from fractions import Fraction

import pytest

from duly.engine.metrics.contract_value import Line, Step
from duly.engine.metrics.retention import METRICS, MOVEMENTS, movement, run


def line(customer, *steps, contract="", customers=1, currency="USD", digits=2):
    """A line of a customer from pairs of a day and an amount a month."""
    made = tuple(Step(day, Fraction(monthly * 10**digits)) for day, monthly in steps)
    return Line(contract or customer, "plan", customer, customers, currency, digits, made)


def at_par(currency, on):
    return Fraction(1)


BOOK = [
    line("stays", (0, 500)),
    line("grows", (0, 200), (40, 260)),
    line("shrinks", (0, 160), (41, 120)),
    line("leaves", (0, 90), (42, 0)),
    line("returns", (0, 30), (10, 0), (44, 45)),
    line("comes", (50, 75)),
    line("long gone", (0, 1000), (5, 0)),
    line("to come", (61, 400)),
]


def shown(lines, since=31, through=60, rate=at_par):
    made = run(lines, since, through, rate)
    return {name: rule(made) for name, rule in METRICS.items()}


def test_a_month_of_movements():
    assert shown(BOOK) == {
        "starting mrr": 950,
        "mrr": 1000,
        "net movement": 50,
        "new": 75,
        "expansion": 60,
        "contraction": 40,
        "churn": 90,
        "reactivation": 45,
        "rate effect": 0,
        "arr": 12000,
        "customers": 5,
        "arpu": 200,
        "growth": Fraction(50, 950),
        "quick ratio": Fraction(180, 130),
        "gross churn": Fraction(130, 950),
        "net churn": Fraction(130 - 105, 950),
        "customer churn": Fraction(1, 4),
        "grr": Fraction(820, 950),
        "nrr": Fraction(880, 950),
        "cohort mrr": 880,
    }


def test_movements_lead_from_the_start_to_the_end():
    for since in range(0, 62, 3):
        for through in range(since, 70, 5):
            m = shown(BOOK, since, through)
            gained = m["new"] + m["reactivation"] + m["expansion"]
            assert m["starting mrr"] + gained - m["contraction"] - m["churn"] == m["mrr"]


@pytest.mark.parametrize(
    ("before", "after", "ever", "name"),
    [
        (0, 5, False, "new"),
        (0, 5, True, "reactivation"),
        (5, 0, True, "churn"),
        (5, 6, True, "expansion"),
        (5, 4, True, "contraction"),
    ],
)
def test_the_name_of_a_movement(before, after, ever, name):
    assert movement(Fraction(before), Fraction(after), ever) == name


def test_the_days_of_a_window_are_both_in_it():
    changes = [line("a", (0, 10), (20, 13))]
    assert [shown(changes, *window)["expansion"] for window in ((20, 20), (21, 30), (10, 19), (19, 20))] == [3, 0, 0, 3]
    assert [shown(changes, *window)["starting mrr"] for window in ((20, 20), (21, 30))] == [10, 13]


def test_a_customer_that_keeps_one_line_contracts_and_one_that_swaps_lines_does_not_move():
    keeps = [line("c", (0, 10), contract="1"), line("c", (0, 4), (20, 0), contract="2")]
    m = shown(keeps, 15, 25)
    assert (m["contraction"], m["churn"], m["customers"]) == (4, 0, 1)
    swaps = [line("c", (0, 10), (20, 0), contract="1"), line("c", (20, 10), contract="2")]
    assert all(shown(swaps, 15, 25)[name] == 0 for name in MOVEMENTS)


def test_two_customers_with_the_same_lines_do_move():
    apart = [line("c", (0, 10), (20, 0)), line("d", (20, 10))]
    m = shown(apart, 15, 25)
    assert (m["churn"], m["new"], m["nrr"], m["grr"]) == (10, 10, 0, 0)


def test_what_comes_in_the_window_says_nothing_of_what_is_kept():
    late = [line("old", (0, 100)), line("new", (16, 50), (18, 80), (20, 0))]
    m = shown(late, 15, 25)
    assert (m["new"], m["expansion"], m["churn"]) == (50, 30, 80)
    assert (m["grr"], m["nrr"]) == (1, 1)
    assert (m["gross churn"], m["net churn"]) == (Fraction(80, 100), Fraction(50, 100))


def test_a_portfolio_counts_its_customers():
    m = shown([line("many", (0, 60), customers=12), line("one", (0, 5), (35, 0)), line("new", (36, 7), customers=2)])
    assert (m["customers"], m["arpu"], m["customer churn"]) == (14, Fraction(67, 14), Fraction(1, 13))


def test_a_ratio_to_nothing_is_empty():
    m = shown([line("new", (40, 10))])
    empty = ("growth", "quick ratio", "gross churn", "net churn", "customer churn", "grr", "nrr")
    assert [m[name] for name in empty] == [None] * len(empty)
    assert (m["cohort mrr"], m["arpu"], m["mrr"]) == (0, 10, 10)
    assert shown([])["arpu"] is None


def dollars(currency, on):
    """A euro is worth 1.50 until day 45, then 1.40; a hundred yen a dollar."""
    return {"USD": Fraction(1), "EUR": Fraction(3, 2) if on < 45 else Fraction(7, 5), "JPY": Fraction(1, 100)}[currency]


def test_a_rate_alone_moves_nothing():
    m = shown([line("a", (0, 200), currency="EUR")], rate=dollars)
    assert (m["starting mrr"], m["mrr"], m["rate effect"], m["net movement"]) == (300, 280, -20, 0)
    assert all(m[name] == 0 for name in MOVEMENTS)
    assert (m["growth"], m["grr"], m["nrr"], m["gross churn"]) == (0, 1, 1, 0)


def test_movements_are_valued_at_the_rate_of_the_end():
    book = [
        line("a", (0, 200), (40, 250), currency="EUR"),
        line("b", (0, 5000), (50, 0), currency="JPY", digits=0),
        line("c", (0, 10)),
    ]
    m = shown(book, rate=dollars)
    assert (m["starting mrr"], m["expansion"], m["churn"], m["rate effect"]) == (360, 70, 50, -20)
    assert m["mrr"] == 360 == m["starting mrr"] + 70 - 50 - 20
    assert m["nrr"] == Fraction(360, 340)


def test_a_line_that_is_over_or_to_come_needs_no_rate():
    def only_now(currency, on):
        assert on in (30, 60), on
        assert currency == "USD"
        return Fraction(1)

    m = shown([line("a", (0, 3)), line("b", (61, 8), currency="EUR"), line("c", (0, 0), currency="EUR")], rate=only_now)
    assert m["mrr"] == 3
