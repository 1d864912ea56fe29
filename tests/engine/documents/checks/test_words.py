"""Words against figures, in sentences of our own."""

import pytest

from duly.engine.documents.checks.words import words_and_figures


@pytest.mark.parametrize(
    "text",
    [
        "a fee of Eighty Thousand Dollars and No/100's (580,000.00), payable at once",
        "within thirty (45) days of the invoice",
        "five percent (6%) of net sales",
        "Two Million Dollars ($2.5 million)",
        "fifty cents ($.60) a unit",
        "one and one-half percent (2.5%) per month",
    ],
)
def test_two_numbers_for_one_are_found(text):
    (found,) = words_and_figures(text)
    words, figures = found.spans
    assert text[slice(*words)].split()[0].lower() in found.says.lower()
    assert text[figures[0]].isdigit() or text[figures[0]] == "."


@pytest.mark.parametrize(
    "text",
    [
        "Eighty Thousand Dollars and No/100's ($80,000.00)",
        "thirty (30) days, sixty (60) days and one hundred eighty (180) days",
        "one third (33.3%) of gross receipts",
        "a third (3rd) expert, four to eight (4 to 8) rooms, one-half (1/2) of it",
        "Four Dollars and Forty One Cents ($4.41) a pound",
        "one half of one percent (0.5%)",
        "six (6) million shares, twenty-five million dollars ($25M)",
        "ten                           thousand (10,000) samples",
        "Year One (1998): four equal instalments",
        "Five Hundred Thousand Dollars ($5OO,000) and $30, 000",
        "two (b) and (c)",
    ],
)
def test_one_number_written_twice_is_none(text):
    assert list(words_and_figures(text)) == []


def test_a_long_line_of_number_words_is_read_quickly():
    assert list(words_and_figures("one hundred and " * 20_000 + "(")) == []
