"""A contract as a whole: what it takes for granted, and what must hold between its parts."""

from __future__ import annotations

from fractions import Fraction as F

import pytest

from duly.engine.contracts.terms import Cancel
from duly.ground.dates import Duration, day
from duly.ground.errors import SeveralErrors
from tests.engine.contracts.texts import (
    company_of,
    error_in,
    error_of,
    errors_of,
    obligation_of,
    terms_of,
)

BARE = "contract: C-1\ncurrency: USD\n"
ONE = "obligations: {a: {price: 1.00}}\n"


def test_what_is_left_out_has_its_default():
    terms = terms_of(ONE)
    assert (terms.ref, terms.currency, terms.digits, terms.entity, terms.customer) == ("C-1", "USD", 2, "main", "C-1")
    assert (terms.signed_on, terms.known_on) == (day("2024-01-01"), day("2024-01-01"))
    assert (terms.cancel, terms.collect, terms.total, terms.portfolio, terms.billing) == (
        Cancel(),
        "probable",
        None,
        False,
        (),
    )
    a = terms.obligations[0]
    assert (a.earn, a.parts, a.role, a.from_on, a.until, a.ssp.form) == (
        "on delivery",
        1,
        "principal",
        None,
        None,
        "none",
    )


def test_a_contract_begins_as_signed_else_with_its_term_else_with_its_first_fact():
    term, fact = (
        "term: {from: 2024-03-01, to: 2024-12-31}\n",
        "happened: [{date: 2024-05-02, delivered: a}, {date: 2024-05-01, delivered: a}]\n",
    )
    assert terms_of(ONE + term + fact).signed_on == day("2024-01-01")
    assert terms_of(ONE + term + fact, head=BARE).signed_on == day("2024-03-01")
    assert terms_of(ONE + fact, head=BARE).signed_on == day("2024-05-01")
    assert terms_of(ONE + fact, head=BARE).known_on == day("2024-05-01")
    assert error_of(ONE, head=BARE).name == "NoInception"


def test_a_term_may_be_so_many_months():
    terms = terms_of(ONE + "term: {from: 2024-01-31, months: 13, renews: 12 months, notice: 90 days}\n")
    assert (terms.from_on, terms.until) == (day("2024-01-31"), day("2025-02-28"))
    assert (terms.renews, terms.notice) == (Duration(months=12), Duration(days=90))


@pytest.mark.parametrize(
    ("term", "name"),
    [
        ("{from: 2024-12-31, to: 2024-01-01}", "EndBeforeStart"),
        ("{from: 2024-01-01, to: 2024-12-31, months: 12}", "SeveralForms"),
        ("{from: 2024-01-01, months: 0}", "NumberOutOfRange"),
        ("{from: 2024-01-01, months: 3000}", "DayOutOfRange"),
        ("{from: 2024-01-01, months: 99999}", "NumberOutOfRange"),
        ("2024", "WrongShape"),
        ("{from: 2024-01-01, until: 2024-12-31}", "UnknownKey"),
    ],
)
def test_a_term_runs_forward_and_has_one_end(term, name):
    assert error_of(ONE + f"term: {term}\n").name == name


def test_an_obligation_over_time_takes_what_it_leaves_out_from_the_term():
    term = "term: {from: 2024-01-01, to: 2024-12-31}"
    whole = obligation_of("price: 1.00, earn: over time by day", term)
    assert (whole.from_on, whole.until) == (day("2024-01-01"), day("2025-01-01"))
    late = obligation_of("price: 1.00, earn: over time by day, from: 2024-06-01", term)
    assert (late.from_on, late.until) == (day("2024-06-01"), day("2025-01-01"))
    short = obligation_of("price: 1.00, earn: over time by day, months: 3", term)
    assert (short.from_on, short.until, short.months) == (day("2024-01-01"), day("2024-04-01"), 3)
    at_once = obligation_of("price: 1.00", term)
    assert (at_once.from_on, at_once.until) == (None, None)
    by_period = obligation_of("price: 1.00 per month, earn: by progress", term)
    assert (by_period.from_on, by_period.until) == (day("2024-01-01"), day("2025-01-01"))


