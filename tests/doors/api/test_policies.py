"""No operation without a policy, and what each role may do against a table written by
hand."""

from __future__ import annotations

from typing import Any

import pytest

from duly.actions.verbs import VERBS
from duly.doors.api.description import description
from duly.doors.api.main import api
from duly.doors.api.operations import OPERATIONS, Room, WithoutPolicy

# Verbs without an operation, and why.
_WORKER = "the worker carries a job on, part by part"
WITHOUT = {
    "take_second_reading": "the worker hears the second reader; nobody else may say what it said",
    **dict.fromkeys(("check_part", "start_job", "run_part", "finish_job"), _WORKER),
    "disable_endpoint": "the worker stops sending to an endpoint that does not answer for days",
}


def _anything(asked: Any) -> None:
    """Planted."""


@pytest.mark.parametrize("action", ["", "books.steal"])
def test_an_operation_without_a_policy_does_not_register(action):
    with pytest.raises(WithoutPolicy):
        Room("planted").question("/planted", action)(_anything)
    with pytest.raises(WithoutPolicy):
        Room("planted").command("/planted", "post_period", action)(_anything)


def test_a_command_without_a_verb_does_not_register():
    with pytest.raises(WithoutPolicy):
        Room("planted").command("/planted", "print_money", "journal.post")


def test_every_operation_that_is_served_has_a_policy():
    served = {one["operationId"] for path in description()["paths"].values() for one in path.values()}
    assert served == set(OPERATIONS)
    views = [view for _, router in api._routers for view in router.path_operations.values()]
    assert sum(len(view.operations) for view in views) == len(OPERATIONS)


def test_every_verb_has_an_operation_or_a_reason():
    used = {one.verb for one in OPERATIONS.values() if one.verb}
    assert used | set(WITHOUT) == set(VERBS) and not used & set(WITHOUT)
