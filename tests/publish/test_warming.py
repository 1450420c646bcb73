"""A process asks for a page itself before its first reader does."""

import logging
from collections.abc import Callable, Iterable
from typing import Any

from hongqiao.publish.warming import warm
from hongqiao.record import actions
from hongqiao.record.roles import LOCAL


def application(status: str, asked: list[str]) -> Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]:
    def answer(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        asked.append(f"{environ['HTTP_HOST']}{environ['PATH_INFO']}")
        start(status, [("Content-Type", "text/html")])
        return [b"page"]

    return answer


def test_the_overview_of_the_first_programme_is_asked_for_as_a_reader_would(db, caplog):
    actions.create_programme(LOCAL, "town", {"en": "Town"})
    actions.create_programme(LOCAL, "arch", {"en": "Arch"})
    asked: list[str] = []
    warm(application("200 OK", asked), "127.0.0.1", 8000)
    assert asked == ["127.0.0.1:8000/en/programme/arch/"]
    assert not caplog.records


def test_a_page_that_fails_is_logged_and_stops_nothing(db, caplog):
    asked: list[str] = []
    with caplog.at_level(logging.WARNING):
        warm(application("500 Internal Server Error", asked), "127.0.0.1", 8000)
    assert asked == ["127.0.0.1:8000/en/"]
    assert [record.getMessage() for record in caplog.records] == [
        "the first page, /en/, answered 500 Internal Server Error"
    ]
