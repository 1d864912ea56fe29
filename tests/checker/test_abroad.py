"""What a contract abroad is carried at: one position of what is money, at the last rate, and of what is ahead, at the
rates of its days."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from duly.checker import abroad
from duly.checker.laws import books
from duly.checker.sources import Document, Rates
from duly.checker.trees import Node

HOW, ON = "in layers, each at the rate of its day", "2025-02-28"


def part(label: str, units: str, rate: str, worth: str, day: str) -> Node:
    count, at = (
        Node("units of it", f"{units} EUR", "", "", "", ()),
        Node(f"one EUR in USD on {day}", rate, "", "", "", ()),
    )
    return Node(label, f"{worth} USD", f"= {units} EUR x {rate}", "", "", (count, at))


def position(account: str, worth: str, shown: str, net: str, *parts: Node) -> Node:
    """A balance abroad of a contract whose rights and advances, less revenue, are `net`."""
    below = (Node("rights and advances less revenue", f"{net} EUR", "", "", "", ()),)
    own = Node(f"{account} of PUMP at the end of {ON}", f"{shown} EUR", "", "", "", below)
    return Node(f"{account} of PUMP in USD", f"{worth} USD", HOW, "", "", (own, *parts))


PAID = part("layer of service", "300.00", "1.20", "360.00", "2025-01-10")
EARNED = part("earned beyond what is due of pump", "350.00", "1.00", "350.00", ON)
TOLD = position("contract liability", "10.00", "0.00", "-50.00", PAID, EARNED)


@pytest.mark.parametrize(
    ("node", "faults"),
    [
        (TOLD, 0),
        (position("contract liability", "10.00", "0.00", "-40.00", PAID, EARNED), 1),
        (position("contract liability", "10.00", "50.00", "50.00", PAID, EARNED), 1),
        # What is a liability in the currency of the contract is shown as one there too.
        (position("contract liability", "360.00", "0.00", "300.00", PAID), 1),
        (position("contract asset", "-10.00", "50.00", "-50.00", PAID, EARNED), 0),
        (position("contract asset", "5.00", "50.00", "-50.00", PAID, EARNED), 1),
    ],
)
def test_layers_make_the_position_whichever_side_the_books_show(node, faults):
    ((pattern, rule),) = abroad.RULES
    found = pattern.match(node.how)
    assert found and len(list(rule(node, found, None))) == faults


def carried(asset: str, liability: str, ahead: tuple[Fraction, Fraction]) -> list[tuple[Fraction, ...]]:
    """What the books show of an asset of 50.00, and what they are to show, at a rate of one."""
    names = ("contract_asset", "contract_liability")
    own, abroad_too = zip(names, ("50.00", "0.00"), strict=True), zip(names, (asset, liability), strict=True)
    shown = dict(own) | {f"functional_{name}": amount for name, amount in abroad_too}
    row = {name: {"amount": amount, "currency": "EUR"} for name, amount in shown.items()}
    of = books._Contract([], Document("c.yaml", 0, []), "", [], [], Rates([]), row, ahead)
    return [tuple(held[1:]) for held in books._netted(of, Fraction(1))]


def test_what_others_have_ahead_lowers_an_asset_at_the_rates_of_its_days():
    ahead = abroad.ahead([TOLD])["PUMP", date(2025, 2, 28)]
    assert ahead == (300, 360)
    assert carried("0.00", "10.00", ahead) == [(-10, -10, -10)]
    # All at the last rate would be an asset of 50.00, and so it is where nothing is ahead.
    assert carried("50.00", "0.00", ahead) == [(50, -10, -10)]
    assert carried("50.00", "0.00", (Fraction(0), Fraction(0))) == [(50, 50, 50)]


def test_only_what_is_told_in_layers_is_ahead():
    assert abroad.ahead([TOLD._replace(how="= round(50.00 EUR x 1.00)")]) == {}
