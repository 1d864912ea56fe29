"""Which company file holds for a contract, and how contracts of several companies are shown together."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from duly.doors.cli.main import main

CONTRACT = """\
contract: {ref}
entity: {entity}
currency: USD
signed: 2026-01-01
term: {{from: 2026-01-01, to: 2026-01-31}}
obligations: {{service: {{price: 100.00, earn: over time by month}}}}
"""
COMPANY = """\
company: {name}
entities: {{{entity}: {{currency: USD, calendar: months}}}}
accounts: {{revenue: {{number: {number}}}}}
"""


def _contract(folder: Path, ref: str, entity: str = "main", more: str = "") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{ref}.yaml"
    path.write_text(CONTRACT.format(ref=ref, entity=entity) + more)
    return path


def _company(folder: Path, name: str, number: int, entity: str = "main", file: str = "company.yaml") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / file).write_text(COMPANY.format(name=name, entity=entity, number=number))
    return folder / file


@pytest.fixture
def told(capsys):
    """The journal numbers of revenue by contract and entity, and what was said on stderr."""

    def run(*words: object, status: int = 0):
        assert main(["recognize", *map(str, words), "--format", "json"]) == status
        got = capsys.readouterr()
        rows = json.loads(got.out)["reports"]["journal"]
        return {(row["contract"], row["entity"]): row["number"] for row in rows if row["account"] == "revenue"}, got.err

    return run


def test_a_company_holds_for_its_folder_and_below_the_nearest_first(tmp_path, told):
    _contract(tmp_path / "a", "A")
    _contract(tmp_path / "a" / "deep", "D")
    _contract(tmp_path / "a" / "own", "O")
    _contract(tmp_path / "b", "B")
    _company(tmp_path / "a", "Alpha", 4000)
    _company(tmp_path / "a" / "own", "Own", 5000)
    found, err = told(tmp_path)
    assert found == {
        ("A", "main of Alpha"): "4000",
        ("D", "main of Alpha"): "4000",
        ("O", "main of Own"): "5000",
        ("B", "main"): "",
    }
    assert err == "4 contracts recognized, 0 set aside\n"


def test_a_contract_has_the_same_company_however_it_is_named(tmp_path, told, monkeypatch):
    path = _contract(tmp_path / "a" / "deep", "D")
    _company(tmp_path / "a", "Alpha", 4000)
    for folder, word in (
        (tmp_path, "a"),
        (tmp_path, path),
        (path.parent, "D.yaml"),
        (path.parent, "."),
        (tmp_path, "a/deep"),
    ):
        monkeypatch.chdir(folder)
        assert told(word)[0] == {("D", "main"): "4000"}


def test_a_company_that_was_found_above_is_named(tmp_path, told, monkeypatch):
    path = _contract(tmp_path / "a" / "deep", "D")
    _company(tmp_path / "a", "Alpha", 4000)
    monkeypatch.chdir(path.parent)
    assert told("D.yaml")[1].startswith("note: ../company.yaml holds for what stands below it\n")
    assert "note" not in told(tmp_path / "a")[1]


def test_entities_of_different_names_keep_them(tmp_path, told):
    _contract(tmp_path / "a", "A", "US01")
    _contract(tmp_path / "b", "B", "US02")
    _company(tmp_path / "a", "Alpha", 4000, "US01")
    _company(tmp_path / "b", "Beta", 5000, "US02")
    assert told(tmp_path)[0] == {("A", "US01"): "4000", ("B", "US02"): "5000"}


def test_companies_of_one_name_are_told_apart_by_their_files(tmp_path, told, monkeypatch):
    for name in ("a", "b"):
        _contract(tmp_path / name, name.upper())
        _company(tmp_path / name, "Alpha", 4000)
    monkeypatch.chdir(tmp_path)
    entities = {entity for _, entity in told(".")[0]}
    assert entities == {"main of Alpha (./a/company.yaml)", "main of Alpha (./b/company.yaml)"}


def test_one_company_that_is_named_holds_for_all(tmp_path, told):
    one, two = _contract(tmp_path / "a", "A"), _contract(tmp_path / "b", "B")
    group = _company(tmp_path / "books", "Group", 4000, file="group.yaml")
    assert set(told(one, two, group)[0].values()) == {"4000"}
    plain = _company(tmp_path / "c", "Plain", 5000)
    assert set(told(one, two, plain)[0].values()) == {"5000"}
    assert set(told(tmp_path, "--company", group)[0].values()) == {"4000"}


def test_a_company_of_another_name_that_was_not_named_holds_for_nothing(tmp_path, told):
    _contract(tmp_path, "A")
    _company(tmp_path, "Other", 4000, file="other.yaml")
    assert told(tmp_path)[0] == {("A", "main"): ""}


def test_two_companies_of_one_folder_are_an_error(tmp_path, capsys):
    path = _contract(tmp_path, "A")
    _company(tmp_path, "Alpha", 4000)
    other = _company(tmp_path, "Other", 5000, file="other.yaml")
    assert main(["recognize", str(path), str(other)]) == 1
    got = capsys.readouterr()
    assert got.out == "" and "CompanyStatedTwice" in got.err and "--company" in got.err
    assert got.err.endswith("0 contracts recognized, 1 set aside\n")


def test_where_a_company_is_wrong_its_contracts_wait_and_the_others_go_on(tmp_path, told):
    _contract(tmp_path / "a", "A")
    _contract(tmp_path / "b", "B")
    (tmp_path / "a" / "company.yaml").write_text("company: X\nentitys: {}\n")
    found, err = told(tmp_path, status=1)
    assert found == {("B", "main"): ""}
    assert "UnknownKey" in err and err.endswith("1 contract recognized, 1 set aside\n")


def test_a_book_holds_for_the_companies_that_have_it(tmp_path, told):
    _contract(tmp_path / "a", "A")
    _contract(tmp_path / "b", "B")
    with open(_company(tmp_path / "a", "Alpha", 4000), "a") as file:
        file.write("books: {ifrs: {standard: IFRS 15}}\n")
    found, err = told(tmp_path, "--book", "ifrs", status=1)
    assert list(found) == [("A", "main")] and "MissingBook" in err


def test_contracts_combined_across_companies_wait(tmp_path, told):
    _contract(tmp_path / "a", "A", more="combine: [B]\n")
    _contract(tmp_path / "b", "B")
    _contract(tmp_path / "b", "C")
    _company(tmp_path / "a", "Alpha", 4000)
    found, err = told(tmp_path, status=1)
    assert list(found) == [("C", "main")]
    assert err.count("CombinedAcrossCompanies") == 2 and err.endswith("1 contract recognized, 2 set aside\n")


def test_one_reference_in_two_folders_is_one_too_many(tmp_path, told):
    _contract(tmp_path / "a", "A")
    _contract(tmp_path / "b", "A")
    _company(tmp_path / "a", "Alpha", 4000)
    found, err = told(tmp_path, status=1)
    assert found == {} and "DuplicateContract" in err


def test_the_ledger_of_several_companies_passes_bean_check(tmp_path, capsys):
    from beancount import loader

    for name in ("a", "b"):
        _contract(tmp_path / name, name.upper())
        _company(tmp_path / name, name, 4000)
    assert main(["recognize", str(tmp_path), "--format", "beancount"]) == 0
    out = capsys.readouterr().out
    assert loader.load_string(out)[1] == [] and "Income:Main-of-a:Revenue" in out and "Income:Main-of-b:Revenue" in out


def test_explain_finds_the_contract_with_its_company(tmp_path, capsys):
    _contract(tmp_path / "a", "A", "US01")
    _contract(tmp_path / "b", "B")
    _company(tmp_path / "a", "Alpha", 4000, "US01")
    assert main(["explain", "A/service/2026-01", "--in", str(tmp_path)]) == 0
    assert "entity US01" in capsys.readouterr().out
    assert main(["explain", "C/service/2026-01", "--in", str(tmp_path)]) == 1
    assert "A, B" in capsys.readouterr().err


def test_all_examples_run_together_and_one_is_explained_among_them(monkeypatch, capsys):
    monkeypatch.chdir(Path(__file__).resolve().parents[2] / "examples")
    assert main(["recognize", ".", "--report", "schedule"]) == 0
    assert main(["explain", "LATE-1/machine/2026-06"]) == 0
    assert "entity US01, period 2026-06-01 to 2026-06-30, closed" in capsys.readouterr().out
