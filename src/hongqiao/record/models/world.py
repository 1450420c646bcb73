"""Places, institutions and indicators: what programmes speak of."""

from django.db import models

from hongqiao.record.models.kinds import Kept, id_field


class Place(Kept):
    """A place, nested in another, named in several languages."""

    id = id_field()
    kind = models.CharField(max_length=40)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    names = models.JSONField(default=dict)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    source = models.TextField(blank=True, default="")
    pack = models.CharField(max_length=80, blank=True, default="")

    def __str__(self) -> str:
        return self.id


class PlaceCode(Kept):
    """A code that a place bore from a day to a day."""

    id = id_field()
    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="codes")
    scheme = models.CharField(max_length=40)
    code = models.CharField(max_length=40)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    source = models.TextField(blank=True, default="")

    class Meta:
        indexes = [models.Index(fields=["scheme", "code"])]

    def __str__(self) -> str:
        return f"{self.scheme} {self.code}"


class Institution(Kept):
    """An institution or firm, with identifiers and aliases; Han names match only as written."""

    id = id_field()
    kind = models.CharField(max_length=40, blank=True, default="")
    place = models.ForeignKey(Place, null=True, blank=True, on_delete=models.PROTECT, related_name="institutions")
    names = models.JSONField(default=dict)
    aliases = models.JSONField(default=list)
    identifiers = models.JSONField(default=dict)
    source = models.TextField(blank=True, default="")
    pack = models.CharField(max_length=80, blank=True, default="")
    merged_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged")

    def __str__(self) -> str:
        return self.id


class Indicator(Kept):
    """Something that is measured: its unit, which direction is better, and which source would fill a gap.

    ``goalposts`` says between which ends it is scored and who chose them; ``computed`` names the formula and the
    tables from which the record computes it itself. Both as the pack states them, or nothing.
    """

    id = id_field()
    names = models.JSONField(default=dict)
    definition = models.JSONField(default=dict)
    unit = models.CharField(max_length=40, blank=True, default="")
    direction = models.CharField(max_length=8, default="none")
    field = models.CharField(max_length=40, blank=True, default="")
    aspect = models.CharField(max_length=40, blank=True, default="")
    would_fill = models.TextField(blank=True, default="")
    would_fill_names = models.JSONField(null=True, blank=True)
    goalposts = models.JSONField(null=True, blank=True)
    computed = models.JSONField(null=True, blank=True)
    pack = models.CharField(max_length=80, blank=True, default="")

    def __str__(self) -> str:
        return self.id
