"""One contract as it was known at a moment, with what every part of its derivations needs: numbers in words, facts by
where they stand, and the words of the documents they come from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property

from duly.engine import tables as t
from duly.engine.contracts.terms import Company, Fact, Terms
from duly.engine.explain.amounts import Amounts
from duly.engine.journal.worlds import World
from duly.engine.policies import POLICIES, Policies
from duly.engine.recognition.position import Priced
from duly.engine.recognition.promises import Promise, Ruling
from duly.ground.dates import iso
from duly.ground.errors import NOWHERE, Place, said_at
from duly.ground.reports import Step

_CITES = {policy.key: policy.cite.split(";")[0].split(",")[0] for policy in POLICIES}


@dataclass
class Steps:
    """Makes steps; two that say the same are one, so that a derivation knows what it has shown."""

    kept: dict[tuple[object, ...], Step] = field(default_factory=dict)

    def __call__(
        self,
        label: str,
        value: str,
        how: str = "",
        *,
        source: str = "",
        cite: str = "",
        children: Iterable[Step] = (),
    ) -> Step:
        below = tuple(children)
        key = (label, value, how, source, cite, *map(id, below))
        if key not in self.kept:
            self.kept[key] = Step(label, value, how, source, cite, below)
        return self.kept[key]


@dataclass
class View:
    """A world of one contract (or of several accounted for as one). said: a moment of knowledge in words · memo: what
    was derived."""

    world: World
    company: Company
    policies: Policies
    step: Steps
    said: Callable[[int], str]
    memo: dict[tuple[object, ...], Step] = field(default_factory=dict)

    @property
    def tables(self) -> t.Tables:
        """The rows of the contract."""
        return self.world.stacked.tables

    @property
    def book(self) -> Priced:
        """Its prices."""
        return self.world.ledger.priced

    @cached_property
    def unrounded(self) -> Priced:
        """Its prices with progress as it is before a policy rounds it."""
        return self.book._replace(prepared=self.book.prepared._replace(rounded=False))

    @property
    def ruling(self) -> Ruling:
        """What was decided of it."""
        return self.world.rulings[0]

    @cached_property
    def money(self) -> Amounts:
        """Its currency."""
        return Amounts(self.ruling.drafts.currency, self.ruling.drafts.digits)

    def minor(self, step: Step) -> int:
        """The minor units of a step that states an amount."""
        return int(self.exactly(step))

    def exactly(self, step: Step) -> Fraction:
        """The same, with parts of a minor unit."""
        return Fraction(step.value.partition(" ")[0].replace(",", "")) * Fraction(10**self.money.digits)

    @cached_property
    def facts(self) -> dict[Place, Fact]:
        """Everything that happened, was judged or taken over, by where it stands."""
        return {fact.place: fact for terms in self.ruling.group for fact in each_fact(terms)}

    @cached_property
    def words(self) -> dict[Place, str]:
        """The words that a row, or else one of its values, was taken from, by where the row stands."""
        found = {}
        for terms in self.ruling.group:
            lists = {name: getattr(terms, name) for name in ("happened", "judged", "opening", "costs")}
            for name, fact in ((name, fact) for name, facts in lists.items() for fact in facts):
                inside = f"{name}[{fact.order}]."
                values = [words for path, words in terms.sources.items() if path.startswith(inside)]
                found[fact.place] = fact.source or "; ".join(dict.fromkeys(values))
        return found

    @cached_property
    def keys(self) -> dict[Place, str]:
        """The keys of obligations, by where they stand."""
        return {place: key for p in self.ruling.promises for key, place in p.obligation.places.items()}

    def promise(self, row: int) -> Promise:
        """The promise of a row of obligations."""
        return self.ruling.promises[row]

    def promise_of_track(self, track: int) -> Promise:
        """The promise a track belongs to."""
        return self.promise(int(self.tables.tracks.obligation[track]))

    def place(self, index: int) -> Place:
        """A place by its number in a column."""
        return self.world.stacked.places[index] if index >= 0 else NOWHERE

    def fact_at(self, index: int) -> Fact | None:
        """The fact that stands at a place of a column."""
        return self.facts.get(self.place(index)) if index >= 0 else None

    def policy(self, key: str) -> Step:
        """A policy as a leaf."""
        return self.step(f"policy {key}", self.policies[key], source="policy", cite=_CITES.get(key, ""))

    def of_fact(self, fact: Fact, value: str, label: str = "", cite: str = "", follows: str = "") -> Step:
        """A fact as a leaf: when it took effect and became known, and why. follows: by which rule its value follows
        from what the row states; empty where the row states it."""
        named = label or fact.verb
        known = f", known {self.said(fact.known_on)}" if fact.known_on != fact.on else ""
        said = [follows] if follows else []
        said += [f"{key}: {fact.fields[key]}" for key in ("by", "why") if isinstance(fact.fields.get(key), str)]
        source = said_at(fact.place, self.words.get(fact.place, fact.source))
        return self.step(f"{named} on {iso(fact.on)}{known}", value, "; ".join(said), source=source, cite=cite)


def each_fact(terms: Terms) -> Iterator[Fact]:
    """All rows of a contract that are dated."""
    yield from (*terms.happened, *terms.judged, *terms.opening, *terms.costs)


def of_obligation(p: Promise, *keys: str) -> str:
    """Where the first of these keys was written for a promise: file and line, and the words it was taken from; else
    where the term of the contract, or the promise itself, was written."""
    o = p.obligation
    for key in keys:
        if key in o.places:
            words = p.terms.sources.get(f"obligations.{o.ref}.{key}", "")
            return said_at(o.places[key], words or _own(p, key) or o.source)
    for path in (f"term.{key}" for key in keys):
        if path in p.terms.places:
            return of_terms(p.terms, path)
    return said_at(o.place, o.source) if o.place is not NOWHERE else f"obligation {o.ref}"


def _own(p: Promise, key: str) -> str:
    """The words that a price or a standalone price carries by itself."""
    return {"price": p.obligation.price.source, "ssp": p.obligation.ssp.source}.get(key, "")


def of_terms(terms: Terms, *paths: str) -> str:
    """Where the first of these paths was written, with its words or those of what it stands in; else the contract."""
    for path in paths:
        if path in terms.places:
            whole = path.partition(".")[0]
            return said_at(terms.places[path], terms.sources.get(path, "") or terms.sources.get(whole, ""))
    return said_at(terms.place, "") if terms.place is not NOWHERE else f"contract {terms.ref}"
