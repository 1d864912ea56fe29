"""The views for analysts say what the ledger says, on both databases, and whoever reads them can read nothing else."""

from __future__ import annotations

import pytest

from docs import make_views
from duly.actions.backup import upgrade_ledger
from duly.actions.errors import RoleIsUnfit
from duly.actions.periods import balances
from duly.actions.setup import let_analyst_in
from duly.store.analyst import VIEWS
from tests.store.ledger import PLAIN, Ledger, use

ABROAD = PLAIN.replace("CT-1", "CT-2").replace("USD", "EUR").replace("I-1", "I-2")


def filled(ledger: Ledger) -> Ledger:
    ledger.take_in(PLAIN)
    ledger.take_in(ABROAD)
    ledger.close("2026-01", "2026-02")
    return ledger


def test_the_views_add_up_to_the_trial_balance(ledger: Ledger):
    filled(ledger)
    moved: dict[str, dict[str, str]] = {}
    for account, currency, amount in ledger.sql(
        "SELECT account, books_currency, sum(books_amount) FROM analyst_movement GROUP BY 1, 2 ORDER BY 1, 2"
    ):
        moved.setdefault(str(account), {})[str(currency)] = str(amount)
    assert moved == balances("US01", "main", 10**6)
    assert ledger.sql("SELECT count(*) FROM analyst_line") == ledger.sql("SELECT count(*) FROM journal_line")
    earned = ledger.sql("SELECT sum(books_amount) FROM analyst_revenue")
    assert str(earned[0][0]) == str(-int(moved["revenue"]["USD"]))


def test_days_are_inclusive_and_states_are_the_last(ledger: Ledger):
    filled(ledger)
    asked = "SELECT period, first_day, last_day, state FROM analyst_period WHERE book = 'main' ORDER BY period"
    assert ledger.sql(asked)[:2] == [
        ("2026-01", "2026-01-01", "2026-01-31", "closed"),
        ("2026-02", "2026-02-01", "2026-02-28", "closed"),
    ]
    assert (
        ledger.sql("SELECT contract, customer, version FROM analyst_contract WHERE contract = 'CT-1'")[0][0] == "CT-1"
    )
    assert ledger.sql("SELECT decimals FROM analyst_currency WHERE currency IN ('JPY', 'KWD') ORDER BY 1") == [
        (0,),
        (3,),
    ]


@pytest.mark.parametrize("name", VIEWS)
def test_a_view_has_the_columns_it_says_and_survives_an_upgrade(sqlite_ledger: Ledger, name: str):
    upgrade_ledger()
    assert [row[1] for row in sqlite_ledger.sql(f"PRAGMA table_info({name})")] == list(VIEWS[name].columns)


def test_an_analyst_reads_the_views_and_nothing_else(postgresql_ledger: Ledger):
    filled(postgresql_ledger)
    sql = postgresql_ledger.sql
    sql("CREATE ROLE ana LOGIN")
    try:
        let_analyst_in("ana")
        use(postgresql_ledger.address.replace("postgres@", "ana@"))
        assert sql("SELECT count(*) FROM analyst_line")[0][0]
        for forbidden in ("SELECT 1 FROM journal_line", "SELECT 1 FROM personal", "DELETE FROM analyst_command"):
            with pytest.raises(Exception, match="permission denied"):
                sql(forbidden)
    finally:
        use(postgresql_ledger.address)
        sql("DROP OWNED BY ana")
        sql("DROP ROLE ana")


def test_a_role_that_may_read_tables_is_no_analyst(postgresql_ledger: Ledger):
    sql = postgresql_ledger.sql
    sql("CREATE ROLE eve LOGIN IN ROLE pg_read_all_data")
    try:
        with pytest.raises(RoleIsUnfit, match="eve may read"):
            let_analyst_in("eve")
    finally:
        sql("DROP ROLE eve")


def test_the_page_tells_every_view():
    assert make_views.PAGE.read_text(encoding="utf-8") == make_views.page(), "run `make docs`"
