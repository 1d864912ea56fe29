"""How often is billed, how a change of prices is told, and two figures beside: `billing_frequency`,
`price_change_notice`, `audit_right`, `sla_target`."""

from __future__ import annotations

import re

from duly.engine.documents.proposals import Value
from duly.engine.documents.text.found import Found
from duly.engine.documents.text.passages import Candidate, Passage, Prepared, phrase
from duly.engine.documents.times.lateness import charged_per

_BILLS = phrase(
    r"\binvoic(?:e|es|ed|ing)\b|\bbill(?:s|ed|ing)?\b(?! of)|\bpayable\b|\bpaid\b|\bpay\b|\bpayments?\b|"
    r"\bremit\w{0,5}|\binstall?ments?\b|statements?"
)
_ADVANCE = phrase(r"in advance|prior to (?:the )?(?:beginning|start|commencement)|at the (?:beginning|start)|first day")

_PRICES = phrase(r"\b(?:price|prices|pricing|fee|fees|rate|rates|charges?|tariffs?)\b")
_CHANGES = phrase(
    r"\b(?:chang\w{1,4}|increas\w{1,4}|adjust\w{0,6}|modif\w{1,8}|revis\w{1,5}|rais\w{1,4}|amend\w{0,5}|"
    r"subject to)\b"
)
_WITH_NOTICE = phrase(
    r"^['’]?s?['’]?,? ?(?:prior|advance|written|notice|before|in advance|of (?:any|such|the|each)|previous)"
)
_OF_A_CHANGE = phrase(
    r"notice of (?:any |such |a |an |the )?(?:(?:price|fee|rate|pricing)s? (?:chang|increas|adjust)|(?:change|increase|"
    r"adjustment)s? (?:in|of|to) (?:\w{1,12} ){0,4}?(?:prices?|pricing|fees?|rates?|charges?)\b)"
)
_AUDIT = phrase(
    r"\baudits?\b|\bexamin\w{1,7}|\binspect\w{0,5}|discrepanc|underpa|understate|deficienc|shortfall|\bbooks\b"
)
_MORE_THAN = phrase(
    r"(?:exceed\w{0,4}|more than|in excess of|excess of|greater than|at least|over|by|of|or more|"
    r"within)[\s(a-z]{0,24}$"
)
_UPTIME = phrase(
    r"uptime|up-time|availab\w{2,6}|service level|on[- ]time|performance level|accura\w{2,4}|response|operational"
)
_TARGET_LEAD = phrase(
    r"(?:at least|no less than|not less than|minimum(?: of)?|of|be|is|equal to|maintain|least|meet|achieve|exceed|"
    r"or better)[\s(a-z]{0,16}$"
)


def billing_terms(page: Prepared) -> list[Candidate]:
    """What the sentences of a text say of billing, prices, audits and service levels."""
    found: list[Candidate] = []
    for passage in page.passages:
        found += _billing(page, passage)
        found += _price_notice(page, passage)
        found += _audit(page, passage)
        found += _targets(page, passage)
    return found


def _billing(page: Prepared, passage: Passage) -> list[Candidate]:
    """How often is billed or paid."""
    text, found = page.text, []
    if not _BILLS.search(text, passage.start, passage.end):
        return []
    for one in page.recurrences_in(passage.start, passage.end):
        before, after = (
            text[max(passage.start, one.start - 140) : one.start],
            text[one.end : min(passage.end, one.end + 120)],
        )
        beside = _BILLS.search(before[-70:]) or _BILLS.search(after[:24])
        if not beside and not _BILLED_AFTER.search(after):
            continue
        said = text[one.start : one.end]
        points = (
            28 + (18 if beside else 8) + (12 if re.search(r"invoic|\bbill", before[-70:] + after[:90], re.I) else 0)
        )
        points += 14 if one.kind == "adverb" else 8 if re.match("each|every|once", said, re.I) else -22
        points += 14 if _IN_PARTS.search(after[:40]) or _IN_PARTS.search(before[-40:]) else 0
        points -= 60 if said[0].isupper() and _CAPITAL.match(after) else 0
        points += 24 if one.kind == "each" and beside and _AFTER_THE_END.search(before) else 0
        points += 14 if re.match(r"\s{1,40}install?ments?\b", after, re.I) else 0
        points -= 40 if _SO_MANY.search(before) or _NO_MONEY.search(before) else 0
        points -= (
            30 if _NO_BILLING.search(before[-60:]) or _NAMED_SUM.search(after) or _COMPARED.search(after[:60]) else 0
        )
        found.append(
            Candidate("billing_frequency", _how_often(one, before, after), one.start, one.end, max(min(points, 95), 0))
        )
    return found


