"""Contracts and what happened to them, from trees of the contract language."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import NamedTuple

from duly.actions.contract_rows import (
    WRITE_OFF,
    begin_of,
    check_together,
    facts_of,
    keep_overrides,
    keep_rows,
    need_rights,
    unclaimed,
    weigh_write_offs,
)
from duly.actions.control import rows_of, set_aside, stated_prices
from duly.actions.deciding import keep_decided
from duly.actions.errors import ContractDiffers, FactsDiffer, NothingToDo, UnknownContract
from duly.actions.gate import Json, Step, verb
from duly.actions.names import CONTRACT, FACT, keep_names, keep_names_of
from duly.actions.telling import only_entity, tell_rows, tell_signed
from duly.engine.contracts.errors import DoesNotAddUp
from duly.engine.contracts.reading import read_contracts
from duly.engine.contracts.terms import Company, Terms
from duly.ground.errors import DulyError, SeveralErrors, each_error
from duly.ground.tree import Block, Node, Rows, Text
from duly.store import lift
from duly.store.canonical import canonical, digest
from duly.store.contracts import Contract, Fact, Hold, held_contracts
from duly.store.trees import plain, restored, stored, told


class Filed(NamedTuple):
    """A contract of a file: what was agreed, and its rows by part, without what a file claims of knowledge; and what
    other systems call it."""

    ref: str
    entity: str
    customer: str
    file: str
    agreed: Block
    rows: Mapping[str, Sequence[Block]]
    names: Mapping[str, str]


@dataclass
class Import:
    """What an import does, as it goes. action: the right a new contract needs (the verb's own where it is empty)."""

    step: Step
    source: str
    company: Company
    action: str = ""
    new: list[str] = field(default_factory=list)
    grown: dict[str, int] = field(default_factory=dict)
    unchanged: int = 0
    wrong: list[DulyError] = field(default_factory=list)
    known: dict[str, Contract] = field(default_factory=dict)
    recorded: dict[str, list[Fact]] = field(default_factory=dict)
    contracts: list[Contract] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)
    judged: list[tuple[Contract, list[Fact], Sequence[Block]]] = field(default_factory=list)

    def add(self, known: Contract, part: str, rows: Sequence[Block], begin: int) -> None:
        """Rows of a part of a contract that are to be written, from a position on."""
        made = list(facts_of(known, part, rows, begin, self.step.seq, self.source))
        self.facts += made
        if part == "judged":
            self.judged.append((known, made, rows))

    def look_up(self, refs: Sequence[str]) -> None:
        """Learn which contracts are known, with their rows, by few questions."""
        self.known = Contract.objects.in_bulk(refs)
        for some in lift.batches(list(self.known)):
            for fact in Fact.objects.filter(contract_id__in=some).order_by("position"):
                self.recorded.setdefault(fact.contract_id, []).append(fact)

    def keep(self) -> None:
        """Write what came in."""
        Contract.objects.bulk_create(self.contracts, batch_size=500)
        Fact.objects.bulk_create(self.facts, batch_size=500)
        for known, facts, rows in self.judged:
            keep_overrides(self.step, known, facts, rows)

    def aside(self, unread: Sequence[Json]) -> list[Json]:
        """What waits, each with its contract, where, why and how to mend it: what was not readable comes first."""
        errors = (single for error in self.wrong for single in each_error(error))
        return [*unread, *(set_aside(error) for error in errors)]


@verb("contract.import")
def import_contracts(
    step: Step,
    contracts: list[Json],
    source: str = "file",
    unread: Sequence[Json] = (),
    unread_contracts: int = 0,
    together: bool = False,
    system: str = "",
    external_ids: Mapping[str, str] = MappingProxyType({}),
) -> Json:
    """Take contracts in: those that are new, and the rows that are new of those that are known. One with an error waits
    whole, the others go on; `together`: none of them does. contracts: {file, tree} as `duly.store.trees` writes them ·
    unread: what of the files could not be read, as `set_aside` writes it, and how many contracts wait for it · system,
    external_ids: what contracts are called where they come from."""
    work = Import(step, source, lift.company_at(step.seq))
    right = _read_in([told(one["tree"], str(one["file"])) for one in contracts], work)
    found, taken = len(contracts) + unread_contracts, len(work.new) + len(work.grown)
    if together and work.wrong:
        raise SeveralErrors(work.wrong)
    if not taken:
        nothing = NothingToDo(f"{work.unchanged} of {found} contracts are in the store as they are, and none is new")
        raise SeveralErrors([nothing, *work.wrong]) if work.wrong else nothing
    effect = _kept(work, right, unread)
    keep_names(step, CONTRACT, system, _of_these(external_ids, [*work.new, *work.grown]))
    about = only_entity(right[ref].entity for ref in (*work.new, *work.grown))
    step.tell("import.completed", entity=about, contracts=len(work.new), rows=len(work.facts))
    first = ("imported", "with new rows", "unchanged")
    counted = {"found": found, **{name: effect[name] for name in first}}
    return {**counted, "contracts set aside": found - taken - work.unchanged, **effect}


