from pathlib import Path

import orjson
import pytest

from annotator.formats.jsonl import JSONL
from tests.formats.items import read, read_bytes

KINDS = {"y": "valid", "n": "invalid", "i": "either"}


def files(shared_data: Path, kind: str) -> list[Path]:
    return sorted((shared_data / "torture_json").glob(f"{kind}_*.json"))


@pytest.mark.parametrize("kind", KINDS)
def test_a_hostile_file_yields_problems_and_never_a_crash(shared_data: Path, kind: str) -> None:
    for path in files(shared_data, kind):
        records, problems = read(JSONL, path)
        assert not records, path.name  # none of them is an object with a text
        assert problems or not path.read_bytes().strip(), path.name


def test_a_valid_value_in_a_line_is_kept_in_meta(shared_data: Path, tmp_path: Path) -> None:
    for path in files(shared_data, "y"):
        value = path.read_bytes().replace(b"\n", b" ")
        (record,), _ = read_bytes(JSONL, b'{"text":"a","value":' + value + b"}", tmp_path)
        expected = orjson.loads(value)
        assert record.meta == ({"value": expected}), path.name


@pytest.mark.parametrize("kind", ["n", "i"])
def test_an_invalid_value_in_a_line_spares_the_lines_round_it(
    shared_data: Path, kind: str, tmp_path: Path
) -> None:
    before, after = b'{"text":"before"}\n', b'\n{"text":"after"}'
    for path in files(shared_data, kind):
        value = path.read_bytes().replace(b"\n", b" ")
        line = b'{"text":"a","value":' + value + b"}"
        records, problems = read_bytes(JSONL, before + line + after, tmp_path)
        texts = [record.text for record in records]
        assert (texts[0], texts[-1]) == ("before", "after"), path.name
        assert len(records) + len(problems) == 3, path.name
