"""Which losses are provided for: a policy, because the standards do not ask for the same.

ASC has a rule for what is measured by cost alone (605-35). IAS 37 knows no such limit: costs of a whole contract that
are still to come, beyond what is still to come for them, are a provision, once its cost assets are written down.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from duly.engine import tables as t
from duly.engine.delivery.ended import last_day
from duly.engine.drafts import Posting, stack
from duly.engine.policies import Policies
from duly.engine.recognition.impairment import costs_and_spent, open_ended, prices_and_left
from duly.engine.recognition.onerous import LOSS, PROVISION, of_cost, provide_by_cost
from duly.engine.recognition.position import Priced, prepared, priced
from duly.engine.recognition.promises import Ruling
from duly.ground import dates
from duly.ground.cites import cites
from duly.ground.rounding import round_fraction


def provide_for_losses(ruling: Ruling, policies: Policies) -> None:
    """Add the provisions of a contract. Where use or sales decide what it brings, only what is measured by cost tells a
    loss."""
    if policies["losses"] == "by cost" or any(open_ended(p) for p in ruling.promises):
        provide_by_cost(ruling.promises, ruling.drafts)
    elif any(p.obligation.earn == "by cost" or p.obligation.cost is not None for p in ruling.promises):
        _provide(ruling)


@cites("605-35-25-45", ifrs15=())
def _provide(ruling: Ruling) -> None:
    """Bring the provision of the whole contract to what its costs still to come exceed its price still to come by.

    Costs are those of fulfilling it (IAS 37.68). It moves when the contract begins, on the days of costs,
    estimates and new prices, and at the ends of months, as what it was made for is performed."""
    drafts = ruling.drafts
    book = priced(prepared(stack([drafts]).tables))
    booked = 0
    for on, _, left in prices_and_left(book, _days(ruling, book)):
        promises = [p for p in ruling.promises if last_day(p.obligation.ref, p.terms) > on]
        total, spent = costs_and_spent(promises, drafts, on)
        provision = max(round_fraction(total - spent) - left, 0)
        if provision != booked:
            place = drafts.at(ruling.group[0].place)
            drafts.postings.append(Posting(0, -1, on, LOSS, PROVISION, provision - booked, t.STEP["cost"], place))
            booked = provision


def _days(ruling: Ruling, book: Priced) -> Iterator[int]:
    begins = max(max(terms.signed_on for terms in ruling.group), ruling.drafts.exists_on)
    if begins >= t.NEVER:
        return
    days = {begins, *book.tables.tranches.since_on.tolist(), *(r.on for r in ruling.drafts.readings)}
    days |= {fact.on for p in ruling.promises for fact in of_cost(p)}
    days |= {fact.on for terms in ruling.group for fact in terms.happened if fact.verb == "terminated"}
    timed = np.isin(book.tables.tranches.measure, (t.BY_METER, t.AS_PRICED), invert=True)
    last = max([begins, *(on for on in days if on < t.NEVER), *(book.tables.tranches.until[timed] - 1).tolist()])
    end = dates.add_months(dates.month_start(begins), 1) - 1
    while end <= last:
        days.add(end)
        end = dates.add_months(dates.month_start(end), 2) - 1
    yield from (on for on in {*days, last} if begins <= on < t.NEVER)
