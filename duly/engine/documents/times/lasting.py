"""How long a contract lasts: `initial_term`."""

from __future__ import annotations

import re

from duly.engine.documents.proposals import Value
from duly.engine.documents.text.found import Found
from duly.engine.documents.text.passages import Candidate, Passage, Prepared, phrase, unsound
from duly.engine.documents.text.places import dry
from duly.engine.documents.times.form_lines import days_on_lines
from duly.engine.documents.times.one_term import is_day, joined, kept
from duly.engine.documents.values.durations import days_of, single

PAPER = (
    r"(?:agreement|contract|lease|addendum|amendment|license|appointment|arrangement|attachment|engagement|sow|"
    r"statement of work|order|sponsorship|letter(?! of credit)|exhibit|schedule)"
)
THIS = rf"(?:this|the|such|said|each) (?:[\w’'-]{{1,20}} ){{0,4}}?{PAPER}"
_TERM_OF = phrase(
    r"\b(?:initial |original |primary |base |contract |license |service |royalty |sponsorship )?(?:term|period|"
    r"duration|length) (?:hereof\b|(?:of|for) (?:this|the|such|its|each|your|"
    rf"[\w’']{{1,14}} ){{1,3}}(?:[\w’'-]{{1,20}} ){{0,3}}?{PAPER})"
)
_LASTS = phrase(
    rf"{THIS}(?:,? [^.;]{{0,120}}?,)?(?: [\w\"“”()]{{1,20}}){{0,3}}? (?:shall|will|is|are|does|hereby|commences|"
    r"becomes|takes|continues|remains|begins|expires|ends|terminates|runs|may)\b"
    r"(?:[^.;]{0,80}?)\b(?:commenc|effect|continu|remain|begin|force|term\b|period|expire|"
    r"terminate[sd]?(?: automatically)? on|"
    r"end[s]? on|valid|run|last|start|end (?:up)?on"
    r"|be for (?:an?|the)? ?\w|perpetual|indefinite|cover)"
)
# Who is taken on for a time: "the Company hereby engages Alder for a period of six months".
_ENGAGED = phrase(
    r"\b(?:hereby|agrees? to|shall|will)(?: \w{1,12}ly)? (?:retain|engage|employ|appoint|"
    r"hire)s?\b[^.;]{0,160}\bfor an? "
)
_INITIAL = phrase(r"(?:initial|original|primary|base|first) (?:\w{1,14} )?(?:term|period)\b")
_CALLED_TERM = phrase(
    r"\(?(?:(?:hereinafter|collectively|such period|each|the|referred|to|as|called|being|is|shall|be|known|"
    r"defined|together),? ?){0,9}[\"“”'‘’`*]{1,2}(?:the )?(?:initial |original |contract |license |service |"
    r"primary |sponsorship )?(?:term|period|term of this agreement)[\"“”'’.,]{1,3}"
)
_TERM_MEANS = phrase(
    r"[\"“”'‘]{1,2}(?:initial |contract |license |services? |subscription )?(?:term|period|contract period|"
    r"contract term)[\"”'’]{1,2}?,?(?: of this agreement)? (?:shall |will )?(?:mean|be|is|commence|begin|has|"
    r"refer)"
)
_SHORT_FORM = phrase(
    r"\b(?:initial |contract |license |service |commitment )?(?:term|duration|period)(?: of (?:agreement|contract|"
    r"service|execution|performance))?(?: ?[:=.–-]{1,2} ?(?=\S)| is | shall be | will be | shall extend | from )"
)
_FOR = phrase(
    r"\b(?:for|of|be|is|shall be|have|has|:|,|\()(?: ?(?:an?|the))?(?: (?:initial|original|fixed|minimum|first|"
    r"full|primary|total|aggregate|further|firm|continuous|maximum))?(?: (?:period|term|duration))?(?: (?:of|"
    r"for))?(?: (?:an?|approximately|not less than|at least|the|up to))?[\s(“\"]{0,4}$"
)
_FROM = phrase(
    r"^['’]?s?['’]?,?(?:\(s\))?(?: (?:term|period|duration|s))?,? ?(?:\([^)]{0,60}\),? ?)?(?:(?:from|after|"
    r"following|subsequent to|commencing|beginning|starting|as of|as from|effective|therefrom|thereafter|later|hence|"
    r"unless|subject|"
    r"and shall|"
    r"and will|until|with|or until|\([“\"]|$|[.;,]|and|through|expiring|ending)\b|[.;,(]|$)"
)
_TERM_AFTER = phrase(r"^-? ?(?:initial |fixed )?(?:term|period|engagement|agreement|contract)\b")
_ENDS = phrase(
    r"\b(?:(?:through(?: to)?|until|thru|till|up to|to and including|expire[sd]?|expiring|terminate[sd]?|terminating|"
    r"end[s]?|ending|conclud(?:e|es|ing)|"
    r"expiration date|termination date|end date|and end|completed|to)(?: automatically)?(?: and including| on|"
    r" as of| upon| at| by| no later than|:)?"
    r"(?: the close of business| midnight| 11:59| 12:00)?(?: [ap]\.?m\.?,?)?(?: \w{1,8} time,?)?(?: on| the| of|"
    r",)*[\s:(]{0,6})$"
)
_STARTS = phrase(
    r"\b(?:commenc(?:e|es|ing|ement)|beg[ia]n(?:s|ning)?|start(?:s|ing)?|effective|from|be effective|in effect|"
    r"into effect|into force)"
    r"(?: date)?(?: on| as of| upon| from| with| and retroactive to| and effective|"
    r":)*(?: and effective)?(?: the)?[\s:(]{0,6}$"
)
_FOREVER = phrase(
    r"(?:continu|remain|be|is|run|effect|force)\w{0,5}(?: [\w,]{1,14}){0,6}? (?P<so>indefinitely|in perpetuity|"
    r"perpetual(?:ly)?|"
    r"for perpetuity|forever|for an indefinite (?:term|period))(?: thereafter)?(?: (?:unless|"
    r"until) (?:otherwise )?(?:terminated|"
    r"cancell?ed))?|(?P<sole>(?:shall |will )?(?:continue|remain)(?: in (?:full )?(?:force|"
    r"effect)(?: and effect)?)?(?: thereafter)?"
    r" (?:unless and )?until (?:it is |such time as (?:it is )?|otherwise |sooner |earlier )?(?:terminated|"
    r"cancell?ed|termination))"
)
_UNTIL_EVENT = phrase(
    r"(?:continue|remain|extend|(?P<ends>expire|terminate|end)|valid|effect|force|run|last)\w{0,3}(?: in (?:full )?"
    r"(?:force|effect)(?: and effect)?)?(?:,? [^,.;]{0,90},)? (?P<event>(?:until|through|for the|"
    r"(?:for )?(?:so|as) long as|(?(ends)(?:on|at|upon) the|until)) (?:the )?"
    r"(?:(?:earlier|earliest|later|latest|first)(?: to occur)? of:? ?\([^.;]{6,160}|[^.;,()]{6,160}))"
)
_STATES_IT = phrase(
    rf"(?:{THIS}|\bterm\b[\"”’]{{0,2}}(?: of [\w ]{{1,30}}?)?)(?: \([^)]{{1,40}}\))?,? (?:shall|will)"
    r"(?: also| automatically| commence[^.;]{0,60}? and)?(?:,? (?:and,? )?(?:unless|except|subject)[^.;]{0,110}?,)?"
    r"(?: and)?(?: shall| will)?(?: automatically)? (?:expire|terminate|end|continue|remain|be in (?:full )?(?:force|"
    r"effect)|last|run)\b"
)
_AGAINST = phrase(
    r"notice|warrant|confidential|surviv|non-?compet|payment|invoice|cure|breach|default|insur|audit|records|"
    r"after (?:the )?(?:expiration|termination)|"
    r"following (?:the )?(?:expiration|termination)|trial|prior to|deliver|forecast|suspen|reinstat|sell[- ]off|"
    r"wind|exclusiv|notif|within"
)
_RENEWS = phrase(r"re-?new|exten[ds]|additional|successive|option|further term|holdover")
_BUT_FOR = phrase(r"\b(?:unless|except|subject to)\b[^.;,]{0,120}?(?:exten[ds]\w{0,6}|renew\w{0,4})")
_ANOTHER = phrase(
    r"(?:additional|successive|subsequent|further|renew\w{0,4}|extension|consecutive|another|extended|extend|"
    r"each|any|than)"
    r"[\s(\d)-]{0,12}$|(?:additional|successive|subsequent|renewal|extension) \w{3,8} [\s(\d)-]{0,8}$"
)
# The end of some other period, and a day that comes back each year.
_AFTER_THAT = phrase(r"\b(?:expir\w{1,6}|end|lapse) of (?:the|such|said|that|this)(?: \w{1,12})?[\s(]{1,40}$")
_RENEWED_FOR = phrase(
    r"\b(?:renew|extend) (?:this|the|its|such) [^.;]{0,40}? for (?:an? |the )?(?:period|term)? ?(?:of )?$"
)
_AND_EACH = phrase(r"^(?: of (?:the |this )?\w{1,14}(?: \w{1,14})?)? and (?:on )?each ")
_OF_THE_INITIAL = phrase(
    r"\b(?:for|during|throughout|of) the (?:period of the )?(?:initial|first|original) $|\blonger than $"
)
_HAS_TERM = phrase(rf"(?P<own>{THIS} )?(?:shall |will )?(?:have|has) an? (?:initial |fixed )?(?:duration|term) of\b")
_DURING = phrase(
    r"\b(?:during|throughout|within) (?:the )?(?:(?:entire|period|duration|remaining) (?:of )?)?(?:the |"
    r"this )?(?:initial )?(?:term|duration|period)"
    r" (?:of |hereof|and|or)"
)
_THE_TERM = phrase(
    r"\b(?:the )?[\"“]?(?:initial |original )?term[\"”]? (?:of this agreement )?(?:shall|will|is|means|commences|"
    r"begins)\b"
)
# Two days that only "to" parts.
_TO_DAY = phrase(r"^,? ?(?:through(?: to)?|until|to|till|up to|-|–)(?: and including)? ?$")
_TO_ANNIVERSARY = phrase(
    r"(?:until|through|on|upon|to|mean)(?: and including| and ending on)?(?: the)?(?: close of business on)?(?: the)?"
    r"(?: (?:date|day)(?: (?:that is|which is|of|before|prior to|preceding|"
    r"immediately preceding))?)?(?: the)?[\s(]{0,4}$"
)
_OF_ITS_START = phrase(
    r"^ (?:of|after|from) (?:the |its |such )?(?:(?:effective|commencement|start|execution|signing) date|"
    r"date (?:here)?of|"
    r"here ?of|this\b)"
)
# What goes on after the end is no term: "for one year after the termination of this Agreement".
_ONCE_ENDED = phrase(
    r"^['’]?s?['’]?,? (?:(?:immediately )?(?:after|following|from|thereafter|subsequent to|beyond)) (?:(?:the|"
    r"any|such|its|"
    r"date of|effective date of|earlier of) ){0,4}(?:termination|expir\w{1,6}|end|cancellation|completion)\b"
)
# So many days and more may be the length of a contract; fewer are seldom.
_LONG = 90
_UNTIL_SO_MANY = phrase(
    r"\b(?:until|through|expires?|terminates?|ends?)(?: on)?(?: the (?:later|earlier) of)?[\s(i)]{0,6}$"
)
_OF_THIS_DATE = phrase(r"^ (?:of|after|from) (?:the date (?:of this|hereof)|hereof|this)\b")
_YEARS_OF = phrase(r"(?:year|month)-? (?:initial )?(?:engagement|agreement|contract|term)\b")
_HEADED = re.compile(
    r"\bterm\b(?! sheet)|duration|\bperiod of agreement|\b(?:agreement|contract) period|commencement", re.I
)
_IS_TERM = phrase(r"(?:initial |contract )?term(?: of (?:this )?\w{1,20})?|duration")
_OF_A_NOTICE = phrase(r"^['’]?s?['’]? (?:prior|advance|written|notice|before|in advance|after (?:receipt|notice))")
_EVENT_START = phrase(
    r"^['’]?s?['’]?,? ?(?:(?:from|after|following|commencing|beginning|starting)(?: (?:from|on|with|upon|"
    r"as of))*) (?P<event>(?:the )?(?:[\w’'-]{1,24} ){0,3}?(?:launch|acceptance|commercial sale|in-service|"
    r"opening|delivery|installation|commencement of|first sale|purchase order|first (?:order|production|shipment|use)|"
    r"approval|closing|go[- ]live)(?: date|"
    r" of [\w’' -]{1,40})?(?: date)?)"
)


