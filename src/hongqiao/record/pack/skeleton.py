"""The folder that `hongqiao new` writes: every file of a pack, with its columns and a word on each, and no data."""

import re
from pathlib import Path

from hongqiao.errors import BadPack
from hongqiao.record.pack.finding import names

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")

_FILES = {
    "pack.toml": '''\
# What this pack is about. Ids are short, lasting, and never changed; names may be, at any time.
id = "{name}"
licence = ""

[names]
en = "{title}"

[description]
en = ""

# One programme: what places do together. `places` are ids of places.csv.
[[programme]]
id = "{name}"
places = []
fields = ["infrastructure", "sci-tech", "industry", "finance", "resources"]

[programme.names]
en = "{title}"

# A plan with its clauses and targets. Every quote stands to the letter in a file of documents/; the quantity read there
# becomes one wording of the target. Where the words stand more than once, say which: nth = 2.
#
# [[plan]]
# id = "transport-plan"
# programme = "{name}"
# period = "2026/2030"
# place = ""                                   # an id of places.csv
# names = {{ en = "Transport plan" }}
#
# [[plan.clause]]
# id = "trains"
# names = {{ en = "Trains" }}
# quotes = [{{ document = "plan.md", exact = "words of the clause" }}]
#
# [[plan.target]]
# id = "trains-a-day"
# clause = "trains"
# names = {{ en = "Trains a day" }}
# indicator = ""                               # an id of indicators.toml
# deadline = "2030"
# quotes = [{{ document = "plan.md", exact = "at least 40 trains" }}]
#
# [[measure]]   id, programme, names, kind (support, funding, voucher …), valid, place, quotes
# [[event]]     id, programme, names, kind (signing, conference …), period, place, institutions, quotes,
#               announces = {{ projects = {{ document = "…", exact = "…" }} }}
# [[project]]   id, programme, names, events = [{{ stage = "signed", period = "2026-05", quote = {{ document, exact }} }}]
#               (only projects that a source names)
# [[watch]]     id, indicator, place, names, quotes: other quantities for the overview
# [[fact]]      id, place, period, names, quotes: whatever else the documents state
''',
    "places.csv": "id,kind,parent,name_en,name_de,name_zh,lat,lon,source\n",
    "place_codes.csv": "place,scheme,code,valid_from,valid_to,source\n",
    "institutions.csv": "id,kind,place,name_en,name_de,name_zh,aliases,source_document\n",
    "indicators.toml": '''\
# What is measured. `would_fill` says which source would fill a gap.
#
# [[indicator]]
# id = "trains-a-day"
# unit = "count"
# direction = "up"            # up, down or none
# field = "infrastructure"
# aspect = "interaction"      # interaction, convergence or capacity
# would_fill = "the timetable of the year"
# names = { en = "Trains a day" }
# definition = { en = "Trains that call at both places, one way, on a weekday" }
''',
    "values.csv": "indicator,place,period,comparator,value,unit,source_title,source_url,retrieved,note\n",
    "README.md": '''\
# {title}

1. `documents/`: one file per document, Markdown or text. Between two lines `+++` at the top stands what is known of it:
   `language`, `title`, `published` ("2026-05-04"), `publisher`, `licence`, and `retells = "address"` where the text is
   your own summary of a page. A retelling is marked on every page and never counted as a source.
2. `places.csv`, `place_codes.csv`: the places, each with the one it lies in, and the codes they bear (and bore).
3. `institutions.csv`: who takes part; aliases are parted by `|`.
4. `pack.toml`: the programme, its plans, clauses, targets, measures, events, projects, each with its quotes.
5. `indicators.toml`, `values.csv`: what is measured, and every value with its source. No source, no value.
6. `tables/NAME.csv` with `tables/NAME.toml` (title, source_url, licence, retrieved, description): whole data sets.

`hongqiao up {name}` checks everything and opens it. What is wrong is named by file, row and column.
''',
}  # fmt: skip


def write(folder: Path) -> Path:
    """Write the folder; raises BadPack for a name that no id can be, or that is taken."""
    name = folder.name
    if not _SLUG.fullmatch(name):
        raise BadPack(
            f"a pack's name is made of small letters, digits and single hyphens, such as rhine-cities; got {name!r}"
        )
    if name in names():
        raise BadPack(f"a pack called {name} is installed already; choose another name")
    if folder.exists():
        raise BadPack(f"{folder} is there already; nothing was written")
    title = name.replace("-", " ").capitalize()
    for path in (folder / "documents", folder / "tables"):
        path.mkdir(parents=True)
    for file, content in _FILES.items():
        text = content.format(name=name, title=title) if file in {"pack.toml", "README.md"} else content
        (folder / file).write_text(text, encoding="utf-8")
    return folder
