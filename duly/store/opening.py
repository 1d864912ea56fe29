"""Up to what amount the books of an entity may be opened with differences."""

from __future__ import annotations

from django.db import models

from duly.store.texts import Name, Seq, Words


class OpeningTolerance(models.Model):
    """What differences at the cut-over of an entity in a book may come to in all, in minor units of its currency."""

    entity = Name()
    book = Name()
    currency = Name()
    amount = models.BigIntegerField()
    why = Words()
    seq = Seq()

    class Meta:
        db_table = "opening_tolerance"


def tolerance_of(seq: int, entity: str, book: str) -> OpeningTolerance | None:
    """The tolerance of an entity in a book as of a command; None where none was set: nothing may differ."""
    return OpeningTolerance.objects.filter(entity=entity, book=book, seq__lte=seq).order_by("-seq").first()
