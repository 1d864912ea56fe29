"""Payments in parts: equal instalments in one clause, one amount on several dates, and lists of payments.

A plan is a list of what falls due: an amount (or a part of one that is named), and the day where the words give it. A
day without a year is kept as it stands ("--07-01"); a month that repeats is counted on from the first.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from duly.engine.documents.proposals import Segment, Term, Value
from duly.engine.documents.text.found import Found
from duly.engine.documents.text.places import dry
from duly.engine.documents.values.dates import MONTH, dates
from duly.engine.documents.values.money import Money, amount_text, home_currency
from duly.engine.documents.values.numbers import COUNT, WORDS, count, decimal_text, in_words
from duly.ground.dates import add_months, day, iso

_MONTHS_OF = {
    "monthly": 1, "bimonthly": 2, "quarterly": 3, "annual": 12, "annually": 12, "yearly": 12, "semi-annual": 6,
    "semiannual": 6, "semi-annually": 6, "biannual": 6,
}  # fmt: skip
_OFTEN = r"(?:monthly|quarterly|semi-?annual(?:ly)?|annual(?:ly)?|yearly|bimonthly|biannual)"
_KINDS = rf"(?:equal|consecutive|successive|substantially|separate|non-?refundable|payments?|{_OFTEN})"
INSTALMENTS = re.compile(
    rf"(?P<count>{COUNT}\s{{1,3}})?(?P<kinds>(?:{_KINDS}[\s,]{{1,3}}){{0,4}})(?:instal?lments?|equal\s(?:{_OFTEN}\s)?payments)\b",
    re.IGNORECASE,
)
_OF_AMOUNT = re.compile(
    r"\s{0,3}(?:each\s{1,3})?(?:in\s{1,3}the\s{1,3}amount\s{1,3})?(?:of|equal\s{1,3}to)\s{1,3}(?:the\s{1,3}sum\s{1,3}of\s{1,3})?$",
    re.IGNORECASE,
)
_BEGIN = re.compile(
    r"\b(?:commencing|beginning|starting|first\s+(?:such\s+)?(?:instal?lment|payment))\b", re.IGNORECASE
)
# "the first day of March, April and May, 1998": the same day of several months.
_SAME_DAY = re.compile(
    rf"\b(?P<day>first|1st|fifteenth|15th|last)\s{{1,3}}day\s{{1,3}}of\s{{1,3}}(?P<months>{MONTH}(?:,?\s{{1,3}}(?:and\s{{1,3}})?{MONTH}){{1,11}}),?\s{{0,3}}(?P<year>(?:19|20)\d{{2}})?",
    re.IGNORECASE,
)
_PART_DUE = re.compile(
    rf"(?P<part>(?i:{WORDS})|\d{{1,2}}\s?%)(?:\s{{0,3}}\([^)]{{1,12}}\))?\s{{1,3}}(?:percent\s{{1,3}})?of\s{{1,3}}(?:the\s{{1,3}}|such\s{{1,3}}|each\s{{1,3}})?"
    r"(?P<of>[A-Z][\w\s]{2,40}?)\s{1,3}(?:will|shall|is\s{1,3}to)\s{1,3}be\s{1,3}(?:due|paid|payable)",
)
# What stands between an amount and the days on which it is due.
_ON_DAYS = re.compile(
    r"\s{0,3}(?:\([^)]{0,80}\)\s{0,3})?(?:each\s{1,3}|payments?\s{1,3})?(?:shall\s{1,3}be\s{1,3}|is\s{1,3})?"
    r"(?:due\s{1,3}|payable\s{1,3}|paid\s{1,3}){0,2}(?:and\s{1,3}payable\s{1,3})?(?:on|by)\s{1,3}(?:or\s{1,3}before\s{1,3})?"
    r"(?:each\s{1,3}of\s{1,3})?(?:the\s{1,3})?(?:(?:following\s{1,3})?(?:dates|days)\s{0,3}:?\s{1,3})?",
    re.IGNORECASE,
)
_SHORT = {name: place for place, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}
# "of the first Contract Year": the year in which the contract was made.
_FIRST_YEAR = re.compile(
    r"\s{1,3}(?:of|in|during)\s{1,3}(?:the\s{1,3})?(?:first|initial)\s{1,3}(?:\w+\s{1,3})?year\b", re.IGNORECASE
)
_OPENING = 3000
MOST = 120
_FAR = 420
# How many amounts before a plan are looked at for the one it names.
_NAMED = 40


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan, and the amounts that are its instalments and no payment by themselves."""

    term: Term
    inside: tuple[Money, ...]


