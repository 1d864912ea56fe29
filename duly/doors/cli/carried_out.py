"""A verb of the ledger, called from the command line, and what came of it said."""

from __future__ import annotations

import argparse

from duly.doors.cli.ledger_texts import told
from duly.doors.cli.notices import counted, say, say_errors
from duly.ground.errors import DulyError


def carried_out(name: str, args: dict[str, object], errors: list[DulyError], given: argparse.Namespace) -> int:
    """Call a verb and say what came of it."""
    from duly.actions.money import decimals
    from duly.actions.verbs import perform

    try:
        done = perform(name, given.by, args, key=given.key, why=given.why, dry_run=given.dry_run)
    except DulyError:
        say_errors(errors)
        raise
    effect = done.effect
    if done.proposal:
        inner = effect["effect"]
        assert isinstance(inner, dict)
        print("\n".join(told(inner, decimals())))
        people = "another person" if effect["needs"] == 1 else f"{effect['needs']} others"
        verb = "would be" if given.dry_run else "is"
        print(f"{verb} {done.proposal}, which waits for {people}: duly approve {done.proposal} --by …")
    else:
        print("\n".join(told(effect, decimals())))
        if given.room == "webhook":
            from duly.doors.cli.webhooks import said_after

            said_after(given, effect)
    if given.dry_run:
        print("nothing was changed")
    waits = _inside(effect, "set aside")
    if waits:
        mend = "mend it and send the file again" if given.room == "contract" else "nothing of it is posted"
        say(f"{counted(len(waits), 'error')}; what has one waits whole: {mend}")
    return 1 if waits else 0


def _inside(effect: object, key: str) -> list[object]:
    found: object = effect
    while isinstance(found, dict) and key not in found and "effect" in found:
        found = found["effect"]
    rows = found.get(key, []) if isinstance(found, dict) else []
    return rows if isinstance(rows, list) else []
