"""What would be: two books side by side, an amendment before it is agreed, all contracts under other policies."""

from __future__ import annotations

from collections.abc import Iterable

from pydantic import Field

from duly.actions.comparing import amendment_simulated, books_compared, policy_simulated
from duly.actions.contracts import known_contract
from duly.actions.readers import READ
from duly.doors.api.admission import Asked
from duly.doors.api.operations import Room
from duly.doors.api.revenue import ReportShown, report_shown
from duly.doors.api.shapes import Asking, Language, OptionalRef, Ref, Taken, Told
from duly.doors.api.telling import blocks_of
from duly.engine.contracts.company import read_company
from duly.engine.contracts.terms import SspEntry
from duly.engine.explain.compare_report import comparison_reports
from duly.engine.explain.simulate_report import simulation_reports
from duly.engine.explain.what_if import Change
from duly.engine.explain.what_if_report import what_if_reports
from duly.ground.errors import DulyError, Place
from duly.ground.tree import Block, Rows, Text
from duly.store.audit import head

room = Room("simulations")
_BODY = Place("body.json")


class BooksCompared(Told):
    """Two books of the same contracts. `set_aside`: contracts that one of them cannot decide, with why."""

    reports: list[ReportShown]
    set_aside: list[str]
    as_of: int


class Treatments(Told):
    """The treatments of an amendment side by side: which one the rules give, and what each would come to."""

    reports: list[ReportShown]
    as_of: int


class WouldBe(Told):
    """Contracts as they are and as they would be. `moved`: of how many any period changes."""

    contracts: int
    moved: int
    reports: list[ReportShown]
    set_aside: list[str]
    as_of: int


class BooksAsked(Asking):
    """The query of two books."""

    entity: Ref
    first: Ref = Field(description="A book of the company file.")
    second: Ref = Field(description="Another one.")


class AmendmentSimulated(Taken):
    """An amendment by its number: one that is recorded, or one of `rows`, which are only thought of."""

    amendment: Ref
    rows: list[Language] = Field(
        [],
        max_length=100,
        examples=[[{"date": "2026-07-01", "amendment": "A-9", "changes": {"platform": {"price": "150000.00"}}}]],
    )
    book: OptionalRef = ""


class PolicyChosen(Taken):
    """A policy and its value."""

    policy: Ref
    value: Ref


class ChangeSimulated(Taken):
    """What would be otherwise: policies, standalone selling prices as the company file has them, or both."""

    entity: Ref
    book: OptionalRef = ""
    policies: list[PolicyChosen] = Field([], max_length=100)
    ssp: list[Language] = Field([], max_length=10_000, description="All prices; without them, those that are in force.")


@room.question("/comparisons", READ)
def compare_books(asked: Asked, q: BooksAsked) -> BooksCompared:
    """Compare two books. Every figure that differs, and the policy that makes each cent of it."""
    asked.require(q.entity)
    seq = asked.at(q.as_of)
    found, errors = books_compared(q.entity, (q.first, q.second), seq)
    reports = [report_shown(one) for one in comparison_reports(found)]
    return BooksCompared(reports=reports, set_aside=_told(errors), as_of=seq)


@room.question("/contracts/{contract}/simulations", READ, method="POST")
def simulate_amendment(asked: Asked, contract: Ref, body: AmendmentSimulated) -> Treatments:
    """Simulate an amendment. Revenue, balances and what remains under every treatment; nothing is recorded."""
    asked.require(known_contract(contract).entity)
    seq, rows = head()[0], blocks_of(asked.body, "rows") if body.rows else []
    found = amendment_simulated(contract, body.amendment, rows, body.book, seq)
    return Treatments(reports=[report_shown(one) for one in simulation_reports(found)], as_of=seq)


@room.question("/simulations", READ, method="POST")
def simulate_policies(asked: Asked, body: ChangeSimulated) -> WouldBe:
    """Simulate a change of policy or prices. Income and expenses of all contracts before and after; nothing is set."""
    asked.require(body.entity)
    seq = head()[0]
    change = Change(tuple((one.policy, one.value) for one in body.policies), _prices(asked) if body.ssp else None)
    *_, found = policy_simulated(body.entity, change, body.book, seq)
    reports = [report_shown(one) for one in what_if_reports(found)]
    return WouldBe(
        contracts=found.contracts, moved=found.moved, reports=reports, set_aside=_told(found.errors), as_of=seq
    )


def _prices(asked: Asked) -> tuple[SspEntry, ...]:
    """The prices of a body, as a company file has them."""
    rows, block = Rows(_BODY), Block(_BODY)
    rows.extend(blocks_of(asked.body, "ssp"))
    block.put(Text("ssp", _BODY), rows)
    return read_company(block).ssp


def _told(errors: Iterable[DulyError]) -> list[str]:
    return [f"{one.contract}: {one.name}: {one.what}" for one in errors]
