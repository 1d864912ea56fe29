"""Every form of a value, with examples and counter-examples."""

from __future__ import annotations

from fractions import Fraction as F

import pytest

from duly.engine.contracts.rights import Right
from duly.engine.contracts.terms import Quantity, Ssp
from duly.ground.dates import Duration, day
from tests.engine.contracts.texts import HEAD, error_in, error_of, obligation_of, terms_of


@pytest.mark.parametrize(
    ("text", "form", "values"),
    [
        ("96000.00", "fixed", {"amount": F(9_600_000)}),
        ("0", "fixed", {"amount": F(0)}),
        ("12.5", "fixed", {"amount": F(1250)}),
        ("400.00 per seat", "unit", {"amount": F(40000), "unit": "seat"}),
        ("0.0825 per API call", "unit", {"amount": F(825, 100), "unit": "API call"}),
        ("10% of gross", "share", {"ratio": F(1, 10), "base": "gross"}),
        ("2.5% of assets", "share", {"ratio": F(1, 40), "base": "assets"}),
        ("{tiers: [[1000, 0.10], [rest, 0.08]], per: call}", "tiers", {"tiers": ((F(1000), F(10)), (None, F(8)))}),
        ("{tiers: [[10, 1.00], [rest, 0.50]], mode: volume}", "tiers", {"mode": "volume"}),
    ],
)
def test_a_price_is_read_in_each_of_its_forms(text, form, values):
    found = obligation_of(f"price: {text}").price
    assert found.form == form
    assert {name: getattr(found, name) for name in values} == values


@pytest.mark.parametrize(
    ("text", "form", "values"),
    [
        ("400.00 per seat and month", "unit_period", {"amount": F(40000), "unit": "seat", "period": "month"}),
        ("400.00 per month", "period", {"amount": F(40000), "period": "month"}),
        ("90.00 per half year", "period", {"amount": F(9000), "period": "half year"}),
        (
            "[80000.00, 100000.00, 120000.00]",
            "steps",
            {"steps": (F(8_000_000), F(10_000_000), F(12_000_000)), "period": "year"},
        ),
        ("{steps: [1.00, 2.00], every: quarter}", "steps", {"steps": (F(100), F(200)), "period": "quarter"}),
    ],
)
def test_a_price_by_period_is_read_where_there_is_a_term(text, form, values):
    found = obligation_of(f"price: {text}", "term: {from: 2024-01-01, to: 2026-12-31}").price
    assert found.form == form
    assert {name: getattr(found, name) for name in values} == values


def test_days_are_a_unit_where_days_are_counted_and_a_period_otherwise():
    counted = obligation_of("price: 900.00 per day, quantity: 20 days, earn: by units").price
    assert (counted.form, counted.unit, counted.period) == ("unit", "day", "")
    spent = obligation_of("price: 900.00 per day", "term: {from: 2024-01-01, to: 2024-01-20}").price
    assert (spent.form, spent.unit, spent.period) == ("period", "", "day")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ('"1,200.00"', "NotAnAmount"),
        ('"1,200.00 per seat"', "NotAnAmount"),
        ("$1200", "NotAnAmount"),
        ("1e400", "NotAnAmount"),
        ("1200.00 EUR", "NotAnAmount"),
        ("12.345", "TooManyDecimals"),
        ("10.000", "TooManyDecimals"),
        ("99999999999999999999", "AmountTooLarge"),
        ("-1.00", "NegativePrice"),
        ("-0.01 per seat", "NegativePrice"),
        ("-5% of gross", "NegativePrice"),
        ("a lot", "NotAPrice"),
        ("per seat", "NotAPrice"),
        ("[]", "EmptyValue"),
        ('""', "EmptyValue"),
        ("[1.00, -2.00]", "NegativePrice"),
        ("{step: [1.00]}", "NoVerb"),
        ("{tiers: [[1000, 0.10], [500, 0.08]]}", "DoesNotAddUp"),
        ("{tiers: [[1000, 0.10], [900, 0.09], [rest, 0.08]]}", "DoesNotAddUp"),
        ("{tiers: [[1000, 0.10, 1]]}", "WrongShape"),
        ("{tiers: [[1000, 0.10], [rest, 0.08]], mode: sliding}", "UnknownChoice"),
    ],
)
def test_a_text_that_is_no_price_is_refused_by_name(text, name):
    error = error_in(f"price: {text}", "term: {from: 2024-01-01, to: 2026-12-31}")
    assert error.name == name
    assert error.place.line == 5
    assert "obligations.a.price" in error.what


