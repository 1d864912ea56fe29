"""Everything that can be wrong with a contract or a company file, each situation by its own name."""

from __future__ import annotations

from duly.ground.errors import DulyError


class UnknownKey(DulyError):
    """A key that the language does not know at this place."""


class MissingKey(DulyError):
    """A key that must be written here is not."""


class EmptyValue(DulyError):
    """A key without a value, or an empty list."""


class TextTooLong(DulyError):
    """A value longer than any that its key can have."""


class WrongShape(DulyError):
    """A list where a single value belongs, a value where keys belong, or the other way round."""


class NumberOutOfRange(DulyError):
    """A number that is well written and cannot be: 120% progress, minus five seats."""


class NotAPercentage(DulyError):
    """Text that is no percentage like 8.25%."""


class NotADate(DulyError):
    """Text that is no date like 2026-06-30."""


class NoSuchDay(DulyError):
    """A date that is well written and is no day of the calendar: 31 February."""


class DayOutOfRange(DulyError):
    """A day before 1900 or after 2199."""


class NotADuration(DulyError):
    """Text that is no length of time like 90 days or 12 months."""


class NotAQuantity(DulyError):
    """Text that is no count, with or without a unit."""


class NotYesOrNo(DulyError):
    """Text that is neither yes nor no."""


class NotAName(DulyError):
    """Text that cannot be the name of something: a slash, a line break, too long."""


class ReservedName(DulyError):
    """A name that means something else at this place, such as an obligation called `all`."""


class NotAPrice(DulyError):
    """Text that is none of the forms of a price."""


class NotAnSsp(DulyError):
    """Text that is none of the forms of a standalone selling price."""


class NotARight(DulyError):
    """Text that does not say what makes money owed unconditionally."""


class UnknownChoice(DulyError):
    """A word that is none of those allowed here."""


class UnknownEntity(DulyError):
    """An entity that the company file does not list."""


class UnknownDimension(DulyError):
    """A tag that is none of the dimensions of the company file."""


class UnknownObligation(DulyError):
    """A row that names an obligation the contract does not have."""


class UnknownElement(DulyError):
    """A row that names an element the price of the contract does not have."""


class UnknownInvoice(DulyError):
    """A row that names an invoice the contract does not have."""


class UnknownAmendment(DulyError):
    """A judgement on an amendment the contract does not have."""


class UnknownMilestone(DulyError):
    """A milestone that its obligation does not list."""


class EndBeforeStart(DulyError):
    """A span whose last day lies before its first."""


class NoSpan(DulyError):
    """An obligation that needs a span and has none, and its contract has no term."""


class NoInception(DulyError):
    """A contract that says nowhere when it begins."""


class NegativePrice(DulyError):
    """A stated price, or a standalone selling price, below zero."""


class RangeReversed(DulyError):
    """A range whose low end lies above its high end."""


class DoesNotAddUp(DulyError):
    """Parts that must make up a whole and do not: chances, milestones, the lines of an invoice."""


class NoVerb(DulyError):
    """A row that does not say what happened."""


class SeveralVerbs(DulyError):
    """A row that says that several things happened; each has its own row."""


class SeveralForms(DulyError):
    """A row in which several forms of one thing stand, or none."""


class ReasonMissing(DulyError):
    """A choice against the rule without a reason."""


class DisputeNotJudged(DulyError):
    """A disputed invoice, and no judgement whether a part of the price is given up."""


class DuplicateFact(DulyError):
    """Two rows of a contract with the same `ref`."""


class DuplicateInvoice(DulyError):
    """Two invoices, or two credit notes, of a contract with the same number."""


class RateStatedTwice(DulyError):
    """Two exchange rates of one pair and day that differ."""


class DuplicateContract(DulyError):
    """Two contracts with the same reference; both wait."""


class CombinesItself(DulyError):
    """A contract that is to be combined with itself."""


class CombinesUnknown(DulyError):
    """A contract that is to be combined with one that was not read."""


class CombinedContractWaits(DulyError):
    """A contract that is accounted for as one with a contract that has an error."""
