"""How long a contract has effect beyond its facts and spans: what ends, renews or is written off by itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from duly.engine.contracts.terms import Terms
from duly.engine.recognition.costs import period
from duly.engine.recognition.renewals import extensions
from duly.engine.recognition.upfront import serves_renewals
from duly.ground import dates


def last_days(terms: Terms) -> Iterator[int]:
    """The days on which rules book something that no fact and no span of the contract tells."""
    yield from (judged.on for judged in terms.judged if judged.verb == "remote")
    yield from (_last(until) for _, _, until, _ in extensions(terms))
    yield from (_last(found[1]) for fact in terms.costs if (found := period(fact, terms)) is not None)
    for o in terms.obligations:
        start = o.from_on if o.from_on is not None else terms.from_on
        start = terms.signed_on if start is None else start
        if o.expires is not None:
            yield o.expires
        if o.repurchase is not None:
            yield cast(int, o.repurchase["on"])
        life = o.customer_life if serves_renewals(o, terms) else None
        if life is not None:
            yield _last(dates.add(start, life))
        if o.renewals is not None and o.until is not None:
            count = len(cast("tuple[object, ...]", o.renewals["expected"])) + 1
            yield _last(dates.add_months(start, dates.months_started(start, o.until) * count))


def _last(until: int) -> int:
    """The last day before a day that is not included."""
    return until - 1