@pytest.mark.parametrize(
    ("text", "form", "values"),
    [
        ("90000.00", "point", {}),
        ("240.00 to 260.00", "range", {"low": 24000, "high": 26000}),
        ("book", "book", {}),
        ("cost 37.50 plus 15%", "cost_plus", {"cost": F(3750), "margin": F(15, 100)}),
        ('"25% of [b]"', "share", {"ratio": F(1, 4), "of": ("b",)}),
        ("25% of b", "share", {"ratio": F(1, 4), "of": ("b",)}),
        ("residual", "residual", {"observed": None}),
        ("{residual: yes, observed: 15.00 to 45.00}", "residual", {"observed": (1500, 4500)}),
        (
            "{discount: 30%, spend: 50.00, likely: 80%}",
            "option",
            {"discount": F(3, 10), "spend": F(5000), "likely": F(4, 5)},
        ),
        ("{discount: 40%, less: 10%, spend: 50.00}", "option", {"discount": F(3, 10), "likely": F(1)}),
        (
            "{likely: 95%, units: 10000, value: 1.00}",
            "points",
            {"likely": F(95, 100), "units": F(10000), "value": F(100)},
        ),
        ("{expected: 9500, units: 10000, value: 0.005}", "points", {"likely": F(95, 100), "value": F(1, 2)}),
    ],
)
def test_an_ssp_is_read_in_each_of_its_forms(text, form, values):
    found = obligation_of(f"product: P, ssp: {text}").ssp
    assert found.form == form
    assert {name: getattr(found, name) for name in values} == values


def test_a_share_of_a_list_price_is_a_point():
    ssp = obligation_of("ssp: 75% of list 1200.01").ssp
    assert ssp.form == "point"
    assert ssp.price is not None
    assert ssp.price.amount == F(3, 4) * 120001


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("260.00 to 240.00", "RangeReversed"),
        ("-1.00", "NegativePrice"),
        ("cost -5.00 plus 10%", "NegativePrice"),
        ("25% of c", "UnknownObligation"),
        ("about 90", "NotAnSsp"),
        ("{residual: yes, observed: 45.00 to 15.00}", "RangeReversed"),
        ("{discount: 130%, spend: 50.00}", "NumberOutOfRange"),
        ("{discount: 10%, less: 20%, spend: 50.00}", "NumberOutOfRange"),
        ("{units: 10, expected: 20, value: 1.00}", "NumberOutOfRange"),
        ("{discount: 30%}", "MissingKey"),
        ("[1.00, 2.00]", "WrongShape"),
    ],
)
def test_a_text_that_is_no_ssp_is_refused_by_name(text, name):
    assert error_in(f"product: P, ssp: {text}").name == name


def test_the_ssp_book_needs_a_product():
    assert error_in("ssp: book").name == "MissingKey"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("100 seats", Quantity(F(100), "seats")),
        ("120", Quantity(F(120))),
        ("12.5 hours", Quantity(F(25, 2), "hours")),
        ("3 API calls", Quantity(F(3), "API calls")),
    ],
)
def test_a_quantity_has_a_count_and_maybe_a_unit(text, value):
    assert obligation_of(f"quantity: {text}").quantity == value


