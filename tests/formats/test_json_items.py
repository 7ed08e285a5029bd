import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotator.core.record import Problem
from annotator.formats import json_checks, json_items
from annotator.formats.json_head import first_item, is_spread
from annotator.formats.json_items import each_item
from tests.formats.torture import TEXTS

ONE, TWO = {"a": [1, {"b": "x"}]}, {"a": "é🚀\n"}
SHAPES = {
    "an array": json.dumps([ONE, TWO]),
    "an array of several lines": json.dumps([ONE, TWO], indent=2),
    "lines": f"{json.dumps(ONE)}\n{json.dumps(TWO)}\n",
    "lines with CRLF and blank ones": f"{json.dumps(ONE)}\r\n\r\n{json.dumps(TWO)}\r\n",
    "values of several lines": f"{json.dumps(ONE, indent=4)}\n{json.dumps(TWO, indent=4)}\n",
    "values without anything between": json.dumps(ONE) + json.dumps(TWO),
    "two arrays": f"[{json.dumps(ONE)}]\n[{json.dumps(TWO)}]\n",
    "behind a byte order mark": "\ufeff" + json.dumps([ONE, TWO], ensure_ascii=False),
}
values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text()
    | st.floats(allow_nan=False, allow_infinity=False, width=32),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=10,
)
objects = st.dictionaries(st.text(), values, max_size=4)
same_folder = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


def read(folder: Path, data: str | bytes) -> tuple[list[tuple[int, Any]], list[Problem]]:
    path = folder / "items.json"
    path.write_bytes(data if isinstance(data, bytes) else data.encode("utf-8", "surrogatepass"))
    items = list(each_item(path))
    good = [(line, item) for line, item in items if not isinstance(item, Problem)]
    return good, [item for _, item in items if isinstance(item, Problem)]


def values_of(items: list[tuple[int, Any]]) -> list[Any]:
    return [value for _, value in items]


@pytest.mark.parametrize("data", SHAPES.values(), ids=SHAPES.keys())
def test_items_are_read_in_every_arrangement(data: str, tmp_path: Path) -> None:
    items, problems = read(tmp_path, data)
    assert values_of(items) == [ONE, TWO]
    assert problems == []


@pytest.mark.parametrize("data", SHAPES.values(), ids=SHAPES.keys())
def test_chunks_of_any_size_give_the_same(
    data: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for size in (1, 2, 3, 7):
        monkeypatch.setattr(json_items, "_CHUNK_BYTES", size)
        assert values_of(read(tmp_path, data)[0]) == [ONE, TWO]


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
@pytest.mark.parametrize("ascii_only", [False, True])
def test_texts_come_in_exactly(text: str, ascii_only: bool, tmp_path: Path) -> None:
    data = json.dumps([{"text": text}], ensure_ascii=ascii_only)
    assert values_of(read(tmp_path, data)[0]) == [{"text": text}]


@same_folder
@given(st.lists(objects, min_size=1, max_size=4), st.sampled_from([None, 0, 2]), st.booleans())
def test_any_objects_come_in_as_python_reads_them(
    tmp_path: Path, given: list[Any], indent: int | None, array: bool
) -> None:
    lines = "\n".join(json.dumps(each, indent=indent) for each in given)
    items, problems = read(tmp_path, json.dumps(given, indent=indent) if array else lines)
    assert values_of(items) == given
    assert problems == []


@same_folder
@given(st.binary(max_size=60), st.lists(objects, min_size=1, max_size=3))
def test_any_bytes_between_items_yield_items_and_problems_only(
    tmp_path: Path, noise: bytes, given: list[Any]
) -> None:
    data = b"\n".join([json.dumps(given[0]).encode(), noise, json.dumps(given[-1]).encode()])
    items, problems = read(tmp_path, data)
    assert items or problems


def test_each_item_has_the_line_that_it_begins_in(tmp_path: Path) -> None:
    items, _ = read(tmp_path, '[\n  {"a":\n 1},\n\n  {"b": 2}]\n{"c": 3}')
    assert [line for line, _ in items] == [2, 5, 6]


def test_a_pair_of_a_text_and_its_annotations_is_an_item(tmp_path: Path) -> None:
    pair = ["text", {"entities": []}]
    assert values_of(read(tmp_path, json.dumps([pair, pair]))[0]) == [pair, pair]
    assert values_of(read(tmp_path, f"{json.dumps(pair)}\n{json.dumps(pair)}")[0]) == [pair, pair]


@pytest.mark.parametrize("end", ["", "}", ', {"b"', ', {"b": nul}]', ' {"b": 2}]', ", "])
def test_of_a_broken_array_all_before_the_fault_is_read_and_one_problem_says_where(
    end: str, tmp_path: Path
) -> None:
    items, problems = read(tmp_path, '[{"a": 1},\n {"a": 2}' + end)
    assert values_of(items) == [{"a": 1}, {"a": 2}]
    (problem,) = problems
    assert problem.line == 2
    assert "the rest of the file is not read" in problem.reason


@pytest.mark.parametrize("bad", ['{"a": "x', '{"a": 1', "\x00 \xff", '{"a": 1}}', "{'a': 1}"])
def test_a_broken_line_spares_its_neighbours(bad: str, tmp_path: Path) -> None:
    items, problems = read(tmp_path, f'{{"a": 1}}\n{bad}\n{{"a": 3}}\n')
    assert items[0] == (1, {"a": 1})
    assert items[-1] == (3, {"a": 3})
    assert [problem.line for problem in problems] == [2]


def test_a_broken_value_of_several_lines_is_one_problem_and_spares_its_neighbours(
    tmp_path: Path,
) -> None:
    good = json.dumps({"a": [1, 2]}, indent=2)
    items, problems = read(tmp_path, f'{good}\n{{\n  "a": [\n    1,,\n    2\n  ]\n}}\n{good}\n')
    assert [line for line, _ in items] == [1, 13]
    (problem,) = problems
    assert problem.line == 7
    assert "line 9, character 7" in problem.reason


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        ('{"a": 1, "a": 2}', "the field 'a' stands there twice"),
        ('{"a": [{"b": 1, "b": 1}]}', "the field 'b' stands there twice"),
        ('{"a": NaN}', "NaN is no number"),
        ('{"a": -Infinity}', "-Infinity is no number"),
        ('{"a": 1e999}', "the number '1e999' is too large"),
        ('{"a": ' + "1" * 5000 + "}", "too many digits"),
        ('{"a": "\\ud800"}', "half of a surrogate pair"),
        ('{"a": "\\uDC00 \\uD83D"}', "half of a surrogate pair"),
        ('{"a": "\ud800"}', "not UTF-8"),
    ],
)
@pytest.mark.parametrize("around", ['[{"z": 0},%s,{"z": 9}]', '{"z": 0}\n%s\n{"z": 9}'])
def test_what_json_must_not_hold_is_refused_and_spares_its_neighbours(
    bad: str, reason: str, around: str, tmp_path: Path
) -> None:
    items, problems = read(tmp_path, around % bad)
    assert values_of(items) == [{"z": 0}, {"z": 9}]
    assert len(problems) == 1
    assert reason in problems[0].reason


