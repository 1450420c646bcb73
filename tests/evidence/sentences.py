"""Synthetic sentences with their quantity known: numbers by units by bounds by frames, per language."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product


@dataclass(frozen=True)
class Sentence:
    """A sentence and the one quantity that it states."""

    language: str
    text: str
    quote: str
    value: float
    unit: str
    comparator: str


@dataclass(frozen=True)
class Grammar:
    """What a language's sentences are made of; `{n}` is the number, `{q}` the quantity with its bound."""

    numbers: dict[str, float]
    units: dict[str, tuple[str, float]]
    bounds: dict[str, str]
    frames: tuple[str, ...]


GRAMMARS = {
    "de": Grammar(
        {
            "12": 12, "1.401": 1401, "300.000": 3e5, "150 000": 1.5e5, "3,5": 3.5, "0,75": 0.75, "zwölf": 12,
            "siebenhundert": 700, "fünfundzwanzig": 25, "2,4 Millionen": 2.4e6, "1,5 Mrd.": 1.5e9, "40 Mio.": 4e7,
            "anderthalb Millionen": 1.5e6, "zwei Milliarden": 2e9, "1.234.567,89": 1234567.89,
        },
        {
            "{n} Euro": ("EUR", 1), "{n} Yuan": ("CNY", 1), "{n} US-Dollar": ("USD", 1), "{n} €": ("EUR", 1),
            "{n} Quadratmeter": ("m2", 1), "{n} Hektar": ("ha", 1), "{n} Kilometer": ("km", 1), "{n} km": ("km", 1),
            "{n} Tonnen": ("t", 1), "{n} Kilowattstunden": ("kWh", 1), "{n} MW": ("kW", 1e3), "{n} Minuten": ("min", 1),
            "{n} Prozent": ("%", 1), "{n} %": ("%", 1), "{n} Prozentpunkte": ("pp", 1), "{n} neue Wohnungen": ("count", 1),
            "{n} Beschäftigte": ("count", 1), "{n} Cent": ("EUR", 0.01), "{n} km/h": ("km/h", 1),
        },
        {
            "{q}": "=", "mehr als {q}": ">", "über {q}": ">", "mindestens {q}": ">=", "weniger als {q}": "<",
            "bis zu {q}": "<=", "höchstens {q}": "<=", "rund {q}": "~", "etwa {q}": "~", "knapp {q}": "~<",
            "fast {q}": "~<", "gut {q}": "~>",
        },
        ("Der Bericht nennt {q}.", "Am Ende waren es {q}, hieß es.", "Nach Angaben der Stadt kommen {q} hinzu."),
    ),
    "en": Grammar(
        {
            "12": 12, "1,401": 1401, "300,000": 3e5, "3.5": 3.5, "0.75": 0.75, "twelve": 12, "seven hundred": 700,
            "twenty-five": 25, "2.4 million": 2.4e6, "1.5 billion": 1.5e9, "40 million": 4e7, "two billion": 2e9,
            "half a million": 5e5, "three and a half": 3.5,
        },
        {
            "{n} euros": ("EUR", 1), "{n} yuan": ("CNY", 1), "{n} US dollars": ("USD", 1), "£{n}": ("GBP", 1),
            "RMB {n}": ("CNY", 1), "{n} square meters": ("m2", 1), "{n} hectares": ("ha", 1), "{n} kilometers": ("km", 1),
            "{n} km": ("km", 1), "{n} tons": ("t", 1), "{n} kilowatt-hours": ("kWh", 1), "{n} MW": ("kW", 1e3),
            "{n} minutes": ("min", 1), "{n} percent": ("%", 1), "{n}%": ("%", 1), "{n} percentage points": ("pp", 1),
            "{n} new homes": ("count", 1), "{n} employees": ("count", 1), "{n} cents": ("USD", 0.01), "{n} mph": ("mph", 1),
        },
        {
            "{q}": "=", "more than {q}": ">", "over {q}": ">", "at least {q}": ">=", "less than {q}": "<",
            "up to {q}": "<=", "no more than {q}": "<=", "about {q}": "~", "around {q}": "~", "nearly {q}": "~<",
            "almost {q}": "~<",
        },
        ("The report gives {q}.", "In the end it was {q}, officials said.", "According to the city it needs {q}."),
    ),
    "zh": Grammar(
        {
            "12": 12, "1401": 1401, "300,000": 3e5, "3.5": 3.5, "十二": 12, "七百": 700, "240万": 2.4e6, "15亿": 1.5e9,
            "1.8万亿": 1.8e12, "4千": 4000, "3万5千": 35000, "二十五": 25, "一百二十": 120,
        },
        {
            "{n}元": ("CNY", 1), "{n}美元": ("USD", 1), "{n}欧元": ("EUR", 1), "{n}平方米": ("m2", 1), "{n}亩": ("mu", 1),
            "{n}公顷": ("ha", 1), "{n}公里": ("km", 1), "{n}吨": ("t", 1), "{n}千瓦时": ("kWh", 1), "{n}千瓦": ("kW", 1),
            "{n}分钟": ("min", 1), "{n}%": ("%", 1), "{n}个百分点": ("pp", 1), "{n}家": ("count", 1), "{n}个": ("count", 1),
            "{n}人次": ("count", 1),
        },
        {
            "{q}": "=", "超过{q}": ">", "超{q}": ">", "不少于{q}": ">=", "{q}以上": ">=", "不到{q}": "<", "不超过{q}": "<=",
            "{q}以下": "<=", "约{q}": "~", "{q}左右": "~", "近{q}": "~<",
        },
        ("报告称有{q}。", "据该市介绍，规模{q}，情况良好。", "其中{q}由企业承担。"),
    ),
    "fr": Grammar(
        {
            "12": 12, "1 401": 1401, "300 000": 3e5, "3,5": 3.5, "douze": 12, "sept cents": 700, "vingt-cinq": 25,
            "2,4 millions": 2.4e6, "1,5 milliard": 1.5e9, "quatre-vingt-dix-sept": 97,
        },
        {
            "{n} euros": ("EUR", 1), "{n} yuans": ("CNY", 1), "{n} mètres carrés": ("m2", 1), "{n} hectares": ("ha", 1),
            "{n} kilomètres": ("km", 1), "{n} tonnes": ("t", 1), "{n} minutes": ("min", 1), "{n} %": ("%", 1),
            "{n} pour cent": ("%", 1), "{n} logements": ("count", 1), "{n} MW": ("kW", 1e3),
        },
        {
            "{q}": "=", "plus de {q}": ">", "au moins {q}": ">=", "moins de {q}": "<", "jusqu'à {q}": "<=",
            "environ {q}": "~", "quelque {q}": "~", "près de {q}": "~<", "presque {q}": "~<",
        },
        ("Le rapport donne {q}.", "Selon la ville, il faut {q}, dit-elle."),
    ),
    "ja": Grammar(
        {"12": 12, "1401": 1401, "300,000": 3e5, "3.5": 3.5, "十二": 12, "七百": 700, "240万": 2.4e6, "3兆4500億": 3.45e12,
         "2万3千": 23000},
        {
            "{n}円": ("JPY", 1), "{n}ドル": ("USD", 1), "{n}元": ("CNY", 1), "{n}平方メートル": ("m2", 1),
            "{n}ヘクタール": ("ha", 1), "{n}キロメートル": ("km", 1), "{n}トン": ("t", 1), "{n}%": ("%", 1),
            "{n}社": ("count", 1), "{n}人": ("count", 1), "{n}キロワット": ("kW", 1),
        },
        {"{q}": "=", "{q}以上": ">=", "{q}を超える": ">", "{q}未満": "<", "{q}以下": "<=", "最大{q}": "<=", "約{q}": "~",
         "{q}程度": "~", "{q}近く": "~<"},
        ("報告では{q}とされる。", "規模は{q}、関係者が述べた。"),
    ),
    "pt": Grammar(
        {"12": 12, "1.401": 1401, "300 mil": 3e5, "3,5": 3.5, "doze": 12, "setecentos": 700, "vinte e cinco": 25,
         "2,4 milhões": 2.4e6, "1,5 bilhão": 1.5e9, "100 bilhões": 1e11},
        {
            "{n} euros": ("EUR", 1), "{n} reais": ("BRL", 1), "{n} yuans": ("CNY", 1), "{n} metros quadrados": ("m2", 1),
            "{n} hectares": ("ha", 1), "{n} quilômetros": ("km", 1), "{n} toneladas": ("t", 1), "{n} minutos": ("min", 1),
            "{n}%": ("%", 1), "{n} empregos": ("count", 1),
        },
        {"{q}": "=", "mais de {q}": ">", "pelo menos {q}": ">=", "menos de {q}": "<", "até {q}": "<=",
         "cerca de {q}": "~", "quase {q}": "~<"},
        ("O relatório indica {q}.", "Segundo a cidade, são {q}, no total."),
    ),
}  # fmt: skip

