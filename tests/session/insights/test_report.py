"""Pages as one job, as JSON, as CSV files, and without names."""

import csv
import json
from dataclasses import asdict
from io import StringIO
from pathlib import Path

import pytest

from annotator.core.span import Span
from annotator.errors import FormatError
from annotator.session.away import away
from annotator.session.insights.csv_files import as_csv, write_csv
from annotator.session.insights.report import PAGES, InsightsOptions, InsightsReport
from annotator.session.insights.table import Table, letters
from annotator.session.jobs import finish
from tests.session.insights.cases import ADA, IBM, Case


@pytest.fixture
def case(tmp_path: Path) -> Case:
    case = Case(tmp_path)
    case.finish("ana", 1, ADA, IBM)
    case.finish("=1+1", 1, ADA, Span(4, 7, "PER"))
    return case


def test_a_process_of_its_own_says_the_same(case: Case) -> None:
    report = case.report(*PAGES)
    assert finish(away("insights", case.path, InsightsOptions())) == report
    assert InsightsReport.of(json.loads(json.dumps(asdict(report)))) == report


def test_agreement_has_the_numbers_of_the_command(case: Case) -> None:
    (row,) = case.report("agreement").table("agreement", "pairs").each()
    assert (row["first"], row["second"], row["documents"]) == ("=1+1", "ana", 1)
    assert (row["f"], row["f_boundaries"]) == (0.5, 1.0)


def test_each_table_is_a_file_that_a_csv_reader_reads(case: Case, tmp_path: Path) -> None:
    report = case.report(*PAGES)
    made = write_csv(report, tmp_path / "new" / "folder")
    assert len(made) == len(set(made)) == sum(map(len, report.pages.values()))
    for path, table in zip(made, [t for one in report.pages.values() for t in one], strict=True):
        with path.open(encoding="utf-8", newline="") as file:
            head, *rows = csv.reader(file)
        assert tuple(head) == table.columns
        assert len(rows) == len(table.rows)


def test_no_cell_is_a_formula_and_numbers_stay_numbers() -> None:
    names = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", 'a "quoted", name\nin two lines', "=\u2028"]
    table = Table("names", ("annotator", "value"), [(name, -0.25) for name in names])
    rows = list(csv.reader(StringIO(as_csv(table), newline="")))[1:]
    for (cell, value), name in zip(rows, names, strict=True):
        assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))
        assert cell.removeprefix("'") == name
        assert float(value) == -0.25


def test_what_cannot_be_written_is_one_sentence(case: Case, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(FormatError, match=r"cannot be (made|written)"):
        write_csv(case.report("progress"), tmp_path / "file")


def test_there_are_letters_for_any_number_of_people() -> None:
    found = letters(f"n{number}" for number in range(60))
    assert len(set(found.values())) == 60
    assert (found["n0"], found["n25"], found["n26"]) == ("A", "Z", "A1")


def test_hidden_names_stand_in_no_table(case: Case) -> None:
    said = json.dumps(case.report(*PAGES).hidden().as_dict())
    assert "ana" not in said
    assert "=1+1" not in said
