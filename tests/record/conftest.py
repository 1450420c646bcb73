"""A small programme of two towns that do not exist, to hold the record to its promises."""

import datetime as dt
import os
import secrets
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model

from hongqiao.ground.basis import Assumption, Entry, Step
from hongqiao.ground.figure import Figure
from hongqiao.ground.period import Period
from hongqiao.record import actions, models, projections, storing
from hongqiao.record.ledger import acting
from hongqiao.record.roles import LOCAL

sys.path.append(str(Path(__file__).parent))  # tests are imported by path, and their helper lies beside them

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


@pytest.fixture
def full(towns: str) -> str:
    """The two towns, with a project's whole life, judged and corrected claims, and figures of every kind of basis."""
    actions.add_documents(LOCAL, towns, [("more.txt", b"The port has 12 cranes. A bridge costs 3 million euros.")])
    waiting = list(
        models.CurrentClaim.objects.filter(state="waiting").order_by("claim_id").values_list("claim", flat=True)
    )
    actions.accept_claim(LOCAL, towns, waiting[0], reason="stands there")
    made = actions.correct_claim(LOCAL, towns, waiting[1], {"value": 4.0}, reason="misread")
    actions.undo(LOCAL, models.Judgement.objects.get(claim=made.id, verdict="accept").id, reason="was right after all")
    with acting(LOCAL, "edit a project") as act:
        act.keep(
            [models.Project(id="west-bridge", programme_id=towns, names={"en": "West = east", "pl": "Most"},
                            external_id="R/17", place_id="ald", announced_at_id="signing")]
        )  # fmt: skip
        act.keep(
            [models.Partner(id="p1", project_id="west-bridge", institution_id="ald-council", role="lead", side="ald")]
        )
        whose = Step("sum", "1", (Assumption("Jo", "a round number"), Entry("1")), (("n", 2),))
        figures = [
            storing.figure_row(
                Figure(3e6, "EUR", whose, period=Period.parse("2026")),
                at=act.at,
                key="k1",
                programme=towns,
                subject="west-bridge",
            ),
            storing.figure_row(Figure(2, "count", Entry("1"), "range", 5), at=act.at, key="k2", programme=towns),
        ]
        quote = models.Quote.objects.order_by("id").first()
        act.add(figures)
        act.add(
            [
                models.ProjectEvent(key="e1", project_id="west-bridge", stage="signed", period="2026-03", on=dt.date(2026, 3, 1), at=act.at,
                                    quote=quote),
                models.ProjectEvent(key="e2", project_id="west-bridge", money_kind="announced", period="2026-04",
                                    on=dt.date(2026, 4, 1), at=act.at, figure=figures[0], note="- by letter"),
            ]
        )  # fmt: skip
        act.keep(
            [
                models.Measure(
                    id="voucher", programme_id=towns, names={"en": "Voucher"}, valid="2026/2027", budget=figures[0]
                )
            ]
        )
    projections.project_projects(towns)
    actions.retract_figure(LOCAL, towns, "park", reason="the survey was withdrawn")
    return towns


@pytest.fixture
def peopled(full: str, settings: Any) -> str:
    """The two towns with rows in every table that a record keeps: an exchange, an event, people and their keys."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # nobody guesses them here
    from allauth.account.models import EmailAddress
    from allauth.mfa.models import Authenticator

    quote = models.Quote.objects.select_related("document").order_by("id")[0]
    with acting(LOCAL, "edit a programme") as act:
        act.keep([models.Institution(id="bern-works", names={"en": "Bern Works"}, place_id="bern")])
        act.keep([models.FactAsked(id="employees", type="number", names={"en": "How many work there?"})])
        act.keep([models.Clause(id="free", measure_id="voucher", names={"en": "For small firms"})])
    rule = {"id": "small", "condition": "employees < 250", "needs": ["employees"]}
    actions.set_rules(LOCAL, "voucher", [{**rule, "document": quote.document_id, "exact": quote.exact}])
    actions.record_firm_facts(LOCAL, "bern-works", {"employees": 12}, source="its own word")
    listed = {"offer": "cranes", "need": "a-crane"}
    with acting(LOCAL, "edit an offer") as act:  # the rows of verbs that would first make vectors and search a schedule
        said = {"programme_id": full, "state": "published", "submitted_by": "ed", "published_by": "pub"}
        text, suche = "Cranes and lifts for the building of bridges.", "Wir suchen einen Kran für den Bau einer Brücke."
        act.keep([models.Offer(id="cranes", institution_id="ald-council", language="en", text=text, **said)])
        act.keep([models.Need(id="a-crane", institution_id="bern-works", language="de", text=suche, **said)])
    actions.judge_match(LOCAL, listed["need"], listed["offer"], "accept", score=0.75)
    session = {"name": "morning", "day": dt.date(2026, 3, 4), "begins": "09:30", "slots": 4, "minutes": 20}
    actions.set_up_meetings(LOCAL, "signing", tables=2, interpreters=1, sessions=[session])
    seats = [
        actions.register(LOCAL, "signing", "ald-council", name="Jo Person", email="jo@example.org", languages=["en"]),
        actions.register(LOCAL, "signing", "bern-works", name="Mo Person", languages=["de"], away=[2]),
    ]
    asked = actions.request_meeting(LOCAL, seats[0].id, seats[1].id, **listed)
    with acting(LOCAL, "schedule meetings") as act:
        act.keep([models.Meeting(request=asked, slot=1, table=2, why=[{"kind": "free", "names": ["ald-council"]}])])
        plan = {"meetings": 1, "people": 2, "breaks": 0, "bound": 0}
        act.add([models.MeetingPlan(event_id="signing", at=act.at, moved=["none"], **plan)])
    actions.change_meeting(LOCAL, asked.id, "confirm")
    actions.record_outcome(LOCAL, asked.id, project="west-bridge", note="they build")
    actions.erase_participant(LOCAL, seats[1].participant, reason="asked for it")
    actions.send_message(LOCAL, "ald", name="Jo", reply_to="jo@example.org", text="Is there a park?")
    with acting(LOCAL, "add documents", subject="contact") as act:
        act.confide([models.Contact(document=quote.document, text="Jo Person; +49 30 1234567")])
    actions.add_member(LOCAL, "ed", "editor")
    actions.add_member(LOCAL, "pia", "contributor", institution="bern-works")
    actions.issue_token(LOCAL, "ed", "nightly import", ["documents"])
    user = get_user_model().objects.get(username="ed")
    EmailAddress.objects.create(user=user, email="ed@example.org", verified=True, primary=True)
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": "sealed"})
    Authenticator.objects.create(user=user, type=Authenticator.Type.RECOVERY_CODES, data={"seed": "x", "used_mask": 3})
    return full


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
