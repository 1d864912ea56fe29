"""Every table of the store, one noun a file."""

from duly.store.access import Grant as Grant
from duly.store.access import Person as Person
from duly.store.access import Personal as Personal
from duly.store.audit import Approval as Approval
from duly.store.audit import AuditLine as AuditLine
from duly.store.audit import Command as Command
from duly.store.audit import Proposal as Proposal
from duly.store.company import Setting as Setting
from duly.store.contracts import Contract as Contract
from duly.store.contracts import Fact as Fact
from duly.store.contracts import Hold as Hold
from duly.store.decided import Decided as Decided
from duly.store.journal import Batch as Batch
from duly.store.journal import BatchEntry as BatchEntry
from duly.store.journal import Entry as Entry
from duly.store.journal import Line as Line
from duly.store.judgements import Classed as Classed
from duly.store.judgements import Materiality as Materiality
from duly.store.judgements import Override as Override
from duly.store.mail import Inbox as Inbox
from duly.store.mail import Outbox as Outbox
from duly.store.periods import Certificate as Certificate
from duly.store.periods import Period as Period
from duly.store.periods import PeriodEvent as PeriodEvent
