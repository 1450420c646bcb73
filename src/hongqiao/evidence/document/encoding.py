"""From bytes to text: the encoding is told by marks, by validity and by the characters that come out.

A wrong guess turns figures into others, so where two encodings give different and equally likely texts the answer
is an error that names both. The order: byte order marks, UTF-8, UTF-16 and UTF-32 without mark, the charset that the
page itself declares, then the legacy encodings, each judged by how common its characters are in the languages that
it was made for.
"""

import re

from hongqiao.errors import NotADocument, UnknownEncoding

SAMPLE = 200_000  # bytes that the legacy encodings are judged by

_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_DECLARED = re.compile(rb"""(?:charset\s*=\s*|encoding\s*=\s*)["']?([A-Za-z0-9_.:-]{3,20})""")
# The most frequent characters of written Chinese, simplified and traditional, and of Japanese (Da 2004; Tsai 1996).
_SIMPLIFIED = (
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经"
    "十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形相"
    "全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展五果料"
    "象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几九区强放决西被干做必战先回则任取"
    "据处队南给色光门即保治北造百规热领七海口东导器压志世金增争济阶油思术极交受联什认六共权收证改清己美再采转更单风切打白教速花带安场身"
    "车例真务具万每目至达走积示议声报斗完类八离华名确才科张信马节话米整空元况今集温传土许步群广石记需段研界拉林律叫且究观越织装影算低持"
    "音众书布复容儿须际商非验连断深难近矿千周委素技备半办青省列习响约支般史感劳便团往酸历市克何除消构府称太准精值号率族维划选标写存候毛"
    "亲快效斯院查江型格养易置派层片始却专状育厂京识适属圆包火住调满县局照参红细引听该铁价严亿投资城融港桥铁沪苏浙皖昆园税企创签项超启"
)
_TRADITIONAL = (
    "的一是在不了有和人這中大為上個國我以要他時來用們生到作地於出就分對成會可主發年動同工也能下過子說產種面而方後多定行學法所民得經"
    "十三之進著等部度家電力裡如水化高自二理起小物現實加量都兩體制機當使點從業本去把性好應開它合還因由其些然前外天政四日那社義事平形相"
    "全表間樣與關各重新線內數正心反你明看原又麼利比或但質氣第向道命此變條只沒結解問意建月公無系軍很情者最立代想已通並提直題黨程展五果料"
    "象員革位入常文總次品式活設及管特件長求老頭基資邊流路級少圖山統接知較將組見計別她手角期根論運農指幾九區強放決西被幹做必戰先回則任取"
    "據處隊南給色光門即保治北造百規熱領七海口東導器壓志世金增爭濟階油思術極交受聯什認六共權收證改清己美再採轉更單風切打白教速花帶安場身"
    "車例真務具萬每目至達走積示議聲報鬥完類八離華名確才科張信馬節話米整空元況今集溫傳土許步群廣石記需段研界拉林律叫且究觀越織裝影算低持"
    "億投資城融港橋鐵滬蘇浙皖昆園稅企創簽項超啟臺灣灣與及於請並將已其"
)
_KANA = frozenset(chr(code) for code in range(0x3041, 0x30FF))
_JAPANESE = frozenset(
    "日一国人年大十二本中長出三時行見月後前生五間上東四今金九入学高円子外八六下来気小七山話女北午百書先名川千水半男西電校語土木聞食車何"
    "南万毎白天母火右読友左休父雨会同事自社発者地業方新場員立開手力問代明動京目通言理体田主題意不作用度強公持野以思家世多正安院心界教文元重"
    "近考画海売知道集別物使品計死特私始朝運終台広住真有口少町料工建空急止送切転研足究楽起着店病質待試族銀早映親験英医仕去味写字答夜音注帰古歌"
    "億兆市県区総額開発計画協力締結面積産業"
)
_PUNCTUATION = frozenset("，。、；：？！“”‘’（）《》「」『』【】·—…％〈〉～\u3000－／．" + "０１２３４５６７８９")
_WESTERN = frozenset("äöüßÄÖÜéèêëàâáãåçîïíìôóòõúûùñœæøÉÈÊÀÂÁÃÅÇÎÍÔÓÕÚÑŒÆØ«»„“”’‘–—…€§°²³½·£\xa0º")
_CENTRAL = frozenset("ąćęłńóśźżĄĆĘŁŃÓŚŹŻáčďéěíňřšťúůýžÁČĎÉĚÍŇŘŠŤÚŮÝŽőűŐŰăâîșşțţ„”–—…§\xa0«»’")
_CYRILLIC = frozenset(chr(code) for code in range(0x410, 0x450)) | frozenset("ёЁіїєІЇЄ«»–—№„“…\xa0")
_THAI = frozenset(chr(code) for code in range(0x0E01, 0x0E5C))
# The ten most frequent letters of Russian are six in ten of a text, the twenty of Thai three in four.
_FREQUENT = {_CYRILLIC: (frozenset("оеаинтсрвл"), 0.5), _THAI: (frozenset("านรอกเง่้มยลวดทสตัีะ"), 0.65)}
_WIDE = {
    "gb18030": frozenset(_SIMPLIFIED),
    "big5": frozenset(_TRADITIONAL),
    "shift_jis": _KANA | _JAPANESE,
    "euc_jp": _KANA | _JAPANESE,
}
_NARROW = {"cp1252": _WESTERN, "cp1250": _CENTRAL, "iso8859_2": _CENTRAL, "cp1251": _CYRILLIC, "cp874": _THAI}
_CODECS = {"gb18030": "gb18030", "big5": "big5hkscs", "shift_jis": "cp932", "euc_jp": "euc_jp", "euc_kr": "cp949"}


