"""The words by which wire frames are known, in the languages of the wires: data of the frame reader."""

import re

# Agencies that stand between slashes or in brackets behind a date line, as they write themselves.
AGENCIES = (
    r"PR ?Newswire", r"PRN", r"EIN ?Presswire(?:\.com)?", r"GLOBE ?NEWSWIRE", r"GlobeNewswire", r"BUSINESS WIRE", r"Business Wire",
    r"ACCESSWIRE", r"Newsfile Corp\.?", r"Media OutReach(?: Newswire)?", r"JCN Newswire", r"ACN Newswire", r"Medianet", r"AsiaNet", r"MENAFN",
    r"CNW", r"KYODO JBN", r"Kyodo", r"Bernama", r"ANTARA", r"ots", r"OTS", r"news aktuell", r"dpa(?:-AFX|-infocom)?", r"AFP", r"Reuters", r"AP", r"AAP",
    r"APA", r"sda", r"KEYSTONE-SDA", r"epd", r"KNA", r"Lusa", r"EFE", r"ANSA", r"PAP", r"TASS", r"Yonhap", r"Xinhua(?:net)?", r"CNS",
    r"Xinhua Silk Road(?: Information Service)?", r"美通社", r"新华社", r"新華社", r"中新社", r"中新网", r"中新網", r"新华丝路", r"新华网", r"人民网",
    r"央视网", r"共同(?:通信)?", r"時事(?:通信)?", r"新華社発?", r"연합뉴스", r"พีอาร์นิวส์ไวร์", r"亚太商讯", r"共同通信JBN",
)  # fmt: skip
AGENCY = rf"(?:{'|'.join(AGENCIES)})"

# as in: BEIJING, Nov. 11, 2022 /PRNewswire/ -- or: Peking (ots/PRNewswire) - or: BEIJING--(BUSINESS WIRE)--
WESTERN = re.compile(
    rf"^[ \t\ufeff]*(?P<lead>[^\n/()（）]{{0,100}}?)[ \t]*"
    rf"(?:/(?P<slash>{AGENCY}(?:[-=/ ][^/\n]{{1,40}})?)/|[(（](?P<paren>{AGENCY}(?:\s*[/,;]\s*[^()/\n]{{1,40}})*)[)）])"
    r"[ \t]*(?:-{1,2}|–|—|：|:)[ \t]*",
    re.MULTILINE,
)
# 新华社北京11月11日电（记者 …） / 北京2022年11月14日电 -- / 中新网苏州11月10日电
CHINESE = re.compile(
    rf"^[ \t\u3000\ufeff]*(?P<agency>{AGENCY})?[ \t]*(?P<place>[^\W\d_]{{1,12}}?)?[ \t]*"
    r"(?P<date>(?:[12]\d{3}年)?\d{1,2}月\d{1,2}日)[ \t]*(?:电|電|讯|訊)[ \t]*"
    r"(?:[(（][^()（）\n]{1,60}[)）])?[ \t]*(?:-{1,2}|—{1,2}|：|:)?[ \t]*",
    re.MULTILINE,
)
# 【北京2022年11月14日PR Newswire】 / （北京 2022年11月14日 PR Newswire）/ (กรุงปักกิ่ง--14 พ.ย. 2565/พีอาร์นิวส์ไวร์)
BRACKETED = re.compile(
    rf"^[ \t\u3000\ufeff]*[【（(](?P<place>(?:[^\W\d_]|[\u0e30-\u0e4e]){{1,20}}?)?[ \t,、＝=/-]*(?P<date>[12]\d{{3}}年\d{{1,2}}月\d{{1,2}}日|\d{{1,2}} [\u0e01-\u0e4e.]{{2,14}} ?[12]\d{{3}})"
    rf"[ \t/＝=,、・]*(?P<agency>{AGENCY}(?:[ =][A-Z]{{2,8}}){{0,2}})?[】）)][ \t\u3000]*(?:-{{1,2}}|—)?[ \t]*",
    re.MULTILINE,
)
# 【上海＝共同】
KYODO = re.compile(rf"^[ \t\u3000]*【(?P<place>[^\W\d_]{{1,12}})[＝=](?P<agency>{AGENCY})】", re.MULTILINE)
# the seed's way: a date before the place
GIVEN_DATE = re.compile(r"^[ \t]*date[ \t]+(?P<date>\d{4}(?:-\d{2}){0,2})[ \t]+")

