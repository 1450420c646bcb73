"""What is too large is refused while it arrives, not after it has filled a disk."""

from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, StopUpload


class RefuseLargeUploads(FileUploadHandler):
    """Stops reading a request whose files together pass `UPLOAD_LIMIT`; the page then says so."""

    def handle_raw_input(
        self,
        input_data: Any,  # noqa: ARG002 - Django's signature, here and below
        META: dict[str, Any],  # noqa: ARG002, N803
        content_length: int,
        boundary: bytes,  # noqa: ARG002
        encoding: str | None = None,  # noqa: ARG002
    ) -> None:
        """Notes a request that announces more than the limit."""
        self.too_large = content_length > settings.UPLOAD_LIMIT
        self.received = 0

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
