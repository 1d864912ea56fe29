"""Ten requests made by chance for each operation, by somebody who may do most: no fault, and nothing that the
description does not say."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import override_settings

from tests.doors.api.client import issue
from tests.doors.api.fuzz import MOST, besiege, hired, operations, schema
from tests.doors.api.requests import Sent, prepared
from tests.store.cluster import Cluster
from tests.store.conftest import fresh

EXAMPLES = 10
OPERATIONS = dict(operations(schema()))


@pytest.fixture(scope="module")
def besieged(
    templates: dict[str, str], cluster: Cluster, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, dict[str, Sent]]]:
    """The key of somebody who may do most, on a ledger of their own, and requests about what is in it."""
    with override_settings(API_BURST=1_000_000, ALLOWED_HOSTS=["*"], SECRET_IS_KEPT=True):
        for ledger in fresh("sqlite", templates, cluster, tmp_path_factory.mktemp("besieged")):
            known = prepared(ledger)
            yield issue(ledger, hired(ledger, *MOST)), known


@pytest.mark.parametrize("name", OPERATIONS)
def test_whatever_is_sent_is_answered_as_described(besieged, name: str):
    secret, known = besieged
    besiege(OPERATIONS[name], secret, EXAMPLES, known[name])
