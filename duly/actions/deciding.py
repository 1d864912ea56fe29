"""Contracts are decided when something of them is recorded, and kept as decided: a close need not read them again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from duly.engine.contracts.terms import Company, Terms
from duly.engine.contracts.versions import as_known, known_days
from duly.engine.fx.translate import lines_in_other_currencies
from duly.engine.journal.books import Books, policies_of, tags_of
from duly.engine.journal.ordinary import by_mean_rates
from duly.engine.journal.worlds import ruled
from duly.engine.packed import packed
from duly.engine.policies import Policies
from duly.engine.recognition.promises import Ruling
from duly.ground.errors import DulyError
from duly.store import decided, lift
from duly.store.audit import head
from duly.store.canonical import canonical
from duly.store.decided import Kept

Fresh = tuple[int, Kept]  # the command that last told of a contract, and the contract as decided then


def keep_decided(seq: int, terms: Sequence[Terms], company: Company) -> None:
    """Decide contracts in every book and keep what was decided; one that cannot be decided yet is read at the close,
    which names its error."""
    basis = decided.basis_at(seq)
    for name in [book for book, _, _ in company.books] or [""]:
        decided.keep(seq, name or "main", basis, _decided(terms, company, name))


def decided_otherwise() -> Iterator[str]:
    """The contracts of which something else is kept than they decide now, with what is known and with what was known
    at the last close."""
    seq, _ = head()
    bare, basis = lift.company_at(seq), decided.basis_at(seq)
    for entity in bare.entities:
        terms = lift.contracts_at(seq, bare, entity.ref).terms
        for book in [name for name, _, _ in bare.books] or [""]:
            closes = [one.at_on for one in lift.closes_at(seq, book or "main") if one.entity == entity.ref]
            for known in {seq, *closes[-1:]}:
                then = [one for one in (as_known(each, known) for each in terms) if one]
                made = {one.packed.labels.ref: one for _, one in _decided(then, bare, book)}
                for one in decided.standing(entity.ref, book or "main", basis, known):
                    if one.kept is not None and one.kept != made.get(one.ref):
                        yield f"{one.ref} in {book or 'main'} is kept as decided otherwise than it is decided now"


def _decided(terms: Sequence[Terms], company: Company, book: str) -> Iterator[Fresh]:
    in_force = policies_of(company, book)
    for one in filter(stands_alone, terms):
        last = known_days(one)[-1]
        known = as_known(one, last)
        assert known is not None
        try:
            policies = in_force((one,))
            yield last, kept(ruled((known,), company, policies), policies)
        except DulyError:
            continue


def stands_alone(terms: Terms) -> bool:
    """Whether nothing but the contract, the settings and what they decide goes into its rows: it is not combined with
    another, and needs no rate of exchange for a line."""
    return not terms.combine and not lines_in_other_currencies(terms)


def kept(ruling: Ruling, policies: Policies) -> Kept:
    """A ruling as it is kept."""
    refs = ["", *(o.ref for o in ruling.drafts.obligations)]
    tags = [tags_of(ruling.group, ref) for ref in refs]
    return Kept(packed(ruling.drafts), tuple(canonical(one) if one else "" for one in tags), by_mean_rates(policies))


def fresh_of(books: Books, refs: Iterable[str]) -> list[Fresh]:
    """What books decided of these contracts with all they know, to be kept."""
    wanted = set(refs)
    made = []
    for group, members in enumerate(books.worlds.groups):
        if len(members) == 1 and members[0].ref in wanted and stands_alone(members[0]):
            ruling = books.worlds.ruling(group, books.as_of)
            if ruling is not None:
                made.append((known_days(members[0])[-1], kept(ruling, books.worlds.policies(members))))
    return made
