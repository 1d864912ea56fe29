"""A line priced in another currency than its contract: every amount of it at the rate of inception."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from duly.engine.contracts.terms import Company, Entity, Fact, Obligation, Price, Ssp, Terms
from duly.engine.fx.rates import MissingRate
from duly.engine.fx.translate import digits_of, functional_currency, in_contract_currency, per_minor

SIGNED = 100
COMPANY = Company(
    entities=(Entity("main", currency="USD"), Entity("tokyo", currency="JPY")),
    rates=(("EUR", "USD", SIGNED, Fraction(5, 4)), ("EUR", "USD", SIGNED + 30, Fraction(3, 2))),
)
LINE = Obligation("A", 0, currency="EUR", price=Price("fixed", amount=Fraction(800)))
TERMS = Terms("C", "USD", 2, signed_on=SIGNED, obligations=(LINE,))


def converted(terms: Terms) -> Obligation:
    return in_contract_currency(terms, COMPANY).obligations[0]


def test_a_price_is_worth_its_amount_at_the_rate_of_inception():
    made = converted(TERMS)
    assert (made.price.amount, made.currency) == (1000, "USD")
    # Once converted it is converted no more.
    assert converted(in_contract_currency(TERMS, COMPANY)) == made


def test_every_form_of_price_and_ssp_is_converted():
    steps = Price("steps", steps=(Fraction(4), Fraction(8)), tiers=((Fraction(10), Fraction(12)), (None, Fraction(16))))
    line = replace(
        LINE,
        price=steps,
        cost=Price("fixed", amount=Fraction(40)),
        gross=400,
        expected_cost=440,
        uninstalled=8,
        ssp=Ssp(
            "range", low=100, high=200, price=LINE.price, cost=Fraction(20), spend=Fraction(24), value=Fraction(28)
        ),
    )
    made = converted(replace(TERMS, obligations=(line,)))
    assert made.price.steps == (5, 10) and made.price.tiers == ((10, 15), (None, 20))
    assert (made.cost.amount, made.gross, made.expected_cost, made.uninstalled) == (50, 500, 550, 10)
    assert (made.ssp.low, made.ssp.high, made.ssp.price.amount) == (125, 250, 1000)
    assert (made.ssp.cost, made.ssp.spend, made.ssp.value) == (25, 30, 35)
    observed = replace(LINE, ssp=Ssp("residual", observed=(60, 90)))
    # 60 x 5/4 = 75 and 90 x 5/4 = 112.5, rounded once.
    assert converted(replace(TERMS, obligations=(observed,))).ssp.observed == (75, 113)


def test_what_an_amendment_adds_has_the_rate_of_the_amendment():
    fact = Fact("amendment", SIGNED + 31, SIGNED + 31, fields={"adds": (LINE,), "amendment": "A-1"})
    made = in_contract_currency(replace(TERMS, happened=(fact,)), COMPANY)
    assert made.happened[0].fields["adds"][0].price.amount == 1200
    assert made.happened[0].fields["amendment"] == "A-1"


def test_a_contract_without_such_lines_is_the_same_object():
    plain = replace(TERMS, obligations=(replace(LINE, currency=""), replace(LINE, currency="USD")))
    assert in_contract_currency(plain, COMPANY) is plain


def test_a_line_whose_currency_has_no_rate_is_refused():
    with pytest.raises(MissingRate, match="EUR to USD"):
        in_contract_currency(replace(TERMS, signed_on=SIGNED - 1), COMPANY)


def test_minor_units_of_currencies_with_other_decimals():
    assert per_minor(Fraction(150), 2, 0) == Fraction(3, 2)
    yen = replace(TERMS, currency="JPY", digits=0, entity="tokyo", obligations=(replace(LINE, currency="USD"),))
    company = replace(COMPANY, rates=(("USD", "JPY", SIGNED, Fraction(150)),))
    assert in_contract_currency(yen, company).obligations[0].price.amount == 1200  # 8.00 dollars


def test_an_entity_that_nothing_describes_keeps_its_books_in_the_currency_of_the_contract():
    assert functional_currency(replace(TERMS, entity="paris"), COMPANY) == "USD"
    assert functional_currency(replace(TERMS, currency="EUR"), COMPANY) == "USD"
    assert functional_currency(TERMS, Company(entities=(Entity("main"),))) == "USD"
    assert digits_of("LC", TERMS, Company(currencies=(("LC", 3),))) == 3
    assert digits_of("JPY", TERMS, COMPANY) == 0
