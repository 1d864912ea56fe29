"""What is owed and what there is a right to, by the rows of a contract: each counts by the rule of its kind, read anew
from the text of its line, and none is left out."""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction
from typing import NamedTuple

from duly.checker import abroad, time
from duly.checker.sources import Document, Row, Sources
from duly.checker.trees import Node, every
from duly.checker.words import NUMBER, days, decimals, number, rounded, value

DUE, RIGHTS = "owed without condition, less what was paid", "rights less revenue"
_KNOWN_ON = re.compile(r"known on (\d{4}-\d\d-\d\d)")
_STANDS = re.compile(r" at the end of \d{4}-\d\d-\d\d$")
_INSTALMENT = re.compile(rf"\[(\d{{4}}-\d\d-\d\d), *(-?{NUMBER[:2]}[\d,_]*(?:\.\d+)?)\]")
_LINE = re.compile(rf"(?:^|, *)([^:,]+): *(-?{NUMBER})")
_LOWERING = ("price", "goodwill", "defects")

_ACCEPTED = re.compile(r"earn: (?:on acceptance|as invoiced)")
_AS_PERFORMED = ", as it is performed"
_RECURS = re.compile(r"(?:mrr|arr) of .+ at the end of (\d{4}-\d\d-\d\d)$")
_RECURRING = re.compile(r"([\w-][\w -]*): *\{([^{}]*recurring: yes[^{}]*)\}")
_PRICED = re.compile(rf"price: *{NUMBER}(?: per (?:\w+ and )?(month|quarter|half year|year))?[,}}]")
_DAY = timedelta(days=1)
# The least and the most that a row may count.
Bounds = tuple[Fraction, Fraction]


def check(top: Node, sources: Sources) -> Iterator[tuple[str, str]]:
    """The faults in what a balance counts of the rows of its contract."""
    recurs = _RECURS.match(top.label)
    if recurs:
        yield from ((top.label, fault) for fault in _recurring(top, date.fromisoformat(recurs[1]), sources))
    moment = _KNOWN_ON.search(top.source)
    known = date.fromisoformat(moment[1]) if moment else date.max
    for one in (one for one in every(top) if _STANDS.search(one.label)):
        on = days(one.label)[-1]
        yield from ((top.label, fault) for fault in abroad.rates(top, on, sources))
        for account in (node for node in every(one) if node.label in (DUE, RIGHTS)):
            faults = (*_account(account, on, known, sources), *_bills(account, on, sources))
            yield from ((account.label, fault) for fault in (*faults, *_performed(account, sources)))


def _recurring(top: Node, on: date, sources: Sources) -> Iterator[str]:
    """A line recurs on the days of its span, and none that recurs then is left out."""
    if sources.changed(top) <= on:
        return
    months = {one.label.partition("a month of ")[2]: one for one in every(top) if one.label.startswith("a month of ")}
    for document in sources.documents(top):
        term = days(document.section("term"))
        for name, one in months.items():
            said, told = sources.text(one.source), not one.below
            span, price = days(said) or term, _PRICED.search(said)
            whole = {"quarter": 3, "half year": 6, "year": 12}.get(price[1], 1) if price else 0
            if told and whole and len(span) == 2 and not time.months_started(*span) % whole and "renewals" not in said:
                yield f"a month of {name} does not follow from its price"
            spans = [days(each.label) for each in one.below if each.label.startswith("months from ")]
            yield from (f"{name} does not recur on {on}" for first, last in spans if not first <= on <= last)
        for name, said in _RECURRING.findall(document.section("obligations")):
            span = days(said) or term
            if len(span) == 2 and span[0] <= on <= span[1] and name not in months and " per " not in said:
                yield f"{name} is left out"


def _bills(account: Node, on: date, sources: Sources) -> Iterator[str]:
    """Bills of plans: the day of each is found anew in the row of the plan, and with it what falls due on it. None is
    left out from an opening to a change."""
    changed, texts = sources.changed(account), [one.section("opening") for one in sources.documents(account)]
    opened = max((day for text in texts for day in days(text) or [date.max if text else date.min]), default=date.min)
    told = defaultdict[str, set[date]](set)
    plans: dict[tuple[str, str], tuple[dict[date, Fraction], set[date]]] = {}
    for one in account.below:
        if one.label.startswith("billing on "):
            told[one.source].add(days(one.label)[-1])
        elif one.label.startswith("bill of "):
            plan, day = _plan(one, sources.text(one.source)), days(one.label)[-1]
            if plan is not None and abs(value(one.value) or 0) != plan.get(day, 0):
                yield f"{one.label}: {one.value} is not {plan.get(day, 0)}, by its plan"
            name = one.label.partition(" on ")[0]
            plans.setdefault((name, one.source), (plan or {}, set()))[1].add(day)
    for (name, source), (plan, billed) in plans.items():
        ended = sources.ended(account, name.removeprefix("bill of "))
        if "net:" not in sources.text(source):
            yield from (f"{name} of {day} is after its end" for day in billed if day > ended)
        due = (day for day, part in plan.items() if part and opened < day <= on and day < changed)
        yield from (f"{name} of {day} is left out" for day in due if day not in billed | told[source])
    for source, billed in told.items():
        plan = _plan(account, sources.text(source)) if _INSTALMENT.search(sources.text(source)) else None
        if plan and "retention" not in sources.text(source):
            yield from (f"nothing falls due on {day} by its plan" for day in billed - plan.keys() if day < changed)


