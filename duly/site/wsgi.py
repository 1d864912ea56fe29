"""The application as servers run it: `duly serve`, or `gunicorn duly.site.wsgi`."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "duly.site.settings")
application = get_wsgi_application()

from duly.site import logs  # noqa: E402 - settings come first

logs.begin()
