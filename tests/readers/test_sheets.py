"""Sheets are joined to contracts; a contract with a bad row waits whole, and every row is accounted for."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from duly.engine.contracts.reading import read_contracts
from duly.engine.contracts.terms import Company
from duly.readers.files import read_files
from duly.readers.read import Count, Read
from duly.readers.sheet import read_sheets

CONTRACTS = """\
Contract,Customer,CURRENCY,Term.From,term.to,Tags.Region,combine
CT-1,"North, Inc",USD,2026-01-01,2026-12-31,EMEA,[CT-2]
CT-2,South,USD,2026-01-01,2026-12-31,,
"""
OBLIGATIONS = """\
contract,obligation,price,earn,royalty
CT-1,platform,"[80000.00, 100000.00]",over time by day,"{rate: 3%, of: sales}"
CT-1,Setup,-5.00 per unit,on delivery,
CT-2,platform,100.00,on delivery,
"""
HAPPENED = """\
contract,date,invoice,lines.platform,lines.Setup,paid

CT-1,2026-01-01,INV-1,80000.00,100.00,
CT-1,2026-01-02,INV-1,,,80100.00
,,,,,
CT-2,2026-01-02,INV-2,100.00,,
"""


def read(folder: Path, **files: str) -> Read:
    paths = []
    for name, text in files.items():
        path = folder / f"{name.replace('_', '-')}.csv"
        path.write_text(text, encoding="utf-8")
        paths.append(path)
    return read_sheets(paths)


def names(found: Read) -> list[tuple[str, str, int, str]]:
    return [(error.name, error.place.sheet, error.place.line, error.contract) for error in found.errors]


def test_rows_become_the_contract_as_it_would_be_written_in_a_file(tmp_path):
    found = read(tmp_path, contracts=CONTRACTS, my_obligations=OBLIGATIONS, happened=HAPPENED)
    assert found.errors == ()
    first, second = found.documents
    assert first == {
        "contract": "CT-1",
        "customer": "North, Inc",
        "currency": "USD",
        "term": {"from": "2026-01-01", "to": "2026-12-31"},
        "tags": {"Region": "EMEA"},
        "combine": ["CT-2"],
        "obligations": {
            "platform": {
                "price": ["80000.00", "100000.00"],
                "earn": "over time by day",
                "royalty": {"rate": "3%", "of": "sales"},
            },
            "Setup": {"price": "-5.00 per unit", "earn": "on delivery"},
        },
        "happened": [
            {"date": "2026-01-01", "invoice": "INV-1", "lines": {"platform": "80000.00", "Setup": "100.00"}},
            {"date": "2026-01-02", "invoice": "INV-1", "paid": "80100.00"},
        ],
    }
    assert second["obligations"] == {"platform": {"price": "100.00", "earn": "on delivery"}}


def test_values_know_file_sheet_row_and_column(tmp_path):
    found = read(tmp_path, contracts=CONTRACTS, happened=HAPPENED)
    rows = found.documents[0]["happened"]
    place = rows[1]["paid"].place
    assert place.file == str(tmp_path / "happened.csv")
    assert (place.sheet, place.line, place.column) == ("happened", 4, 6)
    rate = read(tmp_path, contracts="contract,term\nA,{from: 2026-01-01}\n").documents[0]["term"]["from"]
    assert (rate.place.sheet, rate.place.line, rate.place.column) == ("contracts", 2, 2)


def test_control_totals_say_what_was_imported_and_what_was_set_aside(tmp_path):
    bad = OBLIGATIONS + "CT-2,extra,=1+1,on delivery,\nCT-9,a,1.00,on delivery,\n,a,1.00,on delivery,\n"
    found = read(tmp_path, contracts=CONTRACTS, obligations=bad, happened=HAPPENED)
    assert names(found) == [
        ("CellHasFormula", "obligations", 5, "CT-2"),
        ("ContractIsUnknown", "obligations", 6, "CT-9"),
        ("RowWithoutContract", "obligations", 7, ""),
    ]
    assert [block["contract"] for block in found.documents] == ["CT-1"]
    (total,) = found.totals
    assert total.contracts == Count("contracts", 2, 1)
    assert total.lists == (Count("contracts", 2, 1), Count("obligations", 6, 2), Count("happened", 3, 2))
    assert total.contracts.set_aside == 1
    assert total.rows_of["CT-1"] == {"contracts": 1, "obligations": 2, "happened": 2}


@pytest.mark.parametrize(
    ("files", "error", "sheet", "row", "contract"),
    [
        ({"contracts": "contract,total\nA,1\nA,2\n"}, "DuplicateContract", "contracts", 3, "A"),
        ({"contracts": "contract,total\n,2\n"}, "RowWithoutContract", "contracts", 2, ""),
        ({"contracts": "contract,total,Total\nA,1,2\n"}, "DuplicateColumn", "contracts", 1, ""),
        ({"contracts": "name,total\nA,1\n"}, "ColumnMissing", "contracts", 1, ""),
        ({"contracts": "contract,.total\nA,1\n"}, "ColumnNameUnreadable", "contracts", 1, ""),
        ({"contracts": f"contract,{'a.' * 30}b\nA,1\n"}, "ColumnNameUnreadable", "contracts", 1, ""),
        ({"contracts": "contract,total\nA,1,2\n"}, "CellWithoutColumn", "contracts", 2, "A"),
        ({"contracts": "contract,term,term.from\nA,x,2026-01-01\n"}, "DuplicateKey", "contracts", 2, "A"),
        ({"contracts": "contract,term,term.from\nA,{from: x},y\n"}, "DuplicateKey", "contracts", 2, "A"),
        ({"contracts": 'contract,term\nA,"{from: x, from: y}"\n'}, "DuplicateKey", "contracts", 2, "A"),
        ({"contracts": "contract,note\nA,[1] and [2]\n"}, "CellBracketsUnclear", "contracts", 2, "A"),
        ({"contracts": 'contract,note\nA,"[1]\n--- [2]"\n'}, "CellBracketsUnclear", "contracts", 2, "A"),
        ({"contracts": "contract,note\nA,[&a 1]\n"}, "AnchorIsNotAllowed", "contracts", 2, "A"),
        ({"contracts": "contract,total\nA,+5\n"}, "CellHasFormula", "contracts", 2, "A"),
        ({"contracts": "contract,total\nA,-\n"}, "CellHasFormula", "contracts", 2, "A"),
        ({"contracts": 'contract,note\nA,"x""y"z"\n'}, "CsvSyntax", "contracts", 2, ""),
        ({"contracts": "contract\ttotal\nA\t1\n"}, "CsvIsNotComma", "contracts", 1, ""),
        ({"contracts": "contract\nA\n", "obligatons": "contract\nA\n"}, "SheetIsUnknown", "", 0, ""),
        ({"obligations": "contract,obligation\nA,a\n"}, "ContractsSheetMissing", "", 0, ""),
        (
            {"contracts": "contract\nA\n", "obligations": "contract,obligation\nA,\n"},
            "RowWithoutName",
            "obligations",
            2,
            "A",
        ),
        (
            {"contracts": "contract\nA\n", "obligations": "contract,obligation\nA,a\nA,a\n"},
            "DuplicateRow",
            "obligations",
            3,
            "A",
        ),
        (
            {"contracts": "contract,billing\nA,[{bill: all}]\n", "billing": "contract,bill\nA,all\n"},
            "DuplicateKey",
            "billing",
            2,
            "A",
        ),
    ],
)
def test_what_is_wrong_in_sheets_is_named_and_the_contract_waits(tmp_path, files, error, sheet, row, contract):
    found = read(tmp_path, **files)
    assert names(found) == [(error, sheet, row, contract)]
    assert all(problem.why and problem.fix for problem in found.errors)
    assert found.documents == ()


def test_a_sheet_that_breaks_off_makes_the_whole_import_wait(tmp_path):
    found = read(tmp_path, contracts=CONTRACTS, obligations=OBLIGATIONS + 'CT-2,"open,1.00,on delivery,\n')
    assert names(found) == [("CsvSyntax", "obligations", 5, "")]
    assert found.documents == ()
    assert found.totals[0].contracts == Count("contracts", 2, 0)


def test_text_in_a_cell_may_start_with_brackets_and_hold_dots_and_minus(tmp_path):
    text = 'contract,note,total,share\nA,"[sic] a - b",-72000.00,-20%\n'
    (block,) = read(tmp_path, contracts=text).documents
    assert block == {"contract": "A", "note": "[sic] a - b", "total": "-72000.00", "share": "-20%"}


def test_company_sheets_become_the_company_file(tmp_path):
    found = read(
        tmp_path,
        company="company,policies.rounding\nNorthwind Group,half up\n",
        entities="entity,currency,calendar\nUS01,USD,months\n",
        accounts="role,number,name\nrevenue,4000,Revenue\n",
        ssp="product,currency,price\nPLAT,USD,420.00 per seat and month\n",
        closes="entity,through,at\nUS01,2026-06-30,2026-07-08\n",
    )
    assert found.errors == ()
    assert found.documents == ()
    assert found.companies == (
        {
            "company": "Northwind Group",
            "policies": {"rounding": "half up"},
            "entities": {"US01": {"currency": "USD", "calendar": "months"}},
            "accounts": {"revenue": {"number": "4000", "name": "Revenue"}},
            "ssp": [{"product": "PLAT", "currency": "USD", "price": "420.00 per seat and month"}],
            "closes": [{"entity": "US01", "through": "2026-06-30", "at": "2026-07-08"}],
        },
    )


@pytest.mark.parametrize(
    "entities", ["entity,currency\nUS01,=A1\n", "entity;currency\n", "name\nx\n", "entity\nA\nA\n"]
)
def test_a_company_with_a_bad_sheet_waits_and_says_so(tmp_path, entities):
    found = read(tmp_path, contracts=CONTRACTS, entities=entities)
    assert found.companies == ()
    assert found.company_waits
    assert len(found.errors) == 1


def test_a_thousand_bad_rows_are_not_all_listed(tmp_path):
    found = read(tmp_path, contracts="contract,total\n" + "A,=1\n" * 1_000)
    assert [error.name for error in found.errors].count("CellHasFormula") == 100
    assert [error.name for error in found.errors].count("TooManyProblems") == 1
    assert found.documents == ()


def test_files_of_one_list_add_up(tmp_path):
    found = read(
        tmp_path,
        contracts="contract\nA\nB\n",
        east_obligations="contract,obligation\nA,a\n",
        west_obligations="contract,obligation\nA,b\nB,a\n",
    )
    assert found.errors == ()
    assert [list(block["obligations"]) for block in found.documents] == [["a", "b"], ["a"]]


def test_a_folder_of_csv_files_is_one_import(tmp_path):
    (tmp_path / "contracts.csv").write_text(CONTRACTS)
    (tmp_path / "obligations.csv").write_text(OBLIGATIONS)
    (tmp_path / "notes.txt").write_text("for people")
    found = read_files([tmp_path])
    assert [len(block["obligations"]) for block in found.documents] == [2, 1]
    assert found.passed_over == (str(tmp_path / "notes.txt"),)


def test_the_sheets_of_the_documentation_are_read_as_they_stand(tmp_path):
    page = (Path(__file__).resolve().parents[2] / "docs" / "sheets.md").read_text(encoding="utf-8")
    shown = re.findall(r"`(\w+)\.csv`\n\n```csv\n(.*?)```", page, re.DOTALL)
    found = read(tmp_path, **dict(shown))
    assert [name for name, _ in shown] == ["contracts", "obligations", "billing", "happened"]
    assert found.errors == ()
    typed = read_contracts(found.documents, Company())
    assert typed.errors == ()
    assert [(terms.ref, len(terms.obligations), len(terms.happened)) for terms in typed.terms] == [
        ("CT-2041", 2, 3),
        ("CT-2042", 1, 0),
    ]
