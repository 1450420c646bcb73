"""The standards by name, and an export as a file that appears only when it is whole."""

import json
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from hongqiao.publish.exports import calendar, data_package, prov, schema_org, web_annotation
from hongqiao.publish.exports.subject import Subject


def _json(make: Callable[[Subject], Any]) -> Callable[[Subject, Any], None]:
    def write(subject: Subject, file: Any) -> None:
        file.write((json.dumps(make(subject), ensure_ascii=False, indent=1) + "\n").encode())

    return write


FORMATS: dict[str, Callable[[Subject, Any], None]] = {
    "data-package": data_package.write,
    "prov": _json(prov.document),
    "web-annotation": _json(web_annotation.page),
    "schema-org": _json(schema_org.graph),
    "ical": calendar.write,
}
SUFFIXES = {"data-package": "zip", "prov": "json", "web-annotation": "jsonld", "schema-org": "jsonld", "ical": "ics"}
MEDIA_TYPES = {
    "data-package": "application/zip", "prov": "application/json", "web-annotation": "application/ld+json",
    "schema-org": "application/ld+json", "ical": "text/calendar; charset=utf-8",
}  # fmt: skip


def to_file(form: str, subject: Subject, path: Path) -> None:
    """Write an export in one of the standards."""
    temporary = path.with_name(f".{path.name}.part")
    try:
        with temporary.open("wb") as file:
            FORMATS[form](subject, file)
        temporary.replace(path)
    finally:
        with suppress(FileNotFoundError):
            temporary.unlink()
