"""The events of a programme as iCalendar (RFC 5545): a day or the days of its period, with the words that announce it."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from hongqiao.publish.exports.subject import Subject, name_of, rows
from hongqiao.record import models

_WIDTH = 75  # octets of a line, RFC 5545 section 3.1


def write(subject: Subject, file: Any) -> None:
    """One calendar; an event without a day is not in it, since a calendar has no place for it."""
    for line in lines(subject):
        file.write(folded(line) + b"\r\n")


def lines(subject: Subject) -> Iterator[str]:
    """The lines of the calendar, not folded yet."""
    position, head = subject.head()
    programme = subject.row()
    yield from ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Hongqiao//Programme//EN", "CALSCALE:GREGORIAN")
    yield f"X-WR-CALNAME:{text(name_of(programme.names, programme.id))}"
    yield f"X-HONGQIAO-LEDGER:{position} {head}"
    if subject.days():
        yield f"X-HONGQIAO-AS-OF:{text(subject.days())}"
    scope = subject.scope()
    places = dict(models.Place.objects.values_list("id", "names"))
    stamps = dict(models.LedgerEntry.objects.values_list("position", "at"))
    quotes: dict[str, list[models.Quote]] = {}
    for row in rows(scope, "citations"):
        if row.kind == "event":
            quotes.setdefault(row.subject, []).append(row.quote)
    for event in rows(scope, "events"):
        if event.starts is not None:
            yield from _event(subject, event, quotes.get(event.id, []), places, stamps[event.position])
    yield "END:VCALENDAR"


def _event(
    subject: Subject, event: models.Event, quotes: list[models.Quote], places: dict[str, Any], at: dt.datetime
) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{event.id}@{subject.programme}.hongqiao"
    yield f"DTSTAMP:{at.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}"
    yield f"DTSTART;VALUE=DATE:{event.starts:%Y%m%d}"
    if event.ends is not None:
        yield f"DTEND;VALUE=DATE:{event.ends + dt.timedelta(days=1):%Y%m%d}"
    for language, name in sorted(event.names.items(), key=lambda item: item[0] != "en")[:1]:
        yield f"SUMMARY;LANGUAGE={language}:{text(name)}"
    if event.place_id:
        yield f"LOCATION:{text(name_of(places.get(event.place_id, {}), event.place_id))}"
    if event.kind:
        yield f"CATEGORIES:{text(event.kind)}"
    yield f"URL:{subject.address('event', event.id)}"
    if quotes:
        said = [f"“{quote.exact}” ({subject.quote(quote.document_id, quote.start, quote.end)})" for quote in quotes]
        yield f"DESCRIPTION:{text(chr(10).join(said))}"
    for quote in quotes:
        yield f"ATTACH:{subject.quote(quote.document_id, quote.start, quote.end)}"
    yield "END:VEVENT"


def text(value: str) -> str:
    r"""A text as a property holds it.

    >>> text("a; b, c\nd")
    'a\\; b\\, c\\nd'
    """
    escaped = (
        value.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\r\n", "\n").replace("\n", "\\n")
    )
    return "".join(letter for letter in escaped if letter.isprintable() or letter == "\t")


def folded(line: str) -> bytes:
    """A line in pieces of at most 75 octets, none of which cuts a character."""
    pieces: list[bytes] = []
    piece = b""
    for letter in line:
        octets = letter.encode()
        if len(piece) + len(octets) > _WIDTH - bool(pieces):
            pieces.append(piece)
            piece = b""
        piece += octets
    pieces.append(piece)
    return b"\r\n ".join(pieces)
