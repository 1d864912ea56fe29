"""Who may end a contract without a reason: `termination_convenience`."""

from __future__ import annotations

import re

from duly.engine.documents.proposals import Value
from duly.engine.documents.text.passages import Candidate, Passage, Prepared, phrase
from duly.engine.documents.times.lasting import PAPER, THIS

_EITHER = (
    r"(?:either|each|any|both|neither)(?:\s{1,40}of\s{1,40}the)?\s{1,40}(?:part(?:y|ies)|side)"
    r"(?:\s{1,40}hereto)?|the\s{1,40}parties|both"
)
_WHO = re.compile(
    rf"(?P<who>(?i:{_EITHER})|"
    rf"(?:[Tt]he\s{{1,40}})?[A-Z][\w&.’'-]{{0,30}}(?:,?\s{{1,40}}[A-Z&][\w&.’'-]{{0,30}}){{0,4}}|[A-Za-z]{{2,20}})"
    r"(?:,[^,;.]{1,90},|\s\([^)]{1,40}\)|\s{1,40}(?:also|hereby|hereto|nevertheless|only|and)){0,2}\s{1,40}$"
)
_POWER = (
    r"(?:may|can|could|shall (?:also )?(?:have|has) (?:the |a )?(?:unilateral |absolute |sole )?(?:right|option|"
    r"ability)[\w ,]{0,40}? to|(?:has|retains) (?:the )?(?:\w{1,12} )?right[\w ,]{0,40}? to|"
    r"will have (?:the )?(?:right|option) to|"
    r"(?:shall be|is) (?:entitled|permitted|free) to|reserves the right to|shall have (?:the )?power to)"
)
_END_IT = phrase(
    rf"\b{_POWER},?(?: [\w,’'()-]{{1,20}}){{0,14}}? (?:terminate|cancel|withdraw from"
    rf"|(?<!the\x20)end) (?:[^.;]{{0,60}}?)"
    rf"(?:{PAPER}|engagement|employment|term|services?|it|license|appointment|participation)\b"
)
_BE_ENDED = phrase(
    rf"(?:(?:{THIS}|it|the engagement)[^.;]{{0,60}}? (?:may|can|shall|is)(?: also)?(?: be)?|(?:unless|"
    r"until) (?:sooner |"
    rf"earlier )?) ?(?:terminated|terminable|cancell?ed|cancell?able)[^.;]{{0,80}}? (?:by|at the (?:option|will) of) "
    r"(?P<who>(?:either|any|each) (?:of the )?part(?:y|ies)|[A-Z][\w&.’'-]{1,30}(?: [A-Z][\w&.’'-]{1,30}){0,3}|"
    r"the \w{2,20}|both parties)"
)
_AT_WILL = phrase(
    r"without (?:\w{1,10} )?cause|(?:with or|or) without (?:\w{1,10} )?(?:cause|reason)|for (?:its |any |"
    r"their )?(?:\w{1,10} )?convenience|for any (?:\w{1,12} )?reason|for no reason|any or no reason|at any time|"
    r"in its (?:sole|absolute)|sole discretion|at its (?:sole )?(?:option|discretion|convenience|election)|"
    r"at will|without (?:any )?reason|no cause|other than for cause|unilaterally"
)
_FOR_CAUSE = phrase(
    r"\bif\b|in the event|\bevent of\b|upon (?:the )?(?:occurrence|material|breach|default|failure)|breach|"
    r"default|fail(?:s|ure|ed)|insolv|bankrupt|change (?:of|in) control|force majeure|"
    r"immediately|\bcure|unless and until|violat|cease[sd]?\b|(?:due to|because of)|where the|\bshould\b|illegal|"
    r"(?<!than\x20)for cause|\bwith (?:good |just )?cause\b|agreement in writing|"
    r"infring|\bsuch (?:condition|event|failure)|beyond (?:its|such|their)|last day of the|"
    r"not (?:be )?(?:entitled|permitted|terminate)"
)
_OF_AN_ORDER = phrase(r"\b(?:reject|refuse|accept|decline)\b[^.;]{0,60}\border")
_BY_NOTICE = phrase(
    r"[^.;]{0,30}\b(?:up)?on (?:prior |written |advance |giving |reasonable ){0,3}notice| ?by (?:giving |prior |"
    r"written ){0,3}notice"
)
# An item of a list of ways to end: "(d) by either party upon sixty (60) days' notice"; "upon Alder giving Birch ...".
_LISTED = phrase(
    r"(?:^|[\s(;:,])(?P<how>by|at the option of|upon|termination by) "
    r"(?P<who>(?:either|any|each) (?:of the )?part(?:y|ies)|"
    r"(?:the )?(?-i:[A-Z])[\w&.’'-]{1,30}(?: or (?:the )?(?-i:[A-Z])[\w&.’'-]{1,30})?)(?: hereto)?,?"
    r"(?: for any reason| without cause| at any time)?,? (?:(?:up)?on|with|by (?:giving|providing)|giving|providing)"
    r"(?: (?:the )?[\w’']{1,14}(?: party| parties)?)?(?: (?:at least|not less than|no less than|"
    r"a minimum of))?[\s(]{1,4}$"
)
_ENDS_ABOVE = phrase(r"\bterminat(?:ed?|es|ion|able)\b")
_END_OF_TERM = phrase(
    r"(?:prior to|before) (?:the )?(?:end|expir\w{1,6}|close|commencement|anniversary) (?:date )?(?:of|thereof)|"
    r"(?:prior to|before) (?:such|any|its) (?:expir|renew|anniv)"
)
_NOTICE_PART = phrase(r"\bnotice\b|\bnotif\w{1,8}|in writing")


