"""Every number that was posted derived from what was known when it was, each derivation proved by the checker alone,
and what it comes to held against the journal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from django.db.models import QuerySet

from duly.actions.disclosures import PostedBook, entities_and_books
from duly.checker.proof import Verdict, prove
from duly.checker.trees import Node, read
from duly.checker.words import value
from duly.engine.disclosure.balances import NAMES
from duly.engine.disclosure.posted import Known
from duly.engine.explain.derivation import NothingToExplain
from duly.engine.explain.numbers import COSTS, explain_number, homes_of
from duly.ground.money import plain
from duly.store import lift
from duly.store.journal import COMPUTED, MANUAL, RESTATEMENT, REVERSAL, Line
from duly.store.texts_again import texts_of
from duly.writers import json

Say = Callable[[str], None]


class _Number(NamedTuple):
    """A posted number: contract, what, period, minor units, decimals of its currency."""

    contract: str
    what: str
    period: str
    minor: int
    digits: int


def proofs(say: Say) -> Iterator[tuple[str, Verdict]]:
    """Entity, book and period of everything that is closed, with the proof of what was posted there."""
    for entity, book in entities_and_books():
        one = PostedBook(entity, book)
        for period in one.closed:
            say(f"{entity} {book} {period}")
            yield f"{entity}/{book}/{period}", _of_period(one, period)


def _of_period(one: PostedBook, period: str) -> Verdict:
    known = one.known(one.names.index(period))
    texts = texts_of([dossier.block() for dossier in lift.dossiers_at(known.seq, one.entity).values()])
    tops, faults = list[Node](), list[str]()
    for number in (*_revenue(one, known, period), *_balances(one, known, period)):
        name = f"{number.contract}/{number.what}/{number.period}"
        try:
            step = explain_number(known.books, *number[:3])
        except NothingToExplain as error:
            faults.append(f"{name}: {error.what}")
            continue
        tops.append(read("".join(json.derivation(step)))[0])
        if value(tops[-1].value) * 10**number.digits != number.minor:
            posted = plain(number.minor, number.digits)
            faults.append(f"{name}: {posted} was posted, {tops[-1].value} is derived")
    verdict = prove(tops, texts.get, together=False)
    return verdict._replace(faults=[*verdict.faults, *faults])


def _revenue(one: PostedBook, known: Known, period: str) -> Iterator[_Number]:
    """Revenue that the engine posted to a period for itself; what a policy moved of earlier ones has a line of its
    own and no derivation."""
    sums: Counter[tuple[str, str, str]] = Counter()
    rows = _lines(one, known, [period]).filter(account="revenue", entry__kind__in=(COMPUTED, RESTATEMENT))
    for line in rows.exclude(entry__taken_from="", entry__kind=RESTATEMENT):
        if not _stands(line, known):
            sums[line.contract, line.obligation, line.currency] -= line.amount
    homes = homes_of(known.books)
    for (contract, obligation, code), minor in sorted(sums.items()):
        home = homes.get((contract.partition("+")[0], obligation), contract.partition("+")[0])
        yield _Number(home, obligation, period, minor, one.digits[code])


def _balances(one: PostedBook, known: Known, period: str) -> Iterator[_Number]:
    """Every balance of every contract at the end of a period, as posted by then."""
    names = one.names[: one.names.index(period) + 1]
    sums: Counter[tuple[str, str, str]] = Counter()
    accounts = {name.replace(" ", "_"): name for name in (*NAMES, *COSTS)}
    for line in _lines(one, known, names).filter(account__in=accounts).exclude(entry__kind__in=(MANUAL, REVERSAL)):
        if not _stands(line, known):
            sums[line.contract, accounts[line.account], line.currency] += line.amount
    for (contract, name, code), minor in sorted(sums.items()):
        side = 1 if name.endswith(("receivable", "asset")) else -1
        if minor:
            yield _Number(contract.partition("+")[0], name, period, side * minor, one.digits[code])


def _lines(one: PostedBook, known: Known, periods: Sequence[str]) -> QuerySet[Line]:
    rows = Line.objects.filter(entry__entity=one.entity, entry__book=one.book, entry__period__in=periods)
    return rows.filter(entry__seq__lte=known.seq).select_related("entry")


def _stands(line: Line, known: Known) -> bool:
    return bool(known.standing.keys() & set(line.contract.split("+")))
