"""Keys by which programs act for people. Whoever uses one has made its secret: here only the digest is known."""

from __future__ import annotations

import hashlib
import json
import re
from datetime import date, timedelta
from typing import NamedTuple

from duly.actions import gate
from duly.actions.company import entity_named
from duly.actions.errors import NothingToDo, TokenIsWrong, UnknownPerson, UnknownToken
from duly.actions.gate import Json, Step, verb
from duly.engine.access.reach import SCOPES, Reach
from duly.ground.dates import day
from duly.store import lift
from duly.store.access import Person, Token, TokenEnd
from duly.store.audit import AuditLine
from duly.store.canonical import canonical

# Forty-three characters of 64 carry 256 bits; whoever has fewer is not let in.
SECRET = re.compile(r"duly_[A-Za-z0-9_-]{43,200}")
_MARK = re.compile(r"[0-9a-f]{64}")
_DAYS = 366


class Holder(NamedTuple):
    """Whom a key belongs to, and how far it reaches. ref: of the key."""

    ref: str
    person: str
    reach: Reach


@verb("access.token")
def issue_token(
    step: Step, person: str, mark: str, scopes: list[str], ends: str, entities: list[str] | None = None
) -> Json:
    """Let a program act for a person. mark: SHA-256 of its secret, in hexadecimal · scopes: actions, or `read` · ends:
    the last day it works on, a year from now at most · entities: those it is for (none: all of the person's)."""
    step.touch("")
    asked, of = sorted(set(scopes)), sorted(set(entities or ()))
    _require_sound(step, person, mark, asked, ends)
    company = lift.company_at(step.seq)
    for entity in of:
        entity_named(company, entity)
    made = Token(
        ref=f"T-{Token.objects.count() + 1}",
        person_id=person,
        mark=mark,
        scopes=canonical(asked),
        entities=canonical(of),
        ends=ends,
        seq=step.seq,
    )
    made.save(force_insert=True)
    step.subject = made.ref
    return {"token": made.ref, "person": person, "scopes": asked, "entities": of, "ends": ends}


def _require_sound(step: Step, person: str, mark: str, scopes: list[str], ends: str) -> None:
    if not Person.objects.filter(ref=person).exists():
        raise UnknownPerson(f"nobody is called {person!r} here", fix="give the person a role first")
    unknown = [one for one in scopes if one not in SCOPES]
    if unknown or not scopes:
        raise TokenIsWrong(
            f"there is no scope {unknown[0]!r}" if unknown else "a key without a scope is good for nothing",
            fix=f"one or more of: {', '.join(SCOPES)}",
        )
    if not _MARK.fullmatch(mark):
        raise TokenIsWrong("the mark of a key is the SHA-256 of its secret, 64 hexadecimal digits")
    if Token.objects.filter(mark=mark).exists():
        raise TokenIsWrong("this secret was used for a key before", fix="make another one")
    today, last = date.fromisoformat(step.at[:10]), date.fromisoformat(_day(ends))
    if not today <= last <= today + timedelta(days=_DAYS):
        raise TokenIsWrong(
            f"a key that ends on {ends} does not end within a year from {today}", fix="name its last day"
        )


def _day(ends: str) -> str:
    day(ends)
    return ends


@verb("access.revoke_token")
def revoke_token(step: Step, token: str) -> Json:
    """Take a key back at once; whoever it belongs to may do that too."""
    found = Token.objects.filter(ref=token).first()
    if found is None:
        raise UnknownToken(f"there is no token {token!r}", fix="`duly access tokens` lists them")
    if found.person_id != step.actor:
        step.touch("")
    else:
        step.own("")
    if TokenEnd.objects.filter(token=found).exists():
        raise NothingToDo(f"{token} was taken back already")
    TokenEnd(token=found, seq=step.seq).save(force_insert=True)
    step.subject = token
    return {"token": token, "person": found.person_id, "revoked": True}


def holder_of(secret: str) -> Holder | None:
    """Whom a secret belongs to; None where it is no key, or one no more."""
    if not SECRET.fullmatch(secret):
        return None
    found = Token.objects.filter(mark=mark_of(secret), tokenend__isnull=True).first()
    if found is None or gate.clock().date().isoformat() > found.ends:
        return None
    scopes, entities = json.loads(found.scopes), json.loads(found.entities)
    return Holder(found.ref, found.person_id, Reach(frozenset(scopes), frozenset(entities)))


def mark_of(secret: str) -> str:
    """What is kept of a secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def tokens_at(seq: int) -> list[dict[str, object]]:
    """The keys there are as of a command, each with whether it was taken back; not whether its last day is over."""
    ended = set(TokenEnd.objects.filter(seq__lte=seq).values_list("token_id", flat=True))
    rows = Token.objects.filter(seq__lte=seq).order_by("seq")
    made = dict(AuditLine.objects.filter(seq__in=[one.seq for one in rows]).values_list("seq", "at"))
    return [
        {
            "token": one.ref,
            "person": one.person_id,
            "scopes": json.loads(one.scopes),
            "entities": json.loads(one.entities),
            "since": made.get(one.seq, ""),
            "ends": one.ends,
            "revoked": one.ref in ended,
        }
        for one in rows
    ]
