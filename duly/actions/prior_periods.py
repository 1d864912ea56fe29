"""Amounts that a period books for earlier ones: gathered by contract, each with what caused it, with the class that is
proposed and the one a person gave it. Another person agrees to a class; it holds for the very amounts it was given to.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from django.db.models import F, Q

from duly.actions.drafts import Draft, draft_of
from duly.actions.errors import NotClassed, NothingToDo
from duly.actions.gate import Json, Step, verb
from duly.actions.lines import Amounts, Key, posted_lines, summed_by_key
from duly.actions.money import decimals
from duly.engine.contracts.terms import Fact as Row
from duly.engine.contracts.terms import Terms
from duly.engine.journal.books import calendar_of
from duly.engine.periods.prior import CLASSES, Learned, Proposal, proposed
from duly.ground.dates import day, iso
from duly.ground.money import currency
from duly.store import lift
from duly.store.audit import AuditLine
from duly.store.canonical import digest
from duly.store.contracts import Fact
from duly.store.journal import BY_ENGINE, CORRECTION, OPENING_DIFFERENCE, RESTATED_CORRECTION
from duly.store.judgements import Classed
from duly.store.periods import OPENING, Period, closes_that_stand, opening_of

_FIRST_DAY = 0  # of the calendars: no contract is older than 1970
_OF_SETTINGS = ("policy", "ssp", "rate", "engine version")


class Placed(NamedTuple):
    """A line that belongs to another period than the one it stands in. booked: the period that books it, were it not
    restated · is_correction: it moves what was closed, and not what became known late."""

    stands: str
    booked: str
    is_correction: bool
    key: Key
    amounts: Amounts


@dataclass
class Prior:
    """What a period books of a contract for an earlier one. cause: what changed beside the contract, if anything.

    whole: all of it by account, in minor units of the books, wherever it stands by now · rows: its lines · named, why:
    how a person classed it."""

    booked: str
    contract: str
    economic: str
    cause: str
    currency: str = ""
    whole: Counter[str] = field(default_factory=Counter)
    rows: list[Placed] = field(default_factory=list)
    learned: Sequence[Learned] = ()
    proposal: Proposal = Proposal("", "")
    named: str = ""
    why: str = ""

    @property
    def of(self) -> tuple[str, str, str, str]:
        """What it is known by."""
        return self.booked, self.contract, self.economic, self.cause

    @property
    def standing(self) -> dict[tuple[bool, Key], Amounts]:
        """What of it stands elsewhere than in the period it belongs to: lines, with whether each is a correction."""
        sums: dict[tuple[bool, Key], Amounts] = {}
        for one in self.rows:
            if one.stands != self.economic:
                so_far = sums.get((one.is_correction, one.key), Amounts(0, 0))
                added = Amounts(*(a + b for a, b in zip(so_far, one.amounts, strict=True)))
                sums[one.is_correction, one.key] = added
        return {key: amounts for key, amounts in sums.items() if any(amounts)}

    @property
    def largest(self) -> int:
        """The largest of its amounts."""
        return max(map(abs, self.whole.values()), default=0)

    @property
    def open(self) -> int:
        """The largest of its amounts by account, of what stands elsewhere."""
        sums: Counter[str] = Counter()
        for (_, key), amounts in self.standing.items():
            sums[key.account] += amounts.books_amount
        return max(map(abs, sums.values()), default=0)

    @property
    def mark(self) -> str:
        """The digest of what a class is given to."""
        return digest([self.currency, {account: amount for account, amount in self.whole.items() if amount}])


def prior_amounts(seq: int, draft: Draft | None, entity: str, book: str) -> list[Prior]:
    """What the periods of an entity booked for closed ones before them, and what a draft would; as known by a
    command."""
    ends = _ends(seq, entity, book)
    homes = dict.fromkeys(_before_opening(seq, entity, book), OPENING) | {name: name for name in ends}
    found: dict[tuple[str, str, str, str], Prior] = {}
    placed = [
        one
        for one in [*_posted(seq, entity, book), *_drafted(draft)]
        # How a difference of the opening is booked was agreed to with it.
        if one.key.economic in homes and one.key.cause != OPENING_DIFFERENCE
    ]
    names = _names_together({(one.booked, one.key.contract) for one in placed})
    for one in placed:
        cause = one.key.cause if one.is_correction else ""
        cause = cause if cause in _OF_SETTINGS else ""
        of = one.booked, names[one.booked, one.key.contract], homes[one.key.economic], cause
        prior = found.setdefault(of, Prior(*of, one.key.books_currency))
        prior.whole[one.key.account] += one.amounts.books_amount
        prior.rows.append(one)
    kept = [prior for prior in found.values() if any(prior.whole.values())]
    _told(kept, ends, seq, entity, book)
    return sorted(kept, key=lambda prior: prior.of)


def _before_opening(seq: int, entity: str, book: str) -> list[str]:
    """The periods before the cut-over, if there was one: what belongs to them belongs to the opening."""
    opening = opening_of(entity, book, seq)
    if opening is None:
        return []
    own = next(one for one in lift.company_at(seq).entities if one.ref == entity)
    return [one.name for one in calendar_of(own).periods(_FIRST_DAY, opening.until)]


def _names_together(booked: set[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """By period and contract: the name of all that it was combined with there, so that what moves from one name to the
    other is no amount."""
    of: dict[str, list[str]] = {}
    for period, contract in booked:
        of.setdefault(period, []).append(contract)
    combined = {period: [one for one in names if "+" in one] for period, names in of.items()}

    def whole(period: str, contract: str) -> str:
        refs = set(contract.split("+"))
        return max((one for one in combined[period] if refs <= set(one.split("+"))), key=len, default=contract)

    return {(period, contract): whole(period, contract) for period, contract in booked}


def _posted(seq: int, entity: str, book: str) -> Iterator[Placed]:
    rows = posted_lines(entity, book, BY_ENGINE, seq).filter(~Q(economic=F("entry__period")) | ~Q(entry__taken_from=""))
    for stands, taken_from, kind, *key, amount, books_amount in summed_by_key(rows, "period", "taken_from", "kind"):
        is_correction = kind in (CORRECTION, RESTATED_CORRECTION)
        yield Placed(stands, taken_from or stands, is_correction, Key(*key), Amounts(amount, books_amount))


def _drafted(draft: Draft | None) -> Iterator[Placed]:
    if draft is None:
        return
    name = draft.period.name
    for lines, is_correction in ((draft.lines, False), (draft.unusual, True)):
        for key, amounts in lines.items():
            if key.economic != name:
                yield Placed(name, name, is_correction, key, amounts)


def _told(found: Sequence[Prior], ends: Mapping[str, int], seq: int, entity: str, book: str) -> None:
    """Put what caused each amount, the class that follows from it, and the one it was given."""
    periods = {one.name: one for one in Period.objects.filter(entity=entity, book=book)}
    refs = {ref for one in found for ref in one.contract.split("+")}
    company = lift.company_at(seq)
    terms = {one.ref: one for one in lift.contracts_at(seq, company, refs=refs).terms} if refs else {}
    claims = {
        (row.contract_id, row.part, row.position): row.claimed
        for some in lift.batches(sorted(refs))
        for row in Fact.objects.filter(contract_id__in=some, seq__lte=seq).exclude(claimed="")
    }
    given = {(one.period, one.contract, one.economic, one.cause): one for one in _given(seq, entity, book)}
    for one in found:
        window = _window(one.booked, periods, ends, seq)
        mine = [terms[ref] for ref in one.contract.split("+") if ref in terms]
        until = periods[one.economic].until
        one.learned = [row for member in mine for row in _learned(member, window, until, claims)]
        one.proposal = proposed(one.cause, one.learned, _day_of(ends[one.economic]))
        made = given.get(one.of)
        if made is not None and made.amounts == one.mark:
            one.named, one.why = made.named, made.why


def _given(seq: int, entity: str, book: str) -> Iterable[Classed]:
    return Classed.objects.filter(entity=entity, book=book, seq__lte=seq).order_by("seq")


def _ends(seq: int, entity: str, book: str) -> dict[str, int]:
    """The closes that stand, each with its command, by period."""
    closes = closes_that_stand(seq, book)
    return {event.period.name: event.seq for event in closes if event.period.entity == entity}


def _window(booked: str, periods: Mapping[str, Period], ends: Mapping[str, int], seq: int) -> tuple[int, int]:
    """The commands after which, and up to which, was recorded what a period books for earlier ones."""
    start = periods[booked].start if booked in periods else 1 << 30
    then = [end for name, end in ends.items() if periods[name].until <= start]
    return max(then, default=0), ends.get(booked, seq)


def _day_of(seq: int) -> int:
    """The day of a command."""
    return day(AuditLine.objects.get(seq=seq).at[:10])


def _learned(
    terms: Terms, window: tuple[int, int], until: int, claims: Mapping[tuple[str, str, int], str]
) -> Iterator[Learned]:
    """What was recorded of a contract between two commands that took effect before a day; a new contract with all it
    brings is one."""
    after, upto = window
    if after < terms.known_on <= upto:
        after = terms.known_on
        yield Learned("contract", terms.signed_on, words=f"contract {terms.ref}, signed on {iso(terms.signed_on)},")
    for part, rows in (("happened", terms.happened), ("judged", terms.judged), ("costs", terms.costs)):
        for row in rows:
            if after < row.known_on <= upto and row.on < until:
                yield _row(row, terms.ref, part, claims.get((terms.ref, part, row.order), ""))
            if row.lifted_on is not None and after < row.lifted_on <= upto and row.on < until:
                yield Learned("lifted", row.on, words=f"{terms.ref}/{part}/{row.order}, an override that was lifted,")


def _row(row: Row, contract: str, part: str, claimed: str) -> Learned:
    words = f"{contract}/{part}/{row.order}: {row.verb} on {iso(row.on)}"
    known = day(claimed) if claimed else None
    return Learned(row.verb, row.on, row.corrects, known, words + (f", known {claimed}" if claimed else ""))


@verb("prior.class")
def class_amounts(
    step: Step, entity: str, period: str, contract: str, named: str, of: str = "", book: str = ""
) -> Json:
    """Say what it is that a period books of a contract for earlier ones, or for one of them: its reason is the why of
    the command."""
    step.touch(entity)
    if named not in CLASSES:
        raise NotClassed(f"there is no class {named!r}", fix=f"one of: {', '.join(CLASSES)}")
    if not step.why:
        raise NotClassed("a class is a judgement and needs a reason", fix="say it with --why")
    draft = draft_of(step.seq, entity, book, period)
    found = [
        one
        for one in prior_amounts(step.seq, draft, entity, draft.period.book)
        if (one.booked, one.contract) == (period, contract) and of in ("", one.economic)
    ]
    if not found:
        raise NothingToDo(f"{period} books nothing of {contract} for {of or 'an earlier period'}")
    digits = decimals()
    for one in found:
        step.weigh(one.largest, currency(one.currency, digits).digits)
        place = {"entity": entity, "book": draft.period.book, "period": period, "contract": contract}
        what = {"economic": one.economic, "cause": one.cause, "amounts": one.mark, "named": named, "why": step.why}
        Classed(**place, **what, seq=step.seq).save(force_insert=True)
    step.subject = f"{contract} in {period}"
    return {
        "contract": contract,
        "period": period,
        "class": f"{named} ({CLASSES[named][0]})",
        "amounts": {_place(one): _sums(one) for one in found},
        "proposed": {_place(one): f"{one.proposal.named}: {one.proposal.why}" for one in found},
    }


def _place(one: Prior) -> str:
    """The period it belongs to, with what changed beside the contract, if anything: one period may have both."""
    return f"{one.economic} by {one.cause}" if one.cause else one.economic


def _sums(one: Prior) -> dict[str, str]:
    return {f"{account} {one.currency}": str(amount) for account, amount in sorted(one.whole.items()) if amount}
