"""Requests made by chance from the description, half of them about objects that there are: whatever is sent, the answer
is as described and no fault."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl

import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.strategies import booleans
from schemathesis.config import ChecksConfig, GenerationConfig, PositiveDataAcceptanceConfig, SchemathesisConfig

from tests.store.ledger import Ledger  # isort: skip - it sets Django up
from duly.site.wsgi import application
from tests.doors.api.client import PREFIX
from tests.doors.api.requests import Sent

# 400 and 415 say that a request is not of the form described; a rule may refuse one that is.
ACCEPTED = ["2xx", "304", "401", "403", "404", "409", "412", "413", "422", "503"]
# What many roles may do that one person may hold together.
MOST = ("CM", "RA", "SP", "BI", "AU", "IN")


def schema() -> Any:
    """The description as it is served."""
    config = SchemathesisConfig()
    project = config.projects.default
    project.checks = ChecksConfig(
        positive_data_acceptance=PositiveDataAcceptanceConfig(expected_statuses=ACCEPTED),
    )
    project.generation = GenerationConfig(with_security_parameters=False)
    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application, config=config)


def operations(whole: Any) -> Iterator[tuple[str, Any]]:
    """The operations of a description by name."""
    for found in whole.get_all_operations():
        operation = found.ok()
        yield operation.definition.raw["operationId"], operation


def besiege(operation: Any, secret: str, count: int, known: Sent, *, derandomize: bool = True) -> Counter[int]:
    """Send so many requests made by chance, and check each answer; how often each status was answered. known: a request
    of the operation about something that there is."""
    statuses: Counter[int] = Counter()
    path, query = _places(operation, known)

    @given(case=operation.as_strategy(), is_known=booleans())
    @settings(
        max_examples=count,
        derandomize=derandomize,
        deadline=None,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def attack(case: Any, is_known: bool) -> None:
        if is_known:
            case.path_parameters = {**(case.path_parameters or {}), **path}
            case.query = {**(case.query or {}), **query}
        answer = case.call_and_validate(headers={"Authorization": f"Bearer {secret}"})
        statuses[answer.status_code] += 1

    attack()
    return statuses


def _places(operation: Any, known: Sent) -> tuple[dict[str, str], dict[str, str]]:
    """The parameters of the path and of the query of a request."""
    path, _, query = known.path.partition("?")
    template = operation.path.removeprefix(PREFIX)
    found = re.fullmatch(re.sub(r"{\w+}", "(.+)", template), path)
    assert found is not None, (template, path)
    return dict(zip(re.findall(r"{(\w+)}", template), found.groups(), strict=True)), dict(parse_qsl(query))


def hired(ledger: Ledger, *roles: str) -> str:
    """A person with some roles."""
    person = "-".join(roles)
    for role in roles:
        ledger.agreed("grant_role", "ann", "ben", person=person, role=role)
    return person