@pytest.mark.parametrize("opening", ["[", '{"a":', '[{"a":'])
def test_values_nested_too_deeply_are_one_problem(opening: str, tmp_path: Path) -> None:
    items, problems = read(tmp_path, '{"z": 0}\n' + opening * 50_000 + '\n{"z": 9}\n')
    assert items[0] == (1, {"z": 0})
    assert len(problems) == 1
    assert "nested too deeply" in problems[0].reason


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_other_encodings_are_named(encoding: str, tmp_path: Path) -> None:
    items, problems = read(tmp_path, '[{"a": 1}]'.encode(encoding))
    assert items == []
    assert "save it as UTF-8" in problems[0].reason


@pytest.mark.parametrize("data", ["", " \n", "[]", "\ufeff"])
def test_a_file_without_items_says_so(data: str, tmp_path: Path) -> None:
    items, problems = read(tmp_path, data)
    assert items == []
    assert [problem.left_out for problem in problems] == ["nothing"]


def test_an_item_beyond_the_limit_is_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(json_items, "_CHUNK_BYTES", 64)
    monkeypatch.setattr(json_items, "LONGEST_ITEM", 1024**2)
    long = json.dumps({"a": "x" * 2_500_000})
    items, problems = read(tmp_path, f'{{"a": 1}}\n{long}\n{{"a": 3}}\n')
    assert items == [(1, {"a": 1}), (3, {"a": 3})]
    assert [problem.reason for problem in problems] == ["the item is longer than 1 MB"]


def test_hostile_files_never_crash_it(shared_data: Path) -> None:
    for path in (shared_data / "torture_json").glob("*.json"):
        assert list(each_item(path)), path.name


def test_valid_files_give_what_python_reads(shared_data: Path) -> None:
    for path in (shared_data / "torture_json").glob("y_*.json"):
        expected = json.loads(path.read_bytes())
        if not isinstance(expected, list):
            assert [value for _, value in each_item(path)] == [expected], path.name


def test_the_first_item_is_seen_in_as_much_of_the_file_as_there_is() -> None:
    head = b'[{"a": 1, "b": {"c": [1, 2]}, "text": "long'
    assert first_item(head) == {"a": 1, "b": {"c": [1, 2]}, "text": None}
    assert first_item(head[:20]) == {"a": 1, "b": {"c": None}}
    assert first_item(b'{"a": [{"b": 1}, {"b": 2}, {"b') == {"a": [{"b": 1}, {"b": 2}]}
    assert first_item(b'[["a", {"entities": []}]]') == ["a", {"entities": []}]
    assert first_item(b"nothing") is None


def test_an_item_in_an_array_or_of_several_lines_is_told_from_one_in_a_line() -> None:
    assert is_spread(b'[{"a": 1}]')
    assert is_spread(b'{\n "a": 1\n}')
    assert not is_spread(b'{"a": 1}\n')
    assert not is_spread(b'{"a": 1,')
    assert not is_spread(b'{"a": "x\n{"a": 2}\n')


def test_an_item_of_a_great_many_values_is_left_out_before_it_fills_the_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(json_checks, "MOST_PARTS", 300_000)
    monkeypatch.setattr(json_checks, "SURELY_FEW_BYTES", 1024)
    path = tmp_path / "a.json"
    path.write_bytes(b'{"x":[' + b'{"r":[]},' * 300_000 + b'{}]}\n{"text":"b"}')
    (_, problem), (_, item) = each_item(path)
    assert problem.reason == "it holds more than 3,000,000 values"
    assert item == {"text": "b"}
