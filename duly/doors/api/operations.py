"""How an operation of the API is registered: with its policy, or not at all.

A question says which action of `duly.engine.access.roles` it needs to look; a command names its verb as well, and the
gate asks again for each entity that it touches. What a handler of a command gives back are the arguments of its verb.
"""

from __future__ import annotations

import functools
import hashlib
import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, get_args, get_origin, get_type_hints

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router
from pydantic import BaseModel

from duly.actions.gate import Done, answered
from duly.actions.verbs import VERBS, perform
from duly.doors.api.admission import Asked, Bearer
from duly.doors.api.shapes import Outcome, Waits
from duly.doors.api.telling import effect_told
from duly.engine.access.reach import READ, Reach
from duly.engine.access.roles import RIGHTS
from duly.store.canonical import digest

JSON = "application/json"
# A file of any size, which is not held in memory.
FILE = "application/octet-stream"
# What anybody may look at who has a key with the scope `read`: each answer shows what the person may see.
ANYBODY = "anybody"
# What a command is about decides who may do it: the scope of what a proposal asks for, one's own key.
BY_THE_GATE = "by the gate"
Handler = Callable[..., Any]


class WithoutPolicy(TypeError):
    """An operation that does not say what right it needs; it is a fault of the program."""


@dataclass(frozen=True)
class Policy:
    """Who may use an operation. action: the right it needs · verb: that a command carries out (none: a question) ·
    parameters: of the query · versioned: takes If-Match."""

    name: str
    method: str
    path: str
    action: str
    verb: str = ""
    parameters: frozenset[str] = frozenset()
    takes_body: bool = False
    media_type: str = JSON
    versioned: bool = False

    def is_covered(self, reach: Reach) -> bool:
        """Whether a key with this reach is good for it; where the gate decides, it tells."""
        if self.action == ANYBODY:
            return READ in reach.scopes
        return self.action == BY_THE_GATE or reach.covers(self.action)


OPERATIONS: dict[str, Policy] = {}


class Room:
    """The operations about one noun."""

    def __init__(self, noun: str) -> None:
        self.noun = noun
        self.router = Router(tags=[noun])

    def question(self, path: str, action: str = "", *, method: str = "GET") -> Callable[[Handler], Handler]:
        """Register a question. Its handler gets the request as `Asked` and gives a model, or a model with its ETag."""

        def register(handler: Handler) -> Handler:
            self._register(handler, method, path, action)
            return handler

        return register

    def command(
        self, path: str, verb: str, action: str = "", *, method: str = "POST", media_type: str = JSON,
        version: Callable[..., int] | None = None,
    ) -> Callable[[Handler], Handler]:  # fmt: skip
        """Register a command that carries out a verb. version: tells the version of what it changes, for If-Match."""
        if verb not in VERBS:
            raise WithoutPolicy(f"{path} names no verb: {verb!r}")

        def register(handler: Handler) -> Handler:
            self._register(handler, method, path, action, verb, media_type, version)
            return handler

        return register

    def _register(
        self, handler: Handler, method: str, path: str, action: str, verb: str = "", media_type: str = JSON,
        version: Callable[..., int] | None = None,
    ) -> None:  # fmt: skip
        name = handler.__name__
        if action not in RIGHTS and action not in (ANYBODY, BY_THE_GATE):
            raise WithoutPolicy(f"{method} {path} ({name}) does not say what right it needs: {action!r}")
        if name in OPERATIONS:
            raise WithoutPolicy(f"there is an operation {name} already")
        hints = get_type_hints(handler, include_extras=True)
        returns = hints.pop("return", None)
        query = _names(hints["q"]) if "q" in hints else []
        has_body = "body" in hints or media_type != JSON
        parameters = frozenset([*query, *(["dry_run"] if verb else [])])
        policy = Policy(name, method, path, action, verb, parameters, has_body, media_type, version is not None)
        view = _command(handler, policy, version) if verb else _question(handler)
        view.__signature__ = _signature(handler, hints)  # type: ignore[attr-defined]
        OPERATIONS[name] = policy
        self.router.add_api_operation(
            path,
            [method],
            view,
            auth=Bearer(policy),
            response={200: Outcome, 202: Outcome} if verb else {200: _bare(returns)},
            operation_id=name,
            summary=_first_line(handler),
            description=inspect.getdoc(handler),
            by_alias=True,
        )


