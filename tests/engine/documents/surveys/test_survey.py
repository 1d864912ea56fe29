"""What a survey says over all contracts: how they stand on a day, what they state, copies and families."""

from __future__ import annotations

from dataclasses import replace

import pytest

from duly.engine.documents.proposals import Term
from duly.engine.documents.reading import reading
from duly.engine.documents.surveys.survey import Record, belonging, copies, lasts, signature, standing, stop_by, worth
from duly.engine.documents.surveys.survey_record import surveyed
from duly.ground.dates import day, iso
from duly.ground.paper import NO_WORDS, Page, Paper

RENEWS = Record("a", "", start="2020-01-01", until="2021-12-31", renews="P1Y", notice="P60D")


@pytest.mark.parametrize(
    ("on", "said"),
    [
        ("2019-12-31", "not begun"),
        ("2021-05-01", "in force"),
        ("2021-08-02", "in force"),  # ninety-one days before the last day to give notice
        ("2021-08-03", "notice due"),
        ("2021-11-01", "notice due"),
        ("2021-11-02", "renewing"),
        ("2022-05-01", "in force"),
    ],
)
def test_a_contract_that_renews_by_itself_is_watched_from_ninety_days_before_its_notice(on, said):
    assert standing(RENEWS, day(on)) == said
    assert iso(stop_by(RENEWS, day("2021-05-01"))) == "2021-11-01"
    assert iso(stop_by(RENEWS, day("2022-05-01"))) == "2022-11-01"


def test_a_contract_without_renewal_ends_and_one_without_an_end_says_so():
    plain = replace(RENEWS, renews="")
    assert [standing(plain, day(on)) for on in ("2021-12-31", "2022-01-01")] == ["in force", "ended"]
    assert standing(replace(plain, until=""), day("2021-01-01")) == "end unknown"
    assert standing(replace(plain, error="broken"), day("2021-01-01")) == "set aside"


def test_lengths():
    assert [str(lasts(text)) for text in ("P60D", "P2W", "P1Y", "P18M", "P0D", "soon")] == [
        "60 days", "14 days", "12 months", "18 months", "None", "None",
    ]  # fmt: skip


def term(field: str, **value: str) -> Term:
    return Term(field, dict(value), 0, 1, 1)


def test_what_is_stated_counts_totals_before_their_parts_and_fees_for_the_term():
    monthly = term("recurring_fee", amount="100", currency="USD", period="P1M")
    parts = [term("payment", amount="400", currency="USD"), term("payment", amount="600.50", currency="USD")]
    year = (day("2024-01-01"), day("2024-12-31"))
    assert worth([monthly, *parts], *year) == {"USD": "2200.5"}
    assert worth([term("total_fee", amount="1000.50", currency="EUR"), *parts], 0, 0) == {"EUR": "1000.5"}
    assert worth([monthly], 0, 0) == {}


def test_copies_are_found_by_their_words():
    words = [f"word{number * 7919 % 997}" for number in range(600)]
    near, far = [*words], [f"other{number}" for number in range(600)]
    near[300] = "changed"
    records = [
        Record(name, "", signature=signature(" ".join(w))) for name, w in zip("abc", (words, near, far), strict=True)
    ]
    assert [(one, other) for one, other, _ in copies(records)] == [("a", "b")]


BASE = """SUPPLY AGREEMENT

This Supply Agreement is made as of May 1, 2003 by and between Alder, Inc. ("Supplier") and Birch LLC ("Customer").
Customer shall pay a fee of $500 per month."""
CHANGE = """AMENDMENT NO. 1 TO SUPPLY AGREEMENT

This Amendment No. 1 is made as of June 1, 2004 by and between Alder, Inc. ("Supplier") and Birch LLC ("Customer") and
amends the Supply Agreement dated May 1, 2003 between them. Section 2 is amended to read as follows: the fee is $600."""


def test_an_amendment_belongs_to_the_contract_it_changes():
    papers = [Paper(name, text, NO_WORDS, (Page(1, 0, len(text)),)) for name, text in (("z", BASE), ("a", CHANGE))]
    records = [surveyed(paper.name, "", paper, reading(paper)) for paper in papers]
    assert list(belonging(records)) == [("a", "z", 1)]
    assert records[0].parties == ("Alder, Inc.", "Birch LLC") and records[0].signed == "2003-05-01"
