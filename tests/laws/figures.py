"""The numbers of the engine in plain dictionaries, so that two runs, or engine and twin, can be laid side by side."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from duly.engine.contracts.terms import Close, Company, Terms
from duly.engine.journal.books import Books, Row, keep_books
from duly.engine.tables import NEVER
from duly.ground.dates import day

THROUGH = day("2025-12-31")
CLOSES = tuple(
    Close("main", day(f"{month}-01"), day(f"{month}-01") + lag)
    for month, lag in (("2023-07", 6), ("2024-01", 8), ("2024-03", 3), ("2024-07", 8), ("2024-10", 20))
)
CLOSING = Company(closes=CLOSES)
# Accounts the twin also knows, with the sign that turns debit positive into the account's normal side.
ACCOUNTS = {
    "receivable": 1,
    "contract_asset": 1,
    "contract_liability": -1,
    "refund_liability": -1,
    "deposit_liability": -1,
    "cash": 1,
    "tax_payable": -1,
    "customer_credit_balance": -1,
    "revenue": -1,
}


# Why a contract may wait: a residual outside its observed range; and of those with amendments, whatever the changes
# leave open or make no sense of. Any other error, or a crash, is a fault.
REFUSALS = {"ResidualRejected"}
REFUSED_CHANGES = REFUSALS | {
    "ChangeWithoutEffect",
    "LessThanDelivered",
    "MissingJudgement",
    "NothingAdded",
    "NothingLeft",
    # An end of some after which nothing goes on is one of all, and does not say what is given back.
    "RefundNotStated",
    "WeightTooFine",
}


def name_of(group: Iterable[Terms]) -> str:
    """What the engine calls contracts that are accounted for as one."""
    return "+".join(sorted(terms.ref for terms in group))


def kept(groups: Iterable[Sequence[Terms]], company: Company = CLOSING, as_of: int | None = None) -> Books:
    """The books of groups of contracts; none may be set aside but for a reason that is known."""
    groups = list(groups)
    books = keep_books([terms for group in groups for terms in group], company, through=THROUGH, as_of=as_of)
    changed = {terms.ref for group in groups if any(map(is_changed, group)) for terms in group}
    unexpected = [
        e for e in books.errors if e.name not in (REFUSED_CHANGES if e.contract.split("+")[0] in changed else REFUSALS)
    ]
    assert not unexpected, "\n".join(map(str, unexpected))
    return books


def is_changed(terms: Terms) -> bool:
    """Whether anything changes what was agreed."""
    return any(fact.verb in ("amendment", "terminated") for fact in terms.happened)


def cumulative(books: Books, on: int, known: int) -> dict[tuple[str, str], int]:
    """Revenue so far by (contract, obligation)."""
    return books.cumulative(on, min(known, NEVER))


def balances(books: Books, on: int, known: int) -> dict[str, dict[str, int]]:
    """Balances on their normal side, by contract."""
    found = books.balances_at(on, min(known, NEVER))
    return {
        contract: {account: sign * accounts.get(account, 0) for account, sign in ACCOUNTS.items()}
        for contract, accounts in found.items()
    }


def booked(books: Books, rows: Iterable[Row]) -> dict[str, dict[tuple[int, int, str, str], int]]:
    """Revenue booked, by contract, then (last day of the period, of the economic period, obligation, cause)."""
    ends = {one.period.name: one.period.until - 1 for periods in books.periods.values() for one in periods}
    found: dict[str, dict[tuple[int, int, str, str], int]] = {}
    for row in rows:
        if row.account == "revenue":
            of_contract = found.setdefault(row.contract, {})
            key = (ends[row.period], ends[row.economic], row.obligation, row.cause)
            of_contract[key] = of_contract.get(key, 0) - row.amount
    return {c: {key: amount for key, amount in rows.items() if amount} for c, rows in found.items()}
