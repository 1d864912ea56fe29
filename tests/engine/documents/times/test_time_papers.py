"""Days of this paper and of another, signatures side by side, terms that go on where both agree: texts of our own."""

import pytest

from duly.engine.documents.times.confidence import THRESHOLD
from duly.engine.documents.times.time_terms import terms_of_time

OPENING = 'This Services Agreement (the "Agreement") is made as of March 3, 2011 between Alder Inc. and Birch LLC.\n\n'


def said(text: str, field: str) -> list[object]:
    """The proposed values of a field."""
    return [term.value for term in terms_of_time(text) if term.field == field and term.confidence >= THRESHOLD]


def test_an_exhibit_has_a_day_of_its_own_and_that_of_the_whole_stays_the_wholes():
    text = (
        "EXHIBIT 'C' This Exhibit C is entered into as of the 9th day of May 2012 by Alder Inc. and Birch LLC. It is "
        "made a part of the Services Agreement between the parties (Effective Date: March 3, 2011). Alder sells.\n\n"
        "IN WITNESS WHEREOF, the parties have caused this Exhibit C to be executed as of the 9th day of May 2012."
    )
    assert said(text, "contract_date") == ["2012-05-09", "2012-05-09"]


@pytest.mark.parametrize(
    ("sentence", "values"),
    [
        ("Alder may give a notice of termination, effective on the date specified by Alder in such notice.", []),
        ("This Agreement is effective on the date specified in the preamble.", ["2011-03-03"]),
        ("It replaces the Secrecy Agreement of the parties, which was effective June 7, 2009.", []),
    ],
)
def test_a_day_that_another_paper_tells_is_not_the_effective_date(sentence, values):
    assert said(OPENING + "If a party fails, this Agreement may end. " + sentence, "effective_date") == values


def test_an_effective_date_whose_name_lost_its_blank():
    text = 'This Agreement is entered into on April 15 , 2010 ("EffectiveDate") between Alder Inc. and Birch LLC.'
    assert said(text, "effective_date") == ["2010-04-15"]


def test_from_a_day_on_the_parties_shall():
    text = "This is between Alder Inc. and Birch LLC.\n\nFEES: Commencing on May 1, 2012, the Parties shall share."
    assert said(text, "effective_date") == ["2012-05-01"]


def test_who_sign_side_by_side_date_side_by_side():
    text = (
        OPENING + "Alder sells and Birch buys what Alder makes, as both agree from time to time in writing.\n\n"
        "/s/ A. Alder     /s/ B. Birch Signature     Signature\n\n3/4/11     March 5, 2011 Date     Date\n"
    )
    assert said(text, "contract_date") == ["2011-03-03", "2011-03-04", "2011-03-05"]


def test_a_sheet_that_is_signed_in_front():
    front = "SIGNED: /s/ A. Alder      SIGNED: /s/ B. Birch\n\nDATE: 9/29/04              DATE: 9/24/04\n\n"
    assert said(front + "Birch sells what Alder makes, and Alder delivers it. " * 20, "contract_date") == [
        "2004-09-29", "2004-09-24",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "sentence",
    [
        "Thereafter, the parties must mutually agree in writing to extend the term for additional periods of time.",
        "It continues for four (4) years unless the parties extend the term by mutual written Services Agreement.",
        "It continues for ten years, unless extended by renewal by written agreement of the parties.",
    ],
)
def test_a_term_that_both_may_extend_is_no_automatic_renewal(sentence):
    assert {"automatic": False, "period": None} in said(
        f"{OPENING}2. Term. This Agreement begins. {sentence}", "renewal"
    )


@pytest.mark.parametrize(
    "sentence",
    [
        "Renewal The term of this Agreement shall begin now and last five (5) years, unless sooner terminated.",
        "These duties may extend beyond the termination of this Agreement.",
        "Each plan and any extension thereof shall contain quotas mutually agreed for the year.",
        "A party that is hindered may elect to extend the period of this Agreement up to the time it was hindered.",
    ],
)
def test_what_only_sounds_like_a_renewal(sentence):
    assert said(OPENING + sentence, "renewal") == []


