"""The one gate: every change passes here. Permission and duties, the key of the request, the clock, one transaction,
the second person where one is needed, one line of the audit trail, and the events that go out.

A verb is a function of what it is told. It runs in full before anything is decided: what needs another person is undone
and kept as a proposal with the effect it would have, and runs again when they agree. It must then do the same.
"""

from __future__ import annotations

import gc
import json
import uuid
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import NamedTuple

from django.conf import settings
from django.db import connection, transaction

from duly.actions import events
from duly.actions.errors import (
    DutiesConflict,
    KeyIsTaken,
    NotAllowed,
    NotDurable,
    OutOfScope,
    RowsPastTheGate,
    UnknownPerson,
)
from duly.engine.access.agreement import to_check
from duly.engine.access.limits import BANDS, Band, band
from duly.engine.access.reach import Reach, scope_of
from duly.engine.access.roles import Right, may
from duly.engine.access.segregation import conflicts
from duly.ground.errors import SeveralErrors
from duly.store.access import Person, roles_of
from duly.store.audit import AuditLine, Command, Proposal, head
from duly.store.canonical import canonical, digest
from duly.store.guards import durability
from duly.store.mail import Outbox
from duly.store.rows import added_by, touched

Json = dict[str, object]
_LOCK = 606_1025
# Keys of effects under which something new is numbered.
_NUMBERED = ("entry", "received", "token", "endpoint")


def clock() -> datetime:
    """The moment of a command; a demonstration or a test puts a scripted one in its place, which the settings of a
    ledger that counts refuse."""
    scripted: datetime | None = settings.CLOCK
    return scripted or datetime.now(UTC)


class Verb(NamedTuple):
    """A verb by its name: the action it needs a right for, and what it does."""

    name: str
    action: str
    apply: Callable[..., Json]


VERBS: dict[str, Verb] = {}


def verb(action: str) -> Callable[[Callable[..., Json]], Callable[..., Json]]:
    """Declare a verb. Its first argument is the `Step`, the others are plain JSON."""

    def declare(apply: Callable[..., Json]) -> Callable[..., Json]:
        VERBS[apply.__name__] = Verb(apply.__name__, action, apply)
        return apply

    return declare


@dataclass
class Step:
    """A command as it is carried out. seq, at: when · actor: who answers for it · touched: (action, entity) it needs
    rights for · band, weight: of the amount it is about, by decimals · events: what is told to the world · subject:
    what it is about, for the audit trail · reach: of the key that was used, if one was."""

    action: str
    actor: str
    seq: int
    at: str
    why: str
    roles: set[tuple[str, str]]
    touched: dict[tuple[str, str], Right] = field(default_factory=dict)
    events: list[tuple[str, Json]] = field(default_factory=list)
    subject: str = ""
    band: Band | None = None
    weight: Counter[int] = field(default_factory=Counter)
    reach: Reach | None = None

    def weigh(self, minor: int, digits: int) -> None:
        """Say what amount a command is about, in minor units: the larger, the higher who has to agree. Amounts add up,
        so that none becomes small by being written in parts."""
        self.weight[digits] += abs(minor)
        self.band = max(band(self.weight[digits], digits), self.band or BANDS[0], key=BANDS.index)

    def touch(self, entity: str, action: str = "") -> None:
        """Need the right to do this for an entity (empty: for all of them)."""
        wanted = action or self.action
        right = may(self.roles, wanted, entity)
        if not (right.makes or right.drafts):
            raise not_allowed(self.actor, wanted, entity)
        self.require_scope(wanted)
        self.touched[wanted, entity] = right

    def own(self, entity: str, action: str = "") -> None:
        """Do what everybody may do with what is their own, or has been agreed to already."""
        self.touched[action or self.action, entity] = Right(makes=True)

    def require_scope(self, action: str) -> None:
        """The key that was used, if one was, must be good for an action."""
        if self.reach is not None and not self.reach.covers(action):
            raise out_of_scope(action)

    def tell(self, event: str, **body: object) -> None:
        """Leave an event of the table (`duly.actions.events`) for those who wait for it."""
        self.events.append((event, events.checked(event, body)))

    @property
    def to_check(self) -> dict[tuple[str, str], int]:
        """(action, entity) that others have to agree to, and how many of them."""
        return to_check(self.touched, self.band)

    @property
    def asks(self) -> dict[str, object]:
        """Who has to agree, as a proposal keeps it: to what for which entity, how many people, of which roles."""
        wanted = self.to_check
        entities = canonical(sorted(list(one) for one in wanted))
        roles = " ".join(sorted(self.band.roles)) if self.band else ""
        return {"entities": entities, "needs": max(wanted.values(), default=0), "roles": roles}


