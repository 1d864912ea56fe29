"""A file of a thousand contracts, seven of them wrong: 993 come in, seven are named with where, why and how to mend
them, the same file again changes nothing, and mended they come in. In each kind of file."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from duly.actions.names import names_of, refs_named
from duly.doors.cli.main import main
from duly.ground.errors import SeveralErrors
from duly.ground.tree import Block
from duly.readers.tree import read_tree
from duly.store.audit import AuditLine, head
from duly.store.contracts import Contract, Fact
from duly.store.trees import plain, restored, stored, told
from tests.store import thousand
from tests.store.ledger import PLAIN, Ledger, files_of, tree_of

Duly = Callable[..., tuple[int, str, str]]


@pytest.fixture
def duly(capsys: pytest.CaptureFixture[str]) -> Duly:
    """The command: its status, what it said and what it complained of."""

    def run(*words: object) -> tuple[int, str, str]:
        status = main([str(word) for word in words])
        return status, *capsys.readouterr()

    return run


def test_of_a_thousand_contracts_seven_wait_in_one_file_of_many(sqlite_ledger: Ledger, duly: Duly, tmp_path: Path):
    imports(duly, 1_000, "one.yaml", tmp_path)


def test_of_a_thousand_contracts_seven_wait_in_sheets(postgresql_ledger: Ledger, duly: Duly, tmp_path: Path):
    imports(duly, 1_000, "sheets", tmp_path)


@pytest.mark.parametrize("kind", thousand.KINDS)
def test_of_seventy_contracts_seven_wait_in_each_kind_of_file(ledger: Ledger, duly: Duly, tmp_path: Path, kind: str):
    imports(duly, 70, kind, tmp_path)


def imports(duly: Duly, count: int, kind: str, folder: Path) -> None:
    """A dry run, the import, the same again, and what was mended."""
    made, wrong = thousand.thousand(count, kind)
    place = thousand.written(made, kind, folder)
    begun = AuditLine.objects.count()
    status, said, _ = duly("contract", "import", place, "--by", "cam", "--dry-run")
    assert status == 1 and "nothing was changed" in said and AuditLine.objects.count() == begun
    status, said, heard = duly("contract", "import", place, "--by", "cam")
    assert status == 1 and not Contract.objects.exists()
    _named(said, made, wrong, kind, place)
    _totals(said, {name: one for name, one in made.items() if name not in wrong}, count)
    duly("approve", re.findall(r"P-\d+", said)[-1], "--by", "rob")
    assert set(Contract.objects.values_list("ref", flat=True)) == set(made) - set(wrong)
    assert Fact.objects.count() == 2 * (count - 7)
    kept = AuditLine.objects.count()
    status, said, heard = duly("contract", "import", place, "--by", "cam")
    assert status == 1 and not said and AuditLine.objects.count() == kept
    assert f"{count - 7} of {count} contracts are in the store as they are" in heard
    assert all(f"contract {name}\n" in heard and error in heard for name, (_, error) in wrong.items())
    _mended(duly, wrong, kind, folder / "mended")


def _named(said: str, made: dict[str, thousand.Lists], wrong: dict[str, tuple[str, str]], kind: str, place: Path):
    """Each of the seven with where it stands, what is wrong and how to mend it."""
    rows = [line.split(" · ") for line in said.partition("set aside\n")[2].splitlines() if " · " in line]
    for name, (text, error) in wrong.items():
        where = thousand.where(text, made, kind, place)
        (row,) = (row for row in rows if row[0].strip() == name and row[2].startswith(error + ":"))
        assert row[1] == where and len(row) == 4 and row[3]
    assert {row[0].strip() for row in rows} == set(wrong)


def _totals(said: str, good: dict[str, thousand.Lists], count: int) -> None:
    """What the file holds, how many came in and wait, of how many rows and at which prices."""
    prices = {"USD": 0, "EUR": 0}
    for one in good.values():
        prices[one["contracts"][0]["currency"]] += sum(int(row["price"].split(".")[0]) for row in one["obligations"])
    for line in (
        f"found  {count}",
        "contracts set aside  7",
        f"happened  {2 * len(good)}",
        *(f"{code}  {price}.00" for code, price in prices.items()),
    ):
        assert f"  {line}\n" in f"  {said}".replace("\n", "\n  ")


def _mended(duly: Duly, wrong: dict[str, tuple[str, str]], kind: str, folder: Path) -> None:
    folder.mkdir()
    made = {name: thousand.lists(int(name[2:])) for name in wrong}
    status, said, _ = duly("contract", "import", thousand.written(made, kind, folder), "--by", "cam")
    assert status == 0
    assert duly("approve", re.findall(r"P-\d+", said)[-1], "--by", "rob")[0] == 0
    assert set(made) <= set(Contract.objects.values_list("ref", flat=True))


def test_a_file_of_bad_contracts_alone_changes_nothing_and_names_them(sqlite_ledger: Ledger, duly: Duly, tmp_path):
    (tmp_path / "bad.yaml").write_text("contract: X\ncurrency: *usd\n", "utf-8")
    begun = AuditLine.objects.count()
    status, said, heard = duly("contract", "import", tmp_path / "bad.yaml", "--by", "cam")
    assert status == 1 and not said and "AliasIsNotAllowed" in heard and "line 2, contract X" in heard
    assert AuditLine.objects.count() == begun


def test_rows_of_a_file_that_contradict_what_was_recorded_by_hand_wait(ledger: Ledger):
    ledger.take_in(PLAIN)
    ledger.record("CT-1", "{date: 2026-02-05, invoice: I-2, amount: 5.00}")
    twice = PLAIN + "  - {date: 2026-02-06, invoice: I-2, amount: 7.00}\n"
    with pytest.raises(SeveralErrors, match="DuplicateInvoice"):
        ledger.do("import_contracts", "cam", contracts=files_of(twice))
    assert Fact.objects.count() == 3


def test_a_write_off_in_a_file_needs_the_right_to_write_off(sqlite_ledger: Ledger):
    row = "  - {date: 2026-01-25, write off: 20000.00, invoice: I-1}\n"
    with pytest.raises(SeveralErrors, match="cam may not do receivable.write_off"):
        sqlite_ledger.do("import_contracts", "cam", contracts=files_of(PLAIN + row))
    assert not Contract.objects.exists()


IN_ORDER = """
contract: O-1
entity: US01
currency: USD
signed: 2026-01-01
total: 100.00
policy: {allocation remainder: last, why: "as the system before"}
obligations:
  zeta: {ssp: 10.00, earn: on delivery}
  beta: {ssp: 10.00, earn: on delivery}
  alpha: {ssp: 10.00, earn: on delivery}
