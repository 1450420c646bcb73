"""The published cases of Recognizers-Text (NumberWithUnit: currency, dimension), read by Hongqiao.

    python bench/evidence/recognizers_cases.py FOLDER_OF_SPECS [--misses]

A case's result counts as found where a claim overlaps its words with its number and its unit. A unit name without
a number is no quantity; cents and pence are read as hundredths of their currency (50 cents = 0.5 USD), which is the
same amount and counts as right.
"""

import argparse
import json
import pathlib
import re
from dataclasses import dataclass

from hongqiao.evidence import claims_of_text

LANGUAGE = {"English": "en", "German": "de", "French": "fr", "Chinese": "zh", "Japanese": "ja"}
UNIT: dict[str, tuple[str, float]] = {}
for line in """
USD 1 dollar;united states dollar;dollar états-unis
USD .01 cent
EUR 1 euro
GBP 1 british pound;livre sterling
GBP .01 pence;penny
CNY 1 chinese yuan;yuan chinois
JPY 1 japanese yen;yen japonais
HKD 1 hong kong dollar;dollar de hong kong
CAD 1 canadian dollar;dollar canadien
AUD 1 australian dollar;dollar australien
NZD 1 new zealand dollar;dollar néo-zélandais
MXN 1 mexican peso
CHF 1 swiss franc;franc suisse
FIM 1 finnish markka;mark finlandais
FRF 1 franc
ESP 1 peseta
NLG 1 netherlands guilder;florins néerlandais
CRC 1 costa rican colón
GEL 1 georgian lari
LAK 1 lao kip
LKR 1 sri lankan rupee
TRY 1 turkish lira
INR 1 rupee;indian rupee;roupie;roupie indienne
BTC 1 bitcoin
BTC .01 satoshi
KHR 1 cambodian riel
TWD 1 new taiwan dollar
NGN 1 nigerian naira
PAB 1 panamanian balboa
GHS .01 pesewa
EUR .01 centimes
ml 1 milliliter;millilitre
in 1 inch;pouce
mi 1 mile
bbl 1 barrel;baril
ft 1 foot;pied
oz 1 ounce;onces
acre 1 acre
gal 1 gallon
ft3 1 cubic foot;pieds cube
m2 1 square meter;mètre carré
t 1 ton;metric ton;tonne;tonne métrique
bit 1 bit
mph 1 mile per hour;miles par heure
m 1 meter;mètres
km 1 kilometer;kilomètres
mm 1 millimeter;millimètres
km2 1 square kilometer;kilomètre carré
dm 1 decimeter;décimètres
hm 1 hectomètre
Mbit 1 megabit
MB 1 megabyte
pm 1 picometer
tbsp 1 tablespoon
cup 1 cup
tsp 1 teaspoon
km/h 1 kilometer per hour
m/ms 1 meter per millisecond
cm/ms 1 centimeter per millisecond
km/ms 1 kilometer per millisecond
kg 1 kilogram
ug 1 microgram;microgramme
g 1 gram
deg 1 degree
rad 1 radian
turn 1 turn
mu 1 mu
cm 1 centimeter;centimètres
jin 1 jin
kbit 1 kilobit
kB 1 kilobyte
MHz 1 megahertz
Hz 1 hertz
kW 1 kilowatt
kcal 1 kilocalorie
liang 1 liang
l 1 liter;litre
m3 1 cubic meter
GB 1 gigabyte
um 1 micrometer
nm 1 nanometer
m/s 1 meter per second
dr 1 dram
""".strip().splitlines():
    code, factor, names = line.split(" ", 2)
    for name in names.split(";"):
        UNIT[name] = (code, float(factor))


def expected(result: dict, kind: str) -> tuple[float, set[str]] | None:
    """The amount in our units, and the codes that are right for it; None for a unit name without a number."""
    resolution = result.get("Resolution") or {}
    if resolution.get("value") is None:
        return None
    raw = str(resolution["value"])
    value = float(raw.replace(",", "."))
    name = str(resolution["unit"]).lower()
    if name in {"pound", "livre"}:
        return value, {"GBP"} if kind == "Currency" else {"lb"}
    code, factor = UNIT.get(name, (name, 1.0))
    return value * (1e-8 if name == "satoshi" else factor), {code}


@dataclass(frozen=True)
class Row:
    """How one file of cases was read."""

    name: str
    right: int
    total: int
    cases: int
    cases_right: int
    unit_only: int
    misses: tuple[str, ...]


def score(path: pathlib.Path) -> Row:
    language, kind = path.stem.split("_")
    right = total = none = cases = cases_right = 0
    misses = []
    for case in json.loads(path.read_text(encoding="utf-8-sig")):
        text = case["Input"]
        found = claims_of_text(text, LANGUAGE[language])
        all_right = True
        for result in case["Results"]:
            wanted = expected(result, kind)
            if wanted is None:
                none += 1
                continue
            total += 1
            value, codes = wanted
            start, end = result.get("Start", 0), result.get("End", len(text)) + 1
            if "Start" not in result:
                match = re.search(re.escape(result["Text"]), text, re.IGNORECASE)
                start, end = match.span() if match else (0, len(text))
            hit = any(
                claim.start < end and start < claim.end and claim.unit in codes
                and abs(claim.value - value) <= 2e-3 * max(1e-9, abs(value))
                for claim in found
            )  # fmt: skip
            right += hit
            all_right &= hit
            if not hit:
                got = [(claim.quote, claim.value, claim.unit) for claim in found]
                misses.append(f"{result['Text']!r} = {value:g} {'/'.join(codes)}, read {got}")
        cases += 1
        cases_right += all_right
    return Row(path.stem, right, total, cases, cases_right, none, tuple(misses))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--misses", action="store_true")
    args = parser.parse_args()
    for path in sorted(args.folder.glob("*.json")):
        row = score(path)
        if args.misses:
            for miss in row.misses:
                print("  ", miss)
        print(
            f"{row.name:22} results {row.right}/{row.total} = {row.right / max(1, row.total):.3f}; "
            f"cases {row.cases_right}/{row.cases} = {row.cases_right / row.cases:.3f}; "
            f"unit names without a number {row.unit_only}"
        )


if __name__ == "__main__":
    main()
