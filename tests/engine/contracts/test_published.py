"""What is published of the language is current, and the examples under docs/language are contracts."""

from __future__ import annotations

import json
import re
import runpy
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from duly.engine.contracts.company import COMPANY, read_company
from duly.engine.contracts.forms import Form, Scalar, Section, Variants
from duly.engine.contracts.json_schema import _name as definition
from duly.engine.contracts.judgements import COSTS, JUDGED
from duly.engine.contracts.key_reference import _inside as inside
from duly.engine.contracts.prices import Placed
from duly.engine.contracts.reading import read_contracts
from duly.engine.contracts.schema import CONTRACT
from duly.engine.contracts.verbs import HAPPENED
from duly.ground.tree import Block
from duly.readers.tree import read_tree
from tests.engine.contracts.shapes import plain

ROOT = Path(__file__).resolve().parents[3]
EXAMPLES = sorted(path for path in (ROOT / "docs" / "language").glob("*.yaml") if path.stem != "company")
GROUPS = set(
    "contract transaction-price financing allocation modification over-time-progress subscription-usage billing-events "
    "options-breakage licensing special-arrangements contract-costs presentation-disclosure fx metrics".split()
)


def only(path: Path) -> Block:
    """The one document of a file."""
    read = read_tree(path)
    assert not read.errors, read.errors
    (block,) = read.documents
    return block


def validator(name: str) -> jsonschema.Draft202012Validator:
    """The published schema, itself valid."""
    schema = json.loads((ROOT / "docs" / "schema" / name).read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


PAGES = runpy.run_path(str(ROOT / "docs" / "make_language.py"))["pages"]()
OF_CONTRACT, OF_COMPANY = validator("contract.json"), validator("company.json")


@pytest.mark.parametrize("name", sorted(PAGES))
def test_a_published_page_is_current(name):
    assert (ROOT / "docs" / name).read_text(encoding="utf-8") == PAGES[name], "run `make docs`"


def test_each_of_the_fifteen_groups_has_an_example():
    assert {path.stem for path in EXAMPLES} == GROUPS


def test_all_examples_are_read_without_error():
    company = read_company(only(ROOT / "docs" / "language" / "company.yaml"))
    reading = read_contracts([only(path) for path in EXAMPLES], company)
    assert not reading.errors, "\n".join(map(str, reading.errors))
    assert len(reading.terms) == len(EXAMPLES)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_each_example_is_valid_by_the_schema(path):
    OF_CONTRACT.validate(plain(only(path)))


def test_the_company_example_is_valid_by_the_schema():
    OF_COMPANY.validate(plain(only(ROOT / "docs" / "language" / "company.yaml")))


GOOD = {
    "contract": "C-1",
    "currency": "USD",
    "term": {"from": "2024-01-01", "to": "2024-12-31"},
    "obligations": {"a": {"price": {"value": "5.00 per seat", "source": "o p1"}, "quantity": "3 seats"}},
    "happened": [{"date": "2024-01-02", "delivered": ["a"]}, {"date": "2024-01-03", "paid": "5.00", "invoice": "I/1"}],
}


def changed(*path: Any, value: Any) -> dict[str, Any]:
    """The good contract with one value changed."""
    found = json.loads(json.dumps(GOOD))
    inside = found
    for key in path[:-1]:
        inside = inside[key]
    inside[path[-1]] = value
    return found


def test_a_good_contract_is_valid_typed_or_not():
    OF_CONTRACT.validate(GOOD)
    OF_CONTRACT.validate(changed("total", value=1200.5))
    OF_CONTRACT.validate(changed("portfolio", value=True))


@pytest.mark.parametrize(
    "broken",
    [
        changed("pirce", value="5.00"),
        changed("term", "from", value="1.1.2024"),
        changed("term", value="2024"),
        changed("total", value="1,200.00"),
        changed("total", value={"value": "x"}),
        changed("total", value={"value": "1.00", "sauce": "o"}),
        changed("obligations", value=[]),
        changed("obligations", "a/b", value={}),
        changed("obligations", "all", value={}),
        changed("obligations", "a", "earn", value="someday"),
        changed("obligations", "a", "price", value={"steps": []}),
        changed("happened", 0, value={"date": "2024-01-02", "deliverd": "a"}),
        changed("happened", 0, value={"delivered": "a"}),
        changed("happened", 1, "delivered", value="a"),
        changed("happened", 1, "paid", value="5,00"),
        changed("duly", value="2"),
    ],
)
def test_a_broken_contract_is_not_valid(broken):
    assert not OF_CONTRACT.is_valid(broken)


def test_a_broken_company_is_not_valid():
    assert OF_COMPANY.is_valid({"company": "X", "entities": {"US01": {"currency": "USD", "year starts": 4}}})
    assert not OF_COMPANY.is_valid({"entities": {"US01": {"calendar": "weeks"}}})
    assert not OF_COMPANY.is_valid({"closes": [{"entity": "US01"}]})


def test_every_key_has_a_meaning_and_stands_in_the_reference():
    page = PAGES["language-keys.md"]
    for section in (CONTRACT, COMPANY, *HAPPENED.sections, *JUDGED.sections, *COSTS.sections):
        for key in section.keys:
            assert key.meaning
            assert f"`{key.name}`" in page


def test_no_two_forms_share_a_definition():
    forms: dict[str, set[Any]] = {}
    waiting: list[Form] = [CONTRACT, COMPANY]
    while waiting:
        form = waiting.pop()
        if isinstance(form, Placed):
            form = form.form
        if name := definition(form):
            forms.setdefault(name, set()).add(form.pattern if isinstance(form, Scalar) else id(form))
        waiting.extend(inside(form))
    assert {name for name, different in forms.items() if len(different) > 1} == set()


def test_every_link_of_the_reference_leads_somewhere():
    page = PAGES["language-keys.md"]
    anchors = {
        re.sub(r"[^a-z0-9 -]", "", title.lower()).replace(" ", "-") for title in re.findall(r"^## (.*)$", page, re.M)
    }
    assert set(re.findall(r"\]\(#([^)]*)\)", page)) <= anchors
    assert len(anchors) == page.count("\n## ")


def test_every_verb_of_the_language_page_is_declared():
    page = (ROOT / "docs" / "language.md").read_text(encoding="utf-8")
    for table in (HAPPENED, JUDGED, COSTS):
        assert isinstance(table, Variants)
        for section in table.sections:
            assert isinstance(section, Section)
            assert f"{section.lead}:" in page, section.lead
