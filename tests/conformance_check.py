"""Compares the cases of tests/cases with the published cases they come from: `conformance_check.py FOLDER`.

Every number under `expected` of a source must be named by some `from:` or `left_out` path of our case, and must be
the number that we expect there. Not part of `make test`: the published cases lie outside the repository.
"""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

import yaml

HERE = Path(__file__).resolve().parent
NUMBER = re.compile(r"-?\d+(\.\d+)?")
# Accounts of the published cases that have another name here.
ACCOUNTS = {"contract_cost_amortisation": "contract_cost_amortization"}
# Keys of the published cases that hold no amount although they may look like one.
LABELS = ("period", "at", "date")
SELECTORS = ("since", "through", "known", "under", "contract", "in", "from", "note", "source", "figure")
UNITS = {"millions": Decimal(10**6), "thousands": Decimal(10**3)}


class Row(NamedTuple):
    """A row of `expect`: its numbers with the keys that lead to each, the paths it stands for, its window of days."""

    numbers: tuple[tuple[tuple[str, ...], Decimal], ...]
    paths: tuple[str, ...]
    since: str
    through: str


def walk(node: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str]]:
    """The scalars of a tree with the keys and indexes that lead to them."""
    if isinstance(node, dict):
        for key, value in node.items():
            yield from walk(value, (*path, str(key)))
    elif isinstance(node, list):
        for index, value in enumerate(node):
            yield from walk(value, (*path, f"[{index}]"))
    else:
        yield path, str(node)


def written(path: tuple[str, ...]) -> str:
    """`expected.revenue[0].amount`."""
    return "expected" + "".join(part if part.startswith("[") else f".{part}" for part in path)


def numbers_of(expected: dict[str, Any]) -> dict[str, tuple[tuple[str, ...], Decimal]]:
    """Every number of a published case by its path."""
    found = {}
    for path, text in walk(expected):
        if NUMBER.fullmatch(text) and path[-1] not in LABELS:
            found[written(path)] = (path, Decimal(text))
    return found


def rows_of(case: dict[str, Any]) -> list[Row]:
    """The rows of one of our cases."""
    rows = []
    for row in case.get("expect", []):
        numbers = [
            (path, Decimal(text.removesuffix("%")))
            for key, value in row.items()
            if key not in SELECTORS
            for path, text in walk(value, (key,))
            if NUMBER.fullmatch(text.removesuffix("%"))
        ]
        window = str(row.get("since", "")), str(row.get("through", "9999"))
        rows.append(Row(tuple(numbers), listed(row.get("from")), *window))
    return rows


def listed(value: Any) -> tuple[str, ...]:
    """A text or a list of texts."""
    return tuple(str(one) for one in value) if isinstance(value, list) else (str(value),) if value else ()


def covers(path: str, number: str) -> bool:
    """Whether a path names a number or something that holds it."""
    return number == path or number.startswith((f"{path}.", f"{path}["))


def same(ours: Decimal, theirs: Decimal, path: str, unit: Decimal) -> bool:
    """Equal; in `figures` by size, since their signs follow no single rule; in the unit of the case or in full."""
    pairs = [(ours, theirs), (ours, theirs * unit)]
    if ".figures." in path:
        pairs += [(abs(a), abs(b)) for a, b in pairs]
    return any(a == b for a, b in pairs)


def carried(path: str, keys: tuple[str, ...], value: Decimal, row: Row, unit: Decimal) -> bool:
    """Whether a row of ours holds a number of the source; an account or obligation must be the same one."""
    name = keys[-1]
    if "accounts" in keys:
        role = ACCOUNTS.get(name, name).replace("_", " ")
        chosen = [n for k, n in row.numbers if k[0] in ("balances", "movement") and k[-1] == role]
        chosen += [n for k, n in row.numbers if k[0] == "is"]
    elif "by_obligation" in keys:
        chosen = [n for k, n in row.numbers if k[0] in ("allocation", "variable") and k[-1] == name]
    elif keys[0] == "allocation":
        chosen = [n for k, n in row.numbers if k == ("transaction price",)]
        chosen.append(sum((n for k, n in row.numbers if k[0] in ("allocation", "variable")), Decimal(0)))
    else:
        chosen = [n for _, n in row.numbers]
    return any(same(ours, value, path, unit) for ours in chosen)


