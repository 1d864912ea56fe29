"""People and what they may do. A right that ends is a row of its own, so that it is known who could do what, and
when."""

from __future__ import annotations

from django.db import models

from duly.store.texts import Digest, Json, Name, Seq, Words


class Person(models.Model):
    """Somebody who acts, by the name they act under. seq: the command that added the person."""

    ref = Name(primary_key=True)
    seq = Seq()

    class Meta:
        db_table = "person"


class Personal(models.Model):
    """Who a person is. It stands outside the audit trail, which never forgets, and can be erased: the one table whose
    rows go."""

    person = models.OneToOneField(Person, models.PROTECT, primary_key=True)
    name = Words()
    contact = Words()

    class Meta:
        db_table = "personal"


class Grant(models.Model):
    """A role given to a person (`given`) or taken back, for one entity or for all (empty)."""

    person = models.ForeignKey(Person, models.PROTECT)
    role = Name()
    entity = Name(blank=True)
    given = models.BooleanField()
    seq = Seq()

    class Meta:
        db_table = "grant_line"


class Token(models.Model):
    """A key by which a program acts for a person. mark: the digest of its secret, which is kept nowhere · scopes: the
    actions it is good for, as JSON · entities: those it is for, as JSON (none: all of the person's) · ends: the last
    day it works on."""

    ref = Name(primary_key=True)
    person = models.ForeignKey(Person, models.PROTECT)
    mark = Digest(unique=True)
    scopes = Json()
    entities = Json()
    ends = Name()
    seq = Seq()

    class Meta:
        db_table = "token"


class TokenEnd(models.Model):
    """A token was taken back."""

    token = models.OneToOneField(Token, models.PROTECT)
    seq = Seq()

    class Meta:
        db_table = "token_end"


class Allowance(models.Model):
    """How many requests a token may send at once. It stands outside the audit trail and is no record of anything: the
    one table whose rows change. left: thousandths of a request · at: since when more have come, in milliseconds."""

    token = models.OneToOneField(Token, models.CASCADE, primary_key=True)
    left = models.BigIntegerField()
    at = models.BigIntegerField()

    class Meta:
        db_table = "allowance"


def roles_of(person: str, seq: int | None = None) -> set[tuple[str, str]]:
    """(role, entity) of a person now, or as of a command; entity is empty where the role holds for all."""
    rows = Grant.objects.filter(person_id=person).order_by("id")
    held: set[tuple[str, str]] = set()
    for given, *role in (rows if seq is None else rows.filter(seq__lte=seq)).values_list("given", "role", "entity"):
        (held.add if given else held.discard)((role[0], role[1]))
    return held
