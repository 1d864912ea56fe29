"""Which paragraph a function carries out, and what each paragraph asks for in our own words (ASC and IFRS numbers).

The text of the standards belongs to others; here stand their numbers and one sentence of ours.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

Function = TypeVar("Function", bound=Callable[..., object])


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of the codification, its pair in IFRS 15 (empty where there is none), and its meaning."""

    number: str
    ifrs: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Citation:
    """A function (`module.name`) and the paragraphs it carries out."""

    function: str
    asc: tuple[str, ...]
    ifrs: tuple[str, ...]


_CITED: list[Citation] = []


def cites(*asc: str, ifrs15: tuple[str, ...] = ()) -> Callable[[Function], Function]:
    """Say which paragraphs a function carries out; the function itself stays as it is.

    >>> @cites("606-10-32-28", ifrs15=("73",))
    ... def split(): ...
    >>> citations_of(split)
    (Citation(function='duly.ground.cites.split', asc=('606-10-32-28',), ifrs=('73',)),)
    """

    def mark(function: Function) -> Function:
        _CITED.append(Citation(_address(function), asc, ifrs15))
        return function

    return mark


def cited() -> tuple[Citation, ...]:
    """What all imported functions cite, by the name of the function."""
    return tuple(sorted(_CITED, key=lambda citation: citation.function))


def citations_of(function: Callable[..., object]) -> tuple[Citation, ...]:
    """What one function cites."""
    return tuple(citation for citation in _CITED if citation.function == _address(function))


def _address(function: Callable[..., object]) -> str:
    return f"{function.__module__}.{function.__qualname__}"


def paragraphs() -> dict[str, Paragraph]:
    """Every paragraph duly knows, by its number."""
    return dict(_PARAGRAPHS)


def paragraph(number: str) -> Paragraph | None:
    """The paragraph of a number; a part that is not listed, like (b), stands under its whole.

    >>> paragraph("606-10-32-28(a)").ifrs
    '73'
    """
    return _PARAGRAPHS.get(number) or _PARAGRAPHS.get(number.partition("(")[0])


