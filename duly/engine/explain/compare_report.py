"""Two books side by side, as tables for people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from duly.engine.explain.compare import Compared, Comparison
from duly.engine.policies import POLICIES
from duly.ground.reports import Column, Money, Report

Own = tuple[str, str, str, int]  # entity, contract, currency, decimals
_CITES = {policy.key: policy.cite for policy in POLICIES}
_FIGURE = (
    Column("entity", "text", "legal entity"),
    Column("contract", "text", "contract; combined contracts are joined by +"),
    Column("period", "text", "period"),
    Column("figure", "text", "revenue, income or expense of the period, or a balance at its end"),
)


def comparison_reports(found: Comparison) -> Iterator[Report]:
    """Every contract with its difference; the policies that differ; each figure that differs; and why, to the cent."""
    yield _contracts(found)
    yield _policies(found)
    yield _differences(found)
    yield _causes(found)


def _contracts(found: Comparison) -> Report:
    first, second = found.books
    columns = (
        *_FIGURE[:2],
        Column("revenue in the first", "money", "revenue through the last day in the first book"),
        Column("revenue in the second", "money", "revenue through the last day in the second book"),
        Column("difference", "money", "second less first"),
        Column("figures that differ", "count", "figures of single periods that differ, balances too"),
        Column("not explained", "money", "what no policy explains, of all these figures"),
    )
    differ, rest = Counter[Own](), Counter[Own]()
    for one in found.figures:
        key = (one.figure.entity, one.figure.contract, one.figure.currency, one.figure.digits)
        differ[key] += bool(one.difference)
        rest[key] += abs(one.rest)
    rows = []
    for own in found.contracts:
        others = [key for key in found.revenue if key[:2] == own[:2] and key != own]
        for key in (own, *others):
            before, after = found.revenue.get(key, (0, 0))
            sums = (Money(amount, *key[2:]) for amount in (before, after, after - before))
            rows.append((*key[:2], *sums, differ[key], Money(rest[key], *key[2:])))
    return Report("contracts", f"Book {first} against book {second}", columns, tuple(rows))


def _policies(found: Comparison) -> Report:
    columns = (
        Column("policy", "text", "what differs, in the order in which it is turned"),
        Column("first", "text", "its value in the first book"),
        Column("second", "text", "its value in the second book"),
        Column("contracts", "count", "contracts of which it moves a figure"),
        Column("cite", "text", "paragraph that leaves it open"),
    )
    moved = Counter(key for key, _ in {(key, one.figure.contract) for one in found.figures for key, _ in one.parts})
    rows = tuple((key, one, other, moved[key], _CITES[key]) for key, one, other in found.turned)
    return Report("policies", "Policies that differ", columns, rows)


def _differences(found: Comparison) -> Report:
    columns = (
        *_FIGURE,
        Column("first", "money", "in the first book"),
        Column("second", "money", "in the second book"),
        Column("difference", "money", "second less first"),
        Column("not explained", "money", "what no policy explains"),
    )
    rows = tuple(
        (*_named(one), *(_money(one, amount) for amount in (one.first, one.second, one.difference, one.rest)))
        for one in found.figures
    )
    return Report("differences", "Differences", columns, rows)


def _causes(found: Comparison) -> Report:
    columns = (
        *_FIGURE,
        Column("policy", "text", "the policy that makes the difference"),
        Column("first", "text", "its value in the first book"),
        Column("second", "text", "its value in the second book"),
        Column("amount", "money", "what turning it adds to the figure"),
        Column("cite", "text", "paragraph that leaves it open"),
    )
    values = {key: (one, other) for key, one, other in found.turned}
    rows = tuple(
        (*_named(one), key, *values[key], _money(one, amount), _CITES[key])
        for one in found.figures
        for key, amount in one.parts
    )
    return Report("causes", "Why they differ", columns, rows)


def _named(one: Compared) -> tuple[str, ...]:
    figure = one.figure
    return figure.entity, figure.contract, figure.period, figure.account.replace("_", " ")


def _money(one: Compared, minor: int) -> Money:
    return Money(minor, one.figure.currency, one.figure.digits)
