"""The words of the ledger: a verb of the store called, and what came of it said."""

from __future__ import annotations

import argparse
import hashlib
import os
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from duly.doors.cli.carried_out import carried_out
from duly.doors.cli.ledger_texts import NotReadable, entity_of, minor_of
from duly.doors.cli.notices import say
from duly.ground.errors import DulyError, SeveralErrors
from duly.ground.money import currency
from duly.readers.files import read_files
from duly.readers.rates import with_rate_file
from duly.readers.raw import file_bytes
from duly.readers.tree import read_tree


class NoLedger(DulyError):
    """There is no ledger where one was looked for, or what it needs is not installed."""


def run(given: argparse.Namespace) -> int:
    """Open the store and do what was asked."""
    open_store(given.room)
    from duly.doors.cli import ledger_questions, prior_questions, tokens

    about_amounts = ledger_questions.ABOUT_AMOUNTS | prior_questions.QUESTIONS
    if given.room in about_amounts:
        _require_reader(given)
        return about_amounts[given.room](given)
    if given.room in _OF_FILES_TOO:
        module = import_module(f"duly.doors.cli.{_OF_FILES_TOO[given.room]}")
        answered: int = getattr(module, given.room)(given)
        return answered
    if given.room in ledger_questions.QUESTIONS:
        return ledger_questions.QUESTIONS[given.room](given)
    if given.room == "init":
        return _init(given)
    if given.room in _BY_VERB:
        return _by_verb(given)
    if given.room == "access" and given.verb in tokens.WORDS:
        return tokens.WORDS[given.verb](given)
    if given.room == "opening":
        return _opening(given)
    name, args, errors = CALLS[given.room](given)
    return carried_out(name, args, errors, given)


# Words about files that the ledger answers in a module of its own, by the function of their name.
_OF_FILES_TOO = {"disclose": "ledger_disclosing", "compare": "ledger_comparing", "simulate": "ledger_comparing"}

# Words with a module of their own, which has their questions and their calls by verb.
_BY_VERB = {"document": "documents", "job": "jobs", "webhook": "webhooks"}


def _by_verb(given: argparse.Namespace) -> int:
    words = import_module(f"duly.doors.cli.{_BY_VERB[given.room]}")
    if given.verb in words.QUESTIONS:
        answered: int = words.QUESTIONS[given.verb](given)
        return answered
    name, args_of = words.CALLS[given.verb]
    return carried_out(name, args_of(given), [], given)


def _opening(given: argparse.Namespace) -> int:
    from duly.doors.cli import openings

    if given.verb in openings.QUESTIONS:
        _require_reader(given)
        return openings.QUESTIONS[given.verb](given)
    name, args = openings.CALLS[given.verb](given)
    return carried_out(name, args, [], given)


