"""A backup is taken while others write, put back elsewhere, and proved: chains whole, the same balances, and it works
on."""

from __future__ import annotations

import json
import stat
import threading
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from duly.actions.backup import backup_ledger, restore_ledger
from duly.actions.errors import CannotCopy, NothingToDo
from duly.actions.periods import balances
from duly.actions.setup import let_in
from duly.actions.verification import verify
from duly.store import guards
from duly.store.access import Person, Personal
from duly.store.audit import AuditLine, head
from duly.store.guards.postgresql import STANDING
from duly.store.journal import Entry
from tests.store.cluster import Cluster
from tests.store.ledger import PLAIN, Ledger, use, use_nothing

FAR = 1 << 40


@pytest.fixture
def elsewhere(ledger: Ledger, cluster: Cluster, tmp_path: Path) -> Iterator[str]:
    """The address of a database that is empty, or of a file that is not there."""
    made = str(tmp_path / "new" / "duly.sqlite3") if ledger.vendor == "sqlite" else cluster.create()
    yield made
    use_nothing()
    if ledger.vendor == "postgresql":
        cluster.drop(made)


def lived(ledger: Ledger) -> None:
    ledger.take_in(PLAIN)
    ledger.close("2026-01")
    ledger.do("name_person", "ann", person="rae", name="Rachel \\N \t Adams\n")


def faults() -> list[str]:
    return [fault for _, found in verify() for fault in found]


def test_a_backup_taken_while_others_write_is_a_ledger_of_one_moment(ledger, elsewhere, tmp_path):
    lived(ledger)
    begun, enough = threading.Event(), threading.Event()
    errors: list[BaseException] = []

    def write() -> None:
        try:
            for day in range(1, 400):
                ledger.record("CT-1", f"{{date: 2026-02-{day % 28 + 1:02}, paid: {day}.00, invoice: I-1}}")
                if day % 5 == 0:
                    with_something_new(ledger)
                begun.set()
                if enough.is_set():
                    return
        except BaseException as error:  # noqa: BLE001 - a thread that dies is a failure
            errors.append(error)
        finally:
            begun.set()
            use_nothing()

    writer = threading.Thread(target=write)
    writer.start()
    begun.wait(60)
    files = [str(tmp_path / f"{number}.backup") for number in range(3)]
    for file in files:
        assert " bytes" in backup_ledger(file)
    enough.set()
    writer.join(60)
    assert not errors, errors
    last = head()
    use(elsewhere)
    restore_ledger(files[-1])
    seq, mark = head()
    there, rows = balances("US01", "main", FAR), Entry.objects.count()
    assert faults() == [] and AuditLine.objects.count() == seq
    assert Personal.objects.get().name == "Rachel \\N \t Adams\n"
    again = Ledger(ledger.vendor, elsewhere)
    again.record("CT-1", "{date: 2026-03-01, paid: 1.00, invoice: I-1}")
    again.do("post_period", "rae", entity="US01", period="2026-03")
    assert faults() == []
    ledger.use()
    assert last[0] >= seq > 20 and AuditLine.objects.get(seq=seq).hash == mark
    assert there == balances("US01", "main", FAR, seq)
    assert rows == Entry.objects.filter(seq__lte=seq).count()


def with_something_new(ledger: Ledger) -> None:
    with suppress(NothingToDo):
        ledger.do("post_period", "rae", entity="US01", period="2026-02")


def test_only_its_owner_may_read_a_backup_and_half_a_one_has_no_name(ledger: Ledger, tmp_path: Path):
    file = tmp_path / "a.backup"
    backup_ledger(str(file))
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert sorted(one.name for one in tmp_path.iterdir() if "backup" in one.name) == ["a.backup"]
    with pytest.raises(CannotCopy, match="already"):
        backup_ledger(str(file))
    with pytest.raises(CannotCopy, match="cannot be written"):
        backup_ledger(str(tmp_path / "no" / "b.backup"))


