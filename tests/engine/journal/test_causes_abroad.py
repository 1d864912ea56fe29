"""The lines of an account abroad by cause: what is earned has the rate of its period, what a change takes back the one
it was earned at."""

from __future__ import annotations

from duly.doors.cli.contracts import load
from duly.engine import tables as t
from duly.engine.journal.books import Books, keep_books
from duly.engine.journal.entries import close
from duly.engine.journal.two_currencies import two_fold
from duly.engine.journal.two_currencies_lines import two_fold_lines
from tests.doors.command import ROOT

APRIL = {"amendment": (9000, 10800), "progress": (-7000, -7000)}


def books() -> Books:
    (run,) = load([str(ROOT / "tests/cases/house/currency-a-change-takes-back.yaml")], None).runs
    return keep_books(run.terms, run.company)


def test_what_a_change_takes_back_is_no_share_of_what_is_earned():
    # The net of 90 at 1.20 and 70 at 1.00 is 38 for 20: at that rate, 1.90, nothing was ever earned.
    kept = books()
    lines = [line for line in two_fold(kept, kept.journal()) if line.row.account == "revenue"]
    april = [line for line in lines if line.row.period == "2025-04"]
    assert {line.row.cause: (line.row.amount, line.functional) for line in april} == APRIL


def test_the_columns_say_the_same():
    kept = books()
    (one,) = (one for one in kept.periods["main"] if one.period.name == "2025-04")
    before, on, world = one.period.start - 1, one.period.until - 1, kept.now()
    made = two_fold_lines(kept.functional, world, close(world.ledger, before, on), before, on)
    rows = zip(made.account, made.cause, made.amount, made.functional, strict=True)
    found = {t.CAUSES[cause]: (own, worth) for account, cause, own, worth in rows if account == t.REVENUE}
    assert found == APRIL