def ends_at_will(page: Prepared) -> list[Candidate]:
    """Rights to end the contract without a reason, with the notice they need."""
    found = []
    for passage in page.passages:
        ending = _END_IT.search(page.text, passage.start, passage.end)
        who = _WHO.search(page.text, max(passage.start, ending.start() - 200), ending.start()) if ending else None
        if not ending or not who:
            ending = who = _BE_ENDED.search(page.text, passage.start, passage.end)
        one = _at_will(page, passage, ending, who) if ending and who else None
        found += [one] if one else _listed(page, passage)
    return found


def _listed(page: Prepared, passage: Passage) -> list[Candidate]:
    """A right to end at will that is an item of a list: who, and the notice, without a reason."""
    text, found = page.text, []
    for one in page.durations_in(passage.start, passage.end):
        who = _LISTED.search(text[max(passage.start, one.start - 160) : one.start])
        told = _NOTICE_PART.search(text, one.end, min(passage.end, one.end + 40))
        if not who or not told or not _ENDS_ABOVE.search(text, max(0, passage.start - 1_200), passage.end):
            continue
        start = max(passage.start, one.start - 160)
        reason = _FOR_CAUSE.search(text, start + who.start(), min(passage.end, one.end + 160))
        later = _END_OF_TERM.search(text, one.end, min(passage.end, one.end + 80))
        close = _ENDS_ABOVE.search(text, max(passage.start, one.start - 300), min(passage.end, told.end() + 60))
        points = 50 + (20 if close else 0) - (40 if reason or later else 0)
        value: Value = {"who": _who(who["who"]), "notice": one.value}
        found.append(Candidate("termination_convenience", value, start + who.start("how"), told.end(), max(points, 0)))
    return found[:1]


def _at_will(page: Prepared, passage: Passage, match: re.Match[str], who: re.Match[str]) -> Candidate | None:
    """A right to end, unless a reason is asked for; from the one who has it to the notice it needs."""
    text = page.text
    freely = _AT_WILL.search(text, match.start(), passage.end)
    cause = _FOR_CAUSE.search(text, passage.start, min(passage.end, match.end() + 220))
    length = [
        one
        for one in page.durations_in(match.start(), passage.end)
        if _NOTICE_PART.search(text, one.start, min(passage.end, one.end + 60))
        or _NOTICE_PART.search(text, max(match.start(), one.start - 70), one.start)
    ]
    told = _BY_NOTICE.match(text, match.end(), min(passage.end, match.end() + 120))
    if not freely and not length and not told:
        return None
    if cause and freely and re.match("immediately", cause[0], re.I):
        cause = _FOR_CAUSE.search(text, cause.end(), min(passage.end, match.end() + 220))
    points = 30 + (35 if freely else 20 if told and not length else 0) - (35 if cause else 0)
    points += (15 if freely else 30) if length else 0
    if freely and re.match(r"at any time|sole|in its|at its", freely[0], re.I):
        points -= 8
    points -= 40 if length and _END_OF_TERM.search(text, length[0].end, min(passage.end, length[0].end + 80)) else 0
    points -= 40 if _OF_AN_ORDER.search(text, match.start(), match.end()) else 0
    points -= 25 if re.search(r"\bnot\b|neither|no longer", text[who.start() : match.end()], re.I) else 0
    end = max(
        [
            match.end(),
            *(one.end for one in length[:1]),
            *([freely.end()] if freely and freely.end() - match.end() < 120 else []),
        ]
    )
    notice = _NOTICE_PART.search(text, end, min(passage.end, end + 50))
    end = notice.end() if notice else end
    value: Value = {"who": _who(who["who"]), "notice": length[0].value if length else None}
    return Candidate("termination_convenience", value, min(who.start(), match.start()), end, max(points, 0))


def _who(words: str) -> str:
    """Who may: "either", or the name as printed."""
    plain = " ".join(words.split()).strip(" ,")
    return (
        "either" if re.match(r"(?:either|each|any|both|the part)", plain, re.I) else re.sub(r"^(?:the|The) ", "", plain)
    )