def test_the_guards_stand_where_a_backup_was_put_back(ledger: Ledger, elsewhere: str, tmp_path: Path):
    lived(ledger)
    backup_ledger(str(tmp_path / "a.backup"))
    use(elsewhere)
    restore_ledger(str(tmp_path / "a.backup"))
    from django.db import connection

    assert guards.wanted(ledger.vendor).items() <= guards.standing(connection).items()
    again = Ledger(ledger.vendor, elsewhere)
    for statement in ("DELETE FROM journal_line", "UPDATE audit_line SET why = 'x'"):
        with pytest.raises(Exception, match="only grows"):
            again.sql(statement)


def test_nothing_is_put_where_something_is(ledger: Ledger, elsewhere: str, tmp_path: Path):
    backup_ledger(str(tmp_path / "a.backup"))
    with pytest.raises(CannotCopy, match="there is"):
        restore_ledger(str(tmp_path / "a.backup"))
    assert faults() == []
    with pytest.raises(CannotCopy, match="there is no file"):
        restore_ledger(str(tmp_path / "b.backup"))


def test_what_is_no_backup_is_refused(ledger: Ledger, elsewhere: str, tmp_path: Path):
    good = tmp_path / "a.backup"
    backup_ledger(str(good))
    use(elsewhere)
    (tmp_path / "text").write_text("hello", encoding="utf-8")
    with zipfile.ZipFile(tmp_path / "zip", "w") as other:
        other.writestr("manifest.json", "{}")
    for name in ("text", "zip"):
        with pytest.raises(CannotCopy, match="no backup"):
            restore_ledger(str(tmp_path / name))
    data = bytearray(good.read_bytes())
    middle = len(data) // 2
    data[middle : middle + 4096] = bytes(4096)
    (tmp_path / "hurt").write_bytes(data)
    with pytest.raises(
        (CannotCopy, zipfile.BadZipFile, Exception), match="(?i)damaged|altered|no backup|bad|zlib|error"
    ):
        restore_ledger(str(tmp_path / "hurt"))


def repacked(file: Path, change) -> str:
    """A dump with something changed, still a well-formed zip."""
    made = file.with_name("changed")
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
    return str(made)


def test_a_dump_that_was_altered_or_is_of_a_later_version_is_refused_and_leaves_nothing(
    postgresql_ledger: Ledger, cluster: Cluster, tmp_path: Path
):
    lived(postgresql_ledger)
    good = tmp_path / "a.backup"
    backup_ledger(str(good))
    new = cluster.create()
    use(new)

    def later(name: str, data: bytes) -> bytes:
        if name != "manifest.json":
            return data
        said = json.loads(data)
        return json.dumps(said | {"migrations": [*said["migrations"], "9999_later"]}).encode()

    with pytest.raises(CannotCopy, match="later than this"):
        restore_ledger(repacked(good, later))

    def richer(name: str, data: bytes) -> bytes:
        return data.replace(b"12300000", b"92300000") if name == "journal_line" else data

    with pytest.raises(CannotCopy, match="altered or damaged"):
        restore_ledger(repacked(good, richer))
    assert not AuditLine.objects.exists() and not Person.objects.exists()
    restore_ledger(str(good))
    assert faults() == []
    use_nothing()
    cluster.drop(new)


def test_the_role_of_the_application_may_take_a_backup(postgresql_ledger: Ledger, cluster: Cluster, tmp_path: Path):
    lived(postgresql_ledger)
    postgresql_ledger.sql("CREATE ROLE copier LOGIN")
    let_in("copier")
    use(postgresql_ledger.address.replace("postgres@", "copier@"))
    backup_ledger(str(tmp_path / "a.backup"))
    postgresql_ledger.use()
    postgresql_ledger.sql("DROP OWNED BY copier")
    postgresql_ledger.sql("DROP ROLE copier")
    new = cluster.create()
    use(new)
    restore_ledger(str(tmp_path / "a.backup"))
    assert faults() == [] and STANDING
    use_nothing()
    cluster.drop(new)