def decode(raw: bytes) -> tuple[str, str]:
    """The text of bytes and the name of their encoding.

    Raises UnknownEncoding where the encoding is not certain, NotADocument where no text comes out.

    >>> decode("虹桥到昆山的高铁只要十七分钟".encode("gb18030"))[1]
    'gb18030'
    """
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            return _strict(raw, encoding), encoding.removesuffix("-sig")
    if (wide := _wide_unicode(raw)) is not None:
        return raw.decode(wide), wide
    try:
        return raw.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        first_fault = error
    if raw.count(0) > 0:
        raise NotADocument("the bytes hold zeros and are no UTF-16 or UTF-32: a binary file, not a text")
    declared = _declared(raw)
    best = _legacy(raw, declared)
    if best is None:
        raise UnknownEncoding(
            f"no encoding fits: not UTF-8 (byte 0x{raw[first_fault.start]:02x} at {first_fault.start}), and neither "
            f"GB 18030, Big5, Shift_JIS, EUC nor a Windows code page gives a likely text; save the file as UTF-8"
        )
    return best


def _strict(raw: bytes, encoding: str) -> str:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnknownEncoding(
            f"the file begins with the mark of {encoding}, yet {error.reason} at {error.start}"
        ) from None


def _wide_unicode(raw: bytes) -> str | None:
    """UTF-16 or UTF-32 without a mark: told by the places of zeros, or by common Han and Kana in every second byte."""
    head = raw[:4096]
    if len(head) >= 8 and len(raw) % 4 == 0:
        quads = len(head) // 4
        for encoding, places in (("utf-32-le", (2, 3)), ("utf-32-be", (0, 1))):
            if all(head[place : quads * 4 : 4].count(0) == quads for place in places):
                return encoding if _decodes(raw, encoding) else None
    if len(head) < 4 or len(raw) % 2:
        return None
    pairs = len(head) // 2
    for encoding, high in (("utf-16-le", 1), ("utf-16-be", 0)):
        tops = head[high : pairs * 2 : 2]
        lows = head[1 - high : pairs * 2 : 2]
        zeros = tops.count(0)
        # Han characters lie in 0x4e00–0x9fff, kana, full-width forms and Hangul have as few leading bytes
        han = sum(1 for top in tops if 0x4E <= top <= 0x9F or top in {0x20, 0x30, 0xFF})
        plain = sum(1 for top, low in zip(tops, lows, strict=True) if top == 0 and (low >= 0x20 or low in {9, 10, 13}))
        latin = zeros > 0.3 * pairs and lows.count(0) < 0.02 * pairs and plain >= 0.98 * zeros
        if not latin and (han + plain < 0.97 * pairs or _decodes(raw, "utf-8")):
            continue
        if _decodes(raw, encoding) and (latin or zeros or _common(raw[: pairs * 2].decode(encoding, "ignore")) > 0.6):
            return encoding
    return None


def _common(text: str) -> float:
    """The share of frequent Han characters and kana among all that are not punctuation."""
    letters = [letter for letter in text if letter not in _PUNCTUATION]
    known = _WIDE["gb18030"] | _WIDE["big5"] | _KANA
    return sum(1 for letter in letters if letter in known) / max(1, len(letters))


def _decodes(raw: bytes, encoding: str) -> bool:
    try:
        raw.decode(encoding)
    except UnicodeError:
        return False
    return True


