"""The words of the command and what may follow them, with examples."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable
from typing import TypeAlias

from duly import __version__
from duly.doors.cli.ledger_words import asker, ledger_words
from duly.doors.cli.operation_words import serve_words
from duly.ground.dates import FIRST_DAY, LAST_DAY, day

Rooms: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"

FORMATS = ("table", "json", "csv", "beancount")
REPORTS = ("allocation", "schedule", "journal", "balances", "rollforward", "remaining")

_TOP = """examples:
  duly recognize contract.yaml                         tables of all reports
  duly recognize contracts/ --format csv --out books   one CSV file a report
  duly explain CT-2041/platform/2026-06 --in contracts/
  duly case run tests/cases

exit status: 0 all well, 1 something was set aside or failed, 2 wrong usage"""
_RECOGNIZE = """examples:
  duly recognize contract.yaml
  duly recognize contracts/ --company company.yaml --book ifrs --through 2026-06-30
  duly recognize contracts/ --as-of 2026-07-02         what was known then
  duly recognize contract.yaml --report schedule --report balances
  duly recognize contracts.xlsx --format json > books.json
  duly recognize contract.yaml --format beancount > books.beancount

A company.yaml is found by itself and holds for the contracts of its folder and below, the nearest one first. A contract
with an error waits whole, with the errors on stderr; the others are recognized."""
_EXPLAIN = """examples:
  duly explain CT-2041/platform/2026-06 --in contract.yaml
  duly explain CT-2041/platform/2026-06                reads the files of this folder
  duly explain "CT-2041/contract liability/2026-06"    a balance at the end of a period
  duly explain CT-2041/platform/allocated              the price allocated to an obligation
  duly explain CT-2041/platform/remaining              what is left of it at the last day
  duly explain CT-2041/platform/2026-06 --format html > why.html"""
_CASE = """examples:
  duly case run tests/cases
  duly case run mine.yaml

Folders are searched with all that is in them. The last line says: N passed, N failed."""
_POLICY = """examples:
  duly policy list
  duly policy list --format json"""
_CITE = """examples:
  duly cite 606-10-32-28                               what it asks for and which functions carry it out
  duly cite                                            all paragraphs"""

_READ = """examples:
  duly read agreement.pdf                              terms with page, words and how sure we are
  duly read agreement.pdf --format contract > draft.yaml
  duly read agreement.pdf --format json                everything, as docs/schema/reading.json says

Nothing is confirmed by reading: a person completes the draft."""

_SURVEY = """examples:
  duly survey contracts/
  duly survey contracts/ --format xlsx --out survey.xlsx
  duly survey contracts/ --on 2026-12-31 --format json

It can be stopped and started again: what was read is not read twice. Scans come last."""

_TRAIN = """examples:
  duly train cuad/ --model own.npz                     minutes; figures on folds are written to own.md
  duly train cuad/ --model own.npz --corrections --by cam
  DULY_MODEL=own.npz duly read agreement.pdf

It needs the extra duly[train]. Contracts and corrections stay on this machine; the weights hold no text."""
_DISCLOSE = """examples:
  duly disclose contracts/ --period 2026-03
  duly disclose contracts/ --period 2026-01..2026-03 --entity US01 --book ifrs
  duly disclose contracts/ --period 2026-03 --by region --by product
  duly disclose contracts/ --period 2026-03 --format xlsx --out note.xlsx

  duly disclose --ledger --between 2026-01 2026-03 --entity US01
  duly disclose --ledger --check                       every tie of every closed period, book and entity

Every amount ties to the trial balance; the last rows say so. In a workbook sums and ties are formulas. Of a ledger the
posted journal is the truth, in the currency of the books."""
_MEMO = """examples:
  duly memo CT-2041 --in contract.yaml
  duly memo CT-2041 --in contracts/ --format pdf --out CT-2041.pdf
  duly memo CT-2041 --ledger                           with who recorded and agreed, and what was posted"""

_SIMULATE = """examples:
  duly simulate CT-2041/A-1 --in contract.yaml
  duly simulate CT-2041/A-9 --in contract.yaml --draft amendment.yaml
  duly simulate --policy "losses=all contracts" --in contracts/
  duly simulate --ssp prices-2027.yaml --in contracts/
  duly simulate --policy "losses=all contracts" --ledger

The file of --draft holds the row: date, amendment, changes, adds, removes, distinct and the rest of it."""
_COMPARE = """examples:
  duly compare --books us,ifrs contracts/
  duly compare --books us,board contracts/ --through 2026-06-30 --format json
  duly compare --books us,ifrs --ledger --entity US01  as the first book was closed

