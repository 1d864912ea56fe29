"""The checker recomputes by rules of its own; here they are held against the engine's, and against trees that lie."""

from __future__ import annotations

import random
from datetime import date, timedelta
from fractions import Fraction

import numpy as np
import pytest

from duly.checker import time
from duly.checker.proof import prove
from duly.checker.rules import split
from duly.checker.trees import Broken, Node, read
from duly.checker.words import decimals
from duly.engine.delivery import elapsed
from duly.ground import dates
from duly.ground.money import currency
from duly.ground.rounding import allocate_fractions

EPOCH = date(1970, 1, 1)


def of_engine(measure: str, first: int, until: int, on: int, skipped: int) -> Fraction:
    start, end = np.array([first]), np.array([until])
    span = elapsed.months(start, end)
    done, total = {
        "by day": lambda: elapsed.elapsed_days(start, end, on),
        "by week": lambda: elapsed.elapsed_weeks(start, end, on),
        "by month": lambda: elapsed.elapsed_months(span, on),
        "by month prorated": lambda: elapsed.elapsed_months_prorated(span, on, skipped == 0),
    }[measure]()
    return Fraction(int(done[0]), int(total[0]))


@pytest.mark.parametrize("measure", ["by day", "by week", "by month", "by month prorated"])
def test_time_passes_as_in_the_engine(measure):
    chance = random.Random(measure)
    for _ in range(400):
        first = chance.randrange(dates.day("2023-06-01"), dates.day("2025-06-01"))
        until = first + chance.choice([1, 5, 28, 31, 59, 90, 365, 366, 400, 731])
        on, skipped = chance.randrange(first - 5, until + 5), chance.choice([0, 1])
        skipped = skipped if measure == "by month prorated" else 0
        mine = time.passed(measure, *(EPOCH + timedelta(day) for day in (first, until - 1, on)), skipped)
        theirs = of_engine(measure, first, until, on, skipped)
        assert mine == theirs, (measure, dates.iso(first), dates.iso(until - 1), dates.iso(on), skipped)


def test_a_price_is_split_as_in_the_engine():
    chance = random.Random("split")
    for _ in range(500):
        weights = [Fraction(chance.choice([0, 1, 2, 3, 7, 999])) for _ in range(chance.randrange(1, 6))]
        total, largest = chance.choice([-1000, -1, 0, 1, 2, 100, 12345]), chance.random() < 0.3
        mine = split(Fraction(total, 100), weights, 2, largest)
        assert [int(part * 100) for part in mine] == allocate_fractions(total, weights, largest)


@pytest.mark.parametrize("code", ["USD", "JPY", "KWD", "CLF", "ISK", "HUF", "TND"])
def test_currencies_have_the_decimals_they_have_in_the_engine(code):
    assert decimals(f"5 {code}") == currency(code).digits


def leaf(label: str, value: str, how: str = "", source: str = "a.yaml, line 2") -> Node:
    return Node(label, value, how, source, "", ())


def found(node: Node, text: str = "price: 10.00\nparts: {price: 10.00, quantity: 4}\nmore: 12.00\n") -> list[str]:
    return [fault.partition(": ")[2] for fault in prove([node], lambda file: text if file == "a.yaml" else None).faults]


def over(value: str, how: str, *below: Node, label: str = "sum") -> Node:
    return Node(label, value, how, "", "", below)


def test_what_is_right_has_no_fault():
    price, quantity = leaf("price", "10.00 USD per part"), leaf("quantity", "4 parts")
    assert found(over("40.00 USD", "= 10.00 USD x 4 parts", price, quantity)) == []


