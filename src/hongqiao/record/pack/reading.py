"""Reading a pack: every file is read and checked before anything is loaded."""

import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from hongqiao.errors import BadPack, BadPeriod, HongqiaoError
from hongqiao.evidence import read
from hongqiao.ground.period import Period
from hongqiao.measure.integration.indicators import goalposts_of
from hongqiao.record.pack import tables
from hongqiao.record.pack.contents import Contents, PackDocument, PackQuote, Thing
from hongqiao.record.pack.formulas import formula_of
from hongqiao.record.pack.matching import read_matching, read_rules

STAGES = ("lead", "negotiating", "signed", "started", "operating", "completed", "paused", "cancelled")
_KINDS = ("programme", "plan", "clause", "target", "measure", "event", "project", "watch", "fact")


def read_pack(folder: Path, progress: Callable[[int, int], None] | None = None) -> Contents:
    """A whole pack; raises BadPack for the first thing that is wrong, saying what would be right."""
    head = _toml(folder / "pack.toml")
    name = _text(head, "id", "pack.toml")
    documents = _documents(folder, progress)
    texts = {item.document.name: item.document.text for item in documents}
    places = tables.read_places(folder)
    known = frozenset(place.id for place in places)
    indicators = _indicators(folder)
    units = {thing.id: str(thing.fields.get("unit", "")) for thing in indicators}
    things = _Things(head, texts, known, frozenset(units), folder)
    things.read()
    for item in documents:
        if item.place and item.place not in known:
            raise BadPack(f"documents/{item.document.name}: place is {item.place!r}, which places.csv does not hold")
    return Contents(
        folder=folder,
        id=name,
        names=_names(head, f"pack.toml, {name}"),
        description=dict(head.get("description", {})),
        banner=dict(head.get("banner", {})),
        licence=str(head.get("licence", "")),
        places=places,
        codes=tables.read_codes(folder, known),
        institutions=tables.read_institutions(folder, known, frozenset(texts)),
        indicators=indicators,
        documents=documents,
        tables=tuple(
            tables.read_table(path, _toml(path.with_suffix(".toml"))) for path in sorted(folder.glob("tables/*.csv"))
        ),
        values=tables.read_values(folder, known, units),
        things=(*things.found, *read_rules(folder, things.programme_of("measure"), things.quote)),
        matching=read_matching(folder, frozenset(things.institutions), frozenset(things.ids["event"])),
    )


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise BadPack(f"{path.name} is missing in {path.parent}") from None
    except UnicodeDecodeError as error:
        raise BadPack(f"{path.name}: {error}; save it as UTF-8") from None
    except tomllib.TOMLDecodeError as error:
        raise BadPack(f"{path.name}: {error}") from None


def _text(table: Mapping[str, Any], key: str, where: str) -> str:
    value = table.get(key)
    if not isinstance(value, str) or not value.strip():
        raise BadPack(f"{where}: {key} is {value!r}; a text would be right")
    return value.strip()


def _names(table: Mapping[str, Any], where: str) -> dict[str, str]:
    names = table.get("names")
    if not isinstance(names, dict) or not names or not all(isinstance(name, str) and name for name in names.values()):
        raise BadPack(f'{where}: names is {names!r}; a name per language, such as en = "Kunshan", would be right')
    return dict(names)


def _documents(folder: Path, progress: Callable[[int, int], None] | None) -> tuple[PackDocument, ...]:
    found = []
    paths = sorted(path for path in (folder / "documents").glob("*") if path.is_file() and path.suffix == ".md")
    for count, path in enumerate(paths, start=1):
        try:
            document = read(path)
        except HongqiaoError as error:
            raise BadPack(f"documents/{error}") from None
        body = path.read_bytes()
        found.append(PackDocument(document, body, _place_of(body)))
        if progress:
            progress(count, len(paths))
    return tuple(found)


def _place_of(body: bytes) -> str:
    """The place in a document's front matter, which the reader does not need."""
    parts = body.decode("utf-8").split("+++", 2)
    if len(parts) < 3 or parts[0].strip():
        return ""
    return str(tomllib.loads(parts[1]).get("place", ""))


