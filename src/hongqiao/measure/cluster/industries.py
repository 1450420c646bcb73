"""Industries as objects: sections of GB/T 4754, ISIC and NACE in three languages, and named sets of codes."""

from collections.abc import Sequence
from dataclasses import dataclass

from hongqiao.errors import UnknownVariant
from hongqiao.ground.basis import Assumption
from hongqiao.ground.names import Names
from hongqiao.measure.consistency.gap import Gap

SCHEMES = ("GB/T 4754-2002", "GB/T 4754-2017", "ISIC Rev.4", "NACE Rev.2")

_CHINESE_2017 = """A|Agriculture, forestry, animal husbandry and fishery|Land- und Forstwirtschaft, Fischerei|农、林、牧、渔业
B|Mining|Bergbau|采矿业
C|Manufacturing|Verarbeitendes Gewerbe|制造业
D|Electricity, heat, gas and water|Strom, Wärme, Gas und Wasser|电力、热力、燃气及水生产和供应业
E|Construction|Bau|建筑业
F|Wholesale and retail trade|Handel|批发和零售业
G|Transport, storage and post|Verkehr, Lagerei und Post|交通运输、仓储和邮政业
H|Accommodation and catering|Gastgewerbe|住宿和餐饮业
I|Information transmission, software and information technology|Information und Software|信息传输、软件和信息技术服务业
J|Finance|Finanzwesen|金融业
K|Real estate|Grundstücks- und Wohnungswesen|房地产业
L|Leasing and business services|Vermietung und Unternehmensdienste|租赁和商务服务业
M|Scientific research and technical services|Forschung und technische Dienste|科学研究和技术服务业
N|Water conservancy, environment and public facilities|Wasserbau, Umwelt und öffentliche Anlagen|水利、环境和公共设施管理业
O|Services to households, repair and other services|Haushaltsnahe Dienste, Reparatur und sonstige|居民服务、修理和其他服务业
P|Education|Erziehung und Unterricht|教育
Q|Health and social work|Gesundheits- und Sozialwesen|卫生和社会工作
R|Culture, sports and entertainment|Kultur, Sport und Unterhaltung|文化、体育和娱乐业
S|Public administration, social security and social organisations|Öffentliche Verwaltung und Verbände|公共管理、社会保障和社会组织
T|International organisations|Internationale Organisationen|国际组织"""
_CHINESE_2002 = """A|Agriculture, forestry, animal husbandry and fishery|Land- und Forstwirtschaft, Fischerei|农、林、牧、渔业
B|Mining|Bergbau|采矿业
C|Manufacturing|Verarbeitendes Gewerbe|制造业
D|Electricity, gas and water|Strom, Gas und Wasser|电力、燃气及水的生产和供应业
E|Construction|Bau|建筑业
F|Transport, storage and post|Verkehr, Lagerei und Post|交通运输、仓储和邮政业
G|Information transmission, computer services and software|Information und Software|信息传输、计算机服务和软件业
H|Wholesale and retail trade|Handel|批发和零售业
I|Accommodation and catering|Gastgewerbe|住宿和餐饮业
J|Finance|Finanzwesen|金融业
K|Real estate|Grundstücks- und Wohnungswesen|房地产业
L|Leasing and business services|Vermietung und Unternehmensdienste|租赁和商务服务业
M|Scientific research, technical services and geological prospecting|Forschung und technische Dienste|科学研究、技术服务和地质勘查业
N|Water conservancy, environment and public facilities|Wasserbau, Umwelt und öffentliche Anlagen|水利、环境和公共设施管理业
O|Services to households and other services|Haushaltsnahe und sonstige Dienste|居民服务和其他服务业
P|Education|Erziehung und Unterricht|教育
Q|Health, social security and social welfare|Gesundheits- und Sozialwesen|卫生、社会保障和社会福利业
R|Culture, sports and entertainment|Kultur, Sport und Unterhaltung|文化、体育和娱乐业
S|Public administration and social organisations|Öffentliche Verwaltung und Verbände|公共管理和社会组织
T|International organisations|Internationale Organisationen|国际组织"""
_ISIC = """A|Agriculture, forestry and fishing|Land- und Forstwirtschaft, Fischerei|农业、林业及渔业
B|Mining and quarrying|Bergbau und Gewinnung von Steinen und Erden|采矿和采石
C|Manufacturing|Verarbeitendes Gewerbe|制造业
D|Electricity, gas, steam and air conditioning|Energieversorgung|电、煤气、蒸气和空调的供应
E|Water, sewerage, waste management and remediation|Wasser, Abwasser und Abfall|供水，污水处理、废物管理和补救活动
F|Construction|Baugewerbe|建筑业
G|Wholesale and retail trade, repair of vehicles|Handel, Reparatur von Kraftfahrzeugen|批发和零售业，汽车和摩托车的修理
H|Transport and storage|Verkehr und Lagerei|运输和储存
I|Accommodation and food service|Gastgewerbe|食宿服务活动
J|Information and communication|Information und Kommunikation|信息和通信
K|Finance and insurance|Finanz- und Versicherungsdienste|金融和保险活动
L|Real estate|Grundstücks- und Wohnungswesen|房地产活动
M|Professional, scientific and technical activities|Freiberufliche, wissenschaftliche und technische Dienste|专业、科学和技术活动
N|Administrative and support services|Sonstige wirtschaftliche Dienste|行政和辅助活动
O|Public administration and defence|Öffentliche Verwaltung, Verteidigung|公共管理与国防
P|Education|Erziehung und Unterricht|教育
Q|Health and social work|Gesundheits- und Sozialwesen|人体健康和社会工作活动
R|Arts, entertainment and recreation|Kunst, Unterhaltung und Erholung|艺术、娱乐和文娱活动
S|Other services|Sonstige Dienste|其他服务活动
T|Households as employers|Private Haushalte|家庭作为雇主的活动
U|Extraterritorial organisations|Exterritoriale Organisationen|国际组织和机构的活动"""

