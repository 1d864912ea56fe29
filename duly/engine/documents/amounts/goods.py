"""What is promised in kind or by quantity: shares and options, products without charge, minimum quantities."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from duly.engine.documents.amounts.quantities import guaranteed_quantities, listed_quantities, units_to_buy
from duly.engine.documents.proposals import Segment, Term, Value
from duly.engine.documents.text.places import dry
from duly.engine.documents.values.numbers import COUNT, count, decimal_text

_SECURITY = (
    r"(?:(?:restricted|unregistered|fully[-\s]paid|common|preferred|free[-\s]trading|non-?assessable|authori[sz]ed|series\s[A-Z]|class\s[A-Z]|newly\s+issued|new)[\s,]{1,3}){0,4}"
    r"(?:shares?|warrants?|stock\s+options?|options?|stock\s+warrants?|RSUs)\b"
)
SECURITIES = re.compile(
    rf"(?P<head>(?:an?\s+|the\s+)?(?:\w+\s+\w+\s+)?(?:options?|warrants?|right)\s+(?:\([^)]{{1,30}}\)\s+)?to\s+(?:purchase|acquire|buy)\s+(?:an\s+aggregate\s+of\s+|up\s+to\s+(?:an\s+aggregate\s+of\s+)?)?)?"
    rf"(?P<count>{COUNT})\s{{1,3}}{_SECURITY}(?:\s{{1,3}}of\s{{1,3}}[^.;,()]{{3,60}}?(?:stock|shares))?",
    re.IGNORECASE,
)
_GRANTS = re.compile(
    r"\b(?:issue[ds]?|grant(?:s|ed)?|receive[ds]?|award(?:ed|s)?|transfer(?:red)?|deliver|compensat\w+|consideration|accept(?:s|ed)|exchange|payable\s+in|option|bonus|entitled)\b",
    re.IGNORECASE,
)
_NOT_GRANTED = re.compile(
    r"\b(?:outstanding|authori[sz]ed\s+capital|reverse\s+split|voting|beneficial(?:ly)?|held\s+by|shareholder\s+meeting|previously|ownership|represent(?:s|ing)?\s+(?:\w+\s+)?(?:that|percent))\b",
    re.IGNORECASE,
)
_LIMIT = re.compile(
    r"\b(?:more|less|fewer|greater)\s+than\s+$|\bexceed(?:s|ing)?\s+$|\bin\s+excess\s+of\s+$", re.IGNORECASE
)
FREE = re.compile(
    r"(?P<what>(?:(?:[A-Za-z][\w-]{1,20}|\(?\d{1,6}\)?)\s){1,6}?(?:products?|copies|tickets?|passes|samples?|units?|apparel|equipment|services|water|licen[sc]es?|space|spots?|advertising|rooms?|shoes|gear|merchandise|meals?)"
    r"(?:\s\w+){0,5}?\s)(?P<free>(?:at\s+no\s+(?:additional\s+|extra\s+)?(?:cost|charge)|free\s+of\s+(?:any\s+)?(?:cost|charge)|without\s+(?:cost|charge)|for\s+free|free\s+to))",
    re.IGNORECASE,
)
COPIES = re.compile(
    rf"(?P<count>{COUNT})\s{{1,3}}(?P<kind>(?:complimentary|free)\s+\w+(?:\s\w+)?|(?:[a-z-]{{3,14}}\s{{1,3}}){{0,2}}(?:tickets|passes)|copies\s+(?:each|of\s+(?:any\s+)?[^.;,]{{3,40}}?))(?=[\s.;,])",
    re.IGNORECASE,
)
MINIMUM = re.compile(
    rf"(?P<lead>\b(?:a\s+)?minimum\s+(?:order\s+|purchase\s+|quantity\s+|volume\s+|commitment\s+|total\s+){{0,2}}(?:of\s+(?:\(\w{{1,3}}\)\s+)?)?|\b(?:at\s+least|not?\s+(?:less|fewer)\s+than)\s+(?:a\s+total\s+of\s+)?)"
    rf"(?P<count>{COUNT})\s{{1,40}}(?:up\s+to\s+[\d,]{{1,12}}\s+|of\s+the\s+|original\s+|additional\s+|individual\s+)?"
    r"(?P<unit>[A-Za-z][a-z]{2,20}(?:\s(?!(?:and|per|for|the|from|each|every|during|with|within|shall|will)\b)[a-z]{3,16})?)",
    re.IGNORECASE,
)
_NO_UNIT = re.compile(
    r"(?:will|shall|must|may|are|is|have|has|had|to|in|on|for|by|at|with|from|but|who|which|that)\b|(?:calendar|business|working|consecutive|prior|full)?\s?(?:days?|months?|years?|weeks?|hours?|minutes?|quarters?|percent|per|of|times?|million|thousand|members?|shareholders?|directors?|persons?|people|employees|witness\w*|the|and|or|shares?|written|dollars|degrees?|points?|inch\w*|feet|font|counterparts?|copies|individuals?|events?|appearances?|nationally|acres?|hectares|square|words|pages|lines|pixels|miles|banks?|investment|parties|committee\w*|votes?)\b",
    re.IGNORECASE,
)
_BUYS = re.compile(
    r"\b(?:purchas|order|buy|bought|volume|quantit|suppl(?:y|ies)|deliver|ship|commit|episodes)\w*", re.IGNORECASE
)
# So many of anything are no staff, no notice and no meeting: somebody takes them.
_MANY = 100
_EACH = re.compile(
    r"[^.;]{0,40}?\b(?:per|each|every)\s+(?:\w+\s+)?(?P<period>day|week|month|quarter|year)\b", re.IGNORECASE
)
_PERIODS = {"day": "P1D", "week": "P1W", "month": "P1M", "quarter": "P3M", "year": "P1Y"}
# A table of volumes by year: "1 20,000 BPD", "year 2 10 MBPD".
VOLUME = re.compile(
    r"(?<![\w.,$])(?P<year>\d{1,2})\s{1,3}(?P<span>(?P<count>\d{1,3}(?:,\d{3})*|\d{1,9})\s{1,2}(?P<unit>M?B(?:BL)?S?/?P?D|barrels?\s+per\s+day|M?MCF/?D|GPD|MGD|MMBtu/?d|Dth/?d))\b",
    re.IGNORECASE,
)
_VOLUMES = {"b": "barrel", "m": "barrel", "g": "gallon", "d": "dekatherm"}


def terms_of_goods(text: str, segments: Sequence[Segment]) -> list[tuple[Term, int]]:
    """The terms in kind and by quantity."""
    found: list[tuple[Term, int]] = []
    for segment in segments:
        words = text[segment.start : segment.end]
        if len(words) < 6000:
            found += [(_moved(term, segment.start), lead) for term, lead in _sentence(words)]
            told = {term.start for term, _ in found[-40:] if term.field == "minimum_commitment"}
            units = units_to_buy(text, segment.start, segment.end)
            found += [(term, 6) for term in units if not any(abs(term.start - start) < 40 for start in told)]
    return [*found, *((term, 7) for term in (*_volumes(text), *listed_quantities(text), *guaranteed_quantities(text)))]


def _moved(term: Term, by: int) -> Term:
    return Term(term.field, term.value, term.start + by, term.end + by, 1)


def _sentence(words: str) -> Iterator[tuple[Term, int]]:
    """The terms of one sentence."""
    for match in SECURITIES.finditer(words) if _GRANTS.search(words) else ():
        number = count(match["count"])
        behind = re.split(r"[,;]", words[match.end() : match.end() + 60])[0]
        around = words[max(0, match.start() - 160) : match.end()] + behind
        limit = _LIMIT.search(words[max(0, match.start() - 40) : match.start()])
        if (
            number
            and number.value > 1
            and number.value.denominator == 1
            and not limit
            and not _NOT_GRANTED.search(around)
        ):
            kind = "share option" if match["head"] else dry(match[0][len(match["count"]) :]).strip()
            value: dict[str, Value] = {"kind": kind, "quantity": decimal_text(number.value)}
            yield Term("noncash_consideration", value, match.start(), match.end(), 1), 5
    for match in COPIES.finditer(words):
        number = count(match["count"])
        if number and number.value.denominator == 1:
            value = {"kind": dry(match["kind"]), "quantity": decimal_text(number.value)}
            yield Term("noncash_consideration", value, match.start(), match.end(), 1), 4
    for match in FREE.finditer(words):
        yield Term("noncash_consideration", {"kind": dry(match["what"]).strip()}, match.start(), match.end(), 1), 1
    for match in MINIMUM.finditer(words):
        number = count(match["count"])
        around = words[max(0, match.start() - 90) : match.end() + 40]
        many = number is not None and number.value >= _MANY and "inimum" in match["lead"]
        if number and number.value > 1 and (many or _BUYS.search(around)) and not _NO_UNIT.match(match["unit"]):
            each = _EACH.match(words, match.end())
            value = {"quantity": decimal_text(number.value), "unit": _one(dry(match["unit"]).lower())}
            value |= {"period": _PERIODS[each["period"].lower()]} if each else {}
            yield (
                Term("minimum_commitment", value, match.start(), match.end(), 1),
                5 if "inimum" in match["lead"] else 2,
            )


def _one(units: str) -> str:
    """The name of one unit."""
    return units[:-1] if units.endswith("s") and not units.endswith("ss") else units


def _volumes(text: str) -> list[Term]:
    """The volumes of a table by year."""
    found = []
    for match in VOLUME.finditer(text):
        thousand = 1000 if match["unit"][:2].upper() == "MB" or match["unit"][:2].upper() == "MC" else 1
        quantity = int(match["count"].replace(",", "")) * thousand
        unit = _VOLUMES.get(match["unit"][:1].lower(), dry(match["unit"]))
        value: dict[str, Value] = {"quantity": str(quantity), "unit": unit, "period": "P1D", "year": match["year"]}
        found.append(Term("minimum_commitment", value, match.start("span"), match.end("span"), 1))
    return found
