"""Renewal, and the notice that stops it: `renewal` and `renewal_notice`.

A renewal is automatic where it happens unless somebody speaks; it is not where somebody may, or both must agree.
"""

from __future__ import annotations

import re
from itertools import chain, islice

from duly.engine.documents.proposals import Value
from duly.engine.documents.text.found import Found
from duly.engine.documents.text.passages import Candidate, Passage, Prepared, phrase
from duly.engine.documents.values.durations import single
from duly.engine.documents.values.numbers import COUNT, count, decimal_text

# How many words of renewal are looked at in one sentence.
MOST = 12

_TURN = r"(?:re-?new(?:ed|s|al|able|ing|als)?|extend(?:ed|s|ing|able)?|extensions?|prolong(?:ed)?|roll(?:s|ed)? over)"
_TRIGGER = phrase(
    r"(?:(?:shall|will|may|to|can|must|is|are|be|thereby|thereafter|and)(?: thereafter| then| also| only| be|"
    rf" hereby| mutually){{0,3}} )?"
    rf"(?:automatic(?:ally)? (?:be )?(?:\w{{1,12}} ){{0,3}}?)?\b{_TURN}(?: automatically)?|"
    r"(?:shall|will) (?:thereafter |then )?continue(?: automatically| thereafter)? for (?:an? )?(?:additional|"
    r"successive|"
    r"consecutive|further|subsequent|like|renewal)\b"
)
_AUTOMATIC = phrase(r"automatic(?:ally)?|self-renew|evergreen")
_LASTS_ON = phrase(
    r"(?:continue|remain|renew|extend)\w{0,4}(?: [\w,]{1,14}){0,18}? (?:on a |from |for )?"
    r"(?:year[- ]to[- ]year|month[- ]to[- ]month|week[- ]to[- ]week|(?:year|month)-?(?: by | after )(?:year|"
    r"month))(?: basis)?"
)
_GOES_ON = phrase(
    r"(?:continue|remain|extend)\w{0,4} (?:[\w,]{1,14} ){0,8}?(?:thereafter|after that|(?:following|beyond|after) the "
    r"(?:initial|original|primary) (?:term|period)),? (?:[\w,]{1,14} ){0,4}?(?:until|unless) (?:\w{1,12} ){0,3}?"
    r"(?:terminat|cancel)\w{1,6}|indefinitely (?:after that|thereafter),? (?:until|unless)|"
    r"thereafter,? (?:\w{1,14} ){0,3}?(?:shall|will) (?:automatically )?continue (?:\w{1,14} ){0,6}?(?:until|unless)"
)
_UNLESS = phrase(r"\bunless\b|provided,? (?:however,? )?that (?:neither|no) party|if neither|absent (?:notice|written)")
_CHOICE = phrase(
    r"\bmay (?:also |mutually |only |then |by \w{1,12} )?(?:be |elect to |agree to |choose to |"
    r",? ?at its option,? )?(?:re-?new|extend|request)|\boptions?\b|"
    r"mutual(?:ly)? (?:written )?(?:agree|consent)|\bright to (?:\w{1,12} )?(?:re-?new|extend)|"
    r"(?:up)?on (?:the )?(?:mutual )?(?:written )?(?:agreement|consent) of|by (?:an? |the )?(?:mutual |written |"
    r"further ){0,2}(?:(?-i:[A-Z])\w{1,20} )?(?:agreement|consent)|\bmust (?:mutually )?agree\b|"
    r"agree(?:s|d)? (?:in writing )?(?:up)?on|in writing by both|"
    r"\bcan be (?:renewed|extended)|renewable|negotiat|\bentitled to (?:renew|extend)|elect(?:s|ion)? to (?:renew|"
    r"extend)|agree in writing"
)
# "Extended warranty", "extended credit": nothing of the contract's goes on.
_EXTENDED_THING = phrase(
    r"^ (?:warrant|coverage|credit|hours|payment|family|range|beyond (?:the |any |such )?(?:terminat|expir)|thereof\b)"
)
# A title that runs into its section: "Renewal The term of this Agreement shall".
_IS_TITLE = re.compile(
    r"(?:Renewal|RENEWAL|Extension|EXTENSION)s?[.:]?\s{1,9}(?:The|This|Upon|At|Unless|Subject|Each|After|Following)\b"
)
# "Only if such continuance is approved at least annually by the Board": nothing goes on of itself.
_IF_THEY_AGREE = phrase(r"\bprovid(?:ed|ing) (?:that )?[^.;]{0,60}?\b(?:both|parties|and) (?:\w{1,20} ){0,2}agree\b")
# "Unless Alder tells that it means to extend": what is extended only if somebody says so.
_UNLESS_MEANT = phrase(
    r"\bunless [^.;]{0,120}?(?<!not\x20)\b(?:intent(?:ion)?|election|desire|decision|wish(?:es)?)\b[^.;,]{0,24}$"
)
_IF_APPROVED = phrase(
    r"\b(?:only|provided|so long as|if) [^.;]{0,60}?(?:continu\w{2,6}|renewal|extension|it) (?:is|be|shall be|"
    r"has been) (?:specifically )?approved\b"
)
_MAY_BE = phrase(r"^(?:may|can|shall|will) (?:\w{1,12} ){0,3}?(?:renew|exten)")
_THE_TERM_IS = phrase(
    r"\b(?:extend|renew)(?:s|ed|ing)? (?:the|this|its|such|said) (?:\w{1,12} ){0,2}?(?:term|agreement|contract|"
    r"period)\b|"
    r"\b(?:extended|renewed)(?: by renewal)? (?:only )?(?:by|(?:up)?on) (?:an? |the )?(?:mutual|written|further|"
    r"prior)\b"
)
_BOTH_AGREE = phrase(
    r"\bmutual(?:ly)?\b|\b(?:by|in|with) (?:an? |the )?(?:further |prior )?(?:written|signed) (?:\w{1,14} )?"
    r"(?:agreement|consent)\b|\bagreement of (?:the|both) parties"
)
_TOGETHER = phrase(r"mutual|written agreement|agreement of (?:the|both) parties|consent of (?:the|both)|agree")
_SUBJECT = phrase(
    r"\b(?:this|the|such|said|each) (?:\w{1,20} ){0,3}?(?:agreement|contract|lease|addendum|license|appointment|"
    r"arrangement|attachment|term|period|sow|order|engagement|venture|conversion date|services?)\b"
    r"|\b(?:initial|renewal|original|first|then[- ]current|additional|extension|contract) (?:\w{1,12} )?(?:term|"
    r"period)|\bthereafter\b|\bit (?:shall|will) be\b|[\"“]term[\"”]"
)
_OTHER_THING = phrase(
    r"(?:trademark|domain|registration|insurance|polic(?:y|ies)|certificate|permit|letter of credit|loan|patent|"
    r"copyright|delivery date|time for|deadline|"
    r"completion date|payment date|credit|sublease|visa|warranty period|time period for|registrations?|"
    r"confidential\w{0,8}|(?:cure|grace|notice|review|payment|inspection|evaluation|sell-?off) period)"
    r"(?: [\w,]{1,14}){0,4} ?$"
)
_NOT_THIS = phrase(
    r"(?:not|never|no|nor|without) (?:be )?(?:automatically )?(?:be )?$|(?:non-?|to prevent |terminate any )$|"
    r"\b(?:as|as it|as so|if|when|where|once|whether or not) $"
)
_NOTICE_WORDS = phrase(
    r"notice|notif(?:y|ies|ied|ication)|advis(?:e|es)|inform|writing|written|elect|cancel|terminat|request|intent"
)
_AFTER_NOTICE = phrase(
    r"^(?:['’]?s?['’]?)?,? ?(?:prior|advance|advanced|written|notice|before|in advance|of notice|previous|'|"
    r"from the (?:end|expir)|of the (?:end|expir|close|anniv|conclu|completion)|from expir)"
)
_BEFORE_NOTICE = phrase(
    r"(?P<lead>(?:at least|not? less than|not? later than|not? more than|no fewer than|a minimum of|minimum of|"
    r"within|by giving|upon|on|with|giving)"
    r"(?: (?:a|the|such|its|an?|period of|a period of|a minimum of|at least|not less than))?[\s(]{1,3})$"
)
_ABOUT_STOPPING = phrase(
    r"non-?re-?new|(?:not|against|no|nor) (?:to )?(?:\w{1,14} ){0,3}?(?:re-?new|extend|continue)|(?:prior to|"
    r"before|preceding|of|at|on) (?:the )?"
    r"(?:\w{1,16} ){0,3}?(?:end|expir\w{1,6}|anniversary|close|conclusion|commencement|renewal date|termination|"
    r"completion)\b|decline to renew|"
    r"unless (?:\w{1,16} ){0,6}?(?:terminat|cancel|notif|notice|give|provide|deliver|serv)|(?:notice|"
    r"intent\w{0,4}) (?:of |to )?(?:\w{1,14} ){0,2}?(?:terminat|cancel|re-?new|extend)|"
    r"(?:to|exercise) (?:\w{1,16} ){0,4}?(?:renew|extend|option)"
)
_UP_TO = phrase(
    rf"(?:up to|maximum of|a total of|more than|for) (?P<many>{COUNT}) (?:\w{{1,14}},? ){{0,4}}?(?:renewal |"
    r"extension |additional |successive |consecutive |further )?(?:terms|periods|extensions|renewals)"
)


