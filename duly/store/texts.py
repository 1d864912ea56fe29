"""Kinds of columns: texts, none of which has a length, since no rule of accounting has one; bytes; a row's command."""

from __future__ import annotations

from django.db import models


class Name(models.TextField):
    """A reference: short, without line breaks."""


class Words(models.TextField):
    """What a person wrote; empty where nothing was said."""

    def __init__(self, *args: object, **more: object) -> None:
        more.setdefault("default", "")
        super().__init__(*args, **more)


class Json(models.TextField):
    """Canonical JSON (`duly.store.canonical`): text, so that its digest can be taken again from what is stored."""


class Digest(models.TextField):
    """SHA-256 in hexadecimal."""


class Bytes(models.BinaryField):
    """What came in as bytes, of any size: in the seal of its command its digest stands for it."""


class Seq(models.BigIntegerField):
    """The command by which a row came in: the number of its line in the audit trail, which is written last. A row
    whose command has no line cannot be committed."""

    def __init__(self, *args: object, **more: object) -> None:
        more.setdefault("db_index", True)
        super().__init__(*args, **more)

    def db_type_suffix(self, connection: object) -> str:
        """A foreign key that is looked at when the transaction ends: the rows come first, their line after them."""
        return "REFERENCES audit_line (seq) DEFERRABLE INITIALLY DEFERRED"