def taken_in(step: Step, blocks: Sequence[Node], source: str, unread: Sequence[Json] = ()) -> Json:
    """Take contracts in as `import_contracts` does, and say what came of them, be it nothing."""
    work = Import(step, source, lift.company_at(step.seq))
    return _kept(work, _read_in(blocks, work), unread)


def _kept(work: Import, right: Mapping[str, Terms], unread: Sequence[Json]) -> Json:
    step = work.step
    if work.new or work.grown:
        work.keep()
        grown = lift.terms_at(step.seq, work.company, work.grown)
        keep_decided(step.seq, [*(lift.recorded(right[ref], step.seq) for ref in work.new), *grown], work.company)
    step.subject = f"{len(work.new)} contracts"
    return {
        "imported": work.new,
        "with new rows": work.grown,
        "unchanged": work.unchanged,
        "rows": rows_of(step.seq),
        "stated prices": stated_prices(right[ref] for ref in work.new),
        "set aside": work.aside(unread),
    }


def _read_in(blocks: Sequence[Node], work: Import) -> dict[str, Terms]:
    """Read contracts and note what is to be written of each; the terms of those that are right."""
    read = [block for block in blocks if isinstance(block, Block)]
    reading = read_contracts([*read, *_partners(read)], work.company)
    work.wrong.extend(reading.errors)
    right = {terms.ref: terms for terms in reading.terms}
    work.look_up(list(right))
    for block in read:
        terms = right.get(str(block.get("contract", "")))
        if terms is not None:
            _take_in(filed(block, terms.entity, terms.customer), work)
    return right


def _of_these(names: Mapping[str, str], refs: Sequence[str]) -> dict[str, str]:
    """The names of contracts that came in; one for another contract is a mistake."""
    for ref in names:
        if ref not in refs:
            raise UnknownContract(f"{names[ref]!r} is to be the name of {ref!r}, which does not come in by this")
    return dict(names)


def _partners(blocks: Sequence[Block]) -> Iterator[Block]:
    """The contracts of the ledger that those of files are to be combined with: they are read together, and what the
    ledger has of them stays as it is."""
    given = {str(block.get("contract", "")) for block in blocks}
    named = {ref for block in blocks for ref in lift.named_partners(block)} - given
    for ref, one in (lift.dossiers_at(1 << 62, refs=named) if named else {}).items():
        if ref not in given:
            yield one.block()


@verb("contract.hold")
def hold_contract(step: Step, contract: str, held: bool = True) -> Json:
    """Post nothing of a contract until it is released; what it would have posted is shown."""
    found = known_contract(contract)
    step.touch(found.entity)
    if held == (contract in held_contracts(step.seq)):
        raise NothingToDo(f"{contract} is {'on hold already' if held else 'not on hold'}")
    Hold(contract=found, held=held, seq=step.seq).save(force_insert=True)
    step.subject = contract
    return {"contract": contract, "held": held}


@verb("fact.record")
def record_facts(
    step: Step,
    contract: str,
    part: str,
    rows: list[object],
    file: str,
    source: str = "hand",
    system: str = "",
    external_ids: Sequence[str] = (),
) -> Json:
    """Add rows to what happened to a contract, or was judged, in the contract language. system, external_ids: what the
    rows are called where they come from, one after the other."""
    known = known_contract(contract)
    blocks = [told(row, file) for row in rows]
    added = [block for block in blocks if isinstance(block, Block)]
    if external_ids and len(external_ids) != len(added):
        raise DoesNotAddUp(
            f"{len(external_ids)} names for {len(added)} rows",
            why="each row has the name that stands in its place",
            fix="send a name for each row",
        )
    begin = begin_of(known, part)
    add_rows(step, known, {part: added}, source)
    names = {f"{contract}/{part}/{n}": name for n, name in enumerate(external_ids, begin) if name}
    keep_names(step, FACT, system, names)
    step.subject = contract
    return {"contract": contract, "part": part, "rows": [plain(block) for block in added]}


