"""What falls due by plans, and what there is a right to as it is performed: each day and amount found anew in the rows
that agree it, none left out, and all together no more than the price."""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction
from typing import Any, NamedTuple

from duly.checker import time
from duly.checker.sources import Document, Sources
from duly.checker.trees import Node, every
from duly.checker.words import NOTHING, NUMBER, days, decimals, number, rounded, size, value

DUE, RIGHTS = "owed without condition, less what was paid", "rights less revenue"
RIGHT = re.compile(r"^(?:bill of|billing on|released on) |, as it is performed$")
_PERFORMED = ", as it is performed"
_PRICE = re.compile(rf"({NUMBER})(?: per (\w+ and )?(month|quarter|half year|year))?$")
_MORE = re.compile(r"\b(?:gross|financing|royalty|minimum|element|noncash|interest|what|fee|renewals|returns): ")
_GOES_ON = ("amendment", "renewed", "repurchase", "licence", "right to use")
_DAY = timedelta(days=1)


class Plan(NamedTuple):
    """A row that agrees how something is billed: of what, when there is a right to it, which part of it is retained."""

    names: set[str]
    right: str
    held: Fraction
    said: Mapping[str, Any]

    def covers(self, name: str) -> bool:
        """Whether it bills an obligation."""
        return bool({name, "all"} & self.names)


def names_of(said: Any) -> set[str]:
    """One name, or those of a list."""
    return set(said if isinstance(said, list) else [said])


def plans(document: Document) -> list[Plan]:
    """The rows of a contract that agree how it is billed."""
    return [_plan(row) for row in document.said().get("billing", ()) if isinstance(row, dict)]


def _plan(said: Mapping[str, Any]) -> Plan:
    held = size(said, "retention") or NOTHING
    return Plan(names_of(said.get("bill", "all")), said.get("right", "on invoice"), held, said)


def of_source(sources: Sources, source: str) -> Plan:
    """The row that a source names; one that says nothing where several stand in its line."""
    said = sources.said(source)
    rows = said.get("billing", [said])
    return _plan(rows[0] if len(rows) == 1 and isinstance(rows[0], dict) else {})


def check(account: Node, on: date, sources: Sources) -> Iterator[str]:
    """What an account counts otherwise of plans and of what is performed by a day."""
    yield from _bills(account, on, sources)
    yield from _performed(account, on, sources)
    documents = sources.documents(account)
    price = _price(documents[0]) if len(documents) == 1 and not sources.changes(account) else None
    if account.label == DUE and price is not None and not any("invoice: " in row.text for row in documents[0].rows()):
        rights = [one for one in account.below if RIGHT.search(one.label)]
        taken = sum((size(row, "billed") or NOTHING for row in documents[0].said().get("opening", ())), NOTHING)
        total = sum((value(one.value) or NOTHING for one in rights), taken)
        if total > price:
            yield f"{total} is owed of a price of {price}"


def _price(document: Document) -> Fraction | None:
    """The whole price of a contract; None where its words do not say it plainly."""
    said = document.said()
    if "total" in said or document.section("price") or any(map(_MORE.search, document.lines)):
        return None
    prices = [str(terms.get("price", "")).replace("_", "") for terms in said.get("obligations", {}).values()]
    return (
        sum(map(number, prices), NOTHING) if prices and all(re.fullmatch(NUMBER, price) for price in prices) else None
    )


def stated_price(terms: Mapping[str, Any]) -> re.Match[str] | None:
    """The price of an obligation as its words state it: amount, what it is for, per which period; None of others."""
    return _PRICE.match(str(terms.get("price", "")).replace("_", ""))


def span_of(document: Document, terms: Mapping[str, Any]) -> list[date] | None:
    """First and last day of an obligation, as it or the term states them."""
    whole = document.said().get("term", {})
    said = [str(terms.get(key, whole.get(key) if isinstance(whole, dict) else "")) for key in ("from", "to")]
    return [date.fromisoformat(day) for day in said] if all(map(days, said)) and "months" not in terms else None


def _bills(account: Node, on: date, sources: Sources) -> Iterator[str]:
    """The day of each bill is found anew in the row of its plan, and with it what falls due on it. None is left out
    from an opening to the end of what it bills, or to a change."""
    documents, changed, told = sources.documents(account), sources.changed(account), defaultdict[str, set[date]](set)
    texts = [one.section("opening") for one in documents]
    opened = max((day for text in texts for day in days(text) or [date.max if text else date.min]), default=date.min)
    found: dict[tuple[str, str], tuple[dict[date, Fraction], set[date]]] = {}
    for one in account.below:
        day, name = (days(one.label) or [on])[-1], one.label.partition(" on ")[0].removeprefix("bill of ")
        if one.label.startswith("billing on "):
            told[one.source].add(day)
        elif one.label.startswith("bill of "):
            due = _due(one, of_source(sources, one.source), name, documents)
            if due is not None and abs(value(one.value) or 0) != due.get(day, 0):
                yield f"{one.label}: {one.value} is not {due.get(day, 0)}, by its plan"
            found.setdefault((name, one.source), (due or {}, set()))[1].add(day)
    for (name, source), (due, billed) in found.items():
        plan, last = of_source(sources, source), changed - _DAY if changed > date.min else changed
        if not any(one.says(key) for one in documents for key in _GOES_ON) and changed > date.min:
            names = [each for one in documents for each in one.said().get("obligations", ()) if plan.covers(each)]
            names = [name] if name in names else names
            last = max((sources.ended(account, each) for each in names), default=last)
        ended = sources.ended(account, name) if "net" not in plan.said else date.max
        yield from (f"bill of {name} of {day} is after its end" for day in billed if day > ended)
        missing = (day for day, part in due.items() if part and opened < day <= min(on, last))
        yield from (f"bill of {name} of {day} is left out" for day in missing if day not in billed | told[source])
    for source, billed in told.items():
        plan = of_source(sources, source)
        stated = _due(account, plan, "", documents) if "instalments" in plan.said and not plan.held else None
        wrong = (day for day in billed - (stated or {}).keys() if stated and day < changed)
        yield from (f"nothing falls due on {day} by its plan" for day in wrong)


