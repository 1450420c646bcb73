"""Units: a small algebra of codes, with explicit conversion and no silent exchange of money.

A unit is a code (`CNY`, `m2`, `min`, `%`) or a quotient of two codes (`CNY/count`). Codes are those of ISO 4217
for money and the usual symbols elsewhere; `count` is a number of things or people, `1` a fraction, `x` a multiple.
"""

import math
from dataclasses import dataclass

from hongqiao.errors import UnitMismatch

# ISO 4217 codes in force, plus those still found in documents of the last decades.
CURRENCIES = frozenset(
    """AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF
    CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HRK HTG
    HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD
    MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF
    SAR SBD SCR SDG SEK SGD SHP SLE SLL SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU
    UZS VED VES VND VUV WST XAF XCD XCG XDR XOF XPF YER ZAR ZMW ZWG ZWL
    DEM FRF ITL ESP NLG ATS BEF PTE GRD IEP FIM LUF""".split()
)


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit code: what it measures, and its size in the base unit of that dimension."""

    code: str
    dimension: str
    factor: float = 1.0
    offset: float = 0.0
    signed: bool = False


def _table() -> dict[str, Unit]:
    rows: list[tuple[str, str, float]] = [
        ("count", "count", 1), ("1", "ratio", 1), ("x", "multiple", 1), ("index", "index", 1),
        ("pm", "length", 1e-12), ("nm", "length", 1e-9), ("um", "length", 1e-6), ("dm", "length", 0.1), ("hm", "length", 100),
        ("chi", "length", 1 / 3), ("zhang", "length", 10 / 3), ("li", "length", 500), ("mm", "length", 1e-3), ("cm", "length", 1e-2), ("m", "length", 1), ("km", "length", 1e3),
        ("in", "length", 0.0254), ("ft", "length", 0.3048), ("yd", "length", 0.9144),
        ("mi", "length", 1609.344), ("nmi", "length", 1852),
        ("mm2", "area", 1e-6), ("yd2", "area", 0.9144**2), ("tsubo", "area", 400 / 121), ("cm2", "area", 1e-4), ("m2", "area", 1), ("a2", "area", 100), ("ha", "area", 1e4), ("km2", "area", 1e6),
        ("mu", "area", 10000 / 15), ("ft2", "area", 0.3048**2), ("mi2", "area", 1609.344**2), ("acre", "area", 4046.8564224),
        ("cm3", "volume", 1e-6), ("km3", "volume", 1e9), ("ft3", "volume", 0.3048**3), ("cl", "volume", 1e-5),
        ("hl", "volume", 0.1), ("kl", "volume", 1), ("gal", "volume", 3.785411784e-3), ("qt", "volume", 9.46352946e-4),
        ("pt", "volume", 4.73176473e-4), ("cup", "volume", 2.365882365e-4), ("tbsp", "volume", 1.478676478125e-5),
        ("tsp", "volume", 4.92892159375e-6), ("ml", "volume", 1e-6), ("l", "volume", 1e-3), ("m3", "volume", 1), ("bbl", "volume", 0.158987294928),
        ("ug", "mass", 1e-9), ("jin", "mass", 0.5), ("liang", "mass", 0.05), ("st", "mass", 6.35029318),
        ("dwt", "mass", 1.55517384e-3), ("dr", "mass", 1.7718451953125e-3), ("kt", "mass", 1e6), ("Mt", "mass", 1e9),
        ("mg", "mass", 1e-6), ("g", "mass", 1e-3), ("kg", "mass", 1), ("t", "mass", 1e3), ("lb", "mass", 0.45359237),
        ("oz", "mass", 0.028349523125),
        ("ms", "time", 1e-3), ("s", "time", 1), ("min", "time", 60), ("h", "time", 3600), ("d", "time", 86400), ("week", "time", 604800),
        ("month", "time", 365.2425 * 86400 / 12), ("a", "time", 365.2425 * 86400),
        ("J", "energy", 1), ("kJ", "energy", 1e3), ("MJ", "energy", 1e6), ("GJ", "energy", 1e9), ("PJ", "energy", 1e15),
        ("kcal", "energy", 4184), ("kWh", "energy", 3.6e6),
        ("Wh", "energy", 3.6e3), ("MWh", "energy", 3.6e9), ("GWh", "energy", 3.6e12), ("TWh", "energy", 3.6e15),
        ("W", "power", 1), ("kW", "power", 1e3), ("MW", "power", 1e6), ("GW", "power", 1e9),
        ("TW", "power", 1e12), ("hp", "power", 745.6998715822702), ("kVA", "apparent power", 1e3),
        ("mi/h", "speed", 0.44704), ("m/ms", "speed", 1e3), ("cm/ms", "speed", 10), ("km/ms", "speed", 1e6),
        ("m/s", "speed", 1), ("km/h", "speed", 1 / 3.6), ("mph", "speed", 0.44704), ("kn", "speed", 1852 / 3600),
        ("bit", "information", 0.125), ("kbit", "information", 125), ("Mbit", "information", 1.25e5),
        ("Gbit", "information", 1.25e8), ("B", "information", 1), ("kB", "information", 1e3), ("MB", "information", 1e6), ("GB", "information", 1e9),
        ("TB", "information", 1e12), ("PB", "information", 1e15),
        ("Hz", "frequency", 1), ("kHz", "frequency", 1e3), ("MHz", "frequency", 1e6), ("GHz", "frequency", 1e9),
        ("V", "voltage", 1), ("kV", "voltage", 1e3), ("Pa", "pressure", 1), ("hPa", "pressure", 100),
        ("bar", "pressure", 1e5), ("dB", "sound level", 1), ("rad", "angle", 1), ("turn", "angle", 6.283185307179586), ("person", "count", 1),
    ]  # fmt: skip
    table = {code: Unit(code, dimension, factor) for code, dimension, factor in rows}
    table |= {code: Unit(code, f"money:{code}", signed=True) for code in CURRENCIES}
    table["BTC"] = Unit("BTC", "money:BTC", signed=True)  # no ISO 4217 code, but documents state sums in it
    table["%"] = Unit("%", "ratio", 0.01, signed=True)
    table["‰"] = Unit("‰", "ratio", 0.001, signed=True)
    table["pp"] = Unit("pp", "percentage points", signed=True)
    table["deg"] = Unit("deg", "temperature", signed=True)  # degrees Celsius
    table["degF"] = Unit("degF", "temperature", 5 / 9, -32 * 5 / 9, signed=True)
    table["K"] = Unit("K", "temperature", 1.0, -273.15)
    table["index"] = Unit("index", "index", signed=True)
    return table


UNITS: dict[str, Unit] = _table()


def is_money(code: str) -> bool:
    """Whether a code is a currency of ISO 4217."""
    return code in CURRENCIES


def unit(code: str) -> Unit:
    """The unit of a code; a quotient such as ``CNY/count`` or a plain noun after ``/`` is a unit too.

    >>> unit("mu").dimension, round(unit("mu").factor, 3)
    ('area', 666.667)
    """
    if code in UNITS:
        return UNITS[code]
    above, slash, below = code.partition("/")
    if slash and above in UNITS and below:
        top = UNITS[above]
        bottom = UNITS.get(below, Unit(below, below))
        return Unit(code, f"{top.dimension}/{bottom.dimension}", top.factor / bottom.factor, signed=top.signed)
    raise UnitMismatch(f"no unit is called {code!r}; known are ISO 4217 codes and {', '.join(_examples())}")


def _examples() -> list[str]:
    return [*[code for code in UNITS if code not in CURRENCIES][:12], "…"]


def convert(value: float, source: str, target: str) -> float:
    """A value from one unit in another of the same dimension; money is never converted here.

    >>> convert(15, "mu", "ha")
    1.0
    >>> round(convert(40, "min", "h"), 3)
    0.667
    """
    if source == target:
        return value
    a, b = unit(source), unit(target)
    if a.dimension != b.dimension:
        hint = " (money needs an exchange rate with its date)" if "money" in a.dimension + b.dimension else ""
        raise UnitMismatch(f"{source} measures {a.dimension}, {target} measures {b.dimension}{hint}")
    result = (value * a.factor + a.offset - b.offset) / b.factor
    nearest = round(result, 12)
    return nearest if math.isclose(nearest, result, rel_tol=1e-15) else result


def quotient(above: str, below: str) -> str:
    """The unit of a ratio: the same units cancel, `CNY` by `count` is `CNY/count`."""
    if above == below:
        return "1"
    if below == "1":
        return above
    if "/" in below:
        top, _, bottom = below.partition("/")
        if above == top:
            return bottom
        raise UnitMismatch(f"{above} divided by {below} has no name here; convert one of them first")
    if "/" in above and above not in UNITS:
        raise UnitMismatch(f"{above} divided by {below} has no name here; divide once only")
    return f"{above}/{below}"


def product(a: str, b: str) -> str:
    """The unit of a product: a ratio leaves the other's unit, `CNY/count` times `count` is `CNY`."""
    if a == "1" or b == "1":
        return b if a == "1" else a
    for one, other in ((a, b), (b, a)):
        top, slash, bottom = one.partition("/")
        if slash and one not in UNITS and bottom == other:
            return top
        if one == "x":
            return other
    raise UnitMismatch(f"{a} times {b} has no name here; one of them must be a ratio, a multiple or per the other")
