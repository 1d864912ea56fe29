"""From a number back to rules, facts and words: the derivation tree of the revenue of an obligation in a period.

Every node says what it is, how it was computed with its numbers, and the paragraph; every leaf is a fact, a policy or
an opening with its file and line and the words of the document it was taken from.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from duly.engine import tables as t
from duly.engine.contracts.amendments import takes_effect
from duly.engine.contracts.judgements import OVERRIDES
from duly.engine.contracts.terms import Terms
from duly.engine.explain.amounts import Amounts, difference, summed
from duly.engine.explain.causes import Cause, causes_of
from duly.engine.explain.tranches import recognized
from duly.engine.explain.treated import changed_by
from duly.engine.explain.view import Steps, View, each_fact, of_terms
from duly.engine.journal.books import Books
from duly.engine.periods.posting import Booked
from duly.ground.dates import iso
from duly.ground.errors import NOWHERE, DulyError
from duly.ground.reports import Step

_CITE = "606-10-25-31"
# What was billed or paid moves no revenue.
_OF_CASH = ("invoice", "paid", "write off", "recovered")


class NothingToExplain(DulyError):
    """No contract, obligation or period of that name in these books."""


def explain(books: Books, contract: str, obligation: str, period: str) -> Step:
    """How the revenue of an obligation that a period books came about.

    The period's own performance is the difference of two positions, split by cause; what became known late for earlier
    periods stands beside it, period by period."""
    asked = _asked(books, contract, obligation, period)
    one = asked.booked[asked.number]
    own = _difference(asked, one, one.known_on)
    late = list(_late(asked))
    where = period_in_words(asked, one)
    label = f"revenue of {contract}/{obligation} booked in {period}"
    total = own.amount + sum(amount for amount, _ in late)
    judged = (*_changed(asked, one), *_closed(asked, one), *_overridden(asked, one.known_on))
    if not late:
        below = (*own.step.children, *judged)
        return asked.step(label, own.step.value, own.step.how, source=where, cite=_CITE, children=below)
    parts = [own.step, *(step for _, step in late)] if own.amount else [step for _, step in late]
    how = f"= {summed([step.value for step in parts])}"
    return asked.step(label, asked.money(total), how, source=where, cite=_CITE, children=(*parts, *judged))


def period_in_words(asked: Asked, one: Booked) -> str:
    """A period, with the moment of knowledge that it was booked with."""
    moment = asked.books.moment(one.known_on)
    now = "open" if one.known_on >= t.NEVER else f"open, as known {moment}"
    closed = f"closed; booked with what was known {moment}" if one.closed else now
    end = min(one.period.until - 1, asked.books.through)
    return f"entity {asked.terms.entity}, period {iso(one.period.start)} to {iso(end)}, {closed}"


class _Moved(NamedTuple):
    """What a period moved, minor units, and how."""

    amount: int
    step: Step


@dataclass
class Asked:
    """What is explained: an obligation of a contract in a period of its entity."""

    books: Books
    terms: Terms
    obligation: str
    group: int
    booked: list[Booked]
    number: int
    step: Steps = field(default_factory=Steps)
    views: dict[int, View | None] = field(default_factory=dict)

    @property
    def money(self) -> Amounts:
        return Amounts(self.terms.currency, self.terms.digits)

    def view(self, known: int) -> View | None:
        """The contract as known at a moment; None before it was known."""
        worlds = self.books.worlds
        version = worlds.version(self.group, known)
        if version not in self.views:
            world = worlds.at(known, [self.group])
            policies = worlds.policies(worlds.groups[self.group])
            made = View(world, worlds.company, policies, self.step, self.books.moment) if world.rulings else None
            self.views[version] = made
        return self.views[version]

    def row(self, view: View) -> int | None:
        """The row of the obligation in a view; None where it was not there yet."""
        names = view.tables.obligations
        labels = list(zip(names.origin, names.ref, strict=True))
        wanted = (self.terms.ref, self.obligation)
        return labels.index(wanted) if wanted in labels else None


def asked_of(books: Books, contract: str) -> Asked:
    """A contract of these books; `NothingToExplain` where there is none of that name."""
    groups = books.worlds.groups
    found = [(g, terms) for g, group in enumerate(groups) for terms in group if terms.ref == contract]
    if not found:
        refs = [terms.ref for group in groups for terms in group]
        named = ", ".join(refs[:20]) + (f" and {len(refs) - 20} more" if len(refs) > 20 else "")
        raise NothingToExplain(f"there is no contract {contract!r}", fix=f"one of: {named}")
    group, terms = found[0]
    return Asked(books, terms, "", group, list(books.periods[groups[group][0].entity]), -1)


def _asked(books: Books, contract: str, obligation: str, period: str) -> Asked:
    asked = asked_of(books, contract)
    asked.obligation = obligation
    promised = _promised(asked)
    if obligation not in promised:
        raise NothingToExplain(f"{contract} has no obligation {obligation!r}", fix=f"one of: {', '.join(promised)}")
    asked.number = number_of(asked, period)
    return asked


def number_of(asked: Asked, period: str) -> int:
    """The number of a period; `NothingToExplain` where there is none of that name."""
    names = [one.period.name for one in asked.booked]
    if period not in names:
        known = f"{names[0]} to {names[-1]}" if names else "none"
        raise NothingToExplain(
            f"there is no period {period!r}", why=f"the books run from {known}", fix="name one of these periods"
        )
    return names.index(period)


def _promised(asked: Asked) -> list[str]:
    """The obligations of the contract, with those that amendments add."""
    view = asked.view(asked.books.as_of)
    if view is None:
        return [o.ref for o in asked.terms.obligations]
    names = view.tables.obligations
    return [ref for origin, ref in zip(names.origin, names.ref, strict=True) if origin == asked.terms.ref]


def _difference(asked: Asked, one: Booked, known: int, words: str = "performance of the period") -> _Moved:
    """Position at the end of a period less position at its beginning, split by cause."""
    end, before = min(one.period.until - 1, asked.books.through), one.period.start - 1
    view = asked.view(known)
    row = asked.row(view) if view is not None else None
    if view is None or row is None:
        return _Moved(0, _unknown(asked, words, known))
    now, now_step = recognized(view, row, end)
    then, then_step = recognized(view, row, before)
    causes = [cause for cause in causes_of(view, row, before, end) if cause.amount]
    value, how = asked.money(now - then), f"= {difference(now_step.value, then_step.value)}"
    if not causes:
        return _Moved(now - then, asked.step(words, value, how, cite=_CITE, children=(now_step, then_step)))
    return _Moved(now - then, _by_cause(asked, causes, (now, now_step), (then, then_step), words))


def _by_cause(asked: Asked, causes: list[Cause], now: tuple[int, Step], then: tuple[int, Step], words: str) -> Step:
    """What changes moved at once, and progress: the rest."""
    rest = now[0] - then[0] - sum(cause.amount for cause in causes)
    how = difference(now[1].value, then[1].value)
    for cause in causes:
        how = difference(how, cause.step.value)
    below = (now[1], then[1], *(cause.step for cause in causes))
    progress = asked.step("progress", asked.money(rest), f"= {how}", cite=_CITE, children=below)
    parts = [*(cause.step for cause in causes), *([progress] if rest else [])]
    how = f"= {summed([part.value for part in parts])}"
    return asked.step(words, asked.money(now[0] - then[0]), how, cite=_CITE, children=parts)


def _unknown(asked: Asked, words: str, known: int) -> Step:
    terms = asked.terms
    error = asked.books.worlds.why_undecided(asked.group, known)
    if error is not None:
        how = f"the contract was set aside then: {error.what}"
        return asked.step(words, asked.money(0), how, source=str(error.place), cite=error.cite)
    how = f"the contract was not known before {_since(asked)}, or had no such obligation yet"
    return asked.step(words, asked.money(0), how, source=of_terms(terms, "signed"))


def _overridden(asked: Asked, known: int) -> Iterable[Step]:
    """What a person decided otherwise than the terms or the rule would, as known at a moment. The treatment of a change
    is told with the change."""
    view = asked.view(known)
    for terms in view.ruling.group if view is not None else ():
        for fact in terms.judged if terms.ref == asked.terms.ref else ():
            if fact.verb in OVERRIDES[1:] and (not fact.subjects or asked.obligation in fact.subjects):
                assert view is not None
                yield view.of_fact(fact, fact.verb, "judged")


def _changed(asked: Asked, one: Booked) -> Iterable[Step]:
    """The changes of the contract in a period, each with its treatment."""
    view = asked.view(one.known_on)
    for terms in view.ruling.group if view is not None else ():
        for fact in terms.happened:
            if takes_effect(fact) and one.period.start <= fact.on < one.period.until:
                assert view is not None
                yield changed_by(view, fact)


def _closed(asked: Asked, one: Booked) -> Iterable[Step]:
    """The close whose knowledge a period was booked with, where a company file states it."""
    for close in asked.books.company.closes:
        covers = close.entity == asked.terms.entity and one.period.until <= close.open_from
        if one.closed and covers and close.place is not NOWHERE:
            yield asked.step("closed", iso(close.at_on), source=str(close.place))
            return


def _since(asked: Asked) -> str:
    return asked.books.moment(asked.terms.known_on).removeprefix("on ")


def _late(asked: Asked) -> Iterable[tuple[int, Step]]:
    """What earlier periods would have booked, had it been known then."""
    number, booked = asked.number, asked.booked
    if not number or booked[number - 1].known_on == booked[number].known_on:
        return
    now, then = booked[number].known_on, booked[number - 1].known_on
    version = asked.books.worlds.version
    if version(asked.group, now) == version(asked.group, then):
        return
    for one in booked[:number]:
        after = _difference(asked, one, now, f"{one.period.name} as known {asked.books.moment(now)}")
        before = _difference(asked, one, then, f"{one.period.name} as known {asked.books.moment(then)}")
        if after.amount != before.amount:
            moved = after.amount - before.amount
            how = f"= {difference(after.step.value, before.step.value)}"
            facts = _learned(asked, then, now, one.period.until)
            children = (after.step, before.step, *facts)
            label = f"late for {one.period.name}"
            yield moved, asked.step(label, asked.money(moved), how, cite="250-10-45-17", children=children)


def _learned(asked: Asked, then: int, now: int, until: int) -> Iterable[Step]:
    """What became known of the obligation between two closes and took effect before a day."""
    view = asked.view(now)
    if view is None:
        return
    for fact in each_fact(asked.terms):
        of_it = not fact.subjects or asked.obligation in fact.subjects
        if then < fact.known_on <= now and fact.on < until and of_it and fact.verb not in _OF_CASH:
            verb = f"{fact.verb}, which corrects an error," if fact.corrects else fact.verb
            since = asked.books.moment(then).removeprefix("on ")
            yield view.of_fact(fact, f"learned after {since}", verb, "250-10-45-17")
        if of_it and fact.lifted_on is not None and then < fact.lifted_on <= now:
            yield view.of_fact(fact, f"the override was lifted {asked.books.moment(fact.lifted_on)}", fact.verb)
