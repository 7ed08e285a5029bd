from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotator.core.record import Problem
from annotator.errors import FormatError
from annotator.formats import rows
from annotator.formats.rows import Row, each_row
from tests.formats.torture import TEXTS


def rows_of(data: bytes | str, folder: Path, delimiter: str = ",") -> list[Row | Problem]:
    path = folder / "a.csv"
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return list(each_row(path, delimiter))


def cells(found: list[Row | Problem]) -> list[list[str]]:
    return [row.cells for row in found if isinstance(row, Row)]


def reasons(found: list[Row | Problem]) -> list[tuple[int | None, str]]:
    return [(one.line, one.reason) for one in found if isinstance(one, Problem)]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_rows_end_as_any_system_ends_lines(end: str, tmp_path: Path) -> None:
    found = rows_of(f'a,b{end}1,"2{end}""x"""{end}{end}3,4', tmp_path)
    assert cells(found) == [["a", "b"], ["1", f'2{end}"x"'], ["3", "4"]]
    assert [row.line for row in found] == [1, 2, 5]


def test_separators_that_are_no_line_ends_stay(tmp_path: Path) -> None:
    assert cells(rows_of("a\u2028b\x0bc\x85d\0\n", tmp_path)) == [["a\u2028b\x0bc\x85d\0"]]


@pytest.mark.parametrize("broken", ['2,"open', '2,"a"b', '2,"a" ', '"2,x'])
def test_a_broken_quote_takes_its_row_only(broken: str, tmp_path: Path) -> None:
    found = rows_of(f"a,b\n1,x\n{broken}\n3,y\n4,z\n", tmp_path)
    assert cells(found) == [["a", "b"], ["1", "x"], ["3", "y"], ["4", "z"]]
    ((line, reason),) = reasons(found)
    assert line == 3
    assert "quote" in reason


def test_a_quote_that_another_row_closes_does_not_swallow_the_rows_between(
    tmp_path: Path,
) -> None:
    found = rows_of('a,b\n1,"open\n2,x\n3,y"\n4,z\n', tmp_path)
    assert ["4", "z"] in cells(found)
    assert cells(found)[0] == ["a", "b"]
    found = rows_of('a,b\n1,"open\n2,x\n3,"y"\n4,z\n', tmp_path)
    assert cells(found) == [["a", "b"], ["2", "x"], ["3", "y"], ["4", "z"]]


def test_a_row_with_more_cells_than_the_header_is_left_out(tmp_path: Path) -> None:
    found = rows_of("a,b\n1,Paris, France\n2,x\n", tmp_path)
    assert cells(found) == [["a", "b"], ["2", "x"]]
    assert "3 cells, but the header 2" in reasons(found)[0][1]


def test_a_row_that_is_not_utf8_among_others_spares_them(tmp_path: Path) -> None:
    found = rows_of("a,b\n1,Łódź Zoë Øst\n".encode() + b"2,\xff\n" + "3,ü\n".encode(), tmp_path)
    assert cells(found) == [["a", "b"], ["1", "Łódź Zoë Øst"], ["3", "ü"]]
    assert reasons(found) == [(3, "this row is not UTF-8")]


def test_other_encodings_are_told(tmp_path: Path) -> None:
    text = "text\nZoë fährt über die Brücke nach Österreich, schön früh\n"
    found = rows_of(text.encode("cp1252"), tmp_path, ";")
    assert cells(found)[1] == [text.split("\n")[1]]
    assert "cp1252" in reasons(found)[0][1]
    assert cells(rows_of("a\tb\nü\t🚀".encode("utf-16"), tmp_path, "\t")) == [
        ["a", "b"],
        ["ü", "🚀"],
    ]
    assert cells(rows_of("\ufeffa,b".encode(), tmp_path)) == [["a", "b"]]


def test_bytes_that_are_no_text_are_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(FormatError, match="a picture"):
        rows_of(b"\x89PNG\r\n\x1a\n\xff" + bytes(99), tmp_path)


def test_long_rows_are_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rows, "LONGEST_ROW", 100)
    found = rows_of(f"a,b\n1,{'x' * 990}\n2,y\n", tmp_path)
    assert cells(found) == [["a", "b"], ["2", "y"]]
    assert reasons(found) == [(2, "this row is too long")]


def test_quotes_that_are_never_closed_end_the_reading_at_last(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rows, "MOST_READ_AGAIN", 300)
    found = rows_of('a,b\n1,"x\n' + "2,yyyyyyy\n" * 50 + '3,"z\n' * 50, tmp_path)
    assert reasons(found)[-1][1] == "too many quotes are never closed: the rest is left out"
    assert len(found) < 100


def test_a_row_of_delimiters_alone_is_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rows, "MOST_CELLS", 100)
    assert cells(rows_of("a\n" + "," * 1000 + "\nb\n", tmp_path)) == [["a"], ["b"]]


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(alphabet='a",;\n\r\t \\\0é🚀', max_size=60))
def test_any_text_is_rows_and_problems(text: str, tmp_path: Path) -> None:
    for found in rows_of(text, tmp_path):
        assert isinstance(found, Row | Problem)
        assert 1 <= (found.line or 0) <= text.count("\n") + text.count("\r") + 1


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_a_quoted_cell_is_exact(text: str, tmp_path: Path) -> None:
    quoted = '"' + text.replace('"', '""') + '"'
    assert cells(rows_of(f"a,b\n{quoted},1\n", tmp_path))[1] == [text, "1"]
