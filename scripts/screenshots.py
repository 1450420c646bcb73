"""Take the pictures of README and documentation from a running site.

Start the site first (``hongqiao up kunshan``), then run ``python scripts/screenshots.py``. Needs Chromium (its path
in `CHROMIUM`, by default /usr/bin/chromium) and the development packages.
"""

import argparse
import os
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture: its file, the page, how the window looks, which link is followed and which figure opened first."""

    name: str
    path: str
    scheme: str = "light"
    width: int = 1280
    height: int = 900
    opens: str = ""
    follows: str = ""
    whole: bool = False


PICTURES = [
    Picture("overview-light", "/en/programme/kunshan-shanghai/"),
    Picture("overview-dark", "/en/programme/kunshan-shanghai/", scheme="dark"),
    Picture("overview-zh", "/zh/programme/kunshan-shanghai/"),
    Picture("overview-phone", "/de/programme/kunshan-shanghai/", width=360, height=780),
    Picture("basis", "/en/programme/kunshan-shanghai/", opens=".cards .figure"),
    Picture("basis-phone", "/de/programme/kunshan-shanghai/", width=360, height=780, opens=".cards .figure"),
    Picture("target", "/en/target/industry-scale/"),
    Picture("fact", "/de/fact/industry-scale/"),
    Picture("conflicts", "/en/programme/kunshan-shanghai/conflicts/"),
    Picture("document", "/de/target/industry-scale/", follows=".variants q a"),
    Picture("place", "/en/place/kunshan/"),
    Picture("add", "/en/add/"),
    Picture("judging", "/en/add/", follows="main ul.plain a"),
]


def take(page: Page, address: str, picture: Picture, folder: Path) -> None:
    """One picture."""
    page.emulate_media(color_scheme=picture.scheme)
    page.set_viewport_size({"width": picture.width, "height": picture.height})
    page.goto(address + picture.path)
    if picture.follows:
        page.locator(picture.follows).first.click()
        page.wait_for_load_state()
    if picture.opens:
        button = page.locator(picture.opens).first
        button.scroll_into_view_if_needed()
        button.click()
    page.screenshot(path=folder / f"{picture.name}.png", full_page=picture.whole)
    print(folder / f"{picture.name}.png")


def main() -> None:
    """Take all pictures, or those whose names are given."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help="take these only")
    parser.add_argument("--address", default="http://127.0.0.1:8000")
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "pictures")
    parser.add_argument("--whole", action="store_true", help="the whole page, not one window of it")
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"), args=FLAGS
        )
        page = browser.new_page(device_scale_factor=1.5)
        for picture in PICTURES:
            if not args.names or picture.name in args.names:
                chosen = Picture(
                    **{**{name: getattr(picture, name) for name in picture.__slots__}, "whole": args.whole}
                )
                take(page, args.address, chosen, args.out)
        browser.close()


if __name__ == "__main__":
    main()
