"""Variable consideration: what outcomes give, what a person judged, and what is in the price from which day on."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from duly.engine.recognition.variable import Estimate, expected_value
from tests.engine.recognition.kept import Kept, refusal

WORKS = """
obligations:
  works: {price: 8000.00, earn: by progress, from: 2024-01-01}
price:
  - {element: bonus, of: works, %s}
judged:
  - {date: 2024-01-01, held back: bonus, amount: %s, why: so}
%s
"""


def works(form: str, held: str = "0.00", more: str = "") -> Kept:
    return Kept(WORKS % (form, held, more))


@pytest.mark.parametrize(
    ("form", "included"),
    [
        ("method: expected value, outcomes: [[100.00, 25%], [60.00, 25%], [-30.00, 50%]]", "25"),
        ("outcomes: [[100.00, 25%], [60.00, 25%], [-30.00, 50%]]", "25"),
        ("method: most likely, outcomes: [[100.00, 25%], [60.00, 25%], [-30.00, 50%]]", "-30"),
        ("method: most likely, outcomes: [[100.00, 25%], [60.00, 75%]]", "60"),
        ("method: expected value, per: 7.00, unit: day, outcomes: [[0, 50%], [3, 30%], [-9, 20%]]", "-6.3"),
        ("method: most likely, per: 7.00, unit: day, outcomes: [[0, 20%], [3, 50%], [-9, 30%]]", "21"),
        ("method: expected value, outcomes: [[0.01, 50%], [0.00, 50%]]", "0.01"),
        ("amount: 75.50", "75.5"),
        ("amount: -75.50", "-75.5"),
        ("percent: -2.5%", "-200"),
        ("percent: 0.00625%", "0.5"),
        ("expected price: 7000.00", "-1000"),
        ("rate: 20%, over: hurdle", "0"),
    ],
)
def test_an_estimate_by_its_form(form, included):
    k = works(form)
    assert k("elements", "bonus", through="2024-01-01") == Decimal(included)
    assert k("transaction price", through="2024-01-01") == 8000 + Decimal(included)


def test_the_expected_value_is_rounded_once():
    third = Fraction(1, 3)
    assert expected_value([(1, third), (1, third), (0, third)]) == 1
    assert expected_value([(-1, third), (-1, third), (0, third)]) == -1
    assert expected_value([(1, third), (0, 2 * third)]) == 0


def test_what_is_at_risk_is_the_way_to_the_worst_outcome():
    outcomes = [(500, Fraction(1, 2)), (-200, Fraction(1, 2))]
    estimate = Estimate(0, 150, outcomes)
    assert [estimate.at_risk(included) for included in (150, -200, -300)] == [350, 0, 0]


@pytest.mark.parametrize(
    ("form", "held", "included"),
    [
        ("amount: 500.00", "120.00", "380"),
        ("amount: 500.00", "500.00", "0"),
        ("amount: 500.00", "700.00", "0"),
        ("amount: -500.00", "120.00", "-620"),
        ("outcomes: [[400.00, 50%], [100.00, 50%]]", "50.00", "200"),
        ("outcomes: [[400.00, 50%], [100.00, 50%]]", "900.00", "100"),
        ("outcomes: [[400.00, 50%], [-100.00, 50%]]", "240.00", "-90"),
        ("outcomes: [[400.00, 50%], [-100.00, 50%]]", "260.00", "-100"),
        ("percent: -10%", "100.00", "-900"),
        ("amount: 0.00", "5.00", "0"),
    ],
)
def test_what_is_held_back_lowers_the_price_and_takes_away_no_more_than_may_be_lost(form, held, included):
    assert works(form, held)("elements", "bonus", through="2024-01-01") == Decimal(included)


def test_a_new_estimate_keeps_the_judgement_and_a_certain_amount_ends_it():
    more = """
  - {date: 2024-06-01, held back: bonus, amount: 10.00, why: less doubt}
happened:
  - {date: 2024-03-01, price element: bonus, outcomes: [[200.00, 50%], [100.00, 50%]]}
  - {date: 2024-09-01, price element: bonus, amount: 140.00}
  - {date: 2024-10-01, price element: bonus, percent: 1%}
"""
    k = works("outcomes: [[300.00, 50%], [100.00, 50%]]", "40.00", more)
    days = (
        "2024-01-01",
        "2024-02-29",
        "2024-03-01",
        "2024-05-31",
        "2024-06-01",
        "2024-08-31",
        "2024-09-01",
        "2024-10-01",
    )
    assert [k("elements", "bonus", through=on) for on in days] == [160, 160, 110, 110, 140, 140, 140, 80]


def test_a_judgement_after_the_amount_is_certain_still_counts():
    more = "  - {date: 2024-09-02, held back: bonus, amount: 15.00, why: disputed}\nhappened:\n"
    k = works("amount: 300.00", "40.00", more + "  - {date: 2024-09-01, price element: bonus, amount: 140.00}\n")
    assert [k("elements", "bonus", through=on) for on in ("2024-08-31", "2024-09-01", "2024-09-02")] == [260, 140, 125]


def test_a_certain_number_of_units_and_a_judgement_of_its_day():
    more = """
  - {date: 2024-09-01, held back: bonus, amount: 15.00, why: so}