def lasting(page: Prepared, made: list[Candidate], effective: list[Candidate]) -> list[Candidate]:
    """The initial term: a duration, a first and last day, an event, or for ever."""
    begins, own = _first_day(made, effective), _first_day(made, [])
    found: list[Candidate] = []
    for passage in page.passages:
        weight = _weight(page, passage)
        if weight > 0:
            found += _spans(page, passage, weight, begins)
            found += _to_anniversary(page, passage, weight, own)
    return kept(joined(page.text, [*found, *days_on_lines(page, begins)]))


def _first_day(made: list[Candidate], effective: list[Candidate]) -> str:
    """The day from which a term runs that names none: the effective date, else the contract's own."""
    for dated in (effective, made):
        best = max(
            (one for one in dated if one.points >= 40 and is_day(one.value)), key=lambda one: one.points, default=None
        )
        if best:
            return str(best.value)
    return ""


def _weight(page: Prepared, passage: Passage) -> int:
    """How strongly a sentence speaks of the term of the contract; 0 where it does not."""
    text, start, end = page.text, passage.start, passage.end
    headed = bool(_HEADED.search(passage.heading)) and not re.search("payment", passage.heading, re.I)
    points = 0
    if _TERM_OF.search(text, start, end):
        points += 30
    if _INITIAL.search(text, start, end):
        points += 20
    if _LASTS.search(text, start, end):
        points += 22
    if _CALLED_TERM.search(text, start, end):
        points += 22
    if _TERM_MEANS.search(text, start, end):
        points += 25
    if end - start < 160 and _SHORT_FORM.search(text, start, min(end, start + 90)):
        points += 18
    has = _HAS_TERM.search(text, start, end)
    if has:
        points += 24 if has["own"] else 12
    if _ENGAGED.search(text, start, end):
        points += 22
    if _YEARS_OF.search(text, start, end):
        points += 26
    if _THE_TERM.search(text, start, end):
        points += 20
    points -= 30 if _DURING.search(text, start, end) else 0
    if headed:
        points += 18
    elif points > 0 and re.search(r"\bterm\b", text[start:end], re.I):
        points += 6
    return points


