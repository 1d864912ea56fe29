"""The demo company going live in mid-life: everything that its people record is recorded, and nothing is closed before
the cut-over, which is opened with the positions of the company that was closed from the beginning."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from duly.actions import demo_files
from duly.actions.demo import live
from duly.actions.demo_clock import Script, scripted
from duly.actions.demo_company import BOOKS, ENTITIES, FIRST, Demo
from duly.actions.demo_files import CLOSED_ON
from duly.actions.demo_people import Office
from duly.actions.errors import NothingToDo
from duly.actions.gate import Json
from duly.ground.dates import add_months, day, iso
from tests.store import cut_over

CURRENCIES = {"US01": "USD", "IE01": "EUR"}
DIGITS = {"USD": 2, "EUR": 2, "GBP": 2, "JPY": 0}
# What people do to periods, of which there are none before the cut-over.
_OF_PERIODS = frozenset("close_period reopen_period class_amounts enter_manually".split())
Chain = tuple[str, str]


class Said(NamedTuple):
    """What the books of an entity say at a cut-over: positions, trial balance; of each later month what it moves, and
    the positions at the end."""

    positions: cut_over.Rows
    trial_balance: cut_over.Rows
    moves: Counter[tuple[str, ...]]
    end: cut_over.Rows


def months(count: int) -> list[str]:
    """So many months of the company."""
    return [*demo_files.months(FIRST, count)]


def says(at: list[str], after: list[str]) -> dict[Chain, Said]:
    """What a company says of these periods and those after."""
    found = {}
    for entity in ENTITIES:
        for book in BOOKS:
            of = (DIGITS, CURRENCIES[entity], book)
            found[entity, book] = Said(
                cut_over.positions_of(entity, at, *of),
                cut_over.trial_balance_of(entity, at, *of),
                cut_over.moved(entity, after, book),
                cut_over.positions_of(entity, [*at, *after], *of),
            )
    return found


def built(count: int, only: frozenset[str]) -> None:
    """The company closed from its beginning."""
    with scripted() as clock:
        company = Demo(clock, only)
        company.begin()
        for month in months(count):
            live(company, month, to_close=True)


def opened(count: int, cut: int, only: frozenset[str], known: dict[Chain, Said]) -> None:
    """The company that goes live after some of its months."""
    for company, month in unposted(count, only):
        if month == cut:
            goes_live(company, count, cut, known)
            return


def unposted(count: int, only: frozenset[str]) -> Iterator[tuple[Late, int]]:
    """The company after each of its months, while it keeps its books elsewhere."""
    with scripted() as clock:
        company = Late(clock, only)
        company.begin()
        for number, month in enumerate(months(count), 1):
            live(company, month, to_close=True)
            yield company, number


def goes_live(company: Late, count: int, cut: int, known: dict[Chain, Said]) -> None:
    """Open the books of a company that has lived through some months, and close the others."""
    names = months(count)
    company.opens(names[cut - 1], known)
    for month in names[cut:]:
        live(company, month, to_close=True)


class _Quiet(Office):
    """People who do nothing to periods yet."""

    def __init__(self) -> None:
        super().__init__()
        self.is_quiet = True

    def agreed(self, verb: str, who: str, why: str = "", **args: object) -> Json:
        if self.is_quiet and verb in _OF_PERIODS:
            return {"posted": 0}
        try:
            return super().agreed(verb, who, why, **args)
        except NothingToDo:
            # How what the earlier books held back is booked was agreed to with the opening: nothing is left to class.
            assert verb == "class_amounts"
            return {}


class Late(Demo):
    """The company that comes late to its ledger."""

    def __init__(self, clock: Script, only: frozenset[str]) -> None:
        super().__init__(clock, only)
        self.office: _Quiet = _Quiet()

    def close(self, month: str, entities: tuple[str, ...] = ENTITIES) -> None:
        super().close(month, entities)
        if self.office.is_quiet:
            self.posted_to.clear()

    def opens(self, month: str, known: dict[Chain, Said]) -> None:
        """The openings of all books at the end of a month."""
        self.clock.day(add_months(day(f"{month}-01"), 1) + CLOSED_ON)
        self.office.is_quiet = False
        date = iso(add_months(day(f"{month}-01"), 1) - 1)
        # Books with nothing in them yet begin with their first period.
        for (entity, book), said in ((of, said) for of, said in known.items() if said.positions):
            given = {"date": date, "positions": said.positions, "trial_balance": said.trial_balance}
            self.office.agreed("import_opening", "rob", "we go live", entity=entity, book=book, **given)


def differ(known: dict[Chain, Said], after: list[str]) -> list[Chain]:
    """The books of which the company in use says otherwise than it was known."""
    found = says(["opening"], after)
    return [of for of in known if (found[of].moves, found[of].end) != (known[of].moves, known[of].end)]
