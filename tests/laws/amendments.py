"""Random chains of amendments: up to four changes of a contract, known late or not, over all measures and prices.

`amended(chance, terms)` gives the contract with its chain: new prices, quantities and ends, additions and removals, a
change of the whole price, an end before time; what is said of distinctness and of standalone selling prices on the
day; some not approved, some decided by a person against the table. Whether all of it makes sense is not asked: what
does not is for the engine to refuse with a clear error.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from random import Random

from duly.engine.contracts.terms import Fact, Obligation, Price, Quantity, Ssp, Terms
from duly.engine.recognition.treatments import TREATMENTS
from duly.ground.dates import add_months
from tests.laws.happenings import LATE, of_obligation
from tests.laws.promised import obligation, price, ssp

Fields = dict[str, object]


@dataclass
class Agreed:
    """The contract as the amendments so far leave it: what is promised now, the end of its term, the size of prices,
    how many obligations were added."""

    terms: Terms
    promised: dict[str, Obligation]
    until: int
    largest: int
    count: int = 0


def amended(chance: Random, terms: Terms, letter: str = "A") -> Terms:
    """The contract with a chain of one to four changes; obligations that they add are called A0, A1, ..."""
    now = now_agreed(terms)
    start = terms.from_on or 0
    days = sorted(chance.randint(start - 3, now.until + 10) for _ in range(chance.choice((1, 1, 2, 2, 3, 4))))
    facts: list[Fact] = []
    judged = list(terms.judged)
    for number, on in enumerate(days, 1):
        if chance.random() < 0.08:
            facts.append(end(chance, now, on))
            continue
        fields, performed = amendment(chance, now, on, letter)
        facts.append(Fact("amendment", on, on, (), fields, ref=f"A-{number}"))
        facts += performed
        if chance.random() < 0.12:
            decided = {"treatment": f"A-{number}", "as": chance.choice(TREATMENTS)}
            judged.append(Fact("treatment", on, on, (), decided))
    first = len(terms.happened)
    known = [fact.on + chance.choice(LATE) for fact in facts]
    facts = [replace(f, order=first + i, known_on=day) for i, (f, day) in enumerate(zip(facts, known, strict=True))]
    together = [*terms.happened, *facts]
    chance.shuffle(together)
    return replace(terms, happened=tuple(together), judged=tuple(judged))


def now_agreed(terms: Terms) -> Agreed:
    """A contract as it was signed."""
    return Agreed(terms, {o.ref: o for o in terms.obligations}, terms.until or 0, size_of(terms))


def size_of(terms: Terms) -> int:
    """The size of the prices of a contract, so that what changes is of a like size."""
    fixed = [int(o.price.amount) for o in terms.obligations if o.price.form == "fixed"]
    return max([terms.total or 0, *fixed, 1])


def amendment(chance: Random, now: Agreed, on: int, letter: str) -> tuple[Fields, list[Fact]]:
    """What one amendment says, and what is performed of what it adds."""
    fields: Fields = {}
    named = chance.sample(sorted(now.promised), chance.randint(0, min(3, len(now.promised))))
    said = {ref: change(chance, now.promised[ref], on, now.largest) for ref in named}
    changes = {ref: one for ref, one in said.items() if one}
    if chance.random() < 0.15:
        later = add_months(now.until, chance.choice((-1, 1, 3, 12)))
        changes["term"] = {"until": max(later, on + 1, (now.terms.from_on or 0) + 1)}
    adds, performed = added(chance, now, on, letter) if chance.random() < 0.35 else ((), [])
    removes = tuple(ref for ref in sorted(now.promised) if ref not in changes and chance.random() < 0.06)
    if chance.random() < 0.2 or not (changes or adds or removes):
        fields["price"] = chance.randint(-now.largest // 4, now.largest)
    parts = {"changes": changes, "adds": adds, "removes": removes}
    fields |= {name: value for name, value in parts.items() if value}
    fields |= distinctness(chance, [o.ref for o in adds], sorted(now.promised))
    if chance.random() < 0.35:
        fields["ssp"] = {ref: ssp_of_day(chance, now.promised[ref], now.largest) for ref in named or now.promised}
    if chance.random() < 0.08:
        return fields | {"approved": False}, []
    agree(now, changes, adds, removes)
    return fields, performed


def agree(now: Agreed, changes: dict[str, Fields], adds: tuple[Obligation, ...], removes: tuple[str, ...]) -> None:
    """Take over what was agreed, so that the next change has something to change."""
    for ref, said in changes.items():
        if ref == "term":
            now.until = int(str(said["until"]))
        elif "quantity" in said or "until" in said:
            kept = {name: said[name] for name in ("quantity", "until") if name in said}
            now.promised[ref] = replace(now.promised[ref], **kept)
    for ref in removes:
        del now.promised[ref]
    now.promised |= {o.ref: o for o in adds}


def change(chance: Random, o: Obligation, on: int, largest: int) -> Fields:
    """What an amendment says of one obligation: seldom nothing but words."""
    said: Fields = {}
    if o.earn == "as invoiced":
        return said
    kind = chance.choice(("price", "price", "remaining", "quantity", "quantity", "until", "cost", "words"))
    if kind == "words":
        said["description"] = "as before"
    if kind == "price" or chance.random() < 0.1:
        new = price(chance, o, largest)
        said["price"] = new if new.form != "none" else Price("fixed", amount=Fraction(largest))
    if kind == "remaining":
        said["remaining_price"] = chance.randint(0, largest)
    if o.quantity is not None and (kind == "quantity" or chance.random() < 0.1):
        factor = Fraction(chance.choice((50, 80, 110, 120, 150, 200)), 100)
        said["quantity"] = Quantity(Fraction(max(int(o.quantity.count * factor), 1)), "unit")
    if kind == "until" and o.until is not None:
        said["until"] = max(add_months(o.until, chance.choice((-1, 1, 2, 6))), on + 1, (o.from_on or 0) + 1)
    if kind == "cost" and o.earn == "by cost" and o.expected_cost:
        said["expected_cost"] = max(o.expected_cost * chance.randint(60, 180) // 100, o.uninstalled)
    return said


def added(chance: Random, now: Agreed, on: int, letter: str) -> tuple[tuple[Obligation, ...], list[Fact]]:
    """One or two obligations from the day on, mostly at the price at which they are sold alone; their performance."""
    made: list[Obligation] = []
    facts: list[Fact] = []
    until = max(now.until, on + 1)
    first, count = now.count, chance.choice((1, 1, 2))
    now.count += count
    for number in range(count):
        o = obligation(chance, now.terms, f"{letter}{first + number}", now.largest, False)
        own = o.until if o.from_on is not None and o.until is not None and o.until > on else None
        o = replace(o, number=100 + first + number, from_on=on, until=own or until, setup=False)
        o = replace(o, places=o.places if own else {}, series=chance.random() < 0.2)
        if chance.random() < 0.5:
            o = replace(o, ssp=ssp(chance, o, made, now.largest))
        made.append(o)
        facts += of_obligation(chance, replace(now.terms, from_on=on, until=until), o)
    return tuple(made), facts


def distinctness(chance: Random, adds: list[str], promised: list[str]) -> Fields:
    """What is said of distinctness: all alike, one by one, seldom nothing."""
    said: Fields = {}
    for key, refs in (("distinct", [*adds, *promised]), ("remaining distinct", promised)):
        kind = chance.random()
        if kind < 0.45:
            said[key] = chance.random() < 0.6
        elif kind < 0.97 and refs:
            said[key] = {ref: chance.random() < 0.6 for ref in refs}
    return said


def ssp_of_day(chance: Random, o: Obligation, largest: int) -> Ssp:
    """A standalone selling price of what is left, as it is on the day."""
    low = chance.randint(0, largest)
    kind = chance.choice(("fixed", "fixed", "range", "unit"))
    if kind == "range":
        return Ssp("range", low=low, high=low + chance.randint(0, largest))
    if kind == "unit" and o.quantity is not None:
        each = Fraction(low // max(int(o.quantity.count), 1))
        return Ssp("point", price=Price("unit", amount=each, unit="unit"))
    return Ssp("point", price=Price("fixed", amount=Fraction(low)))


def end(chance: Random, now: Agreed, on: int) -> Fact:
    """An end before time, of all or of some; where nothing goes on, what is given back is stated."""
    if chance.random() < 0.4 and len(now.promised) > 1:
        some = tuple(chance.sample(sorted(now.promised), 1))
        if any((o.until or now.until) > on for ref, o in now.promised.items() if ref not in some):
            del now.promised[some[0]]
            return Fact("terminated", on, on, some, {})
    now.promised.clear()
    return Fact("terminated", on, on, (), {"refund": chance.choice((0, chance.randint(0, now.largest // 4)))})
