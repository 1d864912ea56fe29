"""Terms of time in sentences of our own: what is read, where, and what only looks like it."""

import time

import pytest

from duly.engine.documents.times.confidence import THRESHOLD
from duly.engine.documents.times.time_terms import terms_of_time

OPENING = 'This Services Agreement (the "Agreement") is made as of March 3, 2011 between Alder Inc. and Birch LLC.\n\n'


def said(text: str, field: str) -> list[tuple[object, str]]:
    """The proposed values of a field, each with its words."""
    found = [term for term in terms_of_time(text) if term.field == field and term.confidence >= THRESHOLD]
    return [(term.value, " ".join(text[term.start : term.end].split())) for term in found]


@pytest.mark.parametrize(
    ("opening", "value", "words"),
    [
        (
            "This Agreement is entered into as of the 4th day of July, 2002 by and between",
            "2002-07-04",
            "4th day of July, 2002",
        ),
        ("THIS LEASE made this 1s t day of June, 2004, between", "2004-06-01", "1s t day of June, 2004"),
        ("Consulting Agreement dated March 9, 2015 between", "2015-03-09", "March 9, 2015"),
        ("This Agreement is made and effective from 5 May 2019 between", "2019-05-05", "5 May 2019"),
    ],
)
def test_the_date_of_a_contract_stands_in_its_opening(opening, value, words):
    assert said(f"{opening} Alder Inc. and Birch LLC.", "contract_date") == [(value, words)]


def test_where_the_opening_has_no_date_the_last_signature_counts():
    text = (
        "This Agreement is between Alder Inc. and Birch LLC. They agree as follows. Alder rents a hall to Birch.\n\n"
        "By: /s/ A. Alder\nDate: 3-14-18\n\nBy: /s/ B. Birch\nDate: 3-7-18\n"
    )
    assert ("2018-03-14", "3-14-18") in said(text, "contract_date")


@pytest.mark.parametrize(
    ("sentence", "value"),
    [
        ('The services start on May 1, 2011 (the "Effective Date").', "2011-05-01"),
        ('"Effective Date" means April 2, 2012.', "2012-04-02"),
        ("Effective Date: January 1, 2019", "2019-01-01"),
        ("This Agreement shall become effective on the date first written above.", "2011-03-03"),
        ("The term of this Agreement shall commence on June 1, 2011 and run for two years.", "2011-06-01"),
    ],
)
def test_the_effective_date_is_what_the_words_make_effective(sentence, value):
    assert [one for one, _ in said(OPENING + sentence, "effective_date")] == [value]


def test_an_effective_date_that_waits_for_a_signature_stays_an_expression():
    text = 'This Agreement is effective upon the date of the last signature below (the "Effective Date").'
    values = [term.value for term in terms_of_time(text) if term.field == "effective_date"]
    assert values and "signature" in values[0]["event"]


@pytest.mark.parametrize(
    ("sentence", "value"),
    [
        ("The initial term of this Agreement shall be two (2) years.", "P2Y"),
        ("This Agreement shall remain in effect for a period of one (I) year from its date.", "P1Y"),
        ('This Agreement shall continue for thirty-six months (the "Initial Term").', "P36M"),
        ("The term of this Agreement is a twelve-month period.", "P12M"),
        ("This Agreement shall continue until the fifth (5th) anniversary of the Effective Date.", "P5Y"),
        (
            "The term of this Agreement begins on May 1, 2011 and ends on April 30, 2013.",
            {"start": "2011-05-01", "end": "2013-04-30"},
        ),
        (
            "This Agreement shall continue in force through November 30, 2012.",
            {"start": "2011-03-03", "end": "2012-11-30"},
        ),
        ("This Agreement shall continue indefinitely until terminated.", {"indefinite": True}),
        (
            "The term of this Agreement shall be five years after the launch date.",
            {"duration": "P5Y", "start": "launch date"},
        ),
    ],
)
def test_the_initial_term(sentence, value):
    found = [one for one, _ in said(OPENING + "TERM\n\n" + sentence, "initial_term")]
    assert found == [value]


