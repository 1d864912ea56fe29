"""One meaning in many wordings: how lawyers write a payment time, a late fee, a term, a renewal, in our own words."""

from __future__ import annotations

import pytest

from duly.engine.documents.times.confidence import THRESHOLD
from duly.engine.documents.times.time_terms import terms_of_time

OPENING = (
    'This Services Agreement (the "Agreement") is made as of March 3, 2015 (the "Effective Date") between Alder Corp. '
    "and Birch Inc.\n\n"
)
WORDS = "Words. " * 60 + "\n\nAlder\nBy: /s/ A\nDate: May 9, 2018\n"
CLOSING = "\n\nIN WITNESS WHEREOF, the parties have executed this Agreement.\n"


def said(words: str, field: str) -> list[object]:
    """The values of a field that are proposed for a clause."""
    terms = terms_of_time(OPENING + words + CLOSING)
    return [t.value for t in terms if t.field == field and t.confidence >= THRESHOLD and t.start >= len(OPENING)]


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("Birch will pay each invoice on or before the thirtieth (30th) day after it is received.", "P30D"),
        ("Each invoice shall become due on the 20th day following its receipt by Birch.", "P20D"),
        ("Payment terms are N30 from the date of invoice.", "P30D"),
        ("The standard payment term under this Agreement is net 60.", "P60D"),
        ("Amounts invoiced are due one month after the invoice date.", "P1M"),
        ("Birch agrees to a 30-day payment term, measured from the date of invoice.", "P30D"),
    ],
)
def test_a_payment_time_may_be_a_place_in_a_row_a_bare_number_or_stand_before_its_name(words, value):
    assert said(words, "net_days") == [value]


@pytest.mark.parametrize(
    "words",
    [
        "The Goods weigh net 60 kilograms.",
        "Each invoice names Agreement Number N115.",
        "If a fee is not paid within thirty days (or within five business days), after receipt of notice.",
        "Alder shall answer each complaint on the 20th day following its receipt.",
    ],
)
def test_a_weight_a_cure_and_an_answer_are_no_payment_times(words):
    assert said(words, "net_days") == []


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("A late charge of five percent (5%) of the overdue amount shall be added to it.", {"percent": "5"}),
        (
            "Birch is liable for interest at the maximum rate permitted by law on any late payments.",
            {"percent": "maximum rate permitted by law"},
        ),
    ],
)
def test_a_late_fee_may_be_charged_once_or_at_the_most_that_the_law_allows(words, value):
    assert said(words, "late_fee") == [value]


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("This Agreement shall expire on the fifth anniversary of the Effective Date.", "P5Y"),
        ("This Agreement shall have a duration of 24 months.", "P24M"),
        ("The term hereof shall be eighteen (18) months, beginning on the Effective Date.", "P18M"),
        ("The engagement shall be for one year, unless extended.", "P1Y"),
        ("This Agreement will be in effect for one hundred eighty (180) days following its execution.", "P180D"),
        ("This Agreement shall be perpetual unless terminated as provided herein.", {"indefinite": True}),
        ("This Agreement shall continue until terminated by either party.", {"indefinite": True}),
        ("Birch hereby retains Alder for a twelve (12) month period commencing April 1, 2015.", "P12M"),
        ("This Agreement becomes effective when signed and terminates three (3) years later.", "P3Y"),
        ("TERM. Five years from the Effective Date, and no longer.", "P5Y"),
    ],
)
def test_a_term_is_told_in_many_ways(words, value):
    found = said(words, "initial_term")
    assert found and all(
        one == value or (isinstance(one, dict) and isinstance(value, dict) and value.items() <= one.items())
        for one in found
    )


def test_what_goes_on_after_the_end_is_no_term():
    words = "For a period of one year after the termination of this Agreement, Birch keeps books."
    assert said(words, "initial_term") == []


def test_a_term_until_an_event_may_be_named_by_a_word_of_warranty():
    words = (
        "3. TERM. This Agreement shall continue until the expiration of the Warranty Period as defined in Section 9."
    )
    assert said(words, "initial_term") == [{"end": "expiration of the Warranty Period"}]


