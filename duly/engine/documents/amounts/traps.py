"""What a reader must see: words and figures that disagree, and amounts that a scan has hurt."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from duly.engine.documents.amounts.confidence_money import confidence
from duly.engine.documents.checks.words import words_and_figures
from duly.engine.documents.proposals import Finding, Term, Value
from duly.engine.documents.text.places import dry
from duly.engine.documents.values.money import Money, amount_text
from duly.engine.documents.values.numbers import decimal_text, in_figures, in_words
from duly.engine.documents.values.percents import Percent

CONFLICT, OCR = "conflict", "ocr"
SURE = 9


_TIME = re.compile(
    r"\s?\)?\s{1,9}(?:calendar\s|business\s|consecutive\s)?(?P<unit>day|week|month|year)s?\b", re.IGNORECASE
)


def terms_of_traps(text: str, moneys: Iterable[Money], percents: Iterable[Percent]) -> list[tuple[Term, int]]:
    """A term for each contradiction and each mended scan error, with how clear it is."""
    found: list[tuple[Term, int]] = [(term, SURE) for term in _of_times(text)]
    for money in moneys:
        found += [(term, SURE) for term in _of_money(money)]
    for percent in percents:
        if not percent.agrees and percent.words is not None and percent.figures is not None:
            said: dict[str, Value] = {"words": decimal_text(percent.words), "figures": decimal_text(percent.figures)}
            found.append((Term(CONFLICT, said, percent.start, percent.end, 1), SURE))
        if percent.hurt:
            found.append((Term(OCR, {"percent": percent.value}, percent.start, percent.end, 1), SURE))
    return found


def conflicts_of(text: str, findings: Sequence[Finding], terms: Sequence[Term]) -> list[Term]:
    """A term for each contradiction of passages that no term tells yet; it stands at the first of them."""
    told = [(term.start, term.end) for term in terms if term.field == CONFLICT]
    found = []
    for one in findings:
        known = any(start < last and end > first for start, end in one.spans for first, last in told)
        if one.spans and not known:
            stated: list[Value] = [dry(text[start:end]) for start, end in one.spans]
            said: dict[str, Value] = {"stated": stated, "resolved": None}
            found.append(Term(CONFLICT, said, *one.spans[0], confidence(CONFLICT, 0)))
    return found


def _of_times(text: str) -> Iterator[Term]:
    """ "thirty (45) days": two lengths of time."""
    for one in words_and_figures(text):
        (start, middle), (inner, end) = one.spans
        unit = _TIME.match(text, end)
        numbers = in_words(text[start:middle]), in_figures(text[inner:end])
        if unit and all(number is not None and number.denominator == 1 for number in numbers):
            words, figures = (f"P{number}{unit['unit'][0].upper()}" for number in numbers)
            yield Term(CONFLICT, {"words": words, "figures": figures, "resolved": None}, start, unit.end(), 1)


def _of_money(money: Money) -> list[Term]:
    terms: list[Term] = []
    amount: dict[str, Value] = {"amount": money.value, "currency": money.currency}
    start, end = money.figure
    if not money.agrees and money.words is not None and money.figures is not None:
        said: dict[str, Value] = {
            "words": amount_text(money.words), "figures": amount_text(money.figures), "resolved": money.value,
            "currency": money.currency,
        }  # fmt: skip
        terms.append(Term(CONFLICT, said, money.start, money.end, 1))
        if sign_read_as_digit(money):
            terms.append(Term(OCR, amount, start, end, 1))
    if money.cents:
        stated: dict[str, Value] = {
            "stated": [f"{money.value} {money.currency}", f"{money.value} cents"],
            "resolved": money.value,
        }
        terms.append(Term(CONFLICT, stated | {"currency": money.currency}, money.start, money.end, 1))
    if money.hurt:
        terms.append(Term(OCR, amount, money.start if not money.words else start, end, 1))
    return terms


def sign_read_as_digit(money: Money) -> bool:
    """Whether the figure is the amount in words with a digit before it: a "$" that a scan took for a 5, an 8 or a 3."""
    if money.words is None or money.figures is None:
        return False
    words, figures = decimal_text(money.words), decimal_text(money.figures)
    return figures[1:] == words and figures[:1] in "583"
