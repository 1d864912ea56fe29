"""Laws of the declaration: whatever is written is read or refused by name, and what is read is valid by the schema."""

from __future__ import annotations

from random import Random

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duly.engine.contracts.company import COMPANY, read_company
from duly.engine.contracts.forms import Form
from duly.engine.contracts.json_schema import company_schema, contract_schema
from duly.engine.contracts.judgements import COSTS, JUDGED, OPENING
from duly.engine.contracts.language import read_terms
from duly.engine.contracts.promises import OBLIGATION, TERM
from duly.engine.contracts.reader import BROKEN, Reader
from duly.engine.contracts.reading import read_contracts
from duly.engine.contracts.schema import BILL_LINE, CANCEL, CONTRACT
from duly.engine.contracts.terms import Company
from duly.engine.contracts.verbs import HAPPENED
from duly.ground.errors import DulyError
from duly.ground.tree import Block
from tests.engine.contracts.shapes import made, plain

SCHEMAS = {"contract": contract_schema(), "company": company_schema()}
PARTS: dict[str, Form] = {
    "an-obligation": OBLIGATION,
    "the-term": TERM,
    "the-right-to-cancel": CANCEL,
    "a-billing-row": BILL_LINE,
    "a-row-of-happened": HAPPENED,
    "a-row-of-judged": JUDGED,
    "a-row-of-costs": COSTS,
    "a-row-of-opening": OPENING,
}


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 10**9))
def test_whatever_has_the_shape_of_a_contract_is_read_or_refused_by_name(seed):
    chance = Random(seed)
    contract, company = made(CONTRACT, chance), made(COMPANY, chance)
    for read, node in ((lambda block: read_terms(block, Company()), contract), (read_company, company)):
        if isinstance(node, Block):
            try:
                read(node)
            except DulyError as error:
                assert str(error)
    if isinstance(contract, Block):
        assert read_contracts([contract, contract], Company()).errors


@pytest.mark.parametrize("name", PARTS)
@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 10**9))
def test_what_is_read_is_valid_by_the_schema(name, seed):
    schema = {"$ref": f"#/$defs/{name}", "$defs": SCHEMAS["contract"]["$defs"]}
    node = made(PARTS[name], Random(seed), 0.005)
    reader = Reader(currency="USD", digits=2)
    try:
        value = PARTS[name].read(node, "x", reader)
    except DulyError:
        return
    if value is not BROKEN and not reader.errors:
        jsonschema.Draft202012Validator(schema).validate(plain(node))
