"""Documents by their address, and tables as jobs: asked for, looked at, cancelled."""

import datetime as dt
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Router, Schema
from ninja.errors import HttpError
from pydantic import Field, StringConstraints

from hongqiao.publish.api.answers import READ, WRITE, found
from hongqiao.publish.api.asked import Id, Line, Sent
from hongqiao.publish.api.gate import reader
from hongqiao.publish.api.interface import TOKEN
from hongqiao.publish.api.once import actor, write
from hongqiao.publish.api.writing import FileIn, TakenOut, body_of, taken
from hongqiao.record import actions, listed_queries
from hongqiao.record.roles import may_read_drafts

router = Router()


class AddressIn(Sent):
    """The address of one document on the public web."""

    address: Annotated[str, StringConstraints(min_length=8, max_length=2000, pattern=r"^[!-~]+$")]


class ImportIn(FileIn):
    """A file of tables in the exchange format: CSV, XLSX, JSON, or a zip of CSV files."""

    dry_run: Annotated[bool, Field(strict=True, description="Say what would change, and change nothing.")] = False
    skip_bad_rows: Annotated[bool, Field(strict=True, description="Import the others where some rows are bad.")] = False
    table: Line = Field(default="", description="Which table a CSV holds, where its name does not say so.")


class JobOut(Schema):
    """How far an import came."""

    id: str
    programme: str
    name: str
    state: str
    rows: int
    looked_at: int
    written: int
    added: int
    changed: int
    same: int
    refused: int
    message: str
    ended: dt.datetime | None


@router.post("/programmes/{programme}/fetch", response={201: TakenOut, **WRITE}, auth=TOKEN, tags=["documents"])
def fetch_document(request: HttpRequest, programme: Id, sent: AddressIn) -> Any:
    """Fetch one document by its address; never from a private network, also not by a redirect."""
    who = actor(request)
    reading = actions.fetch_reading(who, programme, sent.address)  # outside the transaction: it may take long
    return write(request, lambda: taken(who, programme, reading, "fetch a document"), status=201)


@router.post("/programmes/{programme}/imports", response={202: JobOut, **WRITE}, auth=TOKEN, tags=["imports"])
def ask_for_import(request: HttpRequest, programme: Id, sent: ImportIn) -> Any:
    """Ask for tables to be imported; the job is carried out in the background, and read until it has ended."""
    who, body = actor(request), body_of(sent)

    def work() -> dict[str, Any]:
        job = actions.ask_for_import(
            who, programme, sent.name, body, dry_run=sent.dry_run, skip_bad_rows=sent.skip_bad_rows, table=sent.table
        )
        return _job(job)

    return write(request, work, status=202)


@router.get("/jobs/{job}", response={200: JobOut, 403: READ[404], **READ}, tags=["imports"])
def job(request: HttpRequest, job: Id) -> Any:
    """How far an import came; members read it."""
    if not may_read_drafts(reader(request)):
        raise HttpError(403, "what is on its way is read by members: send a token")
    return _job(found(listed_queries.job(job), "job"))


@router.post("/jobs/{job}/cancel", response={200: JobOut, **WRITE}, auth=TOKEN, tags=["imports"])
def cancel_job(request: HttpRequest, job: Id) -> Any:
    """Ask an import to stop after the chunk that it is at; what it wrote stays."""
    who = actor(request)
    return write(request, lambda: _job(actions.cancel_job(who, job)))


def _job(row: Any) -> dict[str, Any]:
    return {name: getattr(row, name) for name in JobOut.model_fields}
