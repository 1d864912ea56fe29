"""Contracts, and what happened to them and was judged, in the contract language."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from pydantic import Field

from duly.actions.contracts import known_contract
from duly.actions.errors import UnknownContract
from duly.actions.lists import contracts_listed, facts_listed, only_named, versions_of
from duly.actions.names import CONTRACT, FACT, names_of, refs_named
from duly.doors.api.admission import Asked
from duly.doors.api.operations import Room
from duly.doors.api.paging import page, place_of, since_of
from duly.doors.api.shapes import (
    Asking,
    Commanded,
    ExternalName,
    Language,
    Named,
    OptionalRef,
    Page,
    Paged,
    Ref,
    Since,
    Taken,
    Told,
    Why,
)
from duly.doors.api.telling import documents_of, files_of, rows_of
from duly.store.contracts import Contract, Fact, held_contracts
from duly.store.lift import PARTS
from duly.store.trees import plain, restored, stored

room = Room("contracts")
BOOKS = "books.read"
_ORDER = {"contract": "CT-1", "entity": "US01", "currency": "USD", "signed": "2026-01-01",
          "term": {"from": "2026-01-01", "to": "2026-12-31"},
          "obligations": {"platform": {"price": "120000.00", "earn": "over time by month"}}}  # fmt: skip


class ContractRow(Told):
    """A contract. `version` is the last command that touched it, and its ETag; `since` the one it came in by."""

    contract: str
    entity: str
    customer: str
    held: bool
    version: int
    since: int
    external_names: list[ExternalName]


class FactRow(Told):
    """A row of a contract: what happened, was judged, cost, or was taken over. `row` is in the contract language;
    `command` is the one that recorded it."""

    fact: str
    contract: str
    part: str
    row: Any
    command: int
    external_names: list[ExternalName]


class ContractWhole(ContractRow):
    """A contract with its terms as agreed, and its rows in their order. Dates are ISO 8601; the last day of a term
    is in it."""

    agreed: Any
    facts: list[FactRow]


class ContractsAsked(Paged, Since, Named):
    """The query of contracts."""

    entity: OptionalRef = ""


class FactsAsked(ContractsAsked):
    """The query of facts."""

    contract: OptionalRef = ""
    part: Literal["", "happened", "judged", "costs", "opening"] = ""


class ContractsTaken(Commanded):
    """Contracts in the contract language (docs/language.md), as its YAML files have them: {"contract": "CT-1", ...}.
    Those that are known may have further rows. None comes in unless all can. `external_ids`: by the reference of a
    contract, what `source` calls it."""

    contracts: list[Language] = Field(min_length=1, max_length=1000, examples=[[_ORDER]])
    source: OptionalRef = ""
    external_ids: dict[str, Ref] = Field({}, examples=[{"CT-1": "006A0000"}])


class FileAsked(Taken):
    """The query of a file that comes in whole."""

    name: OptionalRef = Field("body.yaml", description="What the file is called, for errors and the audit trail.")
    source: OptionalRef = ""
    why: Why = ""


class RowsTaken(Commanded):
    """Rows in the contract language. `external_ids`: what `source` calls each of them, in their order."""

    rows: list[Language] = Field(min_length=1, max_length=1000)
    source: OptionalRef = ""
    external_ids: list[Ref] = Field([], max_length=1000)


class FactsTaken(RowsTaken):
    """What happened: deliveries, invoices, payments, usage, and what it cost."""

    part: Literal["happened", "costs"] = "happened"
    rows: list[Language] = Field(
        min_length=1, max_length=1000, examples=[[{"date": "2026-02-03", "paid": "100.00", "invoice": "I-1"}]]
    )


class AmendmentsTaken(RowsTaken):
    """Amendments, terminations, renewals."""

    rows: list[Language] = Field(
        min_length=1,
        max_length=1000,
        examples=[[{"date": "2026-07-01", "amendment": "A-1", "changes": {"platform": {"price": "150000.00"}}}]],
    )


class JudgementsTaken(RowsTaken):
    """What somebody judged: estimates, what is held back, what is distinct."""

    rows: list[Language] = Field(
        min_length=1,
        max_length=1000,
        examples=[[{"date": "2026-03-31", "held back": "bonus", "amount": "500.00"}]],
    )


def version_of(contract: str) -> int:
    """The version of a contract, for If-Match."""
    return versions_of([contract]).get(contract, 0)


@room.question("/contracts", BOOKS)
def list_contracts(asked: Asked, q: ContractsAsked) -> Page[ContractRow]:
    """List contracts. In the order of their references."""
    place = place_of(q)
    rows = contracts_listed(place.seq, asked.of(q.entity), since=since_of(q))
    rows = only_named(rows, place.seq, CONTRACT, q.source, q.external_id)
    return page(q, place, rows, ["ref"], lambda found: _contract_rows(found, place.seq))


def _contract_rows(found: Sequence[Contract], seq: int) -> list[ContractRow]:
    refs = [one.ref for one in found]
    versions, names, held = versions_of(refs, seq), names_of(seq, CONTRACT, refs), held_contracts(seq)
    return [
        ContractRow(
            contract=one.ref,
            entity=one.entity,
            customer=one.customer,
            held=one.ref in held,
            version=versions[one.ref],
            since=one.seq,
            external_names=[ExternalName(**name) for name in names.get(one.ref, ())],
        )
        for one in found
    ]


@room.question("/contracts/{contract}", BOOKS)
def get_contract(asked: Asked, contract: Ref, q: Asking) -> tuple[ContractWhole, str]:
    """Get a contract. As it was agreed, with all its rows; the ETag is its version, for If-Match."""
    seq = asked.at(q.as_of)
    known = known_contract(contract)
    asked.require(known.entity)
    if known.seq > seq:
        raise UnknownContract(f"{contract} was not known by command {seq}")
    (row,) = _contract_rows([known], seq)
    facts = Fact.objects.filter(contract=known, seq__lte=seq).order_by("part", "position")
    whole = ContractWhole(
        **dict(row), agreed=plain(restored(known.tree, known.file)), facts=_fact_rows(list(facts), seq)
    )
    return whole, f'"{row.version}"'


@room.command("/contracts", "import_contracts", "contract.import")
def import_contracts(asked: Asked, body: ContractsTaken) -> dict[str, Any]:
    """Take contracts in. All of them or none; those who may not approve contracts make a proposal by it (202)."""
    named = {"system": body.source, "external_ids": body.external_ids} if body.external_ids else {}
    return {"contracts": files_of(asked.body, "contracts"), "source": body.source or "api", "together": True} | named


@room.command("/contract-files", "import_contracts", "contract.import", media_type="application/yaml")
def import_contract_file(asked: Asked, q: FileAsked) -> dict[str, Any]:
    """Take in a file of contracts. YAML, one contract a document, as `duly contract import` reads it."""
    contracts = [{"file": q.name, "tree": stored(block)} for block in documents_of(asked.body, q.name)]
    return {"contracts": contracts, "source": q.source or "api", "together": True}


@room.question("/facts", BOOKS)
def list_facts(asked: Asked, q: FactsAsked) -> Page[FactRow]:
    """List facts. What happened to contracts and was judged, in the order in which it was recorded."""
    place = place_of(q)
    rows = facts_listed(place.seq, asked.of(q.entity), since=since_of(q))
    rows = rows.filter(contract=q.contract) if q.contract else rows
    rows = rows.filter(part=q.part) if q.part else rows
    if q.source:
        rows = rows.filter(external__in=refs_named(place.seq, FACT, q.source, q.external_id))
    return page(q, place, rows, ["id"], lambda found: _fact_rows(found, place.seq))


def _fact_rows(found: Sequence[Fact], seq: int) -> list[FactRow]:
    names = names_of(seq, FACT, [one.external for one in found])
    return [
        FactRow(
            fact=one.external,
            contract=one.contract_id,
            part=one.part,
            row=plain(restored(one.tree, one.file)),
            command=one.seq,
            external_names=[ExternalName(**name) for name in names.get(one.external, ())],
        )
        for one in found
    ]


@room.command("/contracts/{contract}/facts", "record_facts", "fact.record", version=version_of)
def record_facts(asked: Asked, contract: Ref, body: FactsTaken) -> dict[str, Any]:
    """Record what happened. Deliveries, invoices, payments, usage, costs."""
    return _recorded(asked, contract, body, body.part)


@room.command("/contracts/{contract}/amendments", "record_facts", "contract.amend", version=version_of)
def amend_contract(asked: Asked, contract: Ref, body: AmendmentsTaken) -> dict[str, Any]:
    """Amend a contract. Amendments, terminations and renewals take effect when another person has agreed."""
    return _recorded(asked, contract, body, "happened")


@room.command("/contracts/{contract}/judgements", "record_facts", "judgement.record", version=version_of)
def record_judgements(asked: Asked, contract: Ref, body: JudgementsTaken) -> dict[str, Any]:
    """Record what was judged. Estimates and the like take effect when another person has agreed."""
    return _recorded(asked, contract, body, "judged")


@room.command("/contracts/{contract}/write-offs", "record_facts", "receivable.write_off", version=version_of)
def write_off(asked: Asked, contract: Ref, body: RowsTaken) -> dict[str, Any]:
    """Write off what nobody will pay. The larger it is, the higher who agrees."""
    return _recorded(asked, contract, body, "happened")


def _recorded(asked: Asked, contract: str, body: RowsTaken, part: str) -> dict[str, Any]:
    assert part in PARTS
    rows = rows_of(asked.body, "rows")
    named = {"system": body.source, "external_ids": body.external_ids} if body.external_ids else {}
    return {"contract": contract, "part": part, "rows": rows, "file": "body.json"} | named


@room.command("/contracts/{contract}/hold", "hold_contract", "contract.hold", version=version_of)
def hold_contract(asked: Asked, contract: Ref, body: Commanded) -> dict[str, Any]:
    """Hold a contract. Nothing of it is posted until it is released."""
    return {"contract": contract, "held": True}


@room.command("/contracts/{contract}/release", "hold_contract", "contract.hold", version=version_of)
def release_contract(asked: Asked, contract: Ref, body: Commanded) -> dict[str, Any]:
    """Release a contract. The next posting catches up."""
    return {"contract": contract, "held": False}