def _spans(page: Prepared, passage: Passage, weight: int, begins: str) -> list[Candidate]:
    found = [
        one
        for one in (_counted(page, passage, one, weight) for one in page.durations_in(passage.start, passage.end))
        if one
    ]
    found += _dated(page, passage, weight, begins)
    if not any(one.points >= 40 for one in found):
        found += _alone(page, passage, weight) or _open_ended(page, passage, weight, begins)
    return found


def _counted(page: Prepared, passage: Passage, one: Found, weight: int) -> Candidate | None:
    """A duration as the term: "for a period of three (3) years from the Effective Date"."""
    text = page.text
    before, after = (
        text[max(passage.start, one.start - 150) : one.start],
        text[one.end : min(passage.end, one.end + 70)],
    )
    lead, tail, named = _FOR.search(before), _FROM.search(after), _TERM_AFTER.search(after)
    if not before.strip() and _IS_TERM.fullmatch(passage.heading):
        lead = _FOR.search("is ")  # "Term: five years from the Effective Date"
    upto = one.kind == "anniversary" and not lead
    if upto:
        lead = _TO_ANNIVERSARY.search(before)
        if not lead:
            return None
    if one.value.startswith("PT") or not (lead or tail or named) or _OF_THE_INITIAL.search(before):
        return None
    lead = lead or _UNTIL_SO_MANY.search(before)
    points = weight + (14 if lead else 0) + (8 if tail else 0) + (16 if named else 0)
    points += 8 if _CALLED_TERM.search(after) else 0
    points -= 45 if _RENEWS.search(_BUT_FOR.sub("", before)) and not _INITIAL.search(before[-60:]) else 0
    points -= 30 if _ANOTHER.search(before) and not _INITIAL.search(before[-30:]) else 0
    points -= 40 if _AGAINST.search(before[-60:]) and not upto else 0
    points -= 40 if _OF_A_NOTICE.match(after) else 0
    points -= 12 if one.value.endswith("D") and days_of(one.value) < _LONG else 0
    points += 10 if upto and _OF_ITS_START.search(after) else 0
    points -= 60 if _ONCE_ENDED.search(after) else 0
    points -= 40 if _AFTER_THAT.search(before) or _AND_EACH.search(after) or _RENEWED_FOR.search(before) else 0
    end = one.end
    event = _EVENT_START.search(text[one.end : min(passage.end, one.end + 140)])
    value: Value = one.value
    if event:
        value, end = {"duration": one.value, "start": _event(event["event"])}, one.end + event.end()
    return Candidate("initial_term", value, one.start, end, points, unsound(one))


