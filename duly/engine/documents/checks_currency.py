"""One contract, one currency: an amount that stands alone in another is a slip."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from duly.engine.documents.checks_facts import Facts, phrase, span
from duly.engine.documents.proposals import Finding

_CONVERTS = phrase(
    r"\b(?:exchange rate|convert\w* (?:in)?to (?:U|dollar|local)|foreign currenc\w+|rate of exchange"
    r"|equivalent|other currenc\w+|local currency)\b"
)
_USUAL = 3
# Pounds that weigh, and a code set behind a figure with its sign: "50 pounds", "$10,000 USD".
_MEANT = phrase(r"pounds\Z|\$.{1,16}[A-Z]{3}\Z")
_DOLLARS = ("USD", "CAD", "AUD", "NZD", "HKD", "SGD")
_WORDS_AND_SIGN = phrase(
    r"\bdollars\s{0,3}\(\s?(?:€|£|EUR|GBP)\s?[\d,.]{1,16}|\beuros?\s{0,3}\(\s?(?:US)?\$\s?[\d,.]{1,16}"
    r"|\bpounds(?: sterling)?\s{0,3}\(\s?\$\s?[\d,.]{1,16}"
)
_TWO_SIGNS = phrase(
    r"(?:€|£|\bEUR\b|\bGBP\b)\s{0,2}[\d,.]{1,16}\s{0,2}(?:USD|US[\s-]?[Dd]ollars|[Dd]ollars)\b", re.NOFLAG
)


def currency_findings(known: Facts) -> Iterator[Finding]:
    """An amount alone in its currency among many in another."""
    for found in (*_TWO_SIGNS.finditer(known.text), *_WORDS_AND_SIGN.finditer(known.text)):
        words = " ".join(found[0].split())
        yield Finding("currencies differ", f"{words} names two currencies for one amount", (found.span(),))
    counts = Counter(one.currency for one in known.moneys)
    if len(counts) < 2:
        return
    (main, many), *others = counts.most_common()
    for code, few in others:
        odd = next(one for one in known.moneys if one.currency == code)
        around = known.text[max(0, odd.start - 300) : odd.end + 300]
        said = known.text[odd.start : odd.end]
        meant = _MEANT.search(said) or (code in _DOLLARS and "dollars" in said.lower())
        if few > 1 or many < _USUAL or meant or _CONVERTS.search(around):
            continue
        usual = min((one for one in known.moneys if one.currency == main), key=lambda one: abs(one.start - odd.start))
        says = f"one amount is in {code}, the {many} others are in {main}"
        yield Finding("currencies differ", says, (span(odd), span(usual)))
