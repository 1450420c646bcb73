"""Reading quantities: Hongqiao beside its peers, quality and speed, on the same labelled texts in one run.

    uv run --no-project --python 3.12 --with recognizers-text-suite --with "emoji<2" --with quantulum3 \
        --with-editable . python bench/evidence/reading.py FOLDER

FOLDER holds `gold/*.jsonl` and `score.py`. Peers that are not installed are skipped with words. Recognizers-Text needs
emoji below version 2. Times are processor time of one core, best of several rounds for Hongqiao and one round for a
peer. `--documents` prints the score of each document when it is left out of the others, worst first.
"""

import argparse
import collections
import importlib.util
import json
import pathlib
import resource
import sys
import time
import warnings

from hongqiao.evidence import claims_of_text
from hongqiao.ground.period import Period

MONEY = {
    "Dollar": "USD", "United States dollar": "USD", "Euro": "EUR", "Chinese yuan": "CNY", "Pound": "GBP",
    "British pound": "GBP", "Yuan chinês": "CNY", "Yuan Chinois": "CNY", "Japanese yen": "JPY", "Hong Kong dollar": "HKD", "Swiss franc": "CHF", "Franc": "CHF",
}  # fmt: skip
DIMENSION = {
    "Square meter": "m2", "Square kilometer": "km2", "Meter": "m", "Kilometer": "km", "Hectare": "ha", "Ton": "t",
    "Metric ton": "t", "Tonne": "t", "Mu": "mu", "Kilowatt": "kW", "Kilowatt-hour": "kWh", "Megajoule": "MJ",
    "Degree": "deg", "Kilometer per hour": "km/h", "square metre": "m2", "metre": "m", "kilometre": "km", "tonne": "t",
    "hectare": "ha", "percentage": "%", "dollar": "USD", "euro": "EUR", "renminbi": "CNY", "pound sterling": "GBP",
    "minute": "min", "hour": "h", "year": "a", "kilowatt": "kW", "kilowatt-hour": "kWh", "megajoule": "MJ",
    "degree angle": "deg", "dimensionless": "count", "square meter": "m2", "Mètre carré": "m2", "Tonne métrique": "t",
}  # fmt: skip
CULTURE = {"de": "de-de", "en": "en-us", "zh": "zh-cn", "fr": "fr-fr", "ja": "ja-jp", "pt": "pt-br"}


def number(text):
    try:
        return float(str(text).replace(",", "."))
    except ValueError:
        return None


def hongqiao(document):
    published = Period.parse(document["published"]) if document["published"] else None
    found = claims_of_text(document["text"], document["lang"], published=published, name=document["id"])
    return [claim.as_json() for claim in found]


def recognizers():
    from recognizers_number import recognize_number, recognize_percentage
    from recognizers_number_with_unit import recognize_currency, recognize_dimension

    def read(document):
        text, culture = document["text"], CULTURE[document["lang"]]
        rows = []
        for recognize in (recognize_currency, recognize_dimension, recognize_percentage):
            try:
                found = recognize(text, culture)
            except Exception:  # noqa: BLE001 -- a peer that lacks a language finds nothing in it
                found = []
            for one in found:
                resolution = one.resolution or {}
                raw = str(resolution.get("value", ""))
                unit = resolution.get("unit", "%")
                value = number(raw.rstrip("%"))
                if value is not None:
                    code = resolution.get("isoCurrency") or MONEY.get(unit, DIMENSION.get(unit, unit))
                    rows.append((one.start, one.end + 1, value, code))
        # what it finds as a bare number is given the benefit of being a count
        for one in recognize_number(text, culture):
            value = number((one.resolution or {}).get("value"))
            if value is not None and not any(start <= one.end and one.start < end for start, end, _, _ in rows):
                rows.append((one.start, one.end + 1, value, "count"))
        return [row(document, *one) for one in rows]

    return read


def quantulum():
    from quantulum3 import parser

    def read(document):
        if document["lang"] != "en":
            return []
        rows = []
        for one in parser.parse(document["text"]):
            name = one.unit.name
            rows.append(row(document, *one.span, one.value, DIMENSION.get(name, name)))
        return rows

    return read


