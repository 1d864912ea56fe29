"""Where each door is mounted."""

from __future__ import annotations

from django.urls import path
from django.views.decorators.http import require_GET

from duly.doors.api.description import serve
from duly.doors.api.main import api
from duly.site import watch

urlpatterns = [path("api/v1/openapi.json", require_GET(serve)), path("api/v1/", api.urls), *watch.urlpatterns]
