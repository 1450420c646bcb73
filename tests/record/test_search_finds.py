import datetime as dt

import pytest
from django.db import connection

from hongqiao.record import actions, models, search, search_queries
from hongqiao.record.roles import LOCAL


def found(text: str) -> set[str]:
    rows = search.matching(models.SearchText.objects.all(), connection, text)
    return set(rows.values_list("title", flat=True))


@pytest.fixture
def documents(towns: str) -> None:
    actions.add_documents(LOCAL, towns, [
        ("zh.txt", "昆山发布元宇宙产业行动计划,面积超过30万平方米。".encode()),
        ("de.txt", "Die Kooperation der Städte trägt 12 Projekte. Müller sagt: Brücke.".encode()),
        ("en.txt", b"The cooperation of the towns carries 12 projects."),
    ])  # fmt: skip


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("昆山", {"zh.txt", "Inhabitants"}),
        ("元宇宙", {"zh.txt"}),
        ("山昆", set()),
        ("Kooperation", {"de.txt", "Eine Unterzeichnung"}),
        ("KOOPERATION mueller", set()),
        ("kooperation müller", {"de.txt"}),
        ("cooperation towns", {"en.txt", "A signing"}),
        ("brucke", {"de.txt", "Eine Unterzeichnung"}),
        ("\"'*()-:&|!", set()),
        ("", set()),
        ("AC", {"Council of Ald"}),
    ],
)
def test_words_of_three_languages(documents: None, text: str, names: set[str]) -> None:
    assert found(text) == names


def test_what_bears_the_words_as_its_name_comes_first_and_documents_last(documents: None) -> None:
    rows = search_queries.found("inhabitants", search_queries.Asking(LOCAL, dt.date(2027, 1, 1)))
    assert next((row.kind, row.title) for row in rows)[1] == "Inhabitants"
    kinds = [row.kind for row in search_queries.found("ald", search_queries.Asking(LOCAL, dt.date(2027, 1, 1)))]
    assert kinds[0] == "place"
    assert "document" in kinds
    assert kinds.index("document") == len(kinds) - kinds.count("document")