# a magnitude needs its preposition in these languages, and some numbers count no such unit
_LINKS = {"fr": (("millions", "milliard"), ("euros", "yuans", "mètres", "hectares", "kilomètres", "tonnes", "minutes", "logements")),
          "pt": (("milhões", "bilhão", "bilhões"), ("euros", "reais", "yuans", "metros", "hectares", "quilômetros", "toneladas", "minutos", "empregos"))}  # fmt: skip


def sentences(language: str) -> Iterator[Sentence]:
    """Every number in every unit with every bound, the frames in turn."""
    grammar = GRAMMARS[language]
    turn = 0
    for (number, value), (unit, (code, factor)), (bound, comparator) in product(
        grammar.numbers.items(), grammar.units.items(), grammar.bounds.items()
    ):
        if value > 1000 and ("%" in code or code == "pp" or factor != 1):
            continue
        quantity = unit.replace("{n}", number)
        if language in _LINKS and any(number.endswith(word) for word in _LINKS[language][0]):
            first = unit.replace("{n} ", "").split(" ")[0]
            if first not in _LINKS[language][1]:
                continue
            linker = "d'" if language == "fr" and first[0] in "aeiouh" else "de "
            quantity = unit.replace("{n} ", f"{number} {linker}")
        words = bound.replace("{q}", quantity)
        frame = grammar.frames[turn % len(grammar.frames)]
        turn += 1
        yield Sentence(language, frame.replace("{q}", words), words, value * factor, code, comparator)
