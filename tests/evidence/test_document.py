"""Documents: formats, encodings, front matter, repairs."""

from collections.abc import Callable

import pytest

from hongqiao.errors import BadFrontMatter, UnknownEncoding
from hongqiao.evidence.document import Contact, Repair, read
from hongqiao.evidence.document.dates import find_date
from hongqiao.evidence.document.encoding import decode

GERMAN = "Die Städte am Fluss wollen bis 2027 eine neue Brücke für 12,5 Millionen Euro bauen und die Fähre schließen."
CHINESE = "两座城市计划到2027年建成一座新大桥，总投资约12.5亿元，全长1800米，建成后过江时间将缩短到十分钟以内。"
TRADITIONAL = "兩座城市計劃到2027年建成一座新大橋，總投資約12.5億元，全長1800米，建成後過江時間將縮短到十分鐘以內。"
JAPANESE = "両市は2027年までに新しい橋を建設する計画で、総事業費は約12億円、全長は1800メートルになる見通しです。"
POLISH = (
    "Oba miasta chcą do 2027 roku zbudować nowy most za 12,5 mln złotych; łącznie ma on służyć mieszkańcom Świnoujścia."
)


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (text, encoding)
        for text, encodings in {
            GERMAN: "utf-8 utf-8-sig utf-16 utf-16-le utf-16-be utf-32 utf-32-le utf-32-be cp1252 iso-8859-1",
            CHINESE: "utf-8 utf-16-le utf-16-be utf-32 gb18030 gbk",
            TRADITIONAL: "utf-8 utf-16 big5 gb18030",
            JAPANESE: "utf-8 shift_jis euc_jp utf-16-le",
            POLISH: "utf-8 cp1250 iso-8859-2",
        }.items()
        for encoding in encodings.split()
    ],
)
def test_a_text_comes_out_the_same_from_every_encoding(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding))[0] == text


def test_an_uncertain_encoding_is_refused_rather_than_guessed() -> None:
    with pytest.raises(UnknownEncoding, match="save the file as UTF-8"):
        decode(bytes(range(0x80, 0xFF)) * 3)


def test_front_matter_speaks_for_the_document_and_is_no_story() -> None:
    words = (
        '+++\nlanguage = "de"\ntitle = "Eine Brücke"\npublished = 2024-05-02\npublisher = "Stadtbote"\n'
        'retells = "https://example.org/bruecke"\nlicence = "CC-BY-4.0"\n+++\nDie Brücke ist 1.800 Meter lang.\n'
    )
    document = read(words.encode(), name="a.md")
    assert (document.language, document.title, document.publisher) == ("de", "Eine Brücke", "Stadtbote")
    assert (str(document.published), document.retells, document.licence) == (
        "2024-05-02",
        "https://example.org/bruecke",
        "CC-BY-4.0",
    )
    assert document.text == words
    assert [words[start:end] for start, end in document.story] == ["Die Brücke ist 1.800 Meter lang."]


def test_front_matter_that_is_no_toml_is_named() -> None:
    with pytest.raises(BadFrontMatter, match=r"^b\.md: the lines between \+\+\+"):
        read(b"+++\ntitle = unquoted words\n+++\ntext", name="b.md")


def test_a_page_gives_its_story_without_scripts_and_sets_navigation_apart() -> None:
    page = f"""<!doctype html><html lang="en-GB"><head><title>Bridge | The Herald</title>
    <meta property="article:published_time" content="2024-05-02T08:00:00Z"><meta property="og:site_name" content="The Herald">
    <script>var n = "900 million euros";</script></head><body><nav><a href="/">Home</a> 17 new stories</nav>
    <article><h1>A bridge at last</h1><p>The bridge costs <b>12.5</b>&nbsp;million euros.</p><p>{"It was long planned. " * 12}</p>
    <table><tr><td>Length</td><td>1,800 m</td></tr></table></article><footer>Page 3 of 7</footer></body></html>"""
    document = read(page.encode(), name="a.html")
    story = "\n".join(document.text[start:end] for start, end in document.story)
    assert (document.title, document.language, str(document.published), document.publisher) == (
        "A bridge at last",
        "en",
        "2024-05-02",
        "The Herald",
    )
    assert story.startswith("A bridge at last\nThe bridge costs 12.5\xa0million euros.\nIt was long planned.")
    assert "Length\t1,800 m" in story
    assert "900" not in document.text
    assert "17 new stories" in document.text
    assert "17 new stories" not in story
    assert "Page 3" not in story