@pytest.mark.parametrize(
    "keys",
    [
        "price: 1.00, earn: over time by month",
        "price: 1.00, earn: over time by day, from: 2024-01-01",
        "price: 1.00, earn: over time by day, to: 2024-12-31",
        "price: 1.00 per month",
        "price: [1.00, 2.00]",
        "ssp: 4.00 per seat and month",
    ],
)
def test_an_obligation_that_needs_a_span_must_have_one(keys):
    error = error_in(keys)
    assert (error.name, error.place.line) == ("NoSpan", 5)


@pytest.mark.parametrize(
    ("keys", "name"),
    [
        ("earn: over time by hour", "UnknownChoice"),
        ("earn: on milestones", "MissingKey"),
        ("milestones: {x: 30%, y: 60%}", "DoesNotAddUp"),
        ("milestones: {x: 30%, y: 60.00}", "DoesNotAddUp"),
        ("milestones: {x: 0.00}", "DoesNotAddUp"),
        ("milestones: {}", "DoesNotAddUp"),
        ("earn: by cost, expected cost: 10.00, uninstalled: 11.00", "NumberOutOfRange"),
        ("parts: 0", "NotAQuantity"),
        ("from: 2024-02-01, to: 2024-01-31", "EndBeforeStart"),
        ("returns: {window: 30 days}", "SeveralForms"),
        ("returns: {expected: 3, kept: 97}", "SeveralForms"),
        ("returns: {kept: 97}", "MissingKey"),
        ("quantity: 10, returns: {expected: 11}", "NumberOutOfRange"),
        ("quantity: 10, returns: {kept: 11}", "NumberOutOfRange"),
        ("role: agnet", "UnknownChoice"),
        ("repurchase: {by: customer, price: 1.00}", "MissingKey"),
        ("pric: 1.00", "UnknownKey"),
        ("currency: XXY", "UnknownCurrency"),
    ],
)
def test_an_obligation_that_cannot_be_is_refused_by_name(keys, name):
    assert error_in(keys).name == name


def test_special_promises_have_their_fields():
    o = obligation_of(
        "price: 5.00, cost: 3.00 per unit, quantity: 100 units, "
        "returns: {kept: 97, window: 30 days, recovery cost: 0.00}, "
        "royalty: {rate: 3%, of: licensee sales, minimum: 100.00}, warranty: {kind: assurance, expected cost: 45.00}, "
        "repurchase: {by: us, price: 9.00, on: 2024-12-31}, licence: right to use, "
        "setup: yes, customer life: 36 months, "
        "bill and hold: {reason: no room, identified: yes, ready: yes, cannot redirect: no}, expires: 2024-12-31"
    )
    assert o.returns is not None
    assert o.returns["expected"] == 3
    assert o.royalty == {"rate": F(3, 100), "of": "licensee sales", "minimum": 10000}
    assert o.warranty == {"kind": "assurance", "expected cost": 4500}
    assert o.bill_and_hold is not None
    assert o.bill_and_hold["cannot redirect"] is False
    assert (o.setup, o.customer_life, o.expires) == (True, Duration(months=36), day("2024-12-31"))
    assert o.cost is not None
    assert (o.cost.form, o.cost.amount) == ("unit", F(300))


def test_an_obligation_in_another_currency_has_the_decimals_of_that_currency():
    text = """\
        total: 1.50
        obligations:
          a: {currency: JPY, price: 1200, ssp: 1300}
          b: {price: 1.50}
        happened:
          - {date: 2024-02-01, amendment: A-1, changes: {a: {price: 1100}, b: {price: 1.25}}, ssp: {a: 1150}}
        """
    terms = terms_of(text)
    a, b = terms.obligations
    assert (a.currency, a.price.amount, b.price.amount) == ("JPY", F(1200), F(150))
    changes = terms.happened[0].fields["changes"]
    assert isinstance(changes, dict)
    assert (changes["a"]["price"].amount, changes["b"]["price"].amount) == (F(1100), F(125))
    assert error_of(text.replace("price: 1100", "price: 1100.5")).name == "TooManyDecimals"


