"""Typesetting: a brief's data, its template and our typefaces in, a PDF out; the same bytes each time."""

import datetime as dt
import functools
import json
from pathlib import Path

from hongqiao.publish.brief.contents import Brief
from hongqiao.publish.typefaces import FOLDER

TEMPLATE = Path(__file__).with_name("brief.typ")


def pdf(brief: Brief) -> bytes:
    """The brief as PDF; nothing of this machine's typefaces or clock enters it."""
    import typst

    year, month, day = brief.data["date"]
    stamp = int(dt.datetime(year, month, day, tzinfo=dt.UTC).timestamp())
    made: bytes = typst.compile(
        _template(),
        font_paths=[str(FOLDER)],
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(brief.data, ensure_ascii=False, sort_keys=True)},
        timestamp=stamp,
    )
    return made


@functools.cache
def _template() -> bytes:
    return TEMPLATE.read_bytes()
