"""Makes the census tables of 2010 that the kunshan pack carries, and prints rows for its values.csv.

    git clone https://github.com/leiii/census
    uv run python scripts/census_tables.py census

Reads the county tables of leiii/census (MIT). The table of 2010 follows GB/T 4754-2002, but three of its labels are
torn apart: the words of "transport, storage and post", "information transmission, computer services and software" and
"wholesale and retail trade" have slipped into their neighbours' cells. The numbers stand in the order of the standard,
so the columns are named by it, and then by the letters that the same sections bear in GB/T 4754-2017.
"""

import argparse
import csv
from pathlib import Path

import polars as pl

from hongqiao.measure.consistency import aggregate_codes

PACK = Path(__file__).resolve().parent.parent / "src" / "hongqiao" / "packs" / "kunshan"
DELTA = ("31", "32", "33", "34")
# Letter in GB/T 4754-2017 of each section of GB/T 4754-2002, in the order of the latter.
LETTERS = "ABCDEGIFHJKLMNOPQRST"
LETTERS_SORTED = "".join(sorted(LETTERS))
FIRST_SECTOR = 113
PLACES = {"320583": "kunshan", "310000": "shanghai", "320500": "suzhou"}


def main() -> None:
    """Write the tables of 2010 and print the rows of values.csv."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("folder", type=Path)
    folder = arguments.parse_args().folder
    early = pl.read_excel(folder / "census_county_2010_v1.xlsx", engine="calamine")
    late = pl.read_excel(folder / "census_county_2020_v1.xlsx", engine="calamine")
    _jobs(early)
    for year, frame, code, graduates, space in (
        (2010, early, "区划代码", ("大学本科及以上-男", "大学本科及以上-女"), "人均住房\n建筑面积\n（平方米/人）"),
        (2020, late, "区划代码", ("本科及以上_男", "本科及以上_女"), "人均住房建筑面积"),
    ):
        for row in frame.filter(pl.col(code).cast(pl.String).is_in(list(PLACES))).to_dicts():
            place = PLACES[str(row[code])]
            print(f"graduates,{place},{year},=,{int(sum(row[name] for name in graduates))},count")
            print(f"housing-space,{place},{year},=,{row[space]:g},m2")


def _jobs(frame: pl.DataFrame) -> None:
    names = [str(name).strip() for name in frame["地区"].to_list()]
    codes = [str(code) for code in frame["区划代码"].to_list()]
    parts = frame.filter(~pl.Series(aggregate_codes(codes, names)))
    sectors = parts.columns[FIRST_SECTOR : FIRST_SECTOR + len(LETTERS)]
    table = parts.select(
        pl.col("区划代码").cast(pl.String).alias("code"),
        pl.col("地区").str.strip_chars().alias("name_zh"),
        *[pl.col(old).cast(pl.Float64).fill_null(0).alias(new) for old, new in zip(sectors, LETTERS, strict=True)],
    )
    letters = list(LETTERS_SORTED)
    with (PACK / "tables" / "census_2010.csv").open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["code", "place", "name_zh", "city_code", *letters])
        for row in table.filter(pl.col("code").str.slice(0, 2).is_in(DELTA)).to_dicts():
            code = row["code"]
            city = "310000" if code.startswith("31") else f"{code[:4]}00"
            jobs = [f"{row[letter]:g}" if row[letter] % 1 else f"{row[letter]:.0f}" for letter in letters]
            out.writerow([code, PLACES.get(code, ""), row["name_zh"], city, *jobs])
    whole = table.select(pl.col(letters).sum()).to_dicts()[0]
    with (PACK / "tables" / "census_2010_country.csv").open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["place", "units", *letters])
        out.writerow(["china", table.height, *[f"{whole[letter]:.0f}" for letter in letters]])


if __name__ == "__main__":
    main()