happened:
  - {date: 2026-01-05, delivered: alpha}
"""


def test_obligations_keep_the_order_of_their_file(ledger: Ledger):
    ledger.take_in(IN_ORDER)
    kept = Contract.objects.get(ref="O-1")
    tree = restored(kept.tree, kept.file)
    assert list(tree["obligations"]) == ["zeta", "beta", "alpha"]
    # the last takes the remainder, in the ledger as from the file
    done = ledger.do("post_period", "rae", entity="US01", period="2026-01")
    assert done.effect["totals"]["revenue"] == {"USD": "-3334"}


def test_the_first_book_of_the_file_is_the_first_of_the_ledger(sqlite_ledger: Ledger):
    books = "books: {main: {standard: ASC 606}, ifrs: {standard: IFRS 15}}"
    sqlite_ledger.agreed("set_company", "rob", "ben", file="company.yaml", tree=tree_of(f"company: Acme\n{books}"))
    sqlite_ledger.take_in(PLAIN)
    assert sqlite_ledger.do("post_period", "rae", entity="US01", period="2026-01").effect["book"] == "main"


def test_errors_of_one_contract_do_not_make_its_import_stale(sqlite_ledger: Ledger):
    """The keys stand in another order than that of the alphabet, and so do their errors."""
    bad = PLAIN.replace("CT-1", "CT-2").replace("price: 3000.00, earn: on delivery", "price: 1.005, earn: on deliver")
    files = [{"file": "test.yaml", "tree": stored(one)} for one in read_tree(f"{PLAIN}---{bad}".encode(), "").documents]
    done = sqlite_ledger.agreed("import_contracts", "cam", "rob", contracts=files)
    assert len(done.effect["effect"]["set aside"]) == 2


def test_a_tree_kept_as_a_map_is_still_read():
    """Trees of ledgers from before the order was kept."""
    old = {"": [1, {"price": [1, [1, "5.00"]], "title": [[2, "more.csv", "x"], [2, "t"]]}]}
    block = told(old, "test.yaml")
    assert isinstance(block, Block) and plain(block) == {"price": "5.00", "title": "t"}
    assert told(stored(block), "test.yaml") == block and str(block.places["title"]) == "more.csv, sheet x, row 2"


def test_contracts_come_in_with_the_names_other_systems_have_for_them(sqlite_ledger: Ledger):
    named = PLAIN.replace("currency: USD", 'currency: USD\nnames: {crm: "006:A=41", erp: 7}', 1)
    sqlite_ledger.take_in(named)
    both = [{"source": "crm", "external_id": "006:A=41"}, {"source": "erp", "external_id": "7"}]
    assert names_of(head()[0], "contract", ["CT-1"]) == {"CT-1": both}
    grown = f"{named}  - {{date: 2026-02-03, paid: 100.00, invoice: I-1}}\n"
    contracts = files_of(grown.replace("erp: 7", "erp: 7, bank: B-1"))
    assert not sqlite_ledger.do("import_contracts", "rae", contracts=contracts).proposal
    assert names_of(head()[0], "contract", ["CT-1"]) == {"CT-1": [*both, {"source": "bank", "external_id": "B-1"}]}
    assert names_of(head()[0] - 1, "contract", ["CT-1"]) == {"CT-1": both}
    other = named.replace("CT-1", "CT-2").replace("I-1", "I-2").replace("erp: 7", "erp: 8")
    second, third = other.replace("006:A=41", "6"), other.replace("006:A=41", "7").replace("CT-2", "CT-3")
    done = sqlite_ledger.take_in(f"{second}---{third}")
    assert done.effect["effect"]["imported"] == ["CT-2"]
    (aside,) = done.effect["effect"]["set aside"]
    assert aside["contract"] == "CT-3" and "NameIsTaken" in str(aside["error"])
    assert refs_named(head()[0], "contract", "crm") == ["CT-1", "CT-2"]
