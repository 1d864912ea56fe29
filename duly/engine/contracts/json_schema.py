"""The language as JSON Schema (draft 2020-12), for editors and for other programs; made from the declaration.

It says which keys there are and how each value is written. What holds between values (sums, spans, names that exist)
only reading can tell. Numbers may come typed, since editors type scalars before they look at a schema.
"""

from __future__ import annotations

import re
from typing import Any

from duly.engine.contracts.company import COMPANY
from duly.engine.contracts.forms import Either, Form, Listing, Mapped, Pair, Scalar, Section, Variants
from duly.engine.contracts.prices import Placed, StepList
from duly.engine.contracts.promises import Milestones
from duly.engine.contracts.schema import CONTRACT

Schema = dict[str, Any]
_DRAFT = "https://json-schema.org/draft/2020-12/schema"
_REMARK: Schema = {"type": "string"}


def contract_schema() -> Schema:
    """The JSON Schema of one contract."""
    return _document(CONTRACT, "duly contract")


def company_schema() -> Schema:
    """The JSON Schema of the company file."""
    return _document(COMPANY, "duly company file")


def _document(section: Section, title: str) -> Schema:
    defined: dict[str, Schema] = {}
    body = _section(section, defined)
    return {"$schema": _DRAFT, "title": title, **body, "$defs": dict(sorted(defined.items()))}


def _value(form: Form, defined: dict[str, Schema]) -> Schema:
    """A form where a value may stand: bare, or as `{value: …, source: …}`. Named forms are defined once, both ways."""
    name = _name(form)
    if not name:
        return _or_wrapped(_bare(form, defined))
    if name not in defined:
        defined[name] = {}  # holds the place while what is inside refers to it
        defined[name] = _bare(form, defined)
        defined[f"{name}-sourced"] = _or_wrapped({"$ref": f"#/$defs/{name}"})
    return {"$ref": f"#/$defs/{name}-sourced"}


def _or_wrapped(bare: Schema) -> Schema:
    wrapped = {
        "type": "object",
        "properties": {"value": bare, "source": _REMARK, "note": _REMARK},
        "required": ["value"],
        "additionalProperties": False,
    }
    return {"anyOf": [bare, wrapped]}


def _name(form: Form) -> str:
    """Name of a definition; scalars of one pattern share it, choices and nameless forms have none."""
    if isinstance(form, Placed):
        return _name(form.form)
    if isinstance(form, Scalar):
        return "" if form.words else _slug(form.name)
    if isinstance(form, Section | Variants | Either):
        return _slug(form.name)
    return ""


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


def _bare(form: Form, defined: dict[str, Schema]) -> Schema:
    if isinstance(form, Scalar):
        return _scalar(form)
    if isinstance(form, Section):
        return _section(form, defined)
    if isinstance(form, Variants):
        return {"anyOf": [_section(section, defined) for section in form.sections]}
    if isinstance(form, Either):
        return {"anyOf": [_bare(inner, defined) for inner in (form.text, form.rows, form.block) if inner is not None]}
    if isinstance(form, Listing):
        items = {"type": "array", "items": _value(form.form, defined), "minItems": 0 if form.may_be_empty else 1}
        return {"anyOf": [_bare(form.form, defined), items]} if form.single else items
    if isinstance(form, Pair):
        inside = [_value(form.first, defined), _value(form.second, defined)]
        return {"type": "array", "prefixItems": inside, "items": False, "minItems": 2}
    return _other(form, defined)


def _other(form: Form, defined: dict[str, Schema]) -> Schema:
    """The forms that wrap another: they add a meaning that a schema cannot say."""
    if isinstance(form, Placed):
        return _bare(form.form, defined)
    if isinstance(form, StepList):
        return _bare(form.amounts, defined)
    if isinstance(form, Milestones):
        return _mapped(form.weights, defined)
    assert isinstance(form, Mapped)
    return _mapped(form, defined)


def _scalar(form: Scalar) -> Schema:
    kinds: list[str] | str = list(form.kinds) if len(form.kinds) > 1 else form.kinds[0]
    if form.words:
        numbers = [int(word) for word in form.words] if "number" in form.kinds else []
        return {"enum": [*form.words, *numbers]}
    return {
        "type": kinds,
        "pattern": f"^(?:{form.pattern})$",
        "description": form.expects,
        "examples": list(form.examples),
    }


def _section(section: Section, defined: dict[str, Schema]) -> Schema:
    properties: Schema = {key.name: {**_value(key.form, defined), "description": key.meaning} for key in section.keys}
    for remark in ("source", "note"):
        properties.setdefault(remark, _REMARK)
    schema: Schema = {"type": "object", "description": section.meaning, "properties": properties}
    if section.required:
        schema["required"] = [key.name for key in section.required]
    schema["additionalProperties"] = False
    return schema


def _mapped(form: Mapped, defined: dict[str, Schema]) -> Schema:
    names: Schema = {"pattern": f"^(?:{form.key.pattern})$"}
    if form.reserved:
        names["not"] = {"enum": list(form.reserved)}
    properties = {name: _value(inner, defined) for name, inner in form.named.items()}
    if form.remarks:
        properties |= {"source": _REMARK, "note": _REMARK}
    schema: Schema = {"type": "object", "propertyNames": names}
    if properties:
        schema["properties"] = properties
    if form.required:
        schema["required"] = list(form.required)
    schema["additionalProperties"] = _value(form.form, defined)
    return schema
