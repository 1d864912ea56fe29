"""Files and folders are read by what their names say; what cannot be read is an error, and the rest goes on."""

from __future__ import annotations

import os

import pytest

from duly.readers.files import each_import, read_files
from duly.readers.limits import FILE_BYTES

A = "contract: A\ncurrency: USD\n"
B = "contract: B\ncurrency: USD\n"


def names(read) -> list[str]:
    return [error.name for error in read.errors]


@pytest.fixture(autouse=True)
def _in_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def test_files_of_every_kind_are_read_together(tmp_path):
    (tmp_path / "a.yaml").write_text(A)
    (tmp_path / "b.JSON").write_text('{"contract": "B"}')
    (tmp_path / "contracts.csv").write_text("contract\nC\n")
    (tmp_path / "company.yml").write_text("company: Northwind Group\n")
    read = read_files(["b.JSON", "a.yaml", "contracts.csv", "company.yml"])
    assert read.errors == ()
    assert [(block["contract"], block.place.file) for block in read.documents] == [
        ("B", "b.JSON"),
        ("A", "a.yaml"),
        ("C", "contracts.csv"),
    ]
    assert [block["company"] for block in read.companies] == ["Northwind Group"]
    assert [total.source for total in read.totals] == ["b.JSON", "a.yaml", "company.yml", "contracts.csv"]


def test_a_folder_is_read_by_name_with_the_folders_in_it(tmp_path):
    for name in ("b/z.yaml", "b/a.yaml", "a.yaml", ".hidden.yaml", ".git/x.yaml", "b/readme.md"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(f"contract: {name}\n")
    read = read_files(["."])
    assert [block["contract"] for block in read.documents] == ["a.yaml", "b/a.yaml", "b/z.yaml"]
    assert read.passed_over == ("./b/readme.md",)


def test_a_case_with_a_company_inside_is_no_company(tmp_path):
    (tmp_path / "case.yaml").write_text("case: X\ncompany: {entities: {}}\n---\ncontract: A\n")
    read = read_files(["case.yaml"])
    assert (len(read.documents), read.companies) == (2, ())


def test_a_file_given_twice_is_read_once(tmp_path):
    (tmp_path / "a.yaml").write_text(A)
    (tmp_path / "same.yaml").symlink_to("a.yaml")
    read = read_files(["a.yaml", ".", "./a.yaml"])
    assert len(read.documents) == 1
    assert read.errors == ()


def test_contracts_are_counted_and_companies_are_not(tmp_path):
    (tmp_path / "a.yaml").write_text(A + "---\ncompany: X\n---\ncontract: B\nx: [\n---\ncompany: Y\nx: [\n")
    read = read_files(["a.yaml"])
    (total,) = read.totals
    assert (total.contracts.read, total.contracts.imported, total.contracts.set_aside) == (2, 1, 1)
    assert (len(read.companies), read.company_waits) == (1, True)


@pytest.mark.parametrize(
    ("name", "error"),
    [
        ("none.yaml", "FileIsMissing"),
        ("none.txt", "FileIsMissing"),
        ("pipe.yaml", "FileIsNotPlain"),
        ("notes.txt", "FileKindUnknown"),
        ("plain", "FileKindUnknown"),
        ("bare", "FolderIsEmpty"),
        ("dangling.yaml", "FileIsMissing"),
        ("large.json", "FileTooLarge"),
        ("folder.yaml/", "FolderIsEmpty"),
    ],
)
def test_what_cannot_be_read_is_named_and_the_rest_goes_on(tmp_path, name, error):
    os.mkfifo(tmp_path / "pipe.yaml")
    (tmp_path / "notes.txt").write_text("x")
    (tmp_path / "plain").write_text("x")
    (tmp_path / "bare").mkdir()
    (tmp_path / "folder.yaml").mkdir()
    (tmp_path / "dangling.yaml").symlink_to("nowhere")
    (tmp_path / "large.json").write_bytes(b'{"a": [\n' + b"\n" * 17_000_000 + b"]}")
    (tmp_path / "a.yaml").write_text(A)
    read = read_files([name, "a.yaml"])
    assert names(read) == [error]
    assert read.errors[0].why
    assert read.errors[0].fix
    assert [block["contract"] for block in read.documents] == ["A"]


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may read everything")
def test_a_file_without_permission_is_unreadable(tmp_path):
    (tmp_path / "a.yaml").write_text(A)
    (tmp_path / "a.yaml").chmod(0)
    assert names(read_files(["a.yaml"])) == ["FileIsUnreadable"]


def test_a_name_no_file_can_have_is_unreadable_or_missing():
    assert names(read_files(["x" * 5_000 + ".yaml"])) == ["FileIsMissing"]


def test_a_file_too_large_is_not_even_opened(tmp_path):
    with (tmp_path / "a.yaml").open("wb") as file:
        file.truncate(FILE_BYTES + 1)
    assert names(read_files(["a.yaml"])) == ["FileTooLarge"]


@pytest.mark.parametrize("text", ["company: [\n", "company: A\n\tx: 1\n", "", "x: &a 1\n"])
def test_a_company_file_that_is_wrong_is_not_taken_for_none(tmp_path, text):
    (tmp_path / "company.yaml").write_text(text)
    (tmp_path / "a.yaml").write_text(A)
    read = read_files(["."])
    assert (read.companies, read.company_waits, len(read.documents)) == ((), True, 1)


def test_imports_come_one_at_a_time(tmp_path):
    (tmp_path / "a.yaml").write_text(A)
    (tmp_path / "b.yaml").write_text(B)
    imports = each_import(["a.yaml", "b.yaml"])
    assert next(imports).documents[0]["contract"] == "A"
    (tmp_path / "b.yaml").write_text("contract: later\n")
    assert next(imports).documents[0]["contract"] == "later"