def _event(words: str) -> str:
    """An event without the words that only point at it: "the Project's in-service date" is "in-service date"."""
    return re.sub(r"^(?:the |its |such )?(?:[\w-]{1,24}['’]s )?", "", " ".join(words.split()), flags=re.I)


def _dated(page: Prepared, passage: Passage, weight: int, begins: str) -> list[Candidate]:
    """A last day as the term: "commencing May 1, 2004 and ending on April 30, 2006"."""
    text, found, first = page.text, [], None
    last: Found | None = None
    for one in page.dates_in(passage.start, passage.end):
        if last and _TO_DAY.search(text[last.end : one.start]):
            first = first or last
        last = one
        before = text[max(passage.start, one.start - 110) : one.start]
        if _ENDS.search(before) and one.kind != "yearless":
            start = first.value if first and one.start - first.end < 160 else begins
            span = first.start if first and one.start - first.end < 160 else one.start
            value: dict[str, Value] = {"start": start, "end": one.value} if start else {"end": one.value}
            points = (
                weight
                + 24
                - (40 if _RENEWS.search(_BUT_FOR.sub("", before)) else 0)
                - (30 if _AGAINST.search(before[-50:]) else 0)
            )
            found.append(Candidate("initial_term", value, span, one.end, points))
        elif _STARTS.search(before):
            first = one
    return found


