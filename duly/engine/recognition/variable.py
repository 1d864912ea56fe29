"""Variable consideration: expected value and most likely amount, and the constraint as a recorded judgement.

The tool computes what outcomes give and never decides how much of it counts: an element with outcomes and no judgement
is an error that shows the numbers a person needs for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple, cast

from duly.engine.contracts.terms import Element, Fact, Terms
from duly.engine.recognition.price import Included
from duly.engine.tables import NEVER
from duly.ground.cites import cites
from duly.ground.dates import iso
from duly.ground.errors import DulyError
from duly.ground.money import plain
from duly.ground.rounding import round_fraction

Outcomes = Sequence[tuple[int | Fraction, Fraction]]


class ConstraintNotJudged(DulyError):
    """Outcomes are given and nobody has said how much of the estimate counts."""


class TwoLikeliest(DulyError):
    """Two outcomes are the most likely ones."""


class HeldBackBelowZero(DulyError):
    """What is held back would raise the price."""


class Estimate(NamedTuple):
    """An element as estimated from a day on, minor units. lowest: its worst outcome, where outcomes are given ·
    resolved: its amount has become certain."""

    on: int
    amount: int
    outcomes: Outcomes = ()
    resolved: bool = False

    @property
    def lowest(self) -> int:
        return min((round_fraction(Fraction(x)) for x, _ in self.outcomes), default=min(self.amount, 0))

    @property
    def likeliest(self) -> list[Fraction]:
        """The outcomes with the greatest chance."""
        top = max(chance for _, chance in self.outcomes)
        return sorted({Fraction(x) for x, chance in self.outcomes if chance == top})

    def at_risk(self, included: int) -> int:
        """What would have to be taken back if the worst came about, minor units.

        >>> Estimate(0, 46000, [(50000, Fraction(6, 10)), (40000, Fraction(4, 10))]).at_risk(46000)
        6000
        """
        return max(included - self.lowest, 0)


@cites("606-10-32-8", ifrs15=("53",))
def expected_value(outcomes: Outcomes) -> int:
    """The sum of the outcomes, each weighed by its chance, minor units rounded once.

    >>> expected_value([(0, Fraction(1, 2)), (50000, Fraction(3, 10)), (-100000, Fraction(1, 5))])
    -5000
    """
    return round_fraction(sum((Fraction(x) * chance for x, chance in outcomes), Fraction(0)))


@cites("606-10-32-8", ifrs15=("53",))
def most_likely(estimate: Estimate, element: Element) -> int:
    """The outcome with the greatest chance; two of them are an error."""
    likeliest = estimate.likeliest
    if len(likeliest) > 1:
        raise TwoLikeliest(
            f"{len(likeliest)} outcomes of {element.name} are equally likely",
            place=element.place,
            why="the most likely amount is one amount",
            fix="use `method: expected value`, or tell the chances apart",
            cite="606-10-32-8(b), IFRS 15.53(b)",
        )
    return round_fraction(likeliest[0])


@cites("606-10-32-5", "606-10-32-6", "606-10-32-9", ifrs15=("50", "51", "54"))
def estimated(element: Element, terms: Terms, basis: int) -> list[Estimate]:
    """The estimates of an element from inception on: as agreed, then by each `price element` row.

    `basis`: sum of the stated prices of the obligations it belongs to, which percentages and expected prices refer to.
    """
    found = [_estimate(element, None, terms.signed_on, basis, resolved=False)]
    for fact in _rows(element, terms.happened, "price element"):
        resolved = "outcomes" not in fact.fields
        found.append(_estimate(element, fact, fact.on, basis, resolved))
    return found


def _estimate(element: Element, fact: Fact | None, on: int, basis: int, resolved: bool) -> Estimate:
    """An estimate as the element says it, or a later row; what a unit is worth and the method stay as agreed."""
    said = element.fields if fact is None else fact.fields
    unit = Fraction(cast(int, element.fields.get("per", 1)))
    if "outcomes" in said:
        outcomes = [(Fraction(x) * unit, chance) for x, chance in cast(Outcomes, said["outcomes"])]
        found = Estimate(on, expected_value(outcomes), outcomes)
        expected = element.fields.get("method", "expected value") == "expected value"
        return found if expected else found._replace(amount=most_likely(found, element))
    if "units" in said and "per" in element.fields:
        return Estimate(on, round_fraction(unit * cast(Fraction, said["units"])), (), resolved)
    if "percent" in said:
        return Estimate(on, round_fraction(cast(Fraction, said["percent"]) * basis), (), resolved)
    if "expected price" in said:
        return Estimate(on, cast(int, said["expected price"]) - basis, (), resolved)
    return Estimate(on, cast(int, said.get("amount", 0)), (), resolved)


def _rows(element: Element, facts: Sequence[Fact], *verbs: str) -> list[Fact]:
    mine = [f for f in facts if f.verb in verbs and element.name in f.subjects]
    return sorted(mine, key=lambda f: (f.on, f.order))


@cites("606-10-32-11", "606-10-32-12", "606-10-32-14", ifrs15=("56", "57", "59"))
def included(element: Element, terms: Terms, basis: int) -> tuple[Included, ...]:
    """What of an element is in the price, from each day on which an estimate or a judgement changes it.

    included = estimate - held back; or the amount that was judged in. An amount that has become certain counts whole.
    """
    estimates = estimated(element, terms, basis)
    judged = _rows(element, terms.judged, "held back", "included")
    _check(element, terms, estimates, judged)
    versions: list[Included] = []
    days = {terms.signed_on, *(e.on for e in estimates), *(f.on for f in judged)}
    for day in sorted({max(day, terms.signed_on) for day in days}):
        amount = _included(estimates, judged, day)
        if not versions:
            versions.append(Included(-NEVER, amount))
        elif versions[-1].amount != amount:
            versions.append(Included(day, amount))
    return tuple(versions)


def _included(estimates: Sequence[Estimate], judged: Sequence[Fact], on: int) -> int:
    estimate = [e for e in estimates if e.on <= on][-1]
    spoken = [f for f in judged if f.on <= on]
    if not spoken or (estimate.resolved and spoken[-1].on <= estimate.on):
        return estimate.amount
    last = cast(int, spoken[-1].fields["amount"])
    if spoken[-1].verb == "included":
        return last
    # Holding back takes away what may be lost, no more than that.
    return (
        max(estimate.amount - last, estimate.lowest)
        if estimate.outcomes or estimate.amount >= 0
        else (estimate.amount - last)
    )


def _check(element: Element, terms: Terms, estimates: Sequence[Estimate], judged: Sequence[Fact]) -> None:
    for fact in judged:
        if fact.verb == "held back" and cast(int, fact.fields["amount"]) < 0:
            raise HeldBackBelowZero(
                f"less than nothing of {element.name} is held back",
                place=fact.place,
                why="what is held back lowers the price, of a reduction too",
                fix="write the amount from zero up",
                cite="606-10-32-11, IFRS 15.56",
            )
    for estimate in estimates:
        if estimate.outcomes and not any(f.on <= max(estimate.on, terms.signed_on) for f in judged):
            raise _not_judged(element, terms, estimate)


def _not_judged(element: Element, terms: Terms, estimate: Estimate) -> ConstraintNotJudged:
    """The error that shows what the judgement is about."""
    return ConstraintNotJudged(
        f"how much of {element.name} counts is not judged: {_numbers(estimate, estimate.amount, terms)}",
        place=element.place,
        why="an amount counts as far as a large reversal is not probable; influence from outside, long waiting, little "
        "experience, habits of conceding and a wide range of outcomes make one likelier",
        fix=f"add to `judged`: {{date: {iso(estimate.on)}, held back: {element.name}, amount: 0.00, by: …, why: …}} "
        "with what is held back",
        cite="606-10-32-11, 606-10-32-12, IFRS 15.56, 15.57",
        contract=terms.ref,
    )


def _numbers(estimate: Estimate, included: int, terms: Terms) -> str:
    """What both methods give, and what the worst outcome would take back."""
    likeliest = " or ".join(_shown(round_fraction(x), terms) for x in estimate.likeliest)
    return (
        f"expected value {_shown(expected_value(estimate.outcomes), terms)}, most likely amount {likeliest}, "
        f"revenue at risk {_shown(estimate.at_risk(included), terms)}"
    )


def _shown(minor: int, terms: Terms) -> str:
    return f"{plain(minor, terms.digits)} {terms.currency}"


@cites("606-10-32-11", "606-10-32-14", ifrs15=("56", "59"))
def beside_judgement(element: Element, terms: Terms, basis: int) -> str:
    """What stands beside the judgement on an element that is still estimated from outcomes; empty for any other."""
    estimate = estimated(element, terms, basis)[-1]
    if not estimate.outcomes:
        return ""
    judged = _rows(element, terms.judged, "held back", "included")[-1]
    counts = included(element, terms, basis)[-1].amount
    said = ", ".join(str(judged.fields[key]) for key in ("by", "why") if judged.fields.get(key))
    return (
        f"{judged.place}: {_shown(counts, terms)} of {element.name} is in the price{f' ({said})' if said else ''}; "
        f"{_numbers(estimate, counts, terms)}"
    )
