"""Specification files and the command that runs them."""

import json

import pytest

from hongqiao.cli import main
from hongqiao.errors import AggregateRow, BadSpecification, ConstantIndicator, UnmatchedWeights
from hongqiao.measure import location_quotient
from hongqiao.measure.specification import run

JOBS = "code,farms,factories\n320500,3,60\n320583,1,50\n310101,2,10\n310104,4,30\n"


def spec(tmp_path, text, jobs=JOBS):
    (tmp_path / "jobs.csv").write_text(jobs, encoding="utf-8")
    path = tmp_path / "spec.toml"
    path.write_text(text, encoding="utf-8")
    return path


TABLE = (
    '[[table]]\nid = "jobs"\npath = "jobs.csv"\nkey = "code"\ntotals = "drop"\nscheme = "GB/T 2260"\nperiod = "2020"\n'
)


def test_an_index_over_a_table_leaves_totals_out_and_says_so(tmp_path):
    (result,) = run(spec(tmp_path, TABLE + '[[index]]\nformula = "location_quotient"\ntable = "jobs"\n'))
    wanted = location_quotient([[1, 50], [2, 10], [4, 30]]).ravel().tolist()
    assert [line.figure.value for line in result.lines] == wanted
    assert result.notes == ("1 totals left out, such as 320500",)
    assert {root.column for root in result.lines[0].figure.roots()} == {"farms", "factories"}


def test_totals_are_refused_where_nothing_was_said(tmp_path):
    text = TABLE.replace('totals = "drop"\n', "") + '[[index]]\nformula = "eci"\ntable = "jobs"\n'
    with pytest.raises(AggregateRow, match="320500"):
        run(spec(tmp_path, text))


def test_a_total_that_no_code_gives_away_is_said(tmp_path):
    jobs = "place,farms,factories\nall,7,90\na,1,50\nb,2,10\nc,4,30\n"
    text = '[[table]]\nid = "jobs"\npath = "jobs.csv"\n[[index]]\nformula = "location_quotient"\ntable = "jobs"\n'
    assert run(spec(tmp_path, text, jobs))[0].notes == (
        "row all is the exact sum of rows a to c: a total among its own parts?",
    )


@pytest.mark.parametrize("formula", ["isomorphism", "krugman"])
def test_a_pair_is_named_by_rows_and_patterns(tmp_path, formula):
    text = TABLE + f'[[index]]\nformula = "{formula}"\ntable = "jobs"\nfirst = ["320583"]\nsecond = ["3101*"]\n'
    (line,) = run(spec(tmp_path, text))[0].lines
    assert len(line.figure.roots()) == 6
    assert line.figure.period.text == "2020"


@pytest.mark.parametrize(
    ("formula", "more"),
    [
        ("herfindahl", "normalised = true"), ("locational_gini", ""), ("balassa", ""), ("theil", ""), ("sigma", ""),
        ("topsis", "weights = [1, 2]\nbenefit = [true, false]"), ("entropy_weights", "benefit = [true, true]"),
        ("variation_weights", ""), ("critic_weights", "benefit = [true, true]"), ("balassa_index", ""),
    ],
)  # fmt: skip
def test_every_formula_can_be_named(tmp_path, formula, more):
    (result,) = run(spec(tmp_path, TABLE + f'[[index]]\nformula = "{formula}"\ntable = "jobs"\n{more}\n'))
    assert result.lines
    assert all(line.figure.roots() for line in result.lines)


def test_the_command_prints_words_or_json(tmp_path, capsys):
    text = (
        TABLE
        + '[[index]]\nid = "pair"\nformula = "isomorphism"\ntable = "jobs"\nfirst = ["320583"]\nsecond = ["3101*"]\n'
        + '[[target]]\nid = "investment"\ncomparator = "<="\nvalue = 1e11\nunit = "CNY"\ndeadline = "2025"\n'
        + '[[check]]\nkind = "total"\nparts = [1, 2, 3]\ntotal = 20\n'
    )
    path = spec(tmp_path, text)
    assert main(["measure", str(path), "--language", "de", "--as-of", "2026-01-01"]) == 0
    said = capsys.readouterr().out
    assert "Kein Mindestwert" in said
    assert main(["measure", str(path), "--json", "--as-of", "2026-01-01"]) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["result"] for line in lines] == ["pair", "pair", "investment", "investment", "total", "total"]
    assert len([p for p in lines[1]["basis"]["parts"].values() if p["kind"] == "column"]) == 6
    assert (lines[3]["verdict"], lines[3]["deadline_passed"]) == ("no floor", True)
    assert lines[5]["says"].startswith("the parts sum to 6, the total says 20")


