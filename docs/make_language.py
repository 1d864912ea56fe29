"""Writes what is published of the contract language: docs/schema/*.json and docs/language-keys.md."""

from __future__ import annotations

import json
from pathlib import Path

from duly.engine.contracts.json_schema import company_schema, contract_schema
from duly.engine.contracts.key_reference import key_reference

DOCS = Path(__file__).resolve().parent


def pages() -> dict[str, str]:
    """What each generated file holds, by its path under docs/."""
    return {
        "schema/contract.json": _written(contract_schema()),
        "schema/company.json": _written(company_schema()),
        "language-keys.md": key_reference(),
    }


def _written(schema: dict[str, object]) -> str:
    return json.dumps(schema, indent=1, ensure_ascii=False) + "\n"


def main() -> None:
    """Write the files anew."""
    for name, text in pages().items():
        path = DOCS / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
