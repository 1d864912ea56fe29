"""Terms of time in the rarer forms of contracts: events, days instead of lengths, what only looks like one."""

import time

import pytest

from duly.engine.documents.times.confidence import THRESHOLD
from duly.engine.documents.times.time_terms import terms_of_time

OPENING = 'This Services Agreement (the "Agreement") is made as of March 3, 2011 between Alder Inc. and Birch LLC.\n\n'


def said(text: str, field: str) -> list[object]:
    """The proposed values of a field."""
    return [one.value for one in terms_of_time(text) if one.field == field and one.confidence >= THRESHOLD]


@pytest.mark.parametrize(
    ("sentence", "value"),
    [
        (
            (
                "The term of this Agreement will commence on the Effective Date and remain in effect until "
                "the completion of the Harbour Study."
            ),
            {"start": "2011-03-03", "end": "completion of the Harbour Study"},
        ),
        (
            (
                "The term of this Agreement shall begin on May 1, 2011 and end on the second anniversary of "
                "the date of this Agreement."
            ),
            {"start": "2011-05-01", "end": "2013-03-03"},
        ),
        ("This Agreement shall have an initial term of three (3) years.", "P3Y"),
        ("Initial Term shall mean the Effective Date through the day prior to the fourth anniversary.", "P4Y"),
        ("This Agreement shall continue indefinitely.", {"indefinite": True}),
        (
            "This Agreement shall be effective from the date first above written and shall continue indefinitely.",
            {"indefinite": True, "start": "2011-03-03"},
        ),
        (
            '"Service Period" means April. 1st 2011 through to March 30, 2012.',
            {"start": "2011-04-01", "end": "2012-03-30"},
        ),
        ("2.1 Contract start: 04-01-11\n\n2.2 Contract end: 04-01-13", {"start": "2011-04-01", "end": "2013-04-01"}),
        (
            (
                "The term of this Agreement shall commence with the first concert of the 2011 season and shall "
                "continue until the final concert of the 2013 season."
            ),
            {"start": "first concert of the 2011 season", "end": "final concert of the 2013 season"},
        ),
        ("This Agreement shall remain in effect until one (1) year subsequent to the Effective Date.", "P1Y"),
    ],
)
def test_the_term_is_told_by_events_and_by_years(sentence, value):
    text = OPENING + 'It is effective on March 3, 2011 (the "Effective Date").\n\n' + sentence
    assert said(text, "initial_term") == [value]


def test_a_renewal_told_in_years_does_not_displace_the_initial_term():
    text = (
        OPENING + "This Agreement shall continue in force for an initial term of two (2) years. Unless terminated as "
        "provided below, this Agreement shall automatically renew for each subsequent one-year term."
    )
    assert said(text, "initial_term") == ["P2Y"]


@pytest.mark.parametrize(
    ("sentence", "value"),
    [
        (
            "This Agreement shall run for one year and indefinitely after that until terminated by either party.",
            {"automatic": True, "period": None},
        ),
        (
            "This Agreement may be mutually extended by written agreement of the parties.",
            {"automatic": False, "period": None},
        ),
        (
            (
                "The initial term of this Agreement is two (2) years. This Agreement shall automatically "
                "renew for successive terms of the same duration."
            ),
            {"automatic": True, "period": "P2Y"},
        ),
    ],
)
def test_renewals_without_a_period_of_their_own(sentence, value):
    assert said(OPENING + sentence, "renewal") == [value]


def test_notice_of_renewal_by_a_day():
    text = (
        OPENING
        + "Birch may renew this Agreement for one (1) additional three year period by providing a written notice "
        "of its intent to renew to Alder by October 31, 2014."
    )
    assert said(text, "renewal_notice") == ["2014-10-31"]


@pytest.mark.parametrize(
    ("sentence", "value"),
    [
        (
            (
                "Not later than the tenth (10th) calendar day of each calendar quarter, Birch shall deliver "
                "to Alder a report of its sales and payment of the royalties for the previous quarter."
            ),
            {"rule": "day 10 of the quarter", "days": "P10D"},
        ),
        ("On the twentieth (20th) day after the end of each quarter, Birch shall pay the lead fees.", "P20D"),
        ("Payments shall be made 25 days from the end of each quarter.", "P25D"),
        ("Birch shall furnish the Service Fees no later than forty days after the end of each quarter.", "P40D"),
        (
            (
                "Birch will, within thirty (30) days of the end of each quarter, furnish complete statements. "
                "The amount shown in a statement shall be paid simultaneously with it."
            ),
            "P30D",
        ),
    ],
)
def test_payment_counted_from_the_end_of_a_period(sentence, value):
    assert said(OPENING + sentence, "net_days") == [value]


@pytest.mark.parametrize(
    "sentence",
    [
        "If such payment is not made within ten (10) days after receipt of written notice, Alder may terminate.",
        (
            "If Birch does not pay Alder within thirty (30) days from the date that any payments are due, "
            "Alder may end it."
        ),
        "Alder will invoice Birch within 15 days of the end of each month.",
        "Birch shall give notice of all errors in an invoice within 15 days of receipt of the invoice.",
        "Birch pays a royalty on the first day of each month.",
    ],
)
def test_a_cure_an_invoice_and_an_objection_are_no_times_of_payment(sentence):
    assert said(OPENING + sentence, "net_days") == []


