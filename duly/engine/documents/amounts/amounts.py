"""The money terms of a contract: every amount with the role it plays, and its value in the shape of the field."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction

from duly.engine.documents.amounts import roles
from duly.engine.documents.amounts.confidence_money import confidence
from duly.engine.documents.amounts.formulas import terms_of_formulas
from duly.engine.documents.amounts.goods import terms_of_goods
from duly.engine.documents.amounts.levels import levels
from duly.engine.documents.amounts.parts import paid_in_parts
from duly.engine.documents.amounts.plans import plans
from duly.engine.documents.amounts.price_lists import Row, price_lists
from duly.engine.documents.amounts.share_tables import share_tables
from duly.engine.documents.amounts.shares import even_shares, terms_of_shares
from duly.engine.documents.amounts.tiers import terms_of_tiers
from duly.engine.documents.amounts.traps import terms_of_traps
from duly.engine.documents.amounts.withheld import withheld_prices
from duly.engine.documents.amounts.years import ORDINALS, year_by_year
from duly.engine.documents.proposals import Segment, Term, Value
from duly.engine.documents.text.places import EACH, PERIODS, Place, Places, period_after, unit_after, unit_before
from duly.engine.documents.text.segments import segments as segments_of
from duly.engine.documents.values.dates import dates
from duly.engine.documents.values.money import Money, home_currency, moneys
from duly.engine.documents.values.percents import fractions, percents

Found = tuple[Term, int]  # a term, and by how many points it won
TABLE, CLAUSE = 8, 7
# More amounts than any contract has: what comes after is no contract, and takes no time.
MOST = 1500
_OFTEN = r"monthly|annual(?:ly)?|quarterly|yearly|weekly|daily|semi-?annual(?:ly)?"
_PERIOD_BEFORE = re.compile(
    rf"\b({_OFTEN})\b|\b(?:each|every|per)\s+(?:of\s+the\s+(?:[\w/]+\s+){{0,4}}|\w+\s+)?(month|quarter|year|week)s?\b",
    re.IGNORECASE,
)
_ROYALTY_OF = re.compile(r"\broyalt(?:y|ies)\b[^.;$]{0,40}\b(?:of|equal to|at the rate of) $", re.IGNORECASE)
# "Annual fee, payable monthly": the fee is by the year.
_FEE_OF = re.compile(
    rf"\b({_OFTEN})\s(?:[\w-]+\s){{0,2}}?(?:fees?|charges?|rent|retainers?|dues|premiums?|minimum|guarantee)\b",
    re.IGNORECASE,
)
_YEAR_BEFORE = re.compile(
    r"(?:(?<!\d,\s)(?P<year>(?:19|20)\d\d)|\b(?:contract|license|royalty|lease)?\s?year\s(?P<number>\d{1,2}|one|two|three|four|five)"
    r"|\b(?P<ordinal>first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth)\s(?:\w+\s)?(?:year|season))[\s:,=.-]{0,30}(?:of\s)?$",
    re.IGNORECASE,
)
_YEAR_AFTER = re.compile(
    r" ?(?:for|in|during) (?:the )?(?:(?P<year>(?:19|20)\d\d)\b"
    r"|(?:contract |license )?year (?P<number>\d{1,2}|one|two|three|four|five)\b"
    r"|(?P<ordinal>first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth) (?:\w+ )?(?:year|season)\b)",
    re.IGNORECASE,
)
_NUMBERS = "one two three four five".split()
_TRIGGERS = re.compile(
    r"\b(?P<trigger>(?:upon|on|after|at|within\s[^,.;]{2,40}\s(?:of|after|following))\s(?:the\s)?[^,.;()$]{3,60})",
    re.IGNORECASE,
)
_OPENING_TRIGGER = re.compile(
    r"\b(?P<trigger>(?:upon|on|after|at|within\s[^,.;:]{2,40}\s(?:of|after|following))\s(?:the\s)?[^,.;:()$]{3,50}?)\s?[:–—-]?\s{0,3}$",
    re.IGNORECASE,
)
_AMOUNT_BEFORE = re.compile(r"(?:[$€£]|USD|EUR|CHF|GBP)\s?[\d,.'’]+(?:\s(?:million|thousand)\b)?")
# A line of a list that is an event from its first word to its amount.
_LINE_OPENS = re.compile(r"\s*(?P<trigger>Upon [^.;,:]{50,160}?)[\s:–—-]{1,12}\Z")
_DATED_LINE = re.compile(r"\s?[:=–—-]?\s{0,2}(?:the (?:sum|amount) of )?", re.IGNORECASE)
_ACHIEVED = re.compile(r" ?(?:for(?: each| every)?|if|upon|when) (?P<item>[^.;,]{4,80})", re.IGNORECASE)
_ITEM = re.compile(r"(?P<item>[A-Za-z][^.;:,$€£]{2,60}?)(?<!\bof)(?<!\bto)(?<!\ba)(?<!\ban)\s?[:–—-]?\s?$")


def terms_of_money(text: str, segments: Sequence[Segment] | None = None) -> list[Term]:
    """The money terms of a text, in their order, each with a confidence."""
    pieces = segments_of(text) if segments is None else segments
    places = Places(text, pieces)
    amounts, parts = moneys(text, home_currency(text))[:MOST], percents(text)[:MOST]
    rows = [*terms_of_tiers(text, amounts), *terms_of_tiers(text, parts)]
    planned = plans(text, amounts, pieces)
    shared = sorted([*parts, *fractions(text)[:MOST]], key=lambda part: part.start)
    in_parts = list(paid_in_parts(text, shared, pieces))
    tables = share_tables(text, parts, amounts)
    spoken = {start for _, starts in in_parts for start in starts}.union(*(table.spoken for table in tables))
    shares = terms_of_shares(text, [part for part in shared if part.start not in spoken], amounts, places)
    taken = {money.start for plan in planned for money in plan.inside} | {start for _, _, start in shares if start >= 0}
    reached = levels(text, amounts)
    taken |= spoken | reached
    seen: roles.Seen = {}
    listed = price_lists(text, amounts)
    single = [
        one
        for money in amounts
        if money.start not in taken
        if (one := _amount(text, money, places, rows, listed.get(money.start), seen))
    ]
    found = [
        *_lists(year_by_year(text, single), places),
        *((row, TABLE) for row in rows),
        *((plan.term, CLAUSE) for plan in planned),
    ]
    found += [*((term, lead) for term, lead, _ in shares), *((term, CLAUSE) for term, _ in in_parts)]
    found += [(term, TABLE) for table in tables for term in table.terms]
    found += [(term, 4) for term in (*withheld_prices(text), *even_shares(text))]
    found += [
        (Term(roles.NOT_FEE, {"amount": one.value, "currency": one.currency}, one.start, one.end, 1), CLAUSE)
        for one in amounts
        if one.start in reached
    ]
    found += [*terms_of_traps(text, amounts, parts), *terms_of_formulas(text, pieces), *terms_of_goods(text, pieces)]
    terms = [Term(t.field, t.value, t.start, t.end, confidence(t.field, lead), t.checks) for t, lead in found]
    return sorted(terms, key=lambda term: (term.start, term.end, term.field))


def _amount(
    text: str, money: Money, places: Places, rows: Sequence[Term], listed: Row | None, seen: roles.Seen
) -> Found | None:
    """The term of an amount. In a row of tiers it is a rate if it is by the piece, and else the row's alone."""
    period, after_period = period_after(text, money.end)
    unit, after_unit = ("", money.end) if period else unit_after(text, money.end)
    if unit:
        period, after_period = period_after(text, after_unit)
    row = next((row for row in rows if row.start <= money.start < row.end), None)
    if row and not (row.field == "price_tier" and unit):
        return None
    place = places.at(money.start, money.end)
    points = roles.points(place, period, unit, seen)
    if listed and listed.role == roles.PAYMENT and (period or unit):
        listed = None  # the day beside it ends the row before
    if listed:
        points[listed.role] = points.get(listed.role, 0) + listed.points
    role, lead = roles.decide(points)
    if not role:
        return None
    untold = points[role] <= roles.PRIOR.get(role, 0) and not _PRICES.search(_spoken(place))
    if role == roles.FEE and not listed and untold:
        lead = roles.UNTOLD
    if role == roles.RATE and not unit:
        unit = unit_before(place) or (listed.unit if listed else "")
    period = period or (listed.period if listed and role == listed.role else "") or _period_before(place, role)
    if role == roles.BONUS and not period:
        unit, after_unit, after_period = "", money.end, money.end
    value = _value(role, money, place, period, unit)
    if role == roles.RATE and listed and listed.item and not unit:
        value["item"] = listed.item
    if role == roles.RATE and unit and _ROYALTY_OF.search(place.before[-90:]):
        role = roles.ROYALTY
    if listed and listed.bounds and role in (roles.RECURRING, roles.COMMITMENT, roles.RATE, roles.TOTAL):
        value["bounds"] = listed.bounds
    if listed and listed.due and role in (roles.PAYMENT, roles.COMMITMENT):
        value["due"] = listed.due
        value.pop("bounds", None)
    return Term(role, value, money.start, max(after_period, after_unit), 1), lead


