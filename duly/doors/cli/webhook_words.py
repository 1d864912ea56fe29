"""The words about webhooks: who is told of events, and what was sent."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import TypeAlias

Make: TypeAlias = Callable[..., argparse.ArgumentParser]
Adder: TypeAlias = Callable[[argparse.ArgumentParser], None]

_WEBHOOK = """examples:
  duly webhook add https://hooks.example.com/duly --entity US01 --by rob
  duly webhook add https://hooks.example.com/duly --event period.closed --event journal.exported --by rob
  duly webhook test WH-31 --by rob                     send it a trial now
  duly webhook log WH-31 --by rob                      what was sent, and what came of it
  duly webhook replay WH-31 --since 2026-03-01 --by rob
  duly webhook rotate WH-31 --by rob                   a new secret; the old one signs too for a day

`duly work` sends. The events and what each holds: docs/reference/events.md"""
_VERBS = {
    "change": "another address, other events or another entity; you are its owner then",
    "pause": "send nothing; what happens waits",
    "resume": "send again, what waits first",
    "remove": "send nothing any more",
    "rotate": "give it a new secret",
    "test": "send it a trial now",
    "replay": "send messages again",
}


def webhook_words(room: Make, parser: Make, who: Adder, asker: Adder) -> None:
    """Add the words to the command."""
    verbs = room("webhook", "tell other systems what happens, signed", _WEBHOOK).add_subparsers(
        dest="verb", required=True, metavar="VERB"
    )

    def word(name: str, says: str) -> argparse.ArgumentParser:
        return parser(lambda **s: verbs.add_parser(name, **s), help=says, description=says)

    made = word("add", "tell an address; prints the secret its receiver needs")
    made.add_argument("url", metavar="URL", help="https://…, without secrets in it: it stands in the audit trail")
    _told(made, "")
    who(made)
    for name, says in _VERBS.items():
        made = word(name, says)
        made.add_argument("endpoint", metavar="ENDPOINT", help="as WH-31")
        who(made)
        if name == "change":
            made.add_argument("--url", default="", metavar="URL", help="another address")
            _told(made, None)
        elif name == "rotate":
            made.add_argument("--overlap", type=int, default=24, metavar="HOURS", help="both sign (default: 24)")
        elif name == "replay":
            one = made.add_mutually_exclusive_group(required=True)
            one.add_argument("--message", default="", metavar="ID", help="this one, as msg_12")
            one.add_argument("--since", default="", metavar="MOMENT", help="all since a day or moment (UTC)")
    asker(word("list", "who is told of what"))
    for name, says in (("secret", "the secret a receiver needs"), ("log", "the last messages, the newest first")):
        made = word(name, says)
        made.add_argument("endpoint", metavar="ENDPOINT", help="as WH-31")
        if name == "log":
            made.add_argument("--limit", type=int, default=20, metavar="N", help="how many (default: 20, at most 500)")
        asker(made)


def _told(made: argparse.ArgumentParser, nothing: str | None) -> None:
    made.add_argument("--event", action="append", metavar="NAME", help="these events alone (default: all)")
    made.add_argument("--entity", default=nothing, metavar="ENTITY", help="of this entity alone (default: of all)")
