"""How soon a page is seen, how much comes over the wire, and how much it moves while it loads.

``python bench/publish/first_paint.py --home FOLDER [ADDRESS ...]`` starts the Kunshan pack in FOLDER (default: one of its
own under /tmp) as `hongqiao up` does, and asks Chromium for each address with an empty cache of the browser, the first time
with an empty page cache of the site too. Printed: first contentful paint, bytes as they came (compressed), layout shift.
The bars are 1 s, 250 kB (700 kB with the map) and .02.
"""

import argparse
import os
import sys
from contextlib import AbstractContextManager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright
from run import started

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
ADDRESSES = ("/en/programme/kunshan-shanghai/", "/de/programme/kunshan-shanghai/", "/zh/programme/kunshan-shanghai/",
             "/en/programme/kunshan-shanghai/map/", "/en/place/kunshan/")  # fmt: skip
SEEN = """async () => {
  const paint = performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? null;
  let shift = 0;
  new PerformanceObserver((list) => { for (const one of list.getEntries()) if (!one.hadRecentInput) shift += one.value; })
    .observe({type: "layout-shift", buffered: true});
  await new Promise((done) => setTimeout(done, 300));
  return {paint, shift};
}"""


def served(home: Path) -> AbstractContextManager[int]:
    """The site on a free port."""
    kept = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
    command = [str(Path(sys.executable).parent / "hongqiao"), "up", "kunshan", "--port"]
    return started(command, kept | {"HONGQIAO_HOME": str(home)})


def seen(browser: Browser, address: str) -> str:
    """One visit by a browser that has never been here."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    sizes: list[int] = []
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.on("Network.loadingFinished", lambda event: sizes.append(int(event["encodedDataLength"])))
    page.goto(address, wait_until="networkidle")
    found = page.evaluate(SEEN)
    context.close()
    return f"{found['paint'] / 1000:5.2f} s {sum(sizes) / 1000:6.0f} kB {found['shift']:6.3f}"


def main() -> None:
    """Serve, visit, print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--home", type=Path, default=Path("/tmp/hongqiao-bench-paint"))  # noqa: S108 -- a bench's scratch
    parser.add_argument("addresses", nargs="*", default=ADDRESSES)
    args = parser.parse_args()
    with served(args.home) as port, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        print(f"{'':42} first visit               again")
        for path in args.addresses:
            address = f"http://127.0.0.1:{port}{path}"
            print(f"{path:42} {seen(browser, address)}   {seen(browser, address)}", flush=True)
        browser.close()


if __name__ == "__main__":
    main()
