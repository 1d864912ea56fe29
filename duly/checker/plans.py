"""What falls due by plans, and what there is a right to as it is performed: each day and amount found anew in the rows
that agree it, none left out, and all together no more than the price."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction
from typing import Any, NamedTuple

from duly.checker import time
from duly.checker.sources import Document, Sources
from duly.checker.trees import Node, every
from duly.checker.words import NOTHING, NUMBER, days, number, size, value

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

    @property
    def day(self) -> date | None:
        """The day on which the right to it arises, where it names one."""
        return next(iter(days(self.right)), None)

    @property
    def states(self) -> bool:
        """Whether it states the amounts of its bills."""
        return bool({"amount", "instalments"} & set(self.said))

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


def of_source(sources: Sources, source: str) -> list[Plan]:
    """The rows that stand in the line a source names."""
    said = sources.said(source)
    return [_plan(row) for row in said.get("billing", [said]) if isinstance(row, dict)]


def check(account: Node, on: date, sources: Sources) -> Iterator[str]:
    """What an account counts otherwise of plans and of what is performed by a day."""
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


def span_of(document: Document, terms: Mapping[str, Any]) -> tuple[date, date] | None:
    """First and last day of an obligation of a contract."""
    whole = document.said().get("term", {})
    return span_in(terms, whole if isinstance(whole, dict) else {})


def span_in(terms: Mapping[str, Any], whole: Mapping[str, Any]) -> tuple[date, date] | None:
    """First and last day of an obligation, as it or the term states them, or so many months of it."""
    first = str(terms.get("from", whole.get("from", "")))
    last = str(terms["to"] if "to" in terms else "" if "months" in terms else whole.get("to", ""))
    months = size(terms if "months" in terms else whole, "months")
    if days(first) and not days(last) and months is not None:
        last = str(time.add_months(date.fromisoformat(first), int(months)) - timedelta(days=1))
    return (date.fromisoformat(first), date.fromisoformat(last)) if days(first) and days(last) else None


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