def test_what_a_payment_time_counts_from_belongs_to_its_words_unless_it_is_the_bill():
    for tail, words in (
        (" after receipt of the invoice.", "within ten (10) days"),
        (" after the end of the month.", "within ten (10) days after the end of the month"),
    ):
        text = OPENING + "Birch shall pay Alder within ten (10) days" + tail
        [term] = [one for one in terms_of_time(text) if one.field == "net_days"]
        assert text[term.start : term.end] == words


def test_a_late_fee_and_interest_on_top_of_it_are_two():
    text = (
        OPENING + "A four percent (4%) late fee will be added to all invoices which become past due and interest at a "
        "rate of nine percent (9%) per annum will be charged on all balances not paid when due."
    )
    assert {"percent": "9", "period": "P1Y"} in said(text, "late_fee")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (
            "THIS AGREEMENT made this 12th day of May between Alder Inc. and Birch LLC.\n\nSigned: 12 May 2017",
            "2017-05-12",
        ),
        (
            "Exhibit 4.2\nSERVICE CONTRACT\n\n   Bergen          June 5, 2001\n\nAlder Inc., called the Owner",
            "2001-06-05",
        ),
        (
            "Alder lends Birch a crane. " * 400 + "DONE AND SIGNED at Bergen on this 7th day of June 2003.",
            "2003-06-07",
        ),
    ],
)
def test_the_date_of_a_contract_in_rarer_places(text, value):
    assert value in said(text, "contract_date")


@pytest.mark.parametrize(
    ("sentence", "value"),
    [
        ('"Effective Date" means the date first written above.', "2011-03-03"),
        ('"Effective Date" means 12:01 a.m. Eastern Standard Time on April 2, 2011.', "2011-04-02"),
        (
            "This Agreement becomes effective after being signed by both parties.",
            {"event": "after being signed by both parties"},
        ),
    ],
)
def test_the_effective_date_in_rarer_words(sentence, value):
    assert said(OPENING + sentence, "effective_date") == [value]


@pytest.mark.parametrize(
    ("sentence", "value"),
    [
        (
            (
                "This Agreement may be terminated: (a) by the parties together; or (b) By either party hereto upon "
                "sixty (60) days prior written notice to the other party."
            ),
            {"who": "either", "notice": "P60D"},
        ),
        (
            (
                "Alder may terminate this Agreement upon Alder giving Birch at least ninety (90) days advance "
                "written notice of termination."
            ),
            {"who": "Alder", "notice": "P90D"},
        ),
        (
            (
                "Alder may, at any time after the third anniversary of the Effective Date, terminate this Agreement "
                "with or without cause upon 30 days' notice."
            ),
            {"who": "Alder", "notice": "P30D"},
        ),
    ],
)
def test_an_end_at_will_in_lists_and_behind_a_comma(sentence, value):
    assert said(OPENING + sentence, "termination_convenience") == [value]


def test_notice_against_a_renewal_is_no_end_at_will():
    text = (
        OPENING + "This Agreement shall continue from year to year until terminated by either party by giving written "
        "notice to the other party at least six (6) months prior to the end of the then current term."
    )
    assert said(text, "termination_convenience") == []


@pytest.mark.parametrize(
    ("sentence", "values"),
    [
        ("Royalties shall be paid within thirty (30) days following the end of each calendar month.", ["P1M"]),
        ("Fees are due and payable in equal quarterly installments.", ["P3M"]),
        ("The price is payable in eight equal monthly installments of $500 each.", []),
        ("The parties shall review the invoices and their work on a quarterly basis.", []),
        ("The Quarterly Deficiency Payment is paid by Birch.", []),
    ],
)
def test_billing_and_other_recurrence(sentence, values):
    assert said(OPENING + sentence, "billing_frequency") == values


