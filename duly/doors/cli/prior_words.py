"""The words of the ledger for what lies behind a close: overrides, amounts for earlier periods, restatements."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import TypeAlias

Make: TypeAlias = Callable[..., argparse.ArgumentParser]
Add: TypeAlias = Callable[[argparse.ArgumentParser], None]

WORDS = "override lift overrides prior class materiality misstatements restate restatements".split()

_OVERRIDE = """examples:
  duly override CT-2041 'treatment: A-1' 'as: prospective' 'date: 2026-03-01' --by rae --why "memo 7"
  duly override CT-2041 'controls: hosting' 'date: 2026-01-01' --by rae --why "we bear the risk"
  duly overrides                                       those in force
  duly lift CT-2041/judged/0 --by rae --why "the supplier bears it after all"

Overrides: treatment, distinct, not distinct, controls, does not control, material right, not material right,
significant financing."""
_CLASS = """examples:
  duly prior 2026-03                                   what March books for earlier periods, and what it is
  duly class CT-2041 2026-03 error --by rae --why "the delivery note lay in the warehouse"
  duly materiality 50000.00 --by rob --why "half a percent of revenue"
  duly misstatements                                   what is wrong with each closed period
  duly restate 2026-03 --by rob --why "material to January"

Classes: event (arose after the close), estimate (a change of estimate), error, policy (a change of policy)."""


def prior_words(room: Make, who: Add, of: Add, ask: Add) -> None:
    """Add these words to the command."""
    _overrides(room, who, of, ask)
    made = room("prior", "what a period books for earlier ones, and as what it is classed", _CLASS)
    made.add_argument("period", metavar="PERIOD")
    of(made)
    ask(made)
    made = room("class", "say what it is that a period books of a contract for earlier ones", _CLASS)
    made.add_argument("contract", metavar="CONTRACT")
    made.add_argument("period", metavar="PERIOD", help="that books it")
    made.add_argument("named", metavar="CLASS", help="event, estimate, error or policy")
    made.add_argument("--of", default="", metavar="PERIOD", help="what belongs to this period alone (default: all)")
    of(made)
    who(made)
    made = room("materiality", "from what amount on a misstatement of a period is material", _CLASS)
    made.add_argument("amount", metavar="AMOUNT", help="in the currency of the entity")
    of(made)
    who(made)
    made = room("misstatements", "what errors make wrong with each closed period", _CLASS)
    of(made)
    ask(made)
    made = room("restate", "carry errors and changes of policy back to their periods; takes two people", _CLASS)
    made.add_argument("period", metavar="PERIOD", help="the open period that would book them")
    of(made)
    who(made)
    made = room("restatements", "what was restated, by whom, why and because of what", _CLASS)
    of(made)
    ask(made)


def _overrides(room: Make, who: Add, of: Add, ask: Add) -> None:
    made = room("override", "treat a contract otherwise than the terms or the rule would", _OVERRIDE)
    made.add_argument("contract", metavar="CONTRACT")
    made.add_argument("words", nargs="+", metavar="'KEY: VALUE'", help="a row of `judged` in the contract language")
    who(made)
    made = room("lift", "let the terms and the rule decide again from now on", _OVERRIDE)
    made.add_argument("override", metavar="OVERRIDE", help="as CT-2041/judged/0; `duly overrides` lists them")
    who(made)
    made = room("overrides", "the overrides in force", _OVERRIDE)
    of(made)
    ask(made)
