"""The brief: two to four pages, the same bytes each time, every number with its note; and what it says without data."""

import datetime as dt
import json
import re
import subprocess
import sys

import pypdfium2
import pytest
from django.utils import translation

from conftest import AS_OF, environment, hongqiao
from hongqiao.publish.brief import brief, pdf

NUMBER = re.compile(r"\d[\d.,]*")


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    folder = tmp_path_factory.mktemp("home")
    loaded = hongqiao(folder, "up", "kunshan", "--once")
    assert loaded.returncode == 0, loaded.stderr
    return folder


def texts(path):
    document = pypdfium2.PdfDocument(path)
    found = [document[number].get_textpage().get_text_range() for number in range(len(document))]
    document.close()
    return found


MAKE = """
import argparse, datetime, json, pathlib, sys
from hongqiao.cli.opening import open_record
open_record(argparse.Namespace(database=None))
from django.utils.translation import override
from hongqiao.publish.brief import brief, pdf
for language in ("en", "de", "zh"):
    with override({"zh": "zh-hans"}.get(language, language)):
        made = brief("kunshan-shanghai", datetime.date.fromisoformat(sys.argv[1]))
    folder = pathlib.Path(sys.argv[2])
    (folder / f"{language}.pdf").write_bytes(pdf(made))
    (folder / f"{language}.json").write_text(json.dumps(made.data))
"""


@pytest.fixture(scope="module")
def folder(home, tmp_path_factory):
    made = tmp_path_factory.mktemp("briefs")
    subprocess.run([sys.executable, "-c", MAKE, AS_OF, str(made)], env=environment(home), check=True)
    return made


@pytest.fixture(params=["en", "de", "zh"])
def made(request, folder):
    return request.param, folder / f"{request.param}.pdf", json.loads((folder / f"{request.param}.json").read_text())


def test_it_has_two_to_four_pages(made):
    assert 2 <= len(texts(made[1])) <= 4


def test_the_command_writes_the_same_bytes_as_another_process(home, folder, tmp_path):
    path = tmp_path / "again.pdf"
    done = hongqiao(home, "brief", "kunshan-shanghai", "--as-of", AS_OF, "--language", "de", "-o", str(path))
    assert done.returncode == 0, done.stderr
    assert path.read_bytes() == (folder / "de.pdf").read_bytes()


def test_it_prints_the_head_of_the_ledger_and_its_numbers_in_the_words_of_the_language(made, home):
    language, path, _data = made
    shown = json.loads(hongqiao(home, "ledger", "verify", "--json").stdout)
    text = "".join(texts(path))
    assert shown["head"] in text
    words = {"en": "up to 100 billion yuan", "de": "bis zu 100 Mrd. Yuan", "zh": "不超过1000亿元"}[language]
    assert words.replace(" ", "") in re.sub(r"\s", "", text)


def strings(value):
    """Every text of the data; drawings as the texts that they set."""
    if isinstance(value, dict):
        for item in value.values():
            yield from strings(item)
    elif isinstance(value, list):
        for item in value:
            yield from strings(item)
    elif isinstance(value, str):
        yield from re.findall(r">([^<]+)</text>", value) if value.startswith("<svg") else [value]


def runs(value):
    if isinstance(value, dict):
        if "text" in value:
            yield value
        for item in value.values():
            yield from runs(item)
    elif isinstance(value, list):
        for item in value:
            yield from runs(item)


def bare(text):
    """Letters and digits alone, without the marks of notes: lines break where they like."""
    marked = re.sub(r"\[\s*\d+(?:\s*[–,]\s*\d+)*\s*[…⋯]?\s*\]", "", text)
    return re.sub(r"\W", "", marked)


def test_every_number_has_a_note_and_the_pages_hold_no_number_besides(made):
    """Read back from the PDF: take away what the data says, the notes' marks and the pages' numbers; no digit is left."""
    _language, path, data = made
    assert [run for run in runs(data) if NUMBER.search(run["text"]) and not run.get("notes")] == []
    said = {run["text"] for run in runs(data)}
    drawn = {text for plan in data["plans"] for text in strings(plan["chart"])} - {
        target["name"] for plan in data["plans"] for target in plan["targets"]
    }
    assert {text for text in drawn if NUMBER.search(text)} <= said
    text = bare("".join(texts(path)))
    known = {item for item in strings(data) if NUMBER.search(item)} | {data["ledger"]["hash"]}
    for item in sorted({bare(item) for item in known}, key=len, reverse=True):
        if len(item) > 1 or item in said:
            text = text.replace(item, "·")
    pages = len(texts(path))
    left = NUMBER.findall(text)
    numbers = {str(number) for number in range(1, pages + 1)}
    assert set("".join(left)) <= set("".join(numbers)) | set(str(data["ledger"]["position"]))


def test_a_programme_without_anything_has_a_brief_that_says_so(db):
    from hongqiao.record import actions
    from hongqiao.record.roles import LOCAL

    actions.create_programme(LOCAL, "two-towns", {"en": "Two <b>towns</b> #let x = 1 \u202eabc\u0301"})
    with translation.override("en"):
        empty = brief("two-towns", dt.date(2026, 1, 15))
    assert empty.data["plans"] == []
    assert empty.data["projects"] is None
    assert [run["text"] for run in empty.data["state"] if "notes" in run] == ["0", "no"] or empty.figures
    assert all(run["notes"] for run in empty.data["state"] if "notes" in run)
    assert pdf(empty)[:5] == b"%PDF-"