@pytest.mark.parametrize(
    "piece",
    [
        "by either party upon ",
        "this Agreement shall terminate and shall unless ",
        "continue and thereafter ",
        "within ten (10) days after ",
        "if such payment of fees is not made ",
        "renew for a like term of the same ",
        "signed and done this ",
    ],
)
def test_a_hostile_line_of_the_rarer_forms_is_read_in_time(piece):
    began = time.process_time()
    terms_of_time(piece * (15_000 // len(piece)))
    assert time.process_time() - began < 4


def test_a_rule_drawn_under_the_words_parts_no_date_and_no_term():
    text = (
        "This Supply Agreement is made as of 31 December,\n              ---------\n 1996 between Alder Inc. "
        'and Birch LLC.\n\n"Effective Date" means the close of business on the date specified in the\n --------------\n'
        " preamble hereof.\n"
    )
    assert said(text, "contract_date") == ["1996-12-31"]
    assert said(text, "effective_date") == ["1996-12-31"]


def test_a_date_over_the_word_date_of_a_form_is_a_day_of_signing():
    text = (
        "Alder Inc. sells. " * 40
        + "\n\n03/24/11                03/25/11\n______________      ______________\nDate         "
    )
    text += "       Date\n\n/s/ A. Alder        /s/ B. Birch\n"
    assert said(text, "contract_date") == ["2011-03-24", "2011-03-25"]
    assert "2011-03-25" not in said(text.replace("Date", "Name"), "contract_date")


@pytest.mark.parametrize(
    "words",
    [
        "The Supply Agreement shall mean that certain Amended Oak Supply Agreement dated April 14, 2009 among Elm.",
        "Alder admits that the agreement between Alder and Elm Limited dated April 14, 2009 has ended.",
    ],
)
def test_the_date_of_another_paper_is_not_the_contracts(words):
    assert said(OPENING + words, "contract_date") == ["2011-03-03"]
    assert said("Alder sells wood. " * 20 + words, "contract_date") == []


def test_what_goes_on_only_if_it_is_approved_does_not_renew_of_itself():
    goes_on = "This Agreement shall continue from year to year thereafter"
    approved = f"{goes_on}, only if such continuation shall be specifically approved at least annually by the Board."
    assert said(OPENING + goes_on + ".", "renewal") == [{"automatic": True, "period": "P1Y"}]
    assert said(OPENING + approved, "renewal") == [{"automatic": False, "period": "P1Y"}]


def test_who_may_cancel_at_the_end_of_the_term_gives_a_notice_of_renewal():
    text = (
        "The Initial Term is one year and this Agreement continues automatically each year. Customer, upon thirty days "
        "prior written notice, may cancel this Agreement at the end of the Initial Term and on each anniversary."
    )
    assert said(text, "renewal_notice") == ["P30D"]


def test_interest_at_the_rate_of_a_bank_is_a_late_fee_without_a_figure():
    late = "Amounts not paid when due shall bear interest at the prime rate then charged by Elm Bank."
    assert said(late, "late_fee") == [{"percent": "prime rate", "period": "P1Y"}]
    assert said("The deposit bears interest at the prime rate of Elm Bank.", "late_fee") == []


def test_questioning_an_invoice_is_no_payment():
    text = "Each invoice shall be final unless it is questioned in writing within ten Months following its date."
    assert said(text, "net_days") == []


def test_a_late_fee_may_stand_in_a_list_and_over_the_rate_of_a_bank():
    listed = (
        "Delinquent fees bear interest at the lower of: (i) one percent (1%) per month, or (ii) what the law allows."
    )
    assert said(listed, "late_fee") == [{"percent": "1", "period": "P1M"}]
    over = (
        "Alder shall pay what it owes with interest from the date such amount was due until paid, at the prime rate "
        "being charged by Elm Bank on that date plus 2%."
    )
    assert said(over, "late_fee") == [{"percent": "2", "over": "prime rate", "period": "P1Y"}]


def test_a_rate_that_is_defined_elsewhere_is_the_late_fee():
    late = "Should Buyer fail to pay when due, interest shall accrue on the unpaid balance at the Default Rate."
    plain = '"Default Rate" shall mean the U.S. Prime Rate as published each day. '
    assert said(plain + late, "late_fee") == [{"percent": "prime rate", "period": "P1Y"}]
    more = plain.replace("as published", "plus two percent (2%) as published")
    assert said(more + late, "late_fee") == [{"percent": "2", "over": "prime rate", "period": "P1Y"}]
    assert said(late, "late_fee") == []


def test_what_is_effective_upon_an_event_that_is_named_so():
    text = (
        OPENING
        + 'The other terms of this Agreement shall be effective only upon the Second Closing (the "Effective Time").'
    )
    assert said(text, "effective_date") == [{"event": "Second Closing"}]


def test_a_term_that_a_form_tells_in_days_beside_its_length_is_told_twice():
    text = OPENING + "The term of this Agreement shall continue for twenty-four (24) months.\n\n"
    text += "Alder sells wood to Birch and brings it to the yard of Birch on every working day.\n\n"
    days = {"start": "2011-04-01", "end": "2013-04-01"}
    assert said(text + "2.1 Contract start: 04-01-11\n\n2.2 Contract end: 04-01-13", "initial_term") == ["P24M", days]
    assert said(text + "2.1 Contract start: 04-01-11\n\n2.2 Contract end: 04-01-15", "initial_term") == ["P24M"]
    listed = OPENING + "This Agreement shall remain in effect until the earlier of the below events:\n\n(a) the sale."
    assert said(listed, "initial_term") == []


def test_the_day_whose_bank_rate_counts_is_no_day_of_payment():
    rate = '"Default Rate" means the rate published by Elm Bank, applicable on the date of payment and then on '
    assert said(rate + "the first business day of each succeeding calendar month.", "net_days") == []


def test_notice_of_an_increase_in_fees_is_notice_of_a_price_change():
    text = "Alder shall provide Birch with forty-five (45) days written notice of any increase in the Copy Fees."
    assert said(text, "price_change_notice") == ["P45D"]
