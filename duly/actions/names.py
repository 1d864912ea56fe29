"""What objects of the ledger are called in the systems they come from: each name once a source, and looked up by it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from duly.actions.errors import NameIsTaken
from duly.actions.gate import Step
from duly.store.contracts import ExternalName

CONTRACT, FACT, DOCUMENT = "contract", "fact", "document"


def keep_names(step: Step, kind: str, source: str, names: Mapping[str, str]) -> None:
    """Keep by which names of a source objects are called, by their own. A name that another object has is refused, so
    that what is sent twice comes in once."""
    if names and not source:
        raise NameIsTaken(
            f"nobody says whose name {next(iter(names.values()))!r} is", fix="name the system it comes from: source"
        )
    for ref, external in names.items():
        _require_new(step, kind, source, external)
        ExternalName(kind=kind, ref=ref, source=source, external=external, seq=step.seq).save(force_insert=True)


def keep_names_of(step: Step, kind: str, ref: str, names: Mapping[str, str]) -> None:
    """Keep what several sources call one object, but for what is known of it; none where one of the names is taken."""
    known = set(ExternalName.objects.filter(kind=kind, ref=ref).values_list("source", "external"))
    new = {source: name for source, name in names.items() if (source, name) not in known}
    for source, external in new.items():
        _require_new(step, kind, source, external)
    for source, external in new.items():
        keep_names(step, kind, source, {ref: external})


def _require_new(step: Step, kind: str, source: str, external: str) -> None:
    first = ExternalName.objects.filter(kind=kind, source=source, external=external).first()
    if first is not None:
        # What waits says the same when it is agreed to, by a later command.
        when = f"before: it is the {kind} {first.ref}, by command {first.seq}"
        when = when if first.seq < step.seq else f"twice: it is the {kind} {first.ref} too"
        raise NameIsTaken(
            f"{source} sent {external!r} {when}",
            why="a source calls one thing by one name",
            fix="nothing, if it is the same; else give the new one a name of its own",
        )


def refs_named(seq: int, kind: str, source: str, external: str = "") -> list[str]:
    """The objects of a kind that a source calls by a name, or by any, as of a command."""
    rows = ExternalName.objects.filter(kind=kind, source=source, seq__lte=seq)
    return list((rows.filter(external=external) if external else rows).values_list("ref", flat=True))


def names_of(seq: int, kind: str, refs: Iterable[str]) -> dict[str, list[dict[str, str]]]:
    """What objects are called elsewhere as of a command: by their own names, source and external_id of each."""
    found: dict[str, list[dict[str, str]]] = {}
    rows = ExternalName.objects.filter(kind=kind, ref__in=list(refs), seq__lte=seq).order_by("id")
    for ref, source, external in rows.values_list("ref", "source", "external"):
        found.setdefault(ref, []).append({"source": source, "external_id": external})
    return found
