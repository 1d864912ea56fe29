"""Between rows and the tables and terms of the engine: the only translator.

The clock of knowledge is the number of the command by which something was recorded. What a file claims of when it was
known stands beside the row and moves nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import NamedTuple

from duly.engine.contracts import terms as terms_
from duly.engine.contracts.company import read_company
from duly.engine.contracts.reading import Reading, read_contracts
from duly.engine.contracts.terms import Close, Company, Terms
from duly.ground.errors import Place
from duly.ground.tree import Block, Node, Rows, Text
from duly.store.company import sections_at
from duly.store.contracts import Contract, Fact
from duly.store.judgements import lifted
from duly.store.periods import closes_that_stand
from duly.store.trees import restored

PARTS = ("happened", "judged", "costs", "opening")
_AT_ONCE = 500  # names in one query


def company_at(seq: int) -> Company:
    """The company as set by then, without closes: these are those of a book."""
    block = Block(Place("the store"))
    for section, row in sections_at(seq).items():
        block.put(Text(section, Place(row.file, 1)), restored(row.tree, row.file))
    return read_company(block)


def with_closes(company: Company, seq: int, book: str) -> Company:
    """The company with the closes of a book, by the commands that made them."""
    return replace(company, closes=tuple(closes_at(seq, book)))


def closes_at(seq: int, book: str) -> Iterator[Close]:
    """The closes of a book that stand as of a command."""
    for event in closes_that_stand(seq, book):
        yield Close(event.period.entity, event.period.until, event.seq)


def contracts_at(
    seq: int,
    company: Company,
    entity: str = "",
    refs: Iterable[str] | None = None,
    planned: Mapping[str, Sequence[Block]] = MappingProxyType({}),
) -> Reading:
    """The contracts with everything recorded by a command; with `entity` or `refs`, of those alone, and of those they
    are combined with. planned: rows of `happened` that are only thought of, by contract."""
    dossiers = dossiers_at(seq, entity, refs)
    reading = read_contracts([one.block(planned.get(ref, ())) for ref, one in dossiers.items()], company)
    return reading._replace(terms=tuple(dossiers[terms.ref].known(terms) for terms in reading.terms))


def terms_at(seq: int, company: Company, refs: Collection[str]) -> list[Terms]:
    """The terms of these contracts alone, as recorded by a command."""
    return [one for one in contracts_at(seq, company, refs=refs).terms if one.ref in refs] if refs else []


def dossiers_at(seq: int, entity: str = "", refs: Iterable[str] | None = None) -> dict[str, Dossier]:
    """The contracts with their rows as recorded by a command; with `refs`, those alone and those they name to be
    combined with."""
    rows = Contract.objects.filter(seq__lte=seq).order_by("ref")
    if entity:
        rows = rows.filter(entity=entity)
    chosen = {} if refs is not None else {row.ref: row for row in rows}
    asked = sorted(set(refs or ()))
    while asked:
        found = [row for some in batches(asked) for row in rows.filter(ref__in=some)]
        chosen |= {row.ref: row for row in found}
        asked = sorted({ref for row in found for ref in combined_with(row)} - chosen.keys() - set(asked))
    facts = _facts(seq, sorted(chosen) if refs is not None else None)
    gone = lifted(seq)
    return {ref: Dossier(row, facts.get(ref, ()), gone) for ref, row in sorted(chosen.items())}


def combined_with(contract: Contract) -> list[str]:
    """The contracts that one names as those it is combined with."""
    # Hardly any contract is combined: the word is looked for before the tree is read.
    block = restored(contract.tree, contract.file) if '"combine"' in contract.tree else None
    return named_partners(block) if isinstance(block, Block) else []


def named_partners(block: Block) -> list[str]:
    """The contracts that the tree of one names as those it is combined with."""
    node = block.get("combine")
    return [str(one) for one in (node if isinstance(node, Rows) else [node]) if isinstance(one, Text)]


def recorded(terms: Terms, seq: int) -> Terms:
    """Terms of a file as recorded whole by one command."""
    parts = {part: tuple(replace(fact, known_on=seq) for fact in getattr(terms, part)) for part in PARTS}
    return replace(terms, known_on=seq, **parts)


def _facts(seq: int, refs: Sequence[str] | None) -> dict[str, list[Fact]]:
    rows = Fact.objects.filter(seq__lte=seq).order_by("contract_id", "part", "position")
    found: dict[str, list[Fact]] = defaultdict(list)
    for asked in [rows] if refs is None else [rows.filter(contract_id__in=some) for some in batches(refs)]:
        for fact in asked.iterator(chunk_size=10_000):
            found[fact.contract_id].append(fact)
    return found


def batches(refs: Sequence[str]) -> Iterator[Sequence[str]]:
    """Names a few hundred at a time: a database takes no query with a hundred thousand of them."""
    for begin in range(0, len(refs), _AT_ONCE):
        yield refs[begin : begin + _AT_ONCE]


class Dossier(NamedTuple):
    """A contract with its facts by part and position. lifted: overrides that were, each with the command."""

    contract: Contract
    facts: Sequence[Fact]
    lifted: Mapping[int, int] = MappingProxyType({})

    def block(self, planned: Sequence[Block] = ()) -> Block:
        """The contract as one text tree, as if it had been written in one file; with rows of `happened` that are only
        thought of."""
        block = restored(self.contract.tree, self.contract.file)
        assert isinstance(block, Block)
        for part in PARTS:
            mine = [_row(fact) for fact in self.facts if fact.part == part]
            mine += planned if part == "happened" else ()
            if mine:
                rows = Rows(block.place)
                rows.extend(mine)
                block.put(Text(part, block.place), rows)
        return block

    def known(self, terms: Terms) -> Terms:
        """The terms with the moments at which each row was recorded."""
        known: dict[str, list[Fact]] = {part: [f for f in self.facts if f.part == part] for part in PARTS}
        parts = {part: tuple(self._recorded(fact, known[part]) for fact in getattr(terms, part)) for part in PARTS}
        return replace(terms, known_on=self.contract.seq, **parts)

    def _recorded(self, fact: terms_.Fact, rows: Sequence[Fact]) -> terms_.Fact:
        """A fact with the moment at which its row was recorded; what is only thought of stands after all of them."""
        if fact.order >= len(rows):
            return fact
        row = rows[fact.order]
        return replace(fact, known_on=row.seq, lifted_on=self.lifted.get(row.pk))


def _row(fact: Fact) -> Node:
    """A row in a place of its own, by which it is told from the others: what is recorded by hand has no file, and rows
    may share a line of one."""
    row = restored(fact.tree, f"{fact.external} {fact.file}" if fact.source == "hand" else fact.file)
    if isinstance(row, Block):
        row.place = replace(row.place, column=fact.position + 1)
    return row