def _question(handler: Handler) -> Handler:
    @functools.wraps(handler)
    def view(request: Any, **values: Any) -> HttpResponse:
        found = handler(request.auth, **values)
        model, mark = found if isinstance(found, tuple) else (found, "")
        if isinstance(model, HttpResponse):
            return model
        return _answer(request, model, mark)

    return view


def _command(handler: Handler, policy: Policy, version: Callable[..., int] | None) -> Handler:
    @functools.wraps(handler)
    def view(request: Any, **values: Any) -> HttpResponse:
        asked: Asked = request.auth
        if policy.media_type == FILE:
            with asked.staged():
                return carried_out(request, asked, values)
        return carried_out(request, asked, values)

    def carried_out(request: Any, asked: Asked, values: dict[str, Any]) -> HttpResponse:
        # What a verb is told may follow from how things stand: what was sent is what must be the same.
        mark = digest([policy.name, asked.person, asked.sent])
        earlier = answered(asked.key, mark)
        if earlier is not None:
            return _outcome(earlier, dry_run=asked.dry_run)
        args = handler(asked, **values)
        said = next((one for one in values.values() if isinstance(one, BaseModel) and hasattr(one, "why")), None)
        places = {name: value for name, value in values.items() if isinstance(value, str)}

        def as_it_was() -> None:
            if version is not None:
                asked.require_version(version(**places))

        done = perform(
            policy.verb,
            asked.person,
            args,
            key=asked.key,
            why=said.why if said is not None else "",  # type: ignore[attr-defined]
            dry_run=asked.dry_run,
            reach=asked.holder.reach,
            first=as_it_was,
            request=mark,
        )
        return _outcome(done, dry_run=asked.dry_run)

    return view


def outcome(done: Done, *, dry_run: bool) -> Outcome:
    """What came of a command, as it is told."""
    effect: Any = done.effect
    waits = None
    if done.proposal:
        waits = Waits(
            proposal=None if dry_run else done.proposal,
            verb=str(effect["verb"]),
            content=str(effect["content"]),
            needs=int(effect["needs"]),
        )
        effect = effect["effect"]
    return Outcome(command=None if dry_run else done.seq, dry_run=dry_run, effect=effect_told(effect), proposal=waits)


def _answer(request: HttpRequest, model: BaseModel, mark: str) -> HttpResponse:
    """An answer to a question, with its ETag; nothing of it where the one who asks has it."""
    text = model.model_dump_json(by_alias=True)
    mark = mark or f'W/"{hashlib.sha256(text.encode()).hexdigest()[:32]}"'
    known = {one.strip().removeprefix("W/") for one in request.headers.get("If-None-Match", "").split(",")}
    if request.method == "GET" and (mark.removeprefix("W/") in known or "*" in known):
        answer = HttpResponse(status=304)
    else:
        answer = HttpResponse(text, content_type=JSON)
    answer["ETag"] = mark
    return answer


def _outcome(done: Done, *, dry_run: bool) -> HttpResponse:
    text = outcome(done, dry_run=dry_run).model_dump_json(by_alias=True)
    return HttpResponse(text, status=202 if done.proposal and not dry_run else 200, content_type=JSON)


def _signature(handler: Handler, hints: Mapping[str, Any]) -> inspect.Signature:
    """The signature of a handler as the framework reads it: with its types, a request in the first place, and `q` as
    the model of the query."""
    _, *others = inspect.signature(handler).parameters.values()
    rest = [
        one.replace(annotation=Query[hints[one.name]] if one.name == "q" else hints[one.name])  # type: ignore[misc]
        for one in others
    ]
    return inspect.Signature([inspect.Parameter("request", inspect.Parameter.POSITIONAL_OR_KEYWORD), *rest])


def _names(model: Any) -> list[str]:
    return [one.alias or name for name, one in model.model_fields.items()]


def _bare(returns: Any) -> Any:
    """The model that a handler gives, without its ETag."""
    return get_args(returns)[0] if get_origin(returns) is tuple else returns


def _first_line(handler: Handler) -> str:
    return (inspect.getdoc(handler) or "").partition("\n\n")[0].replace("\n", " ").partition(". ")[0].rstrip(".")
