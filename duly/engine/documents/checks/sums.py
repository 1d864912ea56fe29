"""Lists that must make their total: payments "as follows", rows over a total row, a prepayment and its balance."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from fractions import Fraction

from duly.engine.documents.checks.facts import MOST, Facts, alike, near, phrase, reaches, span
from duly.engine.documents.checks.instalments import BOUND, total_marked
from duly.engine.documents.proposals import Finding
from duly.engine.documents.values.money import Money, amount_text

KIND = "parts differ from total"
# What opens a list of the parts of an amount.
_OPENS = phrase(
    r"\b(?:as follows|following(?! dates?)|of which|consist(?:s|ing) of|compris(?:es|ing|ed)(?: of)?|covers?"
    r"|includes?"
    r"|composed of"
    r"|made up of|(?<=\()being|divided (?:in|into)"
    r"|broken down|(?:in|into) (?:two|three|four|five|[2-5]) (?:\(\d\) )?(?:parts|tranches|instal{1,2}ments"
    r"|payments|stages)"
    r"|plus the following|split|(?:payable|paid)(?=\s{0,3}:?\s{0,3}\(?\w{0,2}\)?\s{0,3}\Z))\b"
)
_EACH = phrase(
    r"\s{0,3}\)?,?\s{0,3}(?:per\b|/|each\b|every\b|a (?:month|year|quarter|day|unit|week)|an hour|monthly"
    r"|annual|quarterly|for each)"
)
_OF_EACH = phrase(r"(?:per [a-z]{3,10}|each|rate|at|times|x|monthly|quarterly)\s{0,3}(?:of\s{0,3})?\Z")
# Words between two amounts after which the second is no further part of a list.
_APART = phrase(
    r"\b(?:if|unless|except|provided|instead|or|per share|greater|lesser|rather|minus|less|increas\w*|shares?)\b"
)
_MANY = phrase(
    r"(?:two|three|four|five|six|eight|ten|twelve|\d\)?) (?:[a-z-]+ ){0,3}(?:instal{1,2}ments"
    r"|payments)\b[^.;:$€£]{0,40}\Z"
)
_REST = phrase(r"\b(?:balance|remain(?:ing|der)|rest)\b[^.;$€£]{0,50}\Z")
_REST_AFTER = phrase(r"\s{0,3}(?:is the |as |-\s?)?(?:final )?(?:balance|remainder)\b")
# A sentence that ends, and the next one does not begin with the number of a list.
_ENDED = phrase(r"(?<!\s\d)\.\s{1,9}(?!\n\s{0,9}[(•\-\d])[A-Z][a-z]", re.NOFLAG)
_SUMMED = phrase(r"\.\s{1,9}(?:the |a )?(?:grand |aggregate |annual |project )?(?:total|aggregate|sum)\b")
_PRICE = phrase(r"\b(?:price|fees?|consideration|budget|compensation|amount|value|sum)\b(?: of| is|:)?\s{0,3}\Z")
_COLON = phrase(r"\s{0,3}\)?\s{0,3}:")
_COLON_LATER = phrase(r":\s{1,9}\S{0,4}\s?\Z")
_PAYING = phrase(
    r"\b(?:pay\w*|paid|fees?|price|due|budget|grant|sum|cost|total|consideration|contribut\w*"
    r"|compensation)\b"
)
_TIERS = phrase(
    r"\b(?:year (?:one|two|[12])|tiers?|per|greater|exceed\w*|excess|between|first \$|range"
    r"|shares?|insurance|coverage|limit|if)\b"
)
_REACH = 170
# A remark in brackets between two parts of a list: "(provided that ... has been received)".
_ASIDE = re.compile(r"\([^()]{30,400}(?:\([^()]{0,40}\)[^()]{0,200})?\)")
_TOTAL_ROW = phrase(r"\b(?:grand |sub-?)?total\b|\b(?:amount|balance) due\b|\bsum\b")
_SUBTOTAL = phrase(r"\bsub-?total\b")


def sum_findings(known: Facts) -> Iterator[Finding]:
    """Totals that their parts do not make."""
    if len(known.moneys) < 3:
        return
    for place, total in enumerate(known.moneys):
        if BOUND.search(known.text, max(0, total.start - 70), total.start):
            continue
        parts = _following(known, place)
        if len(parts) >= 2:
            yield from _compared(total, parts)
            continue
        if _called_total(known.text, total):
            yield from _compared(total, _preceding(known, place))
    yield from _balances(known)
    yield from _rows(known)


def _following(known: Facts, place: int) -> list[Money]:
    """The parts that a list after an amount gives."""
    text, total = known.text, known.moneys[place]
    if place + 2 >= len(known.moneys):
        return []
    first = known.moneys[place + 1]
    words = text[total.end : first.start]
    if _dense(known, place):
        return list(known.moneys[place + 1 : place + 1 + _length(known, place)])
    if len(words) > 260 or not (_OPENS.search(words) or _of_fee(text, total, words)) or _APART.search(words):
        return []
    if re.search(r"\.\s{1,9}[A-Z]", words) and (
        not (_SAID.search(words) or re.search(r":\s|as follows", words)) or not _alone(known, place)
    ):
        return []
    return _run(known, place + 1)


# "The said amount is made up of", in a sentence of its own.
_SAID = phrase(
    r"\.\s{1,9}(?:the (?:said )?|this |such |said )(?:\w+ )?(?:amount|sum|fee|total|price)\b[^.;]{0,30}\b(?:made up"
    r"|consist\w*|compris\w*|composed|broken down|divided)\b"
)


def _dense(known: Facts, place: int) -> bool:
    """Whether three amounts or more follow a larger one so closely, in a sentence on paying, that they are"
    " its parts."""
    text, total, many = known.text, known.moneys[place], _length(known, place)
    if many < 3:
        return False
    run = known.moneys[place + 1 : place + 1 + many]
    words = text[max(0, total.start - 90) : run[-1].end + 30]
    largest = all(one.amount < total.amount for one in run) and all(_is_part(text, one) for one in (total, *run))
    return (
        largest
        and bool(_PAYING.search(words))
        and not _TIERS.search(words)
        and alike(total.amount, sum((one.amount for one in run), Fraction(0)), 2)
    )


