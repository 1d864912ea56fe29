"""Every table that crosses a room, with the meaning of its columns: read this first.

Columns are numpy arrays of `int64`; labels are tuples of text. Money is minor units of the currency of the
contract. Days are day numbers (`ground.dates`). An index column points to rows of another table; -1 means none.

The whole sub-ledger of a contract is two tables of two-sided rows: **tracks** (amounts that grow with progress) and
**postings** (amounts of one day). Each row has a debit and a credit, so every contract balances by construction.
"""

from __future__ import annotations

from dataclasses import dataclass

from duly.ground.columns import Ints, Table
from duly.ground.reports import Column as Column
from duly.ground.reports import Money as Money
from duly.ground.reports import Report as Report
from duly.ground.reports import Step as Step

# How the progress of a tranche is measured (606-10-25-31 to 25-37).
BY_DAY, BY_WEEK, BY_MONTH, BY_MONTH_PRORATED, BY_METER, AS_PRICED = range(6)
MEASURES = ("by day", "by week", "by month", "by month prorated", "by meter", "as priced")
NEVER = 1 << 17  # a day after every day: a contract that does not exist yet begins then
NO_ROW = -1  # an index that points to no row
EXACT = -1  # digits of progress that is not rounded
LEFT = 4  # how a tranche goes on from another (`whole`): with what was left of it

# What may stand on either side of a row. The first two are not accounts: their sign decides how they are shown.
# DUE is what the customer owes by an unconditional right less what was paid: receivable, or an advance.
# POSITION is consideration received or due less revenue: contract liability, or contract asset.
ASSETS = (
    "cash receivable contract_asset return_asset inventory contract_cost_asset prepaid_consideration_to_customer "
    "consideration_receivable equity_investment property_plant_equipment note_receivable"
).split()
LIABILITIES = (
    "contract_liability refund_liability deposit_liability financial_liability customer_credit_balance tax_payable "
    "warranty_provision onerous_provision accounts_payable commission_payable accrued_liability "
    "discount_on_note_receivable allowance_for_credit_losses"
).split()
INCOME = "revenue interest_income lease_income other_income recoveries fx_gain_loss".split()
EXPENSES = (
    "cost_of_sales commission_expense contract_cost_amortization interest_expense impairment_loss bad_debt_expense "
    "other_expense loss_on_onerous_contract refunds_contra_revenue disputes_contra_revenue "
    "credit_notes_contra_revenue voids_contra_revenue"
).split()
EQUITY = "opening fx_conversion opening_difference equity_to_customers".split()
# Accounts whose balance is what stands between the entity and the customers of its contracts, or is kept of a contract:
# an earlier system has it for each. All others only pass through, or hold more than contracts.
POSITIONS = frozenset(
    "receivable contract_asset return_asset contract_cost_asset prepaid_consideration_to_customer "
    "consideration_receivable note_receivable contract_liability refund_liability deposit_liability "
    "financial_liability customer_credit_balance warranty_provision onerous_provision discount_on_note_receivable "
    "allowance_for_credit_losses".split()
)
# The first four are DUE, POSITION, cash and revenue; the order of the others means nothing.
_FIRST = ["due", "position", "cash", "revenue"]
ROLES = tuple(dict.fromkeys([*_FIRST, *ASSETS, *LIABILITIES, *INCOME, *EXPENSES, *EQUITY]))
ROLE = {name: number for number, name in enumerate(ROLES)}
DUE, POSITION, CASH, REVENUE = range(4)
RECEIVABLE, CONTRACT_ASSET, CONTRACT_LIABILITY = (
    ROLE["receivable"],
    ROLE["contract_asset"],
    ROLE["contract_liability"],
)
# Accounts whose balance is shown positive on the credit side.
CREDIT_NORMAL = frozenset([*LIABILITIES, *INCOME, *EQUITY])

# The steps of a period's journal, in the order they are booked.
STEPS = ("opening", "billing", "cash", "revenue", "cost", "credit loss", "other")
STEP = {name: number for number, name in enumerate(STEPS)}

# Why recognized revenue moved (each difference is split by cause; the causes add up to it).
CAUSES = (
    "progress",
    "new contract",
    "amendment",
    "estimate",
    "late fact",
    "correction of an error",
    "policy",
    "ssp",
    "rate",
    "engine version",
)
CAUSE = {name: number for number, name in enumerate(CAUSES)}

# Who may end the contract, for rights to payment (606-10-45-4).
FIRM, CANCELLABLE = range(2)


@dataclass(frozen=True)
class Contracts(Table):
    """One row a contract as accounted for; contracts that are combined share one row.

    entity, currency: index into the labels of the book · kind: FIRM or CANCELLABLE (by the customer: no right before
    performance) · refundable: 1 where an advance is a refund liability · exists_on: first day on which step 1 is met;
    before it cash is a deposit (NEVER where it is not met).
    """

    ref: tuple[str, ...]
    entity: Ints
    currency: Ints
    kind: Ints
    refundable: Ints
    exists_on: Ints


