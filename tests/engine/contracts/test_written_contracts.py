"""Laws: a well-formed contract reads back what was written, in any order of its keys; and reading is quick."""

from __future__ import annotations

import time
from fractions import Fraction as F
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from duly.engine.contracts.language import read_terms
from duly.engine.contracts.reading import read_contracts
from duly.engine.contracts.terms import Company, Price, Quantity
from duly.ground import dates
from duly.ground.errors import DulyError
from duly.ground.money import plain
from duly.ground.tree import Block, Node
from tests.engine.contracts.shapes import block, rows, text

DIGITS = {"USD": 2, "JPY": 0, "KWD": 3, "CLF": 4}

names = st.from_regex(r"\A[A-Za-z][A-Za-z0-9_.-]{0,8}\Z").filter(
    lambda name: name not in ("all", "both", "rest", "term", "source", "note")
)
days = st.integers(dates.day("1990-01-01"), dates.day("2090-12-31"))
amounts = st.integers(0, 10**15)


def written_block(value: dict[str, Any]) -> Block:
    """A text tree of dicts, lists and texts."""
    found = _tree(value)
    assert isinstance(found, Block)
    return found


def _tree(value: Any) -> Node:
    if isinstance(value, dict):
        return block({key: _tree(inner) for key, inner in value.items()})
    return rows([_tree(inner) for inner in value]) if isinstance(value, list) else text(value)


@st.composite
def prices(draw: st.DrawFn, digits: int) -> tuple[str, Price]:
    """A price as written, and what it says."""
    amount = draw(amounts)
    figure = plain(amount, digits)
    form = draw(st.sampled_from(["fixed", "unit", "unit_period", "period", "share"]))
    unit, period = (
        draw(st.sampled_from(["seat", "API call", "hour"])),
        draw(st.sampled_from(["month", "quarter", "half year", "year"])),
    )
    if form == "unit":
        return f"{figure} per {unit}", Price("unit", F(amount), unit)
    if form == "unit_period":
        return f"{figure} per {unit} and {period}", Price("unit_period", F(amount), unit, period)
    if form == "period":
        return f"{figure} per {period}", Price("period", F(amount), "", period)
    if form == "share":
        return f"{amount % 101}% of gross", Price("share", ratio=F(amount % 101, 100), base="gross")
    return figure, Price("fixed", F(amount))


@st.composite
def contracts(draw: st.DrawFn) -> tuple[dict[str, Any], dict[str, Any]]:
    """A contract as written, and what of it must be read back."""
    currency = draw(st.sampled_from(sorted(DIGITS)))
    digits = DIGITS[currency]
    start = draw(days)
    length = draw(st.integers(1, 3000))
    promised = draw(
        st.dictionaries(names, st.tuples(prices(digits), st.integers(0, 10**6), st.booleans()), min_size=1, max_size=5)
    )
    refs = list(promised)
    facts = draw(st.lists(st.tuples(st.sampled_from(refs), days, days, st.integers(1, 999)), max_size=6))
    written = {
        "contract": draw(names),
        "currency": currency,
        "signed": dates.iso(draw(days)),
        "term": {"from": dates.iso(start), "to": dates.iso(start + length - 1)},
        "obligations": {
            ref: {
                "price": price[0],
                "quantity": f"{count} seats",
                "recurring": "yes" if yes else "no",
                "earn": "over time by day",
            }
            for ref, (price, count, yes) in promised.items()
        },
        "happened": [
            {"date": dates.iso(on), "known": dates.iso(known), "delivered": ref, "quantity": str(count)}
            for ref, on, known, count in facts
        ],
    }
    if not facts:
        del written["happened"]
    order = draw(st.permutations(sorted(written)))
    return {key: written[key] for key in order}, {
        "start": start,
        "until": start + length,
        "promised": promised,
        "facts": facts,
    }


@given(contracts())
def test_a_written_contract_reads_back_what_it_says(case):
    written, said = case
    terms = read_terms(written_block(written), Company())
    assert (terms.ref, terms.currency, terms.digits) == (
        written["contract"],
        written["currency"],
        DIGITS[written["currency"]],
    )
    assert dates.iso(terms.signed_on) == written["signed"]
    assert [o.ref for o in terms.obligations] == list(said["promised"])
    for number, o in enumerate(terms.obligations):
        price, count, recurring = said["promised"][o.ref]
        assert (o.number, o.quantity, o.recurring) == (number, Quantity(F(count), "seats"), recurring)
        assert (o.from_on, o.until) == (said["start"], said["until"])
        read = o.price
        assert (read.form, read.amount, read.unit, read.period, read.ratio) == (
            price[1].form, price[1].amount, price[1].unit, price[1].period, price[1].ratio,
        )  # fmt: skip
    assert [(f.subjects[0], f.on, f.known_on, f.fields["quantity"], f.order) for f in terms.happened] == [
        (ref, on, known, F(count), number) for number, (ref, on, known, count) in enumerate(said["facts"])
    ]


keys = st.sampled_from(
    "contract currency signed term obligations price billing happened judged costs opening a date delivered paid "
    "amount from to value source quantity ssp earn element outcomes invoice lines amendment changes adds".split()
)
scalars = st.one_of(
    st.text(max_size=12),
    st.sampled_from(["1.00", "2024-01-01", "a", "USD", "yes", "30%", "rest", "all", "on delivery"]),
)
anything = st.recursive(
    scalars,
    lambda inside: st.one_of(st.lists(inside, max_size=4), st.dictionaries(keys, inside, max_size=6)),
    max_leaves=30,
)


@settings(max_examples=300)
@given(st.dictionaries(keys, anything, max_size=8))
def test_whatever_is_written_is_read_or_refused_by_name(value):
    try:
        read_terms(written_block(value), Company())
    except DulyError as error:
        assert str(error)


PLATFORM = {
    "product": "PLAT",
    "quantity": "10 seats",
    "price": "40.00 per seat and month",
    "ssp": "41.00 per seat and month",
    "earn": "over time by day",
}


def test_a_thousand_contracts_are_typed_in_two_seconds():
    written = {
        "contract": "C-0",
        "customer": "Northwind Health",
        "currency": "USD",
        "signed": "2024-01-01",
        "term": {"from": "2024-01-01", "to": "2026-12-31"},
        "obligations": {f"o{n}": PLATFORM for n in range(5)},
        "billing": [{"bill": "all", "every": "year", "in": "advance", "net": "45 days", "right": "on invoice"}],
        "happened": [
            {"date": "2024-01-01", "invoice": f"I-{n}", "lines": {"o1": "5.00"}, "tax": "0.40"} for n in range(6)
        ]
        + [{"date": "2024-02-01", "paid": "5.40", "invoice": f"I-{n}"} for n in range(6)],
    }
    blocks = [written_block({**written, "contract": f"C-{n}"}) for n in range(1000)]
    start = time.process_time()
    reading = read_contracts(blocks, Company())
    spent = time.process_time() - start
    assert len(reading.terms) == 1000
    assert spent < 2, spent
