"""Who is let in: a key is known, has not sent too much, and is good for the operation; a command has its own key."""

from __future__ import annotations

import hashlib
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import HttpRequest

from duly.actions import readers
from duly.actions.allowance import wait_for
from duly.actions.errors import HasMoved
from duly.actions.gate import not_allowed, out_of_scope
from duly.actions.moments import moment
from duly.actions.tokens import Holder, holder_of
from duly.doors.api.problems import KeyIsMissing, Malformed, NotThisMediaType, TooMany, Unauthenticated
from duly.engine.access.roles import may
from duly.store import lift
from duly.store.access import roles_of

_PIECE = 1 << 20
_KEY = re.compile(r"[\x21-\x7e]{1,200}")
KEY_PATTERN = "^[\\x21-\\x7e]{1,200}$"


@dataclass
class Asked:
    """A request by somebody who was let in. holder: of the key that was used · key: of the command, its own among those
    of the person · dry_run: nothing is to be changed · file, digest: a body that lies in a file, with its SHA-256."""

    request: HttpRequest
    holder: Holder
    key: str = ""
    dry_run: bool = False
    file: str = ""
    digest: str = ""

    @property
    def person(self) -> str:
        """Who asks."""
        return self.holder.person

    @property
    def body(self) -> bytes:
        """The bytes that were sent."""
        return self.request.body

    @property
    def sent(self) -> list[object]:
        """What was sent, to tell a request from another: address, query and body, but for whether it is a dry run."""
        query = sorted((name, value) for name, value in self.request.GET.items() if name != "dry_run")
        whole = self.digest or hashlib.sha256(self.body).hexdigest()
        return [self.request.method or "", self.request.path_info, query, whole]

    @contextmanager
    def staged(self) -> Iterator[None]:
        """Put the body into a file, piece by piece, for as long as the command is carried out."""
        found = hashlib.sha256()
        with tempfile.NamedTemporaryFile(prefix="duly-") as file:
            while piece := self.request.read(_PIECE):
                found.update(piece)
                file.write(piece)
            file.flush()
            self.file, self.digest = file.name, found.hexdigest()
            yield

    def require_scope(self, action: str) -> None:
        """Refuse a key that is not good for an action."""
        if not self.holder.reach.covers(action):
            raise out_of_scope(action)

    def require(self, entity: str, action: str = readers.READ) -> None:
        """Refuse whoever may not look at what belongs to an entity."""
        readers.require_reader(self.person, entity, reach=self.holder.reach, action=action)

    def may_read(self, entity: str, action: str = readers.READ) -> bool:
        """Whether somebody may look at what belongs to an entity."""
        return readers.may_read(self.person, entity, reach=self.holder.reach, action=action)

    def require_right(self, action: str, entity: str) -> None:
        """Refuse whoever may not do something for an entity, before anything is worked out for it."""
        right = may(self.holder.reach.narrowed(roles_of(self.person)), action, entity)
        if not (right.makes or right.drafts):
            raise not_allowed(self.person, action, entity)

    @cached_property
    def entities(self) -> list[str]:
        """The entities whose books may be read; an error where there is none."""
        found = [one.ref for one in lift.company_at(1 << 62).entities if self.may_read(one.ref)]
        if not found:
            self.require("")
        return found

    def of(self, entity: str) -> list[str]:
        """The entity that was named, or all that may be read."""
        if not entity:
            return self.entities
        self.require(entity)
        return [entity]

    def at(self, as_of: str) -> int:
        """The last command known at a moment."""
        return moment(as_of)

    def require_version(self, version: int) -> None:
        """Refuse a command about something that is not as it was when it was looked at (If-Match)."""
        wanted = self.request.headers.get("If-Match", "").strip()
        if wanted in ("", "*"):
            return
        marks = [one.strip().removeprefix("W/").strip('"') for one in wanted.split(",")]
        if str(version) not in marks:
            raise HasMoved(
                f"it has version {version} by now, not {wanted[:40]}",
                why="somebody changed it since it was looked at",
                fix="read it again, and send the command with its ETag",
            )


class Bearer:
    """The admission to one operation, told by its policy."""

    openapi_security_schema = {"type": "http", "scheme": "bearer", "description": "A key made by `duly access token`."}
    openapi_name = "Bearer"

    def __init__(self, policy: Any) -> None:
        self.policy = policy

    def __call__(self, request: HttpRequest) -> Asked:
        """Let a request in, or refuse it."""
        holder = _holder(request)
        wait = wait_for(holder.ref)
        if wait:
            raise TooMany(wait)
        if not self.policy.is_covered(holder.reach):
            raise out_of_scope(self.policy.action)
        asked = Asked(request, holder)
        _require_known_parameters(request, self.policy.parameters)
        if self.policy.takes_body:
            _require_media_type(request, self.policy.media_type)
        if self.policy.verb:
            asked.key = f"api/{holder.person}/{_command_key(request)}"
            asked.dry_run = _truth(request, "dry_run")
        return asked


def _holder(request: HttpRequest) -> Holder:
    scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
    found = holder_of(secret.strip()) if scheme.lower() == "bearer" else None
    if found is None:
        raise Unauthenticated(
            "no key was sent" if not secret else "the key is not known, has ended or was taken back",
            why="every request says by a key who asks",
            fix="send `Authorization: Bearer duly_…`; `duly access token` makes keys",
        )
    return found


def _command_key(request: HttpRequest) -> str:
    key = request.headers.get("Idempotency-Key", "")
    if not key:
        raise KeyIsMissing(
            "the command has no Idempotency-Key",
            why="a key stands for one command, so that sending it again does it once",
            fix="send the header Idempotency-Key with a text of your own, up to 200 visible characters",
        )
    if not _KEY.fullmatch(key):
        raise Malformed("Idempotency-Key: 1 to 200 visible characters of ASCII")
    return key


def _require_known_parameters(request: HttpRequest, known: frozenset[str]) -> None:
    for name in request.GET:
        if name not in known:
            named = ", ".join(sorted(known)) or "none"
            raise Malformed(f"query: there is no parameter {name[:60]!r} here", fix=f"those there are: {named}")
        if len(request.GET.getlist(name)) > 1:
            raise Malformed(f"query: {name} stands more than once")


def _require_media_type(request: HttpRequest, wanted: str) -> None:
    is_empty = not int(request.META.get("CONTENT_LENGTH") or 0)
    if not is_empty and request.content_type != wanted:
        raise NotThisMediaType(
            f"the body is {request.content_type[:60] or 'of no kind'!r}", fix=f"send it as Content-Type: {wanted}"
        )


def _truth(request: HttpRequest, name: str) -> bool:
    said = request.GET.get(name, "false")
    if said not in ("true", "false"):
        raise Malformed(f"query.{name}: true or false")
    return said == "true"
