# ruff: noqa: E501  (a sentence of a contract is one line)
"""Clauses that are not standard, in sentences of our own."""

import pytest

from duly.engine.documents.clauses.library import Library
from duly.engine.documents.clauses.unusual import unusual
from duly.engine.documents.clauses.unusual_rules import RULES
from duly.engine.documents.proposals import Term
from duly.engine.documents.text.segments import segments
from duly.ground.cites import paragraph
from duly.readers.clause_library import clause_library, shipped_clauses

FOUND = [
    ("acceptance", "Payment is due upon final acceptance of the Software by Customer after the acceptance tests are passed."),
    ("termination with refund",
     "Customer may terminate this Agreement for convenience at any time and receive a refund of the prepaid fees."),
    ("most favoured customer",
     "Supplier shall not charge Customer more than the lowest price that it has offered to any other customer."),
    ("price cap", "At each renewal the fees may increase, but no such increase shall exceed 3% of the fees of the year before."),
    ("contingent fee", "The success fee of $50,000 is payable only if the financing closes before June 30, 2021."),
    ("noncash fee", "As partial consideration for the licence, Company shall issue 10,000 shares of its common stock to Licensor."),
    ("free period", "The first three months of the subscription services are provided free of charge."),
    ("extended payment", "Customer shall pay each invoice within one hundred twenty (120) days after receipt of the invoice."),
    ("side letter", "The discounts and credits agreed in the side letter of the same day apply to all fees."),
    ("return right", "Reseller may return unsold products at any time and receives a credit of their full price."),
    ("penalty", "For each day of delay Supplier shall pay liquidated damages of $500."),
]  # fmt: skip


SHIPPED = Library(shipped_clauses(), own=False)


def flags(text, terms=(), library=None, **more):
    return unusual(text, segments(text), terms, library or SHIPPED, **more)


@pytest.mark.parametrize(("kind", "text"), FOUND)
def test_each_kind_is_flagged_with_its_question_and_a_better_wording(kind, text):
    (one,) = [flag for flag in flags(text) if flag.kind == kind]
    assert text[one.start : one.end] == text
    assert one.says and one.question.endswith("?") and one.proposes
    assert "(IFRS 15." in one.paragraph


@pytest.mark.parametrize(
    "text",
    [
        "Customer shall pay each invoice within thirty (30) days after receipt of the invoice.",
        "No fee is refunded where either party terminates this Agreement; all fees are non-refundable.",
        "Supplier's acceptance of a purchase order forms the contract; orders may be rejected for any reason.",
        "This Agreement supersedes all prior side letters and oral agreements on fees between the parties.",
        "Neither party is liable for consequential damages, liquidated damages or penalties, and shall pay none.",
        "Defective products may be returned under the warranty for a refund of their price.",
        "The services are performed in a professional manner by trained personnel.",
    ],
)
def test_what_is_usual_is_not_flagged(text):
    assert flags(text) == []


def test_the_organisation_sets_how_late_payment_may_be():
    text = "Customer shall pay each invoice within forty-five (45) days after receipt of the invoice."
    assert flags(text) == []
    assert [flag.kind for flag in flags(text, limit_days=30)] == ["extended payment"]


def test_money_is_that_of_the_passage_of_what_it_refers_to_and_of_what_it_names():
    text = (
        "2. Fees\n\n2.1 The Licence Fee is $9,000.\n\n2.2 Support costs EUR 500 per year.\n\n3. End\n\n"
        "3.1 Customer may cancel at any time for any reason and receive a refund of the fees paid under Section 2.2.\n\n"
        "3.2 Customer may cancel without cause; the Licence Fee is then refundable as a refund of amounts paid."
    )
    licence = Term("fee", {"amount": "9000", "currency": "USD"}, text.index("$9,000"), text.index("$9,000") + 6, 0.9)
    start = text.index("EUR 500")
    support = Term("recurring_fee", {"amount": "500", "currency": "EUR", "period": "P1Y"}, start, start + 7, 0.9)
    first, second = [one for one in flags(text, (licence, support)) if one.kind == "termination with refund"]
    assert first.money == (("EUR", "500"),)
    assert second.money == (("USD", "9000"),)


def test_an_organisations_clause_that_was_changed_is_shown_with_what_changed():
    own = Library([("payment", "The customer pays each invoice within thirty days after its date without deduction.")])
    same = "The customer pays each invoice within thirty days after its date without deduction."
    assert flags(same, library=own) == []
    (one,) = flags(same.replace("thirty days", "thirty days, once its own customer has paid,"), library=own)
    assert one.kind == "changed standard clause"
    assert "added: once own paid" in one.says
    assert one.proposes == same


def test_each_rule_cites_a_paragraph_we_know_and_a_clause_of_the_library():
    for rule in RULES:
        assert paragraph(rule.paragraph), rule.kind
        assert SHIPPED.of(rule.category), rule.kind


def test_the_clauses_that_come_with_duly_raise_no_flag():
    own = Library(shipped_clauses())
    for clause in own.clauses:
        assert flags(clause.text) == flags(clause.text, library=own) == [], clause.category


def test_an_organisation_gives_its_own_file(tmp_path):
    path = tmp_path / "clauses.yaml"
    path.write_text("clauses:\n  - category: payment\n    text: The customer pays in ten days.\n", encoding="utf-8")
    assert clause_library(path) == (("payment", "The customer pays in ten days."),)


def test_likeness_is_whole_for_the_same_words_and_none_for_others():
    own = Library([("a", "apples pears plums"), ("b", "iron copper zinc")])
    assert own.nearest("apples pears plums")[0] >= 985
    assert own.nearest("quite another thing")[0] == 0
    assert Library([]).nearest("apples") is None
