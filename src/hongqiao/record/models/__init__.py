"""Every table of the record."""

from hongqiao.record.models.access import Answer, Refusal
from hongqiao.record.models.claims import Claim, Figure, Judgement, Publication
from hongqiao.record.models.jobs import Job, JobLine
from hongqiao.record.models.kinds import Added, Derived, Erasable, Kept, Passing, new_id
from hongqiao.record.models.ledger import LedgerEntry, Revision
from hongqiao.record.models.matching import (
    Attendance,
    FactAsked,
    FirmFacts,
    MatchJudgement,
    Meeting,
    MeetingPlan,
    MeetingRequest,
    MeetingSettings,
    Need,
    Offer,
    Participant,
    Rule,
    Session,
    TextVector,
)
from hongqiao.record.models.people import Contact, Member, Message, Token
from hongqiao.record.models.programme import Citation, Clause, Event, Fact, Measure, Plan, Programme, Target, Watch
from hongqiao.record.models.projections import ComparedKey, CurrentClaim, CurrentFact, CurrentProject, SearchText
from hongqiao.record.models.projects import Partner, Project, ProjectEvent
from hongqiao.record.models.sources import Content, DataSet, Document, Filing, Quote
from hongqiao.record.models.world import Indicator, Institution, Place, PlaceCode

__all__ = [
    "Added", "Answer", "Attendance", "Citation", "Claim", "Clause", "ComparedKey", "Contact", "Content",
    "CurrentClaim", "CurrentFact", "CurrentProject", "DataSet", "Derived", "Document", "Erasable", "Event", "Fact",
    "FactAsked", "Figure", "Filing", "FirmFacts", "Indicator", "Institution", "Job", "JobLine", "Judgement", "Kept",
    "LedgerEntry", "MatchJudgement", "Measure", "Meeting", "MeetingPlan", "MeetingRequest", "MeetingSettings",
    "Member", "Message", "Need", "Offer", "Participant", "Partner", "Passing", "Place", "PlaceCode", "Plan",
    "Programme", "Project", "ProjectEvent", "Publication", "Quote", "Refusal", "Revision", "Rule", "SearchText",
    "Session", "Target", "TextVector", "Token", "Watch", "new_id",
]  # fmt: skip
