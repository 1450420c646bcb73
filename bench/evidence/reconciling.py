"""How reconciling grows: documents in three languages, made of templates with disturbed values and copies.

    python bench/evidence/reconciling.py [DOCUMENTS …]

Prints, for each number of documents, seconds of the wall and of one core, the peak of memory, the share of disturbed
claims that were still aligned, and the growth against the first size. Stories are made from a seed: a release with
five figures in German, English and Chinese and, now and then, a spun or plain copy; one figure in twenty is changed in
one version.
"""

import random
import resource
import sys
import time

from hongqiao.evidence.claim import Claim
from hongqiao.evidence.document import read
from hongqiao.evidence.document.value import Document
from hongqiao.evidence.reconciling import claim_id, reconcile

TOWNS = (
    "Kunshan",
    "Taicang",
    "Jiashan",
    "Pinghu",
    "Haining",
    "Tongxiang",
    "Jiangyin",
    "Yixing",
    "Zhangjiagang",
    "Danyang",
)
HAN = ("昆山", "太仓", "嘉善", "平湖", "海宁", "桐乡", "江阴", "宜兴", "张家港", "丹阳")
SLOTS = (("{} projects", "count", "ACTUAL"), ("{} square meters", "m2", "TARGET"), ("{} yuan", "CNY", "TARGET"), ("{} minutes", "min", "ACTUAL"), ("GDP {} yuan", "CNY", "ACTUAL"))  # fmt: skip
WORDS = {
    "de": ("{t} hat {0} Projekte vereinbart. Geplant sind Hallen von {1} Quadratmetern. ", "Die Investitionen sollen {2} Yuan erreichen. Zum Bahnhof sind es {3} Minuten. Das BIP lag bei {4} Yuan."),
    "en": ("{t} signed {0} projects. Halls of {1} square meters are planned. ", "Investment is to reach {2} yuan. The station is {3} minutes away. GDP was {4} yuan."),
    "zh": ("{t}签约{0}个项目。计划建设{1}平方米厂房。", "投资将达{2}元。到车站{3}分钟。地区生产总值为{4}元。"),
}  # fmt: skip
ORDER = ("de", "en", "zh", "en")


def corpus(count: int, seed: int = 1) -> tuple[list[Document], list[Claim], list[tuple[Claim, int]]]:
    """Documents, their claims, and the claims that were changed with the number of their story."""
    rng = random.Random(seed)  # noqa: S311 -- a repeatable corpus, no secret
    documents, claims, changed = [], [], []
    story = 0
    while len(documents) < count:
        values = [
            rng.randint(5, 400),
            rng.randint(1_000, 900_000),
            rng.randint(10, 9_999) * 10**7,
            rng.randint(8, 240),
            rng.randint(1_000, 99_999) * 10**7,
        ]
        town = rng.randrange(len(TOWNS))
        part = rng.randint(1, 99)
        day = f"2022-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}"
        filler = " ".join(rng.choice(TOWNS) + str(rng.randint(100, 999)) for _ in range(30))
        for version in range(min(4, count - len(documents))):
            language = ORDER[version]
            shown = list(values)
            hurt = rng.randrange(5) if rng.random() < 0.25 else None
            if hurt is not None:
                shown[hurt] = shown[hurt] * 10 if rng.random() < 0.5 else int(shown[hurt] * rng.uniform(1.1, 3)) + 1
            name = f"{HAN[town]}第{part}区" if language == "zh" else f"{TOWNS[town]}-{part}"
            body = "".join(WORDS[language]).format(*shown, t=name)
            note = filler if version == 3 else ""
            raw = f'+++\nlanguage = "{language}"\npublished = "{day}"\n+++\n{body} {note}'
            document = read(raw.encode(), name=f"{story}.{version}.{language}.md")
            documents.append(document)
            at = document.text.index(name, document.story[0][0]) + len(name)
            for slot, value in enumerate(shown):
                at = document.text.index(str(value), at)
                end = at + len(str(value))
                claim = Claim(
                    document.name, document.id, language, document.text[at:end], at, end,
                    document.text[max(0, at - 40) : at], document.text[end : end + 40], float(value), SLOTS[slot][1],
                    status=SLOTS[slot][2], period="2022", indicator="GDP" if slot == 4 else None, place=name,
                )  # fmt: skip
                claims.append(claim)
                if slot == hurt:
                    changed.append((claim, story * 10 + slot))
                at = end
        story += 1
    return documents, claims, changed


def main() -> None:
    sizes = [int(word) for word in sys.argv[1:]] or [10_000, 40_000]
    first = None
    for size in sizes:
        documents, claims, changed = corpus(size)
        wall, core = time.perf_counter(), time.process_time()
        facts = reconcile(claims, documents)
        wall, core = time.perf_counter() - wall, time.process_time() - core
        first = first or core
        home = {claim_id(claim): fact for fact in facts for claim in fact.claims}
        found = 0
        for claim, _ in changed:
            mates = {
                other.document.split(".")[0]
                for other in home[claim_id(claim)].claims
                if other.document != claim.document
            }
            found += claim.document.split(".")[0] in mates
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**10
        print(
            f"{size:>7,} documents {len(claims):>8,} claims: {wall:6.1f} s wall, {core:6.1f} s core, peak {peak:,.0f} MB, "
            f"{len(facts):,} facts, {found}/{len(changed)} changed values aligned, {core / first:.1f} × the first"
        )


if __name__ == "__main__":
    main()
