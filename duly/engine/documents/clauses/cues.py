"""Words that a reader of contracts looks for in each kind of clause, and words that speak against it.

The trees of the third stage see which of `CUES` a run of passages has, and weigh them; a cue decides nothing by itself.
The first stage knows words that stand side by side. A cue may join two that stand far apart. The third and the fourth
stage see which runs say a kind outright (`OUTRIGHT`), with nothing beside it that denies it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from duly.engine.documents.text.passages import pattern

Patterns = tuple[re.Pattern[str], ...]
LOOKED_AT = 2500  # characters of a run
FOR, AGAINST = 6, 4  # at most, of a kind
SEEN = 2 + FOR + AGAINST + 4  # numbers that the third stage sees of the words of a run

_END = r"(?:terminat|cancel)\w{0,6}"
_LENGTH = r"[\w()-]{1,12} (?:[\w()-]{1,12} )?(?:days|months?|years?)"
_MEANS = r"\bshall mean\b|\bmeans\b|\bdefined\b"


def _said(*words: str) -> Patterns:
    return tuple(pattern(one) for one in words)


# For each kind what speaks for it and what against.
CUES: Mapping[str, tuple[Patterns, Patterns]] = {
    "Agreement Date": (
        _said(
            r"\b(?:dated|made|entered into) (?:and entered into )?(?:as of|on|this)\b", r"\bagreement\b",
            r"\bby and (?:between|among)\b|\bbetween\b", r"\bas of\b", r"\beffective date\b",
        ),
        _said(r"\bamend", r"\bmeans\b", r"\bexhibit\b"),
    ),
    "Effective Date": (
        _said(
            r"\beffective date\b", r"\beffective (?:as of|on|from|upon)\b", r"\b(?:become|be|is) effective\b",
            r"\bcommenc", r"\bas of\b",
        ),
        _said(r"\b(?:prior to|after) the effective date\b", r"\bterminat", r"\bregistration\b"),
    ),
    "Expiration Date": (
        _said(
            r"\b(?:continue|remain) in (?:full )?(?:force|effect)\b",
            r"\bterm of this agreement|\binitial term\b|\bthis agreement (?:shall|will) "
            r"(?:be effective|commence|begin|continue|expire)\b",
            r"\bexpire[sd]?\b", r"\b(?:period|term) of ... (?:years?|months?)\b",
            r"\bunless (?:earlier|sooner|terminated|otherwise terminated)\b",
            r"\b(?:perpetual|perpetuity|indefinite(?:ly)?)\b",
        ),
        _said(r"\bconfidential", r"\bwarrant", r"\boption\b", r"\brenewal term\b"),
    ),
    "Renewal Term": (
        _said(
            r"\bautomatic(?:ally)? ... (?:renew|exten)|\b(?:renew|exten)\w{0,6} automatically\b",
            r"\b(?:renew|exten)\w{0,6} ... (?:successive|additional|further|consecutive)\b",
            r"\b(?:option|right) to (?:renew|extend)\b", r"\b(?:renewed|extended) (?:for|by)\b", r"\brenewal terms?\b",
            r"\b(?:years?|months?)\b",
        ),
        _said(r"\blicense fee\b|\blease", r"\bnot (?:be )?renew", r"\bpatent"),
    ),
    "Notice Period To Terminate Renewal": (
        _said(
            r"\bnot (?:to )?(?:be )?(?:renew|extend)|\bnon-?renew|\bintent(?:ion)? (?:not )?to\b",
            r"\b(?:unless|until) ... (?:notice|notif)",
            r"\b(?:days|months?)\b ... (?:prior to|before) ... (?:end|expir|renew|anniversary|term)",
            r"\bwritten notice\b", r"\bautomatic",
        ),
        _said(r"\bbreach|\bdefault", r"\bwithout cause\b"),
    ),
    "Governing Law": (
        _said(r"\bgoverned by\b", r"\blaws? of\b", r"\bconstrued\b"),
        _said(r"\bcompl(?:y|iance)\b"),
    ),
    "Termination For Convenience": (
        _said(
            rf"\b{_END} ... (?:without cause|for convenience|any reason|no reason|at any time|in its sole)\b",
            rf"\b(?:without cause|for convenience|any reason|at any time) ... {_END}",
            rf"\b(?:upon|by|on|with) (?:giving )?(?:not less than |at least )?{_LENGTH}",
            r"\bmay terminate\b|\bright to terminate\b|\bmay be terminated\b",
            r"\bat will\b|\bsole discretion\b|\bwithout (?:any )?(?:liability|penalty)\b",
        ),
        _said(
            r"\b(?:breach|default|insolven|bankrupt|fails?|failure|cure)", r"\bforce majeure|\bevent of\b|\bif\b",
            r"\brenew|\bexpir",
        ),
    ),
    "Anti-Assignment": (
        _said(
            r"\b(?:not|neither|no)\b ... (?:assign|transfer|delegat)", r"\bwithout ... consent\b",
            r"\bassign(?:able|ed|ment)?\b", r"\b(?:attempted|purported|any) assignment\b|\bvoid\b",
            r"\b(?:may|right to) assign\b",
        ),
        _said(r"\bhereby assigns\b|\bright, title\b", r"\bsublicens", r"\bsuccessors and (?:permitted )?assigns\b"),
    ),
    "Revenue/Profit Sharing": (
        _said(
            r"(?:%|\bpercent\w{0,4}\)?) ... (?:of|on) ... "
            r"(?:net|gross|revenues?|sales|profits?|proceeds|receipts|income)\b",
            r"\broyalt(?:y|ies) ... (?:of|equal|rate|at|pay|percent|%)",
            r"\b(?:revenue|profit)s? shar|\bshare of\b|\bsplit\b", r"\bcommissions?\b", r"\b(?:pay|paid|payable)\b",
        ),
        _said(r"\binterest|\blate\b|\btax(?:es)?\b|\baudit|\boverdue|\bunderpa", _MEANS, r"\breport|\bstatement"),
    ),
    "Minimum Commitment": (
        _said(
            r"\bminimum", r"\b(?:purchase|order|buy|pay|sell|spend|commit)\w{0,4} ... "
            r"(?:minimum|at least|not? less than|no fewer)\b",
            r"\b(?:at least|not? less than|no fewer than)\b", r"\bshortfall|\btake[- ]or[- ]pay\b|\bguarant",
            r"\b(?:units?|quantit(?:y|ies)|dollars?|per (?:year|month|quarter|annum)|annual(?:ly)?)\b|\$",
        ),
        _said(
            r"\binsurance|\bcoverage|\bcombined single\b", r"\bnotice\b|\bdays\b", r"\bwages?\b|\bemploy|\bshelf\b",
        ),
    ),
    "License Grant": (
        _said(
            r"\bgrants?\b ... (?:licen[cs]e|right)", r"\bgrants? to\b|\bgranted\b",
            r"\b(?:non-?exclusive|exclusive|royalty-free|worldwide|perpetual|irrevocable|non-?transferable)\b",
            r"\b(?:licen[cs]e|right) ... to "
            r"(?:use|make|sell|reproduce|distribute|market|display|copy|develop|manufacture|offer)\b",
            r"\bsublicens",
        ),
        _said(r"\bno (?:other )?licen[cs]e|\bnot ... grant|\bretain|\breserve", r"\bterminat|\bexpir", _MEANS),
    ),
    "Audit Rights": (
        _said(
            r"\baudit", r"\b(?:inspect|examin|review)", r"\b(?:books|records|accounts)\b",
            r"\baccess to\b|\bright to\b|\bvisit", r"\baccountant|\bauditor|\brepresentatives?\b",
        ),
        _said(r"\bdefect|\bshipment|\baccept", r"\baudited financial\b", r"\bconfidential"),
    ),
    "Uncapped Liability": (
        _said(
            r"\bnot (?:apply|limit|exclude)\b|\blimitations? ... not\b",
            r"\b(?:except|other than|excluding|exception|exclusive of|notwithstanding|save)\b",
            r"\b(?:indemnif|confidential|gross negligence|wil+ful|fraud|death|infring)",
            r"\bnothing (?:in|herein|contained)\b", r"\bliab",
        ),
        _said(r"\binsurance", r"\bexclusive jurisdiction\b"),
    ),
    "Cap On Liability": (
        _said(
            r"\b(?:in no event|under no circumstance|neither party|not) ... (?:be )?(?:liab|responsible)",
            r"\bliab\w{0,8} ... (?:exceed|limited to)\b|\b(?:aggregate|total|maximum|entire|cumulative) ... liab",
            r"\b(?:consequential|indirect|incidental|punitive|exemplary)\b",
            r"\bloss of\b|\blost (?:profit|revenue)|\bdamages",
            r"\b(?:action|claim|suit|proceeding)s? ... (?:within|more than|after) ... (?:years?|months?)\b",
        ),
        _said(r"\binsurance", r"\bshall indemnify\b|\bhold harmless\b", r"\bforce majeure\b"),
    ),
    "Exclusivity": (
        _said(
            r"(?<!non-)(?<!non\s)(?<!not\s)(?<!un-)\bexclusiv",
            r"\b(?:shall|will|agrees?|may) not\b ... "
            r"(?:other|third part|compet|sell|licen[cs]e|market|distribut|similar)",
            r"\bsole(?:ly)?\b|\bonly\b", r"\brequirements\b",
            r"\bany other (?:person|party|entity|company|manufacturer|supplier|distributor|third)"
            r"|\bthird part|\bcompetit",
            r"\bduring the term\b|\bterritory\b",
        ),
        _said(
            r"\bnon-?exclusive", r"\bjurisdiction|\bremed(?:y|ies)\b|\bvenue\b|\bcourts\b|\bproperty of\b|\bowner",
            _MEANS, r"\bunless\b|\bexcept\b",
        ),
    ),
    "Change Of Control": (
        _said(
            r"\bchange (?:of|in) (?:the )?control\b", r"\bmerge[rd]?\b|\bconsolidat|\breorgani[sz]",
            r"\bsubstantially all\b|\bsale of\b|\bstock\b|\bshares\b|\bownership\b", r"\bacqui",
            rf"\b{_END}|\bconsent\b|\bnotice\b|\bnotify\b|\bapproval\b",
            r"\boperation of law\b|\bcontrolling interest\b|\bdeemed (?:an|a) assign",
        ),
        _said(_MEANS, r"\bindemnif|\binsurance", r"\bwithout ... consent ... to (?:an )?affiliate"),
    ),
    "Volume Restriction": (
        _said(
            r"\b(?:exceed|in excess of|more than|greater than|over)\b",
            r"\b(?:up to|maximum|limited to|not? more than|not to exceed|limit)\b",
            r"\b(?:users?|units|copies|quantit|volume|impressions|hours|seats|calls|transactions|capacity|usage|"
            r"bandwidth|persons|times|pages)",
            r"\badditional (?:fee|charge|cost|payment)|\boverage|\bexcess\b|\bconsent\b",
            r"\b(?:per|each) (?:month|year|day|quarter|annum|calendar)\b",
        ),
        _said(
            r"\binsurance|\bliab|\bcoverage", r"\binterest\b|\bpercent per\b|\bdays\b", r"\$", r"\bstock\b|\bshares\b",
        ),
    ),
    "Post-Termination Services": (
        _said(
            r"\b(?:upon|after|following|on|event of) (?:(?:the|any|such|expiration|termination|or) ){0,4}"
            r"(?:expir|terminat|cancel)|\b(?:terminat|expir)\w{0,6} (?:or|and) (?:expir|terminat)",
            r"\b(?:continue|complete|sell|return|deliver|provide|cease|transfer|assist|cooperate)\b",
            r"\btransition|\bwind-?down|\bsell-?off|\binventory|\bwork in progress|\bphase-?out|\bon hand\b|\bunsold\b",
            r"\b(?:days|months?|years?) (?:after|following|from)\b|\bperiod of\b", r"\bsurviv|\bthereafter\b|\bpost-",
        ),
        _said(r"\bconfidential|\bsolicit|\bcompet", r"\brenew", r"\bmay terminate\b|\bright to terminate\b"),
    ),
    "Warranty Duration": (
        _said(
            r"\bwarrant", rf"\b(?:for|within|period of|of) {_LENGTH}",
            r"\bdefect|\bfree from\b|\bworkmanship|\bconform",
            r"\bwarranty period\b", r"\brepair|\breplace|\bre-?perform|\bcorrect",
        ),
        _said(r"\bno (?:other )?warrant|\bdisclaim|\bas is\b|\bauthority\b|\borganized\b", r"\bmaintenance|\bsupport"),
    ),
    "Liquidated Damages": (
        _said(
            r"\bliquidated damages?\b",
            r"\b(?:terminat\w{0,5}|cancel\w{0,6}|break-?up) (?:fee|charge|payment|amount)", r"\bpenalt",
            r"\b(?:pay|forfeit|credit)\w{0,3} ... (?:each day|per day|for each|for every|equal to|sum of)\b",
            rf"\bpay ... (?:{_END}|breach|default|fail|delay)|\b(?:{_END}|breach|default|fail|delay)\w{{0,4}} ... pay",
        ),
        _said(r"\blate\b|\binterest\b", r"\broyalt", r"\bliab\w{0,6} for\b"),
    ),
}  # fmt: skip


_AT_WILL = r"""(?:without (?:any )?(?:cause|reason)|for (?:its )?convenience|(?:any|no) reason|at will|at any time
|sole (?:and absolute )?discretion)\b""".replace("\n", "")
_SOME = r"""(?:[0-9.,]+|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty|forty|fifty
|hundred|\[[^\]]{1,12}\]|\*{2,4})""".replace("\n", "")
_THINGS = r"""(?:users?|units|copies|hours?|seats|calls|transactions?|persons|people|times|pages|employees|events?
|appearances|locations|servers|tickets|barrels|pounds|samples|products|rooms|devices|days|sites?|individuals
|impressions|stores|restaurants|[gm]b)\b""".replace("\n", "")
_AT_LEAST = r"(?:minimum|at least|not? less than|no fewer)\b"
_SAVE = r"\b(?:except|other than|excluding|save|exclusive of|exception of|unless)\b"
_DEAL = r"""(?:change (?:of|in) (?:the )?control|merge|acqui|substantially all|controlling interest
|operation of law)""".replace("\n", "")
_ANSWER = r"(?:terminat|consent|notif|notice|deemed)"

# Of kinds that words tell well: what says the kind outright, and what denies it beside that.
OUTRIGHT: Mapping[str, tuple[Patterns, Patterns]] = {
    "Termination For Convenience": (
        _said(
            rf"\b(?:{_END}|withdraw\w{{0,4}}) ... {_AT_WILL}", rf"\b{_AT_WILL} ... (?:{_END}|withdraw)",
            rf"\b{_END} ... (?:days|months?|weeks?)\S? (?:prior |advance |written |of ){{0,3}}notice",
        ),
        _said(
            r"\b(?:breach|default|insolven|bankrupt|fails? |failure|cure|violat)",
            r"(?<!without\s)\bcause\b(?! or)|\bfor good reason\b", r"\bmutual|\bboth parties\b|\bagreement of\b",
            r"\bforce majeure\b|\bevent\b|\bif\b",
            r"\brenew|\bexpir|\bend of\b|\banniversary\b|\b(?:initial|extended) term\b",
            r"\bemploy|\bsub-?agen|\bclosing\b|\b(?:purchase|work) order|\bmaintenance",
        ),
    ),
    "Minimum Commitment": (
        _said(
            r"\b(?:purchase|order|buy|pay|sell|spend|commit|deliver|ship|produce|open|employ|expend|provide)\w{0,4}"
            rf" ... {_AT_LEAST}",
            rf"\b(?:shall|will|must|agrees? to|required to) ... {_AT_LEAST}",
            r"\bminimum|\bshortfall\b|\btake[- ]or[- ]pay\b|\bguaranteed\b",
        ),
        _said(
            r"\binsurance|\bcoverage\b|\bpolic(?:y|ies)\b",
            r"\bnot? (?:be subject to )?(?:any )?minimum|\b(?:not|no) guarantee",
            r"\bshares\b|\bstock\b|\bownership\b|\boutstanding\b|\binvestment unit",
            r"\bwages?\b|\bshelf\b|\bnet worth\b|\bspecification",
        ),
    ),
    "Uncapped Liability": (
        _said(
            r"\b(?:limit|exclu|restrict|foregoing|section|cap)\w{0,8} ... "
            r"not(?:, however,)? (?:apply|limit|restrict|exclude|be construed|intended)\b",
            r"\bnothing (?:in|herein|contained)\b ... (?:limit|exclude|restrict)", rf"{_SAVE} ... (?:liab|damages)",
            _SAVE + r" ... (?:indemnif|confidential|gross negligence|wil+ful|fraud|infring|third part|intentional)",
        ),
        _said(r"\binsurance", r"\blaw\b ... (?:not permit|not allow|prohibit)|\bjurisdictions? ... not allow"),
    ),
    "Exclusivity": (
        _said(
            r"(?<!non-)(?<!non-\s)(?<!non\u2010)(?<!not\s)(?<!non\s)\bexclusive(?:ly)? (?:[\w-]{1,20} ){0,3}(?:right|"
            r"licen[cs]e|distribut|agent|supplier|provider|territor|manufactur|basis|sponsor|partner|reseller|represent)",
            r"\b(?:shall|will|agrees?|may) not\b ... (?:compet|similar|third part|"
            r"any other (?:person|party|entity|company|manufacturer|supplier|distributor|third))",
            r"\b(?:sole|only) (?:and exclusive )?(?:agent|supplier|provider|distributor|source|sponsor|right|licen)",
            r"\b(?:all|entire|total) ... requirements\b|\bexclusivity\b"
            r"|\b(?:purchase|obtain|buy|order)\w{0,4} ... (?:exclusively|only|solely) from\b",
        ),
        _said(
            r"\bnon-?\u2010?\s?exclusive|\bnot (?:be )?(?:an )?exclusive|\bnot ... exclusive arrangement",
            r"\bexclusive (?:jurisdiction|venue|remed|property|owner)|\bexclusive of\b",
            r"\balso ... appoint|\bright to appoint\b|\bnothing ... (?:prohibit|preclude|prevent|restrict)",
        ),
    ),
    "Change Of Control": (
        _said(
            r"\bchange (?:of|in) (?:the )?(?:control|ownership)\b",
            rf"\b{_ANSWER}\w{{0,8}} ... {_DEAL}", rf"\b{_DEAL} ... {_ANSWER}",
            r"\b(?:deemed|constitute) (?:to be |to constitute )?(?:an? )?(?:assign|transfer)",
        ),
        _said(
            r"\bwithout ... consent ... (?:merge|acqui|substantially|affiliate)|\bmay assign\b",
            r"\bnot (?:be )?(?:considered|deemed|constitute)", r"\bbankrupt|\binsolven|\breceiver", r"\bsuccessors?\b",
        ),
    ),
    "Volume Restriction": (
        _said(
            r"\b(?:up to|maximum(?: of)?|exceed(?:s|ing)?|not? more than|limited to|in excess of|greater than|over)"
            rf" (?:\w{{1,20}} ){{0,3}}{_SOME} (?:\([^)]{{1,12}}\) )?(?:\w{{1,20}} ){{0,2}}{_THINGS}",
            r"\b(?:order|forecast|quantit|volume|purchase|capacity)\w{0,6} ... "
            r"(?:not exceed|in excess of|more than|exceeds|maximum|up to|limit)",
            r"\bmaximum (?:daily |annual |monthly )?(?:quantit|volume|number|capacity|amount of)"
            r"|\blimited (?:quantit|number)",
            r"\b(?:no more than|not to exceed|up to|cap of)\b"
            r"|\b(?:additional|excess|overage) ... (?:per|fee|charge|rate|price)",
        ),
        _said(
            r"\binsurance|\bliab|\bindemn", r"\bpercent|%|\binterest\b", r"\bstock\b|\bshares\b|\bsecurit",
            r"\bdays (?:after|prior|before|from|of)\b|\bterm\b",
        ),
    ),
    "Liquidated Damages": (
        _said(
            r"\bliquidated damages?\b|\bpenalty of\b|\bas a penalty",
            r"\b(?:not|rather than) (?:as )?(?:a |in the nature of a )?(?:penalty|forfeiture)"
            r"|\b(?:genuine|reasonable) (?:estimate|pre-?estimate|forecast)",
            r"\b(?:terminat\w{0,5}|cancel\w{0,6}|break-?up|buy-?out) (?:fee|charge|payment|amount)s?\b",
            r"\b(?:shall|will|agrees? to) pay ... (?:penalt|per day|each day|for every)",
            r"\b(?:terminat|breach|default|fail|delay)\w{0,4} ... "
            r"(?:pay ... (?:equal to|amount of|sum of|percent|%)|refund|forfeit)",
        ),
        _said(
            r"\b(?:without|no) (?:any )?(?:penalty|liability|terminat)",
            r"\broyalt|\bunderpa|\baudit|\btax(?:es)?\b", r"\bmean(?:s|ing)?\b",
        ),
    ),
}  # fmt: skip


def outright(category: str, words: str) -> tuple[bool, bool]:
    """Whether words say a kind outright, and whether they deny it."""
    says, denies = _times(OUTRIGHT[category], words)
    return says > 0, denies > 0


def cues(category: str, words: str) -> list[int]:
    """How many cues of a kind words have, for it and against it, and which; then what they say outright.

    Of that: in how many ways they say the kind, in how many they deny it, which of both they do, and whether they say
    it and deny nothing. All nought of a kind that has no such words.
    """
    speak, against = CUES.get(category, ((), ()))
    found = [int(bool(one.search(words))) for one in speak]
    other = [int(bool(one.search(words))) for one in against]
    says, denies = _times(OUTRIGHT.get(category, ((), ())), words)
    return [
        sum(found), sum(other), *found, *[0] * (FOR - len(found)), *other, *[0] * (AGAINST - len(other)),
        says, denies, (says > 0) - (denies > 0), int(says > 0 and not denies),
    ]  # fmt: skip


def _times(both: tuple[Patterns, Patterns], words: str) -> tuple[int, int]:
    """How many patterns of either sort words have."""
    says, denies = (sum(bool(one.search(words)) for one in some) for some in both)
    return says, denies
