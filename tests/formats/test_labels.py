import json
from pathlib import Path

import pytest

from annotator.errors import FormatError
from annotator.formats.labels import preset_names, read_labels


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "labels.txt"


def test_presets_are_read_by_name() -> None:
    assert preset_names() == ["conll", "empty", "ontonotes"]
    assert [label.name for label in read_labels("conll")] == ["PER", "ORG", "LOC", "MISC"]
    assert len(read_labels("ontonotes")) == 18
    assert len(read_labels("empty")) == 0


def test_a_text_file_holds_one_name_a_line(file: Path) -> None:
    names = ["Person", "Firma & Co", "場所", *"abcdefgh"]
    file.write_bytes("\ufeff{}\r\n\r\n  {}  \n".format(names[0], "\n".join(names[1:])).encode())
    labels = read_labels(file)
    assert [label.name for label in labels] == names
    assert "".join(label.key for label in labels) == "1234567890h"
    assert all(label.color for label in labels)


def test_a_json_file_may_give_colour_key_and_guideline(file: Path) -> None:
    given = [{"name": "ORG", "color": "#123456", "key": "o", "guideline": "Firms."}, {"name": "X"}]
    file.write_text(json.dumps(given), encoding="utf-8")
    org, other = read_labels(str(file))
    assert (org.name, org.color, org.key, org.guideline) == ("ORG", "#123456", "o", "Firms.")
    assert (other.name, other.key) == ("X", "1")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ('[{"name":"A"},{"name":"B","key":"xy"}]', "item 2: label 'B': a key is one digit"),
        ('[{"name":"A","color":"red"}]', "item 1: a colour is written #rrggbb"),
        ('[{"name":"A","color":"#+1+2+3"}]', "item 1: a colour is written #rrggbb"),
        ('[{"name":" "}]', "item 1: a label needs a name"),
        ('[{"color":"#123456"}]', "item 1: a label needs a name"),
        ('[{"name":"A","colour":"#123456"}]', "item 1: 'colour' is none of name, color, key"),
        ('[{"name":"A","key":1}]', "item 1: key must be text"),
        ('["A"]', "item 1: a label is an object"),
        ('{"name":"A"}', "a list of labels"),
        ('[{"name":"A"},\n{]', "line 2 is not JSON"),
        ('[{"name":"A"},{"name":"A"}]', "two labels have the name 'A'"),
        ('[{"name":"A","key":"x"},{"name":"B","key":"X"}]', "two labels have the key 'x'"),
        ("A\nB\nA\n", "two labels have the name 'A'"),
    ],
)
def test_a_bad_file_is_refused_with_file_item_and_reason(
    content: str, reason: str, file: Path
) -> None:
    file.write_text(content, encoding="utf-8")
    with pytest.raises(FormatError) as caught:
        read_labels(file)
    assert str(caught.value).startswith(f"{file}: ")
    assert reason in str(caught.value)


def test_a_file_that_is_not_there_names_the_presets(file: Path) -> None:
    with pytest.raises(FormatError, match="Presets are conll, empty, ontonotes"):
        read_labels(file)


def test_a_file_that_is_not_utf_8_or_not_a_file_is_refused(file: Path) -> None:
    file.write_bytes("Straße".encode("cp1252"))
    with pytest.raises(FormatError, match="not UTF-8"):
        read_labels(file)
    with pytest.raises(FormatError, match="cannot be read"):
        read_labels(file.parent)
