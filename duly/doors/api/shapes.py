"""The shapes that operations share: money, dates, names, what came of a command, a page of a list."""

from __future__ import annotations

from typing import Annotated, Any, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from duly.ground.money import minor_units, plain

# A name of something: one line without control characters.
Ref = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f\x7f]+$")]
OptionalRef = Annotated[str, StringConstraints(max_length=200, pattern=r"^[^\x00-\x1f\x7f]*$")]
Words = Annotated[str, StringConstraints(max_length=10_000, pattern=r"^[^\x00]*$")]
Day = Annotated[
    str, StringConstraints(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"), Field(json_schema_extra={"format": "date"})
]
Amount = Annotated[str, StringConstraints(pattern=r"^-?[0-9]{1,15}(\.[0-9]{1,4})?$", max_length=21)]
Code = Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Z0-9]{1,11}$")]
Why = Annotated[Words, Field(description="Why it is done. It stands in the audit trail.")]
# Words of the contract language, as its files have them.
Language = dict[str, Any]

Item = TypeVar("Item")


class Taken(BaseModel):
    """What comes in: nothing but what is described, and each value of its own kind."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Told(BaseModel):
    """What goes out."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)


class Commanded(Taken):
    """The body of a command."""

    why: Why = ""


class Money(Told):
    """An amount: exact, as a text with the decimals of its currency."""

    amount: Amount = Field(examples=["1200.00"])
    currency: Code = Field(examples=["USD"])


class MoneyTaken(Taken):
    """An amount: exact, as a text with no more decimals than its currency has."""

    amount: Amount = Field(examples=["1200.00"])
    currency: Code = Field(examples=["USD"])

    def minor(self, digits: dict[str, int]) -> int:
        """In minor units."""
        return minor_units(self.amount, digits.get(self.currency, 2))


def money(minor: int, currency: str, digits: Any) -> Money:
    """Minor units of a currency as money."""
    return Money(amount=plain(int(minor), digits.get(currency, 2)), currency=currency)


class Asking(BaseModel):
    """The query of a question: as of when."""

    as_of: str = Field(
        "",
        max_length=40,
        pattern=r"^[^\x00-\x1f\x7f]*$",
        description="Answer with what was known then: a command by its number, or an instant as 2026-03-31T17:00:00Z. "
        "Empty: now.",
    )


class Paged(Asking):
    """The query of a list."""

    limit: int = Field(100, ge=1, le=1000, description="How many at most.")
    cursor: str = Field("", max_length=2000, pattern=r"^[A-Za-z0-9_=-]*$", description="`next` of the page before.")


class Since(BaseModel):
    """Only what changed."""

    updated_since: str = Field(
        "",
        max_length=40,
        pattern=r"^[^\x00-\x1f\x7f]*$",
        description="Only what a command after this moment touched: a number, or an instant.",
    )


class Named(BaseModel):
    """Look-up by the name another system has for it."""

    source: OptionalRef = Field("", description="The system a name comes from.")
    external_id: OptionalRef = Field("", description="What the object is called there; needs `source`.")


class ExternalName(Told):
    """What an object is called in another system."""

    source: str
    external_id: str


class Page(Told, Generic[Item]):
    """A page of a list. `next` is the cursor of the page after it, or null; `as_of` the last command it knows."""

    items: list[Item]
    next: str | None
    as_of: int


class Listed(Told, Generic[Item]):
    """A list that comes whole."""

    items: list[Item]
    as_of: int


class Waits(Told):
    """What waits for another person. `proposal` is its name (null in a dry run); whoever agrees may send `content`, the
    digest of what they saw."""

    proposal: str | None
    verb: str
    content: str
    needs: int = Field(description="How many people have to agree.")


_DONE = {
    "command": 17,
    "dry_run": False,
    "effect": {"contract": "CT-1", "part": "happened", "rows": [{"date": "2026-02-03", "paid": "100.00"}]},
    "proposal": None,
}
_REFUSED = {
    "type": "urn:duly:problem:period-is-closed",
    "title": "Nothing is posted to a period that is closed.",
    "status": 409,
    "detail": "2026-01 of US01 is closed",
    "why": "what a closed period posted stands",
    "fix": "what belongs to it is posted late in the first open period; or reopen it, which takes two people",
}


class Outcome(Told):
    """What came of a command. `command` is its number in the audit trail (null in a dry run), `effect` what it did,
    would do (dry run) or will do (202) when those have agreed whom `proposal` waits for."""

    model_config = ConfigDict(json_schema_extra={"examples": [_DONE]})

    command: int | None
    dry_run: bool
    effect: Any
    proposal: Waits | None = None


class Problem(BaseModel):
    """What went wrong (RFC 9457)."""

    model_config = ConfigDict(json_schema_extra={"examples": [_REFUSED]})

    type: str = Field(description="Stable for each kind of error.", examples=["urn:duly:problem:not-allowed"])
    title: str
    status: int
    detail: str
    where: str = ""
    why: str = ""
    fix: str = ""
    cite: str = ""
    contract: str = ""
    errors: list[dict[str, str]] = Field(default=[], description="Each of several errors.")
