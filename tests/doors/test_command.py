"""The command as people use it: what it shows, what it refuses, and how it ends."""

from __future__ import annotations

import csv
import json
import os
import signal
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest

from duly.doors.cli import arguments, recognition
from duly.doors.cli.main import main
from duly.engine.disclosure.reports import reports
from duly.engine.journal.books import keep_books
from duly.engine.policies import POLICIES
from tests.doors.command import ROOT, duly
from tests.doors.hostile import GOOD

EXAMPLES = sorted(path for path in (ROOT / "examples").rglob("*.yaml") if not path.name.startswith("company"))
BESIDE = [path for path in EXAMPLES if path.parent.name == "examples"]
INR = ROOT / "examples" / "subscription-inr.yaml"
LATE = ROOT / "examples" / "late-delivery" / "machine.yaml"


def shown(capsys, *words: object, status: int = 0):
    """What a run in JSON shows."""
    assert main([*map(str, words), "--format", "json"]) == status
    return json.loads(capsys.readouterr().out)


def amounts(rows, column):
    return [Decimal(row[column]["amount"]) for row in rows if row[column]]


def test_a_year_of_120000_rupees_is_10000_in_each_of_twelve_months(capsys):
    got = shown(capsys, "recognize", INR)["reports"]
    assert amounts(got["schedule"], "revenue") == [Decimal("10000.00")] * 12
    assert sum(amounts(got["journal"], "debit")) == sum(amounts(got["journal"], "credit")) > 0
    liability = amounts(got["balances"], "contract_liability")
    assert liability[:12] == [Decimal(120_000 - n * 10_000) for n in range(1, 13)]


def test_the_table_holds_the_same_numbers(capsys):
    assert main(["recognize", str(INR), "--report", "schedule"]) == 0
    out = capsys.readouterr().out
    assert out.count("10,000.00") >= 12 and "120,000.00" in out
    assert max(map(len, out.splitlines())) <= 100


@pytest.mark.parametrize("example", EXAMPLES, ids=[path.stem for path in EXAMPLES])
def test_the_ledger_of_every_example_passes_bean_check(tmp_path, example):
    ended = duly(tmp_path, "recognize", example, "--format", "beancount")
    assert ended.status == 0, ended.err
    ledger = tmp_path / "books.beancount"
    ledger.write_text(ended.out)
    assert ended.out.count(" balance ") >= 3
    checked = subprocess.run([sys.executable, "-m", "beancount.scripts.check", ledger], capture_output=True, text=True)
    assert (checked.returncode, checked.stdout, checked.stderr) == (0, "", "")


@pytest.mark.parametrize(("currency", "decimals"), [("JPY", ""), ("USD", ".00"), ("KWD", ".000")])
def test_the_ledger_passes_bean_check_whatever_the_decimals(tmp_path, currency, decimals):
    text = GOOD.decode().replace("USD", currency).replace("1200.00", f"1000{decimals}")
    (tmp_path / "contract.yaml").write_text(text.replace("by month", "by day"))
    ended = duly(tmp_path, "recognize", "contract.yaml", "--format", "beancount", "--out", "books")
    assert ended.status == 0, ended.err
    ledger = tmp_path / "books" / "journal.beancount"
    checked = subprocess.run([sys.executable, "-m", "beancount.scripts.check", ledger], capture_output=True, text=True)
    assert (checked.returncode, checked.stdout, checked.stderr) == (0, "", "")


def test_a_company_file_beside_a_contract_is_found(capsys):
    booked = [row["period"] for row in shown(capsys, "recognize", LATE)["reports"]["schedule"]]
    assert booked == ["2026-06"]


def test_a_late_fact_is_booked_where_the_period_is_open_and_says_where_it_belongs(capsys):
    fast = LATE.with_name("company-fast-close.yaml")
    got = shown(capsys, "recognize", LATE, "--company", fast)["reports"]["schedule"]
    assert [(row["period"], row["economic_period"], row["cause"]) for row in got] == [
        ("2026-07", "2026-06", "late fact")
    ]


def test_what_was_not_known_then_is_not_shown(capsys):
    assert shown(capsys, "recognize", LATE, "--as-of", "2026-07-02")["reports"]["schedule"] == []
    assert len(shown(capsys, "recognize", LATE, "--as-of", "2026-07-03")["reports"]["schedule"]) == 1


def test_through_ends_the_books(capsys):
    got = shown(capsys, "recognize", INR, "--through", "2024-06-30")["reports"]
    assert sum(amounts(got["schedule"], "revenue")) == Decimal("30000.00")


