"""The memo of a contract of the ledger: the five steps, who recorded and agreed, what was posted, and where the words
stand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from duly.actions.contracts import known_contract
from duly.actions.disclosures import people_at
from duly.actions.explained import known_books
from duly.actions.money import decimals
from duly.actions.passages import where
from duly.engine.contracts.terms import Terms
from duly.engine.disclosure.memo import memo
from duly.ground.reports import Column, Document, Money, Report, Section
from duly.store.audit import AuditLine, head
from duly.store.contracts import Contract, Fact
from duly.store.journal import Line
from duly.store.periods import Period


def memo_of(contract: str, book: str) -> Document:
    """The memo of a contract with everything recorded so far, in a book."""
    seq, entity = head()[0], known_contract(contract).entity
    last = Period.objects.filter(entity=entity, book=book).order_by("-until").first()
    books = known_books(entity, book, seq, last.until - 1 if last else None)
    group = next((g for g in books.worlds.groups if any(terms.ref == contract for terms in g)), ())
    return memo(books, contract, _kept(group, book, seq))


def _kept(group: tuple[Terms, ...], book: str, seq: int) -> Iterator[Section]:
    refs = [terms.ref for terms in group]
    yield Section("Who recorded it", (_recorded(refs, seq),))
    yield Section("What was posted", (_posted(refs, book),))
    found = _passages(group)
    if found.rows:
        yield Section("Where the words stand", (found,))


def _recorded(refs: list[str], seq: int) -> Report:
    columns = (
        Column("command", "count", "number of the command"),
        Column("at", "text", "when"),
        Column("what", "text", "what was done"),
        Column("by", "text", "who did it"),
        Column("agreed", "text", "who agreed"),
        Column("why", "text", "the reason"),
    )
    commands = set(Contract.objects.filter(ref__in=refs, seq__lte=seq).values_list("seq", flat=True))
    commands |= set(Fact.objects.filter(contract_id__in=refs, seq__lte=seq).values_list("seq", flat=True))
    people = people_at(seq)
    rows = []
    for line in AuditLine.objects.filter(seq__in=commands).order_by("seq"):
        said = people[line.seq]
        rows.append((line.seq, line.at, line.verb, said.by, ", ".join(said.agreed), said.why))
    return Report("recorded", "Commands", columns, tuple(rows))


def _posted(refs: list[str], book: str) -> Report:
    columns = (
        Column("period", "text", "period of the journal"),
        Column("account", "text", "account by its role"),
        Column("moved", "money", "what was posted, debit positive, in the currency of the books"),
    )
    sums: Counter[tuple[str, str, str]] = Counter()
    for line in Line.objects.filter(entry__book=book).select_related("entry").order_by("entry__number", "n"):
        if set(line.contract.split("+")) & set(refs):
            sums[line.entry.period, line.account, line.books_currency] += line.books_amount
    digits = decimals()
    rows = [(*key[:2], Money(minor, key[2], digits[key[2]])) for key, minor in sorted(sums.items()) if minor]
    return Report("posted", "The journal", columns, tuple(rows))


def _passages(group: tuple[Terms, ...]) -> Report:
    columns = (
        Column("document", "text", "document of the ledger"),
        Column("page", "count", "page"),
        Column("words", "text", "the words"),
        Column("faults", "text", "what does not hold of them"),
    )
    found = (one for terms in group for source in terms.sources.values() for one in where(terms.ref, source))
    rows = dict.fromkeys((one.document, one.page, one.words, "; ".join(one.faults)) for one in found)
    return Report("passages", "Passages", columns, tuple(rows))
