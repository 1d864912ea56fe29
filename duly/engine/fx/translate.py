"""From one currency to another: prices of a line in its own currency, minor units, and a reporting currency."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction

from duly.engine.contracts.amendments import added_by, promised_in_all
from duly.engine.contracts.terms import Company, Entity, Fact, Obligation, Price, Ssp, Terms
from duly.engine.fx.rates import Rates, rates_of
from duly.ground.cites import cites
from duly.ground.errors import NOWHERE, Place
from duly.ground.money import currency
from duly.ground.rounding import round_fraction

Minor = tuple[str, int]  # code of a currency, and its decimals


def per_minor(rate: Fraction, have: int, want: int) -> Fraction:
    """A rate between minor units, from currencies with `have` decimals to one with `want`.

    >>> per_minor(Fraction(3, 2), 0, 2), per_minor(Fraction(3, 2), 2, 2)
    (Fraction(150, 1), Fraction(3, 2))
    """
    return rate * Fraction(10) ** (want - have)


def rate_between(
    company: Company, have: Minor, want: Minor, *, through: str = "", place: Place = NOWHERE
) -> Callable[[int], Fraction]:
    """Minor units of `want` for one of `have`, by day; crossed over `want`, or over what is named."""
    rates, scale = rates_of(company.rates), per_minor(Fraction(1), have[1], want[1])

    def rate(on: int) -> Fraction:
        if have[0] == want[0]:
            return Fraction(1)
        return scale * rates.on(have[0], want[0], on, through=through or want[0], place=place)

    return rate


def entity_of(terms: Terms, company: Company) -> Entity:
    """The legal entity of a contract; one that no company file describes keeps its books in the contract's currency."""
    return next((e for e in company.entities if e.ref == terms.entity), Entity(terms.entity))


def functional_currency(terms: Terms, company: Company) -> str:
    """The currency in which the entity of a contract keeps its books."""
    return entity_of(terms, company).currency or terms.currency


def digits_of(code: str, terms: Terms, company: Company) -> int:
    """Decimals of a currency."""
    return terms.digits if code == terms.currency else currency(code, dict(company.currencies)).digits


@cites("606-10-32-28", "830-20-30-1")
def in_contract_currency(terms: Terms, company: Company) -> Terms:
    """The terms with every line priced in the contract's currency, at the rate of inception (of the day of the
    amendment, for what one adds); the allocation is made in it. `MissingRate` where a line's currency has none."""
    if not lines_in_other_currencies(terms):
        return terms
    rates = rates_of(company.rates)
    obligations = _converted(terms.obligations, terms, company, rates, terms.signed_on)
    happened = tuple(_amended(fact, terms, company, rates) for fact in terms.happened)
    return replace(terms, obligations=tuple(obligations), happened=happened)


def lines_in_other_currencies(terms: Terms) -> bool:
    """Whether any line is priced in another currency than the contract's, so that a rate goes into its price."""
    return any(o.currency not in ("", terms.currency) for o in promised_in_all(terms))


def _amended(fact: Fact, terms: Terms, company: Company, rates: Rates) -> Fact:
    added = added_by(fact)
    if not added:
        return fact
    return replace(fact, fields={**fact.fields, "adds": _converted(added, terms, company, rates, fact.on)})


def _converted(
    lines: Sequence[Obligation], terms: Terms, company: Company, rates: Rates, on: int
) -> tuple[Obligation, ...]:
    through = functional_currency(terms, company)
    made = []
    for o in lines:
        if o.currency in ("", terms.currency):
            made.append(o)
            continue
        place = o.places.get("currency", NOWHERE)
        rate = rates.on(o.currency, terms.currency, on, through=through, place=place)
        own = digits_of(o.currency, terms, company)
        made.append(replace(_at(o, per_minor(rate, own, terms.digits)), currency=terms.currency))
    return tuple(made)


def _at(o: Obligation, rate: Fraction) -> Obligation:
    """A line with all its amounts at a rate."""
    return replace(
        o,
        price=_price(o.price, rate),
        ssp=_ssp(o.ssp, rate),
        cost=None if o.cost is None else _price(o.cost, rate),
        gross=_minor(o.gross, rate),
        expected_cost=_minor(o.expected_cost, rate),
        uninstalled=round_fraction(o.uninstalled * rate),
    )


def _minor(amount: int | None, rate: Fraction) -> int | None:
    return None if amount is None else round_fraction(amount * rate)


def _price(price: Price, rate: Fraction) -> Price:
    return replace(
        price,
        amount=price.amount * rate,
        steps=tuple(step * rate for step in price.steps),
        tiers=tuple((upto, each * rate) for upto, each in price.tiers),
    )


def _ssp(ssp: Ssp, rate: Fraction) -> Ssp:
    low, high = ssp.observed or (0, 0)
    return replace(
        ssp,
        price=None if ssp.price is None else _price(ssp.price, rate),
        low=round_fraction(ssp.low * rate),
        high=round_fraction(ssp.high * rate),
        cost=ssp.cost * rate,
        spend=ssp.spend * rate,
        value=ssp.value * rate,
        observed=None if ssp.observed is None else (round_fraction(low * rate), round_fraction(high * rate)),
    )
