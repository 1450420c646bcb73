"""What answers about meetings, firms, rules and messages hold."""

import datetime as dt
from typing import Literal

from ninja import Schema
from pydantic import Field

from hongqiao.publish.api.shapes.evidence import FigureOut, Names, QuoteOut


class SessionOut(Schema):
    """A stretch of an event's day that is cut into slots of equal length."""

    id: str
    day: dt.date
    begins: str = Field(description="By the clock on the wall of the event: 09:30.")
    slots: int
    minutes: int
    pause: int


class SeatOut(Schema):
    """A seat at an event. The person is told to those alone who make the schedule."""

    id: str
    institution: str
    languages: list[str]
    away: list[str | int]
    participant: str
    person: str


class MeetingOut(Schema):
    """A request, and its seat where it has one."""

    id: str
    asks: str = Field(description="The seat that asks.")
    asked: str
    need: str | None
    offer: str | None
    state: str = Field(description="waiting, proposed, confirmed, locked, cancelled or held.")
    slot: int = Field(description="Counted from 1 over the event's sessions; 0 without a seat.")
    start: dt.datetime | None
    end: dt.datetime | None
    table: int
    project: str | None


class MeetingsOut(Schema):
    """An event's meetings."""

    event: str
    tables: int | None = Field(description="None where the event offers no meetings yet.")
    sessions: list[SessionOut]
    seats: list[SeatOut]
    meetings: list[MeetingOut]
    breaks: FigureOut | None = Field(description="Waits between meetings that the latest schedule leaves.")
    bound: FigureOut | None = Field(description="No schedule leaves fewer.")


class ScheduleOut(Schema):
    """A schedule as it was made."""

    id: str
    moved: list[str] = Field(description="The requests that sit elsewhere than before.")


class AskedOut(Schema):
    """A fact that measures ask of firms."""

    id: str
    type: str = Field(description="text, number, flag or list.")
    names: Names
    unit: str


class RuleOut(Schema):
    """A condition of a measure and the words it stands on."""

    id: str
    condition: str
    needs: list[str]
    document: str
    exact: str


class KnownOut(Schema):
    """One fact of a firm; a number is a figure with its roots."""

    id: str
    type: Literal["text", "number", "flag", "list"]
    names: Names
    value: bool | str | list[str] | None
    figure: FigureOut | None
    quote: QuoteOut | None


class FirmOut(Schema):
    """What is known of an institution, as measures ask it."""

    id: str
    source: str
    entry: int = Field(description="The ledger entry of the latest recording; 0 where nothing is recorded.")
    facts: list[KnownOut]


class MessageOut(Schema):
    """A message to a place."""

    id: str
    place: str
    at: dt.datetime
    name: str
    reply_to: str
    text: str