def plans(text: str, amounts: Sequence[Money], segments: Sequence[Segment]) -> list[Plan]:
    """The plans of a text: instalments, an amount with several dates, a part with several dates."""
    found = [plan for match in INSTALMENTS.finditer(text) if (plan := _instalments(text, match, amounts, segments))]
    found += [plan for money in amounts if (plan := _many_dates(text, money))]
    found += [plan for match in _PART_DUE.finditer(text) if (plan := _part_due(text, match, segments))]
    kept: list[Plan] = []
    for plan in sorted(found, key=lambda p: (p.term.start, -p.term.end)):
        if not kept or plan.term.start >= kept[-1].term.end:
            kept.append(plan)
    return kept


def _end_of(segments: Sequence[Segment], at: int, text: str) -> int:
    """Where the sentence around a place ends, at most as far as a plan reaches."""
    inside = [segment for segment in segments if segment.start <= at < segment.end]
    return min(inside[-1].end if inside else len(text), at + _FAR)


def _start_of(segments: Sequence[Segment], at: int) -> int:
    inside = [segment for segment in segments if segment.start <= at < segment.end]
    return max(inside[-1].start if inside else 0, at - _FAR)


def _instalments(text: str, match: re.Match[str], amounts: Sequence[Money], segments: Sequence[Segment]) -> Plan | None:
    """ "eight equal monthly installments of $5,000 each, due ...", or a sum before that is paid in instalments."""
    first, last = _start_of(segments, match.start()), _end_of(segments, match.start(), text)
    number = count(match["count"]) if match["count"] else None
    times = int(number.value) if number and number.value.denominator == 1 else 0
    often = re.search(_OFTEN, match["kinds"], re.IGNORECASE)
    each = next(
        (m for m in amounts if m.start >= match.end() and _OF_AMOUNT.fullmatch(text[match.end() : m.start])), None
    )
    before = [m for m in amounts if first <= m.start and m.end <= match.start()]
    after = each.end if each else match.end()
    days, end = due_days(text, after, last)
    step = _MONTHS_OF.get(often[0].lower(), 0) if often else 0
    if len(days) == 1 and times > 1 and step and _BEGIN.search(text, match.start(), last):
        days = counted_on(days[0], step, times)
    times = times or len(days)
    if each is None and not before:
        before = _named(text[first : match.start()], text, [m for m in amounts if m.end <= first][-_NAMED:])
    if not 1 < times <= MOST:
        return None
    if each is None and not before:
        return _unsaid(text, match, first, days, end, times)
    amount = each.amount if each else before[-1].amount / times
    whole = (amount * 100).denominator == 1
    money = each or before[-1]
    value: list[Value] = [
        _entry(amount if whole else None, money, days[i] if i < len(days) else "") for i in range(times)
    ]
    balance = [m for m in before if re.search(r"\bbalance\s+of\s*$", text[first : m.start])]
    start = balance[-1].start if balance else match.start()
    inside = (*((each,) if each else ()), *balance)
    return Plan(Term("payment_plan", value, start, max(end, after), 1), inside)


# Instalments whose amount was blacked out or left blank, and of what sum instalments are.
_WITHHELD = re.compile(
    r"\s{0,3}(?:each\s{1,3})?(?:in\s{1,3}the\s{1,3}amount\s{1,3})?of\s{1,3}(?:US)?\$?\s{0,3}(?:\[[\s*•●._X]{0,12}\]|_{2,40})",
    re.IGNORECASE,
)
_SUM_PAID = re.compile(
    r"\b(?P<of>(?:(?!the\s|such\s|each\s|this\s|all\s)[a-z]{3,14}\s{1,3}){0,2}(?:fees?|royalt(?:y|ies)|price|rent|guarantee|commitment|retainer|compensation))"
    r"\b[^.;$]{0,120}\bin\s{1,3}$",
    re.IGNORECASE,
)


def _unsaid(text: str, match: re.Match[str], first: int, days: Sequence[str], end: int, times: int) -> Plan | None:
    """Instalments without an amount, each with its day: a part of the sum that the sentence names, or withheld."""
    withheld = _WITHHELD.match(text, match.end())
    of = _SUM_PAID.search(text, first, match.start())
    if len(days) != times or not (withheld or of):
        return None
    entries: list[Value] = [{"amount": None, "currency": home_currency(text), "due": due} for due in days]
    if of and not withheld:
        part = Fraction(100, times)
        told: dict[str, Value] = (
            {"percent": decimal_text(part)} if (part * 100).denominator == 1 else {"fraction": f"1/{times}"}
        )
        entries = [{**told, "of": dry(of["of"]), "due": due} for due in days]
    return Plan(Term("payment_plan", entries, match.start(), max(end, match.end()), 1), ())


