"""Requests made by chance from the description: whatever is sent, the answer is as described and no fault."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.config import ChecksConfig, GenerationConfig, PositiveDataAcceptanceConfig, SchemathesisConfig

from tests.store.ledger import Ledger  # isort: skip - it sets Django up
from duly.site.wsgi import application

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


def besiege(operation: Any, secret: str, count: int, *, derandomize: bool = True) -> Counter[int]:
    """Send so many requests made by chance, and check each answer; how often each status was answered."""
    statuses: Counter[int] = Counter()

    @given(case=operation.as_strategy())
    @settings(
        max_examples=count,
        derandomize=derandomize,
        deadline=None,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def attack(case: Any) -> None:
        answer = case.call_and_validate(headers={"Authorization": f"Bearer {secret}"})
        statuses[answer.status_code] += 1

    attack()
    return statuses


def hired(ledger: Ledger, *roles: str) -> str:
    """A person with some roles."""
    person = "-".join(roles)
    for role in roles:
        ledger.agreed("grant_role", "ann", "ben", person=person, role=role)
    return person
