"""Explanations of conflicts and notes, in German, English and Chinese."""

from collections.abc import Iterable

from hongqiao.evidence.claim import Claim
from hongqiao.ground.names import Names

_FIELDS = {
    "comparator": ("Grenze", "bound", "界限"),
    "value": ("Wert", "value", "数值"),
    "unit": ("Einheit", "unit", "单位"),
    "indicator": ("Größe", "measure", "指标"),
    "period": ("Zeitraum", "period", "时期"),
}
_TEXTS = {
    "comparator": (
        "Dieselbe Zahl mit anderer Grenze: {quotes}. Mindestens, mehr als, bis zu und genau sind verschiedene Aussagen.",
        "The same figure with another bound: {quotes}. At least, more than, up to and exactly are different claims.",
        "同一数字而界限不同：{quotes}。“以上”“超过”“至多”“等于”所指不同。",
    ),
    "value": (
        "Verschiedene Werte für dieselbe Sache: {quotes}.",
        "Different values for the same thing: {quotes}.",
        "同一事项而数值不同：{quotes}。",
    ),
    "scale": (
        "Gleiche Ziffern, andere Größenordnung: {quotes}. Wahrscheinlich wurde ein Zahlwort wie 亿, Million oder Milliarde falsch übertragen.",
        "The same digits at another power of ten: {quotes}. Probably a numeral such as 亿, million or billion was carried over wrongly.",
        "数字相同而数量级不同：{quotes}。很可能是“亿”、million、billion 等换算有误。",
    ),
    "unit": (
        "Verschiedene Einheiten oder Währungen: {quotes}. Es wird nichts umgerechnet.",
        "Different units or currencies: {quotes}. Nothing is converted.",
        "单位或币种不同：{quotes}。不作换算。",
    ),
    "indicator": (
        "Verschiedene Größen für denselben Wert: {quotes}. Eine Investition ist keine Branchengröße.",
        "Different measures for the same value: {quotes}. An investment is not the size of an industry.",
        "数值相同而指标不同：{quotes}。投资额不等于产业规模。",
    ),
    "period": (
        "Derselbe Wert für verschiedene Zeiträume: {quotes}.",
        "The same value for different periods: {quotes}.",
        "数值相同而时期不同：{quotes}。",
    ),
    "missing": (
        "Die Angabe {quotes} wurde in diesen Fassungen nicht gefunden: {documents}.",
        "The claim {quotes} was not found in these versions: {documents}.",
        "以下版本中没有找到 {quotes}：{documents}。",
    ),
    "cumulative": (
        "Eine Angabe zählt von Beginn an, die andere nur den Tag oder die Runde: {quotes}.",
        "One claim counts from the beginning, the other only the day or the round: {quotes}.",
        "一为累计数，一为当日或当届数：{quotes}。",
    ),
    "revised": (
        "Vorläufig und später berichtigt: {quotes}.",
        "Preliminary and later revised: {quotes}.",
        "初步数与修订数：{quotes}。",
    ),
    "as_of": (
        "Stände verschiedener Tage, kein Widerspruch: {quotes}.",
        "States of different days, no conflict: {quotes}.",
        "不同时点的数据，并不矛盾：{quotes}。",
    ),
    "bound": (
        "Der Wert liegt in der Grenze, die an anderer Stelle genannt wird: {quotes}.",
        "The value lies within the bound that is stated elsewhere: {quotes}.",
        "数值在他处所述界限之内：{quotes}。",
    ),
    "rounding": (
        "Derselbe Wert, verschieden gerundet: {quotes}.",
        "The same value, rounded differently: {quotes}.",
        "同一数值，取舍位数不同：{quotes}。",
    ),
    "sum": (
        "Die Teile ergeben die Summe: {quotes}.",
        "The parts add up to the whole: {quotes}.",
        "各部分之和等于总数：{quotes}。",
    ),
    "nested": (
        "Ziele verschiedener Orte, von denen einer im anderen liegen kann; sie werden nicht addiert: {quotes}.",
        "Targets of different places, one of which may lie in the other; they are never added: {quotes}.",
        "不同地区的目标，可能互相包含，不得相加：{quotes}。",
    ),
}  # fmt: skip
_MANY = 6


def explained(kind: str, claims: Iterable[Claim], documents: Iterable[str] = ()) -> Names:
    """The explanation of a kind, with the quotes and the documents that it speaks of."""
    quotes = list(dict.fromkeys(f"“{claim.quote}” ({claim.document})" for claim in claims))
    shown = ", ".join(quotes[:_MANY]) + (" …" if len(quotes) > _MANY else "")
    names = list(dict.fromkeys(documents))
    listed = ", ".join(names[:_MANY]) + (" …" if len(names) > _MANY else "")
    german, english, chinese = (text.format(quotes=shown, documents=listed) for text in _TEXTS[kind])
    return Names.of(de=german, en=english, zh=chinese)


def field_word(name: str, language: str) -> str:
    """What a field that differs is called."""
    german, english, chinese = _FIELDS.get(name, (name, name, name))
    return {"de": german, "en": english, "zh": chinese}.get(language, english)
