"""Reference rates as they are embedded, exact and without the days between; and rates in a CSV file."""

from __future__ import annotations

from fractions import Fraction

import pytest

from duly.ground.dates import day
from duly.ground.errors import DulyError, Place
from duly.ground.tree import Block, Text
from duly.readers.rates import ecb_rates, with_rate_file


def test_reference_rates_are_exact_and_stand_by_currency_and_day():
    rows = ecb_rates(frozenset(("USD", "JPY", "EUR", "XXX")))
    assert rows[0] == ("EUR", "JPY", day("1999-01-04"), Fraction("133.73"))
    assert {(have, want) for have, want, _, _ in rows} == {("EUR", "USD"), ("EUR", "JPY")}
    dollars = {on: rate for _, want, on, rate in rows if want == "USD"}
    assert dollars[day("2024-06-28")] == Fraction("1.0705")
    assert list(dollars) == sorted(dollars)


def test_there_is_no_reference_rate_of_a_week_end():
    days = {on for _, _, on, _ in ecb_rates(frozenset(("USD",)))}
    assert day("2024-06-28") in days and not {day("2024-06-29"), day("2024-06-30")} & days


def test_a_currency_that_is_not_quoted_on_a_day_has_no_row_of_it():
    days = [on for _, _, on, _ in ecb_rates(frozenset(("RUB",)))]
    assert days[-1] == day("2022-03-01")


def test_the_same_currencies_are_read_once():
    assert ecb_rates(frozenset(("USD",))) is ecb_rates(frozenset(("USD",)))


def company(folder, rates: str) -> Block:
    block = Block(Place(str(folder / "company.yaml"), 1))
    block.put(Text("company", block.place), Text("Northwind", block.place))
    block.put(Text("rates", block.place), Text(rates, block.place))
    return block


def test_the_rows_of_a_file_take_the_place_of_its_name(tmp_path):
    (tmp_path / "daily.CSV").write_text("Date,from,to,Rate\n2024-01-01,EUR,USD,1.1\n\n2024-01-02,EUR,USD,1.2\n")
    made = with_rate_file(company(tmp_path, "daily.CSV"))
    assert list(made) == ["company", "rates"]
    assert [dict(row) for row in made["rates"]] == [
        {"date": "2024-01-01", "from": "EUR", "to": "USD", "rate": "1.1"},
        {"date": "2024-01-02", "from": "EUR", "to": "USD", "rate": "1.2"},
    ]
    assert made["rates"][1].place.line == 4
    assert made["rates"][1]["rate"].place.column == 4


def test_other_words_stay_as_they_are(tmp_path):
    block = company(tmp_path, "ecb")
    assert with_rate_file(block) is block


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (None, "FileIsMissing"),
        ("from;to;date;rate\n", "CsvIsNotComma"),
        ("from,to,date,rate\nEUR,USD,2024-01-01,=1+1\n", "CellHasFormula"),
        ("from,from,date,rate\n", "DuplicateColumn"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(tmp_path, text, said):
    if text is not None:
        (tmp_path / "rates.csv").write_text(text)
    with pytest.raises(DulyError) as told:
        with_rate_file(company(tmp_path, "rates.csv"))
    assert told.value.name == said and told.value.place.file == str(tmp_path / "rates.csv")


def test_a_cell_beside_the_columns_is_an_error_of_its_row(tmp_path):
    (tmp_path / "rates.csv").write_text("from,to\nEUR,USD,2024-01-01\n")
    with pytest.raises(DulyError) as told:
        with_rate_file(company(tmp_path, "rates.csv"))
    assert told.value.name == "CellWithoutColumn"