def open_store(room: str) -> None:
    """Open the ledger that the environment names; a word other than `init` and `restore` needs one that is there."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "duly.site.settings")
    try:
        import django
    except ImportError:
        raise NoLedger(
            "the ledger needs a database layer that is not installed", fix="pip install 'duly[app]'"
        ) from None
    django.setup()
    if room not in ("init", "restore", "demo", "doctor"):
        _require_ledger()


def _require_ledger() -> None:
    """There is a ledger where the environment says: a file, or a database that answers and has its tables."""
    from django.conf import settings
    from django.db import OperationalError, connection

    name = str(settings.DATABASES["default"]["NAME"])
    fix = "`duly init ann=SA ben=CT` sets one up"
    if connection.vendor == "sqlite":
        if not os.path.exists(name):
            why = "DULY_DATA names the data folder; ./data where it says nothing"
            raise NoLedger(f"there is no ledger in {os.path.dirname(name) or '.'}", why=why, fix=fix)
        return
    try:
        if "audit_line" not in connection.introspection.table_names():
            raise NoLedger(f"there is no ledger in the database {name}", why="DULY_DATABASE names it", fix=fix)
    except OperationalError as error:
        said = str(error).strip().splitlines()[-1]
        raise NoLedger(
            "the database of DULY_DATABASE does not answer",
            why=f"it says: {said}",
            fix="start it, or correct the address",
        ) from None


def _require_reader(given: argparse.Namespace) -> None:
    """Whoever asks about amounts may read the books of the entity it is about."""
    from duly.actions.contracts import known_contract
    from duly.actions.explained import entity_of_number
    from duly.actions.readers import require_reader

    asked = {"explain": lambda: entity_of_number(given.number), "memo": lambda: known_contract(given.contract).entity}
    entity = asked[given.room]() if given.room in asked else entity_of(given)
    require_reader(given.by, entity)


def _init(given: argparse.Namespace) -> int:
    from django.conf import settings

    from duly.actions.setup import initialize, let_analyst_in, let_in

    name = settings.DATABASES["default"]["NAME"]
    if isinstance(name, Path):
        name.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    pairs = dict(_pair(word) for word in given.people)
    initialize(pairs)
    if given.database_role:
        let_in(given.database_role)
    if given.analyst_role:
        let_analyst_in(given.analyst_role)
    print("the ledger is set up; " + ", ".join(f"{person} is {role}" for person, role in pairs.items()))
    return 0


def _pair(word: str) -> tuple[str, str]:
    left, equals, right = word.partition("=")
    if not (left and equals and right):
        raise NotReadable(f"{word!r} is not of the form A=B", fix="as in ann=SA, or receivable=100.00")
    return left, right


Call = tuple[str, dict[str, object], list[DulyError]]


def _imported(files: list[str]) -> Call:
    """The contracts of files, with what of them cannot be read; a company file among them is set by its own verb."""
    from duly.actions.control import set_aside
    from duly.store.trees import stored

    read = read_files(files)
    for block in read.companies:
        say(f"note: {block.place.file} is no contract; `duly company set` puts it in force")
    args: dict[str, object] = {
        "contracts": [{"file": b.place.file, "tree": stored(b)} for b in read.documents],
        "unread": [set_aside(error) for error in read.errors],
        "unread_contracts": sum(total.contracts.set_aside for total in read.totals),
    }
    return "import_contracts", args, list(read.errors)


def _access(given: argparse.Namespace) -> Call:
    if given.verb in ("name", "erase"):
        said = {"name": given.name, "contact": given.contact} if given.verb == "name" else {}
        return "name_person", {"person": given.person, **said}, []
    name = "grant_role" if given.verb == "grant" else "revoke_role"
    return name, {"person": given.person, "role": given.role, "entity": given.entity}, []


def _company(given: argparse.Namespace) -> Call:
    from duly.doors.cli.ledger_rates import with_reference_rates
    from duly.store.trees import stored

    read = read_tree(given.file)
    if read.errors:
        raise SeveralErrors(read.errors)
    if len(read.documents) != 1:
        raise NotReadable(f"{given.file} is no company file: it holds {len(read.documents)} documents")
    company = with_reference_rates(with_rate_file(read.documents[0]))
    return "set_company", {"file": given.file, "tree": stored(company)}, []


def _contract(given: argparse.Namespace) -> Call:
    if given.verb == "import":
        return _imported(given.files)
    return "hold_contract", {"contract": given.contract, "held": given.verb == "hold"}, []


def _fact(given: argparse.Namespace) -> Call:
    rows = [_row_of(given.words)]
    return "record_facts", {"contract": given.contract, "part": given.part, "rows": rows, "file": "by hand"}, []


def _row_of(words: list[str]) -> object:
    """A row of the contract language, from its keys and values."""
    from duly.store.trees import stored

    text = "{" + ", ".join(words) + "}"
    read = read_tree(text.encode(), "by hand")
    if read.errors or not read.documents:
        raise read.errors[0] if read.errors else NotReadable(f"{text} is no row")
    return stored(read.documents[0])


def _override(given: argparse.Namespace) -> Call:
    return "override_treatment", {"contract": given.contract, "row": _row_of(given.words)}, []


def _class(given: argparse.Namespace) -> Call:
    of = {"entity": entity_of(given), "period": given.period, "book": given.book}
    return "class_amounts", {**of, "contract": given.contract, "named": given.named, "of": given.of}, []


def _materiality(given: argparse.Namespace) -> Call:
    from duly.actions.asking import currency_of
    from duly.actions.money import decimals

    entity = entity_of(given)
    code = currency_of(entity)
    amount = str(minor_of(given.amount, decimals()[code]))
    return "set_materiality", {"entity": entity, "amount": amount, "currency": code, "book": given.book}, []


def _period(name: str) -> Callable[[argparse.Namespace], Call]:
    def call(given: argparse.Namespace) -> Call:
        return name, {"entity": entity_of(given), "period": given.period, "book": given.book}, []

    return call


def _enter(given: argparse.Namespace) -> Call:
    from duly.actions.money import decimals

    digits = currency(given.currency, decimals()).digits
    lines = []
    for word in given.lines:
        account, amount = _pair(word)
        lines.append(
            {
                "account": account,
                "amount": str(minor_of(amount, digits)),
                "currency": given.currency,
                "contract": given.contract,
            }
        )
    proof = hashlib.sha256(file_bytes(given.attachment)).hexdigest() if given.attachment else ""
    args = {"entity": entity_of(given), "period": given.period, "lines": lines, "book": given.book, "attachment": proof}
    args |= {"reverse_in": given.reverse_in} if given.reverse_in else {}
    return "enter_manually", args, []


CALLS: dict[str, Callable[[argparse.Namespace], Call]] = {
    "access": _access,
    "company": _company,
    "contract": _contract,
    "fact": _fact,
    "post": _period("post_period"),
    "close": _period("close_period"),
    "soft-close": _period("soft_close_period"),
    "reopen": _period("reopen_period"),
    "export": _period("export_batch"),
    "restate": _period("restate_periods"),
    "override": _override,
    "lift": lambda given: ("lift_override", {"override": given.override}, []),
    "class": _class,
    "materiality": _materiality,
    "enter": _enter,
    "reverse": lambda given: ("reverse_entry", {"entry": given.entry, "period": given.period}, []),
    "approve": lambda given: ("approve", {"proposal": given.proposal, "content": given.content}, []),
    "reject": lambda given: ("reject", {"proposal": given.proposal}, []),
}
