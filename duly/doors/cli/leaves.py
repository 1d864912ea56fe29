"""The files that the leaves of a derivation name, as text to look a value up in."""

from __future__ import annotations


def text_of(file: str) -> str | None:
    """The text of a file; None where it is none."""
    held = held_by(file)
    return held if isinstance(held, str) else None


def held_by(file: str) -> str | bytes | None:
    """What a file holds: text, or the bytes of sheets; None where it is of no kind that leaves name."""
    try:
        if file.endswith((".yaml", ".yml", ".json")):
            with open(file, encoding="utf-8") as opened:
                return opened.read()
        if file.endswith((".csv", ".xlsx")):
            with open(file, "rb") as sheets:
                return sheets.read()
    except (OSError, UnicodeDecodeError):
        return None
    return None
