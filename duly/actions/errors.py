"""Why a command is refused."""

from __future__ import annotations

from duly.ground.errors import DulyError


class NotAllowed(DulyError):
    """A person does not hold a role that may do this for this entity."""


class OutOfScope(DulyError):
    """The key that was used is not good for this."""


class DutiesConflict(DulyError):
    """A person would hold, or holds, two duties that one person may not combine."""


class KeyIsTaken(DulyError):
    """The key of an earlier request was sent with another request."""


class RowsPastTheGate(DulyError):
    """Rows stand in the store under a command that has not been carried out yet."""


class NotDurable(DulyError):
    """The database could lose what it acknowledges: nothing is written to it."""


class RoleIsUnfit(DulyError):
    """A role of the database that could do more than the application needs, or that there is not."""


class UnknownPerson(DulyError):
    """Nobody of that name is known."""


class UnknownToken(DulyError):
    """There is no such key."""


class TokenIsWrong(DulyError):
    """A key without a scope that there is, a mark of its secret, or a last day."""


class UnknownMoment(DulyError):
    """The ledger knows no such moment: neither a command by its number, nor an instant with its zone."""


class NameIsTaken(DulyError):
    """Another object came in from the same source under the same name."""


class HasMoved(DulyError):
    """Somebody changed what a command was to change, since it was looked at."""


class UnknownProposal(DulyError):
    """There is no such proposal, or it is settled."""


class OwnProposal(DulyError):
    """Nobody approves what they proposed, and nobody approves twice."""


class ProposalIsStale(DulyError):
    """What was proposed would no longer do what was shown."""


class NoDemo(DulyError):
    """The demo company cannot be built here."""


class AlreadySetUp(DulyError):
    """The store has its first people; others are granted rights by them."""


class NothingToDo(DulyError):
    """A command that would change nothing."""


class UnknownContract(DulyError):
    """The ledger has no such contract."""


class UnknownPeriod(DulyError):
    """An entity has no such period, or no such book."""


class PeriodIsClosed(DulyError):
    """Nothing is posted to a period that is closed."""


class CannotClose(DulyError):
    """Something stands against a close."""


class EntryIsComputed(DulyError):
    """A computed entry is corrected through its fact, not by hand."""


class UnknownEntry(DulyError):
    """There is no such entry."""


class EntryIsReversed(DulyError):
    """An entry is reversed at most once."""


class EntryIsWrong(DulyError):
    """A manual entry that does not balance, or names what there is not."""


class OverrideNeedsReason(DulyError):
    """A treatment was overridden and nobody says why."""


class UnknownOverride(DulyError):
    """There is no such override, or it was lifted; or the row is none."""


class NotClassed(DulyError):
    """A class that there is not, or one without its reason."""


class NoMateriality(DulyError):
    """A materiality that is no amount, or has no reason."""


class FactsDiffer(DulyError):
    """A row that was recorded is different in the file now: what was recorded never changes."""


class ContractDiffers(DulyError):
    """A contract that was recorded is different in the file now: what was agreed changes by an amendment."""


class UnknownDocument(DulyError):
    """The ledger has no such document, or it was not read yet."""


class CannotReceive(DulyError):
    """A document that is empty, too large, or not sent as it must be."""


class NotAReading(DulyError):
    """What a reading says is not of the form it must have, or is not in the text it gives."""


class NotVerbatim(DulyError):
    """Words are said to stand in a document, and do not stand there."""


class UnknownTerm(DulyError):
    """No such term was proposed by the last reading of a document."""


class TermIsAnswered(DulyError):
    """A term is answered once."""


class AnswerIsWrong(DulyError):
    """What is said of a term does not agree with the contract that is confirmed."""


class CannotCopy(DulyError):
    """A backup that cannot be made or put back."""


class UnknownEndpoint(DulyError):
    """There is no such endpoint, or no such event to tell it of."""


class CannotSign(DulyError):
    """There is no secret to sign events with, or it is another one now."""


class NoConfirmationLimit(DulyError):
    """A limit for confirmations that is no amount, or has no reason."""


class UnknownJob(DulyError):
    """There is no such job, or no such kind of jobs."""


class JobIsThere(DulyError):
    """The same file was submitted before."""


class JobIsOver(DulyError):
    """A job that is finished, cancelled or refused, or that nobody has agreed to, takes nothing in."""


class CannotOpen(DulyError):
    """Something stands against the opening of the books of an entity."""


class OpeningDoesNotTie(DulyError):
    """The positions of a cut-over do not add up to the trial balance."""


class OpeningDiffers(DulyError):
    """The positions of a cut-over differ from what is computed by more than the tolerance."""
