"""What is too large is refused while it arrives, not after it has filled a disk."""

import html
from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.http.multipartparser import MultiPartParser


class RefuseLargeUploads(FileUploadHandler):
    """Stops reading a request whose files together pass `UPLOAD_LIMIT`; the page then says so.

    Names that were paths are kept on the request as `upload_names`: Django cuts them to their last part, where we refuse.
    """

    reading = False

    def handle_raw_input(
        self,
        input_data: Any,
        META: dict[str, Any],  # noqa: N803 - Django's signature
        content_length: int,
        boundary: bytes,  # noqa: ARG002 - Django's signature
        encoding: str | None = None,
    ) -> tuple[Any, Any] | None:
        """Notes a request that announces more than the limit, and reads it with an eye on the names."""
        self.too_large = content_length > settings.UPLOAD_LIMIT
        self.received = 0
        if self.reading:
            return None
        self.reading = True
        parser = _Names(META, input_data, self.request.upload_handlers, encoding)
        parser.cut_off = self.request.upload_names = {}
        return parser.parse()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:  # noqa: ARG002 - Django's signature
        """Passes a piece on to the next handler, or stops."""
        self.received += len(raw_data)
        if self.too_large or self.received > settings.UPLOAD_LIMIT:
            self.request.upload_too_large = True
            raise StopUpload(connection_reset=False)
        return raw_data

    def file_complete(self, file_size: int) -> None:  # noqa: ARG002 - Django's signature
        """Leaves the file to the next handler."""
        return


class _Names(MultiPartParser):
    """Django's own parser, which remembers the names that it cuts."""

    cut_off: dict[str, str]

    def sanitize_file_name(self, file_name: str) -> str | None:
        """The last part of a name, as Django keeps it; the whole name where that is another."""
        clean = super().sanitize_file_name(file_name)
        if clean and clean != html.unescape(file_name):
            self.cut_off[clean] = html.unescape(file_name)
        return clean


def sent_name(request: Any, name: str) -> str:
    """The name as it was sent."""
    return str(getattr(request, "upload_names", {}).get(name, name))
