"""The description that is committed is the one that is served, and it is sound."""

from __future__ import annotations

import json
import re
from pathlib import Path

from jsonschema import Draft202012Validator

from docs.make_openapi import PAGE, told
from tests.doors.api.client import Caller
from tests.store.ledger import Ledger


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
