"""What went wrong, as problem+json (RFC 9457): a stable type for each class of error, and what, where, why and how to
mend it."""

from __future__ import annotations

import inspect
import json
import logging
import re
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from duly.actions import errors
from duly.ground.errors import NOWHERE, DulyError, SeveralErrors, each_error

MEDIA_TYPE = "application/problem+json"
_LOG = logging.getLogger("duly.api")


class Unauthenticated(DulyError):
    """No key was sent, or one that is not known, has ended or was taken back."""


class InTheClear(DulyError):
    """A request that crossed the network unencrypted: its key was seen by whoever looked."""


class Malformed(DulyError):
    """A request that is not of the form the description gives."""


class KeyIsMissing(DulyError):
    """A command was sent without its Idempotency-Key."""


class CursorIsWrong(DulyError):
    """A cursor that no page of this list gave."""


class NoSuchPlace(DulyError):
    """There is nothing at this address."""


class NotThisMethod(DulyError):
    """This address does not take this method."""


class TooLarge(DulyError):
    """A request that is larger than what is taken in."""


class NotThisMediaType(DulyError):
    """A body of another kind than the operation takes."""


class TooMany(DulyError):
    """A key sent more requests than it may."""

    def __init__(self, wait: int) -> None:
        super().__init__(
            "too many requests came with this key",
            why="each key has its share, so that one program does not stand in the way of all others",
            fix=f"wait {wait} s, as Retry-After says",
        )
        self.wait = wait


class Busy(DulyError):
    """The database did not answer in time."""


class Unexpected(DulyError):
    """Something that must not happen. It was written to the log."""


# The status of each class of error; 422 is what the rules of the ledger refuse, and any other class.
STATUS: dict[type[DulyError], int] = {
    Malformed: 400,
    KeyIsMissing: 400,
    Unauthenticated: 401,
    InTheClear: 403,
    errors.NotAllowed: 403,
    errors.OutOfScope: 403,
    errors.DutiesConflict: 403,
    errors.OwnProposal: 403,
    NoSuchPlace: 404,
    errors.UnknownContract: 404,
    errors.UnknownDocument: 404,
    errors.UnknownEndpoint: 404,
    errors.UnknownJob: 404,
    errors.UnknownEntry: 404,
    errors.UnknownOverride: 404,
    errors.UnknownPeriod: 404,
    errors.UnknownPerson: 404,
    errors.UnknownProposal: 404,
    errors.UnknownTerm: 404,
    errors.UnknownToken: 404,
    NotThisMethod: 405,
    errors.CannotClose: 409,
    errors.ContractDiffers: 409,
    errors.EntryIsComputed: 409,
    errors.EntryIsReversed: 409,
    errors.FactsDiffer: 409,
    errors.KeyIsTaken: 409,
    errors.NameIsTaken: 409,
    errors.NothingToDo: 409,
    errors.PeriodIsClosed: 409,
    errors.ProposalIsStale: 409,
    errors.TermIsAnswered: 409,
    errors.JobIsOver: 409,
    errors.JobIsThere: 409,
    errors.HasMoved: 412,
    TooLarge: 413,
    NotThisMediaType: 415,
    TooMany: 429,
    Unexpected: 500,
    errors.RowsPastTheGate: 503,
    errors.NotDurable: 503,
    Busy: 503,
}


def status_of(error: DulyError) -> int:
    """The status of an error; of several the one they share, or 422."""
    found = {next((STATUS[c] for c in type(one).__mro__ if c in STATUS), 422) for one in each_error(error)}
    return found.pop() if len(found) == 1 else 422


def type_of(error: type[DulyError]) -> str:
    """The type of a class of error, which stays as it is.

    >>> type_of(errors.NotAllowed)
    'urn:duly:problem:not-allowed'
    """
    return "urn:duly:problem:" + re.sub(r"(?<!^)(?=[A-Z])", "-", error.__name__).lower()


