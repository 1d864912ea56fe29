"""Many contracts in one reading: what waits, and why; and case files, whose own keys are split off."""

from __future__ import annotations

from duly.engine.contracts.cases import split_case
from duly.engine.contracts.language import read_terms
from duly.engine.contracts.terms import Company
from tests.engine.contracts.texts import HEAD, blocks, contracts_of

ONE = "obligations: {a: {price: 1.00}}\n"

TWO = """\
contract: A
currency: USD
signed: 2024-01-01
obligations: {a: {price: 1.00}}
---
contract: B
currency: USD
signed: 2024-01-01
combine: A
obligations: {b: {price: 1.00}}
"""


def test_one_bad_contract_waits_and_the_others_go_on():
    reading = contracts_of(TWO + "---\ncontract: C\ncurrency: USD\nsigned: 2024-01-01\nobligations: {c: {price: x}}\n")
    assert [terms.ref for terms in reading.terms] == ["A", "B"]
    assert [(error.name, error.contract) for error in reading.errors] == [("NotAPrice", "C")]


def test_contracts_with_one_reference_all_wait_and_each_place_is_named():
    reading = contracts_of(TWO + "---\n" + TWO)
    assert reading.terms == ()
    assert [error.name for error in reading.errors] == ["DuplicateContract"] * 4
    assert [error.place.line for error in reading.errors] == [1, 12, 6, 17]
    assert "line 12" in reading.errors[0].what


def test_a_contract_waits_with_the_one_it_is_combined_with():
    bad = contracts_of(TWO.replace("a: {price: 1.00}", "a: {price: x}"))
    assert bad.terms == ()
    assert [(error.name, error.contract) for error in bad.errors] == [
        ("NotAPrice", "A"),
        ("CombinedContractWaits", "B"),
    ]
    other = contracts_of(TWO.replace("b: {price: 1.00}", "b: {price: x}").replace("---", "combine: [B]\n---", 1))
    assert [(error.name, error.contract) for error in other.errors] == [
        ("NotAPrice", "B"),
        ("CombinedContractWaits", "A"),
    ]


def test_a_contract_that_is_combined_with_one_that_was_not_read_waits():
    reading = contracts_of(TWO.replace("combine: A", "combine: [AA, A]"))
    assert reading.terms == ()
    assert [(error.name, error.contract) for error in reading.errors] == [
        ("CombinesUnknown", "B"),
        ("CombinedContractWaits", "A"),
    ]
    assert "'A'" in reading.errors[0].what


def test_a_bad_partner_that_names_nobody_makes_the_one_that_names_it_wait():
    reading = contracts_of(TWO.replace("signed: 2024-01-01\ncombine", "signed: 2024-02-31\ncombine"))
    assert [terms.ref for terms in reading.terms] == []
    assert [error.name for error in reading.errors] == ["NoSuchDay", "CombinedContractWaits"]


CASE = """\
case: x
title: a case
group: contract
cites: [606-10-25-1]
company: {company: X}
variants: {one: {ssp outside range: midpoint}}
expect: [{revenue: 1.00}]
left_out: []
contract: C-1
currency: USD
signed: 2024-01-01
obligations: {a: {price: 1.00}}
"""


def test_what_belongs_to_a_case_is_split_off():
    contract, case = split_case(blocks(CASE)[0])
    assert list(case) == ["case", "title", "group", "cites", "company", "variants", "expect", "left_out"]
    assert read_terms(contract, Company()).ref == "C-1"
    assert contract.places["contract"].line == 9
    plain, nothing = split_case(blocks(HEAD + ONE)[0])
    assert (list(plain), list(nothing)) == (["contract", "currency", "signed", "obligations"], [])