def row(document, start, end, value, unit):
    return {
        "document": document["id"], "start": start, "end": end, "value": value, "value_hi": None, "unit": unit,
        "per": None, "comparator": "=", "kind": "level", "direction": None, "status": "ACTUAL", "period": None,
    }  # fmt: skip


def close(a, b):
    return a is not None and b is not None and abs(abs(a) - abs(b)) <= 2e-3 * max(1e-9, abs(b))


def tally(document, found):
    """Hits, labelled quantities, claims that count, bounds right, bounds, as the scorer counts them."""
    used, hits, bounds, bounds_right = set(), 0, 0, 0
    for gold in document["quantities"]:
        bounds += gold["comparator"] != "="
        right = [
            i for i, claim in enumerate(found)
            if claim["start"] < gold["end"] and gold["start"] < claim["end"] and claim["unit"] == gold["unit"]
            and close(claim["value"], gold["value"])
            and (gold["value_hi"] is None or close(claim["value_hi"], gold["value_hi"]))
        ]  # fmt: skip
        if right:
            best = max(right, key=lambda i: found[i]["comparator"] == gold["comparator"])
            used.add(best)
            hits += 1
            bounds_right += gold["comparator"] != "=" and found[best]["comparator"] == gold["comparator"]
    counted = sum(
        i in used
        or any(claim["start"] < gold["end"] and gold["start"] < claim["end"] for gold in document["quantities"])
        or not any(claim["start"] < end and start < claim["end"] for start, end in document["ignore"])
        for i, claim in enumerate(found)
    )
    return collections.Counter(
        hits=hits, gold=len(document["quantities"]), claims=counted, bounds=bounds, bounds_right=bounds_right
    )


def f1(counts):
    if not counts["hits"]:
        return 0.0
    precision, recall = counts["hits"] / max(1, counts["claims"]), counts["hits"] / max(1, counts["gold"])
    return 2 * precision * recall / (precision + recall)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--documents", action="store_true")
    parser.add_argument("--rounds", type=int, default=7)
    args = parser.parse_args()
    documents = [
        json.loads(line)
        for path in sorted((args.folder / "gold").glob("*.jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    readers = {"Hongqiao": (hongqiao, args.rounds)}
    warnings.simplefilter("ignore")
    for name, module, make in (
        ("Recognizers-Text", "recognizers_number_with_unit", recognizers),
        ("quantulum3", "quantulum3", quantulum),
    ):
        if importlib.util.find_spec(module) is None:
            print(f"{name} is not installed: skipped (see the head of this file)", file=sys.stderr)
            continue
        try:
            readers[name] = (make(), 1)
        except ImportError as error:
            print(f"{name} cannot be imported: {error}: skipped", file=sys.stderr)
    speeds = {}
    for name, (read, rounds) in readers.items():
        covered = [document for document in documents if name != "quantulum3" or document["lang"] == "en"]
        for document in covered[:2]:
            read(document)  # load languages and models before the clock runs
        if name == "Hongqiao":
            for document in covered:
                read(document)
        found, best = {}, 1e9
        for _ in range(rounds):
            begun = time.process_time()
            found = {document["id"]: read(document) for document in covered}
            best = min(best, time.process_time() - begun)
        speeds[name] = len(covered) / best
        by_language = collections.defaultdict(collections.Counter)
        for document in covered:
            by_language[document["lang"]].update(tally(document, found[document["id"]]))
        line = "  ".join(
            f"{language} {f1(counts):.3f} ({counts['bounds_right']}/{counts['bounds']})"
            for language, counts in sorted(by_language.items())
        )
        print(f"{name:17} value+unit F1 (bounds right): {line}")
        print(f"{'':17} {speeds[name]:.1f} documents/s on one core")
        if name == "Hongqiao" and args.documents:
            whole = collections.Counter()
            each = {document["id"]: tally(document, found[document["id"]]) for document in covered}
            for counts in each.values():
                whole.update(counts)
            for identifier, counts in sorted(each.items(), key=lambda item: f1(item[1])):
                rest = collections.Counter({key: whole[key] - counts[key] for key in whole})
                print(f"    left out {identifier:18} its F1 {f1(counts):.3f}, the others' {f1(rest):.3f}")
    for name, speed in speeds.items():
        if name != "Hongqiao":
            print(f"Hongqiao reads {speeds['Hongqiao'] / speed:.0f} x as fast as {name}")
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
