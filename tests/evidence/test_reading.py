"""What the reader makes of sentences, language by language."""

import pytest

from hongqiao.evidence import claims_of_text
from hongqiao.ground.period import Period

JULY = Period.parse("2020-07-15")


def read(language, text, published=JULY):
    return [
        (claim.quote, claim.value, claim.value_hi, claim.unit, claim.comparator)
        for claim in claims_of_text(text, language, published=published)
    ]


CASES = [
    ("de", "Die Fahrzeit sank von 58 auf 40 Minuten.", [("58", 58, None, "min", "="), ("40 Minuten", 40, None, "min", "=")]),
    ("de", "Zwischen 300 und 350 Mio. Euro fließen.", [("Zwischen 300 und 350 Mio. Euro", 3e8, 3.5e8, "EUR", "range")]),
    ("de", "Fast jedes dritte Unternehmen kooperiert.", [("Fast jedes dritte Unternehmen", 1 / 3, None, "1", "~<")]),
    ("de", "Rund zwei Drittel der Fläche sind frei.", [("Rund zwei Drittel", 2 / 3, None, "1", "~")]),
    ("de", "Es kamen fast doppelt so viele wie zuvor.", [("fast doppelt so viele", 2, None, "x", "~<")]),
    ("de", "Der Preis liegt bei 85 bis 110 €/m².", [("85 bis 110 €/m²", 85, 110, "EUR", "range")]),
    ("de", "Der Bund zahlt 200 Millionen Euro, davon 50 Millionen für das Werk.",
     [("200 Millionen Euro", 2e8, None, "EUR", "="), ("50 Millionen", 5e7, None, "EUR", "=")]),
    ("de", "Es kostet dreizehn Euro und fünfundvierzig Cent.", [("dreizehn Euro und fünfundvierzig Cent", 13.45, None, "EUR", "=")]),
    ("de", "Ein 56-Jähriger fuhr am 3. Mai 2019 um 7.30 Uhr auf der A 8 mit dem Bus Nr. 12.", []),
    ("de", "Tel. +49 89 123-4567, Fax 089/1234-56, 80331 München, IBAN DE12 3456 7890 1234 5678 90", []),
    ("en", "Sales rose by 8.3 percent to £12.4bn.", [("8.3 percent", 8.3, None, "%", "="), ("£12.4bn", 1.24e10, None, "GBP", "=")]),
    ("en", "It costs $300m, or RMB 2.1 billion.", [("$300m", 3e8, None, "USD", "="), ("RMB 2.1 billion", 2.1e9, None, "CNY", "=")]),
    ("en", "One in three firms took part.", [("One in three firms", 1 / 3, None, "1", "=")]),
    ("en", "The wall is 5 feet 6 inches high.", [("5 feet 6 inches", 5.5, None, "ft", "=")]),
    ("en", "Nearly three-quarters of them agreed.", [("Nearly three-quarters", 0.75, None, "1", "~<")]),
    ("en", "The rate fell from 25% to 21%.", [("25%", 25, None, "%", "="), ("21%", 21, None, "%", "=")]),
    ("en", "It runs 60 to 70 miles per hour.", [("60 to 70 miles per hour", 60, 70, "mph", "range")]),
    ("en", "The 5G model A320 of 1998 beat rivals 3-1 at 2:30pm on 8 March 2014 in Room 12.", []),
    ("en", "Call +44 20 7946 0958 or see www.example.com/2020/07/15/page-123.html", []),
    ("zh", "投资3至3.5亿元。", [("3至3.5亿元", 3e8, 3.5e8, "CNY", "range")]),
    ("zh", "减排二氧化碳15多万吨。", [("15多万吨", 1.5e5, None, "t", ">")]),
    ("zh", "总装机82万千瓦,规模达1.8万亿元。", [("82万千瓦", 8.2e5, None, "kW", "="), ("1.8万亿元", 1.8e12, None, "CNY", "=")]),
    ("zh", "七成以上企业复工,产值翻了一番。", [("七成以上", 70, None, "%", ">="), ("翻了一番", 2, None, "x", "=")]),
    ("zh", "三分之二的人支持,超过百分之八十受益。", [("三分之二", 2 / 3, None, "1", "="), ("超过百分之八十", 80, None, "%", ">")]),
    ("zh", "企業由54家增至127家,總額新臺幣12億元。",
     [("54家", 54, None, "count", "="), ("127家", 127, None, "count", "="), ("新臺幣12億元", 1.2e9, None, "TWD", "=")]),
    ("zh", "每块48平方米,转动90度,发电700多万度。",
     [("48平方米", 48, None, "m2", "="), ("90度", 90, None, "deg", "="), ("700多万度", 7e6, None, "kWh", ">")]),
    ("zh", "十几名工人、数百人在第3届展会上,2022年11月14日两国代表统一意见。", []),
    ("zh", "咨询电话:010-88888888,股票代码600519,地址大街1号。", []),
    ("fr", "Un fonds de 630 millions d'euros, dont 50 millions pour la région.",
     [("630 millions d'euros", 6.3e8, None, "EUR", "="), ("50 millions", 5e7, None, "EUR", "=")]),
    ("fr", "Près de la moitié des foyers, soit un sur cinq en ville.",
     [("Près de la moitié", 0.5, None, "1", "~<"), ("un sur cinq", 0.2, None, "1", "=")]),
    ("fr", "Le prix est de 9 000 euros maximum.", [("9 000 euros maximum", 9000, None, "EUR", "<=")]),
    ("ja", "売上高は3兆4500億円、3分の2の議員が賛成。", [("3兆4500億円", 3.45e12, None, "JPY", "="), ("3分の2", 2 / 3, None, "1", "=")]),
    ("ja", "4700億元を超えた。約7割の企業。", [("4700億元を超えた", 4.7e11, None, "CNY", ">"), ("約7割", 70, None, "%", "~")]),
    ("ja", "最高時速は320キロで、2時間30分かかる。", [("最高時速は320キロ", 320, None, "km/h", "="), ("2時間30分", 150, None, "min", "=")]),
    ("pt", "O PIB passou de 470 bilhões de yuans.", [("passou de 470 bilhões de yuans", 4.7e11, None, "CNY", ">")]),
    ("pt", "Pelo menos 10 mil casas e um em cada cinco moradores.",
     [("Pelo menos 10 mil casas", 1e4, None, "count", ">="), ("um em cada cinco moradores", 0.2, None, "1", "=")]),
    # counts that could be years, lists of counts, counts at the head of a sentence or per time
    ("de", "Das entspricht fast 1700 Feldern.", [("fast 1700 Feldern", 1700, None, "count", "~<")]),
    ("de", "200 schwer an Grippe Erkrankte wurden behandelt.", [("200", 200, None, "count", "=")]),
    ("de", "Im Vorjahr waren es 690 gewesen.", [("690", 690, None, "count", "=")]),
    ("de", "Bis zum Herbst sollen 300 der 2.150 Stellen wegfallen.",
     [("300", 300, None, "count", "="), ("2.150 Stellen", 2150, None, "count", "=")]),
    ("de", "Der Sieben-Tage-Wert stieg.", []),
    ("de", "Die Quote lag bei 5,1 Prozent, um 0,7 Punkte niedriger.", [("5,1 Prozent", 5.1, None, "%", "="), ("0,7 Punkte", 0.7, None, "pp", "=")]),
    ("de", "Die Gästezahlen legten um 5,2 Prozent auf 1,9 Millionen zu; das kostete 3 Mio. Euro.",
     [("um 5,2 Prozent", 5.2, None, "%", "="), ("auf 1,9 Millionen", 1.9e6, None, "count", "="), ("3 Mio. Euro", 3e6, None, "EUR", "=")]),
    ("en", "Eight cities are orange, 119 in the yellow group, and 321 cities are blue.",
     [("Eight cities", 8, None, "count", "="), ("119", 119, None, "count", "="), ("321 cities", 321, None, "count", "=")]),
    ("en", "The port seeks 81 more permits and found 96 COVID-19 infections.",
     [("81 more permits", 81, None, "count", "="), ("96 COVID-19 infections", 96, None, "count", "=")]),
    ("en", "Trucks pay between 7am and 7pm.", []),
    ("en", "Just shy of 7,000 residents and a smidge over 3,000 guests came.",
     [("Just shy of 7,000 residents", 7000, None, "count", "~<"), ("a smidge over 3,000 guests", 3000, None, "count", ">")]),
    ("fr", "Les bureaux ouvrent à 7h et ferment à 19h30.", []),
    ("fr", "Une soixantaine de bus et une dizaine d'élus sont venus.",
     [("Une soixantaine de bus", 60, None, "count", "~"), ("une dizaine d'élus", 10, None, "count", "~")]),
    ("fr", "On compte une moyenne de 275 par jour.", [("275", 275, None, "count", "=")]),
    ("fr", "La valeur sur sept jours monte.", []),
    ("fr", "Le taux a gagné 1,4 point pour atteindre 71,5 %.", [("1,4 point", 1.4, None, "pp", "="), ("71,5 %", 71.5, None, "%", "=")]),
    ("fr", "Les commandes ont bondi de 540 à 790 millions d'euros.", [("540", 5.4e8, None, "EUR", "="), ("790 millions d'euros", 7.9e8, None, "EUR", "=")]),
    ("fr", "Il table sur une croissance de 4 à 5 % l'an prochain.", [("4 à 5 %", 4, 5, "%", "range")]),
    ("fr", "Près d'un spectateur sur trois est venu.", [("Près d'un spectateur sur trois", 1 / 3, None, "1", "~<")]),
    ("fr", "L'indemnité est inférieure ou égale à 25 000 euros.", [("inférieure ou égale à 25 000 euros", 25000, None, "EUR", "<=")]),
    ("pt", "Foram criadas 290 empresas, contra 150 registadas antes.", [("290 empresas", 290, None, "count", "="), ("150", 150, None, "count", "=")]),
    ("pt", "O show começa às 21h e a missa às 16h.", []),
    ("zh", "比例不超过全区招生计划数的5%。", [("5%", 5, None, "%", "<=")]),
    ("zh", "与2002年相比，增长40余倍，预计再增6倍至7倍。", [("40余倍", 40, None, "x", ">"), ("6倍至7倍", 6, 7, "x", "range")]),
    ("zh", "国际旅客人次达1200万，带来约180亿至210亿元收益。",
     [("1200万", 1.2e7, None, "count", "="), ("约180亿至210亿元", 1.8e10, 2.1e10, "CNY", "range")]),
    ("zh", "素养指数为66.81。", [("66.81", 66.81, None, "index", "=")]),
    ("ja", "厚さは約1・5メートルで、従業員の3人に1人が通う。", [("約1・5メートル", 1.5, None, "m", "~"), ("3人に1人", 1 / 3, None, "1", "=")]),
    ("ja", "上限は1事業者当たり100万円で、1キロあたり410円だった。", [("100万円", 1e6, None, "JPY", "="), ("410円", 410, None, "JPY", "=")]),
    ("ja", "令和5年1月27日に12人が訪れた。", [("12人", 12, None, "count", "=")]),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "expected"), CASES, ids=[f"{case[0]}-{case[1][:28]}" for case in CASES])
