"""Writes docs/schema/openapi.json, the description of the API."""

from __future__ import annotations

import json
import os
from pathlib import Path

PAGE = Path(__file__).resolve().parent / "schema" / "openapi.json"


def told() -> str:
    """The document as text."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "duly.site.settings")
    import django

    django.setup()
    from duly.doors.api.description import description

    return json.dumps(description(), indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    PAGE.write_text(told(), encoding="utf-8")
