"""Every operation, for every role, for its own entity and for another, against a table written by hand."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from django.test import override_settings

from duly.actions.tokens import mark_of
from duly.doors.api.main import api  # noqa: F401 - it registers all operations
from duly.doors.api.operations import OPERATIONS
from duly.engine.access.reach import SCOPES
from duly.engine.access.roles import ROLES
from tests.doors.api.client import Caller, secret_of
from tests.doors.api.requests import Sent, ends, prepared, send
from tests.store.cluster import Cluster
from tests.store.conftest import fresh
from tests.store.ledger import Ledger

TABLE = yaml.safe_load(Path(__file__).with_name("operations.yaml").read_text(encoding="utf-8"))
# A role for all entities, for that of the object, and for another.
REACHES = {"all": "", "own": "US01", "other": "DE01"}


@pytest.fixture(scope="module")
def staffed(
    templates: dict[str, str], cluster: Cluster, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[dict[str, Sent], dict[str, Caller]]]:
    """A ledger with a person of each role and reach, each with a key that is good for everything."""
    with override_settings(API_BURST=1_000_000, SECRET_IS_KEPT=True):
        for ledger in fresh("sqlite", templates, cluster, tmp_path_factory.mktemp("staffed")):
            sent = prepared(ledger)
            yield sent, {f"{role} {reach}": _hired(ledger, role, reach) for role in ROLES for reach in REACHES}


def _hired(ledger: Ledger, role: str, reach: str) -> Caller:
    person = f"{role}-{reach}"
    ledger.agreed("grant_role", "ann", "ben", person=person, role=role, entity=REACHES[reach])
    key = {"person": person, "mark": mark_of(secret_of(person)), "scopes": list(SCOPES), "ends": ends()}
    ledger.agreed("issue_token", "ann", "ben", **key)
    return Caller(secret_of(person))


def _may(operation: str, role: str, reach: str) -> bool:
    row = TABLE[operation]
    if row["of"] in ("somewhere", "anybody"):
        return row["of"] == "anybody" or role in row["may"]
    reaches = {"entity": ("all", "own"), "company": ("all",)}[row["of"]]
    return reach in reaches and role in row["may"]


def test_the_table_and_the_requests_are_about_the_operations_there_are(staffed):
    assert set(TABLE) == set(OPERATIONS) == set(staffed[0])


@pytest.mark.parametrize("operation", TABLE)
def test_a_role_may_use_an_operation_as_the_table_says(staffed, operation: str):
    requests, people = staffed
    wrong, answered = [], operation in _REFUSED
    for who, caller in people.items():
        answer = send(caller, requests[operation])
        answered |= answer.status in (200, 202)
        assert answer.status < 500 and answer.status not in (400, 401, 404, 405, 415), (who, answer)
        if (answer.status != 403) != _may(operation, *who.split()):
            wrong.append(f"{who}: {answer}")
    assert not wrong, wrong[:3]
    # Else a table of refusals for other reasons would look like one of permissions.
    assert answered, answer


# What the ledger of the test refuses whoever asks: nothing is on hold, classed, or asked twice; a reading is known.
_REFUSED = {
    "release_contract",
    "restate_periods",
    "read_document",
    "confirm_terms",
    "resume_endpoint",
    "replay_events",
    "import_opening",
    "cancel_job",
}
