"""The rows that came in by a command: their digest stands in its line of the audit trail, so that none of them can be
altered, added or taken away later without being found.

Lines of the journal are sealed by their entries; what stands here of them is how many there are and the sum of their
keys.
"""

from __future__ import annotations

import hashlib
import heapq
from collections.abc import Generator, Iterator
from contextlib import ExitStack, closing
from itertools import groupby

from django.apps import apps
from django.db import connection, models
from django.db.models import Count, Sum

from duly.store.audit import AuditLine
from duly.store.canonical import digest
from duly.store.journal import Line
from duly.store.texts import Bytes, Seq

# (command, table, digest of the values of all columns)
Row = tuple[int, str, str]
# How many rows are read at once: of a table with a column of `Bytes` one, since each may be as large as a file.
_AT_ONCE = 5_000


def tables() -> list[type[models.Model]]:
    """The tables whose rows come in by a command, by name."""
    found = [m for m in apps.get_app_config("store").get_models() if any(isinstance(f, Seq) for f in m._meta.fields)]
    return sorted(found, key=lambda model: model._meta.db_table)


def touched(seq: int) -> set[str]:
    """The tables that have rows of a command, by one question."""
    names = [model._meta.db_table for model in tables()]
    asked = " UNION ALL ".join(f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM {name} WHERE seq = %s)" for name in names)
    with connection.cursor() as cursor:
        cursor.execute(asked, [seq] * len(names))
        return {str(name) for (name,) in cursor.fetchall()}


def added_by(seq: int) -> str:
    """The digest of the rows that a command has added so far."""
    names = touched(seq)
    rows = [row for model in tables() if model._meta.db_table in names for row in _rows(model, seq)]
    return _together([*rows, *(_lines(seq) if "journal_entry" in names else ())])


def faults() -> Iterator[str]:
    """Commands whose rows are not those they added, and rows that came in by no command."""
    lines = dict(AuditLine.objects.values_list("seq", "added"))
    with ExitStack() as streams:
        # All tables are read side by side: what cannot be read of one leaves no other half read.
        rows = [streams.enter_context(closing(one)) for one in (*map(_rows, tables()), _lines())]
        for seq, own in groupby(heapq.merge(*rows, key=lambda row: row[:2]), key=lambda row: row[0]):
            kept = list(own)
            if lines.pop(seq, None) != _together(kept):
                names = ", ".join(sorted({table for _, table, _ in kept}))
                yield f"the rows of command {seq} are not those it added: something in {names} was altered or is gone"
    for seq in lines:
        yield f"the rows of command {seq} are gone"


def _rows(model: type[models.Model], seq: int | None = None) -> Generator[Row, None, None]:
    chosen = model._default_manager.all() if seq is None else model._default_manager.filter(seq=seq)
    fields = model._meta.concrete_fields
    names = [field.attname for field in fields]
    place, table = names.index("seq"), model._meta.db_table
    large = {number for number, field in enumerate(fields) if isinstance(field, Bytes)}
    for values in chosen.order_by("seq").values_list(*names).iterator(chunk_size=1 if large else _AT_ONCE):
        texts = [_digested(value) if number in large else _text(value) for number, value in enumerate(values)]
        yield values[place], table, digest([table, *texts])


def _digested(value: bytes | memoryview) -> str:
    return hashlib.sha256(value).hexdigest()


def _text(value: object) -> object:
    """A value as it can stand in a digest."""
    return bytes(value).hex() if isinstance(value, bytes | memoryview) else value


def _lines(seq: int | None = None) -> Generator[Row, None, None]:
    entered = Line.objects.all() if seq is None else Line.objects.filter(entry__seq=seq)
    sums = entered.values_list("entry__seq").annotate(Count("id"), Sum("id")).order_by("entry__seq")
    for of, count, total in sums.iterator():
        yield of, "journal_line", digest(["journal_line", count, int(total)])


def _together(rows: list[Row]) -> str:
    """One digest for rows in whichever order a database gives them: theirs are sorted, since the order of texts is not
    the same on every machine."""
    return digest(sorted(mark for _, _, mark in rows))
