"""How a ledger fares, for those who watch machines: whether it can work, and counts without an amount."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Count, Max, Min

from duly import __version__
from duly.actions import gate
from duly.store.audit import AuditLine, moment_of, pending
from duly.store.contracts import Contract
from duly.store.guards import durability
from duly.store.journal import Entry
from duly.store.mail import Outbox, Worker
from duly.store.webhooks import DELIVERED, GIVEN_UP, WAITS, Delivery

# A worker that was not seen for so long is not there.
WORKER_GONE = timedelta(minutes=5)


class Measure(NamedTuple):
    """A number to watch. kind: gauge or counter · labels: what it is of."""

    name: str
    meaning: str
    kind: str
    value: float
    labels: tuple[tuple[str, str], ...] = ()


def migrations_pending() -> list[str]:
    """The migrations of the store that are not applied."""
    plan = MigrationExecutor(connection)
    return [one.name for one, _ in plan.migration_plan(plan.loader.graph.leaf_nodes())]


def not_ready() -> Iterator[str]:
    """Why commands cannot be carried out now, in few words."""
    try:
        if migrations_pending():
            yield "tables are of another version"
            return
        yield from (f"{one.name} is {one.value}" for one in durability.unsafe(connection))
    except Error:
        yield "the database does not answer"


def seen(name: str) -> None:
    """A worker says that it is there; those not seen for a day are forgotten."""
    now = gate.clock().astimezone(UTC)
    Worker.objects.update_or_create(name=name, defaults={"at": _text(now)})
    Worker.objects.filter(at__lt=_text(now - timedelta(days=1))).delete()


def worker_age() -> timedelta | None:
    """How long ago a worker was seen; None where there is none."""
    last = Worker.objects.aggregate(at=Max("at"))["at"]
    return gate.clock().astimezone(UTC) - datetime.fromisoformat(last) if last else None


def measures() -> Iterator[Measure]:
    """The numbers to watch."""
    labels = (("version", __version__), ("database", connection.vendor))
    yield Measure("duly_info", "this program and its database", "gauge", 1, labels)
    last = AuditLine.objects.order_by("-seq").values_list("seq", "at").first() or (0, "")
    yield Measure("duly_commands_total", "commands that were carried out", "counter", last[0])
    if last[1]:
        yield Measure("duly_command_age_seconds", "since the last command", "gauge", _age(last[1]))
    yield Measure("duly_contracts", "contracts in the ledger", "gauge", Contract.objects.count())
    yield Measure("duly_journal_entries_total", "entries in the journal", "counter", Entry.objects.count())
    yield Measure("duly_events_total", "events that were told", "counter", Outbox.objects.count())
    yield Measure("duly_proposals_waiting", "what waits for another person", "gauge", len(pending()))
    age = worker_age()
    if age is not None:
        yield Measure("duly_worker_age_seconds", "since a worker was seen", "gauge", age.total_seconds())
    yield from _deliveries()


def _deliveries() -> Iterator[Measure]:
    counts = dict(Delivery.objects.values_list("state").annotate(Count("pk")))
    for state in (WAITS, DELIVERED, GIVEN_UP):
        told = (("state", state.replace(" ", "_")),)
        yield Measure("duly_webhook_messages", "messages to endpoints", "gauge", counts.get(state, 0), told)
    first = Delivery.objects.filter(state=WAITS).aggregate(at=Min("event"))["at"]
    if first is not None:
        at = moment_of(Outbox.objects.get(pk=first).seq)
        yield Measure("duly_webhook_oldest_seconds", "age of the oldest event that waits", "gauge", _age(at))


def _age(at: str) -> float:
    return (gate.clock().astimezone(UTC) - datetime.fromisoformat(at)).total_seconds()


def _text(moment: datetime) -> str:
    return moment.isoformat(timespec="microseconds")


def as_text(found: Iterator[Measure]) -> str:
    """Numbers as Prometheus reads them."""
    lines, named = [], set()
    for one in found:
        if one.name not in named:
            lines += [f"# HELP {one.name} {one.meaning}", f"# TYPE {one.name} {one.kind}"]
            named.add(one.name)
        labels = ",".join(f'{key}="{value}"' for key, value in one.labels)
        lines.append(f"{one.name}{{{labels}}} {one.value:g}" if labels else f"{one.name} {one.value:.15g}")
    return "\n".join(lines) + "\n"
