"""Contracts and what happened to them, from trees of the contract language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from duly.actions.deciding import keep_decided
from duly.actions.errors import ContractDiffers, FactsDiffer, NothingToDo, OverrideNeedsReason, UnknownContract
from duly.actions.gate import Json, Step, verb
from duly.actions.moves import Moves, weighed
from duly.engine.contracts.judgements import OVERRIDES
from duly.engine.contracts.reading import read_contracts
from duly.engine.contracts.terms import Company
from duly.ground.errors import DulyError, SeveralErrors
from duly.ground.money import ISO_4217, minor_units
from duly.ground.tree import Block, Rows, Text
from duly.store import lift
from duly.store.canonical import canonical, digest
from duly.store.contracts import Contract, Fact, Hold, held_contracts
from duly.store.judgements import Override
from duly.store.trees import plain, restored, stored

# Verbs of facts that are judgements of a person or change what was agreed, and need a right of their own.
_ACTIONS = {
    "write off": "receivable.write_off",
    "amendment": "contract.amend",
    "terminated": "contract.amend",
    "renewed": "contract.amend",
}


class Filed(NamedTuple):
    """A contract of a file: what was agreed, and its rows by part; without what a file claims of knowledge."""

    ref: str
    entity: str
    customer: str
    file: str
    agreed: Block
    rows: Mapping[str, Sequence[Block]]


@dataclass
class _Import:
    """What an import does, as it goes."""

    step: Step
    source: str
    new: list[str] = field(default_factory=list)
    grown: dict[str, int] = field(default_factory=dict)
    unchanged: int = 0
    wrong: list[DulyError] = field(default_factory=list)


@verb("contract.import")
def import_contracts(step: Step, contracts: list[Json], source: str = "file") -> Json:
    """Take contracts in: those that are new, and the rows that are new of those that are known. One with an error waits
    whole, the others go on. contracts: {file, tree} as `duly.store.trees` writes them."""
    company = lift.company_at(step.seq)
    work = _Import(step, source)
    blocks = [restored(canonical(one["tree"]), str(one["file"])) for one in contracts]
    reading = read_contracts([block for block in blocks if isinstance(block, Block)], company)
    work.wrong.extend(reading.errors)
    right = {terms.ref: terms for terms in reading.terms}
    for block in blocks:
        assert isinstance(block, Block)
        terms = right.get(str(block.get("contract", "")))
        if terms is not None:
            _take_in(filed(block, terms.entity, terms.customer), work)
    if not work.new and not work.grown:
        if work.wrong:
            raise SeveralErrors(work.wrong)
        raise NothingToDo(f"all {work.unchanged} contracts are in the store as they are")
    grown = lift.contracts_at(step.seq, company, refs=work.grown).terms if work.grown else ()
    keep_decided(step.seq, [*(lift.recorded(right[ref], step.seq) for ref in work.new), *grown], company)
    step.subject = f"{len(work.new)} contracts"
    if work.new:
        step.tell("import.completed", contracts=len(work.new))
    errors = [{"contract": e.contract, "where": str(e.place), "error": f"{e.name}: {e.what}"} for e in work.wrong]
    return {
        "found": len(contracts),
        "imported": work.new,
        "with new rows": work.grown,
        "unchanged": work.unchanged,
        "set aside": errors,
    }


@verb("contract.hold")
def hold_contract(step: Step, contract: str, held: bool = True) -> Json:
    """Post nothing of a contract until it is released; what it would have posted is shown."""
    found = known_contract(contract)
    step.touch(found.entity)
    if held == (contract in held_contracts(step.seq)):
        raise NothingToDo(f"{contract} is {'held' if held else 'not held'} already")
    Hold(contract=found, held=held, seq=step.seq).save(force_insert=True)
    step.subject = contract
    return {"contract": contract, "held": held}


@verb("fact.record")
def record_facts(step: Step, contract: str, part: str, rows: list[object], file: str, source: str = "hand") -> Json:
    """Add rows to what happened to a contract, or was judged, in the contract language."""
    known = known_contract(contract)
    blocks = [restored(canonical(row), file) for row in rows]
    added = [block for block in blocks if isinstance(block, Block)]
    company = lift.company_at(step.seq)
    need_rights(step, known.entity, part, added)
    check_together(known, part, added, company)
    keep_rows(step, known, part, added, begin_of(known, part), file, source)
    _weigh(step, known, added)
    keep_decided(step.seq, lift.contracts_at(step.seq, company, refs=[contract]).terms, company)
    step.subject = contract
    step.tell("fulfilment.recorded", contract=contract, rows=len(added))
    return {"contract": contract, "part": part, "rows": [plain(block) for block in added]}


def known_contract(ref: str) -> Contract:
    """A contract of the ledger."""
    found = Contract.objects.filter(ref=ref).first()
    if found is None:
        raise UnknownContract(
            f"there is no contract {ref!r} in the ledger",
            fix="correct the reference, or take the contract in: `duly contract import`",
        )
    return found


def filed(block: Block, entity: str, customer: str) -> Filed:
    """What a file says of a contract, apart: what was agreed and each row."""
    agreed = Block(block.place)
    rows: dict[str, Sequence[Block]] = {}
    for key, value in block.items():
        if key in lift.PARTS and isinstance(value, Rows):
            rows[key] = [row for row in value if isinstance(row, Block)]
        elif key != "known":
            agreed.put(Text(key, block.places[key]), value)
    return Filed(str(block["contract"]), entity, customer, block.place.file, agreed, rows)


def _action(part: str, row: Block) -> str:
    if part == "judged":
        return "treatment.override" if overrides(row) else "judgement.record"
    return next((action for verb_, action in _ACTIONS.items() if verb_ in row), "fact.record")


def need_rights(step: Step, entity: str, part: str, rows: Sequence[Block]) -> None:
    """Need the right to each row of a part; who decides otherwise than the rule says why."""
    for row in rows:
        step.touch(entity, _action(part, row))
        if part == "judged" and overrides(row) and not row.get("why"):
            raise OverrideNeedsReason(
                "nobody says why this is treated otherwise",
                place=row.place,
                why="a treatment against the terms or the rule is a judgement that must be explained",
                fix="add `why:` with the reason",
            )


def overrides(row: Block) -> bool:
    """Whether a row of `judged` decides otherwise than the terms or the rule alone would."""
    return any(name in row for name in OVERRIDES)


def keep_overrides(step: Step, known: Contract, facts: Sequence[Fact], rows: Sequence[Block]) -> Moves:
    """Keep which rows of `judged` override a treatment, however they came in; the dearer the contract, the higher who
    agrees. Returns what they move."""
    made = [fact for fact, row in zip(facts, rows, strict=True) if overrides(row)]
    Override.objects.bulk_create([Override(fact=fact, stands=True, seq=step.seq) for fact in made])
    return weighed(step, known) if made else {}


def _weigh(step: Step, known: Contract, rows: Sequence[Block]) -> None:
    """The larger what is written off, the higher who agrees."""
    agreed = restored(known.tree, known.file)
    digits = ISO_4217.get(str(agreed["currency"]), 2) if isinstance(agreed, Block) else 2
    for amount in (str(row["write off"]) for row in rows if "write off" in row):
        step.weigh(minor_units(amount.replace(",", "").split()[0], digits), digits)


def _take_in(one: Filed, work: _Import) -> None:
    known, needed = Contract.objects.filter(ref=one.ref).first(), dict(work.step.touched)
    try:
        if known is None:
            work.step.touch(one.entity)
            need_rights(work.step, one.entity, "judged", one.rows.get("judged", ()))
            _keep_contract(one, work)
            work.new.append(one.ref)
            return
        grown = _grow(one, known, work)
    except DulyError as error:
        error.contract = one.ref
        work.wrong.append(error)
        work.step.touched = needed  # what waits needs nobody to agree to it
        return
    if grown:
        work.grown[one.ref] = grown
    else:
        work.unchanged += 1


def _keep_contract(one: Filed, work: _Import) -> None:
    kept = Contract(
        ref=one.ref,
        entity=one.entity,
        customer=one.customer,
        source=work.source,
        external=one.ref,
        file=one.file,
        tree=canonical(stored(one.agreed)),
        digest=digest(plain(one.agreed)),
        seq=work.step.seq,
    )
    kept.save(force_insert=True)
    for part, rows in one.rows.items():
        keep_rows(work.step, kept, part, rows, 0, one.file, work.source)


def _grow(one: Filed, known: Contract, work: _Import) -> int:
    """Add the rows that a file has beyond those recorded; all others must be as they were."""
    if digest(plain(one.agreed)) != known.digest:
        raise ContractDiffers(
            f"{one.ref} is different from what was recorded",
            place=one.agreed.place,
            why="what was agreed never changes; it is amended",
            fix="write an `amendment` under `happened`, or leave the contract as it was",
        )
    new: dict[str, tuple[Sequence[Block], int]] = {}
    for part in lift.PARTS:
        rows = list(one.rows.get(part, ()))
        before = list(Fact.objects.filter(contract=known, part=part).order_by("position"))
        new[part] = list(_beyond(rows, before, one)), len(before)
        need_rights(work.step, one.entity, part, new[part][0])
    for part, (some, begin) in new.items():
        keep_rows(work.step, known, part, some, begin, one.file, work.source)
    return sum(len(some) for some, _ in new.values())


def _beyond(rows: Sequence[Block], before: Sequence[Fact], one: Filed) -> Iterator[Block]:
    """The rows of a file that are not recorded yet, each recorded one counted once."""
    left = [fact.digest for fact in before if fact.source != "hand"]
    for row in rows:
        mine = digest(plain(_unclaimed(row)))
        if mine in left:
            left.remove(mine)
        else:
            yield row
    if left:
        raise FactsDiffer(
            f"{len(left)} recorded rows of {one.ref} are missing from the file or different there",
            place=one.agreed.place,
            why="what was recorded never changes; a mistake is put right by a further row",
            fix="leave the row as it was and add one with `corrects: yes`",
        )


def begin_of(known: Contract, part: str) -> int:
    """The position of the next row of a part."""
    return Fact.objects.filter(contract=known, part=part).count()


def keep_rows(
    step: Step, known: Contract, part: str, rows: Sequence[Block], begin: int, file: str, source: str
) -> Moves:
    """Write rows of a part of a contract, from a position on; returns what overrides among them move."""
    facts = []
    for position, row in enumerate(rows, begin):
        bare = _unclaimed(row)
        claimed = str(row.get("known", "")) if isinstance(row.get("known"), Text) else ""
        tree, mark = canonical(stored(bare)), digest(plain(bare))
        place = {"contract": known, "part": part, "position": position, "file": file}
        external = f"{known.ref}/{part}/{position}"
        said = {"claimed": claimed, "source": source, "external": external, "seq": step.seq}
        facts.append(Fact(**place, tree=tree, digest=mark, **said))
    Fact.objects.bulk_create(facts, batch_size=1_000)
    return keep_overrides(step, known, facts, rows) if part == "judged" else {}


def _unclaimed(row: Block) -> Block:
    bare = Block(row.place)
    for key, value in row.items():
        if key != "known":
            bare.put(Text(key, row.places[key]), value)
    return bare


def check_together(known: Contract, part: str, added: Sequence[Block], company: Company) -> None:
    """The contract with its further rows must read well."""
    facts = list(Fact.objects.filter(contract=known).order_by("position"))
    block = lift.Dossier(known, facts).block()
    rows = block.get(part)
    whole = Rows(block.place)
    whole.extend([*(rows if isinstance(rows, Rows) else ()), *added])
    if part not in block:
        block.put(Text(part, block.place), whole)
    block[part] = whole
    errors = read_contracts([block], company).errors
    if errors:
        raise errors[0]
