"""Wire frames in the languages of the wires; the texts are our own."""

from pathlib import Path

import pytest

from hongqiao.evidence.document import Contact, Document, read


def story(document: Document) -> str:
    return "|".join(document.text[start:end] for start, end in document.story)


@pytest.mark.parametrize(
    ("text", "place", "date", "agencies", "published"),
    [
        ("BEIJING, Nov. 11, 2022 /PRNewswire/ -- S", "BEIJING", "Nov. 11, 2022", ("PRNewswire",), "2022-11-11"),
        ("PEKING, 14. November 2022 /PRNewswire/ -- S", "PEKING", "14. November 2022", ("PRNewswire",), "2022-11-14"),
        ("PÉKIN, 13 novembre 2022 /PRNewswire/ -- S", "PÉKIN", "13 novembre 2022", ("PRNewswire",), "2022-11-13"),
        ("PEQUIM, 12 de novembro de 2022 /PRNewswire/ -- S", "PEQUIM", "12 de novembro de 2022", ("PRNewswire",), "2022-11-12"),
        ("北京2022年11月14日电 -- S", "北京", "2022年11月14日", (), "2022-11-14"),
        ("北京2022年11月14日 /美通社/ -- S", "北京", "2022年11月14日", ("美通社",), "2022-11-14"),
        ("新华社上海11月10日电（记者 李明）S", "上海", "11月10日", ("新华社",), None),
        ("【北京2022年11月14日PR Newswire】S", "北京", "2022年11月14日", ("PR Newswire",), "2022-11-14"),
        ("BEIJING, Nov. 11 (Xinhua) -- S", "BEIJING", "Nov. 11", ("Xinhua",), None),
        ("BEIJING, CHINA, November 11, 2022 /EINPresswire.com/ -- S", "BEIJING, CHINA", "November 11, 2022", ("EINPresswire.com",), "2022-11-11"),
        ("PARIS--(BUSINESS WIRE)--S", "PARIS", None, ("BUSINESS WIRE",), None),
        ("Peking (ots/PRNewswire) - S", "Peking", None, ("ots", "PRNewswire"), None),
        ("date 2022-11 Peking (ots/PRNewswire) -S", "Peking", "2022-11", ("ots", "PRNewswire"), "2022-11"),
        ("(กรุงปักกิ่ง--14 พ.ย. 2565/พีอาร์นิวส์ไวร์) S", "กรุงปักกิ่ง", "14 พ.ย. 2565", ("พีอาร์นิวส์ไวร์",), "2022-11-14"),
    ],
)  # fmt: skip
def test_a_date_line_is_taken_apart(
    text: str, place: str, date: str | None, agencies: tuple[str, ...], published: str | None
) -> None:
    document = read((text + "eit gestern fährt der Zug in 17 Minuten.").encode())
    assert (document.dateline.place, document.dateline.date, document.agencies) == (place, date, agencies)
    assert (str(document.published) if document.published else None) == published
    assert story(document) == "Seit gestern fährt der Zug in 17 Minuten."


def test_marks_that_run_on_without_a_break_end_each_other() -> None:
    text = (
        "date 2023-04 Ulm (ots) -Die Bahn braucht 40 Minuten.Sie fährt oft.Siehe Original-Link: https://example.org/p/1.htmlFoto - "
        "https://example.org/1.jpgView original content:https://example.org/release-301.htmlPressekontakt:Eva Muster,"
        "+49-711-5550100Original-Content von: Bahnbote Dienst, übermittelt durch news aktuellOriginalmeldung: "
        "https://example.org/pm/1"
    )
    document = read(text.encode())
    assert story(document) == "Die Bahn braucht 40 Minuten.Sie fährt oft."
    assert document.original == "https://example.org/p/1.html"
    assert document.links == ("https://example.org/release-301.html", "https://example.org/pm/1")
    assert document.credits == ("https://example.org/1.jpg",)
    assert document.contacts == (Contact("Eva Muster", "+49-711-5550100"),)
    assert document.agencies == ("ots", "Bahnbote Dienst", "news aktuell")
    assert document.publisher == "Bahnbote Dienst"


def test_a_sentence_that_speaks_of_an_agency_is_no_date_line() -> None:
    text = "He said that he had read of it. The report of the agency (Reuters) - twelve pages - was long."
    assert read(text.encode()).agencies == ()


def test_a_photo_within_the_story_takes_only_its_address() -> None:
    document = read(b"First part.\nPhoto: https://example.org/1.jpg\nSecond part, 12 km long.")
    assert story(document) == "First part.|Second part, 12 km long."


def test_the_seed_release_is_parsed_wholly(shared_data: Path) -> None:
    (path,) = (shared_data.parent / "seeds").glob("*.txt")
    document = read(path)
    assert (document.language, str(document.published), document.title) == ("de", "2022-11", None)
    assert (document.dateline.place, document.dateline.date) == ("Peking", "2022-11")
    assert document.agencies == ("ots", "PRNewswire", "Xinhua Silk Road Information Service", "news aktuell")
    assert document.original == "https://en.imsilkroad.com/p/331053.html"
    assert [link.split("/")[2] for link in document.links] == ["www.prnewswire.com", "www.presseportal.de"]
    assert document.credits == ("https://mma.prnewswire.com/media/1944728/1.jpg",)
    assert document.contacts == (Contact("Gao Jingyan", "+86-13552905167"),)
    assert len(document.story) == 1
    assert story(document).startswith("Kunshan in der ostchinesischen")
    assert story(document).endswith("470 Milliarden Yuan.")
    assert document.text == path.read_text(encoding="utf-8")