_INDEX = """
606-10-10-4 | 4 | Like contracts may be accounted for as a portfolio when that gives nearly the same result.
606-10-25-1 | 9 | A contract is approved, clear in rights and payment, has substance, and will probably be paid.
606-10-25-2 | 10 | A contract is an agreement that can be enforced at law, written or not.
606-10-25-3 | 11 | A contract lasts as long as both parties have rights and duties that can be enforced.
606-10-25-4 | 12 | Where either side may end it at no cost and nothing has been performed, there is no contract.
606-10-25-5 | 13 | A contract that passed the test is tested again only when facts change in an important way.
606-10-25-6 | 14 | A contract that failed the test is watched until it passes.
606-10-25-7 | 15 | Without a contract, cash is revenue only when it is kept for good and nothing more is owed.
606-10-25-8 | 16 | Until then cash received is a liability: a duty to perform or to pay back.
606-10-25-9 | 17 | Contracts made together with one customer and one purpose are accounted for as one.
606-10-25-10 | 18 | A change of scope or price counts once it is approved and can be enforced.
606-10-25-11 | 19 | A change of scope whose price is still open is approved now and priced by estimate.
606-10-25-12 | 20 | Distinct additions at their standalone selling price are a contract of their own.
606-10-25-13 | 21 | Any other change is judged by whether what remains is distinct from what was transferred.
606-10-25-13(a) | 21(a) | Distinct remainder: the old contract ends and the rest goes into a new one, from now on.
606-10-25-13(b) | 21(b) | Remainder not distinct: revenue to date is brought at once to what the changed contract gives.
606-10-25-13(c) | 21(c) | Some of each: each part of the remainder gets the treatment that fits it.
606-10-25-14 | 22 | The promises of a contract are its performance obligations, found at inception.
606-10-25-14(b) | 22(b) | A run of distinct, alike services with one pattern of transfer is one obligation, a series.
606-10-25-15 | 23 | The parts of a series must each be satisfied over time and measured in the same way.
606-10-25-16 | 24 | Habits and statements that make the customer expect something are promises too.
606-10-25-16A | | What is immaterial in the context of the contract need not be judged a promise (ASC alone).
606-10-25-17 | 25 | Setting up transfers nothing to the customer and is no promise.
606-10-25-18 | 26 | What a promised good or service may be: goods, services, rights, options, standing ready.
606-10-25-18B | | Shipping after control has passed may be a cost of the goods and no promise (ASC alone).
606-10-25-19 | 27 | A promise is distinct when the customer can use it by itself and it stands apart in the contract.
606-10-25-20 | 28 | The customer can use it by itself, or with what is sold separately or already at hand.
606-10-25-21 | 29 | Promises that are woven together, change one another or depend on one another do not stand apart.
606-10-25-22 | 30 | What is not distinct is joined with others until the bundle is.
606-10-25-23 | 31 | Revenue is recognized when, or as, control of the promised thing passes to the customer.
606-10-25-24 | 32 | At inception it is settled whether an obligation is satisfied over time or at a point.
606-10-25-25 | 33 | Control is to direct the use of a thing and to get nearly all that is left of its benefits.
606-10-25-27 | 35 | Over time: used as it is given, built on the customer's asset, or of no other use and payable.
606-10-25-27(a) | 35(a) | The customer receives and uses up the benefit while the work goes on.
606-10-25-27(b) | 35(b) | The work makes or improves something the customer already controls.
606-10-25-27(c) | 35(c) | What is made has no other use to the seller, who must be paid for the work so far.
606-10-25-30 | 38 | At a point: duty to pay, title, possession, risks and acceptance show when control has passed.
606-10-25-31 | 39 | Progress is measured so that revenue shows how far the transfer has come.
606-10-25-32 | 40 | One way of measuring for one obligation, and the same way for like ones.
606-10-25-33 | 41 | Progress may be measured by output or by input; the nature of the promise decides.
606-10-25-34 | 42 | What does not transfer to the customer stays out of the measure.
606-10-25-35 | 43 | Progress is measured anew at each reporting date; a change is a change of estimate.
606-10-25-36 | 44 | Revenue over time needs a measure of progress that can be relied on.
606-10-25-37 | 45 | Where the outcome is unclear but cost will be recovered, revenue equals cost until it is clear.
606-10-32-1 | 46 | Revenue is the part of the transaction price that belongs to the obligation satisfied.
606-10-32-2 | 47 | The transaction price is what the seller expects to be entitled to, for itself.
606-10-32-2A | 47 | Taxes collected for others stay outside the price (under ASC as a policy, under IFRS always).
606-10-32-3 | 48 | Variable amounts, financing, noncash pay and payments to the customer shape the price.
606-10-32-5 | 50 | An amount that may vary is estimated.
606-10-32-6 | 51 | Discounts, rebates, refunds, bonuses, penalties and concessions make an amount variable.
606-10-32-7 | 52 | A price may vary by habit or intention too, as when less than what is stated is expected.
606-10-32-8 | 53 | The estimate is the expected value or the most likely amount, whichever predicts better.
606-10-32-9 | 54 | One method is kept through the contract and uses all that can be known at fair effort.
606-10-32-10 | 55 | What is received and likely to be paid back is a refund liability, not revenue.
606-10-32-11 | 56 | A variable amount counts only as far as a later large reversal of revenue is not probable.
606-10-32-12 | 57 | Outside influence, long waiting, little experience and wide outcomes make a reversal more likely.
606-10-32-13 | 58 | A royalty on sales or use of a license has a rule of its own beside the constraint.
606-10-32-14 | 59 | The estimate is renewed at each reporting date.
606-10-32-15 | 60 | A price whose payment terms give real financing is adjusted for the time value of money.
606-10-32-16 | 61 | The price is set at what a customer would pay in cash as the promise is kept.
606-10-32-17 | 62 | No financing: the customer chooses when, outside events decide, or the gap protects a side.
606-10-32-18 | 63 | Financing may be ignored when transfer and payment are a year or less apart.
606-10-32-19 | 64 | The rate is that of a separate loan between the two, set at inception and kept.
606-10-32-20 | 65 | Interest is shown apart from revenue.
606-10-32-21 | 66 | Consideration that is not cash is measured at fair value.
606-10-32-22 | 67 | Where the fair value of what is not cash cannot be had, the price of the goods sold stands for it.
606-10-32-23 | 68 | A change in worth that comes from the form of the pay alone is no change of the price.
606-10-32-24 | 69 | What the customer brings for the work is pay only where the seller gets control of it.
606-10-32-25 | 70 | A payment to the customer lowers the price unless it buys something distinct.
606-10-32-26 | 71 | What is paid beyond the fair value of the distinct thing bought lowers the price.
606-10-32-25A | | Equity granted to a customer is measured as pay in shares is, on the day of the grant (ASC alone).
606-10-32-27 | 72 | The lowering is booked at the later of the transfer and the promise to pay.
606-10-32-28 | 73 | Each obligation gets the part of the price that the seller expects for it.
606-10-32-29 | 74 | The split follows standalone selling prices; some discounts and variable amounts are excepted.
606-10-32-31 | 76 | Standalone selling prices are taken at inception and the price is shared in their ratio.
606-10-32-32 | 77 | The best evidence is the price at which the thing is sold alone to customers like this one.
606-10-32-33 | 78 | Where none is seen, it is estimated from all that is known, seen prices first.
606-10-32-34 | 79 | Ways to estimate: the market, cost plus a margin, or what is left of the price.
606-10-32-34(c) | 79(c) | What is left may be used only where prices vary widely or were never set.
606-10-32-35 | 80 | Several ways may be joined; the result must still fit the aim of allocation.
606-10-32-36 | 81 | A discount is shared by all obligations unless it clearly belongs to some.
606-10-32-37 | 82 | A discount belongs to some obligations when their own bundle is often sold at that same discount.
606-10-32-38 | 83 | Such a discount is taken out before anything is priced by what is left.
606-10-32-39 | 84 | A variable amount may belong to the whole contract or to one part of it.
606-10-32-40 | 85 | It belongs to a part when it pays for that part and the split still fits the aim of allocation.
606-10-32-41 | 86 | What is left of the price is split by the other rules.
606-10-32-42 | 87 | After inception the price moves with what becomes certain or likely.
606-10-32-43 | 88 | A moved price is shared as at inception; what belongs to satisfied obligations is revenue at once.
606-10-32-44 | 89 | A moved amount goes to some obligations alone where it belonged to them alone.
606-10-32-45 | 90 | After a change of contract, a moved amount goes to the promises it was made for.
606-10-45-1 | 105 | A contract is shown as one asset or one liability; what is owed without condition is shown apart.
606-10-45-2 | 106 | Paid or due before performance: a contract liability.
606-10-45-3 | 107 | Performed before it is paid or due: a contract asset.
606-10-45-4 | 108 | A receivable is a right that waits for nothing but time, invoiced or not.
606-10-50-5 | 114 | Revenue is split by what shapes its nature, amount, timing and certainty.
606-10-50-8 | 116 | Opening and closing balances are shown, and the revenue that came out of the opening liability.
606-10-50-10 | 118 | What moved contract assets and liabilities is explained.
606-10-50-13 | 120 | The price of what is still to be performed is shown, and when it is expected to be revenue.
606-10-50-14 | 121 | Contracts of a year or less and work billed as it is done may be left out of that.
606-10-50-14A | | Royalties, and variable amounts that pay for their own part alone, may be left out too.
606-10-50-17 | 123 | The judgements that shape amount and timing of revenue are shown.
606-10-50-20 | 126 | How the price is estimated, held back and split is told.
606-10-50-22 | 129 | The reliefs that were chosen are named.
606-10-55-16 | B14 | Ways to measure progress: outputs and inputs.
606-10-55-17 | B15 | Outputs: value to the customer of what was transferred, like units, milestones or surveys.
606-10-55-18 | B16 | Where each invoice matches the value given, revenue may follow the right to invoice.
606-10-55-20 | B18 | Inputs: effort spent of effort expected, like hours, cost or time; even effort gives even revenue.
606-10-55-21 | B19 | Waste is left out of an input measure; uninstalled material may count at its cost alone.
606-10-55-22 | B20 | A right to return makes part of the price variable.
606-10-55-23 | B21 | With returns expected: less revenue, a refund liability and an asset for what comes back.
606-10-55-25 | B23 | Returns are estimated like any variable amount; without a basis there is no revenue yet.
606-10-55-26 | B24 | The refund liability is measured anew at each reporting date, and revenue with it.
606-10-55-27 | B25 | The asset is the old cost of the goods less what it takes to get them back.
606-10-55-30 | B28 | A warranty may assure that the thing works, or be a service by itself.
606-10-55-31 | B29 | A warranty that can be bought by itself is a service.
606-10-55-32 | B30 | A warranty that only assures is a provision and no obligation.
606-10-55-36 | B34 | Where another party has a part, the seller is principal or agent.
606-10-55-37 | B35 | A principal controls the thing before the customer gets it.
606-10-55-37B | B35B | A principal's revenue is the gross amount.
606-10-55-38 | B36 | An agent's revenue is its fee.
606-10-55-39 | B37 | Signs of control: answering for the promise, bearing the risk of stock, setting the price.
606-10-55-42 | B40 | An option is an obligation when it gives a right the customer would not get without the contract.
606-10-55-43 | B41 | An option at the price that anyone would pay is an offer to sell and no promise.
606-10-55-44 | B42 | Its standalone selling price is the discount it adds, weighed by how likely it is to be used.
606-10-55-45 | B43 | Options to renew may be priced by what all expected renewals will bring instead.
606-10-55-46 | B44 | Prepayment for later performance is a contract liability.
606-10-55-47 | B45 | Customers may leave some of the rights they paid for unused.
606-10-55-48 | B46 | Rights that customers will leave unused become revenue in the ratio of the rights they use.
606-10-55-49 | B47 | What unused rights bring belongs to the state where the law says so, and is then no revenue.
606-10-55-50 | B48 | A fee at the start that is not paid back often pays for no promise of its own.
606-10-55-51 | B49 | A fee at the start that transfers nothing is payment for what comes later.
606-10-55-53 | B51 | The cost and effort of setting up are left out of the measure of progress.
606-10-55-58A | B60 | A right of access is earned over time.
606-10-55-58B | B61 | A right of use is earned at a point.
606-10-55-58C | B61 | Not before the customer has it and may begin to use it.
606-10-55-59 | B58 | What is licensed, or what the seller still does to it, tells a right of access from a right to use.
606-10-55-60 | B59A | Symbolic property is worth what the seller keeps doing for it: a right of access.
606-10-55-62 | B59 | Functional property that stays as it is, is a right to use.
606-10-55-65 | B63 | A royalty on sales or use of a license is revenue when they happen, not before the promise is kept.
606-10-55-65A | B63A | The rule for royalties holds where the license is what the royalty is mostly paid for.
606-10-55-65B | B63B | A royalty is not split into a part under that rule and a part outside it.
606-10-55-66 | B64 | A sale with a promise or option to buy back.
606-10-55-68 | B66 | A right or duty to buy back below the first price makes it a lease, at or above it a loan.
606-10-55-69 | B67 | The two prices are compared with the time value of money in mind.
606-10-55-70 | B68 | A loan: the asset stays, the cash is owed, and the difference is interest.
606-10-55-71 | B69 | A right to buy back that ends unused turns what is owed into revenue.
606-10-55-72 | B70 | A right to sell back below the first price that is worth using makes the sale a lease.
606-10-55-73 | B71 | It is worth using when its price will lie well above the market's.
606-10-55-74 | B72 | A right to sell back that is not worth using is a right of return.
606-10-55-75 | B73 | A right to sell back at or above the first price and above the market is a loan.
606-10-55-78 | B76 | A right to sell back that ends unused turns what is owed into revenue.
606-10-55-81 | B79 | Goods sold but kept by the seller: control decides.
606-10-55-83 | B81 | Bill and hold: a real reason, goods set apart, ready, and of no use to others.
606-10-55-84 | B82 | Goods sold and kept leave the keeping to be performed, which may be a promise of its own.
606-10-55-85 | B83 | Acceptance shows that control has passed.
606-10-55-86 | B84 | Where the terms can be checked from outside, acceptance is a formality.
340-40-25-1 | 91 | The extra cost of winning a contract is an asset when it will be recovered.
340-40-25-2 | 92 | Extra cost is what would not have been spent without the contract.
340-40-25-3 | 93 | Other cost of winning it is an expense, unless the customer pays it in any case.
340-40-25-4 | 94 | Where the asset would last a year or less it may be an expense at once.
340-40-25-5 | 95 | Cost to fulfill is an asset when it serves this contract and later work and will be recovered.
340-40-25-8 | 98 | Overhead, waste and cost of past performance are expenses.
340-40-35-1 | 99 | The asset is written off as the goods or services it belongs to are transferred.
340-40-35-2 | 100 | A change in the expected timing of the transfer is a change of estimate.
340-40-35-3 | 101 | An asset above what is still to be earned less what is still to be spent is impaired.
340-40-35-4 | 102 | What the contract still brings counts renewals, and leaves out doubt that the customer pays.
340-40-35-6 | 104 | A loss is not taken back (under IFRS it is, when its cause is gone).
605-35-25-45 | IAS 37.66 | A contract whose cost will exceed its price is provided for in full.
605-35-25-46 | IAS 37.66 | The loss is booked in the period in which it shows.
270-10-50-1A | IAS 34.16A(l) | Within the year all of the note is given (under IFRS, the split of revenue).
340-40-50-3 | 128 | Costs that became an asset, and what was written off of them, are shown.
326-20-35-8 | IFRS 9.5.4.4 | What will not be collected is written off against its allowance.
326-20-30-1 | IFRS 9.5.5.1 | What customers are expected not to pay is a loss of its own, not less revenue.
830-10-45-18 | IAS 21.23(b) | What is no money keeps the rate of the day it came in.
830-10-55-10 | IAS 21.22 | Where a rate is needed for every day of a period, the mean of the period may stand for them.
830-20-30-1 | IAS 21.21 | A foreign amount is first booked at the rate of its day.
830-20-35-1 | IAS 21.23(a) | Money owed is carried at today's rate.
830-20-35-2 | IAS 21.28 | What the rate adds or takes is a gain or a loss of the period.
830-30-45-3 | IAS 21.39 | In the group's currency balances stand at the closing rate, movements at that of their day.
830-30-45-12 | IAS 21.39(c) | What that adds is kept apart from income until the business is sold.
IFRIC 22.8 | IFRIC 22.8 | An advance that is no money fixes the rate of what it pays for.
IFRIC 22.9 | IFRIC 22.9 | Several advances fix several rates.
250-10-45-23 | IAS 8.42 | An error of an earlier period belongs to that period, and is shown as a correction.
250-10-45-5 | IAS 8.22 | A changed policy is carried back to the periods shown, as if it had always been in force.
250-10-S99-2 | IAS 8.41 | A misstatement is measured by what it adds to a period and by what has piled up at its end.
855-10-25-3 | IAS 10.10 | What arose after the end of a period belongs to the period in which it arose.
250-10-45-17 | IAS 8.36 | A change of estimate moves this period and later ones, never the past.
"""


def _read(index: str) -> dict[str, Paragraph]:
    rows = (line.split("|", 2) for line in index.strip().splitlines())
    return {number.strip(): Paragraph(number.strip(), ifrs.strip(), meaning.strip()) for number, ifrs, meaning in rows}


_PARAGRAPHS = _read(_INDEX)
