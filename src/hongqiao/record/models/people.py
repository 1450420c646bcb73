"""People: who may do what, and personal data that can be erased."""

from django.conf import settings
from django.db import models

from hongqiao.record.models.kinds import Erasable, Kept, id_field
from hongqiao.record.models.sources import Document
from hongqiao.record.models.world import Institution, Place


class Member(Kept):
    """An account's role: in one institution for contributors, everywhere otherwise."""

    id = id_field()
    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="member")
    role = models.CharField(max_length=16)
    institution = models.ForeignKey(
        Institution, null=True, blank=True, on_delete=models.PROTECT, related_name="members"
    )

    def __str__(self) -> str:
        return f"{self.user_id} {self.role}"


class Token(Kept):
    """A key to the API: kept as a hash, with a scope and an end."""

    id = id_field()
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=80)
    hash = models.CharField(max_length=64, unique=True)
    scope = models.JSONField(default=list)
    expires = models.DateTimeField()
    revoked = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name


class Message(Erasable):
    """What somebody wrote to a place by its contact form; whoever knows its id may take it back."""

    id = id_field()
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="messages")
    at = models.DateTimeField()
    name = models.CharField(max_length=200)
    reply_to = models.CharField(max_length=200)
    text = models.TextField()

    def __str__(self) -> str:
        return str(self.id)


class Contact(Erasable):
    """A press contact named in a document."""

    id = id_field()
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="contacts")
    text = models.TextField()

    def __str__(self) -> str:
        return str(self.id)
