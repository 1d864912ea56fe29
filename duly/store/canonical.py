"""One text for one value, so that a digest can be taken again: sorted keys, no spaces, no binary fractions."""

from __future__ import annotations

import hashlib
import json

NOTHING = "0" * 64


def canonical(value: object) -> str:
    """JSON of a value of texts, whole numbers, truths, lists and maps with text keys."""
    return json.dumps(_exact(value), sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def digest(value: object) -> str:
    """SHA-256 of the canonical text, or of the text itself."""
    text = value if isinstance(value, str) else canonical(value)
    return hashlib.sha256(text.encode()).hexdigest()


def _exact(value: object) -> object:
    if isinstance(value, float):
        raise TypeError(f"{value!r} is a binary fraction; it has no one text")
    if isinstance(value, dict):
        return {str(key): _exact(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_exact(inner) for inner in value]
    return value
