"""Keys to the API: made, listed and taken back."""

from __future__ import annotations

import argparse
import secrets
from collections.abc import Callable

from duly.actions.readers import require_reader
from duly.actions.tokens import mark_of, tokens_at
from duly.doors.cli.carried_out import carried_out
from duly.doors.cli.notices import counted
from duly.store.audit import head


def make_token(given: argparse.Namespace) -> int:
    """Make a key. Its secret is made here, shown once and kept nowhere."""
    secret = f"duly_{secrets.token_urlsafe(32)}"
    args = {"person": given.person, "mark": mark_of(secret), "scopes": given.scope, "ends": given.ends}
    status = carried_out("issue_token", {**args, "entities": given.entity or []}, [], given)
    if not given.dry_run:
        print(f"secret  {secret}")
        print("it is shown this once; send it as `Authorization: Bearer …` when another person has agreed")
    return status


def revoke_token(given: argparse.Namespace) -> int:
    """Take a key back."""
    return carried_out("revoke_token", {"token": given.token}, [], given)


def show_tokens(given: argparse.Namespace) -> int:
    """The keys there are."""
    require_reader(given.by, "", action="access.read")
    found = tokens_at(head()[0])
    for one in found:
        state = "taken back" if one["revoked"] else f"through {one['ends']}"
        scopes, entities = (" ".join(map(str, one[name])) for name in ("scopes", "entities"))  # type: ignore[call-overload]
        print(f"{one['token']}  {one['person']}  {state}  {entities or 'all entities'}: {scopes}")
    print(counted(len(found), "key"))
    return 0


WORDS: dict[str, Callable[[argparse.Namespace], int]] = {
    "token": make_token,
    "revoke-token": revoke_token,
    "tokens": show_tokens,
}