def test_a_sentence_gives_its_quantities_and_nothing_else(language, text, expected):
    assert read(language, text) == [
        (quote, pytest.approx(value), None if high is None else pytest.approx(high), unit, sign)
        for quote, value, high, unit, sign in expected
    ]


def claim_of(language, text, published=JULY):
    (claim,) = claims_of_text(text, language, published=published)
    return claim


@pytest.mark.parametrize(
    ("language", "text", "status", "period"),
    [
        ("de", "Bis 2030 soll die Stadt 5.000 Wohnungen bauen.", "TARGET", "2030"),
        ("de", "Im ersten Halbjahr 2019 wurden 5.000 Wohnungen gebaut.", "ACTUAL", "2019-H1"),
        ("de", "Die Förderung beträgt derzeit 2.000 Euro.", "RULE", "2020"),
        ("en", "The city plans to build 5,000 homes.", "PLAN", "2020"),
        ("en", "Analysts expect a profit of $40 million in 2021.", "FORECAST", "2021"),
        ("en", "Exports reached 12 billion yuan last year.", "ACTUAL", "2019"),
        ("en", "In the second quarter of 2018 it sold 300 cars.", "ACTUAL", "2018-Q2"),
        ("zh", "力争到2025年产值达到400亿元。", "TARGET", "2025"),
        ("zh", "今年一季度出口386亿元。", "ACTUAL", "2020-Q1"),
        ("zh", "去年出口386亿元。", "ACTUAL", "2019"),
        ("fr", "La ville vise 10 000 logements d'ici 2025.", "TARGET", "2025"),
        ("ja", "2030年までに46%削減する目標だ。", "TARGET", "2030"),
        ("pt", "O governo espera um lucro de 40 milhões de reais em 2021.", "FORECAST", "2021"),
    ],
)
def test_facts_goals_plans_and_rules_are_told_apart_with_their_time(language, text, status, period):
    claim = claim_of(language, text)
    assert (claim.status, claim.period) == (status, period)


