"""Moments of knowledge as people name them: a command by its number, or an instant."""

from __future__ import annotations

from datetime import UTC, datetime

from duly.actions.errors import UnknownMoment
from duly.store.audit import AuditLine, head

_FIX = "a number like 17, or an instant with its zone like 2026-03-31T17:00:00Z"


def moment(text: str) -> int:
    """The last command known at a moment; now, where nothing is named."""
    last = head()[0]
    if not text:
        return last
    if text.isascii() and text.isdigit() and len(text) < 19:
        if not 1 <= int(text) <= last:
            raise UnknownMoment(f"there is no command {text}; the last is {last}", fix=_FIX)
        return int(text)
    at = _instant(text).astimezone(UTC).isoformat(timespec="microseconds")
    known = AuditLine.objects.filter(at__lte=at).order_by("-seq").values_list("seq", flat=True).first()
    return int(known or 0)


def _instant(text: str) -> datetime:
    try:
        found = datetime.fromisoformat(text)
        if found.tzinfo is not None and 1900 < found.year < 9999:
            return found
    except ValueError:
        pass
    raise UnknownMoment(f"{text[:40]!r} is no moment", fix=_FIX)
