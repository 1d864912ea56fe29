"""What holds for all contracts: sections of the company file, each replaced as a whole by a later row."""

from __future__ import annotations

from django.db import models

from duly.store.texts import Digest, Json, Name, Seq


class Setting(models.Model):
    """A section of the company file as it was set by a command. tree: its text with the places it came from."""

    section = Name()
    file = Name()
    tree = Json()
    digest = Digest()
    seq = Seq()

    class Meta:
        db_table = "setting"


def sections_at(seq: int) -> dict[str, Setting]:
    """The sections in force as of a command."""
    return {row.section: row for row in Setting.objects.filter(seq__lte=seq).order_by("id")}
