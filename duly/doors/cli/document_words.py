"""The words of the ledger for documents: from a file to a contract that people confirmed."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import TypeAlias

Make: TypeAlias = Callable[..., argparse.ArgumentParser]
Add: TypeAlias = Callable[[argparse.ArgumentParser], None]

_DOCUMENT = """examples:
  duly document receive order.pdf --entity US01 --by cam
  duly document read DOC-1 --by cam                    words, clauses and terms; nothing takes effect
  duly document queue                                  what waits to be looked at, the most money first
  duly document show DOC-1                             each proposed term with page and words
  duly document draft DOC-1 > draft.yaml               a contract file with all that was proposed
  duly document confirm DOC-1 draft.yaml --by cam      what you kept, changed and left out; another person approves
  duly document reject DOC-1 4 --by cam --why "the day it was printed"
  duly document limit US01 10000.00 --currency USD --by ben --why "small orders"

In a draft a value that keeps its `source:` and its value is confirmed, one with another value is corrected, a passage
that is gone is not taken over, and one where nothing was proposed is added."""


def document_words(room: Make, parser: Make, who: Add, ask: Add) -> None:
    """Add these words to the command."""
    verbs = room("document", "documents: received, read, looked at and confirmed", _DOCUMENT).add_subparsers(
        dest="verb", required=True, metavar="VERB"
    )

    def word(name: str, words: str, *more: tuple[str, str]) -> argparse.ArgumentParser:
        made = parser(lambda **s: verbs.add_parser(name, **s), help=words, description=words, epilog=_DOCUMENT)
        for metavar, meaning in more:
            made.add_argument(metavar.lower(), metavar=metavar, help=meaning)
        return made

    document = ("DOCUMENT", "as DOC-1; `duly document queue` lists them")
    made = word("receive", "keep a file as it came in, once", ("FILE", "a PDF, DOCX, text, e-mail or picture"))
    _entity(made)
    who(made)
    who(word("read", "read a document and keep what it proposes", document))
    made = word("queue", "documents with something to answer, the most money first")
    _entity(made)
    ask(made)
    ask(word("show", "the terms that were proposed, with page, words, confidence and failed checks", document))
    ask(word("draft", "a contract file with all that was proposed, each value with its passage", document))
    who(word("confirm", "confirm what an edited draft says", document, ("FILE", "the draft, edited")))
    who(word("reject", "say that a proposed term is none", document, ("TERM", "its number, as 4 or DOC-1/1/4")))
    who(word("second-reader", "ask a language model to read it too; its words leave this machine", document))
    of = (("ENTITY", "the legal entity"), ("AMOUNT", "of all contracts of a document together; 0.00 for no limit"))
    made = word("limit", "below what amount one person may confirm a contract", *of)
    made.add_argument("--currency", required=True, metavar="CODE", help="currency of the contracts it holds for")
    who(made)


def _entity(made: argparse.ArgumentParser) -> None:
    made.add_argument("--entity", default="", metavar="ENTITY", help="the legal entity (default: the only one)")