@pytest.mark.parametrize(
    "node, fault",
    [
        (
            over("41.00 USD", "= 10.00 USD x 4 parts", leaf("price", "10.00 USD"), leaf("quantity", "4 parts")),
            "is not =",
        ),
        (over("40.00 USD", "= 10.00 USD x 4 parts", leaf("price", "10.00 USD")), "4 of its formula does not stand"),
        (over("10.00 USD", "= 10.00 USD", leaf("price", "10.00 USD"), leaf("more", "4 USD")), "more is left out"),
        (over("10.00 USD", "= 10.00 USD +", leaf("price", "10.00 USD")), "cannot be worked out"),
        (over("3.33 USD", "= 10.00 USD / 3", leaf("price", "10.00 USD"), leaf("by", "3", "one whole")), "is not"),
        (over("20.00 USD", "= sum of the 3 below", leaf("price", "10.00 USD"), leaf("again", "10.00 USD")), "not 3"),
        (leaf("price", "11.00 USD"), "11.00 USD does not stand at a.yaml, line 2"),
        (leaf("price", "12.00 USD"), "12.00 USD does not stand at a.yaml, line 2"),
        (leaf("price", "10.00 USD", source="a.yaml, line 9"), "a.yaml has no line 9"),
        (leaf("price", "10.00 USD", source=""), "it has no source"),
        (leaf("whole", "2", "one whole"), "2 is not one whole"),
        (leaf("months from 2026-01-01 to 2026-12-31", "11 months"), "11 months is not 12"),
    ],
)
def test_what_is_wrong_is_found(node, fault):
    assert any(fault in one for one in found(node)), found(node)


def progress(value: str, first: str, last: str, on: str, measure: str) -> Node:
    span = leaf("span of service", f"{first} to {last}")
    below = (span, leaf("measure", f"over time {measure}"))
    return Node("progress", value, f"days of its span that have passed at the end of {on}", "", "", below)


@pytest.mark.parametrize(
    "value, on, measure, right",
    [
        ("31 of 365 days", "2026-01-31", "by day", True),
        ("30 of 365 days", "2026-01-31", "by day", False),
        ("1 of 12 months", "2026-01-31", "by month", True),
        ("2 of 12 months", "2026-01-31", "by month", False),
        ("4 of 53 weeks", "2026-01-31", "by week", True),
        ("5 of 53 weeks", "2026-01-31", "by week", False),
        ("31 of 365 days", "2026-01-31", "by month", False),
    ],
)
def test_time_is_counted_anew(value, on, measure, right):
    assert (found(progress(value, "2026-01-01", "2026-12-31", on, measure)) == []) == right


@pytest.mark.parametrize("values, right", [(("33.33", "33.33", "33.34"), True), (("33.34", "33.33", "33.33"), False)])
def test_a_share_is_split_anew(values, right):
    weights = [leaf(f"standalone selling price of {name}", "10.00 USD") for name in "abc"]
    together = over(
        "30.00 USD", "= 10.00 USD + 10.00 USD + 10.00 USD", *weights, label="standalone selling prices together"
    )
    whole, policy = (
        over("100.00 USD", "= 10.00 USD x 10", leaf("a", "10.00 USD"), leaf("b", "10.00")),
        leaf("policy allocation remainder", "last", source="policy"),
    )
    shares = [
        Node(f"share of {name}", f"{value} USD", f"by weight; share {at} of 3", "", "", (whole, together, policy))
        for at, (name, value) in enumerate(zip("abc", values, strict=True), 1)
    ]
    assert (found(over("100.00 USD", " + ".join(["= " + values[0], *values[1:]]), *shares)) == []) == right


@pytest.mark.parametrize("left, name, right", [("0", "plan", True), ("1", "plan", False), ("0", "care", False)])
def test_a_price_of_its_own_is_of_what_is_performed(left, name, right):
    """A change of a price that shares nothing of what the amendment adds is of that alone of which nothing is left."""
    part = leaf(f"part of {name} that is left", left, {"0": "nothing yet", "1": "one whole"}[left])
    price = leaf("stated price of what is left of plan, changed by amendment", "10.00 USD")
    label = "added by the change of 2026-02-10 for plan, which is performed"
    assert (found(over("10.00 USD", "= 10.00 USD", price, part, label=label)) == []) == right


def test_what_stands_above_must_be_there():
    with pytest.raises(Broken, match="nothing like it stands above"):
        read('{"label": "a", "value": "1", "from": [{"label": "b", "value": "1", "source": "as above", "step": 1}]}')
    with pytest.raises(Broken, match="cannot be read as JSON"):
        read("{")
