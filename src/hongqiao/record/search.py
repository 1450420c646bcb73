"""Search in several languages on both databases: words, and pairs of Han characters.

Neither database finds a Han word of two characters by itself: SQLite's trigram tokenizer needs three, and
PostgreSQL takes a run of Han for one word. So text is spelt out before it is indexed: words are case-folded and
stripped of accents, each run of Han becomes its characters and its overlapping pairs.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

_HAN = r"\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_RUNS = re.compile(rf"([{_HAN}]+)|([^\W_{_HAN}]+)")
_LIMIT = 200_000  # characters of one thing that are indexed; a longer one is found by its beginning


def tokens(text: str) -> Iterator[str]:
    """The words of a text, and for Han each character and each pair.

    >>> list(tokens("昆山 Kooperation"))
    ['昆', '山', '昆山', 'kooperation']
    """
    for han, word in _RUNS.findall(text[:_LIMIT]):
        if han:
            yield from han
            yield from (han[i : i + 2] for i in range(len(han) - 1))
        else:
            yield _fold(word)


def query_terms(text: str) -> list[str]:
    """What to look for: words as they are, Han as pairs (as single characters only where one stands alone)."""
    terms: list[str] = []
    for han, word in _RUNS.findall(text[:200]):
        if han:
            terms += [han[i : i + 2] for i in range(len(han) - 1)] or [han]
        else:
            terms.append(_fold(word))
    return list(dict.fromkeys(term for term in terms if term))[:12]


def _fold(word: str) -> str:
    decomposed = unicodedata.normalize("NFKD", word.casefold())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def spelt(parts: Iterable[str]) -> str:
    """Text ready for the index."""
    return " ".join(token for part in parts if part for token in tokens(part))


def install(connection: BaseDatabaseWrapper) -> None:
    """Build the full-text index beside the projection's table, kept in step by triggers."""
    with connection.cursor() as cursor:
        if "record_searchtext" not in connection.introspection.table_names(cursor):
            return
        if connection.vendor == "postgresql":
            # kept with the row: a plan that reads row by row (a word found everywhere) need not spell each text again
            cursor.execute(
                "ALTER TABLE record_searchtext ADD COLUMN IF NOT EXISTS words tsvector "
                "GENERATED ALWAYS AS (to_tsvector('simple', tokens)) STORED"
            )
            cursor.execute("DROP INDEX IF EXISTS record_search")
            cursor.execute("CREATE INDEX IF NOT EXISTS record_search_words ON record_searchtext USING gin (words)")
            return
        cursor.execute(
            "CREATE VIRTUAL TABLE IF NOT EXISTS record_search USING fts5("
            "tokens, content='record_searchtext', content_rowid='id', tokenize='unicode61 remove_diacritics 0', "
            "prefix='3 4 5')"
        )
        old = "INSERT INTO record_search(record_search, rowid, tokens) VALUES ('delete', old.id, old.tokens);"
        new = "INSERT INTO record_search(rowid, tokens) VALUES (new.id, new.tokens);"
        for name, verb, body in (("insert", "INSERT", new), ("delete", "DELETE", old), ("update", "UPDATE", old + new)):
            cursor.execute(
                f"CREATE TRIGGER IF NOT EXISTS record_search_after_{name} AFTER {verb} ON record_searchtext "
                f"BEGIN {body} END"
            )


def matching[T: models.Model](
    rows: models.QuerySet[T], connection: BaseDatabaseWrapper, text: str
) -> models.QuerySet[T]:
    """Of the rows of SearchText those that hold every term; a word also as the beginning of a longer one."""
    terms = query_terms(text)
    if not terms:
        return rows.none()
    prefixed = [(term, len(term) >= 3 and term.isascii()) for term in terms]
    if connection.vendor == "postgresql":
        query = " & ".join(f"'{term}'" + (":*" if prefix else "") for term, prefix in prefixed)
        condition = "record_searchtext.words @@ to_tsquery('simple', %s)"
    else:
        query = " ".join(f'"{term}"' + ("*" if prefix else "") for term, prefix in prefixed)
        condition = "record_searchtext.id IN (SELECT rowid FROM record_search WHERE record_search MATCH %s)"
    return rows.extra(where=[condition], params=[query])  # noqa: S610 -- the terms are letters and digits, and bound