happened:
  - {date: 2024-09-01, price element: bonus, units: 4}
"""
    k = works("method: expected value, per: 7.00, unit: day, outcomes: [[0, 50%], [3, 50%]]", "2.00", more)
    assert [k("elements", "bonus", through=on) for on in ("2024-08-31", "2024-09-01")] == [8.5, 28]


def test_what_is_judged_in_counts_from_its_day():
    more = """
  - {date: 2024-07-01, included: bonus, amount: 90.00, why: nearly sure}
happened:
  - {date: 2024-06-30, progress: works, done: 40%}
"""
    k = works("rate: 20%, over: hurdle", "0.00", more)
    assert [k("elements", "bonus", through=on) for on in ("2024-06-30", "2024-07-01")] == [0, 90]
    assert k.revenue("2024-07-01", "2024-07-01") == 36
    assert k("revenue by cause", "estimate", since="2024-07-01", through="2024-07-31") == 36
    assert k("revenue by cause", "progress", since="2024-07-01", through="2024-07-31") == 0


def test_judgements_until_inception_hold_from_the_beginning():
    text = WORKS % ("amount: 100.00", "30.00", "  - {date: 2023-12-01, held back: bonus, amount: 50.00, why: so}\n")
    k = Kept(text)
    assert k("elements", "bonus", through="2023-06-30") == 70
    assert k("elements", "bonus", through="2024-01-01") == 70


def test_outcomes_without_a_judgement_are_refused_with_the_numbers_it_needs():
    unjudged = """
obligations:
  works: {price: 8000.00, earn: by progress, from: 2024-01-01}
price:
  - {element: bonus, of: works, method: expected value, outcomes: [[700.00, 50%], [500.00, 30%], [-100.00, 20%]]}
"""
    error = refusal(unjudged)
    assert error.name == "ConstraintNotJudged"
    assert "expected value 480.00 USD" in error.what and "most likely amount 700.00 USD" in error.what
    assert "revenue at risk 580.00 USD" in error.what and "606-10-32-12" in error.cite
    late = "judged:\n  - {date: 2024-01-02, held back: bonus, amount: 0.00, why: late}\n"
    assert refusal(unjudged + late).name == "ConstraintNotJudged"
    assert Kept(unjudged + late.replace("2024-01-02", "2024-01-01"))("transaction price", through="2024-01-01") == 8480
    assert Kept(unjudged + late.replace("2024-01-02, held back", "2023-06-01, included"))("elements", "bonus") == 0


def test_what_both_methods_give_stands_beside_the_judgement():
    outcomes = "method: most likely, outcomes: [[400.00, 50%], [100.00, 30%], [-50.00, 20%]]"
    judged = "  - {date: 2024-01-02, held back: bonus, amount: 150.00, by: Ann, why: it rains}\n"
    (note,) = works(outcomes, "100.00", judged).notes
    assert "line 10: 250.00 USD of bonus is in the price (Ann, it rains); " in note
    assert note.endswith("expected value 220.00 USD, most likely amount 400.00 USD, revenue at risk 300.00 USD")
    bare = WORKS.replace(", why: so", "") % (outcomes, "100.00", "")
    assert "300.00 USD of bonus is in the price; " in Kept(bare).notes[0]
    certain = "happened:\n  - {date: 2024-02-01, price element: bonus, amount: 1.00}\n"
    assert works(outcomes, "100.00", certain).notes == []
    assert works("amount: 100.00").notes == []


def test_outcomes_that_come_later_need_a_judgement_by_their_day():
    text = """
obligations:
  works: {price: 8000.00, earn: by progress, from: 2024-01-01}
price:
  - {element: bonus, of: works, amount: 10.00}
%s
happened:
  - {date: 2024-05-01, price element: bonus, outcomes: [[60.00, 60%%], [40.00, 40%%]]}
"""
    judged = "judged:\n  - {date: %s, held back: bonus, amount: 2.00, why: so}"
    assert refusal(text % "").name == "ConstraintNotJudged"
    assert refusal(text % (judged % "2024-05-02")).name == "ConstraintNotJudged"
    assert Kept(text % (judged % "2024-05-01"))("elements", "bonus", through="2024-05-01") == 50


def test_two_likeliest_outcomes_are_refused():
    text = WORKS % ("method: most likely, outcomes: [[1.00, 40%], [2.00, 40%], [3.00, 20%]]", "0.00", "")
    error = refusal(text)
    assert error.name == "TwoLikeliest" and "2 outcomes" in error.what
    same = WORKS % ("method: most likely, outcomes: [[1.00, 40%], [1.00, 40%], [3.00, 20%]]", "0.00", "")
    assert Kept(same)("elements", "bonus") == 1


def test_nothing_less_than_nothing_is_held_back():
    assert refusal(WORKS % ("amount: 5.00", "-0.01", "")).name == "HeldBackBelowZero"
    text = WORKS % ("amount: 5.00", "1.00", "  - {date: 2024-02-01, included: bonus, amount: -3.00, why: a penalty}\n")
    assert Kept(text)("elements", "bonus", through="2024-02-01") == -3


def test_a_percentage_is_of_what_the_element_belongs_to():
    text = """
