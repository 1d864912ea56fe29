"""Contracts as agreed, and what happened and was judged since: rows of the contract language, each with the command by
which it became known."""

from __future__ import annotations

from django.db import models

from duly.store.texts import Digest, Json, Name, Seq


class Contract(models.Model):
    """A contract as agreed. tree: its text but for what happened, was judged, cost or was taken over · source,
    external: where it came from and what it is called there."""

    ref = Name(primary_key=True)
    entity = Name()
    customer = Name()
    source = Name()
    external = Name()
    file = Name()
    tree = Json()
    digest = Digest()
    seq = Seq()

    class Meta:
        db_table = "contract"
        constraints = [models.UniqueConstraint(fields=["source", "external"], name="contract_once_a_source")]


class Fact(models.Model):
    """A row of `happened`, `judged`, `costs` or `opening`. claimed: what the file said of when it became known, which
    moves no answer: `seq` is when."""

    contract = models.ForeignKey(Contract, models.PROTECT)
    part = Name()
    position = models.IntegerField()
    file = Name()
    tree = Json()
    digest = Digest()
    claimed = Name(blank=True)
    source = Name()
    external = Name()
    seq = Seq()

    class Meta:
        db_table = "fact"
        constraints = [
            models.UniqueConstraint(fields=["contract", "part", "position"], name="fact_once_a_place"),
            models.UniqueConstraint(fields=["source", "external"], name="fact_once_a_source"),
        ]


class Hold(models.Model):
    """A contract of which nothing is posted (`held`), or no longer so."""

    contract = models.ForeignKey(Contract, models.PROTECT)
    held = models.BooleanField()
    seq = Seq()

    class Meta:
        db_table = "hold"


class ExternalName(models.Model):
    """What an object of the ledger is called in another system. kind: contract, fact or document · ref: its name here
    · source: the other system, which calls one object of a kind by one name."""

    kind = Name()
    ref = Name(db_index=True)
    source = Name()
    external = Name()
    seq = Seq()

    class Meta:
        db_table = "external_name"
        constraints = [models.UniqueConstraint(fields=["kind", "source", "external"], name="named_once_a_source")]


def held_contracts(seq: int) -> set[str]:
    """The contracts on hold as of a command."""
    last = {row.contract_id: row.held for row in Hold.objects.filter(seq__lte=seq).order_by("id")}
    return {ref for ref, held in last.items() if held}


def ever_held(seq: int) -> set[str]:
    """The contracts that were on hold at any time, as of a command."""
    return set(Hold.objects.filter(seq__lte=seq).values_list("contract_id", flat=True))