@pytest.mark.parametrize(
    "sentence",
    [
        "During the term of this Agreement and for two (2) years thereafter neither party shall solicit staff.",
        "The goods are warranted for a period of one (1) year from delivery.",
        "Either party may cure a breach within thirty (30) days.",
    ],
)
def test_other_spans_of_time_are_no_initial_term(sentence):
    assert said(OPENING + sentence, "initial_term") == []


@pytest.mark.parametrize(
    ("sentence", "value", "words"),
    [
        (
            "This Agreement shall automatically renew for successive one (1) year terms.",
            {"automatic": True, "period": "P1Y"},
            "automatically renew for successive one (1) year terms",
        ),
        (
            "This Agreement will renew automatically from year to year.",
            {"automatic": True, "period": "P1Y"},
            "will renew automatically from year to year",
        ),
        (
            "The term shall automatically be extended for up to three (3) additional periods of six (6) months.",
            {"automatic": True, "period": "P6M", "max_renewals": "3"},
            "automatically be extended for up to three (3) additional periods of six (6) months",
        ),
        (
            "Birch may renew this Agreement for an additional period of two (2) years.",
            {"automatic": False, "period": "P2Y"},
            "renew this Agreement for an additional period of two (2) years",
        ),
        (
            "This Agreement may be extended upon mutual written agreement.",
            {"automatic": False, "period": None},
            "may be extended",
        ),
    ],
)
def test_renewals(sentence, value, words):
    (found,) = said(OPENING + sentence, "renewal")
    assert found[0] == value
    assert words in found[1] or found[1] in words


def test_the_length_of_a_renewal_is_no_initial_term():
    sentence = "Upon expiration this Agreement shall be renewed for a period of three (3) years from that day."
    assert said(OPENING + "TERM\n\n" + sentence, "initial_term") == []
    assert [one for one, _ in said(OPENING + sentence, "renewal")] == [{"automatic": True, "period": "P3Y"}]


def test_the_notice_that_stops_a_renewal_and_not_the_cure_beside_it():
    text = OPENING + (
        "This Agreement shall automatically renew for one-year terms unless either party gives notice of non-renewal "
        "at least sixty (60) days before the end of a term. Either party may end it if the other does not "
        "cure a breach within thirty (30) days after notice."
    )
    assert said(text, "renewal_notice") == [("P60D", "at least sixty (60) days")]


@pytest.mark.parametrize(
    ("sentence", "value"),
    [
        ("Birch shall pay each invoice within thirty (30) days of receipt.", "P30D"),
        ("Invoices are payable net fifteen (15) days from the date of invoicing.", "P15D"),
        ("Within forty-five days following the end of each calendar quarter, Birch shall pay the royalty.", "P45D"),
        ("Fees shall be due and payable thirty days after the date of the invoice.", "P30D"),
        (
            "Birch shall pay the fee no later than the 20th day of the following month.",
            {"rule": "day 20 of the next month", "days": "P20D"},
        ),
    ],
)
def test_times_of_payment(sentence, value):
    if isinstance(value, dict):
        sentence = sentence.replace("of the following", "of each following")
    assert [one for one, _ in said(OPENING + sentence, "net_days")] == [value]


@pytest.mark.parametrize(
    "sentence",
    [
        "If Birch fails to pay any sum and does not cure it within ten (10) days after notice, Alder may stop.",
        "Birch shall deliver its monthly report within ten (10) days.",
        "Alder may audit the books upon fifteen (15) days notice.",
        "Liability is limited to the fees paid in the twelve (12) month period preceding the claim.",
        "Birch shall notify Alder of errors in an invoice within fifteen (15) days of its receipt.",
    ],
)
def test_within_so_many_days_is_not_always_a_payment(sentence):
    assert said(OPENING + sentence, "net_days") == []


