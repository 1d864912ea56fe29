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
    (
        "currencies differ",
        'The "Contract Currency" means US Dollars.\n\nClient settles the invoices of Maker in {}.',
        "Swedish kronor",
        "US Dollars",
    ),
    (
        "currencies differ",
        "All fees under this Agreement shall be paid in US Dollars.\n\nThe yearly minimum is four thousand {}.",
        "euros (€4,000)",
        "dollars ($4,000)",
    ),
    # shares, and percents of things that are counted
    (
        "percentages differ from the whole",
        "The Parties shall each have a {} interest in the Venture.",
        "65%",
        "50%",
    ),
    (
        "part differs from percentage",
        "In the first year Site delivers 600,000 impressions.\n\nTen percent (10%) of the impressions of that year, being {}, are banners.",
        "45,000",
        "60,000",
    ),
    (
        "part differs from percentage",
        "The options vest as to 20% [4,000] of the Options in May, 30% [{}] of the Options in June and 50% [10,000] of the Options in July.",
        "7,000",
        "6,000",
    ),
    (
        "part differs from percentage",
        "A loss allowance of 2% is taken from what is measured.\n\nFor example, of 5,000 barrels measured {} barrels are taken.",
        "400",
        "100",
    ),
    (
        "price times quantity differs from amount",
        "Adviser is paid $150 per hour.\n\nThe most that is billed for a month is {} (20 hours at the agreed rate).",
        "$4,000",
        "$3,000",
    ),
    # sums over years and days
    (
        "instalments differ from total",
        "The Quota is $5,000 for each of the first and second years.\n\nThe Quota for the two years comes to {}.",
        "$12,000",
        "$10,000",
    ),
    (
        "instalments differ from total",
        "Year One   {}   $3,000 payment due on the following dates: May 1, 2012; June 1, 2012; July 1, 2012",
        "$9,900",
        "$9,000",
    ),
    (
        "parts differ from total",
        "Client will pay Maker a total of $90,000 payable as follows: (a) {} per month for each of the three (3) months after signing and $5,000 per month for each of the fourth and fifth months, and (b) $20,000 upon delivery.",
        "$25,000",
        "$20,000",
    ),
    # terms and what lies in them
    (
        "due outside the term",
        "This Agreement begins on May 1, 2012 and ends on April 30, 2013.\n\nMaker shall hold the last of these monthly events on {}.",
        "June 30, 2014",
        "June 30, 2012",
    ),
    (
        "due outside the term",
        'This Agreement is made as of May 4, 2012 (the "Effective Date").\n\nThis Agreement continues in effect until the earlier of (a) the third anniversary of the Effective Date and (b) thirty days\' written notice.\n\nDuring the term of this Agreement the parties shall meet on {}.',
        "May 9, 2018",
        "May 9, 2014",
    ),
    (
        "due outside the term",
        "The term of this Agreement shall begin on February 1, 2012 and end on January 31, 2013.\n\nFor each of the first {} calendar months of the Term, Maker will provide one banner.",
        "18",
        "12",
    ),
    (
        "end before start",
        "The Term of the Agreement is hereby extended to {}.\n\nBefore that the Term was scheduled to end on July 20, 2013.",
        "January 20, 2012",
        "January 20, 2014",
    ),
    (
        "two values for one",
        "The term of this Agreement shall continue for an initial period of five (5) years.\n\nNotice is given before the expiration of the initial {} term.",
        "three (3) year",
        "five (5) year",
    ),
    (
        "two values for one",
        "Maker may end this Agreement upon 180 days notice, unless Client mends its failure within the {} notice period.",
        "120-day",
        "180-day",
    ),
    (
        "two days for one",
        "This Agreement is made as of August 6, 2004 by and between Maker and Client.\n\nThis Section Amended: {}.",
        "June 10, 2003",
        "June 10, 2005",
    ),
]


def kinds(text):
    return [one.kind for one in contradictions(text, segments(text), ())]


@pytest.mark.parametrize(("kind", "text", "wrong", "right"), PAIRS)
def test_what_is_stated_again(kind, text, wrong, right):
    assert kind in kinds(text.format(wrong))
    assert kinds(text.format(right)) == []
