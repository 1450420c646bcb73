"""The technology exchange and the meetings of events: offers, needs, what was judged of their matches, who meets whom.

Times of an event are times on the wall of its place, so that days and clock times are kept without a zone.
"""

from django.db import models

from hongqiao.record.models.kinds import Added, Derived, Erasable, Kept, id_field
from hongqiao.record.models.programme import Event, Measure, Programme
from hongqiao.record.models.projects import Project
from hongqiao.record.models.world import Institution


class Listed(Kept):
    """What offers and needs have in common; shown to others once it was reviewed and published, until it expires."""

    id = id_field()
    language = models.CharField(max_length=12)
    title = models.CharField(max_length=200, blank=True, default="")
    text = models.TextField()
    expires = models.DateField(null=True, blank=True)
    refuses = models.JSONField(default=list)
    state = models.CharField(max_length=12, default="submitted", db_index=True)
    submitted_by = models.CharField(max_length=200)
    reviewed_by = models.CharField(max_length=200, blank=True, default="")
    published_by = models.CharField(max_length=200, blank=True, default="")
    note = models.TextField(blank=True, default="")
    pack = models.CharField(max_length=80, blank=True, default="")

    class Meta:
        abstract = True
        ordering = ["id"]

    def __str__(self) -> str:
        return self.title or self.id


class Offer(Listed):
    """What an institution can do for others: a technology, a service, a place to test."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="offers")
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="offers")


class Need(Listed):
    """What an institution looks for."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="needs")
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="needs")


class MatchJudgement(Added):
    """What was decided about a need and an offer together; a decline has a reason of the fixed list."""

    id = id_field()
    need = models.ForeignKey(Need, on_delete=models.PROTECT, related_name="judgements")
    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, related_name="judgements")
    verdict = models.CharField(max_length=12)
    reason = models.CharField(max_length=20, blank=True, default="")
    side = models.CharField(max_length=8, default="need")
    """Who judged: the side of the need or of the offer; what is "gone" is the other."""
    score = models.FloatField(null=True, blank=True)
    encoder = models.CharField(max_length=200, blank=True, default="")
    by = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.verdict} {self.need_id} {self.offer_id}"


class TextVector(Derived):
    """A text's vector with the model and version that made it; made anew from the text at any time."""

    id = models.CharField(primary_key=True, max_length=64)
    text_key = models.CharField(max_length=64, db_index=True)
    encoder = models.CharField(max_length=200)
    dimension = models.PositiveIntegerField()
    vector = models.BinaryField()

    def __str__(self) -> str:
        return f"{self.encoder} {self.text_key[:12]}"


class FirmFacts(Kept):
    """What is known of an institution, as measures ask it; a fact that is not there is not known."""

    institution = models.OneToOneField(
        Institution, primary_key=True, on_delete=models.PROTECT, related_name="firm_facts"
    )
    facts = models.JSONField(default=dict)
    source = models.TextField(blank=True, default="")
    pack = models.CharField(max_length=80, blank=True, default="")

    def __str__(self) -> str:
        return str(self.institution_id)


class Rule(Kept):
    """One condition of a measure in CEL over named facts, standing on quoted sentences (citations of kind "rule")."""

    id = id_field()
    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="conditions")
    condition = models.TextField()
    facts = models.JSONField(default=dict)
    order = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["order", "id"]

    def __str__(self) -> str:
        return self.condition


class FactAsked(Kept):
    """A fact that rules name: its type (text, number, flag, list), its unit, and how a form asks for it."""

    id = id_field()
    type = models.CharField(max_length=8)
    names = models.JSONField(default=dict)
    unit = models.CharField(max_length=20, blank=True, default="")
    pack = models.CharField(max_length=80, blank=True, default="")

    def __str__(self) -> str:
        return self.id


class MeetingSettings(Kept):
    """What an event offers for meetings: how many tables and interpreters, and how evenly waits are shared."""

    event = models.OneToOneField(Event, primary_key=True, on_delete=models.PROTECT, related_name="meeting_settings")
    tables = models.PositiveIntegerField()
    interpreters = models.PositiveIntegerField(null=True, blank=True)
    fairness = models.PositiveIntegerField(default=2)

    def __str__(self) -> str:
        return str(self.event_id)


class Session(Kept):
    """A stretch of an event's day that is cut into slots of equal length."""

    id = id_field()
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="sessions")
    name = models.CharField(max_length=120, blank=True, default="")
    day = models.DateField()
    begins = models.CharField(max_length=5)
    """A clock time such as 09:30."""
    slots = models.PositiveIntegerField()
    minutes = models.PositiveIntegerField()
    pause = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["day", "begins", "id"]

    def __str__(self) -> str:
        return f"{self.day} {self.begins}"


class Participant(Erasable):
    """The person who comes: personal data, erased on request. What the schedule needs stands in `Attendance`."""

    id = id_field()
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="people")
    name = models.TextField()
    email = models.TextField(blank=True, default="")

    def __str__(self) -> str:
        return str(self.id)


class Attendance(Kept):
    """A seat at an event: an institution, the languages it speaks there, and the slots in which it cannot meet."""

    id = id_field()
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="attendances")
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="attendances")
    participant = models.CharField(max_length=120, blank=True, default="")
    """The id of the person, empty where there is none or it was erased."""
    languages = models.JSONField(default=list)
    away = models.JSONField(default=list)
    """Ids of sessions, or slots of the event counted from 1."""
    most = models.PositiveIntegerField(null=True, blank=True)
    withdrawn = models.BooleanField(default=False)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.institution_id} at {self.event_id}"


class MeetingRequest(Kept):
    """That one wants to meet another, and over which need and offer."""

    id = id_field()
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="meeting_requests")
    asks = models.ForeignKey(Attendance, on_delete=models.PROTECT, related_name="asking")
    asked = models.ForeignKey(Attendance, on_delete=models.PROTECT, related_name="asked_by")
    need = models.ForeignKey(Need, null=True, blank=True, on_delete=models.PROTECT, related_name="requests")
    offer = models.ForeignKey(Offer, null=True, blank=True, on_delete=models.PROTECT, related_name="requests")
    session = models.ForeignKey(Session, null=True, blank=True, on_delete=models.PROTECT, related_name="requests")
    withdrawn = models.BooleanField(default=False)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.asks_id} meets {self.asked_id}"


class Meeting(Kept):
    """A request with its seat: proposed, confirmed, locked, cancelled or held; and the project that came of it."""

    request = models.OneToOneField(MeetingRequest, primary_key=True, on_delete=models.PROTECT, related_name="meeting")
    state = models.CharField(max_length=12, default="proposed")
    slot = models.PositiveIntegerField()
    """Counted from 1 over the event's sessions in order of time."""
    table = models.PositiveIntegerField()
    why = models.JSONField(default=list)
    project = models.ForeignKey(Project, null=True, blank=True, on_delete=models.PROTECT, related_name="meetings")
    note = models.TextField(blank=True, default="")

    def __str__(self) -> str:
        return f"{self.request_id} in slot {self.slot}"


class MeetingPlan(Added):
    """One making of an event's schedule: the breaks it leaves, the bound, and what moved against the one before."""

    id = id_field()
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="meeting_plans")
    at = models.DateTimeField()
    meetings = models.PositiveIntegerField()
    people = models.PositiveIntegerField()
    breaks = models.PositiveIntegerField()
    bound = models.PositiveIntegerField()
    moved = models.JSONField(default=list)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.event_id}: {self.breaks} breaks"
