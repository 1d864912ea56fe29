"""Two currencies for one amount, or for one payment, as their words tell.

"Five million Canadian dollars ($5,000,000 USD)"; royalties that are paid in euros where all payments are in dollars;
a share of a salary in pounds that is given, to the figure, in dollars.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from duly.engine.documents.checks.currency import COUNTRY, EITHER, IN, KIND, PAYING, TURNED
from duly.engine.documents.checks.facts import Facts, between, phrase, said_before, said_behind, span
from duly.engine.documents.proposals import Finding

_WORDS = {
    "USD": r"(?:US|U\.S\.|United States|American) dollars",
    "CAD": r"Canadian dollars",
    "AUD": r"Australian dollars",
    "NZD": r"New Zealand dollars",
    "HKD": r"Hong Kong dollars",
    "SGD": r"Singapore dollars",
    "EUR": r"euros?",
    "GBP": r"(?:british )?pounds sterling|british pounds",
    "CHF": r"swiss francs",
    "JPY": r"(?:japanese )?yen",
    "CNY": r"renminbi|chinese yuan",
}
_SIGNS = {
    "USD": r"US\s?\$|U\.S\.\s?\$|USD|\$US",
    "CAD": r"C\$|CAD|CDN|Cdn\s?\$",
    "AUD": r"A\$|AU\$|AUD",
    "NZD": r"NZ\$|NZD",
    "HKD": r"HK\$|HKD",
    "SGD": r"S\$|SGD",
    "EUR": r"€|EUR",
    "GBP": r"£|GBP",
    "CHF": r"CHF|SFr",
    "JPY": r"¥|JPY",
    "CNY": r"RMB|CNY",
}
_BY_WORDS = "|".join(f"(?P<w{code}>{words})" for code, words in _WORDS.items())
_BY_SIGN = "|".join(f"(?P<s{code}>{sign})" for code, sign in _SIGNS.items())
_NAMED = phrase(rf"\b(?:{_BY_WORDS})")
_SIGNED = re.compile(rf"(?<![A-Za-z])(?:{_BY_SIGN})(?![A-Za-z])")
_FIGURES = re.compile(r"\s{0,3}\(\s{0,3}(?P<said>[A-Z.]{0,4}\s?[$€£¥]?\s?\d[\d,.]{0,18}\d\s{0,2}[A-Z]{0,3})\s{0,3}\)")
_ALL = phrase(
    r"\ball (?:payments?|amounts?|sums?|royalties|fees)\b[^.;]{0,100}\b(?:payable|paid|made|remitted|due)"
    r" (?:exclusively |only )?\Z"
)
_EXCEPT = phrase(r"\b(?:unless|except|save|subject to)\b")
_SENTENCE, _LEAST, _ROUND, _BESIDE = 400, 100, 100, 250


def pair_findings(known: Facts) -> Iterator[Finding]:
    """Amounts and payments with two currencies."""
    for found in _NAMED.finditer(known.text):
        figures = _FIGURES.match(known.text, found.end())
        sign = _SIGNED.search(figures["said"]) if figures else None
        if figures and sign and sign.lastgroup and found.lastgroup and sign.lastgroup[1:] != found.lastgroup[1:]:
            words = " ".join((found[0] + figures[0]).split())
            yield Finding(KIND, f"{words} names two currencies for one amount", ((found.start(), figures.end()),))
    yield from _all_in(known)
    yield from _shares(known)


def _all_in(known: Facts) -> Iterator[Finding]:
    """ "Pays, in Euros, the royalties", where all payments are in dollars."""
    named = [(one, *_sentence(known.text, one)) for one in IN.finditer(known.text)]
    whole = [one for one, before, after in named if _ALL.search(before + " ") and not _EXCEPT.search(before + after)]
    for one, before, after in named if len({it.lastgroup for it in whole}) == 1 else ():
        words = f"{before} {one[0]} {after}"
        if one.lastgroup == whole[0].lastgroup or not PAYING.search(before[-110:]):
            continue
        if not any(it.search(words) for it in (EITHER, TURNED, COUNTRY)):
            says = f"payment is in {one.lastgroup} here and in {whole[0].lastgroup} there"
            yield Finding(KIND, says, tuple(it.span(str(it.lastgroup)) for it in (one, whole[0])))
            return


def _sentence(text: str, one: re.Match[str]) -> tuple[str, str]:
    """What stands before and behind a place in its sentence."""
    return said_before(text, one.start(), _SENTENCE), said_behind(text, one.end(), _SENTENCE)


def _shares(known: Facts) -> Iterator[Finding]:
    """A share that is, to the figure, that of an amount in another currency."""
    for percent in known.percents if len({one.currency for one in known.moneys}) > 1 else ():
        share = Fraction(percent.value) / 100
        for part in between(known.moneys, percent.end, percent.end + _BESIDE // 2) if 0 < share < 1 else ():
            beside = known.text[max(0, percent.start - _BESIDE) : part.end + _BESIDE]
            exact = part.amount >= _LEAST and part.amount % _ROUND and not TURNED.search(beside)
            bases = [one for one in known.moneys if exact and one.amount * share == part.amount]
            if bases and all(one.currency != part.currency for one in bases):
                says = f"{percent.value}% of {bases[0].currency} {bases[0].value} is given in {part.currency}"
                yield Finding(KIND, says, (span(part), span(bases[0])))
