"""Personal data: erased on request, while the ledger goes on verifying."""

from hongqiao.errors import UnknownRow
from hongqiao.record import models
from hongqiao.record.ledger import acting
from hongqiao.record.roles import Actor, require


def erase_contact(actor: Actor, contact: str, *, reason: str) -> None:
    """Erase a press contact with its salt: the hash in the ledger can then be made by nobody."""
    require(actor, "erase personal data")
    row = models.Contact.objects.filter(pk=contact).first()
    if row is None:
        raise UnknownRow(f"no contact has the id {contact!r}; it may be erased already")
    with acting(actor, "erase personal data", subject=f"contact:{contact}", reason=reason) as act:
        act.erase([row])
