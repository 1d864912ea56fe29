"""The reports of `duly recognize --format json` held against each other, and the journal against the rows of the files:
cash, tax, what is spent, and what is left when all is done."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction
from typing import Any, NamedTuple

from duly.checker import abroad, money
from duly.checker.laws import contracts
from duly.checker.sources import Document, Rates, Read, Sources, stated
from duly.checker.sources import Row as Dated
from duly.checker.time import month_end
from duly.checker.trees import Node
from duly.checker.words import NOTHING, amount, decimals, net, rounded, size, value

Row = Mapping[str, Any]
_LIABILITIES = ("contract_liability", "refund_liability", "deposit_liability")
_SHOWN = dict.fromkeys(("receivable", "contract_asset"), 1) | dict.fromkeys(_LIABILITIES, -1)
# Rights that arise otherwise than by what is performed or by a plan, or later.
_RIGHTS_ASIDE = re.compile(
    r"\b(?:element|terminated|what|net|financing|opening|received|dispute|returned|refund|royalty|repurchase): "
    r"|on invoice|(?:every|bill): [^}]*\b(?:amount|instalments):"
)
# What goods and warranties cost, and works that are ended, stands beside their price.
_COSTS_ASIDE = re.compile(r"\bcost: *\d|warranty|removes:|changes:|[\w ]*controls?:")
# The columns of the roll-forward by the step of the journal.
_MOVES_AS = {"billing": "billed", "cash": "cash", "revenue": "revenue"}
_SPENT = ("commission", "fulfilment", "obtaining", "expense")
# Accounts that are never on the other side: 1 what is had, -1 what is owed.
_SIDES = dict.fromkeys(("contract_cost_asset", "return_asset", "prepaid_consideration_to_customer"), 1) | dict.fromkeys(
    ("onerous_provision", "warranty_provision", "allowance_for_credit_losses", "tax_payable", "financial_liability"), -1
)
# Of what is paid for ahead: rows that move its price by nothing, and rights that arise otherwise.
_PLAIN = set("paid invoice delivered accepted usage hours progress milestone rate billed".split())
_RIGHTS = "element|tax|financing|net|amount|instalments|retention|combine|due|collect"
_AHEAD_ASIDE = re.compile(rf"\b(?:{_RIGHTS}): |when due|: on \d")
_MOVING = "amendment|terminated|renewed|element|usage|sales|royalty|returned|estimate|reason|opening|conceded"
_MOVES = re.compile(rf"\b(?:{_MOVING}): ")
_BOOKS, _DAY = "functional_", timedelta(days=1)
_SPENT_FROM = ("cash", "inventory", "accounts_payable", "accrued_liability", "commission_payable")


def check(
    reports: Mapping[str, Sequence[Row]],
    tops: Sequence[Node],
    read: Read,
    file: str,
    policies: Mapping[str, Mapping[str, str]],
) -> Iterator[str]:
    """What does not hold of the reports of the books of a file. policies: those in force, by contract."""
    yield from _entries(reports["journal"])
    yield from _balances(reports["journal"], reports["balances"])
    yield from _one_sided(reports["balances"])
    yield from _schedule(reports["journal"], reports["schedule"], tops)
    yield from _rollforward(reports["rollforward"], reports["journal"])
    yield from _allocation(reports["allocation"])
    sources = Sources(read)
    found = (*sources.of_file(file), *(one for top in tops for one in sources.documents(top)))
    documents = list({(one.file, one.above): one for one in found}.values())
    yield from _contracts(reports, documents, abroad.ahead(tops))
    yield from contracts.check(reports, documents, policies)


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


def _rollforward(rows: Sequence[Row], journal: Sequence[Row]) -> Iterator[str]:
    """Opening and movements make the closing balance, and that opens the next period; movements are those of the steps
    of the journal."""
    before: dict[tuple[str, ...], Fraction] = {}
    lines: dict[tuple[str, ...], Fraction] = defaultdict(Fraction)
    for row in journal:
        # A line abroad may move the books alone.
        currency = (row["debit"] or row["credit"] or {}).get("currency", "")
        at = (row["entity"], row["account"], currency, row["period"])
        lines[*at, _MOVES_AS.get(row["step"], "other")] += net(row) * _SHOWN.get(row["account"], 0)
    for row in rows:
        key = (row["entity"], row["account"], row["opening"]["currency"])
        parts = {name: amount(row, name) for name in ("billed", "cash", "revenue", "other")}
        moved = amount(row, "opening") + sum(parts.values())
        if moved != amount(row, "closing"):
            yield f"{' '.join(key)} in {row['period']}: {moved} moved, {amount(row, 'closing')} at the end"
        if key in before and before[key] != amount(row, "opening"):
            yield f"{' '.join(key)} in {row['period']} does not open with what the period before closed with"
        before[key] = amount(row, "closing")
        for name, shown in parts.items():
            if shown != lines[*key, row["period"], name]:
                booked = lines[*key, row["period"], name]
                yield f"{' '.join(key)} in {row['period']}: {shown} is shown as {name}, {booked} is booked"


def _allocation(rows: Sequence[Row]) -> Iterator[str]:
    """What is carved is what is allocated beyond the stated price."""
    for row in rows:
        if amount(row, "allocated") - amount(row, "stated_price") != amount(row, "carve"):
            yield f"{row['contract']}/{row['obligation']}: the carve is not what is allocated less what is stated"


_Ahead = tuple[Fraction, Fraction]


class _Contract(NamedTuple):
    """The lines of a contract, its first document, its text and rows, the prices allocated in it; the rates into the
    currency of the books, its balances at the end of a period, and the units and the worth of what is ahead then."""

    lines: Sequence[Row]
    document: Document
    text: str
    rows: Sequence[Dated]
    prices: Sequence[Fraction]
    rates: Rates
    shown: Row
    ahead: _Ahead

    def booked(self, on: date, *accounts: str, step: str = "", of: str = "") -> Fraction:
        """What stands in accounts at the end of a day."""
        mine = (row for row in self.lines if row["account"] in accounts and step in ("", row["step"]))
        return sum((net(row, of) for row in mine if row["date"] <= str(on)), NOTHING)


# What is booked, how much, and what by the rows it is, or the least and the most of that.
_Held = Iterator[tuple[str | Fraction, ...]]


def _contracts(
    reports: Mapping[str, Sequence[Row]], documents: Sequence[Document], ahead: Mapping[tuple[str, date], _Ahead]
) -> Iterator[str]:
    """What does not hold of each contract whose documents are there, at the ends of its periods."""
    named = {one.name: one for one in documents}
    for contract in sorted({row["contract"] for row in reports["balances"]}):
        parts = contract.split("+")
        mine = [named[part] for part in parts if part in named]
        rows = sorted((row for one in mine for row in one.rows()), key=lambda row: row.on)
        # What a case expects is no word of the contract.
        text = " ".join(" ".join(one.lines).replace(one.section("expect") or "expect:", "") for one in mine)
        lines = [row for row in reports["journal"] if row["contract"] == contract]
        shown = {row["date"]: row for row in reports["balances"] if row["contract"] == contract}
        have, want = (lines[0].get(key, "") for key in ("currency", "functional_currency")) if lines else ("", "")
        rates = stated(documents if want != have else (), have, want)
        prices = [amount(row, "allocated") for row in reports["allocation"] if row["contract"] in parts]
        ends = sorted(map(date.fromisoformat, shown))
        # What became known late is booked late.
        late = any(row.known != row.on for row in rows)
        for on in (ends[-1:] if late else ends) if len(mine) == len(parts) else ():
            past = [row for row in rows if row.on <= on]
            layers = ahead.get((contract, on), (NOTHING, NOTHING))
            of = _Contract(lines, mine[0], text, past, prices, rates, shown[str(on)], layers)
            since = max((one for one in ends if one < on), default=date.min)
            remains = [row for row in reports["remaining"] if row["contract"] in parts]
            done = (*_done(of, on), *_left(of, on, remains)) if on == ends[-1] else ()
            if on == ends[-1] and not late and len(parts) == 1:
                done = (*done, *_expected(of, on, remains))
            carried = _abroad(of, since, on) if rates.rows else ()
            losses = (*_lost(of, since, on), *_allowed(of, shown, on))
            for what, booked, *right in (*_sums(of, on), *losses, *done, *carried):
                if not right[0] <= booked <= right[-1]:
                    said = " to ".join(dict.fromkeys(map(str, right)))
                    yield f"{contract}: {what} of {booked} by {on}, where by its rows it is {said}"
            wrong = [name for name, side in _SIDES.items() if side * of.booked(on, name) < 0]
            yield from (f"{contract}: {name} stands on the wrong side on {on}" for name in wrong)


def _sums(of: _Contract, on: date) -> _Held:
    """Cash, tax and costs are those of the rows."""
    digits = decimals(of.document.section("currency"))
    if "repurchase" not in of.text:
        yield "cash", of.booked(on, "cash", step="cash"), sum(map(money.cash, of.rows), NOTHING)
    taxes = [money.tax_of(row, digits) * (-1 if "credit note: " in row.text else 1) for row in of.rows]
    yield "tax", -of.booked(on, "tax_payable"), sum(taxes, NOTHING)
    if not _COSTS_ASIDE.search(of.text):
        yield "cost", -of.booked(on, *_SPENT_FROM, step="cost"), sum(map(_cost, of.rows), NOTHING)
    owed = sum((_cost(row) for row in of.rows if "paid: no" in row.text), NOTHING)
    yield "cost that is owed", -of.booked(on, "accrued_liability", "commission_payable"), owed


def _cost(row: Dated) -> Fraction:
    kind = next((key for key in _SPENT if key in row.said), "amount" if "cost" in row.said else "")
    return size(row.said, kind) or NOTHING


def _lost(of: _Contract, since: date, on: date) -> _Held:
    """What is written off uses up the allowance, in a period in which nothing else moves it."""
    rows = [row.said for row in of.rows if row.on > since]
    lost = sum((size(said, "write off") or NOTHING for said in rows), NOTHING)
    if lost and not any({"allowance", "recovered", "paid"} & set(said) for said in rows):
        had = -of.booked(since, "allowance_for_credit_losses")
        yield "the allowance", -of.booked(on, "allowance_for_credit_losses"), max(had - lost, NOTHING)


def _allowed(of: _Contract, shown: Mapping[str, Row], on: date) -> _Held:
    """The allowance is what was judged last of each of what it is for: an amount, or a rate of what is shown then."""
    levels, digits = dict[str, Fraction | None](), decimals(of.document.section("currency"))
    for row in (row for row in of.rows if "allowance" in row.said):
        scope, then, level = row.said.get("of", "both"), shown.get(str(row.on)), size(row.said, "allowance")
        parts = [name for name in ("receivable", "contract_asset") if scope in ("both", f"{name.replace('_', ' ')}s")]
        if level is not None and str(row.said["allowance"]).endswith("%"):
            level = rounded(level * sum(amount(then, name) for name in parts), digits) if then else None
        levels[scope] = None if "twelve months" in row.said else level
    found = [level for level in levels.values() if level is not None]
    if levels and len(found) == len(levels) and not any({"write off", "recovered"} & set(row.said) for row in of.rows):
        yield "the allowance judged", -of.booked(on, "allowance_for_credit_losses"), sum(found, NOTHING)


def _expected(of: _Contract, on: date, rows: Sequence[Row]) -> _Held:
    """What was left and expected in a year is what that year booked, where nothing happened in between."""
    for row in rows if "royalty: " not in of.text else ():
        day, year = date.fromisoformat(row["date"]), row["expected_in"]
        if not year.isdigit() or date(int(year), 12, 31) > on:
            continue
        since, until = max(day, date(int(year) - 1, 12, 31)), date(int(year), 12, 31)
        if not any(day < each.on <= until for each in of.rows):
            mine = [line for line in of.lines if line["obligation"] == row["obligation"]]
            alone = of._replace(lines=mine)
            booked = alone.booked(since, "revenue") - alone.booked(until, "revenue")
            yield f"what {row['obligation']} was to bring in {year}, on {day},", amount(row, "remaining"), booked


def _done(of: _Contract, on: date) -> _Held:
    """Of a contract whose whole price is earned, or that ended with money back, nothing is left to bill but what was
    billed in error, nor to perform."""
    ended = any(row.said.get("terminated") == "all" and size(row.said, "refund") for row in of.rows)
    earned = of.prices and -of.booked(on, "revenue") == sum(of.prices)
    aside = "element|terminated|refund" if ended else "element" if _reduces(of.document) else "$^"
    text = re.sub(rf"\b(?:{aside}): ", "", of.text)
    if (ended or earned) and not _RIGHTS_ASIDE.search(text):
        notes = (row for row in of.rows if "credit note" in row.said and money.reason(row) == "error")
        anew = sum(map(money.asked, notes), NOTHING)
        yield "the contract_asset at the end", of.booked(on, "contract_asset"), NOTHING, anew
        given = ended or aside == "element" or "return" in of.text or any("paid" in row.said for row in of.rows)
        for name in ("contract_liability", *(() if given else ("refund_liability",))):
            yield f"the {name} at the end", of.booked(on, name), NOTHING


def _reduces(document: Document) -> bool:
    """Whether all that moves the price lowers what is owed for each of its parts: that goes back, and waits for no
    right."""
    said = document.said()
    added = any("adds" in row for row in document.amendments())
    if added or not all("price" in terms for terms in said.get("obligations", {}).values()):
        return False
    rows = [*said.get("price", ()), *(row for row in said.get("happened", ()) if "price element" in row)]
    kinds = [[row.get(key) for key in ("amount", "percent") if key in row] for row in rows]
    kinds = [each + [worth for worth, _ in row.get("outcomes", ())] for each, row in zip(kinds, rows, strict=True)]
    lower = (all(re.match(r"-|0(?:\.0*)?$", str(worth)) for worth in each) and each for each in kinds)
    return all(one or row.get("mode") == "retrospective" for one, row in zip(lower, rows, strict=True))


def _left(of: _Contract, on: date, rows: Sequence[Row]) -> _Held:
    """Of a price that nothing moves, what is not yet booked is left, whenever it is expected."""
    left = defaultdict[str, Fraction](Fraction)
    for row in rows:
        left[row["date"]] += amount(row, "remaining")
    if not _MOVES.search(of.text) and sum(of.prices) + of.booked(on, "revenue") == left[str(on)]:
        for day, amounts in left.items():
            yield f"what is left on {day}", amounts, sum(of.prices) + of.booked(date.fromisoformat(day), "revenue")


def _abroad(of: _Contract, since: date, on: date) -> _Held:
    """Cash is carried at the rates of its days, what is money at that of the end of a period, revenue at those of the
    days on which it was paid for or earned."""
    rows = [row._replace(on=max(row.on, row.known)) for row in of.rows]
    worth = [(money.cash(row), of.rates.on(row.on)) for row in rows if money.cash(row)]
    unit = Fraction(1 + len(worth), 10 ** decimals(of.lines[0]["functional_currency"]))
    closing, found = of.rates.on(on), list[tuple[str, Fraction, Fraction, Fraction]]()
    if None not in [rate for _, rate in worth]:
        right = sum((own * (rate or 0) for own, rate in worth), NOTHING)
        found.append(("cash", of.booked(on, "cash", step="cash", of=_BOOKS), right, right))
    if closing is not None and on == month_end(on):
        right = amount(of.shown, "receivable") * closing
        found.append(("receivable", amount(of.shown, _BOOKS + "receivable"), right, right))
        found += _netted(of, closing)
    alone = len(of.document.said().get("obligations", {})) == 1 and not _AHEAD_ASIDE.search(of.text)
    if alone and all(_PLAIN & set(row.said) for row in rows):
        carried = of.booked(since, "revenue", of=_BOOKS) - of.booked(on, "revenue", of=_BOOKS)
        found.append(("revenue", carried, *_earned(of, rows, since, on)))
    yield from ((f"{name} in the books", carried, low - unit, high + unit) for name, carried, low, high in found)


def _netted(of: _Contract, closing: Fraction) -> Iterator[tuple[str, Fraction, Fraction, Fraction]]:
    """A contract shows one position: what is earned beyond what is due of some obligations is money, at the last rate;
    what others have ahead lowers it at the rates of its days, so that the books may show a liability instead."""
    sides = ("contract_asset", "contract_liability")
    (asset, liability), booked = ([amount(of.shown, part + name) for name in sides] for part in ("", _BOOKS))
    units, worth = of.ahead
    if asset or booked[0]:
        right = (asset - liability + units) * closing - worth
        yield "contract_asset", booked[0] - booked[1], right, right


def _earned(of: _Contract, rows: Sequence[Dated], since: date, on: date) -> tuple[Fraction, Fraction]:
    """The least and the most at which revenue of a period is carried: each part at the rate of the day on which it was
    paid or invoiced, if that came first, else of a day of the period."""
    units, end, low, high = -of.booked(since, "revenue"), -of.booked(on, "revenue"), NOTHING, NOTHING
    upto, ahead, steps = {"paid": NOTHING, "invoice": NOTHING}, NOTHING, list[tuple[date, Fraction, Fraction | None]]()
    for row in rows:
        if "billed" in row.said:
            own = [size(row.said, key) or NOTHING for key in ("billed", "recognized")]
            steps.append((row.on, own[0] - own[1], size(row.said, "rate")))
        elif money.verb(row) in upto and not of.document.section("opening"):
            upto[money.verb(row)] += money.cash(row) or money.asked(row)
        if max(upto.values()) > ahead:
            ahead = max(upto.values())
            steps.append((row.on, ahead, None))
    for day, ahead, rate in [*steps, (on, max(end, units), None)]:
        part = max(min(ahead, end) - units, NOTHING)
        rates = of.rates.between(since + _DAY, on) if day > since else of.rates.between(day, day)
        rates = rates if rate is None else [rate]
        low, high, units = low + part * min(rates, default=0), high + part * max(rates, default=0), units + part
    return low, high
