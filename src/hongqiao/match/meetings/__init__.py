"""An event's meetings: problem, exact and anytime schedules, checker, re-plans, agendas."""

from hongqiao.match.meetings.agenda import Seat, Why, calendar, printable, seats, why
from hongqiao.match.meetings.check import Verdict, check
from hongqiao.match.meetings.dzn import read as read_dzn
from hongqiao.match.meetings.event import Event, Participant, Slot
from hongqiao.match.meetings.event import read as read_event
from hongqiao.match.meetings.problem import Cap, MeetingProblem, Request, fewest_breaks, require_possible

__all__ = [
    "Cap", "Event", "MeetingProblem", "Participant", "Request", "Seat", "Slot", "Verdict", "Why", "calendar", "check",
    "fewest_breaks", "printable", "read_dzn", "read_event", "require_possible", "seats", "why",
]  # fmt: skip
