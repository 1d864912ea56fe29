"""`rates: ecb` in a company file that is put in force in a ledger: the reference rates that it needs are written out as
rows, so that they are sealed with the setting and stay what they were when a newer version brings others."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import count

from duly.doors.cli.rates import ECB, with_rates
from duly.engine.contracts.company import read_company
from duly.engine.contracts.terms import Company, Terms
from duly.ground.dates import iso
from duly.ground.money import plain
from duly.ground.tree import Block, Rows, Text
from duly.readers.rates import EURO, Rate

_EARLIER = 31  # days before the first that is asked for: no bank quotes on every day
_YEARS = 400  # days where no contract says since when


def with_reference_rates(company: Block) -> Block:
    """The company with rows where its `rates` say `ecb`: those of its currencies and of the ledger's contracts, from
    their first day to the last that is known here."""
    named = company.get("rates")
    if not isinstance(named, Text) or str(named) != ECB:
        return company
    rows = Rows(named.place)
    rows.extend(_row(rate, named) for rate in _needed_rates(read_company(company)))
    made = Block(company.place)
    for key, value in company.items():
        made.put(Text(key, company.places[key]), rows if key == "rates" else value)
    return made


def _needed_rates(given: Company) -> list[Rate]:
    from duly.store import lift

    now = lift.company_at(1 << 62)
    entities = given.entities or now.entities
    bare = replace(now, entities=entities, rates=(), rates_source=ECB)
    terms = lift.contracts_at(1 << 62, bare).terms
    asked = {EURO, *(code for one in entities for code in (one.currency, one.reporting))}
    rates = with_rates(bare, terms, asked).rates
    since = _since(terms, rates)
    return [rate for rate in rates if rate[2] >= since]


def _since(terms: Sequence[Terms], rates: Iterable[Rate]) -> int:
    """The first day from which rates can matter."""
    days = [fact.on for one in terms for fact in (*one.happened, *one.opening)]
    days += [one.signed_on for one in terms]
    return min(days) - _EARLIER if days else max((on for _, _, on, _ in rates), default=0) - _YEARS


def _row(rate: Rate, named: Text) -> Block:
    have, want, on, units = rate
    digits = next(n for n in count() if 10**n % units.denominator == 0)
    text = plain(units.numerator * 10**digits // units.denominator, digits)
    row = Block(named.place)
    for key, value in (("from", have), ("to", want), ("date", iso(on)), ("rate", text)):
        row.put(Text(key, named.place), Text(value, named.place))
    return row