def test_with_a_wrong_company_file_nothing_is_computed_as_if_there_were_none(tmp_path, capsys):
    (tmp_path / "contract.yaml").write_bytes(GOOD)
    (tmp_path / "company.yaml").write_text("company: X\nentitys: {}\n")
    assert main(["recognize", str(tmp_path / "contract.yaml")]) == 1
    got = capsys.readouterr()
    assert got.out == "" and "UnknownKey" in got.err and "0 contracts recognized, 1 set aside" in got.err


def test_a_book_that_does_not_exist_is_an_error_with_a_fix(capsys):
    assert main(["recognize", str(INR), "--book", "ifrs"]) == 1
    err = capsys.readouterr().err
    assert "MissingBook" in err and "leave --book out" in err and err.endswith("0 contracts recognized, 1 set aside\n")


def test_a_bad_contract_waits_and_the_last_line_accounts_for_it(tmp_path, capsys):
    text = GOOD.decode()
    (tmp_path / "many.yaml").write_text(
        "---\n".join([text, text.replace("GOOD", "TWO"), text.replace("GOOD", "BAD").replace("1200.00", "x")])
    )
    got = shown(capsys, "recognize", tmp_path / "many.yaml", status=1)
    assert got["control"] == {"found": 3, "recognized": 2, "set_aside": 1}
    assert [error["contract"] for error in got["errors"]] == ["BAD"]
    main(["recognize", str(tmp_path / "many.yaml"), "--report", "balances"])
    assert capsys.readouterr().err.endswith("2 contracts recognized, 1 set aside\n")


def test_csv_is_one_file_a_report(tmp_path, capsys):
    assert main(["recognize", str(INR), "--format", "csv", "--out", str(tmp_path / "books")]) == 0
    files = sorted(path.name for path in (tmp_path / "books").iterdir())
    assert files == sorted(f"{name}.csv" for name in arguments.REPORTS)
    with open(tmp_path / "books" / "schedule.csv", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["revenue"] for row in rows] == ["10000.00"] * 12 and {row["currency"] for row in rows} == {"INR"}
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("form", ["table", "json"])
def test_out_writes_files_and_keeps_stdout_empty(tmp_path, capsys, form):
    assert main(["recognize", str(INR), "--format", form, "--out", str(tmp_path / "a" / "b")]) == 0
    assert capsys.readouterr().out == "" and list((tmp_path / "a" / "b").iterdir())


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("recognise", "x"),
        ("recognize",),
        ("recognize", "x", "--through", "2026-02-31"),
        ("recognize", "x", "--as-of", "1800-01-01"),
        ("recognize", "x", "--format", "xml"),
        ("recognize", "x", "--report", "waterfall"),
        ("recognize", "x", "--form", "json"),
        ("recognize", str(INR), "--format", "csv"),
        ("recognize", str(INR), "--format", "beancount", "--report", "journal"),
        ("recognize", str(INR), "--out", str(INR)),
        ("explain", "CT-2041/platform"),
        ("case",),
        ("policy",),
    ],
)
def test_wrong_usage_ends_with_2_and_says_what_is_wrong(capsys, words):
    assert main(list(words)) == 2
    got = capsys.readouterr()
    assert got.out == "" and got.err.strip() and "Traceback" not in got.err


@pytest.mark.parametrize("words", [(), ("recognize",), ("explain",), ("case", "run"), ("policy", "list"), ("cite",)])
def test_help_has_examples(capsys, words):
    assert main([*words, "--help"]) == 0
    out = capsys.readouterr().out
    assert "examples:" in out and "  duly " in out and max(map(len, out.splitlines())) <= 120


def test_the_reports_one_may_ask_for_are_the_ones_there_are():
    from duly.engine.contracts.terms import Company

    assert tuple(reports(keep_books([], Company()))) == arguments.REPORTS


def test_a_fault_of_the_program_is_no_traceback_unless_one_asks(capsys, monkeypatch):
    def broken(*_, **__):
        raise KeyError("x")

    monkeypatch.setattr(recognition, "keep_books", broken)
    assert main(["recognize", str(INR)]) == 70
    err = capsys.readouterr().err
    assert "a fault of the program" in err and "--debug" in err and "Traceback" not in err
    with pytest.raises(KeyError):
        main(["--debug", "recognize", str(INR)])


