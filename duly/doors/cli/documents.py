"""The words of the ledger for documents, carried out."""

from __future__ import annotations

import argparse
import base64
import json
import sys
from collections.abc import Callable

from duly.actions import review
from duly.actions.answers import answers_of
from duly.actions.documents import reading_of
from duly.actions.money import decimals
from duly.doors.cli.ledger_texts import NotReadable, entity_of, minor_of
from duly.doors.cli.notices import counted
from duly.doors.cli.reading import asked
from duly.engine.documents.proposals import Value
from duly.ground.errors import SeveralErrors
from duly.ground.money import currency
from duly.ground.tree import Block
from duly.readers.raw import file_bytes
from duly.readers.tree import read_tree
from duly.store.trees import stored
from duly.writers.contract_file import contract_file

Args = dict[str, object]
_MOST_WORDS = 60


def show_queue(given: argparse.Namespace) -> int:
    """Documents with something to answer."""
    found, digits = review.review_queue(given.by, entity_of(given)), decimals()
    for one in found:
        if one.unread:
            print(f"{one.document}  {one.name}  not read yet: duly document read {one.document}")
            continue
        amount = f"{one.amount:,.{digits.get(one.currency, 2)}f} {one.currency}".strip()
        money = amount if one.amount else "no amount"
        checks = sum(bool(term.checks) for term in one.open)
        doubts = f", {checks} with failed checks" if checks else ""
        print(f"{one.document}  {one.name}  {money}  {counted(len(one.open), 'term')} to answer{doubts}")
    print(f"{counted(len(found), 'document')} waiting")
    return 0


def show_terms(given: argparse.Namespace) -> int:
    """The terms of a document."""
    found = review.terms_shown(given.by, given.document)
    for one in found:
        state = f", {one.answer}" if one.answer else ""
        print(f"{one.ref}  {one.field}  {_said(one.value)}  ({one.sure / 10:.0f} % sure{state})")
        print(f'    page {one.page}, {one.start}-{one.end}  "{_short(one.words)}"')
        if one.checks:
            print(f"    fails  {', '.join(one.checks)}")
    waiting = sum(not one.answer for one in found)
    print(f"{counted(len(found), 'term')}, {waiting} to answer")
    return 0


def show_draft(given: argparse.Namespace) -> int:
    """A contract file of all that was proposed."""
    draft = review.draft_of_document(given.by, given.document)
    sys.stdout.write(contract_file(draft.tree, [asked(draft, one) for one in draft.open]))
    return 0


def _said(value: Value) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _short(words: str) -> str:
    return words if len(words) <= _MOST_WORDS else f"{words[:_MOST_WORDS]}…"


def _receive(given: argparse.Namespace) -> Args:
    content = base64.b64encode(file_bytes(given.file)).decode()
    return {"name": given.file, "content": content, "entity": entity_of(given)}


def _confirm(given: argparse.Namespace) -> Args:
    read = read_tree(given.file)
    if read.errors:
        raise SeveralErrors(read.errors)
    block = read.documents[0] if len(read.documents) == 1 else None
    if not isinstance(block, Block):
        raise NotReadable(f"{given.file} holds {len(read.documents)} contracts", fix="one contract a file")
    contract = {"file": block.place.file, "tree": stored(block)}
    return {"document": given.document, "contract": contract, "answers": answers_of(given.by, block, given.document)}


def _limit(given: argparse.Namespace) -> Args:
    digits = currency(given.currency, decimals()).digits
    amount = str(minor_of(given.amount, digits))
    return {"entity": given.entity, "amount": amount, "currency": given.currency}


QUESTIONS: dict[str, Callable[[argparse.Namespace], int]] = {
    "queue": show_queue,
    "show": show_terms,
    "draft": show_draft,
}
# The verb behind each word, and what it is told.
CALLS: dict[str, tuple[str, Callable[[argparse.Namespace], Args]]] = {
    "receive": ("receive_document", _receive),
    "read": ("read_document", lambda given: reading_of(given.by, given.document)),
    "confirm": ("confirm_terms", _confirm),
    "reject": ("reject_term", lambda given: {"document": given.document, "term": given.term}),
    "limit": ("set_confirmation_limit", _limit),
    "second-reader": ("ask_second_reader", lambda given: {"document": given.document}),
}
