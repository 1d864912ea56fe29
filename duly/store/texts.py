"""Kinds of text columns: none has a length, since no rule of accounting has one."""

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
