"""Whether two values of a contract term say the same: the parts that count, in one shape whatever the keys are called.

Two readers of a contract write the same term as `{"percent": "5", "period": "P1M"}` and `{"pct": "5", "per": "month"}`.
A value becomes a set of facts; two values agree when the numbers and dates that carry the term are the same and nothing
that both state contradicts.
"""

from __future__ import annotations

import re
from collections import Counter
from decimal import Decimal, InvalidOperation
from typing import Any

Facts = dict[str, Counter[str]]

# What the parts of a value are called by either reader, by the fact that they state.
_CALLED = {
    "amount": "amount price min_amount floor single aggregate amount2",
    "percent": "percent pct max_percent cap_pct threshold_pct plus_percent",
    "quantity": "quantity volume shares max_quantity",
    "duration": "days notice notice_days notice_months notice_years duration period frequency",
    "date": "date due dates",
    "end": "end until",
    "from": "from min above",
    "to": "to upto max licenses",
    "per": "per unit",
    "strike": "strike exercise_price price_per_share",
    "automatic": "automatic auto",
    "year": "year years",
    "count": "count max_renewals",
}
_ALONE = "currency fraction multiple words figures resolved start refundable bounds"
NAMES = {name: fact for fact, names in _CALLED.items() for name in names.split()} | {n: n for n in _ALONE.split()}
# The facts a term stands on: where a label states one of them, a prediction must state the same. Dates and lengths of
# time carry a term that has no number of its own.
NUMBERS = ("amount", "percent", "fraction", "multiple", "quantity", "words", "figures")
TIMES = ("duration", "date", "start", "end", "automatic")
# The facts that may not contradict when both state them.
BESIDE = ("currency", "duration", "per", "from", "to", "year", "refundable", "strike", "count", "bounds")
PERIODS = {
    "hour": "PT1H", "day": "P1D", "week": "P7D", "month": "P1M", "quarter": "P3M", "year": "P1Y", "annum": "P1Y",
    "hourly": "PT1H", "daily": "P1D", "weekly": "P7D", "monthly": "P1M", "quarterly": "P3M", "semiannual": "P6M",
    "annual": "P1Y", "annually": "P1Y", "yearly": "P1Y",
}  # fmt: skip
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?$")
_DURATION = re.compile(r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?$")
_COUNTED = {"notice_days": "D", "notice_months": "M", "notice_years": "Y", "days": "D"}


def same(label: Any, said: Any) -> bool:
    """Whether a prediction says what a label says in the parts that count."""
    wants, has = facts(label), facts(said)
    main, beside = (NUMBERS, TIMES) if any(wants.get(name) for name in NUMBERS) else (NUMBERS + TIMES, ())
    if any(_unlike(wants.get(name), has.get(name)) for name in main):
        return False
    return not any(wants.get(n) and has.get(n) and _unlike(wants[n], has[n], n) for n in (*beside, *BESIDE))


def whole(label: Any, said: Any) -> bool:
    """Whether a prediction states every fact of a label and no other."""
    wants, has = facts(label), facts(said)
    return {k: dict(v) for k, v in wants.items()} == {k: dict(v) for k, v in has.items()}


def _unlike(wanted: Counter[str] | None, said: Counter[str] | None, name: str = "") -> bool:
    """Values differ; where one side counts each instalment and the other says it once, the distinct ones decide.

    A unit agrees when it shares a word ("licence", "additional licence").
    """
    if name == "per" and wanted and said:
        return not _words(wanted) & _words(said)
    return set(wanted or ()) != set(said or ())


def _words(units: Counter[str]) -> set[str]:
    return {word.removesuffix("s")[:6] for unit in units for word in re.findall(r"\w+", unit)}


def facts(value: Any, name: str = "") -> Facts:
    """The facts of a value: each name with the values it has, and how often."""
    found: Facts = {}
    if isinstance(value, dict):
        for key, part in value.items():
            for fact, seen in facts(part, key).items():
                found.setdefault(fact, Counter()).update(seen)
    elif isinstance(value, list):
        for part in value:
            for fact, seen in facts(part, name).items():
                found.setdefault(fact, Counter()).update(seen)
    elif value is not None:
        fact, said = _fact(name, value)
        found.setdefault(fact, Counter())[said] += 1
    return found


def _fact(name: str, value: Any) -> tuple[str, str]:
    """One part under its one name: a period stated as a unit ("per": "month") is a period."""
    fact = NAMES.get(name, f"said {name}" if name else "")
    text = str(value).strip()
    if name in _COUNTED and _NUMBER.match(text):
        text = f"P{int(Decimal(text))}{_COUNTED[name]}"
    if fact in ("per", "duration") and text.lower() in PERIODS:
        fact, text = ("per", "hour") if text.lower() in ("hour", "hourly") else ("duration", PERIODS[text.lower()])
    if fact in ("amount", "quantity") and not _NUMBER.match(text.replace(",", "")):
        fact = f"said {name}"
    if fact == "":
        fact = "duration" if _DURATION.match(text) else "date"
    return fact, _plain(text)


def _plain(text: str) -> str:
    """A number without trailing zeros, a duration in days, months or years, other words in lower case."""
    text = text.replace(",", "")
    if _NUMBER.match(text):
        try:
            return f"{Decimal(text).normalize():f}"
        except InvalidOperation:
            return text
    match = _DURATION.match(text)
    if match and any(match.groups()):
        years, months, weeks, days = (int(part or 0) for part in match.groups())
        return f"{years * 12 + months}M{weeks * 7 + days}D"
    return " ".join(text.lower().split())