def test_an_interruption_ends_with_a_word_and_130(capsys, monkeypatch):
    def stopped(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr(recognition, "keep_books", stopped)
    assert main(["recognize", str(INR)]) == 130
    assert capsys.readouterr().err.startswith("duly: interrupted")


def heard() -> None:
    """A process that is started in the background of a shell ignores Control-C, and so do those it starts."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def test_control_c_in_a_long_run_ends_it(tmp_path):
    text = "---\n".join(GOOD.decode().replace("GOOD", f"C-{n}") for n in range(4_000))
    (tmp_path / "many.yaml").write_text(text)
    start = (
        "import sys; from duly.doors.cli import arguments, main; words = arguments.parser\n"
        "arguments.parser = lambda: print('here', flush=True) or words()\n"
        "sys.exit(main.main())"
    )
    words = [sys.executable, "-c", start, "recognize", "many.yaml"]
    env = os.environ | {"PYTHONPATH": str(ROOT)}
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    run = subprocess.Popen(words, cwd=tmp_path, env=env, preexec_fn=heard, **pipes)
    assert run.stdout.readline() == b"here\n"
    run.send_signal(signal.SIGINT)
    _, err = run.communicate(timeout=60)
    assert run.returncode == 130 and b"interrupted" in err and b"Traceback" not in err


def test_a_reader_that_leaves_early_is_no_error_to_talk_about():
    words = f"{sys.executable} -m duly.doors.cli.main recognize {INR} | head -n 1"
    env = os.environ | {"PYTHONPATH": str(ROOT)}
    run = subprocess.run(words, shell=True, env=env, capture_output=True, text=True)
    assert run.stdout.count("\n") == 1
    assert "Traceback" not in run.stderr and "BrokenPipe" not in run.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_a_full_disk_is_said_in_words():
    env = os.environ | {"PYTHONPATH": str(ROOT)}
    words = f"{sys.executable} -m duly.doors.cli.main recognize {INR} > /dev/full"
    run = subprocess.run(words, shell=True, env=env, capture_output=True, text=True)
    assert run.returncode == 1 and "CannotWrite" in run.stderr and "Traceback" not in run.stderr


@pytest.mark.parametrize("form", ["table", "json", "beancount"])
def test_the_same_input_gives_the_same_bytes(form):
    out = set()
    for seed in ("1", "2"):
        env = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONHASHSEED": seed}
        words = [sys.executable, "-m", "duly.doors.cli.main", "recognize", *map(str, BESIDE), "--format", form]
        out.add(subprocess.run(words, env=env, capture_output=True).stdout)
    assert len(out) == 1 and out != {b""}


def test_output_is_utf_8_whatever_the_locale(tmp_path):
    (tmp_path / "contract.yaml").write_bytes(GOOD.replace(b"GOOD", "GRÖSSE".encode()))
    env = {"PYTHONPATH": str(ROOT), "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONIOENCODING": "latin-1"}
    words = [sys.executable, "-m", "duly.doors.cli.main", "recognize", "contract.yaml", "--report", "allocation"]
    run = subprocess.run(words, cwd=tmp_path, env=env, capture_output=True)
    assert run.returncode in (0, 1) and b"Traceback" not in run.stderr
    (run.stdout + run.stderr).decode("utf-8")


def test_explain_shows_formula_file_line_policy_and_paragraph(capsys):
    assert main(["explain", "HRB-7/platform/2026-02", "--in", str(INR.with_name("bundle.yaml"))]) == 0
    out = capsys.readouterr().out
    assert out.startswith("revenue of HRB-7/platform booked in 2026-02: 5,000.00 USD\n")
    assert "= round(60,000.00 USD x 2 of 12 months)" in out and "policy" in out
    assert f"{INR.with_name('bundle.yaml')}, line 13" in out and "606-10-25-31" in out


def test_explain_as_json_has_a_source_at_every_leaf(capsys):
    contract = shown(capsys, "recognize", INR)["reports"]["allocation"][0]
    number = f"{contract['contract']}/{contract['obligation']}/2024-05"
    tree = shown(capsys, "explain", number, "--in", INR)

    def leaves(step):
        return [leaf for child in step["from"] for leaf in leaves(child)] if "from" in step else [step]

    assert len(leaves(tree)) > 3
    assert all(leaf.get("source") for leaf in leaves(tree))


@pytest.mark.parametrize("number", ["NONE/subscription/2024-05", "INR/x/2024-05"])
def test_explain_of_nothing_says_what_there_is(capsys, number):
    assert main(["explain", number, "--in", str(INR)]) == 1
    assert "NothingToExplain" in capsys.readouterr().err


def test_policy_list_shows_every_policy_with_its_paragraph(capsys):
    assert main(["policy", "list"]) == 0
    out = capsys.readouterr().out
    assert all(f"{policy.key}: {policy.default}" in out for policy in POLICIES)
    assert all(policy.cite.split(",")[0].split(";")[0] in out for policy in POLICIES)
    assert main(["policy", "list", "--format", "json"]) == 0
    assert [row["policy"] for row in json.loads(capsys.readouterr().out)] == [policy.key for policy in POLICIES]


def test_cite_names_what_carries_a_paragraph_out(capsys):
    assert main(["cite", "606-10-32-28"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("606-10-32-28") and "duly.engine.recognition.allocation" in out
    assert main(["cite", "606-99"]) == 1
    assert main(["cite"]) == 0
    assert "606-10-25-31" in capsys.readouterr().out
