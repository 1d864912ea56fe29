# ruff: noqa: E501  (a sentence of a contract is one line)
"""Contracts that contradict themselves, in sentences of our own: each once with a slip and once without."""

import time

import pytest

from duly.engine.documents.checks.amended import against_base
from duly.engine.documents.checks.contradictions import contradictions, failed
from duly.engine.documents.proposals import Term
from duly.engine.documents.text.segments import segments


def found(text):
    return contradictions(text, segments(text), ())


def kinds(text):
    return [one.kind for one in found(text)]


PAIRS = [
    # instalments against their total
    ("instalments differ from total",
     "The Hosting Fee of $48,000 is payable in four (4) equal quarterly instalments of {}.", "$13,000", "$12,000"),
    ("instalments differ from total",
     "The Programme Fee is EUR 90,000. It shall be paid in {} equal annual instalments of EUR 30,000.", "four", "three"),
    ("instalments differ from total",
     "Client pays $750 per month for twenty-four (24) months, for a total of {}.", "$19,000", "$18,000"),
    ("instalments differ from total",
     "A fee of $750,000: $350,000 at signing and the rest in ten (10) payments of {} each.", "$45,000", "$40,000"),
    ("instalments differ from total", "The yearly licence is $36,000, payable in monthly instalments of {}.", "$3,500", "$3,000"),
    ("instalments differ from total", "Support costs $400 per month ({} per year).", "$4,000", "$4,800"),
    # lists against their total
    ("parts differ from total",
     "Sponsor pays $100,000 as follows: $25,000 at signing, $25,000 in May and {} after the event.", "$40,000", "$50,000"),
    ("parts differ from total",
     "The price totals $9,000 as follows:\n\n(a) $4,000 on order;\n\n(b) $3,000 on delivery; and\n\n(c) {} on acceptance.",
     "$3,000", "$2,000"),
    ("parts differ from total",
     "Licence        $12,000.00\nTraining        $3,000.00\nSupport         $2,500.00\nTotal          {}",
     "$18,500.00", "$17,500.00"),
    ("parts differ from total",
     "Client agrees to pay a total of $8,000. Client shall prepay $3,000 and pay the remaining {} on completion.",
     "$6,000", "$5,000"),
    # percents
    ("part differs from percentage",
     "The Build Fee is $60,000. Customer pays {} of the Build Fee, or $15,000, on the Effective Date.", "30%", "25%"),
    ("part differs from percentage", "A deposit of ten percent (10%) of $70,000 ({}) is due now.", "$17,000", "$7,000"),
    ("percentages differ from the whole",
     "The fee is payable as follows: 30% upon signing, 40% upon delivery and {} upon acceptance.", "40%", "30%"),
    ("percentages differ from the whole", "Net income shall be shared 60% to Author and {} to Publisher.", "50%", "40%"),
    ("monthly and yearly rate differ", "Late sums bear interest at 1.5% per month ({} per annum).", "12%", "18%"),
    # price and quantity
    ("price times quantity differs from amount",
     "Customer buys 40 seats at $25 per seat, for a total of {}.", "$1,200", "$1,000"),
    ("price times quantity differs from amount",
     "Item      Quantity    Unit price    Amount\nSensors   {}          $15.00        $600.00", "50", "40"),
    # one currency
    ("currencies differ", "Fees: $500 for setup, $300 for training, $200 for travel and {}900 for hosting.", "€", "$"),
    ("currencies differ", "Licensee pays two million dollars ({}2,000,000) at signing.", "£", "$"),
    ("words differ from figures", "a fee of Four and One-Half Million Dollars (${})", "5,500,000", "4,500,000"),
    # days
    ("no such day", "The first payment is due on {}.", "June 31, 2021", "June 30, 2021"),
    ("no such day", "Delivery by {} at the latest.", "February 29, 2021", "February 29, 2020"),
    ("no such day", "Signed on {} in two copies.", "2021-13-04", "2021-12-04"),
    ("weekday differs from date", "The event takes place on {}, March 4, 2021.", "Monday", "Thursday"),
    ("end before start", "The term of this Agreement begins on May 1, 2020 and ends on {}.", "April 30, 2019", "April 30, 2022"),
    ("length differs from its days",
     "This Agreement runs for a period of {} years from 1 March 2018 to 28 February 2021.", "five (5)", "three (3)"),
    ("due outside the term",
     "The term shall commence on January 1, 2018 and end on December 31, 2020. The last fee of $5,000 is due on {}.",
     "June 1, 2024", "June 1, 2020"),
    ("effective years away from its date",
     "This Agreement is made on June 4, 2019 by A and B and is effective as of {}.", "June 1, 2009", "June 1, 2019"),
    ("two days for one",
     'Made on May 2, 2019 (the "Effective Date") by A and B.\n\n"Effective Date" means {}.', "May 12, 2019", "May 2, 2019"),
    # lengths of time
    ("notice longer than the period",
     "This Agreement renews for successive three (3) month periods unless a party gives {} days prior notice.",
     "one hundred eighty (180)", "thirty (30)"),
    ("two values for one",
     "Invoices are due within thirty (30) days of receipt.\n\nCustomer shall pay each invoice within {} days of receipt.",
     "sixty (60)", "thirty (30)"),
    ("two values for one", "The warranty lasts thirty-six (36) months ({}).", "two years", "three years"),
    ("two values for one", "The Set-Up Fee is $8,500.\n\nEXHIBIT A\n\nSet-Up Fee: ${}", "11,000", "8,500"),
    ("two values for one", "A monthly retainer of $900 is due.\n\nExpenses come on top of the monthly retainer of {}.", "$950", "$900"),
    ("two values for one", "Buyer pays $7,000 (the \"Entry Fee\").\n\nSeller has received the Entry Fee of {}.", "$7,500", "$7,000"),
    ("two values for one", "The initial term shall be three years.\n\nSUMMARY\n\nInitial term: {} years", "five", "three"),
    ("two values for one", "The Launch Date is May 4, 2012.\n\nTIMETABLE\n\nLaunch Date: {}", "May 14, 2012", "May 4, 2012"),
    ("two values for one", "This Order is effective as of May 2, 2012.\n\nSigned by the parties to this Order, effective {}.", "May 3, 2012", "May 2, 2012"),
    ("two values for one", "Overdue sums bear interest at 1.5% per month.\n\nLate payments: interest of {}% per month.", "2", "1.5"),
    ("two values for one",
     "Either party may terminate without cause on sixty days' notice.\n\nTermination without cause: {} days' notice by either party.",
     "90", "60"),
    ("two values for one", "The Initial Term is 36 months, that is, {} years.", "four", "three"),
    # one currency, said and not kept
    ("currencies differ", "All amounts are in United States dollars.\n\nTraining costs {}8,500 a session.", "£", "$"),
    ("currencies differ", "The retainer is USD 29,000. The retainer of {} 29,000 bears interest.", "EUR", "USD"),
    ("currencies differ", "The yearly fee is {}43,500 (Forty-Three Thousand Five Hundred Dollars).", "£", "$"),
    # what renews, in other words
    ("notice longer than the period",
     "The plan is extended by a further year each time unless cancelled in writing not later than {} months before it ends.", "18", "2"),
    ("notice longer than the period", "Renewal Term: one year\n\nNon-renewal notice: {} days before the end of the term", "420", "60"),
    # terms by their length, and by their last day alone
    ("due outside the term",
     "This Order has a term of two years beginning on May 1, 2010. A fee of $5,000 will be payable on {}.", "June 1, 2016", "June 1, 2011"),
    ("due outside the term",
     "Made on May 1, 2010. This Agreement shall continue in force until April 30, 2012. The last fee of $5,000 is due on {}.",
     "June 1, 2016", "June 1, 2011"),
    ("length differs from its days", "The Initial Term commences on July 1, 2009 and expires {} years later, on June 30, 2012.", "two", "three"),
    ("part differs from percentage", "Of the price of $80,000, fifteen percent (15%), or {}, is held in escrow.", "$14,000", "$12,000"),
    # words and figures, also the other way round
    ("words differ from figures", "The deposit of US$47,000 (United States Dollars {} Thousand).", "Forty-Two", "Forty-Seven"),
    ("words differ from figures", "Payment is due within 30 ({}) days.", "sixty", "thirty"),
    ("words differ from figures", "on the fifteenth ({}) day of each month", "10th", "15th"),
    # one paper, one day
    ("two days for one",
     'SUPPLY AGREEMENT\n\nDated as of {}\n\nThis Supply Agreement (this "Agreement") is entered into as of May 4, 2012 by A and B.',
     "June 4, 2012", "May 4, 2012"),
    ("two days for one",
     'SUPPLY AGREEMENT\n\n{}\n\nSUPPLY AGREEMENT (this "Agreement"), dated as of May 4, 2012, between A and B.', "May 14, 2012", "May 4, 2012"),
    ("two days for one",
     "This Supply Agreement is made as of May 4, 2012.\n\nEXHIBIT A\n\nThis joinder is delivered under that certain Supply Agreement dated {}.",
     "May 14, 2012", "May 4, 2012"),
    ("two days for one",
     "under the Tank Lease dated as of {}, the tanks are let.\n\nThe Tank Lease, dated May 4, 2012, remains in force.", "May 14, 2012", "May 4, 2012"),
    ("two days for one", 'RESELLER AGREEMENT\n\nEffective as of May 4, 2012\n\n"Effective Date" means {}.', "June 4, 2012", "May 4, 2012"),
    # one term, one first and one last day
    ("two days for one",
     "Termination Date: December 31, 2014\n\nThe term of this Agreement will continue through {} unless ended sooner.",
     "December 31, 2015", "December 31, 2014"),
    ("two days for one",
     "The term of this Agreement commences on September 1, 2004.\n\nFor the entire term of this Agreement, from {}, Golfer is paid.",
     "November 1, 2004", "September 1, 2004"),
    ("two days for one", "Order No. 8062 dated {}, binds the parties.\n\nThe rules are those of Order No. 8062, dated May 4, 2012.", "May 14, 2012", "May 4, 2012"),
    ("two days for one",
     "The term of this Agreement ends on December 31, 1998. Neither party has elected to extend the term beyond {}.",
     "June 30, 1998", "December 31, 1998"),
    ("two values for one",
     "This Agreement shall be for a period of five (5) years.\n\nThis Agreement shall remain in force for {} years from the Effective Date.",
     "four (4)", "five (5)"),
    ("two values for one",
     'continue for a period of two (2) years ("Initial Term").\n\nFees are looked at once in the {}-year Initial Term.', "three", "two"),
    ("two values for one",
     'for a period ending two years after the Closing (the "Lock-Up Period").\n\nThe Lock-Up Period ends {} years after the Closing.',
     "four (4)", "two (2)"),
    ("two values for one",
     "The licence of the software costs $150,000 per annum.\n\nOther fees come off the {} per annum.", "$160,000", "$150,000"),
    ("two values for one",
     "Company pays a flat fee consulting rate of $18,000 per month.\n\nAnna invoices the consulting fee of {} per month.", "$16,000", "$18,000"),
    ("two values for one",
     "Client agrees to pay to Maker the sum of $5,000 for a site.\n\nClient agrees to pay to Maker a total of {}.", "$5,500", "$5,000"),
    ("currencies differ", "Glass pays fifty thousand US dollars ({}50,000) at once.", "C$", "US$"),
    ("instalments differ from total",
     "payable in {} equal instalments on May 31, 2000, August 31, 2000 and November 30, 2000.", "four", "three"),
    ("instalments differ from total",
     "Over its term of thirty-six (36) months the monthly hosting charges of $37,000 total {}.", "$1,323,000", "$1,332,000"),
    ("percentages differ from the whole",
     "Revenues exceeding the threshold shall be shared between the parties (50% Anna, {} Bert).", "40%", "50%"),
    # what is said again, and what is referred to
    ("two values for one",
     "Consignee shall insure every shipment of the Goods against theft for at least ${} at its own cost.\n\n" + "Other words stand here. " * 30
     + "Consignee shall insure every shipment of the Goods against theft for at least $20,000 at its own cost.", "25,000", "20,000"),
    ("two values for one",
     "The default must be cured within thirty (30) days. At the end of such {} day period this Agreement ends.", "sixty (60)", "thirty (30)"),
    ("two values for one",
     "The Pumps are warranted for twenty-four (24) months. Within the {} month warranty period set forth above Seller repairs them.",
     "eighteen (18)", "twenty-four (24)"),
    ("two values for one",
     '"Entry Payment" means the one-time payment of $50,000.\n\nPublisher pays Author an Entry Payment of {}.', "$60,000", "$50,000"),
    ("two values for one",
     "The Maximum Capitalized Equipment Cost is $14,500.\n\nThe Maximum Capitalized Equipment Cost shall not exceed {}.", "$15,400", "$14,500"),
    ("two values for one", "A restocking fee of {} is due.\n\nThe restocking fee of twenty-five percent (25%) falls away after a year.", "20%", "25%"),
    ("two values for one", "Party A gives US$14,651,000 in all.\n\nThe total contribution ({}) is paid as cash.", "US$14,561,000", "US$14,651,000"),
    ("two values for one",
     "It shall be effective at once and this contract shall have a duration of two years.\n\nAfter the initial period of {} years it goes on.", "three", "two"),
    ("two values for one", "The initial term of this Agreement is one (1) year.\n\nThe initial term shall expire {} months after delivery.", "36", "12"),
    ("two days for one",
     "The term shall commence on the date first above written and shall terminate on 31 December 2006.\n\nThe term ends on {}.",
     "30 June 2006", "31 December 2006"),
    ("currencies differ", "a fee of twelve thousand Canadian dollars ({}12,000)", "US$", "C$"),
    ("currencies differ", "All payments shall be made in Euros. Setup is EUR 12,000. The monthly fee is {} 1,500.", "USD", "EUR"),
    ("percentages differ from the whole", "Anna will own 60% and Bert will own {} of the issued shares.", "45%", "40%"),
    ("parts differ from total",
     "Sponsor will pay a fee totalling $250,000 over three years: $75,000 in year one, $80,000 in year two and {} in year three.",
     "$85,000", "$95,000"),
    ("instalments differ from total", "Licensee shall pay $12,000 per quarter, for an annual license fee of {}.", "$44,000", "$48,000"),
    ("due outside the term",
     "The Term begins on April 1, 2012 and runs for a period of two years. The last royalty of $40,000 shall be paid on {}.",
     "April 1, 2016", "April 1, 2013"),
    ("two values for one", "The initial term of this Agreement is thirty months. After the initial term of {} months it renews.", "fifteen", "thirty"),
    ("due outside the term",
     "Dated April 15, 1994. The term shall commence on May 15, 2013 and end on May 14, 2014. The last fee of $15,000 is due on {}.", "September 10, 2009", "September 10, 2013"),
    # lists with more in them than their parts, and equal instalments on days
    ("parts differ from total",
     "Licensee pays a total sum of up to $18,000, as follows:\n\n(a) an amount of $8,000 when sales exceed $90,000;\n\n(b) an amount of {} when sales exceed $200,000.",
     "$11,000", "$10,000"),
    ("instalments differ from total",
     "a fee of $150,000, to be paid in equal installments of {} on May 1, 2008, August 1, 2008 and November 1, 2008.", "$45,000", "$50,000"),
    # percents with a rest, and shares of anything
    ("percentages differ from the whole",
     "80% of the value is paid against the bill of lading. The remaining {} of the value is paid against the certificate.", "25%", "20%"),
    ("percentages differ from the whole",
     "The costs are borne as follows: Anna, forty-five percent (45%); Bert, thirty percent (30%); and Carl, {}.", "35%", "25%"),
    ("words differ from figures", "damages at 0.5 percent ({}) of the Service Fee", "0.05%", "0.5%"),
    ("words differ from figures", "a loan of $1.5 million (${})", "1,050,000", "1,500,000"),
    # a term that ends on an anniversary; payments that name no amount
    ("due outside the term",
     "The term of this Agreement begins on May 1, 2010 and ends on the first anniversary of that date.\n\nThe last of the installments is due on {}.", "June 1, 2016", "June 1, 2010"),
    ("price times quantity differs from amount",
     "During the first Contract Period Buyer orders 250,000 hats at a price of $0.415 per hat, for a total of {}.", "$113,750", "$103,750"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "words", "wrong", "right"), PAIRS)
