"""Revenue of a window split by what shapes it, and by the period its contracts began in (606-10-50-5, IFRS 15.114)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from duly.engine.contracts.terms import Terms
from duly.engine.disclosure.window import Currency, Promised, Window, money
from duly.engine.recognition.promises import Promise
from duly.ground.cites import cites
from duly.ground.reports import Column, Money, Report

_AT_ONCE = ("on delivery", "on acceptance", "on milestones", "on exercise or expiry", "as redeemed", "by units")
_NONE = "not stated"
BEFORE = "before"


@cites("606-10-50-5", ifrs15=("114",))
def disaggregated(windows: Sequence[Window], only: Sequence[str] = ()) -> Report:
    """Revenue by each dimension: product, customer, timing of transfer, and every tag. Each adds up to revenue.

    only: names of dimensions; all where there are none."""
    columns = (
        Column("entity", "text", "legal entity"),
        Column("dimension", "text", "what revenue is split by"),
        Column("currency", "text", "currency of the contracts"),
        Column("value", "text", "one part of it"),
        Column("revenue", "money", "revenue of the periods"),
    )
    rows = []
    for one in windows:
        split: Counter[tuple[str, Currency, str]] = Counter()
        words = {key: _words(one, key) for key in one.moved}
        tags = {name for values in words.values() for name in values}
        for key, amount in one.moved.items():
            for name in tags if not only else tags & set(only):
                split[name, key.currency, words[key].get(name) or _NONE] += amount
        found = sorted((key, amount) for key, amount in split.items() if amount)
        rows += [(one.entity, name, code[0], value, money(amount, code)) for (name, code, value), amount in found]
    return Report("disaggregation", "Revenue by what shapes it", columns, tuple(rows))


def _words(one: Window, key: Promised) -> dict[str, str]:
    """The dimensions of a promise and what it is in each."""
    terms, p = _terms(one).get(key.contract.split("+")[0]), _promises(one).get((key.contract, key.obligation))
    found = {"customer": terms.customer if terms is not None else "", "timing": _timing(p) if p is not None else ""}
    return found | {"product": ""} | one.tags(key)


def _timing(p: Promise) -> str:
    return "at a point in time" if p.obligation.earn in _AT_ONCE else "over time"


def _terms(one: Window) -> dict[str, Terms]:
    return {terms.ref: terms for g in one.groups for terms in one.books.worlds.groups[g]}


def _promises(one: Window) -> dict[tuple[str, str], Promise]:
    return {(p.terms.ref, p.obligation.ref): p for ruling in one.world.rulings for p in ruling.promises}


def cohorts(windows: Sequence[Window]) -> Report:
    """Revenue by the period its contract was signed in, over the periods of the fiscal year through the last one."""
    names = _columns(windows)
    columns = (
        Column("entity", "text", "legal entity"),
        Column("currency", "text", "currency of the contracts"),
        Column("origin", "text", "period in which the contract was signed"),
        *(Column(name, "money", f"revenue of {name}") for name in names),
        Column("to date", "money", "all of it"),
    )
    rows = []
    for one in windows:
        amounts: dict[tuple[str, str], Counter[str]] = {}
        codes: dict[tuple[str, str], Currency] = {}
        for origin, currency, name, amount in _recognized(one):
            amounts.setdefault((currency[0], origin), Counter())[name] += amount
            codes[currency[0], origin] = currency
        for key in sorted(amounts):
            of = amounts[key]
            if any(of.values()):
                cells = [money(of[name], codes[key]) for name in names]
                rows.append((one.entity, *key, *cells, money(sum(of.values()), codes[key])))
    return Report("cohorts", "Revenue by period of origin", columns, tuple(rows))


def _columns(windows: Sequence[Window]) -> list[str]:
    """All that came before the fiscal year, then its periods through the last one; of all entities."""
    return [BEFORE, *sorted({one.booked[n].period.name for one in windows for n in of_year(one)})]


def of_year(one: Window) -> range:
    """The numbers of the periods of the fiscal year through the last period."""
    year = one.booked[one.last].period.year
    return range(next(n for n in range(one.last + 1) if one.booked[n].period.year == year), one.last + 1)


def _recognized(one: Window) -> Iterator[tuple[str, Currency, str, int]]:
    """Origin, currency, column and amount of what was recognized."""
    numbers, signed = of_year(one), _signed(one)
    for number in (numbers[0] - 1, *numbers):
        name = one.booked[number].period.name if number in numbers else BEFORE
        before = one.earned(number - 1) if number in numbers else Counter[Promised]()
        now = one.earned(number)
        for key in dict.fromkeys((*now, *before)):
            yield signed.get(key.contract.split("+")[0], _NONE), key.currency, name, now[key] - before[key]


def _signed(one: Window) -> dict[str, str]:
    calendar = one.books.calendars[one.entity]
    return {ref: calendar.period_of(terms.signed_on).name for ref, terms in _terms(one).items()}


def booked_by_period(windows: Sequence[Window]) -> Report:
    """Revenue as the journal booked it, over the same periods as the cohorts: what these tie to."""
    names = _columns(windows)
    columns = (
        Column("entity", "text", "legal entity"),
        Column("currency", "text", "currency of the contracts"),
        *(Column(name, "money", f"revenue booked in {name}") for name in names),
        Column("to date", "money", "all of it"),
    )
    rows: list[tuple[object, ...]] = []
    for one in windows:
        within = {one.booked[number].period.name for number in of_year(one)}
        sums: dict[Currency, Counter[str]] = {}
        for row in one.rows:
            if row.account == "revenue":
                name = row.period if row.period in within else BEFORE
                sums.setdefault((row.currency, row.digits), Counter())[name] -= row.amount
        for currency, of in sorted(sums.items()):
            cells: list[Money] = [money(of[name], currency) for name in names]
            rows.append((one.entity, currency[0], *cells, money(sum(of.values()), currency)))
    return Report("revenue account", "Revenue as booked", columns, tuple(rows))