obligations:
  a: {price: 300.00}
  b: {price: 500.00}
price:
  - {element: mine, of: a, percent: -10%}
  - {element: both, of: [a, b], percent: -10%}
  - {element: all, percent: -1%}
"""
    k = Kept(text)
    assert [k("elements", name) for name in ("mine", "both", "all")] == [-30, -80, -8]
    assert [k("allocation", name) for name in ("a", "b")] == [237, 445]


def test_a_percentage_of_a_price_agreed_as_one_sum():
    text = """
total: 900.00
obligations:
  a: {ssp: 400.00}
  b: {ssp: 600.00}
price:
  - {element: off, percent: -10%}
"""
    k = Kept(text)
    assert (k("elements", "off"), k("transaction price"), k("allocation", "a")) == (-90, 810, 324)


def test_an_element_of_some_obligations_is_split_over_these_alone():
    text = """
obligations:
  a: {price: 100.00, ssp: 100.00}
  b: {price: 300.00, ssp: 300.00}
  c: {price: 600.00, ssp: 600.00}
price:
  - {element: premium, of: [a, b], amount: 40.00}
  - {element: rebate, amount: -100.00}
happened:
  - {date: 2024-02-01, delivered: a}
  - {date: 2024-03-01, price element: premium, amount: 80.00}
  - {date: 2024-04-01, price element: rebate, amount: -50.00}
"""
    k = Kept(text)
    assert [k("allocation", name, through="2024-01-01") for name in "abc"] == [100, 300, 540]
    assert [k("allocation", name, through="2024-03-01") for name in "abc"] == [110, 330, 540]
    assert [k("allocation", name, through="2024-04-01") for name in "abc"] == [115, 345, 570]
    assert k.revenue("2024-02-01", "2024-02-28", "a") == 100
    assert k.revenue("2024-03-01", "2024-03-01", "a") == 10
    assert k("revenue by cause", "a", "estimate", since="2024-03-01", through="2024-04-01") == 15


def test_a_bundle_keeps_its_discount_when_the_price_moves():
    text = """
total: 90.00
obligations:
  a: {ssp: 40.00}
  b: {ssp: 30.00}
  c: {ssp: 30.00}
sold together: [{of: [b, c], price: 50.00}]
price:
  - {element: bonus, amount: %s}
"""
    assert [Kept(text % "0.00")("allocation", name) for name in "abc"] == [40, 25, 25]
    assert [Kept(text % "10.00")("allocation", name) for name in "abc"] == [44, 28, 28]
    assert [Kept(text % "-10.00")("allocation", name) for name in "abc"] == [36, 22, 22]


def test_one_cause_wins_where_a_credit_and_an_estimate_share_a_day():
    more = """
happened:
  - {date: 2024-03-01, progress: works, done: 50%}
  - {date: 2024-04-01, price element: bonus, amount: 60.00}
  - {date: 2024-04-01, credit note: C-1, amount: 100.00, reason: price}
  - {date: 2024-05-01, credit note: C-2, amount: 100.00, reason: price}
"""
    k = works("amount: 20.00", "0.00", more)
    assert k("transaction price", through="2024-05-01") == 7860
    assert k("revenue by cause", "estimate", since="2024-04-01", through="2024-04-30") == -30
    assert k("revenue by cause", "progress", since="2024-05-01", through="2024-05-31") == -50
    assert k("revenue by cause", "estimate", since="2024-05-01", through="2024-05-31") == 0


def test_an_estimate_before_there_is_a_contract_is_no_cause_of_its_own():
    text = """
collect: not probable
obligations:
  works: {price: 8000.00, earn: by progress, from: 2024-01-01}
price:
  - {element: bonus, of: works, amount: 100.00}
judged:
  - {date: 2024-05-01, collect: probable, why: paid}
happened:
  - {date: 2024-02-01, progress: works, done: 50%}
  - {date: 2024-03-01, price element: bonus, amount: 300.00}
"""
    k = Kept(text)
    assert k("revenue by cause", "progress", since="2024-05-01", through="2024-05-31") == 4150
    assert k("revenue by cause", "estimate", since="2024-05-01", through="2024-05-31") == 0


def test_an_element_cannot_belong_to_what_an_amendment_adds():
    text = """
obligations:
  a: {price: 300.00}
price:
  - {element: bonus, of: [a, late], amount: 5.00}
happened:
  - {date: 2024-02-01, amendment: A-1, signed: 2024-02-01, adds: {late: {price: 10.00, ssp: 10.00}}, approved: yes}
"""
    error = refusal(text)
    assert error.name == "ElementOfLaterPromise" and "late" in error.what and " a " not in error.what