@pytest.mark.parametrize(
    ("language", "text", "kind", "direction"),
    [
        ("de", "Der Umsatz sank um 3 Prozent.", "change", "down"),
        ("de", "Der Anteil liegt bei 3 Prozent.", "share", None),
        ("en", "Revenue grew 3% in spring.", "change", "up"),
        ("zh", "同比下降1.6%。", "change", "down"),
        ("zh", "占全市的56.4%。", "share", None),
        ("fr", "Les ventes ont augmenté de 3 %.", "change", "up"),
        ("ja", "利益は20%減少した。", "change", "down"),
    ],
)
def test_a_change_knows_its_direction_and_a_share_has_none(language, text, kind, direction):
    claim = claim_of(language, text)
    assert (claim.kind, claim.direction) == (kind, direction)


@pytest.mark.parametrize(
    ("language", "text", "unit", "per"),
    [
        ("de", "Das kostet 120 Euro pro Jahr.", "EUR", "a"),
        ("de", "Die Miete liegt bei 12 €/m².", "EUR", "m2"),
        ("en", "It produces 500,000 barrels a day.", "bbl", "d"),
        ("zh", "每平方米均价3.2万元。", "CNY", "m2"),
        ("zh", "人均可支配收入15666元。", "CNY", "person"),
        ("ja", "1平方メートル当たり3万2000円。", "JPY", "m2"),
    ],
)
def test_a_denominator_is_kept_with_its_quantity(language, text, unit, per):
    claim = claim_of(language, text)
    assert (claim.unit, claim.per) == (unit, per)


