"""What a time limits: the act that its sentence asks for, paid or not.

"The Buyer shall report its sales and pay the royalty within 30 days" limits a payment, "shall pay what it owes and
report its sales within 30 days" a report: the verb that stands nearest decides. Where the limit opens the sentence it
is the first verb behind it.
"""

from __future__ import annotations

from duly.engine.documents.text.passages import phrase

PAYS, OTHER, NONE = "pays", "other", ""

_DONE = (
    r"provid|furnish|deliver|submit|sen[dt]|notif|giv|negotiat|meet|invoic|bill|rais|disput|object|respond|commenc|"
    r"complet|terminat|cur|remed|return|replac|repair|report|issu|prepar|execut|enter|caus|ensur|inform|advis|review|"
    r"approv|accept|reject|inspect|agree|obtain|appoint|elect|request|claim|correct|destroy|perform|ship|resolv|cease|"
    r"confirm|determin|consider|deem|reach|transfer|us|exercis|install|answer|display|discuss|register|fil|publish|"
    r"receiv|suppl|maintain|adjust|question|contest|challeng|protest"
)
_VERB = rf"(?:{_DONE})(?:t?e?s|y|ies|e|ing)?"
_PARTICIPLE = rf"(?:{_DONE})(?:t?t?ed|ied|d|en|r?red|t)?"
_OTHER = (
    rf"\b(?:(?:shall|will|must|may|should|can|agrees? to|to|fails to|parties|party)(?: (?:\w{{1,12}}ly|also|then|"
    rf"not|both))"
    rf"{{0,2}} {_VERB}|(?:be|is|are|been|being|was)(?: (?:\w{{1,12}}ly|so|not))? {_PARTICIPLE}|(?:and|or|,) "
    r"(?:provides?|furnish(?:es)?|delivers?|submits?|sends?|notif(?:y|ies)|returns?|gives?)|"
    r"unless (?:questioned|contested|disputed|challenged|objected)|"
    r"(?:that|which) (?:\w{1,12} )?(?:occurs?|accrues?|arises?|happens?)|"
    r"by (?:providing|giving|delivering|sending)|(?:provides|furnishes|delivers|submits|sends|notifies|gives|"
    r"returns|raises) )\b"
)
_PAYS = (
    r"\b(?:pay(?:s|able|ing)?|paid|remit(?:s|ted|tance|ting)?|reimburse[sd]?|reimbursement|"
    r"due(?! (?:to|for delivery)\b)|refund(?:s|ed)?|"
    r"settle[sd]?|disburse[sd]?|wire[sd]?|deposited|credited|made|payments?(?! (?:obligat|histor|inform|schedul|"
    r"instruct|method))|pre-?pay|compensated?|"
    r"(?:shall|will|must|to) deposit|"
    r"(?:(?:shall|will|must) )?(?:wire|transfer|send|deliver|furnish|forward)(?:s|red|ed)? (?:[\w’']{1,14} "
    r"){0,4}?(?:fees?|funds|royalt\w+|amounts?|"
    r"sums?|money|monies|balance)|funds)\b|[$€£] ?[\d,.]{1,15}\)?(?= (?:with)?in\b)"
)
_ACT = phrase(rf"(?P<pays>{_PAYS})|(?P<other>{_OTHER})")
# A full stop ends the reach of a verb, but not one inside a number or behind a single letter ("U.S.").
_CUT = phrase(r";|(?<!\b\w)\.(?=\s|$)")


def act(before: str, after: str) -> str:
    """What is done within a time: the last act before it in its clause, else the first behind it."""
    if _OPEN.search(before):
        bare = _BARE.search(after)
        return NONE if not bare else PAYS if bare["pays"] else OTHER
    cuts = [one.end() for one in _CUT.finditer(before)]
    said = list(_ACT.finditer(before, cuts[-1] if cuts else 0))
    if said:
        return PAYS if said[-1]["pays"] else OTHER
    ends = _CUT.search(after)
    first = _MODAL.search(after, 0, ends.start() if ends else len(after))
    found = _ACT.search(after, first.start(), ends.start() if ends else len(after)) if first else None
    return NONE if not found else PAYS if found["pays"] else OTHER


# "The Buyer shall, within ten days after the delivery, pay": the verb is cut in two.
_OPEN = phrase(
    r"\b(?:shall|will|must|agrees? to),?(?: but in (?:any|no) event)?,? (?:within|in|not? later than)"
    r"(?: (?:a|the|such)(?: further)?(?: period of)?)?[\s(]{1,4}$"
)
_BARE = phrase(
    r"(?:,|^)(?: \w{1,12}ly)?(?: at its (?:\w{1,12} )?(?:option|election|"
    r"discretion),?)?(?: either)? (?:(?P<pays>(?:pre-?)?pay|remit|reimburse|refund|"
    r"make (?:\w{1,12} ){0,3}payments?|credit|"
    r"deposit|wire)|"
    rf"(?P<other>{_VERB}))\b"
)
_MODAL = phrase(r"\b(?:shall|will|must|agrees? to|is to|are to)\b")
