"""What happened to a random contract: deliveries in parts, use, costs with estimates, invoices with tax, cash."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from random import Random

from duly.engine.contracts.terms import Fact, Obligation, Quantity, Terms

LATE = (0, 0, 0, 0, 1, 7, 35, 90)


def happened(chance: Random, terms: Terms) -> tuple[Fact, ...]:
    """All facts of a contract in any order; `order` keeps the order of recording, the tie-break of a day."""
    facts: list[Fact] = []
    for obligation in terms.obligations:
        facts += of_obligation(chance, terms, obligation)
    facts += billed_and_paid(chance, terms)
    known = [fact.on + chance.choice(LATE) for fact in facts]
    # A correction stands right after the row it mends, and nobody knows of it before that row.
    known = [max(day, known[i - 1]) if facts[i].corrects else day for i, day in enumerate(known)]
    facts = [replace(fact, order=i, known_on=day) for i, (fact, day) in enumerate(zip(facts, known, strict=True))]
    chance.shuffle(facts)
    return tuple(facts)


def days(chance: Random, terms: Terms, obligation: Obligation | None, most: int) -> list[int]:
    """Days in or shortly after the span of an obligation."""
    start, until = terms.from_on or 0, terms.until or 0
    if obligation is not None and obligation.from_on is not None:
        start, until = obligation.from_on, obligation.until or 0
    return sorted(chance.randint(start, until + 30) for _ in range(chance.randint(0, most)))


def of_obligation(chance: Random, terms: Terms, o: Obligation) -> list[Fact]:
    """Performance of one obligation by its own measure; acceptance where a right waits for it."""
    made: list[Fact] = []
    if o.earn == "on delivery":
        made = handed_over(chance, terms, o, "delivered")
    elif o.earn == "on milestones":
        names = [name for name, _ in o.milestones]
        reached = names[: chance.randint(0, len(names))]
        on = days(chance, terms, o, 1) or [terms.from_on or 0]
        made = [fact("milestone", on[0] + 9 * i, o, reached=name) for i, name in enumerate(reached)]
    elif o.earn in ("by units", "by hours", "as invoiced"):
        made = used(chance, terms, o)
    elif o.earn == "by cost":
        made = costs(chance, terms, o)
    elif o.earn == "by progress":
        made = [fact("progress", on, o, done=Fraction(chance.randint(0, 100), 100)) for on in days(chance, terms, o, 5)]
    accepts = any(line.right == "on acceptance" and (not line.of or o.ref in line.of) for line in terms.billing)
    if o.earn == "on acceptance" or accepts:
        made += handed_over(chance, terms, o, "accepted")
    return made


def fact(verb: str, on: int, o: Obligation | None, **fields: object) -> Fact:
    subjects = (o.ref,) if o else ()
    return Fact(verb, on, on, subjects, {name.replace("_", " "): value for name, value in fields.items()})


def handed_over(chance: Random, terms: Terms, o: Obligation, verb: str) -> list[Fact]:
    """Delivered or accepted: whole, in parts, in quantities, or in parts and then all that is left."""
    on = days(chance, terms, o, 4)
    if chance.random() < 0.4:
        return [fact(verb, day, o) for day in on[:1]]
    made = []
    for day in on:
        if o.quantity is not None:
            made.append(
                fact(
                    verb, day, o, quantity=Quantity(Fraction(chance.randint(0, int(o.quantity.count))), o.quantity.unit)
                )
            )
        else:
            made.append(fact(verb, day, o, parts=chance.randint(1, o.parts)))
    return [*made, fact(verb, on[-1] + 5, o)] if made and chance.random() < 0.3 else made


def used(chance: Random, terms: Terms, o: Obligation) -> list[Fact]:
    """Units and hours, a mistake put right, and new estimates of the total."""
    verb = "hours" if o.earn == "by hours" else "usage"
    count = o.quantity.count if o.quantity else Fraction(100)
    made = []
    for on in days(chance, terms, o, 7):
        quantity = Fraction(chance.randint(0, max(int(count) // 3, 1)), chance.choice((1, 1, 2, 8)))
        made.append(fact(verb, on, o, quantity=Quantity(quantity, "unit")))
        if chance.random() < 0.1:
            made.append(replace(fact(verb, on + 2, o, quantity=Quantity(-quantity, "unit")), corrects=True))
    if o.earn != "as invoiced" and chance.random() < 0.4:
        made += [
            fact("estimate", on, o, expected_quantity=Quantity(count * chance.randint(50, 200) / 100, "unit"))
            for on in days(chance, terms, o, 2)
        ]
    return made


def costs(chance: Random, terms: Terms, o: Obligation) -> list[Fact]:
    """Costs incurred, some of uninstalled material, and estimates up and down."""
    expected = o.expected_cost or 1
    made = []
    for on in days(chance, terms, o, 6):
        amount = chance.randint(0, expected // 3 + 1)
        material = chance.randint(0, min(amount, o.uninstalled)) if o.uninstalled and chance.random() < 0.5 else 0
        fields = {"uninstalled": material} if material else {}
        made.append(fact("cost", on, o, amount=amount, **fields))
        if chance.random() < 0.05:
            made.append(replace(fact("cost", on + 1, o, amount=material - amount), corrects=True))
    if chance.random() < 0.5:
        for on in days(chance, terms, o, 2):
            made.append(
                fact("estimate", on, o, expected_cost=max(expected * chance.randint(60, 180) // 100, o.uninstalled))
            )
    return made


def billed_and_paid(chance: Random, terms: Terms) -> list[Fact]:
    """Invoices with tax, credit notes, payments in part, in full and in advance, refunds."""
    made: list[Fact] = []
    most = chance.choice((1, 100, 10**6, 10**9))
    taxed = terms.collect == "probable" and chance.random() < 0.5
    uniform = len({line.right for line in terms.billing}) < 2 and len(terms.billing) < 2
    for number, on in enumerate(days(chance, terms, None, 5)):
        amount = chance.randint(0, most)
        tax = {"tax": chance.randint(0, amount // 5)} if taxed else {}
        if uniform and chance.random() < 0.5:
            fields: dict[str, object] = {"invoice": f"INV-{number}", "amount": amount, **tax}
        else:
            chosen = chance.sample(terms.obligations, chance.randint(1, len(terms.obligations)))
            lines = {o.ref: chance.randint(0, amount) for o in chosen}
            fields = {"invoice": f"INV-{number}", "lines": lines, "amount": sum(lines.values()), **tax}
        if chance.random() < 0.05:
            fields["credit applied"] = chance.randint(0, amount)
        made.append(replace(fact("invoice", on, None, **fields), ref=f"INV-{number}"))
        if chance.random() < 0.15:
            made.append(credit_note(chance, terms, number, on + 10, amount, taxed))
        if chance.random() < 0.7:
            paid = chance.choice((amount, amount + amount // 5, amount // 2, 2 * amount))
            made.append(
                fact(
                    "paid", max(on + chance.randint(-20, 60), terms.signed_on), None, paid=paid, invoice=f"INV-{number}"
                )
            )
    if chance.random() < 0.1:
        made.append(fact("paid", terms.signed_on + 1, None, paid=chance.randint(0, most)))
    if chance.random() < 0.1:
        reason = "deposit" if terms.collect != "probable" else "overpaid"
        made.append(fact("refund", (terms.until or 0) + 5, None, refund=chance.randint(0, most), reason=reason))
    return made


def credit_note(chance: Random, terms: Terms, number: int, on: int, amount: int, taxed: bool) -> Fact:
    """What was billed in error and is taken back, which leaves the price alone, or a part of the price."""
    tax: dict[str, object] = {"tax": chance.randint(0, amount // 20)} if taxed else {}
    reason, most = "error", amount
    if chance.random() < 0.4 and terms.total and not terms.bundles:
        reason, most = "price", terms.total // 10
    made = fact("credit note", on, None, invoice=f"INV-{number}", amount=chance.randint(0, most), reason=reason, **tax)
    return replace(made, ref=f"CN-{number}")


def judged(chance: Random, terms: Terms) -> tuple[Fact, ...]:
    """Collection becomes probable later on, in some of the contracts where it was not."""
    if terms.collect == "probable" or chance.random() < 0.4:
        return ()
    on = terms.signed_on + chance.randint(1, 200)
    return (Fact("collect", on, on + chance.choice(LATE), (), {"collect": "probable"}),)
