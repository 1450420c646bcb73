"""What is taken away opens where people take it: pandas, polars, LibreOffice; every cell as it was sent."""

import csv
import datetime as dt
import shutil
import subprocess
import zipfile
from pathlib import Path

import openpyxl
import pandas as pd
import polars as pl
import pytest

from hongqiao.publish.charts.downloads import Download
from hongqiao.publish.drawn import chart
from hongqiao.record import actions, models
from hongqiao.record.bulk.exporting import FORMATS, Export
from hongqiao.record.roles import LOCAL

type Rows = list[list[str]]

# separator, quote, UTF-8, from line 1, -, English, no extra quotes, numbers as stored, no formulas, no trimming, every sheet
SHEETS = "csv:Text - txt - csv (StarCalc):44,34,76,1,,1033,false,false,false,false,false,-1"


@pytest.fixture
def taken(db: None, tmp_path: Path) -> Path:
    """A folder with the programme as a workbook and as CSV files, and a chart in both forms."""
    programme = actions.load_pack(LOCAL, "kunshan").programmes[0]
    with (tmp_path / "programme.xlsx").open("wb") as file:
        FORMATS["xlsx"](Export(programme), file)
    with (tmp_path / "programme.zip").open("wb") as file:
        FORMATS["zip"](Export(programme), file)
    with zipfile.ZipFile(tmp_path / "programme.zip") as archive:
        archive.extractall(tmp_path / "tables")
    plan = models.Plan.objects.filter(targets__isnull=False).values_list("id", flat=True)[0]
    drawn = chart("targets", plan, dt.date(2026, 1, 15))
    assert drawn is not None
    download = Download.of(drawn, lambda path: f"https://towns.example{path}")
    for form in ("csv", "xlsx"):
        (tmp_path / f"chart.{form}").write_bytes(download.data(form))
    return tmp_path


def written(path: Path) -> Rows:
    """The cells of a CSV file, as Python reads them."""
    with path.open(newline="", encoding="utf-8-sig") as file:
        return [row for row in csv.reader(file) if row]


def number(cell: object) -> object:
    """A cell by what it means: 21 and 21.0 are one number, and what is empty is empty."""
    if cell is None or cell != cell or cell == "":  # noqa: PLR0124 -- pandas has NaN for an empty cell
        return ""
    if isinstance(cell, bool):
        return str(cell).lower()
    try:
        return float(str(cell))
    except ValueError:
        return str(cell).lower() if str(cell).lower() in {"true", "false"} else str(cell).replace("\r\n", "\n")


def meant(rows: Rows) -> list[list[object]]:
    """All cells by what they mean, without empty ones at the end of a row."""
    found = [[number(cell) for cell in row] for row in rows]
    for row in found:
        while row and row[-1] == "":
            row.pop()
    return [row for row in found if row]


def sheets(path: Path) -> dict[str, list[list[object]]]:
    """A workbook's cells, sheet by sheet."""
    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    return {page.title: meant([list(row) for row in page.iter_rows(values_only=True)]) for page in book}  # type: ignore[misc]


def test_pandas_and_polars_read_every_table_as_it_was_sent(taken):
    files = [*sorted((taken / "tables").glob("*.csv")), taken / "chart.csv"]
    assert len(files) > 10
    for path in files:
        rows = written(path)
        wide = pd.read_csv(path, dtype=str, keep_default_na=False)
        assert [list(wide.columns), *wide.to_numpy().tolist()] == rows, path.name
        long = pl.read_csv(path, infer_schema=False, empty_string_is_null=False)
        assert [long.columns, *map(list, long.rows())] == rows, path.name


def test_pandas_and_polars_read_every_sheet_of_the_workbooks(taken):
    for name in ("programme.xlsx", "chart.xlsx"):
        found = sheets(taken / name)
        assert found
        wide = pd.read_excel(taken / name, sheet_name=None, header=None, dtype=object)
        assert {page: meant(frame.to_numpy().tolist()) for page, frame in wide.items()} == found
        long = pl.read_excel(taken / name, sheet_id=0, has_header=False, infer_schema_length=0, drop_empty_cols=False)
        assert {page: meant([list(row) for row in frame.rows()]) for page, frame in long.items()} == found


@pytest.mark.prove
def test_libreoffice_opens_the_workbooks_with_every_cell(taken):
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("no soffice on the path: install libreoffice-calc")
    for name in ("programme.xlsx", "chart.xlsx"):
        out = taken / f"opened-{Path(name).stem}"
        subprocess.run(
            [office, f"-env:UserInstallation=file://{taken}/office", "--headless", "--convert-to", SHEETS, "--outdir", out, taken / name],
            check=True, capture_output=True, timeout=300,
        )  # fmt: skip
        opened = {path.stem.removeprefix(f"{Path(name).stem}-"): meant(written(path)) for path in out.glob("*.csv")}
        assert opened == sheets(taken / name)
