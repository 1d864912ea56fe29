"""The roles and, action by action, who may make it and who may check it: a table to read and to edit.

M makes · m makes a draft that somebody who may make has to approve · C checks what another person made.
"""

from __future__ import annotations

from typing import NamedTuple

ROLES = {
    "SA": "system administrator",
    "CM": "contract manager",
    "RA": "revenue accountant",
    "RM": "revenue manager",
    "CT": "controller",
    "SP": "owner of standalone prices",
    "BI": "billing",
    "AU": "auditor",
    "IN": "integration",
    "VW": "viewer",
}

_TABLE = """
action                    SA  CM  RA  RM  CT  SP  BI  AU  IN
contract.import           .   M   m   C   C   .   .   .   m
job.submit                .   M   M   .   .   .   M   .   M
contract.amend            .   M   M   C   C   .   .   .   .
document.receive          .   M   M   C   C   .   .   .   m
document.read             .   M   M   C   C   .   .   .   m
terms.confirm             .   M   M   C   C   .   .   .   m
terms.confirm_small       .   M   M   C   C   .   .   .   m
terms.reject              .   M   M   C   C   .   .   .   m
confirmation_limit.set    .   .   .   .   M   .   .   .   .
fact.record               .   m   M   .   .   .   M   .   m
judgement.record          .   .   M   C   C   .   .   .   .
treatment.override        .   .   M   C   C   .   .   .   .
prior.class               .   .   M   C   C   .   .   .   .
materiality.set           .   .   .   M   C   .   .   .   .
contract.hold             .   .   M   M   C   .   .   .   .
ssp.set                   .   .   .   C   C   M   .   .   .
policy.set                .   .   .   M   C   .   .   .   .
mapping.set               .   .   .   M   C   .   .   .   .
rates.set                 .   .   M   M   C   .   .   .   .
company.set               .   .   .   M   C   .   .   .   .
journal.post              .   .   M   M   .   .   .   .   .
journal.export            .   .   M   M   .   .   .   .   m
journal.manual            .   .   M   C   C   .   .   .   .
journal.reverse           .   .   M   C   C   .   .   .   .
receivable.write_off      .   .   .   M   C   .   .   .   .
period.soft_close         .   .   M   M   .   .   .   .   .
period.close              .   .   .   M   C   .   .   .   .
period.reopen             .   .   .   M   C   .   .   .   .
period.restate            .   .   .   M   C   .   .   .   .
opening.import            .   .   .   M   C   .   .   .   .
opening_tolerance.set     .   .   .   .   M   .   .   .   .
access.grant              M   .   .   .   C   .   .   .   .
access.person             M   .   .   .   .   .   .   .   .
access.token              M   .   .   .   C   .   .   .   .
access.revoke_token       M   .   .   .   M   .   .   .   .
access.read               M   .   .   .   M   .   .   M   .
audit.read                .   .   .   .   M   .   .   M   .
webhook.set               .   M   M   M   M   .   M   .   m
webhook.stop              M   M   M   M   M   .   M   .   M
books.read                .   M   M   M   M   M   M   M   .
"""


class Right(NamedTuple):
    """What a role may do of an action."""

    makes: bool = False
    drafts: bool = False
    checks: bool = False


def _read(table: str) -> dict[str, dict[str, Right]]:
    head, *rows = (line.split() for line in table.strip().splitlines())
    marks = {"M": Right(makes=True), "m": Right(drafts=True), "C": Right(checks=True), ".": Right()}
    return {action: {role: marks[mark] for role, mark in zip(head[1:], row, strict=True)} for action, *row in rows}


RIGHTS = _read(_TABLE)
# Actions that take effect only when another person has agreed, and how many have to.
CHECKED = {
    "contract.import": 1,
    "contract.amend": 1,
    "terms.confirm": 1,
    "judgement.record": 1,
    "treatment.override": 1,
    "prior.class": 1,
    "materiality.set": 1,
    "period.restate": 2,
    "opening.import": 2,
    "ssp.set": 1,
    "policy.set": 1,
    "mapping.set": 1,
    "company.set": 1,
    "journal.manual": 1,
    "journal.reverse": 1,
    "receivable.write_off": 1,
    "period.close": 1,
    "period.reopen": 2,
    "access.grant": 1,
    "access.token": 1,
}


def may(roles: set[tuple[str, str]], action: str, entity: str) -> Right:
    """What a person with these (role, entity) may do of an action for an entity; an empty entity is every one of
    them."""
    held = [RIGHTS.get(action, {}).get(role, Right()) for role, of in roles if of in ("", entity)]
    return Right(any(r.makes for r in held), any(r.drafts for r in held), any(r.checks for r in held))
