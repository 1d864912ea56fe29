"""Who may do what for which entity: every role, every action, its own entity and another one, against a table written
by hand; and no sequence of commands lets one person's work take effect by that person alone."""

from __future__ import annotations

import random
from contextlib import suppress
from itertools import product
from pathlib import Path

import pytest
import yaml

from duly.actions.errors import DutiesConflict
from duly.engine.access.roles import CHECKED, RIGHTS, ROLES, Right, may
from duly.engine.access.segregation import CONFLICTS, conflicts
from duly.ground.errors import DulyError
from duly.store.audit import Approval, Proposal
from duly.store.contracts import Contract
from duly.store.journal import Entry
from tests.store.insider import Insider
from tests.store.ledger import PEOPLE, PLAIN, Ledger, files_of

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


def test_no_sequence_of_commands_takes_effect_without_a_second_person(sqlite_ledger: Ledger):
    chance, people = random.Random(606), [*PEOPLE, "ann", "ben", "nobody"]
    done = 0
    for number in range(700):
        with suppress(DulyError):
            _some_command(sqlite_ledger, chance, chance.choice(people), number)
            done += 1
    assert done > 20
    for one in Approval.objects.filter(granted=True).select_related("proposal"):
        assert one.person != one.proposal.maker and one.content == one.proposal.content
    for entry in Entry.objects.exclude(kind="computed"):
        assert Approval.objects.filter(seq=entry.seq, granted=True).exists()
    for contract in Contract.objects.all():
        assert Approval.objects.filter(seq=contract.seq, proposal__verb="import_contracts").exists()


def _some_command(ledger: Ledger, chance: random.Random, who: str, number: int) -> None:
    """A command at random, by anybody."""
    waiting = [one.ref for one in Proposal.objects.order_by("-seq")[:4]] or ["P-0"]
    month = f"2026-{chance.randint(1, 3):02}"
    lines = [
        {"account": "cash", "amount": "5", "currency": "USD"},
        {"account": "opening", "amount": "-5", "currency": "USD"},
    ]
    verb, args = chance.choice(
        [
            ("approve", {"proposal": chance.choice(waiting)}),
            ("approve", {"proposal": chance.choice(waiting)}),
            ("approve", {"proposal": chance.choice(waiting)}),
            ("reject", {"proposal": chance.choice(waiting)}),
            ("import_contracts", {"contracts": files_of(PLAIN.replace("CT-1", f"R-{number % 9}"))}),
            ("post_period", {"entity": "US01", "period": month}),
            ("close_period", {"entity": "US01", "period": month}),
            ("reopen_period", {"entity": "US01", "period": month}),
            ("enter_manually", {"entity": "US01", "period": month, "lines": lines}),
            ("grant_role", {"person": who, "role": chance.choice([*ROLES])}),
        ]
    )
    ledger.do(verb, who, why="at random", **args)