def _to_anniversary(page: Prepared, passage: Passage, weight: int, own: str) -> list[Candidate]:
    """ "begin on February 1, 2011 and end on the first anniversary of this Agreement": two days of their own."""
    text, found = page.text, []
    for one in page.durations_in(passage.start, passage.end):
        counts = one.kind == "anniversary" and _OF_THIS_DATE.search(text[one.end : one.end + 60])
        starts = [
            day
            for day in page.dates_in(max(passage.start, one.start - 120), one.start)
            if day.kind == "day" and _STARTS.search(text[max(passage.start, day.start - 60) : day.start])
        ]
        if counts and starts and own and _TO_ANNIVERSARY.search(text[max(passage.start, one.start - 80) : one.start]):
            last = f"{int(own[:4]) + int(one.value[1:-1]):04}" + own[4:].replace("-02-29", "-02-28")
            value: Value = {"start": starts[0].value, "end": last}
            found.append(Candidate("initial_term", value, starts[0].start, one.end + counts.end(), weight + 40))
    return found


def _alone(page: Prepared, passage: Passage, weight: int) -> list[Candidate]:
    """ "for a year", told without a number."""
    lead = phrase(r"(?:period|term) of ").search(page.text, passage.start, passage.end)
    one = single(page.text[lead.end() - 1 : min(passage.end, lead.end() + 30)]) if lead else None
    if not lead or not one:
        return []
    return [Candidate("initial_term", one.value, lead.end() - 1 + one.start, lead.end() - 1 + one.end, weight + 10)]


