"""What holds for all contracts: the sections of the company file."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from duly.actions.readers import READ, may_read_some
from duly.doors.api.admission import Asked
from duly.doors.api.operations import Room
from duly.doors.api.shapes import Asking, Commanded, Language, Told
from duly.doors.api.telling import language
from duly.store.company import sections_at
from duly.store.trees import plain, restored, stored

room = Room("company")


class Company(Told):
    """The sections in force, in the language of company files; `version` is the last command that set one."""

    company: Any
    version: int
    as_of: int


class CompanyTaken(Commanded):
    """Sections of a company file (docs/language.md); those that are not sent stay as they are. The order of keys
    counts: the first book is the primary one."""

    company: Language = Field(examples=[{"policies": {"start day": "first day of month"}}])


def version_of() -> int:
    """The version of all sections, for If-Match."""
    return max((row.seq for row in sections_at(1 << 62).values()), default=0)


@room.question("/company", READ)
def get_company(asked: Asked, q: Asking) -> tuple[Company, str]:
    """Get the company file. Entities, books, policies, prices, rates and accounts, as they are in force."""
    if not may_read_some(asked.person, reach=asked.holder.reach):
        asked.require("")
    seq = asked.at(q.as_of)
    sections = sections_at(seq)
    told = {section: plain(restored(row.tree, row.file)) for section, row in sections.items()}
    version = max((row.seq for row in sections.values()), default=0)
    return Company(company=told, version=version, as_of=seq), f'"{version}"'


@room.command("/company", "set_company", "company.set", method="PUT", version=version_of)
def put_company(asked: Asked, body: CompanyTaken) -> dict[str, Any]:
    """Put sections of the company file in force. What has to be agreed to waits (202); each section needs its right."""
    return {"file": "body.json", "tree": stored(language(asked.body, "company"))}
