"""Chart of accounts: the role of a line becomes an account number by the mapping rules of the company file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from duly.engine.contracts.terms import Company


class LinePlace(NamedTuple):
    """Where a line stands: rules of the mapping may ask for each of these by its name."""

    entity: str
    contract: str
    obligation: str
    currency: str


class Chart:
    """The account numbers of a company. What the rules do not ask for makes no difference, so each answer is worked
    out once for what they do ask for."""

    def __init__(self, company: Company) -> None:
        self.roles = {role: number for role, number, _ in reversed(company.accounts)}
        self.rules = [
            ({key: value for key, value in rule if key != "number"}, dict(rule).get("number", ""))
            for rule in company.mapping
        ]
        self.asked = ("role", *sorted({key for conditions, _ in self.rules for key in conditions} - {"role"}))
        self.known: dict[tuple[str | None, ...], str] = {}

    def number(self, role: str, place: LinePlace, tags: Mapping[str, str]) -> str:
        """Number of the account of a line: the rule with the most conditions that all hold, else the number of the
        role, empty where nothing maps it. tags: product and any tag of the line."""
        if not self.rules:
            return self.roles.get(role, "")
        facts = {"role": role, **place._asdict(), **tags}
        key = tuple(map(facts.get, self.asked))
        if key not in self.known:
            self.known[key] = self._number(facts)
        return self.known[key]

    def _number(self, facts: Mapping[str, str]) -> str:
        best, number = -1, ""
        for conditions, of in self.rules:
            if len(conditions) > best and all(facts.get(key) == value for key, value in conditions.items()):
                best, number = len(conditions), of
        return number or self.roles.get(facts["role"], "")