@pytest.mark.parametrize(
    "sentence",
    [
        "Alder reserves the right to reject any order or to cancel the same or any part of it at any time.",
        "This Agreement may be terminated by either party with cause upon thirty (30) days written notice.",
    ],
)
def test_what_ends_no_contract_at_will(sentence):
    assert said(OPENING + sentence, "termination_convenience") == []


@pytest.mark.parametrize(
    ("rate", "value"),
    [
        (
            'the prime rate as published in the "Money Rates" section of a newspaper plus two percent (2%) per annum',
            {"percent": "2", "over": "prime rate", "period": "P1Y"},
        ),
        ("a late charge of 1 l/2% per month", {"percent": "1.5", "period": "P1M"}),
    ],
)
def test_what_lateness_costs(rate, value):
    assert said(f"{OPENING}Unpaid amounts past due bear interest at {rate}.", "late_fee") == [value]


def test_the_day_of_the_contract_that_is_amended_is_no_day_of_a_signature():
    text = "This Amendment changes their Sales Agreement dated October 1, 1996. By: /s/ A. Alder\nName: A. Alder\n"
    assert said("Alder sells to Birch. " * 12 + text, "contract_date") == []


@pytest.mark.parametrize(
    "sentence",
    [
        'Under the "Agreement of Alder and Cedar on Films" dated May 4, 2009 between Alder and Cedar, films are kept.',
        '1.3 "Main Agreement" the agreement executed between the Parties on the 21st day of February, 2009.',
        "This sheet supersedes the sheet Dated: May 4, 2009\nBy: /s/ A. Alder",
    ],
)
def test_the_day_of_a_paper_that_is_only_named(sentence):
    assert "2009" not in str(said("Alder sells, Birch buys. " * 14 + sentence + "\n", "contract_date"))


def test_a_paper_that_takes_effect_with_the_last_signature():
    text = 'SUPPLY AGREEMENT ("Supply Agreement") effective as of the date of last signing ("Effective Date") by Alder.'
    assert said(text, "effective_date") == [{"event": "the date of last signing"}]


@pytest.mark.parametrize(
    "sentence",
    [
        "Alder will extend this Agreement for additional one-year terms, providing that Alder and Birch agree.",
        "Unless Alder tells Birch of its intention to extend the term of this Agreement for a year, it shall end.",
    ],
)
def test_a_renewal_that_needs_a_word_is_not_automatic(sentence):
    assert [value["automatic"] for value in said(OPENING + sentence, "renewal")] == [False]


def test_the_length_of_a_renewal_in_the_same_breath_is_no_term():
    text = (
        "The term of this Agreement is three years. e-Birch may annually renew this Agreement for a period of one year."
    )
    assert said(OPENING + text, "initial_term") == ["P3Y"]


@pytest.mark.parametrize(
    "sentence",
    [
        "Birch shall pay fees for each sale that occurs within six (6) months after the end of this Agreement.",
        "A reader who does not receive a refund of the fee within thirty (30) days after the month counts as one.",
    ],
)
def test_what_happens_within_a_time_is_not_paid_within_it(sentence):
    assert said(OPENING + sentence, "net_days") == []


@pytest.mark.parametrize(
    ("sentence", "value"),
    [
        ("shall continue until the fifth (5t h) anniversary of the date of this Agreement.", "P5Y"),
        ("shall continue until the 5t h anniversary of the date of this Agreement.", "P5Y"),
    ],
)
def test_an_ordinal_that_a_scan_has_torn(sentence, value):
    assert said(f"{OPENING}1. Term. The term of this Agreement {sentence}", "initial_term") == [value]


def test_a_term_that_ends_with_the_first_item_of_a_list():
    text = (
        "1. Term. The term of this Agreement will end on the earlier of:\n\n(a) the sale of the last lamp; or (b) fire."
    )
    ends = said(OPENING + text, "initial_term")
    assert [value["end"] for value in ends] == ["earlier of: (a) the sale of the last lamp"]


def test_lateness_by_the_full_or_partial_month():
    text = "Birch owes a late fee equal to two percent (2%) of the overdue sum for each full or partial calendar month."
    assert said(OPENING + text, "late_fee") == [{"percent": "2", "period": "P1M"}]