def _open_ended(page: Prepared, passage: Passage, weight: int, begins: str) -> list[Candidate]:
    """For ever, or until something happens."""
    forever = _FOREVER.search(page.text, passage.start, passage.end)
    if forever:
        told = begins and _SINCE.search(page.text, passage.start, passage.end)
        value: dict[str, Value] = {"indefinite": True, **({"start": begins} if told else {})}
        return [
            Candidate(
                "initial_term",
                value,
                forever.start(),
                forever.end(),
                weight + (22 if forever["so"] or _STATES_IT.search(page.text, passage.start, passage.end) else 16),
            )
        ]
    event = _UNTIL_EVENT.search(page.text, passage.start, passage.end)
    if event and _OF_A_LIST.search(event["event"]):
        event = _UNTIL_EVENT.search(page.text, passage.start, passage.end + 200)
    states = _STATES_IT.search(page.text, passage.start, passage.end)
    if not event or weight < (18 if states else 30):
        return []
    words = re.sub(_TO_THE_EVENT, "", " ".join(event["event"].split()), flags=re.I)
    words = re.sub(r" as (?:defined|set forth|described|provided)\b.*", "", words, flags=re.I)
    points = weight + (18 if states else 5 if weight >= 40 else -8)
    points -= 30 if _AGAINST.search(words[:40]) and not states else 0
    points -= 60 if _NO_EVENT.match(words) else 0
    # The day that such a name stands for is the better answer, where a line of the paper gives it.
    points -= 60 if _NAMED_DAY.match(words) and days_on_lines(page, begins) else 0
    started = _FIRST_EVENT.search(page.text, passage.start, event.start("event"))
    if started and not _HERE.search(started["event"]) and not page.dates_in(*started.span("event")):
        begins = dry(started["event"])
    starts = begins and _COMMENCES.search(page.text, passage.start, event.start("event"))
    ends: dict[str, Value] = {"start": begins, "end": words} if starts else {"end": words}
    return [Candidate("initial_term", ends, *event.span("event"), points)]


# "On the earlier of: (a) ..., or (b) ...": the events are the items below.
_OF_A_LIST = phrase(r"\b(?:earlier|earliest|later|latest|first)(?: to occur)? of:? ?$")
_NO_EVENT = phrase(
    r"(?:same|benefit|purpose|avoidance)\b|(?:earlier|earliest|first|later|latest) of the (?:below|following)\b"
)
_NAMED_DAY = phrase(r"(?:expiration|expiry|termination|end) date\b")
_COMMENCES = phrase(r"\b(?:commenc|begin|start)\w{0,4}\b")
_SINCE = phrase(r"\b(?:commenc|begin|start|effective)\w{0,4}\b|\b(?:from|as of|since)\b")
# "Commence with the first concert of the season and continue until": a first day that is an event.
_FIRST_EVENT = phrase(
    r"\b(?:commenc|begin|start)\w{0,4} (?:with|on|upon|at) (?:the )?(?P<event>[^.;,]{4,90}?),? and (?:shall |will )?"
    r"(?:continue|remain|end|expire|terminate|run|last)\b"
)
_HERE = phrase(r"\b(?:date|hereof|execution|signing|signature)\b")
_TO_THE_EVENT = r"^(?:until|upon|through|(?:for )?(?:so|as) long as|for|on|at)\s+(?:the\s+)?"
