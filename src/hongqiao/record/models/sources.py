"""Sources: documents with their text and bytes, the quotes that stand in them, and data sets."""

from django.db import models

from hongqiao.record.models.kinds import Added, id_field, period_field


class Document(Added):
    """A document as it was taken in; the same bytes are one document, however often they arrive."""

    id = id_field()
    bytes_hash = models.CharField(max_length=64, unique=True)
    text_hash = models.CharField(max_length=64, db_index=True)
    name = models.CharField(max_length=300)
    media_type = models.CharField(max_length=100, blank=True, default="")
    encoding = models.CharField(max_length=40, blank=True, default="")
    language = models.CharField(max_length=12, blank=True, default="")
    title = models.TextField(blank=True, default="")
    date_line = models.TextField(blank=True, default="")
    published = period_field()
    published_on = models.DateField(null=True, blank=True, db_index=True)
    publisher = models.TextField(blank=True, default="")
    agencies = models.JSONField(default=list)
    address = models.TextField(blank=True, default="")
    original_link = models.TextField(blank=True, default="")
    links = models.JSONField(default=list)
    retells = models.TextField(blank=True, default="")
    origin = models.CharField(max_length=64, db_index=True, default="")
    licence = models.TextField(blank=True, default="")
    place = models.CharField(max_length=120, blank=True, default="")
    retrieved = models.DateTimeField()
    pack = models.CharField(max_length=80, blank=True, default="")

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name


class Content(Added):
    """A document's text, in which offsets count, and the bytes it was read from."""

    document = models.OneToOneField(Document, primary_key=True, on_delete=models.PROTECT, related_name="content")
    text = models.TextField()
    body = models.BinaryField()

    def __str__(self) -> str:
        return str(self.document_id)


class Filing(Added):
    """A document taken into a programme, in one batch of the drop zone, an import or a pack."""

    id = id_field()
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="filings")
    programme = models.ForeignKey("record.Programme", on_delete=models.PROTECT, related_name="filings")
    batch = models.CharField(max_length=64, db_index=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["programme", "document"], name="filed_once_in_a_programme")]

    def __str__(self) -> str:
        return f"{self.document_id} in {self.programme_id}"


class Quote(Added):
    """Words that stand in a document from `start` to `end`, in code points of its text."""

    id = id_field()
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="quotes")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    exact = models.TextField()
    prefix = models.TextField(blank=True, default="")
    suffix = models.TextField(blank=True, default="")
    key = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ["document", "start"]

    def __str__(self) -> str:
        return self.exact


class DataSet(Added):
    """A table as it was taken in: its columns become figures with a column as their basis."""

    id = id_field()
    hash = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=300)
    title = models.TextField(blank=True, default="")
    description = models.TextField(blank=True, default="")
    source_address = models.TextField(blank=True, default="")
    licence = models.TextField(blank=True, default="")
    retrieved = models.CharField(max_length=40, blank=True, default="")
    columns = models.JSONField(default=list)
    row_count = models.PositiveIntegerField(default=0)
    body = models.BinaryField()
    pack = models.CharField(max_length=80, blank=True, default="")

    def __str__(self) -> str:
        return self.name
