"""What people decided beside the rows of a contract: treatments they overrode, how amounts for earlier periods are
classed, and from what amount on a misstatement is material."""

from __future__ import annotations

from django.db import models

from duly.store.contracts import Fact
from duly.store.texts import Digest, Name, Seq, Words


class Override(models.Model):
    """A row of `judged` that overrides a treatment (`stands`), or does so no longer."""

    fact = models.ForeignKey(Fact, models.PROTECT)
    stands = models.BooleanField()
    seq = Seq()

    class Meta:
        db_table = "override_line"


class Classed(models.Model):
    """How that is classed which a period books of a contract for an earlier one. cause: what changed beside the
    contract, if anything · amounts: digest of what was classed; where that is another by now, the class no longer
    holds."""

    entity = Name()
    book = Name()
    period = Name()
    contract = Name()
    economic = Name()
    cause = Name(blank=True)
    amounts = Digest()
    named = Name()
    why = Words()
    seq = Seq()

    class Meta:
        db_table = "classed"


class Materiality(models.Model):
    """Misstatements of a period of an entity in a book are material from this amount of its currency on (minor
    units)."""

    entity = Name()
    book = Name()
    currency = Name()
    amount = models.BigIntegerField()
    why = Words()
    seq = Seq()

    class Meta:
        db_table = "materiality"


def lifted(seq: int) -> dict[int, int]:
    """The rows whose override was lifted, as of a command: each with the command that did."""
    return dict(Override.objects.filter(stands=False, seq__lte=seq).values_list("fact_id", "seq"))


def overrides_at(seq: int, entity: str) -> list[Fact]:
    """The rows that override a treatment of a contract of an entity, as of a command."""
    made = Override.objects.filter(stands=True, seq__lte=seq, fact__contract__entity=entity)
    standing = made.exclude(fact_id__in=lifted(seq)).select_related("fact").order_by("fact__external")
    return [one.fact for one in standing]