def test_a_composite_in_a_file_lists_rank_and_interval(tmp_path):
    (tmp_path / "data.csv").write_text("uCode,rail,minutes\na,4,17\nb,2,40\nc,1,30\nd,3,20\n")
    (tmp_path / "meta.csv").write_text(
        "iCode,Parent,Type,Direction\nrail,all,Indicator,1\nminutes,all,Indicator,-1\nall,,Aggregate,1\n"
    )
    (result,) = run(spec(tmp_path, '[[composite]]\ndata = "data.csv"\nmeta = "meta.csv"\ntreat = "none"\ndraws = 40\n'))
    assert [line.row for line in result.lines] == ["a", "d", "c", "b"]
    assert dict(result.lines[0].details)["rank"] == 1


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "nothing to measure"),
        ("[[index", "no readable TOML"),
        ("[[indices]]\n", "unknown indices"),
        ('[[index]]\nformula = "eci"\ntable = "jobs"\n', "no table 'jobs'"),
        (TABLE + '[[index]]\ntable = "jobs"\n', "no formula"),
        (TABLE + '[[index]]\nformula = "magic"\ntable = "jobs"\n', "no formula 'magic'"),
        (TABLE + '[[index]]\nformula = "theil"\ntable = "jobs"\ncolour = 1\n', "theil cannot take colour"),
        (TABLE + '[[index]]\nformula = "krugman"\ntable = "jobs"\nfirst = ["x"]\nsecond = ["3101*"]\n', "no row 'x'"),
        (TABLE.replace("jobs.csv", "none.csv"), "no file"),
        (TABLE.replace('"code"', '"name"'), "no key column 'name'"),
        ('[[target]]\nid = "t"\nvalue = 1\nunit = "CNY"\ndeadline = "soon"\n', "deadline: 'soon'"),
        ('[[check]]\nkind = "magic"\n', "no check 'magic'"),
    ],
)
def test_a_wrong_specification_is_refused_with_its_table_and_key(tmp_path, text, says):
    with pytest.raises(BadSpecification, match=says):
        run(spec(tmp_path, text))


def test_an_error_of_a_formula_says_where_it_was_asked_for(tmp_path):
    jobs = "code,farms,factories\na,3,60\nb,3,50\n"
    text = '[[table]]\nid = "jobs"\npath = "jobs.csv"\n[[index]]\nid = "w"\nformula = "entropy_weights"\ntable = "jobs"\nbenefit = [true, true]\n'
    with pytest.raises(ConstantIndicator, match=r"spec.toml, index w: .*columns \[0\]"):
        run(spec(tmp_path, text, jobs))


def test_missing_values_are_refused_unless_zero_is_meant(tmp_path):
    jobs = "code,farms,factories\n320583,,60\n310101,3,50\n"
    with pytest.raises(BadSpecification, match=r"missing or no numbers: \{'farms': 1\}"):
        run(spec(tmp_path, TABLE + '[[index]]\nformula = "herfindahl"\ntable = "jobs"\n', jobs))
    text = TABLE + 'gaps = "zero"\n[[index]]\nformula = "herfindahl"\ntable = "jobs"\n'
    assert "taken as zero" in run(spec(tmp_path, text, jobs))[0].notes[0]


def test_the_command_refuses_in_words(tmp_path, capsys):
    assert main(["measure", str(tmp_path / "none.toml")]) == 1
    assert "no file" in capsys.readouterr().err


def test_a_published_table_is_examined_from_a_specification(tmp_path):
    text = (
        '[[table]]\nid = "x"\npath = "jobs.csv"\nkey = "code"\n[[check]]\nid = "scores"\nkind = "published"\n'
        'formula = "topsis"\ntable = "x"\nweights = { factories = 3, farms = 1 }\n'
        "benefit = { farms = false, factories = true }\ndecimals = 3\npublished = [{}]\n"
    )
    from hongqiao.measure import topsis

    wanted = topsis([[3, 60], [1, 50], [2, 10], [4, 30]], [1, 3], [False, True]).round(3)
    (result,) = run(spec(tmp_path, text.replace("{}", ", ".join(map(str, wanted)))))
    assert (result.lines[0].row, dict(result.lines[0].details)) == (
        "vector normalisation, weights on values", {"reproduced": True},
    )  # fmt: skip
    wanted[2] = 0.9
    (result,) = run(spec(tmp_path, text.replace("{}", ", ".join(map(str, wanted)))))
    assert [line.row for line in result.lines if line.column != "variant"] == ["cell 3"]
    with pytest.raises(UnmatchedWeights, match=r"none for farms; no column farm"):
        run(spec(tmp_path, text.replace("farms = 1", "farm = 1").replace("{}", "1, 2, 3, 4")))


def test_what_a_record_computes_is_no_gap_of_a_values_table(tmp_path):
    from importlib.resources import files

    pack = files("hongqiao.packs") / "kunshan"
    for name in ("indicators.toml", "values.csv"):
        (tmp_path / name).write_bytes((pack / name).read_bytes())
    text = '[[profile]]\nindicators = "indicators.toml"\nvalues = "values.csv"\nplaces = ["kunshan", "shanghai"]\n'
    (result,) = run(spec(tmp_path, text))
    assert "industrial-isomorphism" in result.notes[0]
    named = {dict(line.details).get("indicator") for line in result.lines}
    assert "co-patents" in named
    assert "industrial-isomorphism" not in named
    (score,) = [line for line in result.lines if line.row == "infrastructure"]
    assert dict(score.details)["low"] < score.figure.value < dict(score.details)["high"]