def add_rows(step: Step, known: Contract, parts: Mapping[str, Sequence[Block]], source: str) -> None:
    """Add rows to the parts of a known contract, which must read well with them."""
    company = lift.company_at(step.seq)
    for part, rows in parts.items():
        need_rights(step, known.entity, part, rows)
    check_together(known, parts, company)
    for part, rows in parts.items():
        keep_rows(step, known, part, rows, source)
        weigh_write_offs(step, restored(known.tree, known.file), rows, company)
    tell_rows(step, known, parts)
    keep_decided(step.seq, lift.terms_at(step.seq, company, [known.ref]), company)


def take_in(step: Step, block: Block, source: str, action_for: Callable[[Terms], str]) -> Terms:
    """Take one new contract in, as an import does, or raise all that is wrong with it. action_for: the right it
    needs."""
    company, ref = lift.company_at(step.seq), str(block.get("contract", ""))
    reading = read_contracts([block, *_partners([block])], company)
    if reading.errors:
        raise SeveralErrors(reading.errors)
    terms = next(one for one in reading.terms if one.ref == ref)
    work = Import(step, source, company, action_for(terms))
    _take_in(filed(block, terms.entity, terms.customer), work)
    for error in work.wrong:
        raise error
    work.keep()
    keep_decided(step.seq, [lift.recorded(terms, step.seq)], company)
    return terms


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
        elif key not in ("known", "names"):
            agreed.put(Text(key, block.places[key]), value)
    called = block.get("names")
    names = {source: str(name) for source, name in called.items()} if isinstance(called, Block) else {}
    return Filed(str(block["contract"]), entity, customer, block.place.file, agreed, rows, names)


def _take_in(one: Filed, work: Import) -> None:
    known, needed = work.known.get(one.ref), dict(work.step.touched)
    try:
        if known is None:
            work.step.touch(one.entity, work.action)
            need_rights(work.step, one.entity, "judged", one.rows.get("judged", ()))
            if weigh_write_offs(work.step, one.agreed, one.rows.get("happened", ()), work.company):
                work.step.touch(one.entity, WRITE_OFF)
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


def _keep_contract(one: Filed, work: Import) -> None:
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
    keep_names_of(work.step, CONTRACT, one.ref, one.names)
    work.contracts.append(kept)
    tell_signed(work.step, kept, one.agreed)
    tell_rows(work.step, kept, one.rows)
    for part, rows in one.rows.items():
        work.add(kept, part, rows, 0)


def _grow(one: Filed, known: Contract, work: Import) -> int:
    """Add the rows that a file has beyond those recorded; all others must be as they were."""
    if digest(plain(one.agreed)) != known.digest:
        raise ContractDiffers(
            f"{one.ref} is different from what was recorded",
            place=one.agreed.place,
            why="what was agreed never changes; it is amended",
            fix="write an `amendment` under `happened`, or leave the contract as it was",
        )
    recorded = work.recorded.get(one.ref, [])
    before = {part: [fact for fact in recorded if fact.part == part] for part in lift.PARTS}
    new = {part: list(_beyond(one.rows.get(part, ()), before[part], one)) for part in lift.PARTS}
    if any(fact.source == "hand" for fact in recorded):
        check_together(known, new, work.company)
    for part, rows in new.items():
        need_rights(work.step, one.entity, part, rows)
    weigh_write_offs(work.step, one.agreed, new.get("happened", ()), work.company)
    if any(new.values()):
        keep_names_of(work.step, CONTRACT, one.ref, one.names)
    for part, rows in new.items():
        work.add(known, part, rows, len(before[part]))
    tell_rows(work.step, known, new)
    return sum(map(len, new.values()))


def _beyond(rows: Sequence[Block], before: Sequence[Fact], one: Filed) -> Iterator[Block]:
    """The rows of a file that are not recorded yet, each recorded one counted once."""
    left = [fact.digest for fact in before if fact.source != "hand"]
    for row in rows:
        mine = digest(plain(unclaimed(row)))
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
