"""The ledger: valid for Beancount itself, with assertions that come from the balances and not from the entries."""

from __future__ import annotations

import pytest
from beancount import loader
from beancount.core.data import Balance, Open, Transaction

from duly.ground.reports import Money
from duly.writers import beancount
from tests.writers.made import BALANCES, JOURNAL, balance, entry, listed, usd


def ledger(entries, balances, title="books"):
    journal = listed("journal", *JOURNAL, rows=tuple(entries))
    asserted = listed("balances", *BALANCES, rows=tuple(balances))
    return "".join(beancount.lines(journal, asserted, title=title))


def checked(text):
    entries, errors, _ = loader.load_string(text)
    return entries, [error.message for error in errors]


@pytest.mark.parametrize(("currency", "digits"), [("JPY", 0), ("USD", 2), ("KWD", 3), ("CLF", 4)])
@pytest.mark.parametrize("minor", [1, 100, 10**15])
def test_a_right_ledger_passes_whatever_the_decimals(currency, digits, minor):
    money = Money(minor, currency, digits)
    nothing, back = money._replace(minor=0), money._replace(minor=-minor)
    text = ledger([entry("receivable", money), entry("revenue", back)], [balance(money, nothing, nothing)])
    entries, errors = checked(text)
    assert errors == []
    assert sum(isinstance(one, Transaction) for one in entries) == 1
    assert {one.account for one in entries if isinstance(one, Balance)} == {
        "Assets:US01:Receivable",
        "Assets:US01:ContractAsset",
        "Liabilities:US01:ContractLiability",
    }


@pytest.mark.parametrize(("currency", "digits"), [("JPY", 0), ("USD", 2), ("KWD", 3)])
def test_one_minor_unit_between_journal_and_balances_is_found(currency, digits):
    money = Money(1000, currency, digits)
    nothing, more = money._replace(minor=0), money._replace(minor=1001)
    text = ledger(
        [entry("receivable", money), entry("contract_liability", money._replace(minor=-1000))],
        [balance(money, nothing, more)],
    )
    assert any("Balance failed" in message for message in checked(text)[1])


def test_a_balance_holds_at_the_end_of_the_period_so_it_is_dated_the_day_after():
    text = ledger([entry("receivable", usd(1)), entry("revenue", usd(-1))], [balance(usd(1), usd(0), usd(0))])
    assert "2026-02-01 balance Assets:US01:Receivable  0.01 ~ 0 USD" in text
    assert '2026-01-31 * "US01" "revenue of 2026-01"' in text


def test_a_liability_is_asserted_as_a_credit_and_contracts_add_up():
    text = ledger(
        [entry("cash", usd(30)), entry("contract_liability", usd(-30))],
        [balance(usd(0), usd(0), usd(10)), balance(usd(0), usd(0), usd(20))],
    )
    assert "balance Liabilities:US01:ContractLiability  -0.30 ~ 0 USD" in text
    assert checked(text)[1] == []


def test_postings_carry_contract_obligation_and_cause():
    entries, errors = checked(ledger([entry("cash", usd(1)), entry("revenue", usd(-1))], []))
    posting = next(one for one in entries if isinstance(one, Transaction)).postings[0]
    assert errors == []
    assert {key: posting.meta[key] for key in ("contract", "obligation", "cause")} == {
        "contract": "C",
        "obligation": "o",
        "cause": "progress",
    }


def test_account_numbers_part_an_account_and_its_balance_holds_for_all_of_them():
    text = ledger(
        [
            entry("receivable", usd(1), number="1200"),
            entry("receivable", usd(2), number="1210"),
            entry("revenue", usd(-3)),
        ],
        [balance(usd(3), usd(0), usd(0))],
    )
    entries, errors = checked(text)
    assert errors == []
    assert "Assets:US01:Receivable:1210" in {one.account for one in entries if isinstance(one, Open)}


def test_two_entities_of_nearly_one_name_keep_their_own_accounts():
    rows = [entry("cash", usd(1), entity=e) for e in ("us 01", "us-01")]
    rows += [entry("revenue", usd(-1), entity=e) for e in ("us 01", "us-01")]
    entries, errors = checked(ledger(rows, []))
    assert errors == []
    accounts = {one.account for one in entries if isinstance(one, Open)}
    assert {"Assets:Us-01:Cash", "Assets:Us-01-2:Cash"} <= accounts


def test_names_cannot_break_out_of_their_quotes():
    hostile = 'x" \\ \n2026-01-01 open Assets:Evil ; '
    row = list(entry("cash", usd(1)))
    row[4] = hostile
    entries, errors = checked(ledger([tuple(row), entry("revenue", usd(-1))], [], title=hostile))
    assert errors == []
    assert not any("Evil" in one.account for one in entries if isinstance(one, Open))


def test_a_unit_of_ones_own_becomes_a_commodity_that_beancount_takes():
    rows = [entry("cash", Money(5, "L", 2)), entry("revenue", Money(-5, "L", 2))]
    assert checked(ledger(rows, []))[1] == []


def test_nothing_recognized_is_a_ledger_without_entries():
    assert checked(ledger([], [])) == ([], [])


def test_a_role_without_a_place_in_the_ledger_is_an_error_of_its_own():
    with pytest.raises(beancount.NoSuchAccount):
        ledger([entry("goodwill", usd(1))], [])


def test_every_role_of_the_engine_has_a_place_in_the_ledger():
    from duly.engine.tables import ROLES

    assert set(ROLES) - {"due", "position"} <= set(beancount.ROOTS)
