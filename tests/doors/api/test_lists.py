"""Lists that come by pages, and what they said at an earlier moment."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import override_settings

from duly.actions.deliveries import plan
from duly.actions.jobs import staged
from duly.doors.connectors.jobs import steps
from duly.store.audit import head, pending
from duly.store.webhooks import endpoints
from tests.doors.api.client import Caller, issue
from tests.doors.api.test_conventions import is_problem
from tests.store import papers
from tests.store.ledger import PLAIN, Ledger

# Each list with the name of its rows.
LISTS = {
    "/approvals?": "proposal",
    "/people?": "person",
    "/tokens?": "token",
    "/jobs?": "job",
    "/webhooks?": "endpoint",
    "/webhooks/{first}/messages?": "message",
    "/review-queue?entity=US01": "document",
}
# What they say of now, whatever moment is asked for.
NOW = {"waits", "delivered", "given_up", "failing_since", "stopped"}
OTHERS = ("/approvals/{proposal}?", "/jobs/{job}?", "/jobs/{job}/results?", "/documents/DOC-1/terms?",
          "/documents/DOC-1/draft?")  # fmt: skip


@pytest.fixture
def kept(ledger: Ledger, tmp_path) -> Iterator[tuple[Ledger, Caller]]:
    """A ledger with three of everything, and somebody who may look at all of it."""
    with override_settings(SECRET_IS_KEPT=True):
        ledger.take_in(PLAIN)
        ledger.agreed("grant_role", "ann", "ben", person="aud", role="RA")
        caller = Caller(issue(ledger, "aud"))
        for n in range(1, 4):
            _one_more(ledger, n, tmp_path)
        yield ledger, caller


def _one_more(ledger: Ledger, n: int, folder: Any) -> None:
    """One more of everything that is listed."""
    issue(ledger, "rae", name=f"key-{n}")
    ledger.agreed("grant_role", "ann", "ben", person=f"new-{n}", role="VW")
    ledger.record("CT-1", f"{{date: 2026-0{n + 1}-01, amendment: A-{n}, changes: {{platform: {{price: 130000.00}}}}}}")
    ledger.do("receive_document", "cam", name=f"{n}.pdf", content=papers.content(f"order {n}"), entity="US01")
    ledger.do("read_document", "cam", document=f"DOC-{n}", reading=papers.reading(f"{n}000.00"))
    file = folder / f"{n}.yaml"
    file.write_text(PLAIN.replace("CT-1", f"CT-{n}1").replace("I-1", f"I-{n}1"), "utf-8")
    ledger.do("submit_job", "cam", kind="contracts", name=file.name, sha256=staged(file))
    list(steps())
    ledger.do("add_endpoint", "rae", url=f"https://erp.example.com/{n}", entity="US01")
    ledger.do("test_endpoint", "rae", endpoint=first_endpoint())
    plan()


def first_endpoint() -> str:
    """The endpoint of which messages are listed."""
    return next(iter(endpoints()))


def every(caller: Caller, path: str, limit: int = 1000) -> list[Any]:
    """All rows of a list, page by page."""
    found, cursor, path = [], "", path.format(first=first_endpoint())
    while True:
        answer = caller.get(f"{path}&limit={limit}" + (f"&cursor={cursor}" if cursor else ""))
        assert answer.status == 200 and len(answer.json["items"]) <= limit, answer
        found += answer.json["items"]
        assert len(found) < 100, "a page leads back"
        cursor = answer.json["next"]
        if cursor is None:
            return found


def told(rows: list[Any]) -> list[Any]:
    """Rows without what is told of now."""
    return [{name: value for name, value in row.items() if name not in NOW} for row in rows]


def test_a_list_by_pages_is_the_whole_list_of_one_moment(kept, tmp_path):
    ledger, caller = kept
    whole = {path: every(caller, path) for path in LISTS}
    cursors = {}
    for path, name in LISTS.items():
        at, names = path.format(first=first_endpoint()), [row[name] for row in whole[path]]
        assert len(set(names)) == len(names) >= 3, path
        assert every(caller, path, 1) == every(caller, path, 2) == whole[path]
        cursors[path] = caller.get(f"{at}&limit=1").json["next"]
    _one_more(ledger, 4, tmp_path)
    for path in LISTS:
        at = path.format(first=first_endpoint())
        after = caller.get(f"{at}&cursor={cursors[path]}&limit=1000").json
        assert told(after["items"]) == told(whole[path][1:]) and after["next"] is None, path
        assert len(every(caller, path)) > len(whole[path]), path
        assert is_problem(caller.get(f"{at}&cursor=WzEsMl0="), 422, "cursor-is-wrong"), path
    assert [one["job"] for one in every(caller, "/jobs?")] == sorted(
        (one["job"] for one in every(caller, "/jobs?")), key=lambda ref: -int(ref.rpartition("-")[2])
    )


def test_what_was_known_at_a_moment_is_told_of_it_whatever_came_in_since(kept, tmp_path):
    ledger, caller = kept
    at = f"&as_of={head()[0]}"
    job, proposal = every(caller, "/jobs?")[0]["job"], pending()[0].ref
    others = [path.format(job=job, proposal=proposal) for path in OTHERS]
    whole = {path: every(caller, path + at) for path in LISTS}
    before = {path: caller.get(path).json for path in others}
    _one_more(ledger, 4, tmp_path)
    ledger.do("approve", "rob", proposal=proposal)
    ledger.do("reject_term", "cam", document="DOC-1", term="1", why="none")
    waits = caller.get(f"/jobs/{job}").json["proposal"]
    ledger.do("approve", "rob", proposal=waits)
    list(steps())
    ledger.agreed("revoke_role", "ann", "ben", person="new-1", role="VW")
    ledger.do("remove_endpoint", "rae", endpoint=list(endpoints())[1])
    for path, rows in whole.items():
        assert told(every(caller, path + at)) == told(rows) != told(every(caller, path)), path
    for path, said in before.items():
        now, then = caller.get(path).json, caller.get(path + at).json
        assert then == said, path
        assert {**now, "as_of": 0} != {**then, "as_of": 0}, path
    assert is_problem(caller.get(f"/jobs/{job}?as_of=1"), 404, "unknown-job")
    assert is_problem(caller.get("/documents/DOC-1/terms?as_of=1"), 404, "unknown-document")
