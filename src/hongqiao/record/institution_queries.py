"""What the forms of institutions ask of the record: their columns, who may be the same, and press contacts."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from hongqiao.record import institution_names, models, suggestions
from hongqiao.record.programme_shown import Names

CONTACTS = 50


@dataclass(frozen=True, slots=True)
class ContactShown:
    """A press contact and the document that names it."""

    id: str
    text: str
    document: str
    title: str


def columns(institution: str) -> dict[str, Any] | None:
    """The columns of an institution as a form shows them; None where there is none."""
    return models.Institution.objects.filter(pk=institution).values().first()


def family(institution: str) -> frozenset[str]:
    """Every id that means this institution."""
    return institution_names.all_ids([institution])


def suggested() -> dict[str, suggestions.Options]:
    """The ids that the form's fields take."""
    found = suggestions.of_programme("")
    return {name: found[name] for name in ("places", "institutions")}


def alike(institution: str) -> list[tuple[str, Names, str]]:
    """Institutions that bear the same name, alias or identifier: id, names, what they share.

    Names are compared letter for letter (Latin ones without regard to case); Han is never transliterated.
    """
    own = family(institution)
    borne: dict[str, list[tuple[str, Names]]] = defaultdict(list)
    mine: set[str] = set()
    rows = models.Institution.objects.values_list("id", "names", "aliases", "identifiers")
    for key, names, aliases, identifiers in rows:
        marks = {str(mark).casefold().strip() for mark in (*names.values(), *aliases)}
        marks |= {f"{scheme} {value}" for scheme, value in identifiers.items()}
        if key in own:
            mine |= marks
        else:
            for mark in marks:
                borne[mark].append((key, names))
    found = {key: (key, names, mark) for mark in sorted(mine & set(borne)) for key, names in borne[mark]}
    return list(found.values())


def contacts(after: str = "") -> tuple[list[ContactShown], str]:
    """Press contacts in the order of their ids, and the id to go on after (empty for none)."""
    rows = models.Contact.objects.filter(pk__gt=after).select_related("document").order_by("id")[: CONTACTS + 1]
    found = [ContactShown(row.id, row.text, row.document_id, row.document.title or row.document.name) for row in rows]
    return found[:CONTACTS], found[CONTACTS - 1].id if len(found) > CONTACTS else ""