def _length(known: Facts, place: int) -> int:
    """How many amounts follow one closely, each in the same sentence."""
    many = 0
    for one, other in zip(known.moneys[place:], known.moneys[place + 1 : place + 2 + MOST], strict=False):
        words = known.text[one.end : other.start]
        if len(words) > 75 or _APART.search(words) or _ENDED.search(words) or _called_total(known.text, other):
            break
        many += 1
    return many


def _alone(known: Facts, place: int) -> bool:
    """Whether no other amount stands just before an amount, so that it is the one a later sentence speaks of."""
    return place == 0 or known.moneys[place].start - known.moneys[place - 1].end > 200


def _of_fee(text: str, total: Money, words: str) -> bool:
    """Whether an amount that is called a total goes straight into its parts: "total $900 ...: $400 at signing"."""
    named = _called_total(text, total) or _PRICE.search(text, max(0, total.start - 40), total.start)
    return bool((named and _COLON.match(words)) or (_called_total(text, total) and _COLON_LATER.search(words)))


def _run(known: Facts, place: int) -> list[Money]:
    """Amounts that follow one another as the parts of a list do, to the end of the list."""
    text, run = known.text, [known.moneys[place]]
    for one in known.moneys[place + 1 : place + 1 + MOST]:
        words = _ASIDE.sub("", text[run[-1].end : one.start])
        if (
            len(words) > _REACH
            or _ENDED.search(words)
            or re.search(r"\n\s*\n[^\n]*\n\s*\n", words)
            or _called_total(text, one)
        ):
            break
        run.append(one)
    return run if all(_is_part(text, one) for one in run) and not _broken(text, run) else []


def _broken(text: str, run: Sequence[Money]) -> bool:
    gaps = (_ASIDE.sub("", text[one.end : other.start]) for one, other in zip(run, run[1:], strict=False))
    return any(_APART.search(gap) for gap in gaps)


def _is_part(text: str, one: Money) -> bool:
    """Whether an amount can be a part of a sum: not a price by the unit or month, no bound."""
    before = text[max(0, one.start - 70) : one.start]
    return not (_EACH.match(text, one.end) or any(words.search(before) for words in (_OF_EACH, _MANY, BOUND)))


def _preceding(known: Facts, place: int) -> list[Money]:
    """The parts that stand before an amount called their total."""
    text, run = known.text, [known.moneys[place]]
    for one in reversed(known.moneys[max(0, place - MOST) : place]):
        words = text[one.end : run[-1].start]
        if (
            len(words) > _REACH
            or (_ENDED.search(words) and not (len(run) == 1 and _SUMMED.search(words)))
            or _called_total(text, one)
        ):
            break
        run.append(one)
    parts = run[:0:-1]
    return parts if all(_is_part(text, one) for one in parts) and not _broken(text, parts) else []