def told(error: DulyError) -> dict[str, Any]:
    """An error as the body of a problem."""
    status, shown = status_of(error), type(error)
    if isinstance(error, SeveralErrors) and len(each_error(error)) == 1:
        (error,) = each_error(error)
        shown = type(error)
    said = {
        "type": type_of(shown),
        "title": (inspect.getdoc(shown) or "").partition("\n\n")[0].replace("\n", " "),
        "status": status,
        "detail": error.what,
        **_rest(error),
    }
    if isinstance(error, SeveralErrors):
        said["errors"] = [{"type": type_of(type(e)), "detail": e.what, **_rest(e)} for e in each_error(error)]
    return said


def _rest(error: DulyError) -> dict[str, str]:
    where = str(error.place) if error.place != NOWHERE else ""
    rest = {"where": where, "why": error.why, "fix": error.fix, "cite": error.cite, "contract": error.contract}
    return {name: text for name, text in rest.items() if text}


def problem(error: DulyError) -> HttpResponse:
    """The answer to a request that failed."""
    said = told(error)
    answer = HttpResponse(json.dumps(said, ensure_ascii=False), status=said["status"], content_type=MEDIA_TYPE)
    if isinstance(error, Unauthenticated):
        answer["WWW-Authenticate"] = 'Bearer realm="duly"'
    if isinstance(error, errors.OutOfScope):
        answer["WWW-Authenticate"] = 'Bearer realm="duly", error="insufficient_scope"'
    if isinstance(error, TooMany):
        answer["Retry-After"] = str(error.wait)
    if isinstance(error, Busy):
        answer["Retry-After"] = "1"
    return answer


def malformed(found: ValidationError) -> DulyError:
    """What of a request is not of its form: one error for each place."""
    wrong = []
    for one in found.errors:
        place = ".".join(str(part) for part in one["loc"]).replace("body.body.", "body.").replace("query.q.", "query.")
        wrong.append(Malformed(f"{place}: {one['msg']}", fix="send it as the description of the API says"))
    return SeveralErrors(wrong) if len(wrong) > 1 else wrong[0]


def in_the_clear() -> DulyError:
    """What a program is told that came without TLS where there is TLS: it is led nowhere, so that it is mended."""
    return InTheClear(
        "the API is spoken over https alone",
        why="a key that crossed the network in the clear may have been seen",
        fix="use https, and take the key back that was sent",
    )


def unexpected(fault: BaseException) -> DulyError:
    """What a fault of the program is told as: nothing of what it was about."""
    if isinstance(fault, OperationalError):
        _LOG.warning("the database did not answer: %s", fault)
        return Busy("the database did not answer in time", fix="send the same request again with the same key")
    _LOG.error("a request failed", exc_info=fault)
    return Unexpected("the request failed by a fault of the program", fix="tell whoever runs it; nothing was changed")


def handle(api: NinjaAPI) -> None:
    """Let every failure of an API be told as a problem."""

    def of_form(request: HttpRequest, fault: Any) -> HttpResponse:
        return problem(malformed(fault))

    def of_http(request: HttpRequest, fault: Any) -> HttpResponse:
        return problem(Malformed(str(fault), fix="send a body of JSON as the description of the API says"))

    def of_size(request: HttpRequest, fault: Any) -> HttpResponse:
        return problem(too_large())

    api.add_exception_handler(DulyError, lambda request, error: problem(error))  # type: ignore[arg-type]
    api.add_exception_handler(ValidationError, of_form)
    api.add_exception_handler(HttpError, of_http)
    api.add_exception_handler(RequestDataTooBig, of_size)
    api.add_exception_handler(Http404, lambda request, fault: problem(no_such_place(request)))
    api.add_exception_handler(Exception, lambda request, fault: problem(unexpected(fault)))  # type: ignore[arg-type]


def no_such_place(request: HttpRequest) -> DulyError:
    """Nothing is at the address of a request."""
    return NoSuchPlace(f"there is nothing at {request.path[:200]}", fix="/api/v1/openapi.json lists what there is")


def too_large() -> DulyError:
    """A request is too large."""
    return TooLarge("the request is larger than what is taken in", fix="send it in parts")
