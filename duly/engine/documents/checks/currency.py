"""One contract, one currency: an amount that stands alone in another is a slip."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations

from duly.engine.documents.checks.facts import Facts, phrase, segment_at, span
from duly.engine.documents.checks.things import meant
from duly.engine.documents.proposals import Finding
from duly.engine.documents.values.money import Money, stated_currency

_CONVERTS = phrase(
    r"\b(?:exchange rate|convert\w* (?:in)?to (?:U|dollar|local)|foreign currenc\w+|rate of exchange"
    r"|equivalent|other currenc\w+|local currency)\b"
)
TURNED = phrase(
    r"\b(?:exchange rate|convert\w*|foreign currenc\w+|rate of exchange|(?:dollar|currency|euro) equivalent"
    r"|equivalent (?:in|of|amount)|(?:other|local) currenc\w+)\b"
)
_USUAL = 3
# Amounts in another currency than the one a contract says it is in, at most, for them to be slips.
_STRAY = 3
_SOME, _ABOUT = 100, 1_200
# Smaller amounts are the same by chance.
_SMALL = 20
_LARGE, _BESIDE = 1_000, 120
COUNTRY = phrase(
    r"\b(?:japan\w*|chin(?:a|ese)|europe\w*|british|england|kingdom|uk|canad\w*|austral\w*|swiss|switzerland|german\w*"
    r"|franc(?:e|s)|french|hong kong|singapore\w*|taiwan\w*|india\w*|mexic\w*|korea\w*|swed\w*|territor\w*|local)\b"
)
# Pounds that weigh, and a code set behind a figure with its sign: "50 pounds", "$10,000 USD".
_IN_WORDS = phrase(r"\b(?:yen|euros?|pounds|sterling|francs|dollars|renminbi|rupees|krona|kroner)[\s,]{0,3}\(\s?\Z")
_MEANT = phrase(r"pounds\Z|\$.{1,16}[A-Z]{3}\Z")
_DOLLARS = ("USD", "CAD", "AUD", "NZD", "HKD", "SGD")
_WORDS_AND_SIGN = phrase(
    r"\b(?:US|U\.S\.|United States) dollars\s{0,3}\(\s?(?:C\$|CDN\s?\$|CAD|A\$|AUD|HK\$)\s?[\d,.]{1,16}"
    r"|\b(?:Canadian|Australian) dollars\s{0,3}\(\s?US\s?\$\s?[\d,.]{1,16}"
    r"|\bdollars\s{0,3}\(\s?(?:€|£|EUR|GBP)\s?[\d,.]{1,16}|\beuros?\s{0,3}\(\s?(?:US)?\$\s?[\d,.]{1,16}"
    r"|\bpounds(?: sterling)?\s{0,3}\(\s?\$\s?[\d,.]{1,16}|(?:[€£]|EUR"
    r"|GBP)\s?[\d,.]{1,16}\s{0,3}\([a-z ,-]{3,80} dollars\s?\)"
    r"|\$\s?[\d,.]{1,16}\s{0,3}\([a-z ,-]{3,80} (?:euros|pounds|sterling)\s?\)"
)
_TWO_SIGNS = phrase(
    r"(?:€|£|\bEUR\b|\bGBP\b|\bCAD\b)\s{0,2}[\d,.]{1,16}(?: (?:thousand|million|billion))?"
    r"\s{0,2}(?:USD|US[\s-]?[Dd]ollars|[Dd]ollars)\b|\bUS\s?[€£]\s?[\d,.]{1,16}",
    re.NOFLAG,
)
# "All payments under this Agreement shall be made in Euros."
_ALL_IN = phrase(
    r"\ball (?:payments?|amounts?|sums?|prices|fees|charges|invoices)\b[^.;]{0,90}\b(?:in|are) (?:(?P<EUR>euros?|EUR)"
    r"|(?P<GBP>pounds sterling|british pounds|GBP)|(?P<USD>USD|US dollars|U\.S\. dollars)|(?P<CHF>swiss francs|CHF))\b"
)
# What is paid "in Euros", wherever it is said.
_NAMES = (
    r"(?:(?P<EUR>euros?\b|EUR\b)|(?P<GBP>(?:british )?pounds sterling|british pounds|GBP\b)"
    r"|(?P<USD>USD\b|(?:lawful )?(?:money|currency) of the united states|(?:US|U\.S\.|united states|american) "
    r"(?:dollars|currency|funds))"
    r"|(?P<CAD>CAD\b|canadian (?:dollars|currency|funds))|(?P<CHF>swiss francs|CHF\b)|(?P<JPY>japanese yen|JPY\b|yen\b)"
    r"|(?P<AUD>AUD\b|australian (?:dollars|currency))|(?P<CNY>renminbi|RMB\b|CNY\b)|(?P<DEM>deutsche ?marks?|DEM\b)"
    r"|(?P<TWD>(?:new )?taiwan(?:ese)? dollars|NTD\b|TWD\b)|(?P<HKD>hong kong dollars|HKD\b)|(?P<INR>indian rupees"
    r"|INR\b)"
    r"|(?P<SGD>singapore dollars|SGD\b)|(?P<SEK>swedish kron\w+|SEK\b)|(?P<MXN>mexican pesos|MXN\b)|(?P<KRW>korean won"
    r"|KRW\b))"
)
IN = phrase(rf"\b(?:in|are)(?: the)?(?: lawful)?(?: currency of)? {_NAMES}")
# "“Applicable Currency” means U.S. Dollars".
_MONEY_MEANS = phrase(
    rf"\b(?:references? to|all|any)\b[^.;$€£]{{0,40}}\b(?:money|payments?|amounts?|prices?|dollars)\b[^.;$€£]{{0,20}}"
    rf"\b(?:means?|refers? to|shall mean) {_NAMES}"
)
_MEANS = phrase(rf"[\"“](?:[A-Z]\w+ )?currency[\"”] (?:means|shall mean|is)\b(?:(?!\bmeans\b)[^;]){{0,160}}?{_NAMES}")
_OF_PAPER = phrase(rf"(?:[\n:.]|\A)\s{{0,80}}(?:payment |contract |invoice )?currency: {_NAMES}")
PAYING = phrase(
    r"\b(?:pa(?:y|id|yable|yments?)|invoic\w+|remit\w*|settle\w*|billed|computed|calculated|denominated|expressed"
    r"|stated|quoted|made|due"
    r"|fees?"
    r"|sums?|amounts?|prices?)\b[^.;$€£]{0,90}\Z"
)
EITHER = phrase(
    r"\b(?:exchange|convert\w*|conversion|equivalent|translat\w*|arbitra\w*|judgment|award|other than|if|unless"
    r"|local currenc\w+|rate of)\b"
)
_OR = phrase(r"[,\s]{0,3}or\b")
KIND = "currencies differ"


def currency_findings(known: Facts) -> Iterator[Finding]:
    """An amount alone in its currency among many in another, or against the one the contract says it is in."""
    for found in (*_TWO_SIGNS.finditer(known.text), *_WORDS_AND_SIGN.finditer(known.text)):
        words = " ".join(found[0].split())
        yield Finding(KIND, f"{words} names two currencies for one amount", (found.span(),))
    yield from _paid_in(known)
    yield from _things_in(known)
    yield from _figures_in(known)
    by_code: dict[str, list[Money]] = {}
    for one in known.moneys:
        by_code.setdefault(one.currency, []).append(one)
    all_in = (_ALL_IN.search(known.text) or _OF_PAPER.search(known.text)) if by_code else None
    stated = (stated_currency(known.text) or (all_in.lastgroup if all_in else "") or "") if by_code else ""
    main = stated or max(by_code, key=lambda code: len(by_code[code]), default="")
    for code, few in by_code.items():
        if code != main and not any(_meant(known.text, one) for one in few):
            yield from _stray(known, few, by_code.get(main, []), stated, bool(all_in))


def _things_in(known: Facts) -> Iterator[Finding]:
    """ "The Licence Fee shall be invoiced in Euros", where the fee is an amount in dollars."""
    for said in IN.finditer(known.text):
        segment = known.segments[segment_at(known, said.start())]
        words = known.text[segment.start : segment.end]
        if EITHER.search(words) or not PAYING.search(known.text, segment.start, said.start()):
            continue
        for name, one in meant(known, segment.start, segment.end).items():
            if one.currency != said.lastgroup and not TURNED.search(words):
                says = f"the {' '.join(name)} is in {said.lastgroup} here and in {one.currency} there"
                yield Finding(KIND, says, (said.span(str(said.lastgroup)), span(one)))
                break


def _figures_in(known: Facts) -> Iterator[Finding]:
    """One large figure in two currencies, where neither sentence turns one into the other."""
    by_figure: dict[Fraction, list[Money]] = {}
    for one in known.moneys:
        if one.amount >= _LARGE and not _MEANT.search(known.text[one.start : one.end]):
            by_figure.setdefault(one.amount, []).append(one)
    for few in by_figure.values():
        for one, other in combinations(few, 2):
            beside = known.text[max(0, other.start - _BESIDE) : other.end + _BESIDE]
            beside += known.text[max(0, one.start - _BESIDE) : one.end + _BESIDE]
            if one.currency != other.currency and not TURNED.search(beside):
                says = f"{one.value} is in {one.currency} here and in {other.currency} there"
                yield Finding(KIND, says, (span(other), span(one)))
                break


def _paid_in(known: Facts) -> Iterator[Finding]:
    """Two currencies that all is to be paid in; or one in which the contract has no amount, and many in another."""
    said = [
        one
        for one in IN.finditer(known.text)
        if PAYING.search(known.text, max(0, one.start() - 110), one.start())
        and not EITHER.search(known.text, max(0, one.start() - 60), one.end() + 80)
        and not _OR.match(known.text, one.end())
    ]
    said += [*_MEANS.finditer(known.text), *_MONEY_MEANS.finditer(known.text)]
    first = next(((one, other) for one, other in combinations(said, 2) if one.lastgroup != other.lastgroup), None)
    if first and len({one.lastgroup for one in said}) == 2 and not any(_converts(known.text, one) for one in said):
        one, other = first
        says = f"payment is in {one.lastgroup} here and in {other.lastgroup} there"
        yield Finding(KIND, says, (other.span(str(other.lastgroup)), one.span(str(one.lastgroup))))
        return
    codes = {one.currency for one in known.moneys}
    for one in said if len(codes) == 1 and len(known.moneys) >= _USUAL and not _CONVERTS.search(known.text) else ():
        if one.lastgroup not in codes:
            says = f"payment is in {one.lastgroup}, and the amounts of the contract are in {next(iter(codes))}"
            yield Finding(KIND, says, (one.span(str(one.lastgroup)), span(known.moneys[0])))
            return


def _converts(text: str, said: re.Match[str]) -> bool:
    """Whether one currency is turned into another where one is named."""
    return bool(TURNED.search(text, max(0, said.start() - _ABOUT), said.end() + _ABOUT))


def _stray(known: Facts, few: list[Money], usual: list[Money], stated: str, strict: bool) -> Iterator[Finding]:
    """Amounts in a currency that is not that of the contract."""
    odd = few[0]
    if len(few) == 1 and len(usual) >= _USUAL:
        other = min(usual, key=lambda one: abs(one.start - odd.start))
        says = f"one amount is in {odd.currency}, the {len(usual)} others are in {other.currency}"
        yield Finding(KIND, says, (span(odd), span(other)))
    elif stated and len(few) <= _STRAY and odd.amount >= _SOME and not _in_words(known.text, odd, strict):
        says = f"the contract says that its amounts are in {stated}, and {odd.value} is in {odd.currency}"
        yield Finding(KIND, says, tuple(span(one) for one in few))
    else:
        pairs = ((one, other) for one in few for other in usual if one.amount == other.amount >= _SMALL)
        for one, other in pairs:
            says = f"{one.value} is in {one.currency} here and in {other.currency} there"
            yield Finding(KIND, says, (span(one), span(other)))
            return


def _meant(text: str, one: Money) -> bool:
    """Whether the words around an amount make its other currency right."""
    said = text[one.start : one.end]
    other_dollars = one.currency in _DOLLARS and "dollars" in said.lower()
    return bool(other_dollars or _MEANT.search(said) or _CONVERTS.search(text, max(0, one.start - 300), one.end + 300))


def _in_words(text: str, one: Money, all_in: bool) -> bool:
    """Whether the currency is written out beside its sign; where all payments are in another, with its country too."""
    if all_in and not COUNTRY.search(text, max(0, one.start - 120), one.end + 40):
        return False
    return one.words is not None or bool(_IN_WORDS.search(text, max(0, one.start - 24), one.start))
