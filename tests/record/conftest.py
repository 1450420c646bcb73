"""A small programme of two towns that do not exist, to hold the record to its promises."""

import os
import secrets
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from hongqiao.record import actions
from hongqiao.record.roles import LOCAL

FRONT = '+++\nlanguage = "{language}"\ntitle = "{title}"\npublished = "2026-03-02"\nlicence = "CC0"\n{more}+++\n\n'

ENGLISH = (
    "The towns of Ald and Bern signed 12 cooperation projects. By 2030 more than 15 bridges are to be built. "
    "The train takes 17 minutes. The park covers 30,000 square meters. Ald has 90,000 inhabitants."
)
GERMAN = (
    "Die Städte Ald und Bern haben 12 Kooperationsprojekte besiegelt. Bis 2030 sollen mindestens 15 Brücken gebaut "
    "werden. Der Park misst 30.000 Quadratmeter. Ald hat 90.000 Einwohner."
)

PACK = """\
id = "two-towns"
licence = "CC0"
names = { en = "Two towns" }

[[programme]]
id = "ald-bern"
places = ["ald", "bern"]
fields = ["infrastructure"]
names = { en = "Ald and Bern", de = "Ald und Bern" }

[[plan]]
id = "bridges-plan"
programme = "ald-bern"
period = "2026/2030"
place = "ald"
names = { en = "Plan for bridges" }

[[plan.clause]]
id = "bridges"
names = { en = "Bridges" }
quotes = [{ document = "signing-en.md", exact = "bridges are to be built" }]

[[plan.target]]
id = "bridge-count"
clause = "bridges"
names = { en = "Bridges built" }
indicator = "bridge-number"
place = "ald"
deadline = "2030"
quotes = [
  { document = "signing-en.md", exact = "more than 15 bridges" },
  { document = "signing-de.md", exact = "mindestens 15 Brücken" },
]

[[event]]
id = "signing"
programme = "ald-bern"
kind = "signing"
period = "2026-03"
place = "bern"
institutions = ["ald-council"]
names = { en = "Signing" }
quotes = [{ document = "signing-en.md", exact = "signed 12 cooperation projects" }]
announces = { projects = { document = "signing-en.md", exact = "12 cooperation projects" } }

[[project]]
id = "east-bridge"
programme = "ald-bern"
event = "signing"
names = { en = "East bridge" }
events = [{ stage = "signed", period = "2026-03", quote = { document = "signing-en.md", exact = "signed" } }]

[[watch]]
id = "train"
indicator = "minutes"
place = "ald"
names = { en = "Train" }
quotes = [{ document = "signing-en.md", exact = "17 minutes" }]

[[watch]]
id = "park"
place = "ald"
names = { en = "Park" }
quotes = [
  { document = "signing-en.md", exact = "30,000 square meters" },
  { document = "signing-de.md", exact = "30.000 Quadratmeter" },
]

[[watch]]
id = "people"
place = "ald"
names = { en = "Inhabitants", zh = "昆山人口" }
quotes = [
  { document = "signing-en.md", exact = "90,000 inhabitants" },
  { document = "signing-de.md", exact = "90.000 Einwohner" },
]
"""

INDICATORS = """\
[[indicator]]
id = "bridge-number"
unit = "count"
direction = "up"
names = { en = "Bridges" }

[[indicator]]
id = "minutes"
unit = "min"
direction = "down"
names = { en = "Minutes by train" }
"""

FILES = {
    "pack.toml": PACK,
    "indicators.toml": INDICATORS,
    "places.csv": "id,kind,parent,name_en,name_de,name_zh,lat,lon,source\n"
    "land,country,,Land,Land,,,,none\nald,town,land,Ald,Ald,阿尔德,50.1,8.2,none\nbern,town,land,Bern,Bern,,50.2,8.3,none\n",
    "place_codes.csv": "place,scheme,code,valid_from,valid_to,source\nald,X,1,1990,2011-05-31,none\nald,X,2,2011-06-01,,none\n",
    "institutions.csv": "id,kind,place,name_en,name_de,name_zh,aliases,source_document\n"
    "ald-council,council,ald,Council of Ald,Rat von Ald,,AC|Ald Council,signing-en.md\n",
    "values.csv": "indicator,place,period,comparator,value,unit,source_title,source_url,retrieved,note\n"
    "bridge-number,ald,2025,=,3,count,Yearbook,https://example.org/y,2026-01-02,\n"
    "minutes,ald,2025,=,19.5,min,Timetable,https://example.org/t,2026-01-02,\n",
    "documents/signing-en.md": FRONT.format(language="en", title="A signing", more="") + ENGLISH + "\n",
    "documents/signing-de.md": FRONT.format(language="de", title="Eine Unterzeichnung", more="") + GERMAN + "\n",
    "tables/trains.csv": "train,minutes\n1,17\n2,19\n",
    "tables/trains.toml": 'title = "Trains"\nlicence = "CC0"\n',
}


@pytest.fixture
def make_pack(tmp_path: Path) -> Callable[..., Path]:
    """Writes the pack of the two towns; keyword `changed` replaces texts in files: {file: (old, new)}."""

    def make(changed: dict[str, tuple[str, str]] | None = None, name: str = "two-towns") -> Path:
        folder = tmp_path / name
        for file, text in FILES.items():
            if changed and file in changed:
                old, new = changed[file]
                assert old in text, f"{old!r} does not stand in {file}"
            else:
                old = new = ""
            path = folder / file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text.replace(old, new, 1), encoding="utf-8")
        return folder

    return make


@pytest.fixture
def towns(db: None, make_pack: Callable[..., Path]) -> str:
    """The programme of the two towns, loaded; its id."""
    loaded = actions.load_pack(LOCAL, make_pack())
    assert loaded.unread == ()
    return loaded.programmes[0]


def wire(text: str, name: str = "wire.txt") -> tuple[str, bytes]:
    """A document as the drop zone gets it."""
    return name, text.encode()


@pytest.fixture
def own_record(tmp_path: Path) -> Iterator[dict[str, str]]:
    """The environment of programs that work on a record of their own: empty, on the database of this run's kind."""
    address = os.environ.get("DATABASE_URL", "")
    kept = {name: value for name, value in os.environ.items() if not name.startswith("HONGQIAO_AS_OF")}
    kept |= {"DJANGO_SETTINGS_MODULE": "hongqiao.publish.settings", "HONGQIAO_HOME": str(tmp_path / "home")}
    if not address.startswith("postgres"):
        yield {**kept, "DATABASE_URL": f"sqlite:///{tmp_path / 'own.sqlite3'}"}
        return
    import psycopg

    name = f"own_{secrets.token_hex(6)}"
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    head, _, query = address.partition("?")
    yield {**kept, "DATABASE_URL": f"{head.rpartition('/')[0]}/{name}" + (f"?{query}" if query else "")}
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
