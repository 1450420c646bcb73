"""A pack as it lies on the disk, read with the standard library alone."""

import csv
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

PACKS = Path(__file__).resolve().parents[2] / "src" / "hongqiao" / "packs"
NAMES = ("kunshan", "pomerania", "demo")
LANGUAGES = {"de", "en", "zh"}
FIELDS = {"infrastructure", "sci-tech", "industry", "finance", "resources"}

type Row = dict[str, str]


@dataclass(frozen=True)
class Quoted:
    """An exact string that a pack says stands in one of its documents."""

    owner: str
    document: str
    exact: str
    nth: int


@dataclass(frozen=True)
class PackFolder:
    """One pack: its tables, its documents and what it quotes."""

    folder: Path

    def toml(self, name: str) -> dict[str, Any]:
        return tomllib.loads((self.folder / name).read_text(encoding="utf-8"))

    def rows(self, name: str) -> list[Row]:
        path = self.folder / name
        if not path.exists():
            return []
        with path.open(encoding="utf-8", newline="") as file:
            found = list(csv.DictReader(file, strict=True))
        short_or_long = [row for row in found if None in row or None in row.values()]
        assert short_or_long == [], f"{name}: each row has as many cells as the header"
        return found

    def tables(self) -> list[Path]:
        return sorted((self.folder / "tables").glob("*.csv"))

    def documents(self) -> dict[str, str]:
        return {
            path.name: path.read_text(encoding="utf-8") for path in sorted((self.folder / "documents").glob("*.md"))
        }

    def places(self) -> set[str]:
        return {row["id"] for row in self.rows("places.csv")}

    def things(self, kind: str) -> list[dict[str, Any]]:
        """Everything of a kind in pack.toml; clauses and targets are gathered from their plans."""
        pack = self.toml("pack.toml")
        if kind in {"clause", "target"}:
            return [thing for plan in pack.get("plan", []) for thing in plan.get(kind, [])]
        return list(pack.get(kind, []))

    def quotes(self) -> Iterator[Quoted]:
        for kind in ("clause", "target", "measure", "event", "watch", "fact"):
            for thing in self.things(kind):
                announced = thing.get("announces", {}).get("projects", [])
                wordings = announced if isinstance(announced, list) else [announced]
                for quote in [*thing.get("quotes", []), *wordings]:
                    yield Quoted(thing["id"], quote["document"], quote["exact"], quote.get("nth", 1))
        for project in self.things("project"):
            for event in project.get("events", []):
                quote = event["quote"]
                yield Quoted(project["id"], quote["document"], quote["exact"], quote.get("nth", 1))


@cache
def pack_folder(name: str) -> PackFolder:
    return PackFolder(PACKS / name)


def front_matter(text: str) -> dict[str, Any]:
    """The TOML between the two `+++` lines at the head of a document."""
    match = re.match(r"\+\+\+\n(.*?)\n\+\+\+\n", text, re.DOTALL)
    assert match is not None, "a document begins with TOML between two +++ lines"
    return tomllib.loads(match[1])
