"""Who makes a contract, what it calls them, and what its defined terms stand for."""

import pytest

from duly.engine.documents.papers.parties import parties
from duly.engine.documents.text.definitions import day_meant, definitions, meaning_of, span_meant
from duly.engine.documents.text.segments import segments


def test_two_companies_with_the_names_they_are_called_by():
    text = (
        'This Agreement is made as of May 1, 2011 by and between Alder Software, Inc., a Delaware firm ("Supplier"), '
        "and Birch and Beech Stores LLC, a limited liability company of Ohio, with offices at 5 Elm Street (the "
        '"Customer").\n\nWHEREAS, Supplier makes software;'
    )
    found = parties(text)
    assert [(one.name, one.aliases, one.role) for one in found] == [
        ("Alder Software, Inc.", ("Supplier",), "supplier"),
        ("Birch and Beech Stores LLC", ("Customer",), "customer"),
    ]
    assert all(text[one.start : one.end] == one.name for one in found)


def test_a_person_may_be_a_party():
    text = 'made between Alder Inc. (the "Company") and Jane Birch (the "Consultant").\n\nThe parties agree as follows:'
    assert [one.name for one in parties(text)] == ["Alder Inc.", "Jane Birch"]


def test_a_form_names_them_on_labelled_lines():
    text = "ORDER FORM\n\nCustomer: Birch Stores LLC\nSupplier: Alder Software, Inc.\nStart: May 1, 2011\n"
    assert [(one.name, one.role) for one in parties(text)] == [
        ("Birch Stores LLC", "customer"),
        ("Alder Software, Inc.", "supplier"),
    ]


@pytest.mark.parametrize(
    "text", ["", "The distance between the halls is five miles and a half.", "between and among " * 400]
)
def test_what_names_nobody_has_no_parties(text):
    assert parties(text) == []


DEFINED = (
    'This Agreement takes effect on June 1, 2011 (the "Effective Date"). "Fee" means the yearly fee of section 4. '
    'It runs for two (2) years from the Effective Date (the "Initial Term"). "Start Date" means the Effective Date.'
)


def test_a_term_is_defined_by_meaning_or_by_a_name_in_brackets():
    found = definitions(DEFINED, segments(DEFINED))
    assert [one.name for one in found] == ["Effective Date", "Fee", "Initial Term", "Start Date"]
    fee = meaning_of("the fee", found)
    assert fee is not None and DEFINED[fee.meaning_start : fee.meaning_end] == "the yearly fee of section 4"
    assert meaning_of("the rebate", found) is None


def test_a_defined_term_is_followed_to_its_day_and_to_its_length():
    found = definitions(DEFINED, segments(DEFINED))
    day = day_meant("Start Date", DEFINED, found)
    assert day is not None and day.value == "2011-06-01" and DEFINED[day.start : day.end] == "June 1, 2011"
    span = span_meant("the Initial Term", DEFINED, found)
    assert span is not None and span.value == "P2Y"
    assert day_meant("Fee", DEFINED, found) is None


def test_terms_defined_by_each_other_end():
    text = '"Start Date" means the Launch Date. "Launch Date" means the Start Date.'
    assert day_meant("Start Date", text, definitions(text, segments(text))) is None
