"""Which period and which status a quantity has: what the sentence says, what went before it, and what news of a day is."""

import pytest

from hongqiao.evidence import claims_of_text
from hongqiao.ground.period import Period


def read(language, published, text):
    return [
        (claim.quote, claim.status, claim.period)
        for claim in claims_of_text(text, language, published=Period.parse(published))
    ]


PERIODS = [
    # runs of months are the half, quarter or year that they are
    ("de", "2019-08", "Von Januar bis Juni kamen 310 Schiffe.", [("310 Schiffe", "ACTUAL", "2019-H1")]),
    ("de", "2022-03", "Zwischen Juni und September 2021 kamen 96.000 Gäste.", [("96.000 Gäste", "ACTUAL", "2021-06/2021-09")]),
    ("en", "2018-07", "Between April and June the port moved 760,000 boxes.", [("760,000 boxes", "ACTUAL", "2018-Q2")]),
    ("en", "2018-10", "In the first nine months of 2018 it sold 1,200 boats.", [("1,200 boats", "ACTUAL", "2018-01/2018-09")]),
    ("en", "2023-06", "In the twelve months to March 2023 they moved 9.8 million tonnes.",
     [("9.8 million tonnes", "ACTUAL", "2022-04/2023-03")]),
    ("fr", "2020-02", "Au cours des neuf premiers mois de 2019, 640 entreprises ont été créées.",
     [("640 entreprises", "ACTUAL", "2019-01/2019-09")]),
    ("pt", "2021-05", "Nos primeiros quatro meses do ano foram criadas 290 empresas.", [("290 empresas", "ACTUAL", "2021-01/2021-04")]),
    ("pt", "2017-12", "Entre março de 2016 e novembro deste ano foram feitos 410 registros.",
     [("410 registros", "ACTUAL", "2016-03/2017-11")]),
    ("zh", "2017-10", "前三季度完成投资312亿元。", [("312亿元", "ACTUAL", "2017-01/2017-09")]),
    ("zh", "2017-10", "1至9月新登记企业1.3万户。", [("1.3万户", "ACTUAL", "2017-01/2017-09")]),
    ("ja", "2019-10", "2019年度上半期（4～9月）の取扱量は1,240万トンだった。", [("1,240万トン", "ACTUAL", "2019-04/2019-09")]),
    # dates as Japan writes them
    ("ja", "2023-02", "令和３年７月に60万円を支給した。", [("60万円", "ACTUAL", "2021-07")]),
    ("ja", "2023-02", "２１年１０月の利用は９５件だった。", [("９５件", "ACTUAL", "2021-10")]),
    # the end of a year is the last one's while the new one is young
    ("de", "2020-02", "Im Schlussquartal brach der Umsatz um 12 Prozent ein.", [("12 Prozent", "ACTUAL", "2019-Q4")]),
    ("fr", "2020-02", "Le quatrième trimestre a vu 640 ventes.", [("640 ventes", "ACTUAL", "2019-Q4")]),
    # the same period again, of this year or another
    ("de", "2019-08", "Im ersten Halbjahr kamen 310 Schiffe. Im Berichtszeitraum fielen 14 Störungen an.",
     [("310 Schiffe", "ACTUAL", "2019-H1"), ("14 Störungen", "ACTUAL", "2019-H1")]),
    ("en", "2016-10", "Orders fell to $412m in the third quarter, from $455m a year earlier.",
     [("$412m", "ACTUAL", "2016-Q3"), ("$455m", "ACTUAL", "2015-Q3")]),
    ("pt", "2019-10", "As vendas somaram 41,7 milhões de euros nos primeiros nove meses, contra 38,2 milhões em igual período de 2018.",
     [("41,7 milhões de euros", "ACTUAL", "2019-01/2019-09"), ("38,2 milhões", "ACTUAL", "2018-01/2018-09")]),
    ("de", "2024-01", "Im vierten Quartal wuchs der Absatz um 9 Prozent. Für das Gesamtjahr 2023 waren es 13 Prozent.",
     [("9 Prozent", "ACTUAL", "2023-Q4"), ("13 Prozent", "ACTUAL", "2023")]),
    # the level that a change starts from is the earlier one
    ("en", "2018-07", "Revenue for the first half of 2018 rose to £88.4m from £81.2m.",
     [("£88.4m", "ACTUAL", "2018-H1"), ("£81.2m", "ACTUAL", "2017-H1")]),
    # a year belongs to the number that its particle binds
    ("zh", "2023-02", "2022年平均工资达14680元，比2021年的13719元增加961元。",
     [("14680元", "ACTUAL", "2022"), ("13719元", "ACTUAL", "2021"), ("961元", "ACTUAL", "2022")]),
    # what happened on a day of the news is of its month, what lasts is of its year
    ("en", "2021-12-11", "The ministry said on Saturday that 58 people died. The city has 3 hospitals.",
     [("58 people", "ACTUAL", "2021-12"), ("3 hospitals", "ACTUAL", "2021")]),
    ("fr", "2017-09-21", "Lundi, 52 salariés ont manifesté devant le siège.", [("52 salariés", "ACTUAL", "2017-09")]),
    ("ja", "2021-12-12", "韓国軍では12日、感染者が30人増えた。", [("30人", "ACTUAL", "2021-12")]),
    # a date to come, though its month has passed
    ("de", "2020-02", "Die Netzgebühr steigt zum 1. Juli auf 5,95 Euro.", [("5,95 Euro", "RULE", "2020")]),
    ("en", "2016-10", "It will spend $90 million over the next three years.", [("$90 million", "PLAN", "2019")]),
    # sentences that go on about the period of the one before
    ("fr", "2014-02", "L'an passé, le port a vu transiter 68,3 millions de tonnes. Le trafic de conteneurs a gagné 4 %.",
     [("68,3 millions de tonnes", "ACTUAL", "2013"), ("4 %", "ACTUAL", "2013")]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("language", "published", "text", "expected"), PERIODS, ids=[f"{one[0]}-{one[2][:30]}" for one in PERIODS]
)
def test_a_quantity_is_of_the_period_that_its_words_tell(language, published, text, expected):
    assert read(language, published, text) == expected


STATUS = [
    # a number that a goal is compared with is a fact; the goal's own is a goal
    ("zh", "完成全年目标的81%。", ["ACTUAL"]),
    ("zh", "今年目标是6万人以上。", ["TARGET"]),
    ("zh", "截止到2019年9月，累计报考近60万人次。", ["ACTUAL"]),
    ("ja", "普及は目標の27%水準だ。", ["ACTUAL"]),
    ("ja", "2025年度までに岸壁を1.2キロ延ばす。", ["TARGET"]),
    # what is to be done by a year is a goal, with whichever verb
    ("zh", "到2027年，两港要完成40个以上联合试验。", ["TARGET"]),
    ("zh", "全市要引进25家以上研究所。", ["TARGET"]),
    ("zh", "今年主要完成了12条道路。", ["ACTUAL"]),
    # due within this year
    ("zh", "2020年底前，园区数量超过100家。", ["TARGET"]),
    # what was approved in numbers has happened; what was approved in money is planned
    ("en", "Last year the county approved 1,120 planning applications.", ["ACTUAL"]),
    ("en", "The council approved a grant of $2.5 million for the bridge.", ["PLAN"]),
    ("fr", "L'ouvrage coûte 27 millions d'euros de plus que prévu.", ["ACTUAL"]),
    # what a change starts from is a fact, where it leads to is planned
    ("fr", "La jauge sera portée de 6 000 à 7 500 places.", ["ACTUAL", "PLAN"]),
    # prices, fees, thresholds and grants are rules
    ("de", "Die Kurtaxe beträgt 2,20 Euro.", ["RULE"]),
    ("pt", "A tarifa passa a R$ 5 por viagem.", ["RULE"]),
    ("zh", "指数低于荣枯线50%。", ["RULE"]),
    ("en", "Firms can receive grants covering 30 percent of their costs.", ["RULE"]),
    # funding that was spent is a fact
    ("de", "Gefördert wurden sie mit zusammen 3,75 Mio. Euro.", ["ACTUAL"]),
    # expectations
    ("en", "The north will face gusts of up to 85mph.", ["FORECAST"]),
    ("de", "Der Vorstand stellt einen Umsatz von 1,3 Milliarden Euro in Aussicht.", ["FORECAST"]),
    ("ja", "約800人の利用を見込んでいる。", ["FORECAST"]),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "expected"), STATUS, ids=[f"{one[0]}-{one[1][:30]}" for one in STATUS])
def test_a_quantity_is_fact_goal_plan_forecast_or_rule_as_its_words_tell(language, text, expected):
    assert [status for _, status, _ in read(language, "2020-07-15", text)] == expected
