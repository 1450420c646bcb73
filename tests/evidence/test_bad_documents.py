"""Bad input: each kind a clear, named error that says what was found and what would be right, or an empty result."""

import random
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from hongqiao.errors import (
    BrokenDocument,
    DocumentIsFolder,
    DocumentMissing,
    DocumentTooLarge,
    EmptyDocument,
    EncryptedDocument,
    HongqiaoError,
    NotADocument,
    ScannedDocument,
)
from hongqiao.evidence import claims, read
from hongqiao.evidence.bulk import NamedFile, read_file


def stands(document: object, found: list[object]) -> bool:
    return all(document.text[claim.start : claim.end] == claim.quote for claim in found)  # type: ignore[attr-defined]  # values


def test_an_empty_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    with pytest.raises(EmptyDocument, match=r"^empty\.txt: the file is empty"):
        read(tmp_path / "empty.txt")


def test_a_file_of_blanks_and_zero_width_signs_is_empty() -> None:
    with pytest.raises(EmptyDocument, match="only blanks"):
        read(" \n\u200b\u200e\t\u3000".encode())


@pytest.mark.parametrize("raw", [b"\x89PNG\r\n\x1a\n" + b"0" * 40, b"\x7fELF" + bytes(60), bytes(range(1, 32)) * 20])
def test_a_binary_file_is_no_document(raw: bytes) -> None:
    with pytest.raises(NotADocument, match=r"^b\.bin: "):
        read(raw, name="b.bin")


def test_a_file_over_the_limit_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "large.txt"
    with path.open("wb") as made:
        made.truncate(100 * 2**20)
    with pytest.raises(DocumentTooLarge, match=r"104,857,600 bytes, at most 67,108,864 are read"):
        read(path)


def test_a_folder_is_no_document(tmp_path: Path) -> None:
    with pytest.raises(DocumentIsFolder, match="this is a folder"):
        read(tmp_path)


def test_a_missing_file_is_a_file_not_found(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="there is no such file") as caught:
        read(tmp_path / "gone.txt")
    assert isinstance(caught.value, DocumentMissing)


def test_a_document_without_any_number_has_no_claims() -> None:
    assert claims(read(b"The cities want to grow together.")) == []


def test_digits_only_never_break_a_quote() -> None:
    document = read(("123 4567,89 00.1\n" * 400).encode())
    assert stands(document, claims(document))


def test_mixed_scripts_direction_marks_and_zero_width_signs_leave_quotes_to_the_letter() -> None:
    words = "The \u200fpark\u200e covers 300\u200b,000 square\u2009meters; 昆山\u200d投资1000亿元, mehr als 15\ufeff Projekte. עיר 12 km"
    document = read(words.encode())
    assert document.text == words
    assert stands(document, claims(document))


def test_a_pdf_of_pictures_says_so(make_pdf: Callable[..., bytes]) -> None:
    with pytest.raises(ScannedDocument, match=r"1 page of pictures and no text; recognise its text"):
        read(make_pdf(), name="scan.pdf")


def test_an_encrypted_pdf_says_so(make_pdf: Callable[..., bytes]) -> None:
    locked = b"/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O (" + b"x" * 32 + b") /U (" + b"y" * 32 + b") >>"
    raw = make_pdf("12 km").replace(b"/Root 1 0 R", b"/Root 1 0 R /ID [(aaaa) (aaaa)] " + locked)
    with pytest.raises(EncryptedDocument, match="opens only with a password"):
        read(raw, name="locked.pdf")


def test_a_damaged_pdf_says_so() -> None:
    with pytest.raises(BrokenDocument, match=r"^cut\.pdf: this PDF cannot be opened"):
        read(b"%PDF-1.7\nnothing more", name="cut.pdf")


def test_a_zip_bomb_is_not_unpacked(make_archive: Callable[[dict[str, str]], bytes]) -> None:
    raw = make_archive({"word/document.xml": "<w>" + " " * 40_000_000 + "</w>"})
    assert len(raw) < 100_000
    with pytest.raises(DocumentTooLarge, match="a zip bomb"):
        read(raw, name="bomb.docx")


def test_entities_in_a_docx_are_refused(make_archive: Callable[[dict[str, str]], bytes]) -> None:
    laughs = '<!DOCTYPE d [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]><d>&b;</d>'
    with pytest.raises(BrokenDocument, match="document type or entities"):
        read(make_archive({"word/document.xml": laughs}), name="laughs.docx")


def test_another_archive_and_a_cut_docx_are_named(
    make_docx: Callable[..., bytes], make_archive: Callable[..., bytes]
) -> None:
    with pytest.raises(NotADocument, match="not a DOCX"):
        read(make_archive({"a.txt": "12 km"}))
    with pytest.raises(BrokenDocument, match="damaged or cut off"):
        read(make_docx("12 km")[:120], name="cut.docx")


def test_an_office_file_with_a_password_says_so() -> None:
    raw = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le") + bytes(20)
    with pytest.raises(EncryptedDocument, match="password"):
        read(raw)


def test_deep_and_endless_html_is_read() -> None:
    document = read(b"<html>" + b"<div>" * 20_000 + b"12 km", name="deep.html")
    assert document.text == "12 km"


def test_a_refused_file_does_not_stop_the_others(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"")
    reading = read_file(NamedFile(tmp_path / "a.txt", "a.txt"))
    assert reading.document is None
    assert reading.error == "a.txt: the file is empty"


@pytest.mark.prove
def test_fifty_megabytes_of_one_line_are_read_in_linear_time() -> None:
    def seconds(size: int) -> float:
        raw = (
            b"The park of 300,000 square meters and 15 projects cost 12.5 million euros in 2022 and " * (size // 86 + 1)
        )[:size]
        begun = time.process_time()
        document = read(raw)
        assert len(document.text) == size
        return time.process_time() - begun

    seconds(100_000)
    small, large = seconds(2_000_000), seconds(50_000_000)
    assert large < 25 * small * 4 + 2


@pytest.mark.prove
def test_random_bytes_give_a_document_or_a_named_error() -> None:
    rng = random.Random(7)  # noqa: S311 -- repeatable, no secret
    heads = [
        b"",
        b"%PDF-1.4\n",
        b"PK\x03\x04",
        b"<html>",
        b"+++\n",
        b"\xff\xfe",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        "新华社北京".encode("gb18030"),
    ]
    ends = time.monotonic() + 60
    while time.monotonic() < ends:
        kind = rng.random()
        raw = (
            rng.randbytes(rng.randrange(600))
            if kind < 0.5
            else bytes(rng.choices(b"0123456789 .,%$kmMrdbn\n<>&;/-", k=rng.randrange(400)))
        )
        try:
            document = read(rng.choice(heads) + raw, name=rng.choice(["a.txt", "a.html", "a.md"]))
        except HongqiaoError:
            continue
        assert stands(document, claims(document))
