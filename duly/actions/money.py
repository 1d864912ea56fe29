"""Amounts of the ledger as people read them: in the currencies of ISO 4217 and the units the company named its own."""

from __future__ import annotations

from collections.abc import Mapping

from duly.ground.money import ISO_4217, grouped
from duly.store import lift

_NOW = 1 << 62


def decimals() -> Mapping[str, int]:
    """How many decimals each currency has, those of the company first."""
    return {**ISO_4217, **dict(lift.company_at(_NOW).currencies)}


def amount(minor: int, code: str, digits: Mapping[str, int]) -> str:
    """An amount of a currency with its code."""
    return f"{grouped(minor, digits[code])} {code}"