_PRICES = re.compile(
    r"\b(?:fees?|prices?|pricing|costs?|charges?|rates?|pay\w*|paid|due|payable|total)\b|[$€£]", re.IGNORECASE
)


def _spoken(place: Place) -> str:
    """The words around an amount from which somebody may see that it is paid."""
    return f"{place.heading} {place.lead} {place.before} {place.after} {place.above[-300:]}"


def _period_before(place: Place, role: str) -> str:
    """The period that the words before an amount name: "monthly fee of"."""
    if role not in (roles.RECURRING, roles.CHARGE, roles.COMMITMENT):
        return ""
    named = _FEE_OF.findall(place.before[-120:])
    if named:
        return PERIODS.get(named[-1].lower(), "")
    said = _PERIOD_BEFORE.findall(place.before[-120:]) or _PERIOD_BEFORE.findall(place.lead[-160:])
    return PERIODS.get((said[-1][0] or said[-1][1]).lower(), "") if said else ""


def _value(role: str, money: Money, place: Place, period: str, unit: str) -> dict[str, Value]:
    value: dict[str, Value] = {"amount": money.value, "currency": money.currency}
    if unit and unit != EACH:
        value["unit"] = unit
    year = _year(place) if role in (roles.RECURRING, roles.COMMITMENT, roles.RATE) else ""
    if role == roles.RECURRING and not period and year:
        period = "P1Y"
    if period:
        value["period"] = period
    if year:
        value["bounds"] = year
    if role in (roles.PAYMENT, roles.MILESTONE):
        value |= _due(place)
    if role == roles.BONUS:
        item = _ACHIEVED.match(place.after) or _ITEM.search(place.before[-80:])
        value |= {"trigger": item["item"].strip()} if item else {}
    return value


