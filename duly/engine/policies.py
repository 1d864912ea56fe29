"""The choices a company makes, each with its default, its alternatives and the paragraph that leaves it open."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from duly.ground.errors import DulyError


class UnknownPolicy(DulyError):
    """A policy or a value of a policy that duly does not know."""


class PolicyOfAnotherStandard(DulyError):
    """A choice that the standard of the book does not leave open."""


@dataclass(frozen=True, slots=True)
class Policy:
    """One choice. `choices` empty means a whole number (or `exact`)."""

    key: str
    default: str
    choices: tuple[str, ...]
    meaning: str
    cite: str


ASC, IFRS, MANAGEMENT = "ASC 606", "IFRS 15", "management"
STANDARDS = (ASC, IFRS, MANAGEMENT)
# In this order books are compared: what decides whether there is a contract comes first, cents come last.
POLICIES: tuple[Policy, ...] = (
    Policy(
        "collectibility",
        "likely to occur",
        ("likely to occur", "more likely than not"),
        "how likely payment must be for a contract to exist, where `collect` says how likely it is: from 75% on, or "
        "above 50%",
        "606-10-25-1(e), IFRS 15.9(e); IFRS 15 Appendix A",
    ),
    Policy(
        "allocation remainder",
        "last",
        ("last", "largest"),
        "who takes the odd cent of a split: the last obligation with a weight, or the largest fractions",
        "606-10-32-31; the standard is silent on cents",
    ),
    Policy(
        "ssp outside range",
        "boundary",
        ("boundary", "midpoint"),
        "which standalone selling price counts when the stated price lies outside the observed range",
        "606-10-32-33, IFRS 15.78",
    ),
    Policy(
        "progress digits",
        "exact",
        (),
        "decimals to which a measure of progress is rounded before it is used; exact by default",
        "606-10-25-31, IFRS 15.39",
    ),
    Policy(
        "start day",
        "counts",
        ("counts", "excluded"),
        "whether the first day of service counts in a first part month",
        "606-10-25-31; a convention",
    ),
    Policy(
        "ramp",
        "straight line",
        ("straight line", "as priced"),
        "stepped prices: the same service every year spreads evenly; steps that reflect the value of each year stand",
        "606-10-55-18, 606-10-32-40",
    ),
    Policy(
        "variable fit",
        "10",
        (),
        "by how many percent a split that leaves royalties to their license alone may miss standalone shares",
        "606-10-32-40(b), IFRS 15.85(b)",
    ),
    Policy(
        "minimum royalty",
        "as they occur",
        ("as they occur", "estimate", "minimum over time"),
        "how a right of access with a guaranteed minimum of royalties is earned",
        "606-10-55-65, IFRS 15.B63; FASB revenue recognition implementation question 59",
    ),
    Policy(
        "immaterial promises",
        "assessed",
        ("assessed", "left out"),
        "whether a promise that the contract calls immaterial is an obligation all the same; left out, its price is "
        "part of the price of the others. IFRS 15 has no such rule",
        "606-10-25-16A; IFRS 15.BC90",
    ),
    Policy(
        "shipping after control",
        "a promise",
        ("a promise", "fulfilment"),
        "what shipping is that comes after control of the goods has passed: a promise of its own, or a cost of "
        "fulfilling that of the goods, which is owed as they pass. IFRS 15 gives no such choice",
        "606-10-25-18B; IFRS 15.22",
    ),
    Policy(
        "license nature",
        "kind of property",
        ("kind of property", "activities"),
        "what makes a license a right of access, where `licence` says what is licensed: that the property is symbolic, "
        "or activities that change it",
        "606-10-55-59, IFRS 15.B58",
    ),
    Policy(
        "license renewal",
        "when it begins",
        ("when it begins", "when agreed"),
        "when the renewal of a license that passes at once is revenue: as its new time begins, or on the day it is "
        "agreed, which IFRS 15 does not rule out",
        "606-10-55-58C, IFRS 15.B61",
    ),
    Policy(
        "cost expedient",
        "not used",
        ("not used", "used"),
        "whether costs of obtaining a contract that serve a year or less, renewals included, are expenses at once",
        "340-40-25-4, IFRS 15.94",
    ),
    Policy(
        "impairment reversal",
        "not allowed",
        ("not allowed", "allowed"),
        "whether a loss on a contract cost asset is taken back when its cause is gone: never under ASC 340-40",
        "340-40-35-6, IFRS 15.104",
    ),
    Policy(
        "losses",
        "by cost",
        ("by cost", "all contracts"),
        "which expected losses are provided for: of obligations measured by cost, or of every contract whose costs "
        "exceed its price",
        "605-35-25-45, IAS 37.66",
    ),
    Policy(
        "noncash measured",
        "at inception",
        ("at inception", "as earned"),
        "when consideration that is not cash is measured: as earned is open under IFRS 15 alone",
        "606-10-32-21, IFRS 15.66",
    ),
    Policy(
        "equity to customers",
        "grant date",
        ("grant date", "as estimated"),
        "what equity instruments granted to a customer take off the price: their value on the day of the grant, or as "
        "it is estimated anew, which IFRS does not rule out",
        "606-10-32-25A, 718-10-30-2; IFRS 15.70 does not speak of equity",
    ),
    Policy(
        "credit losses",
        "lifetime",
        ("lifetime", "twelve months"),
        "which losses are allowed for on what customers owe under a contract with a financing component, where the "
        "judgement states both: those of its life, or of twelve months, which IFRS 9 leaves open",
        "326-20-30-1, IFRS 9.5.5.15",
    ),
    Policy(
        "upgrade",
        "charge difference",
        ("charge difference", "extend by credit"),
        "a prorated change of plan: the rest is credited and the rest of the new plan charged, or the credit buys days "
        "of the new plan",
        "606-10-25-13; a convention",
    ),
    Policy(
        "sales tax",
        "excluded",
        ("excluded", "included"),
        "whether taxes on a sale stay outside the transaction price; included, what is billed of them is price and "
        "expense. IFRS 15 leaves out what is collected for others and has no choice",
        "606-10-32-2A, IFRS 15.47",
    ),
    Policy(
        "remaining of a year or less",
        "shown",
        ("shown", "left out"),
        "whether the note of remaining obligations leaves out contracts that were agreed for a year or less",
        "606-10-50-14(a), IFRS 15.121(a)",
    ),
    Policy(
        "remaining as invoiced",
        "left out",
        ("left out",),
        "what is earned as it may be invoiced has no fixed price that could be left, so the note leaves it out",
        "606-10-50-14(b), IFRS 15.121(b)",
    ),
    Policy(
        "remaining variable",
        "left out",
        ("left out",),
        "royalties on sales or use, and amounts by use that pay for themselves alone, are left out of that note",
        "606-10-50-14A",
    ),
    Policy(
        "interim note",
        "in full",
        ("in full", "revenue split alone"),
        "what the note of a period within the year shows: all of it, or the split of revenue alone, which is all that "
        "IAS 34 asks for",
        "270-10-50-1A, IAS 34.16A(l)",
    ),
    Policy(
        "revenue rate",
        "spot",
        ("spot", "average"),
        "rate of what time earned beyond what was received or due: that of the last day "
        "of the period, or the mean of its "
        "days",
        "830-10-55-10, IAS 21.22",
    ),
    Policy(
        "liability layers",
        "first in first out",
        ("first in first out",),
        "which layer of a contract liability in a foreign currency is earned first",
        "IFRIC 22.9; the standard is silent on the order",
    ),
    Policy(
        "posting rate",
        "first booking",
        ("first booking", "each booking"),
        "rate at which what the allocation moves is posted: of the first line that was booked, or of each line",
        "830-20-30-1, IAS 21.21; a convention",
    ),
)
# Values that only one standard leaves open. Other books than those of a standard choose as they like.
_ONLY = {
    ("collectibility", "likely to occur"): ASC,
    ("collectibility", "more likely than not"): IFRS,
    ("license nature", "kind of property"): ASC,
    ("license nature", "activities"): IFRS,
    ("license renewal", "when agreed"): IFRS,
    ("losses", "by cost"): ASC,
    ("losses", "all contracts"): IFRS,
    ("impairment reversal", "not allowed"): ASC,
    ("impairment reversal", "allowed"): IFRS,
    ("noncash measured", "as earned"): IFRS,
    ("interim note", "revenue split alone"): IFRS,
    ("immaterial promises", "left out"): ASC,
    ("shipping after control", "fulfilment"): ASC,
    ("sales tax", "included"): ASC,
    ("equity to customers", "as estimated"): IFRS,
    ("credit losses", "twelve months"): IFRS,
}
# What a standard asks for where nothing is chosen, and the default is what the other one asks for.
_DEFAULTS: Mapping[str, tuple[tuple[str, str], ...]] = {
    IFRS: (
        ("collectibility", "more likely than not"),
        ("license nature", "activities"),
        ("losses", "all contracts"),
        ("impairment reversal", "allowed"),
    )
}
_BY_KEY = {policy.key: policy for policy in POLICIES}
Policies = dict[str, str]


def checked(key: str, value: str) -> str:
    """The value, if the policy exists and allows it; `UnknownPolicy` otherwise."""
    policy = _BY_KEY.get(key)
    if policy is None:
        raise UnknownPolicy(
            f"there is no policy {key!r}",
            why="`duly policy list` names them all",
            fix=f"one of: {', '.join(sorted(_BY_KEY))}",
        )
    number = not policy.choices and (value == policy.default or (value.isdigit() and int(value) <= 12))
    if value not in policy.choices and not number:
        raise UnknownPolicy(
            f"policy {key!r} cannot be {value!r}",
            why=policy.meaning,
            fix=f"one of: {', '.join(policy.choices) or 'exact, or a whole number up to 12'}",
            cite=policy.cite,
        )
    return value


def policies_in_force(*layers: Iterable[tuple[str, str]]) -> Policies:
    """Defaults, then each layer over the one before: company, book, contract, the run."""
    chosen = {policy.key: policy.default for policy in POLICIES}
    for layer in layers:
        for key, value in layer:
            chosen[key] = checked(key, value)
    return chosen


def defaults_of(standard: str) -> tuple[tuple[str, str], ...]:
    """What a standard asks for where it differs from the defaults."""
    return _DEFAULTS.get(standard, ())


def allowed_by(standard: str, chosen: Policies, *, contract: str = "") -> Policies:
    """The policies, where the standard of the book leaves them all open; `PolicyOfAnotherStandard` otherwise.

    A run without a book has no standard, and a management book is bound by none: both take what they are told."""
    for (key, value), only in _ONLY.items():
        if standard in (ASC, IFRS) and chosen[key] == value and standard != only:
            policy = _BY_KEY[key]
            raise PolicyOfAnotherStandard(
                f"policy {key!r} cannot be {value!r} in a book of {standard}",
                why=policy.meaning,
                fix=f"leave {key!r} at {dict(defaults_of(standard)).get(key, policy.default)!r}, or choose it in a "
                f"book of {only} or of management",
                cite=policy.cite,
                contract=contract,
            )
    return chosen