def _performed(account: Node, sources: Sources) -> Iterator[str]:
    """A right that arises on delivery goes as far as the revenue of what is delivered, less what is retained; one that
    waits for something else does not."""
    documents = sources.documents(account)
    plans = [row for one in documents for row in one.section("billing").split("bill:")[1:]]
    moved = sources.changes(account) or any(one.section("opening") or one.section("price") for one in documents)
    rights = {one.label.removesuffix(_AS_PERFORMED): one for one in account.below if one.label.endswith(_AS_PERFORMED)}
    for label, right in rights.items():
        mine = [row for row in plans if {label.removeprefix("revenue of "), "all"} & _names(row)]
        waits = {_right(row) for row in mine} == {"on acceptance"} and not _ACCEPTED.search(
            " ".join(documents[0].lines)
        )
        held = not moved and any(field(row, "retention") for row in mine[:1])
        held = held and all(one.label != "retention" for one in every(right))
        if label.startswith("revenue of ") and (waits or held):
            yield f"{right.label} is {right.value}, where it waits for {'acceptance' if waits else 'what is retained'}"
    if (
        account.label != RIGHTS
        or moved
        or {_right(row) for row in plans} - {"on delivery"}
        or any(", sheet " in one.file or not one.section("obligations") for one in documents)
    ):
        return
    for one in account.below:
        if one.label.startswith("revenue of ") and not one.label.endswith(_AS_PERFORMED):
            both = [node for node in (one, rights.get(one.label)) if node]
            far = [{each.value for each in every(node) if each.label == "progress"} for node in both]
            own = "stated price of " + one.label.removeprefix("revenue of ")
            priced = any(each.label == own and value(each.value) for each in every(one))
            if (priced and not rights) or (one.label in rights and not far[1] <= far[0]):
                far_as = rights[one.label].value if rights else "nothing"
                yield f"{one.label} is {one.value}, the right to it {far_as}"


def _plan(bill: Node, text: str) -> dict[date, Fraction] | None:
    """What falls due on each day by the row of a plan; None where it does not say."""
    stated = [(date.fromisoformat(day), number(part.replace("_", ""))) for day, part in _INSTALMENT.findall(text)]
    spans = [days(one.label) for one in bill.below if one.label.startswith("months from")]
    rhythm = re.search(r"every: *(month|quarter|half year|year)", text)
    stepped = any(one.label == "steps of the price" for one in every(bill))
    if not stated and spans and rhythm and not stepped and field(text, "amount") is None:
        first, last = min(span[0] for span in spans), max(span[1] for span in spans)
        step = {"month": 1, "quarter": 3, "half year": 6, "year": 12}[rhythm[1]]
        whole, price = time.months_started(first, last), value(bill.below[0].value) or Fraction(0)
        begun = re.search(r"first: *(\d{4}-\d\d-\d\d)", text)
        upto = [
            rounded(price * min(done, whole) / whole, decimals(bill.value)) for done in range(0, whole + step, step)
        ]
        for at, (before, after) in enumerate(itertools.pairwise(upto)):
            ends = min(time.add_months(first, (at + 1) * step), last + _DAY) - _DAY
            begins = time.add_months(date.fromisoformat(begun[1]) if begun else first, at * step)
            stated.append((ends if "in: arrears" in text else begins, after - before))
    found: dict[date, Fraction] = defaultdict(Fraction)
    for on, part in stated:
        found[_due(on, text)] += part
    return found or None


def _due(on: date, text: str) -> date:
    """The day on which a bill of a day is due: so many days or months later."""
    later = re.search(r"net: *(\d+) (day|week|month)", text)
    if not later:
        return on
    size = int(later[1])
    return time.add_months(on, size) if later[2] == "month" else on + size * (7 if later[2] == "week" else 1) * _DAY


