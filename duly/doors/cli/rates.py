"""Which exchange rates a run works with: those of the company file, else those of the European Central Bank."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from duly.engine.contracts.terms import Company, Terms
from duly.engine.fx.translate import entity_of, functional_currency
from duly.ground.dates import iso
from duly.readers.rates import EURO, ecb_rates

ECB = "ecb"


def with_rates(company: Company, terms: Sequence[Terms], asked: Collection[str] = ()) -> Company:
    """The company with rates: its own rows stand; where it has none, or says `ecb`, reference rates of the currencies
    that its contracts need, and of those `asked` for."""
    if company.rates or company.rates_source not in ("", ECB):
        return company
    needed = _needed(company, terms) | {code for code in asked if code}
    if len(needed) < 2:
        return company
    return replace(company, rates=ecb_rates(frozenset(needed)), rates_source=ECB)


def notes_on_rates(company: Company, through: int) -> list[str]:
    """What a person should know of reference rates: whose they are, and which do not reach the last day."""
    if company.rates_source != ECB or not company.rates:
        return []
    last = {code: on for _, code, on, _ in company.rates}
    old = [f"{code} of {iso(on)}" for code, on in sorted(last.items()) if on < through]
    notes = ["exchange rates are reference rates of the European Central Bank, for information"]
    return [*notes, *([f"the last known rates stand for later days: {', '.join(old)}"] if old else [])]


def _needed(company: Company, terms: Sequence[Terms]) -> set[str]:
    """The currencies of contracts, of their lines, and of the books of their entities, where they differ; the euro
    links them."""
    found: set[str] = set()
    for one in terms:
        lines = {o.currency for o in one.obligations if o.currency}
        reporting = entity_of(one, company).reporting
        codes = {one.currency, functional_currency(one, company), *lines, *([reporting] if reporting else [])}
        found |= codes if len(codes) > 1 else set()
    return found | {EURO} if found else found
