"""Documents: what stands in a file, and what its frame says of it."""

from hongqiao.evidence.document.reading import LIMIT, read
from hongqiao.evidence.document.value import Contact, Dateline, Document, Repair

__all__ = ["LIMIT", "Contact", "Dateline", "Document", "Repair", "read"]
