"""Cut-over of contracts of every topic, in another currency than the books, with rows that come late and rates that
change: closed to the end, it gives what the ledger from inception gives."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from pathlib import Path

from duly.actions.errors import NothingToDo
from duly.actions.verification import verify
from duly.ground.errors import SeveralErrors
from duly.store import lift
from duly.store.trees import stored
from tests.store import cut_over
from tests.store.cluster import Cluster
from tests.store.conftest import fresh
from tests.store.ledger import Ledger, clock, tree_of
from tests.store.test_steady import COMPANY, RATES, documents, known_by

MONTHS = [f"2024-{number:02}" for number in range(1, 9)]
CUT = 4  # months before the cut-over, and as many after it
ENTITY, BOOKS = "DE01", "EUR"


def agreed(ledger: Ledger, verb: str, maker: str, *checkers: str, **args: object) -> None:
    """A command, approved where it waits for that."""
    done = ledger.do(verb, maker, **args)
    for checker in checkers if done.proposal else ():
        ledger.do("approve", checker, proposal=done.proposal)


def known(ledger: Ledger, month: int) -> None:
    """What is known by the end of a month: the rates that changed, and every contract with its rows."""
    company = COMPANY + "".join(RATES[number] for number in sorted(RATES) if number <= month)
    with suppress(NothingToDo):
        agreed(ledger, "set_company", "rob", "ben", file="company.yaml", tree=tree_of(company))
    blocks = [one for one in (known_by(block, month) for block in documents(ENTITY)) if one]
    trees = [{"file": one.place.file, "tree": stored(one)} for one in blocks]
    with suppress(NothingToDo, SeveralErrors):
        agreed(ledger, "import_contracts", "rae", "rob", contracts=trees)


def closed(ledger: Ledger, since: int) -> None:
    """The months after so many of them, one after the other."""
    for number in range(since + 1, len(MONTHS) + 1):
        known(ledger, number)
        ledger.close(MONTHS[number - 1], entity=ENTITY)


def digits() -> dict[str, int]:
    return dict.fromkeys(("EUR", "USD", "GBP"), 2) | dict(lift.company_at(1 << 62).currencies)


def test_contracts_of_every_topic_have_the_same_future(templates, cluster: Cluster, tmp_path: Path):
    for folder in ("inception", "opened"):
        (tmp_path / folder).mkdir()
    before, after = MONTHS[:CUT], MONTHS[CUT:]
    with clock(pace=timedelta(hours=1)):
        for ledger in fresh("sqlite", templates, cluster, tmp_path / "inception"):
            closed(ledger, 0)
            given = cut_over.positions_of(ENTITY, before, digits(), BOOKS)
            balance = cut_over.trial_balance_of(ENTITY, before, digits(), BOOKS)
            future = cut_over.moved(ENTITY, after)
            end = cut_over.positions_of(ENTITY, MONTHS, digits(), BOOKS)
        for ledger in fresh("sqlite", templates, cluster, tmp_path / "opened"):
            known(ledger, CUT)
            told = {"entity": ENTITY, "date": "2024-04-30", "positions": given, "trial_balance": balance}
            done = ledger.agreed("import_opening", "rob", "ben", "con", **told)
            assert done.effect["effect"]["contracts"] > 20
            assert len({row["account"] for row in given}) > 20
            closed(ledger, CUT)
            assert cut_over.moved(ENTITY, after) == future
            assert cut_over.positions_of(ENTITY, ["opening", *after], digits(), BOOKS) == end
            assert [fault for _, faults in verify() for fault in faults] == []