@pytest.mark.parametrize(
    ("sentence", "value", "words"),
    [
        ("Overdue amounts bear interest at 1.5% per month.", {"percent": "1.5", "period": "P1M"}, "1.5% per month"),
        (
            "A late fee of one and one-half percent (1-1/2%) per month is due on unpaid balances.",
            {"percent": "1.5", "period": "P1M"},
            "one and one-half percent (1-1/2%) per month",
        ),
        (
            "Late payments bear interest at one percent (I%) per month.",
            {"percent": "1", "period": "P1M"},
            "one percent (I%) per month",
        ),
        (
            "Overdue sums bear interest at an annual rate of three percent (3%) over the prime rate.",
            {"percent": "3", "over": "prime rate", "period": "P1Y"},
            "annual rate of three percent (3%) over the prime rate",
        ),
    ],
)
def test_what_lateness_costs(sentence, value, words):
    assert said(OPENING + sentence, "late_fee") == [(value, words)]


def test_an_ownership_interest_is_no_late_fee():
    assert said(OPENING + "Alder holds an interest of 20% per year of the shares outstanding.", "late_fee") == []


@pytest.mark.parametrize(
    ("sentence", "value"),
    [
        (
            "Either party may terminate this Agreement without cause upon thirty (30) days written notice.",
            {"who": "either", "notice": "P30D"},
        ),
        ("Birch may terminate this Agreement for any reason at any time.", {"who": "Birch", "notice": None}),
        (
            "This Agreement may be terminated by either party upon ninety (90) days written notice.",
            {"who": "either", "notice": "P90D"},
        ),
    ],
)
def test_ends_at_will(sentence, value):
    assert [one for one, _ in said(OPENING + sentence, "termination_convenience")] == [value]


def test_an_end_for_cause_is_no_end_at_will():
    text = (
        "Either party may terminate this Agreement upon ten (10) days notice if the other party is in material breach."
    )
    assert said(OPENING + text, "termination_convenience") == []


def test_a_price_that_changes_at_the_end_of_a_term_ends_nothing():
    text = (
        "Alder reserves the right to change its fees at the end of the initial term upon 30 days prior notice to Birch."
    )
    assert said(OPENING + text, "termination_convenience") == []
    assert [one for one, _ in said(OPENING + text, "price_change_notice")] == ["P30D"]


def test_what_is_due_to_something_is_not_paid():
    text = "Notice of a delay due to force majeure must be given within ten (10) calendar days after its occurrence."
    assert said(OPENING + text, "net_days") == []


def test_a_last_day_by_its_name_is_the_day_of_its_line():
    text = "Expiration Date: August 31, 2006\n\nThis Agreement shall expire on the Expiration Date set forth above."
    assert [one for one, _ in said(OPENING + text, "initial_term")][0]["end"] == "2006-08-31"


def test_prices_that_may_change_and_audits():
    prices = "Alder may increase the prices upon not less than sixty (60) days prior written notice to Birch."
    assert [one for one, _ in said(OPENING + prices, "price_change_notice")] == ["P60D"]
    audit = "If an audit shows an underpayment of more than five percent (5%), Birch shall bear the cost of the audit."
    assert [one for one, _ in said(OPENING + audit, "audit_right")] == [{"threshold_pct": "5"}]


def test_billing_is_told_by_its_period():
    text = OPENING + "Alder shall invoice Birch monthly in arrears on a monthly basis."
    values = [term.value for term in terms_of_time(text) if term.field == "billing_frequency"]
    assert {"period": "P1M", "timing": "in arrears"} in values


def test_every_term_is_words_of_the_text_and_sure_between_nothing_and_all():
    text = OPENING + "The initial term is one year. Birch pays within ten days of the invoice."
    for term in terms_of_time(text):
        assert 0 <= term.start < term.end <= len(text)
        assert 0.0 <= term.confidence <= 1.0


HOSTILE = [
    "the term of this agreement shall ",
    "within ten (10) days ",
    "renew automatically ",
    "may terminate ",
    "May 1, ",
    "(",
    "5% ",
]


@pytest.mark.parametrize("piece", HOSTILE)
def test_a_hostile_line_is_read_in_time(piece):
    began = time.process_time()
    terms_of_time(piece * (15_000 // len(piece)))
    assert time.process_time() - began < 4