_NAMES_IT = re.compile(r"[^.;]{0,30}?\(\s?(?:the\s{1,3})?[\"“](?P<name>[A-Z][\w\s-]{2,40}?)[\"”]\s?\)")


def _named(words: str, text: str, amounts: Sequence[Money]) -> list[Money]:
    """The amount that was given the name which some words end with: "the Launch Fee in two instalments"."""
    for money in amounts:
        name = _NAMES_IT.match(text, money.end)
        if name and dry(name["name"]) in dry(words)[-80:]:
            return [money]
    paid = _IS_PAID_IN.search(dry(words))
    called = [money for money in amounts if paid and _is_called(paid["name"], text, money)]
    return called if len(called) == 1 else []


# "The Club Fee shall be payable in two instalments", and before that "the Club Fee shall be $4,000 each year".
_IS_PAID_IN = re.compile(
    r"\b[Tt]he (?P<name>[A-Z]\w+(?: [A-Z]\w+){0,3}) (?:shall|will|is|are)(?: be)? (?:due and )?(?:payable|"
    r"paid)\b[^.;]{0,40}$"
)


def _is_called(name: str, text: str, money: Money) -> bool:
    """Whether the words before an amount say that it is what a name stands for."""
    before = dry(text[max(0, money.start - 90) : money.start])
    return bool(
        re.search(rf"\b{re.escape(name)} (?:shall|will|is|of|equals?|means|in the amount)\b[^.;$]{{0,50}}$", before)
    )


def _entry(amount: Fraction | None, money: Money, due: str) -> dict[str, Value]:
    entry: dict[str, Value] = {"amount": None if amount is None else amount_text(amount), "currency": money.currency}
    return entry | ({"due": due} if due else {})


def _many_dates(text: str, money: Money) -> Plan | None:
    """ "$24,000 on July 1, 1997, July 1, 1998 and July 1, 1999": the same amount on each day."""
    last = min(len(text), money.start + _FAR)
    lead = _ON_DAYS.match(text, money.end, last)
    if not lead:
        return None
    days, end = due_days(text, money.end, last)
    first = dates(text[lead.end() : end])
    if len(days) < 2 or not (_SAME_DAY.match(text, lead.end()) or (first and not first[0].start)):
        return None
    value: list[Value] = [_entry(money.amount, money, due) for due in days]
    return Plan(Term("payment_plan", value, money.start, end, 1), (money,))


def _part_due(text: str, match: re.Match[str], segments: Sequence[Segment]) -> Plan | None:
    """ "One-half of the Annual Fee will be due on January 1 and July 1": a part of something on several days."""
    days, end = due_days(text, match.end(), _end_of(segments, match.start(), text))
    part = in_words(match["part"]) if "%" not in match["part"] else Fraction(int(re.sub(r"\D", "", match["part"])), 100)
    if len(days) < 2 or part is None:
        return None
    part = part if part > 1 else part * 100
    of = dry(match["of"])
    value: list[Value] = [{"percent": decimal_text(part), "of": of, "due": due} for due in days]
    return Plan(Term("payment_plan", value, match.start(), end, 1), ())


def due_days(text: str, start: int, end: int) -> tuple[list[str], int]:
    """The days in a passage, and where the last ends. A year that the last day of a row names holds for the row."""
    same = _SAME_DAY.search(text, start, end)
    if same:
        months = [_SHORT[name[:3].lower()] for name in re.findall(MONTH, same["months"], re.IGNORECASE)]
        if same["day"].lower() != "last":
            on = 15 if same["day"].lower().startswith(("fif", "15")) else 1
            year = same["year"] or "-"
            return [f"{year}-{month:02}-{on:02}" for month in months], same.end()
    found = [one for one in dates(text[start:end]) if one.kind in ("day", "yearless")]
    row: list[Found] = []
    at = 0
    for one in found:
        between = text[start + at : start + one.start]
        if row and not re.fullmatch(r"[\s,;]{0,6}(?:and|or|on|then)?[\s,]{0,6}(?:on\s+)?(?:or\s+before\s+)?", between):
            break
        row.append(one)
        at = one.end
    year = next((one.value[:4] for one in reversed(row) if one.kind == "day"), "")
    if row and not year and _FIRST_YEAR.match(text, start + at):
        year = next((one.value[:4] for one in dates(text[:_OPENING]) if one.kind == "day"), "")
    days = [one.value if one.kind == "day" or not year else year + one.value[1:] for one in row]
    return days, start + at if row else start


def counted_on(first: str, months: int, times: int) -> list[str]:
    """The days that follow a first one at a distance of months."""
    if first.startswith("--"):
        return [first]
    return [iso(add_months(day(first), months * step)) for step in range(times)]
