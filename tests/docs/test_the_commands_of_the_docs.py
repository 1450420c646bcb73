"""The commands of tutorial, how-to and operations run as they stand, on the files that the page itself gives.

A block marked ``bash`` is run, one marked ``text`` with a title is written to that file first; ``sh`` needs a machine
of its own (a clone, a server) and is only read.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

DOCS = Path(__file__).resolve().parents[2] / "docs"
BLOCK = re.compile(r"^```(\w+)(?: title=\"([^\"]+)\")?\n(.*?)^```", re.MULTILINE | re.DOTALL)
TUTORIAL = DOCS / "tutorial" / "first-programme.md"
OTHERS = sorted(
    [*(DOCS / "how-to").glob("*.md"), *(DOCS / "operations").glob("*.md"), *(DOCS / "tutorial").glob("*.md")]
)


def followed(page: Path, folder: Path) -> list[tuple[str, str]]:
    """Follow a page from its beginning; returns each command with what it printed."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("HONGQIAO_", "DATABASE_URL"))}
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = {**kept, "HONGQIAO_HOME": str(folder / "home"), "PATH": path}
    printed = []
    for kind, title, body in BLOCK.findall(page.read_text(encoding="utf-8")):
        if kind == "text" and title:
            (folder / title).parent.mkdir(parents=True, exist_ok=True)
            (folder / title).write_text(body, encoding="utf-8")
        elif kind == "bash":
            done = subprocess.run(
                ["bash", "-euc", body], cwd=folder, env=environment, capture_output=True, text=True, check=False
            )
            assert done.returncode == 0, f"{page.name}: {body}{done.stderr}"
            printed.append((body.strip(), done.stdout))
    return printed


def test_the_tutorial_leads_from_nothing_to_a_programme_a_brief_and_a_site(tmp_path):
    printed = dict(followed(TUTORIAL, tmp_path))
    summary = printed["hongqiao up ford-towns --once --as-of 2026-11-30"]
    assert "2 targets" in summary
    assert "6 projects announced, 0 identified" in summary
    assert "at least 40" in summary
    assert "more than 40" in summary
    assert (tmp_path / "brief.pdf").read_bytes()[:5] == b"%PDF-"
    assert "[^1]" in (tmp_path / "release.md").read_text(encoding="utf-8")
    assert (tmp_path / "www" / "de" / "programme" / "ford-towns" / "index.html").is_file()
    assert any("The ledger verifies." in text for text in printed.values())


@pytest.mark.prove
@pytest.mark.parametrize(
    "page",
    [page for page in OTHERS if page != TUTORIAL and "```bash" in page.read_text(encoding="utf-8")],
    ids=lambda page: page.stem,
)
def test_the_commands_of_a_page_run(page, tmp_path):
    assert followed(page, tmp_path)


def test_every_link_between_pages_of_the_docs_leads_somewhere():
    missing = [
        f"{page.relative_to(DOCS)} -> {link}"
        for page in DOCS.rglob("*.md")
        for link in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
        if "://" not in link and not (page.parent / link).exists()
    ]
    assert missing == []
