"""What an amendment says: what it adds, removes and changes, and whether it takes effect."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from duly.engine.contracts.terms import Fact, Obligation, Terms
from duly.ground.cites import cites


@cites("606-10-25-10", ifrs15=("18",))
def takes_effect(fact: Fact) -> bool:
    """Whether a row is an amendment, and not one that the parties have yet to approve."""
    return fact.verb == "amendment" and fact.fields.get("approved") is not False


def added_by(fact: Fact) -> tuple[Obligation, ...]:
    """The obligations that it adds; none of another row."""
    return cast("tuple[Obligation, ...]", fact.fields.get("adds", ()))


def promised_in_all(terms: Terms) -> list[Obligation]:
    """What a contract promises, with what its amendments add."""
    return [*terms.obligations, *(o for fact in terms.happened for o in added_by(fact))]


def removed_by(fact: Fact) -> tuple[str, ...]:
    """The obligations that it ends."""
    return cast("tuple[str, ...]", fact.fields.get("removes", ()))


def changed_by(fact: Fact) -> Mapping[str, Mapping[str, Any]]:
    """What it changes, by obligation or `term`: attributes of `Obligation` or `Terms`."""
    return cast("Mapping[str, Mapping[str, Any]]", fact.fields.get("changes", {}))
