"""Sheets to contracts: one sheet per list, joined by the column `contract`, with control totals.

A contract with one bad row waits whole. A sheet that cannot be read to its end makes its whole import wait:
contracts that lack the rows of a list would look complete and be wrong.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from duly.ground.errors import DulyError, Place
from duly.ground.tree import Block, Node, Rows, Text
from duly.readers.csv_rows import csv_rows
from duly.readers.errors import (
    CellWithoutColumn,
    ContractIsUnknown,
    ContractsSheetMissing,
    DuplicateContract,
    DuplicateKey,
    DuplicateRow,
    FileIsEmpty,
    RowWithoutContract,
    RowWithoutName,
    TooManyProblems,
    TooManyValues,
)
from duly.readers.grid import Row, Sheet
from duly.readers.limits import FLOW_CELL_VALUES, ROW_VALUES, WORKBOOK_BYTES, Allowance, kept
from duly.readers.lists import CONTRACT, ListKind, columns, is_company_list, list_kind
from duly.readers.raw import file_bytes
from duly.readers.read import ControlTotals, Count, Read, joined
from duly.readers.tree import flow_value
from duly.readers.workbook import workbook_sheets


def read_sheets(paths: Iterable[str | os.PathLike[str]]) -> Read:
    """Contracts and company from CSV files and workbooks.

    All CSV files given are one import; each workbook is one of its own. Control totals come for each import.
    """
    names = [str(path) for path in paths]
    tables = [name for name in names if name.lower().endswith(".csv")]
    reads = [_read_import(_import_name(tables), tables)] if tables else []
    reads += [_read_import(name, [name]) for name in names if name not in tables]
    return joined(reads)


def _import_name(files: list[str]) -> str:
    if len(files) == 1:
        return files[0]
    folders = {os.path.dirname(file) or "." for file in files}
    return folders.pop() if len(folders) == 1 else f"{files[0]} and {len(files) - 1} more"


def _read_import(name: str, files: list[str]) -> Read:
    gathered = _Import(name)
    for file in files:
        try:
            for sheet in _sheets(file):
                gathered.add(sheet)
        except (TooManyProblems, TooManyValues) as error:
            gathered.fail(kept(error), file)
            break
        except DulyError as error:
            gathered.fail(kept(error), file)
    return gathered.outcome()


def _sheets(file: str) -> Iterator[Sheet]:
    if file.lower().endswith(".csv"):
        name = os.path.basename(file)[:-4]
        kind = list_kind(name, Place(file))
        yield Sheet(kind.name, Place(file, sheet=kind.name), csv_rows(file_bytes(file), file, kind.name))
    else:
        yield from workbook_sheets(file_bytes(file, WORKBOOK_BYTES), file)


@dataclass(slots=True)
class _Record:
    """One row of a list as a block, with the contract and the name it carries."""

    kind: ListKind
    block: Block
    contract: str
    label: Text | None
    errors: list[DulyError] = field(default_factory=list)


class _Import:
    """What is gathered from the sheets of one import, and how it is joined."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._allowance = Allowance()
        self._records: dict[str, list[_Record]] = {}
        self._errors: list[DulyError] = []
        self._made: dict[tuple[str, str], Block | Rows] = {}
        self._failed = False
        self._has_company = False

    def fail(self, error: DulyError, file: str = "") -> None:
        """Note an error after which no contract of the import can be trusted to be whole."""
        self._errors.append(error)
        self._failed = True
        self._has_company |= is_company_list(os.path.splitext(os.path.basename(file))[0])

    def add(self, sheet: Sheet) -> None:
        """Read one sheet to its end. An unknown sheet that is blank is no matter."""
        self._has_company |= is_company_list(sheet.name)
        header = next(sheet.rows, None)
        if header is None:
            return
        kind = list_kind(sheet.name, sheet.place)
        keys = columns(header, kind)
        records = self._records.setdefault(kind.name, [])
        for row in sheet.rows:
            records.append(self._record(row, kind, keys))

    def _record(self, row: Row, kind: ListKind, keys: dict[int, tuple[str, ...]]) -> _Record:
        self._allowance.spend(row.place, ROW_VALUES)
        block = Block(row.place)
        record = _Record(kind, block, "", None, list(row.errors))
        for cell in row.cells:
            path = keys.get(cell.place.column)
            try:
                if path is None:
                    shown = str(cell)[:40]
                    raise CellWithoutColumn(
                        f"column {cell.place.column} has no name, but holds {shown!r}", place=cell.place
                    )
                if path == (CONTRACT,) and not kind.company:
                    record.contract = str(cell)
                if path == (kind.label,):
                    record.label = cell
                if kind.holds(path):
                    _put(block, path, self._value(cell))
            except TooManyValues:
                raise
            except DulyError as error:
                record.errors.append(kept(error))
        self._check(record, row.place)
        return record

    def _value(self, cell: Text) -> Node:
        """A cell as a value; a cell in flow form as the block or list it is."""
        self._allowance.spend(cell.place)
        if cell[0] + cell[-1] in {"{}", "[]"}:
            self._allowance.spend(cell.place, FLOW_CELL_VALUES)
            return flow_value(cell, self._allowance)
        return cell

    def _check(self, record: _Record, place: Place) -> None:
        """Count the row's errors, and find what it lacks."""
        kind = record.kind
        if not kind.company and not record.contract:
            record.errors.append(RowWithoutContract("the cell of the column contract is empty", place=place))
        elif kind.label and record.label is None:
            record.errors.append(RowWithoutName(f"the cell of the column {kind.label} is empty", place=place))
        for error in record.errors:
            if not error.contract:
                error.contract = record.contract
            self._errors.append(self._allowance.report(error))

    def _refuse(self, record: _Record, error: DulyError) -> None:
        error.contract = record.contract
        record.errors.append(error)
        self._errors.append(self._allowance.report(error))

    def outcome(self) -> Read:
        """The contracts and the company that came out whole, all errors, and the control totals."""
        contracts: dict[str, Block] = {}
        bad: set[str] = set()
        company: Block | None = None
        try:
            # After a failure nothing is joined: rows that were not read would look like contracts unknown.
            if not self._failed:
                contracts, bad = self._contracts()
                company = self._company()
        except TooManyProblems as error:
            self.fail(kept(error))
        if not self._records and not self._failed:
            self._errors.append(FileIsEmpty("no sheet holds any row", place=Place(self.name)))
        good = {} if self._failed else {ref: block for ref, block in contracts.items() if ref not in bad}
        company_rows = [r for records in self._records.values() for r in records if r.kind.company]
        company_waits = self._has_company and (self._failed or any(r.errors for r in company_rows))
        return Read(
            documents=tuple(good.values()),
            errors=tuple(sorted(self._errors, key=_order)),
            companies=() if company is None or company_waits else (company,),
            totals=(self._totals(set(good), company_whole=not company_waits),),
            company_waits=company_waits,
        )

    def _contracts(self) -> tuple[dict[str, Block], set[str]]:
        """Every contract with the rows of its lists joined to it, and the names of those that must wait."""
        contracts: dict[str, Block] = {}
        bad: set[str] = set()
        for record in self._records.get("contracts", []):
            if record.contract in contracts:
                first = contracts[record.contract].place
                what = f"the contract {record.contract} has two rows: {first.line} and {record.block.place.line}"
                self._refuse(record, DuplicateContract(what, place=record.block.place))
            elif record.contract:
                contracts[record.contract] = record.block
            if record.errors:
                bad.add(record.contract)
        others = [
            r for name, found in self._records.items() if name != "contracts" for r in found if not r.kind.company
        ]
        if others and "contracts" not in self._records:
            self.fail(ContractsSheetMissing("there is no sheet contracts", place=Place(self.name)))
            return {}, set()
        for record in others:
            if record.contract:
                self._join(record, contracts)
            if record.errors:
                bad.add(record.contract)
        return contracts, bad

    def _join(self, record: _Record, contracts: dict[str, Block]) -> None:
        block = contracts.get(record.contract)
        if block is None:
            what = f"the sheet contracts has no contract {record.contract!r}"
            self._refuse(record, ContractIsUnknown(what, place=record.block.place))
        else:
            self._append(block, record)

    def _append(self, parent: Block, record: _Record) -> None:
        """Add a row to its list in a contract or a company."""
        kind, place = record.kind, record.block.place
        rows = self._made.get((record.contract, kind.name))
        if rows is None:
            if kind.name in parent:
                what = f"{kind.name} stands both in a column and as a sheet of its own"
                self._refuse(record, DuplicateKey(what, place=place))
                return
            rows = Block(place) if kind.label else Rows(place)
            self._made[record.contract, kind.name] = rows
            parent.put(Text(kind.name, place), rows)
        if isinstance(rows, Rows):
            rows.append(record.block)
        elif record.label is None:
            return
        elif record.label in rows:
            first = rows.places[record.label].line
            what = f"the {kind.label} {str(record.label)!r} has two rows: {first} and {place.line}"
            self._refuse(record, DuplicateRow(what, place=place))
        else:
            rows.put(record.label, record.block)

    def _company(self) -> Block | None:
        """The company file that the company's sheets amount to."""
        records = [r for found in self._records.values() for r in found if r.kind.company]
        if not records:
            return None
        company = Block(records[0].block.place)
        for number, record in enumerate(self._records.get("company", [])):
            if number:
                self._refuse(record, DuplicateRow("the sheet company has more than one row", place=record.block.place))
            else:
                for key, value in record.block.items():
                    company.put(Text(key, record.block.places[key]), value)
        if "company" not in company:
            company.put(
                Text("company", company.place), Text(os.path.basename(os.path.abspath(self.name)), company.place)
            )
        for record in records:
            if record.kind.name != "company":
                self._append(company, record)
        return company

    def _totals(self, good: set[str], *, company_whole: bool) -> ControlTotals:
        rows_of: dict[str, Counter[str]] = {}
        lists = []
        for name, records in self._records.items():
            imported = 0
            for record in records:
                if record.kind.company:
                    imported += company_whole
                else:
                    rows_of.setdefault(record.contract, Counter())[name] += 1
                    imported += record.contract in good
            lists.append(Count(name, len(records), imported))
        # Without the sheet contracts, the names in the other sheets are the contracts there are.
        stated = {r.contract for r in self._records.get("contracts", [])} or set(rows_of)
        return ControlTotals(self.name, Count("contracts", len(stated - {""}), len(good)), tuple(lists), rows_of)


def _put(block: Block, path: tuple[str, ...], value: Node) -> None:
    """Set a value under a key path, making the blocks on the way."""
    for depth, part in enumerate(path[:-1]):
        inner = block.get(part)
        if inner is None:
            inner = Block(value.place)
            block.put(Text(part, value.place), inner)
        if not isinstance(inner, Block):
            what = f"both the column {'.'.join(path[: depth + 1])!r} and {'.'.join(path)!r} are filled"
            raise DuplicateKey(what, place=value.place)
        block = inner
    if path[-1] in block:
        raise DuplicateKey(f"the key {'.'.join(path)!r} is filled by two columns", place=value.place)
    block.put(Text(path[-1], value.place), value)


def _order(error: DulyError) -> tuple[str, str, int, int]:
    place = error.place
    return place.file, place.sheet, place.line, place.column
