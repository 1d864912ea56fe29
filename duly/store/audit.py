"""Who did what, when and why: one chain of lines. The number of a line is the clock of all knowledge."""

from __future__ import annotations

import json
from collections.abc import Iterator

from django.db import models
from django.db.models import Count, F, Q

from duly.store.canonical import NOTHING, digest
from duly.store.texts import Digest, Json, Name, Seq, Words

# After every command.
NOW = 1 << 62


class AuditLine(models.Model):
    """One command that took effect. effect: what it changed, before and after · request: key of the command · added:
    digest of all rows that came in by it (`duly.store.rows`)."""

    seq = models.BigIntegerField(primary_key=True)
    at = Name()
    actor = Name()
    verb = Name()
    subject = Words()
    why = Words()
    effect = Json()
    request = Name()
    added = Digest()
    prev = Digest()
    hash = Digest(unique=True)

    class Meta:
        db_table = "audit_line"

    def worked_out(self) -> str:
        """The hash this line must have."""
        told = [self.actor, self.verb, self.subject, self.why, self.effect, self.request, self.added]
        return digest([self.prev, self.seq, self.at, *told])


class Command(models.Model):
    """A request by its key, kept for ever with what it asked and what came of it. seq: its line."""

    key = Name(primary_key=True)
    body = Digest()
    result = Json()
    seq = Seq()

    class Meta:
        db_table = "command"


class Proposal(models.Model):
    """What waits for another person. args: all the verb is told · effect: digest of what it would do · needs: how many
    have to agree · roles: of whom, where the amount asks for certain ones (with spaces between)."""

    ref = Name(primary_key=True)
    verb = Name()
    args = Json()
    why = Words()
    entities = Json()
    content = Digest()
    effect = Json()
    maker = Name()
    needs = models.IntegerField()
    roles = Name(blank=True)
    seq = Seq()

    @property
    def entity(self) -> str:
        """The one entity it is about; empty where it is about all of them, or several."""
        found = {str(entity) for _, entity in json.loads(self.entities)}
        return found.pop() if len(found) == 1 else ""

    class Meta:
        db_table = "proposal"


class Approval(models.Model):
    """Another person agreed, or did not, over the content they saw. seq: the command."""

    proposal = models.ForeignKey(Proposal, models.PROTECT)
    person = Name()
    granted = models.BooleanField()
    content = Digest()
    why = Words()
    seq = Seq()

    class Meta:
        db_table = "approval"
        constraints = [models.UniqueConstraint(fields=["proposal", "person"], name="once_a_person")]


def moment_of(seq: int) -> str:
    """When a command took effect, as ISO 8601 in UTC."""
    return str(AuditLine.objects.values_list("at", flat=True).get(seq=seq))


def is_settled(proposal: Proposal, seq: int = NOW) -> bool:
    """Whether somebody refused a proposal, or all agreed who have to."""
    return not unsettled(seq).filter(ref=proposal.ref).exists()


def pending() -> list[Proposal]:
    """What waits for somebody, the oldest first."""
    return list(unsettled().order_by("seq"))


def unsettled(seq: int = NOW) -> models.QuerySet[Proposal]:
    """What waited for somebody as of a command."""
    known = Q(approval__seq__lte=seq)
    answers, refused = Count("approval", filter=known), Count("approval", filter=known & Q(approval__granted=False))
    answered = Proposal.objects.filter(seq__lte=seq).annotate(answers=answers, refused=refused)
    return answered.filter(refused=0, answers__lt=F("needs"))


def head() -> tuple[int, str]:
    """Number and hash of the last line."""
    last = AuditLine.objects.order_by("-seq").values_list("seq", "hash").first()
    return last or (0, NOTHING)


def hash_before(seq: int) -> str:
    """The hash of the line before that of a command."""
    return AuditLine.objects.filter(seq=seq - 1).values_list("hash", flat=True).first() or NOTHING


def faults() -> Iterator[str]:
    """Where the chain is broken, line by line."""
    number, prev = 0, NOTHING
    for line in AuditLine.objects.order_by("seq").iterator():
        if line.seq != number + 1:
            yield f"audit line {number + 1} is missing"
        if line.prev != prev:
            yield f"audit line {line.seq} does not follow the one before it"
        if line.hash != line.worked_out():
            yield f"audit line {line.seq} was altered"
        number, prev = line.seq, line.hash
