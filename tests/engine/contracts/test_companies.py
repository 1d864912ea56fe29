"""The company file: every section, and what is refused."""

from __future__ import annotations

from fractions import Fraction as F

import pytest

from duly.engine.contracts.terms import Company
from duly.ground.dates import day
from duly.ground.errors import DulyError, each_error
from tests.engine.contracts.texts import HEAD, company_of, terms_of

WHOLE = """\
company: Northwind Group
currencies: {LC: 3}
entities:
  US01: {currency: USD, calendar: months, year starts: 4, zone: America/New_York}
  RT01: {currency: LC, reporting: EUR, calendar: 4-4-5, year ends: last saturday of january}
books:
  asc606: {standard: ASC 606, policies: {allocation remainder: last}}
  ifrs: {standard: IFRS 15, policies: {allocation remainder: largest}, from: 2024-01-01, why: as the parent}
policies: {ssp outside range: midpoint}
ssp:
  - {product: PLAT, currency: USD, price: 420.00 per seat and month, low: 400.00, high: 440.00,
     from: 2024-01-01, stratum: EMEA}
  - {product: PLAT, currency: LC, low: 1.234, high: 2.345, from: 2024-01-01}
rates: [{from: EUR, to: LC, date: 2024-01-01, rate: 1.10}]
accounts: {revenue: {number: 4000, name: Revenue}, contract liability: {number: 2400}}
mapping: [{role: contract liability, entity: US01, product: PLAT, number: 2410}]
dimensions: [region, segment]
closes: [{entity: US01, through: 2026-06-30, at: 2026-07-08}, {entity: US01, through: 2026-05-31, at: 2026-06-08}]
"""


def test_the_whole_file_is_read():
    company = company_of(WHOLE)
    assert (company.name, company.currencies) == ("Northwind Group", (("LC", 3),))
    us, rt = company.entities
    assert (us.ref, us.currency, us.calendar, us.year_starts, us.zone) == (
        "US01",
        "USD",
        "months",
        4,
        "America/New_York",
    )
    assert (rt.calendar, rt.year_ends, rt.reporting) == ("4-4-5", "last saturday of january", "EUR")
    assert company.books == (
        ("asc606", "ASC 606", (("allocation remainder", "last"),)),
        ("ifrs", "IFRS 15", (("allocation remainder", "largest"),)),
    )
    assert (company.elections[1].from_on, company.elections[1].why) == (day("2024-01-01"), "as the parent")
    assert company.policies == (("ssp outside range", "midpoint"),)
    assert company.rates == (("EUR", "LC", day("2024-01-01"), F(11, 10)),)
    assert company.accounts == (("revenue", "4000", "Revenue"), ("contract_liability", "2400", ""))
    assert company.mapping == (
        (("role", "contract_liability"), ("entity", "US01"), ("product", "PLAT"), ("number", "2410")),
    )
    assert company.dimensions == ("region", "segment")
    assert [(c.open_from, c.at_on) for c in company.closes] == [
        (day("2026-06-01"), day("2026-06-08")),
        (day("2026-07-01"), day("2026-07-08")),
    ]


def test_each_entry_of_the_ssp_book_is_in_its_own_currency():
    dollars, local = company_of(WHOLE).ssp
    assert dollars.price is not None
    assert (dollars.price.form, dollars.price.amount, dollars.low, dollars.high) == (
        "unit_period",
        F(42000),
        40000,
        44000,
    )
    assert (local.price, local.low, local.high, local.stratum) == (None, 1234, 2345, "")


def test_contracts_may_use_the_units_of_the_company():
    terms = terms_of(
        "total: 1.234\nobligations: {a: {}}\ntags: {region: x}\nentity: US01\n",
        company_of(WHOLE),
        head=HEAD.replace("USD", "LC"),
    )
    assert (terms.digits, terms.total) == (3, 1234)


def test_an_empty_company_is_a_company():
    assert company_of("company: X\n") == Company(name="X", places=company_of("company: X\n").places)
    assert company_of("rates: ecb\n").rates_source == "ecb"
    assert company_of("company: X\nssp: []\ncloses: []\nmapping: []\nrates: []\n").ssp == ()


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("entities: {US01: {currency: USX}}", "UnknownCurrency"),
        ("entities: {US01: {calendar: 4-4-5}}", "MissingKey"),
        ("entities: {US01: {calendar: 4-4-5, year ends: the end}}", "UnknownChoice"),
        ("entities: {US01: {calendar: weeks}}", "UnknownChoice"),
        ("entities: {US01: {year starts: 13}}", "UnknownChoice"),
        ("currencies: {LC: 9}", "UnknownChoice"),
        ("books: {b: {standard: GAAP}}", "UnknownChoice"),
        ("books: {b: {policies: {remainder: last}}}", "UnknownPolicy"),
        ("policies: {allocation remainder: first}", "UnknownPolicy"),
        ("ssp: [{product: P, currency: USD, from: 2024-01-01}]", "MissingKey"),
        ("ssp: [{product: P, currency: USD, low: 1.00, from: 2024-01-01}]", "MissingKey"),
        ("ssp: [{product: P, currency: USD, low: 2.00, high: 1.00, from: 2024-01-01}]", "RangeReversed"),
        ("ssp: [{product: P, currency: ZZZ, price: 2.00, from: 2024-01-01}]", "UnknownCurrency"),
        ("ssp: [{product: P, currency: JPY, price: 2.50, from: 2024-01-01}]", "TooManyDecimals"),
        ("rates: [{from: EUR, to: USD, date: 2024-01-01, rate: 0}]", "NumberOutOfRange"),
        ("rates: [{from: EUR, to: USX, date: 2024-01-01, rate: 1.1}]", "UnknownCurrency"),
        ("accounts: {revenu: {number: 4000}}", "UnknownChoice"),
        ("accounts: {revenue: {name: Revenue}}", "MissingKey"),
        ("mapping: [{role: revenue}]", "MissingKey"),
        ("mapping: [{role: money, number: 4000}]", "UnknownChoice"),
        ("closes: [{entity: US01, through: 2026-06-30, at: 2026-06-29}]", "EndBeforeStart"),
        ("entities: {US01: {}}\ncloses: [{entity: US1, through: 2026-06-30, at: 2026-07-08}]", "UnknownEntity"),
        ("entitys: {}", "UnknownKey"),
    ],
)
def test_a_company_file_that_cannot_be_is_refused_by_name(text, name):
    with pytest.raises(DulyError) as caught:
        company_of("company: X\n" + text + "\n")
    (error,) = each_error(caught.value)
    assert error.name == name
    assert error.place.line >= 2
