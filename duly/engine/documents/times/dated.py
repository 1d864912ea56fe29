"""When a contract was made and when it takes effect: `contract_date` and `effective_date`.

The contract's date stands in its opening words ("dated as of ..."), else beside the signatures. The effective date is
what the words make effective; where they point at another date ("the date first written above"), that is its value.
"""

from __future__ import annotations

import re

from duly.engine.documents.proposals import Value
from duly.engine.documents.text.found import Found
from duly.engine.documents.text.passages import Candidate, Passage, Prepared, headed_from, phrase

OPENING = 9_000

_MADE = phrase(
    r"(?:made|entered|executed|concluded|signed|dated|effective|agreed|prepared|given|issued)(?:,? (?:and|"
    r"&) (?:made|entered|executed|"
    r"effective|delivered|agreed|dated))?(?: (?:in)?to)?(?: to be| and is| and| by and between[^.]{0,200}?)?"
    r"(?: effective)?[ ,]{0,3}(?: ?\(?as of| on| upon| this| as from| from| as| (?:at|in) [^.]{1,40}?(?: on)?|"
    r" for reference)?"
    r"(?: this| the| of| date)*[\s:,_-]{0,60}$"
)
_AS_OF = phrase(
    r"\b(?:as of|dated|dated for reference|date of agreement|agreement date|contract date|"
    r"is dated)[\s:,_-]{0,20}(?:the |this )?$"
)
_THIS_DAY = phrase(r"\b(?:this|on|on this|on the|the|as of the)[\s_]{1,10}$")
_LABELLED = phrase(r"(?:^|\n)[^\n]{0,20}\bdated?(?: of (?:agreement|contract))?\s?:?\s{0,20}$")
_OPENS = phrase(
    r"\b(?:agreement|contract|addendum|amendment|letter|lease|license|memorandum|deed|indenture|schedule|"
    r"statement of work)\b"
)
_THIS_PAPER = phrase(
    r"\b(?:this (?:[\w\"“”()]{1,20} ){0,4}?|the )(?:agreement|contract|addendum|amendment|exhibit|sow|"
    r"statement of work|lease)\b[^.;]{0,160}$|witness where"
)
_STARTING = phrase(r"(?:commenc|beginning|starting|effective on|is effective)\w{0,4}[^.;]{0,24}$")
_FILED = phrase(
    r"(?:filed|filing|exhibit|source:|form (?:8|10|s)-|commission|expires|born|amended|supersedes)"
    r"(?:(?!\b(?:entered|made|executed) )[^.\n]){0,60}$"
)
_OTHER_PAPER = phrase(
    r"(?:certain|amended|amends|pursuant to|under|original|prior|existing|previous|supersedes|reference to|"
    r"party to|power of attorney|reference is made|superced|which (?:was|were|became) effective)[^.]{0,120}$"
)
# The day of the paper that this one is part of: "made a part of the Services Agreement (Effective Date: ...)".
_OF_THE_WHOLE = phrase(
    r"\b(?:part of|incorporated (?:in|into)|attached to|exhibit \w{1,3} to)\b[^.]{0,200}\(effective date: $"
)
# A recital or a list names a paper of its own: "have entered into a Supply Agreement dated as of".
_ANOTHER_PAPER = phrase(
    r"(?:\bconvention\b|in connection with|(?:have|has) entered into)[^.]{0,120}$|"
    r"[\"“](?-i:[A-Z])[^\"”.;]{2,60}[\"”]:? (?:means? |shall mean |refers to )?(?:the|that|an?) [^.;]{0,120}$|"
    r"\b(?:in accordance with|under) (?:the|that|an?) [\"“][^\"”]{6,200}[\"”] dated(?: as of)? $|"
    r"\bthe (?:agreement|contract|lease|licen[sc]e) between (?!the (?:parties|undersigned))[^.;]{3,240}? "
    r"dated(?: as of)? $|"
    r"\bthat certain (?:[\w&,-]{1,20} ){1,14}?(?:agreement|contract|lease|licen[sc]e|note|memorandum) (?:dated|made|"
    r"entered into)(?: as of)? $|"
    r"\b(?:an?|that|its|their|the|certain|\(\w{1,2}\)) (?-i:[A-Z])[\w&-]{1,20}(?: [\w&,-]{1,20}){0,7}? (?:agreement|"
    r"contract|"
    r"lease|licen[sc]e|note|memorandum)[^.;]{0,60}? (?:dated|made|entered into)(?: as of)? $"
)

