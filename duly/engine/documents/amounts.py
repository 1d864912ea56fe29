"""The money terms of a contract: every amount with the role it plays, and its value in the shape of the field."""

from __future__ import annotations

import re
from collections.abc import Sequence

from duly.engine.documents import roles
from duly.engine.documents.money import Money, home_currency, moneys
from duly.engine.documents.places import PERIODS, Place, Places, period_after, unit_after
from duly.engine.documents.proposals import Segment, Term, Value
from duly.engine.documents.segments import segments as segments_of
from duly.engine.documents.shares import terms_of_shares

_PERIOD_BEFORE = re.compile(r"\b(monthly|annual(?:ly)?|quarterly|yearly|weekly|daily|semi-?annual(?:ly)?)\b", re.IGNORECASE)


def terms_of_money(text: str, segments: Sequence[Segment] | None = None) -> list[Term]:
    """The money terms of a text."""
    places = Places(text, segments_of(text) if segments is None else segments)
    home = home_currency(text)
    found = [term for money in moneys(text, home) for term in _amount(text, money, places)]
    return sorted([*found, *terms_of_shares(text, places)], key=lambda term: (term.start, term.end))


def _amount(text: str, money: Money, places: Places) -> list[Term]:
    period, after_period = period_after(text, money.end)
    unit, after_unit = ("", money.end) if period else unit_after(text, money.end)
    if unit:
        period, after_period = period_after(text, after_unit)
    end = max(after_period, after_unit)
    place = places.at(money.start, money.end)
    role, lead = roles.decide(roles.points(place, period, unit))
    if not role:
        return []
    if not period:
        said = _PERIOD_BEFORE.findall(place.before[-90:])
        period = PERIODS.get(said[-1].lower(), "") if said and role in (roles.RECURRING, roles.CHARGE, roles.COMMITMENT) else ""
    value = _value(role, money, place, period, unit)
    return [Term(role, value, money.start, end, min(lead, 10) / 10)]


def _value(role: str, money: Money, place: Place, period: str, unit: str) -> Value:
    value: dict[str, Value] = {"amount": money.value, "currency": money.currency}
    if unit:
        value["unit"] = unit
    if period:
        value["period"] = period
    return value
