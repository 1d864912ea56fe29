# ruff: noqa: E501  (a sentence of a contract is one line)
"""What a contract states again in other words: each once with a slip and once without, in sentences of our own."""

import pytest

from duly.engine.documents.checks.contradictions import contradictions
from duly.engine.documents.text.segments import segments

SECTIONS = (
    "1. Scope. Maker builds the Portal.\n\n2. Fees. Client shall pay $4,000 per month.\n\n"
    "3. Breach. A party may leave if a breach is not cured within 15 days after notice.\n\n"
)
PAIRS = [
    # a value that is said to stand in a section
    (
        "two values for one",
        SECTIONS + "4. Cure. The cure period of {} set forth in Section 3 runs from receipt.",
        "30 days",
        "15 days",
    ),
    (
        "two values for one",
        SECTIONS + "4. Cure. The {} days' notice which Section 3 requires is sent by post.",
        "20",
        "15",
    ),
    # a contract that changes itself
    (
        "amends what is not there",
        SECTIONS + "4. Change. The parties have agreed to raise the Fee from {} to $6,000.",
        "$5,000",
        "$4,000",
    ),
    (
        "amends what is not there",
        SECTIONS + "4. Change. Section {} of this Agreement is replaced in its entirety.",
        "16",
        "2",
    ),
    # amendments and what they amend
    (
        "two days for one",
        "This First Amendment is effective as of May 1, 2018 and amends that certain Hosting Agreement between Maker and Client dated {}.",
        "June 30, 2019",
        "June 30, 2016",
    ),
    (
        "two days for one",
        'The parties amend that certain Joint Hosting Agreement dated May 4, 2016 by and among Maker and Client (the "JH Agreement").\n\nMaker and Client entered into the JH Agreement as of {}.',
        "May 4, 2015",
        "May 4, 2016",
    ),
    # the lengths of a contract
    (
        "two values for one",
        "Each party may renew this Agreement for a period of one year.\n\nEach renewal shall extend this Agreement for {}.",
        "two (2) years",
        "one (1) year",
    ),
    (
        "two values for one",
        "The Agreement renews for one year unless a party gives notice at least ninety (90) days prior to the end of the term.\n\nAn election not to renew is in time if received {} ahead of expiration.",
        "thirty (30) days",
        "ninety (90) days",
    ),
    (
        "two values for one",
        "The appointment is for a term of {} from the Effective Date.\n\nThe terms of this Agreement shall be one year from the Effective Date.",
        "three years",
        "one year",
    ),
    (
        "length differs from its days",
        "The initial term of this Agreement shall be for 3 years commencing on the Start Date and ending on the {} of the Start Date.",
        "5th anniversary",
        "3rd anniversary",
    ),
    # beyond the term
    (
        "due outside the term",
        "The term of this Agreement shall be two years from the Launch Date.\n\nThe last instalment of the Fee shall be due on the {} monthly anniversary of the Launch Date.",
        "36th",
        "18th",
    ),
    (
        "end before start",
        "This Agreement is made as of May 1, 2012 by Maker and Client.\n\nThe term of this Agreement commences as of the date hereof and shall terminate on {}.",
        "April 12, 2012",
        "October 12, 2012",
    ),
    # totals over months
    (
        "instalments differ from total",
        "Client pays a recurring monthly hosting fee in the amount of $450.\n\nThe recurring hosting fees for the first six (6) months amount in the aggregate to {}.",
        "$2,900",
        "$2,700",
    ),
    (
        "instalments differ from total",
        "The fee is payable in {} equal monthly installments, commencing on March 15, 2012. Client will pay the remainder on the fifteenth day of each of the next eight (8) calendar months.",
        "twelve",
        "nine",
    ),
    # worked examples
    (
        "part differs from percentage",
        "Licensee shall pay a royalty of 5% of gross sales.\n\nThus, in a month with gross sales of $40,000 the royalty comes to {}.",
        "$2,400",
        "$2,000",
    ),
    # currencies
    (
        "currencies differ",
        "All sums shall be expressed in and payable in US Dollars.\n\nAll amounts in the schedules are expressed in {}.",
        "Euros",
        "US Dollars",
    ),
    (
        "currencies differ",
        "Client pays Maker at the rate of $400 per hour.\n\nTime is invoiced at the hourly rate of {} stated above.",
        "€400",
        "$400",
    ),
]


def kinds(text):
    return [one.kind for one in contradictions(text, segments(text), ())]


@pytest.mark.parametrize(("kind", "text", "wrong", "right"), PAIRS)
def test_what_is_stated_again(kind, text, wrong, right):
    assert kind in kinds(text.format(wrong))
    assert kinds(text.format(right)) == []
