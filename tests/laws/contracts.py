"""Random contracts with agreed prices: every measure, right and form of price, at the sizes where arithmetic breaks.

`contract_group(chance, number)` makes one contract, or two accounted for as one, from any source of chance with the
methods of `random.Random`; so one text serves the seeded thousands and Hypothesis, which shrinks what it finds.
What happened to them is in `happenings.py`, how they were changed in `amendments.py`.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from random import Random

from hypothesis import strategies as st

from duly.engine.contracts.terms import BillLine, Cancel, Obligation, Price, Ssp, Terms
from tests.laws.amendments import amended as with_changes
from tests.laws.happenings import happened, judged
from tests.laws.promised import FIRST, a_span, obligation, residual, ssp

CURRENCIES = (("JPY", 0), ("USD", 2), ("KWD", 3))
RIGHTS = ("on invoice", "on delivery", "on acceptance", "when due", "when delivered", "on date")


def contract_group(chance: Random, number: int, amended: bool = False) -> list[Terms]:
    """Contracts accounted for as one: mostly one, sometimes two; with a chain of amendments to each, where asked."""
    group = agreed_group(chance, number)
    return (
        [with_changes(chance, terms, letter) for terms, letter in zip(group, "AB", strict=False)] if amended else group
    )


def agreed_group(chance: Random, number: int) -> list[Terms]:
    """The contracts and what happened to them, without any change of what was agreed."""
    currency = chance.choice(CURRENCIES)
    first = contract(chance, f"C{number:05d}", currency)
    if chance.random() > 0.06:
        return [first]
    second = contract(chance, f"C{number:05d}b", currency, "P")
    second = replace(
        second,
        known_on=first.known_on,
        signed_on=first.signed_on,
        cancel=first.cancel,
        collect=first.collect,
        policy=first.policy,
        judged=first.judged,
    )
    # Only one can take what is left of the price.
    promised = tuple(replace(o, ssp=Ssp("none")) if o.ssp.form == "residual" else o for o in second.obligations)
    second = replace(second, obligations=promised)
    return [
        replace(first, combine=(second.ref,)),
        replace(second, combine=(first.ref,) if chance.random() < 0.5 else ()),
    ]


@st.composite
def contract_groups(draw: st.DrawFn) -> list[Terms]:
    """The same contracts for Hypothesis."""
    return contract_group(draw(st.randoms(use_true_random=False)), 1)


@st.composite
def amended_groups(draw: st.DrawFn) -> list[Terms]:
    """The contracts with their amendments for Hypothesis."""
    return contract_group(draw(st.randoms(use_true_random=False)), 1, amended=True)


def contract(chance: Random, ref: str, currency: tuple[str, int], letter: str = "O") -> Terms:
    """One contract with what happened to it, in no order; its obligations are called O0, O1, ..."""
    start, until = a_span(chance)
    signed = start - chance.choice((0, 0, 1, 20))
    bare = Terms(
        ref=ref,
        currency=currency[0],
        digits=currency[1],
        signed_on=signed,
        known_on=signed + chance.choice((0, 0, 0, 3, 40)),
        from_on=start,
        until=until,
        cancel=a_cancel(chance),
        collect="not probable" if chance.random() < 0.03 else "probable",
        policy=policies(chance),
    )
    largest = chance.choice((0, 1, 5, 999, 10**5, 10**7, 10**9, 10**12, 10**15))
    agreed = with_obligations(chance, bare, largest, letter)
    billed = replace(agreed, billing=billing(chance, agreed))
    return replace(billed, happened=happened(chance, billed), judged=judged(chance, billed))


def a_cancel(chance: Random) -> Cancel:
    if chance.random() > 0.15:
        return Cancel()
    return Cancel(by=chance.choice(("customer", "either", "us")), refund=chance.choice(("none", "pro rata", "full")))


def policies(chance: Random) -> tuple[tuple[str, str], ...]:
    chosen = []
    for key, value, odds in (
        ("allocation remainder", "largest", 0.1),
        ("ssp outside range", "midpoint", 0.1),
        ("start day", "excluded", 0.1),
        ("progress digits", str(chance.randint(0, 4)), 0.08),
    ):
        if chance.random() < odds:
            chosen.append((key, value))
    return tuple(chosen)


# --- obligations, prices and standalone selling prices


def with_obligations(chance: Random, terms: Terms, largest: int, letter: str) -> Terms:
    """One to five obligations, priced one by one or in all."""
    count = chance.choice((1, 1, 2, 2, 3, 4, 5))
    in_all = chance.random() < 0.15
    made: list[Obligation] = []
    for number in range(count):
        made.append(obligation(chance, terms, f"{letter}{number}", largest, in_all))
    if in_all:
        terms = replace(terms, total=chance.randint(0, largest))
    made = [replace(o, ssp=ssp(chance, o, made, largest)) for o in made]
    if count > 1 and chance.random() < 0.06 and made[-1].earn != "as invoiced":
        made[-1] = replace(made[-1], ssp=residual(chance, largest))
    if count > 1 and chance.random() < 0.04 and made[0].price.form == "fixed":
        # Its own weight is none, so no other can be a share of it.
        made[0] = replace(made[0], setup=not any(made[0].ref in o.ssp.of for o in made))
    terms = replace(terms, obligations=tuple(made))
    return with_bundle(chance, terms) if count > 2 and chance.random() < 0.4 else terms


def with_bundle(chance: Random, terms: Terms) -> Terms:
    """Two obligations that are also sold together; in most cases the whole discount is theirs (606-10-32-37)."""
    prices = [chance.randint(1, 10**6) for _ in terms.obligations]
    bundle = min(chance.randint(0, 10**6), prices[0] + prices[1])
    made = tuple(
        o
        if o.earn == "as invoiced"
        else replace(o, ssp=Ssp("point", price=Price("fixed", amount=Fraction(amount))), price=Price("none"))
        for o, amount in zip(terms.obligations, prices, strict=True)
    )
    if any(o.earn == "as invoiced" for o in terms.obligations[:2]):
        return terms
    others = sum(amount for o, amount in zip(made[2:], prices[2:], strict=True) if o.earn != "as invoiced")
    total = others + bundle if chance.random() < 0.7 else chance.randint(0, 2 * 10**6)
    return replace(terms, obligations=made, total=total, bundles=(((made[0].ref, made[1].ref), bundle),))


# --- billing


def billing(chance: Random, terms: Terms) -> tuple[BillLine, ...]:
    """No plan, one line for all, or a line for each obligation with a right of its own."""
    kind = chance.random()
    if kind < 0.35:
        return ()
    if kind < 0.6:
        return (bill_line(chance, terms, (), chance.choice(RIGHTS)),)
    return tuple(
        bill_line(chance, terms, (o.ref,), chance.choice(RIGHTS)) for o in terms.obligations if chance.random() < 0.9
    )


def bill_line(chance: Random, terms: Terms, of: tuple[str, ...], right: str) -> BillLine:
    billed = [o for o in terms.obligations if not of or o.ref in of]
    if right in ("when delivered", "on acceptance", "on date") and any(o.earn == "as invoiced" for o in billed):
        right = "on invoice"
    line = BillLine(of=of, right=right)
    start = terms.from_on or FIRST
    if right == "when due":
        dates = sorted(start + chance.randint(0, 200) for _ in range(chance.randint(1, 4)))
        line = replace(line, instalments=tuple((due, chance.randint(0, 10**6)) for due in dates))
    if right == "when delivered":
        others = [o.ref for o in terms.obligations if o.earn != "as invoiced" and not o.setup]
        named = sorted(chance.sample(others, chance.randint(1, len(others)))) if others else []
        of_all = len(others) == len(terms.obligations) and chance.random() < 0.2
        line = replace(
            line, right_of=() if of_all else tuple(named), right="when delivered" if others else "on invoice"
        )
    if right == "on date":
        line = replace(line, right_on=start + chance.randint(0, 300))
    if (
        right in ("on delivery", "when delivered", "on date")
        and of
        and billed[0].earn != "as invoiced"
        and chance.random() < 0.2
    ):
        line = replace(line, amount=chance.randint(0, 10**6))
    if chance.random() < 0.15 and all(o.earn != "as invoiced" for o in billed):
        line = replace(line, retention=Fraction(chance.choice((5, 10, 33)), 100))
    return line