def _called_total(text: str, one: Money) -> bool:
    """Whether an amount is called a total in words; an equals sign ends a calculation, not a list."""
    return total_marked(text, one) and not text[max(0, one.start - 40) : one.start].rstrip().endswith("=")


def _compared(total: Money, parts: Sequence[Money]) -> Iterator[Finding]:
    """A finding where neither all parts nor any of them make the total."""
    if len(parts) < 2 or len({one.currency for one in (total, *parts)}) > 1:
        return
    amounts = [one.amount for one in parts]
    whole = sum(amounts, Fraction(0))
    if _made(total.amount, amounts) or not alike(total.amount, whole, 5) or len(parts) > MOST:
        return
    yield _differ(whole, total, parts)


def _made(total: Fraction, amounts: Sequence[Fraction]) -> bool:
    """Whether amounts that follow one another make a total: all of them, or some of a longer list."""
    ends = range(len(amounts) + 1)
    return any(near(total, sum(amounts[low:high], Fraction(0))) for low in ends for high in ends if high - low > 1)


def _differ(whole: Fraction, total: Money, parts: Sequence[Money]) -> Finding:
    says = f"the parts add up to {amount_text(whole)}, the total is {amount_text(total.amount)}"
    return Finding(KIND, says, (span(total), *(span(one) for one in parts)))


def _balances(known: Facts) -> Iterator[Finding]:
    """ "$5,000 ... a prepayment of $1,900 and the remaining $3,300"."""
    text = known.text
    for place, (total, part, rest) in enumerate(zip(known.moneys, known.moneys[1:], known.moneys[2:], strict=False)):
        if place and _same_list(text, known.moneys[place - 1], total):
            continue
        named = _REST.search(text, max(part.end, rest.start - 70), rest.start) or _REST_AFTER.match(text, rest.end)
        if rest.start - total.end > 420 or not named:
            continue
        if part.start - total.end > _REACH or BOUND.search(text, max(0, total.start - 70), total.start):
            continue
        between_them = text[total.end : rest.start]
        plain = not _APART.search(between_them) and all(_is_part(text, one) for one in (total, part, rest))
        whole = part.amount + rest.amount
        if plain and not near(whole, total.amount) and alike(whole, total.amount, 2) and total.amount > part.amount:
            yield _differ(whole, total, (part, rest))


def _same_list(text: str, one: Money, other: Money) -> bool:
    """Whether two amounts stand in one sentence, the first being the larger: the second is a part of it."""
    words = text[one.end : other.start]
    return one.amount > other.amount and len(words) < _REACH and not re.search(r"[.;]\s", words)


def _rows(known: Facts) -> Iterator[Finding]:
    """Lines of a table over a line with their total, column by column."""
    lines = _lines(known)
    for place, (start, inside) in enumerate(lines):
        words = known.text[start : inside[0].start]
        if not _TOTAL_ROW.search(words) or _SUBTOTAL.search(words) or len(words) > 80:
            continue
        above = _above(known.text, lines, place)
        if len(above) < 2:
            continue
        for column, total in enumerate(inside):
            yield from _column(total, [few[column] for few in above])


def _column(total: Money, parts: Sequence[Money]) -> Iterator[Finding]:
    amounts = [one.amount for one in parts]
    ends = [sum(amounts[first:], Fraction(0)) for first in range(len(amounts) - 1)]
    if any(near(total.amount, one) for one in ends) or reaches(total.amount, amounts[-MOST:]):
        return
    if alike(total.amount, ends[0], 2) and len({one.currency for one in (total, *parts)}) == 1:
        yield _differ(ends[0], total, parts)


def _lines(known: Facts) -> list[tuple[int, list[Money]]]:
    """The lines of the text that have amounts: where each begins, and its amounts."""
    starts = [0, *(one.end() for one in re.finditer("\n", known.text))]
    lines: dict[int, list[Money]] = {}
    for one in known.moneys:
        lines.setdefault(starts[bisect_left(starts, one.start + 1) - 1], []).append(one)
    return list(lines.items())


def _above(text: str, lines: Sequence[tuple[int, list[Money]]], place: int) -> list[list[Money]]:
    """The rows over a total row: lines near one another with as many amounts as it has."""
    found: list[list[Money]] = []
    last, columns = lines[place][0], len(lines[place][1])
    for start, inside in reversed(lines[max(0, place - 40) : place]):
        words = text[start : inside[0].start]
        prose = len(words) > 90 or len(inside) != columns or _TOTAL_ROW.search(words)
        if prose or text.count("\n", start, last) > 4 or last - start > 400:
            break
        found.append(inside)
        last = start
    return found[::-1]
