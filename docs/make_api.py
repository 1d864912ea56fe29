"""Runs the requests shown in docs/api.md against a ledger of their own and writes under each what it really answers.

A request stands in a block that opens with ```console, on a line that begins with `$ api` or, as another person,
`$ PERSON=… api`. It is sent through the whole application, but for the socket.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import shlex
import tempfile
from datetime import date
from typing import Any

from docs.make_stories import ROOT

PAGE = ROOT / "docs" / "api.md"
_BLOCK = re.compile(r"(?<=^```console\n).*?(?=^```$)", re.DOTALL | re.MULTILINE)
# A request goes on in lines that are set in.
_REQUEST = re.compile(r"^\$ .*(?:\n    .*)*", re.MULTILINE)
_TODAY = date(2026, 3, 12)


def told() -> str:
    """The page with every answer as it is now; the ledger in use must be empty."""
    from docs.make_ledger import _on, _quietly

    with contextlib.chdir(ROOT):
        for day, words, checker in _scene():
            with _on(day):
                _quietly(words)
                if checker:
                    _quietly(f"approve {_last()} --by {checker}")
    with _on(_TODAY.isoformat()):
        for person, scopes in _KEYS.items():
            _issue(person, scopes)
        return _BLOCK.sub(lambda block: _answered(block[0]), PAGE.read_text(encoding="utf-8"))


_KEYS = {
    "rae": ["read", "fact.record", "contract.amend", "journal.post"],
    "rob": ["read", "contract.amend", "period.close"],
}


def _scene() -> list[tuple[str, str, str]]:
    people = (("cam", "CM"), ("rae", "RA"), ("rob", "RM"))
    files = "examples/earlier-periods"
    return [
        ("2026-01-02", "init ann=SA ben=CT", ""),
        *(("2026-01-02", f"access grant {who} {role} --by ann", "ben") for who, role in people),
        ("2026-01-02", f"company set {files}/company.yaml --by rob", "ben"),
        ("2026-01-05", f"contract import {files}/contract.yaml --by cam", "rob"),
        ("2026-02-03", "close 2026-01 --by rob", "ben"),
    ]


def _last() -> str:
    from duly.store.audit import pending

    return pending()[-1].ref


def _secret(person: str) -> str:
    return f"duly_{person:x<43}"


def _issue(person: str, scopes: list[str]) -> None:
    from duly.actions.tokens import mark_of
    from duly.actions.verbs import perform

    said = {"person": person, "mark": mark_of(_secret(person)), "scopes": scopes, "ends": "2026-12-31"}
    done = perform("issue_token", "ann", said)
    perform("approve", "ben", {"proposal": done.proposal})


def _answered(block: str) -> str:
    return "\n".join(f"{one}\n{_answer(one)}\n" for one in _REQUEST.findall(block))


def _answer(request: str) -> str:
    """What a request is answered, as `json.tool` writes it."""
    words = shlex.split(request[2:])
    person = words.pop(0).partition("=")[2] if words[0].startswith("PERSON=") else "rae"
    assert words.pop(0) == "api", request
    path, headers, method, body = words.pop(0), {"Authorization": f"Bearer {_secret(person)}"}, "GET", ""
    while words:
        option, value = words.pop(0), words.pop(0)
        if option == "-H":
            name, _, said = value.partition(": ")
            headers[name] = said
        elif option == "-d":
            method, body = "POST", value
        else:
            assert option == "-X", option
            method = value
    return json.dumps(_sent(method, path, body, headers), indent=2, ensure_ascii=False)


def _sent(method: str, path: str, body: str, headers: dict[str, str]) -> Any:
    from django.test import Client

    found = Client().generic(method, f"/api/v1{path}", body, content_type="application/json", headers=headers)
    return json.loads(found.content)


def main() -> None:
    """Write the page anew."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"DULY_DATA": folder, "DJANGO_SETTINGS_MODULE": "duly.site.settings"}
        os.environ.pop("DULY_DATABASE", None)
        os.environ["DULY_HOSTS"] = "testserver"
        import django

        django.setup()
        PAGE.write_text(told(), encoding="utf-8")


if __name__ == "__main__":
    main()