def _due(bill: Node, plan: Plan, name: str, documents: Sequence[Document]) -> dict[date, Fraction] | None:
    """What falls due on each day by the row of a plan; None where it does not say."""
    said, found = plan.said, defaultdict[date, Fraction](Fraction)
    stated = [(date.fromisoformat(day), number(part.replace("_", ""))) for day, part in said.get("instalments", ())]
    spans = [days(one.label) for one in bill.below if one.label.startswith("months from")]
    price, steps = value(bill.below[0].value) if bill.below else None, list[Fraction]()
    for one, terms in ((one, one.promised(name)) for one in documents):
        if isinstance(terms.get("price"), list):
            steps = [number(part.replace("_", "")) for part in terms["price"]]
            price, spans = sum(steps, NOTHING), [span for span in [span_of(one, terms)] if span]
    if not stated and spans and said.get("every") in time.MONTHS and "amount" not in said:
        first, last, step = min(one[0] for one in spans), max(one[1] for one in spans), time.MONTHS[said["every"]]
        whole, begun = time.months_started(first, last), date.fromisoformat(said.get("first", str(first)))
        upto = [(price or NOTHING) * min(done, whole) / whole for done in range(0, whole + step, step)]
        parts = [b - a for a, b in itertools.pairwise(rounded(each, decimals(bill.value)) for each in upto)]
        for at, part in enumerate(steps if len(steps) == len(parts) else parts):
            ends = min(time.add_months(first, (at + 1) * step), last + _DAY) - _DAY
            stated.append((ends if said.get("in") == "arrears" else time.add_months(begun, at * step), part))
    for on, part in stated:
        found[_later(on, said.get("net", ""))] += part
    return found or None


def _later(on: date, net: str) -> date:
    """The day on which a bill of a day is due: so many days or months later."""
    later = re.match(r"(\d+) (day|week|month)", net)
    return time.after(on, int(later[1]), later[2]) if later else on


def _performed(account: Node, on: date, sources: Sources) -> Iterator[str]:
    """A right that arises on delivery goes as far as the revenue of what is delivered, less what is retained; one that
    waits for something else does not."""
    documents = sources.documents(account)
    agreed = [plan for one in documents for plan in plans(one)]
    moved = sources.changes(account) or any(one.section("opening") or one.section("price") for one in documents)
    rights = {one.label.removesuffix(_PERFORMED): one for one in account.below if one.label.endswith(_PERFORMED)}
    for label, right in rights.items():
        name = label.rpartition(" of ")[2]
        mine, earned = [plan for plan in agreed if plan.covers(name)], documents[0].promised(name).get("earn")
        waits = {plan.right for plan in mine} == {"on acceptance"} and earned not in ("on acceptance", "as invoiced")
        held = not moved and mine and mine[0].held and all(one.label != "retention" for one in every(right))
        if label.startswith("revenue of ") and (waits or held):
            yield f"{right.label} is {right.value}, where it waits for {'acceptance' if waits else 'what is retained'}"
        for plan in (plan for plan in mine if " delivered" in plan.right and len(mine) == 1 and not moved):
            late = _awaited(plan, documents, on) if value(right.value) else ()
            yield from (f"{right.label} is {right.value}, where {each} is yet to come" for each in late)
    plain = account.label == RIGHTS and not moved and not {plan.right for plan in agreed} - {"on delivery"}
    if not plain or not all(one.said().get("obligations") for one in documents):
        return
    for one in (x for x in account.below if x.label.startswith("revenue of ") and not x.label.endswith(_PERFORMED)):
        right = rights.get(one.label, account)
        far = [{each.value for each in every(node) if each.label == "progress"} for node in (one, right)]
        own = "stated price of " + one.label.removeprefix("revenue of ")
        priced = any(each.label == own and value(each.value) for each in every(one))
        if (priced and not rights) or (right is not account and not far[1] <= far[0]):
            yield f"{one.label} is {one.value}, the right to it {right.value if rights else 'nothing'}"


def _awaited(plan: Plan, documents: Sequence[Document], on: date) -> Iterator[str]:
    """What a right waits for, all or what it names, of which no row tells by a day that it is there."""
    for document in documents:
        there = [names_of(row.said.get("delivered", "")) for row in document.rows() if row.on <= on]
        for name, said in document.said().get("obligations", {}).items():
            waits = " all " in plan.right or re.search(rf"\b{re.escape(name)}\b", plan.right)
            plain = said.get("earn") == "on delivery" and "quantity" not in said
            if waits and plain and not any({name, "all"} & names for names in there):
                yield name