def journal_problems(expected: dict[str, Any], rows: list[Row], unit: Decimal) -> Iterator[tuple[str, str]]:
    """Entries compared as net movement per account: all entries that a row names, netted together.

    Yields the path of each entry with what is wrong; entries of no problem are carried."""
    entries = expected.get("journal", [])
    named = [(row, [int(i) for p in row.paths for i in re.findall(r"^expected\.journal\[(\d+)\]", p)]) for row in rows]
    for index in range(len(entries)):
        if not any(index in chosen for _, chosen in named):
            yield f"expected.journal[{index}]", "no row names it"
    for row, chosen in named:
        if not chosen:
            continue
        net: dict[str, Decimal] = defaultdict(Decimal)
        for index in chosen:
            for line in entries[index]["lines"]:
                role = ACCOUNTS.get(line["account"], line["account"]).replace("_", " ")
                net[role] += (Decimal(line.get("debit", "0")) - Decimal(line.get("credit", "0"))) * unit
        days = [entries[index]["date"] for index in chosen]
        if not row.since <= min(days) <= max(days) <= row.through:
            yield f"expected.journal[{chosen[0]}]", f"{min(days)} to {max(days)} is not in the window of the row"
        ours = {keys[-1]: amount for keys, amount in row.numbers if keys[0] == "movement"}
        for role in sorted(net.keys() | ours.keys()):
            if net.get(role, Decimal(0)) != ours.get(role, Decimal(0)):
                what = f"{role}: the source moves {net.get(role, 0)}, we expect {ours.get(role, 0)}"
                yield f"expected.journal[{chosen[0]}]", what


def problems(case: dict[str, Any], source: dict[str, Any]) -> list[str]:
    """What of the source our case does not carry, or carries as another number."""
    expected, rows = source["expected"], rows_of(case)
    unit = UNITS.get(str(source["facts"].get("unit", "")), Decimal(1))
    left_out = [path for row in case.get("left_out", []) for path in listed(row.get("path"))]
    theirs, found = numbers_of(expected), []
    for row in case.get("left_out", []):
        inside = sum(covers(one, path) for one in listed(row.get("path")) for path in theirs)
        if inside != int(row.get("count", len(listed(row.get("path"))))):
            found.append(f"left_out {row.get('path')}: it holds {inside} numbers of the source")
    for path in (written(("treatment", key)) for key in expected.get("treatment", {})):
        if not any(covers(one, path) for row in rows for one in row.paths) and path not in left_out:
            found.append(f"{path}: no row names it")
    for path, (keys, value) in theirs.items():
        if keys[0] == "journal" or any(covers(one, path) for one in left_out):
            continue
        naming = [row for row in rows if any(covers(one, path) for one in row.paths)]
        if not naming:
            found.append(f"{path} = {value}: no row names it")
        elif not any(carried(path, keys, value, row, unit) for row in naming):
            found.append(f"{path} = {value}: the rows that name it expect another number")
    for path, what in journal_problems(expected, rows, unit):
        if not any(covers(one, path) for one in left_out):
            found.append(f"{path}: {what}")
    every = [one for row in rows for one in row.paths] + left_out
    known = {written(path[:end]) for path, _ in walk(expected) for end in range(1, len(path) + 1)}
    found += [f"{path}: the source has no such path" for path in every if path not in known]
    return found


def main(folder: str) -> int:
    """Compare all; the exit status is 1 where anything is missing."""
    sources = {path.stem: path for path in sorted(Path(folder).rglob("*.yaml"))}
    status = compared = 0
    for file in sorted((HERE / "cases").rglob("*.yaml")):
        case = next(yaml.load_all(file.read_text(encoding="utf-8"), Loader=yaml.BaseLoader))
        if case.get("case") not in sources:
            print(f"{file.name}: no published case {case.get('case')}")
            continue
        source = yaml.load(sources[case["case"]].read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
        compared += 1
        found = problems(case, source)
        for problem in found:
            print(f"{case['case']}: {problem}")
        status |= bool(found)
    print(f"{compared} cases compared with their sources, {'something is missing' if status else 'all is carried'}")
    return status


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("name the folder of the published cases")
    sys.exit(main(sys.argv[1]))