_CALLED_EFFECTIVE = phrase(
    r"^[\s,)]{0,4}(?:\(|,)?[^.;()]{0,60}(?:\(|,)?[^.;()]{0,60}"
    r"[\"“”'`*‘(]{1,3}(?:the )?(?:\w{1,20} ){0,2}(?:effective|commencement) ?date"
)
_EFFECTIVE_MEANS = phrase(
    r"(?:effective|commencement) date[\"”'’`]{0,2}[\"”)]{0,2} ?(?:(?:of|for) (?:this|"
    r"the) (?:\w{1,20} ){0,2}?(?:agreement|contract|lease|addendum|amendment))?"
    r"[^.;]{0,20}?(?: ?: ?| is | means | shall mean | shall be | will be | mean | of ?)(?:[^;]{0,60}?(?: on|"
    r" as of|i\.e\.,?))?[\s:_]{0,12}(?:the )?$"
)
_MADE_EFFECTIVE = phrase(
    r"(?:effective(?: date)?|in effect|take[s]? effect|into effect|into force|commenc(?:e|es|ing)|begin(?:s|"
    r"ning)?|start(?:s|ing)?)"
    r"(?: and (?:be|is) binding)?,? ?(?:,? ?retroactively,?)?(?: to)?(?: as of| as at| from and after| from| on|"
    r" upon| with|,)?(?: and from)?"
    r"(?: the| this)?[\s,:_(]{0,6}$"
)
_PARTIES_BEGIN = phrase(r"(?:^|[.:] )(?:commencing|beginning|starting|effective)(?: as of| on| from)?(?: the)? $")
_FROM_THEN_ON = phrase(
    r"^(?: and thereafter| and continuing)?,? (?:the|both|each of the) parties (?:shall|will|agree)\b"
)
_STARTS_LINE = phrase(r"\b(?:contract|agreement|term) (?:start|begin|commencement)s?(?: date)? ?:\s{0,20}$")
_HEREOF = (
    r"the date (?:here ?of|(?:first )?(?:herein ?|here ?in)?(?:above ?|set forth ?|written ?|stated ?|mentioned ?|"
    r"indicated ?|appearing ?|specified ?|shown ?|noted ?|given ?){1,3}"
    r"(?:above|herein)?|of this (?:agreement|contract|amendment|addendum)|(?:first )?above)|the (?:day|"
    r"date) and year first (?:above )?written(?: above)?"
    r"|date first (?:above )?(?:written|set forth)(?: above)?|(?:the close of business on )?the date (?:specified|"
    r"stated|set forth|given) in the (?:preamble|opening|first|introductory)(?: paragraph)?(?: here ?of)?"
)
_EFFECTIVE_EXPRESSION = phrase(
    r"(?:(?:effective|commence[sd]?|begins?|starts?|takes? effect|comes? into (?:force|effect)|"
    r"enters? into (?:force|effect)|commencing|beginning|"
    r"(?:term|period) of [^.;]{1,40}? (?:years?|months?))"
    rf"(?: as of| as at| on| upon| from|:)? |(?:effective|commencement) date[\"”'’]{{0,2}},?:? "
    rf"(?:shall be|shall mean|means|is|will be|of|mean)[\"”'’]{{0,2}} )(?P<said>{_HEREOF})"
)
_SIGNING = (
    r"(?:the )?(?:later|last|latest)(?: of)?(?: the)? (?:two )?(?:date|dates|signature|party|parties|"
    r"of the parties)[^.;()]{0,90}|"
    r"the date (?:of|on which)[^.;()]{0,60}(?:sign|signature|execut)\w{0,8}[^.;()]{0,60}|"
    r"after (?:being )?(?:signed|executed|signature)[^.;()]{0,40}|"
    r"(?:upon|the date of|on the date of|on)(?: the)?(?: full| mutual| its| due)? (?:execution|signing|"
    r"signature)[^.;()]{0,60}|"
    r"(?:the )?date (?:it is|this agreement is|of) (?:last )?(?:signed|executed|signature)[^.;()]{0,60}"
)
_EFFECTIVE_SIGNING = phrase(
    r"(?:effective|commences?|begins?|takes? effect|(?:comes?|enters?) into (?:force|effect))(?: as of| as at|"
    r" on| upon|"
    rf" from)? ?(?P<a>{_SIGNING})"
    rf"|effective date[\"”'’)]{{0,3}},?(?: of this agreement)? (?:shall be|shall mean|means|is|will be|"
    rf"mean) (?P<b>{_SIGNING})"
)
_EFFECTIVE_EVENT = phrase(
    r"\b(?:be|become|becomes) effective (?:only )?(?:upon|on|from|as of) (?:the )?"
    r"(?P<words>(?P<event>[^.;()]{4,80}?) \((?:the )?[\"“]effective (?:date|time)[\"”]\))"
)
# "Terminates on the date specified in such notice": a day of another paper.
_TOLD_ELSEWHERE = phrase(
    r"^ ?(?:by |in (?:such|the|its|their|any|a|an|that|his) (?!(?:preamble|opening|introductory|first|recitals)\b))"
)
# "As of the date noted below (the "Effective Date")": the day on which it was signed.
_EFFECTIVE_BELOW = phrase(
    r"\b(?:as of|effective|on) (?P<said>the (?:last |latest |later )?date (?:(?:last |first )?(?:noted|written|"
    r"set forth|stated|"
    r"indicated|shown|signed|appearing|specified) ?){1,2} ?(?:here ?in)?below[^.;()]{0,60}?|the date (?:of|"
    r"on) (?:the )?(?:last )?"
    r"signatures?(?: page)?[^.;()]{0,40}?),? ?\((?:the )?[\"“'](?:effective|commencement) date"
)
_SIGNS_IT = phrase(r"\b(?:sign|execut|date)")
_ABOUT_IT = phrase(
    r"\b(?:this|the) (?:\w{1,20} ){0,3}?(?:agreement|contract|addendum|amendment|lease|sow|letter)\b|\bterm\b"
)
_ABOUT_THIS = phrase(
    rf"{_ABOUT_IT.pattern}|\b(?:agreement|contract) \((?:the )?[\"“]|"
    rf"\b(?:effective|commencement) date[\"”'’]{{0,2}},?:? (?:means|is|shall|will|of)"
)
# A covenant's own period: "for a period beginning from the date of this Agreement and ending two years after".
_OTHER_PERIOD = phrase(
    r"\b(?:a|the|any) period (?:beginning|commencing|starting)|"
    r"\b(?:increase|exclusiv\w{1,5}|standstill|solicit|compete)\b[^.;]{0,90}$"
)
_WITNESS = phrase(r"witness where|have executed|executed this|duly executed|caused this")
_SENTENCE_END = re.compile(r"(?<!\.\w)\.\s{1,80}(?=[A-Z\"“])")
_SIGNED_BY = phrase(r"(?:\bby\b ?:|/s/|name ?:|title ?:|its ?:|signature|signed|witness|_{6,}|authorized)")
# A form has its words below the line: "3/4/2011 ______ / Date".
_DATE_BELOW = re.compile(r"[\s\d/_]{0,200}_{6,}[\s_]{1,200}(?i:dated?)\b")
# Two who sign side by side: "3/4/2011    March 5, 2011  Date    Date".
_DATES_BELOW = re.compile(
    r"(?:\s{1,60}(?:[A-Z][a-z]{2,8}\.?\s\d{1,2},?\s\d{4}|\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}))?\s{1,60}Date\s{1,60}Date\b"
)
_SIGNED_AHEAD = phrase(r"(?:\bsigned ?:|/s/)")
_SIGN_DATE = phrase(r"(?:(?<!effective\x20)\bdate(?: signed)?|(?<=\n)dated|\bdated(?= ?:)) ?:?[\s_/]{0,30}$")


