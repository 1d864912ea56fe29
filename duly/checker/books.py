"""The reports of `duly recognize --format json` held against each other, and the journal against the rows of the files:
cash, tax, what is spent, and what is left when all is done."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any, NamedTuple

from duly.checker import money
from duly.checker.money import field
from duly.checker.sources import Document, Read, Sources
from duly.checker.sources import Row as Dated
from duly.checker.trees import Node
from duly.checker.words import NUMBER, decimals, number, value

Row = Mapping[str, Any]
_RATE = re.compile(r"from: *([A-Z]{3}), *to: *([A-Z]{3}), *date: *[\d-]+, *rate: *([\d.]+)")
_LIABILITIES = ("contract_liability", "refund_liability", "deposit_liability")
_SHOWN = dict.fromkeys(("receivable", "contract_asset"), 1) | dict.fromkeys(_LIABILITIES, -1)
_NOTHING = Fraction(0)
# Rights that arise otherwise than by what is performed or by a plan, or later.
_RIGHTS_ASIDE = re.compile(
    r"\b(?:element|terminated|what|net|financing|opening|received|dispute|returned|refund|royalty|repurchase): "
    r"|on invoice|(?:every|bill): [^}]*\b(?:amount|instalments):"
)
# What goods and warranties cost, and works that are ended, stands beside their price.
_COSTS_ASIDE = re.compile(r"\bcost: *\d|warranty|removes:|changes:|[\w ]*controls?:")
_COST = re.compile(rf"\b(?:commission|fulfilment|obtaining|expense|cost: [^,}}]+, amount): *({NUMBER})")
# Accounts that are never on the other side: 1 what is had, -1 what is owed.
_SIDES = dict.fromkeys(("contract_cost_asset", "return_asset", "prepaid_consideration_to_customer"), 1) | dict.fromkeys(
    ("onerous_provision", "warranty_provision", "allowance_for_credit_losses", "tax_payable", "financial_liability"), -1
)
_OF_LINE = ("entity", "contract", "obligation", "period", "economic_period", "account")
_SPENT_FROM = ("cash", "inventory", "accounts_payable", "accrued_liability", "commission_payable")


def check(reports: Mapping[str, Sequence[Row]], tops: Sequence[Node], read: Read, file: str) -> Iterator[str]:
    """What does not hold of the reports of the books of a file."""
    yield from _entries(reports["journal"])
    yield from _balances(reports["journal"], reports["balances"])
    yield from _one_sided(reports["balances"])
    yield from _schedule(reports["journal"], reports["schedule"], tops)
    yield from _rollforward(reports["rollforward"], reports["balances"])
    yield from _allocation(reports["allocation"])
    sources = Sources(read)
    found = (*sources.of_file(file), *(one for top in tops for one in sources.documents(top)))
    documents = list({(one.file, one.above): one for one in found}.values())
    yield from _contracts(reports, documents)
    abroad = [
        row for row in reports["journal"] if row.get("functional_currency", row.get("currency")) != row.get("currency")
    ]
    if abroad:
        yield from _at_rates(abroad, documents)


def amount(row: Row, key: str) -> Fraction:
    """The amount in a cell of a report."""
    cell = row.get(key)
    return number(cell["amount"]) if cell else _NOTHING


def net(row: Row, of: str = "") -> Fraction:
    """What a line of the journal moves, a debit above zero."""
    return amount(row, f"{of}debit") - amount(row, f"{of}credit")


def _entries(journal: Sequence[Row]) -> Iterator[str]:
    """Each entry balances, in each currency."""
    for of, currency in (("", "currency"), ("functional_", "functional_currency")):
        sums: dict[tuple[str, ...], Fraction] = defaultdict(Fraction)
        for row in journal:
            named = [str(row.get(name)) for name in ("entity", "period", "step", "contract", currency)]
            sums[tuple(named)] += net(row, of)
        for key, total in sums.items():
            if total:
                yield f"the {of}entry {' / '.join(key)} is out of balance by {total}"


def _balances(journal: Sequence[Row], balances: Sequence[Row]) -> Iterator[str]:
    """A balance is the sum of the lines of its account to the end of its period."""
    for of in ("", "functional_"):
        ends = {(row["entity"], row["period"]): row["date"] for row in (*journal, *balances)}
        lines: dict[tuple[str, str], list[tuple[str, Fraction]]] = defaultdict(list)
        for row in journal:
            lines[row["contract"], row["account"]].append((ends[row["entity"], row["period"]], net(row, of)))
        last: dict[str, Row] = {}
        for row in balances:
            last[row["contract"]] = row
            for account, side in _SHOWN.items():
                if of and f"{of}{account}" not in row:
                    continue
                booked = sum(amount for on, amount in lines[row["contract"], account] if on <= row["date"])
                shown = side * amount(row, f"{of}{account}")
                if booked != shown:
                    what = f"{of}{account} of {row['contract']} at {row['date']}"
                    yield f"{what}: {shown} is shown, {booked} is booked"


def _one_sided(balances: Sequence[Row]) -> Iterator[str]:
    """A contract shows an asset or a liability, and no balance stands on the wrong side."""
    for row in balances:
        where = f"{row['contract']} at {row['date']}"
        if amount(row, "contract_asset") and amount(row, "contract_liability"):
            yield f"{where}: a contract asset beside a contract liability"
        yield from (f"{where}: {name} below zero" for name in _SHOWN if amount(row, name) < 0)


def _schedule(journal: Sequence[Row], schedule: Sequence[Row], tops: Sequence[Node]) -> Iterator[str]:
    """Lines of revenue are those of the schedule, and the derivations give its sums."""
    keys = ("entity", "contract", "obligation", "period", "economic_period", "cause")
    sums: dict[tuple[str, ...], Fraction] = defaultdict(Fraction)
    for row in journal:
        if row["account"] == "revenue":
            sums[tuple(str(row[key]) for key in keys)] += net(row)
    told: dict[tuple[str, str], Fraction] = defaultdict(Fraction)
    for row in schedule:
        sums[tuple(str(row[key]) for key in keys)] += amount(row, "revenue")
        told[row["obligation"], row["period"]] += amount(row, "revenue")
    yield from (f"revenue of {' / '.join(key)}: the schedule is off by {total}" for key, total in sums.items() if total)
    for top in tops:
        if top.label.startswith("revenue of "):
            named, _, period = top.label.removeprefix("revenue of ").rpartition(" booked in ")
            told[named.partition("/")[2], period] -= value(top.value) or 0
    if tops:
        yield from (f"revenue of {' in '.join(key)}: {total} is not derived" for key, total in told.items() if total)


def _rollforward(rows: Sequence[Row], balances: Sequence[Row]) -> Iterator[str]:
    """Opening and movements make the closing balance, and that opens the next period."""
    before: dict[tuple[str, ...], Fraction] = {}
    for row in rows:
        key = (row["entity"], row["account"], row["opening"]["currency"])
        moved = sum(amount(row, name) for name in ("opening", "billed", "cash", "revenue", "other"))
        if moved != amount(row, "closing"):
            yield f"{' '.join(key)} in {row['period']}: {moved} moved, {amount(row, 'closing')} at the end"
        if key in before and before[key] != amount(row, "opening"):
            yield f"{' '.join(key)} in {row['period']} does not open with what the period before closed with"
        before[key] = amount(row, "closing")


def _allocation(rows: Sequence[Row]) -> Iterator[str]:
    """What is carved is what is allocated beyond the stated price."""
    for row in rows:
        if amount(row, "allocated") - amount(row, "stated_price") != amount(row, "carve"):
            yield f"{row['contract']}/{row['obligation']}: the carve is not what is allocated less what is stated"


def _at_rates(journal: Sequence[Row], documents: Sequence[Document]) -> Iterator[str]:
    """Revenue and cash are carried at rates that are stated: between the lowest and the highest."""
    stated: dict[tuple[str, str], set[Fraction]] = defaultdict(set)
    taken_over = [one.section("contract") for one in documents if one.section("opening")]
    for document in documents:
        for have, want, rate in _RATE.findall(" ".join(document.lines)):
            stated[have, want].add(number(rate))
            stated[want, have].add(1 / number(rate))
    ways: dict[tuple[str, ...], tuple[list[Fraction], list[Fraction]]] = defaultdict(lambda: ([], []))
    for row in journal:
        ways[tuple(str(row.get(key)) for key in _OF_LINE)][net(row) < 0].append(abs(net(row)))
    for row in journal:
        have, want = row["currency"], row["functional_currency"]
        own, carried = net(row), net(row, "functional_")
        crossed = {
            one * other for a, b in list(stated) for one in stated[a, b] if a == have for other in stated[b, want]
        }
        rates = stated[have, want] or crossed
        if row["account"] in ("revenue", "cash") and own and rates:
            # What was taken over was carried at rates of its own; what is taken back leaves at the rate it had, so that
            # the net of both may be worth more or less than at any rate.
            slack = 2 if any(row["contract"] in one for one in taken_over) else 1
            other = sum(ways[tuple(str(row.get(key)) for key in _OF_LINE)][own > 0], _NOTHING)
            apart = other * (max(rates) - min(rates)) + 1
            low, high = min(rates) * abs(own) / slack - apart, max(rates) * abs(own) * slack + apart
            if not low <= abs(carried) <= high or (own * carried < 0 and not other):
                yield f"{row['account']} of {row['contract']} in {row['period']}: {own} {have} as {carried} {want}"


class _Contract(NamedTuple):
    """The lines of a contract, its first document, its text and rows, and the prices allocated in it."""

    lines: Sequence[Row]
    document: Document
    text: str
    rows: Sequence[Dated]
    prices: Sequence[Fraction]

    def booked(self, on: date, *accounts: str, step: str = "") -> Fraction:
        """What stands in accounts at the end of a day."""
        mine = (row for row in self.lines if row["account"] in accounts and step in ("", row["step"]))
        return sum((net(row) for row in mine if row["date"] <= str(on)), _NOTHING)


# What is booked, how much, and what by the rows it is.
_Held = Iterator[tuple[str, Fraction, Fraction]]


def _contracts(reports: Mapping[str, Sequence[Row]], documents: Sequence[Document]) -> Iterator[str]:
    """What does not hold of each contract whose documents are there, at the ends of its periods."""
    named = {one.section("contract").partition(": ")[2].strip(" '\""): one for one in documents}
    for contract in sorted({row["contract"] for row in reports["balances"]}):
        parts = contract.split("+")
        mine = [named[part] for part in parts if part in named]
        rows = sorted((row for one in mine for row in one.rows()), key=lambda row: row.on)
        # What a case expects is no word of the contract.
        text = " ".join(" ".join(one.lines).replace(one.section("expect") or "expect:", "") for one in mine)
        lines = [row for row in reports["journal"] if row["contract"] == contract]
        prices = [amount(row, "allocated") for row in reports["allocation"] if row["contract"] in parts]
        ends = sorted({date.fromisoformat(row["date"]) for row in reports["balances"] if row["contract"] == contract})
        # What became known late is booked late.
        late = any(row.known != row.on for row in rows)
        for on in (ends[-1:] if late else ends) if len(mine) == len(parts) else ():
            of = _Contract(lines, mine[0], text, [row for row in rows if row.on <= on], prices)
            since = max((one for one in ends if one < on), default=date.min)
            done = _done(of, on) if on == ends[-1] else ()
            for what, booked, right in (*_sums(of, on), *_lost(of, since, on), *done):
                if booked != right:
                    yield f"{contract}: {what} of {booked} by {on}, where by its rows it is {right}"
            wrong = [name for name, side in _SIDES.items() if side * of.booked(on, name) < 0]
            yield from (f"{contract}: {name} stands on the wrong side on {on}" for name in wrong)


def _sums(of: _Contract, on: date) -> _Held:
    """Cash, tax and costs are those of the rows."""
    digits = decimals(of.document.section("currency"))
    if "repurchase" not in of.text:
        yield "cash", of.booked(on, "cash", step="cash"), sum(map(_cash, of.rows), _NOTHING)
    taxes = [money.tax_of(row, digits) * (-1 if "credit note: " in row.text else 1) for row in of.rows]
    yield "tax", -of.booked(on, "tax_payable"), sum(taxes, _NOTHING)
    if not _COSTS_ASIDE.search(of.text):
        yield "cost", -of.booked(on, *_SPENT_FROM, step="cost"), sum(map(_cost, of.rows), _NOTHING)
    owed = sum((_cost(row) for row in of.rows if "paid: no" in row.text), _NOTHING)
    yield "cost that is owed", -of.booked(on, "accrued_liability", "commission_payable"), owed


def _cash(row: Dated) -> Fraction:
    """What a row moves of cash."""
    if "paid to customer: " in row.text:
        return -(field(row.text, "amount") or _NOTHING)
    own = field(row.text, "customer credit") if money.reason(row) in ("", "paid in") else None
    back = field(row.text, "refund") if "terminated: " not in row.text else None
    return (field(row.text, "paid") or own or _NOTHING) - (back or _NOTHING)


def _cost(row: Dated) -> Fraction:
    found = _COST.search(money.plain(row.text))
    return number(found[1]) if found else _NOTHING


def _lost(of: _Contract, since: date, on: date) -> _Held:
    """What is written off uses up the allowance, in a period in which nothing else moves it."""
    rows = [row.text for row in of.rows if row.on > since]
    lost = sum((field(text, "write off") or _NOTHING for text in rows), _NOTHING)
    if lost and not any(re.search(r"\b(?:allowance|recovered|paid): ", text) for text in rows):
        had = -of.booked(since, "allowance_for_credit_losses")
        yield "the allowance", -of.booked(on, "allowance_for_credit_losses"), max(had - lost, _NOTHING)


def _done(of: _Contract, on: date) -> _Held:
    """Of a contract whose whole price is earned, or that ended with money back, nothing is left to bill but what was
    billed in error, nor to perform."""
    ended = any("terminated: all" in row.text and field(row.text, "refund") for row in of.rows)
    earned = of.prices and -of.booked(on, "revenue") == sum(of.prices)
    text = re.sub(r"\b(?:element|terminated|refund): ", "", of.text) if ended else of.text
    if (ended or earned) and not _RIGHTS_ASIDE.search(text):
        notes = (row.text for row in of.rows if re.search(r"credit note: .*reason: error", row.text))
        anew, asset = sum((field(text, "amount") or _NOTHING for text in notes), _NOTHING), "contract_asset"
        yield f"the {asset} at the end", of.booked(on, asset), max(min(of.booked(on, asset), anew), _NOTHING)
        yield "the contract_liability at the end", of.booked(on, "contract_liability"), _NOTHING
