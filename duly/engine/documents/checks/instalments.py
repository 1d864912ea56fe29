"""Instalments that must make their total, and amounts by the month that must make those by the year."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise

from duly.engine.documents.checks.facts import Facts, adds_up, alike, between, near, phrase, reaches, span
from duly.engine.documents.checks.things import the_one
from duly.engine.documents.proposals import Finding, Segment
from duly.engine.documents.text.found import Found
from duly.engine.documents.values.dates import dates
from duly.engine.documents.values.money import Money
from duly.engine.documents.values.numbers import COUNT, count, decimal_text

KIND = "instalments differ from total"
_NOUN = r"(?:instal{1,2}ments?|payments|parts|tranches|invoices|portions|sums|halves|thirds|fourths|quarters)"
_PLURAL = phrase(rf"(?P<equal>\bequal (?:[a-z-]{{4,12}} )?)?\b{_NOUN}\b")
# The days of equal instalments, one behind the other: "on May 1, 2012, June 1, 2012 and July 1, 2012".
_SINCE = re.compile(r"[.;]\s|\b(?:begin|commenc|start|first)")
_DAYS = re.compile(r"[\s,;]{0,4}(?:and|&|then|thereafter|on|the|[\s,;])*")
_DAYS_MOST, _NEAR = 12, 120

# "four (4) equal quarterly instalments", read backwards from its noun.
_COUNTED = phrase(rf"(?P<count>{COUNT})\s{{1,8}}(?:(?!of\b)[a-z-]{{2,14}},?\s{{1,8}}){{0,4}}\Z")
_COUNT = re.compile(COUNT, re.IGNORECASE)
_TO_EACH = phrase(r"[^.]{0,100}\Z", re.NOFLAG)
_NOT_EACH = phrase(r"\b(?:total|aggregate|balance|remain|except|first|final|last)")
# "$500 per month for twelve months"
_PER_FOR = phrase(
    r"\s{0,3}(?:(?:at the (?:end|beginning)|on the \w+ day|in (?:advance|arrears)) (?:of|for) )?(?:per|a"
    r"|each|every|/)\s{0,3}(?:[a-z]{4,9}\s{1,3})?(?P<unit>month|quarter|year|period|week)(?:ly)?(?:\s{1,3}period)?"
    rf"[^.;$]{{0,30}}\b(?:for|over)\s{{1,3}}(?:an?\s{{1,3}}(?:period|term"
    rf"|total)\s{{1,3}}of\s{{1,3}})?(?P<count>{COUNT})"
    r"\s{1,4}(?:[a-z]{4,12}\s{1,3})?(?P<again>month|quarter|year|period|week)"
)
TOTAL_BEFORE = phrase(
    r"\b(?:total(?:l?ing)?|sum(?=:)|amount due|aggregate|amounting to|in all|sum total"
    r"|altogether)\b(?:(?!USD|EUR|GBP|CAD"
    r"|[.;$€£]).){0,44}\Z|=\s{0,3}\Z"
)
_IT = phrase(
    r"\s{0,4}(?:It|They|This|That|Such|Which|The (?:[A-Z]\w+ ){0,3}(?:Fee|Price|fee|price|amount|sum)s?)\b", re.NOFLAG
)
TOTAL_AFTER = phrase(
    r"\)?,?[^\S\n]{0,3}(?:in (?:the )?(?:aggregate|total)|total(?=[.,;)]|\s(?:for|fee|amount|per)\b)"
    r"|altogether|in all\b)"
)
# An amount that bounds others, and is not made of them.
BOUND = phrase(
    r"\b(?:exceed\w*|up to|maximum|minimum|at least|more than|less than|limits?|cap(?:ped)?|insurance"
    r"|threshold|over(?! (?:an? |the )?(?:[\w()]+ ){0,3}(?:years?|months?|quarters?|period|term|course)\b)|above"
    r"|increments?)\b[^.;]{0,40}\Z"
)
_LIMIT = phrase(r"\b(?:exceed\w*|up to|more than|less than|limits?|insurance|threshold|over|above)\b[^.;]{0,40}\Z")
_PERIODS = {"year": 1, "annu": 1, "quar": 4, "mont": 12, "semi": 2, "week": 52, "p a": 1}
_PERIOD = r"(?:month|quarter|semi-?annual|annual|annum|year|p a\b)"
_PER_AFTER = phrase(
    rf"\s{{0,3}}\)?\s{{0,3}}(?:each\s{{1,3}})?(?:(?:per|a|each|every|/|for each|by the)\s{{0,3}}(?:full\s"
    rf"|calendar\s|contract\s)?)?"
    rf"(?P<period>{_PERIOD})(?:ly)?\b"
)
_PER_BEFORE = phrase(
    rf"\b(?P<period>{_PERIOD})(?:ly)?\s{{1,3}}(?:(?!month|quarter|annual|year)[A-Za-z\"“”()]{{2,20}}\s{{1,3}}){{0,5}}"
    rf"(?:[A-Za-z]{{2,20}})?\s{{0,3}}"
    r"(?:of|is|at|amounts? to|equal to|be|:)\s{0,3}\Z|\b(?P<year>annual|year)ly(?: in advance"
    r"| in arrears)?\s{0,3}\(\s{0,3}\Z"
)
_PER_LATER = phrase(
    rf"\s{{0,3}}(?:on|at|by|in|for) [^.;,$€£\d]{{0,40}}\b(?:of|for) (?:each|every|the) (?:calendar "
    rf"|contract )?(?P<period>{_PERIOD})\b"
    rf"|\s{{0,3}}(?:for|in) (?:each|every) (?:calendar |contract )?(?P<year>year)\b"
)
_LABEL = phrase(r"[.;,\n|]\s{0,9}(?:the )?(?:monthly|quarterly|annual|yearly|total annual)\b[^.;]{0,24}:\s{0,9}\Z")
_LINKED = phrase(
    r"\(|\bor\b|payable|\bpaid|instal|invoiced|billed|charged|i e|that is|equal|total|being|rate of"
    r"|for an? (?:total )?(?:annual|yearly)|amounting|adds? up|=|, i e|\bto "
)
_FREE = phrase(
    r"\b(?:increas|decreas|minimum|maximum|exceed|discount|plus|and\b(?! (?:is |are |shall be "
    r"|will be )?(?:payable|paid|invoiced|billed|charged|due))|then|thereafter|greater|lesser|if\b|follows)"
)


_COUNTS = phrase(
    rf"(?P<count>{COUNT})\s{{1,8}}(?:(?!of\b)[a-z-]{{2,14}},?\s{{1,8}}){{0,3}}"
    r"(?:instal{1,2}ments?|payments|amounts|parts|tranches|invoices|portions|sums|months|quarters|milestones"
    r"|cheques|checks)\b"
)
_EACH_AFTER = phrase(
    r"\s{0,3}\)?,?\s{0,3}(?:each|apiece|every|per instal|per payment|(?:per|a"
    r"|at the end of each|on the \w+ (?:day )?of (?:each|every)) (?:month|quarter))\b"
)
_EACH_BEFORE = phrase(
    r"\b(?:(?:amounts|instal{1,2}ments|payments|parts|invoices|portions|tranches"
    r"|sums) (?:of|at|in the amount of)|each(?: \w+){0,6}(?: of| for| at| being)?|at"
    r"|monthly (?:[\w-]+ ){1,4}of)\s{0,3}\Z"
)
_UNSURE = phrase(
    r"\b(?:increas\w*|thereafter|except|minimum|maximum|exceed\w*|up to|at least|in addition"
    r"|plus|bonus|additional|deposit|first|final|balance|remain\w*|late|penalt\w*|interest)\b"
)


def instalment_findings(known: Facts) -> Iterator[Finding]:
    """Totals that their instalments do not make."""
    for number, segment in enumerate(known.segments):
        goes_on = known.text[segment.end - 1 : segment.end] == ";" and number + 1 < len(known.segments)
        end = known.segments[number + 1].end if goes_on else segment.end
        inside = between(known.moneys, segment.start, end)
        plans = list(_plans(known.text, segment, inside)) if inside else []
        for times, each, mark in plans:
            yield from _compared(known, number, inside, times, each, mark)
        yield from _counted_days(known.text, segment)
        if inside and not plans:
            yield from _loose(known, number)
    yield from _dated_row(known)
    yield from _by_period(known.text, known.moneys)


def _plans(text: str, segment: Segment, inside: list[Money]) -> Iterator[tuple[Fraction, Money, tuple[int, int]]]:
    """How often, how much each, and where it is said."""
    for noun in _PLURAL.finditer(text, segment.start, segment.end):
        counted = _count_before(text, segment.start, noun.start())
        times = count(counted["count"]) if counted else None
        each = next((one for one in inside if noun.end() <= one.start <= noun.end() + 100), None)
        if each and not counted and noun["equal"] and not _NOT_EACH.search(text, noun.end(), each.start):
            yield from _on_days(text, each, segment.end)
        if not counted or not times or not each or times.value.denominator > 1 or not 2 <= times.value <= 400:
            continue
        words = text[noun.end() : each.start]
        listed = ":" in words and any(each.end < one.start < each.end + 60 for one in inside)
        if not listed and _TO_EACH.match(words) and not _NOT_EACH.search(words):
            yield times.value, each, counted.span("count")
    for one in inside:
        per = _PER_FOR.match(text, one.end, min(segment.end, one.end + 200))
        times = count(per["count"]) if per else None
        if per and times and times.value >= 2 and per["again"].lower() == per["unit"].lower():
            yield times.value, one, per.span("count")


def _on_days(text: str, each: Money, end: int) -> Iterator[tuple[Fraction, Money, tuple[int, int]]]:
    """As many instalments as days that are listed behind the amount of each."""
    run = _days_listed(text, each.end, min(end, each.end + 500))
    if len(run) > 1 and not _SINCE.search(text, each.end, each.end + run[0].start):
        yield Fraction(len(run)), each, (each.end + run[0].start, each.end + run[-1].end)


_DUE_ON = phrase(
    r"[\s)]{1,4}(?:each )?(?:payments?|instal{1,2}ments?)?,? ?(?:each )?(?:is |are )?(?:due|payable)(?: on)?(?: "
    r"(?:the following"
    r" dates|each of))?:?\s{1,4}"
)
_ROW = re.compile(r"[\s|:–—-]{1,40}")


def _dated_row(known: Facts) -> Iterator[Finding]:
    """ "$9,000   $3,000 payment due on the following dates: May 1, 2012; June 1, 2012; July 1, 2012"."""
    for total, each in pairwise(known.moneys):
        due = _DUE_ON.match(known.text, each.end)
        if not due or not _ROW.fullmatch(known.text[total.end : each.start]) or total.currency != each.currency:
            continue
        days = _days_listed(known.text, due.end(), min(len(known.text), due.end() + 500))
        comes = len(days) * each.amount
        begins = days and days[0].start == 0
        if begins and len(days) > 1 and not near(comes, total.amount, len(days)) and alike(comes, total.amount, 3):
            place = (due.end() + days[0].start, due.end() + days[-1].end)
            yield adds_up(KIND, f"{len(days)} times {each.value}", comes, total, span(each), place)


def _days_listed(text: str, start: int, end: int) -> list[Found]:
    """The days that stand one behind the other in a part of a text."""
    days = [one for one in dates(text[start:end]) if one.kind in ("day", "yearless")]
    run = days[:1]
    for one in days[1:]:
        if not _DAYS.fullmatch(text[start + run[-1].end : start + one.start]):
            break
        run.append(one)
    return run


def _counted_days(text: str, segment: Segment) -> Iterator[Finding]:
    """As many instalments as days are listed for them: "in four instalments, on May 1, June 1 and July 1"."""
    for noun in _PLURAL.finditer(text, segment.start, segment.end):
        counted = _count_before(text, segment.start, noun.start())
        times = count(counted["count"]) if counted else None
        if not counted or not times:
            continue
        low = noun.end()
        days = [one for one in dates(text[low : segment.end]) if one.kind in ("day", "yearless")]
        gaps = [text[low + one.end : low + other.start] for one, other in pairwise(days)]
        listed = len(days) > 1 and all(_DAYS.fullmatch(gap) for gap in gaps) and re.search(r"\b(?:and|&)\b", gaps[-1])
        if listed and times.value != len(days) and 1 < times.value <= _DAYS_MOST and days[0].start < _NEAR:
            says = f"{decimal_text(times.value)} instalments are due on {len(days)} days"
            yield Finding(KIND, says, (counted.span("count"), (low + days[0].start, low + days[-1].end)))


def _count_before(text: str, start: int, end: int) -> re.Match[str] | None:
    """The count that stands nearest before a noun, with at most four words between them."""
    found = None
    for place in _COUNT.finditer(text, max(start, end - 90), end):
        found = _COUNTED.match(text, place.start(), end) or found
    return found


def _loose(known: Facts, number: int) -> Iterator[Finding]:
    """A count of payments with two amounts about it, the larger of which can only be their total."""
    text, segment = known.text, known.segments[number]
    following = known.segments[number + 1].end if number + 1 < len(known.segments) else segment.end
    for end in (segment.end, min(following, segment.end + 250)):
        inside = between(known.moneys, segment.start, end)
        if len(inside) != 2 or len({one.currency for one in inside}) > 1:
            continue
        each, total = sorted(inside, key=lambda one: one.amount)
        words = text[segment.start : end]
        counts = [one for one in _COUNTS.finditer(words) if (found := count(one["count"])) and 2 <= found.value <= 120]
        told = _EACH_AFTER.match(text, each.end) or _EACH_BEFORE.search(
            text, max(segment.start, each.start - 60), each.start
        )
        if len(counts) != 1 or not told or _UNSURE.search(words) or not _may_be_total(text, total):
            continue
        found = count(counts[0]["count"])
        comes = each.amount * found.value if found else each.amount
        if not found or near(comes, total.amount, max(1, int(found.value) // 2)) or not alike(comes, total.amount, 5):
            return
        place = (segment.start + counts[0].start("count"), segment.start + counts[0].end("count"))
        yield adds_up(KIND, f"{decimal_text(found.value)} times {each.value}", comes, total, span(each), place)
        return


def _compared(
    known: Facts, number: int, inside: list[Money], times: Fraction, each: Money, mark: tuple[int, int]
) -> Iterator[Finding]:
    """The total that so many instalments should make, where there is one and they do not."""
    text, comes = known.text, times * each.amount
    others = [one for one in inside if one is not each and one.currency == each.currency]
    here = [one for one in others if _may_be_total(text, one)]
    marked = [one for one in here if total_marked(text, one)]
    before = [one for one in here if one.end <= min(mark[0], each.start)]
    candidates = marked or before or (others if len(here) == len(others) == 1 else [])
    sizes = 40 if marked or (before and len(others) == 1) else 5 if len(others) == 1 else 3
    if not others and number:
        begins = known.segments[number].start
        low = max(known.segments[max(0, number - 3)].start, begins - 160)
        earlier = between(known.moneys, min(low, known.segments[number - 1].start), begins)
        plain = len(earlier) == 1 and _may_be_total(text, earlier[0]) and not _PER_AFTER.match(text, earlier[0].end)
        linked = _IT.match(text, known.segments[number].start)
        candidates, sizes = (earlier if plain else []), 12 if linked else 3
        fee = the_one(known, begins, known.segments[number].end, each)
        if fee and not period_of(text, fee):
            candidates, sizes = [fee], 12
    within = max(1, int(times) // 2)
    if any(_made(one, others, comes, within) for one in candidates):
        return
    total = max(candidates, key=lambda one: one.amount, default=None)
    if total and alike(total.amount, comes, sizes) and total.amount != each.amount:
        yield adds_up(KIND, f"{decimal_text(times)} times {each.value}", comes, total, span(each), mark)


def _made(total: Money, others: list[Money], comes: Fraction, within: int) -> bool:
    """Whether instalments make a total, alone or with some of the other amounts (a payment on signing, say)."""
    rest = [one.amount for one in others if one is not total]
    return reaches(total.amount, rest, comes, within) or reaches(comes, rest, total.amount, within)


def total_marked(text: str, one: Money) -> bool:
    """Whether the words say that an amount is a total."""
    before = text[max(0, one.start - 60) : one.start]
    return bool(TOTAL_BEFORE.search(before) or TOTAL_AFTER.match(text, one.end))


def _may_be_total(text: str, one: Money) -> bool:
    return not _LIMIT.search(text, max(0, one.start - 70), one.start)


def period_of(text: str, one: Money) -> int:
    """How many such amounts a year has by the words beside it; 0 where they do not say."""
    found = (
        _PER_AFTER.match(text, one.end)
        or _PER_LATER.match(text, one.end)
        or _PER_BEFORE.search(text, max(0, one.start - 90), one.start)
    )
    if not found:
        return 0
    said = found.groupdict().get("period") or "year"
    return _PERIODS[" ".join(said.lower()[:4].split())]


def _by_period(text: str, amounts: Sequence[Money]) -> Iterator[Finding]:
    """Two amounts that stand for one price, by the year and by a part of it."""
    for first, second in zip(amounts, amounts[1:], strict=False):
        words = text[first.end : second.start]
        if len(words) > 110 or _FREE.search(words) or first.currency != second.currency:
            continue
        often, again = period_of(text, first), period_of(text, second)
        if not often and again > 1 and total_marked(text, first) and not _COUNT.search(words):
            often = 1
        if not often or not again or often == again:
            continue
        # In one sentence tied by a word: far apart they may lie; as two labels they must lie close.
        tied = (_LINKED.search(words) or len(words) < 30) and not re.search(r"[.;]\s", words)
        labels = len(words) < 40 and _LABEL.search(words)
        comes, says = first.amount * often, second.amount * again
        small, large = (first, second) if often > again else (second, first)
        times = Fraction(max(often, again), min(often, again))
        if near(comes, says, int(times) * 2) or not alike(comes, says, 12 if tied else 6 if labels else 1):
            continue
        yield adds_up(KIND, f"{decimal_text(times)} times {small.value}", times * small.amount, large, span(small))