# Marks of the frame's foot. A pattern's kind says what follows it.
FOOT: tuple[tuple[str, str], ...] = (
    ("original", r"(?:Siehe |Sehen Sie den )?Original-?[Ll]ink|Link zum Original(?:text|artikel)?"),
    (
        "original",
        r"(?:See (?:the )?)?[Oo]riginal [Ll]ink|Original (?:article|story|release|text)(?= ?[:：])|Read the original(?= ?[:：])",
    ),
    ("original", r"(?:Voir le |Consulter le )?[Ll]ien (?:d['’]origine|(?:vers l['’])?original)"),
    ("original", r"(?:Veja o |Ver o |Confira o |Consulte o )?[Ll]ink original|(?:Ver (?:el )?)?[Ee]nlace original"),
    ("original", r"原文(?:链接|鏈接|連結|地址|リンク)|(?:元|オリジナル)(?:記事)?(?:の)?リンク|원문 ?링크|ลิงก์ต้นฉบับ"),
    ("link", r"(?:Cision )?View original content(?: to download multimedia)?|View source version on \w+\.com"),
    (
        "link",
        r"Original-Inhalt (?:anzeigen|ansehen)(?: auf)?|Originalmeldung|Weitere (?:Meldungen|Informationen)(?= ?[:：])",
    ),
    (
        "link",
        r"(?:Voir|Consulte[rz]) le contenu original|Ver(?: el)? contenido original|(?:Ver|Veja)(?: o)? conteúdo original",
    ),
    ("link", r"相关链接|相關鏈接|相關連結|关联链接|関連リンク|관련 링크"),
    (
        "photo",
        r"(?:Foto|Photo|Logo|Bild|Image|Video|Vidéo|Imagem|Imagen|Infogra(?:phic|fik|fía|phie)|写真|画像|图片|圖片|照片|사진|ภาพ) ?(?:-|–|—|:|：) ?(?=https?://)",
    ),
    (
        "photo",
        r"^[ \t]*(?:Foto|Photo|Photo credit|Bildrechte|Bildnachweis|Crédit photo|Crédito da foto|写真提供|图片来源|摄影)s? ?[:：](?= ?\S.{0,80}$)",
    ),
    (
        "contact",
        r"Pressekontakt|Medienkontakt|(?:Press|Media) [Cc]ontacts?|Media (?:inquiries|enquiries)|Contacts? (?:presse|médias?)",
    ),
    ("contact", r"Contato(?:s)?(?: (?:de|para a) imprensa)?(?= ?[:：])|Contacto(?:s)?(?: de prensa)?(?= ?[:：])"),
    ("contact", r"^[ \t]*(?:Contacts?|Kontakt|Ansprechpartner(?:in)?|Email us here)(?= ?[:：]|[ \t]*$)"),
    (
        "contact",
        r"(?:媒体)?联系(?:人|方式|电话)(?=[:：])|(?:媒體)?聯[絡繫](?:人|方式|電話)(?=[:：])|咨询电话(?=[:：])|お?問い?合わせ先?(?=[:：])|報道関係者(?:の)?[^\n]{0,12}(?=[:：])|연락처(?=[:：])",
    ),
    ("by", r"Original-Content von"),
    (
        "by",
        r"^[ \t]*(?:SOURCE|QUELLE|FUENTE|FONTE)[ \t]*[:：]?(?=[ \t]+\S)|(?:消息来源|稿件来源|消息來源|稿源|情報源|ソース|출처)(?=[:：])",
    ),
    ("by", r"^[ \t]*(?:来源|來源|Quelle|Source|Fonte|Fuente)(?= ?[:：])"),
    ("by", r"[Nn][Ee][Ww][Ss] [Pp][Rr][Oo][Vv][Ii][Dd][Ee][Dd] [Bb][Yy]"),
    (
        "end",
        r"^[ \t]*(?:责任编辑|責任編輯|编辑|編輯)(?=[:：])|[（(](?:责任编辑|責任編輯)[:：]|^[ \t]*Share This Article[ \t]*$",
    ),
)
MARK = re.compile("|".join(f"(?P<k{number}>{pattern})" for number, (_, pattern) in enumerate(FOOT)), re.MULTILINE)
KINDS = tuple(kind for kind, _ in FOOT)

ADDRESS = re.compile(r"https?://[^\s<>\"'，。；）」】\u3000]+")
MAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")
PHONE = re.compile(r"(?<![\w/])(?:\+|00)?\(?\d[\d ()/.-]{5,22}\d(?!\w)")
HANDED_ON = re.compile(
    r",?\s*(?:übermittelt durch|transmitted by|transmis par|transmitido por)\s+(?P<agency>[^\n:：,;]{2,40}?)(?=https?:|[\n,;]|$)"
)
