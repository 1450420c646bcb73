"""Offers, needs, firms and measures as tables: what a spreadsheet holds reads like the same in JSON."""

import json

import openpyxl
import pytest

from hongqiao.cli import main
from hongqiao.errors import DuplicateId, UnreadableProfiles
from hongqiao.match.reading import entries, firms_of, measures_of, profiles

MEASURES = (
    "measure,title,valid_from,condition,when,quote,facts\n"
    "grant,A grant,2026-01-01,place,\"city == 'Ald'\",has its seat in Ald,city:text\n"
    "grant,,,share,rd / revenue >= 0.05,at least a twentieth,rd:number revenue:number\n"
    "grant,,,partner,partner,with a partner,partner:flag\n"
)
FIRMS = "id,city,rd,revenue,partner\na,Ald,10,100,yes\nb,Ald,1,100,no\nc,Ald,,100,true\n"


@pytest.fixture
def measures_csv(tmp_path):
    path = tmp_path / "measures.csv"
    path.write_text(MEASURES, encoding="utf-8-sig")
    return path


def sheet(path, text):
    book = openpyxl.Workbook()
    for line in text.splitlines():
        book.active.append([float(cell) if cell.isdigit() else cell or None for cell in line.split(",")])
    book.save(path)
    return path


def verdicts(capsys, firms, measures):
    assert main(["eligible", str(firms), str(measures), "--as-of", "2026-05-01", "--json"]) == 0
    return {item["firm"]: item["verdict"] for item in json.loads(capsys.readouterr().out)}


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_firms_in_a_table_answer_like_firms_in_json(tmp_path, measures_csv, capsys, ending):
    path = tmp_path / f"firms.{ending}"
    if ending == "xlsx":
        sheet(path, FIRMS)
    else:
        path.write_text(FIRMS, encoding="utf-8")
    # whole numbers are divided as decimals: 10 of 100 is a tenth, not zero
    assert verdicts(capsys, path, measures_csv) == {"a": "eligible", "b": "not eligible", "c": "need data"}


def test_a_cell_of_the_wrong_type_is_refused_by_row_and_column(tmp_path, measures_csv):
    path = tmp_path / "firms.csv"
    for cell, says in (("many", "row 2 of .*, rd: 'many' is no number"), ("5", None)):
        path.write_text(f"id,rd\na,{cell}\n", encoding="utf-8")
        if says:
            with pytest.raises(UnreadableProfiles, match=says):
                firms_of(path, measures_of(measures_csv))
        else:
            assert firms_of(path, measures_of(measures_csv))[0].facts == {"rd": 5}


def test_offers_read_alike_from_csv_and_excel(tmp_path):
    text = "id,title,text,institution,valid_until\no1,Valve,It opens in a second,acme,2027-01-31\n"
    (tmp_path / "offers.csv").write_text(text, encoding="utf-8")
    sheet(tmp_path / "offers.xlsx", text)
    assert profiles(tmp_path / "offers.csv") == profiles(tmp_path / "offers.xlsx")
    made = profiles(tmp_path / "offers.csv")[0]
    assert (made.text, made.organisation, str(made.expires)) == ("Valve. It opens in a second", "acme", "2027-01-31")


def test_an_id_that_stands_twice_is_refused(tmp_path):
    (tmp_path / "needs.csv").write_text("id,text\nn,We seek a pump\nn,We seek a valve\n", encoding="utf-8")
    with pytest.raises(DuplicateId, match="entry 2 of .* 'n'"):
        profiles(tmp_path / "needs.csv")


def test_files_that_are_no_table_are_refused_by_name(tmp_path):
    (tmp_path / "broken.xlsx").write_bytes(b"no workbook")
    (tmp_path / "measures.csv").write_text("measure,when\n,x > 1\n")
    (tmp_path / "broken.yaml").write_text("a: [")
    for name, read in (("broken.xlsx", entries), ("measures.csv", measures_of), ("broken.yaml", entries)):
        with pytest.raises(UnreadableProfiles):
            read(tmp_path / name)
