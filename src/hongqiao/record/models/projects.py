"""Projects: their life is the fold of dated events, each with its evidence."""

from django.db import models

from hongqiao.record.models.kinds import Added, Kept, id_field, period_field
from hongqiao.record.models.programme import Event, Programme
from hongqiao.record.models.sources import Quote
from hongqiao.record.models.world import Institution, Place


class Project(Kept):
    """A project that a source names."""

    id = id_field()
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="projects")
    names = models.JSONField(default=dict)
    external_id = models.CharField(max_length=120, blank=True, default="", db_index=True)
    field = models.CharField(max_length=40, blank=True, default="")
    industry = models.CharField(max_length=80, blank=True, default="")
    scenario = models.CharField(max_length=120, blank=True, default="")
    place = models.ForeignKey(Place, null=True, blank=True, on_delete=models.PROTECT, related_name="projects")
    park = models.ForeignKey(Place, null=True, blank=True, on_delete=models.PROTECT, related_name="park_projects")
    announced_at = models.ForeignKey(Event, null=True, blank=True, on_delete=models.PROTECT, related_name="projects")
    came_from = models.CharField(max_length=160, blank=True, default="", db_index=True)  # event:ID or meeting:ID

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.id


class Partner(Kept):
    """An institution in a project, with its role and the side it stands on."""

    id = id_field()
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="partners")
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="partnerships")
    role = models.CharField(max_length=40, blank=True, default="")
    side = models.CharField(max_length=120, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["project", "institution", "role"], name="partner_once_in_a_role")
        ]

    def __str__(self) -> str:
        return f"{self.institution_id} in {self.project_id}"


class ProjectEvent(Added):
    """Something dated in a project's life: a stage reached, or money announced, committed or paid."""

    id = id_field()
    key = models.CharField(max_length=64, unique=True)
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="life")
    stage = models.CharField(max_length=16, blank=True, default="")
    period = period_field()
    on = models.DateField(null=True, blank=True)
    at = models.DateTimeField()
    quote = models.ForeignKey(Quote, null=True, blank=True, on_delete=models.PROTECT, related_name="project_events")
    money_kind = models.CharField(max_length=12, blank=True, default="")
    figure = models.ForeignKey(
        "record.Figure", null=True, blank=True, on_delete=models.PROTECT, related_name="project_events"
    )
    note = models.TextField(blank=True, default="")
    by = models.CharField(
        max_length=200, null=True, blank=True
    )  # who entered it, where a person's word is its evidence
    withdraws = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="withdrawn_by")

    class Meta:
        ordering = ["on", "id"]
        indexes = [models.Index(fields=["project", "on"])]

    def __str__(self) -> str:
        return f"{self.project_id} {self.stage or self.money_kind} {self.period}"
