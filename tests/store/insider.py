"""Somebody with SQL and no gate, who knows how rows must look: what an attack gets wrong is one thing at a time."""

from __future__ import annotations

import sqlite3

from duly.store.canonical import NOTHING
from duly.store.guards import TABLES

BALANCED = (("CT-1", "cash", "USD", 500, "USD", 500), ("CT-1", "receivable", "USD", -500, "USD", -500))
_AS_OURS = ("foreign_keys=ON", "recursive_triggers=ON")


class Insider:
    """A connection past Django. role: `ours` (SQLite as duly sets it), `plain` (SQLite without any pragma), or a role
    of PostgreSQL."""

    def __init__(self, address: str, role: str) -> None:
        self.role = role
        self.is_sqlite = not address.startswith("postgresql:")
        if self.is_sqlite:
            self.connection = sqlite3.connect(address, isolation_level=None, timeout=60)
            for pragma in _AS_OURS if role == "ours" else ():
                self.connection.execute(f"PRAGMA {pragma}")
        else:
            import psycopg

            self.connection = psycopg.connect(address.replace("postgres@", f"{role}@"), autocommit=True)
        self.seq = 0

    def run(self, statement: str, *values: object) -> list[tuple[object, ...]]:
        """A statement, with ? for each value; what it finds, if it asks."""
        cursor = self.connection.execute(statement if self.is_sqlite else statement.replace("?", "%s"), values)
        return cursor.fetchall() if cursor.description else []

    def begin(self) -> None:
        """A transaction, for the command that follows the last."""
        self.run("BEGIN")
        self.seq = self.run("SELECT coalesce(max(seq), 0) + 1 FROM audit_line")[0][0]

    def insert(self, table: str, how: str = "INSERT", **values: object) -> None:
        """A row; `how` in other words."""
        marks = ", ".join("?" * len(values))
        self.run(f"{how} INTO {table} ({', '.join(values)}) VALUES ({marks})", *values.values())

    def lines(self, entry: str, lines: tuple[tuple[object, ...], ...] = BALANCED, first: int = 0) -> None:
        """Lines of an entry: contract, account, currency, amount, currency of the books, amount."""
        for n, (contract, account, currency, amount, books_currency, books_amount) in enumerate(lines, first):
            amounts = {"amount": amount, "books_amount": books_amount}
            texts = {"contract": contract, "account": account, "currency": currency, "books_currency": books_currency}
            more = {
                "obligation": "",
                "number": "",
                "cause": "manual",
                "economic": "2026-02",
                "kind": "",
                "dimensions": "",
            }
            self.insert("journal_line", entry=entry, n=n, **texts, **amounts, **more)

    def header(self, **other: object) -> dict[str, object]:
        """The columns of the header that may follow the last of a chain."""
        rows = self.run("SELECT number, hash FROM journal_entry WHERE chain = 'US01/main' ORDER BY number DESC LIMIT 1")
        number, last = rows[0] if rows else (0, NOTHING)
        whose = {"chain": "US01/main", "entity": "US01", "book": "main", "period": "2026-02", "step": "other"}
        said = {
            "kind": "manual",
            "why": "",
            "actor": "eve",
            "at": "now",
            "lines": 2,
            "totals": "{}",
            "seq": self.seq,
            "taken_from": "",
        }
        found = {"ref": f"EVE-{number}", "number": number + 1, "prev": last, "hash": f"{number + 1:064d}"}
        return whose | said | found | other

    def audit(self, **other: object) -> None:
        """The line of the audit trail that seals the command."""
        rows = self.run("SELECT hash FROM audit_line ORDER BY seq DESC LIMIT 1")
        who = {"at": "now", "actor": "eve", "verb": "post_period", "subject": "", "why": "", "effect": "{}"}
        seals = {"request": f"eve-{self.seq}", "added": NOTHING, "prev": rows[0][0], "hash": f"e{self.seq:063d}"}
        self.insert("audit_line", **({"seq": self.seq} | who | seals | other))

    def post(self, rows: tuple[tuple[object, ...], ...] = BALANCED, **header: object) -> None:
        """A whole command that posts an entry."""
        self.begin()
        columns = self.header(**({"lines": len(rows)} | header))
        self.lines(str(columns["ref"]), rows)
        self.insert("journal_entry", **columns)
        self.audit()
        self.run("COMMIT")

    def add(self, table: str, how: str = "INSERT", **values: object) -> None:
        """A whole command that adds a row."""
        self.begin()
        self.insert(table, how, **({"seq": self.seq} | values))
        self.audit()
        self.run("COMMIT")

    def first(self, table: str, where: str = "1 = 1") -> dict[str, object]:
        """The first row of a table, by column."""
        cursor = self.connection.execute(f"SELECT * FROM {table} WHERE {where} LIMIT 1")
        return dict(zip([column[0] for column in cursor.description], cursor.fetchone(), strict=True))

    def everything(self) -> dict[str, list[tuple[object, ...]]]:
        """All rows of all tables."""
        return {table: sorted(self.run(f"SELECT * FROM {table}"), key=repr) for table in TABLES}

    def gave_up(self) -> None:
        """Undo what a refused attack has begun."""
        self.connection.rollback()

    def close(self) -> None:
        """Let go."""
        self.connection.close()
