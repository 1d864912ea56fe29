"""What a time limits: the act nearest to it, a payment or not; dates and periods of other papers are none of ours."""

import pytest

from duly.engine.documents.times.acts import NONE, OTHER, PAYS, act
from duly.engine.documents.times.confidence import THRESHOLD
from duly.engine.documents.times.time_terms import terms_of_time

OPENING = 'This Supply Agreement (the "Agreement") is made as of May 9, 2012 between Alder Inc. and Birch LLC.\n\n'


def said(text: str, field: str) -> list[object]:
    """The proposed values of a field."""
    return [one.value for one in terms_of_time(text) if one.field == field and one.confidence >= THRESHOLD]


@pytest.mark.parametrize(
    ("before", "after", "done"),
    [
        ("Birch shall (a) report its sales and (b) pay the royalty under Section 4.2 within ", " of the report", PAYS),
        ("Birch shall pay what it owes and shall deliver its report within ", " of the close", OTHER),
        ("", " after the close of each month, Birch shall send a statement and pay it", OTHER),
        ("", " after the close of each month, Birch shall pay the fee", PAYS),
        ("If Birch withholds payment of any sum, Birch shall, within ", " after the bill, notify Alder", OTHER),
        ("Payment is late. Goods found bad shall be returned within ", " of receipt", OTHER),
        ("A sum of $4,000 within ", " of the launch", PAYS),
        ("The parties have a history of payment obligations. Within ", " of the storm", NONE),
    ],
)
def test_the_nearest_verb_says_what_is_done_in_time(before, after, done):
    assert act(before, after) == done


@pytest.mark.parametrize(
    ("sentence", "values"),
    [
        (
            "Birch shall pay the royalty under Section 4.2 within thirty (30) days of the delivery of the report.",
            ["P30D"],
        ),
        ("On termination Birch shall pay all outstanding invoices within thirty (30) days of termination.", ["P30D"]),
        (
            (
                "The price shall be paid within the earlier of (1) ninety (90) days from delivery, or (2) twenty "
                "(20) days "
                "after the sale of the goods."
            ),
            ["P90D", "P20D"],
        ),
        ("Birch will pay a sum of 9,000 U.S. Dollars within thirty (30) days following the first dosing.", ["P30D"]),
        (
            "Upon termination of this Agreement: (a) Birch shall, within thirty (30) days, pay all amounts due.",
            ["P30D"],
        ),
        ("Alder will reimburse Birch for the allowance within one month after such return.", ["P1M"]),
        ("Alder shall deliver the goods within one month after the date of an invoice.", []),
        (
            "Birch should pay the fee of the last month before the 15th of each month.",
            [{"rule": "day 15 of the month", "days": "P15D"}],
        ),
        (
            (
                "Goods damaged in shipment shall be returned within ten (10) days of receipt and Alder will reimburse "
                "freight."
            ),
            [],
        ),
        ("If the parties reach an agreement on the fee within thirty (30) days, it shall be paid as agreed.", []),
        ("The parties agree to meet within five (5) days of the end of each month to settle the Deposit.", []),
        ("Late payments bear interest at 1.5% per month commencing sixty (60) days from the invoice date.", []),
        ("Notices sent with payments shall be considered given within five (5) days of mailing.", []),
    ],
)
def test_only_a_payment_has_a_payment_time(sentence, values):
    assert said(OPENING + sentence, "net_days") == values


@pytest.mark.parametrize(
    "sentence",
    [
        "Alder and Birch have entered into an Asset Purchase Agreement dated as of April 4, 2005.",
        "A. In connection with a Master Services Agreement dated December 11, 2010, Birch bought the plant.",
        "The Convention on Contracts for the International Sale of Goods, concluded on 11 April 1980, is excluded.",
        "(1) Access and Licence Agreement dated December 8, 2000, between Alder and the City.",
    ],
)
def test_the_date_of_another_paper_is_not_the_contracts(sentence):
    assert said(OPENING + "Recitals and preliminary words. " * 8 + sentence, "contract_date") == ["2012-05-09"]


def test_the_period_of_a_covenant_makes_nothing_effective():
    covenant = (
        "Birch agrees that for a period beginning from the date of this Agreement and ending three (3) years after the "
        "termination of this Agreement it shall hire none of Alder's people."
    )
    assert said(OPENING + covenant, "effective_date") == []


@pytest.mark.parametrize(
    ("sentence", "values"),
    [
        (
            "AGREEMENT PERIOD: This Agreement will be for the maximum period of six (6) months from May 9, 2012.",
            ["P6M"],
        ),
        ("2. Term. The term of this Agreement shall become effective upon the occurrence of the closing.", []),
        (
            (
                "2. Term. This Agreement shall continue in effect until the later of (a) the end of the study, or (b) "
                "the last sale."
            ),
            [{"end": "later of (a) the end of the study, or (b) the last sale"}],
        ),
        (
            (
                "2. Term. If Birch breaches this Agreement, upon expiry of such 30 day period Alder may end this "
                "Agreement."
            ),
            [],
        ),
        (
            (
                "3. Royalties under this Agreement begin on the 1st anniversary of the launch and each anniversary "
                "thereafter."
            ),
            [],
        ),
    ],
)
def test_how_long_it_lasts_and_what_is_no_term(sentence, values):
    assert said(OPENING + sentence, "initial_term") == values


@pytest.mark.parametrize(
    "sentence",
    [
        "This Agreement ends on May 8, 2020 (such period, as may be extended by agreement, the Term).",
        "This Agreement is effective on signing and shall continue in effect thereafter until terminated.",
        "This Agreement gives users the option to purchase extended warranty coverage for an additional year.",
        "Alder cures the breach of this Agreement in time if the cure period shall be extended for ninety (90) days.",
    ],
)
def test_words_that_only_allow_for_a_renewal_renew_nothing(sentence):
    assert said(OPENING + sentence, "renewal") == []


def test_a_late_fee_charged_once_and_an_average_that_bills_nothing():
    assert said(OPENING + "A five percent (5%) late fee will be added to all invoices past due.", "late_fee") == [
        {"percent": "5"}
    ]
    average = "The termination fee shall be six times the average monthly invoice charged to Birch."
    assert said(OPENING + average, "billing_frequency") == []


@pytest.mark.parametrize(
    "sentence",
    [
        "Alder may terminate this Agreement for cause at any time on written notice.",
        "This Agreement may be terminated at any time by agreement in writing of the parties.",
    ],
)
def test_an_end_for_cause_or_by_agreement_is_no_end_at_will(sentence):
    assert said(OPENING + sentence, "termination_convenience") == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "Birch shall pay within the earlier of: (i) fifteen (15) days of receipt of the invoice or (ii) launch.",
            "fifteen (15) days",
        ),
        ("Birch shall pay within fifteen (15) days of receipt of the invoice.", "within fifteen (15) days"),
    ],
)
def test_the_words_of_a_payment_time_begin_where_they_stand(text, words):
    [term] = [one for one in terms_of_time(OPENING + text) if one.field == "net_days"]
    assert (OPENING + text)[term.start : term.end] == words


def test_an_event_that_names_no_end_is_no_term():
    assert (
        said(
            OPENING + "If the licence expires this Agreement will automatically terminate on the same date.",
            "initial_term",
        )
        == []
    )
    standstill = "The Standstill Period means the period commencing on the date of this Agreement and ending in May."
    assert said(OPENING + standstill, "effective_date") == []