def _year(place: Place) -> str:
    """The year that stands before an amount: "2001", or "year 2" for the second contract year."""
    match = _YEAR_AFTER.match(place.after) or _YEAR_BEFORE.search(place.before[-60:])
    if not match:
        return ""
    if match["year"]:
        return match["year"]
    if match["number"]:
        said = match["number"].lower()
        return f"year {_NUMBERS.index(said) + 1 if said in _NUMBERS else said}"
    return f"year {ORDINALS.index(match['ordinal'].lower()) + 1}"


def _due(place: Place) -> dict[str, Value]:
    """When a payment falls due: the day or event that opens its line, or else the first that follows it."""
    sentence = _AMOUNT_BEFORE.split(place.before)[-1]
    event = _LINE_OPENS.match(sentence)
    if event:
        return {"trigger": event["trigger"]}
    line = sentence[-90:]
    after = re.split(r"[$€£]", place.after)[0]
    opening = [one for one in dates(line) if _DATED_LINE.fullmatch(line[one.end :])]
    trigger = _OPENING_TRIGGER.search(line)
    if not opening and not trigger:
        opening = [one for one in dates(after[:160]) if one.kind in ("day", "yearless")]
        trigger = _TRIGGERS.search(after[:120]) or _TRIGGERS.search(sentence[-160:])
    value: dict[str, Value] = {"due": opening[0].value} if opening else {}
    if trigger and not (opening and dates(trigger["trigger"])):
        value["trigger"] = trigger["trigger"].strip()
    return value