def test_tags_of_the_contract_travel_to_its_obligations():
    terms = terms_of("tags: {region: EMEA, source: web}\nobligations: {a: {tags: {region: APAC, line: x}}, b: {}}\n")
    assert terms.tags == (("region", "EMEA"), ("source", "web"))
    assert terms.obligations[0].tags == (("region", "APAC"), ("source", "web"), ("line", "x"))
    assert terms.obligations[1].tags == terms.tags


def test_tags_and_entity_are_those_of_the_company_where_it_lists_any():
    company = company_of("company: X\ndimensions: [region]\nentities: {US01: {currency: USD}, DE01: {currency: EUR}}\n")
    assert error_of(ONE + "entity: US1\ntags: {region: EMEA}\n", company).name == "UnknownEntity"
    assert error_of(ONE + "entity: US01\ntags: {regoin: EMEA}\n", company).name == "UnknownDimension"
    assert error_of(ONE, company).name == "UnknownEntity"
    only = company_of("company: X\nentities: {US01: {currency: USD}}\n")
    assert terms_of(ONE, only).entity == "US01"


def test_a_portfolio_may_say_how_many_it_stands_for():
    assert (terms_of(ONE + "portfolio: yes\n").portfolio, terms_of(ONE + "portfolio: yes\n").portfolio_count) == (
        True,
        0,
    )
    assert (
        terms_of(ONE + "portfolio: 46 customers\n").portfolio,
        terms_of(ONE + "portfolio: 46 customers\n").portfolio_count,
    ) == (True, 46)
    assert terms_of(ONE + "portfolio: no\n").portfolio is False


def test_the_right_to_cancel():
    assert terms_of(
        ONE + "cancel: {by: customer, notice: 30 days, refund: pro rata, penalty: 5.00}\n"
    ).cancel == Cancel("customer", Duration(days=30), "pro rata", 500, False)
    assert terms_of(ONE + "cancel: {by: either, penalty: substantive}\n").cancel.substantive
    assert error_of(ONE + "cancel: {notice: 30 days}\n").name == "MissingKey"


@pytest.mark.parametrize(
    ("row", "name"),
    [
        ("{element: x, outcomes: [[0.00, 50%], [-1.00, 40%]]}", "DoesNotAddUp"),
        ("{element: x, outcomes: [[0.001, 100%]]}", "TooManyDecimals"),
        ("{element: x, outcomes: [[0.00, 100%]], percent: -5%}", "SeveralForms"),
        ("{element: x, of: c, amount: -1.00}", "UnknownObligation"),
        ("{amount: -1.00}", "MissingKey"),
        ("{element: x, rate: 6}", "NotAPercentage"),
        ("{element: x, tiers: [[10, 1.00]]}", "DoesNotAddUp"),
    ],
)
def test_an_element_of_the_price_that_cannot_be_is_refused(row, name):
    assert error_of(ONE + f"price:\n  - {row}\n").name == name


def test_an_element_may_be_below_zero_and_its_outcomes_amounts_or_units():
    rows = "price:\n  - {element: x, of: a, outcomes: [[0.00, 50%], [-1.00, 50%]]}\n"
    rows += "  - {element: y, per: 5.00, unit: day, outcomes: [[0, 40%], [-2.5, 60%]]}\n"
    x, y = terms_of(ONE + rows).elements
    assert (x.name, x.of, x.fields["outcomes"]) == ("x", ("a",), ((0, F(1, 2)), (-100, F(1, 2))))
    assert (y.of, y.fields["per"], y.fields["outcomes"]) == ((), 500, ((F(0), F(2, 5)), (F(-5, 2), F(3, 5))))


