"""Within what time is paid: `net_days`.

"Within N days" limits many things. It is a payment time where the words beside it pay; cures, audits, reports, notices
and deliveries are not.
"""

from __future__ import annotations

import re

from duly.engine.documents.numbers import ORDINAL, ordinal
from duly.engine.documents.passages import Candidate, Passage, Prepared, phrase, unsound
from duly.engine.documents.proposals import Value

_LIMIT = phrase(
    r"(?P<lead>\bnet(?: amount)?(?: due)?(?: in| within)?|\b(?:with)?in|not? later than|not? more than|"
    r"on or before|by|before|after|terms?(?: of payment)?(?: are| is|:)?|"
    r"due|upon|payable(?: in)?|paid(?: in)?|every|of|maximum)(?: the| a| such| an?| period of| (?:first|next|following|"
    r"initial)){0,3}[\s(:_-]{1,60}$"
)
_COUNTS_FROM = phrase(
    r"^['’]?s?['’]?,? ?(?:\(s\))?(?:period )?(?:net )?(?:of|after|from|following|thereafter|upon|subsequent to|"
    r"past|\)|in arrears|as of|prior to|before|net)\b"
)
_FROM_BILL = phrase(
    r"^['’]?s?['’]?,? ?(?:of|after|from|following|upon|subsequent to|past)(?: its| the| such| each| any| a| an| said|"
    r" every| date of| (?:actual |the )?receipt(?: by \w{1,20})?(?: of)?| receiving| it receives|"
    r" (?:date|end|close|conclusion|completion|last day|expiration)(?: of)?| contract| calendar| fiscal| year|"
    r" royalty| payment|"
    r" applicable| succeeding| preceding| previous| valid| correct| proper| undisputed| written|"
    r" [\w’']{1,14}['’]s){0,8} "
    r"(?:invoices?|bills?|statements?|months?|quarters?|year|week|accounting period|invoicing|billing|period|"
    r"semi-annual)\b(?: date\b| end\b)?"
)
_PAYS = phrase(
    r"\$ ?\d|net cash|\bpay(?:s|able|ment|ments|ing)?\b|\bpaid\b|\bremit\w{0,6}|\breimburs\w{0,6}|\brefund\w{0,4}|"
    r"invoice[sd]?|\bdue\b|\bbilled\b|\bcompensat\w{0,5}|\broyalt\w{0,3}|\bdisburse\w{0,4}|\bwire\b"
)
_PAYS_BEFORE = phrase(
    r"(?:\bpay\b|\bpays\b|\bpaying\b|\bpayable\b|\bpaid\b|\bpayments?\b|\bremit(?:s|ted)?\b|\breimburse[sd]?\b|"
    r"\bdue\b|\bremittance\b|\bsettled?\b|\bmade\b|\btransfer(?:red)?\b|\bdisbursed?\b|\binvoices?\b|"
    r"\brefund(?:ed)?\b)(?:[^.;]{0,150})$"
)
_PAYS_AFTER = phrase(
    r"^(?:[^.;]{0,190}?)\b(?:shall|will|must|agrees? to|is to|to) (?:\w{1,14},? ){0,5}?(?:pay|remit|reimburse|"
    r"be paid|be due|be payable|make (?:\w{1,14} ){0,3}?payment|refund|forward|wire|deposit)\b"
)
_NOT_PAYING = phrase(
    r"\bcure[ds]?\b|\bterminat\w{1,6}|breach|\bdefault|fail(?:s|ed|ure)? to (?:make|pay)|object|disput|\bnotify\b|"
    r"\bnotice\b|\baudit|inspect|insurance|warrant|deliver(?:y|ed|s)? of|"
    r"\bship\w{0,6}|respond|approv|accept(?:ance|ed)|reject|complet|correct|repair|replac|return(?:ed)? (?:of|the|"
    r"all)|record|suspend|indemni|arbitrat|confiden|forecast|purchase order|renew|exten[ds]"
)
_LATE = phrase(
    r"overdue|past due|late\b|delinquen|not (?:been )?(?:paid|received|made)|unpaid|fail(?:s|ed|ure)? to (?:pay|"
    r"make|remit)|outstanding|in arrears"
)
_SENT = phrase(
    r"(?:invoice|bill)s? (?:[\w’']{1,14} ){0,4}(?:be )?(?:deliver|submit|issu|sent|render|provid|mail|"
    r"rais)\w{0,4}|error|inaccurac|to have (?:agreed|denied|accepted)"
)
_WITH_REPORT = phrase(
    r"accompan|together with (?:\w{1,12} ){0,3}?payment|at the same time|such (?:report|statement)s? [^.;]{0,60}pay"
)
_SUM_FOLLOWS = phrase(r"^[^.;]{0,80}(?::|[-–—]|,) ?(?:us|usd)?[$€£] ?\d")
_A_PERIOD = phrase(r"^['’]?s?['’]?-? ?period,? (?:immediately )?(?:prior|preced|before|in which|ending)")
_DAY_OF_MONTH = phrase(
    rf"(?P<words>(?:(?:no|not) later than|by|on or before|on|before) the (?P<day>{ORDINAL}) (?:business |"
    r"calendar )?day of (?P<which>each|every|the|such|any)(?: (?P<next>next|following|subsequent|"
    r"succeeding))?(?: (?:calendar|such))? month)"
)
_AT_ONCE = phrase(
    r"\b(?:due|payable|paid|payment|net cash)(?: in full)?(?: and payable)?(?: immediately|"
    r" promptly)? (?P<words>(?:up)?on (?:the )?(?:receipt(?: of)?(?: (?:the|an?|each|such|any|"
    r"[A-Z]\w{1,14}['’]s))?(?: \w{1,14})? (?:invoice|statement|bill)|presentation of (?:an? |the )?invoice|"
    r"delivery\b|receipt\b))"
)


