"""Within what time is paid: `net_days`.

"Within N days" limits many things. It is a payment time where the words beside it pay; cures, audits, reports, notices
and deliveries are not.
"""

from __future__ import annotations

import re

from duly.engine.documents.proposals import Value
from duly.engine.documents.text.passages import Candidate, Passage, Prepared, led_from, phrase, unsound
from duly.engine.documents.times.acts import NONE, OTHER, PAYS, act
from duly.engine.documents.values.numbers import ORDINAL, ordinal

# "Within the earlier of (1) ten days after delivery or (2) five days after sale": each is a limit.
_EARLIER = phrase(
    r"^(?P<lead>.*\b(?:within|not? later than|in)) the (?:earlier|later|sooner|latest|earliest) of\b[^.]{0,160}?$"
)
_LIMIT = phrase(
    r"(?P<lead>\bnet(?: amount)?(?: due)?(?: in| within)?|\b(?:with)?in|not? later than|not? more than|"
    r"on or before|by|before|after|terms?(?: of payment)?(?: are| is|:)?|"
    r"due|made|upon|payable(?: in)?|paid(?: in)?|every|of|maximum)(?: the| a| such| an?| period of| (?:first|"
    r"next|following|"
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
    r"invoice[sd]?|\bdue\b(?! to\b)|\bfees\b|\bdeposit\b|\bbilled\b|\bcompensat\w{0,5}|\broyalt\w{0,3}"
    r"|\bdisburse\w{0,4}|"
    r"\bwire\b"
)
_PAYS_BEFORE = phrase(
    r"(?:\bpay\b|\bpays\b|\bpaying\b|\bpayable\b|\bpaid\b|\bpayments?\b|\bremit(?:s|ted)?\b|\breimburse[sd]?\b|"
    r"\bdue\b(?! to\b)|\bremittance\b|\bsettled?\b|\bmade\b|\btransfer(?:red)?\b|\bdisbursed?\b|\binvoices?\b|"
    r"\brefund(?:ed)?\b|\bdeposit(?:ed)?\b|\b(?:furnish|deliver|forward|"
    r"send)(?:ed)? (?:[\w’']{1,14} ){0,4}?(?:fees|royalt))"
    r"(?:[^.;]{0,150})$"
)
_PAYS_AFTER = phrase(
    r"^(?:[^.;]{0,190}?)\b(?:shall|will|must|agrees? to|is to|to) (?:\w{1,14},? ){0,5}?(?:pay|remit|reimburse|"
    r"be paid|be due|be payable|make (?:\w{1,14} ){0,3}?payment|refund|forward|wire)\b|"
    r"^(?:[^.;]{0,190}?)\b(?:shall|will|must) deposit\b"
)
_NOT_PAYING = phrase(
    r"\bcure[ds]?\b|\bterminat\w{1,6}|breach|\bdefault|fail(?:s|ed|ure)? to (?:make|pay)|object|disput|\bnotify\b|"
    r"\bnotice\b|\baudit|inspect|insurance|warrant|deliver(?:y|ed|s)? of|"
    r"\bship\w{0,6}|respond|approv|accept(?:ance|ed)|reject|complet|correct|repair|replac|return(?:ed)? (?:of|the|"
    r"all)|record|suspend|\bclaims?\b|indemni|arbitrat|confiden|forecast|purchase order|renew|exten[ds]"
)
_LATE = phrase(
    r"overdue|past due|late\b|delinquen|not (?:been )?(?:paid|received|made)|unpaid|fail(?:s|ed|ure)? to (?:pay|"
    r"make|remit|provide)|(?:remain|is|are|still)s? (?:\w{1,12} )?outstanding|in arrears"
)
_AFTER_DEMAND = phrase(
    r"^['’]?s?['’]?\)?,? ?(?:of|after|from|following|upon) (?:the |its |such |their |any |applicable |said ){0,3}"
    r"(?:due date|date (?:that |on which |when )?(?:\w{1,12} ){0,4}due|(?:\w{1,12} ){0,5}?(?:receiv\w{1,3}|"
    r"receipt|given|deliver\w{1,3}|"
    r"mailing date)[^.;]{0,30} notice|(?:notification)|(?:written |prior )?(?:notice|demand)|having given)"
)
# From when on lateness is charged, and what is asked only where something else did not happen in time.
_OVER = phrase(r"(?:in excess of|period of more than|exceed\w{0,3}) $")
_CHARGED = phrase(
    r"\b(?:interest|late (?:payment )?(?:charge|fee)|finance charge)\b(?:[^.;]|\.(?=\d)){0,80} (?:commenc|beginn|"
    r"start)ing $"
)
_CLAUSES = re.compile(r"[;:]|\.\s")
_CONDITION = phrase(r"\b(?:if|in the event|unless|which failure)\b[^,.;]{0,150}$")
_BILLING_IT = phrase(
    r"\b(?:shall|will|to|may|must) (?:(?:\w{1,12}ly|then|also|submit|send|issue|an|its|the) ){0,3}(?:invoice|"
    r"bill)\b[^.;]{0,80}$"
)
_IF_NOT_PAID = phrase(
    r"\b(?:if|where|should|event|failure|fails?)\b[^.;]{0,120}?(?:pay\b|payments?\b|paid\b|fees\b|amount|"
    r"made)[^.;]{0,60}$"
)
_SENT = phrase(
    r"(?:invoice|bill)s? (?:[\w’']{1,14} ){0,4}(?:be )?(?:deliver|submit|issu|sent|render|provid|mail|"
    r"rais)\w{0,4}|error|inaccurac|to have (?:agreed|denied|accepted)"
)
_WITH_REPORT = phrase(
    r"accompan|together with (?:\w{1,12} ){0,3}?payment|at the same time|paid simultaneously|"
    r"report[^.;]{0,260} and (?:\([ivx\d]{1,3}\) )?(?:shall )?(?:pay|payment)\b|such (?:report|"
    r"statement)s? [^.;]{0,60}pay"
)
_SUM_FOLLOWS = phrase(r"^[^.;]{0,80}(?::|[-–—]|,) ?(?:us|usd)?[$€£] ?\d")
# What a payment time counts from belongs to its words, unless that is the bill or its receipt.
_COUNTED_FROM = phrase(
    r"^,?[\s-]{1,20}(?:of|after|from|following) [^.,;:()]{3,60}?(?=[.,;:()]|$| (?:shall|will|and|for|in|with|by|"
    r"to|furnish) )"
)
_A_PERIOD = phrase(r"^['’]?s?['’]?-? ?period,? (?:immediately )?(?:prior|preced|before|in which|ending)")
_DAY_OF_MONTH = phrase(
    rf"(?P<words>(?P<lead>(?:no|not) later than|by|on or before|on|before) the (?P<day>{ORDINAL})(?: (?:business |"
    r"calendar )?day)? of (?P<which>each|every|the|such|any)(?: (?P<next>next|following|subsequent|"
    r"succeeding))?(?: (?:calendar|such))? (?P<span>month|quarter))"
)
_DAY_AFTER = phrase(
    rf"(?P<words>(?:(?:no|not) later than|by|on or before|on|before) the (?P<day>{ORDINAL}) (?:business |calendar )?"
    r"day (?:after|following|from) (?:(?:the )?(?:end|close|last day) of (?:each|every|the|such|any|"
    r"a)(?: \w{1,12}){0,2}? "
    r"(?:month|quarter|year)\b|(?:[\w’']{1,16} ){0,4}?(?:receipt|received|receives|invoiced?|bill|statement|delivery|"
    r"delivered|shipment|shipped)\b))"
)
# "Net 30", "N30": a payment time that names no days.
_NET_ALONE = phrase(
    r"\b(?P<words>(?-i:[Nn]et|NET)[ -]?(?P<count>\d{1,3})|(?-i:N/?)(?P<short>\d{2,3}))\b(?! ?(?:days?|%|[\d,.]*\d))"
)
_TERMS = phrase(r"\bterms?\b")  # "N30" without that word is the number of a paper
_ABOUT_PAYING = phrase(r"\b(?:terms?|pay\w{0,6}|paid|invoices?|due)\b")
# "A 30-day payment term": the time stands before what it limits.
_SO_LONG_AFTER = phrase(
    r"^['’]?s?['’]? (?:after|following) (?:the |its |such )?(?:actual |date of )?(?:delivery|shipment|closing|"
    r"completion|acceptance|receipt|execution|signing)\b"
)
_PAYING_TIME = phrase(
    r"^-? ?(?:pay(?:ment|able|ing)?|credit|invoice|settlement) (?:terms?|period|time|date|cycle|deadline)\b"
)
# The day whose rate of a bank counts is no day of payment.
_RATE_OF_DAY = phrase(
    r"\b(?:rate|index)\b[^.;]{0,160}\b(?:published|quoted|applicable|announced|in effect)\b[^;]{0,160}$"
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
    first = led_from(text, passage)
    pays = _PAYS.search(text, first, passage.end)
    for one in page.durations_in(passage.start, passage.end):
        if one.value.startswith("PT") or one.value.endswith("Y"):
            continue
        if not (pays or _WITH_REPORT.search(text, one.end, one.end + 900)):
            continue
        before, after = (
            _unfolded(text[max(first, one.start - 300) : one.start]),
            text[one.end : min(passage.end, one.end + 240)],
        )
        lead, billed = _LIMIT.search(before), _FROM_BILL.search(after)
        limits = lead and lead["lead"].lower().startswith(("net", "with", "no", "due", "pa"))
        named = _PAYING_TIME.search(after) or (_SO_LONG_AFTER.search(after) and act(before, after) == PAYS)
        if (
            not (lead or billed or named)
            or one.value[-1] == "M"
            and not (limits and (billed or act(before, after) == PAYS))
            or _A_PERIOD.search(after)
        ):
            continue
        reported = bool(_WITH_REPORT.search(text, one.end, one.end + 900))
        points = _net_points(before, after, lead["lead"].lower() if lead else "", reported)
        points += 18 if billed and reported else 0
        points += 60 if _PAYING_TIME.search(after) else 0
        near = (
            lead
            and re.match(r"net|within|with|not", lead["lead"], re.I)
            and one.start - len(before) + lead.end("lead") > one.start - 8
            and text[one.start - len(before) : one.start] == before
        )
        start = one.start - (len(before) - lead.start("lead")) if lead and near else one.start
        counted = _COUNTED_FROM.search(after)
        end = one.end + (counted.end() if counted and not re.search("invoice|bill|receipt", counted[0], re.I) else 0)
        found.append(Candidate("net_days", one.value, start, end, max(min(points, 98), 0), unsound(one)))
    return found + _due_days(page, passage)


def _unfolded(before: str) -> str:
    """The words before one of several limits, as if it stood alone."""
    several = _EARLIER.match(before)
    return before if not several else " " * (len(before) - len(several["lead"]) - 1) + several["lead"] + " "


def _due_days(page: Prepared, passage: Passage) -> list[Candidate]:
    """Payment by a day of a month or quarter, or at once. A day on which is paid limits nothing by itself."""
    text, found = page.text, []
    for pattern in (_DAY_OF_MONTH, _DAY_AFTER):
        for match in pattern.finditer(text, passage.start, passage.end):
            day = ordinal(match["day"])
            paid = (
                _PAYS_BEFORE.search(text, max(passage.start, match.start() - 170), match.start())
                or _PAYS_AFTER.search(text[match.end() : min(passage.end, match.end() + 200)])
                or _WITH_REPORT.search(text, match.end(), match.end() + 900)
            )
            if day and 0 < day < 32 and paid and not _RATE_OF_DAY.search(text, passage.start, match.start()):
                points = 60 if pattern is _DAY_AFTER or match["next"] or match["lead"].lower() != "on" else 25
                found.append(Candidate("net_days", _day_value(pattern, match, day), *match.span("words"), points))
    for match in _AT_ONCE.finditer(page.text, passage.start, passage.end):
        found.append(Candidate("net_days", "P0D", *match.span("words"), 40))
    for match in _NET_ALONE.finditer(text, passage.start, passage.end):
        alone = not text[match.end() : passage.end].strip(" .;,\n")
        said = _ABOUT_PAYING if match["count"] else _TERMS
        if (alone and match["count"]) or said.search(
            text, passage.start, match.end() if match["short"] else passage.end
        ):
            value = f"P{int(match['count'] or match['short'])}D"
            found.append(Candidate("net_days", value, *match.span("words"), 60))
    return found


def _day_value(pattern: re.Pattern[str], match: re.Match[str], day: int) -> Value:
    """A day counted from an end is a length of time; a day of a month or quarter is a rule beside it."""
    if pattern is _DAY_AFTER:
        return f"P{day}D"
    return {"rule": f"day {day} of the {'next ' if match['next'] else ''}{match['span'].lower()}", "days": f"P{day}D"}


_DID_NOT = phrase(r"\b(?:does|do|did) not [^.;]{0,90}$")


def _net_points(before: str, after: str, lead: str, reported: bool) -> int:
    """What speaks for a payment and what for something else, most of it within reach of a clause."""
    near, soon = before[-170:], after[:110]
    billed, done = _FROM_BILL.search(after), act(before, after)
    pays = done == PAYS
    points = 22 + (10 if _COUNTS_FROM.search(after) else 0)
    points += 30 if lead.startswith("net") else 0
    points += 26 if pays else -6 if done == NONE and not billed else 0
    points -= 30 if done == OTHER and not reported and not lead.startswith("net") else 0
    points += 22 if billed else 0
    points += 24 if _PAYS_AFTER.search(after) else 0
    said = _CLAUSES.split(near[-90:])[-1] if pays else near[-90:]
    points -= (8 if billed and pays else 22) if _NOT_PAYING.search(said) else 0
    points -= 14 if _NOT_PAYING.search(soon) and not billed and not pays else 0
    points -= 40 if _OVER.search(near) else 0
    points -= 14 if lead.startswith(("after", "upon", "every", "of", "before", "by")) or not lead else 0
    points -= 16 if re.match(r"['’]?s?['’]?\s+(?:prior|notice|written|advance)", after, re.I) else 0
    points -= (8 if billed else 26) if _LATE.search(near[-110:]) else 0
    points -= 40 if _CHARGED.search(near[-90:]) else 0
    points -= 20 if _CONDITION.search(near) and not (pays and billed) else 0
    points += 22 if _SUM_FOLLOWS.search(after) else 0
    sent = _SENT.search(near[-80:]) and not pays
    points -= 60 if _DID_NOT.search(near) else 0
    points -= 60 if sent or (_BILLING_IT.search(near) and not pays) else 0
    points -= (36 if _IF_NOT_PAID.search(near) else 20) if _AFTER_DEMAND.search(after) else 0
    return points