Policies are turned from the first book to the second in the order of `duly policy list`, each by itself. What each
moves is its part of the difference; what none explains is shown, and is nothing."""
_WORK = """examples:
  duly work --by bot                                   round after round, until it is stopped
  duly work --by bot --once                            one round, as for a timer
  DULY_EXTRACTOR_URL=http://localhost:8080/v1/chat/completions DULY_EXTRACTOR_MODEL=name duly work --by bot

Several may run at once. What cannot be sent waits for a later round. Nothing leaves this machine but to the endpoints
of `duly webhook` and the second reader that is configured."""

_DEMO = """examples:
  duly demo --data demo-company                        a minute or two; then it says where to look
  duly demo --data small --months 6                    the first half year alone

With DULY_DATABASE it is built in that database, which has to be empty."""


def parser() -> argparse.ArgumentParser:
    """The whole grammar of the command."""
    top = _parser(argparse.ArgumentParser, prog="duly", description="Revenue you can trust, to the cent.", epilog=_TOP)
    top.add_argument("-V", "--version", action="version", version=f"duly {__version__}", help="show the version")
    rooms = top.add_subparsers(dest="room", required=True, metavar="COMMAND")
    _recognize(rooms)
    _explain(rooms)
    _case(rooms)
    _policy(rooms)
    _cite(rooms)
    _read(rooms)
    _survey(rooms)
    _train(rooms)
    _simulate(rooms)
    _compare(rooms)
    _disclose(rooms)
    _memo(rooms)
    _work(rooms)
    _demo(rooms)
    serve_words(lambda **s: _parser(lambda **t: rooms.add_parser("serve", **t), **s))
    ledger_words(rooms, _parser)
    return top


def _parser(make: Callable[..., argparse.ArgumentParser], **settings: str) -> argparse.ArgumentParser:
    """A parser with examples as they were written. Words are never completed, so that a later one breaks no script."""
    made = make(formatter_class=_layout, allow_abbrev=False, **settings)
    made.add_argument("--debug", action="store_true", help="show the traceback of a fault of the program")
    return made


def _layout(prog: str) -> argparse.HelpFormatter:
    return argparse.RawDescriptionHelpFormatter(prog, max_help_position=28, width=100)


def _recognize(rooms: Rooms) -> None:
    words = "contracts to obligations, schedule, journal and balances"
    made = _parser(lambda **s: rooms.add_parser("recognize", **s), help=words, description=words, epilog=_RECOGNIZE)
    made.add_argument("files", nargs="+", metavar="FILE", help="contract files (.yaml, .json, .csv, .xlsx) or folders")
    _books(made)
    made.add_argument("--format", choices=FORMATS, default="table", help="how the reports are written (default: table)")
    made.add_argument(
        "--report", action="append", choices=REPORTS, metavar="NAME", help=f"only these reports: {', '.join(REPORTS)}"
    )
    made.add_argument("--out", metavar="DIR", help="write files into this folder instead of stdout")


def _books(made: argparse.ArgumentParser) -> None:
    """What says which books are meant."""
    made.add_argument("--company", metavar="FILE", help="the company file (default: company.yaml beside or above)")
    made.add_argument("--book", default="", metavar="BOOK", help="a book of the company file (default: the first)")
    made.add_argument("--through", type=_day, metavar="DATE", help="the last day (default: the last service or fact)")
    made.add_argument("--as-of", type=_day, metavar="DATE", help="what was known on that day (default: everything)")


def _explain(rooms: Rooms) -> None:
    words = "why a number is what it is: revenue of a period, a balance, an allocation, what remains"
    made = _parser(lambda **s: rooms.add_parser("explain", **s), help=words, description=words, epilog=_EXPLAIN)
    made.add_argument("number", metavar="CONTRACT/WHAT/WHEN", type=_number, help="as CT-2041/platform/2026-06")
    made.add_argument("--ledger", action="store_true", help="a number of the ledger instead of files")
    asker(made, "who asks the ledger (default: $DULY_BY)")
    made.add_argument("--in", dest="files", nargs="+", metavar="FILE", default=["."], help="contract files or folders")
    _books(made)
    made.add_argument(
        "--format", choices=("table", "json", "html"), default="table", help="a tree of text, JSON, or a page"
    )


def _case(rooms: Rooms) -> None:
    words = "run case files: contracts that say what is expected"
    made = _parser(lambda **s: rooms.add_parser("case", **s), help=words, description=words, epilog=_CASE)
    verbs = made.add_subparsers(dest="verb", required=True, metavar="run")
    run = _parser(lambda **s: verbs.add_parser("run", **s), help=words, description=words, epilog=_CASE)
    run.add_argument("paths", nargs="+", metavar="PATH", help="case files or folders")


def _policy(rooms: Rooms) -> None:
    words = "the choices a company makes, each with its default and its paragraph"
    made = _parser(lambda **s: rooms.add_parser("policy", **s), help=words, description=words, epilog=_POLICY)
    verbs = made.add_subparsers(dest="verb", required=True, metavar="list")
    listed = _parser(lambda **s: verbs.add_parser("list", **s), help=words, description=words, epilog=_POLICY)
    listed.add_argument("--format", choices=("table", "json", "csv"), default="table", help="how the list is written")


def _cite(rooms: Rooms) -> None:
    words = "what a paragraph asks for, and what carries it out"
    made = _parser(lambda **s: rooms.add_parser("cite", **s), help=words, description=words, epilog=_CITE)
    made.add_argument("paragraphs", nargs="*", metavar="PARAGRAPH", help="for example 606-10-32-28 (default: all)")


def _read(rooms: Rooms) -> None:
    words = "contracts on paper to proposed terms, each with its words"
    made = _parser(lambda **s: rooms.add_parser("read", **s), help=words, description=words, epilog=_READ)
    made.add_argument("files", nargs="+", metavar="FILE", help="contracts: PDF, DOCX, scans, e-mail, text")
    made.add_argument("--all", action="store_true", help="also what is not sure enough to be proposed")
    choices = ("table", "json", "contract")
    made.add_argument(
        "--format", choices=choices, default="table", help="contract: a draft to complete (default: table)"
    )


def _survey(rooms: Rooms) -> None:
    words = "a folder of contracts: what they are worth, when they end, what they miss and contradict"
    made = _parser(lambda **s: rooms.add_parser("survey", **s), help=words, description=words, epilog=_SURVEY)
    made.add_argument("folder", metavar="FOLDER", help="a folder; those in it are searched too")
    made.add_argument("--on", type=_day, metavar="DATE", help="the day for what has ended or renews (default: today)")
    made.add_argument("--state", default="survey.jsonl", metavar="FILE", help="what was read (default: survey.jsonl)")
    made.add_argument(
        "--jobs", type=int, default=os.cpu_count() or 1, metavar="N", help="processes (default: all cores)"
    )
    made.add_argument("--format", choices=("table", "json", "xlsx"), default="table", help="default: table")
    made.add_argument("--out", metavar="FILE", help="write there instead of to stdout")


def _train(rooms: Rooms) -> None:
    words = "the model of clauses anew, from labelled contracts"
    made = _parser(lambda **s: rooms.add_parser("train", **s), help=words, description=words, epilog=_TRAIN)
    made.add_argument("data", metavar="DATA", help="a folder laid out as CUAD: contracts and their labels")
    made.add_argument(
        "--model", required=True, metavar="FILE", help="where the weights go; their card goes beside them"
    )
    made.add_argument("--unmeasured", action="store_true", help="without figures and card: a fifth of the time")
    made.add_argument("--corrections", action="store_true", help="with what people answered in the ledger")
    asker(made, "who asks the ledger for them (default: $DULY_BY)")


def _simulate(rooms: Rooms) -> None:
    words = "an amendment under every treatment before it is signed; all contracts under another policy or SSP book"
    made = _parser(lambda **s: rooms.add_parser("simulate", **s), help=words, description=words, epilog=_SIMULATE)
    made.add_argument("change", metavar="CONTRACT/AMENDMENT", nargs="?", type=_change, help="as CT-2041/A-1")
    _of_the_ledger(made)
    made.add_argument("--in", dest="files", nargs="+", metavar="FILE", default=["."], help="contract files or folders")
    made.add_argument("--draft", metavar="FILE", help="a file with the amendment, a row of `happened`")
    made.add_argument(
        "--policy",
        metavar="KEY=VALUE",
        type=_choice,
        action="append",
        default=[],
        help="all contracts under another policy",
    )
    made.add_argument("--ssp", metavar="FILE", help="all contracts with the SSP book of this file, like a company file")
    made.add_argument("--company", metavar="FILE", help="the company file (default: company.yaml beside or above)")
    made.add_argument("--book", default="", metavar="BOOK", help="a book of the company file (default: the first)")
    made.add_argument("--format", choices=("table", "json"), default="table", help="default: table")


def _compare(rooms: Rooms) -> None:
    words = "where two books of the same facts differ, and the policy that makes each cent of it"
    made = _parser(lambda **s: rooms.add_parser("compare", **s), help=words, description=words, epilog=_COMPARE)
    made.add_argument("files", nargs="*", metavar="FILE", help="contract files (.yaml, .json, .csv, .xlsx) or folders")
    _of_the_ledger(made)
    made.add_argument("--books", type=_two, required=True, metavar="A,B", help="two books of the company file")
    made.add_argument("--company", metavar="FILE", help="the company file (default: company.yaml beside or above)")
    made.add_argument("--through", type=_day, metavar="DATE", help="the last day (default: the last service or fact)")
    made.add_argument("--as-of", type=_day, metavar="DATE", help="what was known on that day (default: everything)")
    made.add_argument("--format", choices=("table", "json"), default="table", help="default: table")


def _of_the_ledger(made: argparse.ArgumentParser) -> None:
    made.add_argument("--ledger", action="store_true", help="the contracts of the ledger instead of files")
    made.add_argument("--entity", default="", metavar="ENTITY", help="of the ledger: one legal entity (default: all)")
    asker(made, "who asks the ledger (default: $DULY_BY)")


def _two(text: str) -> tuple[str, str]:
    first, comma, second = text.partition(",")
    if not (comma and first.strip() and second.strip()) or "," in second:
        raise argparse.ArgumentTypeError(f"{text!r} is not of the form A,B")
    return first.strip(), second.strip()


def _disclose(rooms: Rooms) -> None:
    words = "the note of a period: balances, remaining obligations, revenue split, judgements, ties"
    made = _parser(lambda **s: rooms.add_parser("disclose", **s), help=words, description=words, epilog=_DISCLOSE)
    made.add_argument("files", nargs="*", metavar="FILE", help="contract files or folders")
    made.add_argument("--ledger", action="store_true", help="of the ledger instead of files")
    asker(made, "who asks the ledger (default: $DULY_BY)")
    made.add_argument("--period", default="", metavar="PERIOD", help="as 2026-03, or 2026-01..2026-03")
    made.add_argument("--between", nargs=2, metavar="PERIOD", help="from the first through the second")
    made.add_argument("--check", action="store_true", help="of the ledger: the ties alone, of all that is closed")
    made.add_argument("--as-reported", action="store_true", help="of the ledger: without what was restated")
    made.add_argument("--entity", default="", metavar="ENTITY", help="one legal entity (default: all)")
    made.add_argument(
        "--split-by",
        action="append",
        default=[],
        metavar="DIMENSION",
        help="split revenue by these alone (default: all)",
    )
    _books(made)
    made.add_argument(
        "--format", choices=("table", "json", "csv", "xlsx", "parquet"), default="table", help="default: table"
    )
    made.add_argument("--out", metavar="FILE", help="the workbook, or a folder for CSV or Parquet files")


def _memo(rooms: Rooms) -> None:
    words = "the five-step memo of a contract: facts, decisions, judgements, numbers, evidence"
    made = _parser(lambda **s: rooms.add_parser("memo", **s), help=words, description=words, epilog=_MEMO)
    made.add_argument("contract", metavar="CONTRACT", help="as CT-2041")
    made.add_argument("--ledger", action="store_true", help="of the ledger instead of files")
    asker(made, "who asks the ledger (default: $DULY_BY)")
    made.add_argument("--in", dest="files", nargs="+", metavar="FILE", default=["."], help="contract files or folders")
    _books(made)
    made.add_argument("--format", choices=("markdown", "docx", "pdf"), default="markdown", help="default: markdown")
    made.add_argument("--out", metavar="FILE", help="write there instead of to stdout")


def _choice(text: str) -> tuple[str, str]:
    key, equals, value = text.partition("=")
    if not (equals and key.strip() and value.strip()):
        raise argparse.ArgumentTypeError(f"{text!r} is not of the form KEY=VALUE")
    return key.strip(), value.strip()


def _change(text: str) -> tuple[str, str]:
    contract, slash, amendment = text.rpartition("/")
    if not (slash and contract and amendment):
        raise argparse.ArgumentTypeError(f"{text!r} is not of the form CONTRACT/AMENDMENT")
    return contract, amendment


def _work(rooms: Rooms) -> None:
    words = "send what waits to go out and take in what comes back"
    made = _parser(lambda **s: rooms.add_parser("work", **s), help=words, description=words, epilog=_WORK)
    asker(made, "as whom the answers are taken in (default: $DULY_BY)")
    made.add_argument("--once", action="store_true", help="one round (default: until it is stopped)")


def _demo(rooms: Rooms) -> None:
    words = "a company of two entities and sixty contracts with two years of closes, to look around in"
    made = _parser(lambda **s: rooms.add_parser("demo", **s), help=words, description=words, epilog=_DEMO)
    made.add_argument("--data", metavar="DIR", help="the empty data folder (default: $DULY_DATA, else ./data)")
    made.add_argument("--months", type=int, default=24, choices=range(1, 25), metavar="N", help="closes (default: 24)")


def _day(text: str) -> int:
    try:
        number = day(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a date like 2026-06-30") from None
    if not FIRST_DAY <= number <= LAST_DAY:
        raise argparse.ArgumentTypeError(f"{text} is before 1900 or after 2199")
    return number


def _number(text: str) -> tuple[str, ...]:
    parts = tuple(text.split("/"))
    is_line = text.startswith("JE-") and len(parts) > 3
    if not all(parts) or (len(parts) != 3 and not is_line):
        raise argparse.ArgumentTypeError(f"{text!r} is not of the form CONTRACT/WHAT/WHEN")
    return parts