@pytest.mark.parametrize(
    ("text", "name"), [("many", "NotAQuantity"), ("-3 seats", "NumberOutOfRange"), ("1e3", "NotAQuantity")]
)
def test_a_text_that_is_no_quantity_is_refused(text, name):
    assert error_in(f"quantity: {text}").name == name


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("90 days", Duration(days=90)),
        ("1 day", Duration(days=1)),
        ("12 weeks", Duration(days=84)),
        ("12 months", Duration(months=12)),
        ("3 years", Duration(months=36)),
    ],
)
def test_a_duration_is_days_or_months(text, value):
    assert (
        terms_of(
            f"term: {{from: 2024-01-01, to: 2024-12-31, notice: {text}}}\nobligations: {{a: {{price: 1.00}}}}\n"
        ).notice
        == value
    )


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("90", "NotADuration"),
        ("a month", "NotADuration"),
        ("1.5 months", "NotADuration"),
        ("9999 years", "NumberOutOfRange"),
    ],
)
def test_a_text_that_is_no_duration_is_refused(text, name):
    assert (
        error_of(
            f"term: {{from: 2024-01-01, to: 2024-12-31, notice: {text}}}\nobligations: {{a: {{price: 1.00}}}}\n"
        ).name
        == name
    )


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("2026-02-31", "NoSuchDay"),
        ("2023-02-29", "NoSuchDay"),
        ("2026-13-01", "NoSuchDay"),
        ("2026-00-10", "NoSuchDay"),
        ("0000-01-01", "DayOutOfRange"),
        ("1899-12-31", "DayOutOfRange"),
        ("2200-01-01", "DayOutOfRange"),
        ("2026-1-1", "NotADate"),
        ("31.12.2026", "NotADate"),
        ("2026-W01-1", "NotADate"),
        ("2026-06-30T00:00", "NotADate"),
        ("٢٠٢٦-٠١-٠١", "NotADate"),
    ],
)
def test_only_real_days_are_dates(text, name):
    error = error_of(f'known: "{text}"\nobligations: {{a: {{price: 1.00}}}}\n')
    assert error.name == name
    assert error.place.line == 4


def test_a_last_day_is_included():
    terms = terms_of("term: {from: 2024-02-01, to: 2024-02-29}\nobligations: {a: {price: 1.00}}\n")
    assert (terms.from_on, terms.until) == (day("2024-02-01"), day("2024-03-01"))


@pytest.mark.parametrize("text", ["true", "Yes", "NO", "1", "on"])
def test_yes_is_yes_and_no_is_no(text):
    error = error_in(f"recurring: {text}")
    assert error.name == "NotYesOrNo"
    assert obligation_of("recurring: yes").recurring and not obligation_of("recurring: no").recurring


@pytest.mark.parametrize("text", ["8.25", "40 %", "half", "40pct"])
def test_a_percentage_has_its_sign(text):
    assert error_in(f"breakage: {{expected: {text}}}").name == "NotAPercentage"


def test_a_part_of_a_whole_lies_between_none_and_all():
    assert obligation_of("breakage: {expected: 0%}").breakage == {"expected": F(0)}
    assert error_in("breakage: {expected: 100.1%}").name == "NumberOutOfRange"
    assert error_in("breakage: {expected: -1%}").name == "NumberOutOfRange"


@pytest.mark.parametrize("name", ["platform 2", "Größe_ü", "v1.2-a", "7", "営業"])
def test_names_have_letters_digits_and_a_few_signs(name):
    assert terms_of(f"obligations: {{{name}: {{price: 1.00}}}}\n").obligations[0].ref == name


@pytest.mark.parametrize("name", ['"a/b"', '" a"', '"a\\u200bb"', '"' + "x" * 300 + '"', '"a[1]"'])
def test_other_names_are_refused(name):
    assert error_of(f"obligations: {{{name}: {{price: 1.00}}}}\n").name == "NotAName"


@pytest.mark.parametrize("name", ["all", "both", "term", "rest"])
def test_words_with_a_meaning_are_no_names_of_obligations(name):
    assert error_of(f"obligations: {{{name}: {{price: 1.00}}}}\n").name == "ReservedName"


