# ruff: noqa: E501  (a sentence of a contract is one line)
"""Two values of one thing side by side, or tied by a fraction or a rate: with a slip and without, in sentences of our own."""

import pytest

from duly.engine.documents.checks.contradictions import contradictions
from duly.engine.documents.text.segments import segments

AMOUNT, PART, WHOLE, PRICED = (
    "currencies differ",
    "part differs from percentage",
    "percentages differ from the whole",
    "price times quantity differs from amount",
)
TWICE, LATE, SECTION, DAYS = "two values for one", "due outside the term", "cites another section", "two days for one"
PAIRS = [
    # the currency in words and that of the figures
    (AMOUNT, "1. Price. Buyer pays three million Australian dollars ({}) at closing.", "US$3,000,000", "A$3,000,000"),
    (AMOUNT, "1. Price. Buyer pays forty thousand euros ({}) at closing.", "US$40,000", "EUR 40,000"),
    (AMOUNT, "1. Deposit. The sum of 75,000 Swiss francs ({}) is deposited.", "EUR 75,000", "CHF 75,000"),
    (AMOUNT, "1. Grant. The donor gives six hundred thousand Hong Kong dollars ({}).", "US$600,000", "HK$600,000"),
    (AMOUNT, "1. Grant. The donor gives ninety thousand U.S. dollars ({}).", "$90,000 CAD", "$90,000 USD"),
    # what is paid in one currency where all is paid in another; a share that is told in another
    (AMOUNT, "1. Rent. Tenant shall pay, in {}, the rent of each month. All payments under this Lease shall be made in U.S. Dollars. The exchange rate of the day turns other income into dollars.", "Euros", "U.S. Dollars"),
    (AMOUNT, "1. Wage. Maker is paid a wage of £61,330 a year.\n\n2. Bonus. At the end of a good year Maker may earn 25% of the wage ({}).", "US$15,332.50", "£15,332.50"),
    # a fraction, or a percent of which
    (PART, "1. Fee. Client pays a fee of $84,500, twenty percent (20%) of which ({}) is for tools.", "$19,600", "$16,900"),
    (PART, "1. Fee. Client pays a fee of $84,000, one third of which ({}) is due at signing.", "$82,000", "$28,000"),
    (PART, "1. Pay. Maker receives 26,400 units of the fund. 1/8th of the units ({}) is released each quarter.", "3,030", "3,300"),
    (PART, "1. Pay. Holder is granted 18,000 options. Two thirds of the options, being {}, vest at once.", "11,000", "12,000"),
    (PART, "1. Pay. Each reader pays a reader price of $24.60. Press gets one half of the reader price, per reader (approximately {}).", "$13.20", "$12.30"),
    # a rate and its units
    (PRICED, "1. Pay. Client pays $150 per hour (32 hours of work, i.e. a maximum of {}).", "$8,400", "$4,800"),
    (PRICED, "1. Goods. Seller delivers 6,000 tons of sand.\n\n2. Price. The price is $14.50 per ton, for a total cost of {}.", "$78,000", "$87,000"),
    (PRICED, "1. Pay. The rate is $900 per session for 24 sessions, for a total fee of {}.", "$26,100", "$21,600"),
    (PRICED, "1. Goods. Grower supplies 8,000 lbs. of hops.\n\n2. Price. Hops cost $6.25 per pound, in all a total price of {}.", "$55,000", "$50,000"),
    (PRICED, "1. Ads. The rate is $70 per insertion (60 insertions, capped at a total of {}).", "$4,900", "$4,200"),
    # equal shares, and parts of one payment
    (WHOLE, "1. Costs. The Parties bear the costs equally ({}).", "60%/40%", "50%/50%"),
    (WHOLE, "1. Profit. Profit is shared in equal parts, {} to Maker and 50% to Client.", "40%", "50%"),
    (WHOLE, "1. Pay. The price of the boat is {} with the order and 60% when it floats at delivery.", "50%", "40%"),
    (WHOLE, "1. Pay. The fee shall be paid {} on signing and 70% upon acceptance.", "20%", "30%"),
    # a section with a longer or a shorter title
    (SECTION, "1. Scope. Maker builds.\n\n4. Repairs and Spare Parts. Maker repairs.\n\n5. Term and Renewal. One year.\n\n6. Notes. See Section {} (Repairs, Spare Parts and Tools) for more.", "5", "4"),
    (SECTION, "It is so agreed. 3. Fees and Taxes a) Client pays. 4. Secrets and Data a) Both are kept. Payment follows Section {} (Fees and Taxes).", "4", "3"),
    # the term with its length in front
    (TWICE, "1. Term. This Agreement takes force in May and runs for a period of four (4) years (\"Initial Term\").\n\n2. Volume. Volume means what is shipped in the {} term of this Agreement.", "six (6) year", "four (4) year"),
    (TWICE, "1. Care. The Support Term shall begin at delivery and shall continue for 24 months thereafter.\n\n2. Fees. During the {} initial Support Term fees are paid each quarter.", "30 month", "24 month"),
    (LATE, "1. Term. The initial term of this Agreement is six (6) years. Beginning {} prior to the expiration of the initial term, the parties talk.", "eight (8) years", "one (1) year"),
    (LATE, "1. Term. The initial term of this Agreement will be four (4) years from the Effective Date, provided that after the {} anniversary of such date either party may leave.", "6th", "2nd"),
    # one paper that took effect on two days
    (DAYS, "Maker and Client have previously entered into a Dealer Agreement, effective as of May 4, 2011.\n\n1. Dealer Agreement. The Dealer Agreement effective as of {}, between the parties.", "May 4, 2012", "May 4, 2011"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "text", "wrong", "right"), PAIRS)
def test_values_that_are_tied_and_differ_are_found_and_those_that_agree_are_not(kind, text, wrong, right):
    found = {value: contradictions(told := text.format(value), segments(told), ()) for value in (wrong, right)}
    assert kind in {one.kind for one in found[wrong]}
    assert not found[right]
