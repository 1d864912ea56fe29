# ruff: noqa: E501  (a sentence of a contract is one line)
"""Values taken up by the name of their thing: each once with a slip and once without, in sentences of our own."""

import pytest

from duly.engine.documents.checks.contradictions import contradictions
from duly.engine.documents.checks.facts import facts
from duly.engine.documents.checks.things import things
from duly.engine.documents.text.segments import segments

FEES = (
    "1. Scope. Maker builds the Portal.\n\n2.1 Design Payment. Within ten days after signing, Client shall transfer $90,000 to Maker.\n\n"
    '2.2 Care. Client pays $2,000 per month (the "Care Fee") from the first day on.\n\n'
    "2.3 Delay. A delay charge of 2% per month is added to what is unpaid.\n\n"
)
LASTING = (
    "This Agreement is made as of May 1, 2014 between Maker and Client.\n\n1. Term. The term of this Agreement is two years "
    "from the date hereof.\n\n2. Works. Maker builds the Portal.\n\n"
)
PAIRS = [
    # a share of a thing whose amount stands elsewhere, before and behind it
    ("part differs from percentage", FEES + "3. Tax. Client may keep back 10% of the Design Payment, equal to {}.", "$8,000", "$9,000"),
    ("part differs from percentage", FEES + "3. Agent. A levy of 5% ({}) is taken from the Design Payment.", "$5,400", "$4,500"),
    # parts of a thing
    ("instalments differ from total", FEES + "3. Parts. The Design Payment may be wired in two halves of {} each.", "$54,000", "$45,000"),
    # a thing by the month over a year
    ("instalments differ from total", FEES + "3. Budget. Over the first full year Maker will have received {} by way of Care Fee.", "$22,000", "$24,000"),
    # the thing itself
    ("two values for one", FEES + "\n\n".join(["3. Law. The law of the seat governs, and courts there decide all that is in dispute between them."] * 4) + "\n\n4. Notes. Every delay charge that is owed accrues at {} per month.", "3%", "2%"),
    ("currencies differ", FEES + "3. Bank. Client shall be invoiced for the Design Payment in {}.", "Swiss francs", "US dollars"),
    ("currencies differ", "1. Price. Client pays $60,000 at signing.\n\n2. Stage. $5,000 is due in May.\n\n3. Relief. The sum of {} that was paid at signing is kept.", "€60,000", "$60,000"),
    # lengths in other words
    ("two values for one", "1. Renewal. The term renews by itself for a year unless a party gives at least 90 days prior written notice to the other party before the end of the term.\n\n2. Letters. Notice to stop the renewal of the term must arrive {} days before expiry.", "60", "90"),
    ("two values for one", "1. Shares. Royalties are to be paid within 30 days after the end of each quarter.\n\n2. Bank. All royalty remittances reach Maker within {} days of the close of each quarter.", "45", "30"),
    ("two values for one", "1. Breach. A party may leave if a material breach is not cured within 30 days after notice.\n\n2. Exit. A material breach that is not remedied inside {} days of notice lets the other party go.", "75", "30"),
    # a title that is another section's, a paper's own number and day
    ("cites another section", "ARTICLE 6 NOTICES\n\nLetters go to the seat.\n\nARTICLE 7 CONFIDENTIALITY\n\nSecrets are kept.\n\nARTICLE 8 LAW\n\nArticle {} (Confidentiality) survives.", "6", "7"),
    ("cites another section", "AMENDMENT NO. 2\n\nThe parties change their contract. The rights granted by this Amendment {} are free of charge.", "3", "2"),
    ("two days for one", "This Service Agreement is made as of May 1, 2014 between Maker and Client. Client and Seller have signed that certain Asset Purchase Agreement, dated as of the date hereof.\n\n1. Rank. The Asset Purchase Agreement dated as of {} prevails.", "June 9, 2014", "May 1, 2014"),
    # shares of one thing, and a list that ends with the whole
    ("percentages differ from the whole", "1. Split. Maker shall receive 50% of all Net Revenue, and Client shall receive {} of all Net Revenue.", "60%", "50%"),
    ("percentages differ from the whole", "1. Split. The fee is apportioned as follows: Alder Ltd. 40% Birch & Co. Ltd. {} Cedar Inc. 30% 100%", "35%", "30%"),
    ("currencies differ", "1. Money. In this Agreement, all references to money or payments means US dollars.\n\n2. Bank. All payments will be made in {} by transfer.", "Swiss francs", "US dollars"),
    # an amount that the next sentence takes apart
    ("parts differ from total", "1. Price. Client pays $90,000 at signing. The said amount is made up of $50,000 for plans, $20,000 for works and {} for tests.", "$30,000", "$20,000"),
    ("two values for one", "1. Term. The term of this Agreement shall continue for a period of two (2) years (\"Initial Term\").\n\n2. Prices. They stand during the {} year Initial Term of this Agreement.", "three (3)", "two (2)"),
    # what must be done after the term, or before there is a contract
    ("due outside the term", "This Agreement is made as of May 1, 2014 between Maker and Client.\n\n1. Plans. Maker shall deliver the plans on {}.", "March 1, 2014", "June 1, 2014"),
    ("due outside the term", LASTING + "3. Report. Maker shall hand over the closing report on {}.", "August 1, 2019", "August 1, 2015"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "text", "wrong", "right"), PAIRS)
def test_a_value_that_its_thing_does_not_have_is_found_and_the_right_one_is_not(kind, text, wrong, right):
    found = {value: contradictions(told := text.format(value), segments(told), ()) for value in (wrong, right)}
    assert kind in {one.kind for one in found[wrong]}
    assert not found[right]


def test_a_thing_is_named_by_its_heading_and_by_what_it_is_called():
    prices, shares = things(facts(FEES, segments(FEES)))
    assert [one.value for one in prices["design", "payment"]] == ["90000"]
    assert [one.value for one in prices["care", "fee"]] == ["2000"]
    assert [one.value for one in shares["delay", "charge"]] == ["2"]


def test_a_fee_that_grows_by_the_year_has_no_two_values():
    text = (
        "1. Fee. The Care Fee is $2,000.\n\n"
        + "2. Law. The law of the seat governs. " * 12
        + "\n\n3. Later. In the second year the Care Fee is $2,200."
    )
    assert not contradictions(text, segments(text), ())