class Done(NamedTuple):
    """What came of a command: what it did or would do, its line in the audit trail (0 where it changed nothing), and
    the proposal that waits for another person, if so."""

    effect: Json
    seq: int
    proposal: str = ""


class _Undo(Exception):
    """Carries the effect of a trial out of the transaction that is undone."""


def perform(
    name: str,
    actor: str,
    args: Json,
    *,
    key: str = "",
    why: str = "",
    dry_run: bool = False,
    reach: Reach | None = None,
    first: Callable[[], None] | None = None,
    request: str = "",
) -> Done:
    """Carry out a verb for a person, or propose it. The same key with the same request gives the first answer. reach:
    of the key to the API that was used, if one was · first: asked when nobody else can write any more; it refuses by
    an error · request: the digest of what was sent, where the arguments follow from more than that."""
    asked = request or digest([name, actor, args, why])
    require_durable()
    found: list[Done] = []
    try:
        with _uncollected(), transaction.atomic():
            _one_at_a_time()
            earlier = answered(key, asked)
            if earlier is not None:
                return earlier
            if first is not None:
                first()
            step = begin(name, actor, why, reach)
            found.append(_carried_out(VERBS[name], step, args, key or str(uuid.uuid4()), asked))
            if dry_run:
                raise _Undo
    except _Undo:
        return found[0]._replace(seq=0)
    return found[0]


