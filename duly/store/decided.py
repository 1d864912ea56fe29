"""Contracts as they were decided: the rows of the engine, kept so that a close need not read the language again.

They follow from the contract, its facts and the settings, and say nothing new; `duly verify` decides them again.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from django.db import connection, models

from duly import __version__
from duly.engine.packed import LAYOUT, Labels, Packed
from duly.store.canonical import canonical, digest
from duly.store.company import sections_at
from duly.store.contracts import Contract
from duly.store.texts import Digest, Json, Name, Seq

# Sections of the company file that decide no contract: where an amount is written, and rates of the books' currency.
_BESIDE = ("accounts", "mapping", "rates")


class Decided(models.Model):
    """A contract in a book as known by the command `upto`, the last that told of it. basis: digest of the settings and
    of the engine that decided · labels, rows: `duly.engine.packed`, and the dimensions of its lines."""

    contract = models.ForeignKey(Contract, models.PROTECT)
    book = Name()
    basis = Digest()
    upto = models.BigIntegerField()
    labels = Json()
    rows = models.BinaryField()
    seq = Seq()

    class Meta:
        db_table = "decided"
        constraints = [models.UniqueConstraint(fields=["contract", "book", "basis", "upto"], name="decided_once")]


class Kept(NamedTuple):
    """A contract as it is decided: its rows, and the dimensions of its lines, those that name no obligation first.

    mean: whether what time earns has the mean rate of its days, in the currency of other books."""

    packed: Packed
    dimensions: tuple[str, ...]
    mean: bool


class Standing(NamedTuple):
    """A contract as it stood: the command that first and the one that last told of it, and as decided with what was
    known then; None where that was not kept."""

    ref: str
    first: int
    upto: int
    kept: Kept | None


def basis_at(seq: int) -> str:
    """The digest of what decides contracts beside themselves, and of how they are kept."""
    return digest([__version__, LAYOUT, {s: row.digest for s, row in sections_at(seq).items() if s not in _BESIDE}])


def keep(seq: int, book: str, basis: str, found: Iterable[tuple[int, Kept]]) -> None:
    """Keep contracts as decided with what was known by a command each (`upto`)."""
    rows = [
        Decided(
            contract_id=one.packed.labels.ref,
            book=book,
            basis=basis,
            upto=upto,
            labels=canonical([list(one.packed.labels), list(one.dimensions), int(one.mean)]),
            rows=zlib.compress(one.packed.words, 1),
            seq=seq,
        )
        for upto, one in found
    ]
    Decided.objects.bulk_create(rows, batch_size=1_000)


_STANDING = """
SELECT last.ref, last.began, last.upto, d.labels, d.rows FROM (
  SELECT ref, min(seq) AS began, max(seq) AS upto FROM (
    SELECT ref, seq FROM contract WHERE entity = %s AND seq <= %s UNION ALL
    SELECT f.contract_id, f.seq FROM fact f JOIN contract c ON c.ref = f.contract_id
    WHERE c.entity = %s AND f.seq <= %s UNION ALL
    SELECT f.contract_id, o.seq FROM override_line o JOIN fact f ON f.id = o.fact_id
    JOIN contract c ON c.ref = f.contract_id WHERE c.entity = %s AND o.seq <= %s) told GROUP BY ref) last
LEFT JOIN decided d ON d.contract_id = last.ref AND d.upto = last.upto AND d.book = %s AND d.basis = %s
"""
_ORDER = "ORDER BY last.ref"
_TOLD_SINCE = """
WHERE last.ref IN (SELECT contract_id FROM fact WHERE seq > %s AND seq <= %s UNION ALL
  SELECT f.contract_id FROM override_line o JOIN fact f ON f.id = o.fact_id WHERE o.seq > %s AND o.seq <= %s)
"""


def standing(entity: str, book: str, basis: str, seq: int, told: tuple[int, int] | None = None) -> Iterator[Standing]:
    """The contracts of an entity by reference as they stood after a command; with `told` (after, upto), those alone of
    which something became known between these commands."""
    values: list[object] = [*(entity, seq) * 3, book, basis, *(told or ()) * 2]
    with connection.cursor() as cursor:
        cursor.execute(_STANDING + (_TOLD_SINCE if told else "") + _ORDER, values)
        for ref, first, upto, labels, rows in iter(cursor.fetchone, None):
            yield Standing(ref, first, upto, _kept(labels, rows) if rows is not None else None)


def _kept(labels: str, rows: bytes) -> Kept:
    (ref, entity, currency, digits, obligations, origins), dimensions, mean = json.loads(labels)
    words = Labels(ref, entity, currency, digits, tuple(obligations), tuple(origins))
    return Kept(Packed(words, zlib.decompress(rows)), tuple(dimensions), bool(mean))
