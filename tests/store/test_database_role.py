"""The application connects as a role of PostgreSQL that may read and add: a role that could do more is not let in."""

from __future__ import annotations

import pytest

from duly.actions.errors import RoleIsUnfit
from duly.actions.setup import let_in
from duly.actions.verification import notes, verify
from duly.doors.cli.main import main
from duly.store.audit import AuditLine
from tests.store.cluster import Cluster
from tests.store.ledger import Ledger, use, use_nothing

OF_A_ROLE = {
    "a superuser": "SUPERUSER",
    "one that makes roles": "CREATEROLE",
    "a part of the owner": "IN ROLE {owner}",
    "one that may write all data": "IN ROLE pg_write_all_data",
}


def test_a_ledger_is_set_up_by_its_owner_and_used_by_the_application(cluster: Cluster, capsys):
    address = cluster.create()
    use(address)
    assert main(["approvals"]) == 1 and "NoLedger: there is no ledger in the database" in capsys.readouterr().err
    sql = Ledger("postgresql", address).sql
    sql('CREATE ROLE "Clerk\'s own" LOGIN')
    assert main(["init", "ann=SA", "ben=CT", "--database-role", "Clerk's own"]) == 0
    assert any("owns its tables" in note for note in notes())
    use(address.replace("postgres@", "Clerk%27s%20own@"))
    ledger = Ledger("postgresql", address)
    ledger.agreed("grant_role", "ann", "ben", person="cam", role="CM")
    assert AuditLine.objects.count() == 3 and not [fault for _, faults in verify() for fault in faults]
    assert not any("owns its tables" in note for note in notes())
    with pytest.raises(Exception, match="permission denied"):
        ledger.sql("DELETE FROM audit_line")
    use(address)
    assert main(["upgrade", "--database-role", "Clerk's own"]) == 0
    sql('DROP OWNED BY "Clerk\'s own"')
    sql('DROP ROLE "Clerk\'s own"')
    use_nothing()


@pytest.mark.parametrize("kind", OF_A_ROLE)
def test_a_role_that_may_do_more_is_not_let_in(postgresql_ledger: Ledger, kind: str):
    sql = postgresql_ledger.sql
    sql("CREATE ROLE landlord")
    sql("ALTER TABLE fact OWNER TO landlord")
    sql(f"CREATE ROLE eve LOGIN {OF_A_ROLE[kind].format(owner='landlord')}")
    try:
        with pytest.raises(RoleIsUnfit):
            let_in("eve")
        assert sql("SELECT has_table_privilege('eve', 'person', 'INSERT')") == [
            (kind in ("a superuser", "one that may write all data"),)
        ]
    finally:
        sql("DROP ROLE eve")
        sql("ALTER TABLE fact OWNER TO postgres")
        sql("DROP ROLE landlord")


def test_a_role_that_may_do_more_by_grant_is_put_right(postgresql_ledger: Ledger):
    sql = postgresql_ledger.sql
    sql("CREATE ROLE eve LOGIN")
    sql("GRANT ALL ON ALL TABLES IN SCHEMA public TO eve")
    try:
        let_in("eve")
        assert sql("SELECT has_table_privilege('eve', 'fact', 'DELETE')") == [(False,)]
        sql("GRANT DELETE ON fact TO PUBLIC")
        with pytest.raises(RoleIsUnfit, match="may do more with fact"):
            let_in("eve")
    finally:
        sql("DROP OWNED BY eve")
        sql("DROP ROLE eve")


def test_a_database_that_does_not_answer_is_said_to_be_so(cluster: Cluster, capsys):
    use(cluster.url("nowhere"))
    assert main(["approvals"]) == 1
    heard = capsys.readouterr().err
    assert "NoLedger: the database of DULY_DATABASE does not answer" in heard and "nowhere" in heard
    use_nothing()


def test_what_has_no_such_role_says_so(ledger: Ledger):
    with pytest.raises(RoleIsUnfit, match="no roles|no database role"):
        let_in("nobody_of_that_name")
