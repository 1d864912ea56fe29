"""A ledger as tests use it: commands by people, on a scripted clock."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import count

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "duly.site.settings")

import django

django.setup()

from django.db import connections  # noqa: E402 - Django is set up first

from duly.actions import gate  # noqa: E402
from duly.actions.gate import Done  # noqa: E402
from duly.actions.setup import initialize  # noqa: E402
from duly.actions.verbs import perform  # noqa: E402
from duly.readers.tree import read_tree  # noqa: E402
from duly.site.settings import database  # noqa: E402
from duly.store.guards import durability  # noqa: E402
from duly.store.trees import stored  # noqa: E402

# What a power cut may lose matters to no test but that of this setting (`tests.store.cluster`).
durability.WANTED["postgresql"].pop("fsync", None)

# ann administers, ben controls, cam has contracts, rae accounts, rob manages revenue, con controls too, aud looks.
PEOPLE = {"cam": "CM", "rae": "RA", "rob": "RM", "sue": "SP", "bob": "BI", "con": "CT", "aud": "AU"}
COMPANY = """
company: Acme
entities: {US01: {currency: USD}, DE01: {currency: EUR, calendar: months}}
rates:
  - {from: EUR, to: USD, date: 2020-01-01, rate: 1.10}
  - {from: EUR, to: USD, date: 2026-01-31, rate: 1.20}
  - {from: EUR, to: USD, date: 2026-06-30, rate: 1.15}
  - {from: EUR, to: GBP, date: 2020-01-01, rate: 0.85}
  - {from: EUR, to: GBP, date: 2026-08-31, rate: 0.88}
"""
PLAIN = """
contract: CT-1
entity: US01
currency: USD
signed: 2026-01-01
term: {from: 2026-01-01, to: 2026-12-31}
obligations:
  platform: {price: 120000.00, earn: over time by month}
  setup: {price: 3000.00, earn: on delivery}
billing:
  - {bill: all, every: year, right: on invoice}
happened:
  - {date: 2026-01-05, invoice: I-1, amount: 123000.00}
  - {date: 2026-01-20, delivered: setup}
"""


def use(address: str) -> None:
    """Point the store at a database: a SQLite file, or `postgresql://…`."""
    use_nothing()
    kept = connections.databases["default"]
    kept.update(database(address if address.startswith("postgresql:") else "", address))


def use_nothing() -> None:
    """Let go of the database."""
    connections["default"].close()
    if hasattr(connections._connections, "default"):
        del connections["default"]


class Ledger:
    """Commands to the store that is in use, with their approvals."""

    def __init__(self, vendor: str, address: str) -> None:
        self.vendor, self.address = vendor, address

    def use(self) -> None:
        """Point the store at this ledger."""
        use(self.address)

    @staticmethod
    def begun() -> None:
        """Set up the store that is in use, with its people and a company of two entities."""
        with clock():
            initialize({"ann": "SA", "ben": "CT"})
            me = Ledger("", "")
            for person, role in PEOPLE.items():
                me.agreed("grant_role", "ann", "ben", person=person, role=role)
            me.agreed("set_company", "rob", "ben", file="company.yaml", tree=tree_of(COMPANY))

    def do(self, verb: str, who: str, *, key: str = "", why: str = "", **args: object) -> Done:
        """A command."""
        return perform(verb, who, args, key=key, why=why)

    def agreed(self, verb: str, maker: str, *checkers: str, key: str = "", why: str = "", **args: object) -> Done:
        """A command that others approve."""
        done = self.do(verb, maker, key=key, why=why, **args)
        for checker in checkers:
            last = self.do("approve", checker, proposal=done.proposal)
        return last

    def take_in(self, text: str) -> Done:
        """Contracts from the text of a file."""
        return self.agreed("import_contracts", "cam", "rob", contracts=files_of(text))

    def record(self, contract: str, row: str, who: str = "rae", part: str = "happened", key: str = "") -> Done:
        """A row of a contract, as `{date: 2026-01-31, delivered: setup}`."""
        return self.do("record_facts", who, contract=contract, part=part, rows=[tree_of(row)], file="by hand", key=key)

    def close(self, *names: str, entity: str = "US01") -> None:
        """Close periods one after the other."""
        for name in names:
            self.agreed("close_period", "rob", "ben", entity=entity, period=name)

    def sql(self, statement: str, *values: object) -> list[tuple[object, ...]]:
        """A statement past the gate, as an attacker would send it."""
        connection = connections["default"]
        with connection.cursor() as cursor:
            cursor.execute(statement, values or None)
            return list(cursor.fetchall()) if cursor.description else []


def tree_of(text: str) -> object:
    """The stored tree of the one document of a text."""
    read = read_tree(text.encode(), "test.yaml")
    assert not read.errors, read.errors
    return stored(read.documents[0])


def files_of(text: str) -> list[object]:
    """The stored trees of the documents of a text."""
    read = read_tree(text.encode(), "test.yaml")
    assert not read.errors, read.errors
    return [{"file": "test.yaml", "tree": stored(block)} for block in read.documents]


@contextmanager
def clock(
    start: datetime = datetime(2026, 1, 1, 9, tzinfo=UTC), pace: timedelta = timedelta(minutes=1)
) -> Iterator[None]:
    """A clock that moves by `pace` each time somebody looks."""
    ticks, kept = count(), gate.clock
    gate.clock = lambda: start + next(ticks) * pace
    try:
        yield
    finally:
        gate.clock = kept


def plain(effect: object) -> str:
    """An effect as text, to compare two."""
    return json.dumps(effect, sort_keys=True)