_LIST_LEAD = re.compile(
    r"\b(?:pay(?:able|ments?)?|paid|instal?lments?|fees?)\b.{0,200}(?:follow(?:s|ing)|below|schedule)|due dates",
    re.IGNORECASE,
)
# The heads of a table whose rows are events, each with what it costs.
_PLAN_HEAD = re.compile(
    r"\b(?:Milestones?|Events?)(?: [A-Z][\w/]*){0,4} (?:Payments?|Amounts?|Fees?)\b(?! (?:of|for|is)\b)"
)
_LINE_GAP, _NEAR_TOTAL = 260, 500


def _lists(single: Sequence[Found], places: Places) -> list[Found]:
    """Two and more payments in a row are a plan when one lead-in opens them, or when they add up to a sum before."""
    found: list[Found] = list(single)
    run: list[int] = []
    for index, (term, _) in enumerate(single):
        pays = term.field in (roles.PAYMENT, roles.MILESTONE)
        if run and not (pays and term.start - single[run[-1]][0].end < _LINE_GAP):
            _close(run, found, places)
            run = []
        if pays:
            run.append(index)
    _close(run, found, places)
    return found


def _close(run: Sequence[int], found: list[Found], places: Places) -> None:
    """Add the plan of a run of payments, and take the sum that they add up to for the total."""
    if len(run) > 2 and _sum(found, run[1:]) == _sum(found, run[:1]):
        head, run = run[0], run[1:]
    else:
        head = run[0] - 1 if run else -1
    if len(run) < 2:
        return
    terms = [found[index][0] for index in run]
    before = found[head][0] if head >= 0 else None
    adds_up = (
        before is not None and terms[0].start - before.end < _NEAR_TOTAL and _sum(found, [head]) == _sum(found, run)
    )
    if adds_up and before is not None and before.field in (roles.FEE, roles.PAYMENT):
        found[head] = (Term(roles.TOTAL, before.value, before.start, before.end, 1), CLAUSE)
    place = places.at(terms[0].start, terms[0].end)
    pays = any(term.field == roles.PAYMENT for term in terms)
    told = sum(isinstance(term.value, dict) and ("due" in term.value or "trigger" in term.value) for term in terms)
    headed = _PLAN_HEAD.search(f"{place.above[-300:]} {place.before}")
    listed = headed or (pays and _LIST_LEAD.search(f"{place.lead} {place.before}"))
    if adds_up or (2 * told >= len(terms) and listed):
        value: list[Value] = [term.value for term in terms]
        found.append((Term("payment_plan", value, terms[0].start, terms[-1].end, 1), CLAUSE if adds_up else 4))


def _sum(found: Sequence[Found], indexes: Sequence[int]) -> Fraction:
    """What amounts come to."""
    values = [found[index][0].value for index in indexes]
    return sum(
        (Fraction(str(value["amount"])) for value in values if isinstance(value, dict) and value.get("amount")),
        Fraction(0),
    )
