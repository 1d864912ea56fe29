"""Cut-over: a ledger that begins in mid-life goes on as one that was kept from the beginning."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest
from django.db.models import Sum

from duly.actions.disclosures import PostedBook
from duly.actions.drafts import draft_of
from duly.actions.errors import (
    CannotClose,
    CannotOpen,
    NotAllowed,
    NothingToDo,
    OpeningDiffers,
    OpeningDoesNotTie,
    OwnProposal,
    PeriodIsClosed,
)
from duly.actions.export import tie_out
from duly.actions.gate import Done
from duly.actions.prior_periods import prior_amounts
from duly.actions.verification import verify
from duly.doors.cli.main import main
from duly.engine.disclosure.note import note
from duly.ground.dates import add_months, day, iso
from duly.ground.errors import SeveralErrors
from duly.store.audit import head
from duly.store.journal import Entry, Line
from duly.store.periods import Period
from tests.engine.disclosure.test_note import apart
from tests.store import cut_over, effects
from tests.store.cluster import Cluster
from tests.store.conftest import fresh
from tests.store.disclosed import untied
from tests.store.ledger import PLAIN, Ledger, clock, tree_of
from tests.store.overseer import wrong
from tests.store.test_two_years import CONTRACTS, MONTHS, pass_two_years, told

DIGITS = {"USD": 2, "EUR": 2, "GBP": 2}
ENTITIES = {"US01": "USD", "DE01": "EUR"}


Known = dict[tuple[str, str], tuple[cut_over.Rows, cut_over.Rows, Counter, dict[str, object]]]
EARLY, LATE = "2026-12", "2027-08"  # the cut-overs that are tried each time
# What a note tells of contracts; its other tables part the time before the cut-over by periods, tell who said what, or
# have the entry by hand of a month that one of the two ledgers lived through.
NOTED = (
    *("contract balances", "revenue sources", "current", "remaining", "disaggregation", "contract costs"),
    "revenue by currency",
)


@pytest.fixture(scope="module")
def from_inception(templates, cluster: Cluster, tmp_path_factory) -> Iterator[Known]:
    """What a ledger that is kept from the beginning says of each entity at the end of each month: positions, trial
    balance, and what every month after it moves."""
    for ledger in fresh("sqlite", templates, cluster, tmp_path_factory.mktemp("inception")):
        yield kept_from_the_beginning(ledger, (EARLY, LATE))


def kept_from_the_beginning(ledger: Ledger, months: Collection[str]) -> Known:
    """Two years of closes, and what the ledger says of each entity at the end of each month; with the note of those
    after it, where it is one of `months`."""
    pass_two_years(ledger)
    return {
        (entity, month): (
            cut_over.positions_of(entity, MONTHS[:number], DIGITS, books),
            cut_over.trial_balance_of(entity, MONTHS[:number], DIGITS, books),
            cut_over.moved(entity, MONTHS[number:]),
            noted(entity, MONTHS[number:]) if month in months else {},
        )
        for entity, books in ENTITIES.items()
        for number, month in enumerate(MONTHS, 1)
    }


def opened(ledger: Ledger, known: Known, month: str) -> None:
    """Everything that is known by the end of a month, and the openings of both entities on its last day."""
    ledger.take_in(CONTRACTS)
    for past in MONTHS[: MONTHS.index(month) + 1]:
        told(ledger, past)
    for entity in ENTITIES:
        rows, balance, *_ = known[entity, month]
        given = {"date": last_day(month), "positions": rows, "trial_balance": balance}
        if not rows:
            continue  # books with nothing in them yet begin with their first period
        ledger.agreed("import_opening", "rob", "ben", "con", entity=entity, **given)


def last_day(month: str) -> str:
    year, number = map(int, month.split("-"))
    return iso(add_months(day(f"{year}-{number:02}-01"), 1) - 1)


def goes_on(ledger: Ledger, month: str) -> None:
    """The months after a cut-over, as in the ledger that was kept from the beginning."""
    for later in MONTHS[MONTHS.index(month) + 1 :]:
        told(ledger, later)
        for entity in ENTITIES:
            with suppress(NothingToDo):
                ledger.do("post_period", "rae", entity=entity, period=later)
            ledger.close(later, entity=entity)


def assert_same_future(ledger: Ledger, known: Known, month: str) -> None:
    """A cut-over at the end of a month, closed to the end, gives what the ledger from inception gives."""
    with clock(pace=timedelta(hours=1)):
        opened(ledger, known, month)
        goes_on(ledger, month)
    after = MONTHS[MONTHS.index(month) + 1 :]
    for entity, books in ENTITIES.items():
        assert cut_over.moved(entity, after) == known[entity, month][2], (entity, month)
        names = ["opening", *after]
        assert cut_over.positions_of(entity, names, DIGITS, books) == known[entity, MONTHS[-1]][0]
        assert cut_over.trial_balance_of(entity, names, DIGITS, books) == known[entity, MONTHS[-1]][1]
        assert noted(entity, after) == known[entity, month][3]
    assert [fault for _, faults in verify() for fault in faults] == []


def noted(entity: str, months: Sequence[str]) -> dict[str, object]:
    """The tables of the note of some months: roll-forwards, remaining obligations, what else is told of contracts."""
    made = note([PostedBook(entity).window(months[0], months[-1])])
    assert not apart(made)
    found = {report.name: report.rows for report in made.reports}
    return {name: found[name] for name in NOTED}


def test_a_cut_over_gives_the_same_future_as_a_ledger_from_the_beginning(sqlite_ledger: Ledger, from_inception: Known):
    assert_same_future(sqlite_ledger, from_inception, EARLY)


def test_a_cut_over_gives_the_same_future_on_postgresql(from_inception: Known, postgresql_ledger: Ledger):
    assert_same_future(postgresql_ledger, from_inception, LATE)


# One contract, taken over at the end of March.
DATE = "2026-03-31"
BALANCES = {"contract_liability": -9_000_000, "receivable": 12_300_000}


def rows(**other: int) -> cut_over.Rows:
    """Positions of the contract; other: amounts that are wrong, by account."""
    amounts = {**BALANCES, **other}
    return [
        {"contract": "CT-1", "account": account, "currency": "USD", "amount": cut_over.written(minor), "at": "row 2"}
        for account, minor in amounts.items()
        if minor
    ]


def balance(**other: int) -> cut_over.Rows:
    """A trial balance that the positions tie to."""
    given = [{"account": row["account"], "balance": row["amount"]} for row in rows(**other)]
    return [*given, {"account": "6400 rent", "balance": "250.00"}]


def asked(**other: int) -> dict[str, object]:
    """What an opening is told."""
    return {"entity": "US01", "date": DATE, "positions": rows(**other), "trial_balance": balance(**other)}


def opens(ledger: Ledger, *checkers: str, booked: str = "opening", **other: int) -> Done:
    """The opening of the entity, as far as these people agree."""
    return ledger.agreed("import_opening", "rob", *checkers, booked=booked, **asked(**other))


def tolerating(ledger: Ledger, amount: str = "100000") -> None:
    """Up to what amount positions may differ."""
    said = {"entity": "US01", "amount": amount, "currency": "USD", "why": "a thousandth of the receivables"}
    ledger.do("set_opening_tolerance", "ben", **said)


def with_account(ledger: Ledger) -> None:
    """An account takes what differs."""
    tree = tree_of("accounts: {opening difference: {number: 3990}}")
    ledger.agreed("set_company", "rob", "ben", file="company.yaml", tree=tree)


def sums(**of: object) -> dict[str, int]:
    """Balances by account of some lines."""
    rows = Line.objects.filter(**of).values_list("account").annotate(Sum("books_amount")).order_by("account")
    return {account: minor for account, minor in rows if minor}


def whole() -> bool:
    """Whether verification finds nothing."""
    return [fault for _, faults in verify() for fault in faults] == []


@pytest.fixture
def plain(sqlite_ledger: Ledger) -> Ledger:
    sqlite_ledger.take_in(PLAIN)
    return sqlite_ledger


def test_one_entry_states_every_contract_and_periods_go_on_from_it(plain: Ledger):
    done = opens(plain, "ben", "con")
    effect = done.effect["effect"]
    assert effect["control totals"][0] == {
        "balance of": "contract_liability",
        "currency": "USD",
        "trial balance": "-9000000",
        "positions": "-9000000",
        "computed": "-9000000",
    }
    assert effect["differences"] == [] and Entry.objects.count() == 1
    assert sums(entry__period="opening") == {**BALANCES, "revenue": -3_300_000}
    plain.close("2026-04")
    assert sums(entry__period="2026-04") == {"contract_liability": 1_000_000, "revenue": -1_000_000}
    assert whole()


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_template_is_a_positions_file_that_ties(plain: Ledger, tmp_path: Path, capsys, kind: str):
    file, stated = str(tmp_path / f"positions.{kind}"), str(tmp_path / "gl.json")
    rest = ["--date", DATE, "--entity", "US01", "--by", "rob"]
    assert main(["opening", "template", *rest, "--out", file]) == 0
    Path(stated).write_text(json.dumps({"rows": balance()}), "utf-8")
    assert main(["opening", "compare", file, stated, *rest]) == 0
    assert "2 accounts, 0 not as in the trial balance; 0 differences" in capsys.readouterr().out
    assert main(["opening", "import", file, stated, *rest, "--dry-run"]) == 0
    assert not Period.objects.exists()
    assert main(["opening", "import", file, stated, *rest]) == 0
    assert "which waits for 2 others" in capsys.readouterr().out


HISTORY = PLAIN[PLAIN.index("billing:") :]
POSITION = """opening:
  - {date: 2026-03-31, obligation: platform, recognized: 30000.00, billed: 120000.00, allocated: 120000.00}
  - {date: 2026-03-31, obligation: setup, recognized: 3000.00, billed: 3000.00, progress: 100%, allocated: 3000.00}
  - {date: 2026-03-31, receivable: 123000.00}