_BILLED_AFTER = phrase(r"^[^.;]{0,60}\b(?:shall|will|to|must) (?:\w{1,14},? ){0,5}?(?:invoice|bill|pay|remit|submit)")
_AFTER_THE_END = phrase(r"\b(?:end|close|expiration|conclusion|after|day) (?:of )?$")
_SO_MANY = phrase(
    r"\b(?:\d{1,2}|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty-four|thirty-six)\)?"
    r"(?: (?:equal|successive|consecutive|substantially)){0,2} $"
)
_NO_MONEY = phrase(
    r"\baverage $|\b(?:prepar\w{1,5}|reviews?|assess|meet|perform|minimum|late payment|interest)\b[^.;]{0,100}$"
)
_IN_PARTS = phrase(r"invoice|billing|payments?\b|basis|in advance|in arrears|statement")
_NO_BILLING = phrase(
    r"%|percent|rate of|interest|\$ ?[\d,.]{1,15} ?$|royalt(?:y|ies) of|liabilit|exceed|report|review|not "
)
_NAMED_SUM = phrase(
    r"^ (?:minimum|guarantee|fee|fees|maintenance|base|net|gross|salary|charge|report|royalty|sales|revenue|"
    r"service|rental|rent|license|budget|rate|deficiency|lead|"
    r"payments? of|notional|meeting|period|anniversar|volume|subscription)"
)
_CAPITAL = re.compile(r"\s{1,40}[A-Z]")
_COMPARED = phrase(r"exceed|in which|liabilit")


def _how_often(one: Found, before: str, after: str) -> Value:
    """The period, and whether it is billed before or after it."""
    period, _, times = one.value.partition("/")
    value: dict[str, Value] = {"times": times, "period": period} if times else {"period": period}
    near = before[-60:] + " | " + after[:60]
    if _ADVANCE.search(near):
        value["timing"] = "in advance"
    elif re.search(r"in\s+arrears", near, re.I):
        value["timing"] = "in arrears"
    return value if len(value) > 1 else period


def _price_notice(page: Prepared, passage: Passage) -> list[Candidate]:
    """How long before a change of prices it must be told."""
    text, found = page.text, []
    if not (_PRICES.search(text, passage.start, passage.end) and _CHANGES.search(text, passage.start, passage.end)):
        return []
    for one in page.durations_in(passage.start, passage.end):
        after, before = (
            text[one.end : min(passage.end, one.end + 60)],
            text[max(passage.start, one.start - 200) : one.start],
        )
        if not (_WITH_NOTICE.search(after) and re.search("notice|notif|advance|prior", before[-60:] + after, re.I)):
            continue
        points = 30 + (25 if _PRICES.search(before) and _CHANGES.search(before) else 0)
        points += 25 if _OF_A_CHANGE.search(after) else 0
        said = before[-80:] if points > 30 else text[passage.start : passage.end]
        points -= 25 if re.search(r"terminat|renewed|cancel", said, re.I) else 0
        found.append(Candidate("price_change_notice", one.value, one.start, one.end, max(points, 0)))
    return found


def _audit(page: Prepared, passage: Passage) -> list[Candidate]:
    """The difference from which an audit is paid by the audited."""
    text, found = page.text, []
    if not _AUDIT.search(text, passage.start, passage.end):
        return []
    for one in page.percents_in(passage.start, passage.end):
        before = text[max(passage.start, one.start - 90) : one.start]
        cost = re.search(
            r"cost|expense|fees? of|bear|reimburs|paid by|underpa|understat|discrepanc|deficien|shortfall",
            text[passage.start : passage.end],
            re.I,
        )
        if _MORE_THAN.search(before) and cost:
            points = 55 + (15 if re.search("audit", text[passage.start : passage.end], re.I) else 0)
            found.append(Candidate("audit_right", {"threshold_pct": one.value}, one.start, one.end, points))
    return found


def _targets(page: Prepared, passage: Passage) -> list[Candidate]:
    """The service level promised, as a percent."""
    text, found = page.text, []
    if not _UPTIME.search(text, passage.start, passage.end):
        return []
    for one in page.percents_in(passage.start, passage.end):
        before, after = (
            text[max(passage.start, one.start - 80) : one.start],
            text[one.end : min(passage.end, one.end + 70)],
        )
        if not _TARGET_LEAD.search(before) or not _UPTIME.search(before[-80:] + after):
            continue
        if one.value.partition(".")[0].isdigit() and 80 <= int(one.value.partition(".")[0]) <= 100:
            period, _ = charged_per("", after)
            value: dict[str, Value] = {"pct": one.value, **({"per": "month"} if period == "P1M" else {})}
            found.append(Candidate("sla_target", value, one.start, one.end, 55 if one.value != "100" else 20))
    return found