def test_the_heading_of_a_term_and_its_renewal_renews_nothing():
    words = "3. Term and Renewal The term of this Agreement shall continue for five (5) years from the Effective Date."
    assert said(words, "renewal") == []
    assert said(words, "initial_term") == ["P5Y"]


def test_an_option_needs_notice_before_the_end_without_the_words_at_least():
    words = "Birch may renew this Agreement for five years by written notice six months before expiration."
    assert said(words, "renewal_notice") == ["P6M"]


def test_who_prevents_a_renewal_gives_notice_of_it():
    words = (
        "A party may prevent such renewal by telling the other in writing at least 45 days before the end of the term."
    )
    assert said(words, "renewal_notice") == ["P45D"]


def test_a_monthly_fee_is_no_period_of_renewal():
    words = "If Birch elects to extend the Agreement the monthly fee due in that time will be reduced."
    assert said(words, "renewal") == []


@pytest.mark.parametrize(
    "text",
    [
        "Dated 9 May 2018\n\nThis agreement is with Birch.\n\nCommencement Date: means the date of this agreement.\n",
        f"This Agreement is made as of the date noted below (the “Effective Date”) between Alder and Birch.\n\n{WORDS}",
    ],
)
def test_an_effective_date_may_point_at_the_date_of_the_paper_or_below(text):
    found = [t.value for t in terms_of_time(text) if t.field == "effective_date" and t.confidence >= THRESHOLD]
    assert found == ["2018-05-09"]


def test_a_list_of_prices_behind_a_contract_takes_effect_by_itself():
    text = (
        "This Agreement is made as of May 9, 2018 between Alder Corp. and Birch Inc.\n\n"
        "1. Term. This Agreement will become effective as of the date first written above and last two years.\n\n"
        + "Birch sells and Alder makes what is sold. " * 400
        + "\n\nEXHIBIT A\n\nPrice List\n\nEffective Date: January 5, 2018\n"
    )
    found = [t.value for t in terms_of_time(text) if t.field == "effective_date" and t.confidence >= THRESHOLD]
    assert found == ["2018-05-09"]


@pytest.mark.parametrize(
    ("words", "automatic", "period"),
    [
        ("Upon expiry of the initial term, this Agreement shall continue automatically for consecutive one-year terms.",
         True, "P1Y"),
        ("Birch shall have two (2) successive options to extend the Term for five (5) years each.", False, "P5Y"),
        ("Unless Birch says in time that it does not wish to renew, this Agreement renews for a further two years.",
         True, "P2Y"),
        ("This Agreement may be renewed at Birch's option for up to three one-year periods.", False, "P1Y"),
    ],
)  # fmt: skip
def test_a_renewal_may_go_on_be_several_options_or_happen_unless_it_is_not_wished(words, automatic, period):
    assert [(one["automatic"], one["period"]) for one in said(words, "renewal")] == [(automatic, period)]


def test_a_payment_so_long_after_a_closing_needs_no_word_of_limit():
    words = "Payment of the price shall be effected by wire transfer three (3) business days after the Closing."
    assert said(words, "net_days") == ["P3D"]
    assert said("A notice is given by mail and received three days following deposit with the post.", "net_days") == []


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("Birch is appointed for an initial period of two (2) years as from the Effective Date.", "P2Y"),
        ("This Agreement will terminate automatically on June 30, 2018.", {"start": "2015-03-03", "end": "2018-06-30"}),
    ],
)
def test_a_term_may_run_as_from_a_day_and_end_automatically(words, value):
    assert said(words, "initial_term") == [value]


def test_the_term_of_another_paper_and_a_letter_of_credit_are_no_terms_of_the_contract():
    assert (
        said(
            "Alder leases a hall to Birch, which lease will have a term of at least 50 years at a low rent.",
            "initial_term",
        )
        == []
    )
    words = "The Letter of Credit shall be valid until 90 days after the latest shipment."
    assert said(words, "initial_term") == []
