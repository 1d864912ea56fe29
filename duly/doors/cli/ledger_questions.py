"""Questions to the ledger: they change nothing."""

from __future__ import annotations

import argparse
import csv
import io
import json
import sys
from collections.abc import Callable
from pathlib import Path

from duly.actions import drafts, evidence, explained, export, readers, verification
from duly.actions.asking import book_named, currency_of, end_of, together
from duly.actions.backup import backup_ledger, restore_ledger, upgrade_ledger
from duly.actions.changes import Moved, between_closes, moved_between, named_close
from duly.actions.doctor import FAULT, examine
from duly.actions.journal import shown
from duly.actions.memos import memo_of
from duly.actions.money import amount, decimals
from duly.actions.periods import balances, blockers
from duly.actions.setup import let_analyst_in, let_in
from duly.doors.cli import proving
from duly.doors.cli.ledger_texts import NotReadable, entity_of, minor_of, told
from duly.doors.cli.memos import is_nameless, put_memo
from duly.doors.cli.notices import counted, say
from duly.ground.dates import iso
from duly.readers.raw import clean_text, file_bytes
from duly.store.audit import head, pending
from duly.store.periods import Certificate, states_of
from duly.writers import html, table
from duly.writers import json as json_writer


def run_period(given: argparse.Namespace) -> int:
    """What a period would post, by cause, and what stands against its close."""
    entity = entity_of(given)
    draft = drafts.draft_of(head()[0], entity, given.book, given.period)
    said = {"entity": entity, "book": draft.period.book, "period": given.period, **shown(draft)}
    print("\n".join(told(said, decimals())))
    against = list(blockers(draft))
    print("\n".join(["stands against a close", *(f"  {one}" for one in against)]) if against else "may be closed")
    return 1 if draft.errors else 0


def show_approvals(given: argparse.Namespace) -> int:
    """What waits for a second person."""
    waiting, digits = pending(), decimals()
    for one in waiting:
        if not readers.may_see(given.by, one):
            print(f"{one.ref}  {one.verb}  by {one.maker}; what it does is shown to those who may read the books")
            continue
        print(f"{one.ref}  {one.verb}  by {one.maker}" + (f": {one.why}" if one.why else ""))
        print("\n".join(told(json.loads(one.effect), digits, "  ")))
        print(f"  content  {one.content}")
    print(f"{len(waiting)} waiting")
    return 0


def show_periods(given: argparse.Namespace) -> int:
    """The periods and their states."""
    for period, state in states_of(entity_of(given), _book(given)):
        print(f"{period.name}  {iso(period.start)} to {iso(period.until - 1)}  {state}")
    return 0


def show_balance(given: argparse.Namespace) -> int:
    """The trial balance."""
    entity, book = entity_of(given), _book(given)
    found = balances(entity, book, end_of(entity, book, given.through), as_reported=given.as_reported)
    digits = decimals()
    for account, amounts in found.items():
        for currency, minor in amounts.items():
            print(f"{account:<32}{amount(int(minor), currency, digits):>28}")
    for currency, minor in together(found).items():
        print(f"{'together':<32}{amount(minor, currency, digits):>28}")
    return 0


def tie_out(given: argparse.Namespace) -> int:
    """Accounts that differ from the general ledger, with the entries behind them."""
    entity, book = entity_of(given), _book(given)
    code = currency_of(entity)
    digits = decimals()
    there = {row["account"]: minor_of(row["balance"], digits[code]) for row in _sheet(given.file)}
    found = list(export.tie_out(entity, book, end_of(entity, book, given.through), there))
    for one in found:
        here, other = (amount(minor, code, digits) for minor in (one.here, one.there))
        print(f"{one.account}: {here} here, {other} there")
        print("\n".join(f"  {entry}" for entry in one.entries))
    print(f"{len(found)} accounts differ")
    return 1 if found else 0


def _sheet(file: str) -> list[dict[str, str]]:
    rows = csv.DictReader(io.StringIO(clean_text(file_bytes(file), file).decode()))
    if not {"account", "balance"} <= set(rows.fieldnames or ()):
        raise NotReadable(f"{file} has no columns account and balance", fix="a heading `account,balance`")
    return list(rows)


def draw_sample(given: argparse.Namespace) -> int:
    """A population with its totals, and a folder for each item of a sample of it."""
    entity, book = entity_of(given), _book(given)
    names = [p.name for p, _ in states_of(entity, book)]
    unknown = [name for name in given.period or () if name not in names]
    if unknown:
        raise NotReadable(f"nothing was posted to {unknown[0]} of {entity} in {book}", fix="`duly periods` lists them")
    if given.size < 1:
        raise NotReadable(f"{given.size} lines cannot be drawn", fix="say how many, one at least")
    names = given.period or names
    found = evidence.population(entity, book, names)
    chosen = evidence.sample(found.lines, given.size, given.seed)
    for number, line in enumerate(chosen, 1):
        folder = Path(given.out) / f"{number:03}-{line.entry_id.replace('/', '-')}-{line.n}"
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in evidence.folder_of(line):
            (folder / name).write_text(text, encoding="utf-8")
    digits = decimals()
    totals = ", ".join(amount(minor, code, digits) for code, minor in found.totals.items())
    print(f"{len(found.lines)} lines of revenue, together {totals or 'nothing'}; {len(chosen)} drawn by {given.seed!r}")
    return 0