# The words of signing at the end: "Done and signed at Oslo on this ...", "have signed this Contract in Bergen on ...".
_SIGNS = phrase(r"\b(?:signed|executed?|done|hereunto)\b[^.;]{0,110}?(?:\bthis|\bon|\bas of(?: the)?|,)[\s_]{1,10}$")
_UNDER_TITLE = re.compile(r"(?:AGREEMENT|CONTRACT|ADDENDUM|AMENDMENT|LEASE)\s{2,80}$")


def dates_made(page: Prepared) -> list[Candidate]:
    """The dates that a contract gives itself: in its opening, and beside its signatures."""
    opening = [one for one in (_opening(page, _with_year(page, found)) for found in page.dates) if one]
    signed = _signatures(page)
    if not any(one.points >= 30 for one in opening):
        latest = [_with_points(one, 45) for one in _latest(signed)]
        return [*opening, *latest, *(one for one in signed if one.start not in {two.start for two in latest})]
    best = max(opening, key=lambda one: (one.points, -one.start))
    again = [_with_points(one, min(one.points, 60)) for one in opening if one.value == best.value and one is not best]
    others = [
        _with_points(one, min(one.points, 50)) for one in opening if one.value != best.value and one.start > OPENING
    ]
    return [best, *again, *others, *signed]