def _account(node: Node, on: date, known: date, sources: Sources) -> Iterator[str]:
    """What an account counts of each row of its contract, and of what invoices retained: all of it once, or nothing."""
    counted: dict[str, Fraction] = defaultdict(Fraction)
    for one in (one for one in node.below if not one.label.startswith("expected to be given back")):
        counted[one.source.partition(" · ")[0]] += value(one.value) or 0
    for document in sources.documents(node):
        rows = [row for row in document.rows() if row.on <= on and row.known <= known]
        taxed = any((one.label, one.value) == ("policy sales tax", "included") for one in every(node))
        contract, held = _Contract(document, rows, decimals(node.value), taxed), Fraction(0)
        # Several rows may stand in one line.
        lines = defaultdict[str, list[Bounds | None]](list)
        for row in rows:
            if _VERB.search(row.text):
                lines[row.place].append(_worth(row, node.label, contract))
            if "invoice" in _VERB.findall(row.text):
                held += sum(worth for _, worth in _lines(row)) - (_rights(row, contract) or 0)
        for place, found in lines.items():
            bounds = [one for one in found if one is not None]
            least, most = (sum((one[side] for one in bounds), Fraction(0)) for side in (0, 1))
            if len(bounds) == len(found) and not least <= counted[place] <= most:
                said = str(least) if least == most else f"{least} to {most}"
                yield f"{place} counts {counted[place]}, where by its words it is {said}"
        for source in {one.source for one in node.below if one.label.startswith(("released on", "billing on"))}:
            by_invoice = "retention" in sources.text(source) and _right(sources.text(source)) == "on invoice"
            if by_invoice and counted[source.partition(" · ")[0]] not in (0, held):
                yield f"{counted[source.partition(' · ')[0]]} is released, where {held} is retained"


class _Contract(NamedTuple):
    """A document with the rows that count, the decimals of its currency, whether tax is part of its price."""

    document: Document
    rows: list[Row]
    digits: int
    taxed: bool = False


def _worth(row: Row, account: str, of: _Contract) -> Bounds | None:
    """What a row counts of an account; None where it is no row of money, or its words do not say."""
    verb = _VERB.search(row.text)
    found = _RULES[verb[1]](row, of) if verb else None
    return found and found[account == RIGHTS]


def field(text: str, key: str) -> Fraction | None:
    """The number that stands beside a key in the text of a row.

    >>> field("- {date: 2026-01-30, paid: 33_000.00, invoice: INV-1}", "paid")
    Fraction(33000, 1)
    """
    found = re.search(rf"(?<=[{{,\s]){key}: *(-?{NUMBER}%?)", plain(text))
    return number(found[1]) if found else None


def plain(text: str) -> str:
    """A text without what is quoted, and its numbers without their marks of thousands."""
    return re.sub(r"(?<=\d)_(?=\d)", "", re.sub(r'"[^"]*"', '""', text))


def _exactly(due: Fraction, rights: Fraction = Fraction(0)) -> tuple[Bounds, Bounds]:
    return (due, due), (rights, rights)


def _settled(row: Row, of: _Contract) -> tuple[Bounds, Bounds]:
    paid, lost, back = (field(row.text, key) or Fraction(0) for key in ("paid", "write off", "recovered"))
    return _exactly(back - lost - paid)


def _customer_credit(row: Row, of: _Contract) -> tuple[Bounds, Bounds]:
    amount, why = field(row.text, "customer credit") or Fraction(0), reason(row)
    lowers = why in _LOWERING
    return _exactly(Fraction(0) if lowers or why in ("", "paid in") else amount, -amount if lowers else Fraction(0))


def _refunded(row: Row, of: _Contract) -> tuple[Bounds, Bounds] | None:
    amount, why = field(row.text, "refund") or Fraction(0), reason(row)
    if why in ("deposit", "customer credit"):
        return _exactly(amount if why == "deposit" else Fraction(0))
    return ((-amount, amount), (-amount, Fraction(0)))


def reason(row: Row) -> str:
    """Why money is given back or credited, as its row says."""
    found = re.search(r"reason: *([a-z ]+)", row.text)
    return found[1].strip() if found else ""


def _lines(row: Row) -> list[tuple[str, Fraction]]:
    """What an invoice or a credit note asks for, by obligation; of a sum alone under no name."""
    lines = re.search(r"lines: *\{([^}]*)\}", plain(row.text))
    if lines:
        return [(name.strip(), number(worth)) for name, worth in _LINE.findall(lines[1])]
    return [("", field(row.text, "amount") or Fraction(0))]


def tax_of(row: Row, digits: int) -> Fraction:
    """The tax on what an invoice or a credit note asks for."""
    tax, percent = field(row.text, "tax") or Fraction(0), re.search(r"tax: *[\d.]+%", row.text)
    return rounded(sum(worth for _, worth in _lines(row)) * tax, digits) if percent else tax


