"""Fetch the front-end files that Hongqiao carries, from npm, at pinned versions and checked hashes.

Run ``python scripts/vendor.py`` after changing a version below; the files are committed, so nothing is fetched at
run time. Needs the ``npm`` client.
"""

import base64
import hashlib
import json
import subprocess
import sys
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SHOWN = ROOT / "src" / "hongqiao" / "publish" / "static" / "vendor"
TESTED = ROOT / "tests" / "publish" / "vendor"


@dataclass(frozen=True, slots=True)
class Package:
    """One npm package: what is taken from it, where it goes and under which licence it may go there."""

    name: str
    version: str
    integrity: str
    licence: str
    purpose: str
    folder: Path
    files: dict[str, str]


PACKAGES = [
    Package(
        "@picocss/pico",
        "2.1.1",
        "sha512-kIDugA7Ps4U+2BHxiNHmvgPIQDWPDU4IeU6TNRdvXQM1uZX+FibqDQT2xUOnnO2yq/LUHcwnGlu1hvf4KfXnMg==",
        "MIT",
        "plain style of forms and tables, under the project's own style",
        SHOWN,
        {"css/pico.min.css": "pico.min.css", "LICENSE.md": "pico.LICENSE.md"},
    ),
    Package(
        "htmx.org",
        "2.0.8",
        "sha512-fm297iru0iWsNJlBrjvtN7V9zjaxd+69Oqjh4F/Vq9Wwi2kFisLcrLCiv5oBX0KLfOX/zG8AUo9ROMU5XUB44Q==",
        "0BSD",
        "judging claims without a new page",
        SHOWN,
        {"dist/htmx.min.js": "htmx.min.js", "LICENSE": "htmx.LICENSE"},
    ),
    Package(
        "maplibre-gl",
        "6.17.0",
        "sha512-2chIZwpLGenoUQOcnm9Pk4SLbA8ppNFq8jlpXiq9vcYm3Y1wJ3fc82FL0GLwBaPYJCLzPv/mC46KEupVov75rQ==",
        "BSD-3-Clause",
        "maps on map pages only; version 6 has no other build, and this one keeps to a strict policy",
        SHOWN,
        {
            "dist/maplibre-gl.mjs": "maplibre-gl.mjs",
            "dist/maplibre-gl-worker.mjs": "maplibre-gl-worker.mjs",
            "dist/maplibre-gl.css": "maplibre-gl.css",
            "LICENSE.txt": "maplibre-gl.LICENSE.txt",
        },
    ),
    Package(
        "axe-core",
        "4.11.0",
        "sha512-ilYanEU8vxxBexpJd8cWM4ElSQq4QctCLKih0TSfjIfCQTeyH/6zVrmIJfLPrKTKJRbiG+cfnZbQIjAlJmF1jQ==",
        "MPL-2.0",
        "accessibility checks in tests; not part of the product",
        TESTED,
        {"axe.min.js": "axe.min.js", "LICENSE": "axe.LICENSE"},
    ),
]


def fetch(package: Package, into: Path) -> Path:
    """The package's archive, fetched by npm; stops where its hash is not the pinned one."""
    packed = subprocess.run(  # noqa: S603 - name and version are the constants above
        ["npm", "pack", f"{package.name}@{package.version}", "--json", "--pack-destination", str(into)],  # noqa: S607 - npm stands on the path
        check=True,
        capture_output=True,
        text=True,
    )
    archive = into / json.loads(packed.stdout)[0]["filename"].replace("@", "").replace("/", "-")
    found = "sha512-" + base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()
    if found != package.integrity:
        sys.exit(f"{package.name} {package.version} has hash {found}, pinned is {package.integrity}")
    return archive


def main() -> None:
    """Fetch every package, unpack the named files and write which they are."""
    lines = {SHOWN: [], TESTED: []}
    with tempfile.TemporaryDirectory() as scratch:
        for package in PACKAGES:
            archive = fetch(package, Path(scratch))
            package.folder.mkdir(parents=True, exist_ok=True)
            with tarfile.open(archive) as tar:
                for inside, name in package.files.items():
                    content = tar.extractfile(f"package/{inside}").read()
                    (package.folder / name).write_bytes(content)
            names = ", ".join(f"`{name}`" for name in package.files.values())
            lines[package.folder].append(
                f"| {package.name} | {package.version} | {package.licence} | {package.purpose} | {names} |"
            )
            print(f"{package.name} {package.version}: {names}")
    for folder, rows in lines.items():
        table = "\n".join(["| npm package | version | licence | for | files |", "|---|---|---|---|---|", *rows])
        (folder / "README.md").write_text(
            f"# Files from npm\nWritten by `scripts/vendor.py`, which pins each version and hash.\n\n{table}\n",
            encoding="utf-8",
        )


if __name__ == "__main__":
    main()
