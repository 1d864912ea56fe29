"""Control totals of an import: how many came in, of which rows, at which stated prices, and what was set aside."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from django.db.models import Count

from duly.actions.gate import Json
from duly.engine.contracts.terms import Terms
from duly.engine.pricing.stated import stated_minor
from duly.ground.errors import DulyError
from duly.store.contracts import Fact


def set_aside(error: DulyError) -> Json:
    """An error of a contract that waits: which one, where, what is wrong and how to mend it."""
    said = f"{error.name}: {error.what}"
    return {"contract": error.contract, "where": str(error.place), "error": said, "mend": error.fix or error.why}


def rows_of(seq: int) -> Json:
    """How many rows of each part came in by a command."""
    rows = Fact.objects.filter(seq=seq).order_by("part").values_list("part").annotate(Count("id"))
    return {str(part): count for part, count in rows}


def stated_prices(contracts: Iterable[Terms]) -> dict[str, str]:
    """The sum of all prices that contracts state, by currency, as texts of minor units; prices by use have none."""
    found: Counter[str] = Counter()
    for one in contracts:
        for o in one.obligations:
            start = one.from_on if o.from_on is None else o.from_on
            until = one.until if o.until is None else o.until
            found[o.currency or one.currency] += stated_minor(o, start, until) or 0
    return {code: str(amount) for code, amount in sorted(found.items())}