def test_a_change_and_its_level_are_two_claims():
    rise, level = claims_of_text("Der Umsatz stieg 2024 um 8,3 Prozent auf 12,4 Mrd. Euro.", "de")
    assert (rise.quote, rise.kind, rise.direction) == ("um 8,3 Prozent", "change", "up")
    assert (level.quote, level.kind, level.direction) == ("auf 12,4 Mrd. Euro", "level", None)


def test_an_amount_restated_in_another_currency_is_marked():
    first, second = claims_of_text("The cost reached €3.1 billion ($3.6bn).", "en")
    assert (first.conversion, second.conversion) == (False, True)


def test_a_unit_that_is_not_written_is_said_to_be_implied():
    first, second = claims_of_text("Paris pays 200 million euros, Bonn 58 million.", "en")
    assert (first.unit_implied, second.unit_implied) == (False, True)


def test_zero_width_and_direction_marks_do_not_hide_a_number():
    text = "Es sind 300\u200b.000\u200f Euro."
    (claim,) = claims_of_text(text, "de")
    assert (claim.value, claim.unit) == (300000, "EUR")
    assert text[claim.start : claim.end] == claim.quote


def test_the_indicator_has_a_key_where_the_catalogue_knows_it_and_always_words():
    known = claim_of("zh", "昆山地区生产总值超4700亿元。")
    unknown = claim_of("en", "The dog weighs 12 kg.")
    assert (known.indicator, unknown.indicator) == ("GDP", None)
    assert unknown.indicator_text == "The dog weighs"


def test_only_the_story_is_read():
    text = "Header 12 km\nThe line is 17 km long.\nFooter 13 km"
    assert [claim.value for claim in claims_of_text(text, "en", story=((13, 37),))] == [17]


def test_a_claim_prints_the_contract_in_its_order():
    fields = list(claim_of("en", "The line is 17 km long.").as_json())
    assert fields[:19] == [
        "document", "language", "quote", "start", "end", "prefix", "suffix", "value", "value_hi", "unit", "per",
        "comparator", "kind", "direction", "status", "period", "place", "indicator", "indicator_text",
    ]  # fmt: skip
