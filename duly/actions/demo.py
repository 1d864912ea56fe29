"""The demo company: two entities, three currencies, four industries and sixty contracts, whose two years of closes are
lived through by the verbs of the ledger, by seven people, on a scripted clock."""

from __future__ import annotations

from collections.abc import Callable

from duly.actions import demo_files, demo_story
from duly.actions.demo_clock import Script, scripted
from duly.actions.demo_files import CLOSED_ON, Paper
from duly.actions.demo_people import PEOPLE, Office
from duly.actions.setup import initialize
from duly.ground.dates import add_months, day
from duly.ground.tree import Block, Rows, Text
from duly.store.trees import stored

FIRST, MONTHS = "2024-01", 24
ENTITIES, BOOKS = ("US01", "IE01"), ("us", "ifrs")
# In the course of a month contracts come in and bills go out; after its end the accountant tells what was done.
_IN_ITS_COURSE, _AFTER_ITS_END = (("cam", 24), ("bob", 27)), (("rae", 2), ("rob", 3))
NEVER = 1 << 30
Say = Callable[[str], None]


def build(say: Say, months: int = MONTHS, only: frozenset[str] = frozenset()) -> None:
    """Build the company in the empty store that is in use, and close its first months. only: these contracts alone."""
    with scripted() as clock:
        company = Demo(clock, months, only)
        company.begin()
        for number, month in enumerate(demo_files.months(FIRST, months + 1)):
            company.live(month, to_close=number < months)
            if number < months:
                say(f"{month} is closed: {len(company.known)} contracts, {company.posted} entries")


class Demo:
    """The company as it is built. known: the contracts that came in · posted: entries so far."""

    def __init__(self, clock: Script, months: int, only: frozenset[str]) -> None:
        self.clock, self.office, self.posted = clock, Office(), 0
        self.papers = [one for one in demo_files.papers() if not only or one.ref in only]
        self.known: set[str] = set()
        self.rates = demo_files.rates()

    def begin(self) -> None:
        """People, and what holds for all contracts."""
        start = day(FIRST + "-01")
        self.clock.day(start)
        initialize({"ann": "SA", "ben": "CT"})
        for person, (roles, name) in PEOPLE.items():
            for role in roles if person not in ("ann", "ben") else ():
                self.office.agreed("grant_role", "ann", person=person, role=role)
            self.office.do("name_person", "ann", person=person, name=name)
        company = demo_files.tree_of("company.yaml")
        prices = _with_only(company, {"ssp"})
        self._set("rob", _with_only(company, set(company) - {"ssp", "rates"}))
        self._set("cam", prices)
        self._publish_rates(start)
        for entity, amount, code in (("US01", "15000000", "USD"), ("IE01", "10000000", "EUR")):
            for book in BOOKS:
                said = {"entity": entity, "amount": amount, "currency": code, "book": book}
                self.office.agreed("set_materiality", "rob", "half a percent of planned revenue of the year", **said)

    def live(self, month: str, *, to_close: bool) -> None:
        """A month: what is told in it and, after its end, its close in every book."""
        start = day(month + "-01")
        after = add_months(start, 1)
        for who, on in _IN_ITS_COURSE:
            self.clock.day(start + on - 1)
            self.tell(who, month)
        for who, on in _AFTER_ITS_END:
            self.clock.day(after + on - 1)
            self.tell(who, month)
        self._publish_rates(after)
        demo_story.before_close(self, month)
        if to_close:
            self.clock.day(after + CLOSED_ON - 1)
            self.close(month)
            demo_story.after_close(self, month)

    def close(self, month: str, entities: tuple[str, ...] = ENTITIES) -> None:
        """Close a month in every book."""
        for entity in entities:
            for book in BOOKS:
                effect = self.office.agreed("close_period", "rob", entity=entity, period=month, book=book)
                self.posted += int(str(effect["posted"]))

    def tell(self, who: str, month: str, *, known_by: int = NEVER, ref: str = "") -> None:
        """The rows of a month that are somebody's to write, in one import; of one contract alone where it is named."""
        papers = [one for one in self.papers if ref in ("", one.ref)]
        found = [(one, one.with_rows(who, month, known_by)) for one in papers]
        contracts = [tree for _, tree in found if tree is not None]
        self.known |= {one.ref for one, tree in found if tree is not None}
        if contracts:
            source = "billing" if who == "bob" else "file"
            effect = self.office.agreed("import_contracts", who, contracts=contracts, source=source)
            assert not effect["set aside"], effect["set aside"]

    def accrue(self, month: str) -> None:
        """At the end of a quarter the fee of the bank is not known yet: it is accrued, and undone in the next month."""
        lines = [
            {"account": "other_expense", "amount": "120000", "currency": "USD"},
            {"account": "accrued_liability", "amount": "-120000", "currency": "USD"},
        ]
        later = next(iter([*demo_files.months(month, 2)][1:]))
        for book in BOOKS:
            said = {"entity": "US01", "period": month, "lines": lines, "book": book, "reverse_in": later}
            self.office.agreed("enter_manually", "rae", "bank fees of the quarter, not billed yet", **said)

    def _publish_rates(self, until: int) -> None:
        """The exchange rates of all days that are over."""
        past = Rows(self.rates.place)
        past.extend(row for row in self.rates if isinstance(row, Block) and day(str(row["date"])) < until)
        block = Block(self.rates.place)
        block.put(Text("rates", self.rates.place), past)
        self._set("rae", block)

    def _set(self, who: str, block: Block) -> None:
        self.office.agreed("set_company", who, file=block.place.file, tree=stored(block))


def _with_only(whole: Block, keys: set[str]) -> Block:
    part = Block(whole.place)
    for key, value in whole.items():
        if key in keys:
            part.put(Text(key, whole.places[key]), value)
    return part


__all__ = ["Demo", "Paper", "build"]
