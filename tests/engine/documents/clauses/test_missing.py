"""The kind of a contract and what it lacks, on titles and sentences of our own."""

import pytest

from duly.engine.documents.clauses.missing import contract_type, missing
from duly.engine.documents.proposals import Term
from duly.engine.documents.text.segments import segments


def kind(text):
    return contract_type(text, segments(text))


def lacks(text, *terms):
    return [one.says.split(":")[0] for one in missing(text, segments(text), terms)]


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("SOFTWARE LICENSE AND MAINTENANCE AGREEMENT", "licence"),
        ("AMENDMENT NO. 2 TO SUPPLY AGREEMENT", "amendment"),
        ("STATEMENT OF WORK NO. 4", "statement of work"),
        ("ORDER FORM", "order form"),
        ("CLOUD SUBSCRIPTION AGREEMENT", "hosting"),
        ("MAINTENANCE AGREEMENT", "maintenance"),
        ("ENDORSEMENT AGREEMENT", "sponsorship"),
        ("EXCLUSIVE DISTRIBUTOR AGREEMENT", "distribution"),
        ("TRANSPORTATION SERVICES AGREEMENT", "transportation"),
        ("CONSULTING AGREEMENT", "consulting"),
        ("MANUFACTURING AND SUPPLY AGREEMENT", "supply"),
        ("MASTER SERVICES AGREEMENT", "services"),
        ("LEASE OF A GARDEN", "other"),
    ],
)
def test_the_kind_is_told_by_the_title(title, expected):
    assert kind(f"{title}\n\nThe parties A and B agree on what follows here.") == expected


def test_the_kind_is_told_by_the_words_where_the_title_does_not():
    text = "The shipper hands over barrels. " * 4 + "The carrier takes the barrels. " * 3
    assert kind(text) == "transportation"


def test_a_section_on_amendments_makes_no_amendment():
    assert kind("SPONSORSHIP AGREEMENT\n\n9. AMENDMENT\n\nChanges are made in writing.") == "sponsorship"


def test_a_subscription_without_days_to_pay_term_and_renewal():
    text = "CLOUD SUBSCRIPTION AGREEMENT\n\nDated May 2, 2020. The fee is $400 per month."
    assert lacks(text) == [
        "a hosting agreement should say when invoices are to be paid",
        "a hosting agreement should say how long it lasts",
        "a hosting agreement should say whether it renews, and by which notice",
    ]


def test_what_a_term_or_the_words_say_is_not_missing():
    text = "CLOUD SUBSCRIPTION AGREEMENT\n\nDated May 2, 2020. The fee is $400 per month, due upon receipt."
    found = lacks(text, Term("initial_term", {}, 0, 1, 0.9), Term("renewal", {}, 0, 1, 0.9))
    assert found == []


def test_a_licence_without_a_royalty_or_fee():
    text = "PATENT LICENSE AGREEMENT\n\nDated May 2, 2020. The term of this Agreement is five years. Net 30."
    assert lacks(text) == ["a licence agreement should say a royalty or fee"]