def test_broken_html_is_read_as_a_browser_reads_it() -> None:
    document = read(b"<html><body><p>One <b>bold<p>Two</div></td> tail<br>12 km", name="broken.html")
    assert document.text == "One bold\nTwo tail\n12 km"


def test_paragraphs_of_a_docx_become_lines(make_docx: Callable[..., bytes]) -> None:
    document = read(make_docx("The bridge is 1,800 m long.", "It costs 12 million euros."), name="a.docx")
    assert document.text == "The bridge is 1,800 m long.\nIt costs 12 million euros."
    assert document.encoding == "docx"


def test_lines_of_a_pdf_are_joined_to_paragraphs(make_pdf: Callable[..., bytes]) -> None:
    lines = ("The new bridge over the river will be finished in the", "year 2027 and costs 12.5 million euros in all.")
    assert read(make_pdf(*lines), name="a.pdf").text == " ".join(lines)


def test_pinyin_glosses_of_a_mirror_are_taken_out_and_counted() -> None:
    words = "到2025年相關產(chǎn)業(yè)規(guī)模達(dá)1000億(yì)元，建成15項(xiàng)以上項(xiàng)目。"
    document = read(words.encode(), name="mirror.txt")
    assert document.text == "到2025年相關產業規模達1000億元，建成15項以上項目。"
    assert document.repairs == (Repair("pinyin glosses", 7, "產(chǎn)"),)


def test_positions_in_a_repaired_text_lead_back_to_the_file() -> None:
    words = "到2025年相關產(chǎn)業(yè)規(guī)模達(dá)1000億(yì)元，建成15項(xiàng)以上項(xiàng)目。"
    document = read(words.encode(), name="mirror.txt")
    start = document.text.index("15項以上")
    assert words[document.file_position(start) : document.file_end(start + 5)] == "15項(xiàng)以上"
    for position, letter in enumerate(document.text):
        assert words[document.file_position(position)] == letter


def test_a_single_gloss_is_meant_and_stays() -> None:
    words = "“虹”(hóng)字的意思是彩虹，桥长1800米。"
    assert read(words.encode()).repairs == ()


def test_utf8_that_was_read_as_windows_1252_is_made_whole() -> None:
    damaged = GERMAN.encode().decode("cp1252")
    document = read(damaged.encode(), name="damaged.txt")
    assert document.text == GERMAN
    assert [repair.name for repair in document.repairs] == ["mojibake"]


@pytest.mark.parametrize(
    ("words", "period"),
    [
        ("BEIJING, Nov. 11, 2022", "2022-11-11"),
        ("PEKING, 14. November 2022", "2022-11-14"),
        ("PÉKIN, 13 novembre 2022", "2022-11-13"),
        ("PEQUIM, 12 de novembro de 2022", "2022-11-12"),
        ("北京2022年11月14日", "2022-11-14"),
        ("14 พฤศจิกายน 2565", "2022-11-14"),
        ("베이징, 2022년 11월 14일", "2022-11-14"),
        ("Stand: 16.05.2019", "2019-05-16"),
        ("May 2019", "2019-05"),
    ],
)
def test_a_date_is_read_in_the_wire_languages(words: str, period: str) -> None:
    found = find_date(words)
    assert found is not None
    assert str(found.period) == period


def test_contacts_are_kept_apart_from_the_story() -> None:
    words = (
        "The bridge is 1,800 m long. It opens soon.\n\nMedia contact: Ann Lee, +44 20 7946 0958, press@example.org\n"
    )
    document = read(words.encode())
    assert document.contacts == (Contact("Ann Lee", "+44 20 7946 0958", "press@example.org"),)
    assert document.text[slice(*document.story[-1])].endswith("It opens soon.")