@pytest.mark.parametrize(
    ("row", "values"),
    [
        (
            "{bill: a, every: year, in: advance, net: 45 days}",
            {"of": ("a",), "every": "year", "advance": True, "net": Duration(days=45)},
        ),
        (
            "{bill: all, every: month, in: arrears}",
            {"of": (), "every": "month", "advance": False, "right": "on invoice"},
        ),
        ("{bill: [a], in: one sum}", {"of": ("a",), "every": "one sum"}),
        ("{bill: all, in: arrears, retention: 5%}", {"every": "one sum", "advance": False, "retention": F(1, 20)}),
        (
            "{bill: all, on: 2024-01-31, amount: 10.00}",
            {"instalments": ((day("2024-01-31"), 1000),), "first_on": day("2024-01-31")},
        ),
        (
            "{bill: all, instalments: [[2024-01-31, 5.00], [2024-06-30, 5.00]]}",
            {"instalments": ((day("2024-01-31"), 500), (day("2024-06-30"), 500))},
        ),
        ("{bill: a, every: month, first: 2024-02-15}", {"first_on": day("2024-02-15")}),
    ],
)
def test_a_billing_row_is_a_rhythm_a_day_or_instalments(row, values):
    line = terms_of(ONE + f"billing: [{row}]\n").billing[0]
    assert {name: getattr(line, name) for name in values} == values


@pytest.mark.parametrize(
    ("row", "name"),
    [
        ("{bill: c}", "UnknownObligation"),
        ("{every: year}", "MissingKey"),
        ("{bill: a, every: fortnight}", "UnknownChoice"),
        ("{bill: a, every: year, in: one sum}", "SeveralForms"),
        ("{bill: a, every: year, on: 2024-01-01}", "SeveralForms"),
        ("{bill: a, instalments: [2024-01-31, 5.00]}", "WrongShape"),
    ],
)
def test_a_billing_row_that_cannot_be_is_refused(row, name):
    found = errors_of(ONE + f"billing: [{row}]\n")
    assert {error.name for error in found} == {name}


def test_bundles_are_obligations_with_a_price():
    terms = terms_of(
        "obligations: {a: {ssp: 5.00}, b: {ssp: 6.00}}\ntotal: 9.00\nsold together: [{of: [a, b], price: 8.00}]\n"
    )
    assert terms.bundles == ((("a", "b"), 800),)


def test_a_policy_of_one_contract_exists_and_has_a_reason():
    assert terms_of(ONE + "policy: {ssp outside range: midpoint, why: elected}\n").policy == (
        ("ssp outside range", "midpoint"),
    )
    assert error_of(ONE + "policy: {ssp outside range: midpoint}\n").name == "ReasonMissing"
    unknown = error_of(ONE + "policy: {ssp outside rang: midpoint, why: x}\n")
    assert (unknown.name, unknown.place.line) == ("UnknownPolicy", 5)
    assert "'ssp outside range'" in unknown.what
    assert error_of(ONE + "policy: {ssp outside range: middle, why: x}\n").name == "UnknownPolicy"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("total: -1.00\n" + ONE, "NegativePrice"),
        ("combine: C-1\n" + ONE, "CombinesItself"),
        ("obligation: {a: {price: 1.00}}\n" + ONE, "UnknownKey"),
        ("obligations: {}\n", "MissingKey"),
        ("title: one\n", "MissingKey"),
        ("obligations: [{price: 1.00}]\n", "WrongShape"),
        ("obligations: {a: 5}\n", "WrongShape"),
        ("duly: 2\n" + ONE, "UnknownChoice"),
        ("expect: []\n" + ONE, "UnknownKey"),
        ("case: x\n" + ONE, "UnknownKey"),
        ("customer: [a]\n" + ONE, "WrongShape"),
        ("customer:\n" + ONE, "EmptyValue"),
    ],
)
def test_a_contract_that_cannot_be_is_refused_by_name(text, name):
    error = error_of(text)
    assert error.name == name
    assert error.contract == "C-1"
    assert error.place.file == "test.yaml"


def test_a_contract_may_be_there_for_its_costs_alone():
    assert terms_of("costs: [{date: 2024-01-01, commission: 5.00}]\n").obligations == ()


def test_a_contract_needs_its_reference_and_its_currency():
    found = errors_of(ONE, head="signed: 2024-01-01\n")
    assert [error.name for error in found] == ["MissingKey", "MissingKey"]


def test_one_error_is_raised_as_itself_and_several_together():
    with pytest.raises(SeveralErrors) as caught:
        terms_of("obligations: {a: {price: x}, b: {pric: 1.00}}\n")
    assert caught.value.contract == "C-1"
    assert len(caught.value.errors) == 2
