"""Maps in a real browser: drawn from local data under the strict policy, light enough, and said again by a table."""

import itertools
import json
import urllib.request

import pytest
from test_browser import Reader

pytestmark = pytest.mark.browser
WEIGHT = 700_000  # bytes over the wire with the map library


@pytest.fixture
def reader(browser, site):
    reader = Reader(browser, site)
    reader.bytes = 0
    reader.page.on("requestfinished", lambda request: _count(reader, request))
    yield reader
    reader.context.close()


def _count(reader, request):
    assert request.url.startswith((reader.site.address, "blob:", "data:")), f"the page asks elsewhere: {request.url}"
    reader.bytes += request.sizes()["responseBodySize"]


@pytest.mark.parametrize(
    ("path", "scheme", "width"),
    [
        ("/en/programme/kunshan-shanghai/map/", "light", 1280),
        ("/zh/programme/kunshan-shanghai/map/?from=shanghai", "dark", 360),
        ("/de/place/kunshan/", "dark", 1280),
        ("/en/place/shanghai/", "light", 360),
    ],
)
def test_a_map_is_drawn_within_its_weight_and_without_fault(reader, path, scheme, width):
    reader.read(path, scheme, width)
    reader.page.locator("[data-map]").scroll_into_view_if_needed()
    reader.page.wait_for_selector("[data-map][data-drawn]", timeout=30_000)
    names = reader.page.locator(".map-name:visible").all_inner_texts()
    assert names
    assert (reader.checked(), reader.wrong) == ([], [])
    assert 0 < reader.bytes <= WEIGHT


def test_a_programme_whose_places_have_no_position_says_so_and_lists_them(reader):
    reader.read("/de/programme/small-projects-fund/map/", "dark", 360)
    assert "gibt es nichts zu zeichnen" in reader.page.locator("main").inner_text()
    assert reader.page.locator("[data-map]").count() == 0
    assert reader.page.locator("main tbody tr").count() > 0
    assert (reader.checked(), reader.wrong) == ([], [])


def test_every_stop_of_the_map_has_its_row_and_every_minute_opens_its_rows(reader):
    reader.read("/en/place/kunshan/")
    near = [row.get_attribute("id") for row in reader.page.locator("tr[id^=stop-]").all()]
    assert len(near) > 10
    assert reader.page.locator("[data-map]").get_attribute("data-rows") == "/en/place/kunshan/reach/"
    reader.read("/en/place/kunshan/reach/")
    assert [row for row in near if not reader.page.locator(f'[id="{row}"]').count()] == []
    data = json.loads(reader.page.locator("#map-data").text_content())
    ids = [feature["properties"]["id"] for feature in data["stops"]["features"]]
    assert len(ids) > 20
    assert [stop for stop in ids if not reader.page.locator(f'[id="stop-{stop}"]').count()] == []
    row = reader.page.locator('[id="stop-AOH"]')
    row.locator("button.figure").nth(1).click()
    panel = reader.page.locator(".basis:popover-open")
    assert "arrival less departure" in panel.inner_text()
    link = panel.locator('[data-root="column"] a').first
    link.click()
    assert reader.page.locator("#row").inner_text().split()[:1] != []
    assert reader.wrong == []


def test_without_webgl_the_page_says_so_and_keeps_its_table(browser, site):
    reader = Reader(browser, site)
    reader.page.add_init_script("HTMLCanvasElement.prototype.getContext = () => null")
    reader.read("/en/programme/kunshan-shanghai/map/")
    said = reader.page.locator("[data-map-note]")
    said.filter(has_text="This browser cannot draw the map").wait_for(timeout=10_000)
    assert reader.page.locator("#place-kunshan").count() == 1
    assert reader.wrong == []
    reader.context.close()


def test_the_download_is_valid_geojson_with_its_sources(site):
    with urllib.request.urlopen(f"{site.address}/en/place/kunshan/reach.geojson") as answer:  # noqa: S310 -- our own site
        assert answer.headers["Content-Type"] == "application/geo+json"
        told = json.load(answer)
    assert told["type"] == "FeatureCollection"
    assert {table["title"] for table in told["hongqiao"]["sources"]} >= {
        "Trains between stations of the Yangtze River Delta, timetable of spring 2016"
    }
    for feature in told["features"]:
        assert set(feature) == {"type", "geometry", "properties"}
        shape = feature["geometry"]
        if shape["type"] == "Polygon":
            (ring,) = shape["coordinates"]
            assert ring[0] == ring[-1]
            assert len(ring) >= 4
            # RFC 7946: the outer ring runs anticlockwise
            assert sum(a[0] * b[1] - b[0] * a[1] for a, b in itertools.pairwise(ring)) > 0


def test_the_page_of_a_place_stays_light(site):
    with urllib.request.urlopen(f"{site.address}/en/place/kunshan/") as answer:  # noqa: S310 -- our own site
        assert len(answer.read()) < 400_000
