"""A thousand contracts in four kinds of files, seven of them wrong, each in its own way."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path

from openpyxl import Workbook

Cells = dict[str, str]
Lists = dict[str, list[Cells]]

# What is wrong: the list, the column and row of the contract it stands in, what stands there, and the error.
WRONG = (
    ("obligations", 1, "price", "3OO.00", "NotAnAmount"),
    ("obligations", 1, "earn", "on delivry", "UnknownChoice"),
    ("happened", 1, "date", "2026-02-30", "NoSuchDay"),
    ("happened", 1, "delivered", "setpu", "UnknownObligation"),
    ("contracts", 0, "currency", "USX", "UnknownCurrency"),
    ("contracts", 0, "term.to", "2025-12-31", "EndBeforeStart"),
)
# The seventh cannot even be read.
UNREADABLE = {"sheets": ("=1+1", "CellHasFormula"), "trees": ("*all", "AliasIsNotAllowed")}
KINDS = ("one.yaml", "folder", "sheets", "book.xlsx")


def ref(number: int) -> str:
    """The reference of a contract."""
    return f"N-{number:04}"


def lists(number: int) -> Lists:
    """A contract as rows of lists."""
    entity, code = ("US01", "USD") if number % 2 else ("DE01", "EUR")
    head = {"entity": entity, "customer": f"customer {number % 97}", "currency": code, "signed": "2026-01-01"}
    term = {"term.from": "2026-01-01", "term.to": "2026-12-31"}
    price = f"{1_200 + number}.00"
    return {
        "contracts": [head | term],
        "obligations": [
            {"obligation": "platform", "price": price, "earn": "over time by month"},
            {"obligation": "setup", "price": "300.00", "earn": "on delivery"},
        ],
        "billing": [{"bill": "all", "every": "year", "right": "on invoice"}],
        "happened": [
            {"date": "2026-01-05", "invoice": f"I-{number}", "amount": f"{1_500 + number}.00"},
            {"date": "2026-01-20", "delivered": "setup"},
        ],
    }


def thousand(count: int, kind: str) -> tuple[dict[str, Lists], dict[str, tuple[str, str]]]:
    """Contracts of which seven are wrong; what stands there and the error, by reference."""
    made = {ref(number): lists(number) for number in range(count)}
    wrong: dict[str, tuple[str, str]] = {}
    for at, (name, row, column, text, error) in enumerate(WRONG):
        bad = ref(at * count // 7 + 1)
        made[bad][name][row][column] = text
        wrong[bad] = (text, error)
    last = ref(count - 2)
    wrong[last] = UNREADABLE["sheets" if kind in ("sheets", "book.xlsx") else "trees"]
    made[last]["contracts"][0]["customer"] = wrong[last][0]
    return made, wrong


def written(made: dict[str, Lists], kind: str, folder: Path) -> Path:
    """The contracts in a kind of file: what to name on the command line."""
    place = folder / kind
    if kind in ("sheets", "folder"):
        place.mkdir()
    if kind == "one.yaml":
        place.write_text("---\n".join(tree(name, one) for name, one in made.items()), encoding="utf-8")
    elif kind == "folder":
        for name, one in made.items():
            (place / f"{name}.yaml").write_text(tree(name, one), encoding="utf-8")
    elif kind == "sheets":
        for name, rows in sheets(made).items():
            with (place / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
                csv.writer(file).writerows(rows)
    else:
        book = Workbook(write_only=True)
        for name, rows in sheets(made).items():
            sheet = book.create_sheet(name)
            for row in rows:
                sheet.append(list(row))
        book.save(place)
    return place


def tree(name: str, one: Lists) -> str:
    """A contract as YAML."""
    head = one["contracts"][0]
    lines = [f"contract: {name}", *(f"{key}: {text}" for key, text in head.items() if "." not in key)]
    lines += ["term:", f"  from: {head['term.from']}", f"  to: {head['term.to']}", "obligations:"]
    for row in one["obligations"]:
        lines += [f"  {row['obligation']}:", f"    price: {row['price']}", f"    earn: {row['earn']}"]
    for part in ("billing", "happened"):
        lines += [f"{part}:", *(f"  - {{{', '.join(f'{k}: {v}' for k, v in row.items())}}}" for row in one[part])]
    return "\n".join(lines) + "\n"


def sheets(made: dict[str, Lists]) -> dict[str, Sequence[Sequence[str]]]:
    """The rows of each sheet, the first with the names of its columns."""
    found: dict[str, Sequence[Sequence[str]]] = {}
    for name in lists(0):
        rows = [{"contract": ref_} | row for ref_, one in made.items() for row in one[name]]
        columns = list(dict.fromkeys(key for row in rows for key in row))
        found[name] = [columns, *([row.get(column, "") for column in columns] for row in rows)]
    return found


def where(text: str, made: dict[str, Lists], kind: str, place: Path) -> str:
    """Where a text stands, as an error says it."""
    if kind in ("sheets", "book.xlsx"):
        for name, rows in sheets(made).items():
            for number, row in enumerate(rows, 1):
                if text in row:
                    file = place / f"{name}.csv" if kind == "sheets" else place
                    return f"{file}, sheet {name}, row {number}"
    return next(f"{file}, line {number}" for file, number, line in _lines(place) if text in line)


def _lines(place: Path) -> Iterator[tuple[Path, int, str]]:
    for file in sorted(place.iterdir()) if place.is_dir() else [place]:
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
            yield file, number, line
