"""Opening a file of tables with care: what an archive would unpack to, and where the names in it lead."""

import zipfile
from pathlib import PurePosixPath
from typing import IO

from hongqiao.errors import ArchiveBomb, BadTable, PathInName

UNPACKED_LIMIT = 512 * 2**20  # bytes that a workbook or archive may unpack to
RATIO_LIMIT = 200  # times its own size; text in a workbook packs to a tenth, seldom to a hundredth
SMALL = 4 * 2**20  # bytes below which the ratio says nothing
MEMBERS = 2000
SUFFIXES = (".csv", ".json", ".xlsx", ".zip")


def safe_name(name: str) -> str:
    """A file's own name; raises PathInName where it leads to another folder.

    >>> safe_name("projects.csv")
    'projects.csv'
    """
    if "/" in name or "\\" in name or "\0" in name or name.strip() in {"", ".", ".."}:
        raise PathInName(f"the name {name!r} is a path; a plain file name such as projects.csv would be right")
    return name


def suffix_of(name: str) -> str:
    """How a file of tables is read, by its ending; raises BadTable for any other."""
    suffix = PurePosixPath(name).suffix.casefold()
    if suffix not in SUFFIXES:
        raise BadTable(f"{name}: tables are read from {', '.join(SUFFIXES)}; got {suffix or 'no ending'}")
    return suffix


def open_archive(file: IO[bytes], name: str) -> zipfile.ZipFile:
    """A zip (a workbook is one) whose parts stay in their folder and unpack to a bearable size."""
    try:
        archive = zipfile.ZipFile(file)
    except zipfile.BadZipFile as error:
        raise BadTable(f"{name}: it cannot be opened ({error}); it was cut off, or is no workbook or archive") from None
    packed = sum(item.compress_size for item in archive.infolist())
    unpacked = sum(item.file_size for item in archive.infolist())
    if len(archive.infolist()) > MEMBERS:
        raise ArchiveBomb(f"{name}: it has {len(archive.infolist()):,} parts; at most {MEMBERS:,} would be right")
    if unpacked > UNPACKED_LIMIT or (unpacked > SMALL and unpacked > RATIO_LIMIT * max(packed, 1)):
        raise ArchiveBomb(
            f"{name}: {packed:,} bytes would unpack to {unpacked:,}; at most {UNPACKED_LIMIT:,} bytes, and {RATIO_LIMIT} "
            "times its own size, would be right"
        )
    for item in archive.infolist():
        parts = PurePosixPath(item.filename.replace("\\", "/"))
        if parts.is_absolute() or ".." in parts.parts or ":" in item.filename:
            raise PathInName(
                f"{name}: the part {item.filename!r} leads out of the archive; a plain name would be right"
            )
        if item.flag_bits & 1:
            raise BadTable(f"{name}: it opens only with a password; save it without one")
    return archive
