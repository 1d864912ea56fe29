"""Signatures as Standard Webhooks has them: HMAC-SHA256 of id, moment and body, one for each secret in force."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Iterable


def signed(id_: str, moment: int, content: bytes, secrets: Iterable[bytes]) -> dict[str, str]:
    """The headers of a message. moment: seconds since 1970."""
    told = b".".join((id_.encode(), str(moment).encode(), content))
    marks = [base64.b64encode(hmac.new(secret, told, hashlib.sha256).digest()).decode() for secret in secrets]
    return {
        "webhook-id": id_,
        "webhook-timestamp": str(moment),
        "webhook-signature": " ".join(f"v1,{mark}" for mark in marks),
    }
