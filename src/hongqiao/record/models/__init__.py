"""Every table of the record."""

from hongqiao.record.models.access import Answer, Refusal
from hongqiao.record.models.claims import Claim, Figure, Judgement
from hongqiao.record.models.jobs import Job, JobLine
from hongqiao.record.models.kinds import Added, Derived, Erasable, Kept, Passing, new_id
from hongqiao.record.models.ledger import LedgerEntry, Revision
from hongqiao.record.models.people import Contact, Member, Message, Token
from hongqiao.record.models.programme import Citation, Clause, Event, Fact, Measure, Plan, Programme, Target, Watch
from hongqiao.record.models.projections import CurrentClaim, CurrentFact, CurrentProject, SearchText
from hongqiao.record.models.projects import Partner, Project, ProjectEvent
from hongqiao.record.models.sources import Content, DataSet, Document, Filing, Quote
from hongqiao.record.models.world import Indicator, Institution, Place, PlaceCode

__all__ = [
    "Added", "Answer", "Citation", "Claim", "Clause", "Contact", "Content", "CurrentClaim", "CurrentFact",
    "CurrentProject", "DataSet", "Derived", "Document", "Erasable", "Event", "Fact", "Figure", "Filing", "Indicator",
    "Institution", "Job", "JobLine", "Judgement", "Kept", "LedgerEntry", "Measure", "Member", "Message", "Partner",
    "Passing", "Place", "PlaceCode", "Plan", "Programme", "Project", "ProjectEvent", "Quote", "Refusal", "Revision",
    "SearchText", "Target", "Token", "Watch", "new_id",
]  # fmt: skip
