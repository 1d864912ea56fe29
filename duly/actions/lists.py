"""Contracts, facts and documents as lists, by what was known at a command, and the version of each."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Max, QuerySet

from duly.actions.names import refs_named
from duly.store.contracts import Contract, Fact, Hold
from duly.store.documents import Document
from duly.store.journal import Entry, Line
from duly.store.judgements import Override

_NOW = 1 << 62


def contracts_listed(seq: int, entities: Iterable[str], *, since: int = 0) -> QuerySet[Contract]:
    """The contracts of entities as of a command; those that a command after `since` touched."""
    rows = Contract.objects.filter(seq__lte=seq, entity__in=list(entities))
    return rows.filter(ref__in=_touched(seq, since)) if since else rows


def _touched(seq: int, since: int) -> set[str]:
    span = {"seq__gt": since, "seq__lte": seq}
    found = set(Contract.objects.filter(**span).values_list("ref", flat=True))
    for table, column in ((Fact, "contract_id"), (Hold, "contract_id"), (Override, "fact__contract_id")):
        found |= set(table.objects.filter(**span).values_list(column, flat=True))
    return found


def versions_of(refs: Iterable[str], seq: int = _NOW) -> dict[str, int]:
    """The last command that touched each contract: its rows, a hold, an override."""
    asked = list(refs)
    found = dict(Contract.objects.filter(ref__in=asked, seq__lte=seq).values_list("ref", "seq"))
    for table, column in ((Fact, "contract_id"), (Hold, "contract_id"), (Override, "fact__contract_id")):
        rows = table.objects.filter(**{f"{column}__in": asked}, seq__lte=seq).order_by()
        for ref, last in rows.values_list(column).annotate(Max("seq")):
            found[ref] = max(found.get(ref, 0), last)
    return found


def facts_listed(seq: int, entities: Iterable[str], *, since: int = 0) -> QuerySet[Fact]:
    """The rows that happened to contracts of entities, or were judged, as of a command."""
    rows = Fact.objects.filter(seq__lte=seq, contract__entity__in=list(entities))
    return rows.filter(seq__gt=since) if since else rows


def documents_listed(seq: int, entities: Iterable[str], *, since: int = 0) -> QuerySet[Document]:
    """The documents of entities as of a command, without their bytes."""
    rows = Document.objects.filter(seq__lte=seq, entity__in=list(entities)).defer("bytes")
    return rows.filter(seq__gt=since) if since else rows


def entries_listed(seq: int, entities: Iterable[str], *, since: int = 0) -> QuerySet[Entry]:
    """The entries of entities as of a command."""
    rows = Entry.objects.filter(seq__lte=seq, entity__in=list(entities))
    return rows.filter(seq__gt=since) if since else rows


def lines_listed(seq: int, entities: Iterable[str], *, since: int = 0) -> QuerySet[Line]:
    """The lines of the entries of entities as of a command."""
    rows = Line.objects.filter(entry__seq__lte=seq, entry__entity__in=list(entities)).select_related("entry")
    return rows.filter(entry__seq__gt=since) if since else rows


def only_named(rows: QuerySet, seq: int, kind: str, source: str, external: str) -> QuerySet:  # type: ignore[type-arg]
    """Those of some objects that a source calls by a name, or by any."""
    return rows.filter(pk__in=refs_named(seq, kind, source, external)) if source else rows