def _indicators(folder: Path) -> tuple[Thing, ...]:
    path = folder / "indicators.toml"
    if not path.is_file():
        return ()
    found: dict[str, Thing] = {}
    for table in _toml(path).get("indicator", []):
        key = _text(table, "id", "indicators.toml")
        if key in found:
            raise BadPack(f"indicators.toml: the id {key!r} stands twice; an id names one indicator")
        direction = table.get("direction", "none")
        if direction not in {"up", "down", "none"}:
            raise BadPack(f"indicators.toml, {key}: direction is {direction!r}; up, down or none would be right")
        found[key] = Thing("indicator", key, {**table, "names": _names(table, f"indicators.toml, {key}")})
    for thing in found.values():
        _scored_and_computed(thing, frozenset(found), folder)
    return tuple(found.values())


def _scored_and_computed(thing: Thing, known: frozenset[str], folder: Path) -> None:
    """Goalposts and formula of an indicator, as far as they can be wrong before anything is computed."""
    where = f"indicators.toml, {thing.id}"
    try:
        if "goalposts" in thing.fields:
            goalposts_of(thing.fields["goalposts"], str(thing.fields.get("direction", "none")), where)
        if "computed" in thing.fields:
            formula_of(thing.fields["computed"], where, known, {path.stem for path in folder.glob("tables/*.csv")})
    except HongqiaoError as error:
        raise BadPack(str(error)) from None


