"""Tables as somebody sends them, and what the record says of them."""

import csv
import io
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from hongqiao.record import actions, models
from hongqiao.record.roles import LOCAL, Actor


def sheet(header: str, *rows: Iterable[object]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(header.split(","))
    writer.writerows(rows)
    return text.getvalue().encode()


def imported(
    name: str, content: bytes | Path, actor: Actor = LOCAL, programme: str = "ald-bern", **options: Any
) -> models.Job:
    return actions.run_job(actions.ask_for_import(actor, programme, name, content, **options).id)


def wrong(job: models.Job) -> list[tuple[int, str, str, str]]:
    rows = job.lines.filter(kind="refused").order_by("row", "id")
    return [(row.row, row.column, row.got, row.error) for row in rows]
