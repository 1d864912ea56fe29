"""How many requests a key may send: a bucket that fills at a steady rate, kept in the database for all processes.

A process takes some requests at a time, so that reading does not write to the database each time. While SQLite is busy
with a long command nobody waits for the bucket: requests pass uncounted.
"""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass

from django.conf import settings
from django.db import OperationalError, connection, transaction

from duly.store.access import Allowance

# For how long a process may keep what it has taken, in milliseconds.
_LEASE = 1_000
_LOCK = threading.Lock()


@dataclass
class _Lease:
    left: int
    until: int


_LEASES: dict[str, _Lease] = {}


def milliseconds() -> int:
    """The time by which buckets fill; it is not the clock of commands, which a demonstration may hold still."""
    return time.time_ns() // 1_000_000


def wait_for(token: str) -> int:
    """Spend a request of a key; in how many seconds it may come again (0: now)."""
    now = milliseconds()
    with _LOCK:
        lease = _LEASES.get(token)
        if lease and lease.left > 0 and lease.until > now:
            lease.left -= 1
            return 0
    # What is not spent in time is lost: little is taken, of a large bucket too.
    taken = _take(token, max(1, min(settings.API_BURST // 20, settings.API_RATE // 10)))
    if taken:
        with _LOCK:
            _LEASES[token] = _Lease(taken - 1, now + _LEASE)
        return 0
    return max(1, -(-1 // settings.API_RATE))


def forget() -> None:
    """Give back nothing and begin anew, as another process would."""
    _LEASES.clear()


def _take(token: str, wanted: int) -> int:
    """Take some requests out of the bucket: as many as there are."""
    try:
        with _nobody_waits(), transaction.atomic():
            if connection.vendor == "postgresql":
                with connection.cursor() as cursor:
                    # What a crash may lose of it matters to nobody.
                    cursor.execute("SET LOCAL synchronous_commit = off")
            return _taken(token, wanted, milliseconds())
    except OperationalError:
        if connection.vendor == "sqlite":
            return 1
        raise


def _taken(token: str, wanted: int, now: int) -> int:
    full = settings.API_BURST * 1000
    Allowance.objects.bulk_create([Allowance(token_id=token, left=full, at=now)], ignore_conflicts=True)
    row = Allowance.objects.select_for_update().get(token_id=token)
    left = min(full, row.left + max(0, now - row.at) * settings.API_RATE)
    granted = min(wanted, left // 1000)
    Allowance.objects.filter(token_id=token).update(left=left - granted * 1000, at=now)
    return granted


class _nobody_waits:
    """SQLite says at once that it is busy, instead of waiting for whoever writes."""

    def __enter__(self) -> None:
        self._set(0)

    def __exit__(self, *fault: object) -> None:
        self._set(int(connection.settings_dict["OPTIONS"].get("timeout", 5)) * 1000)

    def _set(self, milliseconds: int) -> None:
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                cursor.execute(f"PRAGMA busy_timeout = {milliseconds}")
