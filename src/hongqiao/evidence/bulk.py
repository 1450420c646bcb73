"""Many documents: read one after the other or by any executor, with memory flat and what was done kept.

Results come in the order of the files. With a journal a run that was stopped goes on where it left off: the journal
names each finished file and where its lines end, so that nothing is lost and nothing doubled.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hongqiao.errors import DocumentMissing, HongqiaoError
from hongqiao.evidence.claim import Claim, claims
from hongqiao.evidence.document import Document, read
from hongqiao.ground.pool import in_order

SUFFIXES = frozenset({".txt", ".text", ".md", ".markdown", ".html", ".htm", ".xhtml", ".pdf", ".docx"})
ALONE = 24  # files up to which starting worker processes costs more than it saves
ALONE_BYTES = 8 * 2**20


@dataclass(frozen=True, slots=True)
class Reading:
    """One file: its document and claims, or the error that says why it was refused."""

    path: str
    document: Document | None
    claims: tuple[Claim, ...]
    error: str | None = None


@dataclass(frozen=True, slots=True)
class NamedFile:
    """A file and the name that its claims bear."""

    path: Path
    name: str


def files_in(given: Iterable[str | Path]) -> list[NamedFile]:
    """The documents named, folders with all documents below them, in order; each bears its file name.

    Two files of the same name bear their paths below the folder instead. Raises DocumentMissing for a path that is not there.
    """
    found: list[tuple[Path, Path]] = []
    for entry in given:
        path = Path(entry)
        if path.is_dir():
            inside = sorted(part for part in path.rglob("*") if part.suffix.lower() in SUFFIXES and part.is_file())
            if not inside:
                known = ", ".join(sorted(SUFFIXES))
                raise DocumentMissing(f"{path}: the folder holds no document; read are {known}")
            found += [(part, path) for part in inside]
        else:
            found.append((path, path.parent))
    shown = [path.name for path, _ in found]
    for whole in (False, True):  # below the folder; where that is not enough, as it was named
        times = Counter(shown)
        shown = [
            name if times[name] == 1 else (path if whole else path.relative_to(above)).as_posix()
            for (path, above), name in zip(found, shown, strict=True)
        ]
    return [NamedFile(path, name) for (path, _), name in zip(found, shown, strict=True)]


def read_file(file: NamedFile) -> Reading:
    """One file read, or the reason why it was refused; only what we know to be refusals is caught."""
    try:
        document = read(file.path, name=file.name)
        return Reading(str(file.path), document, tuple(claims(document)))
    except HongqiaoError as error:
        return Reading(str(file.path), None, (), str(error))
    except PermissionError as error:
        return Reading(str(file.path), None, (), f"{file.path}: may not be read ({error.strerror})")


def read_files(files: Iterable[NamedFile], *, executor: Executor | None = None, chunk: int = 8) -> Iterator[Reading]:
    """Documents and claims of files, in their order; a few at a time are in memory.

    executor: any `concurrent.futures.Executor`. Without one, a few small files are read right here and many by a pool
    of processes.
    """
    files = list(files)
    small = (
        len(files) <= ALONE and sum(file.path.stat().st_size for file in files if file.path.is_file()) <= ALONE_BYTES
    )
    if executor is None and small:
        return map(read_file, files)
    return in_order(read_file, files, executor=executor, chunk=chunk)


def to_file(
    files: Iterable[NamedFile],
    target: Path,
    lines_of: Callable[[Reading], Iterable[dict[str, Any]]],
    *,
    executor: Executor | None = None,
) -> Iterator[Reading]:
    """Write JSON lines of each reading to a file, and go on where an earlier run was stopped.

    Beside the target stands its journal, `NAME.journal`. What an interrupted run had half written is cut off.
    """
    journal = target.with_name(target.name + ".journal")
    done, end = _journalled(journal)
    if target.exists():
        with target.open("r+b") as existing:
            existing.truncate(end)
    waiting = [file for file in files if str(file.path) not in done]
    with target.open("ab") as output, journal.open("a", encoding="utf-8") as log:
        for reading in read_files(waiting, executor=executor):
            for line in lines_of(reading):
                output.write(json.dumps(line, ensure_ascii=False).encode() + b"\n")
            output.flush()
            entry = {"file": reading.path, "end": output.tell(), "claims": len(reading.claims), "error": reading.error}
            log.write(json.dumps(entry, ensure_ascii=False) + "\n")
            log.flush()
            yield reading


def _journalled(journal: Path) -> tuple[set[str], int]:
    """The files that a journal names as done, and where the last one's lines end; a torn last line is passed over."""
    if not journal.exists():
        return set(), 0
    done, end = set(), 0
    whole: list[str] = []
    for line in journal.read_text(encoding="utf-8").splitlines():
        try:
            entry = json.loads(line)
            done.add(str(entry["file"]))
            end = int(entry["end"])
            whole.append(line)
        except (json.JSONDecodeError, KeyError, TypeError, ValueError):
            break
    journal.write_text("".join(line + "\n" for line in whole), encoding="utf-8")
    return done, end
