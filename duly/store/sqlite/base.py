"""SQLite as Django reaches it, but for how writers wait for each other.

SQLite itself asks for its one lock after ever longer pauses, up to a tenth of a second: of many writers the one that
waited longest asks least often, and may wait for ever. Here each wait begins anew after a few pauses, so that everybody
asks equally often.
"""

from __future__ import annotations

import sqlite3
from time import monotonic

from django.db.backends.sqlite3 import base
from django.db.utils import OperationalError

# Pauses of 1, 2, 5, 10, 15 and 20 milliseconds.
_AT_ONCE = 53


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that begins a transaction as soon as it is its turn, within its `busy_timeout`."""

    def _start_transaction_under_autocommit(self) -> None:
        (most,) = self.connection.execute("PRAGMA busy_timeout").fetchone()
        until = monotonic() + most / 1000
        self._wait(min(most, _AT_ONCE))
        try:
            while True:
                try:
                    super()._start_transaction_under_autocommit()
                    return
                except OperationalError as error:
                    if not _is_busy(error) or monotonic() >= until:
                        raise
        finally:
            self._wait(most)

    def _wait(self, milliseconds: int) -> None:
        self.connection.execute(f"PRAGMA busy_timeout = {milliseconds}")


def _is_busy(error: OperationalError) -> bool:
    code = getattr(error.__cause__, "sqlite_errorcode", 0)
    return code & 0xFF == sqlite3.SQLITE_BUSY
