"""People and what they may do. A right that ends is a row of its own, so that it is known who could do what, and
when."""

from __future__ import annotations

from django.db import models

from duly.store.texts import Name, Seq, Words


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


def roles_of(person: str, seq: int | None = None) -> set[tuple[str, str]]:
    """(role, entity) of a person now, or as of a command; entity is empty where the role holds for all."""
    rows = Grant.objects.filter(person_id=person).order_by("id")
    held: set[tuple[str, str]] = set()
    for given, *role in (rows if seq is None else rows.filter(seq__lte=seq)).values_list("given", "role", "entity"):
        (held.add if given else held.discard)((role[0], role[1]))
    return held