def _with_year(page: Prepared, found: Found) -> Found:
    """ "The 30th day of April" of the opening, with the year that the same day has elsewhere in the text."""
    if found.kind != "yearless" or found.start > OPENING // 4:
        return found
    years = {one.value for one in page.dates if one.kind == "day" and one.value.endswith(found.value[1:])}
    return Found(found.start, found.end, years.pop(), "day", found.sound) if len(years) == 1 else found


def _opening(page: Prepared, found: Found) -> Candidate | None:
    """A date of the opening words, with what speaks for its being the contract's own."""
    if found.kind in ("yearless",) or _FILED.search(page.text, max(0, found.start - 90), found.start):
        return None
    before = page.text[max(0, found.start - 260) : found.start]
    points = 0
    made = _MADE.search(before)
    if made:
        points = 78 if re.match("effective", made[0], re.I) else 85
    elif _AS_OF.search(before):
        points = 75
    elif _LABELLED.search(before):
        points = 65
    elif _THIS_DAY.search(before) and re.search(r"day", page.text[found.start : found.end], re.I):
        points = 70
    elif found.start < 1_500 and (_alone(page.text, found) or _UNDER_TITLE.search(before)):
        points = 62
    if not points or _STARTING.search(before):
        return None
    signs = found.start > OPENING and found.start > len(page.text) // 2 and _SIGNS.search(before)
    if (
        found.start > OPENING
        and not signs
        and (not _THIS_PAPER.search(before) or re.search("effective", before[-40:], re.I))
    ):
        return None
    if _OPENS.search(before) and points > 60:
        points += 8
    if _OTHER_PAPER.search(before):
        points -= 40
    if (_ANOTHER_PAPER.search(before) and found.start > 300) or _OF_THE_WHOLE.search(before):
        points -= 75
    points -= 25 if signs else min(45, found.start // 150)
    points -= 20 if found.kind != "day" else 0
    return Candidate("contract_date", found.value, found.start, found.end, max(points, 5), _checks(found))


def _alone(text: str, found: Found) -> bool:
    """Whether a date has its line to itself, as in a letter."""
    line = text[text.rfind("\n", 0, found.start) + 1 : found.start] + text[found.end : text.find("\n", found.end)]
    return len(line.strip()) < 12


def _signatures(page: Prepared) -> list[Candidate]:
    """Dates that stand after "Date:" in the part where a contract is signed."""
    signed = []
    for found in page.dates:
        near = page.text[max(0, found.start - 400) : found.end + 300]
        late = found.start > len(page.text) // 3
        if found.kind == "day" and (_SIGNED_BY if late else _SIGNED_AHEAD).search(near):
            labelled = (
                _SIGN_DATE.search(page.text, max(0, found.start - 60), found.start)
                or _DATE_BELOW.match(page.text, found.end)
                or _DATES_BELOW.match(page.text, found.end)
            )
            points = 30 if labelled else 22 if late and _beside_nothing(page.text, found) else 0
            if points and not _FILED.search(page.text, max(0, found.start - 90), found.start):
                signed.append(Candidate("contract_date", found.value, found.start, found.end, points, _checks(found)))
    return signed


def _beside_nothing(text: str, found: Found) -> bool:
    """Whether only blanks and rules stand before and behind a date on its line."""
    line = text[max(0, found.start - 14) : found.start] + "|" + text[found.end : found.end + 14]
    return re.search(r"(?:\s{2,}|\n|_)\|(?:\s{2,}|\n|_|-|$)", line) is not None


def _latest(signed: list[Candidate]) -> list[Candidate]:
    return [max(signed, key=lambda one: str(one.value))] if signed else []


def _with_points(one: Candidate, points: int) -> Candidate:
    return Candidate(one.field, one.value, one.start, one.end, points, one.checks)


def _checks(found: Found) -> tuple[str, ...]:
    return () if found.sound else ("no_such_day",)


def dates_effective(page: Prepared, made: list[Candidate]) -> list[Candidate]:
    """The dates that the words make effective, a reference to the contract's date resolved to it."""
    own = max((one for one in made if one.points >= 40), key=lambda one: one.points, default=None)
    last = max((str(one.value) for one in made if 20 <= one.points <= 45), default="")
    named = [one for one in (_named_effective(page, _with_year(page, found)) for found in page.dates) if one]
    for passage in page.passages:
        named += _spoken_effective(page, passage, own, last)
    return _strongest(named)


def _named_effective(page: Prepared, found: Found) -> Candidate | None:
    before = _SENTENCE_END.split(page.text[max(0, found.start - 160) : found.start])[-1]
    after = page.text[found.end : found.end + 150]
    points = 0
    if found.kind == "yearless" or _FILED.search(page.text, max(0, found.start - 90), found.start):
        return None
    if _CALLED_EFFECTIVE.search(after) and not re.search(r"(?:19|20)\d\d", after[: after.lower().find("date")]):
        points = 90
    elif _EFFECTIVE_MEANS.search(before) or _STARTS_LINE.search(before):
        points = 85
    elif _PARTIES_BEGIN.search(before) and _FROM_THEN_ON.search(after):
        points = 62
    elif _MADE_EFFECTIVE.search(before):
        points = 62 if _ABOUT_IT.search(before) else 25
        points -= 25 if re.search(r"contract year|renew|exten|pay|fee\b|season", before, re.I) else 0
    if not points or _OTHER_PAPER.search(before):
        return None
    # What stands behind the contract, a list of prices as a rule, takes effect by itself.
    points -= (
        30 if found.start > OPENING and found.start > len(page.text) * 4 // 5 and not _ABOUT_IT.search(before) else 0
    )
    points -= min(20, found.start // 4_000) + (20 if found.kind != "day" else 0)
    return Candidate("effective_date", found.value, found.start, found.end, points, _checks(found))


def _spoken_effective(page: Prepared, passage: Passage, own: Candidate | None, last: str) -> list[Candidate]:
    """Effective by reference: from the date of the contract, or from its signing."""
    found: list[Candidate] = []
    value: Value
    if not _ABOUT_THIS.search(page.text, headed_from(page.text, passage), passage.end) or _WITNESS.search(
        page.text, max(0, passage.start - 200), passage.end
    ):
        return []
    for match in _EFFECTIVE_EXPRESSION.finditer(page.text, headed_from(page.text, passage), passage.end):
        if _OTHER_PERIOD.search(page.text, max(passage.start, match.start() - 60), match.start("said")):
            continue
        if _TOLD_ELSEWHERE.search(page.text[match.end("said") : match.end("said") + 40]):
            continue
        value = own.value if own else {"event": " ".join(match["said"].split())}
        found.append(Candidate("effective_date", value, match.start("said"), match.end("said"), 70))
    for match in _EFFECTIVE_EVENT.finditer(page.text, passage.start, passage.end):
        if not page.dates_in(*match.span("event")) and not _SIGNS_IT.search(match["event"]):
            value = {"event": " ".join(match["event"].split())}
            found.append(Candidate("effective_date", value, *match.span("words"), 70))
    for match in _EFFECTIVE_BELOW.finditer(page.text, passage.start, passage.end):
        value = last or {"event": " ".join(match["said"].split())}
        found.append(Candidate("effective_date", value, *match.span("said"), 70))
    for match in _EFFECTIVE_SIGNING.finditer(page.text, passage.start, passage.end):
        start, end = match.span("a") if match["a"] else match.span("b")
        value = {"event": " ".join(page.text[start:end].split()), **({"date": last} if last else {})}
        found.append(Candidate("effective_date", value, start, end, 55))
    return found


def _strongest(found: list[Candidate]) -> list[Candidate]:
    """The best, and those that say the same; another value only where it is as strong."""
    if not found:
        return []
    best = max(found, key=lambda one: (one.points, -one.start))
    kept = []
    for one in sorted(found, key=lambda one: one.start):
        if one is best or one.value == best.value and one.points >= 60:
            kept.append(one)
        elif one.value != best.value:
            kept.append(_with_points(one, min(one.points, 40)))
    return kept
