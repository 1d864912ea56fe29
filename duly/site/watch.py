"""What machines ask: whether the process lives, whether the ledger can work, and the numbers to watch."""

from __future__ import annotations

import hmac

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound, JsonResponse
from django.urls import path
from django.views.decorators.http import require_safe

from duly.actions.watching import as_text, measures, not_ready

_HERE = ("127.0.0.1", "::1", "")
_TEXT = "text/plain; version=0.0.4; charset=utf-8"


@require_safe
def lives(_: HttpRequest) -> HttpResponse:
    """The process answers; nothing else is asked."""
    return JsonResponse({"status": "ok"})


@require_safe
def ready(_: HttpRequest) -> HttpResponse:
    """Whether commands can be carried out now."""
    faults = list(not_ready())
    return JsonResponse({"status": "not ready" if faults else "ok", "faults": faults}, status=503 if faults else 200)


@require_safe
def numbers(request: HttpRequest) -> HttpResponse:
    """The numbers, for whoever has the token; without one, for this machine alone, and for nobody behind a proxy."""
    if not _may_watch(request):
        return HttpResponseNotFound("there is nothing here\n", content_type="text/plain")
    return HttpResponse(as_text(measures()), content_type=_TEXT)


def _may_watch(request: HttpRequest) -> bool:
    token = settings.METRICS_TOKEN
    if token:
        said = request.headers.get("Authorization", "").encode()
        return hmac.compare_digest(said, f"Bearer {token}".encode())
    return not settings.PROXY and request.META.get("REMOTE_ADDR") in _HERE


urlpatterns = [path("healthz", lives), path("readyz", ready), path("metrics", numbers)]