def renewals(page: Prepared, terms: list[Candidate]) -> tuple[list[Candidate], list[Candidate]]:
    """Renewals, and the notices that go with them; "for the same period" is as long as the term of the contract."""
    renewed: list[Candidate] = []
    notices: list[Candidate] = []
    for passage in page.passages:
        found = _renewal(page, passage)
        renewed += [found] if found else []
        if found or _about_renewal(page, passage, renewed):
            notices += _notices(page, passage, found)
    return [_as_long(page, _after_a_term(page, one, terms), terms) for one in renewed], notices


def _after_a_term(page: Prepared, one: Candidate, terms: list[Candidate]) -> Candidate:
    """ "Shall continue thereafter until terminated" renews a term that has an end; without one it is the term."""
    lasts = [term.value for term in terms if term.points >= 40]
    ends = any(isinstance(value, str) or (isinstance(value, dict) and not value.get("indefinite")) for value in lasts)
    counted = isinstance(one.value, dict) and one.value.get("period")
    if ends or counted or not _GOES_ON.search(page.text, one.start, one.end):
        return one
    return Candidate(one.field, one.value, one.start, one.end, one.points // 3)


def _as_long(page: Prepared, one: Candidate, terms: list[Candidate]) -> Candidate:
    """A renewal for the same length as the term, with that length where the term has one."""
    said = _SAME_LENGTH.search(page.text, one.start, one.end + 80)
    lasts = max((term for term in terms if isinstance(term.value, str)), key=lambda term: term.points, default=None)
    if not said or not lasts or not isinstance(one.value, dict) or one.value.get("period"):
        return one
    value: Value = {**one.value, "period": lasts.value}
    return Candidate(one.field, value, one.start, max(one.end, said.end()), one.points + 15)


def _about_renewal(page: Prepared, passage: Passage, renewed: list[Candidate]) -> bool:
    """Whether a sentence speaks of renewal without renewing: of a notice, right behind the renewal or by itself."""
    words = page.text[passage.start : passage.end]
    right_behind = any(0 <= passage.start - one.end < 120 for one in renewed)
    if not right_behind and not re.search(r"re-?new|exten[ds]|expir|end of the|anniversary", words, re.I):
        return False
    near = any(0 <= passage.start - one.end < 900 for one in renewed)
    said = phrase(
        r"(?:prevent|avoid|stop|decline|reject|opt out of) (?:such |any |the |this )?(?:automatic )?(?:renewal|"
        r"extension)|"
        r"non-?renew|not (?:to )?(?:\w{1,14} ){0,3}?(?:re-?new|extend)|notice of (?:renewal|extension|cancellation)"
        r"|unless [^.;]{0,120}? (?:end|expiration|expiry) of (?:the|its) then[- ]current (?:term|period)"
        r"|(?:cancel|terminate) (?:this )?(?:\w{1,14} )?(?:effective )?(?:at|as of|on|upon) the (?:end|expiration|"
        r"expiry|last day) of (?:the|any) (?:initial|then[- ]current|current|renewal)"
    ).search(words)
    return bool(said) or (near and bool(_ABOUT_STOPPING.search(words)))


def _renewal(page: Prepared, passage: Passage) -> Candidate | None:
    """The renewal that a sentence states, or nothing."""
    text = page.text
    best: Candidate | None = None
    triggers = chain(
        islice(_TRIGGER.finditer(text, passage.start, passage.end), MOST),
        islice(_LASTS_ON.finditer(text, passage.start, passage.end), MOST),
        islice(_GOES_ON.finditer(text, passage.start, passage.end), MOST),
    )
    for trigger in triggers:
        before = text[max(passage.start, trigger.start() - 200) : trigger.start()]
        if _EXTENDED_THING.match(text[trigger.end() : trigger.end() + 30]) or _IS_TITLE.search(
            text, trigger.start(), trigger.end() + 12
        ):
            continue
        if _NOT_THIS.search(before[-40:]) or _OTHER_THING.search(before[-80:]):
            continue
        one = _judged(page, passage, trigger)
        if one and (best is None or one.points > best.points):
            best = one
    return best


def _judged(page: Prepared, passage: Passage, trigger: re.Match[str]) -> Candidate | None:
    """A trigger with what stands around it: whether it renews of itself, for how long, how often."""
    text, near = page.text, page.text[max(passage.start, trigger.start() - 160) : min(passage.end, trigger.end() + 200)]
    period = _period(page, passage, trigger)
    direct = _AUTOMATIC.search(text, max(passage.start, trigger.start() - 40), min(passage.end, trigger.end() + 60))
    choice = _CHOICE.search(near)
    onward = _LASTS_ON.match(trigger[0]) is not None or _LASTS_ON.search(
        text, trigger.start(), min(passage.end, trigger.end() + 60)
    )
    unless = _UNLESS.search(text, passage.start, passage.end)
    goes_on = _GOES_ON.match(trigger[0]) is not None
    about = bool(_SUBJECT.search(text, max(0, passage.start - 120), passage.end)) or "renew" in passage.heading.lower()
    points = 20 + (15 if about else 0) + (25 if period else 0)
    automatic = bool(direct or onward or goes_on or (unless and not choice))
    approved = (
        _IF_APPROVED.search(text, trigger.end(), passage.end)
        or _IF_THEY_AGREE.search(text, trigger.end(), passage.end)
        or _UNLESS_MEANT.search(text, passage.start, trigger.start())
    )
    if automatic:
        points += (30 if direct or goes_on else 20 if onward else 10) + (8 if unless else 0)
    elif choice:
        both = _MAY_BE.search(trigger[0]) and _TOGETHER.search(near)
        points += 12 + (25 if not period and (both or _by_both(text, passage, trigger)) else 0)
    elif re.search(r"\b(?:shall|will)\b", trigger[0]) and period:
        automatic, points = True, points + 5
    else:
        return None
    if not about or (not period and not direct and not choice and not goes_on):
        points -= 20
    start, end = _span(page, trigger, direct, period)
    value = _value(page, passage, automatic and not approved, period, trigger)
    return Candidate("renewal", value, start, end, max(points, 0))


def _by_both(text: str, passage: Passage, trigger: re.Match[str]) -> bool:
    """Whether it is the term that goes on, and only where both agree: "the parties must mutually agree to extend"."""
    after = min(passage.end, trigger.end() + 80)
    if not _THE_TERM_IS.search(text, trigger.start(), min(after, trigger.end() + 40)):
        return False
    return bool(_BOTH_AGREE.search(text, max(passage.start, trigger.start() - 60), after))


def _period(page: Prepared, passage: Passage, trigger: re.Match[str]) -> Found | None:
    """How long it is renewed for: the first duration behind the word that is no notice, else "another year"."""
    text, stop = page.text, min(passage.end, trigger.end() + 260)
    inside = page.durations_in(trigger.start(), trigger.end())
    if inside:
        return inside[0]
    cut = _UNLESS.search(text, trigger.end(), stop)
    stop = cut.start() if cut else stop
    options = [one for one in page.durations_in(trigger.end(), stop) if not _is_notice(page, one)]
    steady = [
        one
        for one in page.recurrences_in(trigger.start(), stop)
        if "/" not in one.value
        and not _CHARGED.match(text, one.end)
        and (one.kind == "adverb" or _EACH_TIME.search(text, one.start, one.end))
    ]
    if options and (not steady or steady[0].start > options[0].start or options[0].start - trigger.end() < 80):
        return options[0]
    if steady:
        return steady[0]
    alone = single(text[trigger.end() : min(stop, trigger.end() + 120)])
    if alone:
        return Found(trigger.end() + alone.start, trigger.end() + alone.end, alone.value)
    ahead = [
        one
        for one in page.durations_in(max(passage.start, trigger.start() - 90), trigger.start())
        if not _is_notice(page, one) and _AHEAD.search(text[one.end : trigger.start()])
    ]
    return ahead[-1] if ahead else None


_SAME_LENGTH = phrase(
    r"(?:successive|additional|further|renewal|equal|subsequent)? ?(?:terms?|periods?) (?:of|equal to|for) (?:the )?"
    r"(?:same|equal|like) (?:duration|length|term|period)|(?:like|equal|same|"
    r"identical) (?:successive )?(?:terms?|periods?)\b"
)
_EACH_TIME = phrase(r"(?:each|every|any) (?:\w{1,14} )?(?:year|month)|annual|year|month")
_AHEAD = phrase(
    r"^(?: renewal| additional| extension| successive| option)? ?(?:terms?|periods?|extensions?|renewals?|"
    r"options?)|^[^.;]{0,20}(?:may|shall|will)"
)
# "The monthly fee": a period of something else.
_CHARGED = phrase(r" (?:fees?|charges?|payments?|rates?|rents?|prices?|costs?|amounts?|budgets?|reports?|minimum)\b")
_NOTICE_SOON = phrase(
    r"^['’]?s?['’]? ?(?:prior|advance|written|notice|before|in advance|after|of (?:the )?(?:receipt|notice|end|"
    r"expir))"
)
_NOTICE_AHEAD = phrase(r"(?:at least|less than|later than|within|upon|giving)[\s(a]{1,4}$")


def _is_notice(page: Prepared, one: Found) -> bool:
    return bool(
        _NOTICE_SOON.search(page.text[one.end : one.end + 50])
        or _NOTICE_AHEAD.search(page.text[max(0, one.start - 24) : one.start])
    )


def _span(
    page: Prepared, trigger: re.Match[str], direct: re.Match[str] | None, period: Found | None
) -> tuple[int, int]:
    """From the word that renews (and the one that makes it automatic) to the end of the period."""
    start = trigger.start()
    lead = re.match(r"(?:(?:to|is|are|be|thereby|and|thereafter|then)\s+)+", trigger[0])
    start += lead.end() if lead else 0
    end = trigger.end()
    if direct:
        start, end = min(start, direct.start()), max(end, direct.end())
    if period:
        start, end = min(start, period.start), max(end, period.end)
        tail = re.match(
            r"-?\s{1,40}(?:renewal\s+|extension\s+)?(?:terms?|periods?|basis|year terms?|increments|each)\b",
            page.text[end : end + 60],
        )
        end += tail.end() if tail else 0
    return start, end


def _value(page: Prepared, passage: Passage, automatic: bool, period: Found | None, trigger: re.Match[str]) -> Value:
    value: dict[str, Value] = {"automatic": automatic, "period": period.value if period else None}
    until = _UNTIL.search(page.text, trigger.end(), min(passage.end, trigger.end() + 60))
    if until and not period:
        dated = page.dates_in(until.end() - 1, min(passage.end, until.end() + 40))
        if dated and dated[0].kind == "day":
            value["until"] = dated[0].value
    many = _UP_TO.search(page.text, trigger.start(), min(passage.end, trigger.end() + 160))
    number = count(many["many"]) if many else None
    # "for one (1) additional period" says what it is, not how often it may be.
    least = 1 if many and re.match("for", many[0], re.I) else 0
    if number is not None and least < number.value < 50:
        value["max_renewals"] = decimal_text(number.value)
    return value


_UNTIL = phrase(r"(?:until|through|to|up to) ")


def _notices(page: Prepared, passage: Passage, renewal: Candidate | None) -> list[Candidate]:
    """The lengths of notice in a sentence on renewal, and the days by which notice must be given."""
    text = page.text
    found = _notice_days(page, passage)
    for one in page.durations_in(passage.start, passage.end):
        if renewal and renewal.start <= one.start and one.end <= renewal.end:
            continue
        before = text[max(passage.start, one.start - 60) : one.start]
        after = text[one.end : min(passage.end, one.end + 60)]
        lead, follows = _BEFORE_NOTICE.search(before), _AFTER_NOTICE.search(after)
        points = 15 + (25 if follows else 0) + (15 if lead else 0)
        points += 12 if _NOTICE_WORDS.search(text, passage.start, passage.end) else -20
        points += 15 if _ABOUT_STOPPING.search(text, passage.start, passage.end) else -15
        points -= 25 if _AT_MOST.search(before) else 0
        points += 15 if renewal and (re.search("True", str(renewal.value)) or _AHEAD_OF_END.search(after)) else 0
        points -= 40 if _CURE.search(text, max(passage.start, one.start - 160), min(passage.end, one.end + 120)) else 0
        if not lead and not follows:
            continue
        start = (
            one.start - (len(before) - lead.start("lead"))
            if lead and re.match(r"at|no|a min|min", lead[0].lower())
            else one.start
        )
        found.append(Candidate("renewal_notice", one.value, start, one.end, max(min(points, 97), 0)))
    return found


def _notice_days(page: Prepared, passage: Passage) -> list[Candidate]:
    """ "by providing written notice on or before November 30, 2014": a day instead of a length."""
    text, found = page.text, []
    for one in page.dates_in(passage.start, passage.end):
        before = text[max(passage.start, one.start - 170) : one.start]
        lead = _BY_THE_DAY.search(before)
        if lead and _GIVES_NOTICE.search(before[: lead.start()]) and one.kind in ("day", "yearless"):
            start = one.start - len(before) + lead.start("lead")
            found.append(Candidate("renewal_notice", one.value, start, one.end, 76))
    return found


_AT_MOST = phrase(r"\b(?:nor|not|no) (?:more|earlier) than[\s(]{1,4}$")
_AHEAD_OF_END = phrase(
    r"^['’]?s?['’]?,? (?:written |advance )?(?:notice )?(?:prior to|before|in advance of|of|"
    r"preceding) (?:the )?(?:\w{1,16} ){0,3}?(?:end|expir\w{1,6})\b"
)
_BY_THE_DAY = phrase(r"\b(?P<lead>by|(?:on or )?before|(?:not|no) later than|prior to) $")
_GIVES_NOTICE = phrase(r"notice of|notif\w{1,6}|written notice|\bnotice to|advise|in writing")
_CURE = phrase(r"breach|default|\bcure\b|material|remed(?:y|ied)|insolv|bankrupt|force majeure|invoice|audit")
