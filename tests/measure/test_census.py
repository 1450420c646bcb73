"""The census of 2020: quotients and isomorphism of Kunshan, from the table as it is."""

import numpy as np
import polars as pl
import pytest

from hongqiao.errors import AggregateRow
from hongqiao.ground.panel import Panel
from hongqiao.ground.period import Period
from hongqiao.measure import isomorphism, krugman, location_quotient
from hongqiao.measure.cluster.industries import check_labels
from hongqiao.measure.consistency import aggregate_codes, aggregate_rows, refuse_aggregates
from hongqiao.measure.integration.structure import pair_figure, quotient_figure


@pytest.fixture(scope="module")
def census(shared_data):
    path = shared_data / "measure" / "china_census" / "census_county_2020_v1.xlsx"
    frame = pl.read_excel(path, engine="calamine", columns=[0, 3, *range(101, 121)], infer_schema_length=0)
    sectors = frame.columns[2:]
    return frame.with_columns(pl.col(sectors).cast(pl.Float64, strict=False).fill_null(0.0)), sectors


@pytest.fixture(scope="module")
def counties(census):
    frame, sectors = census
    totals = aggregate_codes(frame["区划代码"].to_list(), frame["区县"].to_list())
    parts = frame.filter(~pl.Series(totals)).select(pl.col("区划代码").alias("code"), *sectors)
    return Panel.from_dataset(
        parts.filter(pl.sum_horizontal(sectors) > 0),
        key="code",
        units=dict.fromkeys(sectors, "count"),
        period=Period.of_year(2020),
    )


def test_totals_are_known_by_their_codes_and_names(counties):
    assert counties.array().sum() == 64_437_156
    assert len(counties.keys) == 2943


def test_totals_among_the_parts_are_refused(census):
    frame, _ = census
    with pytest.raises(AggregateRow, match="totals stand among their parts"):
        refuse_aggregates(frame["区划代码"].to_list(), frame["区县"].to_list())


def test_totals_are_found_without_codes_by_their_sums(census):
    frame, sectors = census
    some = frame.head(40).select(sectors).to_numpy()
    marked = aggregate_codes(frame["区划代码"].head(40).to_list(), frame["区县"].head(40).to_list())
    found = {row for row, _, _ in aggregate_rows(some)}
    assert found
    assert found <= set(np.flatnonzero(marked).tolist())


@pytest.mark.parametrize(
    ("industry", "quotient"),
    [
        ("制造业", 2.766223), ("信息传输软件和信息技术服务业", 1.494462), ("房地产业", 1.631850), ("金融业", 0.974750),
        ("科学研究和技术服务业", 1.286153), ("农林牧渔业", 0.023486),
    ],
)  # fmt: skip
def test_location_quotients_of_kunshan_to_six_digits(counties, industry, quotient):
    row, column = counties.keys.index("320583"), counties.columns.index(industry)
    assert round(float(location_quotient(counties.array())[row, column]), 6) == quotient
    figure = quotient_figure(counties, ["320583"], industry)
    assert round(figure.value, 6) == quotient
    assert ("320583", industry) in {(root.row, root.column) for root in figure.roots()}


def test_isomorphism_of_kunshan_and_shanghai_to_six_digits(counties):
    districts = [code for code in counties.keys if code.startswith("3101")]
    assert len(districts) == 16
    table = dict(zip(counties.keys, counties.array(), strict=True))
    shanghai = np.sum([table[code] for code in districts], axis=0)
    assert round(isomorphism(table["320583"], shanghai), 6) == 0.874390
    assert round(krugman(table["320583"], shanghai), 6) == 0.270314
    figure = pair_figure(counties, ["320583"], districts)
    assert round(figure.value, 6) == 0.874390
    assert len(figure.roots()) == 17 * 20


def test_the_shifted_labels_of_2010_are_named_with_what_stands_there(shared_data):
    path = shared_data / "measure" / "china_census" / "census_county_2010_v1.xlsx"
    labels = pl.read_excel(path, engine="calamine", columns=list(range(113, 133)), infer_schema_length=0).columns
    gaps = check_labels(labels, "GB/T 4754-2002")
    assert [(gap.where, gap.expected) for gap in gaps] == [
        ("column 6", "交通运输、仓储和邮政业"),
        ("column 7", "信息传输、计算机服务和软件业"),
        ("column 8", "批发和零售业"),
    ]
