"""Keys to the API: another person agrees to them, their secret is kept nowhere, and they reach no further than said."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest

from duly.actions.errors import NotAllowed, OutOfScope, TokenIsWrong
from duly.actions.tokens import holder_of, mark_of, tokens_at
from duly.actions.verbs import perform
from duly.actions.verification import verify
from duly.doors.cli.main import main
from duly.engine.access.reach import Reach
from duly.store.audit import AuditLine, Command, Proposal, head, pending
from tests.store.ledger import PLAIN, Ledger, clock, tree_of

SECRET = "duly_" + "s" * 43
ASKED = {"person": "rae", "mark": mark_of(SECRET), "scopes": ["read", "fact.record"], "ends": "2026-12-31"}


def test_a_key_works_when_another_person_has_agreed_until_it_is_taken_back(ledger: Ledger):
    with clock():
        done = ledger.do("issue_token", "ann", **ASKED)
        assert done.proposal and holder_of(SECRET) is None
        ledger.do("approve", "ben", proposal=done.proposal)
        found = holder_of(SECRET)
        assert found is not None and (found.ref, found.person) == ("T-1", "rae")
        assert found.reach == Reach(frozenset(["read", "fact.record"]))
        assert holder_of(SECRET[:-1]) is None and holder_of("") is None
        ledger.do("revoke_token", "rae", token="T-1")
        assert holder_of(SECRET) is None and tokens_at(head()[0])[0]["revoked"] is True
        assert not [fault for _, faults in verify() for fault in faults]


def test_a_key_ends_after_its_last_day(sqlite_ledger: Ledger):
    with clock():
        sqlite_ledger.agreed("issue_token", "ann", "ben", **ASKED)
    with clock(datetime(2026, 12, 31, 23, 59, tzinfo=UTC), timedelta(0)):
        assert holder_of(SECRET)
    with clock(datetime(2027, 1, 1, tzinfo=UTC)):
        assert holder_of(SECRET) is None


@pytest.mark.parametrize(
    "wrong",
    [{"scopes": []}, {"scopes": ["books.read"]}, {"mark": "ab"}, {"ends": "2025-12-31"}, {"ends": "2028-01-01"}],
    ids=str,
)
def test_a_key_that_is_none_is_refused(sqlite_ledger: Ledger, wrong):
    with clock(), pytest.raises(TokenIsWrong):
        sqlite_ledger.do("issue_token", "ann", **ASKED | wrong)


def test_nobody_but_an_administrator_makes_a_key(sqlite_ledger: Ledger):
    with clock(), pytest.raises(NotAllowed):
        sqlite_ledger.do("issue_token", "rae", **ASKED)


def test_a_key_does_not_reach_beyond_its_scopes_and_entities(sqlite_ledger: Ledger):
    sqlite_ledger.take_in(PLAIN)
    args = {
        "contract": "CT-1",
        "part": "happened",
        "file": "x",
        "rows": [tree_of("{date: 2026-02-01, paid: 5.00, invoice: I-1}")],
    }

    def tried(*scopes: str, entities: tuple[str, ...] = ()) -> None:
        perform("record_facts", "rae", args, dry_run=True, reach=Reach(frozenset(scopes), frozenset(entities)))

    tried("fact.record")
    tried("fact.record", entities=("US01", "DE01"))
    with pytest.raises(OutOfScope):
        tried("read", "journal.post")
    with pytest.raises(NotAllowed):
        tried("fact.record", entities=("DE01",))


def test_who_approves_by_a_key_needs_the_scope_of_what_is_asked_and_the_maker_needs_none(sqlite_ledger: Ledger):
    sqlite_ledger.take_in(PLAIN)
    done = sqlite_ledger.do("close_period", "rob", entity="US01", period="2026-01")
    for scopes, error in ((["journal.post"], OutOfScope), (["period.close"], None)):
        reach = Reach(frozenset(scopes))
        if error is None:
            assert perform("approve", "ben", {"proposal": done.proposal}, reach=reach).effect["approved"] == 1
        else:
            with pytest.raises(error):
                perform("approve", "ben", {"proposal": done.proposal}, reach=reach)


def test_the_secret_is_shown_once_and_stands_nowhere(sqlite_ledger: Ledger, capsys):
    with clock():
        words = "access token rae --scope read --ends 2026-12-31 --by ann"
        assert main(words.split()) == 0
        said = capsys.readouterr().out
        secret = next(line.split()[1] for line in said.splitlines() if line.startswith("secret"))
        assert main(["approve", pending()[-1].ref, "--by", "ben"]) == 0
        assert holder_of(secret)
        assert main("access tokens --by ann".split()) == 0
        assert "T-1  rae  through 2026-12-31  all entities: read" in capsys.readouterr().out
        assert main("access tokens --by rae".split()) == 1
        assert main("access revoke-token T-1 --by ann".split()) == 0
    kept = [*AuditLine.objects.values_list(), *Command.objects.values_list(), *Proposal.objects.values_list()]
    assert secret not in json.dumps(kept, default=str)