class _Things:
    """The tables of pack.toml, in the order in which they can be stored."""

    def __init__(
        self,
        head: dict[str, Any],
        texts: Mapping[str, str],
        places: frozenset[str],
        indicators: frozenset[str],
        folder: Path,
    ) -> None:
        self.head, self.texts, self.places, self.indicators = head, texts, places, indicators
        self.institutions = {row.text("id") for row in tables.rows(folder / "institutions.csv")}
        self.ids: dict[str, set[str]] = {kind: set() for kind in _KINDS}
        self.found: list[Thing] = []

    def programme_of(self, kind: str) -> dict[str, str]:
        """The programme of each thing of a kind."""
        return {thing.id: str(thing.fields["programme"]) for thing in self.found if thing.kind == kind}

    def read(self) -> None:
        for kind in ("programme", "plan", "measure", "event", "project", "watch", "fact"):
            for table in self.head.get(kind, []):
                self._thing(kind, table)
                if kind == "plan":
                    for part in ("clause", "target"):
                        for inner in table.get(part, []):
                            self._thing(part, {**inner, "plan": table["id"]})
        self._references()

    def _thing(self, kind: str, table: dict[str, Any]) -> None:
        key = _text(table, "id", f"pack.toml, [[{kind}]]")
        where = f"pack.toml, {kind} {key}"
        if key in self.ids[kind]:
            raise BadPack(f"{where}: the id stands twice; an id names one {kind}")
        self.ids[kind].add(key)
        parts = {"quotes", "announces", *(("clause", "target") if kind == "plan" else ())}
        fields = {name: value for name, value in table.items() if name not in parts}
        fields["names"] = _names(table, where)
        for column in ("period", "deadline", "valid", "started"):
            if fields.get(column):
                fields[column] = self._period(fields[column], f"{where}: {column}")
        for place in [fields["place"]] if fields.get("place") else fields.get("places", []):
            if place not in self.places:
                raise BadPack(f"{where}: place is {place!r}; the id of a place in places.csv would be right")
        if fields.get("indicator") and fields["indicator"] not in self.indicators:
            raise BadPack(f"{where}: indicator is {fields['indicator']!r}; an id of indicators.toml would be right")
        for institution in fields.get("institutions", []):
            if institution not in self.institutions:
                raise BadPack(f"{where}: institution {institution!r} does not stand in institutions.csv")
        quotes = tuple(self.quote(quote, where) for quote in table.get("quotes", []))
        announced = table.get("announces", {}).get("projects") or []
        wordings = announced if isinstance(announced, list) else [announced]
        announces = tuple(self.quote(quote, f"{where}: announces.projects") for quote in wordings)
        life = tuple(self._stage(event, where) for event in table.get("events", []))
        self.found.append(Thing(kind, key, fields, quotes, announces, life))

    def _period(self, text: object, where: str) -> str:
        try:
            return Period.parse(str(text)).text
        except BadPeriod as error:
            raise BadPack(f"{where}: {error}") from None

    def quote(self, quote: Mapping[str, Any], where: str) -> PackQuote:
        if not isinstance(quote, Mapping):
            raise BadPack(f"{where}: a quote is {{ document = …, exact = … }}, got {quote!r}")
        name, exact = _text(quote, "document", where), quote.get("exact", "")
        if name not in self.texts:
            raise BadPack(f"{where}: quotes {name!r}, which does not lie in documents/")
        text, nth = self.texts[name], int(quote.get("nth", 1))
        spots: list[int] = []
        at = text.find(exact) if exact else -1
        while at >= 0:
            spots.append(at)
            at = text.find(exact, at + 1)
        if not spots:
            raise BadPack(f"{where}: the words {exact!r} do not stand in {name}")
        if "nth" not in quote and len(spots) > 1:
            raise BadPack(
                f"{where}: the words {exact!r} stand {len(spots)} times in {name}; say which by nth = 1 … {len(spots)}"
            )
        if not 1 <= nth <= len(spots):
            raise BadPack(f"{where}: nth is {nth}, but {exact!r} stands {len(spots)} times in {name}")
        return PackQuote(name, spots[nth - 1], spots[nth - 1] + len(exact), exact)

    def _stage(self, event: Mapping[str, Any], where: str) -> tuple[str, str, PackQuote | None]:
        stage = _text(event, "stage", where)
        if stage not in STAGES:
            raise BadPack(f"{where}: stage is {stage!r}; one of {', '.join(STAGES)} would be right")
        quote = self.quote(event["quote"], where) if event.get("quote") else None
        return stage, self._period(event.get("period", ""), where), quote

    def _references(self) -> None:
        for thing in self.found:
            for column, kind in (
                ("programme", "programme"),
                ("plan", "plan"),
                ("clause", "clause"),
                ("event", "event"),
            ):
                wanted = thing.fields.get(column)
                if wanted and wanted not in self.ids[kind]:
                    raise BadPack(
                        f"pack.toml, {thing.kind} {thing.id}: {column} is {wanted!r}, which is no {kind} of this pack"
                    )
            if thing.kind in {"plan", "measure", "event", "project"} and not thing.fields.get("programme"):
                raise BadPack(
                    f"pack.toml, {thing.kind} {thing.id}: programme is missing; one of {', '.join(sorted(self.ids['programme']))} would be right"
                )
        for kind in ("plan", "target"):
            parents = {thing.id: thing.fields.get("parent") for thing in self.found if thing.kind == kind}
            for key, parent in parents.items():
                seen, above = {key}, parent
                while above:
                    if above not in parents:
                        raise BadPack(f"pack.toml, {kind} {key}: parent is {above!r}, which is no {kind} of this pack")
                    if above in seen:
                        raise BadPack(f"pack.toml, {kind} {key}: it would be part of itself by way of {above}")
                    seen.add(above)
                    above = parents[above]
        for thing in self.found:
            if thing.kind == "target":
                self._deadline(thing)

    def _deadline(self, thing: Thing) -> None:
        plan = next(item for item in self.found if item.kind == "plan" and item.id == thing.fields["plan"])
        if thing.fields.get("deadline") and plan.fields.get("period"):
            begins, ends = Period.parse(plan.fields["period"]).start, Period.parse(thing.fields["deadline"]).end
            if ends < begins:
                raise BadPack(
                    f"pack.toml, target {thing.id}: its deadline {thing.fields['deadline']} lies before its plan's start {begins}"
                )
