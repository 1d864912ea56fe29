"""The edge of the API: what fails before or beside an operation is a problem too, and no answer is kept on the way."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from duly.doors.api.problems import (
    MEDIA_TYPE,
    Malformed,
    NotThisMethod,
    in_the_clear,
    no_such_place,
    problem,
    too_large,
    unexpected,
)

_API = "/api/"
# Where files come in that are not held in memory, and how large they may be.
_FILES, _MOST_OF_A_FILE = "/api/v1/jobs", 2_000_000_000


class Boundary:
    """Middleware around all of /api/."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(_API):
            return self.get_response(request)
        if settings.TLS and not request.is_secure():
            answer = problem(in_the_clear())
        elif int(request.META.get("CONTENT_LENGTH") or 0) > _most(request):
            answer = problem(too_large())
        else:
            answer = _told(request, self.get_response(request))
        answer["Cache-Control"] = "no-store"
        return answer

    def process_exception(self, request: HttpRequest, fault: Exception) -> HttpResponse | None:
        """A fault that no operation told."""
        return problem(unexpected(fault)) if request.path_info.startswith(_API) else None


def _most(request: HttpRequest) -> int:
    """How many bytes a request may have."""
    return _MOST_OF_A_FILE if request.path_info == _FILES else int(settings.DATA_UPLOAD_MAX_MEMORY_SIZE)


def _told(request: HttpRequest, answer: HttpResponse) -> HttpResponse:
    """A failure as a problem, whoever found it."""
    if answer.status_code < 400 or answer.get("Content-Type", "") == MEDIA_TYPE:
        return answer
    if answer.status_code == 405:
        method = (request.method or "")[:20]
        told = problem(NotThisMethod(f"{request.path[:200]} does not take {method}", fix="see Allow"))
        told["Allow"] = ", ".join(sorted(answer.get("Allow", "").split(", ")))
        return told
    if answer.status_code == 404:
        return problem(no_such_place(request))
    if answer.status_code < 500:
        return problem(Malformed("the request cannot be made out"))
    return problem(unexpected(RuntimeError(f"status {answer.status_code}")))
