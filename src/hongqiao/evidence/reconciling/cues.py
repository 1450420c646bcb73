"""Words that tell two figures of one thing apart: what is measured, to date or in a day, first or final count."""

import re
from functools import cache

from hongqiao.evidence.claim import Claim

# What the head word of a measure says, in the languages that are read. An amount of investment is no size of an
# industry, an output no revenue; a translation that swaps them claims something else.
MEASURES = {
    "investment": r"investi(?:tion|ert|eren)|investment|invested|投资|投資|investissement|investimento|inversión",
    "scale": r"industry scale|scale of|market size|sector of|industry worth|industriegröße|branchengröße|marktvolumen|产业规模|產業規模|市场规模|規模|规模|taille|filière|escala|setor de|porte",
    "output": r"output value|produktionswert|产值|產值|生産額|valeur de (?:la )?production|valor da produção",
    "revenue": r"revenue|turnover|umsatz|erlös|营收|营业收入|營收|収入|売上|chiffre d['’]affaires|receita|faturamento",
    "loan": r"\bloans?\b|kredit|darlehen|贷款|貸款|融資|prêts?\b|empréstimo",
    "grant": r"\bgrants?\b|subsid|zuschuss|zuschüsse|补贴|补助|補助|subvention|subvenção",
}
CUMULATIVE = r"cumulative|in total since|since the first|to date|altogether since|kumul|insgesamt seit|seit (?:der ersten|beginn|20\d\d)|bislang insgesamt|累计|累計|历届|自.{0,12}以来|cumul|depuis|acumulad|desde"
ONE_DAY = r"on the day|single day|on site|on the spot|in one day|am selben tag|an einem tag|vor ort|tages|当日|當日|现场|現場|单日|首日|sur place|en un jour|no dia|no local"
PRELIMINARY = r"preliminary|provisional|flash estimate|first estimate|vorläufig|erste schätzung|初步|快报|速報|provisoire|estimation|preliminar"
REVISED = r"revised|final(?:ised|ized)? (?:figure|count)|verified|revidiert|endgültig|korrigiert|修订|修訂|核实|核定|最终|改定|确报|確報|révis|définiti|revisad"


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(MEASURES[name] if name in MEASURES else globals()[name], re.IGNORECASE)


_STOP = re.compile(r"(?<=[.!?;；])\s+|[。！？；\n]")
_NEAR = 24  # Han characters around a figure that speak of it


def around(claim: Claim) -> str:
    """The words around a figure within its sentence."""
    before = _STOP.split(claim.prefix)[-1]
    after = _STOP.split(claim.suffix)[0]
    if claim.language in {"zh", "ja"}:
        before, after = before[-_NEAR:], after[:_NEAR]
    return f"{before} {claim.quote} {after}"


def says(claim: Claim, name: str) -> bool:
    """Whether the words around a figure hold one of the cues, for example ``CUMULATIVE``."""
    return _pattern(name).search(around(claim)) is not None


def measures(claim: Claim) -> frozenset[str]:
    """What the words before a figure say it measures; empty where they do not say."""
    before = _STOP.split(claim.prefix)[-1]
    if claim.language in {"zh", "ja"}:
        before = before[-14:]
    return measures_said(f"{claim.indicator_text} {before} {claim.quote}")


def measures_said(text: str) -> frozenset[str]:
    """Which of the known measures a text names: investment and industry scale are two, and rarely meant for one."""
    return frozenset(name for name in MEASURES if _pattern(name).search(text))
