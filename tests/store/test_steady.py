"""A close from contracts as they were decided posts what a close that reads every contract again would post."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from duly.actions.deciding import decided_otherwise
from duly.actions.drafts import Draft, draft_of
from duly.actions.errors import NothingToDo
from duly.actions.steady import asked_of, steady_contracts
from duly.ground.dates import day
from duly.ground.errors import SeveralErrors
from duly.ground.tree import Block, Rows, Text
from duly.readers.files import read_files
from duly.store import lift
from duly.store.audit import head
from duly.store.trees import stored
from tests.store.ledger import COMPANY, Ledger, clock, tree_of

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"


def both_ways(entity: str, month: str) -> tuple[Draft, Draft]:
    """What a month would post: with contracts taken as they were decided, and with every one read again."""
    seq = head()[0]
    return draft_of(seq, entity, "", month), draft_of(seq, entity, "", month, read_all=True)


def assert_same(entity: str, month: str) -> None:
    """Both ways post the same lines, and find the same against it."""
    quick, whole = both_ways(entity, month)
    for part in ("lines", "unusual", "held"):
        assert getattr(quick, part) == getattr(whole, part), (entity, month, part)
    assert [str(error) for error in quick.errors] == [str(error) for error in whole.errors]


def steady_of(entity: str, month: str) -> tuple[int, int]:
    """How many contracts of an entity are steady in a month, and how many are not."""
    seq = head()[0]
    company = lift.with_closes(lift.company_at(seq), seq, "main")
    found = steady_contracts(asked_of(company, entity, "main", day(f"{month}-01"), seq))
    return len(found.contracts), len(found.others or ())


def documents() -> Iterator[Block]:
    """The contracts of the examples, as those of an entity that keeps its books in the currency of each contract."""
    read = read_files([str(path) for path in sorted((EXAMPLES / "topics").glob("*.yaml"))])
    for block in read.documents:
        block.put(Text("entity", block.place), Text("ALL", block.place))
        yield block


def known_by(block: Block, month: int) -> Block | None:
    """A contract with what was known at the end of a month of 2024: every third row comes a month late; None before it
    was signed."""
    on, late = f"2024-{month:02}-31", f"2024-{month - 1:02}-31"
    if str(block.get("signed", "")) > on:
        return None
    found = Block(block.place)
    for key, value in block.items():
        if key in lift.PARTS and isinstance(value, Rows):
            rows = Rows(value.place)
            rows.extend(row for row in value if str(row["date"]) <= (late if row.place.line % 3 == 0 else on))
            if not rows:
                continue
            value = rows
        found.put(Text(key, block.places[key]), value)
    return found


def test_examples_close_the_same_both_ways(sqlite_ledger: Ledger):
    steady = others = 0
    with clock():
        tree = tree_of(COMPANY.replace("DE01:", "ALL: {}, DE01:"))
        sqlite_ledger.agreed("set_company", "rob", "ben", file="company.yaml", tree=tree)
        blocks = list(documents())
        for number in range(1, 13):
            month = f"2024-{number:02}"
            known = [one for one in (known_by(block, number) for block in blocks) if one]
            trees = [{"file": one.place.file, "tree": stored(one)} for one in known]
            with suppress(NothingToDo, SeveralErrors):
                done = sqlite_ledger.do("import_contracts", "rae", contracts=trees)
                if done.proposal:
                    sqlite_ledger.do("approve", "rob", proposal=done.proposal)
            assert_same("ALL", month)
            found = steady_of("ALL", month)
            steady, others = steady + found[0], others + found[1]
            sqlite_ledger.close(month, entity="ALL")
    assert steady > 4 * others > 20
    assert list(decided_otherwise()) == []
    for (name,) in sqlite_ledger.sql("SELECT name FROM sqlite_master WHERE type = 'trigger'"):
        sqlite_ledger.sql(f"DROP TRIGGER {name}")
    sqlite_ledger.sql("UPDATE decided SET rows = (SELECT rows FROM decided WHERE id = 1) WHERE contract_id = 'RETURNS'")
    assert {fault.split()[0] for fault in decided_otherwise()} == {"RETURNS"}
