import pytest
from hypothesis import given
from hypothesis import strategies as st

from hongqiao.errors import UnitMismatch
from hongqiao.ground.unit import UNITS, convert, is_money, product, quotient, unit


@pytest.mark.parametrize(
    ("value", "source", "target", "expected"),
    [
        (15, "mu", "ha", 1),
        (1, "mu", "m2", 666.6666666666666),
        (17, "min", "h", 0.2833333333333333),
        (1, "kWh", "MJ", 3.6),
        (1, "ft2", "m2", 0.09290304),
        (300, "km/h", "m/s", 83.33333333333333),
        (212, "degF", "deg", 100),
        (50, "%", "1", 0.5),
        (1, "t", "kg", 1000),
    ],
)
def test_conversions_agree_with_the_definitions(value, source, target, expected):
    assert convert(value, source, target) == pytest.approx(expected, rel=1e-14)


@given(st.sampled_from(sorted(UNITS)), st.sampled_from(sorted(UNITS)), st.floats(-1e9, 1e9))
def test_a_conversion_is_undone_by_its_inverse_or_refused(source, target, value):
    if unit(source).dimension == unit(target).dimension:
        assert convert(convert(value, source, target), target, source) == pytest.approx(value, rel=1e-9, abs=1e-6)
    else:
        with pytest.raises(UnitMismatch):
            convert(value, source, target)


def test_an_unknown_unit_is_refused_by_name():
    with pytest.raises(UnitMismatch, match="no unit is called 'quadratmeter'"):
        unit("quadratmeter")


def test_units_of_ratios_and_products():
    assert quotient("CNY", "count") == "CNY/count"
    assert product("CNY/count", "count") == "CNY"
    assert quotient("CNY", "CNY") == "1"
    assert product("x", "t") == "t"
    with pytest.raises(UnitMismatch):
        product("CNY", "t")


def test_money_is_known_by_its_iso_code():
    assert is_money("CNY")
    assert not is_money("RMB")
    assert unit("CNY").dimension != unit("EUR").dimension
