"""The description of the API: OpenAPI 3.1, with what all operations share written once."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse

from duly.doors.api.admission import KEY_PATTERN
from duly.doors.api.main import PREFIX, api
from duly.doors.api.operations import ANYBODY, BY_THE_GATE, FILE, JSON, OPERATIONS, Policy
from duly.doors.api.problems import MEDIA_TYPE
from duly.doors.api.shapes import Problem
from duly.engine.access.reach import READ, scope_of

EXAMPLES = Path(__file__).with_name("examples.json")
_MEANT = {
    400: "The request is not of the form described here.",
    401: "No key, or none that is known.",
    403: "The person may not do it, or the key is not good for it.",
    404: "There is no such thing.",
    405: "This address does not take this method.",
    409: "It cannot be done as things stand: it was done, the period is closed, or the Idempotency-Key stands for "
    "another request.",
    412: "It was changed since it was looked at (If-Match).",
    413: "The request is too large.",
    415: "The body is of another kind.",
    422: "A rule of the ledger or of the contract language refuses it; nothing was changed.",
    429: "The key sent too many requests; Retry-After says when it may send more.",
    503: "The database did not answer, or may lose what it acknowledges; send the same again with the same key.",
}
_QUESTIONS, _COMMANDS = (400, 401, 403, 404, 422, 429, 503), (400, 401, 403, 404, 409, 412, 413, 415, 422, 429, 503)
_KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": True,
    "description": "A text of your own for this command. Sent again with the same request it is done once and gives "
    "the first answer; with another request it is refused (409).",
    "schema": {"type": "string", "minLength": 1, "maxLength": 200, "pattern": KEY_PATTERN},
    "example": "2026-02-03/payment-17",
}
_DRY_RUN = {
    "name": "dry_run",
    "in": "query",
    "required": False,
    "description": "Show the whole effect and change nothing.",
    "schema": {"type": "boolean", "default": False},
}
_IF_MATCH = {
    "name": "If-Match",
    "in": "header",
    "required": False,
    "description": "The ETag it had when it was looked at; the command is refused (412) if it has another by now.",
    "schema": {"type": "string", "pattern": r'^(\*|(W/)?"[0-9]{1,18}")$'},
}
_IF_NONE_MATCH = {
    "name": "If-None-Match",
    "in": "header",
    "required": False,
    "description": "An ETag of an answer before; the answer is 304 where it is still the same.",
    "schema": {"type": "string", "pattern": r'^(\*|(W/)?"[0-9a-f]{1,64}")$'},
}
_FILES = {
    "application/yaml": {
        "required": True,
        "content": {"application/yaml": {"schema": {"type": "string", "minLength": 1}}},
        "description": "Contracts as YAML, one a document.",
    },
    FILE: {
        "required": True,
        "content": {FILE: {"schema": {"type": "string", "format": "binary"}}},
        "description": "JSON Lines, a contract or row a line; or YAML, one a document. 2 GB at most.",
    },
}


def description() -> dict[str, Any]:
    """The whole document."""
    found: dict[str, Any] = api.get_openapi_schema(path_prefix=PREFIX.removeprefix("/") + "/")
    _plain_defaults(found)
    for methods in found["paths"].values():
        for operation in methods.values():
            _completed(operation, OPERATIONS[operation["operationId"]])
    parts = found["components"]
    parts["schemas"]["Problem"] = Problem.model_json_schema()
    for name in [name for name in parts["schemas"] if name.endswith("Asked") or name in ("Asking", "Paged")]:
        del parts["schemas"][name]  # their fields stand as parameters
    body = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    parts["responses"] = {f"Problem{code}": {"description": says, "content": body} for code, says in _MEANT.items()}
    parts["responses"]["Problem429"]["headers"] = {"Retry-After": {"schema": {"type": "integer"}}}
    parts["parameters"] = {"Idempotency-Key": _KEY, "dry_run": _DRY_RUN, "If-Match": _IF_MATCH,
                           "If-None-Match": _IF_NONE_MATCH}  # fmt: skip
    parts["securitySchemes"] = {
        "Bearer": {"type": "http", "scheme": "bearer", "description": "A key made by `duly access token`."}
    }
    found["info"]["description"] += " Errors, paging, keys and the promise about change: docs/api.md."
    found["info"]["license"] = {"name": "Apache-2.0", "identifier": "Apache-2.0"}
    found["servers"] = [{"url": "/", "description": "The server this document comes from."}]
    return found


def _completed(operation: dict[str, Any], policy: Policy) -> None:
    """An operation with its headers, its failures and who may use it."""
    is_get = policy.method == "GET"
    names = ["Idempotency-Key", "dry_run"] if policy.verb else ["If-None-Match"] if is_get else []
    names += ["If-Match"] if policy.versioned else []
    operation["parameters"] += [{"$ref": f"#/components/parameters/{name}"} for name in names]
    answers = operation["responses"] = {str(code): one for code, one in operation["responses"].items()}
    for code in _QUESTIONS if is_get else _COMMANDS:
        answers[str(code)] = {"$ref": f"#/components/responses/Problem{code}"}
    if is_get:
        answers["304"] = {"description": "It is the same as before."}
        answers["200"]["headers"] = {"ETag": {"schema": {"type": "string"}}}
    if policy.media_type != JSON:
        operation["requestBody"] = _FILES[policy.media_type]
    example = _examples().get(operation["operationId"])
    if example is not None:
        answers["200"]["content"][JSON]["example"] = example
    operation["security"] = [{"Bearer": []}]
    scope = {ANYBODY: READ, BY_THE_GATE: "that of what it is about"}.get(policy.action) or scope_of(policy.action)
    operation["x-scope"] = scope
    operation["x-action"] = policy.action
    if policy.verb:
        operation["x-verb"] = policy.verb


@cache
def _examples() -> dict[str, Any]:
    """What each operation answered in a ledger of the tests; `docs/make_examples.py` asks anew."""
    found: dict[str, Any] = json.loads(EXAMPLES.read_text(encoding="utf-8"))
    return found


def _plain_defaults(value: Any) -> None:
    """Titles say again what names say."""
    if isinstance(value, dict):
        if isinstance(value.get("title"), str) and ("type" in value or "anyOf" in value or "$ref" in value):
            del value["title"]
        for inner in value.values():
            _plain_defaults(inner)
    elif isinstance(value, list):
        for inner in value:
            _plain_defaults(inner)


def serve(request: HttpRequest) -> HttpResponse:
    """The document itself, for whoever asks."""
    return JsonResponse(description())
