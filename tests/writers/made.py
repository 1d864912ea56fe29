"""Reports made by hand for the writers' tests."""

from __future__ import annotations

from duly.ground.reports import Column, Money, Report


def usd(minor: int) -> Money:
    return Money(minor, "USD", 2)


def schedule(*rows: tuple[str, str, str, Money], economic: str = "") -> Report:
    """Rows of (contract, obligation, period, revenue)."""
    columns = (
        Column("entity", "text", "legal entity"),
        Column("contract", "text", "contract"),
        Column("obligation", "text", "performance obligation"),
        Column("period", "text", "period in which it is booked"),
        Column("economic period", "text", "period whose performance it is"),
        Column("cause", "text", "why revenue moved"),
        Column("revenue", "money", "revenue recognized"),
    )
    full = tuple(("US01", c, o, p, economic or p, "progress", money) for c, o, p, money in rows)
    return Report("schedule", "Revenue schedule", columns, full)


def listed(name: str, *columns: tuple[str, str], rows: tuple[tuple[object, ...], ...]) -> Report:
    """A report of columns (name, kind)."""
    made = tuple(Column(column, kind, f"what {column} means") for column, kind in columns)
    return Report(name, name.capitalize(), made, rows)


JOURNAL = (
    ("entity", "text"),
    ("period", "text"),
    ("date", "day"),
    ("step", "text"),
    ("contract", "text"),
    ("obligation", "text"),
    ("account", "text"),
    ("number", "text"),
    ("economic period", "text"),
    ("cause", "text"),
    ("debit", "money"),
    ("credit", "money"),
)
BALANCES = (
    ("entity", "text"),
    ("contract", "text"),
    ("period", "text"),
    ("date", "day"),
    ("receivable", "money"),
    ("contract asset", "money"),
    ("contract liability", "money"),
)


def entry(account: str, amount: Money, *, entity: str = "US01", number: str = "", step: str = "revenue") -> tuple:
    """A journal line of contract C in January; a debit is positive."""
    debit = amount if amount.minor > 0 else None
    credit = amount._replace(minor=-amount.minor) if amount.minor < 0 else None
    return (entity, "2026-01", "2026-01-31", step, "C", "o", account, number, "2026-01", "progress", debit, credit)


def balance(receivable: Money, asset: Money, liability: Money, *, entity: str = "US01") -> tuple:
    return (entity, "C", "2026-01", "2026-01-31", receivable, asset, liability)