@dataclass(frozen=True)
class Obligations(Table):
    """One row an obligation, sorted by contract and number. origin: the contract it was promised in ·
    price: stated price · ssp: standalone selling price, rounded for show."""

    ref: tuple[str, ...]
    origin: tuple[str, ...]
    contract: Ints
    number: Ints
    price: Ints
    ssp: Ints


@dataclass(frozen=True)
class Slots(Table):
    """An allocated price of an obligation from a day on; the first begins with the contract. Sorted by obligation and
    since_on.
    fixed: an amount that takes no part in the allocation and is added to it."""

    obligation: Ints
    since_on: Ints
    fixed: Ints


@dataclass(frozen=True)
class Pools(Table):
    """What is allocated together (606-10-32-28): `amount` of a contract over the slots listed in `Shares`.

    The plain contract has one pool, its fixed price over all its obligations; a discount that belongs to some
    obligations (606-10-32-37) is a pool over those alone. largest: 1 for the largest remainder · stage: 0 at inception,
    then the number of the change of its contract: what `Carried` names joins the amount."""

    contract: Ints
    amount: Ints
    largest: Ints
    stage: Ints


@dataclass(frozen=True)
class Carried(Table):
    """What a changed contract carries on: the price of a tranche that is not recognized at the end of a day joins a
    pool."""

    pool: Ints
    tranche: Ints
    on: Ints


@dataclass(frozen=True)
class Shares(Table):
    """One row for each slot of a pool, sorted by pool and number of the obligation. weight: exact relative SSP,
    comparable in its pool alone."""

    pool: Ints
    slot: Ints
    weight: Ints


@dataclass(frozen=True)
class Tracks(Table):
    """An amount that grows with progress, booked debit to credit: revenue (POSITION to REVENUE), a right that follows
    performance (DUE to POSITION), an amortization. Sorted by contract. step: index into STEPS."""

    contract: Ints
    obligation: Ints
    debit: Ints
    credit: Ints
    step: Ints


@dataclass(frozen=True)
class Tranches(Table):
    """From one change to the next: position(day) = base + round((price - less) x progress) of the tranche in force.

    Sorted by track and since_on; the first tranche of a track is in force from the beginning of time. slot: the
    allocated
    price it measures, -1 where `price` is given · from_on, until: span of a measure by time · meter: for BY_METER and
    AS_PRICED · done_before: what the meter showed when the tranche began · digits: progress is rounded to so many
    decimals, -1 for exact · place: where the measure was written · after: the tranche of the same track whose position,
    at the end of the day before since_on, is carried on as the base (whole: 0) or as a part of the price that is
    measured from inception (whole: 1), or from from_on, with what came before it as the base (whole: 3); with whole: 2
    the base is the position at the end of since_on itself; with whole: 4 what was left of that tranche joins the price,
    and a price that falls below zero is taken off at once; -1 for none · cause: why it begins, index into CAUSES."""

    track: Ints
    since_on: Ints
    slot: Ints
    price: Ints
    less: Ints
    base: Ints
    measure: Ints
    from_on: Ints
    until: Ints
    meter: Ints
    done_before: Ints
    digits: Ints
    place: Ints
    after: Ints
    whole: Ints
    cause: Ints


@dataclass(frozen=True)
class Meters(Table):
    """One row a meter: `expected` is its total before any reading says otherwise."""

    expected: Ints


@dataclass(frozen=True)
class Readings(Table):
    """What meters showed: units, hours, cost, accepted parts. Sorted by meter, on and order of recording.

    done: increment · expected: the new total from this day on, -1 where it stays ·
    place: index into the places of the book."""

    meter: Ints
    on: Ints
    done: Ints
    expected: Ints
    place: Ints


@dataclass(frozen=True)
class Postings(Table):
    """An amount of one day, booked debit to credit: a right that arises, cash, a tax, a cost. Sorted by contract and
    on. bill: number of the invoice it belongs to, within the contract in the order of their names; -1 for none."""

    contract: Ints
    obligation: Ints
    on: Ints
    debit: Ints
    credit: Ints
    amount: Ints
    step: Ints
    place: Ints
    bill: Ints


@dataclass(frozen=True)
class Lines(Table):
    """Journal lines of a window: amount is debit positive. account: index into ROLES (never DUE or POSITION) ·
    cause: index into CAUSES."""

    contract: Ints
    obligation: Ints
    account: Ints
    step: Ints
    cause: Ints
    amount: Ints


@dataclass(frozen=True)
class Tables:
    """Everything known of a set of contracts at one moment of knowledge."""

    contracts: Contracts
    obligations: Obligations
    slots: Slots
    pools: Pools
    shares: Shares
    carried: Carried
    tracks: Tracks
    tranches: Tranches
    meters: Meters
    readings: Readings
    postings: Postings
