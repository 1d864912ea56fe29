"""The files that the leaves of a derivation name, as text to look a value up in."""

from __future__ import annotations


def text_of(file: str) -> str | None:
    """The text of a file; None where it is none."""
    if not file.endswith((".yaml", ".yml", ".json")):
        return None
    try:
        with open(file, encoding="utf-8") as opened:
            return opened.read()
    except (OSError, UnicodeDecodeError):
        return None
