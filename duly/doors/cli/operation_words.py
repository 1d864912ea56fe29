"""The words for those who run duly: serving, looking after it, copies and upgrades."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import TypeAlias

Make: TypeAlias = Callable[..., argparse.ArgumentParser]
Adder: TypeAlias = Callable[[argparse.ArgumentParser], None]

_SERVE = """examples:
  duly serve                                           on this machine alone, at 127.0.0.1:8060
  DULY_BIND=10.0.0.5:8060 DULY_PROXY=10.0.0.2 duly serve

All it needs is in the environment: docs/operation.md has the table."""
_DOCTOR = """examples:
  duly doctor                                          durability, versions, clock, disk, tables, rights, worker
  duly doctor --deploy                                 and whether it may be served to others as it is set up"""
_BACKUP = """examples:
  duly backup books-2026-03-31.backup                  while others work; one file, whole and consistent
  duly restore books-2026-03-31.backup                 into an empty folder (DULY_DATA) or database (DULY_DATABASE)"""


def operation_words(room: Make, database_roles: Adder) -> None:
    """Add the words of the ledger to the command."""
    made = room("doctor", "what stands against running this ledger, and how to mend it", _DOCTOR)
    made.add_argument("--deploy", action="store_true", help="also whether it may be served to others")
    made = room("backup", "copy the ledger to a file while it is in use", _BACKUP)
    made.add_argument("file", metavar="FILE")
    made = room("restore", "put a backup in the place of an empty ledger", _BACKUP)
    made.add_argument("file", metavar="FILE")
    database_roles(room("upgrade", "bring the tables of the store to this version; no posted number moves"))


def serve_words(made: Make) -> argparse.ArgumentParser:
    """The word that serves; it stands apart, since it is answered by the site."""
    words = "serve the API until it is told to stop"
    return made(help=words, description=words, epilog=_SERVE)
