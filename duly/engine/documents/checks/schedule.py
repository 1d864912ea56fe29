"""Days of a contract against one another: what is due outside its term, and a start years away from its date."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations

from duly.engine.documents.checks.dates import Lasting, day_of, lastings
from duly.engine.documents.checks.facts import Facts, between, phrase, said_before, said_behind, span
from duly.engine.documents.checks.papers import own_day
from duly.engine.documents.checks.roles import INITIAL, told
from duly.engine.documents.proposals import Finding, Segment
from duly.engine.documents.text.found import Found
from duly.ground.dates import add_months, iso

OUTSIDE = "due outside the term"
_HEAD = 4_000
_TERM = phrase(
    r"\b(?:terms?|agreement|in force|in effect|contract|statement of work|work|sow|order|engagement|services?"
    r"|subscription|licen[cs]e|plan|lease|maintenance|support|addendum|schedule|rider|campaign|sponsorship|runs"
    r"|(?:subscription|order|service"
    r"|contract) period)\b[^$€£%]{0,120}\Z"
)
# "five years from the Effective Date", "three (3) years beginning January 1, 2012".
_AT_WILL = phrase(r"\bnotice\b[^.;]{0,60}\bbetween \Z")
_LENGTH_BEFORE = phrase(r"\b(?:terms?|period|agreement|force|effect)\b[^.;$€£%]{0,130}\Z")
_NO_LENGTH = phrase(
    r"\b(?:notice|renew\w*|extend\w*|additional|successive|after|following|warrant\w*|surviv\w*"
    r"|confidential\w*|within|each|option)\b[^.;]{0,90}\Z"
)
_FROM_DAY = phrase(
    r"\s{0,3}(?:term |period )?,?\s{0,3}(?:from(?: and after)?|beginning|commencing|starting|effective"
    r"|which (?:begins|commences|starts))"
    r"(?: on| as of| with| upon)?(?: and including)?(?: the)?\s{0,3}(?P<named>[\"“]?Effective Date|date (?:hereof|of "
    r"this agreement))?"
)
# A last day alone: "shall expire on March 1, 2009", "remain in effect until".
_UNTIL = phrase(
    r"\b(?:agreement|term|contract|order|licen[cs]e)\b[^.;$€£%]{0,120}\b(?:valid until|expires?|expire|concludes?"
    r"|terminates?|ends?|continu\w+ (?:until|through|to)|(?:is|be) (?:hereby )?extended (?:until|through|to)|(?:in"
    r"|full)"
    r" (?:force|effect)(?: and effect)? (?:until|through|to))(?: on| at midnight on| as of"
    r"| automatically on)?(?: and including)?\s{0,3}\Z"
)
_UNLESS = phrase(r"\bunless\b[^,.;]{0,40}\bextended\b")
_EXTENDED = phrase(r"\b(?:is|are) (?:hereby )?extended (?:to|until|through) \Z")
_BEGINS = phrase(
    r"\b(?:term|agreement)\b[^.;$€£%]{0,90}\b(?:begins?|commences?|starts?|from)(?: (?:on"
    r"|as of))?\s{1,9}\Z"
)
_GOES_ON = phrase(
    r"(?:(?!\b(?:notice|renew\w*|exten\w*|additional|pa(?:y|id|yable|yment)|prior)\b)[^.;\d]){0,90}\b(?:for|of|that is)"
    r"(?: an?| the)?(?: (?:initial|fixed))?(?: (?:period|term) of)?\s{1,9}\Z"
)
_ENDS_ON = phrase(
    r"[^.;]{0,40}\b(?:ends?|until|through|expires?|terminates?"
    r"|continues?(?: in effect)? until)(?: on)?(?: the)?\s{0,9}\Z"
)
_END_OF = phrase(r"\bend of (?:the )?term\b")
_DUE = phrase(
    r"\b(?:due|payable|paid|pay|payment date|on or before|no later than|not later than|by|before|instal{1,2}ment"
    r"|on|until|through|including)\b[^.;]{0,25}(?:\b[12]\d{3}\b[^.;]{0,25}){0,3}\Z"
)
_TO_COME = phrase(
    r"\b(?:shall|will|must|due|payable|payment (?:date|schedule)|agrees? to|to be (?:paid|made|delivered|held)"
    r"|scheduled|undertakes? to)\b"
)
_PAST = phrase(
    r"\b(?:dated|as of|has paid|have paid|was|were|previously|prior|original\w*|pursuant to(?! the following)"
    r"|(?<!be\s)paid on|exercisable"
    r"|reference|since|already|extend\w*|renew\w*)\b"
)
# A heading ("TERM AND RENEWAL") renews nothing.
_RENEWS = phrase(
    r"\b(?:renew(?! and)|extend(?!ed (?:to|until|through)\b)|extension"
    r"|(?:First|Second) Renewal|(?:Renewal|Additional) (?:Term|Period|Option)|Extended "
    r"Term)",
    re.NOFLAG,
)
_DATED = phrase(r"\b(?:dated|made|entered|executed)\b[^.;]{0,90}\Z")
_EFFECTIVE = phrase(
    r"\beffective\b(?:(?!\b(?:through|until|till|ends?|ending|expir\w*|conclud\w*|terminat\w*|continu\w*"
    r"|to)\b)[^.;]){0,60}\Z"
)
_CHANGED = phrase(r"\b(?:amend\w*|restate\w*|supersede\w*|original\w*|retroactive\w*|predecessor|addendum)\b")
_MEANS = phrase(
    r"[\"“]Effective Date[\"”]\)?\s{1,3}(?:means|shall mean|is|shall be|of this Agreement is|-|–|:)\s{1,3}"
    r"(?:\d[^;]{0,40} on |[^.;]{0,20})\Z"
)
# "Effective Date: May 1, 2012" on a cover, or "Effective as of".
_ON_COVER = phrase(r"(?:\n|\A|[^\S\n]{2})[^\S\n]{0,60}effective (?:date(?: of agreement)?:?|as of)\s{1,40}\Z")
_COVER = 3_000
_CALLED = phrase(r"\s{0,3}(?:\(|,?\s?hereinafter,?\s)\s{0,3}(?:the\s{1,3})?[\"“]Effective Date[\"”]", re.NOFLAG)
_ENDS = phrase(
    r"\b(?:on|from|of|at) the Effective Date\b[^.;]{0,70}\b(?:until|through|ends?|ending|expires?"
    r"|terminates?|conclude|to)(?: on| at)?\s{0,3}\Z"
)
# Payments without their amounts: "in three instalments, the last on".
_PRICED = phrase(
    r"\b(?:instal{1,2}ments?|payments? (?:is|are|shall be|will be|of)|fees? (?:is|are|shall be"
    r"|will be|in))\b"
    r"|\$ ?(?:\*{2,5}|\[[ *]{1,9}\])"
)
_BESIDE = 60
# What is to be done on a day, and what may be done after the term or is said of its ends.
_ON = phrase(r"(?:\b(?:on|by|before|later than|due|and|until|for)|[,:])(?: the)?\s{0,3}\Z")
_OUTLASTS = phrase(
    r"\b(?:exten\w*|renew\w*|expir\w*|terminat\w*|surviv\w*|exercis\w*|option|warrant\w*|patents?|if|unless"
    r"|begin\w*|commenc\w*|fiscal|thereafter|amend\w*|lease|insurance|source|not)\b"
)
_DAYS_LISTED = phrase(
    r"\b(?:pa(?:y|id|yable|yments?)|due|deliver\w*|instal{1,2}ments?)\b[^.;]{0,160}\b(?:following(?: (?:dates"
    r"|schedule))?|as follows)"
    r"[^.;]{0,30}:(?:(?!\b(?:shall|will|must|may|if)\b|[a-z)]\.\s)[^;]){0,700}\Z"
)
_LIST = 1_000
_WEEKS, _AGO = 14, 400
_YEARS, _GRACE = 1_000, 45
_MONTHS, _LONGEST = {"M": 1, "Y": 12}, 600


def schedule_findings(known: Facts) -> Iterator[Finding]:
    """What lies outside the time of the contract."""
    known_terms = terms(known)
    if known_terms:
        yield from _due(known, known_terms)
    yield from _before_made(known)
    yield from _far_from_date(known)
    yield from _starts(known)


def terms(known: Facts) -> list[Lasting]:
    """The periods that a contract says it runs for."""
    told_by_both = [one for one in lastings(known) if one.first < one.last and _of_contract(known, one)]
    both = {one.end.start for one in told_by_both}
    last = (one for one in _last_days(known) if one.end.start not in both)
    return [*told_by_both, *_by_length(known), *last]


def _of_contract(known: Facts, one: Lasting) -> bool:
    """Whether a period is that of the contract: its sentence speaks of the term."""
    before = re.split(r"[.;]\s|\n\s*\n", known.text[max(0, one.start.start - 160) : one.start.start])[-1]
    gap = known.text[one.start.end : one.end.start]
    free = not _RENEWS.search(before) and not _AT_WILL.search(before)
    return free and bool(_TERM.search(before) or _END_OF.search(gap))


def _by_length(known: Facts) -> Iterator[Lasting]:
    """Terms that are told by their length and first day."""
    yield from _by_anniversary(known)
    yield from _by_day(known)
    yield from _from_own_day(known)
    for length in known.durations:
        months = _MONTHS.get(length.value[-1], 0)
        found = _FROM_DAY.match(known.text, length.end)
        before = known.text[max(0, length.start - 150) : length.start]
        if not found or not months or not _LENGTH_BEFORE.search(before) or _NO_LENGTH.search(before):
            continue
        beside = between(known.dates, found.end(), found.end() + 4)
        start = (_effective(known) or own_day(known)) if found["named"] else next(iter(beside), None)
        first = day_of(start) if start else None
        many = re.sub(r"\D", "", length.value)
        if start and first is not None and "." not in length.value and int(many) * months < _LONGEST:
            yield Lasting(first, add_months(first, int(many) * months) - 1, start, length)


_OF_OWN_DAY = phrase(
    r" (?:of|after|from|following) (?:the )?[\"“]?(?:effective date|date (?:hereof|of this agreement)|execution "
    r"(?:hereof|of))"
)
_UNTIL_ANNIVERSARY = phrase(
    r"\b(?:agreement|term|contract)\b[^;$€£%]{0,150}\b(?:until|through|ends?|expires?|terminates?)(?: on| upon| at)?"
    r"(?: the earlier of(?: \(?[a-z1]+\))?)?(?: the)?\s{1,4}\Z"
)


def _by_anniversary(known: Facts) -> Iterator[Lasting]:
    """Terms that begin on a day and end on one of its anniversaries."""
    start = _effective(known) or own_day(known)
    first = day_of(start) if start else None
    for one in known.durations if first is not None else ():
        before = known.text[max(0, one.start - 190) : one.start]
        years = re.sub(r"\D", "", one.value)
        named = one.kind == "anniversary" and years and _OF_OWN_DAY.match(known.text, one.end)
        if (
            start
            and first is not None
            and named
            and _UNTIL_ANNIVERSARY.search(before)
            and not _NO_LENGTH.search(before)
        ):
            yield Lasting(first, add_months(first, 12 * int(years)) - 1, start, one)
    for one in known.dates:
        first, low = day_of(one), max(0, one.start - 110)
        length = next(iter(between(known.durations, one.end, one.end + 60)), None)
        if first is None or not length or length.kind != "anniversary":
            continue
        years, begins = re.sub(r"\D", "", length.value), _BEGINS.search(known.text, low, one.start)
        if begins and years and _ENDS_ON.match(known.text[one.end : length.start]):
            yield Lasting(first, add_months(first, 12 * int(years)) - 1, one, length)


def _by_day(known: Facts) -> Iterator[Lasting]:
    """Terms that begin on a day and go on for a length: "commences on May 1, 2012 and continues for two years"."""
    for one in known.dates:
        first, low = day_of(one), max(0, one.start - 110)
        length = next(iter(between(known.durations, one.end, one.end + 110)), None)
        months = _MONTHS.get(length.value[-1], 0) if length else 0
        if first is None or not length or not months or not _BEGINS.search(known.text, low, one.start):
            continue
        many = re.sub(r"\D", "", length.value)
        goes_on = _GOES_ON.match(known.text[one.end : length.start])
        if goes_on and "." not in length.value and int(many) * months < _LONGEST:
            yield Lasting(first, add_months(first, int(many) * months) - 1, one, length)


# A term that begins with something else than the contract: "five years from the Launch Date".
_OTHER_START = phrase(
    r"\b(?:launch\w*|clos(?:e|ing)|first|opening|commencement|commercial\w*|completion|delivery|date (?:on|that|upon) "
    r"which|approv\w*|installation|renew\w*|activation|acceptance|operational|registration|following)\b"
)


def _from_own_day(known: Facts) -> Iterator[Lasting]:
    """Terms that begin with the contract: "for 12 months from the date hereof", or with nothing else that is named."""
    start, lengths = own_day(known) or _effective(known), told(known, INITIAL)
    first = day_of(start) if start else None
    if start is None or first is None or len({one.value for one in lengths}) != 1:
        return
    length = lengths[0]
    many = re.sub(r"\D", "", length.value) if "." not in length.value else ""
    months = _MONTHS.get(length.value[-1], 0) * int(many or 0)
    before = said_before(known.text, length.start, 200)
    after = said_behind(known.text, length.end, 120)
    if 0 < months < _LONGEST and not _OTHER_START.search(before + after):
        yield Lasting(first, add_months(first, months) - 1, start, length)


def _effective(known: Facts) -> Found | None:
    """The date that a text calls its Effective Date."""
    return next((one for one, _ in _named(known)), None)


def _last_days(known: Facts) -> Iterator[Lasting]:
    """Terms of which only the last day is told; they begin with the first day the contract names."""
    days = [(one, day) for one in between(known.dates, 0, _HEAD) if (day := day_of(one)) is not None]
    for one in known.dates:
        last = day_of(one)
        before = known.text[max(0, one.start - 150) : one.start]
        renewed = _RENEWS.search(_UNLESS.sub("", before)) and not _EXTENDED.search(before)
        if last is not None and days and _UNTIL.search(before) and not renewed and days[0][1] < last:
            yield Lasting(days[0][1], last, days[0][0], one)


def _due(known: Facts, terms: list[Lasting]) -> Iterator[Finding]:
    """Payments due before the first term begins or well after the last one ends."""
    for segment in known.segments:
        inside = between(known.dates, segment.start, segment.end)
        words = known.text[segment.start : segment.end]
        bound = _TO_COME.search(words) and not _PAST.search(words)
        priced = between(known.moneys, segment.start - _BESIDE, segment.end + _BESIDE) or _PRICED.search(words)
        for one in inside:
            day = day_of(one)
            first, last = _bounds(terms, one)
            about = known.text[max(0, last.start.start - 500) : last.end.end + 500]
            renews = _RENEWS.search(_UNLESS.sub("", about))
            early = first.first - _GRACE
            late = last.last + (2 * (last.last - first.first) if renews else 0) + _GRACE
            due = bound and priced and _DUE.search(known.text, max(segment.start, one.start - 90), one.start)
            done = bound and _done_on(known, segment, one)
            outside = day is not None and not early <= day <= late
            if day is None or not outside or not (due or (done and day > late) or _listed(known, one)):
                continue
            says = f"something is due on {iso(day)}, the term runs from {iso(first.first)} to {iso(last.last)}"
            yield Finding(OUTSIDE, says, (span(one), span(first.start), span(last.end)))


# What was done on a day: "the note issued by Maker on May 1, 2012".
_DONE_THEN = phrase(
    r"\b(?:issued|approved|signed|granted|given|executed|entered|filed|adopted|registered)\b[^.;]{0,60}\Z"
)


def _before_made(known: Facts) -> Iterator[Finding]:
    """What is to be done weeks before the contract is made."""
    own = own_day(known)
    made = day_of(own) if own else None
    if own is None or made is None or _CHANGED.search(known.text, 0, min(len(known.text), 1_500)):
        return
    for segment in known.segments:
        words = known.text[segment.start : segment.end]
        inside = between(known.dates, max(segment.start, own.end), segment.end)
        if not inside or not _TO_COME.search(words) or _PAST.search(words):
            continue
        for one in inside:
            day = day_of(one)
            if _DONE_THEN.search(known.text, max(segment.start, one.start - 70), one.start):
                continue
            early = day is not None and _WEEKS < made - day < _AGO
            if day is not None and early and (_done_on(known, segment, one) or _listed(known, one)):
                says = f"something is due on {iso(day)}, and the contract is made on {iso(made)}"
                yield Finding(OUTSIDE, says, (span(one), span(own)))


def _done_on(known: Facts, segment: Segment, one: Found) -> bool:
    """Whether something, whatever it is, must be done on a day: nothing that outlasts a contract by its nature."""
    words = known.text[segment.start : segment.end]
    on = _ON.search(known.text, max(segment.start, one.start - 30), one.start)
    return bool(on) and not _OUTLASTS.search(words)


def _listed(known: Facts, one: Found) -> bool:
    """Whether a day stands in a list of the days that something is to be paid on."""
    return bool(_DAYS_LISTED.search(known.text, max(0, one.start - _LIST), one.start))


def _bounds(terms: list[Lasting], one: Found) -> tuple[Lasting, Lasting]:
    """The periods that bound a payment: those of its own section where there are some, else all of the contract."""
    close = [term for term in terms if -200 < one.start - term.end.end < 700] or terms
    return min(close, key=lambda term: term.first), max(close, key=lambda term: term.last)


def _far_from_date(known: Facts) -> Iterator[Finding]:
    """A contract that takes effect years before or after it is made."""
    head = [(one, day) for one in between(known.dates, 0, _HEAD) if (day := day_of(one)) is not None]
    dated = next((pair for pair in head if _before(known, pair[0], _DATED)), None)
    if not dated or _CHANGED.search(known.text, 0, min(len(known.text), 1_500)):
        return
    for one, day in head:
        effective = _before(known, one, _EFFECTIVE) or _CALLED.match(known.text, one.end)
        if effective and one is not dated[0] and abs(day - dated[1]) > _YEARS:
            says = f"the contract is dated {iso(dated[1])} and takes effect on {iso(day)}"
            yield Finding("effective years away from its date", says, (span(one), span(dated[0])))
            return


def _before(known: Facts, one: Found, words: re.Pattern[str]) -> bool:
    return bool(words.search(known.text, max(0, one.start - 110), one.start))


def _starts(known: Facts) -> Iterator[Finding]:
    """The Effective Date, said to be two different days; and an end before it."""
    text, named = known.text, _named(known)
    for (one, day), (other, again) in combinations(named[:4], 2):
        if day != again:
            says = f"the Effective Date is {iso(day)} here and {iso(again)} there"
            yield Finding("two days for one", says, (span(one), span(other)))
            return
    for one in known.dates if named else ():
        ends = day_of(one)
        if ends is not None and ends < named[0][1] and _ENDS.search(text, max(0, one.start - 140), one.start):
            says = f"the period ends on {iso(ends)}, before the Effective Date, {iso(named[0][1])}"
            yield Finding("end before start", says, (span(one), span(named[0][0])))


def _named(known: Facts) -> list[tuple[Found, int]]:
    """The dates that a text calls its Effective Date."""
    return [
        (one, day)
        for one in known.dates
        if (day := day_of(one)) is not None
        and (
            _CALLED.match(known.text, one.end)
            or _MEANS.search(known.text, max(0, one.start - 90), one.start)
            or (one.start < _COVER and _ON_COVER.search(known.text, max(0, one.start - 60), one.start))
        )
    ]
