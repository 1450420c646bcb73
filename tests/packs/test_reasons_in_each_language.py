"""Who chose goalposts and what is assumed on the way, and why: said in each language of the pages."""

import tomllib
from collections.abc import Iterator
from importlib import resources
from typing import Any

import pytest
from django.template import Context, Template
from django.utils import translation

from hongqiao.errors import BadSpecification
from hongqiao.ground.basis import Assumption, as_json, from_json
from hongqiao.ground.figure import Figure
from hongqiao.measure.integration import goalposts_of
from hongqiao.publish import sources

PACKS = ("kunshan", "pomerania", "demo")
ROUND = Assumption.stated("Jo", {"en": "a round number", "de": "eine runde Zahl"})


def reasons(part: Any, where: str) -> Iterator[tuple[str, Any]]:
    """Every `why` of a file, with where it stands."""
    if isinstance(part, dict):
        if "why" in part:
            yield where, part["why"]
        for name, item in part.items():
            yield from reasons(item, f"{where}.{name}")
    elif isinstance(part, list):
        for number, item in enumerate(part, start=1):
            yield from reasons(item, f"{where}.{number}")


@pytest.mark.parametrize("pack", PACKS)
def test_every_reason_of_the_packs_stands_in_three_languages(pack: str) -> None:
    folder = resources.files("hongqiao.packs") / pack
    files = [item for item in folder.iterdir() if item.name.endswith(".toml")]
    found = [said for item in files for said in reasons(tomllib.loads(item.read_text(encoding="utf-8")), item.name)]
    short = [where for where, why in found if not isinstance(why, dict) or {"en", "de", "zh"} - set(why)]
    assert short == []
    assert (len(found) > 10) is (pack == "kunshan")


def test_the_words_of_other_languages_travel_with_a_basis_and_are_no_part_of_its_key() -> None:
    plain = Assumption("Jo", "a round number")
    assert (ROUND, ROUND.key) == (plain, plain.key)
    found = from_json(as_json(ROUND), {})
    assert isinstance(found, Assumption)
    assert [found.said(tongue) for tongue in ("de", "zh")] == [
        ("Jo", "eine runde Zahl", "de"),
        ("Jo", "a round number", "en"),
    ]
    assert "elsewhere" not in next(iter(as_json(plain)["parts"].values()))


def test_a_page_says_it_in_its_language_and_marks_where_it_cannot(db: None) -> None:
    template = Template("{% assumed it %}")
    said = {}
    for tongue in ("de", "zh-hans"):
        with translation.override(tongue):
            root = sources.shown(Figure(5, "min", ROUND).roots())[ROUND.key]
            said[tongue] = (root.exact, root.language, template.render(Context({"it": ROUND})))
    assert said == {
        "de": ("eine runde Zahl", "", "Jo: eine runde Zahl"),
        "zh-hans": (
            "a round number", "en", '<span lang="en">Jo: a round number</span> <span class="tongue">en</span>',
        ),
    }  # fmt: skip


@pytest.mark.parametrize("why", [{"de": "nur deutsch"}, {"en": ""}, 5, ["a"]])
def test_goalposts_without_a_reason_in_english_are_refused(why: Any) -> None:
    given = {"worst": 0, "best": 1, "who": "Jo", "why": why}
    with pytest.raises(BadSpecification, match="indicator x"):
        goalposts_of(given, "up", "indicator x")
