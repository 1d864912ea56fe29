"""The words of the ledger for jobs in bulk: files of any size, taken in part by part."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import TypeAlias

Make: TypeAlias = Callable[..., argparse.ArgumentParser]
Add: TypeAlias = Callable[[argparse.ArgumentParser], None]

_JOB = """examples:
  duly job submit contracts.jsonl --by cam        a contract a line, or YAML with --- lines
  duly job submit usage.jsonl --rows --by rae     {"contract": "CT-1", "happened": [{"date": "2026-01-31", ...}]} a line
  duly work                                       checks it, and takes it in once it is agreed to
  duly job show JOB-12                            how far it is, and what waits
  duly job results JOB-12 > results.jsonl         what came of each contract
  duly job cancel JOB-12 --by cam                 take no further part in; what came in stays"""


def job_words(room: Make, parser: Make, who: Add, ask: Add) -> None:
    """Add these words to the command."""
    verbs = room("job", "contracts and rows in bulk, from files of any size", _JOB).add_subparsers(
        dest="verb", required=True, metavar="VERB"
    )

    def word(name: str, words: str) -> argparse.ArgumentParser:
        return parser(lambda **s: verbs.add_parser(name, **s), help=words, description=words, epilog=_JOB)

    made = word("submit", "keep a file, to be checked and taken in by `duly work`")
    made.add_argument("file", metavar="FILE", help="JSON Lines (.jsonl, .ndjson) or YAML with --- lines")
    made.add_argument("--rows", action="store_true", help="the file has further rows of contracts that are known")
    made.add_argument("--whole", action="store_true", help="nothing comes in where anything waits")
    who(made)
    ask(word("list", "all jobs, the newest first"))
    for name, words, add in (
        ("show", "how far a job is", ask),
        ("results", "what came of each contract, a line of JSON each", ask),
        ("cancel", "take no further part of a job in", who),
    ):
        made = word(name, words)
        made.add_argument("job", metavar="JOB", help="as JOB-12")
        add(made)
