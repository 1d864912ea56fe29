"""The words of the ledger for going live with contracts in mid-life."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import TypeAlias

Make: TypeAlias = Callable[..., argparse.ArgumentParser]
Add: TypeAlias = Callable[[argparse.ArgumentParser], None]

_OPENING = """examples:
  duly opening template --date 2026-06-30 --out positions.csv     what the contracts come to, as a positions file
  duly opening compare positions.csv trial-balance.csv --date 2026-06-30
  duly opening tolerance 100.00 --by ben --why "below what we look into"
  duly opening import positions.csv trial-balance.csv --date 2026-06-30 --by rob --dry-run
  duly opening import positions.csv trial-balance.csv --date 2026-06-30 --by rob

Both files are .csv, .xlsx or .json. Positions: contract, obligation, account, currency, amount, functional.
Trial balance: account, balance, and where it is kept by currency, currency. Debits are positive."""


def opening_words(room: Make, parser: Make, who: Add, of: Add, ask: Add) -> None:
    """Add these words to the command."""
    words = "begin the books of an entity with the positions its contracts have by then"
    verbs = room("opening", words, _OPENING).add_subparsers(dest="verb", required=True, metavar="VERB")

    def word(name: str, help_: str) -> argparse.ArgumentParser:
        made = parser(lambda **s: verbs.add_parser(name, **s), help=help_, description=help_, epilog=_OPENING)
        of(made)
        return made

    made = word("template", "the positions file of a day, as the contracts of the ledger come to it")
    _date(made)
    made.add_argument("--all", action="store_true", help="every account, also those that are no positions")
    made.add_argument("--out", default="", metavar="FILE", help="a .csv or .xlsx file (default: CSV on the screen)")
    ask(made)
    made = word("compare", "positions and trial balance beside what is computed; nothing is changed")
    _files(made)
    _date(made)
    ask(made)
    made = word("import", "open the books of an entity; takes two people")
    _files(made)
    _date(made)
    made.add_argument(
        "--differences",
        choices=("opening", "first period"),
        default="opening",
        help="where what differs is booked, within the tolerance (default: opening)",
    )
    who(made)
    made = word("tolerance", "up to what amount in all the positions may differ from what is computed")
    made.add_argument("amount", metavar="AMOUNT", help="in the currency of the entity; nothing where none is set")
    who(made)


def _date(made: argparse.ArgumentParser) -> None:
    made.add_argument("--date", required=True, metavar="DATE", help="the last day before the cut-over")


def _files(made: argparse.ArgumentParser) -> None:
    made.add_argument("positions", metavar="POSITIONS", help="the positions of the earlier system")
    made.add_argument("trial_balance", metavar="TRIAL-BALANCE", help="the general ledger at the end of that day")