@contextmanager
def _uncollected() -> Iterator[None]:
    """A command makes many rows and no rings of them: looking for rings among them again and again takes an eighth of
    its time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _carried_out(what: Verb, step: Step, args: Json, key: str, asked: str) -> Done:
    with transaction.atomic():
        effect = what.apply(step, **args)
        if not step.touched:
            step.touch("")
        waits = bool(step.to_check)
        if waits:
            transaction.set_rollback(True)
    if waits:
        effect = propose(what, step, args, effect)
    done = Done(effect, step.seq, str(effect["proposal"]) if waits else "")
    record(step, "propose" if waits else what.name, done, key, asked)
    return done


def begin(name: str, actor: str, why: str, reach: Reach | None = None) -> Step:
    """The step of a person who may act at all."""
    roles = roles_of(actor)
    if not Person.objects.filter(ref=actor).exists():
        raise UnknownPerson(f"nobody is called {actor!r} here", fix="name somebody who was added, with --by")
    for one, other, what in conflicts(roles):
        raise DutiesConflict(
            f"{actor} holds {one} and {other}", why=f"one person could {what}", fix="take one of the roles back"
        )
    seq = head()[0] + 1
    _nobody_was_faster(seq)
    at = clock().astimezone(UTC).isoformat(timespec="microseconds")
    roles = reach.narrowed(roles) if reach else roles
    return Step(VERBS[name].action, actor, seq, at, why, roles, reach=reach)


def _nobody_was_faster(seq: int) -> None:
    """No rows wait for a command to seal them as its own: SQLite lets a connection that does not look at foreign keys
    leave some."""
    strange = touched(seq)
    if strange:
        raise RowsPastTheGate(
            f"rows of {', '.join(sorted(strange))} stand under command {seq}, which is not carried out yet",
            why="somebody wrote to the database past the gate; this command would seal their rows with its own",
            fix="put the last backup back that `duly verify` finds whole",
        )


def propose(what: Verb, step: Step, args: Json, effect: Json) -> Json:
    """Keep what waits for another person, with its effect."""
    content = content_of(what.name, args, effect)
    waiting = Proposal(
        ref=f"P-{step.seq}",
        verb=what.name,
        args=canonical(args),
        why=step.why,
        content=content,
        effect=canonical(effect),
        maker=step.actor,
        seq=step.seq,
        **step.asks,
    )
    waiting.save(force_insert=True)
    step.events = []
    step.tell("approval.requested", entity=waiting.entity, proposal=waiting.ref, verb=what.name)
    step.subject = waiting.ref
    return {"proposal": waiting.ref, "verb": what.name, "content": content, "needs": waiting.needs, "effect": effect}


def content_of(name: str, args: Json, effect: Json) -> str:
    """The digest of what people agree to: everything but the number of a new entry or document, which is the next when
    it takes effect and not when it was proposed."""
    return digest([name, args, {key: value for key, value in effect.items() if key not in _NUMBERED}])


def record(step: Step, name: str, done: Done, key: str, asked: str) -> None:
    """The answer by its key, the events, and last the line of the audit trail, which seals all rows of the command."""
    result = canonical({"effect": done.effect, "seq": done.seq, "proposal": done.proposal})
    Command(key=key, body=asked, result=result, seq=step.seq).save(force_insert=True)
    told = [Outbox(event=event, body=canonical(body), seq=step.seq) for event, body in step.events]
    Outbox.objects.bulk_create(told, batch_size=1_000)
    number, prev = head()
    line = AuditLine(
        seq=number + 1,
        at=step.at,
        actor=step.actor,
        verb=name,
        subject=step.subject,
        why=step.why,
        effect=canonical(done.effect),
        request=key,
        added=added_by(step.seq),
        prev=prev,
    )
    line.hash = line.worked_out()
    line.save(force_insert=True)


def require_durable() -> None:
    """Nothing is written where a crash could lose what was acknowledged."""
    lost = [
        NotDurable(
            f"the database has {one.name} = {one.value}, not {' or '.join(sorted(one.wanted.values))}",
            why=one.wanted.why,
            fix=one.wanted.fix,
        )
        for one in durability.unsafe(connection)
    ]
    if lost:
        raise SeveralErrors(lost)


def _one_at_a_time() -> None:
    """Commands follow each other, so that their numbers are the order in which they became true. SQLite begins with the
    lock; PostgreSQL takes one here."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def answered(key: str, asked: str) -> Done | None:
    """The first answer to a request that was sent with a key before; None where it was not, or has none."""
    known = Command.objects.filter(key=key).first() if key else None
    if known is None:
        return None
    if known.body != asked:
        raise KeyIsTaken(
            f"the key {key!r} was sent before with another request",
            why="a key stands for one request for ever, so that sending it again does it once",
            fix="send the first request again, or give this one its own key",
        )
    result: Mapping[str, object] = json.loads(known.result)
    effect = result["effect"]
    assert isinstance(effect, dict)
    return Done(effect, known.seq, str(result["proposal"]))


def not_allowed(actor: str, action: str, entity: str) -> NotAllowed:
    """The refusal of a person without the right."""
    where = f" for {entity}" if entity else " for all entities"
    return NotAllowed(
        f"{actor} may not do {action}{where}",
        why="none of the roles of this person has the right",
        fix="ask somebody who may, or have the role granted: `duly access grant`",
    )


def out_of_scope(action: str) -> OutOfScope:
    """The refusal of a key that is not good for an action."""
    scope = scope_of(action)
    return OutOfScope(
        f"the key is not good for {action}",
        why=f"it was made without the scope {scope}",
        fix=f"use one with the scope {scope}: `duly access token`",
    )