def explain_number(given: argparse.Namespace) -> int:
    """Why a number of the ledger is what it is."""
    step = explained.explained(given.number, _book(given))
    written = {"json": json_writer.derivation, "html": html.derivation}.get(given.format)
    sys.stdout.writelines(written(step) if written else (line + "\n" for line in table.tree(step)))
    return 0


def write_memo(given: argparse.Namespace) -> int:
    """The memo of a contract of the ledger."""
    if is_nameless(given):
        return 2
    put_memo(given, memo_of(given.contract, _book(given)))
    return 0


def show_changes(given: argparse.Namespace) -> int:
    """What moved from one period, close or version to another."""
    entity, book = entity_of(given), _book(given)
    closes = [named_close(entity, book, name) for name in given.between]
    if closes[0] and closes[1]:
        return _show_closes(closes[0], closes[1])
    moved = moved_between(entity, book, *given.between, as_reported=given.as_reported)
    print(f"{entity}/{book}: {', '.join(moved.periods) or 'no period'}")
    _show_moved(moved)
    return 0


def _show_closes(first: Certificate, second: Certificate) -> int:
    found, digits = between_closes(first, second), decimals()
    for body in found.bodies:
        where = f"{body['entity']}/{body['book']}/{body['period']}"
        print(f"{where}: closed by command {body['command']} with version {body['engine']}")
    print("account, first, second, difference, not explained; debit positive")
    for (account, code), (was, now, rest) in found.accounts:
        cells = "".join(f"{amount(minor, code, digits):>22}" for minor in (was, now, now - was, rest))
        print(f"  {account:<28}{cells}")
    _show_moved(found.moved)
    return 1 if any(rest for _, (_, _, rest) in found.accounts) else 0


def _show_moved(moved: Moved) -> None:
    digits = decimals()
    print("revenue by cause")
    for (cause, code), minor in moved.causes:
        print(f"  {cause:<28}{amount(minor, code, digits):>24}")
    print("balances by contract, debit positive")
    for (account, contract, code), minor in moved.accounts:
        print(f"  {account:<28}{contract or '(none)':<20}{amount(minor, code, digits):>24}")


def verify(given: argparse.Namespace) -> int:
    """Every check with what it found; or every posted number proved, to those who may read all books."""
    if given.proofs:
        readers.require_reader(given.by, "")
        return proving.verify(given)
    found = verification.verify()
    for check, faults in found:
        print(f"{'ok  ' if not faults else 'FAIL'}  {check.number:<7} {check.says}")
        if faults and check.tells_amounts and not readers.may_read(given.by, ""):
            faults = [f"{len(faults)} found, shown to those who may read the books of all entities: name one with --by"]
        for fault in faults:
            print(f"        {fault}")
    for note in verification.notes():
        say(f"note: {note}")
    failed = sum(bool(faults) for _, faults in found)
    print(f"{len(found) - failed} passed, {failed} failed")
    return 1 if failed else 0


def _book(given: argparse.Namespace) -> str:
    return book_named(given.book)


def _doctor(given: argparse.Namespace) -> int:
    faults = 0
    for one in examine(deploy=given.deploy):
        print(f"{one.state:<5}  {one.about:<10}  {one.said}")
        if one.fix:
            print(f"{'':19}{one.fix}")
        faults += one.state == FAULT
    print(counted(faults, "fault"))
    return 1 if faults else 0


def _backup(given: argparse.Namespace) -> int:
    print(backup_ledger(given.file))
    return 0


def _restore(given: argparse.Namespace) -> int:
    print(restore_ledger(given.file))
    return 0


def _upgrade(given: argparse.Namespace) -> int:
    print("tables are brought to this version; no posted number moves")
    print(upgrade_ledger())
    if given.database_role:
        let_in(given.database_role)
    if given.analyst_role:
        let_analyst_in(given.analyst_role)
    return 0


Question = Callable[[argparse.Namespace], int]
# Questions for those who may read the books, and those for everybody, which tell no amount to others.
ABOUT_AMOUNTS: dict[str, Question] = {
    "run": run_period,
    "trial-balance": show_balance,
    "tie-out": tie_out,
    "sample": draw_sample,
    "explain": explain_number,
    "memo": write_memo,
    "changes": show_changes,
}
QUESTIONS: dict[str, Question] = {
    "approvals": show_approvals,
    "periods": show_periods,
    "verify": verify,
    "doctor": _doctor,
    "backup": _backup,
    "restore": _restore,
    "upgrade": _upgrade,
}