def test_every_figure_of_a_brief_names_at_least_one_source(home):
    refused = hongqiao(home, "brief", "no-such")
    assert refused.returncode == 1
    assert "it has kunshan-shanghai" in refused.stderr
    assert hongqiao(home, "brief", "kunshan-shanghai", "--as-of", "2026-13-01").returncode == 1


DRAFT = """# Kunshan

On 15 January 2026 the state was this. The GDP of Kunshan in 2021 was more than 470 billion yuan.
The industry scale of the metaverse sectors is to be raised to up to 100 billion yuan by 2025.
The length of Suzhou line 11 is 41.25 km.
"""


def test_a_draft_whose_every_figure_has_a_fact_gets_its_footnotes(home, tmp_path):
    draft, out = tmp_path / "draft.md", tmp_path / "out.md"
    draft.write_text(DRAFT, encoding="utf-8")
    done = hongqiao(home, "brief", "kunshan-shanghai", "--as-of", AS_OF, "--draft", str(draft), "-o", str(out))
    assert done.returncode == 0, done.stderr
    text = out.read_text(encoding="utf-8")
    assert re.findall(r"\[\^(\d+)\](?!:)", text) == re.findall(r"^\[\^(\d+)\]:", text, re.MULTILINE) == ["1", "2", "3"]
    assert "more than 470 billion yuan[^1]" in text


REFUSED = {
    "The GDP of Kunshan in 2021 was 470 billion yuan.": "other bound",
    "The GDP of Kunshan in 2021 was more than 480 billion yuan.": "other value",
    "The GDP of Kunshan in 2011 was more than 470 billion yuan.": "other time",
    "The zoo has 17 minutes of penguins.": "other thing",
    "The zoo weighs 12 tonnes.": "unknown",
    "The city ranks in place 7.": "not read",
}
CHECK = """
import argparse, datetime, json, sys
from hongqiao.cli.opening import open_record
open_record(argparse.Namespace(database=None))
from django.utils.translation import override
from hongqiao.publish import release
from hongqiao.record import drafting
day, found = datetime.date.fromisoformat(sys.argv[1]), {}
for text in json.loads(sys.argv[2]):
    found[text] = [(item.sentence, item.why, len(item.nearest) > 0) for item in drafting.check("kunshan-shanghai", text, day, "en").refused]
begun = {}
for language in ("en", "de", "zh"):
    with override({"zh": "zh-hans"}.get(language, language)):
        text = release.begin("kunshan-shanghai", day)
        draft = drafting.check("kunshan-shanghai", text, day, language)
        begun[language] = [len(draft.figures), [release.refusal(item) for item in draft.refused]]
print(json.dumps([found, begun]))
"""


@pytest.fixture(scope="module")
def checked(home):
    arguments = [sys.executable, "-c", CHECK, AS_OF, json.dumps(list(REFUSED))]
    return json.loads(
        subprocess.run(arguments, env=environment(home), capture_output=True, text=True, check=True).stdout
    )


def test_a_figure_without_a_fact_is_refused_for_its_reason_with_the_nearest_facts(checked):
    found, _begun = checked
    assert {text: [(sentence, why) for sentence, why, _near in refused] for text, refused in found.items()} == {
        text: [(text, why)] for text, why in REFUSED.items()
    }
    assert [near for refused in found.values() for _sentence, why, near in refused if why != "not read"] == [True] * 5


def test_a_draft_begun_from_the_record_passes_its_own_check_in_each_language(checked):
    _found, begun = checked
    assert {language: refused for language, (_count, refused) in begun.items()} == {"en": [], "de": [], "zh": []}
    assert all(count >= 8 for count, _refused in begun.values())


def test_the_command_refuses_a_draft_with_its_sentence_and_writes_nothing(home, tmp_path):
    draft, out = tmp_path / "draft.md", tmp_path / "out.md"
    sentence = "The GDP of Kunshan in 2021 was 470 billion yuan."
    draft.write_text(DRAFT + sentence + "\n", encoding="utf-8")
    done = hongqiao(home, "brief", "kunshan-shanghai", "--as-of", AS_OF, "--draft", str(draft), "-o", str(out))
    assert done.returncode == 1
    assert sentence in done.stderr
    assert "another bound" in done.stderr
    assert "≈ Gross domestic product 2021: " in done.stderr
    assert not out.exists()


def test_a_number_with_many_sources_says_how_many_and_where_all_of_them_stand(made):
    """And the note of every figure, of the last one too, can be reached from the number by a link within the PDF."""
    language, path, data = made
    words = {"en": "sources in all, on the page", "de": "Quellen insgesamt, auf der Seite", "zh": "个来源"}[language]
    rests = {number: note for number, note in enumerate(data["notes"], 1) if words in note["speaker"]}
    assert rests
    for number, note in rests.items():
        resting = [run["notes"] for run in runs(data) if number in run.get("notes", ())]
        assert all(len(notes) == 13 for notes in resting)
        assert int(re.findall(r"\d+", note["speaker"])[0]) > 12
        assert note["address"].startswith(f"/{language}/programme/kunshan-shanghai/")
    quoted = [note for note in data["notes"] if note["quote"]]
    assert len(quoted) > 20
    text = bare("".join(texts(path)))
    assert [note["quote"] for note in quoted if bare(note["quote"]) not in text] == []