# Section of GB/T 4754-2017 -> sections of ISIC and NACE; several, or a part of one, where they do not coincide.
_TO_ISIC = {
    "A": "A", "B": "B", "C": "C", "D": "DE", "E": "F", "F": "G", "G": "H", "H": "I", "I": "J", "J": "K", "K": "L",
    "L": "MN", "M": "M", "N": "ENR", "O": "GST", "P": "P", "Q": "Q", "R": "JR", "S": "OS", "T": "U",
}  # fmt: skip
_EXACT = frozenset("ACEHJKPQT")


@dataclass(frozen=True, slots=True)
class Industry:
    """A section of a classification: its code means nothing without its scheme."""

    scheme: str
    code: str
    names: Names


@dataclass(frozen=True, slots=True)
class IndustrySet:
    """A named set of codes, with whoever drew its border and why: another author would draw another."""

    id: str
    names: Names
    scheme: str
    codes: tuple[str, ...]
    basis: Assumption

    def covers(self, code: str) -> bool:
        """Whether a division or a class beneath one of the divisions belongs to the set."""
        return any(code.startswith(one) for one in self.codes)


def sections(scheme: str) -> tuple[Industry, ...]:
    """All sections of a classification, in its order.

    >>> sections("GB/T 4754-2017")[2].names.in_language("de")
    'Verarbeitendes Gewerbe'
    """
    text = {"GB/T 4754-2002": _CHINESE_2002, "GB/T 4754-2017": _CHINESE_2017, "ISIC Rev.4": _ISIC, "NACE Rev.2": _ISIC}
    if scheme not in text:
        raise UnknownVariant(f"no classification {scheme!r}; there are {', '.join(SCHEMES)}")
    rows = [line.split("|") for line in text[scheme].splitlines()]
    return tuple(Industry(scheme, code, Names.of(en=en, de=de, zh=zh)) for code, en, de, zh in rows)


def to_isic(code: str) -> tuple[tuple[str, ...], bool]:
    """Sections of ISIC Rev.4 (and NACE Rev.2) that a section of GB/T 4754-2017 meets, and whether they coincide.

    >>> to_isic("C"), to_isic("L")
    ((('C',), True), (('M', 'N'), False))
    """
    if code not in _TO_ISIC:
        raise UnknownVariant(f"GB/T 4754-2017 has no section {code!r}; there are A to T")
    return tuple(_TO_ISIC[code]), code in _EXACT


METAVERSE = IndustrySet(
    "metaverse",
    Names.of(en="Metaverse-related industries", de="Metaverse-bezogene Branchen", zh="元宇宙相关产业"),
    "GB/T 4754-2017",
    ("39", "63", "64", "65", "87"),
    Assumption(
        "The Hongqiao developers",
        "No official list exists. Chosen are the divisions that make devices and electronics (39), carry data (63, 64), "
        "write software (65) and produce moving images and sound (87); everything else is left out.",
    ),
)
"""A working definition for counting; replace it with that of the plan at hand."""


def check_labels(labels: Sequence[str], scheme: str) -> tuple[Gap, ...]:
    """Whether the labels of a table's columns follow the sections of a classification, one by one.

    Compared are the Chinese names without punctuation. A label that mixes the words of two sections, or stands one
    place off, is named with the section that its position asks for. Returns nothing where all fit.

    >>> [gap.where for gap in check_labels(["农林牧渔业", "制造业"], "GB/T 4754-2017")]
    ['column 2']
    """
    gaps = []
    for position, (label, section) in enumerate(zip(labels, sections(scheme), strict=False), start=1):
        wanted = section.names.in_language("zh") or ""
        if _bare(label) != _bare(wanted):
            gaps.append(
                Gap("label", f"column {position}", label.replace("\n", ""), wanted,
                    f"{label!r} stands where {scheme} has {section.code} {wanted}")
            )  # fmt: skip
    return tuple(gaps)


def _bare(name: str) -> str:
    for mark in ("、", "，", ",", "\n", " ", "(", ")"):
        name = name.replace(mark, "")
    # spellings of one word that editions and tables alternate between
    return (
        name.replace("其它", "其他")
        .replace("修理和其服务", "修理和其他服务")
        .replace("勘察", "勘查")
        .replace("水的生产", "水生产")
    )