def test_a_slip_is_found_and_its_twin_is_not(kind, words, wrong, right):
    assert kind in kinds(words.format(wrong)), found(words.format(wrong))
    assert kinds(words.format(right)) == []


@pytest.mark.parametrize(
    "text",
    [
        "Fees of $10,000 for the licence and $2,000 per month, not to exceed $30,000 in total.",
        "A royalty of 5% of net sales, with a minimum of $10,000 per year.",
        "The fee is $5,000 per month; any year's fees are capped at $50,000.",
        "50% of the fee on signing and the balance on delivery.",
        "Discounts: 5% over 100 units, 10% over 500 units and 20% over 1,000 units.",
        "Phase one ends on June 30, 2020. Phase two ends on May 31, 2021.",
        "terminate this Agreement, effective as of December 31, 2023, if on or prior to December 1, 2022 notice was given",
        "Page 32 May 2004 and rule 52.222-36 Jun-98",
        "Total cost: $2,000 (per year)/$4,000 (two years)",
        "Distributor shall pay in U.S. dollars at the exchange rate of the day: €500, $100, $200, $300.",
        "weighing more than 50 pounds, at $10, $20, $30 and $40",
        "Seller pays Agent an agency fee of $5,000.\n\nBuyer shall pay an agency fee of $6,000.\n\nAgent shall pay an agency fee of $7,000.",
        "The monthly fee is $500 until May 1, 2012.\n\nIf volumes double, the monthly fee is $900.",
        "A license fee of $50 per seat.\n\nA license fee of $900 per server.",
        "All amounts are in US dollars. The Japanese fee is Nine Million Yen (¥9,000,000).",
        "the License Agreement dated May 4, 2012 between Alpha and Beta; the License Agreement dated June 9, 2013 between Gamma and Delta",
        "This Supply Agreement is made as of May 4, 2012 and replaces the prior Supply Agreement dated June 1, 2007.",
        "On the 60th day the right ends, and Owner may sell at the end of such sixty (60) day period. Claims are made in ten days.",
        "The term of this Agreement commences on May 1, 2012. The second year of this Agreement starts on May 1, 2013.",
        "Stage 8: a service fee of 3% is due at signing. Stage 9: a service fee of 1% is due at the end.",
        "$21,614,000 is spent on the plant, and $21,999,000 on the land.",
        "20% of the price is due at signing, 30% at delivery and the remaining 50% at acceptance.",
        "Within thirty days after the first milestone Buyer shall pay to Maker a total of $3,000. Within thirty days after the second milestone Buyer shall pay to Maker a total of $2,000.",
        "The term of this Agreement is for five years. During the Term and for a period of one year neither party shall compete.",
        "The initial term of the Software Programme will be five years. The initial term of the Testing Programme will be one year.",
        "The fee shall not exceed $9,000.\n\nThe fee is $8,000.",
        "The initial term is three years. During the initial term and for two years thereafter neither party shall compete.",
    ],
)
def test_what_only_looks_like_a_contradiction_is_none(text):
    assert kinds(text) == []


