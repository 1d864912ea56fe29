"""The words of the ledger: verbs that change the store, and questions to it."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable
from typing import TypeAlias

from duly.doors.cli.document_words import document_words
from duly.doors.cli.job_words import job_words
from duly.doors.cli.opening_words import opening_words
from duly.doors.cli.operation_words import operation_words
from duly.doors.cli.prior_words import WORDS, prior_words
from duly.doors.cli.webhook_words import webhook_words

Rooms: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"
Make: TypeAlias = Callable[..., argparse.ArgumentParser]

LEDGER = (
    "init access company contract document fact job opening run post close soft-close reopen export tie-out enter "
    "reverse approve reject webhook approvals periods trial-balance changes sample verify doctor backup restore upgrade"
).split() + WORDS

# Words about files that `--ledger` asks the ledger.
EITHER = ("explain", "disclose", "memo", "compare", "simulate")

_INIT = """examples:
  duly init ann=SA ben=CT                              an administrator and a controller begin
  DULY_DATA=books duly init ann=SA ben=CT              in the folder books
  duly init ann=SA ben=CT --database-role duly_app     in PostgreSQL, as the owner of the database

Roles: SA administrator, CM contracts, RA accountant, RM revenue manager, CT controller, SP prices, BI billing,
AU auditor."""
_TOKEN = """examples:
  duly access token ivy --scope read --scope fact.record --entity US01 --ends 2026-12-31 --by ann"""
_CONTRACT = """examples:
  duly contract import contracts/ --by cam             what would come in; another person approves it
  duly contract import contracts/ --by cam --dry-run   only look
  duly contract hold CT-2041 --by rae --why "side letter in question"
  duly contract release CT-2041 --by rae"""
_FACT = """examples:
  duly fact record CT-2041 'delivered: setup' 'date: 2026-03-31' --by rae
  duly fact record CT-2041 --part judged 'held back: bonus' 'amount: 500.00' 'date: 2026-03-31' --by rae"""
_CLOSE = """examples:
  duly run 2026-03 --entity US01                       what would be posted, by cause
  duly post 2026-03 --entity US01 --by rae             post what there is so far
  duly close 2026-03 --entity US01 --by rob            post the rest and close; the controller approves"""


def ledger_words(rooms: Rooms, parser: Make) -> None:
    """Add every word of the ledger to the command."""

    def room(name: str, words: str, epilog: str = "") -> argparse.ArgumentParser:
        return parser(lambda **s: rooms.add_parser(name, **s), help=words, description=words, epilog=epilog)

    made = room("init", "set up an empty ledger with its first people", _INIT)
    made.add_argument("people", nargs="+", metavar="PERSON=ROLE", help="an administrator and a controller at least")
    _database_role(made)
    _access(room, parser)
    _contracts(room, parser)
    document_words(room, parser, _who, asker)
    job_words(room, parser, _who, asker)
    opening_words(room, parser, _who, _of, asker)
    _periods(room)
    _entries(room)
    _approvals(room)
    prior_words(room, _who, _of, asker)
    webhook_words(room, parser, _who, asker)
    _questions(room)


def asker(made: argparse.ArgumentParser, words: str = "who asks (default: $DULY_BY)") -> None:
    """Who asks a question: amounts are shown to those who may read the books."""
    made.add_argument("--by", metavar="PERSON", default=os.environ.get("DULY_BY", ""), help=words)


def _who(made: argparse.ArgumentParser) -> None:
    """Who does it and why; the key under which it is done once."""
    by = os.environ.get("DULY_BY", "")
    made.add_argument("--by", metavar="PERSON", default=by, required=not by, help="who does it (default: $DULY_BY)")
    made.add_argument("--why", default="", metavar="REASON", help="why it is done")
    made.add_argument("--key", default="", metavar="KEY", help="sent again with the same key it is done once")
    made.add_argument("--dry-run", action="store_true", help="show what it would do and change nothing")


def _access(room: Make, parser: Make) -> None:
    verbs = room("access", "people and their roles").add_subparsers(dest="verb", required=True, metavar="VERB")
    for name, words in (("grant", "give a person a role"), ("revoke", "take a role back")):
        made = parser(lambda name=name, **s: verbs.add_parser(name, **s), help=words, description=words)
        made.add_argument("person", metavar="PERSON")
        made.add_argument("role", metavar="ROLE")
        made.add_argument("--entity", default="", metavar="ENTITY", help="for this entity alone (default: for all)")
        _who(made)
    for name, words in (("name", "say who a person is; it can be erased"), ("erase", "erase who a person is")):
        made = parser(lambda name=name, **s: verbs.add_parser(name, **s), help=words, description=words)
        made.add_argument("person", metavar="PERSON")
        if name == "name":
            made.add_argument("name", metavar="NAME")
            made.add_argument("--contact", default="", help="a mail address or telephone number")
        _who(made)
    words = "make a key by which a program acts for a person; its secret is shown once"
    made = parser(lambda **s: verbs.add_parser("token", **s), help=words, description=words, epilog=_TOKEN)
    made.add_argument("person", metavar="PERSON")
    scope = "what it is good for: an action, or read; may be repeated"
    made.add_argument("--scope", action="append", required=True, metavar="ACTION", help=scope)
    made.add_argument("--ends", required=True, metavar="DATE", help="the last day it works on")
    made.add_argument("--entity", action="append", metavar="ENTITY", help="for this entity alone (default: for all)")
    _who(made)
    words = "take a key back at once"
    made = parser(lambda **s: verbs.add_parser("revoke-token", **s), help=words, description=words)
    made.add_argument("token", metavar="TOKEN", help="as T-1; `duly access tokens` lists them")
    _who(made)
    words = "the keys there are, without their secrets"
    asker(parser(lambda **s: verbs.add_parser("tokens", **s), help=words, description=words))


def _contracts(room: Make, parser: Make) -> None:
    made = room("company", "what holds for all contracts: entities, books, policies, prices, rates, accounts")
    verbs = made.add_subparsers(dest="verb", required=True, metavar="set")
    one = parser(lambda **s: verbs.add_parser("set", **s), help="put a company file in force")
    one.add_argument("file", metavar="FILE", help="a company file; what it does not say stays as it is")
    _who(one)
    verbs = room("contract", "contracts in the store", _CONTRACT).add_subparsers(
        dest="verb", required=True, metavar="VERB"
    )
    one = parser(lambda **s: verbs.add_parser("import", **s), help="take contract files in", epilog=_CONTRACT)
    one.add_argument("files", nargs="+", metavar="FILE", help="contract files (.yaml, .json, .csv, .xlsx) or folders")
    _who(one)
    for name, words in (("hold", "post nothing of a contract"), ("release", "post it again")):
        one = parser(lambda name=name, **s: verbs.add_parser(name, **s), help=words, epilog=_CONTRACT)
        one.add_argument("contract", metavar="CONTRACT")
        _who(one)
    verbs = room("fact", "what happened or was judged", _FACT).add_subparsers(
        dest="verb", required=True, metavar="record"
    )
    one = parser(lambda **s: verbs.add_parser("record", **s), help="add a row to a contract", epilog=_FACT)
    one.add_argument("contract", metavar="CONTRACT")
    one.add_argument("words", nargs="+", metavar="'KEY: VALUE'", help="the row in the contract language")
    one.add_argument("--part", choices=("happened", "judged", "costs"), default="happened", help="default: happened")
    _who(one)


def _periods(room: Make) -> None:
    for name, words, acts in (
        ("run", "what a period would post, by cause", False),
        ("post", "post what an open period has so far", True),
        ("close", "post the rest of a period and close it", True),
        ("soft-close", "leave a period to manual entries alone", True),
        ("reopen", "open a closed period again; takes two people", True),
        ("export", "hand over to the general ledger what was not handed over yet", True),
    ):
        made = room(name, words, _CLOSE)
        made.add_argument("period", metavar="PERIOD", help="as 2026-03 or FY2026-P03")
        _of(made)
        (_who if acts else asker)(made)


def _of(made: argparse.ArgumentParser) -> None:
    made.add_argument("--entity", default="", metavar="ENTITY", help="the legal entity (default: the only one)")
    made.add_argument("--book", default="", metavar="BOOK", help="the book (default: the first)")


def _asked_of(made: argparse.ArgumentParser) -> None:
    _of(made)
    asker(made)


def _entries(room: Make) -> None:
    made = room("enter", "write a manual entry; another person approves it")
    made.add_argument("period", metavar="PERIOD")
    made.add_argument("lines", nargs="+", metavar="ACCOUNT=AMOUNT", help="debit positive, as receivable=100.00")
    made.add_argument("--currency", required=True, metavar="CODE", help="currency of the books")
    made.add_argument("--contract", default="", metavar="CONTRACT", help="the contract it is about, if any")
    made.add_argument("--attachment", default="", metavar="FILE", help="what supports it; its digest is kept")
    made.add_argument("--reverse-in", default="", metavar="PERIOD", help="undo it in this later period by itself")
    _of(made)
    _who(made)
    made = room("reverse", "undo a manual entry by its opposite")
    made.add_argument("entry", metavar="ENTRY", help="as JE-US01/main/7")
    made.add_argument("period", metavar="PERIOD", help="an open period")
    _who(made)


def _approvals(room: Make) -> None:
    made = room("approve", "agree to what another person proposed")
    made.add_argument("proposal", metavar="PROPOSAL", help="as P-17; `duly approvals` lists them")
    made.add_argument("--content", default="", metavar="DIGEST", help="approve only this very content")
    _who(made)
    made = room("reject", "refuse a proposal for good")
    made.add_argument("proposal", metavar="PROPOSAL")
    _who(made)
    asker(room("approvals", "what waits for a second person"))


def _changes(room: Make) -> None:
    made = room("changes", "what moved between two periods, the largest first; of files, between days or books too")
    words = "two periods, two closes (2026-06#1 2026-06#2) or two versions; with --in also two days, or two books"
    made.add_argument("--between", nargs=2, required=True, metavar=("A", "B"), help=words)
    made.add_argument("--in", dest="files", nargs="+", metavar="FILE", default=[], help="files instead of the ledger")
    made.add_argument("--company", metavar="FILE", help="the company file of the files (default: beside or above)")
    made.add_argument("--through", metavar="DATE", help="the last day of books or knowledge of files (default: all)")
    made.add_argument("--format", choices=("table", "json"), default="table", help="of files (default: table)")
    made.add_argument("--as-reported", action="store_true", help="by the journal alone, without what was restated")
    _asked_of(made)


def _questions(room: Make) -> None:
    made = room("periods", "the periods of an entity and their states")
    _of(made)
    made = room("trial-balance", "the posted balance of every account")
    made.add_argument("--through", default="", metavar="PERIOD", help="up to this period (default: all)")
    made.add_argument("--as-reported", action="store_true", help="by the journal alone, without what was restated")
    _asked_of(made)
    made = room("tie-out", "compare balances with those of the general ledger")
    made.add_argument("file", metavar="FILE", help="CSV with the columns account and balance, debit positive")
    made.add_argument("--through", default="", metavar="PERIOD", help="up to this period (default: all)")
    _asked_of(made)
    _changes(room)
    made = room("sample", "draw lines of revenue for an audit, with all they rest on")
    made.add_argument("size", type=int, metavar="SIZE", help="how many lines")
    made.add_argument(
        "--seed", required=True, metavar="WORDS", help="drawn again with the same words they are the same"
    )
    made.add_argument("--period", action="append", metavar="PERIOD", help="these periods alone (default: all)")
    made.add_argument("--out", required=True, metavar="DIR", help="a folder for the evidence")
    _asked_of(made)
    made = room(
        "verify", "prove numbers of files by code that shares nothing with the engine; without files, the store"
    )
    made.add_argument(
        "files", nargs="*", metavar="FILE", help="contract files, case files, exported derivations, folders"
    )
    made.add_argument("--proofs", action="store_true", help="of the store: derive every posted number and prove it")
    made.add_argument("--company", metavar="FILE", help="the company file (default: company.yaml beside or above)")
    made.add_argument("--book", default="", metavar="BOOK", help="a book of the company file (default: the first)")
    asker(made)
    operation_words(room, _database_role)


def _database_role(made: argparse.ArgumentParser) -> None:
    words = "let this role of PostgreSQL read and add, and nothing else: the application connects as it"
    made.add_argument("--database-role", default="", metavar="NAME", help=words)
    words = "let this role of PostgreSQL read the views for analysts, and nothing else"
    made.add_argument("--analyst-role", default="", metavar="NAME", help=words)
