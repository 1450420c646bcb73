"""The matching part of a pack into the record. What persons have changed since stays as they left it."""

from collections.abc import Sequence

from hongqiao.record import matching_vectors, models, search_rows
from hongqiao.record.actions.matching import KINDS, PUBLISHED, profile
from hongqiao.record.actions.packs_respect import left_to_people
from hongqiao.record.ledger import Act, sha256
from hongqiao.record.pack import Contents
from hongqiao.record.pack.matching import PackListing, PackMeetings


def load_matching(act: Act, contents: Contents, programme: str) -> list[str]:
    """Offers, needs, facts, firms and meetings of a pack; its rules are loaded with its other things.

    Gives a note on each fact or firm that a person changed since, and that stays so.
    """
    given, pack = contents.matching, contents.id
    fresh = [
        *_listings(act, "offer", given.offers, pack, programme),
        *_listings(act, "need", given.needs, pack, programme),
    ]
    if fresh:
        matching_vectors.make_ready([profile(row) for row in fresh])
    declared = set(models.FactAsked.objects.exclude(pack=pack).values_list("id", flat=True))
    facts, notes = left_to_people(
        [
            models.FactAsked(id=row.id, type=row.type, names=row.names, unit=row.unit, pack=pack)
            for row in given.facts
            if row.id not in declared
        ],
        models.FactAsked,
    )
    act.keep(facts)
    known = set(models.FirmFacts.objects.exclude(pack=pack).values_list("institution_id", flat=True))
    firms, changed = left_to_people(
        [
            models.FirmFacts(institution_id=firm, facts=values, source="firms.csv", pack=pack)
            for firm, values in given.firms.items()
            if firm not in known
        ],
        models.FirmFacts,
    )
    act.keep(firms)
    if given.meetings is not None:
        _meetings(act, given.meetings)
    return notes + changed


def _listings(
    act: Act, kind: str, given: Sequence[PackListing], pack: str, programme: str
) -> list[models.Offer | models.Need]:
    by = f"pack {pack}"
    model = KINDS[kind]
    known = {row.id: row for row in model._default_manager.filter(pk__in=[item.id for item in given])}
    rows = [
        model(
            id=item.id, programme_id=programme, institution_id=item.institution, language=item.language,
            title=item.title, text=item.text, expires=item.expires, state=PUBLISHED, submitted_by=by, reviewed_by=by,
            published_by=by, pack=pack,
        )
        for item in given
        if item.id not in known or (known[item.id].published_by == by and known[item.id].state == PUBLISHED)
    ]  # fmt: skip
    changed = [row for row in rows if act.keep([row])]
    search_rows.put(search_rows.listing_row(kind, row) for row in changed)
    return changed


def _meetings(act: Act, given: PackMeetings) -> None:
    if models.MeetingSettings.objects.filter(event=given.event).exists():
        return  # set up already, and perhaps changed since
    sessions = [
        models.Session(id=f"{given.event}-{number}", event_id=given.event, **item)
        for number, item in enumerate(given.sessions, start=1)
    ]
    act.keep(sessions, new=True)
    act.keep([models.MeetingSettings(event_id=given.event, tables=given.tables)], new=True)
    seats: dict[str, models.Attendance] = {}
    for request in given.requests:
        for institution in (request["from"], request["to"]):
            away = [
                session.id
                for session in sessions
                if any(session.day == day and institution == who for who, day in given.absent)
            ]
            seats.setdefault(
                institution,
                models.Attendance(
                    id=sha256(f"{given.event} {institution}")[:40], event_id=given.event, institution_id=institution,
                    away=away,
                ),
            )  # fmt: skip
    act.keep(list(seats.values()), new=True)
    act.keep(
        [
            models.MeetingRequest(
                id=request["id"], event_id=given.event, asks=seats[request["from"]], asked=seats[request["to"]],
                need_id=request.get("need"), offer_id=request.get("offer"),
            )
            for request in given.requests
        ],
        new=True,
    )  # fmt: skip