BASE = (
    "SERVICES AGREEMENT\n\n1. Work\n\nSupplier performs the work.\n\n2. Fee\n\nThe fee is $9,000 per year.\n\n3. Term\n\n"
    "The term is two years.\n\n4. Law\n\nThe law of Ohio applies.\n\n"
)


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        (
            "Section 7 of the Agreement is deleted and replaced by the following.",
            "Section 3 of the Agreement is deleted and replaced by the following.",
        ),
        (
            'Section 3 is amended by replacing "three years" with "five years".',
            'Section 3 is amended by replacing "two years" with "five years".',
        ),
        (
            "The fee in Section 2 is changed from $8,000 to $10,000 per year.",
            "The fee in Section 2 is changed from $9,000 to $10,000 per year.",
        ),
        (
            "The fee of $8,000 set out in the Agreement is increased to $10,000.",
            "The fee of $9,000 set out in the Agreement is increased to $10,000.",
        ),
        ("The term is extended from nine months to five years.", "The term is extended from two years to five years."),
        ("Article IX is deleted.", "Article IV is deleted."),
        ("Exhibit C is hereby deleted.", "Section 4 is hereby deleted."),
    ],
)
def test_an_amendment_changes_what_its_contract_has(wrong, right):
    amendment = "AMENDMENT NO. 1\n\nThe parties agree on these changes.\n\n"
    assert kinds(BASE + amendment + wrong) == ["amends what is not there"]
    assert kinds(BASE + amendment + right) == []
    apart = against_base(wrong, segments(wrong), BASE, segments(BASE))
    assert [one.kind for one in apart] == ["amends what is not there"]


def test_a_finding_names_both_passages_and_says_what_disagrees():
    text = "The fee of $48,000 is payable in four equal instalments of $13,000."
    (one,) = found(text)
    assert [text[slice(*span)] for span in one.spans] == ["$48,000", "$13,000", "four"]
    assert one.says == "4 times 13000 is 52000, the contract says 48000"
    touched = Term("payment_plan", {}, text.index("four"), len(text), 0.5)
    assert list(failed(touched, [one])) == ["instalments differ from total"]
    assert list(failed(Term("net_days", {}, 0, 3, 0.5), [one])) == []


@pytest.mark.parametrize(
    "line",
    [
        "$1,000 in ",
        "10% of ",
        "four equal ",
        "from May 1, 2020 to ",
        "$5 per unit x ",
        "total $9 ",
        "the fee of $5 ",
        "This Order effective May 1, 2020 ",
    ],
)
def test_a_long_hostile_line_is_read_quickly(line):
    started = time.process_time()
    found(line * 2_000)
    assert time.process_time() - started < 3
