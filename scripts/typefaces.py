"""Make the typefaces of charts, cards and briefs: parts of Noto Sans CJK SC, small enough to ship.

Needs fontTools and the Debian package fonts-noto-cjk. Regular holds what GB 2312, Big 5 and the first level of JIS X 0208
hold beside European letters, Bold what GB 2312 holds. Run ``python scripts/typefaces.py``; the files are committed.
"""

from collections.abc import Iterator
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTCollection

SOURCE = Path("/usr/share/fonts/opentype/noto")
FOLDER = Path(__file__).resolve().parent.parent / "src" / "hongqiao" / "publish" / "fonts"
SIGNS = (
    (0x20, 0x7F), (0xA0, 0x300), (0x370, 0x500), (0x2000, 0x2300), (0x2460, 0x2500), (0x25A0, 0x2600), (0x3000, 0x3100),
    (0xFF00, 0xFFF0),
)  # fmt: skip


def of_encoding(name: str, first: range, second: range) -> Iterator[int]:
    """The characters that two bytes stand for in an encoding."""
    for a in first:
        for b in second:
            try:
                yield ord(bytes([a, b]).decode(name))
            except (UnicodeDecodeError, TypeError):
                continue


def main() -> None:
    """Write both files."""
    plain = {sign for start, end in SIGNS for sign in range(start, end)}
    plain |= set(of_encoding("gb2312", range(0xA1, 0xFF), range(0xA1, 0xFF)))
    more = set(of_encoding("big5", range(0xA4, 0xC7), range(0x40, 0xFF)))
    more |= set(of_encoding("shift_jis", range(0x88, 0x99), range(0x40, 0xFD)))
    for style, signs in (("Regular", plain | more), ("Bold", plain)):
        fonts = TTCollection(SOURCE / f"NotoSansCJK-{style}.ttc").fonts
        font = next(font for font in fonts if font["name"].getDebugName(1).startswith("Noto Sans CJK SC"))
        options = subset.Options(hinting=False, layout_features=["kern", "liga", "ccmp", "mark", "mkmk", "pwid"])
        options.notdef_outline = True
        maker = subset.Subsetter(options)
        maker.populate(unicodes=signs)
        maker.subset(font)
        path = FOLDER / f"NotoSansCJKsc-{style}-subset.otf"
        font.save(path)
        print(path, len(signs))


if __name__ == "__main__":
    main()