@pytest.mark.parametrize(
    ("currency", "text", "minor"), [("JPY", "1200", 1200), ("KWD", "1.234", 1234), ("CLF", "1.2345", 12345)]
)
def test_amounts_have_the_decimals_of_their_currency(currency, text, minor):
    head = f"contract: C-1\ncurrency: {currency}\nsigned: 2024-01-01\n"
    assert terms_of(f"total: {text}\nobligations: {{a: {{}}}}\n", head=head).total == minor
    assert (
        error_of(f"total: {text}{'' if '.' in text else '.'}0\nobligations: {{a: {{}}}}\n", head=head).name
        == "TooManyDecimals"
    )


def test_a_currency_is_of_iso_4217_or_of_the_company():
    head = HEAD.replace("USD", "LC")
    error = error_of("total: 1.0000\nobligations: {a: {}}\n", head=head)
    assert (error.name, error.place.line) == ("UnknownCurrency", 2)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("on invoice", Right("on invoice")),
        ("on delivery", Right("on delivery")),
        ("on acceptance", Right("on acceptance")),
        ("when due", Right("when due")),
        ("on 2026-03-31", Right("on date", on=day("2026-03-31"))),
        ('"when [a, b] are delivered"', Right("when delivered", ("a", "b"))),
        ("when a and b are delivered", Right("when delivered", ("a", "b"))),
        ("when b is delivered", Right("when delivered", ("b",))),
        ("when all are delivered", Right("when delivered")),
        ("when both are delivered", Right("when delivered", ("a", "b"))),
    ],
)
def test_a_right_to_payment_is_read_in_each_of_its_forms(text, value):
    line = terms_of(
        f"obligations: {{a: {{price: 1.00}}, b: {{price: 1.00}}}}\nbilling: [{{bill: [a, b], right: {text}}}]\n"
    ).billing[0]
    assert (line.right, line.right_of, line.right_on) == (value.right, value.of, value.on)


@pytest.mark.parametrize(
    ("text", "name"),
    [("at once", "NotARight"), ("on 2026-02-31", "NoSuchDay"), ("when c is delivered", "UnknownObligation")],
)
def test_a_text_that_is_no_right_is_refused(text, name):
    assert error_of(f"obligations: {{a: {{price: 1.00}}}}\nbilling: [{{bill: all, right: {text}}}]\n").name == name


def test_a_value_keeps_its_source_and_place():
    terms = terms_of(
        """\
        total: {value: 100.00, source: "o p2 §3.1", note: as signed}
        obligations:
          a: {ssp: {value: 40.00, source: list}, price: {steps: [1.00], source: o p9}, source: o p1,
              from: 2024-01-01, months: 12}
        """
    )
    assert terms.total == 10000
    assert terms.places["total"].line == 4
    assert terms.sources == {
        "total": "o p2 §3.1",
        "obligations.a.ssp": "list",
        "obligations.a": "o p1",
        "obligations.a.price": "o p9",
    }
    a = terms.obligations[0]
    assert (a.source, a.ssp.source, a.price.source, a.ssp.place.line, a.places["ssp"].line) == (
        "o p1",
        "list",
        "o p9",
        6,
        6,
    )
    assert isinstance(a.ssp, Ssp)


def test_whole_blocks_and_rows_may_have_a_source():
    terms = terms_of(
        """\
        obligations: {value: {a: {value: {price: 5.00}, source: o p1}}, source: o}
        happened: {value: [{value: {date: 2024-01-02, delivered: a}, source: slip}], note: all of it}
        """
    )
    assert terms.sources == {"obligations": "o", "obligations.a": "o p1", "happened[0]": "slip"}
    assert (terms.obligations[0].ref, terms.obligations[0].source) == ("a", "o p1")
    assert (terms.happened[0].subjects, terms.happened[0].source) == (("a",), "slip")


def test_what_is_too_long_for_its_key_is_refused():
    assert error_in(f"price: {'9' * 600}").name == "TextTooLong"
    assert len(obligation_of(f"description: {'long ' * 500}").description) == 2499