"""


def test_a_contract_without_its_history_goes_on_as_one_with_it(sqlite_ledger: Ledger):
    sqlite_ledger.take_in(PLAIN.replace(HISTORY, POSITION))
    opens(sqlite_ledger, "ben", "con")
    assert sums(entry__period="opening") == {**BALANCES, "opening": -3_300_000}
    sqlite_ledger.close("2026-04")
    assert sums(entry__period="2026-04") == {"contract_liability": 1_000_000, "revenue": -1_000_000}
    assert whole() and not untied()


def test_an_opening_needs_two_others(plain: Ledger):
    done = plain.do("import_opening", "rob", **asked())
    assert not Period.objects.exists()
    assert plain.do("approve", "ben", proposal=done.proposal).effect == {
        "proposal": done.proposal,
        "approved": 1,
        "needs": 2,
    }
    assert not Period.objects.exists()
    with pytest.raises(OwnProposal):
        plain.do("approve", "ben", proposal=done.proposal)
    with pytest.raises(NotAllowed):
        plain.do("approve", "rae", proposal=done.proposal)
    plain.do("approve", "con", proposal=done.proposal)
    found = list(effects.effects())
    assert [fault for effect in found for fault in wrong(effect)] == []
    assert {"opening.import"} < {effect.action for effect in found}
    assert [one.name for one in Period.objects.all()] == ["opening"]


def test_a_second_opening_is_refused(plain: Ledger):
    opens(plain, "ben", "con")
    with pytest.raises(CannotOpen, match="has its opening"):
        opens(plain)


def test_an_opening_after_the_first_close_is_refused(plain: Ledger):
    plain.close("2026-01")
    with pytest.raises(CannotOpen, match="has posted to its periods"):
        opens(plain)


def test_an_opening_stands_at_the_end_of_a_period(plain: Ledger):
    with pytest.raises(CannotOpen, match="not the last day"):
        plain.do("import_opening", "rob", **{**asked(), "date": "2026-03-30"})
    with pytest.raises(CannotOpen, match="no contract of DE01 has a position"):
        plain.do("import_opening", "rob", entity="DE01", date=DATE, positions=[], trial_balance=[])


def test_what_a_contract_on_hold_has_otherwise_waits_for_its_release(plain: Ledger):
    """The earlier books held back what March earned."""
    plain.do("hold_contract", "rae", contract="CT-1", why="a side letter")
    with_account(plain)
    held_back = {"contract_liability": -10_000_000}
    effect = opens(plain, "ben", "con", **held_back).effect["effect"]
    assert effect["on hold"] == ["CT-1"] and "by account" not in effect
    plain.close("2026-04")
    assert sums(entry__period="opening")["contract_liability"] == -10_000_000 and not sums(entry__period="2026-04")
    plain.do("hold_contract", "rae", contract="CT-1", held=False, why="it is void")
    plain.close("2026-05")
    mended = sums(entry__period="2026-05", cause="opening difference")
    assert mended == {"contract_liability": 1_000_000, "opening_difference": -1_000_000}
    assert sums()["contract_liability"] == -7_000_000 and whole()


def test_a_planted_difference_is_named_down_to_contract_and_account(plain: Ledger):
    plain.take_in(PLAIN.replace("CT-1", "CT-2").replace("I-1", "I-2"))
    both = [*rows(), *({**row, "contract": "CT-2"} for row in rows(receivable=11_000_000))]
    stated = [
        {"account": "receivable", "balance": "233000.00"},
        {"account": "contract_liability", "balance": "-180000"},
    ]
    with pytest.raises(OpeningDiffers, match="13,000.00 USD in all") as refused:
        plain.do("import_opening", "rob", entity="US01", date=DATE, positions=both, trial_balance=stated)
    assert refused.value.why == "CT-2 receivable: 13,000.00 USD"
    stated[0]["balance"] = "246000.00"
    with pytest.raises(OpeningDoesNotTie) as refused:
        plain.do("import_opening", "rob", entity="US01", date=DATE, positions=both, trial_balance=stated)
    assert refused.value.why == (
        "receivable: trial balance 246,000.00 USD, positions 233,000.00 USD, computed 246,000.00 USD "
        "(CT-2 is computed 13,000.00 USD beyond its position)"
    )


def test_every_wrong_row_of_the_files_is_named(plain: Ledger):
    wrong = [
        {"contract": "CT-1", "account": "debtors", "amount": "1.00", "at": "p.csv row 2"},
        {"contract": "", "account": "receivable", "amount": "1.00", "at": "p.csv row 3"},
        {"contract": "CT-1", "account": "receivable", "amount": "one", "at": "p.csv row 4"},
        {"contract": "CT-1", "account": "receivable", "amount": "1.00", "currency": "EUR", "at": "p.csv row 5"},
    ]
    with pytest.raises(SeveralErrors) as refused:
        plain.do("import_opening", "rob", entity="US01", date=DATE, positions=wrong, trial_balance=[])
    assert [error.what.split(":")[0] for error in refused.value.errors] == [f"p.csv row {n}" for n in (2, 3, 4, 5)]


# 123.45 that the earlier books recognized less.
OTHER = {"contract_liability": -9_012_345}


@pytest.mark.parametrize("booked", ["opening", "first period"])
def test_a_difference_within_the_tolerance_is_booked_to_the_account_of_the_company(plain: Ledger, booked: str):
    with pytest.raises(OpeningDiffers):
        opens(plain, booked=booked, **OTHER)
    with_account(plain)
    tolerating(plain, "12344")
    with pytest.raises(OpeningDiffers):
        opens(plain, booked=booked, **OTHER)
    tolerating(plain, "12345")
    effect = opens(plain, "ben", "con", booked=booked, **OTHER).effect["effect"]
    assert effect["differences"] == [
        {
            "contract": "CT-1",
            "balance of": "contract_liability",
            "currency": "USD",
            "positions": "-9012345",
            "computed": "-9000000",
            "difference": "12345",
        }
    ]
    assert effect["by account"] == {"contract_liability": {"USD": "12345"}, "opening_difference": {"USD": "-12345"}}
    assert sums(entry__kind="opening") == {**BALANCES, **OTHER, "opening_difference": 12_345, "revenue": -3_300_000}
    assert whole()
    mends = {"contract_liability": 12_345, "opening_difference": -12_345}
    if booked == "opening":
        assert sums(entry__kind="opening difference") == mends
    draft = draft_of(head()[0], "US01", "", "2026-04")
    assert bool(draft.unusual) == (booked != "opening") and not prior_amounts(head()[0], draft, "US01", "main")
    plain.close("2026-04")
    assert sums(cause="opening difference", entry__period="2026-04") == ({} if booked == "opening" else mends)
    assert sums() == {"contract_liability": -8_000_000, "receivable": 12_300_000, "revenue": -4_300_000}
    # The general ledger has what the earlier books had, and gets what mends it.
    there = {"contract_liability": -8_000_000, "receivable": 12_300_000, "revenue": -4_300_000, "3990": -12_345}
    assert list(tie_out("US01", "main", 1 << 30, there)) == []
    plain.close("2026-05")
    assert whole() and not sums(entry__period="2026-05", account="opening_difference")
    assert not untied()


def test_until_it_is_mended_a_difference_stands_against_no_proof(plain: Ledger):
    tolerating(plain)
    with_account(plain)
    opens(plain, "ben", "con", booked="first period", receivable=12_300_100)
    assert sums(entry__period="opening")["receivable"] == 12_300_100 and whole()


def test_a_difference_needs_an_account_that_takes_it(plain: Ledger):
    tolerating(plain)
    with pytest.raises(CannotOpen, match="no account takes"):
        opens(plain, **OTHER)


def test_the_general_ledger_gets_what_mends_a_difference_and_nothing_of_the_positions(plain: Ledger):
    tolerating(plain)
    with_account(plain)
    opens(plain, "ben", "con", **OTHER)
    batch = plain.do("export_batch", "rae", entity="US01", period="opening").effect
    assert [(row["account"], row["debit"], row["credit"]) for row in batch["rows"]] == [
        ("contract_liability", "12345", "0"),
        ("opening_difference", "0", "12345"),
    ]
    with pytest.raises(NothingToDo):
        plain.do("export_batch", "rae", entity="US01", period="opening")


def test_the_positions_alone_are_nothing_to_hand_over(plain: Ledger):
    opens(plain, "ben", "con")
    with pytest.raises(NothingToDo):
        plain.do("export_batch", "rae", entity="US01", period="opening")
    assert list(tie_out("US01", "main", 1 << 30, {**BALANCES, "revenue": -3_300_000})) == []


def test_periods_before_the_cut_over_are_neither_open_nor_closable(plain: Ledger):
    opens(plain, "ben", "con")
    for verb in ("post_period", "close_period"):
        with pytest.raises(PeriodIsClosed, match="lies before its opening on 2026-03-31"):
            plain.do(verb, "rob", entity="US01", period="2026-02")
    with pytest.raises(NothingToDo):
        plain.do("close_period", "rob", entity="US01", period="opening")
    with pytest.raises(PeriodIsClosed):
        plain.do("post_period", "rae", entity="US01", period="opening")
    with pytest.raises(CannotClose, match="is not reopened"):
        plain.do("reopen_period", "rob", entity="US01", period="opening", why="a mistake")


def test_what_becomes_known_of_the_time_before_is_booked_in_the_first_open_period(plain: Ledger):
    opens(plain, "ben", "con")
    plain.record("CT-1", "{date: 2026-02-11, credit note: C-1, invoice: I-1, amount: 600.00, reason: error}")
    plain.take_in(PLAIN.replace("CT-1", "CT-2").replace("I-1", "I-2"))
    quick, again = (draft_of(head()[0], "US01", "", "2026-04", read_all=every) for every in (False, True))
    assert quick.lines == again.lines and not quick.unusual
    plain.close("2026-04")
    late = Line.objects.filter(entry__period="2026-04").exclude(economic="2026-04")
    assert set(late.values_list("contract", "economic", "cause")) == {
        ("CT-1", "2026-02", "late fact"),
        *(("CT-2", f"2026-0{month}", "new contract") for month in (1, 2, 3)),
    }
    assert whole()


def test_an_error_of_the_time_before_is_carried_back_to_the_opening(plain: Ledger):
    opens(plain, "ben", "con")
    plain.agreed("set_materiality", "rob", "ben", entity="US01", amount="50000", currency="USD", why="half a percent")
    plain.record("CT-1", "{date: 2026-02-11, credit note: C-1, invoice: I-1, amount: 600.00, reason: error}")
    draft = draft_of(head()[0], "US01", "", "2026-04")
    (prior,) = prior_amounts(head()[0], draft, "US01", "main")
    assert (prior.economic, prior.proposal.named) == ("opening", "error")
    with pytest.raises(CannotClose, match="cannot be closed"):
        plain.do("close_period", "rob", entity="US01", period="2026-04")
    of = {"entity": "US01", "period": "2026-04"}
    plain.agreed("class_amounts", "rae", "rob", contract="CT-1", named="error", why="overlooked", **of)
    plain.agreed("restate_periods", "rob", "ben", "con", why="material to the opening", **of)
    plain.close("2026-04")
    assert sums(entry__period="opening")["receivable"] == BALANCES["receivable"] - 60_000
    assert sums(entry__period="2026-04") == {"contract_liability": 1_000_000, "revenue": -1_000_000}
    assert whole()


def test_another_policy_moves_the_opening_by_the_next_close_and_under_its_cause(plain: Ledger):
    opens(plain, "ben", "con")
    tree = tree_of("company: Acme\npolicies: {start day: excluded}\n")
    plain.agreed("set_company", "rob", "ben", file="company.yaml", tree=tree)
    plain.take_in(PLAIN.replace("CT-1", "CT-2").replace("by month", "by month prorated"))
    draft = draft_of(head()[0], "US01", "", "2026-04")
    assert {key.cause for key in draft.unusual} <= {"policy"}
    plain.close("2026-04")
    assert whole()