def _declared(raw: bytes) -> str | None:
    match = _DECLARED.search(raw[:4096])
    return match[1].decode("ascii").lower() if match else None


def _legacy(raw: bytes, declared: str | None) -> tuple[str, str] | None:
    """The best of the legacy encodings by the share of expected characters; None where none is likely."""
    scores: dict[str, float] = {}
    texts: dict[str, str] = {}
    sample = raw[:SAMPLE]
    for name, codec in _CODECS.items():
        text = _decoded_sample(sample, codec)
        if text is not None:
            texts[name], scores[name] = text, _score_wide(name, text)
    for name, expected in _NARROW.items():
        text = _decoded_sample(sample, name)
        if text is not None:
            texts[name], scores[name] = text, _score_narrow(text, expected)
    if declared is not None:
        scores = {
            name: score + (0.15 if _same_codec(name, declared) and score > 0.2 else 0.0)
            for name, score in scores.items()
        }
    ranked = sorted(scores, key=lambda name: -scores[name])
    if not ranked or scores[ranked[0]] < 0.45:
        return None
    first = ranked[0]
    for other in ranked[1:]:
        if scores[first] - scores[other] < 0.08 and texts[other] != texts[first]:
            raise UnknownEncoding(
                f"the bytes read as {first} and as {other} with different texts; save the file as UTF-8"
            )
    if first == "cp1252" and "¤" in texts[first] and not any(0x80 <= byte < 0xA0 for byte in sample):
        first = "iso8859_15"  # the euro sign took the place of the currency sign
    codec = _CODECS.get(first, first)
    return _strict(raw, codec), first


def _decoded_sample(sample: bytes, codec: str) -> str | None:
    for shorter in range(4):  # the cut may have gone through a character
        try:
            return sample[: len(sample) - shorter].decode(codec)
        except UnicodeDecodeError as error:
            if error.start < len(sample) - 8:
                return None
    return None


def _score_wide(name: str, text: str) -> float:
    high = [letter for letter in text if ord(letter) > 0x7F and letter not in _PUNCTUATION]
    if not high:
        return 0.0
    if name == "euc_kr":
        return sum(1 for letter in high if 0xAC00 <= ord(letter) <= 0xD7A3) / len(high) - 0.1
    expected = _WIDE[name]
    share = sum(1 for letter in high if letter in expected) / len(high)
    if name in {"shift_jis", "euc_jp"} and sum(1 for letter in high if letter in _KANA) < 0.1 * len(high):
        return share - 0.4  # Japanese without kana is not Japanese
    # half-width katakana, private and rare characters come from reading another encoding
    strange = sum(1 for letter in high if 0xFF61 <= ord(letter) <= 0xFF9F or 0xE000 <= ord(letter) <= 0xF8FF)
    return share - strange / len(high)


def _score_narrow(text: str, expected: frozenset[str]) -> float:
    high = [letter for letter in text if ord(letter) > 0x7F]
    if not high:
        return 0.0
    share = sum(1 for letter in high if letter in expected) / len(high)
    controls = sum(1 for letter in high if ord(letter) < 0xA0)
    letters = sum(1 for letter in text if letter.isalpha())
    if expected in {_CYRILLIC, _THAI}:
        if len(high) < 0.3 * max(1, letters):
            return 0.0  # both scripts are written without Latin letters
        often, usual = _FREQUENT[expected]
        return share * min(1.0, sum(1 for letter in high if letter in often) / len(high) / usual) ** 2
    if len(high) > 0.3 * max(1, letters):
        return share - 0.6  # western text is mostly ASCII
    # western accents stand alone between plain letters; a row of them is another script misread
    rows = sum(len(row) for row in _ROW.findall(text))
    return share - (controls + rows) / len(high)


_ROW = re.compile(r"[^\W\d_a-zA-Z]{3,}")


def _same_codec(name: str, declared: str) -> bool:
    families = {
        "gb18030": {"gb2312", "gbk", "gb18030", "x-gbk"},
        "big5": {"big5", "big5-hkscs", "cp950"},
        "shift_jis": {"shift_jis", "shift-jis", "sjis", "x-sjis", "windows-31j"},
        "euc_jp": {"euc-jp"},
        "euc_kr": {"euc-kr", "ks_c_5601-1987"},
        "cp1252": {"windows-1252", "iso-8859-1", "latin1", "cp1252"},
        "cp1250": {"windows-1250", "cp1250"},
        "iso8859_2": {"iso-8859-2", "latin2"},
        "cp1251": {"windows-1251", "cp1251"},
        "cp874": {"tis-620", "windows-874"},
    }
    return declared in families.get(name, set())
