"""The demo company as it is built: what its people tell the ledger, month by month."""

from __future__ import annotations

from duly.actions import demo_files
from duly.actions.demo_clock import Script
from duly.actions.demo_people import PEOPLE, Office
from duly.actions.setup import initialize
from duly.ground.dates import day
from duly.ground.tree import Block, Rows, Text
from duly.store.trees import stored

FIRST = "2024-01"
ENTITIES, BOOKS = ("US01", "IE01"), ("us", "ifrs")
_MATERIAL = (("US01", "15000000", "USD"), ("IE01", "10000000", "EUR"))
_NEVER = 1 << 30


class Demo:
    """The company as it is built. known: the contracts that came in · posted: entries of closes so far · posted_to:
    entities that have some the general ledger has not got."""

    def __init__(self, clock: Script, only: frozenset[str]) -> None:
        self.clock, self.office, self.posted = clock, Office(), 0
        self.papers = [one for one in demo_files.papers() if not only or one.ref in only]
        self.known, self.posted_to = set[str](), set[str]()
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
        self._set("rob", _with_only(company, set(company) - {"ssp", "rates"}))
        self._set("cam", _with_only(company, {"ssp"}))
        self.publish_rates(start)
        for entity, amount, code in _MATERIAL:
            for book in BOOKS:
                said = {"entity": entity, "amount": amount, "currency": code, "book": book}
                self.office.agreed("set_materiality", "rob", "half a percent of planned revenue of the year", **said)

    def close(self, month: str, entities: tuple[str, ...] = ENTITIES) -> None:
        """Close a month in every book."""
        for entity in entities:
            for book in BOOKS:
                effect = self.office.agreed("close_period", "rob", entity=entity, period=month, book=book)
                self.posted += int(str(effect["posted"]))
                if book == BOOKS[0] and effect["posted"]:
                    self.posted_to.add(entity)

    def tell(self, who: str, month: str, *, known_by: int = _NEVER, ref: str = "") -> None:
        """The rows of a month that are somebody's to write, in one import; of one contract alone where it is named.
        What came in on paper is no file, so its rows are told one contract at a time."""
        source = "billing" if who == "bob" else "file"
        contracts = []
        for one in self.papers:
            new = one.rows_of(who, month, known_by) if ref in ("", one.ref) else set()
            if one.on_paper:
                for part, rows in one.parts(new).items():
                    said = {"contract": one.ref, "part": part, "rows": rows, "file": one.file, "source": source}
                    self.office.agreed("record_facts", who, **said)
            elif new or one.is_new(who, month):
                contracts.append(one.with_rows(new))
                self.known.add(one.ref)
        if contracts:
            effect = self.office.agreed("import_contracts", who, contracts=contracts, source=source)
            assert not effect["set aside"], effect["set aside"]

    def publish_rates(self, until: int) -> None:
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
