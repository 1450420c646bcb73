"""Divisions of industrial classifications: which section each lies in, and the titles of those that sets name."""

from hongqiao.errors import UnknownVariant
from hongqiao.ground.names import Names

# First and last division of each section.
_GBT_2017 = (
    "A01-05 B06-12 C13-43 D44-46 E47-50 F51-52 G53-60 H61-62 I63-65 J66-69 K70-70 L71-72 M73-75 N76-79 O80-82 P83-83 "
    "Q84-85 R86-90 S91-96 T97-97"
)
_ISIC_4 = (
    "A01-03 B05-09 C10-33 D35-35 E36-39 F41-43 G45-47 H49-53 I55-56 J58-63 K64-66 L68-68 M69-75 N77-82 O84-84 P85-85 "
    "Q86-88 R90-93 S94-96 T97-98 U99-99"
)
_SPANS = {"GB/T 4754-2017": _GBT_2017, "ISIC Rev.4": _ISIC_4, "NACE Rev.2": _ISIC_4}

_TITLES = {
    ("GB/T 4754-2017", "39"): (
        "Computers, communication and other electronic equipment",
        "Computer, Nachrichtentechnik und sonstige Elektronik",
        "计算机、通信和其他电子设备制造业",
    ),
    ("GB/T 4754-2017", "63"): (
        "Telecommunication, broadcasting and satellite transmission",
        "Telekommunikation, Rundfunk- und Satellitenübertragung",
        "电信、广播电视和卫星传输服务",
    ),
    ("GB/T 4754-2017", "64"): ("Internet and related services", "Internet und verwandte Dienste", "互联网和相关服务"),
    ("GB/T 4754-2017", "65"): (
        "Software and information technology services",
        "Software und Dienste der Informationstechnik",
        "软件和信息技术服务业",
    ),
    ("GB/T 4754-2017", "87"): (
        "Broadcasting, television, film and sound recording",
        "Rundfunk, Fernsehen, Film und Tonaufnahme",
        "广播、电视、电影和录音制作业",
    ),
}


def section_of(division: str, scheme: str = "GB/T 4754-2017") -> str:
    """The section that a division, or a class beneath it, lies in.

    Raises UnknownVariant for a classification without divisions here, or a code that it does not have.

    >>> section_of("39"), section_of("6513"), section_of("26", "ISIC Rev.4")
    ('C', 'I', 'C')
    """
    if scheme not in _SPANS:
        raise UnknownVariant(f"no divisions of {scheme!r} are known; there are those of {', '.join(_SPANS)}")
    number = division[:2]
    for span in _SPANS[scheme].split():
        section, (first, last) = span[0], span[1:].split("-")
        if len(number) == 2 and first <= number <= last and number.isdecimal():
            return section
    raise UnknownVariant(f"{scheme} has no division {division!r}")


def division_names(division: str, scheme: str = "GB/T 4754-2017") -> Names | None:
    """The title of a division in three languages, or None where it is not among those that a named set uses.

    >>> division_names("65").in_language("zh")
    '软件和信息技术服务业'
    """
    found = _TITLES.get((scheme, division))
    return Names.of(en=found[0], de=found[1], zh=found[2]) if found else None
