"""The demo company: two entities, three currencies, four industries and sixty contracts, whose two years of closes are
lived through by the verbs of the ledger, by seven people, on a scripted clock."""

from __future__ import annotations

from collections.abc import Callable

from duly.actions import demo_files, demo_story
from duly.actions.demo_clock import scripted
from duly.actions.demo_company import FIRST, Demo
from duly.actions.demo_files import CLOSED_ON
from duly.ground.dates import add_months, day

MONTHS = 24
# In the course of a month contracts come in and bills go out; after its end the accountant tells what was done.
_IN_ITS_COURSE, _AFTER_ITS_END = (("cam", 24), ("bob", 27)), (("rae", 2), ("rob", 3))
Say = Callable[[str], None]


def build(say: Say, months: int = MONTHS, only: frozenset[str] = frozenset()) -> None:
    """Build the company in the empty store that is in use, and close its first months; what is known of the next one
    is told, and it is open. only: these contracts alone."""
    with scripted() as clock:
        company = Demo(clock, only)
        company.begin()
        for number, month in enumerate(demo_files.months(FIRST, months + 1)):
            live(company, month, to_close=number < months)
            if number < months:
                say(f"{month} is closed: {len(company.known)} contracts, {company.posted} entries")


def live(company: Demo, month: str, *, to_close: bool) -> None:
    """A month: what is told in it and, after its end, its close in every book."""
    start = day(month + "-01")
    after = add_months(start, 1)
    demo_story.in_its_course(company, month)
    for who, on in _IN_ITS_COURSE:
        company.clock.day(start + on - 1)
        company.tell(who, month)
    if not to_close:
        return
    for who, on in _AFTER_ITS_END:
        company.clock.day(after + on - 1)
        company.tell(who, month)
    company.publish_rates(after)
    demo_story.before_close(company, month)
    company.clock.day(after + CLOSED_ON - 1)
    company.close(month)
    demo_story.after_close(company, month)
