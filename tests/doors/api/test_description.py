"""The description that is committed is the one that is served, and it is sound."""

from __future__ import annotations

import json
import re
from pathlib import Path

from jsonschema import Draft202012Validator
from pydantic import BaseModel

from docs.make_openapi import PAGE, told
from duly.doors.api.description import EXAMPLES
from duly.doors.api.operations import OPERATIONS
from tests.doors.api.client import Caller
from tests.doors.api.examples import WITHOUT
from tests.doors.api.examples import told as told_examples
from tests.store.ledger import Ledger, use, use_nothing


def test_the_description_is_up_to_date_and_served_to_everybody(sqlite_ledger: Ledger):
    assert PAGE.read_text(encoding="utf-8") == told(), "run `make docs`"
    assert Caller("").get("/openapi.json").json == json.loads(told())


def test_every_schema_is_sound_and_its_examples_are_of_it():
    whole = json.loads(Path(PAGE).read_text(encoding="utf-8"))
    assert whole["openapi"].startswith("3.1")
    tried = 0
    for name, schema in whole["components"]["schemas"].items():
        Draft202012Validator.check_schema(schema)
        for example in schema.get("examples", ()):
            assert not list(Draft202012Validator({**schema, "components": whole["components"]}).iter_errors(example))
        for key, one in schema.get("properties", {}).items():
            for example in one.get("examples", ()):
                found = Draft202012Validator({**one, "components": whole["components"]}).iter_errors(example)
                assert not list(found), (name, key)
                tried += 1
    assert tried > 5


def test_no_two_shapes_have_one_name():
    """Of two that have, one would stand for both."""
    found: list[type[BaseModel]] = [BaseModel]
    for one in found:
        found += one.__subclasses__()
    mine = {one for one in found if one.__module__.startswith("duly.doors.api.") and "[" not in one.__name__}
    assert len(mine) > 50 and len({one.__name__ for one in mine}) == len(mine)


def test_every_operation_shows_an_answer_that_is_real_and_as_described(tmp_path: Path):
    use(str(tmp_path / "duly.sqlite3"))
    committed, now = json.loads(EXAMPLES.read_text(encoding="utf-8")), json.loads(told_examples())
    # What is read in a document grows with its readers, which this is no test of.
    assert committed.pop("get_document_draft").keys() == now.pop("get_document_draft").keys()
    assert committed == now, "read what changed; then `make docs`"
    use_nothing()
    whole, shown = json.loads(PAGE.read_text(encoding="utf-8")), set()
    for one in (one for path in whole["paths"].values() for one in path.values()):
        content = one["responses"]["200"]["content"]["application/json"]
        if "example" in content:
            shown.add(one["operationId"])
            schema = {**content["schema"], "components": whole["components"]}
            assert not list(Draft202012Validator(schema).iter_errors(content["example"])), one["operationId"]
    assert shown == set(OPERATIONS) - set(WITHOUT)


def test_everything_that_is_referred_to_is_there_and_every_operation_says_what_it_is():
    whole = json.loads(Path(PAGE).read_text(encoding="utf-8"))
    for ref in set(re.findall(r'"\$ref": "#/([^"]+)"', PAGE.read_text(encoding="utf-8"))):
        found = whole
        for part in ref.split("/"):
            assert part in found, ref
            found = found[part]
    for path in whole["paths"].values():
        for one in path.values():
            assert one["summary"] and one["description"] and one["x-scope"] and one["tags"], one["operationId"]
