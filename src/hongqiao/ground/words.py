"""Figures in words: numbers, bounds and units as German, English and Chinese readers write them.

A bound is never printed as a value: "more than 470 billion yuan", "mehr als 470 Mrd. Yuan", "超过4700亿元".
"""

from decimal import ROUND_HALF_EVEN, Decimal

from hongqiao.ground.figure import Figure
from hongqiao.ground.period import Period, Precision

_SEPARATORS = {"de": (".", ","), "en": (",", "."), "zh": (",", ".")}
_MAGNITUDES = {
    "de": ((12, " Bio."), (9, " Mrd."), (6, " Mio.")),
    "en": ((12, " trillion"), (9, " billion"), (6, " million")),
    "zh": ((12, "万亿"), (8, "亿"), (4, "万")),
}
_BOUNDS = {
    "de": {"=": "{}", ">": "mehr als {}", ">=": "mindestens {}", "<": "weniger als {}", "<=": "bis zu {}",
           "~": "etwa {}", "~<": "knapp {}", "~>": "gut {}"},
    "en": {"=": "{}", ">": "more than {}", ">=": "at least {}", "<": "less than {}", "<=": "up to {}",
           "~": "about {}", "~<": "nearly {}", "~>": "just over {}"},
    "zh": {"=": "{}", ">": "超过{}", ">=": "{}以上", "<": "不到{}", "<=": "不超过{}",
           "~": "约{}", "~<": "近{}", "~>": "略超{}"},
}  # fmt: skip
_ABOUT = {"de": "etwa ", "en": "about ", "zh": "约"}
_RANGE = {"de": "{} bis {}", "en": "{} to {}", "zh": "{}至{}"}
_BY = {"de": "bis {}", "en": "by {}", "zh": "{}前"}
_UNITS = {
    "CNY": {"de": "Yuan", "en": "yuan", "zh": "元"}, "EUR": {"de": "Euro", "en": "euros", "zh": "欧元"},
    "USD": {"de": "US-Dollar", "en": "US dollars", "zh": "美元"}, "CHF": {"de": "Franken", "en": "francs", "zh": "瑞士法郎"},
    "PLN": {"de": "Złoty", "en": "zlotys", "zh": "兹罗提"}, "JPY": {"de": "Yen", "en": "yen", "zh": "日元"},
    "min": {"de": "Minuten", "en": "minutes", "zh": "分钟"}, "h": {"de": "Stunden", "en": "hours", "zh": "小时"},
    "month": {"de": "Monate", "en": "months", "zh": "个月"}, "week": {"de": "Wochen", "en": "weeks", "zh": "周"},
    "s": {"de": "Sekunden", "en": "seconds", "zh": "秒"}, "d": {"de": "Tage", "en": "days", "zh": "天"},
    "a": {"de": "Jahre", "en": "years", "zh": "年"}, "m2": {"de": "m²", "en": "m²", "zh": "平方米"},
    "km2": {"de": "km²", "en": "km²", "zh": "平方公里"}, "m3": {"de": "m³", "en": "m³", "zh": "立方米"},
    "ha": {"de": "ha", "en": "ha", "zh": "公顷"}, "mu": {"de": "Mu", "en": "mu", "zh": "亩"},
    "km": {"de": "km", "en": "km", "zh": "公里"}, "m": {"de": "m", "en": "m", "zh": "米"},
    "t": {"de": "t", "en": "t", "zh": "吨"}, "pp": {"de": "Prozentpunkte", "en": "percentage points", "zh": "个百分点"},
    "deg": {"de": "°C", "en": "°C", "zh": "°C"}, "x": {"de": "-fach", "en": " times", "zh": "倍"},
}  # fmt: skip
_MONTHS = {
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember".split(),
    "en": "January February March April May June July August September October November December".split(),
}
_EACH = {
    "d": {"de": "am Tag", "en": "a day"}, "a": {"de": "im Jahr", "en": "a year"}, "h": {"de": "in der Stunde", "en": "an hour"},
}  # fmt: skip
_NO_UNIT = {"count", "1", "index", "person"}


