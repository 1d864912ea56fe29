"""The contract language: from a text tree to typed terms. All errors of a contract are reported at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from duly.engine.contracts import errors as e
from duly.engine.contracts.builders import outcomes
from duly.engine.contracts.checks import check_contract
from duly.engine.contracts.forms import Values
from duly.engine.contracts.reader import At, Reader, bare, nearest, word
from duly.engine.contracts.schema import CONTRACT
from duly.engine.contracts.spans import amended, spanned
from duly.engine.contracts.terms import Cancel, Company, Fact, Obligation, Terms
from duly.engine.policies import POLICIES, UnknownPolicy
from duly.engine.policies import checked as checked_policy
from duly.ground.errors import NOWHERE, SeveralErrors
from duly.ground.money import ISO_4217
from duly.ground.tree import Block

# Keys of `policy` that are remarks, not policies.
_REMARKS = ("why",)


def read_terms(block: Block, company: Company) -> Terms:
    """The typed terms of one contract.

    Raises the one `DulyError` of the contract, or `SeveralErrors` with all of them in the order of the file.
    """
    reader = Reader(contract=word(block, "contract"))
    reader.currencies = dict(company.currencies)
    code = word(block, "currency")
    if code:
        reader.use_currency(code, "currency", block.places.get("currency", block.place))
    reader.own = _own_currencies(block, reader)
    values = CONTRACT.read_keys(block, "", reader, {})
    terms = _terms(values, block, reader, company)
    check_contract(terms, block, company, reader)
    raise_found(reader)
    return terms


def raise_found(reader: Reader) -> None:
    """Raise what a reader has collected, in the order of the file."""
    found = sorted(reader.errors, key=lambda error: (error.place.file, error.place.sheet, error.place.line))
    if len(found) == 1:
        raise found[0]
    if found:
        raise SeveralErrors(found, contract=reader.contract)


def _own_currencies(block: Block, reader: Reader) -> dict[str, tuple[str, int]]:
    """Currency and decimals of the obligations that state their own, so that amendments of them are read in it."""
    obligations = bare(block.get("obligations"))
    if type(obligations) is not Block:
        return {}
    codes = {name: word(o, "currency") for name, o in obligations.items() if type(o) is Block and "currency" in o}
    known = {**ISO_4217, **reader.currencies}
    return {name: (code, known[code]) for name, code in codes.items() if code in known}


def _terms(values: Values, block: Block, reader: Reader, company: Company) -> Terms:
    """The terms from what could be typed; with errors they are incomplete and serve only to find more errors."""
    term: Mapping[str, Any] = values.pop("term", {})
    obligations: dict[str, Obligation] = values.pop("obligations", {})
    tags = tuple(values.pop("tags", {}).items())
    elements = values.get("elements", ())
    per_unit = {element.name for element in elements if "per" in element.fields}
    happened = tuple(_with_outcomes(fact, per_unit, reader) for fact in values.pop("happened", ()))
    facts = (*happened, *values.get("judged", ()), *values.get("costs", ()), *values.get("opening", ()))
    signed = _inception(values, term, facts, block, reader)
    ref = values.pop("contract", reader.contract)
    policy = values.pop("policy", {})
    portfolio = values.pop("portfolio", False)
    terms = Terms(
        ref=ref,
        digits=reader.digits or 0,
        entity=values.pop("entity", company.entities[0].ref if len(company.entities) == 1 else "main"),
        customer=values.pop("customer", ref),
        signed_on=signed,
        known_on=values.pop("known_on", signed),
        from_on=term.get("from_on"),
        until=term.get("until"),
        renews=term.get("renews"),
        notice=term.get("notice"),
        cancel=values.pop("cancel", Cancel()),
        portfolio=bool(portfolio),
        portfolio_count=0 if portfolio is True else int(portfolio),
        tags=tags,
        policy=policies_of(policy, "policy", reader, needs_reason=True),
        documents=tuple(values.pop("documents", {}).items()),
        currency=values.pop("currency", reader.currency),
        places=reader.places,
        sources=reader.sources,
        place=block.place,
        **{key: value for key, value in values.items() if key in _PLAIN},
    )
    own = tuple(spanned(o, terms, reader) for o in obligations.values())
    terms = replace(terms, obligations=tuple(_tagged(o, tags) for o in own))
    return replace(terms, happened=amended(happened, terms, reader))


_PLAIN = frozenset("title combine collect total bundles elements billing costs judged opening under".split())


def _inception(values: Values, term: Mapping[str, Any], facts: Iterable[Fact], block: Block, reader: Reader) -> int:
    """The day the contract begins: as signed, else the first day of its term, else its first fact."""
    signed = values.pop("signed_on", None)
    if signed is None:
        signed = term.get("from_on")
    if signed is None:
        signed = min((fact.on for fact in facts), default=None)
    if signed is None and not reader.errors:
        why = "step 1 and the standalone selling prices are judged at inception"
        fix = "add `signed:`, or a term with `from:`"
        reader.report(e.NoInception("nothing says when the contract begins", why=why, fix=fix, place=block.place))
    return signed or 0


def _tagged(o: Obligation, tags: tuple[tuple[str, str], ...]) -> Obligation:
    """The obligation with the tags of its contract under its own."""
    return replace(o, tags=tuple((dict(tags) | dict(o.tags)).items())) if tags else o


def _with_outcomes(fact: Fact, per_unit: set[str], reader: Reader) -> Fact:
    """Outcomes of a `price element` row in minor units, or in units where its element says what one is worth."""
    if "outcomes" not in fact.fields or fact.verb != "price element":
        return fact
    at = At(f"happened[{fact.order}]", "", fact.order, fact.place, {}, reader)
    rows: Any = fact.fields["outcomes"]
    typed = outcomes(rows, bool(per_unit.intersection(fact.subjects)), at)
    return replace(fact, fields={**fact.fields, "outcomes": typed})


def policies_of(
    given: Mapping[str, str], path: str, reader: Reader, *, needs_reason: bool
) -> tuple[tuple[str, str], ...]:
    """Policies that exist, with values they allow; those of one contract need a reason."""
    chosen = []
    for key, value in given.items():
        if key in _REMARKS:
            continue
        try:
            chosen.append((key, checked_policy(key, value)))
        except UnknownPolicy as error:
            near = nearest(key, [policy.key for policy in POLICIES])
            hint = f"; the nearest is {near!r}" if near and near != key else ""
            place = reader.places.get(f"{path}.{key}", NOWHERE)
            reader.report(UnknownPolicy(error.what + hint, why=error.why, fix=error.fix, cite=error.cite), path, place)
    if chosen and needs_reason and not given.get("why"):
        why = "a policy of one contract alone departs from the company's, which must be explained"
        place = reader.places.get(path, NOWHERE)
        reader.report(e.ReasonMissing("`why` is missing", why=why, fix="add `why:` with the reason"), path, place)
    return tuple(chosen)