def payment_times(page: Prepared) -> list[Candidate]:
    """The times within which the sentences of a text let somebody pay."""
    return [one for passage in page.passages for one in _net_days(page, passage)]


def _net_days(page: Prepared, passage: Passage) -> list[Candidate]:
    """Durations that limit a payment."""
    text, found = page.text, []
    if not _PAYS.search(text, passage.start, passage.end):
        return []
    for one in page.durations_in(passage.start, passage.end):
        if one.value.startswith("PT") or one.value.endswith("Y"):
            continue
        before, after = (
            text[max(passage.start, one.start - 300) : one.start],
            text[one.end : min(passage.end, one.end + 240)],
        )
        lead, billed = _LIMIT.search(before), _FROM_BILL.search(after)
        if not lead and not billed or one.value[-1] == "M" and not billed or _A_PERIOD.search(after):
            continue
        points = _net_points(before, after, lead["lead"].lower() if lead else "")
        points += 18 if billed and _WITH_REPORT.search(text, one.end, one.end + 700) else 0
        near = (
            lead
            and re.match(r"net|within|with|not", lead["lead"], re.I)
            and one.start - len(before) + lead.end("lead") > one.start - 8
        )
        start = one.start - (len(before) - lead.start("lead")) if lead and near else one.start
        end = one.end + billed.end() if billed and near else one.end
        found.append(
            Candidate(
                "net_days",
                one.value,
                start,
                end,
                max(min(points, 98), 0),
                unsound(one),
            )
        )
    return found + _due_days(page, passage)


def _due_days(page: Prepared, passage: Passage) -> list[Candidate]:
    """Payment by a day of the month, or at once."""
    found = []
    for match in _DAY_OF_MONTH.finditer(page.text, passage.start, passage.end):
        day = ordinal(match["day"])
        paid = _PAYS_BEFORE.search(
            page.text, max(passage.start, match.start() - 170), match.start()
        ) or _PAYS_AFTER.search(page.text, match.end(), min(passage.end, match.end() + 200))
        if day and 0 < day < 32 and paid:
            value: Value = {"rule": f"day {day} of the {'next ' if match['next'] else ''}month", "days": f"P{day}D"}
            found.append(Candidate("net_days", value, *match.span("words"), 60))
    for match in _AT_ONCE.finditer(page.text, passage.start, passage.end):
        found.append(Candidate("net_days", "P0D", *match.span("words"), 40))
    return found


def _net_points(before: str, after: str, lead: str) -> int:
    """What speaks for a payment and what for something else, most of it within reach of a clause."""
    near, soon = before[-170:], after[:110]
    billed = _FROM_BILL.search(after)
    points = 22 + (10 if _COUNTS_FROM.search(after) else 0)
    points += 30 if lead.startswith("net") else 0
    points += 26 if _PAYS_BEFORE.search(near) else 0
    points += 22 if billed else 0
    points += 24 if _PAYS_AFTER.search(after) else 0
    points -= (8 if billed and _PAYS_BEFORE.search(near) else 22) if _NOT_PAYING.search(near[-90:]) else 0
    points -= 14 if _NOT_PAYING.search(soon) and not billed else 0
    points -= 14 if lead.startswith(("after", "upon", "every", "of", "before", "by")) or not lead else 0
    points -= 16 if re.match(r"['’]?s?['’]?\s+(?:prior|notice|written|advance)", after, re.I) else 0
    points -= (8 if billed else 26) if _LATE.search(near[-110:]) else 0
    points += 22 if _SUM_FOLLOWS.search(after) else 0
    points -= 28 if _SENT.search(near[-80:]) else 0
    return points