def number(value: float, language: str = "en", *, decimals: int | None = None) -> str:
    """A number with the separators and magnitudes of a language, to at most the digits it has.

    >>> number(470e9, "de"), number(470e9, "en"), number(470e9, "zh")
    ('470 Mrd.', '470 billion', '4700亿')
    >>> number(300000, "de"), number(1.5, "de"), number(2092496, "en")
    ('300.000', '1,5', '2,092,496')
    """
    exact = Decimal(repr(float(value)))
    if decimals is None:
        for exponent, word in _MAGNITUDES[language]:
            scaled = exact.scaleb(-exponent)
            # a magnitude is used only where it loses nothing: 470 billion, but 2,092,496
            if abs(scaled) >= 1 and scaled == scaled.quantize(Decimal("1e-3")):
                # Chinese writes 4700亿 without separators; a 万 needs at least 1万
                return _plain(scaled, language, grouped=language != "zh") + word
    rounded = exact if decimals is None else exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_EVEN)
    if decimals is None and exact != 0:
        # floating-point noise of a computation is not a digit that anybody measured
        rounded = Decimal(f"{exact:.6g}") if exact != exact.to_integral_value() else exact
    return _plain(rounded, language, fixed=decimals is not None)


def _plain(value: Decimal, language: str, *, grouped: bool = True, fixed: bool = False) -> str:
    text = f"{value:,f}" if grouped else f"{value:f}"
    if "." in text and not fixed:
        text = text.rstrip("0").rstrip(".")
    thousands, point = _SEPARATORS[language]
    if value.adjusted() == 3 and language == "zh":
        text = text.replace(",", "")
    return text.replace(",", "\0").replace(".", point).replace("\0", thousands).replace("-", "−")


def unit_words(code: str, language: str = "en") -> str:
    """A unit's name in a language; the code itself where it has none."""
    if code in _NO_UNIT:
        return ""
    above, slash, below = code.partition("/")
    if slash and code not in _UNITS and language in _EACH.get(below, {}):
        return f"{unit_words(above, language)} {_EACH[below][language]}".strip()
    if slash and code not in _UNITS:
        name = unit_words(below, language) or {"de": "Kopf oder Stück", "en": "head or piece", "zh": "每个"}[language]
        return f"{unit_words(above, language)}/{name}"
    return _UNITS.get(code, {}).get(language, code)


def figure_words(figure: Figure, language: str = "en", *, decimals: int | None = None) -> str:
    """A figure as a reader of the language would write it, its bound and unit with it."""
    if figure.unit == "1":
        shown = [number(figure.value, language, decimals=4 if decimals is None and figure.value % 1 else decimals)]
    else:
        shown = [number(figure.value, language, decimals=decimals)]
    if figure.value_hi is not None:
        shown.append(number(figure.value_hi, language, decimals=decimals))
    name = unit_words(figure.unit, language)
    gap = "" if language == "zh" or name in {"", "-fach", " times"} else " "
    # German and English set a thin gap before the per cent sign in text; Chinese none
    gap = "\N{NO-BREAK SPACE}" if name == "%" and language == "de" else "" if name == "%" else gap
    body = _RANGE[language].format(*shown) if len(shown) == 2 else shown[0]
    body = f"{body}{gap}{name}"
    phrase = _BOUNDS[language].get(figure.comparator, "{}").format(body)
    return _ABOUT[language] + phrase if figure.about and not figure.comparator.startswith("~") else phrase


def period_words(period: Period, language: str = "en") -> str:
    """A period as a reader of the language would write it."""
    return _BY[language].format(_period(period, language)) if period.by else _period(period, language)


def _period(period: Period, language: str) -> str:
    year, month = period.start.year, period.start.month
    match period.precision:
        case Precision.DAY if language == "zh":
            return f"{year}年{month}月{period.start.day}日"
        case Precision.DAY if language == "de":
            return f"{period.start.day}. {_MONTHS['de'][month - 1]} {year}"
        case Precision.DAY:
            return f"{period.start.day} {_MONTHS['en'][month - 1]} {year}"
        case Precision.MONTH:
            return f"{year}年{month}月" if language == "zh" else f"{_MONTHS[language][month - 1]} {year}"
        case Precision.QUARTER:
            quarter = (month + 2) // 3
            return {"de": f"{quarter}. Quartal {year}", "en": f"Q{quarter} {year}", "zh": f"{year}年第{quarter}季度"}[
                language
            ]
        case Precision.HALF:
            first = month == 1
            return {
                "de": f"{1 if first else 2}. Halbjahr {year}",
                "en": f"{'first' if first else 'second'} half of {year}",
                "zh": f"{year}年{'上' if first else '下'}半年",
            }[language]
        case Precision.YEAR:
            return f"{year}年" if language == "zh" else str(year)
        case _:
            first_part, last_part = period.parts or (str(period.start), str(period.end))
            ends = [_period(Period.parse(part), language) for part in (first_part, last_part)]
            return {"de": "{} bis {}", "en": "{} to {}", "zh": "{}至{}"}[language].format(*ends)
