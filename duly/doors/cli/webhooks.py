"""Webhooks on the command line: calls of their verbs, and questions about them."""

from __future__ import annotations

import argparse
from collections.abc import Callable

from duly.actions.deliveries import delivery_log, shown_endpoints
from duly.actions.webhooks import secret_shown
from duly.doors.cli.notices import counted

Args = dict[str, object]


def show_endpoints(given: argparse.Namespace) -> int:
    """Who is told of what."""
    found = list(shown_endpoints(given.by))
    for one in found:
        where = str(one["entity"] or "all entities")
        print(f"{one['endpoint']}  {one['state']}  {one['url']}  {where}  owner {one['owner']}")
        print(f"    events  {', '.join(one['events']) or 'all'}")
        waits = f"{one['waits']:,} wait" + (f", failing since {one['failing since']}" if one["failing since"] else "")
        print(f"    messages  {one['delivered']:,} delivered, {one['given up']:,} given up, {waits}")
        if one["stopped"]:
            print(f"    {one['stopped']}")
    print(counted(len(found), "endpoint"))
    return 0


def show_secret(given: argparse.Namespace) -> int:
    """The secret of an endpoint."""
    print(secret_shown(given.by, given.endpoint))
    return 0


def show_log(given: argparse.Namespace) -> int:
    """The last messages to an endpoint."""
    found = list(delivery_log(given.by, given.endpoint, given.limit))
    for one in found:
        due = f", due {one['due']}" if one["due"] else ""
        print(f"{one['message']}  {one['event']}  {one['state']}{due}")
        for attempt in one["attempts"]:
            print(f"    {attempt['at']}  {attempt['status'] or '---'}  {attempt['ms']} ms  {attempt['wrong']}".rstrip())
    print(counted(len(found), "message"))
    return 0


def said_after(given: argparse.Namespace, effect: Args) -> None:
    """What the person needs beside the effect: a secret, which stands in no answer that is kept."""
    if given.verb in ("add", "rotate") and not given.dry_run:
        endpoint = str(effect["endpoint"])
        print(f"secret  {secret_shown(given.by, endpoint)}")


def _of_endpoint(args: Callable[[argparse.Namespace], Args]) -> Callable[[argparse.Namespace], Args]:
    """What a verb is told of the endpoint that a word names."""
    return lambda given: {"endpoint": given.endpoint, **args(given)}


def _told(given: argparse.Namespace) -> Args:
    said = {"url": given.url, "events": given.event, "entity": given.entity}
    return {key: value for key, value in said.items() if value is not None}


def _nothing(_: argparse.Namespace) -> Args:
    return {}


CALLS: dict[str, tuple[str, Callable[[argparse.Namespace], Args]]] = {
    "add": ("add_endpoint", _told),
    "change": ("change_endpoint", _of_endpoint(_told)),
    "rotate": ("rotate_secret", _of_endpoint(lambda given: {"overlap_hours": given.overlap})),
    "replay": ("replay_events", _of_endpoint(lambda given: {"message": given.message, "since": given.since})),
    "pause": ("pause_endpoint", _of_endpoint(_nothing)),
    "resume": ("resume_endpoint", _of_endpoint(_nothing)),
    "remove": ("remove_endpoint", _of_endpoint(_nothing)),
    "test": ("test_endpoint", _of_endpoint(_nothing)),
}
QUESTIONS: dict[str, Callable[[argparse.Namespace], int]] = {
    "list": show_endpoints,
    "secret": show_secret,
    "log": show_log,
}