def _invoice(row: Row, of: _Contract) -> tuple[Bounds, Bounds] | None:
    """An invoice gives a right where one arises with it, less what is retained; its tax is owed with it always. Not
    plain where the terms stand in another document."""
    right, tax = _rights(row, of), tax_of(row, of.digits)
    if right is None or not of.document.section("obligations"):
        return None
    return _given(of, right + tax - (field(row.text, "credit applied") or 0), right + tax * of.taxed)


def _given(of: _Contract, due: Fraction, right: Fraction) -> tuple[Bounds, Bounds]:
    """A right given or taken back; before it is judged likely to be collected there may be no contract, and none."""
    if not of.document.says("collect"):
        return _exactly(due, right)
    return (min(due, Fraction(0)), max(due, Fraction(0))), (min(right, Fraction(0)), max(right, Fraction(0)))


def _rights(row: Row, of: _Contract) -> Fraction | None:
    """The rights that an invoice gives; None where the plan does not say it plainly."""
    right = Fraction(0)
    for name, worth in _lines(row):
        held = _retained(name, of.document.section("billing"))
        if held is None:
            return None
        right += worth - rounded(worth * held, of.digits)
    return right


def _retained(name: str, billing: str) -> Fraction | None:
    """The part that is retained of what is invoiced of an obligation; all where an invoice gives no right; None where
    the plan does not say it plainly."""
    plan = [(_names(row), _right(row), row) for row in billing.split("bill:")[1:]]
    if not plan:
        return None if billing else Fraction(1)
    held = {(right == "on invoice", field(rest, "retention") or Fraction(0)) for _, right, rest in plan}
    if held == {(True, Fraction(0))}:
        return Fraction(0)
    stated = len(plan) > 1 and ("amount:" in billing or "instalments:" in billing)
    if stated or not name and ("all" not in plan[0][0] or len(held) > 1):
        return None
    for names, right, rest in plan:
        if not name or {name, "all"} & names:
            return (field(rest, "retention") or Fraction(0)) if right == "on invoice" else Fraction(1)
    return Fraction(0)


def _names(text: str) -> set[str]:
    listed = re.match(r" *(?:\[([^\]]*)\]|([^,}]+?)(?: {2}|[,}]|$))", text)
    return {name.strip() for name in (listed[1] or listed[2]).split(",")} if listed else set()


def _right(text: str) -> str:
    found = re.search(r"right: *([^,}]+?)(?: {2}|[,}]|$)", text)
    return found[1].strip() if found else "on invoice"


def _credit_note(row: Row, of: _Contract) -> tuple[Bounds, Bounds] | None:
    """What is taken off an invoice; what was paid of it is owed to the customer. What carries out a dispute that was
    conceded counts no second time."""
    net, tax = sum((worth for _, worth in _lines(row)), Fraction(0)), tax_of(row, of.digits)
    off, still = -net - tax * of.taxed, _open(row, of)
    if any("conceded: yes" in one.text for one in of.rows):
        return ((-net - tax, Fraction(0)), (off, Fraction(0)))
    if still is None:
        return ((-net - tax, Fraction(0)), (off, off))
    return _given(of, -min(net + tax, still), off)


def _open(row: Row, of: _Contract) -> Fraction | None:
    """What is open of the invoice that a row names before it; None where rows name none, so that it is not plain."""
    before = [
        one for one in of.rows if one.on < row.on or (one.on == row.on and of.rows.index(one) < of.rows.index(row))
    ]
    money = [one for one in before if _VERB.search(one.text)]
    if not _invoice_of(row) or any(not _invoice_of(one) for one in money):
        return None
    found, known = Fraction(0), False
    for one in sorted((one for one in money if _invoice_of(one) == _invoice_of(row)), key=lambda one: one.on):
        verb = _VERB.search(one.text)[1]  # type: ignore[index]
        size = sum((worth for _, worth in _lines(one)), tax_of(one, of.digits))
        known = known or verb == "invoice"
        if verb == "invoice":
            found += size - (field(one.text, "credit applied") or 0)
        elif verb in ("credit note", "write off"):
            found -= min(size if verb == "credit note" else field(one.text, verb) or 0, max(found, Fraction(0)))
        else:
            found += (field(one.text, "recovered") or 0) - (field(one.text, "paid") or 0)
    return max(found, Fraction(0)) if known else None


def _invoice_of(row: Row) -> str:
    found = re.search(r"(?<=[{,\s])invoice: *([^,}\s]+)", row.text)
    return found[1] if found else ""


_RULES = {
    "paid": _settled,
    "write off": _settled,
    "recovered": _settled,
    "customer credit": _customer_credit,
    "refund": _refunded,
    "invoice": _invoice,
    "credit note": _credit_note,
}
_VERB = re.compile(rf"\bdate: [\d-]+(?:, known: [\d-]+)?[, ]+({'|'.join(_RULES)}): ")
