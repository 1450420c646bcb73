"""Every entry of the ledger has a page that shows it, under an address that lasts."""

import re
from typing import Any

import pytest

from hongqiao.publish.ledger_entries import BLOCK, entry_address
from hongqiao.record import actions, models
from hongqiao.record.roles import LOCAL


@pytest.fixture
def long(db: None) -> int:
    """A ledger of one block and a few entries; how many."""
    for number in range(BLOCK + 5):
        actions.create_programme(LOCAL, f"p{number}", {"en": f"Programme {number}"})
    return BLOCK + 5


def shown(client: Any, path: str) -> list[int]:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return [int(number) for number in re.findall(r'<tr id="e(\d+)"', answer.content.decode())]


def test_every_entry_is_reached_from_the_first_page_and_stands_where_its_address_says(long: int, client: Any) -> None:
    about = client.get("/en/about/").content.decode()
    found: list[int] = []
    path = re.search(r'href="(/en/about/ledger/\d+/)">All entries', about)
    while path:
        found += shown(client, path[1])
        path = re.search(r'href="([^"]+)" rel="prev"', client.get(path[1]).content.decode())
    assert found == list(range(long, 0, -1))
    for position in (1, BLOCK, BLOCK + 1, long):
        page, _, anchor = entry_address(position).partition("#e")
        assert int(anchor) == position
        assert position in shown(client, page.replace("/de/", "/en/"))


def test_a_link_to_an_entry_leads_to_it_long_after_others_came(db: None, client: Any) -> None:
    actions.create_programme(LOCAL, "town", {"en": "Town"})
    row = actions.create_project(LOCAL, "town", {"en": "Bridge"})
    actions.record_stage(LOCAL, row.id, "signed", "2026-03", note="told by the council")
    event = models.ProjectEvent.objects.get()
    for number in range(BLOCK):
        actions.create_programme(LOCAL, f"p{number}", {"en": f"Programme {number}"})
    page = client.get(f"/en/project/{event.project_id}/").content.decode()
    address = re.search(rf'href="([^"#]+)#e{event.position}"', page)
    assert address
    assert event.position in shown(client, address[1])


def test_a_block_that_is_not_there_is_not_found(db: None, client: Any) -> None:
    assert [client.get(f"/en/about/ledger/{block}/").status_code for block in (0, 1, 7)] == [404, 404, 404]
