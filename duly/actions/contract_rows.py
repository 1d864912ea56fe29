"""Rows of a contract: which right each needs, how they are kept, and which of them override a treatment."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from duly.actions.errors import OverrideNeedsReason
from duly.actions.gate import Step
from duly.actions.moves import Moves, weighed
from duly.engine.contracts.judgements import OVERRIDES
from duly.engine.contracts.reading import read_contracts
from duly.engine.contracts.terms import Company
from duly.ground.money import currency, minor_units
from duly.ground.tree import Block, Node, Rows, Text
from duly.store import lift
from duly.store.canonical import canonical, digest
from duly.store.contracts import Contract, Fact
from duly.store.judgements import Override
from duly.store.trees import plain, stored

WRITE_OFF = "receivable.write_off"
# Verbs of facts that are judgements of a person or change what was agreed, and need a right of their own.
_ACTIONS = {
    "write off": WRITE_OFF,
    "amendment": "contract.amend",
    "terminated": "contract.amend",
    "renewed": "contract.amend",
}


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


def _action(part: str, row: Block) -> str:
    if part == "judged":
        return "treatment.override" if overrides(row) else "judgement.record"
    return next((action for verb_, action in _ACTIONS.items() if verb_ in row), "fact.record")


def overrides(row: Block) -> bool:
    """Whether a row of `judged` decides otherwise than the terms or the rule alone would."""
    return any(name in row for name in OVERRIDES)


def weigh_write_offs(step: Step, agreed: Node, rows: Sequence[Block], company: Company) -> int:
    """The larger what is written off, the higher who agrees. How many rows write something off."""
    amounts = [str(row["write off"]) for row in rows if "write off" in row]
    if amounts:
        assert isinstance(agreed, Block)
        digits = currency(str(agreed["currency"]), dict(company.currencies)).digits
        for amount in amounts:
            step.weigh(minor_units(amount.replace(",", "").split()[0], digits), digits)
    return len(amounts)


def keep_rows(step: Step, known: Contract, part: str, rows: Sequence[Block], source: str) -> Moves:
    """Write further rows of a part of a contract; returns what overrides among them move."""
    facts = list(facts_of(known, part, rows, begin_of(known, part), step.seq, source))
    Fact.objects.bulk_create(facts)
    return keep_overrides(step, known, facts, rows) if part == "judged" else {}


def keep_overrides(step: Step, known: Contract, facts: Sequence[Fact], rows: Sequence[Block]) -> Moves:
    """Keep which rows of `judged` override a treatment, however they came in; the dearer the contract, the higher who
    agrees. Returns what they move."""
    made = [fact for fact, row in zip(facts, rows, strict=True) if overrides(row)]
    Override.objects.bulk_create([Override(fact=fact, stands=True, seq=step.seq) for fact in made])
    return weighed(step, known) if made else {}


def begin_of(known: Contract, part: str) -> int:
    """The position of the next row of a part."""
    return Fact.objects.filter(contract=known, part=part).count()


def facts_of(known: Contract, part: str, rows: Sequence[Block], begin: int, seq: int, source: str) -> Iterator[Fact]:
    """Rows of a part of a contract as they are kept, from a position on."""
    for position, row in enumerate(rows, begin):
        bare = unclaimed(row)
        claimed = str(row.get("known", "")) if isinstance(row.get("known"), Text) else ""
        tree, mark = canonical(stored(bare)), digest(plain(bare))
        place = {"contract": known, "part": part, "position": position, "file": row.place.file}
        external = f"{known.ref}/{part}/{position}"
        yield Fact(**place, tree=tree, digest=mark, claimed=claimed, source=source, external=external, seq=seq)


def unclaimed(row: Block) -> Block:
    """A row without what its file claims of when it became known."""
    bare = Block(row.place)
    for key, value in row.items():
        if key != "known":
            bare.put(Text(key, row.places[key]), value)
    return bare


def check_together(known: Contract, added: Mapping[str, Sequence[Block]], company: Company) -> None:
    """The contract with its further rows must read well."""
    together = lift.dossiers_at(1 << 62, refs=[known.ref])
    block = together.pop(known.ref).block()
    for part in (part for part, new in added.items() if new):
        rows = block.get(part)
        whole = Rows(block.place)
        whole.extend([*(rows if isinstance(rows, Rows) else ()), *added[part]])
        if part not in block:
            block.put(Text(part, block.place), whole)
        block[part] = whole
    for error in read_contracts([block, *(one.block() for one in together.values())], company).errors:
        raise error
