"""Contracts written as text, for tests of the language."""

from __future__ import annotations

import textwrap

import pytest

from duly.engine.contracts.company import read_company
from duly.engine.contracts.language import read_terms
from duly.engine.contracts.reading import Reading, read_contracts
from duly.engine.contracts.terms import Company, Obligation, Terms
from duly.ground.errors import DulyError, each_error
from duly.ground.tree import Block
from duly.readers.tree import read_tree

HEAD = "contract: C-1\ncurrency: USD\nsigned: 2024-01-01\n"


def blocks(text: str, name: str = "test.yaml") -> tuple[Block, ...]:
    """The documents of a text."""
    read = read_tree(textwrap.dedent(text).encode(), name)
    assert not read.errors, read.errors
    return read.documents


def company_of(text: str) -> Company:
    """The company a text says."""
    return read_company(blocks(text)[0])


def terms_of(text: str, company: Company | None = None, *, head: str = HEAD) -> Terms:
    """The terms of a contract; `head` comes before the text."""
    return read_terms(blocks(head + textwrap.dedent(text))[0], company or Company())


def contracts_of(text: str, company: Company | None = None) -> Reading:
    """The contracts of a text with several documents."""
    return read_contracts(blocks(text), company or Company())


def obligation_of(keys: str, rest: str = "") -> Obligation:
    """One obligation, with its keys in flow style."""
    return terms_of(f"obligations:\n  a: {{{keys}}}\n  b: {{price: 5.00}}\n{textwrap.dedent(rest)}").obligations[0]


def errors_of(text: str, company: Company | None = None, *, head: str = HEAD) -> tuple[DulyError, ...]:
    """Everything that is wrong with a contract."""
    with pytest.raises(DulyError) as caught:
        terms_of(text, company, head=head)
    return each_error(caught.value)


def error_of(text: str, company: Company | None = None, *, head: str = HEAD) -> DulyError:
    """The one thing that is wrong with a contract."""
    found = errors_of(text, company, head=head)
    assert len(found) == 1, [str(error) for error in found]
    return found[0]


def error_in(keys: str, rest: str = "") -> DulyError:
    """The one thing that is wrong with an obligation."""
    return error_of(f"obligations:\n  a: {{{keys}}}\n  b: {{price: 5.00}}\n{textwrap.dedent(rest)}")
