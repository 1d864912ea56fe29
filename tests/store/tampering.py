"""One byte of one column changed behind the back of the database: its guards and foreign keys are off."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from random import Random

from duly.store.guards import TABLES
from tests.store.ledger import Ledger

BINARY = {("decided", "rows"), ("job_part", "body"), ("document", "bytes"), ("reading", "words")}
# Table, column, row, old value.
Change = tuple[str, str, object, object]


class Tamperer:
    """Changes single bytes of a ledger, and puts them back."""

    def __init__(self, ledger: Ledger, chance: Random) -> None:
        self.chance = chance
        self.is_sqlite = ledger.vendor == "sqlite"
        if self.is_sqlite:
            self.connection = sqlite3.connect(ledger.address, isolation_level=None, timeout=60)
            # Triggers are put back after each change: that they stand is checked too.
            self.triggers = self.connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            self.triggers = self.triggers.fetchall()
        else:
            import psycopg

            self.connection = psycopg.connect(ledger.address, autocommit=True)

    def columns(self) -> Iterator[tuple[str, str]]:
        """Each column of each table that has a row."""
        for table in TABLES:
            cursor = self.connection.execute(f"SELECT * FROM {table}")
            if cursor.fetchone():
                yield from ((table, column[0]) for column in cursor.description)

    def change(self, table: str, column: str) -> Change:
        """Change one byte of a column in some row."""
        key = "rowid" if self.is_sqlite else "ctid::text"
        filled = f"{column} IS NOT NULL AND CAST({column} AS text) <> ''"
        rows = self.connection.execute(f"SELECT {key}, {column} FROM {table} WHERE {filled} ORDER BY 1").fetchall()
        rows = rows or self.connection.execute(f"SELECT {key}, {column} FROM {table}").fetchall()
        while True:
            where, old = self.chance.choice(rows)
            try:
                return table, column, self._put(table, column, where, self._other(old)), old
            except Exception as refused:  # noqa: BLE001 - each driver has its own
                # A key that another row has, or a line of zero: another byte then.
                if not re.search("unique|check constraint", str(refused), re.IGNORECASE):
                    raise
                self.connection.rollback()

    def put_back(self, change: Change) -> None:
        """Undo a change."""
        self._put(*change)

    def close(self) -> None:
        """Let go."""
        self.connection.close()

    def _other(self, old: object) -> object:
        if isinstance(old, bool):
            return not old
        if isinstance(old, int):
            return old ^ (1 << self.chance.randrange(24))
        if not old:
            return "x"
        text = bytearray(old if isinstance(old, bytes) else str(old).encode())
        at = self.chance.randrange(len(text))
        if isinstance(old, bytes):
            text[at] ^= 1 << self.chance.randrange(8)
            return bytes(text)
        # PostgreSQL keeps no bytes that are no text; SQLite keeps any.
        text[at] = text[at] ^ (1 << self.chance.randrange(8)) if self.is_sqlite else 0x40 | (text[at] + 1) & 0x1F
        return bytes(text) if self.is_sqlite else text.decode(errors="replace")

    def _put(self, table: str, column: str, where: object, value: object) -> object:
        """Write a value; where the row is then, since PostgreSQL moves what it changes."""
        return (self._put_in_file if self.is_sqlite else self._put_on_server)(table, column, where, value)

    def _put_in_file(self, table: str, column: str, where: object, value: object) -> object:
        # A byte that is no text is put in as bytes, and then called a text where the column holds texts.
        texts = isinstance(value, bytes | str) and (table, column) not in BINARY
        mark = "CAST(? AS TEXT)" if texts else "?"
        self.connection.execute("BEGIN IMMEDIATE")
        for name, _ in self.triggers:
            self.connection.execute(f"DROP TRIGGER {name}")
        write = f"UPDATE {table} SET {column} = {mark} WHERE rowid = ? RETURNING rowid"
        ((moved,),) = self.connection.execute(write, (value, where)).fetchall()
        for _, text in self.triggers:
            self.connection.execute(text)
        self.connection.execute("COMMIT")
        return moved

    def _put_on_server(self, table: str, column: str, where: object, value: object) -> object:
        with self.connection.transaction():
            self.connection.execute("SET LOCAL session_replication_role = replica")
            self.connection.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            write = f"UPDATE {table} SET {column} = %s WHERE ctid = %s::text::tid RETURNING ctid::text"
            ((moved,),) = self.connection.execute(write, [value, where]).fetchall()
            own = f"SELECT tgname FROM pg_trigger WHERE tgrelid = '{table}'::regclass AND NOT tgisinternal"
            for (name,) in self.connection.execute(own).fetchall():
                self.connection.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}")
        return moved
