"""One part of a job: what it takes in, whom that needs, and what waits of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from typing import Any

from django.db import transaction

from duly.actions.contracts import add_rows, known_contract, taken_in
from duly.actions.control import set_aside
from duly.actions.gate import Json, Step
from duly.engine.access.limits import BANDS
from duly.ground.errors import DulyError, each_error
from duly.ground.tree import Block, Rows
from duly.readers.bulk import Part, parted
from duly.store.jobs import Job, JobPart
from duly.store.lift import PARTS

CONTRACTS, FACTS = "contracts", "rows"
KINDS = (CONTRACTS, FACTS)
_ACTIONS = {CONTRACTS: "contract.import", FACTS: "fact.record"}
# What must be the same when a part comes in as when it was tried.
_SHOWN = ("right", "imported", "with new rows", "rows", "stated prices")


def step_of(step: Step, job: Job) -> Step:
    """The step in which a part is taken in: what its rows need is asked apart from what the job needs."""
    return Step(_ACTIONS[job.kind], step.actor, step.seq, step.at, step.why, step.roles)


def outcome(inner: Step, job: Job, part: JobPart, only: Collection[str] | None = None) -> Json:
    """Take in a part as its job says. only: these contracts alone, with what was wrong left out.

    right: the contracts that come in · asked, weight: what the rows need rights and agreement for."""
    read = parted(Part(part.line, bytes(part.body)), job.name)
    blocks = [block for block in read.blocks if only is None or _ref(block) in only]
    unread = [] if only is not None else [set_aside(one) for error in read.errors for one in each_error(error)]
    found = (_contracts if job.kind == CONTRACTS else _rows)(inner, blocks, job.source, unread)
    right = sorted({*found["imported"], *found["with new rows"]})
    asked = sorted([action, entity] for action, entity in inner.touched)
    weight = {str(digits): minor for digits, minor in inner.weight.items()}
    band = BANDS.index(inner.band) if inner.band else 0
    return {**found, "right": right, "asked": asked, "weight": weight, "band": band}


def _contracts(step: Step, blocks: list[Block], source: str, unread: list[Json]) -> Json:
    return taken_in(step, blocks, source, unread)


def _rows(step: Step, blocks: list[Block], source: str, unread: list[Json]) -> Json:
    """Rows of known contracts: blocks of a contract with what happened, was judged or cost; one that is wrong waits
    alone."""
    grown: Counter[str] = Counter()
    counted: Counter[str] = Counter()
    wrong = list(unread)
    for block in blocks:
        needed, ref = dict(step.touched), _ref(block)
        rows = {part: [row for row in block[part] if isinstance(row, Block)] for part in PARTS if part in block}
        try:
            with transaction.atomic():
                _require_rows(block, rows)
                add_rows(step, known_contract(ref), rows, source)
        except DulyError as error:
            step.touched = needed
            for one in each_error(error):
                one.contract = ref
                one.place = one.place if one.place.file else block.place
                wrong.append(set_aside(one))
            continue
        grown[ref] += sum(map(len, rows.values()))
        counted.update({part: len(new) for part, new in rows.items()})
    return {
        "imported": [],
        "with new rows": dict(sorted(grown.items())),
        "unchanged": 0,
        "rows": dict(sorted(counted.items())),
        "stated prices": {},
        "set aside": wrong,
    }


class NoRows(DulyError):
    """A line of a job of rows that brings none."""


def _require_rows(block: Block, rows: dict[str, list[Block]]) -> None:
    strange = [key for key in block if key not in ("contract", *PARTS)]
    if strange or not any(rows.values()) or any(not isinstance(block[part], Rows) for part in rows):
        raise NoRows(
            f"{strange[0]!r} is no part of a contract that grows" if strange else "no row stands here",
            place=block.place,
            fix=f'as in {{"contract": "CT-1", "happened": [{{"date": "2026-01-31", …}}]}}; parts: {", ".join(PARTS)}',
        )


def _ref(block: Block) -> str:
    return str(block.get("contract", ""))


def same(now: Json, shown: Json) -> bool:
    """Whether a part does what was shown of it."""
    return all(now[name] == shown[name] for name in _SHOWN)


def stale(shown: Json) -> Json:
    """The outcome of a part that would no longer do what was agreed to: nothing of it came in."""
    refs = shown["right"]
    assert isinstance(refs, list)
    said = "JobPartIsStale: something was recorded since this was agreed to, and it would do something else now"
    aside = [
        {"contract": ref, "where": "", "error": said, "mend": "send it again in a file of its own"} for ref in refs
    ]
    none: Json = {"imported": [], "with new rows": {}, "unchanged": 0, "rows": {}, "stated prices": {}}
    return {**none, "set aside": aside, "right": [], "asked": [], "weight": {}, "band": 0}


def together(outcomes: Iterable[Any]) -> Json:
    """The control totals of parts: contracts by what became of them, rows by part, stated prices by currency in minor
    units as texts."""
    found: Counter[str] = Counter()
    rows: Counter[str] = Counter()
    prices: Counter[str] = Counter()
    for one in outcomes:
        found["imported"] += len(one["imported"])
        found["with new rows"] += len(one["with new rows"])
        found["unchanged"] += one["unchanged"]
        found["set aside"] += len({(each["contract"], each["where"]) for each in one["set aside"]})
        rows.update(one["rows"])
        prices.update({code: int(amount) for code, amount in one["stated prices"].items()})
    counts = {name: found[name] for name in ("imported", "with new rows", "unchanged", "set aside")}
    taken = found["imported"] + found["with new rows"]
    stated = {code: str(amount) for code, amount in sorted(prices.items())}
    return {"taken in": taken, **counts, "rows": dict(sorted(rows.items())), "stated prices": stated}


def rows_of(one: Any, *, taken: bool) -> Iterator[Json]:
    """What came of each contract of a part. taken: whether it came in, and not only would."""
    will = "" if taken else "would be "
    yield from ({"contract": ref, "state": f"{will}imported"} for ref in one["imported"])
    for ref, count in one["with new rows"].items():
        yield {"contract": ref, "state": f"{will}grown", "rows": count}
    yield from ({"contract": each["contract"], "state": "set aside", **each} for each in one["set aside"])
