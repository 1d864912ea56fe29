"""Who may do what for which entity: every role, every action, its own entity and another one, against a table written
by hand."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest
import yaml

from duly.actions.errors import DutiesConflict
from duly.engine.access.roles import CHECKED, RIGHTS, ROLES, Right, may
from duly.engine.access.segregation import CONFLICTS, conflicts
from duly.ground.errors import DulyError
from tests.store.insider import Insider
from tests.store.ledger import PLAIN, Ledger, files_of

TABLE = yaml.safe_load(Path(__file__).with_name("duties.yaml").read_text(encoding="utf-8"))
MARKS = {"M": Right(makes=True), "m": Right(drafts=True), "C": Right(checks=True)}


@pytest.mark.parametrize(("role", "action"), [*product(ROLES, RIGHTS)])
def test_a_role_may_do_for_its_entity_what_the_table_says_and_nothing_for_another(role, action):
    wanted = MARKS.get(TABLE[action].get(role, ""), Right())
    assert may({(role, "US01")}, action, "US01") == wanted
    assert may({(role, "")}, action, "US01") == wanted
    assert may({(role, "US01")}, action, "DE01") == Right()
    assert may({(role, "US01")}, action, "") == Right()


def test_the_table_and_the_code_have_the_same_actions():
    assert set(TABLE) == set(RIGHTS) and set(CHECKED) <= set(RIGHTS)


def test_no_role_makes_and_checks_the_same():
    for action, rights in TABLE.items():
        assert not {role for role, mark in rights.items() if mark == "C"} & {
            role for role, mark in rights.items() if mark != "C"
        }, action


def test_duties_that_conflict_are_those_with_which_one_person_could_make_and_check():
    for action in CHECKED:
        makers = {role for role, mark in TABLE[action].items() if mark != "C"}
        checkers = {role for role, mark in TABLE[action].items() if mark == "C"}
        for one, other in product(makers, checkers):
            assert (one, other) in CONFLICTS or (other, one) in CONFLICTS, (action, one, other)
    assert list(conflicts({("RA", "US01"), ("CT", "US01")})) and not list(conflicts({("RA", "US01"), ("CT", "DE01")}))
    assert list(conflicts({("RA", ""), ("CT", "DE01")}))


def test_a_conflict_is_refused_when_a_role_is_given_and_when_it_is_used(sqlite_ledger: Ledger):
    with pytest.raises(DutiesConflict):
        sqlite_ledger.do("grant_role", "ann", person="rae", role="CT")
    Insider(sqlite_ledger.address, "ours").add("grant_line", person_id="rae", role="CT", entity="", given=1)
    with pytest.raises(DutiesConflict):
        sqlite_ledger.do("post_period", "rae", entity="US01", period="2026-01")


def test_a_right_for_one_entity_is_none_for_another(ledger: Ledger):
    ledger.agreed("grant_role", "ann", "ben", person="dee", role="CM", entity="DE01")
    with pytest.raises(DulyError, match="NotAllowed: dee may not do contract.import for US01"):
        ledger.do("import_contracts", "dee", contracts=files_of(PLAIN))
    text = PLAIN.replace("US01", "DE01")
    assert ledger.do("import_contracts", "dee", contracts=files_of(text)).proposal
