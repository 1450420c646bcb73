"""Addresses of style and scripts: each carries the version of its content, so that it may be kept for a year."""

import functools
import hashlib
from pathlib import Path

from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import StaticFilesStorage


@functools.cache
def version(name: str) -> str:
    """Twelve digits of the content's hash; empty for a file that does not exist, which the browser then reports."""
    found = finders.find(name)
    return hashlib.sha256(Path(found).read_bytes()).hexdigest()[:12] if found else ""


class VersionedFiles(StaticFilesStorage):
    """The plain storage, with ``?v=`` and the content's hash after each address."""

    def url(self, name: str | None) -> str:
        """The address of one file with its version."""
        return f"{super().url(name)}?v={version(name)}" if name else super().url(name)
