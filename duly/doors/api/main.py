"""The API as a whole: its rooms, and what it answers where no operation does."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from ninja import NinjaAPI
from ninja.parser import Parser

from duly import __version__
from duly.doors.api import (
    access,
    approvals,
    audit,
    company,
    contracts,
    documents,
    jobs,
    journal,
    judgements,
    openings,
    periods,
    problems,
    revenue,
    simulations,
    webhooks,
)
from duly.doors.api.operations import Room
from duly.doors.api.problems import Unauthenticated

OF_CONTRACTS = (company, contracts, documents, jobs, judgements)
OF_BOOKS = (periods, journal, revenue, simulations, openings)
OF_PEOPLE = (approvals, access, audit, webhooks)
ROOMS: tuple[Room, ...] = tuple(one.room for one in (*OF_CONTRACTS, *OF_BOOKS, *OF_PEOPLE))
PREFIX = "/api/v1"


class _Exact(Parser):
    """JSON bodies: numbers stay exact, and a key stands once."""

    def parse_body(self, request: HttpRequest) -> Any:
        return json.loads(request.body, parse_float=_exact, parse_constant=_no_number, object_pairs_hook=_once_each_key)


def _exact(text: str) -> Decimal | int:
    """A number with a point as it is written; 24.0 is the whole number it is."""
    found = Decimal(text)
    return int(found) if found.adjusted() < 18 and found == found.to_integral_value() else found


def _no_number(text: str) -> Any:
    raise ValueError(f"{text} is no number")


def _once_each_key(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key stands twice in one object")
    return found


def _nobody(request: HttpRequest) -> Any:
    """An operation without a policy of its own lets nobody in."""
    raise Unauthenticated("nobody is let in here")


def _api() -> NinjaAPI:
    made = NinjaAPI(
        title="duly",
        version=__version__,
        description="Contracts to revenue under ASC 606 and IFRS 15: every verb and question of the ledger.",
        openapi_url=None,
        docs_url=None,
        auth=_nobody,
        parser=_Exact(),
        urls_namespace="api",
    )
    problems.handle(made)
    for one in ROOMS:
        made.add_router("", one.router)
    return made


api = _api()
